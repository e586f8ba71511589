// facts.txt, compiled: the words of numbers and the patterns of facts. Read once, shared by
// threads.
#ifndef COPYDESK_PATTERN_FACTS_FILE_H
#define COPYDESK_PATTERN_FACTS_FILE_H

#include <pcre2.h>
#include <stddef.h>

#include "pattern/numbers.h"

enum { START_DIGIT, START_SIGN, START_AFTER, START_FIRST_GROUP, MOST_GROUPS = 64 };

typedef struct {
  pcre2_code *code;  // anchored
  uint8_t kind;      // FactKind
} FactPattern;

// The patterns that begin at one kind of place, in the order of the file.
typedef struct {
  FactPattern *patterns;
  uint32_t count, capacity;
} FactGroup;

typedef struct {
  NumberWords words;
  FactGroup groups[MOST_GROUPS];
  char *group_names[MOST_GROUPS];
  uint32_t group_count;
} FactsFile;

// Fills `self`. NULL, or what is wrong as "LINE:COLUMN: reason", which the caller frees; then, and
// when memory is short (*no_memory), facts_file_free() is still to be called.
char *facts_file_read(FactsFile *self, const char *text, size_t len, bool *no_memory);
void facts_file_free(FactsFile *self);

#endif
