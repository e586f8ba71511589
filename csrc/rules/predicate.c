// Predicates: compiling their arguments and testing them on a captured node. Words are compared by
// hash first; only #match? runs a regular expression.
#include "rules/predicate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

// ---- compiling ---------------------------------------------------------------------------------
static const struct {
  const char *name;
  PredicateKind kind;
} names[] = {{"eq?", PREDICATE_EQ},
             {"any-of?", PREDICATE_ANY_OF},
             {"match?", PREDICATE_MATCH},
             {"lexicon?", PREDICATE_LEXICON},
             {"entity?", PREDICATE_ENTITY}};

static bool read_name(Predicate *self, const char *name, size_t len) {
  self->negated = len > 4 && memcmp(name, "not-", 4) == 0;
  if (self->negated) name += 4, len -= 4;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strlen(names[i].name) != len || memcmp(name, names[i].name, len) != 0) continue;
    self->kind = (uint8_t)names[i].kind;
    return true;
  }
  return false;
}

static int by_hash(const void *left, const void *right) {
  uint64_t a = ((const PredicateString *)left)->hash, b = ((const PredicateString *)right)->hash;
  return (a > b) - (a < b);
}

static bool read_strings(Predicate *self, const Call *call) {
  self->strings = calloc(call->count, sizeof *self->strings);
  if (!self->strings) return false;
  for (uint32_t i = 1; i < call->count; i++) {
    PredicateString *string = &self->strings[self->string_count];
    string->text = syntax_text(&call->arguments[i], &string->len);
    if (!string->text) return false;
    string->hash = text_hash(string->text, string->len);
    self->string_count++;
  }
  if (self->kind != PREDICATE_LEXICON) {
    qsort(self->strings, self->string_count, sizeof *self->strings, by_hash);
  }
  return true;
}

static bool read_types(Predicate *self, const char **problem, char *room, size_t room_size) {
  for (uint32_t i = 0; i < self->string_count; i++) {
    uint32_t bits = 0;
    for (int type = 0; type < CD_ENTITY_TYPE_COUNT; type++) {
      bool same = strcmp(self->strings[i].text, cd_entity_type_name((CdEntityType)type)) == 0;
      if (same) bits = (uint32_t)1 << type;
    }
    if (bits == 0) {
      snprintf(room, room_size, "no such type of entity: %s", self->strings[i].text);
      *problem = room;
      return false;
    }
    self->types |= bits;
  }
  return true;
}

static bool read_pattern(Predicate *self, const char **problem, char *room, size_t room_size) {
  char *message;
  self->pattern = pattern_new(self->strings[0].text, self->strings[0].len, &message);
  if (self->pattern) return true;
  if (message) snprintf(room, room_size, "%s", message);
  *problem = message ? room : NULL;
  free(message);
  return false;
}

// What is wrong with the number and kinds of arguments, or NULL.
static const char *arguments_problem(const Predicate *self, const Call *call) {
  if (call->count == 0 || !call->arguments[0].capture) {
    return "the first argument must be a capture";
  }
  bool single = self->kind == PREDICATE_EQ || self->kind == PREDICATE_MATCH;
  if (single && call->count != 2) return "takes a capture and one more argument";
  if (call->count < 2) return "takes a capture and at least one more argument";
  bool may_be_capture = self->kind == PREDICATE_EQ;
  for (uint32_t i = 1; i < call->count; i++) {
    if (call->arguments[i].capture && !may_be_capture) {
      return "all arguments but the first must be strings";
    }
  }
  return NULL;
}

bool predicate_compile(Predicate *self, const Call *call, CaptureNumber *number,
                       const void *context, const char **problem, char *room, size_t room_size) {
  *self = (Predicate){0};
  *problem = NULL;
  if (!read_name(self, call->name, call->name_len)) {
    snprintf(room, room_size, "unknown predicate: #%.*s", (int)call->name_len, call->name);
    *problem = room;
    return false;
  }
  *problem = arguments_problem(self, call);
  if (*problem) return false;
  const Argument *first = &call->arguments[0], *second = &call->arguments[1];
  self->capture = number(context, first->text, first->len);
  if (second->capture) {
    self->kind = PREDICATE_EQ_CAPTURE;
    self->other = number(context, second->text, second->len);
  }
  if (self->capture == UINT16_MAX || self->other == UINT16_MAX) {
    *problem = "no such capture";
    return false;
  }
  if (self->kind == PREDICATE_EQ_CAPTURE) return true;
  if (!read_strings(self, call)) return false;
  if (self->kind == PREDICATE_ENTITY) return read_types(self, problem, room, room_size);
  if (self->kind == PREDICATE_MATCH) return read_pattern(self, problem, room, room_size);
  return true;
}

