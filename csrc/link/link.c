// link: mentions -> entities over the whole draft.
// Reads readings as they join and leave the draft; keeps the distinct names with counts. The work is in
// forms.c (interning), update.c, people.c and things.c (clustering), resolve.c (a reading's mentions).
#include "../link.h"

#include <stdlib.h>

#include "table.h"

Linker *linker_new(const Lexicon *lexicon) {
  Linker *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->lexicon = lexicon;
  self->form_free = self->name_free = self->entity_free = self->title_free = NONE;
  return self;
}

void linker_free(Linker *self) {
  if (self == NULL) return;
  for (uint32_t i = 0; i < self->form_count; i++) free(self->forms[i].text);
  Index *indexes[] = {&self->form_index,  &self->name_index,   &self->word_index,
                      &self->part_index,  &self->prefix_index, &self->acronym_index,
                      &self->title_index, &self->holder_index, &self->acronym_all_index};
  for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++) index_free(indexes[i]);
  corrections_free(&self->corrections);
  free(self->forms);
  free(self->titles);
  free(self->names);
  free(self->entities);
  free(self->touched_names);
  free(self->touched_forms);
  free(self->touched_entities);
  free(self->queue);
  free(self->group);
  free(self);
}

bool linker_add(Linker *self, Reading *reading, const char *bytes) {
  for (uint32_t i = 0; i < reading->mention_count; i++) reading->mentions[i].name_id = NONE;
  for (uint32_t i = 0; i < reading->mention_count; i++) {
    Mention *mention = &reading->mentions[i];
    if (mention->form == CD_PRONOUN) continue;
    uint32_t form = form_intern(self, mention, bytes);
    if (form == NONE) {
      linker_remove(self, reading);
      for (uint32_t j = 0; j < i; j++) reading->mentions[j].name_id = NONE;
      return false;
    }
    form_count(self, form, 1);
    mention->name_id = form;
  }
  return true;
}

void linker_remove(Linker *self, const Reading *reading) {
  for (uint32_t i = 0; i < reading->mention_count; i++) {
    uint32_t form = reading->mentions[i].name_id;
    if (form != NONE) form_count(self, form, -1);
  }
}

static bool key_changed(const Linker *self, uint64_t key) {
  if (key == 0) return false;
  if (self->changed_key_count > CHANGED_KEYS) return true;
  for (uint32_t i = 0; i < self->changed_key_count; i++) {
    if (self->changed_keys[i] == key) return true;
  }
  return false;
}

bool linker_affects(const Linker *self, const Reading *reading) {
  for (uint32_t i = 0; i < reading->mention_count; i++) {
    uint32_t number = reading->mentions[i].name_id;
    if (number == NONE) continue;
    const Form *form = &self->forms[number];
    if (self->names[form->name].changed_at == self->updates) return true;
    if (key_changed(self, form->sought)) return true;
  }
  return false;
}

uint32_t linker_entity_count(const Linker *self) { return self->entity_count; }

bool linker_entity(const Linker *self, uint32_t id, CdEntity *entity) {
  if (id >= self->entity_count || self->entities[id].first_member == NONE) return false;
  const Entity *found = &self->entities[id];
  if (!found->accepted || found->form == NONE) return false;
  *entity =
      (CdEntity){.id = id, .type = (CdEntityType)found->type, .gender = (CdGender)found->gender};
  entity->name = self->forms[found->form].text;
  return true;
}
