// Within tag: which type a name is of.
// Reads the name's atoms and the words around it; adds up the evidence of one table. Each piece of
// evidence is a row: what it speaks for and against, in tenths of a logit.
#include <math.h>

#include "tagger.h"

typedef enum {
  IS_PERSON, IS_GPE, IS_ORG, IS_NORP, IS_LOC, IS_FAC, IS_EVENT, IS_LAW, IS_WORK, IS_NONE, KINDS
} Kind;

static const uint8_t TYPES[KINDS] = {CD_PERSON, CD_GPE, CD_ORG,         CD_NORP, CD_LOC, CD_FAC,
                                     CD_EVENT,  CD_LAW, CD_WORK_OF_ART, CD_OTHER};

//      evidence             PERSON GPE  ORG NORP  LOC  FAC EVENT LAW WORK NONE
#define EVIDENCE_TABLE                                                                             \
  EVIDENCE(ALWAYS,             0,   -5,   0, -20, -20, -20,  -25, -30, -30, -10)                    \
  EVIDENCE(ONE_WORD,           0,    5,   0,   5,   0, -10,  -10, -20, -10,  10)                    \
  EVIDENCE(TWO_WORDS,         12,   -5,   0, -15,   0,   0,    0,   0,   0,  -5)                    \
  EVIDENCE(THREE_WORDS,        5,  -10,   5, -20,   0,   0,    5,   5,   5,  -5)                    \
  EVIDENCE(MORE_WORDS,       -10,  -15,  10, -20,   0,   0,    5,   5,  10,   0)                    \
  EVIDENCE(SHORT_CAPITALS,   -15,  -10,  20, -20, -15, -15,  -15, -20, -20,   0)                    \
  EVIDENCE(LONG_CAPITALS,     -5,   -5,   5, -10, -10, -10,  -10, -10, -10,  10)                    \
  EVIDENCE(HAS_DIGIT,        -30,  -20,   8, -20, -10,   0,    0,   5,   0,   5)                    \
  EVIDENCE(MIXED_CASE,         5,  -10,  10, -15, -10, -10,  -10, -10,  -5,   0)                    \
  EVIDENCE(HAS_INITIAL,       25,  -15,  -5, -20, -15, -10,  -15, -15, -10, -10)                    \
  EVIDENCE(HAS_PARTICLE,      15,    0,  -5, -10,   5,   0,   -5, -10,   0,   0)                    \
  EVIDENCE(HAS_OF,           -30,    0,  20, -20,   5,   5,   10,  10,   5,   0)                    \
  EVIDENCE(HAS_AND,          -30,  -20,  25, -20, -10,  -5,    0,   5,   5,   0)                    \
  EVIDENCE(HAS_HYPHEN,         5,    0,   0,  -5,   0,   0,    0,   0,   0,   0)                    \
  EVIDENCE(FIRST_NAME_FIRST,  22,    0,  -5, -10,  -5,  -5,  -10, -10,  -5,  -5)                    \
  EVIDENCE(SURNAME_LAST,      10,    0,   0,  -5,   0,   0,   -5,  -5,  -5,  -5)                    \
  EVIDENCE(SURNAME_ALONE,     20,    0,   0, -10,  -5,  -5,  -10, -10, -10,   0)                    \
  EVIDENCE(FIRST_NAME_ALONE,  16,    0,   0, -10,  -5,  -5,  -10, -10, -10,   0)                    \
  EVIDENCE(IS_A_COUNTRY,     -20,   60,   0,   0,   0,   0,    0,   0,   0, -30)                    \
  EVIDENCE(IS_A_CITY,        -10,   35,   0,   0,   0,   0,    0,   0,   0, -10)                    \
  EVIDENCE(IS_A_REGION,      -10,   45,   0,   0,   0,   0,    0,   0,   0, -20)                    \
  EVIDENCE(IS_A_LOCATION,    -20,    0,   0,   0,  60,   0,    0,   0,   0, -30)                    \
  EVIDENCE(IS_AN_ORG,        -15,    0,  55,   0,   0,   0,    0,   0,   0, -30)                    \
  EVIDENCE(IS_NORP_WORD,     -20,  -10, -10,  70, -20, -20,  -20, -20, -20, -30)                    \
  EVIDENCE(STARTS_COUNTRY,   -15,    0,  12, -10,   5,  10,    5,   0,   0,   0)                    \
  EVIDENCE(STARTS_PLACE,       0,    5,  12, -10,   5,  10,    5, -10,  -5,   0)                    \
  EVIDENCE(STARTS_NORP,      -20,  -10,  15,  10,   0,   5,    5,   0,   0,   0)                    \
  EVIDENCE(ENDS_ORG_WORD,    -25,  -20,  40, -30, -10,   0,  -10, -10, -15, -15)                    \
  EVIDENCE(HAS_ORG_WORD,     -20,  -10,  22, -20, -10,   0,    0,   0,   0,  -5)                    \
  EVIDENCE(ENDS_PLACE_WORD,  -15,    0,  -5, -30,  35,   5,  -10, -15, -15, -10)                    \
  EVIDENCE(STARTS_PLACE_WORD,-15,    5,   0, -20,  30,   5,  -10, -15, -10,  -5)                    \
  EVIDENCE(ENDS_FACILITY,    -15,  -10,   5, -30,   5,  40,  -10, -15, -15, -10)                    \
  EVIDENCE(ENDS_DISTRICT,    -15,   30,   0, -20,   5,   0,  -10, -15, -15, -10)                    \
  EVIDENCE(ENDS_EVENT,       -20,  -20,   0, -20, -20, -20,   45, -10, -10,  -5)                    \
  EVIDENCE(HAS_EVENT,        -10,   -5,   0, -10, -10, -10,   20,  -5,   0,   0)                    \
  EVIDENCE(ENDS_LAW,         -20,  -20,   0, -20, -20, -20,    0,  45,   0,  -5)                    \
  EVIDENCE(STARTS_LAW,       -20,  -20,   0, -20, -20, -20,    0,  25,   0,  -5)                    \
  EVIDENCE(HAS_COMMON_WORD,  -12,  -10,   5,  -5,   0,   0,    2,   2,   5,   8)                    \
  EVIDENCE(ALL_COMMON_WORDS, -10,  -10,   3, -10,   0,   0,    3,   3,   5,  12)                    \
  EVIDENCE(SENTENCE_START,     0,    0,   0,   0,   0,   0,    0,   0,   0,   8)                    \
  EVIDENCE(AFTER_THE,        -30,  -15,  12,   5,  10,  10,   10,  10,   5,   5)                    \
  EVIDENCE(AFTER_IN,         -12,   22,   0, -10,  12,  10,    3,   0,   0,   0)                    \
  EVIDENCE(AFTER_TITLE,       50,  -20, -20, -30, -20, -20,  -20, -20, -20, -30)                    \
  EVIDENCE(AFTER_ROLE,        35,   -5,   0, -10, -10, -10,  -10, -10, -10, -10)                    \
  EVIDENCE(AFTER_PLACE_OF,   -20,   45,   0, -10,  20,   0,  -10, -10, -10, -10)                    \
  EVIDENCE(AFTER_GROUP_OF,   -10,    0,  20,   0,   0,   0,    0,   0,   0,   0)                    \
  EVIDENCE(BESIDE_SPEECH,     15,   -5,   5, -10, -10, -10,  -10, -10, -10,  -8)                    \
  EVIDENCE(BEFORE_POSSESSIVE,  3,    3,   3,  -8,   0,  -5,   -5,  -5,  -5,  -5)                    \
  EVIDENCE(BEFORE_AUXILIARY,   4,    0,   3, -15,  -3,  -3,    0,   0,   0,  -5)                    \
  EVIDENCE(BEFORE_PLACE,      -5,   30,   0, -10,   8,   8,   -5, -10, -10,  -5)                    \
  EVIDENCE(AFTER_PLACE,       -5,   20,   0, -10,   5,   5,   -5, -10, -10,  -5)                    \
  EVIDENCE(BEFORE_AGE,        40,  -20, -20, -20, -20, -20,  -20, -20, -20, -20)                    \
  EVIDENCE(BEFORE_ROLE,       22,   -5,   3, -10, -10, -10,  -10, -10, -10,  -8)                    \
  EVIDENCE(BEFORE_WHO,        30,  -10,   0,   0, -10, -10,  -10, -10, -10,  -8)                    \
  EVIDENCE(BEFORE_ORG_WORD,  -12,    0,  15,   5,  -5,   0,    5,   0,   0,   0)                    \
  EVIDENCE(BEFORE_PLACE_WORD,-12,   18,   0,   0,  12,   8,    0,   0,   0,   0)                    \
  EVIDENCE(BEFORE_PEOPLE,    -10,    0,   5,  15,   0,   0,    0,   0,   0,   0)                    \
  EVIDENCE(BEFORE_LOWER_NOUN, -5,    0,   3,   5,   0,   0,    0,   0,   0,   3)                    \
  EVIDENCE(IN_BRACKETS,       -5,    0,   8,   0,   0,   0,    0,   0,   0,   3)                    \
  EVIDENCE(ENDS_PLURAL,      -12,   -5,   5,   8,   0,   0,    0,   0,   0,   2)

