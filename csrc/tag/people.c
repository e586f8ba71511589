// Within tag: what stands beside a person's name: a title before it, a role behind a comma.
// Reads the tokens around a mention; fills its title span and gender.
#include "tagger.h"

enum { TITLE_REACH = 8, ROLE_REACH = 10 };

static uint8_t gender_of(uint64_t classes, LexiconClass male, LexiconClass female) {
  bool is_male = (classes & LEX_BIT(male)) != 0, is_female = (classes & LEX_BIT(female)) != 0;
  if (is_male == is_female) return CD_GENDER_UNKNOWN;
  return is_male ? CD_MALE : CD_FEMALE;
}

static bool is_plain_word(const Token *token) {
  return token->kind == TOKEN_WORD || token->kind == TOKEN_NAME ||
         token->kind == TOKEN_ABBREVIATION || token->kind == TOKEN_INITIALS;
}

// The first token of the title or role that ends right before `end`, or `end` if there is none.
static uint32_t title_word_start(const Tagger *self, uint32_t end) {
  if (end == 0) return end;
  uint64_t wanted = TITLE_CLASSES | LEX_BIT(LEX_ROLE);
  uint32_t sentence = token_at(self, end)->sentence;
  for (uint32_t back = 3; back >= 2; back--) {
    uint64_t found = 0;
    if (end < back || token_at(self, end - back)->sentence != sentence) continue;
    if (lexicon_phrase(self->lexicon, self->unit, end - back, wanted, &found) == back) {
      return end - back;
    }
  }
  const Token *token = token_before(self, end);
  return is_plain_word(token) && token_is(token, wanted) ? end - 1 : end;
}

// Titles right before the name, with the country or body before them: "U.S. Secretary of State".
static uint32_t title_start(const Tagger *self, uint32_t name) {
  uint32_t start = name;
  while (name - start < TITLE_REACH) {
    uint32_t before = title_word_start(self, start);
    if (before == start) break;
    start = before;
  }
  if (start == name) return name;
  for (uint32_t i = 0; i < 4 && start > 0; i++) {
    const Token *token = token_before(self, start);
    bool capital = (token->kind == TOKEN_NAME || token->kind == TOKEN_INITIALS) &&
                   !(token->shape & SHAPE_SENTENCE_START && !token_is(token, NAME_CLASSES)) &&
                   !token_is(token, LEX_BIT(LEX_MONTH) | LEX_BIT(LEX_WEEKDAY));
    if (!capital || token->sentence != token_at(self, name)->sentence) break;
    start--;
  }
  return start;
}

static void add_gender(Mention *mention, uint64_t classes) {
  if (mention->gender != CD_GENDER_UNKNOWN) return;
  mention->gender = gender_of(classes, LEX_HONORIFIC_MALE, LEX_HONORIFIC_FEMALE);
}

static void set_title(Tagger *self, Mention *mention, uint32_t from, uint32_t end) {
  mention->title_start = token_at(self, from)->start;
  mention->title_end = token_at(self, end - 1)->end;
  for (uint32_t i = from; i < end; i++) add_gender(mention, token_at(self, i)->classes);
}

// Where a role behind the comma at `at` ends: ", the mayor of Kyiv," or ", 54, a nurse,". 0: none.
static uint32_t role_behind(const Tagger *self, uint32_t at, uint32_t *from) {
  uint32_t sentence = token_at(self, at)->sentence;
  uint32_t i = at + 1;
  if (token_at(self, i)->kind == TOKEN_NUMBER && token_at(self, i + 1)->kind == TOKEN_COMMA) i += 2;
  *from = i;
  uint32_t role = 0;
  for (uint32_t reach = i + ROLE_REACH; i < reach; i++) {
    const Token *token = token_at(self, i);
    if (token->sentence != sentence) break;
    bool goes_on =
        is_plain_word(token) || token->kind == TOKEN_CLITIC || token->kind == TOKEN_HYPHEN;
    if (!goes_on || token_is(token, LEX_BIT(LEX_SPEECH) | LEX_BIT(LEX_RELATIVE))) break;
    if (role == 0) {
      if (token_is(token, LEX_BIT(LEX_AUXILIARY) | LEX_BIT(LEX_PREPOSITION) |
                              LEX_BIT(LEX_NAME_AND) | LEX_BIT(LEX_VERB_PAST))) {
        break;
      }
      if (token_is(token, LEX_BIT(LEX_ROLE) | TITLE_CLASSES)) role = i + 1;
    } else if (token_is(token, LEX_BIT(LEX_ROLE))) {
      role = i + 1;
    } else if (token_is(token, LEX_BIT(LEX_PREPOSITION) | LEX_BIT(LEX_AUXILIARY))) {
      break;
    }
  }
  // "John Smith, President Biden": another person, not a role of the first.
  if (role != 0 && token_at(self, role)->kind == TOKEN_NAME &&
      token_at(self, *from)->kind == TOKEN_NAME) {
    return 0;
  }
  return role;
}

// "the mayor, Oksana Lin,": the token where the noun phrase before the comma begins, or `name`.
static uint32_t role_before(const Tagger *self, uint32_t name) {
  if (name < 3 || token_before(self, name)->kind != TOKEN_COMMA) return name;
  uint32_t end = name - 1;
  if (!token_is(token_before(self, end), LEX_BIT(LEX_ROLE)) ||
      token_before(self, end)->kind != TOKEN_WORD) {
    return name;
  }
  for (uint32_t back = 1; back <= 5 && back < end; back++) {
    const Token *token = token_at(self, end - 1 - back);
    if (token->sentence != token_at(self, name)->sentence) break;
    if (token_is(token, LEX_BIT(LEX_DETERMINER)) && token->kind == TOKEN_WORD)
      return end - 1 - back;
    if (!is_plain_word(token) && token->kind != TOKEN_CLITIC) break;
    if (token_is(token, LEX_BIT(LEX_PREPOSITION) | LEX_BIT(LEX_AUXILIARY))) break;
  }
  return name;
}

void person_details(Tagger *self, Mention *mention) {
  uint32_t first = mention->first_token, end = first + mention->token_count;
  uint32_t start = title_start(self, first);
  uint32_t from = 0;
  if (start < first) {
    set_title(self, mention, start, first);
  } else if ((start = role_before(self, first)) < first) {
    set_title(self, mention, start, first - 1);
  }
  if (token_at(self, end)->kind == TOKEN_COMMA) {
    uint32_t role_end = role_behind(self, end, &from);
    if (role_end != 0 && mention->title_end == 0) set_title(self, mention, from, role_end);
    for (uint32_t i = from; i < role_end; i++) add_gender(mention, token_at(self, i)->classes);
  }
  const Token *first_name = token_at(self, first);
  // Of two letters it may as well be a surname that comes first ("Ma", "Li").
  bool tells = mention->token_count > 1 && first_name->end - first_name->start > 2;
  if (mention->gender == CD_GENDER_UNKNOWN && tells) {
    uint64_t classes = first_name->classes;
    mention->gender = gender_of(classes, LEX_FIRST_NAME_MALE, LEX_FIRST_NAME_FEMALE);
  }
}
