// A text's words without signs and case, and where each of them stands: what changed words are
// looked up by. See anchor.h.
#include <stdlib.h>
#include <string.h>

#include "../anchor.h"
#include "../text.h"

static bool is_word(const Words *words, uint32_t at) {
  const Word *word = &words->items[at];
  uint32_t code_point;
  text_decode(words->text + word->start, word->end - word->start, &code_point);
  return text_is_letter(code_point) || text_is_digit(code_point);
}

bool folded_init(Folded *self, const Words *words) {
  *self = (Folded){0};
  uint32_t len = words->count > 0 ? words->items[words->count - 1].end : 0;
  // (A folded letter may take more bytes than the letter: twice as many at most.)
  self->bytes = malloc((size_t)len * 2 + 8);
  self->from = malloc(((size_t)words->count + 1) * sizeof *self->from);
  self->words.items = malloc(((size_t)words->count + 1) * sizeof *self->words.items);
  self->words.text = self->bytes;
  if (!self->bytes || !self->from || !self->words.items) {
    folded_free(self);
    return false;
  }
  uint32_t used = 0;
  for (uint32_t i = 0; i < words->count; i++) {
    if (!is_word(words, i)) continue;
    const Word *word = &words->items[i];
    uint32_t size =
        text_fold_into(words->text + word->start, word->end - word->start, self->bytes + used);
    uint64_t hash = text_hash(self->bytes + used, size);
    self->from[self->words.count] = i;
    self->words.items[self->words.count++] =
        (Word){used, used + size, (uint32_t)(hash ^ hash >> 32), true};
    used += size;
  }
  return true;
}

void folded_free(Folded *self) {
  free(self->bytes);
  free(self->from);
  words_free(&self->words);
  *self = (Folded){0};
}

// ---- where each word stands --------------------------------------------------------------------
bool word_index_init(WordIndex *self, const Folded *text) {
  uint32_t bucket_count = 16;
  while (bucket_count < text->words.count) bucket_count *= 2;
  *self = (WordIndex){.text = text, .mask = bucket_count - 1};
  self->buckets = calloc(bucket_count, sizeof *self->buckets);
  self->next = malloc(((size_t)text->words.count + 1) * sizeof *self->next);
  if (!self->buckets || !self->next) {
    word_index_free(self);
    return false;
  }
  for (uint32_t i = text->words.count; i-- > 0;) {  // so that chains are in the order of the text
    uint32_t *bucket = &self->buckets[text->words.items[i].hash & self->mask];
    self->next[i] = *bucket;
    *bucket = i + 1;
  }
  return true;
}

void word_index_free(WordIndex *self) {
  free(self->buckets);
  free(self->next);
  *self = (WordIndex){0};
}
