// Numbers as texts write them -> values: "1.5 million" is 1500000, "two thirds" 0.667,
// "sixty-four" 64. Reads the words of a language from facts.txt (`word` lines); knows digits and
// separators itself.
#ifndef COPYDESK_PATTERN_NUMBERS_H
#define COPYDESK_PATTERN_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

// What a word does in a number, a date or a time.
typedef enum {
  ROLE_NONE,          // only begins a pattern
  ROLE_UNIT,          // one .. nineteen
  ROLE_TENS,          // twenty .. ninety
  ROLE_HUNDRED,       // multiplies what is before it, more may follow: hundred
  ROLE_SCALE,         // closes a group: thousand, million
  ROLE_ABBREVIATION,  // a scale only when glued to digits: bn, m, k
  ROLE_FRACTION,      // after a number: half, thirds
  ROLE_AND,           // joins: "three hundred and fifty"
  ROLE_MONTH,
  ROLE_SECONDS,    // a span of time: hour, year; its value is in seconds
  ROLE_CLOCK,      // minutes since midnight: noon
  ROLE_AFTERNOON,  // adds twelve hours: pm
  ROLE_COUNT
} NumberRole;

typedef struct {
  uint64_t hash;  // text_hash() of the word; 0: the slot is empty
  double value;
  uint64_t groups;  // patterns' `start` groups it belongs to, as bits
  uint8_t role;     // NumberRole
} NumberWord;

// A hash table with open addressing.
typedef struct {
  NumberWord *slots;
  uint32_t bits;
  uint32_t count;
} NumberWords;

// The slot of a word, made if need be; NULL when memory is short.
NumberWord *number_words_add(NumberWords *self, const char *word, uint32_t len);
const NumberWord *number_words_find(const NumberWords *self, uint64_t hash);  // NULL: unknown
void number_words_free(NumberWords *self);

// The number that begins at bytes[at]: its end and value (NAN if it has none, "dozens"), or `at` if
// there is none. Looks at no more than a dozen words.
uint32_t number_read(const NumberWords *self, const char *bytes, uint32_t len, uint32_t at,
                     double *value);

// 20240613 of a date with those parts that it names (613 for "June 13", 20240000 for "2024"); NAN
// if it names none, and of dates in slashes that can be read in two ways.
double number_of_date(const NumberWords *self, const char *bytes, uint32_t len);
// Minutes since midnight; NAN if the text has no hour.
double number_of_time(const NumberWords *self, const char *bytes, uint32_t len);
// Seconds: the number before the word times that word's, "two weeks".
double number_of_duration(const NumberWords *self, const char *bytes, uint32_t len, double number);

#endif
