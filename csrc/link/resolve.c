// Within link: mentions of one reading -> entities.
// Reads the clustered names and the LinkState that enters the unit; sets entity, type, gender and
// confidence of each mention. Pronouns and nominals are resolved by salience: each mention adds to its
// entity's, subjects more than others, and it fades with each sentence. (Lappin and Leass 1994; the
// weights were tuned on the training parts of GUM and Wikinews.)
#include <math.h>
#include <string.h>

#include "table.h"

enum { STATE_SLOTS = 8, SLOTS = 16, GENERATIONS = 3, MAX_AGE = 10 };

static const float FADE = 0.5F;  // a sentence
static const float SUBJECT_GAIN = 2.4F;
static const float OBJECT_GAIN = 1.0F;
static const float SOURCE_GAIN = 1.0F;    // besides
static const float PRONOUN_GAIN = 0.7F;   // of what a name would add
static const float UNSURE_GENDER = 0.6F;  // of the salience that counts if the gender is not known
static const float LEAST = 0.02F;

typedef struct {
  uint32_t entity;
  float old[GENERATIONS];  // gained in units before, faded to `sentence`
  float own;               // gained in this unit
  uint32_t sentence;
  uint8_t gender, age;
} Slot;

typedef struct {
  Linker *linker;
  Reading *reading;
  const char *bytes;
  Slot slots[SLOTS];
  uint32_t count;
} Resolver;

void link_state_init(LinkState *state) {
  memset(state, 0, sizeof *state);
  for (uint32_t i = 0; i < STATE_SLOTS; i++) state->entity[i] = NONE;
}

// ---- salience ----------------------------------------------------------------------------------
static void fade_to(Slot *slot, uint32_t sentence) {
  if (sentence <= slot->sentence) return;
  float by = powf(FADE, (float)(sentence - slot->sentence));
  slot->own *= by;
  for (uint32_t i = 0; i < GENERATIONS; i++) slot->old[i] *= by;
  slot->sentence = sentence;
}

static float salience(Slot *slot, uint32_t sentence) {
  fade_to(slot, sentence);
  float sum = slot->own;
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
      if (salience(&self->slots[i], sentence) < salience(&self->slots[at], sentence)) at = i;
    }
    memmove(&self->slots[at], &self->slots[at + 1], (SLOTS - 1 - at) * sizeof *self->slots);
    at = SLOTS - 1;
  }
  Slot *slot = &self->slots[at];
  *slot = (Slot){.entity = entity, .sentence = sentence};
  slot->gender = self->linker->entities[entity].gender;
  return slot;
}

static uint32_t sentence_of(const Resolver *self, const Mention *mention) {
  uint32_t count = self->reading->sentence_count;
  if (mention->sentence < count) return mention->sentence;
  return count == 0 ? 0 : count - 1;
}

static void add_salience(Resolver *self, const Mention *mention) {
  if (mention->entity == NONE || mention->type != CD_PERSON) return;
  uint32_t sentence = sentence_of(self, mention);
  Slot *slot = slot_of(self, mention->entity, sentence);
  fade_to(slot, sentence);
  float gain = mention->flags & MENTION_SUBJECT ? SUBJECT_GAIN : OBJECT_GAIN;
  if (mention->flags & MENTION_SOURCE) gain += SOURCE_GAIN;
  if (mention->form == CD_NAME) {
    slot->age = 0;
  } else {
    gain *= PRONOUN_GAIN;
  }
  slot->own += gain;
}

// ---- names -------------------------------------------------------------------------------------
static bool has_word(const NameKey *key, uint64_t word) {
  for (uint32_t i = 0; i < key->count; i++) {
    if (key->parts[i].hash == word) return true;
  }
  return false;
}

static bool may_be(uint8_t a, uint8_t b) {
  return (a != CD_MALE && a != CD_FEMALE) || (b != CD_MALE && b != CD_FEMALE) || a == b;
}

