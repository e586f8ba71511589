// A run of words as the parts that are compared; see parts.c.
#ifndef COPYDESK_COMPARE_PARTS_H
#define COPYDESK_COMPARE_PARTS_H

#include "../compare.h"

typedef enum {
  PART_WORD,  // letters, with the apostrophes inside; of a name and an acronym with all that joins it
  PART_NUMBER,  // digits with what belongs to them: 1,200 -3 4.5 3-2 24/7 5km
  PART_MARK,    // a quotation mark of any style, or an apostrophe at the edge of a word
  PART_SIGN,    // a sign that means something by itself: $ % & +
} PartKind;

typedef struct {
  uint32_t start, end;        // bytes
  uint32_t first, words_end;  // items of the words
  uint32_t between;           // hash of the punctuation between the part before and this one
  PartKind kind;
  bool opens;    // a sentence begins here
  bool capital;  // has a capital letter
} Part;

typedef struct {
  const char *text;
  Part *items;
  uint32_t count;
} Parts;

// False when memory is short.
bool parts_init(Parts *self, const CompareSide *side);
void parts_free(Parts *self);

#endif
