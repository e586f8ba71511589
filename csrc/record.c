// A draft's reading as one JSON record; see record.h.
#include "record.h"

#include <stdlib.h>
#include <string.h>

const char *record_not_speech_name(CdNotSpeech not_speech) {
  switch (not_speech) {
    case CD_TITLE:
      return "title";
    case CD_SCARE:
      return "scare";
    case CD_SPEECH:
      break;
  }
  return "speech";
}

void record_claim_types(Json *out, uint16_t types) {
  emit_begin_array(out);
  for (int type = 0; type < CD_CLAIM_TYPE_COUNT; type++) {
    if (types & (1u << type)) emit_text(out, cd_claim_type_name((CdClaimType)type));
  }
  emit_end_array(out);
}

// ---- mentions by entity ------------------------------------------------------------------------
typedef struct {
  CdMention *items;
  uint32_t count, capacity;
  uint32_t facts;
  uint32_t entity_end;  // the highest entity id, and 1
  bool failed;
} Collected;

// Mentions without an entity that still say something: names that stand alone, and facts.
static bool stands_alone(const CdMention *mention) {
  return mention->entity == CD_NONE && mention->form == CD_NAME;
}

static bool collect_mention(void *context, const CdMention *mention) {
  Collected *self = context;
  if (mention->entity == CD_NONE && !stands_alone(mention)) return true;
  if (self->count == self->capacity) {
    uint32_t capacity = self->capacity ? self->capacity * 2 : 64;
    CdMention *items = realloc(self->items, capacity * sizeof *items);
    if (!items) {
      self->failed = true;
      return false;
    }
    self->items = items;
    self->capacity = capacity;
  }
  self->items[self->count++] = *mention;
  if (mention->entity == CD_NONE) {
    self->facts++;
  } else if (mention->entity >= self->entity_end) {
    self->entity_end = mention->entity + 1;
  }
  return true;
}

static bool last_entity(void *context, const CdEntity *entity) {
  uint32_t *end = context;
  if (entity->id != CD_NONE && entity->id >= *end) *end = entity->id + 1;
  return true;
}

bool record_mentions_init(RecordMentions *self, const CdDocument *document) {
  *self = (RecordMentions){0};
  Collected found = {0};
  cd_document_entities(document, last_entity, &found.entity_end);
  CdSpan whole = {0, cd_document_len(document)};
  cd_document_mentions(document, whole, collect_mention, &found);
  self->fact_first = found.entity_end;
  self->entity_count = found.entity_end + found.facts;
  self->mention_count = found.count;
  self->first = calloc((size_t)self->entity_count + 2, sizeof *self->first);
  self->mentions = malloc(((size_t)found.count + 1) * sizeof *self->mentions);
  if (found.failed || !self->first || !self->mentions) {
    free(found.items);
    record_mentions_free(self);
    return false;
  }
  // A counting sort; it keeps the order of the text within an entity.
  uint32_t fact = self->fact_first;
  for (uint32_t i = 0; i < found.count; i++) {
    if (found.items[i].entity == CD_NONE) found.items[i].entity = fact++;
    self->first[found.items[i].entity + 2]++;
  }
  for (uint32_t id = 2; id <= self->entity_count + 1; id++) self->first[id] += self->first[id - 1];
  for (uint32_t i = 0; i < found.count; i++) {
    self->mentions[self->first[found.items[i].entity + 1]++] = found.items[i];
  }
  free(found.items);
  return true;
}

void record_mentions_free(RecordMentions *self) {
  free(self->mentions);
  free(self->first);
  *self = (RecordMentions){0};
}

// ---- the record --------------------------------------------------------------------------------
typedef struct {
  Json *out;
  const CdDocument *document;
  const char *text;
  const CodePoints *code_points;
} Writer;

static uint32_t place(const Writer *self, uint32_t offset) {
  return self->code_points ? code_points_at(self->code_points, offset) : offset;
}

static void bounds(const Writer *self, CdSpan span) {
  emit_key_uint(self->out, "start", place(self, span.start));
  emit_key_uint(self->out, "end", place(self, span.end));
}

static void span_value(const Writer *self, CdSpan span) {
  emit_begin_object(self->out);
  bounds(self, span);
  emit_end_object(self->out);
}

static void optional_span(const Writer *self, const char *key, CdSpan span) {
  emit_key(self->out, key);
  if (span.start == span.end) {
    emit_null(self->out);
  } else {
    span_value(self, span);
  }
}

static bool write_sentence(void *context, CdSpan sentence) {
  const Writer *self = context;
  span_value(self, sentence);
  return !self->out->failed;
}