void predicate_free(Predicate *self) {
  for (uint32_t i = 0; i < self->string_count; i++) free(self->strings[i].text);
  free(self->strings);
  pattern_free(self->pattern);
  *self = (Predicate){0};
}

const char *predicate_resolve(Predicate *self, const Lexicon *lexicon) {
  if (self->kind != PREDICATE_LEXICON) return NULL;
  const char *unknown = NULL;
  self->classes = 0;
  for (uint32_t i = 0; i < self->string_count; i++) {
    int class = lexicon_class(lexicon, self->strings[i].text, self->strings[i].len);
    if (class < 0) {
      unknown = self->strings[i].text;
    } else {
      self->classes |= LEX_BIT(class);
    }
  }
  return unknown;
}

// ---- testing -----------------------------------------------------------------------------------
// The
// token that is the whole node, or NULL.
static const Token *whole_token(const Unit *unit, CdSpan node, uint32_t token) {
  if (token == NONE || unit->tokens[token].end != node.end) return NULL;
  return &unit->tokens[token];
}

static bool same_text(const PredicateString *string, const char *bytes, bool begins_sentence) {
  if (memcmp(string->text, bytes, string->len) == 0) return true;
  if (!begins_sentence || string->len == 0) return false;
  // The hashes are equal already, so only the first letter has to differ, in case.
  uint32_t ignored;
  uint32_t first = text_decode(bytes, string->len, &ignored);
  return memcmp(string->text + first, bytes + first, string->len - first) == 0;
}

// Is the word one of the strings of an eq or any-of predicate? A word that begins a sentence is also
// looked for in lower case.
static bool has_word(const Predicate *self, const Unit *unit, CdSpan node, uint32_t token) {
  const char *bytes = unit->bytes + node.start;
  uint32_t len = node.end - node.start;
  const Token *word = whole_token(unit, node, token);
  uint64_t hash = word ? word->hash : text_hash(bytes, len);
  bool begins_sentence = word && word->shape & SHAPE_SENTENCE_START;
  uint32_t low = 0, high = self->string_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (self->strings[middle].hash < hash) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (; low < self->string_count && self->strings[low].hash == hash; low++) {
    const PredicateString *string = &self->strings[low];
    if (string->len == len && same_text(string, bytes, begins_sentence)) return true;
  }
  return false;
}

static bool in_lexicon(const Predicate *self, const Lexicon *lexicon, const Unit *unit, CdSpan node,
                       uint32_t token) {
  if (token == NONE || self->classes == 0) return false;
  if (unit->tokens[token].end == node.end) return unit->tokens[token].classes & self->classes;
  uint64_t found;
  uint32_t count = lexicon_phrase(lexicon, unit, token, self->classes, &found);
  return count > 0 && unit->tokens[token + count - 1].end == node.end;
}

static bool is_entity(const Predicate *self, const Unit *unit, CdSpan node) {
  uint32_t low = 0, high = unit->mention_count;
  while (low < high) {  // the first mention that ends behind the node's start
    uint32_t middle = (low + high) / 2;
    if (unit->mentions[middle].end <= node.start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (; low < unit->mention_count && unit->mentions[low].start < node.end; low++) {
    if (self->types >> unit->mentions[low].type & 1) return true;
  }
  return false;
}

int predicate_test(const Predicate *self, const Lexicon *lexicon, const Unit *unit, CdSpan node,
                   uint32_t token) {
  int result = 0;
  switch ((PredicateKind)self->kind) {
    case PREDICATE_LEXICON:
      result = in_lexicon(self, lexicon, unit, node, token);
      break;
    case PREDICATE_EQ:
    case PREDICATE_ANY_OF:
      result = has_word(self, unit, node, token);
      break;
    case PREDICATE_ENTITY:
      result = is_entity(self, unit, node);
      break;
    case PREDICATE_MATCH:
      result = pattern_match(self->pattern, unit->bytes + node.start, node.end - node.start);
      break;
    case PREDICATE_EQ_CAPTURE:
      break;  // needs two nodes: run.c
  }
  if (result < 0) return -1;
  return self->negated ? !result : result;
}
