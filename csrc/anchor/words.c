// A text as a sequence of words; see anchor.h.
#include <stdlib.h>
#include <string.h>

#include "../anchor.h"
#include "../text.h"

typedef enum { SIGN, SPACE, IN_WORD } Kind;

// What the code point at `at` is; *size gets its bytes.
static Kind kind_at(const char *text, uint32_t at, uint32_t len, uint32_t *size) {
  unsigned char byte = (unsigned char)text[at];
  uint32_t code_point = byte;
  *size = 1;
  if (byte >= 0x80) *size = text_decode(text + at, len - at, &code_point);
  if (text_is_letter(code_point) || text_is_digit(code_point)) return IN_WORD;
  return text_is_space(code_point) ? SPACE : SIGN;
}

bool words_init(Words *self, const char *text, uint32_t len) {
  *self = (Words){.text = text};
  uint32_t capacity = 0;
  bool spaced = true;
  for (uint32_t at = 0; at < len;) {
    uint32_t size;
    Kind kind = kind_at(text, at, len, &size);
    if (kind == SPACE) {
      spaced = true;
      at += size;
      continue;
    }
    uint32_t end = at + size;
    while (kind == IN_WORD && end < len && kind_at(text, end, len, &size) == IN_WORD) end += size;
    if (self->count == capacity) {
      capacity = capacity ? capacity * 2 : 32;
      Word *items = realloc(self->items, capacity * sizeof *items);
      if (!items) {
        words_free(self);
        return false;
      }
      self->items = items;
    }
    uint32_t hash = 2166136261u;  // FNV-1a
    for (uint32_t i = at; i < end; i++) hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    self->items[self->count++] = (Word){at, end, hash, spaced};
    spaced = false;
    at = end;
  }
  return true;
}

void words_free(Words *self) {
  free(self->items);
  *self = (Words){0};
}

void words_in_span(const Words *self, CdSpan span, uint32_t *first, uint32_t *end) {
  uint32_t low = 0;
  for (uint32_t high = self->count; low < high;) {  // the first word that ends behind span.start
    uint32_t middle = low + (high - low) / 2;
    if (self->items[middle].end <= span.start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  *first = low;
  for (uint32_t high = self->count; low < high;) {  // the first that starts at or behind span.end
    uint32_t middle = low + (high - low) / 2;
    if (self->items[middle].start < span.end) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  *end = low;
}

bool words_same(const Words *self, uint32_t at, const Words *other, uint32_t other_at) {
  const Word *one = &self->items[at], *two = &other->items[other_at];
  uint32_t len = one->end - one->start;
  return one->hash == two->hash && len == two->end - two->start &&
         memcmp(self->text + one->start, other->text + two->start, len) == 0;
}
