// Reads one unit of text through the stages up to the rules, for the tests of pattern, rules and assess.
#ifndef COPYDESK_UNIT_HELPER_H
#define COPYDESK_UNIT_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
// After what it needs.
#include <cmocka.h>

#include "assess.h"
#include "attribute.h"
#include "parse.h"
#include "rules.h"
#include "tag.h"

typedef struct {
  CdRules *rules;
  Parser *parser;
  RulesCursor *cursor;
  Arena *arena;
  TSTree *tree;
  Unit unit;
} Desk;

static inline Desk desk_new(void) {
  Desk self = {.rules = cd_rules_new(), .parser = parser_new(), .arena = arena_new()};
  assert_non_null(self.rules);
  assert_non_null(self.parser);
  assert_non_null(self.arena);
  self.cursor = rules_cursor_new(self.rules);
  assert_non_null(self.cursor);
  return self;
}

static inline void desk_forget(Desk *self) {
  if (self->tree) ts_tree_delete(self->tree);
  self->tree = NULL;
  arena_reset(self->arena);
}

static inline void desk_free(Desk *self) {
  desk_forget(self);
  rules_cursor_free(self->cursor);
  parser_free(self->parser);
  arena_free(self->arena);
  cd_rules_free(self->rules);
}

// Parses, tags, finds facts and runs the rules. The bytes are copied, so that reading past them is seen.
static inline void desk_read_bytes(Desk *self, const char *bytes, size_t len) {
  desk_forget(self);
  char *copy = arena_alloc(self->arena, len + 1);
  assert_non_null(copy);
  memcpy(copy, bytes, len);
  self->unit = (Unit){.arena = self->arena,
                      .source = copy,
                      .bytes = copy,
                      .len = (uint32_t)len,
                      .block = BLOCK_PROSE};
  self->tree = parse_unit(self->parser, self->rules->lexicon, &self->unit);
  assert_non_null(self->tree);
  assert_true(tag_unit(self->rules->lexicon, self->rules->names, &self->unit));
  assert_true(patterns_find(self->rules->patterns, &self->unit));
  assert_true(rules_run(self->cursor, self->tree, &self->unit));
}

static inline void desk_read(Desk *self, const char *text) {
  desk_read_bytes(self, text, strlen(text));
}

// And the stages behind: quotations and claims.
static inline void desk_assess(Desk *self, const char *text) {
  desk_read(self, text);
  assert_true(attribute_unit(self->rules, &self->unit));
  assert_true(assess_unit(self->rules, &self->unit));
}

#endif
