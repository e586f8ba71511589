// parse: a unit's bytes -> tree, tokens, sentences, quoted regions.
// Reads unit->bytes; fills unit->tokens, sentences, regions. The tree lives until the rules have run.
#ifndef COPYDESK_PARSE_H
#define COPYDESK_PARSE_H

#include <tree_sitter/api.h>

#include "lexicon.h"
#include "reading.h"

// Bytes that tree-sitter may need for `len` bytes of text: three times what the worst texts of
// tests/c/test_parse_hostile.c take (a mark, a list number or a capital in every byte).
#define PARSE_NEED(len) (((size_t)1 << 19) + (size_t)(len)*1024)

typedef struct Parser Parser;  // one a thread: tree-sitter's parser and its allocator's reserve

Parser *parser_new(void);  // NULL when memory is short
void parser_free(Parser *self);

// Parses the unit (up to 16 kB; split cuts longer ones) and fills its tokens, sentences and regions.
// The tree is returned for the rules and freed with ts_tree_delete() on the same thread, before the
// parser. NULL: unit->failed is set.
// Marks nested deeper than 16 count as text.
TSTree *parse_unit(Parser *self, const Lexicon *lexicon, Unit *unit);

#endif
