// How a word list is read and how its entries become keys of the lexicon's hash tables.
// Shared by the lexicon at run time (a newsroom's own lists) and by the tool that embeds the lists.
#ifndef COPYDESK_LEXICON_LIST_H
#define COPYDESK_LEXICON_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  LEXICON_MAX_CLASSES = 64,
  LEXICON_MAX_WORDS = 12,         // words of a phrase; longer entries are left out
  LEXICON_MAX_ENTRY_BYTES = 240,  // longer lines are no entries
};

enum {                    // flags of a slot
  LEXICON_CONTINUES = 1,  // longer phrases go on from here
  LEXICON_EXACT = 2,      // entries whose case matters begin with these letters
  LEXICON_HIDES = 4,      // an acronym: "US" is not "us"
  LEXICON_ENTRY = 8,      // an entry, not only the beginning of a phrase
  // The 12 bits above: groups of the classes that the longer phrases have, lexicon_groups().
};

// Folds classes into 12 groups, so that a search for places need not follow phrases that are titles.
static inline uint16_t lexicon_groups(uint64_t classes) {
  uint64_t groups = classes | classes >> 12 | classes >> 24 | classes >> 36 | classes >> 48;
  return (uint16_t)(((groups | classes >> 60) & 0xFFF) << 4);
}

// ---- the embedded table ------------------------------------------------------------------------
// A slot of 8 bytes: its place and `check` together tell two keys apart by some 50 bits.
typedef struct {
  uint32_t check;
  uint16_t set;    // number in `sets` of the classes of this key; 0: none
  uint16_t flags;  // 0: the slot is empty
} LexiconSlot;

typedef struct {
  const LexiconSlot *slots;  // linear probing
  uint32_t slot_count;
  const uint64_t *sets;        // bits of classes; sets[0] is 0
  const char *const *classes;  // names, those of lexicon.def first
  uint32_t class_count;
} LexiconTable;

extern const LexiconTable lexicon_en;

// ---- keys --------------------------------------------------------------------------------------
// The key of a word in any case, and of a word in this very case. One full stop at the end does
// not count: "Inc." is "inc" and "U.S." is "u.s".
uint64_t lexicon_key(const char *bytes, uint32_t len);
uint64_t lexicon_exact_key(const char *bytes, uint32_t len);

// The key of a phrase from the key of its beginning and that of its next word.
static inline uint64_t lexicon_key_join(uint64_t key, uint64_t word) {
  key = (key ^ (key >> 31)) * UINT64_C(0x9E3779B97F4A7C15) + word;
  return key ^ (key >> 29);
}

// Spreads a key over the place of a slot (upper half) and its check (lower half).
static inline uint64_t lexicon_key_spread(uint64_t key) {
  key = (key ^ (key >> 32)) * UINT64_C(0xD6E8FEB86659FD93);
  return key ^ (key >> 32);
}

// The first slot to look at in a table of any size.
static inline uint32_t lexicon_slot(uint64_t spread, uint32_t slot_count) {
  return (uint32_t)(((spread >> 32) * slot_count) >> 32);
}

// ---- lists -------------------------------------------------------------------------------------
// One key that an entry touches. The last one of an entry is the entry itself (LEXICON_ENTRY);
// those before it are beginnings of the phrase.
typedef struct {
  uint64_t key;
  uint16_t flags;
} LexiconKey;

// Calls `touch` for each key of each entry of a list: `remove` for "-entry" lines. Stops and
// returns false when `touch` does. Overlong entries, NUL and invalid bytes are passed over.
typedef bool LexiconTouch(void *context, LexiconKey key, bool remove);
bool lexicon_list_read(const char *text, size_t len, LexiconTouch *touch, void *context);

#endif
