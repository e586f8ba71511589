// Reads facts.txt: the words of numbers, and expressions with {NAME} parts put in and blanks
// widened. Line by line; the syntax is told in the file's own head. Makes compiled patterns,
// grouped by start.
#include "pattern/facts_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

enum { MOST_NAMES = 64, MOST_EXPRESSION = 8192 };

typedef struct {
  const char *start;
  size_t len;
} Piece;

typedef struct {
  FactsFile *file;
  struct {
    Piece name;
    char *expression;
  } names[MOST_NAMES];
  uint32_t name_count;
  const char *problem;  // why the line cannot be used
  const char *problem_at;
  char reason[160];
  bool no_memory;
} Reader;

static const struct {
  const char *name;
  uint8_t kind;
} kinds[] = {{"date", FACT_DATE},         {"time", FACT_TIME},         {"money", FACT_MONEY},
             {"percent", FACT_PERCENT},   {"quantity", FACT_QUANTITY}, {"ordinal", FACT_ORDINAL},
             {"cardinal", FACT_CARDINAL}, {"age", FACT_AGE},           {"duration", FACT_DURATION}};

static const char *const roles[ROLE_COUNT] = {[ROLE_NONE] = "",
                                              [ROLE_UNIT] = "unit",
                                              [ROLE_TENS] = "tens",
                                              [ROLE_HUNDRED] = "hundred",
                                              [ROLE_SCALE] = "scale",
                                              [ROLE_ABBREVIATION] = "abbreviation",
                                              [ROLE_FRACTION] = "fraction",
                                              [ROLE_AND] = "and",
                                              [ROLE_MONTH] = "month",
                                              [ROLE_SECONDS] = "seconds",
                                              [ROLE_CLOCK] = "clock",
                                              [ROLE_AFTERNOON] = "afternoon"};

static bool equals(Piece piece, const char *text) {
  return piece.len == strlen(text) && memcmp(piece.start, text, piece.len) == 0;
}

// Takes the next word off the line.
static Piece next_word(Piece *line) {
  while (line->len > 0 && (*line->start == ' ' || *line->start == '\t')) line->start++, line->len--;
  Piece word = {line->start, 0};
  while (word.len < line->len && word.start[word.len] != ' ' && word.start[word.len] != '\t') {
    word.len++;
  }
  line->start += word.len;
  line->len -= word.len;
  return word;
}

static bool fail(Reader *self, const char *problem, Piece at) {
  self->problem = problem;
  self->problem_at = at.start;
  return false;
}

// ---- expressions -------------------------------------------------------------------------------
typedef struct {
  char bytes[MOST_EXPRESSION];
  size_t len;
} Expression;

static bool append(Expression *out, const char *bytes, size_t len) {
  if (out->len + len >= sizeof out->bytes) return false;
  memcpy(out->bytes + out->len, bytes, len);
  out->len += len;
  return true;
}

static const char *named(const Reader *self, Piece name) {
  for (uint32_t i = 0; i < self->name_count; i++) {
    Piece known = self->names[i].name;
    if (known.len == name.len && memcmp(known.start, name.start, name.len) == 0) {
      return self->names[i].expression;
    }
  }
  return NULL;
}

// The length of "{NAME}" at the beginning of `from`, 0 if there is none: quantifiers have no
// letters.
static size_t name_length(Piece from) {
  size_t len = 1;
  while (len < from.len && from.start[len] >= 'A' && from.start[len] <= 'Z') len++;
  return len > 1 && len < from.len && from.start[len] == '}' ? len + 1 : 0;
}

// Puts the named parts in and widens blanks outside of classes.
static bool expand(Reader *self, Piece from, Expression *out) {
  static const char blank[] = "(?:[\\h\\v]{1,4})";
  bool in_class = false;
  out->len = 0;
  while (from.len > 0) {
    bool escaped = *from.start == '\\' && from.len > 1;
    // \p{L} is no name.
    bool property = escaped && from.start[1] == 'p' && from.len > 2 && from.start[2] == '{';
    size_t take = property ? 3 : escaped ? 2 : 1;
    size_t name_len = *from.start == '{' ? name_length(from) : 0;
    bool fits;
    if (name_len > 0) {
      const char *part = named(self, (Piece){from.start + 1, name_len - 2});
      if (!part) return fail(self, "no such {NAME}", from);
      fits = append(out, part, strlen(part));
      take = name_len;
    } else if (*from.start == ' ' && !in_class) {
      fits = append(out, blank, sizeof blank - 1);
    } else {
      if (*from.start == '[') in_class = true;
      if (*from.start == ']') in_class = false;
      fits = append(out, from.start, take);
    }
    if (!fits) return fail(self, "the expression is too long", from);
    from.start += take;
    from.len -= take;
  }
  out->bytes[out->len] = '\0';
  return true;
}

static bool compile(Reader *self, Piece source, uint8_t kind, FactGroup *group) {
  Expression *expression = malloc(sizeof *expression);
  if (!expression) return self->no_memory = true, false;
  pcre2_code *code = NULL;
  if (expand(self, source, expression)) {
    int error;
    PCRE2_SIZE offset;
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_CASELESS | PCRE2_ANCHORED;
    code = pcre2_compile((PCRE2_SPTR)expression->bytes, expression->len, options, &error, &offset,
                         NULL);
    if (!code) {
      pcre2_get_error_message(error, (PCRE2_UCHAR *)self->reason, sizeof self->reason);
      fail(self, self->reason, source);
    }
  }
  free(expression);
  if (!code) return false;
  pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
  if (group->count == group->capacity) {
    uint32_t capacity = group->capacity * 2 + 8;
    FactPattern *patterns = realloc(group->patterns, capacity * sizeof *patterns);
    if (!patterns) {
      pcre2_code_free(code);
      return self->no_memory = true, false;
    }
    group->patterns = patterns;
    group->capacity = capacity;
  }
  group->patterns[group->count++] = (FactPattern){code, kind};
  return true;
}

