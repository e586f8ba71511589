// Events -> marks: what each field of a mark is now, and where its writers disagree.
// Goes by `after` alone, so any order of the lines gives the same marks: an event counts for a
// field unless a later one, not taken back, sets that field too. One pass from the last events to
// the first.
#include <stdlib.h>
#include <string.h>

#include "ledger.h"

// Union-find over events, with path halving: events of one mark, and of marks that were joined.
static uint32_t find(Event *events, uint32_t event) {
  while (events[event].group != event) {
    events[event].group = events[events[event].group].group;
    event = events[event].group;
  }
  return event;
}

static void join(Event *events, uint32_t one, uint32_t other) {
  one = find(events, one);
  other = find(events, other);
  if (one == other) return;
  // The smallest mark id gives the whole its name.
  if (strcmp(events[one].mark, events[other].mark) > 0) {
    events[one].group = other;
  } else {
    events[other].group = one;
  }
}

// Calls `visit` for each event that an event names in its `after`. False when memory is short.
static bool each_parent(Ledger *self, uint32_t event,
                        bool (*visit)(Ledger *self, uint32_t event, uint32_t parent)) {
  const JsonTree json = self->events[event].json;
  const JsonValue *after = json_get(&json, json_root(&json), "after");
  for (const JsonValue *at = json_first(&json, after); at; at = json_next(&json, at)) {
    bool is_text = at->kind == JSON_STRING_VALUE;
    if (!visit(self, event, ledger_find_event(self, is_text ? at->text : NULL))) return false;
  }
  return true;
}

static bool count_parent(Ledger *self, uint32_t event, uint32_t parent) {
  if (parent == LEDGER_NONE) {
    return ledger_complain(self, self->events[event].line,
                           "follows an event that is not in the file");
  }
  self->events[parent].children++;
  self->events[parent].followed = true;
  join(self->events, event, parent);
  return true;
}

typedef struct {
  const char *mark, *id;
  uint32_t event;
} Item;

static int by_mark_and_id(const void *a, const void *b) {
  const Item *one = a, *other = b;
  int order = strcmp(one->mark, other->mark);
  return order ? order : strcmp(one->id, other->id);
}

// Fills items with the events sorted by the mark that they name (`grouped`: that their group has).
static void sort_items(Ledger *self, Item *items, bool grouped) {
  for (uint32_t i = 0; i < self->event_count; i++) {
    const Event *named = &self->events[grouped ? find(self->events, i) : i];
    items[i] = (Item){named->mark, self->events[i].id, i};
  }
  if (self->event_count > 0) qsort(items, self->event_count, sizeof *items, by_mark_and_id);
}

static bool link_events(Ledger *self, Item *items) {
  for (uint32_t i = 0; i < self->event_count; i++) self->events[i].group = i;
  sort_items(self, items, false);
  for (uint32_t i = 1; i < self->event_count; i++) {
    if (strcmp(items[i].mark, items[i - 1].mark) == 0) {
      join(self->events, items[i].event, items[i - 1].event);
    }
  }
  for (uint32_t i = 0; i < self->event_count; i++) {
    if (!each_parent(self, i, count_parent)) return false;
  }
  return true;
}

static uint16_t set_fields(const Event *event) { return event->undone ? 0 : event->fields; }

static uint16_t later_than_parents(const Event *event) { return event->later | set_fields(event); }

static bool replay_parent(Ledger *self, uint32_t event, uint32_t parent) {
  if (parent == LEDGER_NONE) return true;
  self->events[parent].later |= later_than_parents(&self->events[event]);
  self->events[parent].children--;
  return true;
}

static bool make_ready(Ledger *self, uint32_t event, uint32_t parent) {
  (void)event;
  if (parent == LEDGER_NONE || self->events[parent].children > 0) return true;
  if (self->events[parent].replayed || self->events[parent].ready) return true;
  self->events[parent].ready = true;
  self->ready[self->ready_count++] = parent;
  return true;
}

// The event of the same mark that an event takes back, or LEDGER_NONE.
static uint32_t undo_target(Ledger *self, uint32_t number) {
  uint32_t target = ledger_find_event(self, self->events[number].undo);
  if (target == LEDGER_NONE) return LEDGER_NONE;
  return find(self->events, target) == find(self->events, number) ? target : LEDGER_NONE;
}

// Which events are taken back. An event that takes one back may be taken back itself, so those come
// first whom nobody takes back.
static void undo_events(Ledger *self) {
  for (uint32_t i = 0; i < self->event_count; i++) {
    uint32_t target = undo_target(self, i);
    if (target != LEDGER_NONE) self->events[target].undoers++;
  }
  for (uint32_t i = 0; i < self->event_count; i++) {
    if (self->events[i].undo && self->events[i].undoers == 0) self->ready[self->ready_count++] = i;
  }
  while (self->ready_count > 0) {
    uint32_t number = self->ready[--self->ready_count];
    uint32_t target = undo_target(self, number);
    if (target == LEDGER_NONE) continue;
    if (!self->events[number].undone) self->events[target].undone = true;
    if (--self->events[target].undoers == 0) self->ready[self->ready_count++] = target;
  }
}

