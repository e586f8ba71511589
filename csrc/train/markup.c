// Reads text with its names marked in place; see markup.h.
#include "markup.h"

#include <string.h>

static uint32_t line_end(const char *source, uint32_t len, uint32_t at) {
  const char *end = memchr(source + at, '\n', len - at);
  return end ? (uint32_t)(end - source) : len;
}

uint32_t markup_read(const char *source, uint32_t len, MarkupType *type, char *text,
                     MarkedName *names, size_t *count, const char **problem) {
  uint32_t used = 0;
  *count = 0;
  *problem = NULL;
  for (uint32_t at = 0; at < len;) {
    uint32_t name = at + 1, word = at + 1;
    while (word < len && (source[word] == '_' || (source[word] >= 'A' && source[word] <= 'Z'))) {
      word++;
    }
    bool opens = source[at] == '[' && word > name && word < len && source[word] == ' ';
    int found = opens ? type(source + name, word - name) : -1;
    if (found < 0) {
      text[used++] = source[at++];
      continue;
    }
    uint32_t end = line_end(source, len, at);
    const char *close = memchr(source + word, ']', end - word);
    if (!close) {
      *problem = source + at;
      return used;
    }
    uint32_t start = word + 1, size = (uint32_t)(close - source) - start;
    memcpy(text + used, source + start, size);
    names[(*count)++] = (MarkedName){used, used + size, found};
    used += size;
    at = start + size + 1;
  }
  return used;
}

uint32_t markup_begin(const char *source, uint32_t len) {
  uint32_t at = 0;
  while (at < len && (source[at] == '#' || source[at] == '\n')) {
    uint32_t end = line_end(source, len, at);
    at = end < len ? end + 1 : len;
  }
  return at;
}

uint32_t markup_document(const char *source, uint32_t len, uint32_t at, uint32_t *next) {
  for (uint32_t line = at; line < len;) {
    uint32_t end = line_end(source, len, line);
    uint32_t behind = end < len ? end + 1 : len;
    if (end - line >= 3 && memcmp(source + line, "===", 3) == 0) {
      *next = behind;
      return line;
    }
    line = behind;
  }
  *next = len;
  return len;
}
