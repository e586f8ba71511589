// Is a word another one with one letter wrong? See slip.c.
#ifndef COPYDESK_COMPARE_SLIP_H
#define COPYDESK_COMPARE_SLIP_H

#include "../lexicon.h"

typedef struct {
  const char *bytes;
  uint32_t len;
  bool capital, opens;  // has a capital letter; begins a sentence
} SlipWord;

// `old` was meant, `now` is what was typed. NULL for no lexicon: nothing is a slip.
bool slip_is(const Lexicon *lexicon, SlipWord old, SlipWord now);

#endif
