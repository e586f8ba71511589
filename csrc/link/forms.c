// Within link: interning. Mentions -> Forms and Names, with counts that go up and down.
// Reads mentions as tag made them and the unit's bytes.
#include <stdlib.h>
#include <string.h>

#include "../text.h"
#include "table.h"

static const uint64_t NOMINAL_SALT = UINT64_C(0xA0761D6478BD642F);

// Doubles an array to hold more than `count` items. The new room is zeroed.
static bool grow(void **items, uint32_t count, uint32_t *capacity, size_t size) {
  if (count < *capacity) return true;
  uint32_t room = *capacity == 0 ? 64 : *capacity * 2;
  void *grown = realloc(*items, room * size);
  if (grown == NULL) return false;
  memset((char *)grown + *capacity * size, 0, (room - *capacity) * size);
  *items = grown;
  *capacity = room;
  return true;
}

static bool grow_scratch(uint32_t **items, uint32_t capacity) {
  uint32_t *grown = realloc(*items, capacity * sizeof *grown);
  if (grown == NULL) return false;
  *items = grown;
  return true;
}

// Room for one more name with all that hangs on it, so that an update needs no memory.
static bool reserve_name(Linker *self) {
  if (self->name_free != NONE) return true;
  if (self->name_count < self->name_capacity) return true;
  uint32_t room = self->name_capacity == 0 ? 64 : self->name_capacity * 2;
  if (!grow_scratch(&self->touched_names, room) || !grow_scratch(&self->queue, room) ||
      !grow_scratch(&self->group, room) || !grow_scratch(&self->touched_entities, 2 * room) ||
      !index_reserve(&self->name_index, room) || !index_reserve(&self->word_index, room) ||
      !index_reserve(&self->part_index, room * NAME_MAX_PARTS) ||
      !index_reserve(&self->prefix_index, room * NAME_MAX_PARTS) ||
      !index_reserve(&self->acronym_index, room) ||
      !index_reserve(&self->acronym_all_index, room)) {
    return false;
  }
  // An entity more than names: while names are regrouped the old one is still held.
  while (self->entity_capacity < 2 * room) {
    if (!grow((void **)&self->entities, self->entity_capacity, &self->entity_capacity,
              sizeof *self->entities)) {
      return false;
    }
  }
  return grow((void **)&self->names, self->name_count, &self->name_capacity, sizeof *self->names);
}

static bool reserve_form(Linker *self) {
  if (self->form_free != NONE) return true;
  if (self->form_count < self->form_capacity) return true;
  uint32_t room = self->form_capacity == 0 ? 64 : self->form_capacity * 2;
  if (!grow_scratch(&self->touched_forms, room) || !index_reserve(&self->form_index, room)) {
    return false;
  }
  return grow((void **)&self->forms, self->form_count, &self->form_capacity, sizeof *self->forms);
}

static bool reserve_titles(Linker *self) {
  uint32_t room = self->title_count + FORM_MAX_TITLES;
  while (self->title_capacity < room) {
    if (!grow((void **)&self->titles, self->title_capacity, &self->title_capacity,
              sizeof *self->titles)) {
      return false;
    }
  }
  return index_reserve(&self->title_index, self->title_capacity) &&
         index_reserve(&self->holder_index, self->title_capacity);
}

static uint32_t name_intern(Linker *self, const NameKey *key, bool nominal) {
  uint32_t found = name_find(self, key->key);
  if (found != NONE) return found;
  if (!reserve_name(self)) return NONE;
  uint32_t number = self->name_free;
  if (number != NONE) {
    self->name_free = self->names[number].first_form;
  } else {
    number = self->name_count++;
  }
  Name *name = &self->names[number];
  *name = (Name){.key = *key, .first_form = NONE, .entity = NONE};
  name->flags = NAME_USED | (nominal ? NAME_NOMINAL : 0);
  corrections_note(self, name);
  index_insert(&self->name_index, number, key->key);
  if (nominal) return number;
  if (key->count == 1) index_insert(&self->word_index, number, key->parts[0].hash);
  if (key->count > 1) {
    for (uint32_t i = 0; i < key->count; i++) {
      uint32_t item = number * NAME_MAX_PARTS + i;
      index_insert(&self->part_index, item, key->parts[i].hash);
      if (i + 1 < key->count) index_insert(&self->prefix_index, item, key->parts[i].prefix);
    }
    index_insert(&self->acronym_index, number, key->acronym);
    index_insert(&self->acronym_all_index, number, key->acronym_all);
  }
  return number;
}

