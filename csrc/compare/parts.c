// Words and signs -> parts: numbers and names with the signs inside them become one part, marks lose
// their style, and punctuation is left out and only remembered between its neighbours.
#include "parts.h"

#include <stdlib.h>
#include <string.h>

#include "../text.h"

// What a sign is. A sign that is not in the table means something: it is compared as it is.
typedef enum { SIGN_OTHER, SIGN_PUNCTUATION, SIGN_STOP, SIGN_MARK, SIGN_APOSTROPHE } SignKind;

static SignKind sign_kind(uint32_t code_point) {
  static const struct {
    uint32_t code_point;
    SignKind kind;
  } signs[] = {
      {'.', SIGN_STOP},           {'!', SIGN_STOP},           {'?', SIGN_STOP},
      {':', SIGN_STOP},           {0x2026, SIGN_STOP},        {',', SIGN_PUNCTUATION},
      {';', SIGN_PUNCTUATION},    {'(', SIGN_PUNCTUATION},    {')', SIGN_PUNCTUATION},
      {'[', SIGN_PUNCTUATION},    {']', SIGN_PUNCTUATION},    {'{', SIGN_PUNCTUATION},
      {'}', SIGN_PUNCTUATION},    {'-', SIGN_PUNCTUATION},    {0x2010, SIGN_PUNCTUATION},
      {0x2011, SIGN_PUNCTUATION}, {0x2013, SIGN_PUNCTUATION}, {0x2014, SIGN_PUNCTUATION},
      {'*', SIGN_PUNCTUATION},    {'_', SIGN_PUNCTUATION},    {'"', SIGN_MARK},
      {0x201C, SIGN_MARK},        {0x201D, SIGN_MARK},        {0x201E, SIGN_MARK},
      {0x00AB, SIGN_MARK},        {0x00BB, SIGN_MARK},        {0x2039, SIGN_MARK},
      {0x203A, SIGN_MARK},        {'\'', SIGN_APOSTROPHE},    {0x2019, SIGN_APOSTROPHE},
      {0x2018, SIGN_APOSTROPHE},  {0x201A, SIGN_APOSTROPHE},  {'`', SIGN_APOSTROPHE},
  };
  for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
    if (signs[i].code_point == code_point) return signs[i].kind;
  }
  return SIGN_OTHER;
}

static uint32_t first_of(const Words *words, uint32_t at) {
  uint32_t code_point;
  const Word *word = &words->items[at];
  text_decode(words->text + word->start, word->end - word->start, &code_point);
  return code_point;
}

static uint32_t last_of(const Words *words, uint32_t at) {
  uint32_t code_point;
  text_decode_before(words->text, words->items[at].end, &code_point);
  return code_point;
}

static bool is_word(const Words *words, uint32_t at) {
  uint32_t code_point = first_of(words, at);
  return text_is_letter(code_point) || text_is_digit(code_point);
}

static bool has(const Words *words, uint32_t at, bool (*is)(uint32_t code_point)) {
  const Word *word = &words->items[at];
  for (uint32_t i = word->start; i < word->end;) {
    uint32_t code_point;
    i += text_decode(words->text + i, word->end - i, &code_point);
    if (is(code_point)) return true;
  }
  return false;
}

static bool is_dash(uint32_t code_point) {
  return code_point == '-' || (code_point >= 0x2010 && code_point <= 0x2013);
}

// Does the sign at `at`, with words close on both sides, make one part of them? `opens`: the word
// before begins a sentence, so that its capital says nothing.
static bool joins(const Words *words, uint32_t at, bool opens) {
  uint32_t sign = first_of(words, at);
  bool digits = text_is_digit(last_of(words, at - 1)) && text_is_digit(first_of(words, at + 1));
  switch (sign) {
    case '\'':
    case 0x2019:
    case '&':
    case '/':
    case '@':
    case '+':
      return true;
    case '.':  // 4.5, U.S., example.com; not the end of a sentence without a space behind it
      return words->items[at - 1].end - words->items[at - 1].start == 1 ||
             !text_is_upper(first_of(words, at + 1));
    case ',':
    case ':':
      return digits;
    default:
      if (!is_dash(sign)) return false;
      return has(words, at - 1, text_is_digit) || has(words, at + 1, text_is_digit) ||
             (!opens && has(words, at - 1, text_is_upper)) || has(words, at + 1, text_is_upper);
  }
}

