// Within link: a hash index from 64-bit keys to the numbers of items; a key may have several items.
#ifndef COPYDESK_LINK_INDEX_H
#define COPYDESK_LINK_INDEX_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint32_t *heads;            // 1 << bits chains
  uint32_t *next, *previous;  // of each item
  uint64_t *keys;             // of each item
  uint32_t capacity;          // items that there is room for
  uint32_t bits;
} Index;

// Makes room for items numbered below `capacity`. False, and nothing changed, when memory is short.
bool index_reserve(Index *self, uint32_t capacity);
void index_free(Index *self);
void index_insert(Index *self, uint32_t item, uint64_t key);  // there is room, and it is not in yet
void index_remove(Index *self, uint32_t item);
// The first item with a key, and the next one with the same; NONE at the end.
uint32_t index_first(const Index *self, uint64_t key);
uint32_t index_next(const Index *self, uint32_t item);

#endif
