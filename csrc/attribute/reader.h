// What the files of the attribute stage share while one unit is read.
// Items are the writer's own words: every token outside quotation marks, with each quoted stretch and
// each short bracket folded into one item. Frames are looked for among items, so whatever was said
// inside marks can never be taken for the words that report it.
#ifndef COPYDESK_ATTRIBUTE_READER_H
#define COPYDESK_ATTRIBUTE_READER_H

#include "../attribute.h"

enum { ITEM_REGION = 100, ITEM_BRACKET };  // Item.kind beyond TokenKind

typedef enum {  // words of grammar that frames ask for one by one
  WORD_OTHER,
  WORD_THAT,
  WORD_TO,
  WORD_BY,
  WORD_OF,
  WORD_FOR,
  WORD_AS,
  WORD_IN,
  WORD_AND,
  WORD_BUT,
  WORD_WHO,
  WORD_WHICH,
  WORD_WHAT,
  WORD_HE,
  WORD_BE,
  WORD_HAVE,
  WORD_NOT,
  WORD_IT,
  WORD_THIS,
  WORD_ABOUT,
  WORD_WHEN,
  WORD_FROM,
  WORD_OVER,
  WORD_TOLD,
  WORD_LAST,
} Word;

typedef struct {
  uint32_t first_token, end_token;
  uint32_t region;  // the outermost region that it stands for, or NONE
  uint32_t sentence;
  uint64_t classes;
  uint8_t kind;  // TokenKind or ITEM_…
  uint8_t word;  // Word
  uint8_t shape;
  bool inside;  // it goes on with a name that tag found: "of" in "Bank of Scotland"
} Item;

typedef struct {
  uint32_t first, end;
} Range;  // of items; first == end: nothing

typedef enum {      // #set! frame, in attribution.scm
  FRAME_SAYS,       // a verb with its subject before or behind it
  FRAME_THINKS,     // the same, of a belief: weaker
  FRAME_MANNER,     // the same, only beside a quotation
  FRAME_CALLS,      // X called it "…"
  FRAME_ACCORDING,  // the source follows: according to, in the words of
  FRAME_NOUN,       // a noun: his statement that …, the warning: "…"
  FRAME_LABEL,      // a name and a colon, then its words: JUDGE OKORO: When was that?
} Frame;

typedef enum { FORM_FINITE, FORM_PARTICIPLE, FORM_INFINITIVE, FORM_PASSIVE } Form;

typedef struct {
  uint32_t item;        // its main word
  Range verb;           // with auxiliaries, adverbs and particle: "has also called for"
  Range source;         // whole noun phrase; empty if the text names none
  uint32_t start;       // item where its words begin: the subject's with its asides, or the verb's
  uint32_t antecedent;  // of "who": an item of the noun phrase that it means, or NONE
  uint32_t sentence;
  Range content[2];  // clauses of an indirect or mixed content
  uint8_t content_count;
  uint8_t frame;       // Frame
  uint8_t form;        // Form
  bool parenthetical;  // clause, X said
  bool fixed;          // a rule captured the source itself
  bool quoted;         // its words are whole sentences in marks
  bool fragments;      // it has words in marks within its clause
  float certainty;     // of the source, 0 to 1
} Cue;

// What is found about one outermost region.
typedef struct {
  uint32_t item;
  uint32_t cue;  // index, or NONE
  uint8_t type;  // CdQuotationType
  uint8_t not_speech;
  uint8_t words;  // up to 255
  bool lower;     // its first word is in lower case
  bool ends_comma, ends_stop, ends_question;
  CdSpan label;  // of “SMITH: I never …”: the name inside the marks; else empty
  float confidence;
} Stretch;

