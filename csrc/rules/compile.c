// Query files -> rules. The whole file is compiled once, which finds its errors and where each
// pattern begins; then each pattern becomes a rule of its own, so that run.c only runs those that
// can match. A pattern of one token needs no tree query at all: its kinds of token and predicates
// say everything.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/book.h"

const TSLanguage *tree_sitter_prose(void);

// ---- the text of a pattern ---------------------------------------------------------------------
typedef struct {
  const char *at, *end;
} Scan;

static void skip_blank(Scan *self) {
  while (self->at < self->end) {
    if (*self->at == ';') {
      while (self->at < self->end && *self->at != '\n') self->at++;
    } else if (!strchr(" \t\r\n", *self->at)) {
      return;
    } else {
      self->at++;
    }
  }
}

static bool take(Scan *self, char sign) {
  skip_blank(self);
  if (self->at == self->end || *self->at != sign) return false;
  self->at++;
  return true;
}

static bool is_name_sign(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
         (sign >= '0' && sign <= '9') || sign == '_' || sign == '-' || sign == '.';
}

static size_t take_name(Scan *self, const char **name) {
  skip_blank(self);
  *name = self->at;
  while (self->at < self->end && is_name_sign(*self->at)) self->at++;
  return (size_t)(self->at - *name);
}

// The kinds of token that are nodes of the tree by the same name.
static uint32_t token_kind_bit(const char *name, size_t len) {
  static const struct {
    const char *name;
    TokenKind kind;
  } kinds[] = {{"word", TOKEN_WORD},
               {"capitalised", TOKEN_NAME},
               {"initials", TOKEN_INITIALS},
               {"abbreviation", TOKEN_ABBREVIATION},
               {"clitic", TOKEN_CLITIC},
               {"number", TOKEN_NUMBER},
               {"money", TOKEN_MONEY},
               {"percent", TOKEN_PERCENT},
               {"url", TOKEN_URL},
               {"comma", TOKEN_COMMA},
               {"semicolon", TOKEN_SEMICOLON},
               {"colon", TOKEN_COLON},
               {"dash", TOKEN_DASH},
               {"ellipsis", TOKEN_ELLIPSIS},
               {"stop", TOKEN_STOP}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    bool same = strlen(kinds[i].name) == len && memcmp(kinds[i].name, name, len) == 0;
    if (same) return (uint32_t)1 << kinds[i].kind;
  }
  return 0;
}

// "(word)" or "[(word) (capitalised)]": bits of TokenKind; 0 if it is anything else.
static uint32_t take_token_node(Scan *self) {
  uint32_t bits = 0;
  bool several = take(self, '[');
  do {
    const char *name;
    if (!take(self, '(')) return 0;
    size_t len = take_name(self, &name);
    uint32_t bit = token_kind_bit(name, len);
    if (bit == 0 || !take(self, ')')) return 0;
    bits |= bit;
    skip_blank(self);
  } while (several && self->at < self->end && *self->at != ']');
  return several && !take(self, ']') ? 0 : bits;
}

// Is the pattern "((word) @name (#predicate …)…)": one token with conditions? Then its kinds, else
// 0.
static uint32_t single_token_kinds(Scan scan) {
  const char *name;
  if (!take(&scan, '(')) return 0;
  uint32_t bits = take_token_node(&scan);
  if (bits == 0 || !take(&scan, '@') || take_name(&scan, &name) == 0) return 0;
  skip_blank(&scan);
  bool predicates_follow = scan.end - scan.at > 1 && scan.at[0] == '(' && scan.at[1] == '#';
  return predicates_follow ? bits : 0;
}

// Does every node with the capture `name` consist of one token? Told by "(word) @name" in the text.
static bool captures_tokens(Scan scan, const char *name) {
  size_t len = strlen(name);
  bool any = false;
  for (const char *at = scan.at; at + len < scan.end; at++) {
    if (*at != '@' || memcmp(at + 1, name, len) != 0) continue;
    if (at + 1 + len < scan.end && is_name_sign(at[1 + len])) continue;
    const char *before = at;
    while (before > scan.at && strchr(" \t\r\n+", before[-1])) before--;
    bool node = before > scan.at && (before[-1] == ')' || before[-1] == ']');
    if (!node) continue;  // an argument of a predicate
    char opening = before[-1] == ')' ? '(' : '[';
    const char *start = before;
    while (start > scan.at && *start != opening) start--;
    Scan inside = {start, before};
    if (take_token_node(&inside) == 0) return false;
    any = true;
  }
  return any;
}

// Does the text have the word, outside of strings and comments?
static bool mentions_node(Scan scan, const char *name) {
  size_t len = strlen(name);
  for (; scan.at + len <= scan.end; scan.at++) {
    if (*scan.at == '"') {
      for (scan.at++; scan.at < scan.end && *scan.at != '"'; scan.at++) scan.at += *scan.at == '\\';
    } else if (*scan.at == ';') {
      skip_blank(&scan);
    }
    if (scan.at + len <= scan.end && memcmp(scan.at, name, len) == 0) return true;
  }
  return false;
}

