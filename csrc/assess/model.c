// Reads the table of weights: one row a feature or word, named outputs with their weights in it.
//   feature NAME  OUTPUT WEIGHT  OUTPUT WEIGHT …     a feature of features.def, or one that a rule sets
//   word WORD     OUTPUT WEIGHT …
//   priority must SCORE  should SCORE  claim SCORE
#include "assess/model.h"

#include <stdlib.h>
#include <string.h>

#include "embedded.h"
#include "text.h"

typedef struct ClaimKey {
  uint64_t key;  // 0: the slot is empty
  uint32_t row;
} ClaimKey;

static const char table_path[] = "csrc/weights/en/claims.txt";
static const uint64_t FEATURE_SALT = UINT64_C(0x9E3779B97F4A7C15);

static const char *const feature_names[FEATURE_COUNT] = {
#define CLAIM_FEATURE(enumerator, name) [enumerator] = name,
#include "assess/features.def"
#undef CLAIM_FEATURE
};

static const char *const output_names[OUTPUT_COUNT] = {
    "event",  "quantity", "date",    "role",   "law",      "comparison", "cause",  "plan",
    "speech", "quote",    "written", "spoken", "register", "attributed", "quoted", "vague"};

const char *claim_feature_name(ClaimFeature feature) { return feature_names[feature]; }

// ---- keys --------------------------------------------------------------------------------------
static ClaimKey *key_slot(ClaimKey *keys, uint32_t bits, uint64_t key) {
  uint32_t mask = ((uint32_t)1 << bits) - 1;
  uint32_t at = (uint32_t)(key >> (64 - bits));
  while (keys[at].key != 0 && keys[at].key != key) at = (at + 1) & mask;
  return &keys[at];
}

static bool keys_grow(ClaimModel *self) {
  uint32_t bits = self->keys ? self->key_bits + 1 : 10;
  ClaimKey *keys = calloc((size_t)1 << bits, sizeof *keys);
  if (!keys) return false;
  for (size_t i = 0; self->keys && i < (size_t)1 << self->key_bits; i++) {
    if (self->keys[i].key != 0) *key_slot(keys, bits, self->keys[i].key) = self->keys[i];
  }
  free(self->keys);
  self->keys = keys;
  self->key_bits = bits;
  return true;
}

static uint32_t find_row(const ClaimModel *self, uint64_t key) {
  if (!self->keys) return NO_ROW;
  const ClaimKey *slot = key_slot(self->keys, self->key_bits, key);
  return slot->key != 0 ? slot->row : NO_ROW;
}

uint32_t claim_model_word(const ClaimModel *self, uint64_t hash) { return find_row(self, hash); }

uint32_t claim_model_rule_feature(const ClaimModel *self, const char *name) {
  return find_row(self, text_hash(name, (uint32_t)strlen(name)) ^ FEATURE_SALT);
}

// ---- the table ---------------------------------------------------------------------------------
typedef struct {
  const char *start;
  uint32_t len;
} Word;

static Word next_word(const char **at, const char *end) {
  while (*at < end && (**at == ' ' || **at == '\t')) ++*at;
  Word word = {*at, 0};
  while (*at < end && **at != ' ' && **at != '\t') ++*at, word.len++;
  return word;
}

static bool is_word(Word word, const char *text) {
  return word.len == strlen(text) && memcmp(word.start, text, word.len) == 0;
}

// A decimal number; the locale has no say in it.
static bool read_weight(Word word, float *value) {
  float number = 0, place = 1;
  bool point = false;
  uint32_t at = word.len > 0 && (*word.start == '-' || *word.start == '+') ? 1 : 0;
  for (uint32_t i = at; i < word.len; i++) {
    char sign = word.start[i];
    if (sign == '.' && !point) {
      point = true;
    } else if (sign >= '0' && sign <= '9') {
      number = number * 10 + (float)(sign - '0');
      if (point) place *= 10;
    } else {
      return false;
    }
  }
  *value = (*word.start == '-' ? -number : number) / place;
  return word.len > at;
}

