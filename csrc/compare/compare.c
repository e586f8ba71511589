// The verdict on two runs of words, and its reason; see ../compare.h.
// The parts of both are aligned in order by their longest common subsequence (Hunt and McIlroy 1976,
// as diff does it, on what common ends leave over); what it leaves unmatched is the difference.
#include "../compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../text.h"
#include "parts.h"
#include "slip.h"

enum {
  CELLS_MAX = 1 << 20,  // of the table of the alignment; larger differences are told as one
  QUOTE_LEN = 60,       // bytes of a side that a difference quotes
  HUNKS_MAX = 3,        // differences that are told
};

typedef struct {
  const Lexicon *lexicon;
  const CompareSide *sides;  // old, now
  Parts parts[2];
  bool heading_case;  // the case of a heading was changed as a whole
} Comparing;

// ---- two parts ---------------------------------------------------------------------------------
// Byte for byte, but for the style of apostrophes; with `fold` also but for case.
static bool same_letters(const char *one, uint32_t one_len, const char *other, uint32_t other_len,
                         bool fold) {
  uint32_t i = 0, j = 0;
  while (i < one_len && j < other_len) {
    uint32_t a, b;
    i += text_decode(one + i, one_len - i, &a);
    j += text_decode(other + j, other_len - j, &b);
    if (a == 0x2019) a = '\'';
    if (b == 0x2019) b = '\'';
    if (a == 0xFFFD || b == 0xFFFD) {  // invalid bytes are what they are
      if (one[i - 1] != other[j - 1]) return false;
    }
    if (a != b && (!fold || text_fold(a) != text_fold(b))) return false;
  }
  return i == one_len && j == other_len;
}

// Do they differ in the case of the first letter alone, and the capital begins a sentence?
static bool differ_in_first_case(const char *old_text, const Part *old, const char *now_text,
                                 const Part *now) {
  uint32_t a, b;
  uint32_t a_len = text_decode(old_text + old->start, old->end - old->start, &a);
  uint32_t b_len = text_decode(now_text + now->start, now->end - now->start, &b);
  if (a == b) return false;
  const Part *capital = text_is_upper(a) ? old : now;
  return capital->opens &&
         same_letters(old_text + old->start + a_len, old->end - old->start - a_len,
                      now_text + now->start + b_len, now->end - now->start - b_len, false);
}

// The same part, but for what does not count?
static bool same_part(const Comparing *self, uint32_t old_at, uint32_t now_at) {
  const Part *old = &self->parts[0].items[old_at], *now = &self->parts[1].items[now_at];
  const char *old_text = self->parts[0].text, *now_text = self->parts[1].text;
  if (old->kind != now->kind) return false;
  if (old->kind == PART_MARK) return true;
  uint32_t old_len = old->end - old->start, now_len = now->end - now->start;
  if (same_letters(old_text + old->start, old_len, now_text + now->start, now_len, false))
    return true;
  if (old->kind != PART_WORD) return false;
  if (self->heading_case &&
      same_letters(old_text + old->start, old_len, now_text + now->start, now_len, true)) {
    return true;
  }
  if (differ_in_first_case(old_text, old, now_text, now)) return true;
  return slip_is(self->lexicon,
                 (SlipWord){old_text + old->start, old_len, old->capital, old->opens},
                 (SlipWord){now_text + now->start, now_len, now->capital, now->opens});
}

// Punctuation between two numbers or two names belongs to them: "in 2019, 400 left", "Lind, Berg".
static bool same_between(const Comparing *self, uint32_t at) {
  const Part *old = &self->parts[0].items[at], *now = &self->parts[1].items[at];
  if (at == 0 || old->between == now->between) return true;
  if (old->kind == PART_NUMBER && old[-1].kind == PART_NUMBER) return false;
  bool names = old->kind == PART_WORD && old[-1].kind == PART_WORD && old->capital &&
               now->capital && old[-1].capital && now[-1].capital && !old[-1].opens &&
               !now[-1].opens;
  if (!names) return true;
  uint64_t classes =
      lexicon_word(self->lexicon, self->parts[0].text + old->start, old->end - old->start);
  return (classes & (LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_SENTENCE_START))) != 0;
}

// All letters capitals, or every long word with a capital: how a heading is written.
static void case_of(const Parts *parts, bool *all_capitals, bool *titled) {
  *all_capitals = *titled = true;
  for (uint32_t i = 0; i < parts->count; i++) {
    const Part *part = &parts->items[i];
    if (part->kind != PART_WORD) continue;
    uint32_t first;
    text_decode(parts->text + part->start, part->end - part->start, &first);
    if (part->end - part->start >= 4 && !text_is_upper(first)) *titled = false;
    for (uint32_t at = part->start; at < part->end;) {
      uint32_t code_point;
      at += text_decode(parts->text + at, part->end - at, &code_point);
      if (text_is_lower(code_point)) *all_capitals = false;
    }
  }
}

