// Within link: the update after readings came and went: which names are affected, and their new entities.
// Reads the touched forms and names; calls people.c and things.c to regroup the names around them.
#include <string.h>

#include "table.h"

static void enqueue(Linker *self, uint32_t number) {
  Name *name = &self->names[number];
  if (name->flags & NAME_QUEUED) return;
  name->flags |= NAME_QUEUED;
  name->was_entity = name->entity;
  name->was_ambiguous = (name->flags & NAME_AMBIGUOUS) != 0;
  self->queue[self->queue_count++] = number;
}

static void enqueue_words(Linker *self, const NameKey *key) {
  for (uint32_t i = 0; i < key->count; i++) {
    uint32_t word = index_first(&self->word_index, key->parts[i].hash);
    for (; word != NONE; word = index_next(&self->word_index, word)) enqueue(self, word);
  }
}

static void enqueue_key(Linker *self, uint64_t key) {
  uint32_t name = key == 0 ? NONE : name_find(self, key);
  if (name != NONE) enqueue(self, name);
}

// All names that may be short for this one, or it for them.
void name_enqueue_around(Linker *self, uint32_t number) {
  const Name *name = &self->names[number];
  enqueue(self, number);
  if (name->flags & NAME_NOMINAL || name->key.count < 2) return;
  for (uint32_t i = 0; i + 1 < name->key.count; i++) enqueue_key(self, name->key.parts[i].prefix);
  enqueue_key(self, name->key.acronym);
  enqueue_key(self, name->key.acronym_all);
}

// A name that leaves its entity takes all its fellows with it, or who joins whom would hang on the order
// of edits: the members of the entity, and for a full name everybody of that surname and what their
// names are shortened to.
static void enqueue_fellows(Linker *self, uint32_t number) {
  const Name *name = &self->names[number];
  if (name->entity != NONE) {
    uint32_t member = self->entities[name->entity].first_member;
    for (; member != NONE; member = self->names[member].next_member) enqueue(self, member);
  }
  if (name->flags & NAME_NOMINAL || name->key.count < 2) return;
  enqueue_words(self, &name->key);
  if (name->flags & NAME_GATHERED) return;
  uint32_t item = index_first(&self->part_index, name->key.parts[name->key.count - 1].hash);
  for (; item != NONE; item = index_next(&self->part_index, item)) {
    Name *other = &self->names[item / NAME_MAX_PARTS];
    if (item % NAME_MAX_PARTS + 1 != other->key.count) continue;
    other->flags |= NAME_GATHERED;
    enqueue(self, item / NAME_MAX_PARTS);
  }
}

// ---- what a name is by its own votes -----------------------------------------------------------
static uint8_t type_told(const uint64_t *votes, const uint64_t *doubts) {
  static const uint8_t GROUPS[] = {[CD_PERSON] = 1,
                                   [CD_GPE] = 2,
                                   [CD_LOC] = 2,
                                   [CD_FAC] = 2,
                                   [CD_ORG] = 3,
                                   [CD_NORP] = 4,
                                   [CD_ENTITY_TYPE_COUNT] = 0};
  uint8_t best = 0;
  for (uint8_t type = 1; type < CD_ENTITY_TYPE_COUNT; type++) {
    if (votes[type] > votes[best]) best = type;
  }
  if (GROUPS[best] == 0) return best;
  uint8_t group = GROUPS[best];
  for (uint8_t i = 1; i <= 4; i++) {
    if (doubts[i - 1] < doubts[group - 1]) group = i;
  }
  uint8_t chosen = CD_ENTITY_TYPE_COUNT;
  for (uint8_t type = 0; type < CD_ENTITY_TYPE_COUNT; type++) {
    if (GROUPS[type] != group) continue;
    if (chosen == CD_ENTITY_TYPE_COUNT || votes[type] > votes[chosen]) chosen = type;
  }
  return chosen;
}

static uint8_t voted_type(const Name *name) {
  uint64_t votes[CD_ENTITY_TYPE_COUNT], doubts[4];
  for (uint32_t i = 0; i < CD_ENTITY_TYPE_COUNT; i++) votes[i] = name->votes[i];
  for (uint32_t i = 0; i < 4; i++) doubts[i] = name->doubts[i];
  return type_told(votes, doubts);
}

static uint8_t gender_by_counts(uint32_t male, uint32_t female) {
  if (male > female) return CD_MALE;
  return female > male ? CD_FEMALE : CD_GENDER_UNKNOWN;
}

// Several doubtful places together bear a name out: so many levels of confidence (15 is certain).
enum { ACCEPT_LEVELS = 18 };

