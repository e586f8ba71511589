// Trainer's tool: what the linear model of claims is told about every sentence of labelled text.
// Reads JSON lines {"id", "text"}; writes for each sentence {"id", "start", "end" (code points),
// "features": [names]}, words with "w:" before them. Links the core's stages, so that the trainer and the
// program see the same.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assess/features.h"
#include "attribute.h"
#include "json.h"
#include "parse.h"
#include "split.h"
#include "tag.h"
#include "text.h"

typedef struct {
  const CdRules *rules;
  const char *bytes;
  Json *json;
} Output;

static void add_feature(void *context, ClaimFeature feature) {
  Output *self = context;
  emit_text(self->json, claim_feature_name(feature));
}

static void add_rule(void *context, uint32_t rule) {
  Output *self = context;
  const char *name = rules_property(self->rules, rule, "feature");
  if (*name) emit_text(self->json, name);
}

static void add_word(void *context, uint64_t hash, const Token *token) {
  (void)hash;
  Output *self = context;
  char word[256] = "w:";
  uint32_t len = token->end - token->start;
  if (len > 100) return;
  uint32_t folded = text_fold_into(self->bytes + token->start, len, word + 2);
  emit_string(self->json, word, folded + 2);
}

typedef struct {
  CdRules *rules;
  Parser *parser;
  RulesCursor *cursor;
  Arena *arena;
} Stages;

static void write_unit(const Stages *stages, Unit *unit, const char *id, uint32_t code_points) {
  Json json = {0};
  Output output = {stages->rules, unit->bytes, &json};
  FeatureVisitor visitor = {&output, add_feature, add_rule, add_word};
  FeatureReader reader;
  if (!features_begin(&reader, stages->rules, unit)) return;
  for (uint32_t i = 0; i < unit->sentence_count; i++) {
    const Sentence *sentence = &unit->sentences[i];
    emit_clear(&json);
    emit_begin_object(&json);
    emit_key_text(&json, "id", id);
    emit_key_uint(&json, "start", code_points + text_code_points(unit->source, sentence->start));
    emit_key_uint(&json, "end", code_points + text_code_points(unit->source, sentence->end));
    emit_key(&json, "features");
    emit_begin_array(&json);
    features_visit(&reader, i, &visitor);
    emit_end_array(&json);
    emit_end_object(&json);
    fwrite(json.bytes, 1, json.len, stdout);
    putchar('\n');
  }
  emit_free(&json);
}

static void read_unit(const Stages *stages, Gap *text, uint32_t at, const SplitUnit *split,
                      bool is_lead, const char *id, uint32_t code_points) {
  arena_reset(stages->arena);
  const char *source = gap_view(text, at, at + split->len);
  uint32_t len = split->len;
  while (len > 0 && strchr("\n\r ", source[len - 1])) len--;
  char *masked = arena_alloc(stages->arena, (size_t)len + 1);
  if (!masked) return;
  split_mask(source, len, (BlockKind)split->block, masked);
  Unit unit = {.arena = stages->arena,
               .source = source,
               .bytes = masked,
               .len = len,
               .block = split->block,
               .is_lead = is_lead};
  TSTree *tree = parse_unit(stages->parser, stages->rules->lexicon, &unit);
  if (!tree) return;
  bool done = tag_unit(stages->rules->lexicon, stages->rules->names, &unit) &&
              patterns_find(stages->rules->patterns, &unit) &&
              rules_run(stages->cursor, tree, &unit) && attribute_unit(stages->rules, &unit);
  if (done) write_unit(stages, &unit, id, code_points);
  ts_tree_delete(tree);
}

static void read_text(const Stages *stages, const char *id, const char *bytes, size_t len) {
  Gap text;
  Splitter *splitter = splitter_new();
  if (!splitter || !gap_init(&text, bytes, (uint32_t)len)) return;
  splitter_begin(splitter, &text, CD_WRAP_AUTO);
  SplitState state = {0};
  uint32_t prose_units = 0, code_points = 0;
  for (uint32_t at = 0; at < gap_len(&text);) {
    SplitUnit split = splitter_next(splitter, at, state);
    if (split.len == 0) break;
    if (split_is_read((BlockKind)split.block)) {
      bool prose = split.block == BLOCK_PROSE;
      read_unit(stages, &text, at, &split, prose && prose_units < 3, id, code_points);
      prose_units += prose;
    }
    code_points += text_code_points(gap_view(&text, at, at + split.len), split.len);
    state = split.after;
    at += split.len;
  }
  splitter_free(splitter);
  gap_free(&text);
}

int main(void) {
  Stages stages = {cd_rules_new(), parser_new(), NULL, arena_new()};
  stages.cursor = stages.rules ? rules_cursor_new(stages.rules) : NULL;
  if (!stages.cursor || !stages.parser || !stages.arena) return 1;
  char *line = NULL;
  size_t capacity = 0;
  ssize_t len;
  while ((len = getline(&line, &capacity, stdin)) > 0) {
    JsonTree tree;
    JsonProblem problem;
    if (!json_parse(&tree, line, (size_t)len, 64, &problem)) continue;
    const JsonValue *text = json_get(&tree, json_root(&tree), "text");
    const char *id = json_text(&tree, json_root(&tree), "id");
    if (id && text) read_text(&stages, id, text->text, text->len);
    json_tree_free(&tree);
  }
  free(line);
  rules_cursor_free(stages.cursor);
  parser_free(stages.parser);
  arena_free(stages.arena);
  cd_rules_free(stages.rules);
  return 0;
}
