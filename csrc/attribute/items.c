// Folds a unit's tokens into items: the writer's own words, quoted stretches and brackets.
// Reads tokens and regions; makes Reader.items, item_at and the writer's sentences.
#include <string.h>

#include "../text.h"
#include "reader.h"

#define TIME_CLASSES \
  (LEX_BIT(LEX_WEEKDAY) | LEX_BIT(LEX_MONTH) | LEX_BIT(LEX_ADVERB) | LEX_BIT(LEX_NUMBER_WORD))

enum { BRACKET_TOKENS = 14, HEADLINE_TOKENS = 30 };  // a bracket longer than this is read as text

static const struct {
  const char *text;
  Word word;
} words[] = {
    {"that", WORD_THAT},   {"to", WORD_TO},       {"by", WORD_BY},         {"of", WORD_OF},
    {"for", WORD_FOR},     {"as", WORD_AS},       {"in", WORD_IN},         {"and", WORD_AND},
    {"or", WORD_AND},      {"but", WORD_BUT},     {"who", WORD_WHO},       {"which", WORD_WHICH},
    {"what", WORD_WHAT},   {"he", WORD_HE},       {"she", WORD_HE},        {"they", WORD_HE},
    {"we", WORD_HE},       {"i", WORD_HE},        {"you", WORD_HE},        {"be", WORD_BE},
    {"is", WORD_BE},       {"are", WORD_BE},      {"was", WORD_BE},        {"were", WORD_BE},
    {"been", WORD_BE},     {"being", WORD_BE},    {"am", WORD_BE},         {"isn't", WORD_BE},
    {"wasn't", WORD_BE},   {"weren't", WORD_BE},  {"aren't", WORD_BE},     {"has", WORD_HAVE},
    {"have", WORD_HAVE},   {"had", WORD_HAVE},    {"hasn't", WORD_HAVE},   {"haven't", WORD_HAVE},
    {"hadn't", WORD_HAVE}, {"not", WORD_NOT},     {"n't", WORD_NOT},       {"never", WORD_NOT},
    {"it", WORD_IT},       {"this", WORD_THIS},   {"about", WORD_ABOUT},   {"when", WORD_WHEN},
    {"while", WORD_WHEN},  {"from", WORD_FROM},   {"over", WORD_OVER},     {"told", WORD_TOLD},
    {"last", WORD_LAST},   {"next", WORD_LAST},   {"tells", WORD_TOLD},    {"tell", WORD_TOLD},
    {"around", WORD_OVER}, {"under", WORD_OVER},  {"nearly", WORD_OVER},   {"almost", WORD_OVER},
    {"after", WORD_WHEN},  {"before", WORD_WHEN}, {"against", WORD_ABOUT}, {"these", WORD_THIS},
    {"those", WORD_THIS},
};

static uint8_t word_of(const char *bytes, uint32_t len) {
  char folded[16];
  if (len > 8) return WORD_OTHER;
  uint32_t folded_len = text_fold_into(bytes, len, folded);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (strlen(words[i].text) == folded_len && memcmp(words[i].text, folded, folded_len) == 0) {
      return (uint8_t)words[i].word;
    }
  }
  return WORD_OTHER;
}

// The end of the bracket that opens at token `at`, if it is short and quotes nothing; else at + 1.
static uint32_t bracket_end(const Unit *unit, uint32_t at) {
  for (uint32_t i = at + 1; i < unit->token_count && i - at <= BRACKET_TOKENS; i++) {
    const Token *token = &unit->tokens[i];
    if (token->region != unit->tokens[at].region) break;
    if (token->kind == TOKEN_CLOSE_BRACKET) return i + 1;
  }
  return at + 1;
}

static uint32_t outermost(const Unit *unit, uint32_t region) {
  while (unit->regions[region].parent != NONE) region = unit->regions[region].parent;
  return region;
}

// Marks what lies inside a name, so that "of" or a comma there ends no noun phrase.
static void mark_names(Reader *self) {
  const Unit *unit = self->unit;
  for (uint32_t i = 0; i < unit->mention_count; i++) {
    const Mention *mention = &unit->mentions[i];
    if (mention->form != CD_NAME || mention->region != NONE) continue;
    for (uint32_t t = 1; t < mention->token_count && mention->first_token + t < unit->token_count;
         t++) {
      Item *item = &self->items[self->item_at[mention->first_token + t]];
      if (item->first_token == mention->first_token + t) item->inside = true;
    }
  }
}

