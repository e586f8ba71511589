// parse: a unit's bytes -> tree, tokens, sentences, quoted regions.
// Reads unit->bytes; fills unit->tokens, sentences, regions. The tree lives until the rules have run.
#ifndef COPYDESK_PARSE_H
#define COPYDESK_PARSE_H

#include <tree_sitter/api.h>

#include "lexicon.h"
#include "reading.h"

typedef struct Parser Parser;  // one a thread: tree-sitter's parser and its allocator's reserve

Parser *parser_new(void);      // NULL when memory is short
void parser_free(Parser *self);

// Parses the unit (up to 16 kB; split cuts longer ones) and fills its tokens, sentences and regions.
// The tree is returned for the rules and freed with ts_tree_delete(). NULL: unit->failed is set.
// Marks nested deeper than 16 count as text.
TSTree *parse_unit(Parser *self, const Lexicon *lexicon, Unit *unit);

#endif
