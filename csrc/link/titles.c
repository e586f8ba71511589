// Within link: titles recorded at names, and the keys by which roles ask for them.
// Reads the words of a title ("former U.S. President") or of a noun phrase ("the Ukraine president").
#include <string.h>

#include "../text.h"
#include "table.h"

uint64_t role_modifier(const char *bytes, const NamePart *part, bool country) {
  char folded[36];
  uint32_t len = part->end - part->start;
  if (len > 32) len = 32;
  uint32_t size = text_fold_into(bytes + part->start, len, folded);
  if (country && size > 4) size = 4;
  return name_hash(folded, size) * UINT64_C(0x9E3779B97F4A7C15);
}

uint64_t title_holder_key(uint64_t key, uint32_t name) {
  return (key ^ name) * UINT64_C(0xD6E8FEB86659FD93) + name;
}

static uint64_t classes_of(const Linker *self, const char *bytes, const NamePart *part) {
  return lexicon_word(self->lexicon, bytes + part->start, part->end - part->start);
}

static void add(Linker *self, uint32_t form, uint64_t key) {
  uint32_t number = self->title_free;
  if (number != NONE) {
    self->title_free = self->titles[number].next_of_form;
  } else {
    number = self->title_count++;
  }
  self->titles[number] = (Title){key, form, self->forms[form].first_title};
  self->forms[form].first_title = number;
  index_insert(&self->title_index, number, key);
  index_insert(&self->holder_index, number, title_holder_key(key, self->forms[form].name));
}

void titles_read(Linker *self, uint32_t form, const char *bytes, uint32_t len) {
  NameKey title;
  name_key(bytes, len, &title);
  uint64_t noun = LEX_BIT(LEX_TITLE) | LEX_BIT(LEX_ROLE) | LEX_BIT(LEX_HONORIFIC_MALE) |
                  LEX_BIT(LEX_HONORIFIC_FEMALE);
  uint64_t modifiers[NAME_MAX_PARTS];
  uint32_t added = 0;
  bool modified = false;  // "former", "vice": only the role with that word is theirs
  for (uint32_t i = 0; i < title.count; i++) {
    const NamePart *part = &title.parts[i];
    uint64_t classes = classes_of(self, bytes, part);
    bool nation = (classes & (LEX_BIT(LEX_COUNTRY) | LEX_BIT(LEX_DEMONYM))) != 0;
    modifiers[i] = role_modifier(bytes, part, nation);
    bool is_modifier = (classes & LEX_BIT(LEX_TITLE_MODIFIER)) != 0;
    modified = modified || is_modifier;
    if (is_modifier || !(classes & noun)) continue;
    uint64_t role = name_hash(bytes + part->start, part->end - part->start);
    if (!modified && added < FORM_MAX_TITLES) {
      add(self, form, role);
      added++;
    }
    for (uint32_t j = 0; j < i && added < FORM_MAX_TITLES; j++, added++) {
      add(self, form, role ^ modifiers[j]);
    }
  }
}

void titles_drop(Linker *self, uint32_t form) {
  uint32_t number = self->forms[form].first_title;
  while (number != NONE) {
    uint32_t next = self->titles[number].next_of_form;
    index_remove(&self->title_index, number);
    index_remove(&self->holder_index, number);
    self->titles[number] = (Title){.next_of_form = self->title_free};
    self->title_free = number;
    number = next;
  }
  self->forms[form].first_title = NONE;
}

// ---- noun phrases ------------------------------------------------------------------------------
// What a noun phrase says beside its head: a word before it, and whether it is about somebody known.
typedef struct {
  bool definite, indefinite;
  uint64_t modifier;  // a country anywhere before the head, else the word right before it; 0: none
  uint64_t head;      // sound of the head noun
} Phrase;

static Phrase read_phrase(const Linker *self, const char *bytes, uint32_t len) {
  Phrase phrase = {false, false, 0, 0};
  NameKey words;
  name_key(bytes, len, &words);
  bool has_country = false;
  for (uint32_t i = 0; i + 1 < words.count; i++) {
    const NamePart *part = &words.parts[i];
    uint64_t classes = classes_of(self, bytes, part);
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
  if (words.count > 0) phrase.head = words.parts[words.count - 1].hash;
  return phrase;
}

uint64_t nominal_sought(const Linker *self, const Mention *mention, const char *bytes) {
  CdSpan span = {mention->start, mention->end};
  if (mention->title_end > mention->title_start) {
    span = (CdSpan){mention->title_start, mention->title_end};
  }
  Phrase phrase = read_phrase(self, bytes + span.start, span.end - span.start);
  if (mention->type != CD_PERSON) return phrase.definite && !phrase.modifier ? phrase.head : 0;
  if (phrase.indefinite || (!phrase.definite && phrase.modifier == 0)) return 0;
  return mention->key ^ phrase.modifier;
}
