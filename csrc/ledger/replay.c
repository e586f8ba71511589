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

static uint32_t number_of(const Ledger *self, const char *id) {
  const json_t *number = id ? json_object_get(self->by_id, id) : NULL;
  return number ? (uint32_t)json_integer_value(number) : LEDGER_NONE;
}

// Calls `visit` for each event that `event` names in its `after`. False when memory is short.
static bool each_parent(Ledger *self, uint32_t event,
                        bool (*visit)(Ledger *self, uint32_t event, uint32_t parent)) {
  const json_t *after = json_object_get(self->events[event].json, "after");
  for (size_t i = 0; i < json_array_size(after); i++) {
    uint32_t parent = number_of(self, json_string_value(json_array_get(after, i)));
    if (!visit(self, event, parent)) return false;
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

static bool link_events(Ledger *self) {
  json_t *marks = json_object();
  bool done = marks != NULL;
  for (uint32_t i = 0; done && i < self->event_count; i++) {
    self->events[i].group = i;
    const json_t *known = json_object_get(marks, self->events[i].mark);
    if (known) {
      join(self->events, i, (uint32_t)json_integer_value(known));
    } else {
      done = json_object_set_new(marks, self->events[i].mark, json_integer((json_int_t)i)) == 0;
    }
  }
  json_decref(marks);
  for (uint32_t i = 0; done && i < self->event_count; i++) {
    done = each_parent(self, i, count_parent);
  }
  return done;
}

// The stack of events whose followers are all replayed.
typedef struct {
  uint32_t *items;
  uint32_t count;
} Ready;

static uint16_t set_fields(const Event *event) { return event->undone ? 0 : event->fields; }

// Tells an event's parents what is set after them.
static void replay_event(Ledger *self, uint32_t number, Ready *ready) {
  Event *event = &self->events[number];
  event->replayed = true;
  uint16_t later = event->later | set_fields(event);
  const json_t *after = json_object_get(event->json, "after");
  for (size_t i = 0; i < json_array_size(after); i++) {
    uint32_t parent = number_of(self, json_string_value(json_array_get(after, i)));
    if (parent == LEDGER_NONE) continue;
    self->events[parent].later |= later;
    if (--self->events[parent].children == 0 && !self->events[parent].replayed) {
      ready->items[ready->count++] = parent;
    }
  }
}

// The event of the same mark that an event takes back, or LEDGER_NONE.
static uint32_t undo_target(Ledger *self, uint32_t number) {
  uint32_t target = number_of(self, self->events[number].undo);
  if (target == LEDGER_NONE) return LEDGER_NONE;
  return find(self->events, target) == find(self->events, number) ? target : LEDGER_NONE;
}

// Which events are taken back. An event that takes one back may be taken back itself, so those come
// first whom nobody takes back.
static void undo_events(Ledger *self, Ready *ready) {
  for (uint32_t i = 0; i < self->event_count; i++) {
    uint32_t target = undo_target(self, i);
    if (target != LEDGER_NONE) self->events[target].undoers++;
  }
  for (uint32_t i = 0; i < self->event_count; i++) {
    if (self->events[i].undo && self->events[i].undoers == 0) ready->items[ready->count++] = i;
  }
  while (ready->count > 0) {
    uint32_t number = ready->items[--ready->count];
    uint32_t target = undo_target(self, number);
    if (target == LEDGER_NONE) continue;
    if (!self->events[number].undone) self->events[target].undone = true;
    if (--self->events[target].undoers == 0) ready->items[ready->count++] = target;
  }
}

static bool replay_events(Ledger *self) {
  Ready ready = {.items = malloc(((size_t)self->event_count + 1) * sizeof *ready.items)};
  if (!ready.items) return false;
  undo_events(self, &ready);
  for (uint32_t i = 0; i < self->event_count; i++) {
    if (self->events[i].children == 0) ready.items[ready.count++] = i;
  }
  while (ready.count > 0) replay_event(self, ready.items[--ready.count], &ready);
  free(ready.items);
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

// ---- marks
// ------------------------------------------------------------------------------------------
typedef struct {
  const char *mark, *id;
  uint32_t event;
} Item;

static int by_mark_and_id(const void *a, const void *b) {
  const Item *one = a, *other = b;
  int order = strcmp(one->mark, other->mark);
  return order ? order : strcmp(one->id, other->id);
}

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

static bool has_source(const json_t *sources) {
  size_t index;
  json_t *source;
  json_array_foreach((json_t *)sources, index, source) {
    const char *reference = ledger_text(source, "reference");
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
    mark->has_source |= has_source(json_object_get(event->json, "sources"));
  }
  for (size_t i = 0; i < count; i++) mark->unreadable |= self->events[items[i].event].unreadable;
}

const char *ledger_group_mark(const Ledger *self, uint32_t event) {
  return self->events[find(self->events, event)].mark;
}

bool ledger_replay(Ledger *self) {
  if (!link_events(self) || !replay_events(self)) return false;
  size_t count = self->event_count;
  Item *items = malloc((count + 1) * sizeof *items);
  self->marks = malloc((count + 1) * sizeof *self->marks);
  self->numbers = malloc((count + 1) * (LEDGER_FIELD_COUNT + 1) * sizeof *self->numbers);
  if (!items || !self->marks || !self->numbers) {
    free(items);
    return false;
  }
  for (uint32_t i = 0; i < count; i++) {
    const Event *group = &self->events[find(self->events, i)];
    items[i] = (Item){group->mark, self->events[i].id, i};
  }
  if (count > 0) qsort(items, count, sizeof *items, by_mark_and_id);
  uint32_t *next = self->numbers;
  for (size_t first = 0, end; first < count; first = end) {
    for (end = first + 1; end < count && strcmp(items[end].mark, items[first].mark) == 0;) end++;
    make_mark(self, &self->marks[self->mark_count++], items + first, end - first, &next);
  }
  free(items);
  return true;
}
