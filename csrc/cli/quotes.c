// `copydesk quotes`: the quotations of drafts, all of them or one speaker's, as FILE:LINE:COLUMN
// lines or as CSV.
#include <stdlib.h>
#include <string.h>

#include "../text.h"
#include "listing.h"

// ---- CSV ---------------------------------------------------------------------------------------
// Appends a text as a field in quotes.
static void csv_text(Json *out, const char *text, size_t len) {
  emit_raw(out, "\"", 1);
  for (size_t i = 0; i < len; i++)
    emit_raw(out, text[i] == '"' ? "\"\"" : text + i, text[i] == '"' ? 2 : 1);
  emit_raw(out, "\"", 1);
}

static uint32_t count_words(const char *text, size_t len) {
  uint32_t count = 0;
  for (size_t i = 0; i < len; i++) count += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
  return count;
}

static void csv_heading(Json *out, bool with_file) {
  if (with_file) cli_append(out, "file,");
  cli_append(out, "line,column,type,speaker,confidence,words,text\r\n");
}

// A quotation as a line: its contents on one line, joined.
static bool csv_quotation(const Listing *self, const CdQuotation *quotation) {
  Json *out = self->out, words = {0};
  const CliDraft *draft = self->draft;
  uint32_t row, column;
  for (uint32_t i = 0; i < quotation->content_count; i++) {
    if (i > 0) emit_raw(&words, " ", 1);
    cli_append_words(&words, draft->text, quotation->content[i], UINT32_MAX);
  }
  listing_position(self, quotation->span.start, &row, &column);
  if (self->cli->file_count > 1) {
    csv_text(out, draft->name, strlen(draft->name));
    emit_raw(out, ",", 1);
  }
  cli_append(out, "%u,%u,%s,", row, column, cd_quotation_type_name(quotation->type));
  const char *speaker = quotation->speaker != CD_NONE
                            ? cd_document_entity_name(draft->document, quotation->speaker)
                            : NULL;
  if (speaker) csv_text(out, speaker, strlen(speaker));
  cli_append(out, ",%.2f,%u,", (double)quotation->confidence, count_words(words.bytes, words.len));
  csv_text(out, words.bytes, words.len);
  emit_raw(out, "\r\n", 2);
  out->failed |= words.failed;
  emit_free(&words);
  return !out->failed;
}

// ---- lines -------------------------------------------------------------------------------------
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
  if (self->listing.cli->format != FORMAT_CSV) return listing_quotation(&self->listing, quotation);
  return quotation->not_speech != CD_SPEECH || csv_quotation(&self->listing, quotation);
}

// Speakers that the user gave and that do not hold any more, where their words stood. False: no memory.
static bool append_lost(const Quotes *self, const Ledger *ledger) {
  LedgerSpeaker *items = NULL;
  uint32_t count = 0;
  if (!ledger || self->listing.cli->format == FORMAT_CSV) return true;
  if (!ledger_speakers(ledger, &items, &count)) return false;
  const Listing *listing = &self->listing;
  for (uint32_t i = 0; i < count; i++) {
    CdSpeakerState state = cd_document_speaker_state(listing->draft->document, i);
    const CdSpeaker *item = &items[i].speaker;
    if (state == CD_SPEAKER_HOLDS) continue;
    if (self->speaker && !is_named(item->speaker, self->speaker)) continue;
    cli_append(listing->out, "%s:%u:1: [lost] ", listing->draft->name, items[i].line);
    const char *speaker = *item->speaker ? item->speaker : "nobody";
    cli_append_words(listing->out, speaker, (CdSpan){0, (uint32_t)strlen(speaker)}, 120);
    cli_append(listing->out, ": ");
    cli_append_words(listing->out, item->words, (CdSpan){0, (uint32_t)strlen(item->words)}, 120);
    emit_raw(listing->out, "\n", 1);
  }
  free(items);
  return true;
}

CliStatus cli_quotes(const Cli *self) {
  CliStatus status = CLI_OK;
  Json out = {0};
  if (self->format == FORMAT_CSV) {
    csv_heading(&out, self->file_count > 1);
    if (!cli_write_json(&out)) status = CLI_BAD_INPUT;
  }
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
      done = append_lost(&quotes, ledger) && !out.failed;
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
