// A gap buffer: the draft's bytes with one gap where the last edit was.
#include "gap.h"

#include <stdlib.h>
#include <string.h>

enum { SPARE = 4096 };

bool gap_init(Gap *self, const char *text, uint32_t len) {
  *self = (Gap){.start = len, .end = len + SPARE, .capacity = len + SPARE};
  self->bytes = malloc(self->capacity);
  if (!self->bytes) return false;
  if (len) memcpy(self->bytes, text, len);
  return true;
}

void gap_free(Gap *self) {
  free(self->bytes);
  *self = (Gap){0};
}

uint32_t gap_len(const Gap *self) { return self->capacity - (self->end - self->start); }

static void move_gap(Gap *self, uint32_t at) {
  uint32_t size = self->end - self->start;
  if (at < self->start) {
    memmove(self->bytes + at + size, self->bytes + at, self->start - at);
  } else if (at > self->start) {
    memmove(self->bytes + self->start, self->bytes + self->end, at - self->start);
  }
  self->start = at;
  self->end = at + size;
}

bool gap_replace(Gap *self, uint32_t at, uint32_t old_len, const char *bytes, uint32_t len) {
  uint32_t room = self->end - self->start + old_len;
  if (len > room) {
    uint32_t tail = self->capacity - self->end;
    uint32_t spare = SPARE + gap_len(self) / 8;
    uint32_t capacity = self->capacity + (len - room) + spare;
    char *grown = realloc(self->bytes, capacity);
    if (!grown) return false;
    memmove(grown + capacity - tail, grown + self->end, tail);
    self->bytes = grown;
    self->end = capacity - tail;
    self->capacity = capacity;
  }
  move_gap(self, at);
  self->end += old_len;
  if (len) memcpy(self->bytes + self->start, bytes, len);
  self->start += len;
  return true;
}

const char *gap_view(Gap *self, uint32_t start, uint32_t end) {
  if (start >= self->start) return self->bytes + start + (self->end - self->start);
  if (end > self->start) move_gap(self, end - self->start < self->start - start ? end : start);
  return start >= self->start ? self->bytes + start + (self->end - self->start)
                              : self->bytes + start;
}

uint32_t gap_line_end(const Gap *self, uint32_t at) {
  return gap_line_end_within(self, at, gap_len(self));
}

uint32_t gap_line_end_within(const Gap *self, uint32_t at, uint32_t limit) {
  if (at >= limit) return limit;
  if (at < self->start) {
    uint32_t end = limit < self->start ? limit : self->start;
    const char *found = memchr(self->bytes + at, '\n', end - at);
    if (found) return (uint32_t)(found - self->bytes);
    at = end;
    if (at == limit) return limit;
  }
  uint32_t gap = self->end - self->start;
  const char *found = memchr(self->bytes + at + gap, '\n', limit - at);
  return found ? (uint32_t)(found - self->bytes) - gap : limit;
}

bool gap_line_start(const Gap *self, uint32_t at, uint32_t limit, uint32_t *start) {
  uint32_t least = at > limit ? at - limit : 0;
  while (at > least && gap_byte(self, at - 1) != '\n') at--;
  *start = at;
  return at == 0 || gap_byte(self, at - 1) == '\n';
}

char gap_byte(const Gap *self, uint32_t at) {
  return self->bytes[at < self->start ? at : at + (self->end - self->start)];
}

void gap_copy(const Gap *self, uint32_t start, uint32_t end, char *out) {
  if (start < self->start) {
    uint32_t part = (end < self->start ? end : self->start) - start;
    memcpy(out, self->bytes + start, part);
    out += part;
    start += part;
  }
  if (start < end) memcpy(out, self->bytes + start + (self->end - self->start), end - start);
}