void name_drop(Linker *self, uint32_t number) {
  Name *name = &self->names[number];
  index_remove(&self->name_index, number);
  bool nominal = (name->flags & NAME_NOMINAL) != 0;
  if (!nominal && name->key.count == 1) index_remove(&self->word_index, number);
  if (!nominal && name->key.count > 1) {
    for (uint32_t i = 0; i < name->key.count; i++) {
      uint32_t item = number * NAME_MAX_PARTS + i;
      index_remove(&self->part_index, item);
      if (i + 1 < name->key.count) index_remove(&self->prefix_index, item);
    }
    index_remove(&self->acronym_index, number);
    index_remove(&self->acronym_all_index, number);
  }
  *name = (Name){.first_form = self->name_free, .entity = NONE};
  self->name_free = number;
}

// ---- forms -------------------------------------------------------------------------------------
static uint64_t mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
  return hash ^ (hash >> 29);
}

static uint64_t bytes_hash(const char *bytes, uint32_t len) {
  uint64_t hash = UINT64_C(0xCBF29CE484222325);
  for (uint32_t i = 0; i < len; i++)
    hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001B3);
  return hash;
}

// What a nominal is called: its noun phrase without the article.
static CdSpan nominal_span(const Linker *self, const Mention *mention, const char *bytes) {
  CdSpan span = {mention->start, mention->end};
  if (mention->title_end > mention->title_start) {
    span = (CdSpan){mention->title_start, mention->title_end};
  }
  uint32_t word = span.start;
  while (word < span.end && bytes[word] != ' ' && bytes[word] != '\n') word++;
  uint64_t classes = lexicon_word(self->lexicon, bytes + span.start, word - span.start);
  while (word < span.end && (bytes[word] == ' ' || bytes[word] == '\n')) word++;
  if (classes & LEX_BIT(LEX_ARTICLE) && word < span.end) span.start = word;
  return span;
}

static char *copy_text(const char *bytes, CdSpan span) {
  uint32_t len = span.end - span.start;
  char *text = malloc((size_t)len + 1);
  if (text == NULL) return NULL;
  uint32_t size = 0;
  for (uint32_t i = span.start; i < span.end; i++) {
    char byte = bytes[i];
    if (byte == '\n' || byte == '\r' || byte == '\t' || byte == '\0') byte = ' ';
    if (byte == ' ' && size > 0 && text[size - 1] == ' ') continue;
    text[size++] = byte;
  }
  text[size] = '\0';
  return text;
}

// "it" where attribute found it as a source.
static bool is_pronoun(const Linker *self, const char *bytes, CdSpan span) {
  uint64_t classes = lexicon_word(self->lexicon, bytes + span.start, span.end - span.start);
  uint64_t others = LEX_BIT(LEX_DETERMINER) | LEX_BIT(LEX_RELATIVE);
  return (classes & LEX_BIT(LEX_FUNCTION)) != 0 && !(classes & others);
}

static uint8_t flags_of(const Linker *self, const Mention *mention, const char *bytes,
                        CdSpan span) {
  uint8_t flags = FORM_USED;
  if (mention->form == CD_NOMINAL) {
    flags |= FORM_NOMINAL;
    if (is_pronoun(self, bytes, span)) {
      flags |= FORM_PRONOUN;
    } else if (mention->flags & MENTION_SOURCE) {
      flags |= FORM_SOURCE;
    }
  }
  if (mention->flags & (MENTION_DOUBTFUL | MENTION_HEADLINE)) flags |= FORM_DOUBTFUL;
  return flags;
}

static uint32_t form_new(Linker *self, const Form *made, uint64_t hash) {
  if (!reserve_form(self) || !reserve_titles(self)) return NONE;
  uint32_t number = self->form_free;
  if (number != NONE) {
    self->form_free = self->forms[number].next_of_name;
  } else {
    number = self->form_count++;
  }
  Name *name = &self->names[made->name];
  Form *form = &self->forms[number];
  *form = *made;
  form->next_of_name = name->first_form;
  name->first_form = number;
  index_insert(&self->form_index, number, hash);
  return number;
}