static bool is_accepted(const Name *name, const Correction *correction) {
  if (name->sure_count > 0) return true;
  if (correction != NULL && !(name->flags & NAME_NOMINAL)) return true;
  if (name->flags & NAME_NOMINAL) return false;
  return name->votes[name->type] >= ACCEPT_LEVELS && name->count > 1;
}

static uint64_t counts_hash(const Name *name) {
  uint64_t hash = UINT64_C(0xCBF29CE484222325);
  uint32_t counts[CD_ENTITY_TYPE_COUNT + 8] = {name->count, name->sure_count, name->genders[0],
                                               name->genders[1]};
  memcpy(counts + 4, name->doubts, sizeof name->doubts);
  memcpy(counts + 8, name->votes, sizeof name->votes);
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    hash = (hash ^ counts[i]) * UINT64_C(0x100000001B3);
  }
  return hash;
}

// True if anything of the name changed that its own or another name's entity may hang on: who is
// meant by a surname depends on how often each holder is named.
static bool decide(Linker *self, Name *name) {
  const Correction *correction = name_correction(self, name);
  uint8_t type = name_given_type(self, name);
  if (type == CD_ENTITY_TYPE_COUNT) type = name->count > 0 ? voted_type(name) : name->type;
  uint8_t gender = gender_by_counts(name->genders[0], name->genders[1]);
  uint8_t flags = (uint8_t)(name->flags & ~(NAME_LIVE | NAME_ACCEPTED));
  bool not_name = correction != NULL && correction->not_name && !(flags & NAME_NOMINAL);
  if (name->count > 0 && !not_name) flags |= NAME_LIVE;
  if (correction != NULL && (flags ^ name->flags) & NAME_LIVE) self->corrections.is_stale = true;
  Name decided = *name;
  decided.type = type;
  if (is_accepted(&decided, correction)) flags |= NAME_ACCEPTED;
  uint64_t settled = counts_hash(name);
  bool same = settled == name->settled && type == name->type && gender == name->gender &&
              flags == name->flags;
  name->settled = settled;
  name->type = type;
  name->gender = gender;
  name->flags = flags;
  return !same;
}

// ---- entities ----------------------------------------------------------------------------------
static void touch_entity(Linker *self, uint32_t entity) {
  if (self->entities[entity].is_touched) return;
  self->entities[entity].is_touched = true;
  self->touched_entities[self->touched_entity_count++] = entity;
}

static void leave_entity(Linker *self, uint32_t number) {
  Name *name = &self->names[number];
  if (name->entity == NONE) return;
  touch_entity(self, name->entity);
  if (name->previous_member != NONE) {
    self->names[name->previous_member].next_member = name->next_member;
  } else {
    self->entities[name->entity].first_member = name->next_member;
  }
  if (name->next_member != NONE) {
    self->names[name->next_member].previous_member = name->previous_member;
  }
  name->entity = NONE;
}

void entity_join(Linker *self, uint32_t entity, uint32_t number) {
  Name *name = &self->names[number];
  leave_entity(self, number);
  touch_entity(self, entity);
  Entity *to = &self->entities[entity];
  name->entity = entity;
  name->previous_member = NONE;
  name->next_member = to->first_member;
  if (name->next_member != NONE) self->names[name->next_member].previous_member = number;
  to->first_member = number;
}

uint32_t entity_take(Linker *self, uint32_t wanted) {
  if (wanted != NONE && self->entities[wanted].first_member == NONE) return wanted;
  uint32_t entity = self->entity_free;
  if (entity == NONE) {
    entity = self->entity_count++;
  } else {
    self->entity_free = self->entities[entity].name;
  }
  self->entities[entity] = (Entity){.name = NONE, .first_member = NONE, .form = NONE};
  return entity;
}

// Is `a` a fuller form than `b`? More words, then more letters; the rest only makes the order total.
static bool is_fuller(const Name *a, const Name *b) {
  if ((a->flags & NAME_ACCEPTED) != (b->flags & NAME_ACCEPTED)) {
    return (a->flags & NAME_ACCEPTED) != 0;
  }
  if (a->key.count != b->key.count) return a->key.count > b->key.count;
  uint32_t last = a->key.count - 1;
  uint32_t a_len = a->key.parts[last].end, b_len = b->key.parts[last].end;
  if (a_len != b_len) return a_len > b_len;
  if (a->count != b->count) return a->count > b->count;
  return a->key.key < b->key.key;
}

// Bytes of letters with accents, which wires and headlines often leave out.
static uint32_t accents(const char *text) {
  uint32_t count = 0;
  for (; *text != '\0'; text++)
    count += (unsigned char)*text >= 0xC3 && (unsigned char)*text < 0xC6;
  return count;
}

