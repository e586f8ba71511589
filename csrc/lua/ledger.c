// Ledgers in Lua: claims with their marks, marking, taking back.
// Sources that are confidential are called "confidential source 1" unless {reveal = true} asks for them.
#include "../ledger.h"

#include <stdlib.h>
#include <string.h>

#include "core.h"

typedef struct {
  Ledger *ledger;             // NULL: closed
  LedgerClaims claims;        // of the call that is running
  CdCorrection *corrections;  // likewise
} LuaLedger;

static LuaLedger *check(lua_State *L) {
  LuaLedger *self = luaL_checkudata(L, 1, LUA_LEDGER);
  if (!self->ledger) luaL_error(L, "copydesk: the ledger is closed");
  return self;
}

static void forget(LuaLedger *self) { ledger_claims_free(&self->claims); }

static int ledger_close(lua_State *L) {
  LuaLedger *self = luaL_checkudata(L, 1, LUA_LEDGER);
  forget(self);
  ledger_free(self->ledger);
  self->ledger = NULL;
  return 0;
}

// nil and a message
static int refuse(lua_State *L, const char *message) {
  lua_pushnil(L);
  lua_pushstring(L, message);
  return 2;
}

// A string field of the table at an index, or NULL. It stays on the stack.
const char *lua_text_field(lua_State *L, int index, const char *name) {
  lua_getfield(L, index, name);
  if (lua_isnil(L, -1)) return NULL;
  if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "copydesk: %s: a string expected", name);
  return lua_tostring(L, -1);
}

static bool is_set(lua_State *L, int index, const char *name) {
  if (!lua_istable(L, index)) return false;
  lua_getfield(L, index, name);
  bool set = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return set;
}

// core.ledger(path, {draft = path}): reads the ledger if it exists, and makes nothing before the first
// mark. A new one takes owner, group and mode from `draft`; without it from the file beside it whose
// ledger it is by its name.
int lua_core_ledger(lua_State *L) {
  static const char suffix[] = ".ledger.jsonl";
  const char *path = luaL_checkstring(L, 1);
  const char *draft = lua_istable(L, 2) ? lua_text_field(L, 2, "draft") : NULL;
  size_t len = strlen(path), tail = sizeof suffix - 1;
  if (!draft && len > tail && strcmp(path + len - tail, suffix) == 0) {
    lua_pushlstring(L, path, len - tail);
    draft = lua_tostring(L, -1);
  }
  LuaLedger *self = lua_newuserdata(L, sizeof *self);
  *self = (LuaLedger){0};
  luaL_getmetatable(L, LUA_LEDGER);
  lua_setmetatable(L, -2);
  char message[LEDGER_MESSAGE_LEN];
  self->ledger = ledger_open(path, draft, message);
  if (!self->ledger) return luaL_error(L, "%s", message);
  return 1;
}

// ---- JSON as tables ----------------------------------------------------------------------------
typedef struct {
  const Ledger *ledger;
  bool reveal;
} Pusher;

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

static void push_json(lua_State *L, const Pusher *self, const JsonTree *json,
                      const JsonValue *value);

static void push_children(lua_State *L, const Pusher *self, const JsonTree *json,
                          const JsonValue *parent) {
  bool is_object = parent->kind == JSON_OBJECT_VALUE;
  int count = 0;
  lua_createtable(L, is_object ? 0 : (int)parent->count, is_object ? (int)parent->count : 0);
  for (const JsonValue *at = json_first(json, parent); at; at = json_next(json, at)) {
    if (!is_object) {
      push_json(L, self, json, at);
      lua_rawseti(L, -2, ++count);
      continue;
    }
    lua_pushlstring(L, at->key, at->key_len);
    if (strcmp(at->key, "reference") == 0) {
      push_reference(L, self, json, parent);
    } else {
      push_json(L, self, json, at);
    }
    lua_rawset(L, -3);
  }
}

// The ledger reads no value that is nested deep, so this ends soon.
static void push_json(lua_State *L, const Pusher *self, const JsonTree *json,
                      const JsonValue *value) {
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

// ledger:events([{reveal = true}])
static int ledger_events(lua_State *L) {
  LuaLedger *self = check(L);
  Pusher pusher = {self->ledger, is_set(L, 2, "reveal")};
  uint32_t count = ledger_event_count(self->ledger);
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    const JsonTree *event = ledger_event(self->ledger, i);
    push_json(L, &pusher, event, json_root(event));
    lua_rawseti(L, -2, (int)i + 1);
  }
  return 1;
}

// ledger:messages()
static int ledger_messages(lua_State *L) {
  LuaLedger *self = check(L);
  uint32_t count = ledger_message_count(self->ledger);
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    lua_pushstring(L, ledger_message(self->ledger, i));
    lua_rawseti(L, -2, (int)i + 1);
  }
  return 1;
}

// ledger:refresh() -> did the file change; or nil and why it cannot be read
static int refresh(lua_State *L) {
  LuaLedger *self = check(L);
  char message[LEDGER_MESSAGE_LEN];
  bool changed;
  forget(self);
  if (!ledger_refresh(self->ledger, &changed, message)) return refuse(L, message);
  lua_pushboolean(L, changed);
  return 1;
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
      push_json(L, pusher, event, at);
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
}

