// Within link: noun phrases without a name -> entities.
// Reads the titles recorded at names, the names of bodies, and who is prominent; a phrase that means nobody
// named is an entity of its own if somebody quotes it as a source.
#include "resolver.h"

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

void resolve_nominal(Resolver *self, Mention *mention, const Form *form) {
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
