// Lines of a ledger -> events; see ledger.h for the format.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../text.h"
#include "ledger.h"

enum {
  VERSION = 1,
  DEPTH_MAX = 8,       // of nested values in an event
  MESSAGES_MAX = 100,  // lines that are told of one by one
};
static const size_t line_max = (size_t)1 << 20;

static const char *const status_names[LEDGER_STATUS_COUNT] = {
    [LEDGER_UNCHECKED] = "unchecked",
    [LEDGER_QUERYING] = "querying",
    [LEDGER_VERIFIED] = "verified",
    [LEDGER_CORRECTED] = "corrected",
    [LEDGER_DISPUTED] = "disputed",
    [LEDGER_UNVERIFIABLE] = "unverifiable",
    [LEDGER_CUT] = "cut",
    [LEDGER_NOT_CLAIM] = "not_claim",
    [LEDGER_STALE] = "stale",
    [LEDGER_CONFLICT] = "conflict",
};

const char *ledger_status_name(LedgerStatus status) { return status_names[status]; }

LedgerStatus ledger_status(const char *name) {
  int status = 0;
  while (status < LEDGER_MARKABLE_COUNT && strcmp(name, status_names[status]) != 0) status++;
  return (LedgerStatus)status;
}

static const char *const field_names[LEDGER_FIELD_COUNT] = {
    [LEDGER_FIELD_ANCHOR] = "anchor",   [LEDGER_FIELD_STATUS] = "status",
    [LEDGER_FIELD_SOURCES] = "sources", [LEDGER_FIELD_NOTE] = "note",
    [LEDGER_FIELD_SPEAKER] = "speaker", [LEDGER_FIELD_CORRECTION] = "correction",
};

