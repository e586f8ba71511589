// Reads one line: its kind, its width, and how it begins and ends.
#include "line.h"

#include <string.h>

#include "../text.h"

// A line's bytes while it is classified.
typedef struct {
  const char *bytes;
  uint32_t len;
} View;

static uint32_t run_of(View view, uint32_t at, char byte) {
  uint32_t end = at;
  while (end < view.len && view.bytes[end] == byte) end++;
  return end - at;
}

static bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\r'; }

static bool has_at(View view, uint32_t at, const char *word) {
  size_t len = strlen(word);
  return at + len <= view.len && memcmp(view.bytes + at, word, len) == 0;
}

static bool closes_comment(View view) {
  const char *at = view.bytes, *end = view.bytes + view.len;
  while ((at = memchr(at, '>', (size_t)(end - at)))) {
    if (at - view.bytes >= 2 && at[-1] == '-' && at[-2] == '-') return true;
    at++;
  }
  return false;
}

// "---", "* * *": nothing but three or more of one sign.
static bool is_rule(View view, uint32_t at) {
  char sign = view.bytes[at];
  if (sign != '-' && sign != '*' && sign != '_') return false;
  uint32_t count = 0;
  for (; at < view.len; at++) {
    if (view.bytes[at] == sign) {
      count++;
    } else if (!is_space(view.bytes[at])) {
      return false;
    }
  }
  return count >= 3;
}

// The length of a list marker with the space behind it, or 0.
static uint32_t list_marker(View view, uint32_t at) {
  uint32_t end = at;
  if (strchr("-*+", view.bytes[at])) {
    end++;
  } else {
    while (end < view.len && end - at < 3 && text_is_digit((unsigned char)view.bytes[end])) end++;
    if (end == at || end == view.len || !strchr(".)", view.bytes[end])) return 0;
    end++;
  }
  uint32_t spaces = run_of(view, end, ' ');
  if (!spaces || end + spaces == view.len) return 0;
  return end + spaces - at;
}

// "[name]: https://…" or "[name]: <…"
static bool is_reference(View view, uint32_t at) {
  if (view.bytes[at] != '[' || has_at(view, at, "[^")) return false;
  while (at < view.len && view.bytes[at] != ']') at++;
  if (!has_at(view, at, "]:")) return false;
  at += 2;
  while (at < view.len && is_space(view.bytes[at])) at++;
  return has_at(view, at, "http") || has_at(view, at, "<") || has_at(view, at, "/");
}

// Sets the line's kind and returns the length of its marker.
static uint32_t classify(View view, uint32_t at, Line *line) {
  line->kind = LINE_PROSE;
  uint32_t run = run_of(view, at, view.bytes[at]);
  switch (view.bytes[at]) {
    case '#':
      if (run > 6 || (at + run < view.len && !is_space(view.bytes[at + run]))) return 0;
      line->kind = LINE_HEADING;
      return run;
    case '>':
      line->kind = LINE_QUOTE;
      return 1;
    case '|':
      line->kind = LINE_TABLE;
      return 0;
    case '`':
    case '~':
      if (run < 3) return 0;
      line->kind = LINE_FENCE;
      line->fence = (uint8_t)view.bytes[at];
      line->fence_length = (uint8_t)(run > 255 ? 255 : run);
      return 0;
    case '=':
      if (run < 3 || at + run != view.len) return 0;
      line->kind = LINE_UNDERLINE;
      return 0;
    default:
      break;
  }
  if (has_at(view, at, "<!--")) {
    line->kind = LINE_COMMENT;
    return 0;
  }
  if (is_reference(view, at)) {
    line->kind = LINE_REFERENCE;
    return 0;
  }
  if (is_rule(view, at)) {
    line->kind = LINE_RULE;
    return 0;
  }
  uint32_t marker = list_marker(view, at);
  if (marker) line->kind = LINE_LIST_ITEM;
  return marker;
}

// Does the text before `end` close a sentence? Marks and brackets behind the stop do not count.
static bool ends_sentence(View view, uint32_t end) {
  while (end > 0) {
    uint32_t code_point;
    uint32_t size = text_decode_before(view.bytes, end, &code_point);
    switch (code_point) {
      case '"':
      case '\'':
      case ')':
      case ']':
      case '*':
      case '_':
      case 0x201D:
      case 0x2019:
      case 0xBB:
        end -= size;
        continue;
      case '.':
      case '!':
      case '?':
      case ':':
      case 0x2026:
        return true;
      default:
        return false;
    }
  }
  return false;
}

// Width of the line, and beginning of its text, which is to be found from `at` on.
static void measure(View view, uint32_t at, Line *line) {
  while (at < view.len && is_space(view.bytes[at])) at++;
  line->columns = at;  // marker and indentation are ASCII
  line->has_text = at < view.len;
  bool in_first_word = true, letter_seen = false;
  while (at < view.len && line->columns <= LINE_WIDEST_WRAPPED) {
    uint32_t code_point;
    at += text_decode(view.bytes + at, view.len - at, &code_point);
    line->columns++;
    if (text_is_space(code_point)) in_first_word = false;
    if (in_first_word) line->first_word++;
    if (!letter_seen && text_is_letter(code_point)) {
      letter_seen = true;
      line->starts_lower = text_is_lower(code_point);
    }
  }
}

Line line_read(Gap *text, uint32_t start) {
  uint32_t len = gap_len(text);
  uint32_t limit = len - start > LINE_VIEW ? start + LINE_VIEW : len;
  const char *bytes = gap_view(text, start, limit);
  const char *found = memchr(bytes, '\n', limit - start);
  Line line = {.start = start};
  View view = {bytes, found ? (uint32_t)(found - bytes) : limit - start};
  line.is_long = !found && limit < len;
  if (!line.is_long) {
    line.end = start + view.len;
    line.next = found ? line.end + 1 : len;
  }
  while (view.len && is_space(view.bytes[view.len - 1])) view.len--;

  uint32_t at = has_at(view, 0, "\xEF\xBB\xBF") ? 3 : 0;
  uint32_t indent = at;
  while (at < view.len && is_space(view.bytes[at])) at++;
  line.indent = (uint8_t)(at - indent > 255 ? 255 : at - indent);
  if (at == view.len) {
    if (line.is_long) line.kind = LINE_PROSE;  // 16 kB of spaces, and text behind them perhaps
    return line;
  }
  uint32_t marker = classify(view, at, &line);
  line.closes_comment = closes_comment(view);
  line.ends_sentence = ends_sentence(view, view.len);
  measure(view, at + marker, &line);
  return line;
}

bool line_is(Gap *text, const Line *line, const char *word) {
  size_t len = strlen(word);
  if (line->is_long || line->end - line->start < len) return false;
  const char *bytes = gap_view(text, line->start, line->end);
  uint32_t end = line->end - line->start;
  while (end > len && is_space(bytes[end - 1])) end--;
  return end == len && memcmp(bytes, word, len) == 0;
}