static bool shows_better(const Form *a, const Form *b) {
  if ((a->flags & FORM_DOUBTFUL) != (b->flags & FORM_DOUBTFUL)) return !(a->flags & FORM_DOUBTFUL);
  uint32_t accents_a = accents(a->text), accents_b = accents(b->text);
  if (accents_a != accents_b) return accents_a > accents_b;
  // "officials", not "Officials": a nominal's capital is only its sentence's.
  bool small_a = a->text[0] >= 'a' && a->text[0] <= 'z',
       small_b = b->text[0] >= 'a' && b->text[0] <= 'z';
  if (a->flags & FORM_NOMINAL && small_a != small_b) return small_a;
  if (a->count != b->count) return a->count > b->count;
  return strcmp(a->text, b->text) > 0;  // of equals the one with fewer capitals
}

static const uint64_t GIVEN_VOTES = UINT64_C(1) << 40;  // more than a draft has

// What the members make of their entity. True if its type, gender or standing changed.
static bool entity_settle(Linker *self, uint32_t number) {
  Entity *entity = &self->entities[number], old = *entity;
  uint64_t votes[CD_ENTITY_TYPE_COUNT] = {0}, doubts[4] = {0};
  bool is_given = false;
  uint32_t male = 0, female = 0;
  entity->name = NONE;
  entity->accepted = false;
  for (uint32_t m = entity->first_member; m != NONE; m = self->names[m].next_member) {
    const Name *name = &self->names[m];
    // It goes by the name that others join by hand, and is what that is.
    bool is_joined = name_root(self, m) != NONE;
    uint8_t given = name_given_type(self, name);
    if (given != CD_ENTITY_TYPE_COUNT) {
      votes[given] += GIVEN_VOTES;
      is_given = true;
    }
    bool is_fullest = entity->name == NONE || is_fuller(name, &self->names[entity->name]);
    if (is_fullest && !is_joined) entity->name = m;
    male += name->genders[0];
    female += name->genders[1];
    entity->accepted = entity->accepted || name->flags & NAME_ACCEPTED;
    if (is_joined) continue;
    // A full name tells a person better than its parts do.
    uint32_t weight = name->key.count > 1 ? 4 : 1;
    for (uint32_t type = 0; type < CD_ENTITY_TYPE_COUNT; type++) {
      votes[type] += name->votes[type] * weight;
    }
    for (uint32_t i = 0; i < 4; i++) doubts[i] += name->doubts[i] * weight;
  }
  if (is_given) memset(doubts, 0, sizeof doubts);
  entity->type = type_told(votes, doubts);
  entity->gender = gender_by_counts(male, female);
  if (entity->name == NONE) entity->name = entity->first_member;
  entity->form = self->names[entity->name].first_form;
  uint32_t form = entity->form;
  for (; form != NONE; form = self->forms[form].next_of_name) {
    if (shows_better(&self->forms[form], &self->forms[entity->form])) entity->form = form;
  }
  // The fullest name tells which surnames may mean it.
  return old.type != entity->type || old.gender != entity->gender ||
         old.accepted != entity->accepted || old.name != entity->name;
}

// ---- what changed -------------------------------------------------------------------------------
static void change_key(Linker *self, uint64_t key) {
  self->changed = true;
  if (self->changed_key_count < CHANGED_KEYS) self->changed_keys[self->changed_key_count] = key;
  if (self->changed_key_count <= CHANGED_KEYS) self->changed_key_count++;
}

// Roles may have another holder now.
static void change_titles(Linker *self, const Form *form) {
  for (uint32_t title = form->first_title; title != NONE;) {
    change_key(self, self->titles[title].key);
    title = self->titles[title].next_of_form;
  }
}

// What the name means may be another; and so may the roles and words by which it is meant.
static void change_name(Linker *self, uint32_t number) {
  Name *name = &self->names[number];
  name->changed_at = self->updates;
  for (uint32_t form = name->first_form; form != NONE; form = self->forms[form].next_of_name) {
    change_titles(self, &self->forms[form]);
  }
  bool is_body = name->entity != NONE && self->entities[name->entity].type == CD_ORG &&
                 !(name->flags & NAME_NOMINAL);
  bool matters = is_body || name->is_body;
  name->is_body = is_body;
  if (!matters || name->key.count < 2) return;
  for (uint32_t i = 0; i < name->key.count; i++) change_key(self, name->key.parts[i].hash);
}

