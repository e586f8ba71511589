// One run of the rules over a unit: what run.c and tree.c share.
#ifndef COPYDESK_RULES_RUN_H
#define COPYDESK_RULES_RUN_H

#include "rules/book.h"

// What the unit's words told about one rule.
typedef struct {
  uint32_t opened;                               // bits of gates
  uint32_t last_token;                           // token rules: the token it matched last, plus one
  uint32_t first[MOST_GATES], last[MOST_GATES];  // tokens that opened each gate
} RuleState;

struct RulesCursor {
  const CdRules *rules;
  TSQueryCursor *cursor;
  uint32_t generation;  // of the book that the arrays below are made for
  RuleState *states;
  bool *off;          // rules that are switched off
  uint32_t *touched;  // rules whose state is not empty
  char message[256];
};

typedef struct {
  RulesCursor *cursor;
  const RuleBook *book;
  const Lexicon *lexicon;
  TSNode root;
  Unit *unit;
  size_t match_capacity, capture_capacity;
  uint32_t touched_count;
  bool no_memory;
} Run;

// A captured node. `token` is the one that begins there, or NONE.
typedef struct {
  CdSpan span;
  uint32_t token;
  uint16_t capture;
} Node;

enum { MATCH_LIMIT = 128 };  // states that tree-sitter may keep open for one rule

// Switches a rule off in this cursor, with a message: "this rule WHY and is switched off".
void run_switch_off(Run *self, uint32_t number, const char *why);
// Tests the nodes that a rule found and keeps the match. False: the rule is to stop here.
bool run_keep_match(Run *self, uint32_t number, const Node *nodes, uint32_t count);
// The rules that are tree queries, as far as their gates were opened.
void run_tree_rules(Run *self);

#endif
