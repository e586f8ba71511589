// Within link: what the user corrected by hand about names, over the whole draft.
// Reads the list of corrections; tells of each name whether it is one, what type it was given, and whose
// entity it joins. All that follows from the list and the draft's names alone, never from their order.
#include <stdlib.h>
#include <string.h>

#include "../lexicon.h"
#include "table.h"

static const uint64_t NOMINAL_SALT = UINT64_C(0xA0761D6478BD642F);  // as in forms.c

enum {
  KEYS_OF_ONE = 3
};  // the name, the same without its article, the name that it is the same as

// ---- building ----------------------------------------------------------------------------------
static uint64_t key_of(const char *text) { return name_hash(text, (uint32_t)strlen(text)); }

// The text behind its article ("the mayor"): so nominals are called. NULL: it has none.
static const char *behind_article(const Linker *self, const char *text) {
  size_t word = strcspn(text, " ");
  uint64_t classes = lexicon_word(self->lexicon, text, (uint32_t)word);
  bool article = classes & LEX_BIT(LEX_ARTICLE) && text[word] != '\0' && text[word + 1] != '\0';
  return article ? text + word + 1 : NULL;
}

static int by_key(const void *a, const void *b) {
  const Correction *one = a, *other = b;
  return one->key < other->key ? -1 : one->key > other->key;
}

