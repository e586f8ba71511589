// Within link: a hash index from 64-bit keys to the numbers of items.
#include "index.h"

#include <stdlib.h>
#include <string.h>

#include "../reading.h"

static uint32_t chain_of(const Index *self, uint64_t key) {
  return (uint32_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - self->bits));
}

bool index_reserve(Index *self, uint32_t capacity) {
  if (capacity <= self->capacity) return true;
  uint32_t room = self->capacity == 0 ? 64 : self->capacity * 2;
  while (room < capacity) room *= 2;
  uint32_t bits = 6;
  while (((uint32_t)1 << bits) < room) bits++;
  uint32_t *heads = malloc(sizeof *heads << bits);
  uint32_t *next = malloc(sizeof *next * room);
  uint32_t *previous = malloc(sizeof *previous * room);
  uint64_t *keys = malloc(sizeof *keys * room);
  Index grown = {heads, next, previous, keys, room, bits};
  if (heads == NULL || next == NULL || previous == NULL || keys == NULL) {
    index_free(&grown);
    return false;
  }
  memset(heads, 0xFF, sizeof *heads << bits);
  for (uint32_t chain = 0; self->capacity > 0 && chain < (uint32_t)1 << self->bits; chain++) {
    for (uint32_t item = self->heads[chain]; item != NONE; item = self->next[item]) {
      index_insert(&grown, item, self->keys[item]);
    }
  }
  index_free(self);
  *self = grown;
  return true;
}

void index_free(Index *self) {
  free(self->heads);
  free(self->next);
  free(self->previous);
  free(self->keys);
  *self = (Index){0};
}

void index_insert(Index *self, uint32_t item, uint64_t key) {
  uint32_t chain = chain_of(self, key);
  self->keys[item] = key;
  self->previous[item] = NONE;
  self->next[item] = self->heads[chain];
  if (self->next[item] != NONE) self->previous[self->next[item]] = item;
  self->heads[chain] = item;
}

void index_remove(Index *self, uint32_t item) {
  uint32_t next = self->next[item], previous = self->previous[item];
  if (next != NONE) self->previous[next] = previous;
  if (previous != NONE) {
    self->next[previous] = next;
  } else {
    self->heads[chain_of(self, self->keys[item])] = next;
  }
}

static uint32_t skip_to(const Index *self, uint32_t item, uint64_t key) {
  while (item != NONE && self->keys[item] != key) item = self->next[item];
  return item;
}

uint32_t index_first(const Index *self, uint64_t key) {
  if (self->capacity == 0) return NONE;
  return skip_to(self, self->heads[chain_of(self, key)], key);
}

uint32_t index_next(const Index *self, uint32_t item) {
  return skip_to(self, self->next[item], self->keys[item]);
}
