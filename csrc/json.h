// JSON: written into one growing buffer, read into one small tree.
// Writing places commas by itself. Reading is strict (RFC 8259, valid UTF-8 only). Our own, because
// Debian's libjansson.a is not compiled to be linked into a shared library, and cJSON cuts strings at
// \u0000 and takes invalid UTF-8; it is little: no numbers but small integers are ever needed.
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

// ---- reading -----------------------------------------------------------------------------------
typedef enum {
  JSON_NULL_VALUE,
  JSON_FALSE_VALUE,
  JSON_TRUE_VALUE,
  JSON_NUMBER_VALUE,
  JSON_STRING_VALUE,
  JSON_ARRAY_VALUE,
  JSON_OBJECT_VALUE,
} JsonKind;

typedef struct {
  const char
      *text;  // a string's bytes, and a NUL behind them; a number as it is written, without NUL
  const char *key;  // of an object's member: NUL behind it; else NULL
  uint32_t len, key_len;
  uint32_t next;   // number of the next sibling; 0: none
  uint32_t first;  // of an array or object: number of the first child; 0: none
  uint32_t count;  // of an array or object: children
  JsonKind kind;
} JsonValue;

typedef struct {
  JsonValue *values;  // values[0] is the whole
  char *strings;
  uint32_t count, capacity;
} JsonTree;

typedef struct {
  const char *message;  // what is wrong, or NULL when memory is short
  size_t offset;        // where
} JsonProblem;

// Reads one value, with white space around it, nested at most `depth` deep. Numbers point into `bytes`.
// False if it is not JSON, is over 1 GB, or memory is short; nothing is to be freed then.
bool json_parse(JsonTree *self, const char *bytes, size_t len, int depth, JsonProblem *problem);
void json_tree_free(JsonTree *self);

static inline const JsonValue *json_root(const JsonTree *self) { return self->values; }
// NULL when there is none (also for a value that has no children, or is NULL).
const JsonValue *json_first(const JsonTree *self, const JsonValue *value);
const JsonValue *json_next(const JsonTree *self, const JsonValue *value);
// A member of an object, or NULL. Of several with the same key the last.
const JsonValue *json_get(const JsonTree *self, const JsonValue *object, const char *key);
// A member's string, or NULL if there is none or it has a NUL in it.
const char *json_text(const JsonTree *self, const JsonValue *object, const char *key);
// A member's whole number from 0 to 10^9; `otherwise` if it is something else.
uint32_t json_number(const JsonTree *self, const JsonValue *object, const char *key,
                     uint32_t otherwise);
// Are two values the same? Members of objects may come in any order.
bool json_same(const JsonTree *self, const JsonValue *value, const JsonTree *other,
               const JsonValue *other_value);

#endif