// From the events that nothing follows to the first ones.
static bool replay_events(Ledger *self) {
  for (uint32_t i = 0; i < self->event_count; i++) {
    if (self->events[i].children == 0) self->ready[self->ready_count++] = i;
  }
  while (self->ready_count > 0) {
    uint32_t event = self->ready[--self->ready_count];
    self->events[event].replayed = true;
    each_parent(self, event, replay_parent);
    each_parent(self, event, make_ready);
  }
  // Events that follow each other in a circle come from nobody's copydesk; each counts for itself.
  for (uint32_t i = 0; i < self->event_count; i++) {
    Event *event = &self->events[i];
    if (event->replayed) continue;
    event->followed = false;
    if (!ledger_complain(self, event->line, "follows itself: its place in time is not known")) {
      return false;
    }
  }
  return true;
}

// ---- marks -------------------------------------------------------------------------------------
// The numbers of those events of a mark that set a field and are not overtaken (`field` < count),
// or of those that nothing follows.
static const uint32_t *choose(const Ledger *self, const Item *items, size_t count, int field,
                              uint32_t **next, uint32_t *chosen) {
  uint32_t *first = *next;
  for (size_t i = 0; i < count; i++) {
    const Event *event = &self->events[items[i].event];
    bool is_chosen = field < LEDGER_FIELD_COUNT ? (set_fields(event) & ~event->later) >> field & 1
                                                : !event->followed;
    if (is_chosen) *(*next)++ = items[i].event;
  }
  *chosen = (uint32_t)(*next - first);
  return first;
}

static bool has_source(const JsonTree *json) {
  const JsonValue *sources = json_get(json, json_root(json), "sources");
  for (const JsonValue *at = json_first(json, sources); at; at = json_next(json, at)) {
    const char *reference = json_text(json, at, "reference");
    if (reference && *reference) return true;
  }
  return false;
}

static void make_mark(const Ledger *self, LedgerMark *mark, const Item *items, size_t count,
                      uint32_t **next) {
  *mark = (LedgerMark){.id = items[0].mark};
  for (int field = 0; field < LEDGER_FIELD_COUNT; field++) {
    mark->setters[field] = choose(self, items, count, field, next, &mark->setter_counts[field]);
  }
  mark->heads = choose(self, items, count, LEDGER_FIELD_COUNT, next, &mark->head_count);
  for (uint32_t i = 0; i < mark->setter_counts[LEDGER_FIELD_STATUS]; i++) {
    LedgerStatus status = self->events[mark->setters[LEDGER_FIELD_STATUS][i]].status;
    if (i > 0 && status != mark->status) status = LEDGER_CONFLICT;
    mark->status = status;
    if (status == LEDGER_CONFLICT) break;
  }
  for (uint32_t i = 0; i < mark->setter_counts[LEDGER_FIELD_SOURCES]; i++) {
    const Event *event = &self->events[mark->setters[LEDGER_FIELD_SOURCES][i]];
    mark->has_source |= has_source(&event->json);
  }
  for (size_t i = 0; i < count; i++) mark->unreadable |= self->events[items[i].event].unreadable;
}

const char *ledger_group_mark(const Ledger *self, uint32_t event) {
  return self->events[find(self->events, event)].mark;
}

static bool make_marks(Ledger *self, Item *items) {
  size_t count = self->event_count;
  self->marks = malloc((count + 1) * sizeof *self->marks);
  self->numbers = malloc((count + 1) * (LEDGER_FIELD_COUNT + 1) * sizeof *self->numbers);
  if (!self->marks || !self->numbers) return false;
  sort_items(self, items, true);
  uint32_t *next = self->numbers;
  for (size_t first = 0, end; first < count; first = end) {
    for (end = first + 1; end < count && strcmp(items[end].mark, items[first].mark) == 0;) end++;
    make_mark(self, &self->marks[self->mark_count++], items + first, end - first, &next);
  }
  return true;
}

bool ledger_replay(Ledger *self) {
  Item *items = malloc(((size_t)self->event_count + 1) * sizeof *items);
  self->ready = malloc(((size_t)self->event_count + 1) * sizeof *self->ready);
  self->ready_count = 0;
  bool done = items && self->ready && link_events(self, items);
  if (done) {
    undo_events(self);
    done = replay_events(self) && make_marks(self, items);
  }
  free(items);
  free(self->ready);
  self->ready = NULL;
  return done;
}
