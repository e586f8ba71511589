// Numbers, sums of money, shares of a hundred, and the markers of lists within a line.
// Reads digits and what joins them; which words multiply a number is the lexicon's to say.
#include "scanner.h"

// ---- lists within a line: "1) … 2) …", "a. … b. …" ----------------------------------------------
// The place in a list that a marker names, or 0. Letters are counted from 128.
static uint8_t list_place(const Lookahead *word) {
  if (word->letters == 1 && word->any_lower && word->len == 1) return (uint8_t)(word->first | 0x80);
  if (word->len > 2 || !word->any_digit || word->any_lower || word->any_capital) return 0;
  uint8_t place = 0;
  for (uint32_t i = 0; i < word->len; i++) place = (uint8_t)(place * 10 + (word->bytes[i] - '0'));
  return place;
}

// Whether `word`, read just now, is the marker of the next item (or of the first).
static bool is_list_marker(const Scan *scan, const Lookahead *word, bool stop_read) {
  State *state = scan->state;
  const uint8_t place = list_place(word);
  if (place == 0) return false;
  // "2." alone is no sentence; elsewhere a number is a marker only if it goes on or begins a list.
  const bool alone = state->words == 0 && word->any_digit;
  const bool begins = state->after == AFTER_START || state->after == AFTER_PUNCT;
  const bool first = begins ? state->list_next == 0 : place == 1 && word->any_digit;
  if (!alone && !first && place != state->list_next) return false;
  if (!stop_read && next(scan) != '.' && next(scan) != ')') return false;
  if (next(scan) == '.') advance(scan);
  if (next(scan) == ')') advance(scan);
  if (!is_space(next(scan))) return false;
  skip_spaces(scan);
  const int32_t sign = next(scan);
  return is_wordlike(sign) || sign == '[' || sign == '"' || sign == 0x201C;
}

bool begins_list(const Scan *scan, const Lookahead *word, bool stop_read) {
  if (!is_list_marker(scan, word, stop_read)) return false;
  scan->state->list_next = (uint8_t)(list_place(word) + 1);
  return true;
}

bool may_be_list_marker(const Scan *scan) {
  const State *state = scan->state;
  if (state->list_next == 0 || state->words == 0 || !scan->spaced || state->peeked) return false;
  return state->list_next < 0x80 ? is_digit(next(scan)) : next(scan) == (state->list_next & 0x7F);
}

Symbol peek_list_marker(const Scan *scan) {
  Lookahead word = {0};
  lookahead_read(scan, &word);
  if (scan->valid[SENTENCE_END] && is_list_marker(scan, &word, false)) return SENTENCE_END;
  scan->state->peeked = 1;
  return PEEK;
}

// ---- numbers ------------------------------------------------------------------------------------
typedef struct {
  Lookahead word;  // the first run of digits and letters
  bool stopped;    // a full stop behind it was read, too
  bool joined;     // more than one run
  bool sections;   // of a section: "2.1"
  bool at_mark;    // the lexer stands at the end that is marked
  bool compound;   // "10-year-old"
  bool feet;       // 5'10
} Number;

// Digits, what joins them (2,500 3.14 5:30 9/11 2-1 5'10), and letters at their end (3rd, 5km).
static void read_digits(const Scan *scan, Number *number) {
  number->at_mark = number->sections = true;
  lookahead_read(scan, &number->word);
  mark_end(scan);
  for (;;) {
    const int32_t sign = next(scan);
    if (sign == 0x2032 || sign == 0x2033) {
      advance(scan);
      mark_end(scan);
      while (is_digit(next(scan))) advance(scan);
      mark_end(scan);
      continue;
    }
    const bool joins =
        sign == ',' || sign == '.' || sign == ':' || sign == '/' || sign == '\'' || is_hyphen(sign);
    if (!joins) return;
    advance(scan);
    number->at_mark = false;
    number->sections &= sign == '.';
    if (is_digit(next(scan))) {
      number->feet |= sign == '\'';
      while (is_digit(next(scan))) advance(scan);
      Lookahead unit = {0};
      lookahead_read(scan, &unit);
      mark_end(scan);
    } else if (is_hyphen(sign) && is_lower(next(scan)) && read_hyphenated(scan, &number->word)) {
      number->compound = true;
    } else {
      number->stopped = sign == '.';
      return;
    }
    number->joined = number->at_mark = true;
    if (number->feet && next(scan) == '"') {
      advance(scan);
      mark_end(scan);
      return;
    }
  }
}

// A word ahead that belongs to the number ("million", "per cent"): its end is marked.
static bool read_unit(const Scan *scan, LexiconClass class) {
  if (next(scan) == '-') {
    advance(scan);
  } else if (!skip_spaces(scan)) {
    return false;
  }
  Lookahead word = {0};
  if (!is_lower(next(scan)) || !lookahead_read(scan, &word)) return false;
  if (lookahead_classes(scan, &word) & LEX_BIT(class)) {
    mark_end(scan);
    return true;
  }
  // "per cent" is the same as "percent".
  if (next(scan) != ' ') return false;
  advance(scan);
  if (!is_lower(next(scan)) || !lookahead_read(scan, &word)) return false;
  if (!(lookahead_classes(scan, &word) & LEX_BIT(class))) return false;
  mark_end(scan);
  return true;
}

Symbol read_number(const Scan *scan) {
  State *state = scan->state;
  Number number = {0};
  read_digits(scan, &number);
  state->lower = 1;
  state->plural = number.word.last == 's';
  if (number.compound) return WORD;
  const bool begins = state->words == 0 || state->after == AFTER_COLON;
  if (!number.joined && begins && begins_list(scan, &number.word, number.stopped)) {
    return LIST_NUMBER;
  }
  if (number.joined && number.sections && number.stopped && state->words == 0) {
    return skip_spaces(scan) && is_upper(next(scan)) ? LIST_NUMBER : NUMBER;  // "2.1. Results"
  }
  if (!number.at_mark) return NUMBER;
  if (next(scan) == '%') {
    advance(scan);
    mark_end(scan);
    return PERCENT;
  }
  if (number.word.any_lower || number.word.any_capital) return NUMBER;
  if (is_space(next(scan))) {
    return read_unit(scan, LEX_PERCENT_WORD) ? PERCENT : NUMBER;
  }
  return NUMBER;
}

// Behind a currency sign.
static Symbol read_sum(const Scan *scan, Symbol otherwise) {
  if (!is_digit(next(scan))) return otherwise;
  Number number = {0};
  read_digits(scan, &number);
  scan->state->lower = 1;
  if (number.at_mark && !number.compound) read_unit(scan, LEX_MAGNITUDE);
  return MONEY;
}

Symbol read_money_after(const Scan *scan, Symbol symbol) {
  advance(scan);
  return read_sum(scan, symbol);
}

Symbol read_money(const Scan *scan) {
  advance(scan);
  mark_end(scan);
  return read_sum(scan, PUNCT);
}
