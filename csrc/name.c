// Names as keys: how a name is normalised so that its forms can be told equal.
#include "name.h"

#include <string.h>

#include "text.h"

// Letters of U+00C0 to U+017F without their accents, lower case; '*' is not a letter.
static const char PLAIN[] =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooo"
    "rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static const uint64_t FNV_START = UINT64_C(0xCBF29CE484222325);
static const uint64_t FNV_PRIME = UINT64_C(0x100000001B3);

static uint64_t add_code(uint64_t hash, uint32_t code) {
  for (; code >= 0x80; code >>= 7) hash = (hash ^ ((code & 0x7F) | 0x80)) * FNV_PRIME;
  return (hash ^ code) * FNV_PRIME;
}

static uint32_t plain(uint32_t code) {
  code = text_fold(code);
  if (code == 0x2018 || code == 0x2BC) return '\'';
  if (code >= 0x2010 && code <= 0x2013) return '-';
  if (code < 0xC0 || code > 0x17F) return code;
  char letter = PLAIN[code - 0xC0];
  return letter == '*' ? code : (uint32_t)(unsigned char)letter;
}

// Names from other scripts are spelt in several ways. Adds a letter to a word's hash so that the usual
// ones come out equal: y and j are i, w is v, and of equal letters in a row one counts.
static uint64_t add_sound(uint64_t hash, uint32_t letter, uint32_t *last) {
  if (letter == 'y' || letter == 'j') letter = 'i';
  if (letter == 'w') letter = 'v';
  if (letter == *last) return hash;
  *last = letter;
  return add_code(hash, letter);
}

typedef struct {
  NameKey *key;
  NamePart part;
  uint64_t whole;
  uint32_t last;      // letter of the word
  uint32_t words;     // so far
  uint32_t capitals;  // letters of the acronym
  bool in_word;
} Reader;

static void end_word(Reader *self, uint32_t at) {
  if (!self->in_word) return;
  self->in_word = false;
  self->part.end = at;
  self->part.prefix = self->whole;
  NameKey *key = self->key;
  uint32_t slot = self->words - 1 < NAME_MAX_PARTS ? self->words - 1 : NAME_MAX_PARTS - 1;
  key->parts[slot] = self->part;
  key->count = slot + 1;
}

static void begin_word(Reader *self, uint32_t at, uint32_t code, uint32_t letter) {
  self->in_word = true;
  self->words++;
  self->last = 0;
  if (self->words > 1) self->whole = add_code(self->whole, ' ');
  self->part = (NamePart){FNV_START, 0, at, at, 0, letter, code == letter};
  self->key->acronym_all = add_code(self->key->acronym_all, letter);
  if (!text_is_upper(code)) return;
  self->key->acronym = add_code(self->key->acronym, letter);
  self->capitals++;
}

// The next code point and its normal form, quickly for ASCII. Returns the bytes it takes.
static uint32_t next_letter(const char *bytes, uint32_t len, uint32_t *code, uint32_t *letter) {
  unsigned char byte = (unsigned char)bytes[0];
  if (byte < 0x80) {
    *code = byte;
    *letter = byte >= 'A' && byte <= 'Z' ? byte + 32U : byte;
    return 1;
  }
  uint32_t size = text_decode(bytes, len, code);
  *letter = plain(*code);
  return size;
}

static bool is_space(uint32_t code) {
  if (code < 0x80) return code == ' ' || (code >= '\t' && code <= '\r');
  return text_is_space(code);
}

// Two small letters before a hyphen: "al-", "el-", "ul-".
static bool is_article(const NamePart *part) { return part->letters == 2 && part->is_small; }

void name_key(const char *bytes, uint32_t len, NameKey *key) {
  memset(key, 0, sizeof *key);
  key->acronym = key->acronym_all = FNV_START;
  Reader reader = {.key = key, .whole = FNV_START};
  for (uint32_t at = 0; at < len;) {
    uint32_t code = 0, letter = 0;
    uint32_t size = next_letter(bytes + at, len - at, &code, &letter);
    if (is_space(code)) {
      end_word(&reader, at);
    } else if (code != '.') {
      if (!reader.in_word) begin_word(&reader, at, code, letter);
      reader.whole = add_code(reader.whole, letter);
      if (code == '-' && is_article(&reader.part)) {
        reader.part.hash = FNV_START;  // "al-Amr" sounds like "Amr"
        reader.last = 0;
      } else {
        reader.part.hash = add_sound(reader.part.hash, letter, &reader.last);
      }
      reader.part.letters++;
    }
    at += size;
  }
  end_word(&reader, len);
  key->key = reader.whole;
  if (reader.capitals < 2) key->acronym = 0;
  if (reader.words < 2) key->acronym_all = 0;
}

uint64_t name_hash(const char *bytes, uint32_t len) {
  uint64_t hash = FNV_START;
  bool in_word = false, any = false;
  for (uint32_t at = 0; at < len;) {
    uint32_t code = 0, letter = 0;
    at += next_letter(bytes + at, len - at, &code, &letter);
    if (is_space(code)) {
      in_word = false;
    } else if (code != '.') {
      if (!in_word && any) hash = add_code(hash, ' ');
      in_word = any = true;
      hash = add_code(hash, letter);
    }
  }
  return hash;
}
