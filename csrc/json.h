// JSON written fast: values go into one growing buffer, commas are placed by themselves.
// Reads values; makes UTF-8 text. (Reading JSON is jansson's work: it is strict and well kept; for
// writing it would build a tree of small allocations for every offset of a draft.)
#ifndef COPYDESK_JSON_H
#define COPYDESK_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  char *bytes;
  size_t len, capacity;
  bool failed;  // memory ran short: nothing more is written, and what is there is cut off
} Json;

void emit_free(Json *self);
// Empties it and keeps its memory for the next value. Also ends the state `failed`.
void emit_clear(Json *self);

void emit_begin_object(Json *self);
void emit_end_object(Json *self);
void emit_begin_array(Json *self);
void emit_end_array(Json *self);
// The key of the value that is written next. `key` is written as it is: no signs that need
// escaping.
void emit_key(Json *self, const char *key);

void emit_uint(Json *self, uint64_t value);
void emit_int(Json *self, int64_t value);
// Four decimals at most, without trailing zeros, whatever the locale; not a number becomes null.
void emit_float(Json *self, double value);
void emit_bool(Json *self, bool value);
void emit_null(Json *self);
// A string of any bytes: invalid UTF-8 is written as U+FFFD, NUL as \u0000.
void emit_string(Json *self, const char *bytes, size_t len);
void emit_text(Json *self, const char *text);  // up to its NUL; NULL becomes null
// A value that is JSON already, written as it is.
void emit_value(Json *self, const char *json, size_t len);
// Bytes outside any value: a line end between records, white space.
void emit_raw(Json *self, const char *bytes, size_t len);

// The next value or key begins on a new line.
void emit_end_line(Json *self);

// Short forms of `"key": value`.
void emit_key_uint(Json *self, const char *key, uint64_t value);
void emit_key_text(Json *self, const char *key, const char *text);

#endif
