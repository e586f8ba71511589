// Byte offsets as code points; see code_points.h.
// Every 16 bytes a mark holds how many code points begin before it (30 bits) and how many bytes of
// the one before reach past it (2 bits), so a look-up reads at most 15 bytes.
#include "code_points.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

enum { STEP = 16, COUNT_BITS = 30 };
static const uint32_t count_mask = (1u << COUNT_BITS) - 1;

static bool is_ascii(const char *text, uint32_t len) {
  uint32_t at = 0;
  for (; len - at >= 8; at += 8) {
    uint64_t word;
    memcpy(&word, text + at, 8);
    if (word & 0x8080808080808080u) return false;
  }
  for (; at < len; at++) {
    if ((unsigned char)text[at] >= 0x80) return false;
  }
  return true;
}

bool code_points_init(CodePoints *self, const char *text, uint32_t len) {
  *self = (CodePoints){.text = text, .len = len};
  if (is_ascii(text, len)) return true;
  self->marks = malloc(((size_t)len / STEP + 1) * sizeof *self->marks);
  if (!self->marks) return false;
  uint32_t count = 0;
  uint32_t next = 0;  // offset of the next mark
  for (uint32_t at = 0; at < len;) {
    // `at` is where a code point begins; a mark inside the one before knows how much of it is left.
    if (at >= next) {
      self->marks[next / STEP] = count | (at - next) << COUNT_BITS;
      next += STEP;
    }
    uint32_t code_point;
    at += (unsigned char)text[at] < 0x80 ? 1 : text_decode(text + at, len - at, &code_point);
    count++;
  }
  if (len >= next) self->marks[next / STEP] = count | (len - next) << COUNT_BITS;
  return true;
}

void code_points_free(CodePoints *self) {
  free(self->marks);
  self->marks = NULL;
}

uint32_t code_points_at(const CodePoints *self, uint32_t offset) {
  if (offset > self->len) offset = self->len;
  if (!self->marks) return offset;
  uint32_t mark = self->marks[offset / STEP];
  uint32_t count = mark & count_mask;
  for (uint32_t at = offset / STEP * STEP + (mark >> COUNT_BITS); at < offset;) {
    uint32_t code_point;
    unsigned char byte = (unsigned char)self->text[at];
    at += byte < 0x80 ? 1 : text_decode(self->text + at, self->len - at, &code_point);
    count++;
  }
  return count;
}
