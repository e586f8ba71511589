// Drafts from files or standard input, messages, and writing out.
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../text.h"
#include "cli.h"

void cli_complain(const char *where, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "copydesk: %s: ", where);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
}

bool cli_write(const char *bytes, size_t len) {
  if (len > 0 && fwrite(bytes, 1, len, stdout) != len) {
    cli_complain("standard output", "%s", strerror(errno));
    return false;
  }
  if (fflush(stdout) != 0) {
    cli_complain("standard output", "%s", strerror(errno));
    return false;
  }
  return true;
}

// Everything of a stream. False with errno set; EFBIG over 1 GB.
static bool read_all(FILE *file, char **text, size_t *len) {
  const size_t limit = (size_t)1 << 30;
  size_t capacity = 0;
  *text = NULL;
  *len = 0;
  for (;;) {
    if (*len == capacity) {
      if (capacity > limit) {
        errno = EFBIG;
        return false;
      }
      capacity = capacity ? capacity * 2 : 65536;
      char *grown = realloc(*text, capacity);
      if (!grown) {
        errno = ENOMEM;
        return false;
      }
      *text = grown;
    }
    size_t got = fread(*text + *len, 1, capacity - *len, file);
    *len += got;
    if (got == 0) {
      if (ferror(file)) return false;
      return true;
    }
  }
}

bool cli_draft_open(CliDraft *self, const CdRules *rules, const char *path) {
  bool is_stdin = strcmp(path, "-") == 0;
  *self = (CliDraft){.name = is_stdin ? "stdin" : path};
  FILE *file = is_stdin ? stdin : fopen(path, "rb");
  if (!file) {
    cli_complain(path, "cannot be opened: %s", strerror(errno));
    return false;
  }
  bool done = read_all(file, &self->text, &self->len);
  int error = errno;
  if (!is_stdin) fclose(file);
  if (!done) {
    cli_complain(self->name, "cannot be read: %s", strerror(error));
    cli_draft_close(self);
    return false;
  }
  self->document = cd_document_new(rules, self->text, self->len);
  if (!self->document) {
    cli_complain(self->name, "cannot be read: memory is short, or the text is over 1 GB");
    cli_draft_close(self);
    return false;
  }
  uint32_t unread = cd_document_unread(self->document);
  if (unread > 0) cli_complain(self->name, "%u paragraphs could not be read", unread);
  const char *message = cd_document_message(self->document);
  if (message) cli_complain(self->name, "%s", message);
  return true;
}

void cli_draft_close(CliDraft *self) {
  cd_document_free(self->document);
  free(self->text);
  *self = (CliDraft){0};
}

bool cli_ledger_open(const Cli *self, CliDraft *draft, const char *path, Ledger **ledger) {
  *ledger = NULL;
  if (strcmp(path, "-") == 0) return true;
  char *name = ledger_path(path, self->ledgers);
  if (!name) {
    cli_complain(draft->name, "memory is short");
    return false;
  }
  char message[LEDGER_MESSAGE_LEN];
  *ledger = ledger_open(name, path, message);
  free(name);
  if (!*ledger) {
    cli_complain("ledger", "%s", message);
    return false;
  }
  uint32_t count = ledger_message_count(*ledger);
  for (uint32_t i = 0; i < count; i++) cli_complain("ledger", "%s", ledger_message(*ledger, i));
  CdCorrection *corrections;
  uint32_t correction_count;
  bool done = ledger_corrections(*ledger, &corrections, &correction_count);
  if (done && correction_count > 0) {
    done = cd_document_correct(draft->document, corrections, correction_count) == CD_OK;
  }
  if (!done) cli_complain(draft->name, "memory is short");
  free(corrections);
  if (ledger_apply_speakers(*ledger, draft->document) != CD_OK) {
    cli_complain(draft->name, "memory is short");
    done = false;
  }
  return done && count == 0;
}

void cli_append(Json *out, const char *format, ...) {
  char buffer[1024];
  va_list arguments;
  va_start(arguments, format);
  int len = vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  if (len > 0) emit_raw(out, buffer, (size_t)len < sizeof buffer ? (size_t)len : sizeof buffer - 1);
}

void cli_append_words(Json *out, const char *text, CdSpan span, uint32_t limit) {
  uint32_t signs = 0;
  bool space = false;
  for (uint32_t at = span.start; at < span.end;) {
    uint32_t code_point;
    uint32_t size = text_decode(text + at, span.end - at, &code_point);
    if (text_is_space(code_point)) {
      space = true;
    } else {
      if (signs >= limit) {
        emit_raw(out, "…", sizeof "…" - 1);
        return;
      }
      if (space && signs > 0) {
        emit_raw(out, " ", 1);
        signs++;
      }
      space = false;
      signs++;
      // What would move the cursor or change colours on a terminal is shown as a sign.
      bool control = code_point < 32 || (code_point >= 127 && code_point < 160);
      if (control || (size == 1 && code_point >= 128)) {
        emit_raw(out, "?", 1);
      } else {
        emit_raw(out, text + at, size);
      }
    }
    at += size;
  }
}