static void push_claim(lua_State *L, const LuaLedger *self, LuaDocument *document,
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

// ledger:apply(doc, [{reveal = true}])
static int apply(lua_State *L) {
  LuaLedger *self = check(L);
  LuaDocument *document = lua_document_check(L, 2);
  Pusher pusher = {self->ledger, is_set(L, 3, "reveal")};
  forget(self);
  if (!ledger_apply(self->ledger, document->document, &self->claims)) {
    return luaL_error(L, "copydesk: memory is short");
  }
  lua_document_lines(L, document, (CdSpan){0, cd_document_len(document->document)});
  lua_createtable(L, (int)self->claims.count, 0);
  for (uint32_t i = 0; i < self->claims.count; i++) {
    push_claim(L, self, document, &pusher, &self->claims.items[i]);
    lua_rawseti(L, -2, (int)i + 1);
  }
  forget(self);
  return 1;
}

// ---- marking -----------------------------------------------------------------------------------
// The sources of the table on top of the stack. They lie in a userdata that takes its place, and their
// strings in the table's fields, which the caller keeps alive.
static void read_sources(lua_State *L, LedgerEvent *event) {
  luaL_checktype(L, -1, LUA_TTABLE);
  int list = lua_gettop(L), count = (int)lua_objlen(L, list);
  LedgerSource *sources = lua_newuserdata(L, ((size_t)count + 1) * sizeof *sources);
  for (int i = 0; i < count; i++) {
    lua_rawgeti(L, list, i + 1);
    luaL_checktype(L, -1, LUA_TTABLE);
    int source = lua_gettop(L);
    sources[i].kind = lua_text_field(L, source, "kind");
    sources[i].reference = lua_text_field(L, source, "reference");
    sources[i].seen = lua_text_field(L, source, "seen");
    sources[i].confidential = is_set(L, source, "confidential");
    lua_settop(L, source - 1);
  }
  event->sources = sources;
  event->source_count = (uint32_t)count;
}

// ledger:mark(doc, start_byte, end_byte, {status, sources, note, speaker, who, mark})
static int mark(lua_State *L) {
  LuaLedger *self = check(L);
  LuaDocument *document = lua_document_check(L, 2);
  CdSpan span = {lua_check_offset(L, 3), lua_check_offset(L, 4)};
  luaL_checktype(L, 5, LUA_TTABLE);
  lua_settop(L, 5);
  forget(self);
  LedgerEvent event = {.status = LEDGER_MARKABLE_COUNT};
  const char *status = lua_text_field(L, 5, "status");
  if (status) {
    event.status = ledger_status(status);
    if (event.status == LEDGER_MARKABLE_COUNT) {
      return luaL_error(L, "copydesk: status: \"%s\" cannot be set", status);
    }
  }
  event.who = lua_text_field(L, 5, "who");
  event.note = lua_text_field(L, 5, "note");
  event.speaker = lua_text_field(L, 5, "speaker");
  event.mark = lua_text_field(L, 5, "mark");
  lua_getfield(L, 5, "sources");
  if (!lua_isnil(L, -1)) read_sources(L, &event);
  char id[LEDGER_ID_LEN], message[LEDGER_MESSAGE_LEN];
  bool done = ledger_mark(self->ledger, document->document, span, &event, id, message);
  forget(self);
  if (!done) return refuse(L, message);
  lua_pushstring(L, id);
  return 1;
}

// ledger:correct({kind, name, other, type, who})
static int correct(lua_State *L) {
  LuaLedger *self = check(L);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  forget(self);
  CdCorrection correction = lua_correction_check(L, 2);
  char id[LEDGER_ID_LEN], message[LEDGER_MESSAGE_LEN];
  const char *who = lua_text_field(L, 2, "who");
  if (!ledger_correct(self->ledger, &correction, who, id, message)) return refuse(L, message);
  lua_pushstring(L, id);
  return 1;
}

// ledger:corrections(): as doc:correct() takes them.
static int corrections(lua_State *L) {
  LuaLedger *self = check(L);
  uint32_t count;
  free(self->corrections);
  if (!ledger_corrections(self->ledger, &self->corrections, &count)) {
    return luaL_error(L, "copydesk: memory is short");
  }
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    const CdCorrection *correction = &self->corrections[i];
    lua_createtable(L, 0, 3);
    lua_pushstring(L, cd_correction_name(correction->kind));
    lua_setfield(L, -2, "kind");
    lua_pushstring(L, correction->name);
    lua_setfield(L, -2, "name");
    if (correction->kind == CD_CORRECT_SAME) {
      lua_pushstring(L, correction->other);
      lua_setfield(L, -2, "other");
    }
    if (correction->kind == CD_CORRECT_TYPE) {
      lua_pushstring(L, cd_entity_type_name(correction->type));
      lua_setfield(L, -2, "type");
    }
    lua_rawseti(L, -2, (int)i + 1);
  }
  return 1;
}

// ledger:undo([mark | {mark, who}])
static int undo(lua_State *L) {
  LuaLedger *self = check(L);
  lua_settop(L, 2);
  const char *who = NULL, *mark_id = NULL;
  if (lua_istable(L, 2)) {
    who = lua_text_field(L, 2, "who");
    mark_id = lua_text_field(L, 2, "mark");
  } else if (!lua_isnil(L, 2)) {
    mark_id = luaL_checkstring(L, 2);
  }
  char message[LEDGER_MESSAGE_LEN];
  uint32_t event;
  forget(self);
  if (!ledger_undo(self->ledger, mark_id, who, &event, message)) return refuse(L, message);
  Pusher pusher = {self->ledger, false};
  const JsonTree *undone = ledger_event(self->ledger, event);
  push_json(L, &pusher, undone, json_root(undone));
  return 1;
}

static const luaL_Reg methods[] = {
    {"apply", apply},
    {"mark", mark},
    {"undo", undo},
    {"correct", correct},
    {"corrections", corrections},
    {"events", ledger_events},
    {"messages", ledger_messages},
    {"refresh", refresh},
    {"close", ledger_close},
    {"__gc", ledger_close},
    {NULL, NULL},
};

void lua_open_ledger(lua_State *L) { lua_open_class(L, LUA_LEDGER, methods); }
