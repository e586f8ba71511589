// Random edits of a draft that know what they do: a draft's text, where the words of each mark are in it,
// and whether they still say the same. For test_anchor_edits.c.
#ifndef COPYDESK_EDIT_HELPER_H
#define COPYDESK_EDIT_HELPER_H

#include <ctype.h>

#include "anchor.h"
#include "ledger_helper.h"
#include "lexicon.h"

enum { MARKS_MAX = 20, INSTANCES_MAX = 6 };

// A place where the words of a mark are: where they were, or a copy.
typedef struct {
  uint32_t start, end;
  bool material;  // the words say something else now
  bool touched;   // edited at all
} Instance;

typedef struct {
  char id[LEDGER_ID_LEN];
  char *words;  // as they were marked
  Instance instances[INSTANCES_MAX];
  uint32_t count;
} Tracked;

typedef struct {
  uint64_t random;
  const Lexicon *lexicon;
  char *text;
  uint32_t len, capacity;
  Tracked marks[MARKS_MAX];
  uint32_t mark_count;
  CdDocument *document;  // edited along
  const char *gap;       // between its paragraphs: a blank line, or each is one line
  bool only_cosmetic;    // all edits so far were
  CdSpan appended;       // a fact that was put behind a claim by the last edit
} Draft;

static inline uint32_t pick(Draft *self, uint32_t below) {  // xorshift64*
  self->random ^= self->random >> 12;
  self->random ^= self->random << 25;
  self->random ^= self->random >> 27;
  return below ? (uint32_t)((self->random * 0x2545F4914F6CDD1Du) >> 33) % below : 0;
}

// ---- one replacement ---------------------------------------------------------------------------
typedef enum { EDIT_COSMETIC, EDIT_MATERIAL, EDIT_MOVES } EditClass;

static inline void track(Instance *instance, uint32_t start, uint32_t old_len, uint32_t new_len,
                         EditClass class) {
  uint32_t end = start + old_len;
  if (end <= instance->start && !(start == instance->start && old_len == 0)) {
    instance->start += new_len - old_len;
    instance->end += new_len - old_len;
  } else if (start >= instance->end) {
    return;
  } else if (start == instance->start && old_len == 0) {  // put in before
    instance->start += new_len;
    instance->end += new_len;
  } else if (start >= instance->start && end <= instance->end) {
    instance->end += new_len - old_len;
    instance->touched = true;
    if (class == EDIT_MATERIAL) instance->material = true;
  } else {  // across an edge
    uint32_t from = start < instance->start ? start : instance->start;
    uint32_t to = (end > instance->end ? end : instance->end) + new_len - old_len;
    *instance = (Instance){from, to, class != EDIT_COSMETIC || instance->material, true};
  }
}

static inline void replace(Draft *self, uint32_t start, uint32_t old_len, const char *new,
                           EditClass class) {
  uint32_t new_len = (uint32_t)strlen(new);
  CdChange change;
  assert_true(start + old_len <= self->len);
  assert_int_equal(cd_document_edit(self->document, start, old_len, new, new_len, &change), CD_OK);
  if (self->len + new_len + 1 > self->capacity) {
    self->capacity = (self->len + new_len) * 2;
    self->text = realloc(self->text, self->capacity);
  }
  memmove(self->text + start + new_len, self->text + start + old_len,
          self->len - start - old_len + 1);
  memcpy(self->text + start, new, new_len);
  self->len += new_len - old_len;
  for (uint32_t i = 0; i < self->mark_count; i++) {
    for (uint32_t j = 0; j < self->marks[i].count; j++) {
      track(&self->marks[i].instances[j], start, old_len, new_len, class);
    }
  }
  if (class != EDIT_COSMETIC) self->only_cosmetic = false;
}

