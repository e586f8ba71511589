// Runs the rules over one unit. The words of the unit tell which rules can match at all: a sequence is
// decided on the spot, and tree queries are run where all their gates were opened (tree.c). Makes
// unit->matches and captures, in the order of the text.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/run.h"

RulesCursor *rules_cursor_new(const CdRules *rules) {
  RulesCursor *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  self->rules = rules;
  self->cursor = ts_query_cursor_new();
  ts_query_cursor_set_match_limit(self->cursor, MATCH_LIMIT);
  return self;
}

void rules_cursor_free(RulesCursor *self) {
  if (!self) return;
  ts_query_cursor_delete(self->cursor);
  free(self->states);
  free(self->off);
  free(self->touched);
  free(self);
}

const char *rules_cursor_message(const RulesCursor *self) {
  return self->message[0] ? self->message : NULL;
}

// Follows a change of the rules.
static bool prepare(RulesCursor *self) {
  const RuleBook *book = self->rules->book;
  if (self->generation == book->generation) return true;
  free(self->states);
  free(self->off);
  free(self->touched);
  size_t count = (size_t)book->rule_count + 1;
  self->states = calloc(count, sizeof *self->states);
  self->off = calloc(count, sizeof *self->off);
  self->touched = calloc(count, sizeof *self->touched);
  self->generation = 0;
  if (!self->states || !self->off || !self->touched) return false;
  self->generation = book->generation;
  return true;
}

// ---- what was found ----------------------------------------------------------------------------
void run_switch_off(Run *self, uint32_t number, const char *why) {
  const Rule *rule = self->book->rules[number];
  self->cursor->off[number] = true;
  snprintf(self->cursor->message, sizeof self->cursor->message,
           "%s:%u:%u: this rule %s and is switched off", rule->source->path, rule->line,
           rule->column, why);
}

// Makes room for a match with `count` captures and begins it; NULL when memory is short.
static Capture *push_match(Run *self, uint32_t number, uint32_t count) {
  Unit *unit = self->unit;
  if (!ARENA_PUSH(unit->arena, unit->matches, unit->match_count, self->match_capacity))
    goto short_of;
  while (unit->capture_count + count > self->capture_capacity) {
    // arena_grow() doubles; `capture_count` says how many to keep.
    unit->captures = arena_grow(unit->arena, unit->captures, unit->capture_count,
                                &self->capture_capacity, sizeof *unit->captures);
    if (!unit->captures) goto short_of;
  }
  unit->matches[unit->match_count++] =
      (Match){.rule = number, .first_capture = unit->capture_count, .capture_count = count};
  unit->capture_count += count;
  return unit->captures + unit->capture_count - count;
short_of:
  unit->match_count = unit->capture_count = 0;
  self->no_memory = true;
  return NULL;
}

static bool same_words(const Unit *unit, CdSpan left, CdSpan right) {
  uint32_t len = left.end - left.start;
  return len == right.end - right.start &&
         memcmp(unit->bytes + left.start, unit->bytes + right.start, len) == 0;
}

// Two captures: true if some node of one has the words of some node of the other.
static bool captures_equal(const Predicate *predicate, const Unit *unit, const Node *nodes,
                           uint32_t count) {
  bool absent = true;
  for (uint32_t i = 0; i < count; i++) {
    if (nodes[i].capture != predicate->capture) continue;
    for (uint32_t k = 0; k < count; k++) {
      if (nodes[k].capture != predicate->other) continue;
      absent = false;
      if (same_words(unit, nodes[i].span, nodes[k].span)) return !predicate->negated;
    }
  }
  return absent || predicate->negated;
}

// As in Neovim, a predicate holds if every node of its capture meets it, and if there is none.
static int test_nodes(const Run *self, const Rule *rule, const Node *nodes, uint32_t count) {
  for (uint32_t i = 0; i < rule->predicate_count; i++) {
    const Predicate *predicate = &rule->predicates[i];
    if (predicate->kind == PREDICATE_EQ_CAPTURE) {
      if (!captures_equal(predicate, self->unit, nodes, count)) return 0;
      continue;
    }
    for (uint32_t k = 0; k < count; k++) {
      if (nodes[k].capture != predicate->capture) continue;
      int result =
          predicate_test(predicate, self->lexicon, self->unit, nodes[k].span, nodes[k].token);
      if (result <= 0) return result;
    }
  }
  return 1;
}

// Tests the nodes and keeps the match. False: the rule is to stop here.
bool run_keep_match(Run *self, uint32_t number, const Node *nodes, uint32_t count) {
  const Rule *rule = self->book->rules[number];
  int result = test_nodes(self, rule, nodes, count);
  if (result < 0) run_switch_off(self, number, "took too long");
  if (result <= 0) return result == 0;
  Capture *captures = push_match(self, number, count);
  for (uint32_t i = 0; captures && i < count; i++) {
    captures[i] =
        (Capture){nodes[i].span.start, nodes[i].span.end, rule->capture_names[nodes[i].capture]};
  }
  return captures != NULL;
}

