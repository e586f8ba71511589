// link: mentions -> entities over the whole draft.
// Keeps every distinct name of the draft with counts, so an edit costs what it changed: names that share a
// part are clustered again when the set of names changes; pronouns and nominals are resolved unit by unit
// with a small state that is compared, so resolving stops where nothing changes any more.
#ifndef COPYDESK_LINK_H
#define COPYDESK_LINK_H

#include "lexicon.h"
#include "reading.h"

typedef struct Linker Linker;

Linker *linker_new(const Lexicon *lexicon);  // NULL when memory is short
void linker_free(Linker *self);

// A reading joins or leaves the draft: its names are counted in or out. `bytes` are the unit's. Adding
// sets Mention.name_id. False when memory is short.
bool linker_add(Linker *self, Reading *reading, const char *bytes);
void linker_remove(Linker *self, const Reading *reading);

// Replaces what the user corrected by hand; the next update reads all names by it. False, and nothing
// changed, when memory is short.
bool linker_correct(Linker *self, const CdCorrection *items, uint32_t count);

// Clusters names into entities if the set of names (or a name's best type) changed since the last call.
// True if any name may now mean another entity: then the units that linker_affects() tells have to be
// resolved again, and those behind them until the states agree; else only the new ones.
bool linker_update(Linker *self);

// May the last update have changed what a mention of this reading means? If not, and the state that
// enters its unit is as before, the unit need not be resolved again.
bool linker_affects(const Linker *self, const Reading *reading);

// What pronouns and nominals are resolved by: the people named lately and how prominent each is. A unit's
// part in it is forgotten three units later, a person after ten units without his name.
typedef struct {
  uint32_t entity[8];    // NONE-filled
  float salience[8][3];  // gained in the last unit and the two before, as it is after the last
  uint8_t gender[8];
  uint8_t age[8];     // units since the entity was named
  uint32_t body;      // organisation, group or text that was a subject or source last, or NONE
  uint32_t body_age;  // units since then
} LinkState;

void link_state_init(LinkState *state);

// Sets Mention.entity, type, gender, confidence and MENTION_DROPPED of every mention of the reading, and
// moves `state` past the unit.
void linker_resolve(Linker *self, LinkState *state, Reading *reading);

// Entities, by id; ids go from 0 to the count. False for an id that is not in use.
uint32_t linker_entity_count(const Linker *self);
bool linker_entity(const Linker *self, uint32_t id, CdEntity *entity);
// The entity that a name of the draft means, or else a role, with its article or without; NONE: the draft
// does not have it. As of the last update.
uint32_t linker_find(const Linker *self, const char *name);

#endif
