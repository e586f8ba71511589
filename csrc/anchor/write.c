// The anchor record of a claim; see anchor.h.
#include <stdlib.h>
#include <string.h>

#include "../anchor.h"
#include "../record.h"
#include "../text.h"

enum {
  CONTEXT_WORDS = 8,
  DATELINE_ROWS = 4,   // rows at the head of a draft in which a dateline is looked for
  DATELINE_LEN = 100,  // bytes that it may take
};

// Appends the words first..end as a string: as they stand, white space as single spaces.
static void write_words(Json *out, const Words *words, uint32_t first, uint32_t end, Json *buffer) {
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
  Json *out;
  Json buffer;
  const CdDocument *document;
  const Words *words;
  CdSpan span;      // of the anchor's words
  CdSpan dateline;  // empty: none
} Anchor;

// "KYIV, June 13": what stands before the dash at the head of the draft, if it begins with a word
// in capitals.
static CdSpan find_dateline(const CdDocument *document, const char *text) {
  for (uint32_t row = 0; row < DATELINE_ROWS; row++) {
    uint32_t start = cd_document_offset(document, row, 0);
    uint32_t end = cd_document_offset(document, row, DATELINE_LEN);
    uint32_t capitals = 0;
    bool is_first_word = true;
    for (uint32_t at = start; at < end;) {
      uint32_t code_point;
      uint32_t size = text_decode(text + at, end - at, &code_point);
      bool is_dash = code_point == 0x2013 || code_point == 0x2014 ||
                     (end - at > 2 && memcmp(text + at, "--", 2) == 0) ||
                     (end - at > 3 && memcmp(text + at, " - ", 3) == 0);
      if (is_dash && capitals >= 2) return (CdSpan){start, at};
      if (is_first_word && text_is_upper(code_point)) {
        capitals++;
      } else if (is_first_word && at > start) {
        is_first_word = false;
        if (text_is_letter(code_point)) capitals = 0;
      }
      if (capitals == 0) break;
      at += size;
    }
  }
  return (CdSpan){0, 0};
}

static bool has_year(const char *text, CdSpan span) {
  uint32_t digits = 0;
  for (uint32_t at = span.start; at < span.end; at++) {
    digits = text_is_digit((unsigned char)text[at]) ? digits + 1 : 0;
    if (digits == 4) return true;
  }
  return false;
}

static void write_read(Anchor *self, const char *kind, CdSpan span, const char *as,
                       CdSpan as_span) {
  Json *out = self->out;
  uint32_t first, end;
  emit_begin_object(out);
  if (span.start < span.end) {
    words_in_span(self->words, span, &first, &end);
    emit_key(out, "words");
    write_words(out, self->words, first, end, &self->buffer);
  }
  emit_key_text(out, "kind", kind);
  if (as) emit_key_text(out, "as", as);
  if (as_span.start < as_span.end) {
    words_in_span(self->words, as_span, &first, &end);
    emit_key(out, "as");
    write_words(out, self->words, first, end, &self->buffer);
  }
  emit_end_object(out);
}

static bool on_mention(void *context, const CdMention *mention) {
  Anchor *self = context;
  const CdSpan none = {0, 0};
  CdSpan inside = self->span;
  if (mention->span.start < inside.start || mention->span.end > inside.end) return true;
  if (mention->type == CD_DATE && mention->entity == CD_NONE) {
    if (!has_year(self->words->text, mention->span)) {
      write_read(self, "date", mention->span, NULL, self->dateline);
    }
  } else if (mention->form != CD_NAME && mention->entity != CD_NONE) {
    const char *name = cd_document_entity_name(self->document, mention->entity);
    const char *kind = mention->form == CD_PRONOUN ? "pronoun" : "role";
    // Somebody without a name is called by the same words: nothing was read into them.
    uint32_t len = mention->span.end - mention->span.start;
    if (name &&
        (strlen(name) != len || memcmp(name, self->words->text + mention->span.start, len) != 0)) {
      write_read(self, kind, mention->span, name, none);
    }
  }
  return true;
}

bool anchor_write(Json *out, const CdDocument *document, const Words *words, CdSpan span,
                  const CdClaim *claim, uint32_t *word_count) {
  Anchor self = {.out = out, .document = document, .words = words};
  uint32_t first, end, row, column;
  words_in_span(words, span, &first, &end);
  *word_count = end - first;
  if (first == end) return true;
  CdSpan whole = {words->items[first].start, words->items[end - 1].end};
  self.span = whole;
  self.dateline = find_dateline(document, words->text);
  cd_document_position(document, whole.start, &row, &column);
  uint32_t before = first > CONTEXT_WORDS ? first - CONTEXT_WORDS : 0;
  uint32_t behind = words->count - end > CONTEXT_WORDS ? end + CONTEXT_WORDS : words->count;
  emit_begin_object(out);
  emit_key(out, "words");
  write_words(out, words, first, end, &self.buffer);
  emit_key(out, "before");
  write_words(out, words, before, first, &self.buffer);
  emit_key(out, "behind");
  write_words(out, words, end, behind, &self.buffer);
  emit_key_uint(out, "line", (uint64_t)row + 1);
  if (claim) {
    emit_key_uint(out, "priority", claim->priority);
    emit_key(out, "types");
    record_claim_types(out, claim->types);
  }
  emit_key(out, "read");
  emit_begin_array(out);
  cd_document_mentions(document, whole, on_mention, &self);
  const char *speaker =
      claim && claim->speaker != CD_NONE ? cd_document_entity_name(document, claim->speaker) : NULL;
  if (speaker) write_read(&self, "speaker", (CdSpan){0, 0}, speaker, (CdSpan){0, 0});
  emit_end_array(out);
  emit_end_object(out);
  emit_free(&self.buffer);
  return !out->failed;
}
