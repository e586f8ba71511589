// One predicate of a rule: (#lexicon? @cue "speech"). Compiled from the file's text, tested on a node.
#ifndef COPYDESK_RULES_PREDICATE_H
#define COPYDESK_RULES_PREDICATE_H

#include "lexicon.h"
#include "pattern.h"
#include "reading.h"
#include "rules/syntax.h"

// In the order in which they are tested: what costs least comes first.
typedef enum {
  PREDICATE_LEXICON,
  PREDICATE_EQ,  // a capture and a string
  PREDICATE_ANY_OF,
  PREDICATE_ENTITY,
  PREDICATE_EQ_CAPTURE,  // two captures
  PREDICATE_MATCH,
} PredicateKind;

typedef struct {
  char *text;
  uint32_t len;
  uint64_t hash;  // text_hash(): without regard to case
} PredicateString;

typedef struct {
  uint8_t kind;  // PredicateKind
  bool negated;
  uint16_t capture, other;  // the rule's numbers of captures
  uint32_t line, column;
  PredicateString *strings;  // eq, any-of: sorted by hash; lexicon: names of classes
  uint32_t string_count;
  uint64_t classes;  // lexicon: bits, set by predicate_resolve()
  uint32_t types;    // entity: bits of CdEntityType
  Pattern *pattern;  // match
} Predicate;

// The rule's number of a capture; UINT16_MAX if it has no such one.
typedef uint16_t CaptureNumber(const void *context, const char *name, size_t len);

// Compiles a call; false and *problem (a constant, or in `room`) if it cannot be, false and NULL when
// memory is short.
bool predicate_compile(Predicate *self, const Call *call, CaptureNumber *number,
                       const void *context, const char **problem, char *room, size_t room_size);
void predicate_free(Predicate *self);

// Looks the classes up; the name of one that the lexicon does not have, or NULL.
const char *predicate_resolve(Predicate *self, const Lexicon *lexicon);

// 1 true, 0 false, -1 a pattern ran out of time. `token` is the one that begins at the node, or NONE.
int predicate_test(const Predicate *self, const Lexicon *lexicon, const Unit *unit, CdSpan node,
                   uint32_t token);

#endif
