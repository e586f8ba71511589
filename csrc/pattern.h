// pattern: dates, times, money, percentages, ages, durations, quantities and numbers, by PCRE2 with JIT.
// Reads unit->bytes and tokens; fills unit->facts, not overlapping, longest first. Users' own patterns run
// under a clock: one that exceeds it is switched off by name.
#ifndef COPYDESK_PATTERN_H
#define COPYDESK_PATTERN_H

#include "reading.h"

typedef struct Patterns Patterns;

Patterns *patterns_new(void);  // the shipped patterns compiled; NULL when memory is short
void patterns_free(Patterns *self);

// One regular expression of a rule (#match?) or of a user: compiled with UTF, UCP, a heap limit and an
// automatic callout. NULL and a message (owned by the caller, freed with free()) if it does not compile.
typedef struct Pattern Pattern;
Pattern *pattern_new(const char *source, uint32_t len, char **message);
void pattern_free(Pattern *self);
// 1 match, 0 none, -1 the clock or a limit ran out. Safe from several threads at once.
int pattern_match(const Pattern *self, const char *bytes, uint32_t len);

bool patterns_find(const Patterns *self, Unit *unit);  // false when memory is short

#endif
