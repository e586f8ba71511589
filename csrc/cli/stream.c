// Record streams: one JSON object {"id", "text"} a line in, one record a line out, as soon as it is
// read. Memory is that of the longest record: nothing is kept from one to the next.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../record.h"
#include "cli.h"

enum { MESSAGE_LEN = 256, DEPTH_MAX = 64 };
// Longer lines are told of and skipped.
static const size_t line_limit = (size_t)1 << 30;

// The record's id as it came: a string or a number; anything else is null.
static void write_id(Json *out, const JsonValue *id) {
  emit_key(out, "id");
  if (id && id->kind == JSON_STRING_VALUE) {
    emit_string(out, id->text, id->len);
  } else if (id && id->kind == JSON_NUMBER_VALUE) {
    emit_value(out, id->text, id->len);
  } else {
    emit_null(out);
  }
}

// Returns what went wrong, or NULL.
static const char *write_reading(const Cli *self, const JsonValue *text, Json *out) {
  CdDocument *document = cd_document_new(self->rules, text->text, text->len);
  if (!document) return "memory is short";
  const char *switched_off = cd_document_message(document);
  if (switched_off) cli_complain("stdin", "%s", switched_off);
  CodePoints code_points = {0};
  const char *error = NULL;
  if ((self->code_points && !code_points_init(&code_points, text->text, text->len)) ||
      !record_write(out, document, text->text, self->code_points ? &code_points : NULL)) {
    error = "memory is short";
  }
  code_points_free(&code_points);
  cd_document_free(document);
  return error;
}

bool cli_stream_record(const Cli *self, const char *line, size_t len, Json *out, char *message) {
  JsonTree record = {0};
  JsonProblem problem;
  const JsonValue *id = NULL, *text = NULL;
  const char *error = NULL;
  if (!json_parse(&record, line, len, DEPTH_MAX, &problem)) {
    snprintf(message, MESSAGE_LEN, "not JSON: %s (column %zu)",
             problem.message ? problem.message : "memory is short", problem.offset + 1);
    error = message;
  } else {
    id = json_get(&record, json_root(&record), "id");
    text = json_get(&record, json_root(&record), "text");
    bool is_object = json_root(&record)->kind == JSON_OBJECT_VALUE;
    if (!is_object) {
      error = "not an object with \"id\" and \"text\"";
    } else if (!text || text->kind != JSON_STRING_VALUE) {
      error = text ? "\"text\" is not a string" : "no \"text\"";
    }
  }
  size_t start = out->len;
  if (!error) {
    emit_begin_object(out);
    write_id(out, id);
    error = write_reading(self, text, out);
    emit_end_object(out);
    if (out->failed) error = "memory is short";
  }
  if (error) {
    if (error != message) snprintf(message, MESSAGE_LEN, "%s", error);
    out->len = start;
    out->failed = false;
    emit_begin_object(out);
    write_id(out, id);
    emit_key_text(out, "error", message);
    emit_end_object(out);
  }
  json_tree_free(&record);
  return !error;
}

// ---- lines -------------------------------------------------------------------------------------
typedef struct {
  char *bytes;
  size_t start, end, capacity;  // what is read and not yet used: bytes[start..end)
  bool ended, failed;
} Lines;

// Reads more. False at the end, or when that fails.
static bool more(Lines *self) {
  if (self->ended) return false;
  if (self->start > 0) {
    memmove(self->bytes, self->bytes + self->start, self->end - self->start);
    self->end -= self->start;
    self->start = 0;
  }
  if (self->end == self->capacity) {
    size_t capacity = self->capacity ? self->capacity * 2 : 1 << 16;
    char *bytes = capacity <= line_limit ? realloc(self->bytes, capacity) : NULL;
    if (!bytes) {
      self->failed = true;
      return false;
    }
    self->bytes = bytes;
    self->capacity = capacity;
  }
  for (;;) {
    ssize_t got = read(STDIN_FILENO, self->bytes + self->end, self->capacity - self->end);
    if (got > 0) {
      self->end += (size_t)got;
      return true;
    }
    if (got == 0 || errno != EINTR) {
      if (got < 0) cli_complain("stdin", "cannot be read: %s", strerror(errno));
      self->failed = got < 0;
      self->ended = true;
      return false;
    }
  }
}

// The next line without its end. NULL at the end. The line is valid until the next call.
static const char *next_line(Lines *self, size_t *len) {
  size_t seen = 0;  // bytes of the line that were searched already
  for (;;) {
    size_t have = self->end - self->start;
    const char *end =
        have > seen ? memchr(self->bytes + self->start + seen, '\n', have - seen) : NULL;
    if (end) {
      const char *line = self->bytes + self->start;
      *len = (size_t)(end - line);
      self->start += *len + 1;
      return line;
    }
    seen = have;
    if (!more(self)) {
      if (self->failed || have == 0) return NULL;
      *len = have;
      self->start = self->end;
      return self->bytes + self->start - have;
    }
  }
}

// Reads on to the end of a line that is too long to keep. False at the end of the input.
static bool skip_line(Lines *self) {
  self->failed = false;
  for (;;) {
    self->start = self->end = 0;
    if (!more(self)) return false;
    char *end = memchr(self->bytes, '\n', self->end);
    if (end) {
      self->start = (size_t)(end - self->bytes) + 1;
      return true;
    }
  }
}

static bool is_blank(const char *line, size_t len) {
  for (size_t i = 0; i < len; i++) {
    if (!strchr(" \t\r", line[i]) || line[i] == '\0') return false;
  }
  return true;
}

CliStatus cli_stream(const Cli *self) {
  Lines lines = {0};
  Json out = {0};
  CliStatus status = CLI_OK;
  size_t number = 0;
  for (bool going = true; going;) {
    size_t len = 0;
    const char *line = next_line(&lines, &len);
    if (!line && !lines.failed) break;
    number++;
    char message[MESSAGE_LEN] = "";
    bool good = true;
    emit_clear(&out);
    if (!line) {  // a line that does not fit into memory, or an input that cannot be read
      good = false;
      if (lines.ended) {
        status = CLI_BAD_INPUT;
        break;
      }
      snprintf(message, sizeof message, "the record is too long");
      emit_begin_object(&out);
      write_id(&out, NULL);
      emit_key_text(&out, "error", message);
      emit_end_object(&out);
      going = skip_line(&lines);
    } else {
      if (number == 1 && len >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) {
        line += 3;
        len -= 3;
      }
      if (is_blank(line, len)) continue;
      good = cli_stream_record(self, line, len, &out, message);
    }
    if (!good) {
      char where[48];
      snprintf(where, sizeof where, "stdin:%zu", number);
      cli_complain(where, "%s", message);
      status = CLI_BAD_INPUT;
    }
    emit_raw(&out, "\n", 1);
    if (!cli_write_json(&out)) {
      status = CLI_BAD_INPUT;
      break;
    }
  }
  emit_free(&out);
  free(lines.bytes);
  return status;
}
