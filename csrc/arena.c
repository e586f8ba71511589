// A bump allocator: a list of blocks, filled one after the other.
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = 16 };

typedef struct Block {
  struct Block *next;
  size_t used, size;
  // Memory follows, aligned by the size of this head.
} Block;

struct Arena {
  Block *first, *current;
};

enum { HEAD = (sizeof(Block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT };

static Block *block_new(size_t size) {
  Block *block = malloc(HEAD + size);
  if (!block) return NULL;
  *block = (Block){.size = size};
  return block;
}

Arena *arena_new(void) {
  Arena *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  self->first = self->current = block_new(BLOCK_SIZE);
  if (!self->first) {
    free(self);
    return NULL;
  }
  return self;
}

void arena_free(Arena *self) {
  if (!self) return;
  for (Block *block = self->first, *next; block; block = next) {
    next = block->next;
    free(block);
  }
  free(self);
}

void *arena_alloc(Arena *self, size_t size) {
  if (size > SIZE_MAX - HEAD - ALIGNMENT) return NULL;
  size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  Block *block = self->current;
  while (block->used + size > block->size && block->next) block = block->next;
  if (block->used + size > block->size) {
    block->next = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE);
    if (!block->next) return NULL;
    block = block->next;
  }
  self->current = block;
  void *memory = (char *)block + HEAD + block->used;
  block->used += size;
  return memset(memory, 0, size);
}

void arena_reset(Arena *self) {
  // Blocks made for an unusually large unit go back; the usual ones stay.
  Block **link = &self->first;
  while (*link) {
    Block *block = *link;
    block->used = 0;
    if (block->size > BLOCK_SIZE) {
      *link = block->next;
      free(block);
    } else {
      link = &block->next;
    }
  }
  self->current = self->first;
}

void *arena_grow(Arena *self, void *items, size_t count, size_t *capacity, size_t item_size) {
  size_t wanted = *capacity ? *capacity * 2 : 16;
  if (wanted > SIZE_MAX / item_size) return NULL;
  void *grown = arena_alloc(self, wanted * item_size);
  if (!grown) return NULL;
  if (count) memcpy(grown, items, count * item_size);
  *capacity = wanted;
  return grown;
}
