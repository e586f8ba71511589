// Finds the facts of a unit: dates, times, money, percentages, ages, durations, quantities,
// numbers. Walks over the tokens; only where one can begin a fact are the patterns of its group
// tried, anchored there, so text without numbers costs one table look-up a token. Makes
// unit->facts.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "embedded.h"
#include "lexicon.h"
#include "pattern.h"
#include "pattern/facts_file.h"
#include "text.h"

struct Patterns {
  FactsFile file;
};

static const char facts_path[] = "queries/prose/facts.txt";

Patterns *patterns_new(void) {
  Patterns *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  for (size_t i = 0; i < embedded_file_count; i++) {
    const EmbeddedFile *file = &embedded_files[i];
    if (strcmp(file->path, facts_path) != 0) continue;
    bool no_memory;
    char *message = facts_file_read(&self->file, file->text, file->len, &no_memory);
    if (message || no_memory) {
      free(message);
      patterns_free(self);
      return NULL;
    }
  }
  return self;
}

void patterns_free(Patterns *self) {
  if (!self) return;
  facts_file_free(&self->file);
  free(self);
}

// ---- finding -----------------------------------------------------------------------------------
typedef struct {
  const FactsFile *file;
  Unit *unit;
  pcre2_match_data *data;
  size_t capacity;
} Search;

// The longest match so far that begins at one token.
typedef struct {
  uint32_t end;
  uint8_t kind;
  double number;
} Best;

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static bool match(const Search *self, const FactPattern *pattern, uint32_t at, uint32_t *end) {
  PCRE2_SPTR bytes = (PCRE2_SPTR)self->unit->bytes;
  if (pcre2_match(pattern->code, bytes, self->unit->len, at, 0, self->data, NULL) < 0) return false;
  *end = (uint32_t)pcre2_get_ovector_pointer(self->data)[1];
  return true;
}

// Tries the patterns of `group` at `at`. `number` is the number read before it, NAN if none was.
static void try_group(const Search *self, uint32_t group, uint32_t at, double number, Best *best) {
  const FactGroup *patterns = &self->file->groups[group];
  for (uint32_t i = 0; i < patterns->count; i++) {
    uint32_t end;
    if (!match(self, &patterns->patterns[i], at, &end)) continue;
    if (end > best->end) *best = (Best){end, patterns->patterns[i].kind, number};
  }
}

// The first token that begins at or after `at`, from `from` on.
static uint32_t token_from(const Unit *unit, uint32_t from, uint32_t at) {
  while (from < unit->token_count && unit->tokens[from].start < at) from++;
  return from;
}

// "40 miles": the word behind a number is a unit.
static void try_unit_word(const Search *self, uint32_t token, uint32_t at, double number,
                          Best *best) {
  const Unit *unit = self->unit;
  uint32_t next = token_from(unit, token + 1, at);
  if (next >= unit->token_count || !(unit->tokens[next].classes & LEX_BIT(LEX_UNIT))) return;
  uint32_t start = unit->tokens[next].start, end = unit->tokens[next].end;
  bool near = start - at <= 2 && end > best->end && unit->tokens[next].kind == TOKEN_WORD;
  if (near) *best = (Best){end, FACT_QUANTITY, number};
}

// The second number of "10 to 15", "36 and 40", "20-30"; `at` if none follows.
static uint32_t read_range(const Search *self, uint32_t at) {
  static const char *const joints[] = {"-", "\xE2\x80\x93", " to ", " and ", " or "};
  const Unit *unit = self->unit;
  for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
    uint32_t len = (uint32_t)strlen(joints[i]);
    if (at + len >= unit->len || memcmp(unit->bytes + at, joints[i], len) != 0) continue;
    double ignored;
    uint32_t end = number_read(&self->file->words, unit->bytes, unit->len, at + len, &ignored);
    if (end > at + len) return end;
  }
  return at;
}

// Is the digit at `at` the beginning of a number, and not the tail of "G-7", "B52" or "3/4"?
static bool begins_number(const Unit *unit, uint32_t at) {
  if (at == 0) return true;
  uint32_t code_point;
  uint32_t size = text_decode_before(unit->bytes, at, &code_point);
  if (text_is_letter(code_point) || text_is_digit(code_point)) return false;
  if (code_point != '-' && code_point != '/' && code_point != '.') return true;
  if (at == size) return true;
  text_decode_before(unit->bytes, at - size, &code_point);
  return !text_is_letter(code_point) && !text_is_digit(code_point);
}

// A minus before the digits belongs to the token: the place behind it.
static uint32_t behind_sign(const Unit *unit, const Token *token) {
  bool minus = token->kind == TOKEN_NUMBER && unit->bytes[token->start] == '-' &&
               token->end - token->start > 1;
  return token->start + minus;
}

