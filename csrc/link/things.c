// Within link: which names mean the same organisation, place or other thing.
// Reads a name and the longer ones that it may be short for: by initials, by its first words, by its last.
#include "table.h"

static bool may_shorten(const Linker *self, const Name *shorter, uint32_t number) {
  const Name *longer = &self->names[number];
  if (!(longer->flags & NAME_LIVE) || longer->entity == NONE || longer == shorter) return false;
  if (!name_comes_before(self, number, (uint32_t)(shorter - self->names))) return false;
  if (longer->type == CD_PERSON || longer->type == CD_NORP) return false;
  if (shorter->type == longer->type) return true;
  // "Haskell" beside "Haskell & Sons", and nobody of that name: the firm.
  bool surname = shorter->type == CD_PERSON && shorter->gender == CD_GENDER_UNKNOWN;
  if (surname && shorter->key.count == 1 && longer->type == CD_ORG) return true;
  return !(shorter->flags & NAME_ACCEPTED);
}

typedef struct {
  uint32_t name;
  bool several;
} Longer;

static void add_longer(const Linker *self, Longer *found, uint32_t number) {
  const Name *name = &self->names[number];
  if (found->name == NONE) {
    found->name = number;
    return;
  }
  const Name *best = &self->names[found->name];
  if (best->entity != name->entity) found->several = true;
  if (name->count > best->count || (name->count == best->count && name->key.key < best->key.key)) {
    found->name = number;
  }
}

static void find_by_initials(const Linker *self, const Name *name, const Index *index,
                             Longer *found) {
  uint32_t item = index_first(index, name->key.key);
  for (; item != NONE; item = index_next(index, item)) {
    const Name *longer = &self->names[item];
    bool live = longer->flags & NAME_LIVE && longer->entity != NONE;
    if (!live || longer->type == CD_PERSON || name->type == CD_PERSON) continue;
    if (name_comes_before(self, item, (uint32_t)(name - self->names)))
      add_longer(self, found, item);
  }
}

// "Harvard" of "Harvard University"; "Commission" of "European Commission".
static void find_by_words(const Linker *self, const Name *name, Longer *found) {
  uint32_t item = index_first(&self->prefix_index, name->key.key);
  for (; item != NONE && name->type != CD_GPE; item = index_next(&self->prefix_index, item)) {
    uint32_t longer = item / NAME_MAX_PARTS;
    if (may_shorten(self, name, longer)) add_longer(self, found, longer);
  }
  if (found->name != NONE || name->key.count > 1 || name->type != CD_ORG) return;
  item = index_first(&self->part_index, name->key.parts[0].hash);
  for (; item != NONE; item = index_next(&self->part_index, item)) {
    uint32_t longer = item / NAME_MAX_PARTS, at = item % NAME_MAX_PARTS;
    if (at + 1 != self->names[longer].key.count) continue;
    if (may_shorten(self, name, longer)) add_longer(self, found, longer);
  }
}

void thing_join(Linker *self, uint32_t number) {
  Name *name = &self->names[number];
  Longer found = {NONE, false};
  if (name->key.count == 1) {
    find_by_initials(self, name, &self->acronym_index, &found);
    if (found.name == NONE) find_by_initials(self, name, &self->acronym_all_index, &found);
  }
  if (found.name == NONE && name->type != CD_NORP) {
    find_by_words(self, name, &found);
  }
  uint32_t entity = NONE;
  if (found.name != NONE && !found.several) {
    entity = self->names[found.name].entity;
  } else {
    entity = entity_take(self, name->was_entity);
  }
  entity_join(self, entity, number);
}