// "Mayor Says Bridge Will Open in May"
static bool is_headline(const Unit *unit) {
  uint32_t count = 0;
  uint32_t capitalised = 0;
  if (unit->token_count > HEADLINE_TOKENS) return false;
  for (uint32_t i = 0; i < unit->token_count; i++) {
    const Token *token = &unit->tokens[i];
    if (token->kind != TOKEN_WORD && token->kind != TOKEN_NAME) continue;
    if (token->classes & LEX_BIT(LEX_FUNCTION)) continue;
    count++;
    capitalised += token->kind == TOKEN_NAME;
  }
  return count > 2 && 5 * capitalised >= 4 * count;
}

bool reader_items(Reader *self) {
  Unit *unit = self->unit;
  self->items = arena_alloc(unit->arena, (unit->token_count + 1) * sizeof *self->items);
  self->item_at = arena_alloc(unit->arena, (unit->token_count + 1) * sizeof *self->item_at);
  self->sentences = arena_alloc(unit->arena, (unit->token_count + 1) * sizeof *self->sentences);
  if (self->items == NULL || self->item_at == NULL || self->sentences == NULL) return false;

  uint32_t last_sentence = NONE;
  for (uint32_t i = 0; i < unit->token_count;) {
    const Token *token = &unit->tokens[i];
    Item item = {.first_token = i, .end_token = i + 1, .region = NONE, .kind = token->kind};
    item.classes = token->classes;
    item.shape = token->shape;
    uint32_t opening = token->sentence;  // the sentence in which the item begins, and where it ends
    uint32_t closing = token->sentence;
    if (token->region != NONE) {
      item.region = outermost(unit, token->region);
      item.kind = ITEM_REGION;
      item.classes = 0;
      const Region *region = &unit->regions[item.region];
      item.end_token = region->first_token + region->token_count;
      if (item.end_token <= i) item.end_token = i + 1;
    } else if (token->kind == TOKEN_OPEN_BRACKET) {
      item.end_token = bracket_end(unit, i);
      if (item.end_token > i + 1) item.kind = ITEM_BRACKET;
      if (item.kind == ITEM_BRACKET && i > 0) opening = closing = last_sentence;
    } else if (item.kind == TOKEN_WORD || item.kind == TOKEN_NAME || item.kind == TOKEN_CLITIC) {
      item.word = word_of(unit->bytes + token->start, token->end - token->start);
    }
    // A stretch of several sentences stands in one of the writer's own.
    if (item.kind == ITEM_REGION && item.end_token <= unit->token_count) {
      closing = unit->tokens[item.end_token - 1].sentence;
    }
    uint32_t at = self->item_count++;
    for (uint32_t t = i; t < item.end_token && t < unit->token_count; t++) self->item_at[t] = at;
    if (at == 0 || opening != last_sentence) {
      self->sentences[self->sentence_count++] = (Range){at, at};
    }
    last_sentence = closing;
    item.sentence = self->sentence_count - 1;
    self->sentences[item.sentence].end = at + 1;
    self->items[at] = item;
    i = item.end_token;
  }
  mark_names(self);
  self->is_headline = is_headline(unit);
  return true;
}

bool item_is_class(const Reader *self, uint32_t at, uint64_t classes) {
  return at < self->item_count && (self->items[at].classes & classes) != 0;
}

bool item_is_word(const Reader *self, uint32_t at, Word word) {
  return at < self->item_count && self->items[at].word == word;
}

uint8_t item_kind(const Reader *self, uint32_t at) {
  return at < self->item_count ? self->items[at].kind : (uint8_t)TOKEN_STOP;
}

bool item_ends(const Reader *self, uint32_t at, const char *suffix) {
  if (at >= self->item_count) return false;
  const Token *token = &self->unit->tokens[self->items[at].first_token];
  uint32_t len = (uint32_t)strlen(suffix);
  return token->end - token->start > len &&
         memcmp(self->unit->bytes + token->end - len, suffix, len) == 0;
}

