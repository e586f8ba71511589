// What was read of a document, for Lua: by rows, by place, and counted.
// A method first collects what it wants into the object's scratch memory and then makes tables of it.
#include <stdlib.h>
#include <string.h>

#include "core.h"

// The bytes of the rows at index 2 and 3 (inclusive); all without.
static CdSpan check_rows(lua_State *L, const LuaDocument *self) {
  uint32_t from = lua_isnoneornil(L, 2) ? 0 : lua_check_offset(L, 2);
  uint32_t to = lua_isnoneornil(L, 3) ? CD_NONE - 1 : lua_check_offset(L, 3);
  uint32_t rows = cd_document_row_count(self->document);
  uint32_t len = cd_document_len(self->document);
  CdSpan range = {from < rows ? cd_document_offset(self->document, from, 0) : len, len};
  if (to < rows - 1) range.end = cd_document_offset(self->document, to + 1, 0);
  if (range.end < range.start) range.end = range.start;
  return range;
}

// ---- what was read -----------------------------------------------------------------------------
static bool keep_sentence(void *context, CdSpan sentence) {
  return lua_scratch_keep(context, &sentence, sizeof sentence);
}
static bool keep_mention(void *context, const CdMention *mention) {
  return lua_scratch_keep(context, mention, sizeof *mention);
}
static bool keep_claim(void *context, const CdClaim *claim) {
  return lua_scratch_keep(context, claim, sizeof *claim);
}
// A quotation is followed by its contents.
static bool keep_quotation(void *context, const CdQuotation *quotation) {
  return lua_scratch_keep(context, quotation, sizeof *quotation) &&
         lua_scratch_keep(context, quotation->content,
                          quotation->content_count * sizeof *quotation->content);
}

