// Documents in Lua: the object, editing, places. What was read of them is in reading.c.
// A method first collects what it wants from the core into the object's scratch memory and then
// makes tables of it, so that a Lua error never crosses the core's functions.
#include <stdlib.h>
#include <string.h>

#include "../digest.h"
#include "core.h"

LuaDocument *lua_document_new(lua_State *L, SharedRules *rules) {
  LuaDocument *self = lua_newuserdata(L, sizeof *self);
  *self = (LuaDocument){0};
  luaL_getmetatable(L, LUA_DOCUMENT);
  lua_setmetatable(L, -2);
  self->rules = shared_rules_hold(rules);
  return self;
}

LuaDocument *lua_document_check(lua_State *L, int index) {
  LuaDocument *self = luaL_checkudata(L, index, LUA_DOCUMENT);
  self->line_count = 0;  // known for one call only
  if (!self->document) luaL_error(L, "copydesk: the document is closed");
  return self;
}

static int document_close(lua_State *L) {
  LuaDocument *self = luaL_checkudata(L, 1, LUA_DOCUMENT);
  cd_document_free(self->document);
  shared_rules_release(self->rules);
  free(self->scratch);
  free(self->lines);
  emit_free(&self->digest);
  *self = (LuaDocument){0};
  return 0;
}

// core.open(text, [rules])
int lua_core_open(lua_State *L) {
  size_t len;
  const char *text = luaL_checklstring(L, 1, &len);
  SharedRules *rules = lua_rules_check(L, 2);
  LuaDocument *self = lua_document_new(L, rules);
  self->document = cd_document_new(shared_rules_get(rules), text, len);
  if (!self->document) {
    return luaL_error(L, "copydesk: memory is short, or the text is over 1 GB");
  }
  return 1;
}

// ---- scratch -----------------------------------------------------------------------------------
void lua_scratch_clear(LuaDocument *self) {
  self->scratch_len = 0;
  self->failed = false;
}

// Room for `size` more bytes, or NULL. Items of one kind only are kept at a time, so they stay
// aligned.
void *lua_scratch_room(LuaDocument *self, size_t size) {
  if (self->scratch_capacity - self->scratch_len < size) {
    size_t capacity = self->scratch_capacity ? self->scratch_capacity * 2 : 4096;
    while (capacity - self->scratch_len < size) capacity *= 2;
    char *scratch = realloc(self->scratch, capacity);
    if (!scratch) {
      self->failed = true;
      return NULL;
    }
    self->scratch = scratch;
    self->scratch_capacity = capacity;
  }
  void *room = self->scratch + self->scratch_len;
  self->scratch_len += size;
  return room;
}

bool lua_scratch_keep(LuaDocument *self, const void *item, size_t size) {
  void *room = lua_scratch_room(self, size);
  if (room && size > 0) memcpy(room, item, size);
  return room != NULL;
}

void lua_scratch_check(lua_State *L, const LuaDocument *self) {
  if (self->failed) luaL_error(L, "copydesk: memory is short");
}

// ---- text and places ---------------------------------------------------------------------------
// doc:edit(start_byte, old_len, new_text): bytes that stay the same at both ends are left alone, so
// that a host may replace whole lines.
static int document_edit(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  uint32_t start = lua_check_offset(L, 2);
  uint32_t old_len = lua_check_offset(L, 3);
  size_t new_size;
  const char *new_text = luaL_checklstring(L, 4, &new_size);
  uint32_t len = cd_document_len(self->document);
  luaL_argcheck(L, start <= len, 2, "behind the end of the text");
  luaL_argcheck(L, old_len <= len - start, 3, "behind the end of the text");
  luaL_argcheck(L, new_size <= (size_t)1 << 30, 4, "over 1 GB");
  uint32_t new_len = (uint32_t)new_size;
  lua_scratch_clear(self);
  char *old_text = lua_scratch_room(self, (size_t)old_len + 1);
  lua_scratch_check(L, self);
  cd_document_text(self->document, (CdSpan){start, start + old_len}, old_text);
  uint32_t least = old_len < new_len ? old_len : new_len;
  uint32_t head = 0, tail = 0;
  while (head < least && old_text[head] == new_text[head]) head++;
  while (tail < least - head && old_text[old_len - 1 - tail] == new_text[new_len - 1 - tail])
    tail++;
  CdChange change;
  if (old_len == new_len && head == old_len) {  // nothing changes
    uint32_t column;
    cd_document_position(self->document, start, &change.first_row, &column);
    lua_pushnumber(L, change.first_row);
    lua_pushnumber(L, change.first_row);
    return 2;
  }
  CdStatus status = cd_document_edit(self->document, start + head, old_len - head - tail,
                                     new_text + head, new_len - head - tail, &change);
  if (status != CD_OK) return luaL_error(L, "copydesk: %s", cd_status_text(status));
  lua_pushnumber(L, change.first_row);
  lua_pushnumber(L, change.last_row);
  return 2;
}

static int document_len(lua_State *L) {
  lua_pushnumber(L, cd_document_len(lua_document_check(L, 1)->document));
  return 1;
}

static int document_row_count(lua_State *L) {
  lua_pushnumber(L, cd_document_row_count(lua_document_check(L, 1)->document));
  return 1;
}

