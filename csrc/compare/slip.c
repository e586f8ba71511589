// One letter put in, left out, replaced, or swapped with its neighbour (Damerau 1964), where no other
// word can be meant: not for names, not for short words, not if the new form is a word itself.
#include "slip.h"

#include <string.h>

#include "../text.h"

enum { LETTERS_MIN = 5, LETTERS_MAX = 40 };

static const uint64_t name_classes =
    LEX_BIT(LEX_FIRST_NAME_MALE) | LEX_BIT(LEX_FIRST_NAME_FEMALE) | LEX_BIT(LEX_SURNAME) |
    LEX_BIT(LEX_COUNTRY) | LEX_BIT(LEX_DEMONYM) | LEX_BIT(LEX_CITY) | LEX_BIT(LEX_REGION) |
    LEX_BIT(LEX_LOCATION) | LEX_BIT(LEX_ORG) | LEX_BIT(LEX_MONTH) | LEX_BIT(LEX_WEEKDAY);

// The word's letters, case folded; 0 if it has other signs or is too long.
static uint32_t letters_of(const SlipWord *word, uint32_t letters[LETTERS_MAX + 1]) {
  uint32_t count = 0;
  for (uint32_t at = 0; at < word->len;) {
    uint32_t code_point;
    at += text_decode(word->bytes + at, word->len - at, &code_point);
    if (!text_is_letter(code_point) || count == LETTERS_MAX) return 0;
    letters[count++] = text_fold(code_point);
  }
  return count;
}

// Endings that grammar puts on and takes off, and "a-" as in "amoral".
static bool is_grammar(const uint32_t *longer, uint32_t count, uint32_t at) {
  if (at == 0) return longer[0] == 'a';
  return at + 1 == count && longer[at] < 0x80 && strchr("sdrnty", (int)longer[at]) != NULL;
}

// `longer` has one letter more than `shorter`.
static bool is_put_in(const uint32_t *longer, uint32_t count, const uint32_t *shorter) {
  uint32_t at = 0;
  while (at + 1 < count && longer[at] == shorter[at]) at++;
  if (memcmp(longer + at + 1, shorter + at, (count - at - 1) * sizeof *longer) != 0) return false;
  return !is_grammar(longer, count, at);
}

static bool is_replaced(const uint32_t *one, const uint32_t *other, uint32_t count) {
  uint32_t at = 0;
  while (at < count && one[at] == other[at]) at++;
  if (at == count) return false;
  size_t rest = (count - at - 1) * sizeof *one;
  if (memcmp(one + at + 1, other + at + 1, rest) == 0) return true;
  return at + 1 < count && one[at] == other[at + 1] && one[at + 1] == other[at] &&
         memcmp(one + at + 2, other + at + 2, rest - sizeof *one) == 0;
}

static bool is_ordinary(const Lexicon *lexicon, const SlipWord *old) {
  uint64_t classes = lexicon_word(lexicon, old->bytes, old->len);
  if (classes == 0) return false;
  return !old->capital || (old->opens && (classes & name_classes) == 0);
}

bool slip_is(const Lexicon *lexicon, SlipWord old, SlipWord now) {
  uint32_t one[LETTERS_MAX + 1], other[LETTERS_MAX + 1];
  uint32_t count = letters_of(&old, one), other_count = letters_of(&now, other);
  if (!lexicon || count < LETTERS_MIN || other_count == 0) return false;
  bool near = false;
  if (count == other_count) near = is_replaced(one, other, count);
  if (count == other_count + 1) near = is_put_in(one, count, other);
  if (count + 1 == other_count) near = is_put_in(other, other_count, one);
  if (!near || old.capital != now.capital) return false;
  return is_ordinary(lexicon, &old) && lexicon_word(lexicon, now.bytes, now.len) == 0;
}
