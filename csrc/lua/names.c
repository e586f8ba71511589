// Names in Lua: all mentions of one entity. Reads a document; makes tables as reading.c does.
#include "core.h"

typedef struct {
  LuaDocument *document;
  uint32_t entity;
} Wanted;

static bool keep_mention_of(void *context, const CdMention *mention) {
  Wanted *self = context;
  if (mention->entity != self->entity) return true;
  return lua_scratch_keep(self->document, mention, sizeof *mention);
}

// doc:mentions_of(entity): as doc:mentions(), with `title` where a title or role stands beside a name.
int lua_document_mentions_of(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  Wanted wanted = {self, lua_check_offset(L, 2)};
  CdSpan whole = {0, cd_document_len(self->document)};
  lua_scratch_clear(self);
  cd_document_mentions(self->document, whole, keep_mention_of, &wanted);
  lua_scratch_check(L, self);
  int count = (int)(self->scratch_len / sizeof(CdMention));
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    const CdMention *mention = (const CdMention *)(void *)self->scratch + i;
    lua_document_mention(L, self, mention);
    if (mention->title.start < mention->title.end) {
      lua_createtable(L, 0, 6);
      lua_document_span(L, self, mention->title);
      lua_setfield(L, -2, "title");
    }
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}
