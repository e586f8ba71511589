// Numbers, dates, times and spans of time as values. Walks over words and digits from left to
// right, a bounded number of them; what words mean comes from the table.
#include "pattern/numbers.h"

#include <math.h>
#include <stdlib.h>

#include "text.h"

enum { MOST_WORDS = 12 };

// ---- the table ---------------------------------------------------------------------------------
static NumberWord *slot_of(NumberWord *slots, uint32_t bits, uint64_t hash) {
  uint32_t mask = ((uint32_t)1 << bits) - 1;
  uint32_t at = (uint32_t)(hash >> (64 - bits));
  while (slots[at].hash != 0 && slots[at].hash != hash) at = (at + 1) & mask;
  return &slots[at];
}

static bool grow(NumberWords *self) {
  uint32_t bits = self->slots ? self->bits + 1 : 9;
  NumberWord *slots = calloc((size_t)1 << bits, sizeof *slots);
  if (!slots) return false;
  for (size_t i = 0; self->slots && i < (size_t)1 << self->bits; i++) {
    if (self->slots[i].hash != 0) *slot_of(slots, bits, self->slots[i].hash) = self->slots[i];
  }
  free(self->slots);
  self->slots = slots;
  self->bits = bits;
  return true;
}

NumberWord *number_words_add(NumberWords *self, const char *word, uint32_t len) {
  if (!self->slots || self->count * 2 >= (uint32_t)1 << self->bits) {
    if (!grow(self)) return NULL;
  }
  uint64_t hash = text_hash(word, len);
  NumberWord *slot = slot_of(self->slots, self->bits, hash);
  if (slot->hash == 0) {
    slot->hash = hash;
    self->count++;
  }
  return slot;
}

const NumberWord *number_words_find(const NumberWords *self, uint64_t hash) {
  if (!self->slots) return NULL;
  const NumberWord *slot = slot_of(self->slots, self->bits, hash);
  return slot->hash == 0 ? NULL : slot;
}

void number_words_free(NumberWords *self) {
  free(self->slots);
  *self = (NumberWords){0};
}

// ---- reading -----------------------------------------------------------------------------------
typedef struct {
  const NumberWords *words;
  const char *bytes;
  uint32_t len;
} Text;

static bool digit_at(const Text *text, uint32_t at) {
  return at < text->len && text->bytes[at] >= '0' && text->bytes[at] <= '9';
}

static uint32_t letters_end(const Text *text, uint32_t at) {
  while (at < text->len) {
    uint32_t code_point;
    uint32_t size = text_decode(text->bytes + at, text->len - at, &code_point);
    if (!text_is_letter(code_point)) break;
    at += size;
  }
  return at;
}

// Past white space, or one hyphen (not both); `at` itself if something else follows.
static uint32_t skip_joint(const Text *text, uint32_t at) {
  if (at < text->len && text->bytes[at] == '-') return at + 1;
  for (uint32_t count = 0; at < text->len && count < 16; count++) {
    uint32_t code_point;
    uint32_t size = text_decode(text->bytes + at, text->len - at, &code_point);
    if (!text_is_space(code_point)) break;
    at += size;
  }
  return at;
}

// The word at `at`, if the table has it.
static const NumberWord *word_at(const Text *text, uint32_t at, uint32_t *end) {
  *end = letters_end(text, at);
  if (*end == at) return NULL;
  return number_words_find(text->words, text_hash(text->bytes + at, *end - at));
}

static NumberRole role_of(const NumberWord *word) {
  return word ? (NumberRole)word->role : ROLE_NONE;
}

// "1,234,567.8"; a comma counts only before exactly three digits.
static uint32_t read_digits(const Text *text, uint32_t at, double *value) {
  double sum = 0;
  while (digit_at(text, at)) {
    sum = sum * 10 + (text->bytes[at++] - '0');
    bool group = at < text->len && text->bytes[at] == ',' && digit_at(text, at + 1) &&
                 digit_at(text, at + 2) && digit_at(text, at + 3) && !digit_at(text, at + 4);
    if (group) at++;
  }
  if (at < text->len && text->bytes[at] == '.' && digit_at(text, at + 1)) {
    double place = 0.1;
    for (at++; digit_at(text, at); place /= 10) sum += (text->bytes[at++] - '0') * place;
  }
  *value = sum;
  return at;
}

// "million", "hundred thousand" behind digits; "5bn" and "$3m" glued to them.
static uint32_t read_scales(const Text *text, uint32_t at, double *value) {
  uint32_t end;
  const NumberWord *glued = word_at(text, at, &end);
  if (role_of(glued) == ROLE_ABBREVIATION || role_of(glued) == ROLE_SCALE) {
    *value *= glued->value;
    return end;
  }
  if (end > at) return at;  // glued to something else
  for (uint32_t count = 0; count < 2; count++) {
    uint32_t next = skip_joint(text, at);
    const NumberWord *word = next > at ? word_at(text, next, &end) : NULL;
    if (role_of(word) != ROLE_SCALE && role_of(word) != ROLE_HUNDRED) break;
    *value *= word->value;
    at = end;
  }
  return at;
}

