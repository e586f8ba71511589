// luaopen_copydesk_core: the Lua module `copydesk.core`, and its rules objects.
// Its classes are in lua/: documents, workers, ledgers; what they give is described in
// lua/copydesk/types.lua.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lua/core.h"

// ---- rules -------------------------------------------------------------------------------------
typedef struct {
  SharedRules *rules;
} LuaRules;

// The registry's key of the shipped rules; only its address is used.
static const char shipped_key = 0;

static LuaRules *new_rules(lua_State *L) {
  LuaRules *self = lua_newuserdata(L, sizeof *self);
  *self = (LuaRules){0};
  luaL_getmetatable(L, LUA_RULES);
  lua_setmetatable(L, -2);
  self->rules = shared_rules_new(cd_rules_new());
  if (!self->rules) luaL_error(L, "copydesk: memory is short");
  return self;
}

SharedRules *lua_rules_check(lua_State *L, int index) {
  if (!lua_isnoneornil(L, index)) {
    lua_pushvalue(L, index);
    return ((LuaRules *)luaL_checkudata(L, index, LUA_RULES))->rules;
  }
  lua_pushlightuserdata(L, (void *)&shipped_key);
  lua_rawget(L, LUA_REGISTRYINDEX);
  LuaRules *shipped = lua_touserdata(L, -1);
  if (!shipped) {
    lua_pop(L, 1);
    shipped = new_rules(L);  // [rules]
    lua_pushlightuserdata(L, (void *)&shipped_key);
    lua_pushvalue(L, -2);
    lua_rawset(L, LUA_REGISTRYINDEX);
  }
  return shipped->rules;
}

// core.rules([folders]): the shipped rules and a newsroom's. What cannot be used is in messages().
static int core_rules(lua_State *L) {
  if (!lua_isnoneornil(L, 1)) luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  LuaRules *self = new_rules(L);  // [folders] [rules]
  if (lua_isnil(L, 1)) return 1;
  for (int i = 1, count = (int)lua_objlen(L, 1); i <= count; i++) {
    lua_rawgeti(L, 1, i);  // [folders] [rules] [folder]
    const char *folder = luaL_checkstring(L, -1);
    CdStatus status = cd_rules_add_folder(shared_rules_get(self->rules), folder);
    if (status == CD_BAD_FILE) {
      return luaL_error(L, "copydesk: %s: %s", folder, strerror(errno));
    }
    if (status != CD_OK && status != CD_BAD_RULES) {
      return luaL_error(L, "copydesk: %s: %s", folder, cd_status_text(status));
    }
    lua_pop(L, 1);
  }
  return 1;
}

static int rules_gc(lua_State *L) {
  LuaRules *self = luaL_checkudata(L, 1, LUA_RULES);
  shared_rules_release(self->rules);
  self->rules = NULL;
  return 0;
}

static void count_message(void *context, const char *message) {
  (void)message;
  ++*(size_t *)context;
}

typedef struct {
  const char **next;
} Messages;

static void keep_message(void *context, const char *message) {
  *((Messages *)context)->next++ = message;
}

// rules:messages(): the rules own the texts, so pushing them may throw without harm.
static int rules_messages(lua_State *L) {
  LuaRules *self = luaL_checkudata(L, 1, LUA_RULES);
  const CdRules *rules = shared_rules_get(self->rules);
  size_t count = 0;
  cd_rules_messages(rules, count_message, &count);
  const char **texts = lua_newuserdata(L, (count + 1) * sizeof *texts);  // [texts]
  Messages messages = {texts};
  cd_rules_messages(rules, keep_message, &messages);
  lua_createtable(L, (int)count, 0);  // [texts] [list]
  for (size_t i = 0; i < count; i++) {
    lua_pushstring(L, texts[i]);
    lua_rawseti(L, -2, (int)i + 1);
  }
  return 1;
}

// ---- the module --------------------------------------------------------------------------------
uint32_t lua_check_offset(lua_State *L, int index) {
  lua_Number value = luaL_checknumber(L, index);
  luaL_argcheck(L, value >= 0, index, "a number from 0 expected");
  return value >= (lua_Number)(CD_NONE - 1) ? CD_NONE - 1 : (uint32_t)value;
}

// [words] -> [words]
void lua_open_class(lua_State *L, const char *name, const luaL_Reg *methods) {
  luaL_newmetatable(L, name);      // [words] [class]
  lua_pushvalue(L, -1);            // [words] [class] [class]
  lua_setfield(L, -2, "__index");  // [words] [class]
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");  // nobody changes it from Lua
  for (; methods->name; methods++) {
    lua_pushvalue(L, -2);                   // [words] [class] [words]
    lua_pushcclosure(L, methods->func, 1);  // [words] [class] [method]
    lua_setfield(L, -2, methods->name);     // [words] [class]
  }
  lua_pop(L, 1);
}

// Libraries that the build found no archive of, so that the system's shared ones are used.
#ifndef COPYDESK_SHARED
#define COPYDESK_SHARED ""
#endif

static const luaL_Reg rules_methods[] = {
    {"messages", rules_messages}, {"__gc", rules_gc}, {NULL, NULL}};

static const luaL_Reg functions[] = {{"rules", core_rules},
                                     {"open", lua_core_open},
                                     {"worker", lua_core_worker},
                                     {"ledger", lua_core_ledger},
                                     {NULL, NULL}};

__attribute__((visibility("default"))) int luaopen_copydesk_core(lua_State *L);
int luaopen_copydesk_core(lua_State *L) {
  static const char *const words[WORD_COUNT] = {
#define X(word, text) [WORD_##word] = text,
      LUA_WORDS(X)
#undef X
  };
  lua_createtable(L, WORD_COUNT, 0);  // [words]
  for (int i = 1; i < WORD_COUNT; i++) {
    lua_pushstring(L, words[i]);
    lua_rawseti(L, -2, i);
  }
  lua_open_class(L, LUA_RULES, rules_methods);
  lua_open_document(L);
  lua_open_worker(L);
  lua_open_ledger(L);
  lua_newtable(L);  // [words] [core]
  for (const luaL_Reg *function = functions; function->name; function++) {
    lua_pushvalue(L, -2);                    // [words] [core] [words]
    lua_pushcclosure(L, function->func, 1);  // [words] [core] [function]
    lua_setfield(L, -2, function->name);     // [words] [core]
  }
  lua_pushliteral(L, CD_VERSION);
  lua_setfield(L, -2, "version");
  lua_pushstring(L, COPYDESK_SHARED);
  lua_setfield(L, -2, "shared");
  return 1;
}
