// Byte offsets of a text as code points, and as rows and columns.
// Reads the text once; makes a small table, after which any offset takes a few steps.
#ifndef COPYDESK_CODE_POINTS_H
#define COPYDESK_CODE_POINTS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  const char *text;
  uint32_t len;
  uint32_t *marks;  // NULL if the text is ASCII: offsets are the same
} CodePoints;

// `text` (at most 1 GB) must outlive it. False when memory is short. An invalid byte is one code
// point.
bool code_points_init(CodePoints *self, const char *text, uint32_t len);
void code_points_free(CodePoints *self);

// Code points before byte `offset`; past the end it is clamped.
uint32_t code_points_at(const CodePoints *self, uint32_t offset);

#endif
