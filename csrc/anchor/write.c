// The anchor record of a claim; see anchor.h.
#include "write.h"

#include <stdlib.h>
#include <string.h>

#include "../record.h"
#include "../text.h"

enum { CONTEXT_WORDS = 8 };

// Appends the words first..end as a string: as they stand, white space as single spaces.
void anchor_write_words(Json *out, const Words *words, uint32_t first, uint32_t end, Json *buffer) {
  emit_clear(buffer);
  for (uint32_t i = first; i < end; i++) {
    const Word *word = &words->items[i];
    if (i > first && word->spaced) emit_raw(buffer, " ", 1);
    emit_raw(buffer, words->text + word->start, word->end - word->start);
  }
  if (buffer->failed) out->failed = true;
  emit_string(out, buffer->len > 0 ? buffer->bytes : "", buffer->len);
}

typedef struct {
  uint32_t at;
  bool found;
} Opening;

static bool on_sentence(void *context, CdSpan sentence) {
  Opening *self = context;
  self->found = sentence.start == self->at;
  return !self->found;
}

// Of the words before the first word that are marks and brackets, the sentence may begin with any.
bool anchor_opens(const CdDocument *document, const Words *words, uint32_t first) {
  for (uint32_t i = first;; i--) {
    const Word *word = &words->items[i];
    uint32_t code_point;
    text_decode(words->text + word->start, word->end - word->start, &code_point);
    if (i < first && (text_is_letter(code_point) || text_is_digit(code_point))) return false;
    Opening opening = {.at = word->start};
    cd_document_sentences(document, (CdSpan){word->start, word->end}, on_sentence, &opening);
    if (opening.found) return true;
    if (i == 0 || first - i >= 3) return false;
  }
}

static uint32_t count_places(const Words *words, uint32_t first, uint32_t end) {
  Words query = {.text = words->text, .items = words->items + first, .count = end - first};
  Places places;
  if (!anchor_find(words, &query, 1, &places)) return 0;
  uint32_t count = (uint32_t)places.count;
  places_free(&places);
  return count;
}

bool anchor_write(Json *out, const CdDocument *document, const Words *words, CdSpan span,
                  const CdClaim *claim, uint32_t *word_count) {
  Json buffer = {0};
  uint32_t first, end, row, column;
  words_in_span(words, span, &first, &end);
  *word_count = end - first;
  if (first == end) return true;
  CdSpan whole = {words->items[first].start, words->items[end - 1].end};
  cd_document_position(document, whole.start, &row, &column);
  uint32_t before = first > CONTEXT_WORDS ? first - CONTEXT_WORDS : 0;
  uint32_t behind = words->count - end > CONTEXT_WORDS ? end + CONTEXT_WORDS : words->count;
  emit_begin_object(out);
  emit_key(out, "words");
  anchor_write_words(out, words, first, end, &buffer);
  emit_key(out, "before");
  anchor_write_words(out, words, before, first, &buffer);
  emit_key(out, "behind");
  anchor_write_words(out, words, end, behind, &buffer);
  emit_key_uint(out, "line", (uint64_t)row + 1);
  emit_key(out, "opens");
  emit_bool(out, anchor_opens(document, words, first));
  uint32_t places = count_places(words, first, end);
  if (places > 1) emit_key_uint(out, "twins", places - 1);
  char around[20];
  anchor_around(words, first, end, around);
  emit_key_text(out, "around", around);
  if (claim) {
    emit_key_uint(out, "priority", claim->priority);
    emit_key(out, "types");
    record_claim_types(out, claim->types);
  }
  emit_key(out, "read");
  anchor_write_read(out, document, words, whole);
  emit_end_object(out);
  emit_free(&buffer);
  return !out->failed;
}
