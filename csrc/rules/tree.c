// Rules that are tree queries: each is run by tree-sitter, over the sentences in which its gates were
// opened, under a match limit and a clock.
#include <time.h>

#include "rules/run.h"

enum {
  MOST_MATCHES = 4096,    // of one rule in one unit of at most 16 kB
  MATCHES_PER_LOOK = 64,  // at the clock
  RULE_NANOSECONDS = 5 * 1000 * 1000,
};

// The thread's own time: a rule is not to blame for what else the machine does.
static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static uint32_t token_at(const Unit *unit, uint32_t start) {
  uint32_t low = 0, high = unit->token_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (unit->tokens[middle].start < start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < unit->token_count && unit->tokens[low].start == start ? low : NONE;
}

static CdSpan span_of(TSNode node) {
  return (CdSpan){ts_node_start_byte(node), ts_node_end_byte(node)};
}

static bool keep_tree_match(Run *self, uint32_t number, const TSQueryMatch *match) {
  Node few[16], *nodes = few;
  if (match->capture_count > sizeof few / sizeof *few) {
    nodes = arena_alloc(self->unit->arena, match->capture_count * sizeof *nodes);
    if (!nodes) return self->no_memory = true, false;
  }
  for (uint32_t i = 0; i < match->capture_count; i++) {
    CdSpan span = span_of(match->captures[i].node);
    uint32_t token = token_at(self->unit, span.start);
    nodes[i] = (Node){span, token, (uint16_t)match->captures[i].index};
  }
  return run_keep_match(self, number, nodes, match->capture_count);
}

static void run_query(Run *self, uint32_t number, CdSpan range) {
  const Rule *rule = self->book->rules[number];
  TSQueryCursor *cursor = self->cursor->cursor;
  ts_query_cursor_set_byte_range(cursor, range.start, range.end);
  ts_query_cursor_exec(cursor, rule->query, self->root);
  int64_t end = now() + RULE_NANOSECONDS;
  TSQueryMatch match;
  for (uint32_t count = 1; ts_query_cursor_next_match(cursor, &match); count++) {
    if (!keep_tree_match(self, number, &match)) return;
    bool late = (count % MATCHES_PER_LOOK == 0 && now() > end) || count > MOST_MATCHES;
    if (late) break;
  }
  if (now() > end) run_switch_off(self, number, "took too long");
  if (ts_query_cursor_did_exceed_match_limit(cursor)) {
    run_switch_off(self, number, "needs too many open matches");
  }
}

// The sentences of the text, those in quotations and brackets not counted, as the tree has them.
typedef struct {
  CdSpan *spans;
  uint32_t count;
} TopSentences;

static bool find_sentences(Run *self, TopSentences *out) {
  size_t capacity = 0;
  *out = (TopSentences){0};
  TSTreeCursor walk = ts_tree_cursor_new(self->root);
  bool more = ts_tree_cursor_goto_first_child(&walk);
  while (more && !self->no_memory) {
    if (ARENA_PUSH(self->unit->arena, out->spans, out->count, capacity)) {
      out->spans[out->count++] = span_of(ts_tree_cursor_current_node(&walk));
    } else {
      self->no_memory = true;
    }
    more = ts_tree_cursor_goto_next_sibling(&walk);
  }
  ts_tree_cursor_delete(&walk);
  return !self->no_memory;
}

static CdSpan sentence_of(const TopSentences *sentences, uint32_t at) {
  uint32_t low = 0, high = sentences->count;
  while (low + 1 < high) {
    uint32_t middle = (low + high) / 2;
    if (sentences->spans[middle].start <= at) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return sentences->count > 0 ? sentences->spans[low] : (CdSpan){0, UINT32_MAX};
}

// The sentences in which all gates can have been opened; empty if there is none.
static CdSpan range_of(const Run *self, const Rule *rule, const RuleState *state,
                       const TopSentences *sentences) {
  CdSpan range = {0, self->unit->len};
  for (uint32_t gate = 0; gate < rule->gate_count && !rule->whole_unit; gate++) {
    CdSpan first = sentence_of(sentences, self->unit->tokens[state->first[gate]].start);
    CdSpan last = sentence_of(sentences, self->unit->tokens[state->last[gate]].start);
    if (first.start > range.start) range.start = first.start;
    if (last.end < range.end) range.end = last.end;
  }
  return range;
}

void run_tree_rules(Run *self) {
  const RuleBook *book = self->book;
  TopSentences sentences;
  if (!find_sentences(self, &sentences)) return;
  for (uint32_t i = 0; i < self->touched_count && !self->no_memory; i++) {
    uint32_t number = self->cursor->touched[i];
    const Rule *rule = book->rules[number];
    const RuleState *state = &self->cursor->states[number];
    if (rule->element_count > 0 || self->cursor->off[number]) continue;
    if (state->opened != ((uint32_t)1 << rule->gate_count) - 1) continue;
    CdSpan range = range_of(self, rule, state, &sentences);
    if (range.start < range.end) run_query(self, number, range);
  }
  for (uint32_t i = 0; i < book->ungated_tree_count && !self->no_memory; i++) {
    uint32_t number = book->ungated[book->ungated_sequence_count + i];
    if (!self->cursor->off[number]) run_query(self, number, (CdSpan){0, self->unit->len});
  }
}
