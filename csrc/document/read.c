// Reads one unit: the stages from parse to assess, in their order, on a masked copy of its bytes.
#include <string.h>

#include "../assess.h"
#include "../tag.h"
#include "document.h"

// The length of the unit's text without the white space behind it.
static uint32_t trimmed(const char *bytes, uint32_t len) {
  while (len && (bytes[len - 1] == '\n' || bytes[len - 1] == '\r' || bytes[len - 1] == ' ')) len--;
  return len;
}

// Each stage reads what the ones before it filled in. False when one of them had no memory.
static bool run_stages(CdDocument *self, Unit *unit) {
  const CdRules *rules = self->rules;
  TSTree *tree = parse_unit(self->parser, rules->lexicon, unit);
  if (!tree) return false;
  bool done = tag_unit(rules->lexicon, rules->names, unit) &&
              patterns_find(rules->patterns, unit) && rules_run(self->cursor, tree, unit) &&
              attribute_unit(rules, unit) && assess_unit(rules, unit);
  ts_tree_delete(tree);
  return done;
}

Reading *document_read(CdDocument *self, const UnitRecord *record, uint32_t start) {
  arena_reset(self->arena);
  const char *source = gap_view(&self->text, start, start + record->len);
  Unit unit = {.arena = self->arena,
               .source = source,
               .len = trimmed(source, record->len),
               .block = record->block,
               .is_lead = record->is_lead};
  char *masked = arena_alloc(self->arena, (size_t)unit.len + 1);
  if (!masked) return NULL;
  split_mask(source, unit.len, (BlockKind)record->block, masked);
  unit.bytes = masked;
  if (!run_stages(self, &unit)) unit.failed = true;
  return reading_pack(&unit);
}
