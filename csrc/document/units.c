// The units of a draft in a gap array.
#include "units.h"

#include <stdlib.h>
#include <string.h>

void units_free(Units *self) {
  uint32_t count = units_count(self);
  for (uint32_t i = 0; i < count; i++) free(units_at(self, i)->reading);
  free(self->items);
  *self = (Units){0};
}

uint32_t units_count(const Units *self) {
  return self->capacity - (self->gap_end - self->gap_start);
}

UnitRecord *units_at(const Units *self, uint32_t index) {
  return &self->items[index < self->gap_start ? index : index + self->gap_end - self->gap_start];
}

uint32_t units_start(const Units *self, uint32_t index) {
  if (index >= units_count(self)) return self->bytes;
  uint32_t start = units_at(self, index)->start;
  return index < self->gap_start ? start : self->bytes - start;
}

uint32_t units_row(const Units *self, uint32_t index) {
  if (index >= units_count(self)) return self->rows;
  uint32_t row = units_at(self, index)->row;
  return index < self->gap_start ? row : self->rows - row;
}

// The last unit whose place is not behind `place`.
static uint32_t find(const Units *self, uint32_t place,
                     uint32_t (*place_of)(const Units *, uint32_t)) {
  uint32_t low = 0, high = units_count(self);
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (place_of(self, middle) <= place) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

uint32_t units_find(const Units *self, uint32_t byte) { return find(self, byte, units_start); }

uint32_t units_find_row(const Units *self, uint32_t row) { return find(self, row, units_row); }

// Moves the gap so that it begins at unit `index`; what crosses it is counted from the other side.
static void move_gap(Units *self, uint32_t index) {
  for (uint32_t i = self->gap_start; i > index; i--) {
    UnitRecord *record = &self->items[i - 1];
    record->start = self->bytes - record->start;
    record->row = self->rows - record->row;
  }
  uint32_t size = self->gap_end - self->gap_start;
  for (uint32_t i = self->gap_start; i < index; i++) {
    UnitRecord *record = &self->items[i + size];
    record->start = self->bytes - record->start;
    record->row = self->rows - record->row;
  }
  if (index < self->gap_start) {
    memmove(self->items + index + size, self->items + index,
            (self->gap_start - index) * sizeof *self->items);
  } else if (index > self->gap_start) {
    memmove(self->items + self->gap_start, self->items + self->gap_end,
            (index - self->gap_start) * sizeof *self->items);
  }
  self->gap_start = index;
  self->gap_end = index + size;
}

static bool make_room(Units *self, uint32_t more) {
  uint32_t room = self->gap_end - self->gap_start;
  if (more <= room) return true;
  uint32_t capacity = self->capacity + more + 64 + units_count(self) / 8;
  UnitRecord *grown = realloc(self->items, capacity * sizeof *grown);
  if (!grown) return false;
  uint32_t tail = self->capacity - self->gap_end;
  memmove(grown + capacity - tail, grown + self->gap_end, tail * sizeof *grown);
  self->items = grown;
  self->gap_end = capacity - tail;
  self->capacity = capacity;
  return true;
}

bool units_replace(Units *self, uint32_t first, uint32_t old_count, const UnitRecord *records,
                   uint32_t count) {
  if (!make_room(self, count)) return false;
  move_gap(self, first);
  uint32_t old_bytes = 0, old_rows = 0, bytes = 0, rows = 0;
  for (uint32_t i = 0; i < old_count; i++) {
    old_bytes += self->items[self->gap_end + i].len;
    old_rows += self->items[self->gap_end + i].rows;
  }
  self->gap_end += old_count;
  for (uint32_t i = 0; i < count; i++) {
    bytes += records[i].len;
    rows += records[i].rows;
    self->items[self->gap_start + i] = records[i];
  }
  self->gap_start += count;
  self->bytes += bytes - old_bytes;
  self->rows += rows - old_rows;
  return true;
}