// ---- lines -------------------------------------------------------------------------------------
// The
// number of a group, made if it is new; MOST_GROUPS when there are too many.
static uint32_t group_number(Reader *self, Piece name) {
  FactsFile *file = self->file;
  for (uint32_t i = 0; i < file->group_count; i++) {
    if (equals(name, file->group_names[i])) return i;
  }
  if (file->group_count == MOST_GROUPS) return MOST_GROUPS;
  char *copy = malloc(name.len + 1);
  if (!copy) return self->no_memory = true, MOST_GROUPS;
  memcpy(copy, name.start, name.len);
  copy[name.len] = '\0';
  file->group_names[file->group_count] = copy;
  return file->group_count++;
}

static bool add_words(Reader *self, Piece line, NumberRole role, double value, uint32_t group) {
  for (Piece word = next_word(&line); word.len > 0; word = next_word(&line)) {
    NumberWord *slot = number_words_add(&self->file->words, word.start, (uint32_t)word.len);
    if (!slot) return self->no_memory = true, false;
    if (role != ROLE_NONE) {
      slot->role = (uint8_t)role;
      slot->value = value;
    }
    if (group < MOST_GROUPS) slot->groups |= (uint64_t)1 << group;
  }
  return true;
}

static bool read_word_line(Reader *self, Piece line) {
  Piece role_name = next_word(&line), value_text = next_word(&line);
  char number[32] = "";
  if (value_text.len < sizeof number) memcpy(number, value_text.start, value_text.len);
  for (int role = 1; role < ROLE_COUNT; role++) {
    if (!equals(role_name, roles[role])) continue;
    // Months begin dates, so that role makes a group of its own.
    uint32_t group = role == ROLE_MONTH ? group_number(self, role_name) : MOST_GROUPS;
    return add_words(self, line, (NumberRole)role, strtod(number, NULL), group);
  }
  return fail(self, "no such role of a word", role_name);
}

static bool read_start_line(Reader *self, Piece line) {
  Piece name = next_word(&line);
  uint32_t group = group_number(self, name);
  if (group == MOST_GROUPS) return fail(self, "too many groups", name);
  return add_words(self, line, ROLE_NONE, 0, group);
}

static bool read_let_line(Reader *self, Piece line) {
  Piece name = next_word(&line), equal = next_word(&line);
  if (!equals(equal, "=")) return fail(self, "expected =", equal);
  if (self->name_count == MOST_NAMES) return fail(self, "too many names", name);
  while (line.len > 0 && *line.start == ' ') line.start++, line.len--;
  Expression *expression = malloc(sizeof *expression);
  char *copy = NULL;
  if (!expression) return self->no_memory = true, false;
  if (expand(self, line, expression)) {
    copy = malloc(expression->len + 1);
    if (copy) memcpy(copy, expression->bytes, expression->len + 1);
    self->no_memory = !copy;
  }
  free(expression);
  if (!copy) return false;
  self->names[self->name_count].name = name;
  self->names[self->name_count++].expression = copy;
  return true;
}

static bool read_line(Reader *self, Piece line) {
  Piece whole = line;
  Piece first = next_word(&line);
  if (first.len == 0 || *first.start == '#') return true;
  if (equals(first, "word")) return read_word_line(self, line);
  if (equals(first, "start")) return read_start_line(self, line);
  if (equals(first, "let")) return read_let_line(self, line);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (!equals(first, kinds[i].name)) continue;
    Piece start = next_word(&line);
    uint32_t group = group_number(self, start);
    if (group == MOST_GROUPS) return fail(self, "too many groups", start);
    while (line.len > 0 && *line.start == ' ') line.start++, line.len--;
    return compile(self, line, kinds[i].kind, &self->file->groups[group]);
  }
  return fail(self, "no such kind of line", whole);
}

static char *message_of(const Reader *self, size_t line_number, const char *line) {
  enum { ROOM = 256 };
  char *message = malloc(ROOM);
  if (!message) return NULL;
  size_t column = (size_t)(self->problem_at - line) + 1;
  snprintf(message, ROOM, "%zu:%zu: %s", line_number, column, self->problem);
  return message;
}

char *facts_file_read(FactsFile *self, const char *text, size_t len, bool *no_memory) {
  static const char *const built_in[] = {"digit", "sign", "after"};
  *self = (FactsFile){0};
  Reader reader = {.file = self};
  for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++) {
    group_number(&reader, (Piece){built_in[i], strlen(built_in[i])});
  }
  char *message = NULL;
  size_t at = 0;
  for (size_t number = 1; at < len && !reader.no_memory && !message; number++) {
    const char *line_end = memchr(text + at, '\n', len - at);
    size_t size = line_end ? (size_t)(line_end - text) - at : len - at;
    bool ok = read_line(&reader, (Piece){text + at, size});
    if (!ok && reader.problem) message = message_of(&reader, number, text + at);
    at += size + 1;
  }
  for (uint32_t i = 0; i < reader.name_count; i++) free(reader.names[i].expression);
  *no_memory = reader.no_memory;
  return message;
}

void facts_file_free(FactsFile *self) {
  number_words_free(&self->words);
  for (uint32_t i = 0; i < MOST_GROUPS; i++) {
    for (uint32_t k = 0; k < self->groups[i].count; k++) {
      pcre2_code_free(self->groups[i].patterns[k].code);
    }
    free(self->groups[i].patterns);
    free(self->group_names[i]);
  }
  *self = (FactsFile){0};
}
