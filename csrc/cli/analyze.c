// `copydesk analyze`: drafts in one of the formats.
#include <string.h>

#include "../record.h"
#include "cli.h"

// A draft as the record that a stream would give for it; its id is its name.
bool cli_record(const Cli *self, const CliDraft *draft, Json *out) {
  CodePoints code_points = {0};
  if (self->code_points && !code_points_init(&code_points, draft->text, (uint32_t)draft->len)) {
    return false;
  }
  emit_begin_object(out);
  emit_key_text(out, "id", draft->name);
  bool written =
      record_write(out, draft->document, draft->text, self->code_points ? &code_points : NULL);
  emit_end_object(out);
  code_points_free(&code_points);
  return written;
}

typedef struct {
  bool (*write)(const Cli *self, const CliDraft *draft, Json *out);
  // What goes around and between the drafts, when there is more than one or always.
  const char *before, *between, *after;
  bool only_for_several;
} Writing;

static const Writing writings[FORMAT_COUNT] = {
    [FORMAT_TEXT] = {cli_text, "", "\n", "", false},
    [FORMAT_JSON] = {cli_record, "[\n", ",\n", "]", true},
    [FORMAT_JSONL] = {cli_record, "", "", "", false},
    [FORMAT_QUICKFIX] = {cli_quickfix, "", "", "", false},
    [FORMAT_HTML] = {cli_html, "", "", "", false},
};

CliStatus cli_analyze(const Cli *self) {
  if (self->format == FORMAT_JSONL && self->file_count == 1 && strcmp(self->files[0], "-") == 0) {
    return cli_stream(self);
  }
  const Writing *writing = &writings[self->format];
  bool around = !writing->only_for_several || self->file_count > 1;
  CliStatus status = CLI_OK;
  Json out = {0};
  if (around && !cli_write(writing->before, strlen(writing->before))) return CLI_BAD_INPUT;
  bool first = true;
  for (int i = 0; i < self->file_count; i++) {
    CliDraft draft;
    if (!cli_draft_open(&draft, self->rules, self->files[i])) {
      status = CLI_BAD_INPUT;
      continue;
    }
    emit_clear(&out);
    Ledger *ledger;  // for the names that it corrects
    if (!cli_ledger_open(self, &draft, self->files[i], &ledger)) status = CLI_BAD_INPUT;
    ledger_free(ledger);
    bool written = writing->write(self, &draft, &out) && !out.failed;
    if (!written) {
      cli_complain(draft.name, "memory is short");
      status = CLI_BAD_INPUT;
    }
    cli_draft_close(&draft);
    if (!written) continue;
    if (self->format <= FORMAT_JSONL && self->format != FORMAT_TEXT) emit_raw(&out, "\n", 1);
    if (!first && around && !cli_write(writing->between, strlen(writing->between))) break;
    if (!cli_write_json(&out)) {
      status = CLI_BAD_INPUT;
      break;
    }
    first = false;
  }
  emit_free(&out);
  if (around && *writing->after) {
    cli_write(writing->after, strlen(writing->after));
    cli_write("\n", 1);
  }
  return status;
}