// doc:set_wrap("auto"|"soft"|"hard")
static int document_set_wrap(lua_State *L) {
  static const char *const names[] = {"auto", "soft", "hard", NULL};
  LuaDocument *self = lua_document_check(L, 1);
  CdStatus status =
      cd_document_set_wrap(self->document, (CdWrap)luaL_checkoption(L, 2, NULL, names));
  if (status != CD_OK) return luaL_error(L, "copydesk: %s", cd_status_text(status));
  return 0;
}

CdCorrection lua_correction_check(lua_State *L, int index) {
  CdCorrection correction = {.name = lua_text_field(L, index, "name"),
                             .other = lua_text_field(L, index, "other"),
                             .type = CD_ENTITY_TYPE_COUNT};
  const char *kind = lua_text_field(L, index, "kind"), *type = lua_text_field(L, index, "type");
  for (int i = 0; type && i < CD_ENTITY_TYPE_COUNT; i++) {
    if (strcmp(type, cd_entity_type_name((CdEntityType)i)) == 0) correction.type = (CdEntityType)i;
  }
  for (int i = CD_CORRECT_SAME; kind && i <= CD_CORRECT_TYPE; i++) {
    correction.kind = (CdCorrectionKind)i;
    if (strcmp(kind, cd_correction_name(correction.kind)) != 0) continue;
    bool complete = correction.name && (i != CD_CORRECT_SAME || correction.other) &&
                    (i != CD_CORRECT_TYPE || correction.type < CD_ENTITY_TYPE_COUNT);
    if (complete) return correction;
  }
  luaL_error(L, "copydesk: a correction of kind \"same\", \"not_name\" or \"type\" expected");
  return correction;
}

// doc:correct(corrections): replaces all that were there.
static int document_correct(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  int count = (int)lua_objlen(L, 2);
  CdCorrection *items = lua_newuserdata(L, ((size_t)count + 1) * sizeof *items);
  for (int i = 0; i < count; i++) {
    lua_rawgeti(L, 2, i + 1);
    luaL_checktype(L, -1, LUA_TTABLE);
    items[i] = lua_correction_check(L, lua_gettop(L));
    lua_settop(L, 3);  // the strings live on in the tables
  }
  CdStatus status = cd_document_correct(self->document, items, (uint32_t)count);
  if (status != CD_OK) return luaL_error(L, "copydesk: %s", cd_status_text(status));
  return 0;
}

// doc:message()
static int document_message(lua_State *L) {
  lua_pushstring(L, cd_document_message(lua_document_check(L, 1)->document));
  return 1;
}

static int document_unread(lua_State *L) {
  lua_pushnumber(L, cd_document_unread(lua_document_check(L, 1)->document));
  return 1;
}

// doc:text([start_byte, [end_byte]])
static int document_text(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  uint32_t len = cd_document_len(self->document);
  uint32_t start = lua_isnoneornil(L, 2) ? 0 : lua_check_offset(L, 2);
  uint32_t end = lua_isnoneornil(L, 3) ? len : lua_check_offset(L, 3);
  luaL_argcheck(L, end <= len, 3, "behind the end of the text");
  luaL_argcheck(L, start <= end, 2, "behind the end");
  lua_scratch_clear(self);
  char *text = lua_scratch_room(self, (size_t)(end - start) + 1);
  lua_scratch_check(L, self);
  cd_document_text(self->document, (CdSpan){start, end}, text);
  lua_pushlstring(L, text, end - start);
  return 1;
}

// doc:paragraph(row) -> first row, last row
static int document_paragraph(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  uint32_t first, last;
  cd_document_paragraph(self->document, lua_check_offset(L, 2), &first, &last);
  lua_pushnumber(L, first);
  lua_pushnumber(L, last);
  return 2;
}

static int document_position(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  uint32_t row, column;
  cd_document_position(self->document, lua_check_offset(L, 2), &row, &column);
  lua_pushnumber(L, row);
  lua_pushnumber(L, column);
  return 2;
}

static int document_offset(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  uint32_t row = lua_check_offset(L, 2);
  lua_pushnumber(L, cd_document_offset(self->document, row, lua_check_offset(L, 3)));
  return 1;
}

// doc:digest()
static int document_digest(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  emit_clear(&self->digest);
  if (!digest_write(&self->digest, self->document)) {
    return luaL_error(L, "copydesk: memory is short");
  }
  lua_pushlstring(L, self->digest.bytes, self->digest.len);
  emit_free(&self->digest);
  return 1;
}

static const luaL_Reg methods[] = {
    {"edit", document_edit},
    {"len", document_len},
    {"row_count", document_row_count},
    {"unread", document_unread},
    {"message", document_message},
    {"correct", document_correct},
    {"set_wrap", document_set_wrap},
    {"text", document_text},
    {"paragraph", document_paragraph},
    {"position", document_position},
    {"offset", document_offset},
    {"sentences", lua_document_sentences},
    {"mentions", lua_document_mentions},
    {"quotations", lua_document_quotations},
    {"claims", lua_document_claims},
    {"entities", lua_document_entities},
    {"entity", lua_document_entity},
    {"name", lua_document_name},
    {"at", lua_document_at},
    {"counts", lua_document_counts},
    {"digest", document_digest},
    {"mentions_of", lua_document_mentions_of},
    {"correct_speakers", lua_document_correct_speakers},
    {"speaker_state", lua_document_speaker_state},
    {"close", document_close},
    {"__gc", document_close},
    {NULL, NULL},
};

void lua_open_document(lua_State *L) { lua_open_class(L, LUA_DOCUMENT, methods); }
