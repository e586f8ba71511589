// Blanks what is not prose, byte for byte, so that offsets stay those of the draft.
#include <string.h>

#include "../split.h"
#include "../text.h"

typedef struct {
  char *bytes;
  uint32_t len;
} Mask;

static void blank(Mask *self, uint32_t start, uint32_t end) {
  for (; start < end; start++) {
    if (self->bytes[start] != '\n') self->bytes[start] = ' ';
  }
}

static bool is_word_byte(const Mask *self, uint32_t at) {
  if (at >= self->len) return false;
  unsigned char byte = (unsigned char)self->bytes[at];
  return byte >= 0x80 || text_is_letter(byte) || text_is_digit(byte);
}

static bool is_blank_byte(const Mask *self, uint32_t at) {
  return at >= self->len || self->bytes[at] == ' ' || self->bytes[at] == '\n' ||
         self->bytes[at] == '\t';
}

// The place of `word` in [at, at + reach), or the text's length if it is not there.
static uint32_t find(const Mask *self, uint32_t at, uint32_t reach, const char *word) {
  size_t len = strlen(word);
  uint32_t limit = self->len - at < reach ? self->len : at + reach;
  for (; at + len <= limit; at++) {
    const char *found = memchr(self->bytes + at, word[0], limit - at);
    if (!found) break;
    at = (uint32_t)(found - self->bytes);
    if (at + len <= limit && memcmp(found, word, len) == 0) return at;
  }
  return self->len;
}

static uint32_t run_of(const Mask *self, uint32_t at, char byte) {
  uint32_t end = at;
  while (end < self->len && self->bytes[end] == byte) end++;
  return end - at;
}

// Control bytes and invalid UTF-8 become signs without meaning.
static void mask_bytes(Mask *self) {
  for (uint32_t at = 0; at < self->len;) {
    unsigned char byte = (unsigned char)self->bytes[at];
    if (byte >= 0x80) {
      uint32_t code_point, size = text_decode(self->bytes + at, self->len - at, &code_point);
      if (size == 1) self->bytes[at] = '*';
      at += size;
    } else {
      if (byte < 0x20 && byte != '\n' && byte != '\t') self->bytes[at] = ' ';
      if (byte == 0x7F) self->bytes[at] = ' ';
      at++;
    }
  }
}

// Markers at the beginning of lines.
static void mask_markers(Mask *self, BlockKind block) {
  uint32_t at = 0;
  while (at < self->len && is_blank_byte(self, at)) at++;
  if (block == BLOCK_HEADING) {
    uint32_t run = run_of(self, at, '#');
    blank(self, at, at + run);
    uint32_t end = self->len;
    while (end > at && is_blank_byte(self, end - 1)) end--;
    while (end > at && self->bytes[end - 1] == '#') self->bytes[--end] = ' ';
    uint32_t underline = find(self, at, self->len, "\n===");
    blank(self, underline, self->len);
  } else if (block == BLOCK_LIST_ITEM) {
    while (at < self->len && !is_blank_byte(self, at)) self->bytes[at++] = ' ';
    while (at < self->len && is_blank_byte(self, at)) at++;
    if (self->len - at >= 4 && self->bytes[at] == '[' && self->bytes[at + 2] == ']' &&
        self->bytes[at + 3] == ' ') {
      blank(self, at, at + 3);  // a task's box
    }
  } else if (block == BLOCK_QUOTE) {
    bool at_line_start = true;
    for (at = 0; at < self->len; at++) {
      char byte = self->bytes[at];
      if (byte == '\n') {
        at_line_start = true;
      } else if (at_line_start && byte == '>') {
        self->bytes[at] = ' ';
      } else if (byte != ' ' && byte != '\t') {
        at_line_start = false;
      }
    }
  }
}

