// What was read of a document, as Lua tables: spans, mentions, quotations, claims, entities.
// A method first collects what it wants into the object's scratch memory and then makes tables of it.
#include <stdlib.h>
#include <string.h>

#include "../record.h"
#include "core.h"

// ---- places ------------------------------------------------------------------------------------
void lua_document_lines(lua_State *L, LuaDocument *self, CdSpan range) {
  uint32_t column;
  lua_scratch_clear(self);
  char *text = lua_scratch_room(self, (size_t)(range.end - range.start) + 1);
  lua_scratch_check(L, self);
  cd_document_text(self->document, range, text);
  cd_document_position(self->document, range.start, &self->lines_row, &column);
  self->lines_range = range;
  self->line_count = self->last_line = 0;
  uint32_t start = range.start - column;
  for (const char *at = text, *end = text + (range.end - range.start);;) {
    if (self->line_count == self->line_capacity) {
      uint32_t capacity = self->line_capacity ? self->line_capacity * 2 : 128;
      uint32_t *lines = realloc(self->lines, capacity * sizeof *lines);
      if (!lines) luaL_error(L, "copydesk: memory is short");
      self->lines = lines;
      self->line_capacity = capacity;
    }
    self->lines[self->line_count++] = start;
    const char *next = memchr(at, '\n', (size_t)(end - at));
    if (!next) break;
    at = next + 1;
    start = range.start + (uint32_t)(at - text);
  }
}

// Row and column of an offset. Within the lines that are known, which are asked for in order.
static void position(LuaDocument *self, uint32_t offset, uint32_t *row, uint32_t *column) {
  if (self->line_count == 0 || offset < self->lines_range.start || offset > self->lines_range.end) {
    cd_document_position(self->document, offset, row, column);
    return;
  }
  uint32_t line = self->lines[self->last_line] <= offset ? self->last_line : 0;
  uint32_t step = 1;
  while (line + step < self->line_count && self->lines[line + step] <= offset) {
    line += step;
    step *= 2;
  }
  for (; step > 0; step /= 2) {
    if (line + step < self->line_count && self->lines[line + step] <= offset) line += step;
  }
  self->last_line = line;
  *row = self->lines_row + line;
  *column = offset - self->lines[line];
}

// ---- tables ------------------------------------------------------------------------------------
void lua_document_span(lua_State *L, LuaDocument *self, CdSpan span) {
  uint32_t row, column;
  position(self, span.start, &row, &column);
  lua_set_integer(L, WORD_ROW, row);
  lua_set_integer(L, WORD_COL, column);
  position(self, span.end, &row, &column);
  lua_set_integer(L, WORD_END_ROW, row);
  lua_set_integer(L, WORD_END_COL, column);
  lua_set_integer(L, WORD_START_BYTE, span.start);
  lua_set_integer(L, WORD_END_BYTE, span.end);
}

static void set_entity(lua_State *L, LuaWord word, uint32_t id) {
  if (id != CD_NONE) lua_set_integer(L, word, id);
}

static void set_span(lua_State *L, LuaDocument *self, LuaWord word, CdSpan span) {
  if (span.start == span.end) return;
  lua_word(L, word);
  lua_createtable(L, 0, 6);
  lua_document_span(L, self, span);
  lua_rawset(L, -3);
}

void lua_document_mention(lua_State *L, LuaDocument *self, const CdMention *mention) {
  lua_createtable(L, 0, 12);
  lua_document_span(L, self, mention->span);
  set_entity(L, WORD_ENTITY, mention->entity);
  lua_set_text(L, WORD_TYPE, cd_entity_type_name(mention->type));
  lua_set_text(L, WORD_FORM, cd_form_name(mention->form));
  lua_set_text(L, WORD_GENDER, cd_gender_name(mention->gender));
  lua_set_boolean(L, WORD_IN_QUOTATION, mention->in_quotation);
  lua_set_number(L, WORD_CONFIDENCE, (double)mention->confidence);
}

