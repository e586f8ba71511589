// A line of the draft as split sees it.
#ifndef COPYDESK_SPLIT_LINE_H
#define COPYDESK_SPLIT_LINE_H

#include "../gap.h"
#include "../reading.h"

enum {
  LINE_WIDEST_WRAPPED = 100,  // columns: no editor wraps copy wider than this
  LINE_NARROWEST_WRAPPED = 40,
  LINE_VIEW = 16 * 1024,  // bytes of a line that are looked at
};

typedef enum {
  LINE_BLANK,
  LINE_PROSE,
  LINE_HEADING,
  LINE_LIST_ITEM,
  LINE_QUOTE,
  LINE_FENCE,
  LINE_COMMENT,  // opens an HTML comment
  LINE_TABLE,
  LINE_RULE,       // --- or ***
  LINE_UNDERLINE,  // === under a heading
  LINE_REFERENCE,  // [name]: address
} LineKind;

typedef struct {
  uint32_t start, end,
      next;  // end: before the line end; next: the line behind, or the text's length
  uint32_t
      columns;    // code points up to its last sign, marker and indentation too; about 101 at most
  bool has_text;  // something stands behind its marker
  uint32_t first_word;  // code points of its first word
  uint8_t kind;         // LineKind
  uint8_t indent;       // columns of white space before it
  uint8_t fence, fence_length;
  bool ends_sentence;  // closing punctuation at its end
  bool starts_lower;   // first letter is lower case
  bool closes_comment;
  bool is_long;  // longer than LINE_VIEW: `end` and `next` are not known (0)
} Line;

// The line that begins at `start`.
Line line_read(Gap *text, uint32_t start);

// Does the line (its whole text, without white space at its end) say just `word`?
bool line_is(Gap *text, const Line *line, const char *word);

#endif