static uint32_t find(const Corrections *self, uint64_t key) {
  uint32_t low = 0;
  for (uint32_t high = self->count; low < high;) {
    uint32_t middle = low + (high - low) / 2;
    if (self->items[middle].key == key) return middle;
    if (self->items[middle].key < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return NONE;
}

static void add_key(Corrections *self, uint64_t key) {
  self->items[self->count++] =
      (Correction){.key = key, .next = NONE, .root = NONE, .type = CD_ENTITY_TYPE_COUNT};
}

static void drop_copies(Corrections *self) {
  uint32_t count = 0;
  if (self->count > 0) qsort(self->items, self->count, sizeof *self->items, by_key);
  for (uint32_t i = 0; i < self->count; i++) {
    if (count > 0 && self->items[count - 1].key == self->items[i].key) continue;
    self->items[count++] = self->items[i];
  }
  self->count = count;
}

static void fill(Corrections *self, uint64_t key, const CdCorrection *from) {
  Correction *item = &self->items[find(self, key)];
  if (from->kind == CD_CORRECT_NOT_NAME) item->not_name = true;
  if (from->kind == CD_CORRECT_TYPE) item->type = (uint8_t)from->type;
  if (from->kind != CD_CORRECT_SAME) return;
  uint32_t other = find(self, key_of(from->other));
  if (&self->items[other] == item) return;
  item->next = other;
  self->items[other].is_target = true;
}

// Puts the names into an order in which each comes behind the one that it is the same as, and cuts
// circles: the chain that is followed first keeps all but its last link.
static void sort_chains(Corrections *self, uint32_t *stack) {
  enum { UNSEEN, OPEN, DONE };
  uint32_t ordered = 0;
  for (uint32_t i = 0; i < self->count; i++) {
    uint32_t depth = 0, at = i;
    while (at != NONE && self->items[at].state == UNSEEN) {
      self->items[at].state = OPEN;
      stack[depth++] = at;
      at = self->items[at].next;
    }
    if (at != NONE && self->items[at].state == OPEN) self->items[stack[depth - 1]].next = NONE;
    while (depth > 0) {
      self->items[stack[--depth]].state = DONE;
      self->order[ordered++] = stack[depth];
    }
  }
}

static bool build(Corrections *self, const Linker *linker, const CdCorrection *items,
                  uint32_t count) {
  *self = (Corrections){0};
  if (count == 0) return true;
  size_t room = (size_t)count * KEYS_OF_ONE;
  self->items = calloc(room, sizeof *self->items);
  self->order = calloc(room, sizeof *self->order);
  uint32_t *stack = calloc(room, sizeof *stack);
  if (!self->items || !self->order || !stack) {
    free(stack);
    corrections_free(self);
    return false;
  }
  for (uint32_t i = 0; i < count; i++) {
    const char *phrase = behind_article(linker, items[i].name);
    add_key(self, key_of(items[i].name));
    if (phrase) add_key(self, key_of(phrase));
    if (items[i].kind == CD_CORRECT_SAME) add_key(self, key_of(items[i].other));
  }
  drop_copies(self);
  for (uint32_t i = 0; i < count; i++) {
    const char *phrase = behind_article(linker, items[i].name);
    fill(self, key_of(items[i].name), &items[i]);
    if (phrase && items[i].kind == CD_CORRECT_SAME) fill(self, key_of(phrase), &items[i]);
  }
  sort_chains(self, stack);
  free(stack);
  return true;
}

void corrections_free(Corrections *self) {
  free(self->items);
  free(self->order);
  *self = (Corrections){0};
}

// ---- names and their corrections ---------------------------------------------------------------
void corrections_note(Linker *self, Name *name) {
  name->correction = 0;
  if (self->corrections.count == 0) return;
  uint64_t salt = name->flags & NAME_NOMINAL ? NOMINAL_SALT : 0;
  uint32_t found = find(&self->corrections, name->key.key ^ salt);
  if (found != NONE) name->correction = found + 1;
}

bool linker_correct(Linker *self, const CdCorrection *items, uint32_t count) {
  Corrections made;
  if (!build(&made, self, items, count)) return false;
  corrections_free(&self->corrections);
  self->corrections = made;
  self->corrections.is_stale = true;
  for (uint32_t i = 0; i < self->name_count; i++) {
    Name *name = &self->names[i];
    if (!(name->flags & NAME_USED)) continue;
    corrections_note(self, name);
    name->settled = ~name->settled;  // decided anew, and clustered with all its fellows
    if (name->flags & NAME_TOUCHED) continue;
    name->flags |= NAME_TOUCHED;
    self->touched_names[self->touched_name_count++] = i;
  }
  return true;
}

// The name that a correction is about, if it is in the draft: a name, else a nominal.
static uint32_t live_name(const Linker *self, const Correction *item) {
  uint32_t name = name_find(self, item->key);
  if (name_is_live(self, name)) return name;
  name = name_find(self, item->key ^ NOMINAL_SALT);
  return name_is_live(self, name) ? name : NONE;
}

static uint32_t entity_called(const Linker *self, const char *text) {
  Correction item = {.key = key_of(text)};
  uint32_t name = live_name(self, &item);
  CdEntity entity;
  if (name == NONE || !linker_entity(self, self->names[name].entity, &entity)) return NONE;
  return self->names[name].entity;
}

uint32_t linker_find(const Linker *self, const char *name) {
  const char *phrase = behind_article(self, name);
  uint32_t found = entity_called(self, name);
  return found == NONE && phrase ? entity_called(self, phrase) : found;
}

void corrections_place(Linker *self) {
  Corrections *all = &self->corrections;
  if (!all->is_stale) return;
  all->is_stale = false;
  for (uint32_t i = 0; i < all->count; i++) {
    Correction *item = &all->items[all->order[i]];
    uint32_t root = NONE;
    if (item->next != NONE) {
      const Correction *next = &all->items[item->next];
      root = next->root != NONE ? next->root : live_name(self, next);
    }
    if (root == item->root) continue;
    item->root = root;
    uint32_t names[] = {name_find(self, item->key), name_find(self, item->key ^ NOMINAL_SALT)};
    for (int j = 0; j < 2; j++) {
      if (names[j] != NONE) name_enqueue_around(self, names[j]);
    }
  }
}

// ---- the order of clustering -------------------------------------------------------------------
// Names are clustered in phases, and a name that joins another by hand belongs to that one's.
static uint32_t phase_of(const Linker *self, uint32_t number) {
  uint32_t root = name_root(self, number);
  if (root != NONE) number = root;
  const Name *name = &self->names[number];
  if (name->flags & NAME_NOMINAL) return 2 * NAME_MAX_PARTS + 2;
  if (name_is_full_person(name)) return 0;
  uint32_t words = name->key.count == 0 ? 1 : name->key.count;
  return 2 * (NAME_MAX_PARTS - words) + (name_is_target(self, number) ? 1 : 2);
}

bool name_comes_before(const Linker *self, uint32_t one, uint32_t other) {
  return self->corrections.count == 0 || phase_of(self, one) < phase_of(self, other);
}

void corrections_join(Linker *self) {
  if (self->corrections.count == 0) return;
  for (uint32_t i = 0; i < self->queue_count; i++) {
    uint32_t number = self->queue[i];
    Name *name = &self->names[number];
    uint32_t root = name_root(self, number);
    if (!(name->flags & NAME_LIVE) || name->entity != NONE || root == NONE) continue;
    if (self->names[root].entity == NONE) continue;
    name->flags &= (uint8_t)~NAME_AMBIGUOUS;
    entity_join(self, self->names[root].entity, number);
  }
}