// `code`, but not the ``wire marks''. Returns the bytes done with.
static uint32_t mask_code(Mask *self, uint32_t at) {
  enum { REACH = 2000 };
  uint32_t run = run_of(self, at, '`');
  if (run == 2) {
    uint32_t wire = find(self, at + run, REACH, "''");
    uint32_t code = find(self, at + run, REACH, "``");
    if (wire <= code) return run;
  }
  uint32_t limit = self->len - at < REACH ? self->len : at + REACH;
  for (uint32_t end = at + run; end < limit;) {
    end = find(self, end, limit - end, "`");
    if (end == self->len) break;
    uint32_t closing = run_of(self, end, '`');
    if (closing == run) {
      blank(self, at, end + closing);
      return end + closing - at;
    }
    end += closing;
  }
  return run;
}

// [text](address), [text][name], ![picture](address), [^1]. Returns the bytes done with.
static uint32_t mask_link(Mask *self, uint32_t at) {
  enum { REACH = 1000 };
  bool is_picture = at > 0 && self->bytes[at - 1] == '!';
  uint32_t close = find(self, at, REACH, "]");
  if (close == self->len) return 1;
  if (self->bytes[at + 1] == '^') {
    blank(self, at, close + 1);
    return close + 1 - at;
  }
  char after = close + 1 < self->len ? self->bytes[close + 1] : 0;
  if (after != '(' && after != '[') return 1;
  uint32_t end = find(self, close + 1, REACH, after == '(' ? ")" : "]");
  if (end == self->len) return 1;
  if (is_picture) {
    blank(self, at - 1, end + 1);
    return end + 1 - at;
  }
  self->bytes[at] = ' ';
  blank(self, close, end + 1);
  return 1;
}

// <tags>, <https://addresses> and <!-- comments -->. Returns the bytes done with.
static uint32_t mask_tag(Mask *self, uint32_t at) {
  enum { REACH = 300, COMMENT_REACH = 4000 };
  if (self->len - at >= 4 && memcmp(self->bytes + at, "<!--", 4) == 0) {
    uint32_t end = find(self, at, COMMENT_REACH, "-->");
    if (end == self->len) return 4;
    blank(self, at, end + 3);
    return end + 3 - at;
  }
  char next = at + 1 < self->len ? self->bytes[at + 1] : 0;
  if (next != '/' && !text_is_letter((unsigned char)next)) return 1;
  uint32_t end = find(self, at, REACH, ">");
  if (end == self->len || find(self, at, end - at, "\n") < end) return 1;
  blank(self, at, end + 1);
  return end + 1 - at;
}

// *emphasis*, **strong**, _emphasis_, ~~struck out~~. Returns the bytes done with.
static uint32_t mask_emphasis(Mask *self, uint32_t at) {
  char sign = self->bytes[at];
  uint32_t run = run_of(self, at, sign);
  if (run > 3 || (sign == '~' && run != 2)) return run;
  bool before = at > 0 && !is_blank_byte(self, at - 1);
  bool behind = !is_blank_byte(self, at + run);
  if (!before && !behind) return run;
  if (sign == '_' && at > 0 && is_word_byte(self, at - 1) && is_word_byte(self, at + run))
    return run;
  blank(self, at, at + run);
  return run;
}

static void mask_inline(Mask *self) {
  for (uint32_t at = 0; at < self->len;) {
    switch (self->bytes[at]) {
      case '`':
        at += mask_code(self, at);
        break;
      case '[':
        at += mask_link(self, at);
        break;
      case '<':
        at += mask_tag(self, at);
        break;
      case '*':
      case '_':
      case '~':
        at += mask_emphasis(self, at);
        break;
      case '\\':
        if (at + 1 < self->len && strchr("*_#[]<>`~\\", self->bytes[at + 1])) {
          self->bytes[at] = ' ';
          at++;
        }
        at++;
        break;
      default:
        at++;
        break;
    }
  }
}

void split_mask(const char *bytes, uint32_t len, BlockKind block, char *out) {
  if (len) memcpy(out, bytes, len);
  Mask self = {out, len};
  mask_markers(&self, block);
  mask_inline(&self);
  mask_bytes(&self);
}