static bool changes_heading_case(const Comparing *self) {
  if (!self->sides[1].heading) return false;
  bool capitals[2], titled[2];
  for (int i = 0; i < 2; i++) case_of(&self->parts[i], &capitals[i], &titled[i]);
  return capitals[0] || capitals[1] || titled[0] != titled[1];
}

// ---- telling the difference --------------------------------------------------------------------
uint32_t compare_quote(const Words *words, uint32_t first, uint32_t end, char *out, uint32_t room) {
  uint32_t len = 0;
  for (uint32_t i = first; i < end; i++) {
    const Word *word = &words->items[i];
    uint32_t spaces = i > first && word->spaced, size = word->end - word->start;
    if (len + spaces + size > room) {
      if (room >= len + 3) {
        memcpy(out + len, "\xE2\x80\xA6", 3);
        len += 3;
      }
      break;
    }
    if (spaces) out[len++] = ' ';
    for (uint32_t at = word->start; at < word->end;) {  // (a message is one line of valid UTF-8)
      uint32_t code_point;
      uint32_t step = text_decode(words->text + at, word->end - at, &code_point);
      bool shown = code_point != 0xFFFD && code_point >= ' ' && code_point != 0x7F;
      if (shown) {
        memcpy(out + len, words->text + at, step);
        len += step;
      } else {
        out[len++] = '?';
      }
      at += step;
    }
  }
  out[len] = '\0';
  return len;
}

typedef struct {
  uint32_t old_first, old_end, now_first, now_end;  // parts
} Hunk;

typedef struct {
  const Comparing *comparing;
  char *out;
  size_t len;
  uint32_t told;
} Teller;

static void quote_parts(const Comparing *self, int side, uint32_t first, uint32_t end, char *out) {
  const Part *items = self->parts[side].items;
  out[0] = '\0';
  if (first == end) return;
  compare_quote(self->sides[side].words, items[first].first, items[end - 1].words_end, out,
                QUOTE_LEN);
}

static void tell(Teller *self, const char *format, const char *one, const char *other) {
  char text[2 * QUOTE_LEN + 64];
  int len = snprintf(text, sizeof text, format, one, other);
  size_t needed = (size_t)len + (self->told > 0 ? 2 : 0);
  if (len < 0 || self->told >= HUNKS_MAX || self->len + needed >= COMPARE_TEXT_LEN) return;
  self->len += (size_t)snprintf(self->out + self->len, COMPARE_TEXT_LEN - self->len, "%s%s",
                                self->told > 0 ? "; " : "", text);
  self->told++;
}

static void tell_hunk(Teller *self, const Hunk *hunk) {
  char old[QUOTE_LEN + 4], now[QUOTE_LEN + 4];
  quote_parts(self->comparing, 0, hunk->old_first, hunk->old_end, old);
  quote_parts(self->comparing, 1, hunk->now_first, hunk->now_end, now);
  if (!old[0]) {
    tell(self, "“%s” added%s", now, "");
  } else if (!now[0]) {
    tell(self, "“%s” dropped%s", old, "");
  } else {
    tell(self, "“%s” → “%s”", old, now);
  }
}

static uint64_t part_sum(const Parts *parts, uint32_t first, uint32_t end) {
  uint64_t sum = 0;
  for (uint32_t i = first; i < end; i++) {
    const Part *part = &parts->items[i];
    uint64_t hash = text_hash(parts->text + part->start, part->end - part->start);
    sum += hash * 0xD6E8FEB86659FD93u ^ hash >> 29;
  }
  return sum;
}

// The same parts in another order?
static bool is_reordered(const Comparing *self, const Hunk *hunk) {
  return hunk->old_end - hunk->old_first == hunk->now_end - hunk->now_first &&
         hunk->old_end - hunk->old_first > 1 &&
         part_sum(&self->parts[0], hunk->old_first, hunk->old_end) ==
             part_sum(&self->parts[1], hunk->now_first, hunk->now_end);
}

// ---- alignment ---------------------------------------------------------------------------------
static bool is_counted(const Part *part) {
  return part->kind == PART_WORD || part->kind == PART_NUMBER;
}

// lengths[i * width + j]: longest common subsequence of the parts from i of old and from j of now.
static void fill_table(const Comparing *self, const Hunk *middle, uint16_t *lengths) {
  uint32_t rows = middle->old_end - middle->old_first,
           columns = middle->now_end - middle->now_first;
  size_t width = (size_t)columns + 1;
  for (uint32_t i = rows; i-- > 0;) {
    for (uint32_t j = columns; j-- > 0;) {
      uint16_t *cell = &lengths[i * width + j];
      if (same_part(self, middle->old_first + i, middle->now_first + j)) {
        *cell = (uint16_t)(cell[width + 1] + 1);
      } else {
        *cell = cell[width] > cell[1] ? cell[width] : cell[1];
      }
    }
  }
}

