// The memory that tree-sitter works in (see reserve.h): blocks in sizes of powers of two, cut from
// large chunks and kept in one list a size once they were freed.
#include "../reserve.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

enum { SMALLEST_BITS = 6, SIZE_COUNT = 26, HEAD = 16, CHUNK = 1 << 20 };

// In front of every block, also of those that malloc gave because no reserve was entered.
typedef struct Block {
  Reserve *owner;  // NULL: malloc's
  union {
    size_t size;  // of malloc's: bytes behind the head
    uint32_t size_class;
  };
} Block;
_Static_assert(sizeof(Block) <= HEAD, "the head keeps what follows aligned");

typedef struct Chunk {
  struct Chunk *next;
  size_t size;
} Chunk;

struct Reserve {
  Chunk *chunks;
  char *at, *end;  // what is left of the newest chunk
  size_t used;
  Block *free_blocks[SIZE_COUNT];
};

static _Thread_local Reserve *entered;

// ---- blocks ------------------------------------------------------------------------------------
static bool add_chunk(Reserve *self, size_t size) {
  if (size > SIZE_MAX - sizeof(Chunk) - HEAD) return false;
  if (size < CHUNK) size = CHUNK;
  Chunk *chunk = malloc(HEAD + size);
  if (chunk == NULL) return false;
  *chunk = (Chunk){.next = self->chunks, .size = size};
  self->chunks = chunk;
  self->at = (char *)chunk + HEAD;
  self->end = self->at + size;
  return true;
}
_Static_assert(sizeof(Chunk) <= HEAD, "the head keeps what follows aligned");

static Block **next_of(Block *block) { return (Block **)(void *)((char *)block + HEAD); }

static uint32_t class_of(size_t size) {
  uint32_t size_class = 0;
  while (((size_t)1 << (size_class + SMALLEST_BITS)) < size + HEAD) size_class++;
  return size_class;
}

static size_t room_of(const Block *block) {
  if (block->owner == NULL) return block->size;
  return ((size_t)1 << (block->size_class + SMALLEST_BITS)) - HEAD;
}

static void *take(Reserve *self, size_t size) {
  if (size > (size_t)1 << (SIZE_COUNT + SMALLEST_BITS - 2)) return NULL;
  const uint32_t size_class = class_of(size);
  Block *block = self->free_blocks[size_class];
  if (block != NULL) {
    self->free_blocks[size_class] = *next_of(block);
  } else {
    const size_t whole = (size_t)1 << (size_class + SMALLEST_BITS);
    // Never so if `need` was right; then this is the last hope.
    if ((size_t)(self->end - self->at) < whole && !add_chunk(self, whole)) return NULL;
    block = (Block *)(void *)self->at;
    self->at += whole;
    self->used += whole;
  }
  block->owner = self;
  block->size_class = size_class;
  return (char *)block + HEAD;
}

// ---- what tree-sitter calls --------------------------------------------------------------------
static void *reserve_malloc(size_t size) {
  if (entered != NULL) return take(entered, size);
  if (size > SIZE_MAX - HEAD) return NULL;
  Block *block = malloc(HEAD + size);
  if (block == NULL) return NULL;
  *block = (Block){.size = size};
  return (char *)block + HEAD;
}

static void *reserve_calloc(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) return NULL;
  void *memory = reserve_malloc(count * size);
  if (memory != NULL) memset(memory, 0, count * size);
  return memory;
}

static void reserve_release(void *memory) {
  if (memory == NULL) return;
  Block *block = (Block *)(void *)((char *)memory - HEAD);
  Reserve *owner = block->owner;
  if (owner == NULL) {
    free(block);
    return;
  }
  Block **list = &owner->free_blocks[block->size_class];
  *next_of(block) = *list;
  *list = block;
}

static void *reserve_realloc(void *memory, size_t size) {
  if (memory == NULL) return reserve_malloc(size);
  const Block *block = (const Block *)(const void *)((char *)memory - HEAD);
  const size_t room = room_of(block);
  if (size <= room) return memory;
  void *larger = reserve_malloc(size);
  if (larger == NULL) return NULL;
  memcpy(larger, memory, room);
  reserve_release(memory);
  return larger;
}

// ---- public ------------------------------------------------------------------------------------
// Installed when the library is loaded: what another allocator gave out must never come back to
// ours, and queries are compiled before the first parser is made. Where tree-sitter is a shared
// library it may be the editor's own: its allocator is not ours to change.
__attribute__((constructor)) static void install(void) {
#ifndef COPYDESK_SHARED_TREE_SITTER
  ts_set_allocator(reserve_malloc, reserve_calloc, reserve_realloc, reserve_release);
#endif
}

Reserve *reserve_new(void) { return calloc(1, sizeof(Reserve)); }

void reserve_free(Reserve *self) {
  if (self == NULL) return;
  for (Chunk *chunk = self->chunks, *next; chunk != NULL; chunk = next) {
    next = chunk->next;
    free(chunk);
  }
  free(self);
}

bool reserve_enter(Reserve *self, size_t need) {
  if ((size_t)(self->end - self->at) < need && !add_chunk(self, need)) return false;
  self->used = 0;
  entered = self;
  return true;
}

void reserve_leave(Reserve *self) {
  (void)self;
  entered = NULL;
}

size_t reserve_used(const Reserve *self) { return self->used; }
