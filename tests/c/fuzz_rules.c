// Fuzz target of the rules and facts: a query made from the input's first bytes is added, as a user's
// file would be, and run over the rest. Whatever the query, what matches lies in the text and in order.
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "rules.h"
#include "tag.h"

#define CHECK(holds) \
  if (!(holds)) abort()

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { QUERY_BYTES = 40, MOST_TEXT = 4096, INPUTS_PER_DESK = 200 };

// Bytes choose among these, so that many queries compile.
static const char *const pieces[] = {
    "(",
    ")",
    "[",
    "]",
    "((",
    "(word)",
    "(name)",
    "(number)",
    "(quotation)",
    "(sentence ",
    "(comma)",
    "(capitalised)",
    "(_)",
    "(document ",
    " . ",
    " @a",
    " @b",
    "?",
    "+",
    "*",
    "(#eq? @a \"the\")",
    "(#eq? @a @b)",
    "(#any-of? @b \"said\" \"a\" \"it\")",
    "(#not-any-of? @a \"said\")",
    "(#lexicon? @a \"speech\")",
    "(#lexicon? @b \"nothing\")",
    "(#entity? @a PERSON)",
    "(#match? @a \"(e+)+$\")",
    "(#not-match? @b \"^[A-Z]\")",
    "(#set! type law)",
    "\n",
    "; x\n",
    "\"",
    "(#",
    "((word) @a . (word) @b (#eq? @a \"the\"))",
    "([(word) (name)] @a . (comma)? . (word) @b)",
    "((sentence) @a . (sentence) @b)",
    "(sentence (word) @a (word)* @b (word) @a)",
};
enum { PIECES = sizeof pieces / sizeof *pieces };

static struct {
  CdRules *rules;
  Parser *parser;
  RulesCursor *cursor;
  Arena *arena;
  uint32_t inputs;
} desk;

static void renew_desk(void) {
  if (desk.inputs++ % INPUTS_PER_DESK != 0) return;
  rules_cursor_free(desk.cursor);
  cd_rules_free(desk.rules);
  desk.rules = cd_rules_new();
  desk.cursor = rules_cursor_new(desk.rules);
  if (!desk.parser) desk.parser = parser_new();
  if (!desk.arena) desk.arena = arena_new();
  CHECK(desk.rules && desk.cursor && desk.parser && desk.arena);
}

static void add_query(const uint8_t *data, size_t size) {
  char query[QUERY_BYTES * 64];
  size_t len = 0;
  for (size_t i = 0; i < size; i++) {
    const char *piece = pieces[data[i] % PIECES];
    size_t piece_len = strlen(piece);
    memcpy(query + len, piece, piece_len);
    len += piece_len;
  }
  // One in eight is added as it is.
  if (size > 0 && data[0] % 8 == 0) {
    memcpy(query, data, size);
    len = size;
  }
  char *copy = malloc(len + 1);  // its own block, so that reading past its end is seen
  CHECK(copy);
  memcpy(copy, query, len);
  cd_rules_add_file(desk.rules, "claims.scm", copy, len);
  free(copy);
}

static void check_matches(const Unit *unit) {
  uint32_t before = 0;
  for (uint32_t i = 0; i < unit->match_count; i++) {
    const Match *match = &unit->matches[i];
    CHECK(match->rule < rules_count(desk.rules));
    CHECK(match->first_capture + match->capture_count <= unit->capture_count);
    uint32_t start = UINT32_MAX;
    for (uint32_t k = 0; k < match->capture_count; k++) {
      const Capture *capture = &unit->captures[match->first_capture + k];
      CHECK(capture->start <= capture->end && capture->end <= unit->len);
      CHECK(*rules_capture_name(desk.rules, capture->name) != '\0');
      if (capture->start < start) start = capture->start;
    }
    CHECK(start >= before);
    before = start;
  }
}

static void check_facts(const Unit *unit) {
  uint32_t end = 0;
  for (uint32_t i = 0; i < unit->fact_count; i++) {
    const Fact *fact = &unit->facts[i];
    CHECK(fact->start >= end && fact->end > fact->start && fact->end <= unit->len);
    end = fact->end;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  renew_desk();
  size_t query_size = size < QUERY_BYTES ? size : QUERY_BYTES;
  add_query(data, query_size);
  data += query_size;
  size -= query_size;
  if (size > MOST_TEXT) size = MOST_TEXT;
  char *bytes = malloc(size + 1);
  CHECK(bytes);
  memcpy(bytes, data, size);
  Unit unit = {.arena = desk.arena,
               .source = bytes,
               .bytes = bytes,
               .len = (uint32_t)size,
               .block = BLOCK_PROSE};
  TSTree *tree = parse_unit(desk.parser, desk.rules->lexicon, &unit);
  CHECK(tree);
  CHECK(tag_unit(desk.rules->lexicon, desk.rules->names, &unit));
  CHECK(patterns_find(desk.rules->patterns, &unit));
  CHECK(rules_run(desk.cursor, tree, &unit));
  check_facts(&unit);
  check_matches(&unit);
  ts_tree_delete(tree);
  arena_reset(desk.arena);
  free(bytes);
  return 0;
}