static bool align(const Comparing *self, const Hunk *middle, Teller *teller, uint32_t *shared) {
  uint32_t rows = middle->old_end - middle->old_first,
           columns = middle->now_end - middle->now_first;
  size_t width = (size_t)columns + 1, cells = ((size_t)rows + 1) * width;
  if (cells > CELLS_MAX) {
    tell_hunk(teller, middle);
    return true;
  }
  uint16_t *lengths = calloc(cells, sizeof *lengths);
  if (!lengths) return false;
  fill_table(self, middle, lengths);
  Hunk hunk = {middle->old_first, middle->old_first, middle->now_first, middle->now_first};
  for (uint32_t i = 0, j = 0; i < rows || j < columns;) {
    const uint16_t *cell = &lengths[i * width + j];
    bool same = i < rows && j < columns && cell[0] == cell[width + 1] + 1 &&
                same_part(self, middle->old_first + i, middle->now_first + j);
    if (same) {
      if (hunk.old_end > hunk.old_first || hunk.now_end > hunk.now_first) tell_hunk(teller, &hunk);
      *shared += is_counted(&self->parts[0].items[middle->old_first + i]);
      i++;
      j++;
      hunk.old_first = middle->old_first + i;
      hunk.now_first = middle->now_first + j;
    } else if (j == columns || (i < rows && cell[width] >= cell[1])) {
      i++;
    } else {
      j++;
    }
    hunk.old_end = middle->old_first + i;
    hunk.now_end = middle->now_first + j;
  }
  if (hunk.old_end > hunk.old_first || hunk.now_end > hunk.now_first) tell_hunk(teller, &hunk);
  free(lengths);
  return true;
}

// ---- the whole ---------------------------------------------------------------------------------
static bool same_words(const CompareSide *old, const CompareSide *now) {
  if (old->end - old->first != now->end - now->first) return false;
  for (uint32_t i = 0; i < old->end - old->first; i++) {
    if (!words_same(old->words, old->first + i, now->words, now->first + i)) return false;
    if (i > 0 &&
        old->words->items[old->first + i].spaced != now->words->items[now->first + i].spaced) {
      return false;
    }
  }
  return true;
}

static bool compare_parts(Comparing *self, Comparison *out) {
  const Parts *old = &self->parts[0], *now = &self->parts[1];
  Hunk middle = {0, old->count, 0, now->count};
  for (uint32_t i = 0; i < old->count; i++) out->of += is_counted(&old->items[i]);
  self->heading_case = changes_heading_case(self);
  while (middle.old_first < old->count && middle.now_first < now->count &&
         same_part(self, middle.old_first, middle.now_first)) {
    out->shared += is_counted(&old->items[middle.old_first]);
    middle.old_first++;
    middle.now_first++;
  }
  Teller teller = {.comparing = self, .out = out->difference};
  if (middle.old_first == old->count && middle.now_first == now->count) {
    out->result = COMPARE_COSMETIC;
    for (uint32_t i = 1; i < old->count; i++) {
      if (same_between(self, i)) continue;
      Hunk hunk = {i - 1, i + 1, i - 1, i + 1};
      out->result = COMPARE_MATERIAL;
      tell_hunk(&teller, &hunk);
    }
    return true;
  }
  out->result = COMPARE_MATERIAL;
  while (middle.old_end > middle.old_first && middle.now_end > middle.now_first &&
         same_part(self, middle.old_end - 1, middle.now_end - 1)) {
    middle.old_end--;
    middle.now_end--;
    out->shared += is_counted(&old->items[middle.old_end]);
  }
  if (is_reordered(self, &middle)) {
    char one[QUOTE_LEN + 4], other[QUOTE_LEN + 4];
    quote_parts(self, 0, middle.old_first, middle.old_end, one);
    quote_parts(self, 1, middle.now_first, middle.now_end, other);
    tell(&teller, "order changed: “%s” → “%s”", one, other);
    teller.told = HUNKS_MAX;
  }
  return align(self, &middle, &teller, &out->shared);
}

bool compare_words(const Lexicon *lexicon, CompareSide old, CompareSide now, Comparison *out) {
  *out = (Comparison){0};
  const CompareSide sides[2] = {old, now};
  Comparing self = {.lexicon = lexicon, .sides = sides};
  bool same = same_words(&old, &now);
  bool done = parts_init(&self.parts[0], &old) && parts_init(&self.parts[1], &now) &&
              compare_parts(&self, out);
  if (same) out->result = COMPARE_SAME;
  parts_free(&self.parts[0]);
  parts_free(&self.parts[1]);
  return done;
}
