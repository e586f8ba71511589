// Word lists: which classes a word, or a phrase of several words, belongs to.
// Reads the table that was embedded at build time and a newsroom's own lists, which lie over it in
// a second table. After the lists were added a lexicon is only read, so threads may share it.
#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon_list.h"
#include "text.h"

// What a newsroom's lists change about one key.
typedef struct {
  uint64_t key;
  uint64_t added, removed;  // classes
  uint16_t flags;           // 0: the slot is empty
} Change;

struct Lexicon {
  const LexiconTable *embedded;
  Change *changes;  // open addressing, 1 << change_bits slots; NULL until a list was added
  uint32_t change_bits;
  uint32_t change_count;
  char *names[LEXICON_MAX_CLASSES];  // of the classes beyond the embedded ones
  uint32_t class_count;
};

typedef struct {
  uint64_t classes;
  uint16_t flags;
} Found;

Lexicon *lexicon_new(void) {
  Lexicon *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->embedded = &lexicon_en;
  self->class_count = lexicon_en.class_count;
  return self;
}

void lexicon_free(Lexicon *self) {
  if (self == NULL) return;
  for (uint32_t i = 0; i < LEXICON_MAX_CLASSES; i++) free(self->names[i]);
  free(self->changes);
  free(self);
}

// ---- looking up --------------------------------------------------------------------------------
static Found find_embedded(const LexiconTable *table, uint64_t key) {
  uint64_t spread = lexicon_key_spread(key);
  uint32_t check = (uint32_t)spread;
  uint32_t at = lexicon_slot(spread, table->slot_count);
  for (;;) {
    LexiconSlot slot = table->slots[at];
    if (slot.flags == 0) return (Found){0, 0};
    if (slot.check == check) return (Found){table->sets[slot.set], slot.flags};
    if (++at == table->slot_count) at = 0;
  }
}

static Change *change_slot(Change *changes, uint32_t bits, uint64_t key) {
  uint32_t mask = ((uint32_t)1 << bits) - 1;
  uint32_t at = (uint32_t)(lexicon_key_spread(key) >> (64 - bits));
  while (changes[at].flags != 0 && changes[at].key != key) at = (at + 1) & mask;
  return &changes[at];
}

static Found find(const Lexicon *self, uint64_t key) {
  Found found = find_embedded(self->embedded, key);
  if (self->changes == NULL) return found;
  const Change *change = change_slot(self->changes, self->change_bits, key);
  if (change->flags == 0) return found;
  found.classes = (found.classes & ~change->removed) | change->added;
  found.flags |= change->flags;
  return found;
}

// The classes of a key that may also be spelt in a case of its own. An acronym hides the word with
// the same letters ("US" is no "us"), any other entry with capitals adds to it.
static uint64_t join_exact(Found folded, Found exact) {
  if (exact.classes == 0) return folded.classes;
  if (exact.flags & LEXICON_HIDES) return exact.classes;
  return folded.classes | exact.classes;
}

uint64_t lexicon_word(const Lexicon *self, const char *bytes, uint32_t len) {
  if (len == 0) return 0;
  Found folded = find(self, lexicon_key(bytes, len));
  if (!(folded.flags & LEXICON_EXACT)) return folded.classes;
  return join_exact(folded, find(self, lexicon_exact_key(bytes, len)));
}

static uint64_t token_key(const Unit *unit, const Token *token, bool exact) {
  const char *bytes = unit->bytes + token->start;
  uint32_t len = token->end - token->start;
  if (exact) return lexicon_exact_key(bytes, len);
  // The parser has hashed the token already; only a final full stop makes the key another one.
  return len > 1 && bytes[len - 1] == '.' ? lexicon_key(bytes, len) : token->hash;
}

// Classes of names. A name that begins with a capital ends with one: in "Kandahar province" and "Xinhua
// news agency" the lower-case words are no part of it.
static const uint64_t name_classes =
    LEX_BIT(LEX_FIRST_NAME_MALE) | LEX_BIT(LEX_FIRST_NAME_FEMALE) | LEX_BIT(LEX_SURNAME) |
    LEX_BIT(LEX_COUNTRY) | LEX_BIT(LEX_DEMONYM) | LEX_BIT(LEX_CITY) | LEX_BIT(LEX_REGION) |
    LEX_BIT(LEX_LOCATION) | LEX_BIT(LEX_ORG) | LEX_BIT(LEX_RELIGION);

static bool begins_with(const Unit *unit, uint32_t token, bool (*is_case)(uint32_t)) {
  const Token *word = &unit->tokens[token];
  uint32_t code_point;
  if (word->start >= word->end) return false;
  text_decode(unit->bytes + word->start, word->end - word->start, &code_point);
  return is_case(code_point);
}

// The classes that a phrase over tokens first..last may have there.
static uint64_t classes_in_case(const Unit *unit, uint32_t first, uint32_t last, uint64_t classes) {
  if (!(classes & name_classes) || !begins_with(unit, last, text_is_lower)) return classes;
  return begins_with(unit, first, text_is_upper) ? classes & ~name_classes : classes;
}

