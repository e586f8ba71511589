// Marks of a ledger as Lua tables: events, sources, claims with their marks.
// Sources that are confidential are called "confidential source 1" unless {reveal = true} asks for them.
#include "ledger.h"

#include <string.h>

// ---- JSON as tables ----------------------------------------------------------------------------
// What a list may show of the reference of a source.
static void push_reference(lua_State *L, const Pusher *self, const JsonTree *json,
                           const JsonValue *source) {
  const char *reference = json_text(json, source, "reference");
  const JsonValue *flag = json_get(json, source, "confidential");
  if (!self->reveal && flag && flag->kind == JSON_TRUE_VALUE) {
    uint32_t number = ledger_confidential_number(self->ledger, reference ? reference : "");
    lua_pushfstring(L, "confidential source %d", (int)number);
  } else {
    lua_pushstring(L, reference);
  }
}

static void push_children(lua_State *L, const Pusher *self, const JsonTree *json,
                          const JsonValue *parent) {
  bool is_object = parent->kind == JSON_OBJECT_VALUE;
  int count = 0;
  lua_createtable(L, is_object ? 0 : (int)parent->count, is_object ? (int)parent->count : 0);
  for (const JsonValue *at = json_first(json, parent); at; at = json_next(json, at)) {
    if (!is_object) {
      lua_push_json(L, self, json, at);
      lua_rawseti(L, -2, ++count);
      continue;
    }
    lua_pushlstring(L, at->key, at->key_len);
    if (strcmp(at->key, "reference") == 0) {
      push_reference(L, self, json, parent);
    } else {
      lua_push_json(L, self, json, at);
    }
    lua_rawset(L, -3);
  }
}

// The ledger reads no value that is nested deep, so this ends soon.
void lua_push_json(lua_State *L, const Pusher *self, const JsonTree *json, const JsonValue *value) {
  luaL_checkstack(L, 5, "copydesk: values nested too deep");
  switch (value->kind) {
    case JSON_OBJECT_VALUE:
    case JSON_ARRAY_VALUE:
      push_children(L, self, json, value);
      break;
    case JSON_STRING_VALUE:
      lua_pushlstring(L, value->text, value->len);
      break;
    case JSON_NUMBER_VALUE:
      lua_pushlstring(L, value->text, value->len);
      lua_pushnumber(L, lua_tonumber(L, -1));
      lua_remove(L, -2);
      break;
    case JSON_TRUE_VALUE:
    case JSON_FALSE_VALUE:
      lua_pushboolean(L, value->kind == JSON_TRUE_VALUE);
      break;
    case JSON_NULL_VALUE:
      lua_pushnil(L);
      break;
  }
}

// ---- claims ------------------------------------------------------------------------------------
// A member of the event that set a field: table[name] = value.
static void set_field(lua_State *L, const Pusher *pusher, const LedgerMark *mark, LedgerField field,
                      const char *name) {
  if (mark->setter_counts[field] == 0) return;
  const JsonTree *event = ledger_event(pusher->ledger, mark->setters[field][0]);
  const char *value = json_text(event, json_root(event), name);
  if (!value) return;
  lua_pushstring(L, value);
  lua_setfield(L, -2, name);
}

// The sources of all who set them, not knowing of each other.
static void set_sources(lua_State *L, const Pusher *pusher, const LedgerMark *mark) {
  int count = 0;
  lua_newtable(L);
  for (uint32_t i = 0; i < mark->setter_counts[LEDGER_FIELD_SOURCES]; i++) {
    const JsonTree *event = ledger_event(pusher->ledger, mark->setters[LEDGER_FIELD_SOURCES][i]);
    const JsonValue *sources = json_get(event, json_root(event), "sources");
    for (const JsonValue *at = json_first(event, sources); at; at = json_next(event, at)) {
      lua_push_json(L, pusher, event, at);
      lua_rawseti(L, -2, ++count);
    }
  }
  if (count > 0) {
    lua_setfield(L, -2, "sources");
  } else {
    lua_pop(L, 1);
  }
}

// Who set which status, where they disagree: {{status, who, time}, …}
static void set_conflict(lua_State *L, const Pusher *pusher, const LedgerMark *mark) {
  static const char *const names[] = {"status", "who", "time"};
  uint32_t count = mark->setter_counts[LEDGER_FIELD_STATUS];
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    const JsonTree *event = ledger_event(pusher->ledger, mark->setters[LEDGER_FIELD_STATUS][i]);
    lua_createtable(L, 0, 3);
    for (size_t j = 0; j < sizeof names / sizeof *names; j++) {
      lua_pushstring(L, json_text(event, json_root(event), names[j]));
      lua_setfield(L, -2, names[j]);
    }
    lua_rawseti(L, -2, (int)i + 1);
  }
  lua_setfield(L, -2, "conflict");
}

static void set_mark(lua_State *L, const Pusher *pusher, const LedgerClaim *item) {
  const LedgerMark *mark = item->mark;
  lua_pushstring(L, mark->id);
  lua_setfield(L, -2, "mark");
  set_sources(L, pusher, mark);
  set_field(L, pusher, mark, LEDGER_FIELD_NOTE, "note");
  set_field(L, pusher, mark, LEDGER_FIELD_STATUS, "who");
  set_field(L, pusher, mark, LEDGER_FIELD_STATUS, "time");
  if (item->status == LEDGER_CONFLICT) set_conflict(L, pusher, mark);
  if (item->difference) {
    lua_pushboolean(L, item->status == LEDGER_STALE);
    lua_setfield(L, -2, "stale");
    lua_pushstring(L, item->was);
    lua_setfield(L, -2, "was");
    lua_pushstring(L, item->difference);
    lua_setfield(L, -2, "difference");
  }
}

void lua_push_marked(lua_State *L, const LuaLedger *self, LuaDocument *document,
                     const Pusher *pusher, const LedgerClaim *item) {
  lua_document_claim(L, document, &item->claim);
  lua_pushstring(L, ledger_status_name(item->status));
  lua_setfield(L, -2, "status");
  lua_pushboolean(L, item->unverified);
  lua_setfield(L, -2, "unverified");
  if (item->status == LEDGER_NOT_CLAIM) {
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "not_claim");
  }
  if (item->mark) set_mark(L, pusher, item);
  if (!item->orphan) return;
  lua_pushboolean(L, 1);
  lua_setfield(L, -2, "orphan");
  lua_pushstring(L, item->words);
  lua_setfield(L, -2, "words");
  lua_pushnumber(L, item->line);
  lua_setfield(L, -2, "line");
  lua_createtable(L, (int)item->candidate_count, 0);
  for (uint32_t i = 0; i < item->candidate_count; i++) {
    lua_createtable(L, 0, 6);
    lua_document_span(L, document, self->claims.candidates[item->first_candidate + i]);
    lua_rawseti(L, -2, (int)i + 1);
  }
  lua_setfield(L, -2, "candidates");
}
