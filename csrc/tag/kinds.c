// Within tag: which type a name is of.
// Reads the name's atoms and the words around it; adds up the evidence of one table. Each piece of
// evidence is a row: what it speaks for and against, in tenths of a logit.
#include <math.h>

#include "tagger.h"

typedef enum {
  IS_PERSON,
  IS_GPE,
  IS_ORG,
  IS_NORP,
  IS_LOC,
  IS_FAC,
  IS_EVENT,
  IS_LAW,
  IS_WORK,
  IS_NONE,
  KINDS
} Kind;

static const uint8_t TYPES[KINDS] = {CD_PERSON, CD_GPE,   CD_ORG, CD_NORP,        CD_LOC,
                                     CD_FAC,    CD_EVENT, CD_LAW, CD_WORK_OF_ART, CD_OTHER};

// Below it one place alone does not make a name of its type.
static const float LEAST_SURE = 0.4F;

typedef enum {
#define EVIDENCE(name, ...) EV_##name,
#include "../weights/en/name_evidence.def"
#undef EVIDENCE
  EVIDENCE_COUNT
} Evidence;

static const int8_t WEIGHTS[EVIDENCE_COUNT][KINDS] = {
#define EVIDENCE(name, ...) {__VA_ARGS__},
#include "../weights/en/name_evidence.def"
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
    note(self,
         self->count > 1 && word->kind == TOKEN_INITIALS && word->end - word->start <= 4 &&
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
    note(self, first->classes & FIRST_NAME_CLASSES && last->classes & LEX_BIT(LEX_SURNAME),
         BIT(FIRST_AND_SURNAME));
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
  note(self, before->kind == TOKEN_WORD && token_is(before, LEX_BIT(LEX_SPEECH)),
       BIT(BESIDE_SPEECH));
  if (self->first >= 2) {
    const Token *second = token_before(tagger, self->first - 1);
    note(self,
         token_is(before, LEX_BIT(LEX_NAME_LINK)) && second->kind == TOKEN_WORD &&
             token_is(second, LEX_BIT(LEX_DISTRICT_WORD) | LEX_BIT(LEX_PLACE_WORD)),
         BIT(AFTER_PLACE_OF));
    note(self, before->kind == TOKEN_COMMA && token_is(second, PLACE_CLASSES), BIT(AFTER_PLACE));
    note(self,
         before->kind == TOKEN_COMMA && second->kind == TOKEN_WORD &&
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

uint64_t name_evidence(const Tagger *self, const Atom *atoms, uint32_t count, bool after_title) {
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
  return name.found;
}

// "Trump has said": a word that is capitalised at a sentence start whether it is a name or not.
static bool is_plain_start(const Tagger *self, const Atom *atoms, uint32_t count) {
  const Token *token = token_at(self, atoms[0].word);
  return count == 1 && atoms[0].count == 1 && token->shape & SHAPE_SENTENCE_START &&
         !(token->shape & (SHAPE_CAPITALS | SHAPE_MIXED | SHAPE_DIGIT)) &&
         token_is(token, LEX_BIT(LEX_COMMON_WORD)) &&
         !token_is(token, PLACE_CLASSES | NORP_CLASSES);
}

static uint8_t place_type(uint64_t found, uint8_t likeliest) {
  if (found & (BIT(IS_A_COUNTRY) | BIT(IS_A_CITY) | BIT(IS_A_REGION))) return CD_GPE;
  if (found & BIT(IS_A_LOCATION)) return CD_LOC;
  if (found & BIT(ENDS_FACILITY)) return CD_FAC;
  if (found & (BIT(ENDS_PLACE_WORD) | BIT(STARTS_PLACE_WORD))) return CD_LOC;
  return found & BIT(ENDS_DISTRICT) ? CD_GPE : likeliest;
}

NameKind name_kind(const Tagger *self, const Atom *atoms, uint32_t count, bool after_title) {
  const Atom *last = &atoms[count - 1];
  bool numbered = last->link == LINK_NUMBER || last->classes & LEX_BIT(LEX_NUMBER_WORD);
  if (count == 2 && numbered && atoms[0].classes & LEX_BIT(LEX_LAW_WORD)) {
    return (NameKind){.type = CD_LAW, .confidence = 0.9F};  // "Article Five"
  }
  int scores[KINDS] = {0};
  uint64_t found = name_evidence(self, atoms, count, after_title);
  for (uint64_t left = found; left != 0; left &= left - 1) {
    const int8_t *row = WEIGHTS[__builtin_ctzll(left)];
    for (uint32_t kind = 0; kind < KINDS; kind++) scores[kind] += row[kind];
  }
  uint32_t best = 0;
  for (uint32_t kind = 1; kind < IS_NONE; kind++) {
    if (scores[kind] > scores[best]) best = kind;
  }
  float likely[KINDS], total = 0;
  for (uint32_t kind = 0; kind < KINDS; kind++) {
    likely[kind] = expf((float)(scores[kind] - scores[best]) / 10.0F);
    total += likely[kind];
  }
  const float groups[4] = {likely[IS_PERSON], likely[IS_GPE] + likely[IS_LOC] + likely[IS_FAC],
                           likely[IS_ORG], likely[IS_NORP]};
  NameKind kind = {.type = TYPES[best], .confidence = likely[best] / total};
  if (best == IS_GPE || best == IS_LOC || best == IS_FAC) {
    // Which kind of place it is hardly matters for whether it is one, and the words tell it better.
    kind.confidence = groups[1] / total;
    kind.type = place_type(found, kind.type);
  }
  kind.doubtful = scores[IS_NONE] > scores[best] || kind.confidence < LEAST_SURE ||
                  (!after_title && is_plain_start(self, atoms, count));
  // In steps of a fifth, so that few different ones come up in a draft.
  for (uint32_t i = 0; i < 4; i++) {
    kind.likely[i] = (uint8_t)(3 * (int)(5.0F * groups[i] / total + 0.5F));
  }
  return kind;
}
