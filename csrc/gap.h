// The text of a draft as one gap buffer: an edit costs what it moves, and nothing near the last
// one.
#ifndef COPYDESK_GAP_H
#define COPYDESK_GAP_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  char *bytes;
  uint32_t start, end;  // the gap: bytes[start..end)
  uint32_t capacity;
} Gap;

bool gap_init(Gap *self, const char *text, uint32_t len);  // false when memory is short
void gap_free(Gap *self);
uint32_t gap_len(const Gap *self);

// Replaces old_len bytes at `at`. False, and nothing changed, when memory is short.
bool gap_replace(Gap *self, uint32_t at, uint32_t old_len, const char *bytes, uint32_t len);

// The bytes [start, end) in one piece, valid until the next call with this buffer. Moves the gap
// out of the way if it lies inside.
const char *gap_view(Gap *self, uint32_t start, uint32_t end);

// The offset of the first '\n' at or after `at`, or gap_len() if there is none; moves nothing.
uint32_t gap_line_end(const Gap *self, uint32_t at);
// The same, but looks no further than `limit`, and returns that if there is none before it.
uint32_t gap_line_end_within(const Gap *self, uint32_t at, uint32_t limit);
// The offset behind the last '\n' before `at`, or 0; false if there is none within `limit` bytes.
bool gap_line_start(const Gap *self, uint32_t at, uint32_t limit, uint32_t *start);
char gap_byte(const Gap *self, uint32_t at);
void gap_copy(const Gap *self, uint32_t start, uint32_t end, char *out);

#endif
