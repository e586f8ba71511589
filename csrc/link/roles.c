// Within link: noun phrases without a name -> entities.
// Reads the titles recorded at names, the names of bodies, and who is prominent; a phrase that means nobody
// named is an entity of its own if somebody quotes it as a source.
#include "resolver.h"

enum { MAX_HOLDERS = 64 };  // of more names with one title, or words, nobody is the only one

// Whose title is it? NONE and *several if it is more than one entity's.
static uint32_t title_holder(const Linker *linker, uint64_t key, bool *several) {
  uint32_t found = NONE, steps = 0;
  uint32_t item = index_first(&linker->title_index, key);
  for (; item != NONE; item = index_next(&linker->title_index, item)) {
    const Name *name = &linker->names[linker->forms[linker->titles[item].form].name];
    if (++steps > MAX_HOLDERS) *several = true;
    if (*several) return NONE;
    if (name->entity == NONE || name->entity == found) continue;
    if (found != NONE) *several = true;
    found = name->entity;
  }
  return *several ? NONE : found;
}

static bool holds_title(const Linker *linker, uint32_t entity, uint64_t key) {
  uint32_t steps = 0;
  uint32_t member = linker->entities[entity].first_member;
  for (; member != NONE && steps < MAX_HOLDERS; member = linker->names[member].next_member) {
    if (index_first(&linker->holder_index, title_holder_key(key, member)) != NONE) return true;
    steps++;
  }
  return false;
}

static uint32_t prominent_holder(Resolver *self, uint64_t key, const Mention *mention) {
  uint32_t best = NONE, sentence = resolver_sentence(self, mention);
  float most = 0;
  for (uint32_t i = 0; i < self->count; i++) {
    Slot *slot = &self->slots[i];
    if (!may_be(mention->gender, slot->gender)) continue;
    float here = slot_salience(slot, sentence);
    if (here <= most || !holds_title(self->linker, slot->entity, key)) continue;
    most = here;
    best = slot->entity;
  }
  return best;
}

// The one organisation whose name has this word in it: "the commission".
static uint32_t body_called(const Linker *linker, uint64_t word) {
  uint32_t found = NONE, steps = 0;
  uint32_t item = index_first(&linker->part_index, word);
  for (; item != NONE; item = index_next(&linker->part_index, item)) {
    const Name *name = &linker->names[item / NAME_MAX_PARTS];
    if (++steps > MAX_HOLDERS) return NONE;
    if (name->entity == NONE || name->entity == found) continue;
    const Entity *entity = &linker->entities[name->entity];
    if (entity->type != CD_ORG || !entity->accepted) continue;
    if (found != NONE) return NONE;
    found = name->entity;
  }
  return found;
}

static uint32_t person_meant(Resolver *self, const Mention *mention, uint64_t key) {
  bool several = false;
  uint32_t holder = title_holder(self->linker, key, &several);
  return several ? prominent_holder(self, key, mention) : holder;
}

void resolve_nominal(Resolver *self, Mention *mention, const Form *form) {
  const Linker *linker = self->linker;
  const Name *name = &linker->names[form->name];
  mention->type = form->type;
  mention->gender = form->gender;
  mention->confidence = (float)form->level / 15.0F;
  mention->entity = NONE;
  uint32_t holder = name_root(linker, form->name) == NONE ? NONE : name->entity;
  if (holder == NONE && form->sought != 0) {
    holder = form->type == CD_PERSON ? person_meant(self, mention, form->sought)
                                     : body_called(linker, form->sought);
  }
  if (holder != NONE && linker->entities[holder].accepted) {
    mention->entity = holder;
    mention->type = linker->entities[holder].type;
    if (form->type == CD_PERSON) mention->gender = linker->entities[holder].gender;
    return;
  }
  if (name->entity != NONE && linker->entities[name->entity].accepted) {
    mention->entity = name->entity;
  }
}