static void try_number(const Search *self, uint32_t token, Best *best) {
  const Unit *unit = self->unit;
  uint32_t start = behind_sign(unit, &unit->tokens[token]);
  double number;
  uint32_t end = number_read(&self->file->words, unit->bytes, unit->len, start, &number);
  if (end == start) return;
  uint32_t code_point = ' ';
  if (end < unit->len) text_decode(unit->bytes + end, unit->len - end, &code_point);
  // "4chan" and "737s" are no numbers, though "139km" is a quantity.
  bool plain = !text_is_letter(code_point);
  Best with_unit = {end, FACT_CARDINAL, number};
  try_group(self, START_AFTER, end, number, &with_unit);
  try_unit_word(self, token, end, number, &with_unit);
  if (with_unit.end == end && plain) {
    uint32_t range_end = read_range(self, end);
    if (range_end > end) {
      Best of_range = {range_end, FACT_CARDINAL, number};
      try_group(self, START_AFTER, range_end, number, &of_range);
      try_unit_word(self, token, range_end, number, &of_range);
      if (of_range.end > range_end) with_unit = of_range;
    }
  }
  if ((with_unit.end > end || plain) && with_unit.end > best->end) *best = with_unit;
}

// The patterns' groups that the token can begin, and whether a number can.
static uint64_t groups_of(const Search *self, const Token *token, bool *number) {
  const char *bytes = self->unit->bytes + behind_sign(self->unit, token);
  uint32_t len = token->end - token->start;
  *number = false;
  if (is_digit(*bytes)) {
    *number = begins_number(self->unit, token->start);
    return *number ? (uint64_t)1 << START_DIGIT : 0;
  }
  if (token->kind == TOKEN_MONEY || token->kind == TOKEN_PERCENT) {
    *number = true;
    return (uint64_t)1 << START_SIGN;
  }
  const NumberWord *word = number_words_find(&self->file->words, token->hash);
  const char *hyphen = word ? NULL : memchr(bytes, '-', len);
  if (hyphen && hyphen > bytes) {  // "two-thirds", "ten-year"
    word = number_words_find(&self->file->words, text_hash(bytes, (uint32_t)(hyphen - bytes)));
  }
  if (!word) return token->kind == TOKEN_PUNCT ? (uint64_t)1 << START_SIGN : 0;
  *number = word->role == ROLE_UNIT || word->role == ROLE_TENS;
  return word->groups;
}

static double value_of(const Search *self, uint32_t start, const Best *best) {
  const NumberWords *words = &self->file->words;
  const char *bytes = self->unit->bytes + start;
  uint32_t len = best->end - start;
  switch (best->kind) {
    case FACT_DATE:
      return number_of_date(words, bytes, len);
    case FACT_TIME:
      return number_of_time(words, bytes, len);
    case FACT_DURATION:
      return number_of_duration(words, bytes, len, best->number);
    default:
      break;
  }
  if (!isnan(best->number) || best->kind == FACT_CARDINAL) return best->number;
  uint32_t at = 0;  // "$50 billion", "aged 45": the first number inside
  while (at < len && !is_digit(bytes[at])) at++;
  double value = NAN;
  if (at < len) number_read(words, bytes, len, at, &value);
  return value;
}

static bool find_all(Search *self) {
  Unit *unit = self->unit;
  for (uint32_t i = 0; i < unit->token_count;) {
    const Token *token = &unit->tokens[i];
    bool number;
    uint64_t groups = groups_of(self, token, &number);
    Best best = {token->start, FACT_USER, NAN};
    for (uint32_t group = 0; groups >> group != 0; group++) {
      if (groups >> group & 1) try_group(self, group, token->start, NAN, &best);
      if (group == 63) break;
    }
    if (number) try_number(self, i, &best);
    if (behind_sign(unit, token) > token->start) best.number = -best.number;
    if (best.end == token->start) {
      i++;
      continue;
    }
    if (!ARENA_PUSH(unit->arena, unit->facts, unit->fact_count, self->capacity)) return false;
    unit->facts[unit->fact_count++] =
        (Fact){token->start, best.end, best.kind, value_of(self, token->start, &best)};
    i = token_from(unit, i + 1, best.end);
  }
  return true;
}

bool patterns_find(const Patterns *self, Unit *unit) {
  unit->facts = NULL;
  unit->fact_count = 0;
  pcre2_match_data *data = pcre2_match_data_create(1, NULL);
  if (!data) return false;
  Search search = {&self->file, unit, data, 0};
  bool ok = find_all(&search);
  pcre2_match_data_free(data);
  return ok;
}