// ---- what there is to edit ---------------------------------------------------------------------
static inline bool is_letter(char byte) { return isalpha((unsigned char)byte) != 0; }
static inline bool is_wordy(char byte) {
  return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

// A stretch to edit: mostly a mark's words.
static inline CdSpan pick_stretch(Draft *self) {
  for (int i = 0; i < 20 && self->mark_count > 0 && pick(self, 10) < 9; i++) {
    const Tracked *mark = &self->marks[pick(self, self->mark_count)];
    if (mark->count == 0) continue;
    const Instance *one = &mark->instances[pick(self, mark->count)];
    if (one->start < one->end) return (CdSpan){one->start, one->end};
  }
  return (CdSpan){0, self->len};
}

// A word of the stretch that `wanted` likes, at random; empty if there is none.
static inline CdSpan pick_word(Draft *self, CdSpan stretch,
                               bool (*wanted)(const Draft *self, CdSpan word)) {
  CdSpan chosen = {0, 0};
  uint32_t seen = 0;
  for (uint32_t at = stretch.start; at < stretch.end;) {
    if (!is_wordy(self->text[at])) {
      at++;
      continue;
    }
    CdSpan word = {at, at};
    while (word.end < self->len && is_wordy(self->text[word.end])) word.end++;
    at = word.end;
    bool whole =
        word.end <= stretch.end && (word.start == 0 || !is_wordy(self->text[word.start - 1]));
    if (whole && wanted(self, word) && pick(self, ++seen) == 0) chosen = word;
  }
  return chosen;
}

static inline bool all_lower(const Draft *self, CdSpan word) {
  for (uint32_t at = word.start; at < word.end; at++) {
    if (!islower((unsigned char)self->text[at])) return false;
  }
  return true;
}

static inline bool is_between_spaces(const Draft *self, CdSpan word) {
  return word.start > 0 && self->text[word.start - 1] == ' ' && self->text[word.end] == ' ';
}

static inline bool equals(const Draft *self, CdSpan word, const char *text) {
  return strlen(text) == word.end - word.start &&
         memcmp(self->text + word.start, text, strlen(text)) == 0;
}

// ---- edits that change nothing -----------------------------------------------------------------
static inline bool can_slip(const Draft *self, CdSpan word) {
  return word.end - word.start >= 5 && word.end - word.start < 30 && all_lower(self, word) &&
         self->text[word.end] != '\'' &&
         lexicon_word(self->lexicon, self->text + word.start, word.end - word.start) != 0;
}

static inline bool slip(Draft *self) {
  CdSpan word = pick_word(self, pick_stretch(self), can_slip);
  uint32_t len = word.end - word.start;
  if (len == 0) return false;
  for (int i = 0; i < 8; i++) {
    char new[40];
    uint32_t at = 1 + pick(self, len - 2);  // neither the first letter nor the last
    memcpy(new, self->text + word.start, len);
    new[len] = '\0';
    char letter = (char)('a' + pick(self, 26));
    switch (pick(self, 4)) {
      case 0:
        new[at] = letter;
        break;
      case 1:
        memmove(new + at, new + at + 1, len - at);
        break;
      case 2:
        memmove(new + at + 1, new + at, len - at + 1);
        new[at] = letter;
        break;
      default:
        if (at + 1 < len) {
          char kept = new[at];
          new[at] = new[at + 1];
          new[at + 1] = kept;
        }
    }
    if (equals(self, word, new) || lexicon_word(self->lexicon, new, (uint32_t)strlen(new)))
      continue;
    replace(self, word.start, len, new, EDIT_COSMETIC);
    return true;
  }
  return false;
}

static inline bool before_plain_comma(const Draft *self, CdSpan word) {
  return all_lower(self, word) && self->text[word.end] == ',' && self->text[word.end + 1] == ' ' &&
         islower((unsigned char)self->text[word.end + 2]);
}

static inline bool before_plain_space(const Draft *self, CdSpan word) {
  return all_lower(self, word) && self->text[word.end] == ' ' &&
         islower((unsigned char)self->text[word.end + 1]);
}

static inline bool punctuate(Draft *self) {
  CdSpan stretch = pick_stretch(self);
  CdSpan word = pick_word(self, stretch, before_plain_comma);
  if (word.end > 0 && word.end < stretch.end && pick(self, 2)) {
    replace(self, word.end, 1, "", EDIT_COSMETIC);
    return true;
  }
  word = pick_word(self, stretch, before_plain_space);
  if (word.end == 0 || word.end >= stretch.end) return false;
  replace(self, word.end, 0, ",", EDIT_COSMETIC);
  return true;
}

static inline bool ends_paragraph(const Draft *self, uint32_t at) {
  return strncmp(self->text + at, self->gap, strlen(self->gap)) == 0;
}

static inline CdSpan paragraph_at(const Draft *self, uint32_t at) {
  CdSpan out = {at, at};
  uint32_t gap = (uint32_t)strlen(self->gap);
  while (out.start > 0 && !(out.start >= gap && ends_paragraph(self, out.start - gap))) out.start--;
  while (out.end < self->len && !ends_paragraph(self, out.end)) out.end++;
  if (out.end == self->len && out.end > out.start && self->text[out.end - 1] == '\n') out.end--;
  return out;
}

static inline bool is_prose(const Draft *self, CdSpan paragraph) {
  return paragraph.end > paragraph.start + 40 && !strchr("#>-*`<|=", self->text[paragraph.start]) &&
         self->text[paragraph.start] != ' ';
}

// As gq does it, at 72 columns; or all in one line.
static inline bool reflow(Draft *self) {
  CdSpan paragraph = paragraph_at(self, pick_stretch(self).start);
  if (!is_prose(self, paragraph)) return false;
  bool one_line = memchr(self->text + paragraph.start, '\n', paragraph.end - paragraph.start);
  uint32_t column = 0, space = 0;
  for (uint32_t at = paragraph.start; at < paragraph.end; at++, column++) {
    char byte = self->text[at];
    if (one_line && byte == '\n') replace(self, at, 1, " ", EDIT_COSMETIC);
    if (one_line || byte != ' ') continue;
    uint32_t next = at + 1;
    while (next < paragraph.end && self->text[next] != ' ') next++;
    if (column + next - at > 72) {
      space = at;
      replace(self, space, 1, "\n", EDIT_COSMETIC);
      column = 0;
    }
  }
  return true;
}

static inline bool two_spaces(Draft *self) {
  CdSpan stretch = pick_stretch(self);
  CdSpan word = pick_word(self, stretch, before_plain_space);
  if (word.end == 0 || word.end >= stretch.end) return false;
  replace(self, word.end, 0, " ", EDIT_COSMETIC);
  return true;
}

static inline bool begins_sentence(const Draft *self, CdSpan word) {
  if (!is_letter(self->text[word.start])) return false;
  for (uint32_t at = word.start + 1; at < word.end; at++) {
    if (!islower((unsigned char)self->text[at])) return false;
  }
  if (lexicon_word(self->lexicon, self->text + word.start, word.end - word.start) &
      LEX_BIT(LEX_FUNCTION)) {
    return (word.start >= 2 && self->text[word.start - 1] == ' ' &&
            self->text[word.start - 2] == '.') ||
           word.start == 0 || self->text[word.start - 1] == '\n';
  }
  return false;
}

static inline bool change_case(Draft *self) {
  CdSpan word = pick_word(self, (CdSpan){0, self->len}, begins_sentence);
  if (word.end == 0 || (word.start > 0 && self->text[word.start - 1] == '\n' && word.start > 1 &&
                        self->text[word.start - 2] != '\n')) {
    return false;
  }
  char first[2] = {self->text[word.start], '\0'};
  first[0] = (char)(islower((unsigned char)first[0]) ? toupper((unsigned char)first[0])
                                                     : tolower((unsigned char)first[0]));
  replace(self, word.start, 1, first, EDIT_COSMETIC);
  return true;
}

// All marks and apostrophes of the draft, straight to curly or back.
static inline bool change_marks(Draft *self) {
  bool curly = strstr(self->text, "“") != NULL, open = false;
  uint32_t changes = 0;
  for (uint32_t at = 0; at < self->len; at++) {
    const char *text = self->text + at;
    if (text[0] == '\n' && text[1] == '\n') open = false;
    if (curly && (strncmp(text, "“", 3) == 0 || strncmp(text, "”", 3) == 0)) {
      replace(self, at, 3, "\"", EDIT_COSMETIC);
    } else if (curly && strncmp(text, "’", 3) == 0) {
      replace(self, at, 3, "'", EDIT_COSMETIC);
    } else if (!curly &&
               (text[0] == '"' || strncmp(text, "``", 2) == 0 || strncmp(text, "''", 2) == 0)) {
      open = !open;
      replace(self, at, text[0] == '"' ? 1 : 2, open ? "“" : "”", EDIT_COSMETIC);
    } else if (!curly && text[0] == '\'' && at > 0 && is_letter(text[-1]) && is_letter(text[1])) {
      replace(self, at, 1, "’", EDIT_COSMETIC);
    } else {
      continue;
    }
    changes++;
  }
  return changes > 0;
}

// ---- edits that change what is said ------------------------------------------------------------
static inline bool has_digit(const Draft *self, CdSpan word) {
  return isdigit((unsigned char)self->text[word.end - 1]) != 0;
}

static inline bool change_number(Draft *self) {
  CdSpan word = pick_word(self, pick_stretch(self), has_digit);
  if (word.end == 0) return false;
  char digit[2] = {(char)('0' + (self->text[word.end - 1] - '0' + 1 + (int)pick(self, 9)) % 10), 0};
  replace(self, word.end - 1, 1, digit, EDIT_MATERIAL);
  return true;
}

static inline bool is_name(const Draft *self, CdSpan word) {
  return word.end - word.start > 2 && isupper((unsigned char)self->text[word.start]) &&
         word.start > 1 && self->text[word.start - 1] == ' ' &&
         (is_wordy(self->text[word.start - 2]) || self->text[word.start - 2] == ',');
}

static inline bool change_name(Draft *self) {
  static const char *const others[] = {"Tessler", "Odane", "Marbury", "Kvist"};
  CdSpan word = pick_word(self, pick_stretch(self), is_name);
  if (word.end == 0) return false;
  replace(self, word.start, word.end - word.start, others[pick(self, 4)], EDIT_MATERIAL);
  return true;
}

// Words that are mistaken for each other, or mean less, more or the contrary. Read both ways.
static const char *const swaps[][2] = {
    {"million", "billion"}, {"percent", "points"},
    {"hours", "days"},      {"metres", "kilometres"},
    {"people", "families"}, {"killed", "injured"},
    {"least", "most"},      {"now", "not"},
    {"on", "no"},           {"will", "may"},
    {"would", "might"},     {"must", "should"},
    {"could", "can"},       {"said", "admitted"},
    {"told", "warned"},     {"from", "to"},
    {"Monday", "Friday"},   {"Tuesday", "Thursday"},
    {"Sunday", "Saturday"}, {"March", "May"},
    {"before", "after"},    {"more", "less"},
    {"first", "last"},      {"his", "her"},
    {"is", "was"},          {"has", "had"},
    {"a", "the"},           {"and", "or"},
    {"in", "near"},         {"of", "for"},
    {"by", "with"},         {"two", "three"},
};

static inline const char *swap_of(const Draft *self, CdSpan word) {
  for (size_t i = 0; i < sizeof swaps / sizeof swaps[0]; i++) {
    for (int j = 0; j < 2; j++) {
      if (equals(self, word, swaps[i][j])) return swaps[i][1 - j];
    }
  }
  return NULL;
}

static inline bool has_swap(const Draft *self, CdSpan word) { return swap_of(self, word) != NULL; }

static inline bool change_word(Draft *self) {
  CdSpan word = pick_word(self, pick_stretch(self), has_swap);
  if (word.end == 0) return false;
  replace(self, word.start, word.end - word.start, swap_of(self, word), EDIT_MATERIAL);
  return true;
}

static inline bool can_be_negated(const Draft *self, CdSpan word) {
  static const char *const auxiliaries[] = {"is",   "was",  "were",  "are",   "had",   "has",
                                            "have", "will", "would", "could", "should"};
  for (size_t i = 0; i < sizeof auxiliaries / sizeof auxiliaries[0]; i++) {
    if (equals(self, word, auxiliaries[i])) return self->text[word.end] == ' ';
  }
  return false;
}

static inline bool negate(Draft *self) {
  CdSpan stretch = pick_stretch(self);
  CdSpan word = pick_word(self, stretch, can_be_negated);
  if (word.end == 0 || word.end >= stretch.end) return false;
  bool negated = strncmp(self->text + word.end, " not ", 5) == 0;
  replace(self, word.end, negated ? 4 : 0, negated ? "" : " not", EDIT_MATERIAL);
  return true;
}

static inline bool drop_word(Draft *self) {
  CdSpan stretch = pick_stretch(self);
  CdSpan word = pick_word(self, stretch, is_between_spaces);
  if (word.end == 0 || word.end >= stretch.end) return false;
  replace(self, word.start, word.end - word.start + 1, "", EDIT_MATERIAL);
  return true;
}

static inline bool add_word(Draft *self) {
  static const char *const added[] = {"allegedly ", "only ", "nearly ", "never ", "former "};
  CdSpan stretch = pick_stretch(self);
  CdSpan word = pick_word(self, stretch, is_between_spaces);
  if (word.end == 0 || word.start <= stretch.start) return false;
  replace(self, word.start, 0, added[pick(self, 5)], EDIT_MATERIAL);
  return true;
}

static inline bool before_other_word(const Draft *self, CdSpan word) {
  uint32_t end = word.end + 1;
  if (self->text[word.end] != ' ' || !is_wordy(self->text[end])) return false;
  while (is_wordy(self->text[end])) end++;
  uint32_t len = word.end - word.start;
  return end - word.end - 1 != len ||
         memcmp(self->text + word.start, self->text + word.end + 1, len) != 0;
}

static inline bool turn_words(Draft *self) {
  char new[200];
  CdSpan stretch = pick_stretch(self);
  CdSpan word = pick_word(self, stretch, before_other_word);
  uint32_t end = word.end + 1;
  while (end < self->len && is_wordy(self->text[end])) end++;
  if (word.end == 0 || end > stretch.end || end - word.start > 150) return false;
  snprintf(new, sizeof new, "%.*s %.*s", (int)(end - word.end - 1), self->text + word.end + 1,
           (int)(word.end - word.start), self->text + word.start);
  replace(self, word.start, end - word.start, new, EDIT_MATERIAL);
  return true;
}

// ---- edits that move words ---------------------------------------------------------------------
typedef struct {
  uint32_t mark;
  Instance instance;
} Carried;

// Takes a paragraph and the blank line behind it out of the text, or copies it, and puts it somewhere else.
static inline bool carry(Draft *self, bool copy) {
  uint32_t gap = (uint32_t)strlen(self->gap);
  CdSpan from = paragraph_at(self, pick_stretch(self).start);
  if (!is_prose(self, from) || !ends_paragraph(self, from.end)) return false;
  Carried carried[MARKS_MAX * INSTANCES_MAX];
  uint32_t count = 0;
  char *words = strndup(self->text + from.start, from.end + gap - from.start);
  for (uint32_t i = 0; i < self->mark_count; i++) {
    Tracked *mark = &self->marks[i];
    for (uint32_t j = 0; j < mark->count; j++) {
      Instance one = mark->instances[j];
      if (one.start < from.start || one.end > from.end + gap) continue;
      one.start -= from.start;
      one.end -= from.start;
      carried[count++] = (Carried){i, one};
      if (!copy) mark->instances[j--] = mark->instances[--mark->count];
    }
  }
  if (!copy) replace(self, from.start, from.end + gap - from.start, "", EDIT_MOVES);
  uint32_t to = paragraph_at(self, pick(self, self->len)).start;
  if (copy && pick(self, 2)) to = from.start;  // yy p
  replace(self, to, 0, words, EDIT_MOVES);
  for (uint32_t i = 0; i < count; i++) {
    Tracked *mark = &self->marks[carried[i].mark];
    Instance one = carried[i].instance;
    one.start += to;
    one.end += to;
    if (mark->count < INSTANCES_MAX) mark->instances[mark->count++] = one;
  }
  free(words);
  return true;
}

static inline bool move(Draft *self) { return carry(self, false); }
static inline bool duplicate(Draft *self) { return carry(self, true); }

static inline bool delete_paragraph(Draft *self) {
  uint32_t gap = (uint32_t)strlen(self->gap);
  CdSpan from = paragraph_at(self, pick_stretch(self).start);
  if (!is_prose(self, from) || !ends_paragraph(self, from.end)) return false;
  for (uint32_t i = 0; i < self->mark_count; i++) {
    Tracked *mark = &self->marks[i];
    for (uint32_t j = 0; j < mark->count; j++) {
      if (mark->instances[j].start < from.start || mark->instances[j].end > from.end + gap)
        continue;
      mark->instances[j--] = mark->instances[--mark->count];
    }
  }
  replace(self, from.start, from.end + gap - from.start, "", EDIT_MOVES);
  return true;
}

static inline bool new_paragraph(Draft *self) {
  static const char *const paragraphs[] = {
      "The weather office expects rain until the weekend.\n\n",
      "Nora Tessler, who chairs the committee, did not answer questions.\n\n",
      "\"We shall see,\" said Ivo Marbury, a lorry driver. He left early.\n\n",
  };
  uint32_t at = paragraph_at(self, pick(self, self->len)).start;
  replace(self, at, 0, paragraphs[pick(self, 3)], EDIT_MOVES);
  return true;
}

static inline bool ends_sentence(const Draft *self, CdSpan word) {
  return self->text[word.end] == '.' && self->text[word.end + 1] == ' ' &&
         isupper((unsigned char)self->text[word.end + 2]) && word.end - word.start > 3;
}

static inline bool split(Draft *self) {
  CdSpan word = pick_word(self, (CdSpan){0, self->len}, ends_sentence);
  if (word.end == 0) return false;
  replace(self, word.end + 1, 1, self->gap, EDIT_MOVES);
  return true;
}

static inline bool merge(Draft *self) {
  uint32_t gap = (uint32_t)strlen(self->gap);
  CdSpan one = paragraph_at(self, pick_stretch(self).start);
  if (!is_prose(self, one) || !ends_paragraph(self, one.end)) return false;
  if (!is_prose(self, paragraph_at(self, one.end + gap))) return false;
  replace(self, one.end, gap, " ", EDIT_MOVES);
  return true;
}

static inline bool append_fact(Draft *self) {
  static const char fact[] = " and 417 more in Lower Brae";
  const Tracked *mark = &self->marks[pick(self, self->mark_count)];
  if (mark->count == 0) return false;
  uint32_t at = mark->instances[0].end;
  bool inside = at > 0 && self->text[at - 1] == '.';  // before the mark's full stop
  if (inside) at--;
  if (at == 0 || !is_wordy(self->text[at - 1]) || !strchr(".,\n", self->text[at])) return false;
  replace(self, at, 0, fact, inside ? EDIT_MATERIAL : EDIT_MOVES);
  self->appended = (CdSpan){at, at + (uint32_t)sizeof fact - 1};
  return true;
}

typedef struct {
  const char *name;
  bool (*edit)(Draft *self);
  EditClass class;
} Edit;

static const Edit edits[] = {
    {"slip", slip, EDIT_COSMETIC},
    {"punctuation", punctuate, EDIT_COSMETIC},
    {"reflow", reflow, EDIT_COSMETIC},
    {"spaces", two_spaces, EDIT_COSMETIC},
    {"case", change_case, EDIT_COSMETIC},
    {"marks", change_marks, EDIT_COSMETIC},
    {"number", change_number, EDIT_MATERIAL},
    {"name", change_name, EDIT_MATERIAL},
    {"word", change_word, EDIT_MATERIAL},
    {"negation", negate, EDIT_MATERIAL},
    {"dropped word", drop_word, EDIT_MATERIAL},
    {"added word", add_word, EDIT_MATERIAL},
    {"order", turn_words, EDIT_MATERIAL},
    {"move", move, EDIT_MOVES},
    {"duplicate", duplicate, EDIT_MOVES},
    {"delete", delete_paragraph, EDIT_MOVES},
    {"new paragraph", new_paragraph, EDIT_MOVES},
    {"split", split, EDIT_MOVES},
    {"merge", merge, EDIT_MOVES},
    {"appended fact", append_fact, EDIT_MOVES},
};
enum { EDIT_COUNT = sizeof edits / sizeof edits[0], EDIT_COSMETIC_COUNT = 6 };

#endif
