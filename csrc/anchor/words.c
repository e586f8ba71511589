// A text as a sequence of words; see anchor.h.
#include <stdlib.h>
#include <string.h>

#include "../anchor.h"
#include "../text.h"

// Letters and digits of ASCII, as bits.
static bool is_plain(unsigned char byte) {
  static const uint64_t bits[2] = {0x03FF000000000000u, 0x07FFFFFE07FFFFFEu};
  return byte < 0x80 && bits[byte >> 6] >> (byte & 63) & 1;
}

static bool is_plain_space(unsigned char byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

// The hash is FNV-1a, 32 bits.
static const uint32_t hash_start = 0x811C9DC5u, hash_factor = 0x01000193u;

static uint32_t hash_bytes(uint32_t hash, const char *bytes, uint32_t len) {
  for (uint32_t i = 0; i < len; i++) hash = (hash ^ (unsigned char)bytes[i]) * hash_factor;
  return hash;
}

// The end of the run of letters and digits from `at`, and its hash.
static uint32_t run_end(const char *text, uint32_t at, uint32_t len, uint32_t *hash) {
  *hash = hash_start;
  while (at < len) {
    unsigned char byte = (unsigned char)text[at];
    if (is_plain(byte)) {
      *hash = (*hash ^ byte) * hash_factor;
      at++;
      continue;
    }
    if (byte < 0x80) break;
    uint32_t code_point;
    uint32_t size = text_decode(text + at, len - at, &code_point);
    if (!text_is_letter(code_point)) break;
    *hash = hash_bytes(*hash, text + at, size);
    at += size;
  }
  return at;
}

static bool reserve(Words *self, uint32_t *capacity, uint32_t least) {
  *capacity = *capacity ? *capacity * 2 : least;
  Word *items = realloc(self->items, *capacity * sizeof *items);
  if (items) self->items = items;
  return items != NULL;
}

bool words_init(Words *self, const char *text, uint32_t len) {
  *self = (Words){.text = text};
  uint32_t capacity = 0;
  bool spaced = true;
  for (uint32_t at = 0; at < len;) {
    unsigned char byte = (unsigned char)text[at];
    uint32_t size = 1, code_point = byte;
    if (byte >= 0x80) size = text_decode(text + at, len - at, &code_point);
    if (byte < 0x80 ? is_plain_space(byte) : text_is_space(code_point)) {
      spaced = true;
      at += size;
      continue;
    }
    if (self->count == capacity && !reserve(self, &capacity, len / 5 + 16)) {
      words_free(self);
      return false;
    }
    uint32_t hash;
    uint32_t end = run_end(text, at, len, &hash);
    if (end == at) {  // a sign by itself
      end = at + size;
      hash = hash_bytes(hash_start, text + at, size);
    }
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
