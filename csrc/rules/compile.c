// Query files -> rules. Each pattern becomes a rule of its own, so that run.c only runs those that can
// match; a plain sequence of tokens and names needs no tree query at all.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/book.h"

const TSLanguage *tree_sitter_prose(void);

typedef struct {
  CdRules *rules;
  Source *source;
  const char *text;
  size_t len;
  // Where a position was asked for last: they are asked for in order, mostly.
  const char *known;
  uint32_t known_line, known_column;
} File;

// ---- problems ---------------------------------------------------------------------------------------
static void position_of(File *file, const char *at, uint32_t *line, uint32_t *column) {
  if (!file->known || at < file->known) {
    file->known = file->text;
    file->known_line = file->known_column = 1;
  }
  for (; file->known < at; file->known++) {
    file->known_column++;
    if (*file->known == '\n') {
      file->known_line++;
      file->known_column = 1;
    }
  }
  *line = file->known_line;
  *column = file->known_column;
}

static CdStatus report(File *file, const char *at, const char *problem) {
  uint32_t line, column;
  position_of(file, at, &line, &column);
  bool done = rules_report(file->rules, file->source->path, line, column, problem);
  return done ? CD_BAD_RULES : CD_NO_MEMORY;
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

// ---- one rule ---------------------------------------------------------------------------------------
static void rule_free(Rule *self) {
  for (uint32_t i = 0; i < self->predicate_count; i++) predicate_free(&self->predicates[i]);
  for (uint32_t i = 0; i < self->property_count; i++) {
    free(self->properties[i].name);
    free(self->properties[i].value);
  }
  free(self->elements);
  free(self->predicates);
  free(self->properties);
  free(self->capture_names);
  if (self->query) ts_query_delete(self->query);
}

typedef struct {
  const Rule *rule;
  const Syntax *syntax;
} RuleSyntax;

// Captures are numbered by the tree query, or in a sequence by their order.
static uint16_t capture_number(const void *context, const char *name, size_t len) {
  const RuleSyntax *self = context;
  uint32_t query_count = self->rule->query ? ts_query_capture_count(self->rule->query) : 0;
  for (uint32_t i = 0; i < query_count; i++) {
    uint32_t known_len;
    const char *known = ts_query_capture_name_for_id(self->rule->query, i, &known_len);
    if (known_len == len && memcmp(known, name, len) == 0) return (uint16_t)i;
  }
  for (uint32_t i = 0; i < self->syntax->capture_count; i++) {
    bool same = self->syntax->captures[i].len == len &&
                memcmp(self->syntax->captures[i].text, name, len) == 0;
    if (same) return (uint16_t)i;
  }
  return UINT16_MAX;
}

// What is wrong with a value that only some texts are allowed for, or NULL.
static const char *value_problem(RulesKind kind, const Property *property) {
  if (kind != RULES_CLAIMS) return NULL;
  if (strcmp(property->name, "priority") == 0) {
    bool known = strlen(property->value) == 1 && strchr("123", *property->value);
    return known ? NULL : "a priority is 1, 2 or 3";
  }
  if (strcmp(property->name, "voice") == 0) {
    return strcmp(property->value, "attributed") == 0 ? NULL : "a voice can only be \"attributed\"";
  }
  if (strcmp(property->name, "type") != 0) return NULL;
  for (int type = 0; type < CD_CLAIM_TYPE_COUNT; type++) {
    if (strcmp(property->value, cd_claim_type_name((CdClaimType)type)) == 0) return NULL;
  }
  return "no such type of claim";
}

// "(#set! name value)"; without a value it is "true".
static bool add_property(Rule *self, const Call *call, const char **problem) {
  bool texts = call->count >= 1 && call->count <= 2;
  for (uint32_t i = 0; i < call->count; i++) texts = texts && !call->arguments[i].capture;
  if (!texts) {
    *problem = "#set! takes a name and a value";
    return false;
  }
  Property *property = &self->properties[self->property_count++];
  uint32_t len;
  property->name = syntax_text(&call->arguments[0], &len);
  property->value = call->count == 2 ? syntax_text(&call->arguments[1], &len) : strdup("true");
  if (!property->name || !property->value) return false;
  *problem = value_problem(self->source->kind, property);
  return !*problem;
}

static CdStatus add_calls(Rule *self, File *file, const Syntax *syntax) {
  self->predicates = calloc((size_t)syntax->call_count + 1, sizeof *self->predicates);
  self->properties = calloc((size_t)syntax->call_count + 1, sizeof *self->properties);
  if (!self->predicates || !self->properties) return CD_NO_MEMORY;
  RuleSyntax context = {self, syntax};
  for (uint32_t i = 0; i < syntax->call_count; i++) {
    const Call *call = &syntax->calls[i];
    const char *problem = NULL;
    char room[200];
    bool done;
    if (call->name_len == 4 && memcmp(call->name, "set!", 4) == 0) {
      done = add_property(self, call, &problem);
    } else {
      Predicate *predicate = &self->predicates[self->predicate_count++];
      done =
          predicate_compile(predicate, call, capture_number, &context, &problem, room, sizeof room);
      position_of(file, call->at, &predicate->line, &predicate->column);
    }
    if (!done) return problem ? report(file, call->at, problem) : CD_NO_MEMORY;
  }
  return CD_OK;
}

static CdStatus add_captures(Rule *self, File *file, const Syntax *syntax) {
  RuleBook *book = file->rules->book;
  self->capture_count = self->query ? ts_query_capture_count(self->query) : syntax->capture_count;
  self->capture_names = calloc((size_t)self->capture_count + 1, sizeof *self->capture_names);
  if (!self->capture_names) return CD_NO_MEMORY;
  for (uint32_t i = 0; i < self->capture_count; i++) {
    uint32_t len = 0;
    const char *name =
        self->query ? ts_query_capture_name_for_id(self->query, i, &len) : syntax->captures[i].text;
    if (!self->query) len = (uint32_t)syntax->captures[i].len;
    self->capture_names[i] = book_capture_number(book, name, len);
    if (self->capture_names[i] == UINT16_MAX) return CD_NO_MEMORY;
  }
  return CD_OK;
}

// ---- gates ------------------------------------------------------------------------------------------
static bool is_of_words(const Predicate *predicate) {
  bool of_words = predicate->kind == PREDICATE_LEXICON || predicate->kind == PREDICATE_EQ ||
                  predicate->kind == PREDICATE_ANY_OF;
  return of_words && !predicate->negated;
}

// Of a tree rule: positive predicates on captures that are always there and always one token.
static void find_gates(Rule *self, const Syntax *syntax) {
  for (uint32_t i = 0; i < self->predicate_count && self->gate_count < MOST_GATES; i++) {
    const Predicate *predicate = &self->predicates[i];
    if (!is_of_words(predicate)) continue;
    TSQuantifier quantifier =
        ts_query_capture_quantifier_for_id(self->query, 0, predicate->capture);
    if (quantifier != TSQuantifierOne && quantifier != TSQuantifierOneOrMore) continue;
    uint32_t len;
    const char *name = ts_query_capture_name_for_id(self->query, predicate->capture, &len);
    if (syntax_captures_tokens(syntax, name, len)) self->gates[self->gate_count++] = (uint8_t)i;
  }
}

// The element that must meet a predicate, if it is one token that is always there; else the count.
static uint32_t element_of(const Rule *self, uint16_t capture) {
  for (uint32_t i = 0; i < self->element_count; i++) {
    const Element *element = &self->elements[i];
    for (uint32_t k = 0; k < element->capture_count; k++) {
      if (element->captures[k] != capture) continue;
      bool one_token = !element->name && !element->quotation && !element->optional;
      return one_token ? i : self->element_count;
    }
  }
  return self->element_count;
}

// How often such nodes are met.
static uint32_t rank_of(const Element *element) {
  if (element->kinds >> TOKEN_WORD & 1) return 4;
  if (element->name || element->kinds >> TOKEN_NAME & 1) return 3;
  return element->kinds >> TOKEN_COMMA & 1 ? 2 : 1;
}

// Of a sequence: the predicate that is likeliest to be the rarest, a few words before many before a
// class. Without one the element of the rarest kind is looked for.
static void find_trigger(Rule *self) {
  uint32_t best_words = UINT32_MAX;
  for (uint32_t i = 0; i < self->predicate_count; i++) {
    const Predicate *predicate = &self->predicates[i];
    uint32_t element = element_of(self, predicate->capture);
    if (!is_of_words(predicate) || element == self->element_count) continue;
    uint32_t words = predicate->kind == PREDICATE_LEXICON ? 1000 : predicate->string_count;
    if (words >= best_words) continue;
    best_words = words;
    self->gates[0] = (uint8_t)i;
    self->gate_count = 1;
    self->trigger = element;
  }
  if (self->gate_count > 0) return;
  uint32_t best_rank = UINT32_MAX;
  for (uint32_t i = 0; i < self->element_count; i++) {
    uint32_t rank = rank_of(&self->elements[i]);
    if (self->elements[i].optional || rank >= best_rank) continue;
    best_rank = rank;
    self->trigger = i;
  }
}

static int by_cost(const void *left, const void *right) {
  return ((const Predicate *)left)->kind - ((const Predicate *)right)->kind;
}

static CdStatus compile_query(Rule *self, File *file, const Syntax *syntax) {
  uint32_t offset;
  TSQueryError error;
  self->query = ts_query_new(tree_sitter_prose(), syntax->start,
                             (uint32_t)(syntax->end - syntax->start), &offset, &error);
  return self->query ? CD_OK : report(file, syntax->start + offset, query_error(error));
}

static CdStatus copy_elements(Rule *self, const Syntax *syntax) {
  self->elements = malloc(syntax->element_count * sizeof *self->elements);
  if (!self->elements) return CD_NO_MEMORY;
  self->element_count = syntax->element_count;
  self->begins_sentence = syntax->begins_sentence;
  self->begins_unit = syntax->begins_unit;
  memcpy(self->elements, syntax->elements, syntax->element_count * sizeof *self->elements);
  return CD_OK;
}

// *fatal: the file cannot be used, since the query itself is wrong and not only a predicate of it.
static CdStatus rule_compile(Rule *self, File *file, const Syntax *syntax, bool *fatal) {
  *self = (Rule){.source = file->source};
  position_of(file, syntax->start, &self->line, &self->column);
  CdStatus status =
      syntax->element_count > 0 ? copy_elements(self, syntax) : compile_query(self, file, syntax);
  *fatal = status != CD_OK;
  if (status == CD_OK) status = add_calls(self, file, syntax);
  if (status == CD_OK) status = add_captures(self, file, syntax);
  if (status != CD_OK) return status;
  qsort(self->predicates, self->predicate_count, sizeof *self->predicates, by_cost);
  if (self->query) {
    find_gates(self, syntax);
    self->whole_unit = syntax_reaches_over_sentences(syntax);
  } else {
    find_trigger(self);
  }
  return CD_OK;
}

// ---- the file ---------------------------------------------------------------------------------------
static CdStatus add_rule(Source *self, File *file, const Syntax *syntax) {
  if (self->rule_count == self->rule_capacity) {
    uint32_t capacity = self->rule_capacity * 2 + 16;
    Rule *rules = realloc(self->rules, capacity * sizeof *rules);
    if (!rules) return CD_NO_MEMORY;
    self->rules = rules;
    self->rule_capacity = capacity;
  }
  Rule *rule = &self->rules[self->rule_count];
  bool fatal;
  CdStatus status = rule_compile(rule, file, syntax, &fatal);
  if (status == CD_OK) {
    self->rule_count++;
    return CD_OK;
  }
  rule_free(rule);
  return fatal || status == CD_NO_MEMORY ? status : CD_OK;
}

CdStatus source_compile(Source *self, CdRules *rules, const char *text, size_t len) {
  File file = {.rules = rules, .source = self, .text = text, .len = len};
  if (len > UINT32_MAX / 2) return report(&file, text, "the file is too long");
  const char *at = text;
  Syntax syntax;
  bool no_memory;
  CdStatus status = CD_OK;
  while (status == CD_OK && syntax_read(&syntax, &at, text + len, &no_memory)) {
    status = add_rule(self, &file, &syntax);
    syntax_free(&syntax);
  }
  return status == CD_OK && no_memory ? CD_NO_MEMORY : status;
}

void source_free(Source *self) {
  if (!self) return;
  for (uint32_t i = 0; i < self->rule_count; i++) rule_free(&self->rules[i]);
  free(self->rules);
  free(self->path);
  free(self);
}
