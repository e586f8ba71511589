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
    [LEDGER_FIELD_SPEAKER] = "speaker", [LEDGER_FIELD_NAME] = "name",
};

const json_t *ledger_mark_value(const Ledger *self, const LedgerMark *mark, LedgerField field) {
  if (mark->setter_counts[field] == 0) return NULL;
  return json_object_get(self->events[mark->setters[field][0]].json, field_names[field]);
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

// ---- checking an event
// ------------------------------------------------------------------------------
static bool is_shallow(const json_t *value, int depth) {
  if (!json_is_object(value) && !json_is_array(value)) return true;
  if (depth == 0) return false;
  const char *key;
  json_t *item;
  size_t index;
  json_array_foreach((json_t *)value, index, item) {
    if (!is_shallow(item, depth - 1)) return false;
  }
  json_object_foreach((json_t *)value, key, item) {
    if (!is_shallow(item, depth - 1)) return false;
  }
  return true;
}

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

static bool are_sources(const json_t *sources) {
  size_t index;
  json_t *source;
  if (!json_is_array(sources)) return false;
  json_array_foreach((json_t *)sources, index, source) {
    if (!json_is_object(source)) return false;
  }
  return true;
}

// Fills an event from its JSON. Returns what is wrong with it, or NULL.
static const char *fill(Event *event, json_t *json) {
  *event = (Event){.json = json, .status = LEDGER_UNCHECKED};
  const json_t *version = json_object_get(json, "v");
  event->id = ledger_text(json, "id");
  event->mark = ledger_text(json, "mark");
  if (!json_is_integer(version) || !is_id(event->id) || !is_id(event->mark)) {
    return "is no event of a ledger";
  }
  const json_t *after = json_object_get(json, "after");
  if (after && !json_is_array(after)) return "has an \"after\" that is no list";
  if (json_integer_value(version) != VERSION) {
    event->unreadable = true;
    return NULL;
  }
  event->undo = ledger_text(json, "undo");
  for (int field = 0; field < LEDGER_FIELD_COUNT; field++) {
    const json_t *value = json_object_get(json, field_names[field]);
    if (!value || json_is_null(value)) continue;
    event->fields |= (uint16_t)(1 << field);
    bool good = field == LEDGER_FIELD_ANCHOR    ? ledger_text(value, "words") != NULL
                : field == LEDGER_FIELD_SOURCES ? are_sources(value)
                                                : json_is_string(value);
    if (!good) return "has a field of a wrong kind";
  }
  if (event->fields & 1 << LEDGER_FIELD_STATUS) {
    event->status = ledger_status(ledger_text(json, "status"));
    if (event->status == LEDGER_MARKABLE_COUNT) return "sets a status that is not known";
  }
  return NULL;
}

// ---- lines
// ------------------------------------------------------------------------------------------
// Numbers the confidential sources in the order of the file.
static bool number_sources(Ledger *self, const json_t *json) {
  size_t index;
  json_t *source;
  json_array_foreach(json_object_get(json, "sources"), index, source) {
    const char *reference = ledger_text(source, "reference");
    if (!reference || !json_is_true(json_object_get(source, "confidential"))) continue;
    if (json_object_get(self->confidential, reference)) continue;
    json_int_t number = (json_int_t)json_object_size(self->confidential) + 1;
    if (json_object_set_new(self->confidential, reference, json_integer(number)) != 0) return false;
  }
  return true;
}

// Keeps one event. An id that was there before counts once; if the two differ, the one that sorts
// first counts, whatever the order of the lines.
static bool keep(Ledger *self, Event *event, uint32_t line) {
  event->line = line;
  const json_t *known = json_object_get(self->by_id, event->id);
  if (known) {
    Event *other = &self->events[json_integer_value(known)];
    if (json_equal(other->json, event->json)) {
      json_decref(event->json);
      return true;
    }
    char *one = json_dumps(other->json, JSON_SORT_KEYS | JSON_COMPACT);
    char *two = json_dumps(event->json, JSON_SORT_KEYS | JSON_COMPACT);
    bool done = one && two;
    bool replaces = done && strcmp(two, one) < 0;
    free(one);
    free(two);
    json_t *loser = replaces ? other->json : event->json;
    if (replaces) *other = *event;
    json_decref(loser);
    return done &&
           ledger_complain(self, line, "has the id of another event; one of them is not read");
  }
  if (self->event_count == self->event_capacity) {
    uint32_t capacity = self->event_capacity ? self->event_capacity * 2 : 32;
    Event *events = realloc(self->events, capacity * sizeof *events);
    if (!events) {
      json_decref(event->json);
      return false;
    }
    self->events = events;
    self->event_capacity = capacity;
  }
  if (json_object_set_new(self->by_id, event->id, json_integer((json_int_t)self->event_count)) !=
      0) {
    json_decref(event->json);
    return false;
  }
  self->events[self->event_count++] = *event;
  return number_sources(self, event->json);
}

static bool is_blank(const char *line, size_t len) {
  for (size_t i = 0; i < len; i++) {
    if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') return false;
  }
  return true;
}

static bool read_line(Ledger *self, const char *bytes, size_t len, uint32_t line, bool has_end) {
  if (is_blank(bytes, len)) return true;
  if (len > line_max) return ledger_complain(self, line, "is over 1 MB: kept, but not read");
  json_error_t problem;
  json_t *json = json_loadb(bytes, len, 0, &problem);
  char message[LEDGER_MESSAGE_LEN];
  const char *wrong = NULL;
  Event event;
  if (!json) {
    if (json_error_code(&problem) == json_error_out_of_memory) return false;
    wrong = has_end ? "is not JSON" : "is torn: its end was never written";
  } else if (!is_shallow(json, DEPTH_MAX)) {
    wrong = "is nested too deep";
  } else {
    wrong = fill(&event, json);
  }
  if (wrong) {
    json_decref(json);
    snprintf(message, sizeof message, "%s: kept, but not read", wrong);
    return ledger_complain(self, line, message);
  }
  if (event.unreadable &&
      !ledger_complain(self, line, "is of a newer copydesk: kept, but not read")) {
    json_decref(json);
    return false;
  }
  return keep(self, &event, line);
}

void ledger_forget_events(Ledger *self) {
  for (uint32_t i = 0; i < self->event_count; i++) json_decref(self->events[i].json);
  free(self->events);
  for (uint32_t i = 0; i < self->message_count; i++) free(self->messages[i]);
  free(self->messages);
  free(self->marks);
  free(self->numbers);
  json_decref(self->by_id);
  json_decref(self->confidential);
  *self = (Ledger){.file = self->file};
}

bool ledger_read_events(Ledger *self) {
  ledger_forget_events(self);
  self->by_id = json_object();
  self->confidential = json_object();
  if (!self->by_id || !self->confidential) return false;
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
