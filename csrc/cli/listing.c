// Drafts for people and for quickfix lists: `analyze` as text or quickfix, `quotes`, and their
// parts. Rows and columns are counted from 1 here, as editors do in FILE:LINE:COLUMN.
#include "listing.h"

#include <stdlib.h>
#include <string.h>

#include "../record.h"

enum { WORDS_SHOWN = 120 };

bool listing_init(Listing *self, const Cli *cli, const CliDraft *draft, Json *out) {
  *self = (Listing){.cli = cli, .draft = draft, .out = out};
  return !cli->code_points ||
         code_points_init(&self->code_points, draft->text, (uint32_t)draft->len);
}

void listing_free(Listing *self) { code_points_free(&self->code_points); }

void listing_position(const Listing *self, uint32_t offset, uint32_t *line, uint32_t *column) {
  cd_document_position(self->draft->document, offset, line, column);
  if (self->cli->code_points) {
    *column = code_points_at(&self->code_points, offset) -
              code_points_at(&self->code_points, offset - *column);
  }
  ++*line;
  ++*column;
}

void listing_place(const Listing *self, uint32_t offset) {
  uint32_t line, column;
  listing_position(self, offset, &line, &column);
  emit_raw(self->out, self->draft->name, strlen(self->draft->name));
  cli_append(self->out, ":%u:%u: ", line, column);
}

void listing_words(const Listing *self, CdSpan span) {
  cli_append_words(self->out, self->draft->text, span, WORDS_SHOWN);
  emit_raw(self->out, "\n", 1);
}

void listing_claim_note(Json *out, const CdClaim *claim) {
  cli_append(out, "%d %.2f ", claim->priority, (double)claim->score);
  const char *separator = "";
  for (int type = 0; type < CD_CLAIM_TYPE_COUNT; type++) {
    if (!(claim->types & (1u << type))) continue;
    cli_append(out, "%s%s", separator, cd_claim_type_name((CdClaimType)type));
    separator = ",";
  }
  cli_append(out, "%s%s%s: ", *separator ? " " : "", cd_voice_name(claim->voice),
             claim->vague ? " vague" : "");
}

// "Joe Biden", "Joe Biden?" when doubtful, "no speaker", or what the marks are if not speech.
static void append_speaker(const Listing *self, const CdQuotation *quotation) {
  const char *speaker = quotation->speaker != CD_NONE
                            ? cd_document_entity_name(self->draft->document, quotation->speaker)
                            : NULL;
  if (quotation->not_speech != CD_SPEECH) {
    cli_append(self->out, "not speech (%s)", record_not_speech_name(quotation->not_speech));
  } else if (speaker) {
    CdSpan name = {0, (uint32_t)strlen(speaker)};
    cli_append_words(self->out, speaker, name, WORDS_SHOWN);
    if (quotation->confidence < 0.5f) emit_raw(self->out, "?", 1);
  } else {
    cli_append(self->out, quotation->correction != CD_NONE ? "nobody" : "no speaker");
  }
}

bool listing_quotation(void *context, const CdQuotation *quotation) {
  const Listing *self = context;
  listing_place(self, quotation->span.start);
  append_speaker(self, quotation);
  cli_append(self->out, " (%s): ", cd_quotation_type_name(quotation->type));
  CdSpan words = quotation->span;
  if (quotation->type == CD_INDIRECT && quotation->content_count > 0) {
    words = quotation->content[0];
  }
  listing_words(self, words);
  return !self->out->failed;
}

bool listing_claim(void *context, const CdClaim *claim) {
  const Listing *self = context;
  listing_place(self, claim->span.start);
  cli_append(self->out, "claim ");
  listing_claim_note(self->out, claim);
  listing_words(self, claim->span);
  return !self->out->failed;
}

// ---- claims, worst first -----------------------------------------------------------------------
static bool keep_claim(void *context, const CdClaim *claim) {
  ListingClaims *self = context;
  if (self->count == self->capacity) {
    size_t capacity = self->capacity ? self->capacity * 2 : 32;
    CdClaim *items = realloc(self->items, capacity * sizeof *items);
    if (!items) {
      self->failed = true;
      return false;
    }
    self->items = items;
    self->capacity = capacity;
  }
  self->items[self->count++] = *claim;
  return true;
}

static int worse_first(const void *a, const void *b) {
  const CdClaim *one = a, *other = b;
  if (one->priority != other->priority) return other->priority - one->priority;
  if (one->score != other->score) return one->score < other->score ? 1 : -1;
  return one->span.start < other->span.start ? -1 : one->span.start > other->span.start;
}

bool listing_claims(ListingClaims *self, const CdDocument *document) {
  *self = (ListingClaims){0};
  CdSpan whole = {0, cd_document_len(document)};
  cd_document_claims(document, whole, keep_claim, self);
  if (self->failed) {
    listing_claims_free(self);
    return false;
  }
  if (self->count > 0) qsort(self->items, self->count, sizeof *self->items, worse_first);
  return true;
}

void listing_claims_free(ListingClaims *self) {
  free(self->items);
  *self = (ListingClaims){0};
}

// ---- formats -----------------------------------------------------------------------------------
static bool append_entity(void *context, const CdEntity *entity) {
  const Listing *self = context;
  if (entity->mention_count == 0 && entity->quotation_count == 0) return true;
  emit_raw(self->out, "  ", 2);
  cli_append_words(self->out, entity->name, (CdSpan){0, (uint32_t)strlen(entity->name)},
                   WORDS_SHOWN);
  cli_append(self->out, " (%s), mentioned %u×", cd_entity_type_name(entity->type),
             entity->mention_count);
  if (entity->quotation_count > 0) {
    cli_append(self->out, ", quoted %u× with %u words", entity->quotation_count,
               entity->quoted_words);
  }
  emit_raw(self->out, "\n", 1);
  return !self->out->failed;
}

bool cli_text(const Cli *self, const CliDraft *draft, Json *out) {
  Listing listing;
  ListingClaims claims;
  if (!listing_init(&listing, self, draft, out)) return false;
  if (!listing_claims(&claims, draft->document)) {
    listing_free(&listing);
    return false;
  }
  CdSpan whole = {0, cd_document_len(draft->document)};
  emit_raw(out, draft->name, strlen(draft->name));
  cli_append(out, "\n\nWho and what\n");
  cd_document_entities(draft->document, append_entity, &listing);
  cli_append(out, "\nQuotations\n");
  cd_document_quotations(draft->document, whole, listing_quotation, &listing);
  cli_append(out, "\nClaims, worst first: %zu\n", claims.count);
  for (size_t i = 0; i < claims.count; i++) listing_claim(&listing, &claims.items[i]);
  listing_claims_free(&claims);
  listing_free(&listing);
  return true;
}

bool cli_quickfix(const Cli *self, const CliDraft *draft, Json *out) {
  Listing listing;
  if (!listing_init(&listing, self, draft, out)) return false;
  CdSpan whole = {0, cd_document_len(draft->document)};
  cd_document_quotations(draft->document, whole, listing_quotation, &listing);
  cd_document_claims(draft->document, whole, listing_claim, &listing);
  listing_free(&listing);
  return true;
}
