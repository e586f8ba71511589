// Within link: mentions of one reading -> entities.
// Reads the clustered names and the LinkState that enters the unit; sets entity, type, gender and
// confidence of each mention. Pronouns and nominals are resolved by salience: each mention adds to its
// entity's, subjects more than others, and it fades with each sentence. (Lappin and Leass 1994; the
// weights were tuned on the training parts of GUM and Wikinews.)
#include <string.h>

#include "resolver.h"

enum { STATE_SLOTS = 8, MAX_AGE = 10 };

static const float FADE = 0.5F;  // a sentence
static const float SUBJECT_GAIN = 2.4F;
static const float OBJECT_GAIN = 1.0F;
static const float SOURCE_GAIN = 1.0F;    // besides
static const float QUOTED_GAIN = 0.4F;    // of what a mention in the writer's own words would add
static const float PRONOUN_GAIN = 0.7F;   // of what a name would add
static const float UNSURE_GENDER = 0.6F;  // of the salience that counts if the gender is not known
static const float LEAST = 0.0001F;       // of somebody named lately, though not in the last units

void link_state_init(LinkState *state) {
  memset(state, 0, sizeof *state);
  for (uint32_t i = 0; i < STATE_SLOTS; i++) state->entity[i] = NONE;
  state->body = NONE;
}

// ---- salience ----------------------------------------------------------------------------------
static void fade_to(Slot *slot, uint32_t sentence) {
  if (sentence <= slot->sentence) return;
  float by = 1;
  for (uint32_t i = slot->sentence; i < sentence && by > 1e-6F; i++) by *= FADE;
  slot->own *= by;
  for (uint32_t i = 0; i < GENERATIONS; i++) slot->old[i] *= by;
  slot->sentence = sentence;
}

float slot_salience(Slot *slot, uint32_t sentence) {
  fade_to(slot, sentence);
  float sum = slot->own + LEAST / (float)(1 + slot->age);
  for (uint32_t i = 0; i < GENERATIONS; i++) sum += slot->old[i];
  return sum;
}

static Slot *slot_of(Resolver *self, uint32_t entity, uint32_t sentence) {
  for (uint32_t i = 0; i < self->count; i++) {
    if (self->slots[i].entity == entity) return &self->slots[i];
  }
  uint32_t at = self->count;
  if (at < SLOTS) {
    self->count++;
  } else {
    // The least prominent goes; of equals the one named first.
    at = 0;
    for (uint32_t i = 1; i < SLOTS; i++) {
      if (slot_salience(&self->slots[i], sentence) < slot_salience(&self->slots[at], sentence))
        at = i;
    }
    memmove(&self->slots[at], &self->slots[at + 1], (SLOTS - 1 - at) * sizeof *self->slots);
    at = SLOTS - 1;
  }
  Slot *slot = &self->slots[at];
  *slot = (Slot){.entity = entity, .sentence = sentence};
  slot->gender = self->linker->entities[entity].gender;
  return slot;
}

uint32_t resolver_sentence(const Resolver *self, const Mention *mention) {
  uint32_t count = self->reading->sentence_count;
  if (mention->sentence < count) return mention->sentence;
  return count == 0 ? 0 : count - 1;
}

static void add_salience(Resolver *self, const Mention *mention) {
  if (mention->entity == NONE || mention->type != CD_PERSON) return;
  uint32_t sentence = resolver_sentence(self, mention);
  Slot *slot = slot_of(self, mention->entity, sentence);
  fade_to(slot, sentence);
  float gain = mention->flags & MENTION_SUBJECT ? SUBJECT_GAIN : OBJECT_GAIN;
  if (mention->flags & MENTION_SOURCE) gain += SOURCE_GAIN;
  if (mention->form == CD_NAME) {
    slot->age = 0;
  } else {
    gain *= PRONOUN_GAIN;
  }
  // Whom a speaker talks about is less likely to be the writer's "she".
  if (mention->region != NONE) gain *= QUOTED_GAIN;
  slot->own += gain;
}

// What "it" or "they" may mean next.
static void note_body(Resolver *self, const Mention *mention) {
  if (mention->entity == NONE || mention->region != NONE || mention->type == CD_PERSON) return;
  if (mention->type != CD_ORG && mention->type != CD_OTHER) return;
  if (!(mention->flags & (MENTION_SUBJECT | MENTION_SOURCE))) return;
  self->body = mention->entity;
  self->body_age = 0;
}

// ---- names -------------------------------------------------------------------------------------
static bool has_word(const NameKey *key, uint64_t word) {
  for (uint32_t i = 0; i < key->count; i++) {
    if (key->parts[i].hash == word) return true;
  }
  return false;
}

// Of several people with that surname the one who is most prominent here.
static uint32_t choose_holder(Resolver *self, const Form *form, const Name *name,
                              const Mention *mention) {
  uint32_t best = NONE, sentence = resolver_sentence(self, mention);
  float most = 0;
  for (uint32_t i = 0; i < self->count; i++) {
    Slot *slot = &self->slots[i];
    const Entity *entity = &self->linker->entities[slot->entity];
    const Name *full = &self->linker->names[entity->name];
    if (full->key.count < 2 || !has_word(&full->key, name->key.parts[0].hash)) continue;
    if (!may_be(form->gender, slot->gender)) continue;
    float here = slot_salience(slot, sentence);
    if (here > most) {
      most = here;
      best = slot->entity;
    }
  }
  return best == NONE ? name->entity : best;
}