// Of several people with that surname the one who is most prominent here.
static uint32_t choose_holder(Resolver *self, const Form *form, const Name *name,
                              const Mention *mention) {
  uint32_t best = NONE, sentence = sentence_of(self, mention);
  float most = 0;
  for (uint32_t i = 0; i < self->count; i++) {
    Slot *slot = &self->slots[i];
    const Entity *entity = &self->linker->entities[slot->entity];
    const Name *full = &self->linker->names[entity->name];
    if (full->key.count < 2 || !has_word(&full->key, name->key.parts[0].hash)) continue;
    if (!may_be(form->gender, slot->gender)) continue;
    float here = salience(slot, sentence);
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

static void resolve_pronoun(Resolver *self, uint32_t at) {
  Mention *mention = &self->reading->mentions[at];
  mention->entity = NONE;
  mention->type = CD_PERSON;
  if (mention->gender != CD_MALE && mention->gender != CD_FEMALE) return;
  uint32_t not_him = speaker_around(self, at);
  uint32_t sentence = sentence_of(self, mention);
  uint32_t best = NONE;
  float most = 0, second = 0;
  for (uint32_t i = 0; i < self->count; i++) {
    Slot *slot = &self->slots[i];
    if (slot->entity == not_him || !may_be(mention->gender, slot->gender)) continue;
    float here = salience(slot, sentence);
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
}

// ---- nominals ----------------------------------------------------------------------------------
enum { MAX_HOLDERS = 64 };  // more names with one title: nobody in particular

// Whose title is it? NONE and *several if it is more than one entity's.
static uint32_t title_holder(const Linker *linker, uint64_t key, bool *several) {
  uint32_t found = NONE, steps = 0;
  uint32_t item = index_first(&linker->title_index, key);
  for (; item != NONE; item = index_next(&linker->title_index, item)) {
    const Name *name = &linker->names[linker->forms[item / FORM_MAX_TITLES].name];
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
  uint32_t item = index_first(&linker->title_index, key);
  for (; item != NONE && steps < MAX_HOLDERS; item = index_next(&linker->title_index, item)) {
    if (linker->names[linker->forms[item / FORM_MAX_TITLES].name].entity == entity) return true;
    steps++;
  }
  return false;
}

static uint32_t prominent_holder(Resolver *self, uint64_t key, const Mention *mention) {
  uint32_t best = NONE, sentence = sentence_of(self, mention);
  float most = 0;
  for (uint32_t i = 0; i < self->count; i++) {
    Slot *slot = &self->slots[i];
    if (!may_be(mention->gender, slot->gender)) continue;
    float here = salience(slot, sentence);
    if (here <= most || !holds_title(self->linker, slot->entity, key)) continue;
    most = here;
    best = slot->entity;
  }
  return best;
}

// What a noun phrase says beside its head: a word before it, and whether it is about somebody known.
typedef struct {
  bool definite, indefinite;
  uint64_t modifier;  // a country anywhere before the head, else the word right before it; 0: none
} Phrase;

static Phrase read_phrase(const Resolver *self, const Mention *mention) {
  Phrase phrase = {false, false, 0};
  CdSpan span = {mention->start, mention->end};
  if (mention->title_end > mention->title_start) {
    span = (CdSpan){mention->title_start, mention->title_end};
  }
  NameKey words;
  const char *bytes = self->bytes + span.start;
  name_key(bytes, span.end - span.start, &words);
  bool has_country = false;
  for (uint32_t i = 0; i + 1 < words.count; i++) {
    const NamePart *part = &words.parts[i];
    uint64_t classes =
        lexicon_word(self->linker->lexicon, bytes + part->start, part->end - part->start);
    if (i == 0) {
      phrase.definite = (classes & LEX_BIT(LEX_DEFINITE)) != 0;
      phrase.indefinite = !phrase.definite && classes & LEX_BIT(LEX_DETERMINER);
      if (classes & LEX_BIT(LEX_DETERMINER)) continue;
    }
    bool country = (classes & (LEX_BIT(LEX_COUNTRY) | LEX_BIT(LEX_DEMONYM))) != 0;
    if (has_country && !country) continue;
    has_country = country;
    phrase.modifier = role_modifier(bytes, part, country);
  }
  return phrase;
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

static uint32_t person_meant(Resolver *self, const Mention *mention, const Phrase *phrase) {
  if (phrase->indefinite || (!phrase->definite && phrase->modifier == 0)) return NONE;
  uint64_t key = mention->key ^ phrase->modifier;
  bool several = false;
  uint32_t holder = title_holder(self->linker, key, &several);
  return several ? prominent_holder(self, key, mention) : holder;
}

static uint32_t body_meant(Resolver *self, const Mention *mention, const Phrase *phrase) {
  if (!phrase->definite || phrase->modifier != 0) return NONE;
  NameKey words;
  name_key(self->bytes + mention->start, mention->end - mention->start, &words);
  return words.count == 0 ? NONE : body_called(self->linker, words.parts[words.count - 1].hash);
}

static void resolve_nominal(Resolver *self, Mention *mention, const Form *form) {
  const Linker *linker = self->linker;
  const Name *name = &linker->names[form->name];
  mention->type = form->type;
  mention->gender = form->gender;
  mention->confidence = (float)form->level / 15.0F;
  mention->entity = NONE;
  Phrase phrase = read_phrase(self, mention);
  uint32_t holder = form->type == CD_PERSON ? person_meant(self, mention, &phrase)
                                            : body_meant(self, mention, &phrase);
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

// ---- a reading ---------------------------------------------------------------------------------
static void enter(Resolver *self, const LinkState *state) {
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
  bool taken[SLOTS] = {false};
  for (uint32_t filled = 0; filled < STATE_SLOTS; filled++) {
    uint32_t best = NONE;
    for (uint32_t i = 0; i < self->count; i++) {
      Slot *slot = &self->slots[i];
      if (taken[i] || slot->age >= MAX_AGE || salience(slot, end) < LEAST) continue;
      if (best == NONE || salience(slot, end) > salience(&self->slots[best], end)) best = i;
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

void linker_resolve(Linker *self, LinkState *state, Reading *reading, const char *bytes) {
  if (reading->sentence_count == 0) return;  // a blank line or code is no step of the story
  Resolver resolver = {.linker = self, .reading = reading, .bytes = bytes};
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
    } else {
      resolve_nominal(&resolver, mention, form);
    }
    add_salience(&resolver, mention);
  }
  leave(&resolver, state);
}
