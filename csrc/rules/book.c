// All rules that are at work, and the index that tells from a unit's words which of them can match.
#include "rules/book.h"

#include <stdlib.h>
#include <string.h>

// ---- names of captures -------------------------------------------------------------------------
uint16_t book_capture_number(RuleBook *self, const char *name, size_t len) {
  for (uint32_t i = 0; i < self->capture_name_count; i++) {
    const char *known = self->capture_names[i];
    if (strlen(known) == len && memcmp(known, name, len) == 0) return (uint16_t)i;
  }
  if (self->capture_name_count == UINT16_MAX) return UINT16_MAX;
  if (self->capture_name_count == self->capture_name_capacity) {
    uint32_t capacity = self->capture_name_capacity * 2 + 32;
    char **names = realloc(self->capture_names, capacity * sizeof *names);
    if (!names) return UINT16_MAX;
    self->capture_names = names;
    self->capture_name_capacity = capacity;
  }
  char *copy = malloc(len + 1);
  if (!copy) return UINT16_MAX;
  memcpy(copy, name, len);
  copy[len] = '\0';
  self->capture_names[self->capture_name_count] = copy;
  return (uint16_t)self->capture_name_count++;
}

// ---- the index ---------------------------------------------------------------------------------
static WordSlot *word_slot(WordSlot *slots, uint32_t bits, uint64_t hash) {
  uint32_t mask = ((uint32_t)1 << bits) - 1;
  uint32_t at = (uint32_t)(hash >> (64 - bits));
  while (slots[at].hash != 0 && slots[at].hash != hash) at = (at + 1) & mask;
  return &slots[at];
}

// Calls for each gate of each rule.
typedef void GateVisit(RuleBook *self, uint32_t rule, uint32_t gate, const Predicate *predicate);

static void each_gate(RuleBook *self, GateVisit *visit) {
  for (uint32_t i = 0; i < self->rule_count; i++) {
    const Rule *rule = self->rules[i];
    for (uint32_t gate = 0; gate < rule->gate_count; gate++) {
      visit(self, i, gate, &rule->predicates[rule->gates[gate]]);
    }
  }
}

static void count_gate(RuleBook *self, uint32_t rule, uint32_t gate, const Predicate *predicate) {
  (void)rule;
  (void)gate;
  for (uint32_t class = 0; class < 64; class ++) {
    self->class_first[class + 1] += (uint32_t)(predicate->classes >> class & 1);
  }
  if (predicate->kind == PREDICATE_LEXICON) return;
  for (uint32_t i = 0; i < predicate->string_count; i++) {
    WordSlot *slot = word_slot(self->word_slots, self->word_bits, predicate->strings[i].hash);
    slot->hash = predicate->strings[i].hash;
    slot->count++;
  }
}

static void fill_gate(RuleBook *self, uint32_t rule, uint32_t gate, const Predicate *predicate) {
  GateEntry entry = {rule, gate};
  for (uint32_t class = 0; class < 64; class ++) {
    if (!(predicate->classes >> class & 1)) continue;
    self->class_entries[self->class_first[class]++] = entry;
    self->class_mask |= LEX_BIT(class);
  }
  if (predicate->kind == PREDICATE_LEXICON) return;
  for (uint32_t i = 0; i < predicate->string_count; i++) {
    WordSlot *slot = word_slot(self->word_slots, self->word_bits, predicate->strings[i].hash);
    self->word_entries[slot->first + slot->count++] = entry;
  }
}

static size_t count_words(const RuleBook *self) {
  size_t count = 0;
  for (uint32_t i = 0; i < self->rule_count; i++) {
    const Rule *rule = self->rules[i];
    for (uint32_t gate = 0; gate < rule->gate_count; gate++) {
      count += rule->predicates[rule->gates[gate]].string_count;
    }
  }
  return count;
}

static void forget_index(RuleBook *self) {
  free(self->rules);
  free(self->word_slots);
  free(self->word_entries);
  free(self->class_entries);
  free(self->ungated);
  self->rules = NULL;
  self->word_slots = NULL;
  self->word_entries = NULL;
  self->class_entries = NULL;
  self->ungated = NULL;
  self->rule_count = self->attribution_count = 0;
  memset(self->class_first, 0, sizeof self->class_first);
  self->class_mask = 0;
  self->ungated_sequence_count = self->ungated_tree_count = 0;
  self->ungated_kinds = 0;
}

