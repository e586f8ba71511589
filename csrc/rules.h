// rules: tree-sitter queries over a unit's tree, with predicates of our own.
// Reads the tree, tokens and mentions; fills unit->matches and captures, in the order of the text.
// Predicates: #match? (PCRE2), #eq?, #any-of?, #lexicon? @x "class", #entity? @x TYPE, each with
// #not-; directives: #set! name value. Anything else is reported with file, line and column.
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
  struct RuleBook *book;            // the queries, compiled
  const struct ClaimModel *claims;  // weights of assess
  struct Crf *names;                // weights of tag; NULL if they cannot be used
  char **messages;
  size_t message_count, message_capacity;
};

typedef struct RulesCursor RulesCursor;  // one a thread: query cursors
RulesCursor *rules_cursor_new(const CdRules *rules);
void rules_cursor_free(RulesCursor *self);

// Runs both sets of queries; unit->matches of each kind are told apart by rules_kind(). False when
// memory is short. A rule that exceeds the match limit or the clock is switched off in this cursor
// and named by rules_cursor_message().
bool rules_run(RulesCursor *self, const TSTree *tree, Unit *unit);
const char *rules_cursor_message(const RulesCursor *self);  // NULL: none

// Of one rule (Match.rule): its kind, a #set! value ("" if it has none), and names of captures.
RulesKind rules_kind(const CdRules *rules, uint32_t rule);
const char *rules_property(const CdRules *rules, uint32_t rule, const char *name);
uint32_t rules_count(const CdRules *rules);  // of both kinds; rule numbers are below it
// The number of a capture's name (Capture.name), the same for all rules; UINT16_MAX: no rule uses
// it.
uint16_t rules_capture_number(const CdRules *rules, const char *name);
const char *rules_capture_name(const CdRules *rules, uint16_t number);
// The capture `name` ("cue") of a match; false if it has none. By number where a stage asks often.
bool rules_capture(const CdRules *rules, const Unit *unit, const Match *match, const char *name,
                   CdSpan *span);
bool rules_capture_numbered(const Unit *unit, const Match *match, uint16_t number, CdSpan *span);

#endif
