// Fuzz target of documents: any text under any edits must read as a fresh document with the same text
// does, and every place that it gives must lie in the text.
// The last bytes of the input are a script of edits, the others the text.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"

#define CHECK(holds) \
  if (!(holds)) abort()

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { EDITS_MAX = 6, EDIT_BYTES = 5 };

static CdRules *shared_rules(void) {
  static CdRules *rules;
  if (!rules) rules = cd_rules_new();
  return rules;
}

// ---- places ------------------------------------------------------------------------------------
typedef struct {
  uint32_t len, last;
} Bounds;

static bool check_span(Bounds *self, CdSpan span) {
  CHECK(span.start <= span.end && span.end <= self->len);
  return true;
}

static bool on_sentence(void *context, CdSpan sentence) {
  Bounds *self = context;
  CHECK(sentence.start >= self->last);
  self->last = sentence.start;
  return check_span(self, sentence);
}

static bool on_mention(void *context, const CdMention *mention) {
  Bounds *self = context;
  CHECK(mention->span.start < mention->span.end && mention->span.start >= self->last);
  self->last = mention->span.start;
  return check_span(self, mention->span) && check_span(self, mention->title);
}

static bool on_quotation(void *context, const CdQuotation *quotation) {
  Bounds *self = context;
  CHECK(quotation->confidence >= 0 && quotation->confidence <= 1);
  for (uint32_t i = 0; i < quotation->content_count; i++) check_span(self, quotation->content[i]);
  return check_span(self, quotation->span) && check_span(self, quotation->cue) &&
         check_span(self, quotation->source);
}

static bool on_claim(void *context, const CdClaim *claim) {
  Bounds *self = context;
  CHECK(claim->priority >= 1 && claim->priority <= 3);
  CHECK(claim->score >= 0 && claim->score <= 1);
  return check_span(self, claim->span);
}

static void check_places(const CdDocument *document) {
  Bounds bounds = {.len = cd_document_len(document)};
  CdSpan whole = {0, bounds.len};
  cd_document_sentences(document, whole, on_sentence, &bounds);
  bounds.last = 0;
  cd_document_mentions(document, whole, on_mention, &bounds);
  cd_document_quotations(document, whole, on_quotation, &bounds);
  cd_document_claims(document, whole, on_claim, &bounds);
  for (uint32_t at = 0; at <= bounds.len; at += 1 + bounds.len / 37) {
    uint32_t row, column;
    cd_document_position(document, at, &row, &column);
    CHECK(row < cd_document_row_count(document));
    CHECK(cd_document_offset(document, row, column) == at);
  }
}

static void check_same(const CdDocument *edited, const CdDocument *fresh) {
  Json one = {0}, other = {0};
  CHECK(digest_write(&one, edited) && digest_write(&other, fresh));
  if (one.len != other.len || memcmp(one.bytes, other.bytes, one.len) != 0) {
    fprintf(stderr, "edited: %.*s\nfresh: %.*s\n", (int)one.len, one.bytes, (int)other.len,
            other.bytes);
    abort();
  }
  emit_free(&one);
  emit_free(&other);
}

// ---- edits -------------------------------------------------------------------------------------
// Replaces a few bytes by others of the text, in both the document and the plain copy.
static void edit(CdDocument *document, char **text, uint32_t *len, const uint8_t *script) {
  uint32_t start = (uint32_t)(script[0] << 8 | script[1]) % (*len + 1);
  uint32_t old_len = script[2] % 24;
  if (old_len > *len - start) old_len = *len - start;
  uint32_t from = (uint32_t)script[3] * 11 % (*len + 1);
  uint32_t new_len = script[4] % 48;
  if (new_len > *len - from) new_len = *len - from;
  char *piece = malloc((size_t)new_len + 1);
  memcpy(piece, *text + from, new_len);
  CdChange change;
  CHECK(cd_document_edit(document, start, old_len, piece, new_len, &change) == CD_OK);
  CHECK(change.first_row <= change.last_row && change.last_row < cd_document_row_count(document));
  char *edited = malloc((size_t)*len - old_len + new_len + 1);
  memcpy(edited, *text, start);
  memcpy(edited + start, piece, new_len);
  memcpy(edited + start + new_len, *text + start + old_len, *len - start - old_len);
  *len = *len - old_len + new_len;
  free(piece);
  free(*text);
  *text = edited;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  size_t edits = size / 40 < EDITS_MAX ? size / 40 : EDITS_MAX;
  uint32_t len = (uint32_t)(size - edits * EDIT_BYTES);
  const uint8_t *script = data + len;
  char *text = malloc((size_t)len + 1);
  memcpy(text, data, len);
  CdDocument *document = cd_document_new(shared_rules(), text, len);
  CHECK(document);
  for (size_t i = 0; i < edits; i++) {
    edit(document, &text, &len, script + i * EDIT_BYTES);
  }
  CdDocument *fresh = cd_document_new(shared_rules(), text, len);
  CHECK(fresh);
  check_same(document, fresh);
  check_places(document);
  cd_document_free(fresh);
  cd_document_free(document);
  free(text);
  return 0;
}