// May a match reach beyond one sentence of the text? Only if it begins with the document, or names
// sentences (or any node) side by side; other nodes have their neighbours in the same sentence.
static bool reaches_over_sentences(Scan scan) {
  Scan inside = scan;
  bool group = take(&inside, '(') && (take(&inside, '(') || take(&inside, '['));
  return mentions_node(scan, "(document") || mentions_node(scan, "(ERROR") ||
         (group && (mentions_node(scan, "(sentence") || mentions_node(scan, "(_")));
}

// ---- positions ---------------------------------------------------------------------------------
static void position_of(const char *text, size_t offset, uint32_t *line, uint32_t *column) {
  *line = *column = 1;
  for (size_t i = 0; i < offset; i++) {
    (*column)++;
    if (text[i] == '\n') {
      ++*line;
      *column = 1;
    }
  }
}

// The offset of the predicate number `index` of a pattern.
static size_t predicate_offset(Scan scan, uint32_t index) {
  const char *start = scan.at;
  for (; scan.at < scan.end; scan.at++) {
    if (*scan.at == ';') {
      while (scan.at < scan.end && *scan.at != '\n') scan.at++;
    } else if (*scan.at == '"') {
      for (scan.at++; scan.at < scan.end && *scan.at != '"'; scan.at++) {
        scan.at += *scan.at == '\\';
      }
    } else if (*scan.at == '#' && index-- == 0) {
      return (size_t)(scan.at - start);
    }
  }
  return 0;
}

static const char *query_error(TSQueryError error) {
  switch (error) {
    case TSQueryErrorSyntax:
      return "syntax error";
    case TSQueryErrorNodeType:
      return "no such kind of node";
    case TSQueryErrorField:
      return "no such field";
    case TSQueryErrorCapture:
      return "no such capture";
    case TSQueryErrorStructure:
      return "the tree never has this shape";
    default:
      return "the query cannot be used";
  }
}

// ---- one rule ----------------------------------------------------------------------------------
static void rule_free(Rule *self) {
  for (uint32_t i = 0; i < self->predicate_count; i++) predicate_free(&self->predicates[i]);
  for (uint32_t i = 0; i < self->property_count; i++) {
    free(self->properties[i].name);
    free(self->properties[i].value);
  }
  free(self->predicates);
  free(self->properties);
  free(self->capture_names);
  if (self->query) ts_query_delete(self->query);
}

static char *copy_string(const TSQuery *query, TSQueryPredicateStep step) {
  uint32_t len;
  const char *text = ts_query_string_value_for_id(query, step.value_id, &len);
  char *copy = malloc((size_t)len + 1);
  if (copy) memcpy(copy, text, (size_t)len + 1);
  return copy;
}

// "(#set! name value)"; without a value it is "true".
static bool add_property(Rule *self, const TSQuery *query, const TSQueryPredicateStep *steps,
                         uint32_t count, const char **problem) {
  bool strings = count >= 2 && count <= 3;
  for (uint32_t i = 1; i < count; i++) {
    strings = strings && steps[i].type == TSQueryPredicateStepTypeString;
  }
  if (!strings) {
    *problem = "#set! takes a name and a value";
    return false;
  }
  Property *property = &self->properties[self->property_count++];
  property->name = copy_string(query, steps[1]);
  property->value = count == 3 ? copy_string(query, steps[2]) : strdup("true");
  return property->name && property->value;
}

typedef struct {
  CdRules *rules;
  Source *source;
  const char *text;
  size_t len;
} File;

static CdStatus report(const File *file, size_t offset, const char *problem) {
  uint32_t line, column;
  position_of(file->text, offset, &line, &column);
  bool done = rules_report(file->rules, file->source->path, line, column, problem);
  return done ? CD_BAD_RULES : CD_NO_MEMORY;
}

// Compiles the predicates and directives of a rule whose text begins at `start`.
static CdStatus add_predicates(Rule *self, const File *file, const TSQuery *query, Scan scan) {
  uint32_t step_count, directive = 0;
  const TSQueryPredicateStep *steps = ts_query_predicates_for_pattern(query, 0, &step_count);
  self->predicates = calloc((size_t)step_count + 1, sizeof *self->predicates);
  self->properties = calloc((size_t)step_count + 1, sizeof *self->properties);
  if (!self->predicates || !self->properties) return CD_NO_MEMORY;
  for (uint32_t first = 0, last; first < step_count; first = last + 1, directive++) {
    for (last = first; steps[last].type != TSQueryPredicateStepTypeDone;) last++;
    size_t offset = (size_t)(scan.at - file->text) + predicate_offset(scan, directive);
    uint32_t ignored;
    const char *name = ts_query_string_value_for_id(query, steps[first].value_id, &ignored);
    const char *problem = NULL;
    char room[200];
    bool done;
    if (strcmp(name, "set!") == 0) {
      done = add_property(self, query, &steps[first], last - first, &problem);
    } else {
      Predicate *predicate = &self->predicates[self->predicate_count++];
      done = predicate_compile(predicate, query, &steps[first], last - first, &problem, room,
                               sizeof room);
      position_of(file->text, offset, &predicate->line, &predicate->column);
    }
    if (!done) return problem ? report(file, offset, problem) : CD_NO_MEMORY;
  }
  return CD_OK;
}

