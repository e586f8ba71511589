// Speakers in Lua: what the user says of them, and what became of it.
#include "core.h"

// A string field that has to be there. It stays on the stack.
static const char *needed(lua_State *L, int index, const char *name) {
  const char *text = lua_text_field(L, index, name);
  if (!text) luaL_error(L, "copydesk: %s: a string expected", name);
  return text;
}

// doc:correct_speakers({{words, before, behind, speaker}, …}): replaces all that were there.
int lua_document_correct_speakers(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  int count = (int)lua_objlen(L, 2);
  CdSpeaker *items = lua_newuserdata(L, ((size_t)count + 1) * sizeof *items);
  for (int i = 0; i < count; i++) {
    lua_rawgeti(L, 2, i + 1);
    luaL_checktype(L, -1, LUA_TTABLE);
    int item = lua_gettop(L);
    items[i] = (CdSpeaker){.words = needed(L, item, "words"),
                           .before = needed(L, item, "before"),
                           .behind = needed(L, item, "behind"),
                           .speaker = needed(L, item, "speaker")};
    lua_settop(L, 3);  // the strings live on in the tables
  }
  CdStatus status = cd_document_correct_speakers(self->document, items, (uint32_t)count);
  if (status != CD_OK) return luaL_error(L, "copydesk: %s", cd_status_text(status));
  return 0;
}

// doc:speaker_state(number): of the item with that number, from 1.
int lua_document_speaker_state(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  uint32_t number = lua_check_offset(L, 2);
  luaL_argcheck(L, number >= 1, 2, "a number from 1 expected");
  CdSpeakerState state = cd_document_speaker_state(self->document, number - 1);
  lua_pushstring(L, cd_speaker_state_name(state));
  return 1;
}
