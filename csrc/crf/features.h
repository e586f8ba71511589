// What the tagger looks at around a token, as hashed features. The same code serves training and use.
// Reads a unit's tokens; makes candidates (the tokens that can be part of a name) and their features.
#ifndef COPYDESK_CRF_FEATURES_H
#define COPYDESK_CRF_FEATURES_H

#include "../lexicon.h"
#include "../reading.h"
#include "clusters.h"

// Counted up whenever a feature changes: weights of another version are refused.
#define FEATURE_VERSION 5u

enum { FEATURES_MOST = 160 };

typedef struct {
  uint64_t hashes[FEATURES_MOST];
  uint32_t own_count, known_count;  // the ends of the first two of three parts: see features_of()
  uint32_t count;
} Features;

// A token as its neighbours see it.
typedef struct {
  uint64_t word;        // hash of the folded word; of a number, one for all of its shape
  uint64_t shape;       // "Xx", "X.", "XX", "x-", "d": runs of equal classes once
  uint64_t long_shape;  // every character, at most 12
  uint64_t prefixes[3], suffixes[3];  // of 2 to 4 code points; 0 if the word is shorter
  uint64_t classes;  // lexicon classes, those of phrases that it is part of included
  Cluster cluster;
  uint8_t
      rule;  // what the rules say: 0 no name, else 1 + 4 * CdEntityType + 2 (goes on) + 1 (doubtful)
  uint8_t phrase;     // 1 begins, 2 goes on with a listed phrase of several words
  bool is_capital;    // begins with a capital, or is written in capitals
  bool is_candidate;  // can be part of a name
} View;

// Views of the unit's tokens, in its arena. unit->mentions holds what the rules propose. NULL when memory
// is short.
View *features_view(const Lexicon *lexicon, const Unit *unit);

// The features of tokens[at]. The sentence's bounds are respected.
void features_of(const Unit *unit, const View *views, uint32_t at, Features *out);

// The end of the sequence of candidates that begins with tokens[first] (a candidate): at most
// CRF_LENGTH_MOST tokens, all of one sentence.
uint32_t features_sequence_end(const Unit *unit, const View *views, uint32_t first);

#endif