static void resolve_name(Resolver *self, Mention *mention, const Form *form) {
  const Linker *linker = self->linker;
  const Name *name = &linker->names[form->name];
  mention->type = form->type;
  mention->gender = form->gender;
  mention->confidence = (float)form->level / 15.0F;
  mention->entity = NONE;
  mention->flags &= (uint8_t)~MENTION_DROPPED;
  if (name->entity == NONE || !linker->entities[name->entity].accepted) {
    mention->flags |= MENTION_DROPPED;
    return;
  }
  mention->entity = name->entity;
  if (name->flags & NAME_AMBIGUOUS) mention->entity = choose_holder(self, form, name, mention);
  const Entity *entity = &linker->entities[mention->entity];
  mention->type = entity->type;
  mention->gender = entity->gender;
  if (name->correction != 0) mention->confidence = 1;
}

// ---- pronouns ----------------------------------------------------------------------------------
// Who is the source of the words that a mention stands in: he does not call himself "he" there.
static uint32_t speaker_around(const Resolver *self, uint32_t at) {
  const Reading *reading = self->reading;
  const Mention *mention = &reading->mentions[at];
  if (mention->region == NONE) return NONE;
  for (uint32_t step = 1; step <= 8; step++) {
    for (int side = 0; side < 2; side++) {
      uint32_t other = side == 0 ? at + step : at - step;
      if (other >= reading->mention_count) continue;
      const Mention *source = &reading->mentions[other];
      if (!(source->flags & MENTION_SOURCE) || source->region == mention->region) continue;
      if (source->form == CD_PRONOUN) return other < at ? source->entity : NONE;
      if (source->name_id == NONE) continue;
      return self->linker->names[self->linker->forms[source->name_id].name].entity;
    }
  }
  return NONE;
}

// "It said", "they said": the body that was spoken of last, if that is not long ago.
static void resolve_source(Resolver *self, Mention *mention) {
  mention->entity = NONE;
  if (!(mention->flags & MENTION_SOURCE) || self->body_age > 1) return;
  mention->entity = self->body;
  mention->confidence = 0.6F;
}

static void resolve_pronoun(Resolver *self, uint32_t at) {
  Mention *mention = &self->reading->mentions[at];
  mention->entity = NONE;
  mention->type = CD_PERSON;
  if (mention->gender == CD_PLURAL) resolve_source(self, mention);
  if (mention->gender != CD_MALE && mention->gender != CD_FEMALE) return;
  uint32_t not_him = speaker_around(self, at);
  uint32_t sentence = resolver_sentence(self, mention);
  uint32_t best = NONE;
  bool is_there = false;
  float most = 0, second = 0;
  for (uint32_t i = 0; i < self->count; i++) {
    Slot *slot = &self->slots[i];
    if (!may_be(mention->gender, slot->gender)) continue;
    if (slot->entity == not_him) {
      is_there = true;
      continue;
    }
    float here = slot_salience(slot, sentence);
    if (slot->gender != mention->gender) here *= UNSURE_GENDER;
    if (here > most) {
      second = most;
      most = here;
      best = slot->entity;
    } else if (here > second) {
      second = here;
    }
  }
  mention->entity = best;
  mention->confidence = best == NONE ? 0 : most / (most + second);
  if (best == NONE && is_there) {
    // Nobody else: words that the writer took over and turned ("that she had no plans").
    mention->entity = not_him;
    mention->confidence = 0.4F;
  }
}

// ---- a reading ---------------------------------------------------------------------------------
static void enter(Resolver *self, const LinkState *state) {
  self->body = state->body;
  self->body_age = state->body_age;
  for (uint32_t i = 0; i < STATE_SLOTS; i++) {
    if (state->entity[i] == NONE) continue;
    Slot *slot = &self->slots[self->count++];
    *slot = (Slot){.entity = state->entity[i], .gender = state->gender[i], .age = state->age[i]};
    memcpy(slot->old, state->salience[i], sizeof slot->old);
  }
}

static void leave(Resolver *self, LinkState *state) {
  uint32_t end = self->reading->sentence_count;
  link_state_init(state);
  if (self->body != NONE && self->body_age <= 1) {
    state->body = self->body;
    state->body_age = self->body_age + 1;
  }
  bool taken[SLOTS] = {false};
  for (uint32_t filled = 0; filled < STATE_SLOTS; filled++) {
    uint32_t best = NONE;
    for (uint32_t i = 0; i < self->count; i++) {
      Slot *slot = &self->slots[i];
      if (taken[i] || slot->age >= MAX_AGE) continue;
      if (best == NONE || slot_salience(slot, end) > slot_salience(&self->slots[best], end))
        best = i;
    }
    if (best == NONE) break;
    taken[best] = true;
    const Slot *slot = &self->slots[best];
    state->entity[filled] = slot->entity;
    state->gender[filled] = slot->gender;
    state->age[filled] = (uint8_t)(slot->age + 1);
    state->salience[filled][0] = slot->own;
    for (uint32_t i = 1; i < GENERATIONS; i++) state->salience[filled][i] = slot->old[i - 1];
  }
}

void linker_resolve(Linker *self, LinkState *state, Reading *reading) {
  if (reading->sentence_count == 0) return;  // a blank line or code is no step of the story
  Resolver resolver = {.linker = self, .reading = reading};
  enter(&resolver, state);
  for (uint32_t i = 0; i < reading->mention_count; i++) {
    Mention *mention = &reading->mentions[i];
    const Form *form = mention->name_id == NONE ? NULL : &self->forms[mention->name_id];
    if (mention->form == CD_PRONOUN) {
      resolve_pronoun(&resolver, i);
    } else if (form == NULL) {
      mention->entity = NONE;
    } else if (mention->form == CD_NAME) {
      resolve_name(&resolver, mention, form);
    } else if (form->flags & FORM_PRONOUN) {
      resolve_source(&resolver, mention);
    } else {
      resolve_nominal(&resolver, mention, form);
    }
    add_salience(&resolver, mention);
    note_body(&resolver, mention);
  }
  leave(&resolver, state);
}