typedef enum {
#define EVIDENCE(name, ...) EV_##name,
  EVIDENCE_TABLE
#undef EVIDENCE
      EVIDENCE_COUNT
} Evidence;

static const int8_t WEIGHTS[EVIDENCE_COUNT][KINDS] = {
#define EVIDENCE(name, ...) {__VA_ARGS__},
    EVIDENCE_TABLE
#undef EVIDENCE
};

_Static_assert(EVIDENCE_COUNT <= 64, "evidence is a set of bits");

#define BIT(name) ((uint64_t)1 << EV_##name)

typedef struct {
  const Tagger *tagger;
  const Atom *atoms;
  uint32_t count;
  uint32_t first, end;  // tokens
  uint64_t found;
} Name;

static void note(Name *self, bool yes, uint64_t bit) {
  if (yes) self->found |= bit;
}

static void note_shape(Name *self) {
  uint32_t words = 0, common = 0;
  for (uint32_t i = self->first; i < self->end; i++) {
    const Token *token = token_at(self->tagger, i);
    bool is_word = token->kind == TOKEN_NAME || token->kind == TOKEN_INITIALS ||
                   token->kind == TOKEN_ABBREVIATION || token->kind == TOKEN_NUMBER;
    if (!is_word) continue;
    words++;
    common += token_is(token, LEX_BIT(LEX_COMMON_WORD)) && !token_is(token, FIRST_NAME_CLASSES);
    note(self, (token->shape & SHAPE_DIGIT) != 0, BIT(HAS_DIGIT));
    note(self, (token->shape & SHAPE_MIXED) != 0, BIT(MIXED_CASE));
  }
  note(self, words <= 1, BIT(ONE_WORD));
  note(self, words == 2, BIT(TWO_WORDS));
  note(self, words == 3, BIT(THREE_WORDS));
  note(self, words > 3, BIT(MORE_WORDS));
  note(self, common > 0, BIT(HAS_COMMON_WORD));
  note(self, common == words, BIT(ALL_COMMON_WORDS));
  const Token *first = token_at(self->tagger, self->first);
  uint32_t len = first->end - first->start;
  bool capitals = (first->shape & SHAPE_CAPITALS) != 0;
  note(self, words == 1 && capitals && len <= 5, BIT(SHORT_CAPITALS));
  note(self, capitals && len > 5, BIT(LONG_CAPITALS));
  note(self, (first->shape & SHAPE_SENTENCE_START) != 0, BIT(SENTENCE_START));
  const Token *last = token_at(self->tagger, self->end - 1);
  note(self, self->tagger->unit->bytes[last->end - 1] == 's', BIT(ENDS_PLURAL));
}

