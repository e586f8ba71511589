// Are the words of a claim still the words that somebody checked?
// Reads two runs of words; makes a verdict and says in words what differs.
//
// Material is the default. What does not count is a closed list:
// - white space, and where lines end;
// - the style of quotation marks and apostrophes: straight, curly, ``wire'', guillemets, single, double;
// - the case of a sentence's first letter, and of a heading as a whole;
// - punctuation, unless inside a number or a name, or between two of them;
// - one letter put in, left out, replaced, or swapped with its neighbour, in a word of five letters
//   or more that the lexicon knows, if the new form is in no lexicon and neither is a name. A final
//   s, d, r, n, t, y or a first a that comes or goes is grammar, no slip.
// Everything else counts: words added, dropped or replaced, little ones too, and their order.
#ifndef COPYDESK_COMPARE_H
#define COPYDESK_COMPARE_H

#include "anchor.h"
#include "lexicon.h"

typedef enum { COMPARE_SAME, COMPARE_COSMETIC, COMPARE_MATERIAL } CompareResult;

// One of the two: items[first..end) of a text's words.
typedef struct {
  const Words *words;
  uint32_t first, end;
  bool opens;    // a sentence begins with the first word
  bool heading;  // the words are all of a heading
} CompareSide;

enum { COMPARE_TEXT_LEN = 240 };

typedef struct {
  CompareResult result;
  uint32_t shared;  // words and numbers of the old side that the new one has too, in order
  uint32_t of;      // words and numbers of the old side
  // If material: "“20” → “30”", "“not” added", "order changed: …"; else "". Ends with NUL.
  char difference[COMPARE_TEXT_LEN];
} Comparison;

// Compares what was checked with what stands there now. False when memory is short.
bool compare_words(const Lexicon *lexicon, CompareSide old, CompareSide now, Comparison *out);

// Appends at most `room` bytes of the words items[first..end) to a string, white space as single
// spaces, cut with "…" at the end of a code point. Returns the bytes appended; ends with NUL.
uint32_t compare_quote(const Words *words, uint32_t first, uint32_t end, char *out, uint32_t room);

#endif
