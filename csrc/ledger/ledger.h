// What a Ledger is made of; for the files of this folder alone.
#ifndef COPYDESK_LEDGER_LEDGER_H
#define COPYDESK_LEDGER_LEDGER_H

#include "../anchor.h"
#include "../json.h"
#include "../ledger.h"
#include "file.h"

#define LEDGER_NONE UINT32_MAX

// One event. Strings are the JSON's.
typedef struct {
  JsonTree json;
  const char *raw;  // its line in the file's bytes
  size_t raw_len;
  const char *id, *mark, *undo;  // undo: NULL: none
  uint32_t line;                 // from 1
  uint16_t fields;               // bits of LedgerField that it sets
  LedgerStatus status;
  bool unreadable;  // of a newer version
  // Filled in by the replay.
  uint32_t group;     // union-find: an event of the same mark
  uint32_t undoers;   // events that take it back and are not yet looked at
  uint32_t children;  // events that name it in `after` and are not yet replayed
  uint16_t later;     // fields that an event after it sets
  bool undone, ready, replayed, followed;
} Event;

// A confidential source, and the number that lists call it by.
typedef struct {
  const char *reference;
  uint32_t number;
} Confidential;

struct Ledger {
  LedgerFile file;
  Event *events;
  uint32_t event_count, event_capacity;
  uint32_t *by_id;             // numbers of the events, sorted by id
  Confidential *confidential;  // by reference
  uint32_t confidential_count, confidential_capacity;
  LedgerMark *marks;  // by id
  uint32_t mark_count;
  uint32_t *ready;  // during a replay: a stack of events
  uint32_t ready_count;
  uint32_t *numbers;  // event numbers that the marks' setters and heads lie in
  char **messages;
  uint32_t message_count;
};

// event.c: reads the file's bytes into events and messages. False when memory is short.
bool ledger_read_events(Ledger *self);
void ledger_forget_events(Ledger *self);
bool ledger_complain(Ledger *self, uint32_t line, const char *what);

// replay.c: makes the marks of the events. False when memory is short.
bool ledger_replay(Ledger *self);
const char *ledger_group_mark(const Ledger *self,
                              uint32_t event);  // id of the mark that it belongs to

// ledger.c: events and marks from the file's bytes; false with a message when memory is short.
bool ledger_read_again(Ledger *self, char *message);
bool ledger_no_memory(char *message);  // always false

// place.c: where the words of the marks stand.
typedef struct {
  uint32_t mark;        // number of the mark
  uint32_t first, end;  // words of the text; first == end: not found, or not in one place only
  uint32_t difference;  // number of the text, from 1, that tells how the words differ; 0: they hold
  bool edited;          // its own words differ, not what they refer to
  const JsonTree *json;  // of the event whose anchor was found
  const JsonValue *anchor;
  uint32_t first_candidate, candidate_count;
} Placed;

// How words differ from those that were marked. Each text has its place for good.
typedef struct {
  char **items;
  uint32_t count, capacity;
} Differences;

// The number of a copy of the text, from 1; 0 when memory is short.
uint32_t differences_add(Differences *self, const char *text);
void differences_free(Differences *self);

typedef struct {
  char *text;
  Words words;
  Placed *items;  // in the order of the text; those without a place last
  uint32_t count;
  CdSpan *candidates;
  uint32_t candidate_count, candidate_capacity;
  Differences differences;
} Placing;

// choose.c: one stored anchor: a mark has more than one only if two people moved it, not knowing of
// each other.
typedef struct {
  const JsonTree *json;  // of the event
  const JsonValue *value;
  uint32_t mark;
  Words query, before, behind;
} Anchor;

typedef struct {
  const CdDocument *document;
  Placing *out;
  // Only if words have to be looked for that were edited.
  Folded folded;
  WordIndex index;
} Chooser;

// Gives a mark the place that its anchor can only mean, among places where its words stand (`exact`), or
// if there is none, where they may have been edited; else the candidates. False when memory is short.
bool ledger_choose_exact(Chooser *self, Placed *placed, const Anchor *anchor, const Place *exact,
                         size_t count);
bool ledger_choose_edited(Chooser *self, Placed *placed, const Anchor *anchor, AnchorWords *words,
                          const Place *folded, size_t count);

bool ledger_place(const Ledger *self, const CdDocument *document, Placing *placing);
void ledger_placing_free(Placing *self);

// The number of the event with an id (NULL is allowed), or LEDGER_NONE.
uint32_t ledger_find_event(const Ledger *self, const char *id);
// A member of an event, or NULL.
static inline const JsonValue *ledger_member(const Event *event, const char *key) {
  return json_get(&event->json, json_root(&event->json), key);
}

#endif
