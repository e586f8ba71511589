// JSON written fast; see ../json.h.
// Whether a comma is due is read off the last byte written, so there is no state to keep.
#include "../json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../text.h"

void emit_free(Json *self) {
  free(self->bytes);
  *self = (Json){0};
}

void emit_clear(Json *self) {
  self->len = 0;
  self->failed = false;
}

// Room for `len` more bytes, or NULL.
static char *reserve(Json *self, size_t len) {
  if (self->failed) return NULL;
  if (self->capacity - self->len < len) {
    size_t capacity = self->capacity ? self->capacity : 256;
    while (capacity - self->len < len) {
      if (capacity > SIZE_MAX / 2) {
        self->failed = true;
        return NULL;
      }
      capacity *= 2;
    }
    char *bytes = realloc(self->bytes, capacity);
    if (!bytes) {
      self->failed = true;
      return NULL;
    }
    self->bytes = bytes;
    self->capacity = capacity;
  }
  return self->bytes + self->len;
}

void emit_raw(Json *self, const char *bytes, size_t len) {
  char *out = reserve(self, len);
  if (!out || len == 0) return;
  memcpy(out, bytes, len);
  self->len += len;
}

// A value or key begins: a comma goes before it, unless it is the first of its array, object or
// line.
static void separate(Json *self) {
  if (self->len == 0) return;
  switch (self->bytes[self->len - 1]) {
    case '[':
    case '{':
    case ':':
    case '\n':
      return;
    default:
      emit_raw(self, ",", 1);
  }
}

void emit_end_line(Json *self) {
  separate(self);
  emit_raw(self, "\n", 1);
}

static void value(Json *self, const char *bytes, size_t len) {
  separate(self);
  emit_raw(self, bytes, len);
}

void emit_begin_object(Json *self) { value(self, "{", 1); }
void emit_end_object(Json *self) { emit_raw(self, "}", 1); }
void emit_begin_array(Json *self) { value(self, "[", 1); }
void emit_end_array(Json *self) { emit_raw(self, "]", 1); }
void emit_bool(Json *self, bool is_true) {
  value(self, is_true ? "true" : "false", is_true ? 4 : 5);
}
void emit_null(Json *self) { value(self, "null", 4); }
void emit_value(Json *self, const char *json, size_t len) { value(self, json, len); }

void emit_key(Json *self, const char *key) {
  separate(self);
  size_t len = strlen(key);
  char *out = reserve(self, len + 3);
  if (!out) return;
  *out++ = '"';
  memcpy(out, key, len);
  out[len] = '"';
  out[len + 1] = ':';
  self->len += len + 3;
}

// The decimal digits of `number`, ending before `end`; returns where they begin.
static char *digits(uint64_t number, char *end) {
  do {
    *--end = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  return end;
}

void emit_uint(Json *self, uint64_t number) {
  char buffer[24];
  char *end = buffer + sizeof buffer;
  char *start = digits(number, end);
  value(self, start, (size_t)(end - start));
}

void emit_int(Json *self, int64_t number) {
  char buffer[24];
  char *end = buffer + sizeof buffer;
  uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
  char *start = digits(size, end);
  if (number < 0) *--start = '-';
  value(self, start, (size_t)(end - start));
}

void emit_float(Json *self, double number) {
  if (!isfinite(number) || fabs(number) > 1e14) {
    emit_null(self);
    return;
  }
  uint64_t scaled = (uint64_t)(fabs(number) * 10000.0 + 0.5);
  char buffer[40];
  char *end = buffer + sizeof buffer - 8;
  char *start = digits(scaled / 10000, end);
  uint64_t rest = scaled % 10000;
  if (rest > 0) {
    *end++ = '.';
    for (uint64_t unit = 1000; rest > 0; unit /= 10) {
      *end++ = (char)('0' + rest / unit);
      rest %= unit;
    }
  }
  if (number < 0 && scaled > 0) *--start = '-';
  value(self, start, (size_t)(end - start));
}

// Writes one byte that JSON wants escaped.
static void escape(Json *self, unsigned char byte) {
  static const char hex[] = "0123456789abcdef";
  static const char letters[32] = {
      ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
  char out[6] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
  if (byte == '"' || byte == '\\') {
    out[1] = (char)byte;
  } else if (byte < 32 && letters[byte]) {
    out[1] = letters[byte];
  } else {
    emit_raw(self, out, 6);
    return;
  }
  emit_raw(self, out, 2);
}

void emit_string(Json *self, const char *bytes, size_t len) {
  value(self, "\"", 1);
  size_t from = 0;  // first byte that is not copied yet
  size_t at = 0;
  while (at < len) {
    unsigned char byte = (unsigned char)bytes[at];
    if (byte < 0x80) {
      if (byte < 32 || byte == '"' || byte == '\\') {
        emit_raw(self, bytes + from, at - from);
        escape(self, byte);
        from = at + 1;
      }
      at++;
      continue;
    }
    uint32_t code_point;
    uint32_t left = len - at > 8 ? 8 : (uint32_t)(len - at);
    uint32_t size = text_decode(bytes + at, left, &code_point);
    if (size == 1) {  // an invalid byte
      emit_raw(self, bytes + from, at - from);
      emit_raw(self, "\xEF\xBF\xBD", 3);
      from = at + 1;
    }
    at += size;
  }
  emit_raw(self, bytes + from, len - from);
  emit_raw(self, "\"", 1);
}

void emit_text(Json *self, const char *text) {
  if (text) {
    emit_string(self, text, strlen(text));
  } else {
    emit_null(self);
  }
}

void emit_key_uint(Json *self, const char *key, uint64_t number) {
  emit_key(self, key);
  emit_uint(self, number);
}

void emit_key_text(Json *self, const char *key, const char *text) {
  emit_key(self, key);
  emit_text(self, text);
}
