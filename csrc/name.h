// Names as keys: how a name is normalised so that its forms can be told equal.
// Reads the bytes of one name; makes its key and the keys of its words. Case, accents, full stops, kinds
// of apostrophe and hyphen, and white space do not count: "J. Peña" and "j pena" are one name.
#ifndef COPYDESK_NAME_H
#define COPYDESK_NAME_H

#include <stdbool.h>
#include <stdint.h>

enum { NAME_MAX_PARTS = 8 };  // of longer names the first seven words and the last one

typedef struct {
  uint64_t hash;        // the same for usual spellings of one sound: "zelenskiy", "zelensky"
  uint64_t prefix;      // key of the name up to here
  uint32_t start, end;  // bytes within the name
  uint32_t letters;     // code points without full stops
  uint32_t initial;     // first code point, normalised
  bool is_small;        // written with a small letter
} NamePart;

typedef struct {
  uint64_t key;          // of the whole name
  uint64_t acronym;      // key of the first letters of its capitalised words, 0 if it has one word
  uint64_t acronym_all;  // the same with the small words in it ("of")
  uint32_t count;
  NamePart parts[NAME_MAX_PARTS];
} NameKey;

void name_key(const char *bytes, uint32_t len, NameKey *key);

// The key of the whole name alone.
uint64_t name_hash(const char *bytes, uint32_t len);

#endif