static bool add_row(ClaimModel *self, uint32_t *row) {
  if (self->row_count == self->row_capacity) {
    uint32_t capacity = self->row_capacity * 2 + 256;
    float(*rows)[OUTPUT_COUNT] = realloc(self->rows, capacity * sizeof *rows);
    if (!rows) return false;
    self->rows = rows;
    self->row_capacity = capacity;
  }
  *row = self->row_count++;
  memset(self->rows[*row], 0, sizeof self->rows[*row]);
  return true;
}

static bool add_key(ClaimModel *self, Word name, bool feature, uint32_t row) {
  for (int i = 0; feature && i < FEATURE_COUNT; i++) {
    if (!is_word(name, feature_names[i])) continue;
    self->feature_rows[i] = row;
    return true;
  }
  if ((!self->keys || self->key_count * 2 >= (uint32_t)1 << self->key_bits) && !keys_grow(self)) {
    return false;
  }
  uint64_t key = text_hash(name.start, name.len) ^ (feature ? FEATURE_SALT : 0);
  *key_slot(self->keys, self->key_bits, key) = (ClaimKey){key, row};
  self->key_count++;
  return true;
}

static bool read_row(ClaimModel *self, const char *at, const char *end, bool feature) {
  Word name = next_word(&at, end);
  uint32_t row;
  if (name.len == 0 || !add_row(self, &row) || !add_key(self, name, feature, row)) return false;
  for (Word output = next_word(&at, end); output.len > 0; output = next_word(&at, end)) {
    Word weight = next_word(&at, end);
    int number = 0;
    while (number < OUTPUT_COUNT && !is_word(output, output_names[number])) number++;
    if (number == OUTPUT_COUNT || !read_weight(weight, &self->rows[row][number])) return false;
  }
  return true;
}

static bool read_priorities(ClaimModel *self, const char *at, const char *end) {
  if (!is_word(next_word(&at, end), "must")) return false;
  if (!read_weight(next_word(&at, end), &self->must)) return false;
  if (!is_word(next_word(&at, end), "should")) return false;
  if (!read_weight(next_word(&at, end), &self->should)) return false;
  if (!is_word(next_word(&at, end), "claim")) return false;
  return read_weight(next_word(&at, end), &self->claim);
}

static bool read_line(ClaimModel *self, const char *at, const char *end) {
  Word first = next_word(&at, end);
  if (first.len == 0 || *first.start == '#') return true;
  if (is_word(first, "feature")) return read_row(self, at, end, true);
  if (is_word(first, "word")) return read_row(self, at, end, false);
  if (is_word(first, "priority")) return read_priorities(self, at, end);
  return false;
}

uint32_t claim_model_read(ClaimModel *self, const char *text, size_t len) {
  uint32_t number = 1;
  for (size_t at = 0; at < len; number++) {
    const char *line_end = memchr(text + at, '\n', len - at);
    size_t size = line_end ? (size_t)(line_end - text) - at : len - at;
    if (!read_line(self, text + at, text + at + size)) return number;
    at += size + 1;
  }
  return 0;
}

const ClaimModel *claim_model_new(void) {
  ClaimModel *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  for (int i = 0; i < FEATURE_COUNT; i++) self->feature_rows[i] = NO_ROW;
  self->must = 0.5F;
  self->should = 0.1F;
  for (size_t i = 0; i < embedded_file_count; i++) {
    const EmbeddedFile *file = &embedded_files[i];
    if (strcmp(file->path, table_path) != 0) continue;
    if (claim_model_read(self, file->text, file->len) == 0) continue;
    claim_model_free(self);
    return NULL;
  }
  return self;
}

void claim_model_free(const ClaimModel *self) {
  if (!self) return;
  free(self->rows);
  free(self->keys);
  free((void *)self);
}