uint32_t ledger_find_event(const Ledger *self, const char *id) {
  uint32_t low = 0;
  for (uint32_t high = id ? self->event_count : 0; low < high;) {
    uint32_t middle = low + (high - low) / 2;
    int order = strcmp(self->events[self->by_id[middle]].id, id);
    if (order == 0) return self->by_id[middle];
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return LEDGER_NONE;
}

bool ledger_complain(Ledger *self, uint32_t line, const char *what) {
  if (self->message_count > MESSAGES_MAX) return true;
  char **messages = realloc(self->messages, (self->message_count + 1) * sizeof *messages);
  if (!messages) return false;
  self->messages = messages;
  char buffer[LEDGER_MESSAGE_LEN];
  if (self->message_count == MESSAGES_MAX) what = "this line and others are kept, but not read";
  if (line > 0) {
    snprintf(buffer, sizeof buffer, "%s:%u: %s", self->file.path, line, what);
  } else {
    snprintf(buffer, sizeof buffer, "%s: %s", self->file.path, what);
  }
  char *copy = strdup(buffer);
  if (!copy) return false;
  self->messages[self->message_count++] = copy;
  return true;
}

// ---- checking an event -------------------------------------------------------------------------
// Ids go into messages and after-lists: plain short words.
static bool is_id(const char *text) {
  if (!text || !*text) return false;
  for (size_t i = 0; text[i]; i++) {
    uint32_t byte = (unsigned char)text[i];
    bool plain = text_is_digit(byte) || (byte < 128 && text_is_letter(byte)) || byte == '-';
    if (!plain || i >= LEDGER_ID_LEN - 1) return false;
  }
  return true;
}

static bool are_sources(const JsonTree *json, const JsonValue *sources) {
  if (sources->kind != JSON_ARRAY_VALUE) return false;
  for (const JsonValue *at = json_first(json, sources); at; at = json_next(json, at)) {
    if (at->kind != JSON_OBJECT_VALUE) return false;
  }
  return true;
}

static bool is_good(const JsonTree *json, LedgerField field, const JsonValue *value) {
  switch (field) {
    case LEDGER_FIELD_ANCHOR:
      return json_text(json, value, "words") != NULL;
    case LEDGER_FIELD_SOURCES:
      return are_sources(json, value);
    case LEDGER_FIELD_CORRECTION:
      return json_text(json, value, "kind") && json_text(json, value, "name");
    default:
      return value->kind == JSON_STRING_VALUE;
  }
}

// Fills an event from its JSON. Returns what is wrong with it, or NULL.
static const char *fill(Event *event) {
  const JsonTree *json = &event->json;
  const JsonValue *root = json_root(json);
  uint32_t version = json_number(json, root, "v", 0);
  event->id = json_text(json, root, "id");
  event->mark = json_text(json, root, "mark");
  if (version == 0 || !is_id(event->id) || !is_id(event->mark)) return "is no event of a ledger";
  const JsonValue *after = json_get(json, root, "after");
  if (after && after->kind != JSON_ARRAY_VALUE) return "has an \"after\" that is no list";
  event->unreadable = version != VERSION;
  if (event->unreadable) return NULL;
  event->undo = json_text(json, root, "undo");
  for (int field = 0; field < LEDGER_FIELD_COUNT; field++) {
    const JsonValue *value = json_get(json, root, field_names[field]);
    if (!value || value->kind == JSON_NULL_VALUE) continue;
    if (!is_good(json, (LedgerField)field, value)) return "has a field of a wrong kind";
    event->fields |= (uint16_t)(1 << field);
  }
  if (event->fields & 1 << LEDGER_FIELD_STATUS) {
    const char *status = json_text(json, root, "status");
    event->status = status ? ledger_status(status) : LEDGER_MARKABLE_COUNT;
    if (event->status == LEDGER_MARKABLE_COUNT) return "sets a status that is not known";
  }
  return NULL;
}

// ---- lines -------------------------------------------------------------------------------------
static bool is_blank(const char *line, size_t len) {
  for (size_t i = 0; i < len; i++) {
    if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') return false;
  }
  return true;
}

static bool keep(Ledger *self, const Event *event) {
  if (self->event_count == self->event_capacity) {
    uint32_t capacity = self->event_capacity ? self->event_capacity * 2 : 32;
    Event *events = realloc(self->events, capacity * sizeof *events);
    if (!events) return false;
    self->events = events;
    self->event_capacity = capacity;
  }
  self->events[self->event_count++] = *event;
  return true;
}

static bool read_line(Ledger *self, const char *bytes, size_t len, uint32_t line, bool has_end) {
  if (is_blank(bytes, len)) return true;
  if (len > line_max) return ledger_complain(self, line, "is over 1 MB: kept, but not read");
  Event event = {.raw = bytes, .raw_len = len, .line = line};
  JsonProblem problem;
  char message[LEDGER_MESSAGE_LEN];
  if (!json_parse(&event.json, bytes, len, DEPTH_MAX, &problem)) {
    if (!problem.message) return false;
    snprintf(message, sizeof message, "%s (%s): kept, but not read",
             has_end ? "is not JSON" : "is torn", problem.message);
    return ledger_complain(self, line, message);
  }
  const char *wrong = fill(&event);
  bool done = true;
  if (wrong) {
    snprintf(message, sizeof message, "%s: kept, but not read", wrong);
    done = ledger_complain(self, line, message);
  } else if (event.unreadable) {
    done = ledger_complain(self, line, "is of a newer copydesk: kept, but not read");
  }
  if (!wrong && done && keep(self, &event)) return true;
  json_tree_free(&event.json);
  return wrong && done;
}

static bool read_lines(Ledger *self) {
  const char *bytes = self->file.bytes;
  uint32_t line = 0;
  for (size_t at = 0; at < self->file.len;) {
    const char *end = memchr(bytes + at, '\n', self->file.len - at);
    size_t len = end ? (size_t)(end - bytes) - at : self->file.len - at;
    if (!read_line(self, bytes + at, len, ++line, end != NULL)) return false;
    at += len + 1;
  }
  return true;
}

// ---- events that are there twice ---------------------------------------------------------------
// Sorts by id; of two with the same id the one that counts comes first, whatever the order of the lines.
static int by_id(const void *a, const void *b) {
  const Event *one = *(const Event *const *)a, *other = *(const Event *const *)b;
  int order = strcmp(one->id, other->id);
  if (order) return order;
  size_t len = one->raw_len < other->raw_len ? one->raw_len : other->raw_len;
  order = memcmp(one->raw, other->raw, len);
  if (order) return order;
  if (one->raw_len != other->raw_len) return one->raw_len < other->raw_len ? -1 : 1;
  return one->line < other->line ? -1 : one->line > other->line;
}

static bool is_copy(const Event *one, const Event *other) {
  return json_same(&one->json, json_root(&one->json), &other->json, json_root(&other->json));
}

// Takes out events whose id was there before. `sorted` are all of them by id.
static bool drop_copies(Ledger *self, Event **sorted) {
  bool done = true;
  const Event *first = NULL;
  for (uint32_t i = 0; i < self->event_count; i++) {
    Event *event = sorted[i];
    if (!first || strcmp(event->id, first->id) != 0) {
      first = event;
      continue;
    }
    if (!is_copy(event, first)) {
      done = done &&
             ledger_complain(self, event->line, "has the id of another event: kept, but not read");
    }
    json_tree_free(&event->json);
    event->id = NULL;
  }
  uint32_t count = 0;
  for (uint32_t i = 0; i < self->event_count; i++) {
    if (self->events[i].id) self->events[count++] = self->events[i];
  }
  self->event_count = count;
  return done;
}

static void sort_events(Ledger *self, Event **sorted) {
  for (uint32_t i = 0; i < self->event_count; i++) sorted[i] = &self->events[i];
  if (self->event_count > 0) qsort(sorted, self->event_count, sizeof *sorted, by_id);
}

static bool index_events(Ledger *self) {
  Event **sorted = malloc(((size_t)self->event_count + 1) * sizeof *sorted);
  self->by_id = malloc(((size_t)self->event_count + 1) * sizeof *self->by_id);
  bool done = sorted && self->by_id;
  if (done) {
    sort_events(self, sorted);
    done = drop_copies(self, sorted);
    sort_events(self, sorted);
    for (uint32_t i = 0; i < self->event_count; i++) {
      self->by_id[i] = (uint32_t)(sorted[i] - self->events);
    }
  }
  free(sorted);
  return done;
}

// ---- confidential sources ----------------------------------------------------------------------
static int by_reference(const void *a, const void *b) {
  const Confidential *one = a, *other = b;
  int order = strcmp(one->reference, other->reference);
  if (order) return order;
  return one->number < other->number ? -1 : one->number > other->number;
}

static int by_number(const void *a, const void *b) {
  const Confidential *one = a, *other = b;
  return one->number < other->number ? -1 : one->number > other->number;
}

static bool collect_sources(Ledger *self, const Event *event) {
  const JsonTree *json = &event->json;
  const JsonValue *sources = json_get(json, json_root(json), "sources");
  for (const JsonValue *at = json_first(json, sources); at; at = json_next(json, at)) {
    const JsonValue *flag = json_get(json, at, "confidential");
    const char *reference = json_text(json, at, "reference");
    if (!reference || !flag || flag->kind != JSON_TRUE_VALUE) continue;
    if (self->confidential_count == self->confidential_capacity) {
      uint32_t capacity = self->confidential_capacity ? self->confidential_capacity * 2 : 8;
      Confidential *grown = realloc(self->confidential, capacity * sizeof *grown);
      if (!grown) return false;
      self->confidential = grown;
      self->confidential_capacity = capacity;
    }
    self->confidential[self->confidential_count] =
        (Confidential){reference, self->confidential_count};
    self->confidential_count++;
  }
  return true;
}

// Numbers the confidential sources from 1 in the order in which the file first names them.
static bool number_sources(Ledger *self) {
  for (uint32_t i = 0; i < self->event_count; i++) {
    if (!collect_sources(self, &self->events[i])) return false;
  }
  if (self->confidential_count == 0) return true;
  Confidential *items = self->confidential;
  qsort(items, self->confidential_count, sizeof *items, by_reference);
  uint32_t count = 0;
  for (uint32_t i = 0; i < self->confidential_count; i++) {
    if (count == 0 || strcmp(items[count - 1].reference, items[i].reference) != 0) {
      items[count++] = items[i];
    }
  }
  self->confidential_count = count;
  qsort(items, count, sizeof *items, by_number);
  for (uint32_t i = 0; i < count; i++) items[i].number = i + 1;
  qsort(items, count, sizeof *items, by_reference);
  return true;
}

uint32_t ledger_confidential_number(const Ledger *self, const char *reference) {
  uint32_t low = 0;
  for (uint32_t high = self->confidential_count; low < high;) {
    uint32_t middle = low + (high - low) / 2;
    int order = strcmp(self->confidential[middle].reference, reference);
    if (order == 0) return self->confidential[middle].number;
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return 0;
}

void ledger_forget_events(Ledger *self) {
  for (uint32_t i = 0; i < self->event_count; i++) json_tree_free(&self->events[i].json);
  for (uint32_t i = 0; i < self->message_count; i++) free(self->messages[i]);
  free(self->events);
  free(self->messages);
  free(self->by_id);
  free(self->confidential);
  free(self->marks);
  free(self->numbers);
  *self = (Ledger){.file = self->file};
}

bool ledger_read_events(Ledger *self) {
  ledger_forget_events(self);
  return read_lines(self) && index_events(self) && number_sources(self);
}