// A quotation that was kept: its contents follow it in the scratch memory.
static void push_quotation(lua_State *L, LuaDocument *self, const CdQuotation *quotation,
                           const CdSpan *content) {
  lua_createtable(L, 0, 17);
  lua_document_span(L, self, quotation->span);
  lua_set_text(L, WORD_TYPE, cd_quotation_type_name(quotation->type));
  lua_set_boolean(L, WORD_SPEECH, quotation->not_speech == CD_SPEECH);
  if (quotation->not_speech != CD_SPEECH) {
    lua_set_text(L, WORD_NOT_SPEECH, record_not_speech_name(quotation->not_speech));
  }
  lua_word(L, WORD_CONTENT);
  lua_createtable(L, (int)quotation->content_count, 0);
  for (uint32_t i = 0; i < quotation->content_count; i++) {
    lua_createtable(L, 0, 6);
    lua_document_span(L, self, content[i]);
    lua_rawseti(L, -2, (int)i + 1);
  }
  lua_rawset(L, -3);
  set_span(L, self, WORD_CUE, quotation->cue);
  set_span(L, self, WORD_SOURCE, quotation->source);
  const char *speaker = quotation->speaker != CD_NONE
                            ? cd_document_entity_name(self->document, quotation->speaker)
                            : NULL;
  if (speaker) {
    lua_set_integer(L, WORD_SPEAKER, quotation->speaker);
    lua_set_text(L, WORD_SPEAKER_NAME, speaker);
  }
  lua_set_number(L, WORD_CONFIDENCE, (double)quotation->confidence);
  lua_set_boolean(L, WORD_UNCLOSED, (quotation->flags & CD_QUOTATION_UNCLOSED) != 0);
  lua_set_boolean(L, WORD_CONTINUED, (quotation->flags & CD_QUOTATION_CONTINUED) != 0);
}

void lua_document_claim(lua_State *L, LuaDocument *self, const CdClaim *claim) {
  lua_createtable(L, 0, 16);
  lua_document_span(L, self, claim->span);
  lua_set_number(L, WORD_SCORE, (double)claim->score);
  lua_set_integer(L, WORD_PRIORITY, claim->priority);
  lua_word(L, WORD_TYPES);
  lua_createtable(L, 2, 0);
  for (int type = 0, count = 0; type < CD_CLAIM_TYPE_COUNT; type++) {
    if (!(claim->types & (1u << type))) continue;
    lua_pushstring(L, cd_claim_type_name((CdClaimType)type));
    lua_rawseti(L, -2, ++count);
  }
  lua_rawset(L, -3);
  lua_set_text(L, WORD_VOICE, cd_voice_name(claim->voice));
  lua_set_boolean(L, WORD_VAGUE, claim->vague);
  set_entity(L, WORD_SPEAKER, claim->speaker);
}

// An entity that was kept: its name was copied apart from it.
static void push_entity(lua_State *L, LuaDocument *self, const CdEntity *entity, const char *name) {
  uint32_t row, column;
  lua_createtable(L, 0, 9);
  lua_set_integer(L, WORD_ID, entity->id);
  lua_set_text(L, WORD_TYPE, cd_entity_type_name(entity->type));
  lua_set_text(L, WORD_GENDER, cd_gender_name(entity->gender));
  lua_set_text(L, WORD_NAME, name);
  lua_set_integer(L, WORD_MENTION_COUNT, entity->mention_count);
  lua_set_integer(L, WORD_QUOTATION_COUNT, entity->quotation_count);
  lua_set_integer(L, WORD_QUOTED_WORDS, entity->quoted_words);
  position(self, entity->first, &row, &column);
  lua_set_integer(L, WORD_ROW, row);
  lua_set_integer(L, WORD_COL, column);
}

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
    push_quotation(L, self, quotation, content);
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
    push_entity(L, self, &entity, entity.name);
    lua_rawseti(L, -2, ++pushed);
  }
  return 1;
}

// doc:entity(id)
int lua_document_entity(lua_State *L) {
  LuaDocument *self = lua_document_check(L, 1);
  CdEntity entity;
  if (!cd_document_entity(self->document, lua_check_offset(L, 2), &entity)) return 0;
  push_entity(L, self, &entity, entity.name);
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
    self->unattributed += quotation->speaker == CD_NONE;
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
    push_quotation(L, self, &at.quotation, (const CdSpan *)(void *)self->scratch);
    lua_setfield(L, -2, "quotation");
  }
  return 1;
}
