// split: bytes -> units (paragraphs and blocks of text and markdown).
// Reads lines of the draft; makes the extent and kind of the unit that begins at a given place. Decided
// from a line and its neighbours, so an edit changes units only near it (see split.c for the rules).
#ifndef COPYDESK_SPLIT_H
#define COPYDESK_SPLIT_H

#include "gap.h"
#include "reading.h"

// How paragraphs are told apart.
typedef enum { WRAP_AUTO, WRAP_SOFT, WRAP_HARD } SplitWrap;

// What the scanner carries from one unit into the next.
typedef struct {
  uint8_t inside;       // BlockKind that is still open (code, comment, front matter), else BLOCK_PROSE
  uint8_t fence;        // '`' or '~' of an open fence
  uint8_t fence_length;
} SplitState;

typedef struct {
  uint32_t len;         // bytes, with the line ends
  uint32_t rows;        // line ends in it; the last unit may have an unended line besides
  uint8_t block;        // BlockKind
  bool part;            // goes on with the paragraph of the unit before it (very long paragraphs)
  SplitState after;     // state behind it
} SplitUnit;

// The unit that begins at byte `at` (a unit's start) in state `state`. at == gap_len(): a length of 0.
SplitUnit split_next(Gap *text, uint32_t at, SplitState state, SplitWrap wrap);

// The start of the run of lines around `at` from which units must be read again when a byte at `at`
// changed: never behind the unit that holds `at`, and at most some lines before it.
uint32_t split_restart(Gap *text, uint32_t at);

// Copies bytes[0..len) to out with markup blanked by spaces, byte for byte: heading, list and quote
// markers, emphasis, inline code, link targets, comments, NUL and invalid UTF-8.
void split_mask(const char *bytes, uint32_t len, BlockKind block, char *out);

bool split_is_read(BlockKind block);  // is the block read as prose at all?

#endif