// How a cue is joined to a quoted stretch, and what else its rank depends on.
typedef enum {
  IS_AFTER_COMMA,     // “…,” X said
  IS_AFTER_QUESTION,  // “…?” X asked
  IS_AFTER_BARE,      // “…” X said
  IS_AFTER_STOP,      // “….” X said
  IS_AFTER_CLAUSE,    // … “…” …, X said
  IS_BEFORE_COLON,    // X said: “…”
  IS_BEFORE_COMMA,    // X said, “…”
  IS_BEFORE_BARE,     // X said “…”
  IS_BEFORE_OBJECT,   // X told the council, “…”
  IS_BEFORE_CLAUSE,   // X said that … “…”
  IS_BEFORE_FAR,      // the same sentence, outside of what the cue reports
  IS_SPEECH,
  IS_REPORT,
  IS_MANNER,
  IS_BELIEF,
  IS_CALLS,
  IS_NOUN,
  IS_ACCORDING,
  IS_PASSIVE,
  IS_WITHOUT_SOURCE,
  IS_ONE_CUE_APART,
  IS_ONE_ITEM_APART,
  FEATURE_COUNT,
} Feature;

typedef struct {
  const CdRules *rules;
  Unit *unit;
  Item *items;
  uint32_t item_count;
  uint32_t *item_at;  // of each token
  Range *sentences;
  uint32_t sentence_count;
  Cue *cues;
  uint32_t cue_count;
  Stretch *stretches;
  uint32_t stretch_count;
  Mention *added;
  uint32_t added_count;
  size_t added_capacity;
  size_t quotation_capacity, content_capacity;
  bool is_headline;  // most of its words are capitalised
} Reader;

// items.c
bool reader_items(Reader *self);
bool item_is_class(const Reader *self, uint32_t at, uint64_t classes);
bool item_is_word(const Reader *self, uint32_t at, Word word);
uint8_t item_kind(const Reader *self, uint32_t at);  // TOKEN_STOP behind the last
bool item_ends(const Reader *self, uint32_t at, const char *suffix);
bool item_is_name(const Reader *self, uint32_t at);
bool item_is_verb(const Reader *self, uint32_t at);
bool item_is_comma(const Reader *self, uint32_t at);
bool item_is_auxiliary(const Reader *self, uint32_t at);
bool item_is_clause_word(const Reader *self, uint32_t at);
bool item_is_preposition(const Reader *self, uint32_t at);
bool item_is_short_region(const Reader *self, uint32_t at);
bool item_is_subject_pronoun(const Reader *self, uint32_t at);
bool item_bounds_phrase(const Reader *self, uint32_t at);
bool item_is_time(const Reader *self, uint32_t at);
bool item_is_place_or_time(const Reader *self, uint32_t at);
CdSpan range_span(const Reader *self, Range range);
static inline uint32_t range_count(Range range) { return range.end - range.first; }

// cues.c: finds the cues that the rules matched, with their verb groups
bool reader_cues(Reader *self);

// phrase.c: extents of noun phrases
Range phrase_before(const Reader *self, uint32_t end, uint32_t floor);
Range phrase_after(const Reader *self, uint32_t start, uint32_t ceiling);
uint32_t phrase_head(const Reader *self, Range phrase);  // item
bool phrase_closes(const Reader *self, uint32_t at, uint32_t ceiling);
bool phrase_starts(const Reader *self, uint32_t at);
bool phrase_is_adjunct(const Reader *self, uint32_t at, uint32_t ceiling, uint32_t *end);
uint32_t cue_over(const Reader *self, uint32_t item);  // cue whose verb group holds it, or NONE

// source.c: the source of each cue, and its mention
void reader_sources(Reader *self);
Range reader_likely_source(const Reader *self, uint32_t item);
bool source_mention(Reader *self, const Cue *cue, uint32_t *mention, CdSpan *name);
uint32_t mention_over(const Unit *unit,
                      CdSpan span);  // the mention that covers its last byte, or NONE

// content.c: what each cue reports
void reader_contents(Reader *self);
bool content_is_reported(const Reader *self, const Cue *cue);  // a clause, not a mere object

// rank.c: which cue a quoted stretch belongs to
void stretch_choose_cue(const Reader *self, Stretch *stretch);
Feature stretch_joint(const Reader *self, const Stretch *stretch, const Cue *cue);

// stretches.c: which cue each quoted stretch belongs to, and whether it is speech
bool reader_stretches(Reader *self);

#endif