static bool gather_rules(RuleBook *self) {
  size_t count = 0;
  for (uint32_t i = 0; i < self->source_count; i++) count += self->sources[i]->rule_count;
  self->rules = calloc(count + 1, sizeof *self->rules);
  self->ungated = calloc(count + 1, sizeof *self->ungated);
  if (!self->rules || !self->ungated) return false;
  for (int kind = 0; kind < RULES_KIND_COUNT; kind++) {
    for (uint32_t i = 0; i < self->source_count; i++) {
      Source *source = self->sources[i];
      for (uint32_t k = 0; (int)source->kind == kind && k < source->rule_count; k++) {
        self->rules[self->rule_count++] = &source->rules[k];
      }
    }
    if (kind == RULES_ATTRIBUTION) self->attribution_count = self->rule_count;
  }
  return true;
}

// The kinds of token that an element can begin with.
static uint32_t first_kinds(const Element *element) {
  uint32_t kinds = element->kinds;
  if (element->name) kinds |= 1U << TOKEN_NAME | 1U << TOKEN_INITIALS | 1U << TOKEN_ABBREVIATION;
  if (element->quotation) kinds |= 1U << TOKEN_OPEN_MARK;
  return kinds;
}

// Rules without a gate are asked in every unit: sequence rules first in the list, then tree rules.
static void gather_ungated(RuleBook *self) {
  for (int tree = 0; tree < 2; tree++) {
    for (uint32_t i = 0; i < self->rule_count; i++) {
      const Rule *rule = self->rules[i];
      if (rule->gate_count > 0 || (rule->element_count == 0) != (tree == 1)) continue;
      self->ungated[self->ungated_sequence_count + self->ungated_tree_count] = i;
      if (tree) {
        self->ungated_tree_count++;
      } else {
        self->ungated_sequence_count++;
        self->ungated_kinds |= first_kinds(&rule->elements[rule->trigger]);
      }
    }
  }
}

bool book_index(RuleBook *self, const Lexicon *lexicon) {
  forget_index(self);
  self->generation++;
  for (uint32_t i = 0; i < self->source_count; i++) {
    for (uint32_t k = 0; k < self->sources[i]->rule_count; k++) {
      Rule *rule = &self->sources[i]->rules[k];
      for (uint32_t p = 0; p < rule->predicate_count; p++) {
        predicate_resolve(&rule->predicates[p], lexicon);
      }
    }
  }
  bool ok = gather_rules(self);
  size_t words = ok ? count_words(self) : 0;
  self->word_bits = 4;
  while ((size_t)1 << self->word_bits < words * 2) self->word_bits++;
  self->word_slots = calloc((size_t)1 << self->word_bits, sizeof *self->word_slots);
  self->word_entries = calloc(words + 1, sizeof *self->word_entries);
  if (!ok || !self->word_slots || !self->word_entries) {
    forget_index(self);
    return false;
  }
  gather_ungated(self);
  each_gate(self, count_gate);
  for (uint32_t class = 0; class < 64; class ++) {
    self->class_first[class + 1] += self->class_first[class];
  }
  self->class_entries = calloc((size_t)self->class_first[64] + 1, sizeof *self->class_entries);
  if (!self->class_entries) {
    forget_index(self);
    return false;
  }
  uint32_t next = 0;
  for (size_t i = 0; i < (size_t)1 << self->word_bits; i++) {
    self->word_slots[i].first = next;
    next += self->word_slots[i].count;
    self->word_slots[i].count = 0;
  }
  each_gate(self, fill_gate);
  // Filling moved each class's beginning to the next one's.
  memmove(self->class_first + 1, self->class_first, 64 * sizeof *self->class_first);
  self->class_first[0] = 0;
  return true;
}

void book_free(RuleBook *self) {
  if (!self) return;
  forget_index(self);
  for (uint32_t i = 0; i < self->source_count; i++) source_free(self->sources[i]);
  for (uint32_t i = 0; i < self->capture_name_count; i++) free(self->capture_names[i]);
  free(self->capture_names);
  free(self);
}
