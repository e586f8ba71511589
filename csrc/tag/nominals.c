// Within tag: pronouns, and noun phrases that mean somebody without naming him.
// Reads tokens from left to right, beside names.c; makes mentions of form pronoun and nominal. Names
// inside a noun phrase keep their own mentions: of "the Ukraine president" the nominal is "president",
// and its title span is the whole phrase.
#include "../name.h"
#include "tagger.h"

enum { PHRASE_REACH = 6 };

static bool is_word(const Token *token) {
  return token->kind == TOKEN_WORD || token->kind == TOKEN_NAME;
}

// Words that never stand inside a noun phrase before its head.
#define BREAK_CLASSES                                                                              \
  (LEX_BIT(LEX_PREPOSITION) | LEX_BIT(LEX_AUXILIARY) | LEX_BIT(LEX_SPEECH) | LEX_BIT(LEX_CLAUSE) | \
   LEX_BIT(LEX_VERB_PAST) | LEX_BIT(LEX_NAME_AND))

bool pronoun_read(Tagger *self, uint32_t at, uint32_t *taken) {
  *taken = 0;
  const Token *token = token_at(self, at);
  if (!is_word(token)) return true;
  uint64_t third =
      LEX_BIT(LEX_PRONOUN_MALE) | LEX_BIT(LEX_PRONOUN_FEMALE) | LEX_BIT(LEX_PRONOUN_PLURAL);
  bool speaker = token_is(token, LEX_BIT(LEX_PRONOUN_SPEAKER)) && token->region != NONE;
  if (!token_is(token, third) && !speaker) return true;
  // "US" is no pronoun, and neither is "HER" in a name in capitals.
  if (token->shape & SHAPE_CAPITALS) return true;
  Mention *mention = mention_push(self, at, 1);
  if (mention == NULL) return false;
  mention->form = CD_PRONOUN;
  mention->type = CD_PERSON;
  mention->confidence = 1.0F;
  if (token_is(token, LEX_BIT(LEX_PRONOUN_MALE))) mention->gender = CD_MALE;
  if (token_is(token, LEX_BIT(LEX_PRONOUN_FEMALE))) mention->gender = CD_FEMALE;
  if (token_is(token, LEX_BIT(LEX_PRONOUN_PLURAL))) mention->gender = CD_PLURAL;
  const Token *next = token_behind(self, at);
  if (token_is(token, LEX_BIT(LEX_DETERMINER)) && is_word(next) &&
      !token_is(next, LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_PREPOSITION) | LEX_BIT(LEX_CLAUSE))) {
    mention->flags |= MENTION_POSSESSIVE;
  }
  *taken = 1;
  return true;
}

// Does the noun at `at` end its noun phrase? "company" does before "said", not before "executives".
static bool is_head(const Tagger *self, uint32_t at) {
  const Token *next = token_behind(self, at);
  if (next->sentence != token_at(self, at)->sentence) return true;
  if (next->kind == TOKEN_HYPHEN || next->kind == TOKEN_CLITIC) return next->kind == TOKEN_CLITIC;
  if (next->kind == TOKEN_NAME || next->kind == TOKEN_INITIALS) {
    // "spokesman John Kirby": the name is what is meant.
    return !token_is(token_at(self, at), LEX_BIT(LEX_ROLE) | TITLE_CLASSES) ||
           token_is(next, LEX_BIT(LEX_WEEKDAY) | LEX_BIT(LEX_MONTH));
  }
  if (next->kind != TOKEN_WORD) return true;
  // "Hold this President accountable": a title with a capital goes before no other noun.
  const Token *token = token_at(self, at);
  if (token->kind == TOKEN_NAME && !(token->shape & SHAPE_SENTENCE_START)) return true;
  uint64_t small = BREAK_CLASSES | LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_REPORT) |
                   LEX_BIT(LEX_ADVERB) | LEX_BIT(LEX_RELATIVE) | LEX_BIT(LEX_BELIEF) |
                   LEX_BIT(LEX_DETERMINER);
  if (token_is(next, small)) return true;
  const char *end = self->unit->bytes + next->end;
  return next->end - next->start > 4 && end[-1] == 'd' && end[-2] == 'e';
}

// Where the noun phrase that ends in the head at `at` begins; `determined` if a determiner or possessor does.
static uint32_t phrase_start(const Tagger *self, uint32_t at, bool *determined) {
  uint32_t start = at, names_from = at;
  uint32_t sentence = token_at(self, at)->sentence;
  *determined = false;
  for (uint32_t back = 1; back <= PHRASE_REACH && back <= at; back++) {
    const Token *token = token_at(self, at - back);
    if (token->sentence != sentence) break;
    if (is_word(token) && token_is(token, LEX_BIT(LEX_DETERMINER))) {
      *determined = true;
      return at - back;
    }
    bool name = token->kind == TOKEN_NAME || token->kind == TOKEN_INITIALS;
    if (name && names_from == start) names_from = at - back;
    if (token->kind == TOKEN_CLITIC) {
      // "Ukraine’s president": the possessor begins the phrase.
      *determined = true;
      start = at - back - (back < at);
      names_from = start;
      continue;
    }
    if (name || token->kind == TOKEN_HYPHEN || token->kind == TOKEN_NUMBER) {
      if (*determined || names_from <= at - back) start = at - back;
      continue;
    }
    if (*determined || token->kind != TOKEN_WORD || token_is(token, BREAK_CLASSES)) break;
  }
  return start;
}

bool nominal_read(Tagger *self, uint32_t at, uint32_t *taken) {
  *taken = 0;
  const Token *token = token_at(self, at);
  uint64_t heads =
      LEX_BIT(LEX_ROLE) | LEX_BIT(LEX_GROUP) | LEX_BIT(LEX_DOCUMENT) | LEX_BIT(LEX_TITLE);
  if (!is_word(token) || !token_is(token, heads)) return true;
  if (!is_head(self, at)) return true;
  bool determined = false;
  uint32_t start = phrase_start(self, at, &determined);
  const Token *next = token_behind(self, at);
  if (!determined) {
    // Bare plurals speak ("officials said"), bare documents only before a cue ("documents show").
    bool cue =
        next->kind == TOKEN_WORD && token_is(next, LEX_BIT(LEX_SPEECH) | LEX_BIT(LEX_REPORT));
    if (!token_is(token, LEX_BIT(LEX_GROUP)) && !cue) return true;
  }
  const Token *begin = token_at(self, start);
  uint32_t first = start > self->name_end ? start : self->name_end;
  while (first < at && !is_word(token_at(self, first))) first++;
  Mention *mention = mention_push(self, first, at + 1 - first);
  if (mention == NULL) return false;
  mention->form = CD_NOMINAL;
  mention->confidence = 0.8F;
  mention->key = name_hash(self->unit->bytes + token->start, token->end - token->start);
  if (first != start) {
    mention->title_start = begin->start;
    mention->title_end = token->end;
  }
  mention->type = CD_OTHER;
  if (token_is(token, LEX_BIT(LEX_ROLE) | LEX_BIT(LEX_TITLE))) {
    mention->type = CD_PERSON;
    if (token_is(token, LEX_BIT(LEX_HONORIFIC_MALE))) mention->gender = CD_MALE;
    if (token_is(token, LEX_BIT(LEX_HONORIFIC_FEMALE))) mention->gender = CD_FEMALE;
  } else {
    mention->gender = token_is(token, LEX_BIT(LEX_GROUP)) ? CD_PLURAL : CD_NEUTER;
  }
  if (next->kind == TOKEN_CLITIC) mention->flags |= MENTION_POSSESSIVE;
  *taken = 1;
  return true;
}