// doc:sentences([from_row, to_row])
int lua_document_sentences(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  CdSpan range = check_rows(L, self);
  lua_document_lines(L, self, range);
  lua_scratch_clear(self);
  cd_document_sentences(self->document, range, keep_sentence, self);
  lua_scratch_check(L, self);
  int count = (int)(self->scratch_len / sizeof(CdSpan));
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    lua_createtable(L, 0, 6);
    lua_document_span(L, self, ((const CdSpan *)(void *)self->scratch)[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

// doc:mentions([from_row, to_row])
int lua_document_mentions(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  CdSpan range = check_rows(L, self);
  lua_document_lines(L, self, range);
  lua_scratch_clear(self);
  cd_document_mentions(self->document, range, keep_mention, self);
  lua_scratch_check(L, self);
  int count = (int)(self->scratch_len / sizeof(CdMention));
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    lua_document_mention(L, self, (const CdMention *)(void *)self->scratch + i);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

// doc:quotations([from_row, to_row])
int lua_document_quotations(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  CdSpan range = check_rows(L, self);
  lua_document_lines(L, self, range);
  lua_scratch_clear(self);
  cd_document_quotations(self->document, range, keep_quotation, self);
  lua_scratch_check(L, self);
  lua_newtable(L);
  int count = 0;
  for (size_t at = 0; at < self->scratch_len;) {
    const CdQuotation *quotation = (const CdQuotation *)(void *)(self->scratch + at);
    const CdSpan *content = (const CdSpan *)(quotation + 1);
    lua_document_quotation(L, self, quotation, content);
    lua_rawseti(L, -2, ++count);
    at += sizeof *quotation + quotation->content_count * sizeof *content;
  }
  return 1;
}

// doc:claims([from_row, to_row])
int lua_document_claims(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  CdSpan range = check_rows(L, self);
  lua_document_lines(L, self, range);
  lua_scratch_clear(self);
  cd_document_claims(self->document, range, keep_claim, self);
  lua_scratch_check(L, self);
  int count = (int)(self->scratch_len / sizeof(CdClaim));
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    lua_document_claim(L, self, (const CdClaim *)(void *)self->scratch + i);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

typedef struct {
  LuaDocument *document;
  uint32_t min_quotations;
} Entities;

static bool keep_entity_id(void *context, const CdEntity *entity) {
  Entities *self = context;
  if (entity->quotation_count < self->min_quotations) return true;
  struct {
    uint32_t first, id;
  } item = {entity->first, entity->id};
  return lua_scratch_keep(self->document, &item, sizeof item);
}

static int by_first(const void *a, const void *b) {
  const uint32_t *one = a, *other = b;
  if (one[0] != other[0]) return one[0] < other[0] ? -1 : 1;
  return one[1] < other[1] ? -1 : one[1] > other[1];
}

// doc:entities([min_quotations]): in the order of their first mention.
int lua_document_entities(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  Entities entities = {self, lua_isnoneornil(L, 2) ? 0 : lua_check_offset(L, 2)};
  lua_scratch_clear(self);
  cd_document_entities(self->document, keep_entity_id, &entities);
  lua_scratch_check(L, self);
  size_t size = 2 * sizeof(uint32_t);
  size_t count = self->scratch_len / size;
  if (count > 0) qsort(self->scratch, count, size, by_first);
  lua_createtable(L, (int)count, 0);
  int pushed = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t item[2];
    memcpy(item, self->scratch + i * size, size);
    CdEntity entity;
    if (!cd_document_entity(self->document, item[1], &entity)) continue;
    lua_document_push_entity(L, self, &entity, entity.name);
    lua_rawseti(L, -2, ++pushed);
  }
  return 1;
}

// doc:entity(id)
int lua_document_entity(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  CdEntity entity;
  if (!cd_document_entity(self->document, lua_check_offset(L, 2), &entity)) return 0;
  lua_document_push_entity(L, self, &entity, entity.name);
  return 1;
}

// doc:name(id) -> name, type; nothing if there is no such entity. Counts nothing, for drawing.
int lua_document_name(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  uint32_t id = lua_check_offset(L, 2);
  const char *name = cd_document_entity_name(self->document, id);
  if (!name) return 0;
  lua_pushstring(L, name);
  lua_pushstring(L, cd_entity_type_name(cd_document_entity_type(self->document, id)));
  return 2;
}

// ---- counts ------------------------------------------------------------------------------------
typedef struct {
  uint32_t quotations, unattributed, indirect, claims;
} Counts;

static bool count_quotation(void *context, const CdQuotation *quotation) {
  Counts *self = context;
  if (quotation->not_speech != CD_SPEECH) return true;
  if (quotation->type == CD_INDIRECT) {
    self->indirect++;
  } else {
    self->quotations++;
    self->unattributed += quotation->speaker == CD_NONE && quotation->correction == CD_NONE;
  }
  return true;
}

static bool count_claim(void *context, const CdClaim *claim) {
  (void)claim;
  ((Counts *)context)->claims++;
  return true;
}

// doc:counts(): of the whole draft, without a table for each.
int lua_document_counts(lua_State *L) {
  const CdDocument *document = lua_document_check(L, 1)->document;
  CdSpan whole = {0, cd_document_len(document)};
  Counts counts = {0};
  cd_document_quotations(document, whole, count_quotation, &counts);
  cd_document_claims(document, whole, count_claim, &counts);
  lua_createtable(L, 0, 4);
  lua_pushnumber(L, counts.quotations);
  lua_setfield(L, -2, "quotations");
  lua_pushnumber(L, counts.unattributed);
  lua_setfield(L, -2, "unattributed");
  lua_pushnumber(L, counts.indirect);
  lua_setfield(L, -2, "indirect");
  lua_pushnumber(L, counts.claims);
  lua_setfield(L, -2, "claims");
  return 1;
}

// ---- what lies under a place -------------------------------------------------------------------
typedef struct {
  LuaDocument *document;
  uint32_t offset;
  bool found;
  CdMention mention;
  CdClaim claim;
  CdQuotation quotation;
} At;

static bool covers(const At *self, CdSpan span) {
  return span.start <= self->offset && self->offset < span.end;
}

static bool at_mention(void *context, const CdMention *mention) {
  At *self = context;
  if (!covers(self, mention->span)) return true;
  self->mention = *mention;
  self->found = true;
  return false;
}

static bool at_claim(void *context, const CdClaim *claim) {
  At *self = context;
  if (!covers(self, claim->span)) return true;
  self->claim = *claim;
  self->found = true;
  return false;
}

// The innermost, which is the shortest, with its contents in the scratch memory.
static bool at_quotation(void *context, const CdQuotation *quotation) {
  At *self = context;
  if (!covers(self, quotation->span)) return true;
  uint32_t len = quotation->span.end - quotation->span.start;
  if (self->found && self->quotation.span.end - self->quotation.span.start <= len) return true;
  lua_scratch_clear(self->document);
  self->quotation = *quotation;
  self->found = true;
  return lua_scratch_keep(self->document, quotation->content,
                          quotation->content_count * sizeof *quotation->content);
}

// doc:at(row, col)
int lua_document_at(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  uint32_t row = lua_check_offset(L, 2);
  At at = {.document = self,
           .offset = cd_document_offset(self->document, row, lua_check_offset(L, 3))};
  CdSpan range = {at.offset, at.offset + 1};
  lua_scratch_clear(self);
  lua_createtable(L, 0, 3);
  cd_document_mentions(self->document, range, at_mention, &at);
  if (at.found) {
    lua_document_mention(L, self, &at.mention);
    lua_setfield(L, -2, "mention");
  }
  at.found = false;
  cd_document_claims(self->document, range, at_claim, &at);
  if (at.found) {
    lua_document_claim(L, self, &at.claim);
    lua_setfield(L, -2, "claim");
  }
  at.found = false;
  cd_document_quotations(self->document, range, at_quotation, &at);
  lua_scratch_check(L, self);
  if (at.found) {
    lua_document_quotation(L, self, &at.quotation, (const CdSpan *)(void *)self->scratch);
    lua_setfield(L, -2, "quotation");
  }
  return 1;
}
