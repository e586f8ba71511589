// JSON read into a tree; see ../json.h.
// Every decoded string, with a NUL, is at most as long as it is written with its quotes, so one block as
// long as the input holds them all.
#include <stdlib.h>
#include <string.h>

#include "../json.h"
#include "../text.h"

typedef struct {
  JsonTree *tree;
  const char *bytes;
  size_t len, at;
  char *string;  // where the next string goes
  const char *message;
  bool failed;
} Reader;

enum { VALUES_MAX = 1 << 20 };  // of one tree: bounds its memory

static bool fail(Reader *self, const char *message) {
  if (!self->failed) self->message = message;
  self->failed = true;
  return false;
}

static char peek(const Reader *self) { return self->at < self->len ? self->bytes[self->at] : '\0'; }

static bool accept(Reader *self, char byte) {
  if (self->at >= self->len || self->bytes[self->at] != byte) return false;
  self->at++;
  return true;
}

static void skip_space(Reader *self) {
  while (self->at < self->len && memchr(" \t\r\n", self->bytes[self->at], 4)) self->at++;
}

// The number of a new value, or 0 after a failure (the whole is 0 too, but nobody's child).
static uint32_t add(Reader *self, JsonKind kind) {
  JsonTree *tree = self->tree;
  if (tree->count == VALUES_MAX) {
    fail(self, "too many values");
    return 0;
  }
  if (tree->count == tree->capacity) {
    uint32_t capacity = tree->capacity ? tree->capacity * 2 : 16;
    JsonValue *values = realloc(tree->values, capacity * sizeof *values);
    if (!values) {
      fail(self, NULL);
      return 0;
    }
    tree->values = values;
    tree->capacity = capacity;
  }
  tree->values[tree->count] = (JsonValue){.kind = kind};
  return tree->count++;
}

// ---- strings -----------------------------------------------------------------------------------
static bool read_hex(Reader *self, uint32_t *value) {
  *value = 0;
  if (self->len - self->at < 4) return fail(self, "an escape that ends too soon");
  for (int i = 0; i < 4; i++) {
    char byte = self->bytes[self->at++];
    uint32_t digit;
    if (byte >= '0' && byte <= '9') {
      digit = (uint32_t)(byte - '0');
    } else if ((byte | 32) >= 'a' && (byte | 32) <= 'f') {
      digit = (uint32_t)((byte | 32) - 'a') + 10;
    } else {
      return fail(self, "an escape that is no hexadecimal number");
    }
    *value = *value << 4 | digit;
  }
  return true;
}

static void put_code_point(Reader *self, uint32_t code_point) {
  unsigned char *out = (unsigned char *)self->string;
  if (code_point < 0x80) {
    *out++ = (unsigned char)code_point;
  } else if (code_point < 0x800) {
    *out++ = (unsigned char)(0xC0 | code_point >> 6);
    *out++ = (unsigned char)(0x80 | (code_point & 63));
  } else if (code_point < 0x10000) {
    *out++ = (unsigned char)(0xE0 | code_point >> 12);
    *out++ = (unsigned char)(0x80 | (code_point >> 6 & 63));
    *out++ = (unsigned char)(0x80 | (code_point & 63));
  } else {
    *out++ = (unsigned char)(0xF0 | code_point >> 18);
    *out++ = (unsigned char)(0x80 | (code_point >> 12 & 63));
    *out++ = (unsigned char)(0x80 | (code_point >> 6 & 63));
    *out++ = (unsigned char)(0x80 | (code_point & 63));
  }
  self->string = (char *)out;
}

