// What was read of a document as Lua tables: spans, mentions, quotations, claims, entities.
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
void lua_document_quotation(lua_State *L, LuaDocument *self, const CdQuotation *quotation,
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
  if (quotation->correction != CD_NONE) {
    lua_set_integer(L, WORD_CORRECTION, quotation->correction + 1);
  }
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
void lua_document_push_entity(lua_State *L, LuaDocument *self, const CdEntity *entity,
                              const char *name) {
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
