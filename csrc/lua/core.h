// What the parts of the Lua module share: objects, words, errors.
// Objects are userdata that are made empty (zeroed, with their metatable) before anything is
// allocated for them, so that __gc frees whatever exists when an error is thrown. Nothing is thrown
// while memory is held that no userdata knows of.
#ifndef COPYDESK_LUA_CORE_H
#define COPYDESK_LUA_CORE_H

#include <lauxlib.h>
#include <lua.h>

#include "../copydesk.h"
#include "../json.h"
#include "../shared_rules.h"

#define LUA_RULES "copydesk.Rules"
#define LUA_DOCUMENT "copydesk.Document"
#define LUA_WORKER "copydesk.Worker"
#define LUA_LEDGER "copydesk.Ledger"

// Field names and values that are pushed for every span. They are kept in a table, the first
// upvalue of every function of the module: fetching one costs a fraction of making the string anew.
#define LUA_WORDS(X)                    \
  X(ROW, "row")                         \
  X(COL, "col")                         \
  X(END_ROW, "end_row")                 \
  X(END_COL, "end_col")                 \
  X(START_BYTE, "start_byte")           \
  X(END_BYTE, "end_byte")               \
  X(ENTITY, "entity")                   \
  X(TYPE, "type")                       \
  X(FORM, "form")                       \
  X(GENDER, "gender")                   \
  X(IN_QUOTATION, "in_quotation")       \
  X(CONFIDENCE, "confidence")           \
  X(SPEECH, "speech")                   \
  X(NOT_SPEECH, "not_speech")           \
  X(CONTENT, "content")                 \
  X(CUE, "cue")                         \
  X(SOURCE, "source")                   \
  X(SPEAKER, "speaker")                 \
  X(SPEAKER_NAME, "speaker_name")       \
  X(UNCLOSED, "unclosed")               \
  X(CONTINUED, "continued")             \
  X(CORRECTION, "correction")           \
  X(SCORE, "score")                     \
  X(PRIORITY, "priority")               \
  X(TYPES, "types")                     \
  X(VOICE, "voice")                     \
  X(VAGUE, "vague")                     \
  X(ID, "id")                           \
  X(NAME, "name")                       \
  X(MENTION_COUNT, "mention_count")     \
  X(QUOTATION_COUNT, "quotation_count") \
  X(QUOTED_WORDS, "quoted_words")

typedef enum {
  WORD_NONE,  // Lua counts from 1
#define X(word, text) WORD_##word,
  LUA_WORDS(X)
#undef X
      WORD_COUNT
} LuaWord;

// Pushes a word.
static inline void lua_word(lua_State *L, LuaWord word) {
  lua_rawgeti(L, lua_upvalueindex(1), (int)word);
}
// table[word] = value, of the table on top.
static inline void lua_set_integer(lua_State *L, LuaWord word, uint32_t value) {
  lua_word(L, word);
  lua_pushnumber(L, (lua_Number)value);
  lua_rawset(L, -3);
}
static inline void lua_set_number(lua_State *L, LuaWord word, double value) {
  lua_word(L, word);
  lua_pushnumber(L, value);
  lua_rawset(L, -3);
}
static inline void lua_set_boolean(lua_State *L, LuaWord word, bool value) {
  lua_word(L, word);
  lua_pushboolean(L, value);
  lua_rawset(L, -3);
}
static inline void lua_set_text(lua_State *L, LuaWord word, const char *value) {
  lua_word(L, word);
  lua_pushstring(L, value);
  lua_rawset(L, -3);
}

// ---- objects -----------------------------------------------------------------------------------
// A
// document and what the methods need while they run: results are collected here first and pushed
// afterwards, so that no Lua error ever crosses the core.
typedef struct {
  CdDocument *document;  // NULL: closed, or not made yet
  SharedRules *rules;
  char *scratch;  // the structs that a visit found, one after the other
  size_t scratch_len, scratch_capacity;
  // Where the rows of `lines_range` begin, from row lines_row on, for the call that is running.
  uint32_t *lines;
  uint32_t line_count, line_capacity, lines_row, last_line;
  CdSpan lines_range;
  bool failed;  // memory ran short during a visit
  Json digest;
} LuaDocument;

// An empty document object on top of the stack; holds `rules`.
LuaDocument *lua_document_new(lua_State *L, SharedRules *rules);
// The open document at an index, or an error.
LuaDocument *lua_document_check(lua_State *L, int index);
// The object's scratch memory: emptied, enlarged by `size` bytes (NULL when memory is short), given a
// copy of an item, and asked whether that went well (an error otherwise).
void lua_scratch_clear(LuaDocument *self);
void *lua_scratch_room(LuaDocument *self, size_t size);
bool lua_scratch_keep(LuaDocument *self, const void *item, size_t size);
void lua_scratch_check(lua_State *L, const LuaDocument *self);

void lua_document_span(lua_State *L, LuaDocument *self, CdSpan span);  // fields of the top
// A quotation with its contents, and an entity with its name, which need not be the struct's own.
void lua_document_quotation(lua_State *L, LuaDocument *self, const CdQuotation *quotation,
                            const CdSpan *content);
void lua_document_push_entity(lua_State *L, LuaDocument *self, const CdEntity *entity,
                              const char *name);
void lua_document_claim(lua_State *L, LuaDocument *self, const CdClaim *claim);
void lua_document_mention(lua_State *L, LuaDocument *self, const CdMention *mention);
// Makes places within a range quick to find for the rest of the call.
void lua_document_lines(lua_State *L, LuaDocument *self, CdSpan range);

// The rules at an index; the shipped ones if there is nothing. The object stays on the stack (one
// slot), so that the rules live while the function runs.
SharedRules *lua_rules_check(lua_State *L, int index);

// Byte or row at an index of the stack: a whole number from 0; larger ones than 32 bits are
// clamped.
uint32_t lua_check_offset(lua_State *L, int index);

// A string field of the table at an index, or NULL; an error if it is something else. It stays on the
// stack.
const char *lua_text_field(lua_State *L, int index, const char *name);
// The correction that the table at an index tells. Its strings stay on the stack.
CdCorrection lua_correction_check(lua_State *L, int index);

// Each registers the metatable of its class. The words are on top of the stack and stay there.
void lua_open_document(lua_State *L);
void lua_open_worker(lua_State *L);
void lua_open_ledger(lua_State *L);
void lua_open_class(lua_State *L, const char *name, const luaL_Reg *methods);

// Methods of documents that give tables; they are in reading.c.
int lua_document_sentences(lua_State *L);
int lua_document_mentions(lua_State *L);
int lua_document_quotations(lua_State *L);
int lua_document_claims(lua_State *L);
int lua_document_entities(lua_State *L);
int lua_document_entity(lua_State *L);
int lua_document_name(lua_State *L);
int lua_document_counts(lua_State *L);
int lua_document_at(lua_State *L);
int lua_document_mentions_of(lua_State *L);       // in names.c
int lua_document_correct_speakers(lua_State *L);  // in speakers.c
int lua_document_speaker_state(lua_State *L);

// Functions of the module.
int lua_core_open(lua_State *L);
int lua_core_worker(lua_State *L);
int lua_core_ledger(lua_State *L);

#endif
