// Within link: which names mean the same person.
// Reads the full names that share a surname, and names of one word that may be part of a full one.
#include "table.h"

// The first name's place: "van der Bellen" has none.
static bool is_initial(const NamePart *part) { return part->letters == 1; }

static uint32_t initial_of(const Name *name) { return name->key.parts[0].initial; }

// Can both be forms of one person's full name? Both end in the same surname.
static bool is_same_person(const Name *a, const Name *b) {
  const NamePart *first_a = &a->key.parts[0], *first_b = &b->key.parts[0];
  if (first_a->hash == first_b->hash) return true;
  if (is_initial(first_a) || is_initial(first_b)) return initial_of(a) == initial_of(b);
  // "Van der Bellen", "García Márquez": all words of the shorter are the end of the longer.
  const Name *longer = a->key.count > b->key.count ? a : b, *shorter = longer == a ? b : a;
  uint32_t skip = longer->key.count - shorter->key.count;
  if (skip == 0) return false;
  for (uint32_t i = 0; i < shorter->key.count; i++) {
    if (longer->key.parts[skip + i].hash != shorter->key.parts[i].hash) return false;
  }
  return true;
}

static bool are_genders_apart(const Name *a, const Name *b) {
  return a->gender != CD_GENDER_UNKNOWN && b->gender != CD_GENDER_UNKNOWN && a->gender != b->gender;
}

// Fuller names come first, so that shorter ones find them.
static bool comes_before(const Name *a, const Name *b) {
  bool initial_a = is_initial(&a->key.parts[0]), initial_b = is_initial(&b->key.parts[0]);
  if (initial_a != initial_b) return initial_b;
  if (a->key.count != b->key.count) return a->key.count > b->key.count;
  if (a->count != b->count) return a->count > b->count;
  return a->key.key < b->key.key;
}

static void sift(Linker *self, uint32_t *heap, uint32_t at, uint32_t count) {
  for (;;) {
    uint32_t child = 2 * at + 1;
    if (child >= count) return;
    if (child + 1 < count &&
        comes_before(&self->names[heap[child]], &self->names[heap[child + 1]])) {
      child++;
    }
    if (!comes_before(&self->names[heap[at]], &self->names[heap[child]])) return;
    uint32_t moved = heap[at];
    heap[at] = heap[child];
    heap[child] = moved;
    at = child;
  }
}

static void sort_names(Linker *self, uint32_t *names, uint32_t count) {
  for (uint32_t i = count / 2; i-- > 0;) sift(self, names, i, count);
  for (uint32_t end = count; end-- > 1;) {
    uint32_t last = names[end];
    names[end] = names[0];
    names[0] = last;
    sift(self, names, 0, end);
  }
}

// How many people of one surname are compared with each name; beyond it only equal first names join.
enum { MAX_COMPARED = 24 };

void people_group(Linker *self, uint32_t number) {
  const Name *seed = &self->names[number];
  uint64_t surname = seed->key.parts[seed->key.count - 1].hash;
  uint32_t count = 0;
  uint32_t item = index_first(&self->part_index, surname);
  for (; item != NONE; item = index_next(&self->part_index, item)) {
    uint32_t other = item / NAME_MAX_PARTS;
    const Name *name = &self->names[other];
    if (item % NAME_MAX_PARTS + 1 != name->key.count || name->type != CD_PERSON) continue;
    if (name_root(self, other) != NONE) continue;
    if (name->flags & NAME_LIVE && name->entity == NONE) self->group[count++] = other;
  }
  sort_names(self, self->group, count);
  for (uint32_t i = 0; i < count; i++) {
    Name *name = &self->names[self->group[i]];
    uint32_t found = NONE, matches = 0;
    for (uint32_t j = 0; j < i && j < MAX_COMPARED; j++) {
      const Name *other = &self->names[self->group[j]];
      if (!is_same_person(other, name) || are_genders_apart(other, name)) continue;
      if (found != NONE && other->entity == self->names[found].entity) continue;
      if (found == NONE) found = self->group[j];
      matches++;
    }
    // "J. Smith" beside John and Jane Smith is nobody's for sure: the first, who is named most.
    uint32_t entity =
        found == NONE ? entity_take(self, name->was_entity) : self->names[found].entity;
    entity_join(self, entity, self->group[i]);
  }
}

// ---- names of one word -------------------------------------------------------------------------
typedef struct {
  uint32_t name;    // the best full name, or NONE
  bool several;     // of different people
  uint32_t weight;  // mentions of all of them
} Holder;

static void add_holder(const Linker *self, Holder *holder, uint32_t number) {
  const Name *name = &self->names[number];
  holder->weight += name->count;
  if (holder->name == NONE) {
    holder->name = number;
    return;
  }
  const Name *best = &self->names[holder->name];
  if (best->entity != name->entity) holder->several = true;
  if (name->count > best->count || (name->count == best->count && name->key.key < best->key.key)) {
    holder->name = number;
  }
}

static bool join_person(Linker *self, uint32_t number, const Holder *holder) {
  if (holder->name == NONE) return false;
  Name *name = &self->names[number];
  if (holder->several) name->flags |= NAME_AMBIGUOUS;
  entity_join(self, self->names[holder->name].entity, number);
  return true;
}

// Is the word more likely a place or a body of its own than somebody's surname?
static bool speaks_against_person(const Linker *self, const Name *name, bool as_surname) {
  uint8_t given = name_given_type(self, name);
  if (given != CD_ENTITY_TYPE_COUNT) return given != CD_PERSON;
  uint32_t person = name->votes[CD_PERSON], other = 0;
  for (uint32_t type = 0; type < CD_ENTITY_TYPE_COUNT; type++) {
    if (type != CD_PERSON && name->votes[type] > other) other = name->votes[type];
  }
  if (other == 0) return false;
  if (name->votes[CD_NORP] == other && other > person) return true;
  // Of a level of 15 each; a surname takes what is only likely to be a place.
  return as_surname ? other > 3 * person + 11 * name->count : other > person;
}

void word_join(Linker *self, uint32_t number) {
  Name *name = &self->names[number];
  name->flags &= (uint8_t)~NAME_AMBIGUOUS;
  Holder last = {NONE, false, 0}, first = {NONE, false, 0};
  uint32_t item = index_first(&self->part_index, name->key.parts[0].hash);
  for (; item != NONE; item = index_next(&self->part_index, item)) {
    uint32_t other = item / NAME_MAX_PARTS, at = item % NAME_MAX_PARTS;
    const Name *full = &self->names[other];
    if (!(full->flags & NAME_LIVE) || full->entity == NONE || full->type != CD_PERSON) continue;
    if (!(full->flags & NAME_ACCEPTED) || !name_comes_before(self, other, number)) continue;
    add_holder(self, at + 1 == full->key.count ? &last : &first, other);
  }
  if (last.name != NONE && !speaks_against_person(self, name, true) &&
      join_person(self, number, &last)) {
    return;
  }
  if (first.name != NONE && !speaks_against_person(self, name, false) &&
      join_person(self, number, &first)) {
    return;
  }
  thing_join(self, number);
}