static int by_cost(const void *left, const void *right) {
  return ((const Predicate *)left)->kind - ((const Predicate *)right)->kind;
}

// Which predicates some token must meet, whatever the match: positive ones on captures that are
// always there and always one token.
static void find_gates(Rule *self, const TSQuery *query, Scan scan) {
  for (uint32_t i = 0; i < self->predicate_count && self->gate_count < MOST_GATES; i++) {
    const Predicate *predicate = &self->predicates[i];
    bool of_words = predicate->kind == PREDICATE_LEXICON || predicate->kind == PREDICATE_EQ ||
                    predicate->kind == PREDICATE_ANY_OF;
    if (!of_words || predicate->negated) continue;
    TSQuantifier quantifier = ts_query_capture_quantifier_for_id(query, 0, predicate->capture);
    if (quantifier != TSQuantifierOne && quantifier != TSQuantifierOneOrMore) continue;
    uint32_t ignored;
    const char *name = ts_query_capture_name_for_id(query, predicate->capture, &ignored);
    if (captures_tokens(scan, name)) self->gates[self->gate_count++] = (uint8_t)i;
  }
}

static CdStatus add_captures(Rule *self, const File *file, const TSQuery *query) {
  self->capture_count = ts_query_capture_count(query);
  self->capture_names = calloc((size_t)self->capture_count + 1, sizeof *self->capture_names);
  if (!self->capture_names) return CD_NO_MEMORY;
  for (uint32_t i = 0; i < self->capture_count; i++) {
    uint32_t len;
    const char *name = ts_query_capture_name_for_id(query, i, &len);
    self->capture_names[i] = book_capture_number(file->rules->book, name, len);
    if (self->capture_names[i] == UINT16_MAX) return CD_NO_MEMORY;
  }
  return CD_OK;
}

static CdStatus rule_compile(Rule *self, const File *file, Scan scan) {
  *self = (Rule){.source = file->source};
  size_t start = (size_t)(scan.at - file->text);
  position_of(file->text, start, &self->line, &self->column);
  uint32_t offset;
  TSQueryError error;
  self->query =
      ts_query_new(tree_sitter_prose(), scan.at, (uint32_t)(scan.end - scan.at), &offset, &error);
  if (!self->query) return report(file, start + offset, query_error(error));
  CdStatus status = add_predicates(self, file, self->query, scan);
  if (status == CD_OK) status = add_captures(self, file, self->query);
  if (status != CD_OK) return status;
  qsort(self->predicates, self->predicate_count, sizeof *self->predicates, by_cost);
  find_gates(self, self->query, scan);
  self->whole_unit = reaches_over_sentences(scan);
  self->token_kinds = single_token_kinds(scan);
  if (self->token_kinds != 0) {
    ts_query_delete(self->query);
    self->query = NULL;
  }
  return CD_OK;
}

// ---- the file ----------------------------------------------------------------------------------
static CdStatus compile_rules(const File *file, const TSQuery *whole) {
  Source *source = file->source;
  uint32_t count = ts_query_pattern_count(whole);
  source->rules = calloc((size_t)count + 1, sizeof *source->rules);
  if (!source->rules) return CD_NO_MEMORY;
  for (uint32_t i = 0; i < count; i++) {
    size_t start = ts_query_start_byte_for_pattern(whole, i);
    size_t end = i + 1 < count ? ts_query_start_byte_for_pattern(whole, i + 1) : file->len;
    Rule *rule = &source->rules[source->rule_count];
    CdStatus status = rule_compile(rule, file, (Scan){file->text + start, file->text + end});
    if (status == CD_OK) {
      source->rule_count++;
    } else {
      rule_free(rule);
      *rule = (Rule){0};
    }
    if (status == CD_NO_MEMORY) return status;
  }
  return CD_OK;
}

CdStatus source_compile(Source *self, CdRules *rules, const char *text, size_t len) {
  File file = {rules, self, text, len};
  if (len > UINT32_MAX / 2) return report(&file, 0, "the file is too long");
  uint32_t offset;
  TSQueryError error;
  TSQuery *whole = ts_query_new(tree_sitter_prose(), text, (uint32_t)len, &offset, &error);
  if (!whole) return report(&file, offset, query_error(error));
  CdStatus status = compile_rules(&file, whole);
  ts_query_delete(whole);
  return status;
}

void source_free(Source *self) {
  if (!self) return;
  for (uint32_t i = 0; i < self->rule_count; i++) rule_free(&self->rules[i]);
  free(self->rules);
  free(self->path);
  free(self);
}
