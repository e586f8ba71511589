// A draft's reading as one comparable text; see digest.h.
// Entity ids depend on the history of a document, so entities are numbered here in the order in
// which the text first mentions them.
#include "digest.h"

#include <stdlib.h>

#include "record.h"

typedef struct {
  Json *out;
  const CdDocument *document;
  uint32_t *numbers;  // of an entity id: its number, and 1; 0: none yet
  uint32_t id_count, number_count;
} Digest;

static bool highest_id(void *context, const CdEntity *entity) {
  Digest *self = context;
  if (entity->id != CD_NONE && entity->id >= self->id_count) self->id_count = entity->id + 1;
  return true;
}

static void entity_number(Digest *self, const char *key, uint32_t id) {
  emit_key(self->out, key);
  if (id == CD_NONE) {
    emit_null(self->out);
  } else if (id >= self->id_count) {
    emit_text(self->out, "no such entity");
  } else {
    if (self->numbers[id] == 0) self->numbers[id] = ++self->number_count;
    emit_uint(self->out, self->numbers[id] - 1);
  }
}

static void bounds(Json *out, CdSpan span) {
  emit_key_uint(out, "start", span.start);
  emit_key_uint(out, "end", span.end);
}

static void span_value(Json *out, const char *key, CdSpan span) {
  emit_key(out, key);
  emit_begin_object(out);
  bounds(out, span);
  emit_end_object(out);
}

// Every item begins on a line of its own, so that a difference is easy to see.
static void begin(Json *out) {
  emit_end_line(out);
  emit_begin_object(out);
}

static bool on_sentence(void *context, CdSpan sentence) {
  Digest *self = context;
  begin(self->out);
  bounds(self->out, sentence);
  emit_end_object(self->out);
  return true;
}

static bool on_mention(void *context, const CdMention *mention) {
  Digest *self = context;
  Json *out = self->out;
  begin(out);
  bounds(out, mention->span);
  span_value(out, "title", mention->title);
  entity_number(self, "entity", mention->entity);
  emit_key_text(out, "type", cd_entity_type_name(mention->type));
  emit_key_text(out, "form", cd_form_name(mention->form));
  emit_key_text(out, "gender", cd_gender_name(mention->gender));
  emit_key_uint(out, "in_quotation", mention->in_quotation);
  emit_key(out, "confidence");
  emit_float(out, (double)mention->confidence);
  emit_end_object(out);
  return true;
}

static bool on_quotation(void *context, const CdQuotation *quotation) {
  Digest *self = context;
  Json *out = self->out;
  begin(out);
  bounds(out, quotation->span);
  emit_key(out, "content");
  emit_begin_array(out);
  for (uint32_t i = 0; i < quotation->content_count; i++) {
    emit_begin_object(out);
    bounds(out, quotation->content[i]);
    emit_end_object(out);
  }
  emit_end_array(out);
  span_value(out, "cue", quotation->cue);
  span_value(out, "source", quotation->source);
  entity_number(self, "speaker", quotation->speaker);
  emit_key(out, "confidence");
  emit_float(out, (double)quotation->confidence);
  emit_key_text(out, "type", cd_quotation_type_name(quotation->type));
  emit_key_text(out, "speech", record_not_speech_name(quotation->not_speech));
  emit_key_uint(out, "flags", quotation->flags);
  emit_end_object(out);
  return true;
}

static bool on_claim(void *context, const CdClaim *claim) {
  Digest *self = context;
  Json *out = self->out;
  begin(out);
  bounds(out, claim->span);
  emit_key(out, "score");
  emit_float(out, (double)claim->score);
  emit_key_uint(out, "priority", claim->priority);
  emit_key(out, "types");
  record_claim_types(out, claim->types);
  emit_key_text(out, "voice", cd_voice_name(claim->voice));
  emit_key_uint(out, "vague", claim->vague);
  entity_number(self, "speaker", claim->speaker);
  emit_end_object(out);
  return true;
}

static void write_entity(Digest *self, uint32_t id) {
  CdEntity entity;
  Json *out = self->out;
  if (!cd_document_entity(self->document, id, &entity)) return;
  begin(out);
  emit_key_text(out, "type", cd_entity_type_name(entity.type));
  emit_key_text(out, "gender", cd_gender_name(entity.gender));
  emit_key_text(out, "name", entity.name);
  emit_key_uint(out, "mentions", entity.mention_count);
  emit_key_uint(out, "quotations", entity.quotation_count);
  emit_key_uint(out, "quoted_words", entity.quoted_words);
  emit_key_uint(out, "first", entity.first);
  emit_end_object(out);
}

// The entities that were met, in the order of their numbers.
static bool write_entities(Digest *self) {
  uint32_t *ids = calloc((size_t)self->number_count + 1, sizeof *ids);
  if (!ids) return false;
  for (uint32_t id = 0; id < self->id_count; id++) {
    if (self->numbers[id] > 0) ids[self->numbers[id] - 1] = id;
  }
  for (uint32_t i = 0; i < self->number_count; i++) write_entity(self, ids[i]);
  free(ids);
  return true;
}

static uint64_t text_sum(const CdDocument *document, bool *failed) {
  uint32_t len = cd_document_len(document);
  char *text = malloc((size_t)len + 1);
  uint64_t sum = 14695981039346656037u;  // FNV-1a
  *failed = !text || cd_document_text(document, (CdSpan){0, len}, text) != CD_OK;
  for (uint32_t i = 0; !*failed && i < len; i++)
    sum = (sum ^ (unsigned char)text[i]) * 1099511628211u;
  free(text);
  return sum;
}

static void begin_list(Json *out, const char *key) {
  emit_end_line(out);
  emit_key(out, key);
  emit_begin_array(out);
}

bool digest_write(Json *out, const CdDocument *document) {
  Digest self = {.out = out, .document = document};
  CdSpan whole = {0, cd_document_len(document)};
  bool failed;
  emit_begin_object(out);
  emit_key_uint(out, "text", text_sum(document, &failed));
  emit_key_uint(out, "len", whole.end);
  emit_key_uint(out, "unread", cd_document_unread(document));
  cd_document_entities(document, highest_id, &self);
  self.numbers = calloc((size_t)self.id_count + 1, sizeof *self.numbers);
  if (failed || !self.numbers) {
    free(self.numbers);
    return false;
  }
  begin_list(out, "sentences");
  cd_document_sentences(document, whole, on_sentence, &self);
  emit_end_array(out);
  begin_list(out, "mentions");
  cd_document_mentions(document, whole, on_mention, &self);
  emit_end_array(out);
  begin_list(out, "quotations");
  cd_document_quotations(document, whole, on_quotation, &self);
  emit_end_array(out);
  begin_list(out, "claims");
  cd_document_claims(document, whole, on_claim, &self);
  emit_end_array(out);
  begin_list(out, "entities");
  bool done = write_entities(&self);
  emit_end_array(out);
  emit_end_object(out);
  free(self.numbers);
  return done && !out->failed;
}
