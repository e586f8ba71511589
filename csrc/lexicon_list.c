// How a word list is read and how its entries become keys of the lexicon's hash tables.
// Reads the text of a list; makes keys, one for each word of a phrase.
#include "lexicon_list.h"

#include <string.h>

#include "text.h"

static uint32_t without_final_stop(const char *bytes, uint32_t len) {
  return len > 1 && bytes[len - 1] == '.' ? len - 1 : len;
}

uint64_t lexicon_key(const char *bytes, uint32_t len) {
  return text_hash(bytes, without_final_stop(bytes, len));
}

// FNV-1a over the bytes as they are, from another basis so that no folded word has the same key.
uint64_t lexicon_exact_key(const char *bytes, uint32_t len) {
  uint64_t key = UINT64_C(0x84222325CBF29CE4);
  len = without_final_stop(bytes, len);
  for (uint32_t i = 0; i < len; i++) {
    key = (key ^ (uint8_t)bytes[i]) * UINT64_C(0x100000001B3);
  }
  return key;
}

// ---- case --------------------------------------------------------------------------------------
typedef struct {
  bool any_upper;
  bool all_upper;  // two capitals or more and nothing else but digits and signs: an acronym
} Case;

static Case case_of(const char *bytes, uint32_t len) {
  uint32_t upper = 0;
  uint32_t lower = 0;
  for (uint32_t at = 0; at < len;) {
    uint32_t code_point;
    at += text_decode(bytes + at, len - at, &code_point);
    if (text_is_upper(code_point)) {
      upper++;
    } else if (text_is_letter(code_point) || code_point == '.') {
      lower++;
    }
  }
  return (Case){.any_upper = upper > 0, .all_upper = upper > 1 && lower == 0};
}

// ---- words of an entry -------------------------------------------------------------------------
typedef struct {
  const char *bytes;
  uint32_t len;
} Word;

// Bytes of a possessive ending at the end of a word, which the parser makes a token of its own.
static uint32_t clitic_len(const char *bytes, uint32_t len) {
  static const char *const clitics[] = {"'s", "\xE2\x80\x99s", "'", "\xE2\x80\x99"};
  for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++) {
    uint32_t clitic = (uint32_t)strlen(clitics[i]);
    if (len > clitic && memcmp(bytes + len - clitic, clitics[i], clitic) == 0) return clitic;
  }
  return 0;
}

// Is it a sign that the parser makes a token of, wherever it stands?
static bool is_sign(char byte) { return byte == ',' || byte == '/'; }

// Words of an entry as the parser cuts text; hyphens between words are left out. 0: too many.
static uint32_t split_words(const char *bytes, uint32_t len, bool at_hyphens, Word *words) {
  uint32_t count = 0;
  for (uint32_t at = 0; at < len;) {
    uint32_t start = at;
    while (at < len && bytes[at] != ' ' && bytes[at] != '\t' && !is_sign(bytes[at]) &&
           !(at_hyphens && bytes[at] == '-')) {
      at++;
    }
    if (at == start) {
      if (is_sign(bytes[at])) {
        if (count == LEXICON_MAX_WORDS) return 0;
        words[count++] = (Word){bytes + at, 1};
      }
      at++;
      continue;
    }
    uint32_t clitic = clitic_len(bytes + start, at - start);
    if (count + (clitic > 0) >= LEXICON_MAX_WORDS) return 0;
    words[count++] = (Word){bytes + start, at - start - clitic};
    if (clitic > 0) words[count++] = (Word){bytes + at - clitic, clitic};
  }
  return count;
}

// Touches the keys of a phrase: its beginnings, then itself.
static bool touch_words(const Word *words, uint32_t count, Case kind, bool remove,
                        LexiconTouch *touch, void *context) {
  uint64_t key = 0;
  if (kind.any_upper && !remove) {
    // What leads from the folded first word to the entries whose case matters.
    LexiconKey lead = {lexicon_key(words[0].bytes, words[0].len), LEXICON_EXACT};
    if (!touch(context, lead, false)) return false;
  }
  for (uint32_t i = 0; i < count; i++) {
    uint64_t word = kind.any_upper ? lexicon_exact_key(words[i].bytes, words[i].len)
                                   : lexicon_key(words[i].bytes, words[i].len);
    key = i == 0 ? word : lexicon_key_join(key, word);
    if (i + 1 < count) {
      if (!remove && !touch(context, (LexiconKey){key, LEXICON_CONTINUES}, false)) return false;
    } else {
      uint16_t flags = (uint16_t)(LEXICON_ENTRY | (kind.all_upper ? LEXICON_HIDES : 0));
      if (!touch(context, (LexiconKey){key, flags}, remove)) return false;
    }
  }
  return true;
}

static bool touch_entry(const char *bytes, uint32_t len, bool remove, LexiconTouch *touch,
                        void *context) {
  Word words[LEXICON_MAX_WORDS];
  Case kind = case_of(bytes, len);
  uint32_t count = split_words(bytes, len, true, words);
  if (count > 0 && !touch_words(words, count, kind, remove, touch, context)) return false;
  if (memchr(bytes, '-', len) == NULL) return true;
  // "vice-president" in lower case is one token, "Vice-President" is three: both are the entry.
  count = split_words(bytes, len, false, words);
  return count == 0 || touch_words(words, count, kind, remove, touch, context);
}

// ---- lines -------------------------------------------------------------------------------------
static bool is_blank(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\v' || byte == '\f';
}

bool lexicon_list_read(const char *text, size_t len, LexiconTouch *touch, void *context) {
  size_t at = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (at < len) {
    const char *line = text + at;
    const char *newline = memchr(line, '\n', len - at);
    size_t line_len = newline != NULL ? (size_t)(newline - line) : len - at;
    at += line_len + 1;

    const char *comment = memchr(line, '#', line_len);
    if (comment != NULL) line_len = (size_t)(comment - line);
    while (line_len > 0 && is_blank(line[line_len - 1])) line_len--;
    while (line_len > 0 && is_blank(line[0])) line++, line_len--;
    bool remove = line_len > 1 && line[0] == '-';
    if (remove) line++, line_len--;
    if (line_len == 0 || line_len > LEXICON_MAX_ENTRY_BYTES) continue;
    if (memchr(line, '\0', line_len) != NULL) continue;
    if (!touch_entry(line, (uint32_t)line_len, remove, touch, context)) return false;
  }
  return true;
}