static bool write_quotation(void *context, const CdQuotation *quotation) {
  const Writer *self = context;
  Json *out = self->out;
  emit_begin_object(out);
  bounds(self, quotation->span);
  emit_key_text(out, "type", cd_quotation_type_name(quotation->type));
  emit_key(out, "speech");
  emit_bool(out, quotation->not_speech == CD_SPEECH);
  if (quotation->not_speech != CD_SPEECH) {
    emit_key_text(out, "not_speech", record_not_speech_name(quotation->not_speech));
  }
  emit_key(out, "content");
  emit_begin_array(out);
  for (uint32_t i = 0; i < quotation->content_count; i++) span_value(self, quotation->content[i]);
  emit_end_array(out);
  optional_span(self, "cue", quotation->cue);
  optional_span(self, "source", quotation->source);
  const char *speaker = quotation->speaker != CD_NONE
                            ? cd_document_entity_name(self->document, quotation->speaker)
                            : NULL;
  emit_key(out, "speaker");
  if (speaker) {
    emit_uint(out, quotation->speaker);
  } else {
    emit_null(out);
  }
  emit_key_text(out, "speaker_name", speaker);
  emit_key(out, "confidence");
  emit_float(out, (double)quotation->confidence);
  emit_end_object(out);
  return !out->failed;
}

static bool write_claim(void *context, const CdClaim *claim) {
  const Writer *self = context;
  Json *out = self->out;
  emit_begin_object(out);
  bounds(self, claim->span);
  emit_key(out, "score");
  emit_float(out, (double)claim->score);
  emit_key_uint(out, "priority", claim->priority);
  emit_key(out, "types");
  record_claim_types(out, claim->types);
  emit_key_text(out, "voice", cd_voice_name(claim->voice));
  emit_key(out, "vague");
  emit_bool(out, claim->vague);
  emit_end_object(out);
  return !out->failed;
}

static void write_mention(const Writer *self, const CdMention *mention) {
  emit_begin_object(self->out);
  bounds(self, mention->span);
  emit_key_text(self->out, "form", cd_form_name(mention->form));
  emit_end_object(self->out);
}

// An entity with its mentions; `entity` is NULL for a fact, whose name is its words.
static void write_entity(const Writer *self, const CdEntity *entity, uint32_t id,
                         const RecordMentions *all) {
  Json *out = self->out;
  const CdMention *first = all->mentions + all->first[id];
  const CdMention *end = all->mentions + all->first[id + 1];
  emit_begin_object(out);
  emit_key_uint(out, "id", id);
  if (entity) {
    emit_key_text(out, "type", cd_entity_type_name(entity->type));
    emit_key_text(out, "name", entity->name);
    if (entity->gender != CD_GENDER_UNKNOWN) {
      emit_key_text(out, "gender", cd_gender_name(entity->gender));
    }
  } else {
    emit_key_text(out, "type", cd_entity_type_name(first->type));
    emit_key(out, "name");
    emit_string(out, self->text + first->span.start, first->span.end - first->span.start);
  }
  emit_key(out, "mentions");
  emit_begin_array(out);
  for (const CdMention *mention = first; mention < end; mention++) write_mention(self, mention);
  emit_end_array(out);
  emit_end_object(out);
}

static bool write_entities(const Writer *self) {
  RecordMentions all;
  if (!record_mentions_init(&all, self->document)) return false;
  emit_key(self->out, "entities");
  emit_begin_array(self->out);
  for (uint32_t id = 0; id < all.entity_count; id++) {
    CdEntity entity;
    if (id >= all.fact_first) {
      write_entity(self, NULL, id, &all);
    } else if (cd_document_entity(self->document, id, &entity) &&
               (entity.mention_count > 0 || entity.quotation_count > 0)) {
      write_entity(self, &entity, id, &all);
    }
  }
  emit_end_array(self->out);
  record_mentions_free(&all);
  return true;
}

bool record_write(Json *out, const CdDocument *document, const char *text,
                  const CodePoints *code_points) {
  Writer self = {.out = out, .document = document, .text = text, .code_points = code_points};
  CdSpan whole = {0, cd_document_len(document)};
  emit_key(out, "sentences");
  emit_begin_array(out);
  cd_document_sentences(document, whole, write_sentence, &self);
  emit_end_array(out);
  if (!write_entities(&self)) return false;
  emit_key(out, "quotations");
  emit_begin_array(out);
  cd_document_quotations(document, whole, write_quotation, &self);
  emit_end_array(out);
  emit_key(out, "claims");
  emit_begin_array(out);
  cd_document_claims(document, whole, write_claim, &self);
  emit_end_array(out);
  return !out->failed;
}