// Is the sign at `at` the sign of the number behind it: "-3", ".5"?
static bool begins_number(const Words *words, uint32_t at, uint32_t first, uint32_t end) {
  uint32_t sign = first_of(words, at);
  if (sign != '-' && sign != 0x2212 && sign != '+' && sign != '.' && sign != 0x2013) return false;
  if (at + 1 >= end || words->items[at + 1].spaced) return false;
  if (at > first && !words->items[at].spaced) return false;
  return text_is_digit(first_of(words, at + 1));
}

typedef struct {
  Parts *out;
  const CompareSide *side;
  uint32_t between;  // hash of punctuation since the last part
  bool opens;        // the next part begins a sentence
} Reader;

static void push(Reader *self, uint32_t first, uint32_t words_end, PartKind kind) {
  const Words *words = self->side->words;
  Part part = {.start = words->items[first].start,
               .end = words->items[words_end - 1].end,
               .first = first,
               .words_end = words_end,
               .between = self->between,
               .kind = kind,
               .opens = self->opens};
  for (uint32_t i = first; i < words_end; i++) part.capital |= has(words, i, text_is_upper);
  self->out->items[self->out->count++] = part;
  self->between = 0;
  if (kind != PART_MARK) self->opens = false;  // a mark stands before the first word
}

// Reads the part that begins with the word or number at `at`; returns where it ends.
static uint32_t read_word(Reader *self, uint32_t at) {
  const Words *words = self->side->words;
  uint32_t end = at + 1;
  bool opens = self->opens;
  if (!is_word(words, at)) end++;  // the sign of a number
  while (end + 1 < self->side->end && !words->items[end].spaced && !words->items[end + 1].spaced &&
         !is_word(words, end) && is_word(words, end + 1) && joins(words, end, opens)) {
    end += 2;
    opens = false;
  }
  bool number = false;
  for (uint32_t i = at; i < end; i++) number |= has(words, i, text_is_digit);
  push(self, at, end, number ? PART_NUMBER : PART_WORD);
  return end;
}

static uint32_t read_sign(Reader *self, uint32_t at) {
  const Words *words = self->side->words;
  uint32_t sign = first_of(words, at), end = at + 1;
  SignKind kind = sign_kind(sign);
  switch (kind) {
    case SIGN_MARK:
    case SIGN_APOSTROPHE:
      if (kind == SIGN_APOSTROPHE && end < self->side->end && !words->items[end].spaced &&
          first_of(words, end) == sign && sign != 0x2018 && sign != 0x201A) {
        end++;  // `` and ''
      }
      push(self, at, end, PART_MARK);
      break;
    case SIGN_STOP:
    case SIGN_PUNCTUATION:
      self->between = (self->between + sign + 1) * 0x9E3779B1u;
      if (kind == SIGN_STOP) self->opens = true;
      break;
    case SIGN_OTHER:
      push(self, at, end, PART_SIGN);
      break;
  }
  return end;
}

bool parts_init(Parts *self, const CompareSide *side) {
  *self = (Parts){.text = side->words->text};
  self->items = malloc(((size_t)(side->end - side->first) + 1) * sizeof *self->items);
  if (!self->items) return false;
  Reader reader = {.out = self, .side = side, .opens = side->opens};
  for (uint32_t at = side->first; at < side->end;) {
    bool word = is_word(side->words, at) || begins_number(side->words, at, side->first, side->end);
    at = word ? read_word(&reader, at) : read_sign(&reader, at);
  }
  return true;
}

void parts_free(Parts *self) {
  free(self->items);
  *self = (Parts){0};
}
