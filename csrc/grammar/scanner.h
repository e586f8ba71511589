// What the parts of the scanner share: its state between two tokens and how it reads ahead.
// scanner.c chooses by the next sign; words.c reads words, numbers.c numbers and sums, marks.c
// quotation marks and brackets; ends.c decides whether a sentence ends.
#ifndef COPYDESK_SCANNER_H
#define COPYDESK_SCANNER_H

#include <stdbool.h>
#include <stdint.h>

#include "lexicon.h"
#include "tree_sitter/parser.h"

// In the order of `externals` in grammar.js.
typedef enum {
  SENTENCE_END,
  AUTO_CLOSE,
  OPEN_MARK,
  CLOSE_MARK,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  WORD,
  CAPITALISED,
  INITIALS,
  TITLE,
  ABBREVIATION,
  CLITIC,
  NUMBER,
  MONEY,
  PERCENT,
  URL,
  COMMA,
  SEMICOLON,
  COLON,
  DASH,
  HYPHEN,
  NAME_HYPHEN,
  ELLIPSIS,
  STOP,
  PUNCT,
  PEEK,
  ERROR,
  NOTHING,
  LIST_NUMBER,
  LIST_LETTER,  // a NUMBER or WORD that marks the item of a list
} Symbol;

// What stood before the place that is read.
typedef enum {
  AFTER_START,
  AFTER_WORD,
  AFTER_NAME,
  AFTER_NUMBER,
  AFTER_LIST_NUMBER,
  AFTER_OPEN,
  AFTER_CLOSE,
  AFTER_COMMA,
  AFTER_COLON,
  AFTER_DASH,
  AFTER_HYPHEN,
  AFTER_STOP,
  AFTER_PUNCT,
} After;

// How a sentence may have ended.
typedef enum {
  NO_STOP,
  FULL_STOP,
  QUESTION,  // or exclamation mark
  DOTS,
  WIDE_STOP,     // of scripts without spaces: ends a sentence whatever follows
  SHORT_STOP,    // of an abbreviation that may end a sentence
  INITIAL_STOP,  // of a single initial
} StopKind;

// What opened a level: a kind of quotation mark, or a bracket.
typedef enum {
  MARK_NONE,
  DOUBLE_CURLY,
  DOUBLE_LOW,
  DOUBLE_STRAIGHT,
  DOUBLE_WIRE,
  ANGLES,
  ANGLES_INWARD,
  SINGLE_CURLY,
  SINGLE_LOW,
  SINGLE_STRAIGHT,
  ANGLE,
  ROUND,
  SQUARE,
  CURLY,
} Mark;

enum { MAX_DEPTH = 16, MAX_WORD = 63 };

// All of it is bytes, since tree-sitter keeps a copy beside each token.
typedef struct {
  uint8_t depth;
  uint8_t after;      // After
  uint8_t pending;    // StopKind that only closing marks have followed so far
  uint8_t ends;       // the sentence ends here
  uint8_t words;      // words of the sentence so far, 255 at most
  uint8_t plural;     // the word before ends in s: an apostrophe behind it may be a possessor's
  uint8_t lower;      // the word before ends in two lower-case letters or a digit
  uint8_t list_next;  // marker that the next item of a list within the line would have, 0: no list
  uint8_t numbered;   // the word before is an abbreviation if a number follows its stop
  uint8_t peeked;     // what was seen ahead of an ambiguous mark: see marks.c
  uint8_t marks[MAX_DEPTH];  // Mark of each open level
} State;

typedef struct {
  State state;
  const Lexicon *lexicon;  // of this scanner; the one set by prose_set_lexicon() goes before it
} Scanner;

// One token being read.
typedef struct {
  TSLexer *lexer;
  const bool *valid;
  State *state;
  const Lexicon *lexicon;
  bool spaced;  // white space before it
} Scan;

// A word read ahead, to look it up.
typedef struct {
  char bytes[MAX_WORD + 1];
  uint32_t len;
  uint32_t letters, first, last;  // code points
  bool capital, any_capital, any_lower, any_digit, too_long;
} Lookahead;

// Lets the scanner of this thread ask `lexicon` instead of the embedded one; NULL: back to that.
void prose_set_lexicon(const Lexicon *lexicon);

// ---- reading on --------------------------------------------------------------------------------
static inline int32_t next(const Scan *scan) { return scan->lexer->lookahead; }
static inline void advance(const Scan *scan) { scan->lexer->advance(scan->lexer, false); }
static inline void mark_end(const Scan *scan) { scan->lexer->mark_end(scan->lexer); }
static inline bool at_end(const Scan *scan) { return scan->lexer->eof(scan->lexer); }

bool is_space(int32_t sign);
bool is_upper(int32_t sign);
bool is_lower(int32_t sign);
bool is_letter(int32_t sign);
bool is_currency(int32_t sign);
static inline bool is_digit(int32_t sign) { return sign >= '0' && sign <= '9'; }
static inline bool is_wordlike(int32_t sign) { return is_letter(sign) || is_digit(sign); }
static inline bool is_hyphen(int32_t sign) {
  return sign == '-' || sign == 0x2010 || sign == 0x2011;
}
static inline bool is_apostrophe(int32_t sign) { return sign == '\'' || sign == 0x2019; }

// Puts one code point behind the word.
void lookahead_push(Lookahead *word, int32_t sign);
void lookahead_join(Lookahead *word, const Lookahead *part);
// Reads the letters and digits at this place behind `word`; true if there are any.
bool lookahead_read(const Scan *scan, Lookahead *word);
uint64_t lookahead_classes(const Scan *scan, const Lookahead *word);
// Skips white space ahead; true if there was any.
bool skip_spaces(const Scan *scan);

// ---- the parts: each reads one token and returns its symbol ------------------------------------
Symbol read_word(const Scan *scan);
Symbol read_number(const Scan *scan);
Symbol read_money(const Scan *scan);
// Behind the letters of "US$5": the sum, or `symbol` if no sum follows the sign.
Symbol read_money_after(const Scan *scan, Symbol symbol);
// Goes on behind a hyphen if the part there is in lower case. True if so: then its end is marked.
bool read_hyphenated(const Scan *scan, Lookahead *word);
// Whether `word`, just read, marks the item of a list; remembers what the next one would be. `stop_read`:
// the full stop behind it was read, too.
bool begins_list(const Scan *scan, const Lookahead *word, bool stop_read);
bool may_be_list_marker(const Scan *scan);  // not the first one
Symbol peek_list_marker(const Scan *scan);  // SENTENCE_END or PEEK
Symbol read_handle(const Scan *scan);       // "@name", "#tag"
Symbol read_stops(const Scan *scan);
Symbol read_mark(const Scan *scan);
// Closes the level of `mark` at an end of the unit, or where a mark around it closes.
Symbol close_level(const Scan *scan);

bool is_mark(int32_t sign);     // quotation mark, apostrophe or bracket
bool opens_mark(int32_t sign);  // may open a quotation
bool opens_bracket(int32_t sign);
bool may_close(int32_t sign);  // a quotation or brackets
bool is_stop(int32_t sign);
// Whether a sentence ends behind a stop that was just read; `closed`: closing marks are behind it.
// Reads ahead. Sets state->pending instead if closing marks follow.
bool sentence_ends(const Scan *scan, StopKind kind, bool closed);

#endif