bool item_is_name(const Reader *self, uint32_t at) {
  uint8_t kind = item_kind(self, at);
  return kind == TOKEN_NAME || kind == TOKEN_INITIALS || kind == TOKEN_ABBREVIATION;
}

CdSpan range_span(const Reader *self, Range range) {
  if (range.first >= range.end || range.end > self->item_count) return (CdSpan){0, 0};
  return (CdSpan){self->unit->tokens[self->items[range.first].first_token].start,
                  self->unit->tokens[self->items[range.end - 1].end_token - 1].end};
}

// ---- what an item may be -----------------------------------------------------------------------
bool item_is_auxiliary(const Reader *self, uint32_t at) {
  return item_is_class(self, at, LEX_BIT(LEX_AUXILIARY)) && !item_is_word(self, at, WORD_TO) &&
         !item_is_name(self, at);
}

bool item_is_verb(const Reader *self, uint32_t at) {
  if (item_is_auxiliary(self, at)) return true;
  if (item_kind(self, at) != TOKEN_WORD) return false;
  return item_is_class(self, at, LEX_BIT(LEX_VERB_PAST)) || item_ends(self, at, "ed");
}

bool item_is_clause_word(const Reader *self, uint32_t at) {
  return item_is_class(self, at, LEX_BIT(LEX_CLAUSE) | LEX_BIT(LEX_RELATIVE)) &&
         item_kind(self, at) != TOKEN_NAME && !item_is_word(self, at, WORD_TO);
}

bool item_is_preposition(const Reader *self, uint32_t at) {
  return item_is_class(self, at, LEX_BIT(LEX_PREPOSITION)) && !item_is_name(self, at);
}

// A quoted word within a phrase: the “Never Again” movement.
bool item_is_short_region(const Reader *self, uint32_t at) {
  if (item_kind(self, at) != ITEM_REGION) return false;
  const Region *region = &self->unit->regions[self->items[at].region];
  const Token *last = &self->unit->tokens[self->items[at].end_token - 1];
  uint32_t before = self->items[at].end_token - 1;
  bool stopped = before > 0 && last->kind == TOKEN_CLOSE_MARK &&
                 (self->unit->tokens[before - 1].kind == TOKEN_COMMA ||
                  self->unit->tokens[before - 1].kind == TOKEN_STOP);
  return region->word_count <= 3 && !stopped;
}

bool item_is_subject_pronoun(const Reader *self, uint32_t at) {
  return item_is_word(self, at, WORD_HE);
}

// A comma, also one inside the closing mark of a short stretch: “The Long Road,”
bool item_is_comma(const Reader *self, uint32_t at) {
  uint8_t kind = item_kind(self, at);
  if (kind != ITEM_REGION || at >= self->item_count) return kind == TOKEN_COMMA;
  uint32_t end = self->items[at].end_token;
  return end >= 2 && self->unit->tokens[end - 1].kind == TOKEN_CLOSE_MARK &&
         self->unit->tokens[end - 2].kind == TOKEN_COMMA &&
         self->unit->regions[self->items[at].region].word_count <= 6;
}

// Punctuation and words that no noun phrase reaches across.
bool item_bounds_phrase(const Reader *self, uint32_t at) {
  switch (item_kind(self, at)) {
    case TOKEN_COMMA:
    case TOKEN_SEMICOLON:
    case TOKEN_COLON:
    case TOKEN_DASH:
    case TOKEN_STOP:
    case TOKEN_ELLIPSIS:
    case TOKEN_OPEN_BRACKET:
    case TOKEN_CLOSE_BRACKET:
    case TOKEN_URL:
      return true;
    case ITEM_REGION:
      return !item_is_short_region(self, at);
    default:
      return false;
  }
}

bool item_is_time(const Reader *self, uint32_t at) {
  return item_is_class(self, at, TIME_CLASSES) || item_kind(self, at) == TOKEN_NUMBER;
}

// "in", "at", "during": what follows may be an occasion.
bool item_is_place_or_time(const Reader *self, uint32_t at) {
  return item_is_class(self, at, LEX_BIT(LEX_PLACE_PREPOSITION)) ||
         item_is_word(self, at, WORD_BY) || item_ends(self, at, "ring") ||
         item_ends(self, at, "ter");  // during, after
}
