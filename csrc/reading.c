// Packs what is kept of a unit into one block.
#include "reading.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 8 };

static size_t padded(size_t size) { return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

// Copies `count` items to *at, moves it behind them and returns where they are.
static void *pack(char **at, const void *items, uint32_t count, size_t item_size) {
  void *copy = *at;
  if (count) memcpy(copy, items, count * item_size);
  *at += padded(count * item_size);
  return copy;
}

Reading *reading_pack(const Unit *unit) {
  // What a failed unit's stages left behind is not to be trusted.
  static const Unit nothing = {.failed = true};
  if (unit->failed) unit = &nothing;
  size_t size = padded(sizeof(Reading)) + padded(unit->sentence_count * sizeof(Sentence)) +
                padded(unit->mention_count * sizeof(Mention)) +
                padded(unit->quotation_count * sizeof(Quotation)) +
                padded(unit->content_count * sizeof(CdSpan)) +
                padded(unit->claim_count * sizeof(Claim)) + padded(unit->fact_count * sizeof(Fact));
  Reading *self = malloc(size);
  if (!self) return NULL;
  char *at = (char *)self + padded(sizeof(Reading));
  *self = (Reading){.failed = unit->failed};
#define PACK(items, count)   \
  self->count = unit->count; \
  self->items = pack(&at, unit->items, unit->count, sizeof *unit->items)
  PACK(sentences, sentence_count);
  PACK(mentions, mention_count);
  PACK(quotations, quotation_count);
  PACK(contents, content_count);
  PACK(claims, claim_count);
  PACK(facts, fact_count);
#undef PACK
  self->opens_with_mark = unit->token_count && unit->tokens[0].kind == TOKEN_OPEN_MARK;
  for (uint32_t i = 0; i < unit->region_count; i++) {
    if (unit->regions[i].flags & REGION_UNCLOSED) self->left_open = true;
  }
  return self;
}
