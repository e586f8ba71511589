// The syntax of a query file, as far as the rules need it beside tree-sitter's own compiler: where each
// pattern begins and ends, its predicates, and whether it is a plain sequence of tokens and names.
#ifndef COPYDESK_RULES_SYNTAX_H
#define COPYDESK_RULES_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_ELEMENTS = 8, MOST_ELEMENT_CAPTURES = 2, MOST_CAPTURES = 16 };

// One node of a sequence: "(word) @cue", "[(word) (name)]", "(name)? @source".
typedef struct {
  uint32_t kinds;  // bits of TokenKind
  bool name;       // or a whole name
  bool quotation;  // or a whole quotation
  bool optional;
  uint8_t capture_count;
  uint16_t captures[MOST_ELEMENT_CAPTURES];  // numbers in Syntax.captures
} Element;

typedef struct {
  const char *text;  // in the file; of a string it is what is between the marks
  size_t len;
  bool capture, string;
} Argument;

// "(#name? arguments…)"
typedef struct {
  const char *at;    // the '#'
  const char *name;  // without it
  size_t name_len;
  Argument *arguments;
  uint32_t count, capacity;
} Call;

// One pattern.
typedef struct {
  const char *start, *end;
  Element elements[MOST_ELEMENTS];
  uint32_t element_count;  // 0: not a plain sequence
  bool begins_sentence;    // "(sentence . …)": nothing before it there
  bool begins_unit;        // "(document . (sentence . …))"
  struct {
    const char *text;
    size_t len;
  } captures[MOST_CAPTURES];  // of the elements
  uint32_t capture_count;
  Call *calls;
  uint32_t call_count, call_capacity;
} Syntax;

// Reads the pattern at *at and moves past it; false at the end of the file or when memory is short
// (*no_memory). Its parts are freed with syntax_free(). A pattern with an error reaches to the end of the
// file at worst: tree-sitter's compiler is asked what is wrong with it.
bool syntax_read(Syntax *self, const char **at, const char *end, bool *no_memory);
void syntax_free(Syntax *self);

// A copy of an argument, with "\n" and the like resolved; NULL when memory is short.
char *syntax_text(const Argument *argument, uint32_t *len);

// Is every node with the capture `name` one token? Told by "(word) @name".
bool syntax_captures_tokens(const Syntax *self, const char *name, size_t len);
// May a match reach beyond one sentence of the text?
bool syntax_reaches_over_sentences(const Syntax *self);

#endif
