// Ledgers in Lua: claims with their marks, marking, taking back.
// Sources that are confidential are called "confidential source 1" unless {reveal = true} asks for them.
#include "ledger.h"

#include <stdlib.h>
#include <string.h>

static LuaLedger *check(lua_State *L) {
  LuaLedger *self = luaL_checkudata(L, 1, LUA_LEDGER);
  if (!self->ledger) luaL_error(L, "copydesk: the ledger is closed");
  return self;
}

// What a call left behind when it ended in an error.
static void forget(LuaLedger *self) {
  ledger_claims_free(&self->claims);
  free(self->corrections);
  self->corrections = NULL;
  free(self->speakers);
  self->speakers = NULL;
}

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

// ledger:events([{reveal = true}])
static int ledger_events(lua_State *L) {
  LuaLedger *self = check(L);
  Pusher pusher = {self->ledger, is_set(L, 2, "reveal")};
  uint32_t count = ledger_event_count(self->ledger);
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    const JsonTree *event = ledger_event(self->ledger, i);
    lua_push_json(L, &pusher, event, json_root(event));
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
    lua_push_marked(L, self, document, &pusher, &self->claims.items[i]);
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
  forget(self);
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

// ledger:speakers(): as doc:correct_speakers() takes them, with mark, who and line.
static int speakers(lua_State *L) {
  LuaLedger *self = check(L);
  uint32_t count;
  forget(self);
  if (!ledger_speakers(self->ledger, &self->speakers, &count)) {
    return luaL_error(L, "copydesk: memory is short");
  }
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    const LedgerSpeaker *item = &self->speakers[i];
    const char *const fields[][2] = {{"words", item->speaker.words},
                                     {"before", item->speaker.before},
                                     {"behind", item->speaker.behind},
                                     {"speaker", item->speaker.speaker},
                                     {"mark", item->mark},
                                     {"who", item->who}};
    lua_createtable(L, 0, 7);
    for (size_t j = 0; j < sizeof fields / sizeof *fields; j++) {
      lua_pushstring(L, fields[j][1]);
      lua_setfield(L, -2, fields[j][0]);
    }
    lua_pushnumber(L, item->line);
    lua_setfield(L, -2, "line");
    lua_rawseti(L, -2, (int)i + 1);
  }
  forget(self);
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
  lua_push_json(L, &pusher, undone, json_root(undone));
  return 1;
}

static const luaL_Reg methods[] = {
    {"apply", apply},
    {"mark", mark},
    {"undo", undo},
    {"correct", correct},
    {"corrections", corrections},
    {"speakers", speakers},
    {"events", ledger_events},
    {"messages", ledger_messages},
    {"refresh", refresh},
    {"close", ledger_close},
    {"__gc", ledger_close},
    {NULL, NULL},
};

void lua_open_ledger(lua_State *L) { lua_open_class(L, LUA_LEDGER, methods); }
