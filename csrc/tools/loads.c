// Host tool: loads LIBRARY SYMBOL exits 0 if the shared library loads and defines the symbol; a Lua
// module's luaopen_ function is also called, in a fresh state. Linked with Lua, whose functions a
// module finds in its host.
#include <dlfcn.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int open_module(const char *path, const char *symbol) {
  lua_State *L = luaL_newstate();
  if (L == NULL) return 1;
  luaL_openlibs(L);
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "loadlib");
  lua_pushstring(L, path);
  lua_pushstring(L, symbol);
  // On failure loadlib returns nil and the reason.
  bool failed = lua_pcall(L, 2, 2, 0) != 0;
  if (!failed && lua_isnil(L, -2)) failed = true;
  if (!failed) {
    lua_pop(L, 1);
    failed = lua_pcall(L, 0, 0, 0) != 0;
  }
  if (failed) fprintf(stderr, "loads: %s: %s\n", path, lua_tostring(L, -1));
  lua_close(L);
  return failed;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: loads LIBRARY SYMBOL\n");
    return 2;
  }
  if (strncmp(argv[2], "luaopen_", 8) == 0) return open_module(argv[1], argv[2]);
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL || dlsym(library, argv[2]) == NULL) {
    fprintf(stderr, "loads: %s\n", dlerror());
    return 1;
  }
  return 0;
}