static void entities_settle(Linker *self) {
  for (uint32_t i = 0; i < self->touched_entity_count; i++) {
    uint32_t number = self->touched_entities[i];
    Entity *entity = &self->entities[number];
    entity->is_touched = false;
    if (entity->first_member == NONE) {
      *entity = (Entity){.name = self->entity_free, .first_member = NONE, .form = NONE};
      self->entity_free = number;
      continue;
    }
    // An entity that is new has no readings yet that could be wrong.
    bool is_new = entity->form == NONE;
    if (!entity_settle(self, number) || is_new) continue;
    self->changed = true;
    for (uint32_t m = entity->first_member; m != NONE; m = self->names[m].next_member) {
      change_name(self, m);
    }
  }
  self->touched_entity_count = 0;
}

// ---- the update --------------------------------------------------------------------------------
static void settle_forms(Linker *self) {
  for (uint32_t i = 0; i < self->touched_form_count; i++) {
    uint32_t number = self->touched_forms[i];
    Form *form = &self->forms[number];
    form->flags &= (uint8_t)~FORM_TOUCHED;
    bool live = form->count > 0;
    if (live && form->flags & FORM_LIVE) continue;
    if (live || form->flags & FORM_LIVE) {
      // Whoever holds an office may be another now; and the form may be what shows its entity.
      change_titles(self, form);
      name_enqueue_around(self, form->name);
    }
    form->flags |= FORM_LIVE;
    if (!live) form_drop(self, number);
  }
  self->touched_form_count = 0;
}

static void settle_names(Linker *self) {
  for (uint32_t i = 0; i < self->touched_name_count; i++) {
    Name *name = &self->names[self->touched_names[i]];
    name->flags &= (uint8_t)~NAME_TOUCHED;
    if (decide(self, name)) name_enqueue_around(self, self->touched_names[i]);
  }
  for (uint32_t i = 0; i < self->touched_name_count; i++) {
    // Names that were counted in and out again are no part of the draft; they go below.
    uint32_t number = self->touched_names[i];
    if (self->names[number].count == 0) enqueue(self, number);
  }
  self->touched_name_count = 0;
}

// Names of so many words; nominals with those of one. Names that others join by hand come first.
static void join_words(Linker *self, uint32_t words, bool only_targets) {
  for (uint32_t i = 0; i < self->queue_count; i++) {
    uint32_t number = self->queue[i];
    const Name *name = &self->names[number];
    if (!(name->flags & NAME_LIVE) || name->entity != NONE) continue;
    if (name_root(self, number) != NONE) continue;
    if (only_targets && !name_is_target(self, number)) continue;
    if (name->flags & NAME_NOMINAL) {
      if (words == 1) entity_join(self, entity_take(self, name->was_entity), number);
    } else if (name->key.count == words || words == 1) {
      if (name->key.count > 1) {
        thing_join(self, number);
      } else {
        word_join(self, number);
      }
    }
  }
  corrections_join(self);
}

// People first, then longer names before the shorter ones that stand for them.
static void join_queued(Linker *self) {
  for (uint32_t i = 0; i < self->queue_count; i++) {
    uint32_t number = self->queue[i];
    const Name *name = &self->names[number];
    if (!(name->flags & NAME_LIVE) || name->entity != NONE) continue;
    if (name_root(self, number) == NONE && name_is_full_person(name)) people_group(self, number);
  }
  corrections_join(self);
  for (uint32_t words = NAME_MAX_PARTS; words > 0; words--) {
    if (self->corrections.count > 0) join_words(self, words, true);
    join_words(self, words, false);
  }
}

bool linker_update(Linker *self) {
  self->queue_count = 0;
  self->updates++;
  self->changed_key_count = 0;
  settle_forms(self);
  settle_names(self);
  corrections_place(self);
  for (uint32_t i = 0; i < self->queue_count; i++) enqueue_fellows(self, self->queue[i]);
  for (uint32_t i = 0; i < self->queue_count; i++) leave_entity(self, self->queue[i]);
  join_queued(self);
  entities_settle(self);
  for (uint32_t i = 0; i < self->queue_count; i++) {
    Name *name = &self->names[self->queue[i]];
    name->flags &= (uint8_t) ~(NAME_QUEUED | NAME_GATHERED);
    bool is_ambiguous = name->was_ambiguous || name->flags & NAME_AMBIGUOUS;
    if (name->entity == name->was_entity && !is_ambiguous) continue;
    change_name(self, self->queue[i]);
    // A name that is new has no readings yet that could be wrong, one that is gone has none any more.
    if (name->was_entity != NONE && name->count > 0) self->changed = true;
  }
  for (uint32_t i = 0; i < self->queue_count; i++) {
    uint32_t number = self->queue[i];
    if (self->names[number].count == 0) name_drop(self, number);
  }
  bool changed = self->changed;
  self->changed = false;
  return changed;
}
