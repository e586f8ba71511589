// Within link: the draft's distinct names and what is known of each.
// A Form is one way in which a name stands in the draft: its spelling with what tag made of it. Forms that
// are equal as keys make one Name. Names that mean the same make one Entity. Everything is counted, so a
// reading can leave the draft as it came.
#ifndef COPYDESK_LINK_TABLE_H
#define COPYDESK_LINK_TABLE_H

#include "../lexicon.h"
#include "../link.h"
#include "../name.h"
#include "index.h"

enum { FORM_MAX_TITLES = 8, CHANGED_KEYS = 64 };
enum {  // Form.flags
  FORM_DOUBTFUL = 1,
  FORM_NOMINAL = 2,
  FORM_SOURCE = 4,  // a nominal that is the source of a quotation
  FORM_LIVE = 8,    // was counted in at the last update
  FORM_TOUCHED = 16,
  FORM_USED = 32,     // the slot holds a form
  FORM_PRONOUN = 64,  // a nominal that is a pronoun: "it"
};

typedef struct {
  char *text;  // as written, ends with NUL
  uint32_t name;
  uint32_t count;
  uint32_t next_of_name;  // other forms of the name
  uint32_t first_title;
  uint64_t sought;    // of a nominal: key of the title or body that it means, 0: none
  uint8_t likely[4];  // as in Mention
  uint8_t type, level, gender, flags;
} Form;

// A key under which a role finds who holds it: a noun of a title, alone or with a word before it.
typedef struct {
  uint64_t key;
  uint32_t form;
  uint32_t next_of_form;
} Title;

enum {                 // Name.flags
  NAME_LIVE = 1,       // in the draft, and clustered
  NAME_ACCEPTED = 2,   // is a name at all
  NAME_AMBIGUOUS = 4,  // a part of the names of several people: resolved where it stands
  NAME_TOUCHED = 8,
  NAME_QUEUED = 16,
  NAME_NOMINAL = 32,
  NAME_USED = 64,
  NAME_GATHERED = 128,  // everybody of its surname is queued
};

typedef struct {
  NameKey key;
  uint32_t first_form;
  uint32_t count;       // mentions in the draft
  uint32_t sure_count;  // of these not doubtful, or sources if nominal
  uint32_t votes[CD_ENTITY_TYPE_COUNT];
  uint32_t doubts[4];   // against PERSON, a place, ORG, NORP: -log p of its places, in 16ths
  uint32_t genders[2];  // CD_MALE, CD_FEMALE
  uint64_t settled;     // of all these counts, a hash at the last update
  uint32_t entity;
  uint32_t next_member, previous_member;  // of the entity
  uint32_t was_entity;                    // before the update
  bool was_ambiguous;                     // the same
  uint32_t changed_at;                    // the update that last changed what it means
  bool is_body;                           // an organisation's, then
  uint32_t correction;                    // of the name: its number from 1, or 0
  uint8_t type, gender;                   // by its own votes, decided at the last update
  uint8_t flags;
} Name;

typedef struct {
  uint32_t name;  // fullest name, or NONE: not in use
  uint32_t first_member;
  uint32_t form;  // whose text shows it
  uint8_t type, gender;
  bool is_touched, accepted;
} Entity;

// A name that was corrected by hand, or one that such a name joins.
typedef struct {
  uint64_t key;
  uint32_t next;  // the correction of the name that it is the same as, or NONE
  uint32_t
      root;      // the last name of that chain that is in the draft: whose entity it joins, or NONE
  uint8_t type;  // that it was given, or CD_ENTITY_TYPE_COUNT
  uint8_t state;  // while they are put in order
  bool not_name, is_target;
} Correction;

typedef struct {
  Correction *items;  // by key
  uint32_t *order;    // the items, each behind the one that it is the same as
  uint32_t count;
  bool is_stale;  // a name of theirs came into the draft, or left it
} Corrections;

