// Workers in Lua: a draft read on a thread of its own, which never touches a Lua state.
#include "../worker.h"

#include "core.h"

typedef struct {
  Worker *worker;  // NULL: closed
  SharedRules *rules;
} LuaWorker;

static LuaWorker *check(lua_State *L) {
  LuaWorker *self = luaL_checkudata(L, 1, LUA_WORKER);
  if (!self->worker) luaL_error(L, "copydesk: the worker is closed");
  return self;
}

// core.worker([rules])
int lua_core_worker(lua_State *L) {
  lua_settop(L, 1);
  SharedRules *rules = lua_rules_check(L, 1);
  LuaWorker *self = lua_newuserdata(L, sizeof *self);
  *self = (LuaWorker){0};
  luaL_getmetatable(L, LUA_WORKER);
  lua_setmetatable(L, -2);
  self->rules = shared_rules_hold(rules);
  self->worker = worker_new(rules);
  if (!self->worker) return luaL_error(L, "copydesk: no memory or no file descriptor is left");
  return 1;
}

static int worker_close(lua_State *L) {
  LuaWorker *self = luaL_checkudata(L, 1, LUA_WORKER);
  worker_free(self->worker);
  shared_rules_release(self->rules);
  *self = (LuaWorker){0};
  return 0;
}

// worker:feed(text)
static int feed(lua_State *L) {
  LuaWorker *self = check(L);
  size_t len;
  const char *text = luaL_checklstring(L, 2, &len);
  CdStatus status = worker_feed(self->worker, text, len);
  if (status == CD_BAD_RANGE) {
    return luaL_error(L, "copydesk: the worker reads already, or the text is over 1 GB");
  }
  if (status != CD_OK) return luaL_error(L, "copydesk: %s", cd_status_text(status));
  return 0;
}

// worker:start() -> true, or nil and why not
static int start(lua_State *L) {
  LuaWorker *self = check(L);
  CdStatus status = worker_start(self->worker);
  if (status == CD_OK) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_pushnil(L);
  lua_pushstring(
      L, status == CD_BAD_RANGE ? "the worker was started before" : "no thread could be started");
  return 2;
}

static int descriptor(lua_State *L) {
  lua_pushinteger(L, worker_fd(check(L)->worker));
  return 1;
}

// worker:take() -> document, or nil while it reads, or nil and why there is none
static int take(lua_State *L) {
  LuaWorker *self = check(L);
  LuaDocument *document = lua_document_new(L, self->rules);
  WorkerState state;
  document->document = worker_take(self->worker, &state);
  if (document->document) return 1;
  lua_pushnil(L);
  static const char *const reasons[] = {
      [WORKER_FEEDING] = "the worker was not started",
      [WORKER_READING] = NULL,
      [WORKER_FAILED] = "memory is short",
      [WORKER_TAKEN] = "the document was taken before",
  };
  if (!reasons[state]) return 1;
  lua_pushstring(L, reasons[state]);
  return 2;
}

static const luaL_Reg methods[] = {
    {"feed", feed},          {"start", start},       {"fd", descriptor}, {"take", take},
    {"close", worker_close}, {"__gc", worker_close}, {NULL, NULL},
};

void lua_open_worker(lua_State *L) { lua_open_class(L, LUA_WORKER, methods); }
