// A bump allocator for what lives only while one unit of text is read.
// Reads nothing; makes memory that is released all at once.
#ifndef COPYDESK_ARENA_H
#define COPYDESK_ARENA_H

#include <stddef.h>

typedef struct Arena Arena;

// A new arena, or NULL when memory is short. Owned by the caller: arena_free().
Arena *arena_new(void);
void arena_free(Arena *self);

// Zeroed memory aligned for any type, valid until arena_reset(). NULL when memory is short.
void *arena_alloc(Arena *self, size_t size);

// Forgets every allocation and keeps the blocks for the next unit.
void arena_reset(Arena *self);

// A growable array in an arena: `ARENA_PUSH(arena, array, count, capacity)` makes room for one more
// element and is false when memory is short. The old elements are copied; the old block stays behind.
void *arena_grow(Arena *self, void *items, size_t count, size_t *capacity, size_t item_size);
#define ARENA_PUSH(arena, items, count, capacity) \
  ((count) < (capacity) ||                        \
   ((items) = arena_grow((arena), (items), (count), &(capacity), sizeof *(items))) != NULL)

#endif
