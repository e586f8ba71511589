// rules: tree-sitter queries over a unit's tree, with predicates of our own.
// Reads the tree, tokens and mentions; fills unit->matches and captures, in the order of the text.
// Predicates: #match? (PCRE2), #eq?, #any-of?, #lexicon? @x "class", #entity? @x TYPE, each with #not-;
// directives: #set! name value. Anything else is reported with file, line and column.
#ifndef COPYDESK_RULES_H
#define COPYDESK_RULES_H

#include <tree_sitter/api.h>

#include "lexicon.h"
#include "pattern.h"
#include "reading.h"

typedef enum { RULES_ATTRIBUTION, RULES_CLAIMS, RULES_KIND_COUNT } RulesKind;

// Everything that the stages know; opaque to users of the API as CdRules.
struct CdRules {
  Lexicon *lexicon;
  Patterns *patterns;
  struct RuleSet *sets[RULES_KIND_COUNT];
  char **messages;
  size_t message_count, message_capacity;
};

typedef struct RulesCursor RulesCursor;  // one a thread: query cursors
RulesCursor *rules_cursor_new(const CdRules *rules);
void rules_cursor_free(RulesCursor *self);

// Runs both sets of queries; unit->matches of each kind are told apart by rules_kind(). False when
// memory is short. A rule that exceeds the match limit or the clock is switched off in this cursor and
// named by rules_cursor_message().
bool rules_run(RulesCursor *self, const TSTree *tree, Unit *unit);
const char *rules_cursor_message(const RulesCursor *self);  // NULL: none

// Of one rule (Match.rule): its kind, a #set! value ("" if it has none), and names of captures.
RulesKind rules_kind(const CdRules *rules, uint32_t rule);
const char *rules_property(const CdRules *rules, uint32_t rule, const char *name);
// The capture `name` ("cue") of a match; false if it has none.
bool rules_capture(const CdRules *rules, const Unit *unit, const Match *match, const char *name,
                   CdSpan *span);

#endif
