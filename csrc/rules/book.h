// The compiled rules, and what finds the few that can match in a unit without asking all of them.
// Made by book.c and compile.c from query files; read by run.c.
#ifndef COPYDESK_RULES_BOOK_H
#define COPYDESK_RULES_BOOK_H

#include "rules.h"
#include "rules/predicate.h"

typedef struct {
  char *name, *value;
} Property;

enum { MOST_GATES = 4 };

// One pattern of a query file.
typedef struct {
  struct Source *source;
  uint32_t line, column;   // from 1
  Element *elements;       // a sequence rule: tokens and names side by side
  uint32_t element_count;  // 0: a tree rule
  uint32_t trigger;        // element that is looked for first
  bool begins_sentence, begins_unit;
  TSQuery *query;         // of a tree rule: this pattern alone
  bool whole_unit;        // it may reach over several sentences
  Predicate *predicates;  // cheapest first
  uint32_t predicate_count;
  Property *properties;
  uint32_t property_count;
  uint16_t *capture_names;  // of the query's captures: rules_capture_number()
  uint32_t capture_count;
  // Predicates that some token of the unit must meet if the rule is to match: indexes of
  // predicates.
  uint8_t gates[MOST_GATES];
  uint32_t gate_count;
} Rule;

// One file.
typedef struct Source {
  char *path;
  RulesKind kind;
  bool extends;
  Rule *rules;
  uint32_t rule_count, rule_capacity;
} Source;

// "This word, or this class of words, opens gate `gate` of rule `rule`."
typedef struct {
  uint32_t rule;
  uint32_t gate;
} GateEntry;

typedef struct {
  uint64_t hash;          // of the folded word; 0: the slot is empty
  uint32_t first, count;  // in RuleBook.word_entries
} WordSlot;

typedef struct RuleBook {
  Source *sources[2 * RULES_KIND_COUNT + 64];
  uint32_t source_count;
  char **capture_names;
  uint32_t capture_name_count, capture_name_capacity;

  // What is at work, made anew by book_index() after each change.
  Rule **rules;  // both kinds, attribution first
  uint32_t rule_count, attribution_count;
  uint32_t generation;  // counts the changes
  WordSlot *word_slots;
  uint32_t word_bits;
  GateEntry *word_entries;
  GateEntry *class_entries;
  uint32_t class_first[65];  // class c: class_entries[class_first[c] .. class_first[c + 1])
  uint64_t class_mask;       // classes that open any gate
  uint32_t *ungated;         // sequence rules without a gate, then tree rules without one
  uint32_t ungated_kinds;    // TokenKinds that can begin a trigger of the former
  uint32_t ungated_sequence_count, ungated_tree_count;
} RuleBook;

// Reports "PATH:LINE:COLUMN: text"; false when memory is short.
bool rules_report(CdRules *rules, const char *path, uint32_t line, uint32_t column,
                  const char *text);

// Compiles a query file into self->rules. CD_BAD_RULES: it cannot be used at all; single rules that
// cannot be used are left out. Either is reported.
CdStatus source_compile(Source *self, CdRules *rules, const char *text, size_t len);
void source_free(Source *self);

// The number of a capture name, made if it is new; UINT16_MAX when memory is short.
uint16_t book_capture_number(RuleBook *self, const char *name, size_t len);
// Resolves classes and builds the index of gates. False when memory is short.
bool book_index(RuleBook *self, const Lexicon *lexicon);
void book_free(RuleBook *self);

// Does the sequence match with its trigger at `token`? Then spans[e] is the tokens of element e, from
// first to behind the last; an optional element that is not there is empty.
bool sequence_align(const Rule *rule, const Unit *unit, uint32_t token, CdSpan *spans);

#endif
