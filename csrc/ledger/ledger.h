// What a Ledger is made of; for the files of this folder alone.
#ifndef COPYDESK_LEDGER_LEDGER_H
#define COPYDESK_LEDGER_LEDGER_H

#include <jansson.h>

#include "../anchor.h"
#include "../json.h"
#include "../ledger.h"
#include "file.h"

#define LEDGER_NONE UINT32_MAX

// One event. Strings are the JSON's.
typedef struct {
  json_t *json;
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
  bool undone, replayed, followed;
} Event;

struct Ledger {
  LedgerFile file;
  Event *events;
  uint32_t event_count, event_capacity;
  json_t *by_id;         // id -> number of the event
  json_t *confidential;  // reference of a confidential source -> its number
  LedgerMark *marks;     // by id
  uint32_t mark_count;
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

// apply.c: where the words of the marks stand.
typedef struct {
  uint32_t mark;        // number of the mark
  uint32_t first, end;  // words of the text; first == end: not found, or not in one place only
  bool keeps_before, keeps_behind;
  uint32_t first_candidate, candidate_count;
} Placed;

typedef struct {
  char *text;
  Words words;
  Placed *items;  // in the order of the text; those without a place last
  uint32_t count;
  CdSpan *candidates;
  uint32_t candidate_count, candidate_capacity;
} Placing;

bool ledger_place(const Ledger *self, const CdDocument *document, Placing *placing);
void ledger_placing_free(Placing *self);

// A string of a JSON object, or NULL.
static inline const char *ledger_text(const json_t *object, const char *key) {
  return json_string_value(json_object_get(object, key));
}
// An event of `mark` that sets a field: its value, or NULL. Of several, the first.
const json_t *ledger_mark_value(const Ledger *self, const LedgerMark *mark, LedgerField field);

#endif