static void note_links(Name *self) {
  for (uint32_t i = 0; i < self->count; i++) {
    const Atom *atom = &self->atoms[i];
    const Token *word = token_at(self->tagger, atom->word);
    note(self, atom->link == LINK_PARTICLE, BIT(HAS_PARTICLE));
    note(self, i > 0 && atom->link == LINK_OF, BIT(HAS_OF));
    note(self, i > 0 && atom->link == LINK_AND, BIT(HAS_AND));
    note(self, i > 0 && atom->link == LINK_HYPHEN, BIT(HAS_HYPHEN));
    note(self, self->count > 1 && word->kind == TOKEN_INITIALS && word->end - word->start <= 4 &&
                   !(atom->classes & PLACE_CLASSES),
         BIT(HAS_INITIAL));
    if (i == 0 || i + 1 == self->count) continue;
    note(self, (atom->classes & LEX_BIT(LEX_ORG_WORD)) != 0, BIT(HAS_ORG_WORD));
    note(self, (atom->classes & LEX_BIT(LEX_EVENT_WORD)) != 0, BIT(HAS_EVENT));
  }
}

static void note_whole(Name *self, uint64_t classes) {
  note(self, classes & LEX_BIT(LEX_COUNTRY), BIT(IS_A_COUNTRY));
  note(self, classes & LEX_BIT(LEX_CITY), BIT(IS_A_CITY));
  note(self, classes & LEX_BIT(LEX_REGION), BIT(IS_A_REGION));
  note(self, classes & LEX_BIT(LEX_LOCATION), BIT(IS_A_LOCATION));
  note(self, classes & LEX_BIT(LEX_ORG), BIT(IS_AN_ORG));
  note(self, classes & NORP_CLASSES, BIT(IS_NORP_WORD));
}