uint32_t form_intern(Linker *self, const Mention *mention, const char *bytes) {
  bool nominal = mention->form == CD_NOMINAL;
  CdSpan span = {mention->start, mention->end};
  if (nominal) span = nominal_span(self, mention, bytes);
  CdSpan title = {mention->title_start, mention->title_end};
  if (nominal) title.end = title.start;
  uint8_t level = (uint8_t)(mention->confidence * 15.0F + 0.5F);
  uint8_t flags = flags_of(self, mention, bytes, span);
  uint64_t hash = bytes_hash(bytes + span.start, span.end - span.start);
  hash = mix(hash, bytes_hash(bytes + title.start, title.end - title.start));
  hash = mix(hash, (uint64_t)mention->type << 24 | (uint64_t)level << 16 |
                       (uint64_t)mention->gender << 8 | flags);
  uint32_t likely = 0;
  memcpy(&likely, mention->likely, sizeof likely);
  hash = mix(hash, likely);
  uint64_t sought = nominal ? nominal_sought(self, mention, bytes) : 0;
  hash = mix(hash, sought);
  uint32_t found = index_first(&self->form_index, hash);
  if (found != NONE) return found;

  Form form = {.type = mention->type, .level = level, .gender = mention->gender, .flags = flags};
  form.sought = sought;
  form.first_title = NONE;
  memcpy(form.likely, mention->likely, sizeof form.likely);
  NameKey key;
  name_key(bytes + span.start, span.end - span.start, &key);
  if (nominal) key.key ^= NOMINAL_SALT;
  form.name = name_intern(self, &key, nominal);
  if (form.name == NONE) return NONE;
  form.text = copy_text(bytes, span);
  found = form.text == NULL ? NONE : form_new(self, &form, hash);
  if (found == NONE) {
    free(form.text);
    if (self->names[form.name].first_form == NONE) name_drop(self, form.name);
  } else if (title.end > title.start) {
    titles_read(self, found, bytes + title.start, title.end - title.start);
  }
  return found;
}

void form_drop(Linker *self, uint32_t number) {
  Form *form = &self->forms[number];
  index_remove(&self->form_index, number);
  titles_drop(self, number);
  uint32_t *at = &self->names[form->name].first_form;
  while (*at != number) at = &self->forms[*at].next_of_name;
  *at = form->next_of_name;
  free(form->text);
  *form = (Form){.next_of_name = self->form_free};
  self->form_free = number;
}

static bool is_place(uint8_t type) { return type == CD_GPE || type == CD_LOC || type == CD_FAC; }

// -log p in 16ths, of a probability in 15ths.
static const uint8_t DOUBT[16] = {66, 40, 31, 25, 21, 17, 15, 12, 10, 8, 7, 5, 4, 3, 1, 0};

static void vote(Name *name, const Form *form, uint32_t change) {
  uint8_t types[4] = {CD_PERSON, CD_GPE, CD_ORG, CD_NORP};
  if (is_place(form->type)) types[1] = form->type;
  bool counted = false;
  for (uint32_t i = 0; i < 4; i++) {
    name->votes[types[i]] += form->likely[i] * change;
    name->doubts[i] += DOUBT[form->likely[i] & 15] * change;
    counted = counted || types[i] == form->type;
  }
  if (!counted || form->flags & FORM_NOMINAL) name->votes[form->type] += form->level * change;
}

void form_count(Linker *self, uint32_t number, int32_t by) {
  Form *form = &self->forms[number];
  Name *name = &self->names[form->name];
  uint32_t change = (uint32_t)by;  // two's complement: subtracting wraps back
  form->count += change;
  name->count += change;
  bool sure = form->flags & FORM_NOMINAL ? (form->flags & FORM_SOURCE) != 0
                                         : !(form->flags & FORM_DOUBTFUL);
  if (sure) name->sure_count += change;
  vote(name, form, change);
  if (form->gender == CD_MALE) name->genders[0] += change;
  if (form->gender == CD_FEMALE) name->genders[1] += change;
  if (!(form->flags & FORM_TOUCHED)) {
    form->flags |= FORM_TOUCHED;
    self->touched_forms[self->touched_form_count++] = number;
  }
  if (!(name->flags & NAME_TOUCHED)) {
    name->flags |= NAME_TOUCHED;
    self->touched_names[self->touched_name_count++] = form->name;
  }
}