// ---- sequences --------------------------------------------------------------------------------------
static void try_sequence(Run *self, uint32_t number, uint32_t token) {
  const Rule *rule = self->book->rules[number];
  const Unit *unit = self->unit;
  CdSpan spans[MOST_ELEMENTS];
  RuleState *state = &self->cursor->states[number];
  if (self->cursor->off[number] || state->last_token == token + 1) return;
  if (!sequence_align(rule, unit, token, spans)) return;
  // A token may open the gate by its word and by a class: once is enough.
  if (state->last_token == 0) self->cursor->touched[self->touched_count++] = number;
  state->last_token = token + 1;
  Node nodes[MOST_ELEMENTS * MOST_ELEMENT_CAPTURES];
  uint32_t count = 0;
  for (uint32_t i = 0; i < rule->element_count; i++) {
    const Element *element = &rule->elements[i];
    if (spans[i].end == spans[i].start) continue;
    CdSpan span = {unit->tokens[spans[i].start].start, unit->tokens[spans[i].end - 1].end};
    for (uint32_t k = 0; k < element->capture_count; k++) {
      nodes[count++] = (Node){span, spans[i].start, element->captures[k]};
    }
  }
  run_keep_match(self, number, nodes, count);
}

static void open_gate(Run *self, GateEntry entry, uint32_t token) {
  if (self->book->rules[entry.rule]->element_count > 0) {
    try_sequence(self, entry.rule, token);
    return;
  }
  RuleState *state = &self->cursor->states[entry.rule];
  if (state->opened == 0) self->cursor->touched[self->touched_count++] = entry.rule;
  if (!(state->opened >> entry.gate & 1)) state->first[entry.gate] = token;
  state->opened |= (uint32_t)1 << entry.gate;
  state->last[entry.gate] = token;
}

// Asks the index about each token.
static void walk_tokens(Run *self) {
  const RuleBook *book = self->book;
  for (uint32_t token = 0; token < self->unit->token_count && !self->no_memory; token++) {
    const Token *at = &self->unit->tokens[token];
    uint32_t mask = ((uint32_t)1 << book->word_bits) - 1;
    uint32_t slot = (uint32_t)(at->hash >> (64 - book->word_bits));
    while (book->word_slots[slot].hash != 0 && book->word_slots[slot].hash != at->hash) {
      slot = (slot + 1) & mask;
    }
    const WordSlot *word = &book->word_slots[slot];
    for (uint32_t i = 0; word->hash != 0 && i < word->count; i++) {
      open_gate(self, book->word_entries[word->first + i], token);
    }
    uint64_t classes = at->classes & book->class_mask;
    for (uint32_t class = 0; classes >> class != 0; class ++) {
      if (classes >> class & 1) {
        for (uint32_t i = book->class_first[class]; i < book->class_first[class + 1]; i++) {
          open_gate(self, book->class_entries[i], token);
        }
      }
      if (class == 63) break;
    }
    bool may_begin = book->ungated_kinds >> at->kind & 1;
    for (uint32_t i = 0; may_begin && i < book->ungated_sequence_count; i++) {
      try_sequence(self, book->ungated[i], token);
    }
  }
}

// ---- order -------------------------------------------------------------------------------------
static uint64_t place_of(const Unit *unit, const Match *match) {
  uint32_t start = UINT32_MAX;
  for (uint32_t i = 0; i < match->capture_count; i++) {
    uint32_t at = unit->captures[match->first_capture + i].start;
    if (at < start) start = at;
  }
  return (uint64_t)start << 32 | match->rule;
}

// Merge sort by place, then by rule: matches come in runs, one a rule.
static bool sort_matches(Unit *unit) {
  uint32_t count = unit->match_count;
  if (count < 2) return true;
  Match *from = unit->matches;
  Match *to = arena_alloc(unit->arena, count * sizeof *to);
  if (!to) return false;
  for (uint32_t width = 1; width < count; width *= 2) {
    for (uint32_t start = 0; start < count; start += 2 * width) {
      uint32_t middle = start + width < count ? start + width : count;
      uint32_t end = middle + width < count ? middle + width : count;
      uint32_t left = start, right = middle;
      for (uint32_t i = start; i < end; i++) {
        bool take_left = left < middle && (right >= end || place_of(unit, &from[left]) <=
                                                               place_of(unit, &from[right]));
        to[i] = take_left ? from[left++] : from[right++];
      }
    }
    Match *swap = from;
    from = to;
    to = swap;
  }
  unit->matches = from;
  return true;
}

bool rules_run(RulesCursor *self, const TSTree *tree, Unit *unit) {
  unit->matches = NULL;
  unit->captures = NULL;
  unit->match_count = unit->capture_count = 0;
  if (!prepare(self)) return false;
  if (self->rules->book->rule_count == 0) return true;
  Run run = {.cursor = self,
             .book = self->rules->book,
             .lexicon = self->rules->lexicon,
             .root = ts_tree_root_node(tree),
             .unit = unit};
  walk_tokens(&run);
  run_tree_rules(&run);
  for (uint32_t i = 0; i < run.touched_count; i++) {
    self->states[self->touched[i]] = (RuleState){0};
  }
  return !run.no_memory && sort_matches(unit);
}