static bool read_escape(Reader *self) {
  static const char names[] = "\"\\/bfnrt", signs[] = "\"\\/\b\f\n\r\t";
  if (self->at == self->len) return fail(self, "a string that does not end");
  char name = self->bytes[self->at++];
  if (name != 'u') {
    const char *found = name ? strchr(names, name) : NULL;
    if (!found) return fail(self, "an escape that is not known");
    *self->string++ = signs[found - names];
    return true;
  }
  uint32_t value, low;
  if (!read_hex(self, &value)) return false;
  if (value >= 0xD800 && value < 0xDC00) {
    if (!accept(self, '\\') || !accept(self, 'u')) return fail(self, "half a surrogate pair");
    if (!read_hex(self, &low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return fail(self, "half a surrogate pair");
    value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
  } else if (value >= 0xDC00 && value <= 0xDFFF) {
    return fail(self, "half a surrogate pair");
  }
  put_code_point(self, value);
  return true;
}

// A string; the opening quote was read.
static bool read_string(Reader *self, const char **text, uint32_t *len) {
  char *start = self->string;
  for (;;) {
    size_t from = self->at;
    while (self->at < self->len) {
      unsigned char byte = (unsigned char)self->bytes[self->at];
      if (byte < 32 || byte == '"' || byte == '\\') break;
      uint32_t size = 1, code_point;
      if (byte >= 0x80) {
        size_t left = self->len - self->at;
        size = text_decode(self->bytes + self->at, left > 4 ? 4 : (uint32_t)left, &code_point);
        if (size == 1) return fail(self, "invalid UTF-8");
      }
      self->at += size;
    }
    memcpy(self->string, self->bytes + from, self->at - from);
    self->string += self->at - from;
    if (self->at == self->len) return fail(self, "a string that does not end");
    char byte = self->bytes[self->at++];
    if (byte == '"') break;
    if (byte != '\\') {
      self->at--;
      return fail(self, "a control sign in a string");
    }
    if (!read_escape(self)) return false;
  }
  *text = start;
  *len = (uint32_t)(self->string - start);
  *self->string++ = '\0';
  return true;
}

// ---- values ------------------------------------------------------------------------------------
static bool read_digits(Reader *self) {
  size_t from = self->at;
  while (peek(self) >= '0' && peek(self) <= '9') self->at++;
  return self->at > from || fail(self, "a number without digits");
}

static bool read_number(Reader *self, uint32_t number) {
  size_t from = self->at;
  accept(self, '-');
  if (accept(self, '0')) {
    if (peek(self) >= '0' && peek(self) <= '9') return fail(self, "a number that begins with 0");
  } else if (!read_digits(self)) {
    return false;
  }
  if (accept(self, '.') && !read_digits(self)) return false;
  if (peek(self) == 'e' || peek(self) == 'E') {
    self->at++;
    if (!accept(self, '+')) accept(self, '-');
    if (!read_digits(self)) return false;
  }
  self->tree->values[number].text = self->bytes + from;
  self->tree->values[number].len = (uint32_t)(self->at - from);
  return true;
}

static bool read_word(Reader *self, const char *word, JsonKind kind, uint32_t *number) {
  size_t len = strlen(word);
  if (self->len - self->at < len || memcmp(self->bytes + self->at, word, len) != 0) {
    return fail(self, "something that is no value");
  }
  self->at += len;
  *number = add(self, kind);
  return !self->failed;
}

static bool read_value(Reader *self, int depth, uint32_t *number);

// The children of an array or object up to its closing sign.
static bool read_children(Reader *self, uint32_t parent, bool is_object, int depth) {
  char closing = is_object ? '}' : ']';
  uint32_t last = 0;
  skip_space(self);
  if (accept(self, closing)) return true;
  for (;;) {
    const char *key = NULL;
    uint32_t key_len = 0, number;
    skip_space(self);
    if (is_object) {
      if (!accept(self, '"')) return fail(self, "a member without a key");
      if (!read_string(self, &key, &key_len)) return false;
      skip_space(self);
      if (!accept(self, ':')) return fail(self, "a key without a colon");
    }
    if (!read_value(self, depth, &number)) return false;
    JsonValue *values = self->tree->values;
    values[number].key = key;
    values[number].key_len = key_len;
    values[parent].count++;
    if (last) {
      values[last].next = number;
    } else {
      values[parent].first = number;
    }
    last = number;
    skip_space(self);
    if (accept(self, closing)) return true;
    if (!accept(self, ',')) return fail(self, "a list that does not go on or end");
  }
}

static bool read_value(Reader *self, int depth, uint32_t *number) {
  skip_space(self);
  switch (peek(self)) {
    case '"':
      self->at++;
      *number = add(self, JSON_STRING_VALUE);
      if (self->failed) return false;
      const char *text;
      uint32_t len;
      if (!read_string(self, &text, &len)) return false;
      self->tree->values[*number].text = text;
      self->tree->values[*number].len = len;
      return true;
    case '{':
    case '[':
      if (depth == 0) return fail(self, "values nested too deep");
      bool is_object = self->bytes[self->at++] == '{';
      *number = add(self, is_object ? JSON_OBJECT_VALUE : JSON_ARRAY_VALUE);
      return !self->failed && read_children(self, *number, is_object, depth - 1);
    case 't':
      return read_word(self, "true", JSON_TRUE_VALUE, number);
    case 'f':
      return read_word(self, "false", JSON_FALSE_VALUE, number);
    case 'n':
      return read_word(self, "null", JSON_NULL_VALUE, number);
    default:
      if (peek(self) != '-' && (peek(self) < '0' || peek(self) > '9')) {
        return fail(self, self->at < self->len ? "something that is no value" : "nothing");
      }
      *number = add(self, JSON_NUMBER_VALUE);
      return !self->failed && read_number(self, *number);
  }
}

bool json_parse(JsonTree *self, const char *bytes, size_t len, int depth, JsonProblem *problem) {
  *self = (JsonTree){0};
  *problem = (JsonProblem){0};
  Reader reader = {.tree = self, .bytes = bytes, .len = len};
  if (len > (size_t)1 << 30) {
    problem->message = "over 1 GB";
    return false;
  }
  uint32_t root;
  self->strings = reader.string = malloc(len + 1);
  if (!self->strings) {
    fail(&reader, NULL);
  } else if (read_value(&reader, depth, &root)) {
    skip_space(&reader);
    if (reader.at < len) fail(&reader, "something behind the value");
  }
  if (!reader.failed) return true;
  problem->message = reader.message;
  problem->offset = reader.at;
  json_tree_free(self);
  return false;
}

void json_tree_free(JsonTree *self) {
  free(self->values);
  free(self->strings);
  *self = (JsonTree){0};
}

// ---- asking ------------------------------------------------------------------------------------
const JsonValue *json_first(const JsonTree *self, const JsonValue *value) {
  return value && value->first ? &self->values[value->first] : NULL;
}

const JsonValue *json_next(const JsonTree *self, const JsonValue *value) {
  return value->next ? &self->values[value->next] : NULL;
}

static const JsonValue *member(const JsonTree *self, const JsonValue *object, const char *key,
                               size_t len) {
  const JsonValue *found = NULL;
  if (!object || object->kind != JSON_OBJECT_VALUE) return NULL;
  for (const JsonValue *at = json_first(self, object); at; at = json_next(self, at)) {
    if (at->key_len == len && memcmp(at->key, key, len) == 0) found = at;
  }
  return found;
}

const JsonValue *json_get(const JsonTree *self, const JsonValue *object, const char *key) {
  return member(self, object, key, strlen(key));
}

const char *json_text(const JsonTree *self, const JsonValue *object, const char *key) {
  const JsonValue *value = json_get(self, object, key);
  if (!value || value->kind != JSON_STRING_VALUE) return NULL;
  return strlen(value->text) == value->len ? value->text : NULL;
}

uint32_t json_number(const JsonTree *self, const JsonValue *object, const char *key,
                     uint32_t otherwise) {
  const JsonValue *value = json_get(self, object, key);
  if (!value || value->kind != JSON_NUMBER_VALUE || value->len > 9) return otherwise;
  uint32_t number = 0;
  for (uint32_t i = 0; i < value->len; i++) {
    if (value->text[i] < '0' || value->text[i] > '9') return otherwise;
    number = number * 10 + (uint32_t)(value->text[i] - '0');
  }
  return number;
}

bool json_same(const JsonTree *self, const JsonValue *value, const JsonTree *other,
               const JsonValue *other_value) {
  if (!value || !other_value) return value == other_value;
  if (value->kind != other_value->kind || value->count != other_value->count) return false;
  if (value->kind == JSON_STRING_VALUE || value->kind == JSON_NUMBER_VALUE) {
    return value->len == other_value->len &&
           memcmp(value->text, other_value->text, value->len) == 0;
  }
  const JsonValue *in_order = json_first(other, other_value);
  for (const JsonValue *at = json_first(self, value); at; at = json_next(self, at)) {
    const JsonValue *partner = value->kind == JSON_OBJECT_VALUE
                                   ? member(other, other_value, at->key, at->key_len)
                                   : in_order;
    if (!json_same(self, at, other, partner)) return false;
    if (in_order) in_order = json_next(other, in_order);
  }
  return true;
}
