// What a CdDocument is made of; for the files of this folder alone.
#ifndef COPYDESK_DOCUMENT_DOCUMENT_H
#define COPYDESK_DOCUMENT_DOCUMENT_H

#include "../gap.h"
#include "../parse.h"
#include "../rules.h"
#include "units.h"

// What is counted of an entity over the draft.
typedef struct {
  uint32_t mentions, quotations, words, first;
} EntityCount;

// What the user says of speakers; see speakers.c.
typedef struct {
  uint64_t words;                 // hash of the words
  uint64_t before[3], behind[3];  // hashes of the nearest words, the nearest first
  uint32_t before_count, behind_count, word_count;
  uint32_t index;    // number in the caller's list
  uint32_t group;    // number of the first item with the same words
  char *speaker;     // "": nobody
  uint32_t entity;   // that the name means now, or NONE
  uint32_t total;    // of a group's first: quotations with these words
  uint32_t seen[3];  // quotations that this item fits best, by sides kept
  uint8_t mode;      // what was true of these counts when speakers were given last
} SpeakerItem;

typedef struct {
  SpeakerItem *items;  // sorted by words
  uint32_t *places;    // of each of the caller's items its place in the list
  uint32_t count;
} Speakers;

struct CdDocument {
  const CdRules *rules;
  Gap text;
  Units units;
  CdWrap wrap;
  Linker *linker;
  Speakers speakers;
  uint32_t unread;      // units that could not be read
  uint32_t lead_count;  // units that are marked as the draft's lead
  // Tools of the stages, for one unit at a time.
  Arena *arena;
  Splitter *splitter;
  Parser *parser;
  RulesCursor *cursor;
  // Counted when somebody asks, and again after an edit.
  EntityCount *counts;
  uint32_t count_capacity;
  bool is_counted;
};

// Runs the stages that need one unit alone on the unit's bytes. NULL when memory is short.
Reading *document_read(CdDocument *self, const UnitRecord *record, uint32_t start);

// Gives all mentions and quotations of the draft their entities again.
void document_resolve(CdDocument *self);

// speakers.c: corrections of speakers, while units are resolved.
void speakers_free(Speakers *self);
// Looks up the entities of their names. True if one is another than before: all units are to be resolved.
bool speakers_name(CdDocument *self);
// Widens a stretch of units to all whose quotations have a neighbour in it.
void speakers_widen(CdDocument *self, uint32_t *first, uint32_t *last);
// Finds the corrections of a unit's quotations. `start` is the unit's.
void speakers_find(CdDocument *self, Reading *reading, uint32_t start, uint32_t len);
void speakers_forget(CdDocument *self, Reading *reading);  // the reading leaves the draft
// Which corrections hold now. True if that is otherwise than before: all units are to be resolved.
bool speakers_settle(CdDocument *self);

#endif