struct Linker {
  const Lexicon *lexicon;
  Form *forms;
  uint32_t form_count, form_capacity, form_free;
  Index form_index;  // by spelling and all else
  Name *names;
  uint32_t name_count, name_capacity, name_free;
  Index name_index;    // by key
  Index word_index;    // names of one word, by its sound
  Index part_index;    // names of several: items are name * NAME_MAX_PARTS + part
  Index prefix_index;  // the same items without the last part, by the key of the name up to there
  Index acronym_index, acronym_all_index;  // items are names
  Title *titles;
  uint32_t title_count, title_capacity, title_free;
  Index title_index;   // titles by key
  Index holder_index;  // titles by key and name
  Entity *entities;
  uint32_t entity_count, entity_capacity, entity_free;
  // Touched since the last update, and scratch of the update; room for all names and forms.
  uint32_t *touched_names, *touched_forms, *touched_entities, *queue, *group;
  uint32_t touched_name_count, touched_form_count, touched_entity_count, queue_count;
  bool changed;  // what other names mean may have changed
  uint32_t updates;
  uint64_t
      changed_keys[CHANGED_KEYS];  // sought keys that may be somebody else's since the last update
  uint32_t changed_key_count;      // more than there is room for: all of them
  Corrections corrections;
};

// corrections.c
void corrections_free(Corrections *self);
void corrections_note(Linker *self, Name *name);  // a name that is new: finds its correction
void corrections_place(Linker *self);  // when it is known which names live: who joins whom
void corrections_join(Linker *self);   // queued names into the entities that exist already
// May `other` go by what `one` means? Not if that is settled later, or at the same time.
bool name_comes_before(const Linker *self, uint32_t one, uint32_t other);

// update.c, people.c, things.c: entities in the making.
void name_enqueue_around(Linker *self, uint32_t name);
void entity_join(Linker *self, uint32_t entity, uint32_t name);
uint32_t entity_take(Linker *self, uint32_t wanted);  // `wanted` if nobody has it, else a new one
void people_group(Linker *self, uint32_t name);       // full names of one surname
void word_join(Linker *self, uint32_t name);          // a name of one word
void thing_join(Linker *self, uint32_t name);         // a name of several words that is no person's

// titles.c
// Key of a word before a role: "Ukraine" and "Ukrainian" alike, other words by all their letters.
uint64_t role_modifier(const char *bytes, const NamePart *part, bool country);
uint64_t title_holder_key(uint64_t key, uint32_t name);
uint64_t nominal_sought(const Linker *self, const Mention *mention, const char *bytes);
void titles_read(Linker *self, uint32_t form, const char *bytes, uint32_t len);  // room is there
void titles_drop(Linker *self, uint32_t form);

// forms.c
uint32_t form_intern(Linker *self, const Mention *mention, const char *bytes);  // NONE: memory
void form_count(Linker *self, uint32_t form, int32_t by);
void form_drop(Linker *self, uint32_t form);
void name_drop(Linker *self, uint32_t name);

static inline uint32_t name_find(const Linker *self, uint64_t key) {
  return index_first(&self->name_index, key);
}
static inline const Correction *name_correction(const Linker *self, const Name *name) {
  return name->correction == 0 ? NULL : &self->corrections.items[name->correction - 1];
}
// The name that a name joins by hand, or NONE.
static inline uint32_t name_root(const Linker *self, uint32_t name) {
  const Correction *correction = name_correction(self, &self->names[name]);
  return correction == NULL ? NONE : correction->root;
}
static inline bool name_is_target(const Linker *self, uint32_t name) {
  const Correction *correction = name_correction(self, &self->names[name]);
  return correction != NULL && correction->is_target;
}
// The type that the user gave it, or CD_ENTITY_TYPE_COUNT.
static inline uint8_t name_given_type(const Linker *self, const Name *name) {
  const Correction *correction = name_correction(self, name);
  bool given = correction != NULL && !(name->flags & NAME_NOMINAL);
  return given ? correction->type : (uint8_t)CD_ENTITY_TYPE_COUNT;
}
static inline bool name_is_full_person(const Name *name) {
  return name->type == CD_PERSON && name->key.count > 1 && !(name->flags & NAME_NOMINAL);
}
static inline bool name_is_live(const Linker *self, uint32_t name) {
  return name != NONE && (self->names[name].flags & NAME_LIVE) != 0;
}

#endif
