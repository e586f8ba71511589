// Within tag: what its files share. A Tagger walks over a unit's tokens once, from left to right.
#ifndef COPYDESK_TAGGER_H
#define COPYDESK_TAGGER_H

#include "../crf/crf.h"
#include "../lexicon.h"
#include "../reading.h"

// A part of a run of capitalised words: one token, or a known phrase.
typedef struct {
  uint32_t first, count;  // tokens, with the connector before it
  uint32_t word;          // the first token behind the connector
  uint64_t classes;
  uint8_t link;  // AtomLink to the atom before it

} Atom;

typedef enum { LINK_NONE, LINK_PARTICLE, LINK_HYPHEN, LINK_OF, LINK_AND, LINK_NUMBER } AtomLink;

enum { RUN_MAX_ATOMS = 24 };

typedef struct {
  Atom atoms[RUN_MAX_ATOMS];
  uint32_t count;
  uint32_t end;  // first token behind the run
} Run;

typedef struct {
  const Lexicon *lexicon;
  Unit *unit;
  size_t capacity;    // of unit->mentions
  uint32_t name_end;  // tokens before it are behind us or part of a mention
  uint8_t *sentence_is_headline;
  uint8_t *labels;                      // of the trained model, one a token; NULL without one
  float (*marginals)[CRF_LABELS_MOST];  // probabilities of all labels at each token
} Tagger;

// Classes of words and phrases that may be, or be part of, a name.
#define NAME_CLASSES                                                                       \
  (LEX_BIT(LEX_COUNTRY) | LEX_BIT(LEX_DEMONYM) | LEX_BIT(LEX_CITY) | LEX_BIT(LEX_REGION) | \
   LEX_BIT(LEX_LOCATION) | LEX_BIT(LEX_ORG) | LEX_BIT(LEX_RELIGION) | LEX_BIT(LEX_TITLE))
#define PLACE_CLASSES \
  (LEX_BIT(LEX_COUNTRY) | LEX_BIT(LEX_CITY) | LEX_BIT(LEX_REGION) | LEX_BIT(LEX_LOCATION))
#define NORP_CLASSES (LEX_BIT(LEX_DEMONYM) | LEX_BIT(LEX_RELIGION))
#define FIRST_NAME_CLASSES (LEX_BIT(LEX_FIRST_NAME_MALE) | LEX_BIT(LEX_FIRST_NAME_FEMALE))
#define HONORIFIC_CLASSES (LEX_BIT(LEX_HONORIFIC_MALE) | LEX_BIT(LEX_HONORIFIC_FEMALE))
#define TITLE_CLASSES (LEX_BIT(LEX_TITLE) | HONORIFIC_CLASSES)
#define KIND_WORD_CLASSES                                                         \
  (LEX_BIT(LEX_ORG_WORD) | LEX_BIT(LEX_PLACE_WORD) | LEX_BIT(LEX_FACILITY_WORD) | \
   LEX_BIT(LEX_DISTRICT_WORD) | LEX_BIT(LEX_EVENT_WORD) | LEX_BIT(LEX_LAW_WORD))

static inline const Token *token_at(const Tagger *self, uint32_t at) {
  static const Token NOTHING = {.kind = TOKEN_STOP, .sentence = NONE, .region = NONE};
  return at < self->unit->token_count ? &self->unit->tokens[at] : &NOTHING;
}

// The token before or behind, if it is of the same sentence; else one that matches nothing.
const Token *token_before(const Tagger *self, uint32_t at);
const Token *token_behind(const Tagger *self, uint32_t at);

static inline bool token_is(const Token *token, uint64_t classes) {
  return (token->classes & classes) != 0;
}
bool token_begins_name(const Tagger *self, uint32_t at);

// runs.c: the run of capitalised words that begins at `at`; count 0 if there is none.
void run_read(const Tagger *self, uint32_t at, Run *run);

// model.c: labels of all tokens; the name that begins at `at`, and the tokens that it takes (0: none).
bool model_label(Tagger *self, const Crf *crf);
bool model_name_read(Tagger *self, const Crf *crf, uint32_t at, uint32_t *taken);

// names.c: mentions of the names of a run. False when memory is short.
bool names_of_run(Tagger *self, const Run *run);

// kinds.c: the type of the name that is made of `atoms`, with a confidence.
typedef struct {
  uint8_t type;       // CdEntityType
  bool doubtful;      // perhaps no name at all
  float confidence;   // in the type
  uint8_t likely[4];  // as in Mention
} NameKind;
// The evidence alone, a bit for each row of weights/en/name_evidence.def; for the trainer.
uint64_t name_evidence(const Tagger *self, const Atom *atoms, uint32_t count, bool after_title);
NameKind name_kind(const Tagger *self, const Atom *atoms, uint32_t count, bool after_title);

// people.c: title before and role behind a person's name, and the gender that they tell.
void person_details(Tagger *self, Mention *mention);

// nominals.c: pronouns and noun phrases that mean somebody. Return the tokens taken, 0 if none.
bool pronoun_read(Tagger *self, uint32_t at, uint32_t *taken);
bool nominal_read(Tagger *self, uint32_t at, uint32_t *taken);

// subjects.c: MENTION_SUBJECT by word order.
void subjects_mark(Tagger *self);

// A new mention of the tokens [first, first + count), zeroed but for its extent and place. NULL when memory is short.
Mention *mention_push(Tagger *self, uint32_t first, uint32_t count);
void mention_pop(Tagger *self);

#endif