// "three hundred and fifty thousand", "two thirds".
static uint32_t read_words(const Text *text, uint32_t at, double *value) {
  double total = 0, group = 0;
  uint32_t end = at;
  NumberRole before = ROLE_NONE;
  uint32_t next = at;
  for (uint32_t count = 0; count < MOST_WORDS; count++) {
    uint32_t word_end;
    const NumberWord *word = word_at(text, next, &word_end);
    NumberRole role = role_of(word);
    bool after_group = before == ROLE_HUNDRED || before == ROLE_SCALE;
    if (role == ROLE_AND && after_group) {
      // "and" belongs to the number only if a smaller number follows.
      uint32_t ignored;
      uint32_t after = skip_joint(text, word_end);
      NumberRole following = role_of(word_at(text, after, &ignored));
      if (following != ROLE_UNIT && following != ROLE_TENS) break;
      next = after;
      continue;
    }
    if (role == ROLE_UNIT && (before == ROLE_NONE || before == ROLE_TENS || after_group)) {
      group += word->value;
    } else if (role == ROLE_TENS && (before == ROLE_NONE || after_group)) {
      group += word->value;
    } else if (role == ROLE_HUNDRED && before == ROLE_UNIT) {
      group *= word->value;
    } else if (role == ROLE_SCALE && before != ROLE_NONE && before != ROLE_SCALE) {
      total += group * word->value;
      group = 0;
    } else if (role == ROLE_FRACTION && before == ROLE_UNIT && total == 0) {
      *value = group * word->value;
      return word_end;
    } else {
      break;
    }
    before = role;
    end = word_end;
    next = skip_joint(text, end);
    if (next == end) break;
  }
  *value = total + group;
  return end;
}

uint32_t number_read(const NumberWords *self, const char *bytes, uint32_t len, uint32_t at,
                     double *value) {
  Text text = {self, bytes, len};
  *value = NAN;
  if (at >= len) return at;
  if (!digit_at(&text, at)) return read_words(&text, at, value);
  uint32_t end = read_digits(&text, at, value);
  return read_scales(&text, end, value);
}

// ---- dates and times ---------------------------------------------------------------------------
// -------------------------------------------------------------------------------- "2024-06-13" and
// "13/6/2024": the numbers of a date written in digits only.
static double date_of_digits(const double numbers[3], bool slashes) {
  if (!slashes) return numbers[0] * 10000 + numbers[1] * 100 + numbers[2];
  double year = numbers[2] < 100 ? NAN : numbers[2];
  bool day_first = numbers[0] > 12, month_first = numbers[1] > 12;
  if (day_first == month_first) return NAN;
  double month = day_first ? numbers[1] : numbers[0], day = day_first ? numbers[0] : numbers[1];
  return year * 10000 + month * 100 + day;
}

double number_of_date(const NumberWords *self, const char *bytes, uint32_t len) {
  Text text = {self, bytes, len};
  double year = 0, month = 0, day = 0, numbers[3] = {0};
  uint32_t number_count = 0;
  bool slashes = false;
  for (uint32_t at = 0, count = 0; at < len && count < MOST_WORDS;) {
    uint32_t end = at;
    if (digit_at(&text, at)) {
      double value;
      uint32_t digits = 0;
      while (digit_at(&text, at + digits)) digits++;
      read_digits(&text, at, &value);
      if (number_count < 3) numbers[number_count++] = value;
      if (digits == 4 && year == 0) year = value;
      if (digits < 3 && day == 0 && value >= 1 && value <= 31) day = value;
      end = at + digits;
    } else {
      const NumberWord *word = word_at(&text, at, &end);
      if (role_of(word) == ROLE_MONTH && month == 0) month = word->value;
    }
    count += end > at;
    slashes = slashes || bytes[at] == '/';
    at = end > at ? end : at + 1;
  }
  if (number_count == 3 && month == 0) return date_of_digits(numbers, slashes);
  if (month == 0) day = 0;
  double date = year * 10000 + month * 100 + day;
  return date > 0 ? date : NAN;
}

double number_of_time(const NumberWords *self, const char *bytes, uint32_t len) {
  Text text = {self, bytes, len};
  double minutes = NAN;
  for (uint32_t at = 0, count = 0; at < len && count < MOST_WORDS;) {
    uint32_t end = at;
    if (digit_at(&text, at) && isnan(minutes)) {
      double hour;
      while (digit_at(&text, end)) end++;
      double number = 0;
      for (uint32_t i = at; i < end; i++) number = number * 10 + (bytes[i] - '0');
      bool four = end - at == 4;  // "0600 UTC"
      hour = four ? floor(number / 100) : number;
      minutes = hour * 60 + (four ? number - hour * 100 : 0);
      bool more = end + 2 < len && (bytes[end] == ':' || bytes[end] == '.') &&
                  digit_at(&text, end + 1) && digit_at(&text, end + 2);
      if (more) {
        minutes += (bytes[end + 1] - '0') * 10 + (bytes[end + 2] - '0');
        end += 3;
      }
    } else {
      const NumberWord *word = word_at(&text, at, &end);
      if (role_of(word) == ROLE_CLOCK && isnan(minutes)) minutes = word->value;
      if (role_of(word) == ROLE_AFTERNOON && minutes < 720) minutes += word->value;
    }
    count += end > at;
    at = end > at ? end : at + 1;
  }
  return minutes;
}

double number_of_duration(const NumberWords *self, const char *bytes, uint32_t len, double number) {
  Text text = {self, bytes, len};
  for (uint32_t at = 0, count = 0; at < len && count < MOST_WORDS;) {
    uint32_t end;
    const NumberWord *word = word_at(&text, at, &end);
    if (role_of(word) == ROLE_SECONDS) return number * word->value;
    count += end > at;
    at = end > at ? end : at + 1;
  }
  return NAN;
}
