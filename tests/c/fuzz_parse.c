// Fuzz target of the parser: any bytes must come out as tokens, sentences and regions that fit together.
// Reads bytes from libFuzzer; stops the program when something does not hold.
#include <stdlib.h>
#include <string.h>

#include "lexicon.h"
#include "parse.h"

#define CHECK(holds) \
  if (!(holds)) abort()

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_tokens(const Unit *unit) {
  uint32_t end = 0;
  for (uint32_t i = 0; i < unit->token_count; i++) {
    const Token *token = &unit->tokens[i];
    CHECK(token->start >= end && token->end > token->start && token->end <= unit->len);
    CHECK(token->sentence < unit->sentence_count);
    CHECK(token->region == NONE || token->region < unit->region_count);
    for (uint32_t at = end; at < token->start; at++) {
      // Between tokens there is white space only; of longer code points any byte.
      CHECK((unsigned char)unit->bytes[at] <= ' ' || (unsigned char)unit->bytes[at] >= 0x80);
    }
    end = token->end;
  }
}

static void check_sentences(const Unit *unit) {
  uint32_t token = 0, end = 0;
  for (uint32_t i = 0; i < unit->sentence_count; i++) {
    const Sentence *sentence = &unit->sentences[i];
    CHECK(sentence->token_count > 0 && sentence->first_token == token);
    CHECK(sentence->start >= end && sentence->end > sentence->start);
    token += sentence->token_count;
    end = sentence->end;
    CHECK(sentence->region == NONE || (unit->regions[sentence->region].start <= sentence->start &&
                                       unit->regions[sentence->region].end >= sentence->end));
  }
  CHECK(token == unit->token_count);
}

static void check_regions(const Unit *unit) {
  for (uint32_t i = 0; i < unit->region_count; i++) {
    const Region *region = &unit->regions[i];
    CHECK(region->start < region->inner_start && region->inner_start <= region->inner_end);
    CHECK(region->inner_end <= region->end);
    CHECK(region->first_token + region->token_count <= unit->token_count);
    if (region->parent == NONE) continue;
    const Region *parent = &unit->regions[region->parent];
    CHECK(region->parent < i && parent->start <= region->start && parent->end >= region->end);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  enum { MOST = 16 * 1024 };
  static Lexicon *lexicon;
  static Parser *parser;
  static Arena *arena;
  if (lexicon == NULL) {
    lexicon = lexicon_new();
    parser = parser_new();
    arena = arena_new();
  }
  if (size > MOST) size = MOST;
  char *bytes = malloc(size + 1);  // its own block, so that reading past its end is seen
  if (bytes == NULL) return 0;
  memcpy(bytes, data, size);
  Unit unit = {.arena = arena, .source = bytes, .bytes = bytes, .len = (uint32_t)size};
  TSTree *tree = parse_unit(parser, lexicon, &unit);
  CHECK(tree != NULL && !ts_node_has_error(ts_tree_root_node(tree)));
  check_tokens(&unit);
  check_sentences(&unit);
  check_regions(&unit);
  ts_tree_delete(tree);
  arena_reset(arena);
  free(bytes);
  return 0;
}
