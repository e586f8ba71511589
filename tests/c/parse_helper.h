// What the tests of the parser share: parses a text and writes what came out as one line, to compare.
#ifndef COPYDESK_PARSE_HELPER_H
#define COPYDESK_PARSE_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
// After what it needs.
#include <cmocka.h>

#include "lexicon.h"
#include "parse.h"

enum { LINE = 8192 };

typedef struct {
  Lexicon *lexicon;
  Parser *parser;
  Arena *arena;
  TSTree *tree;
  Unit unit;
} Parsed;

static inline Parsed parsed_bytes(const char *bytes, size_t len) {
  Parsed self = {.lexicon = lexicon_new(), .parser = parser_new(), .arena = arena_new()};
  assert_non_null(self.lexicon);
  assert_non_null(self.parser);
  assert_non_null(self.arena);
  self.unit = (Unit){.arena = self.arena, .source = bytes, .bytes = bytes, .len = (uint32_t)len};
  self.tree = parse_unit(self.parser, self.lexicon, &self.unit);
  assert_non_null(self.tree);
  assert_false(self.unit.failed);
  assert_false(ts_node_has_error(ts_tree_root_node(self.tree)));
  return self;
}

static inline Parsed parsed(const char *text) { return parsed_bytes(text, strlen(text)); }

static inline void parsed_free(Parsed *self) {
  ts_tree_delete(self->tree);
  parser_free(self->parser);
  arena_free(self->arena);
  lexicon_free(self->lexicon);
}

static inline void append(char *line, const char *separator, const char *bytes, uint32_t len) {
  const size_t used = strlen(line);
  snprintf(line + used, LINE - used, "%s%.*s", used > 0 ? separator : "", (int)len, bytes);
}

// Sentences must be exactly these, written with " | " between them.
static inline void expect_sentences(const char *text, const char *expected) {
  Parsed self = parsed(text);
  char line[LINE] = "";
  for (uint32_t i = 0; i < self.unit.sentence_count; i++) {
    const Sentence *sentence = &self.unit.sentences[i];
    append(line, " | ", text + sentence->start, sentence->end - sentence->start);
  }
  assert_string_equal(line, expected);
  parsed_free(&self);
}

// So must the quoted regions; "~" behind one tells that its mark is never closed, ">" before one that it
// lies in another.
static inline void expect_regions(const char *text, const char *expected) {
  Parsed self = parsed(text);
  char line[LINE] = "";
  for (uint32_t i = 0; i < self.unit.region_count; i++) {
    const Region *region = &self.unit.regions[i];
    append(line, " | ", "", 0);
    if (region->parent != NONE) append(line, "", ">", 1);
    append(line, "", text + region->start, region->end - region->start);
    if (region->flags & REGION_UNCLOSED) append(line, "", "~", 1);
  }
  assert_string_equal(line, expected);
  parsed_free(&self);
}

// And the tokens: letters of their kinds, then what they are, with a space between.
static inline void expect_tokens(const char *text, const char *expected) {
  static const char KINDS[] = "wnia'0$%@[](),;:~-.!?";
  Parsed self = parsed(text);
  char line[LINE] = "";
  for (uint32_t i = 0; i < self.unit.token_count; i++) {
    const Token *token = &self.unit.tokens[i];
    append(line, " ", &KINDS[token->kind], 1);
    append(line, "", text + token->start, token->end - token->start);
  }
  assert_string_equal(line, expected);
  parsed_free(&self);
}

#endif
