// split: bytes -> units (paragraphs and blocks of text and markdown).
// Reads lines of the draft; makes the extent and kind of the unit that begins at a given place. Decided
// from a line and its neighbours, so an edit changes units only near it.
//
// A unit is one paragraph, heading, list item or line of code, with the blank lines behind it. A line of
// prose goes on with the paragraph before it if that line looks hard-wrapped: 40 to 100 columns wide, and
// this line's first word would not have fitted into the widest line near it. Where the line before ends
// like a sentence, some pair of lines nearby has to show besides that lines are wrapped here at all.
// A paragraph of over 16 kB is read in parts, cut at places that depend on the bytes around them alone.
#ifndef COPYDESK_SPLIT_H
#define COPYDESK_SPLIT_H

#include "gap.h"
#include "reading.h"

// What the scanner carries from one unit into the next. No padding, so that memcmp() compares.
typedef struct {
  uint8_t open;   // BlockKind that goes on: code, comment, front matter, or a paragraph's parts
  uint8_t fence;  // '`' or '~' of an open fence
  uint8_t fence_length;  // at most 255
  uint8_t in_part;       // the unit to come is a further part of the paragraph before
} SplitState;

typedef struct {
  uint32_t len;      // bytes, with line ends and the blank lines behind
  uint32_t rows;     // line ends in it; the last unit may have an unended line besides
  SplitState after;  // state behind it
  uint8_t block;     // BlockKind
  bool part;         // goes on with the paragraph of the unit before it
} SplitUnit;

typedef struct Splitter Splitter;  // remembers lines it has looked at, for one pass over one text

Splitter *splitter_new(void);  // NULL when memory is short
void splitter_free(Splitter *self);
// Begins a pass: forgets every line, since the text may have changed.
void splitter_begin(Splitter *self, Gap *text, CdWrap wrap);

// The unit that begins at byte `at` (a unit's start) in state `state`. Its length is 0 at the end.
SplitUnit splitter_next(Splitter *self, uint32_t at, SplitState state);

// An edit of [start, end) can only change units between these two places: the lines that far before and
// behind may look at it.
uint32_t splitter_reach_before(Splitter *self, uint32_t start);
uint32_t splitter_reach_behind(Splitter *self, uint32_t end);

bool split_is_read(BlockKind block);  // is the block read as prose at all?

// Copies bytes[0..len) to out with markup blanked, byte for byte: heading, list and quote markers,
// emphasis, inline code, link targets, tags, comments, control bytes and invalid UTF-8.
void split_mask(const char *bytes, uint32_t len, BlockKind block, char *out);

#endif
