// Anchors: a mark's claim as words of the draft, by which it is found again after any edit.
// Reads texts; makes anchor records, and places where an anchor's words stand.
//
// Text is compared as a sequence of words: a word is a run of letters and digits, or any other sign
// by itself. How much and what white space lies between two words does not count, only whether
// there is any. Invalid bytes and NUL are signs like others.
#ifndef COPYDESK_ANCHOR_H
#define COPYDESK_ANCHOR_H

#include "copydesk.h"
#include "json.h"

typedef struct {
  uint32_t start, end;
  uint32_t hash;  // of its bytes
  bool spaced;    // white space, or the text's start, before it
} Word;

// The words of a text, in order.
typedef struct {
  const char *text;
  Word *items;
  uint32_t count;
} Words;

// `text` must outlive it. False when memory is short.
bool words_init(Words *self, const char *text, uint32_t len);
void words_free(Words *self);
// The words that lie in or reach into a span: items[*first..*end).
void words_in_span(const Words *self, CdSpan span, uint32_t *first, uint32_t *end);
// Are the words at `at` of self and at `other_at` of other the same? Ignores `spaced`.
bool words_same(const Words *self, uint32_t at, const Words *other, uint32_t other_at);

// ---- finding -----------------------------------------------------------------------------------
typedef struct {
  uint32_t query;  // which of the queries
  uint32_t first;  // number of the first word in the text
} Place;

typedef struct {
  Place *items;  // sorted by query, then by place
  size_t count, capacity;
} Places;

enum { ANCHOR_PLACES_MAX = 64 };  // places kept of one query

// Finds every place of text at which one of the queries stands word for word, all queries in one
// pass. Queries without words are never found. False when memory is short.
bool anchor_find(const Words *text, const Words *queries, size_t query_count, Places *places);
void places_free(Places *self);

// Do the words nearest to text's items[first..end) equal those that the anchor stored, on this
// side? Compares three words, or what was stored if that is less.
bool anchor_keeps_before(const Words *text, uint32_t first, const Words *before);
bool anchor_keeps_behind(const Words *text, uint32_t end, const Words *behind);

// ---- finding what was edited -------------------------------------------------------------------
// The words of a text without signs, in lower case.
typedef struct {
  Words words;
  char *bytes;
  uint32_t *from;  // number of each in the text's words
} Folded;

bool folded_init(Folded *self, const Words *words);  // false when memory is short
void folded_free(Folded *self);

// Where each folded word stands: chains of places, in order. `text` must outlive it.
typedef struct {
  const Folded *text;
  uint32_t *buckets, *next;  // place, and 1; 0: none
  uint32_t mask;
} WordIndex;

bool word_index_init(WordIndex *self, const Folded *text);
void word_index_free(WordIndex *self);

typedef struct {
  const Words *words;  // of the claim
  Folded folded, folded_before, folded_behind;
} AnchorWords;

// From words of the folded text to those of the text, [*first, *end), with the signs at their edges if the
// claim's words (not empty when folded) have some there: "“We won", "4 %".
void anchor_add_signs(const Words *text, const Words *claim, const Folded *folded,
                      const Folded *folded_text, uint32_t *first, uint32_t *end);

// Words of the text that may be the claim now.
typedef struct {
  uint32_t first, end;
  bool keeps_before, keeps_behind;  // most of the three nearest words on that side
} NearPlace;

enum { NEAR_MAX = 4 };

// The most likely places, each word for word aligned, none overlapping. Their order says nothing. False
// when memory is short.
bool anchor_near(const WordIndex *index, const Words *text, const AnchorWords *anchor,
                 NearPlace places[NEAR_MAX], uint32_t *count);

// ---- writing -----------------------------------------------------------------------------------
// Appends the anchor record of the words that `span` touches:
//   {"words": "he signed the deal on Thursday", "before": "…", "behind": "…", "line": 12,
//    "opens": true, "twins": 1, "around": "1f3a…", "priority": 3, "types": ["event"],
//    "read": [{"words": "he", "kind": "pronoun", "as": "Joe Biden"},
//             {"words": "Thursday", "kind": "date", "as": "KYIV, June 13"},
//             {"kind": "speaker", "as": "Joe Biden"}]}
// `before` and `behind` are the eight words on either side; `opens`: a sentence begins with the words;
// `twins`: in how many other places the same words stood (if any); `around`: a hash of the words, without signs, that
// stood near. `read` tells, as words of the draft, what the claim's pronouns, roles, relative dates and
// speaker were read as; of a pronoun that was read as nobody, whom it may mean: the person named last.
// `claim` may be NULL. False, with nothing useful written, when memory is short; *word_count is 0 if
// there are no words.
bool anchor_write(Json *out, const CdDocument *document, const Words *words, CdSpan span,
                  const CdClaim *claim, uint32_t *word_count);

// Does a sentence begin with words->items[first]?
bool anchor_opens(const CdDocument *document, const Words *words, uint32_t first);

enum { ANCHOR_DIFFERENCE_LEN = 240 };

// Is what the words items[first..end) refer to the same as the anchor stored? If not, tells the
// difference: "“he” was Joe Biden, now Ann Lee". A reading that differs while the words around are those
// of then, and whom it meant is still named in the draft, is another program's reading of the same
// text: that makes no difference. False when memory is short.
bool anchor_reads_same(const CdDocument *document, const Words *words, uint32_t first, uint32_t end,
                       const JsonTree *json, const JsonValue *anchor, bool *same,
                       char difference[ANCHOR_DIFFERENCE_LEN]);

// ---- of a document, document/known.c -----------------------------------------------------------
struct Lexicon;
const struct Lexicon *document_lexicon(const CdDocument *document);
bool document_in_heading(const CdDocument *document, uint32_t offset);

#endif