// Follows the phrases that begin with the token `at`, whose key led to `found`. Returns the tokens
// of the longest one with a class of `classes`, 0 if there is none.
static uint32_t follow(const Lexicon *self, const Unit *unit, uint32_t at, uint64_t key,
                       Found found, bool exact, uint64_t classes, uint64_t *longest) {
  uint32_t count = 0;
  uint32_t next = at + 1;
  uint16_t groups = lexicon_groups(classes);
  for (uint32_t words = 1; found.flags & groups && words < LEXICON_MAX_WORDS; words++) {
    if (next + 1 < unit->token_count && unit->tokens[next].kind == TOKEN_HYPHEN) next++;
    if (next >= unit->token_count) break;
    key = lexicon_key_join(key, token_key(unit, &unit->tokens[next], exact));
    found = find(self, key);
    if (found.flags == 0) break;
    uint64_t allowed = found.classes & classes;
    if (allowed != 0) allowed = classes_in_case(unit, at, next, found.classes);
    next++;
    if (allowed & classes) {
      count = next - at;
      *longest = allowed;
    }
  }
  return count;
}

uint32_t lexicon_phrase(const Lexicon *self, const Unit *unit, uint32_t at, uint64_t classes,
                        uint64_t *found) {
  *found = 0;
  if (at >= unit->token_count) return 0;
  const Token *token = &unit->tokens[at];
  uint64_t key = token_key(unit, token, false);
  Found folded = find(self, key);
  if (folded.flags == 0) return 0;

  uint32_t count = follow(self, unit, at, key, folded, false, classes, found);
  uint64_t word_classes = folded.classes;
  if (folded.flags & LEXICON_EXACT) {
    uint64_t exact_key = token_key(unit, token, true);
    Found exact = find(self, exact_key);
    uint64_t exact_classes = 0;
    uint32_t exact_count = follow(self, unit, at, exact_key, exact, true, classes, &exact_classes);
    if (exact_count >= count && exact_count > 0) {
      *found = exact_count == count ? *found | exact_classes : exact_classes;
      count = exact_count;
    }
    word_classes = join_exact(folded, exact);
  }
  if (count > 0) return count;
  if (!(word_classes & classes)) return 0;
  *found = word_classes;
  return 1;
}

// ---- classes -----------------------------------------------------------------------------------
static const char *class_name_of(const Lexicon *self, uint32_t number) {
  return number < self->embedded->class_count ? self->embedded->classes[number]
                                              : self->names[number];
}

int lexicon_class(const Lexicon *self, const char *class_name, size_t len) {
  for (uint32_t number = 0; number < self->class_count; number++) {
    const char *name = class_name_of(self, number);
    if (strlen(name) == len && memcmp(name, class_name, len) == 0) return (int)number;
  }
  return -1;
}

// The number of a class, made if it is new; -1 when memory is short or there are too many.
static int class_made(Lexicon *self, const char *class_name) {
  size_t len = strlen(class_name);
  int class = lexicon_class(self, class_name, len);
  if (class >= 0) return class;
  if (self->class_count >= LEXICON_MAX_CLASSES) return -1;
  char *name = malloc(len + 1);
  if (name == NULL) return -1;
  memcpy(name, class_name, len + 1);
  self->names[self->class_count] = name;
  return (int)self->class_count++;
}

// ---- adding ------------------------------------------------------------------------------------
static bool changes_grow(Lexicon *self) {
  uint32_t bits = self->changes == NULL ? 8 : self->change_bits + 1;
  if (bits > 30) return false;
  Change *changes = calloc((size_t)1 << bits, sizeof *changes);
  if (changes == NULL) return false;
  size_t old_size = self->changes == NULL ? 0 : (size_t)1 << self->change_bits;
  for (size_t i = 0; i < old_size; i++) {
    const Change *old = &self->changes[i];
    if (old->flags != 0) *change_slot(changes, bits, old->key) = *old;
  }
  free(self->changes);
  self->changes = changes;
  self->change_bits = bits;
  return true;
}

typedef struct {
  Lexicon *lexicon;
  uint64_t class_bit;
} Addition;

static bool add_key(void *context, LexiconKey key, bool remove) {
  Addition *addition = context;
  Lexicon *self = addition->lexicon;
  size_t size = self->changes == NULL ? 0 : (size_t)1 << self->change_bits;
  if (((size_t)self->change_count + 1) * 3 > size * 2 && !changes_grow(self)) return false;
  Change *change = change_slot(self->changes, self->change_bits, key.key);
  if (change->flags == 0) {
    self->change_count++;
    change->key = key.key;
  }
  change->flags |= key.flags;
  if (key.flags & LEXICON_CONTINUES) change->flags |= lexicon_groups(addition->class_bit);
  if (!(key.flags & LEXICON_ENTRY)) return true;
  // The last line about an entry counts.
  uint64_t *to = remove ? &change->removed : &change->added;
  uint64_t *from = remove ? &change->added : &change->removed;
  *to |= addition->class_bit;
  *from &= ~addition->class_bit;
  return true;
}

bool lexicon_add(Lexicon *self, const char *class_name, const char *text, size_t len) {
  int class = class_made(self, class_name);
  if (class < 0) return false;
  Addition addition = {self, (uint64_t)1 << class};
  return lexicon_list_read(text, len, add_key, &addition);
}
