// Embeds the word lists: lexicon OUT.c LIST.txt...
// Reads lists named CLASS.txt; writes a C file with one hash table in read-only memory, so that
// opening a lexicon costs nothing at run time.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lexicon_list.h"

static const char *const defined_classes[] = {
#define LEXICON(enumerator, name) name,
#include "../lexicon.def"
#undef LEXICON
};
enum { DEFINED_COUNT = sizeof defined_classes / sizeof *defined_classes };

typedef struct {
  uint64_t key;
  uint64_t classes;
  uint16_t flags;
} Item;

typedef struct {
  Item *items;  // open addressing, 1 << bits
  uint32_t bits;
  uint32_t count;
  uint64_t class_bit;  // of the list that is being read
} Items;

static _Noreturn void fail(const char *what, const char *name) {
  fprintf(stderr, "lexicon: %s: %s\n", name, what);
  exit(1);
}

static void *checked(void *memory) {
  if (memory == NULL) fail("out of memory", "lists");
  return memory;
}

// ---- reading -----------------------------------------------------------------------------------
static Item *item_slot(Item *items, uint32_t bits, uint64_t key) {
  uint32_t mask = ((uint32_t)1 << bits) - 1;
  uint32_t at = (uint32_t)(lexicon_key_spread(key) >> (64 - bits));
  while (items[at].flags != 0 && items[at].key != key) at = (at + 1) & mask;
  return &items[at];
}

static void items_grow(Items *self) {
  uint32_t bits = self->bits == 0 ? 10 : self->bits + 1;
  Item *items = checked(calloc((size_t)1 << bits, sizeof *items));
  size_t old_size = self->items == NULL ? 0 : (size_t)1 << self->bits;
  for (size_t i = 0; i < old_size; i++) {
    if (self->items[i].flags != 0) *item_slot(items, bits, self->items[i].key) = self->items[i];
  }
  free(self->items);
  self->items = items;
  self->bits = bits;
}

static bool add_key(void *context, LexiconKey key, bool remove) {
  Items *self = context;
  // Linear probing stays short up to three quarters full.
  if (self->items == NULL || ((size_t)self->count + 1) * 4 > ((size_t)3 << self->bits)) {
    items_grow(self);
  }
  Item *item = item_slot(self->items, self->bits, key.key);
  if (item->flags == 0) {
    item->key = key.key;
    self->count++;
  }
  item->flags |= key.flags;
  if (key.flags & LEXICON_CONTINUES) item->flags |= lexicon_groups(self->class_bit);
  if (!(key.flags & LEXICON_ENTRY)) return true;
  if (remove) {
    item->classes &= ~self->class_bit;
  } else {
    item->classes |= self->class_bit;
  }
  return true;
}

static char *read_file(const char *path, size_t *len) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail("cannot be opened", path);
  char *text = NULL;
  size_t size = 0;
  *len = 0;
  do {
    if (*len == size) {
      size = size == 0 ? 65536 : size * 2;
      text = checked(realloc(text, size));
    }
    *len += fread(text + *len, 1, size - *len, file);
  } while (!feof(file) && !ferror(file));
  if (ferror(file)) fail("cannot be read", path);
  fclose(file);
  return text;
}

// The number of the class that a list is named after; a name beyond lexicon.def is appended.
static uint32_t class_of(const char *path, char **names, uint32_t *count) {
  const char *base = strrchr(path, '/');
  base = base == NULL ? path : base + 1;
  const char *dot = strrchr(base, '.');
  size_t len = dot == NULL ? strlen(base) : (size_t)(dot - base);
  for (uint32_t i = 0; i < *count; i++) {
    if (strlen(names[i]) == len && memcmp(names[i], base, len) == 0) return i;
  }
  if (*count == LEXICON_MAX_CLASSES) fail("more than 64 classes", path);
  if (strspn(base, "abcdefghijklmnopqrstuvwxyz0123456789_") != len) {
    fail("a class is named by lower-case letters, digits and _", path);
  }
  names[*count] = checked(calloc(len + 1, 1));
  memcpy(names[*count], base, len);
  return (*count)++;
}

