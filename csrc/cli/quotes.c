// `copydesk quotes`: the quotations of drafts, all of them or one speaker's, as FILE:LINE:COLUMN
// lines.
#include <string.h>

#include "../text.h"
#include "listing.h"

typedef struct {
  Listing listing;
  const char *speaker;  // NULL: all
} Quotes;

// Does one of the words of `name` begin like `wanted`, or the whole name, whatever the case?
// "zelen", "volodymyr zelenskiy" and "Zelenskiy" all find Volodymyr Zelenskiy.
static bool is_named(const char *name, const char *wanted) {
  uint32_t name_len = (uint32_t)strlen(name);
  uint32_t wanted_len = (uint32_t)strlen(wanted);
  bool at_word = true;
  for (uint32_t at = 0; at < name_len;) {
    uint32_t one, other;
    if (at_word) {
      uint32_t i = at, j = 0;
      while (i < name_len && j < wanted_len) {
        uint32_t step = text_decode(name + i, name_len - i, &one);
        uint32_t wanted_step = text_decode(wanted + j, wanted_len - j, &other);
        if (text_fold(one) != text_fold(other)) break;
        i += step;
        j += wanted_step;
      }
      if (j == wanted_len) return true;
    }
    at += text_decode(name + at, name_len - at, &one);
    at_word = !text_is_letter(one) && !text_is_digit(one);
  }
  return false;
}

static bool visit(void *context, const CdQuotation *quotation) {
  Quotes *self = context;
  if (self->speaker) {
    const char *name =
        quotation->speaker != CD_NONE
            ? cd_document_entity_name(self->listing.draft->document, quotation->speaker)
            : NULL;
    if (quotation->not_speech != CD_SPEECH || !name || !is_named(name, self->speaker)) {
      return true;
    }
  }
  return listing_quotation(&self->listing, quotation);
}

CliStatus cli_quotes(const Cli *self) {
  CliStatus status = CLI_OK;
  Json out = {0};
  for (int i = 0; i < self->file_count; i++) {
    CliDraft draft;
    if (!cli_draft_open(&draft, self->rules, self->files[i])) {
      status = CLI_BAD_INPUT;
      continue;
    }
    emit_clear(&out);
    Ledger *ledger;
    if (!cli_ledger_open(self, &draft, self->files[i], &ledger)) status = CLI_BAD_INPUT;
    Quotes quotes = {.speaker = self->speaker};
    bool done = listing_init(&quotes.listing, self, &draft, &out);
    if (done) {
      CdSpan whole = {0, cd_document_len(draft.document)};
      cd_document_quotations(draft.document, whole, visit, &quotes);
      done = !out.failed;
      listing_free(&quotes.listing);
    }
    if (!done) cli_complain(draft.name, "memory is short");
    if (!done || !cli_write_json(&out)) status = CLI_BAD_INPUT;
    ledger_free(ledger);
    cli_draft_close(&draft);
  }
  emit_free(&out);
  return status;
}