static void note_words(Name *self) {
  const Atom *first = &self->atoms[0], *last = &self->atoms[self->count - 1];
  // A number at the end ("Article Five") does not hide the word before it.
  if (last->link == LINK_NUMBER && self->count > 1) last--;
  if (self->count == 1) {
    note_whole(self, first->classes);
    note(self, first->classes & LEX_BIT(LEX_SURNAME), BIT(SURNAME_ALONE));
    note(self, first->classes & FIRST_NAME_CLASSES, BIT(FIRST_NAME_ALONE));
  } else {
    uint64_t found = 0;
    uint32_t taken = lexicon_phrase(self->tagger->lexicon, self->tagger->unit, self->first,
                                    NAME_CLASSES, &found);
    if (taken == self->end - self->first) note_whole(self, found);
    note(self, first->classes & FIRST_NAME_CLASSES, BIT(FIRST_NAME_FIRST));
    note(self, last->classes & LEX_BIT(LEX_SURNAME), BIT(SURNAME_LAST));
    note(self, first->classes & LEX_BIT(LEX_COUNTRY), BIT(STARTS_COUNTRY));
    note(self, first->classes & (LEX_BIT(LEX_CITY) | LEX_BIT(LEX_REGION)), BIT(STARTS_PLACE));
    note(self, first->classes & NORP_CLASSES, BIT(STARTS_NORP));
    note(self, first->classes & LEX_BIT(LEX_PLACE_WORD), BIT(STARTS_PLACE_WORD));
    note(self, first->classes & LEX_BIT(LEX_LAW_WORD), BIT(STARTS_LAW));
    note(self, first->classes & LEX_BIT(LEX_ORG_WORD), BIT(HAS_ORG_WORD));
    note(self, last->classes & LEX_BIT(LEX_ORG_WORD), BIT(ENDS_ORG_WORD));
    note(self, last->classes & LEX_BIT(LEX_PLACE_WORD), BIT(ENDS_PLACE_WORD));
    note(self, last->classes & LEX_BIT(LEX_FACILITY_WORD), BIT(ENDS_FACILITY));
    note(self, last->classes & LEX_BIT(LEX_DISTRICT_WORD), BIT(ENDS_DISTRICT));
    note(self, last->classes & LEX_BIT(LEX_EVENT_WORD), BIT(ENDS_EVENT));
    note(self, last->classes & LEX_BIT(LEX_LAW_WORD), BIT(ENDS_LAW));
  }
}

static void note_before(Name *self) {
  const Tagger *tagger = self->tagger;
  const Token *before = token_before(tagger, self->first);
  note(self, token_is(before, LEX_BIT(LEX_ARTICLE)), BIT(AFTER_THE));
  note(self, before->kind == TOKEN_WORD && token_is(before, LEX_BIT(LEX_PLACE_PREPOSITION)),
       BIT(AFTER_IN));
  bool word = before->kind == TOKEN_WORD || before->kind == TOKEN_ABBREVIATION;
  bool role = word && token_is(before, LEX_BIT(LEX_ROLE) | TITLE_CLASSES);
  note(self, role, BIT(AFTER_ROLE));
  note(self, word && !role && token_is(before, LEX_BIT(LEX_GROUP) | LEX_BIT(LEX_ORG_WORD)),
       BIT(AFTER_GROUP_OF));
  note(self, before->kind == TOKEN_WORD && token_is(before, LEX_BIT(LEX_SPEECH)), BIT(BESIDE_SPEECH));
  if (self->first >= 2) {
    const Token *second = token_before(tagger, self->first - 1);
    note(self, token_is(before, LEX_BIT(LEX_NAME_LINK)) && second->kind == TOKEN_WORD &&
                   token_is(second, LEX_BIT(LEX_DISTRICT_WORD) | LEX_BIT(LEX_PLACE_WORD)),
         BIT(AFTER_PLACE_OF));
    note(self, before->kind == TOKEN_COMMA && token_is(second, PLACE_CLASSES), BIT(AFTER_PLACE));
    note(self, before->kind == TOKEN_COMMA && second->kind == TOKEN_WORD &&
                   token_is(second, LEX_BIT(LEX_ROLE)),
         BIT(AFTER_ROLE));
  }
  note(self, before->kind == TOKEN_OPEN_BRACKET, BIT(IN_BRACKETS));
}