// ---- writing -----------------------------------------------------------------------------------
static uint64_t *sets;
static uint32_t set_count;

static uint32_t set_number(uint64_t classes) {
  for (uint32_t i = 0; i < set_count; i++) {
    if (sets[i] == classes) return i;
  }
  if (set_count == UINT16_MAX) fail("too many combinations of classes", "lists");
  sets = checked(realloc(sets, (set_count + 1) * sizeof *sets));
  sets[set_count] = classes;
  return set_count++;
}

// Lays the items out as the table will be probed, four fifths full.
static const Item **lay_out(const Items *items, uint32_t slot_count) {
  const Item **slots = checked(calloc(slot_count, sizeof *slots));
  for (size_t i = 0; i < (size_t)1 << items->bits; i++) {
    const Item *item = &items->items[i];
    if (item->flags == 0) continue;
    uint64_t spread = lexicon_key_spread(item->key);
    uint32_t at = lexicon_slot(spread, slot_count);
    for (; slots[at] != NULL; at = (at + 1) % slot_count) {
      if ((uint32_t)lexicon_key_spread(slots[at]->key) == (uint32_t)spread) {
        fail("two words with one check: change lexicon_key_spread()", "lists");
      }
    }
    slots[at] = item;
  }
  return slots;
}

static void write_table(FILE *out, const Items *items, char **names, uint32_t class_count) {
  uint32_t slot_count = items->count + items->count / 4 + 1;
  const Item **slots = lay_out(items, slot_count);
  fprintf(out,
          "// Made by the lexicon tool from the lists in lexicon/. Do not edit.\n"
          "#include \"lexicon_list.h\"\n\n"
          "static const LexiconSlot slots[] = {\n");
  for (uint32_t i = 0; i < slot_count; i++) {
    if (slots[i] == NULL) {
      fputs("{0},\n", out);
    } else {
      fprintf(out, "{%uu,%u,%u},\n", (uint32_t)lexicon_key_spread(slots[i]->key),
              set_number(slots[i]->classes), slots[i]->flags);
    }
  }
  free(slots);
  fprintf(out, "};\n\nstatic const uint64_t sets[] = {\n");
  for (uint32_t i = 0; i < set_count; i++) {
    fprintf(out, "  UINT64_C(0x%llx),\n", (unsigned long long)sets[i]);
  }
  fprintf(out, "};\n\nstatic const char *const classes[] = {\n");
  for (uint32_t i = 0; i < class_count; i++) fprintf(out, "  \"%s\",\n", names[i]);
  fprintf(out, "};\n\nconst LexiconTable lexicon_en = {slots, %u, sets, classes, %u};\n",
          slot_count, class_count);
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: lexicon OUT.c LIST.txt...\n");
    return 2;
  }
  char *names[LEXICON_MAX_CLASSES];
  uint32_t class_count = 0;
  for (; class_count < DEFINED_COUNT; class_count++) {
    names[class_count] = checked(calloc(strlen(defined_classes[class_count]) + 1, 1));
    strcpy(names[class_count], defined_classes[class_count]);
  }
  Items items = {0};
  items_grow(&items);
  for (int i = 2; i < argc; i++) {
    items.class_bit = (uint64_t)1 << class_of(argv[i], names, &class_count);
    size_t len;
    char *text = read_file(argv[i], &len);
    if (!lexicon_list_read(text, len, add_key, &items)) fail("cannot be read", argv[i]);
    free(text);
  }
  set_number(0);

  FILE *out = fopen(argv[1], "wb");
  if (out == NULL) fail("cannot be written", argv[1]);
  write_table(out, &items, names, class_count);
  if (fclose(out) != 0) fail("cannot be written", argv[1]);
  fprintf(stderr, "lexicon: %u keys, %zu kB\n", items.count,
          items.count * sizeof(LexiconSlot) * 5 / 4 / 1024);

  for (uint32_t i = 0; i < class_count; i++) free(names[i]);
  free(items.items);
  free(sets);
  return 0;
}
