// Fuzz target of word lists: any bytes may be a newsroom's list, and any bytes a text.
// Reads bytes from libFuzzer, up to the first NUL a list, then words; stops when something does not hold.
#include <stdlib.h>
#include <string.h>

#include "lexicon.h"
#include "text.h"

#define CHECK(holds) \
  if (!(holds)) abort()

enum { TOKENS = 256 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *bytes = (const char *)data;
  const char *nul = size > 0 ? memchr(bytes, '\0', size) : NULL;
  size_t list_len = nul != NULL ? (size_t)(nul - bytes) : size;
  Lexicon *lexicon = lexicon_new();
  CHECK(lexicon != NULL);
  CHECK(lexicon_add(lexicon, "fuzz", bytes, list_len));

  // The list is read as a text too, so that its entries are met.
  Token tokens[TOKENS];
  Unit unit = {.bytes = bytes, .len = (uint32_t)size, .tokens = tokens};
  uint32_t start = 0;
  for (uint32_t at = 0; at <= unit.len && unit.token_count < TOKENS; at++) {
    if (at < unit.len && bytes[at] != ' ' && bytes[at] != '\n' && bytes[at] != '-') continue;
    if (at > start) {
      tokens[unit.token_count++] =
          (Token){.start = start, .end = at, .hash = text_hash(bytes + start, at - start)};
    }
    if (at < unit.len && bytes[at] == '-' && unit.token_count < TOKENS) {
      tokens[unit.token_count++] = (Token){
          .start = at, .end = at + 1, .hash = text_hash(bytes + at, 1), .kind = TOKEN_HYPHEN};
    }
    start = at + 1;
  }
  for (uint32_t i = 0; i < unit.token_count; i++) {
    uint64_t found;
    uint32_t count = lexicon_phrase(lexicon, &unit, i, UINT64_MAX, &found);
    CHECK(count <= unit.token_count - i);
    CHECK((count > 0) == (found != 0));
    lexicon_word(lexicon, bytes + tokens[i].start, tokens[i].end - tokens[i].start);
  }
  lexicon_free(lexicon);
  return 0;
}