// ", 45," ", the mayor" ", a professor at": what a comma behind the name leads to.
static void note_apposition(Name *self) {
  const Tagger *tagger = self->tagger;
  const Token *next = token_at(tagger, self->end + 1);
  uint32_t len = next->end - next->start;
  if (next->kind == TOKEN_NUMBER && len <= 3) {
    uint8_t after = token_at(tagger, self->end + 2)->kind;
    note(self, after == TOKEN_COMMA || after == TOKEN_STOP, BIT(BEFORE_AGE));
    return;
  }
  note(self, token_is(next, PLACE_CLASSES), BIT(BEFORE_PLACE));
  note(self, token_is(next, LEX_BIT(LEX_RELATIVE)), BIT(BEFORE_WHO));
  for (uint32_t at = self->end + 1; at < self->end + 7; at++) {
    const Token *token = token_at(tagger, at);
    if (token->kind == TOKEN_COMMA || token->kind == TOKEN_STOP) break;
    if (token_is(token, LEX_BIT(LEX_PREPOSITION) | LEX_BIT(LEX_AUXILIARY))) break;
    note(self, token_is(token, LEX_BIT(LEX_ROLE)) && token->kind == TOKEN_WORD, BIT(BEFORE_ROLE));
  }
}

static void note_behind(Name *self) {
  const Token *next = token_at(self->tagger, self->end);
  if (next->sentence != token_at(self->tagger, self->first)->sentence) return;
  bool word = next->kind == TOKEN_WORD;
  note(self, word && token_is(next, LEX_BIT(LEX_SPEECH)), BIT(BESIDE_SPEECH));
  note(self, next->kind == TOKEN_CLITIC, BIT(BEFORE_POSSESSIVE));
  note(self, word && token_is(next, LEX_BIT(LEX_AUXILIARY)), BIT(BEFORE_AUXILIARY));
  note(self, word && token_is(next, LEX_BIT(LEX_RELATIVE)), BIT(BEFORE_WHO));
  note(self, word && token_is(next, LEX_BIT(LEX_ORG_WORD)), BIT(BEFORE_ORG_WORD));
  note(self, word && token_is(next, LEX_BIT(LEX_PLACE_WORD) | LEX_BIT(LEX_DISTRICT_WORD)),
       BIT(BEFORE_PLACE_WORD));
  note(self, word && token_is(next, LEX_BIT(LEX_GROUP) | LEX_BIT(LEX_ROLE)), BIT(BEFORE_PEOPLE));
  uint64_t small = LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_PREPOSITION) | LEX_BIT(LEX_AUXILIARY) |
                   LEX_BIT(LEX_SPEECH) | LEX_BIT(LEX_REPORT) | LEX_BIT(LEX_ADVERB) |
                   LEX_BIT(LEX_VERB_PAST) | LEX_BIT(LEX_CLAUSE);
  note(self, word && !token_is(next, small), BIT(BEFORE_LOWER_NOUN));
  if (next->kind == TOKEN_COMMA) note_apposition(self);
}

NameKind name_kind(const Tagger *self, const Atom *atoms, uint32_t count, bool after_title) {
  const Atom *last = &atoms[count - 1];
  Name name = {.tagger = self, .atoms = atoms, .count = count};
  name.first = atoms[0].link == LINK_PARTICLE ? atoms[0].first : atoms[0].word;
  name.end = last->first + last->count;
  name.found = BIT(ALWAYS) | (after_title ? BIT(AFTER_TITLE) : 0);
  note_shape(&name);
  note_links(&name);
  note_words(&name);
  note_before(&name);
  note_behind(&name);

  int scores[KINDS] = {0};
  for (uint64_t left = name.found; left != 0; left &= left - 1) {
    const int8_t *row = WEIGHTS[__builtin_ctzll(left)];
    for (uint32_t kind = 0; kind < KINDS; kind++) scores[kind] += row[kind];
  }
  uint32_t best = 0;
  for (uint32_t kind = 1; kind < KINDS; kind++) {
    if (scores[kind] > scores[best]) best = kind;
  }
  float total = 0;
  for (uint32_t kind = 0; kind < KINDS; kind++) {
    total += expf((float)(scores[kind] - scores[best]) / 10.0F);
  }
  return (NameKind){TYPES[best], 1.0F / total};
}
