// Quotation marks, apostrophes and brackets: which open, which close, which are only text.
// What a sign may mean is a table; where it may mean several things the signs beside it and the
// marks that are open decide.
#include "scanner.h"

bool is_mark(int32_t sign) {
  switch (sign) {
    case '"':
    case '\'':
    case '`':
    case '(':
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
    case 0xAB:
    case 0xBB:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2039:
    case 0x203A:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F:
    case 0xFF08:
    case 0xFF09:
      return true;
    default:
      return false;
  }
}

// ---- levels ------------------------------------------------------------------------------------
#define BIT(mark) (1u << (mark))
enum {
  DOUBLES = BIT(DOUBLE_CURLY) | BIT(DOUBLE_LOW) | BIT(DOUBLE_STRAIGHT) | BIT(DOUBLE_WIRE),
  SINGLES = BIT(SINGLE_CURLY) | BIT(SINGLE_LOW) | BIT(SINGLE_STRAIGHT),
};

static Mark top(const State *state) {
  return state->depth > 0 ? (Mark)state->marks[state->depth - 1] : MARK_NONE;
}

// The innermost open level of one of `marks`, or -1.
static int find_level(const State *state, uint32_t marks) {
  for (int level = state->depth - 1; level >= 0; level--) {
    if (BIT(state->marks[level]) & marks) return level;
  }
  return -1;
}

static Symbol open_level(const Scan *scan, Mark mark, Symbol symbol) {
  State *state = scan->state;
  if (state->depth == MAX_DEPTH) return PUNCT;
  state->marks[state->depth++] = (uint8_t)mark;
  return symbol;
}

Symbol close_level(const Scan *scan) {
  if (scan->valid[SENTENCE_END]) return SENTENCE_END;
  return scan->state->depth > 0 ? AUTO_CLOSE : NOTHING;
}

// The sign was read and marked as the token's end only if it is the one that closes `level`.
static Symbol close_to(const Scan *scan, int level, Symbol symbol) {
  State *state = scan->state;
  if (scan->valid[SENTENCE_END]) return SENTENCE_END;
  if (level < state->depth - 1) return AUTO_CLOSE;
  mark_end(scan);
  state->depth--;
  const StopKind pending = (StopKind)state->pending;
  if (pending != NO_STOP) state->ends = sentence_ends(scan, pending, symbol == CLOSE_MARK);
  return symbol;
}

// A mark that is only text; a stop before it may still end the sentence.
static Symbol as_text(const Scan *scan) {
  State *state = scan->state;
  mark_end(scan);
  const StopKind pending = (StopKind)state->pending;
  if (pending != NO_STOP) state->ends = sentence_ends(scan, pending, true);
  return PUNCT;
}

// ---- reading ahead -----------------------------------------------------------------------------
// Whether a mark
// is only text may depend on what comes much later, but then the token's end can no longer be set.
// So what was seen is kept in the state, an empty token returned, and the sign read again.
enum { PEEKED_NOTHING, PEEKED_TEXT, PEEKED_CLOSE };

static Symbol peeked(const Scan *scan, bool closes) {
  scan->state->peeked = closes ? PEEKED_CLOSE : PEEKED_TEXT;
  return PEEK;
}

// ---- double marks ------------------------------------------------------------------------------
// A straight
// mark behind a number stands for inches if another mark closes later.
static bool closes_later(const Scan *scan, int32_t sign) {
  enum { WINDOW = 400 };
  int32_t before = sign;
  for (int i = 0; i < WINDOW && !at_end(scan); i++) {
    const int32_t here = next(scan);
    if (here == sign) return !is_space(before);
    before = here;
    advance(scan);
  }
  return false;
}

static bool may_open(const Scan *scan) {
  switch ((After)scan->state->after) {
    case AFTER_START:
    case AFTER_OPEN:
    case AFTER_DASH:
    case AFTER_COLON:
    case AFTER_COMMA:
    case AFTER_PUNCT:
    case AFTER_STOP:
      return true;
    default:
      return scan->spaced;
  }
}

// Marks that look the same on both sides, behind the mark.
static Symbol read_double(const Scan *scan, Mark mark, int32_t sign) {
  const State *state = scan->state;
  const int32_t following = next(scan);
  const bool space_follows = is_space(following) || at_end(scan);
  const int level = find_level(state, DOUBLES);
  const bool after_number = state->after == AFTER_NUMBER && !scan->spaced;
  if (level < 0) {
    if (space_follows || after_number || !may_open(scan)) return as_text(scan);
    mark_end(scan);
    return open_level(scan, mark, OPEN_MARK);
  }
  if (after_number && space_follows && scan->valid[SENTENCE_END] &&
      state->peeked == PEEKED_NOTHING) {
    return peeked(scan, !closes_later(scan, sign));
  }
  if (state->peeked == PEEKED_TEXT) return as_text(scan);
  const bool opens = scan->spaced && (is_wordlike(following) || following == '[');
  const bool nests = state->after == AFTER_OPEN && level < state->depth - 1 && !space_follows;
  if (opens || nests) {
    mark_end(scan);
    return open_level(scan, mark, OPEN_MARK);
  }
  return close_to(scan, level, CLOSE_MARK);
}

// ---- single marks and apostrophes --------------------------------------------------------------
// "’90s", "’n’", "’em": behind
// the apostrophe. Reads the word into `word`.
static bool is_elision(const Scan *scan, Lookahead *word) {
  if (!lookahead_read(scan, word)) return false;
  if (is_digit((int32_t)word->first)) {
    return word->letters == 2 || (word->letters == 3 && word->last == 's');
  }
  if (word->letters == 1 && is_apostrophe(next(scan))) return true;
  return (lookahead_classes(scan, word) & LEX_BIT(LEX_ELISION)) != 0;
}

// Whether a single mark closes in what follows, before another one opens.
static bool single_closes(const Scan *scan) {
  enum { WINDOW = 300 };
  int32_t before = 'a';
  for (int i = 0; i < WINDOW && !at_end(scan); i++) {
    const int32_t sign = next(scan);
    if (sign == 0x2018 || sign == 0x201D) return false;
    advance(scan);
    if (is_apostrophe(sign)) {
      if (!is_space(before) && !is_wordlike(next(scan))) return true;
      if (is_space(before) && sign == '\'' && !is_digit(next(scan))) return false;
    }
    before = sign;
  }
  return false;
}

// An apostrophe was read that neither belongs to a word before it nor closes. MARK_NONE: cannot
// open.
static Symbol open_single(const Scan *scan, Mark mark) {
  mark_end(scan);
  if (is_space(next(scan)) || at_end(scan)) return as_text(scan);
  Lookahead word = {0};
  if (is_elision(scan, &word)) {
    if (word.letters == 1 && is_apostrophe(next(scan))) advance(scan);
    mark_end(scan);
    return is_digit((int32_t)word.first) ? NUMBER : WORD;
  }
  if (mark == MARK_NONE || (mark == SINGLE_STRAIGHT && !single_closes(scan))) return PUNCT;
  return open_level(scan, mark, OPEN_MARK);
}

static Symbol read_clitic(const Scan *scan) {
  mark_end(scan);
  Lookahead word = {0};
  lookahead_read(scan, &word);
  if (word.letters == 1 && (word.last | 32) == 's') {
    mark_end(scan);
    return CLITIC;
  }
  return PUNCT;
}

// Behind "'" or "’".
static Symbol read_apostrophe(const Scan *scan, int32_t sign) {
  const State *state = scan->state;
  const bool curly = sign == 0x2019;
  const int32_t following = next(scan);
  const int level =
      find_level(state, curly ? BIT(SINGLE_CURLY) | BIT(SINGLE_LOW) : BIT(SINGLE_STRAIGHT));
  const bool after_word =
      !scan->spaced &&
      (state->after == AFTER_WORD || state->after == AFTER_NAME || state->after == AFTER_NUMBER);
  if (after_word && is_wordlike(following)) return read_clitic(scan);
  if (level >= 0 && !scan->spaced && !is_wordlike(following)) {
    if (after_word && state->plural && scan->valid[SENTENCE_END]) {
      if (state->peeked == PEEKED_NOTHING) return peeked(scan, !single_closes(scan));
      if (state->peeked == PEEKED_TEXT) {
        mark_end(scan);
        return CLITIC;
      }
    }
    return close_to(scan, level, CLOSE_MARK);
  }
  if (after_word) {
    mark_end(scan);
    return CLITIC;
  }
  if (!may_open(scan) && state->after != AFTER_CLOSE) return as_text(scan);
  return open_single(scan, curly ? MARK_NONE : SINGLE_STRAIGHT);
}

// ---- brackets ----------------------------------------------------------------------------------
// "[T]he" is a word of its own, if it is one: behind the opening bracket.
static Symbol read_bracketed_letter(const Scan *scan) {
  const int32_t letter = next(scan);
  if (!is_letter(letter)) return NOTHING;
  advance(scan);
  if (next(scan) != ']') return NOTHING;
  advance(scan);
  Lookahead rest = {0};
  if (!lookahead_read(scan, &rest)) return NOTHING;
  mark_end(scan);
  return is_upper(letter) && scan->state->words > 0 ? CAPITALISED : WORD;
}

static Symbol read_open_bracket(const Scan *scan, Mark mark) {
  mark_end(scan);
  if (mark == SQUARE) {
    const Symbol word = read_bracketed_letter(scan);
    if (word != NOTHING) return word;
  }
  return open_level(scan, mark, OPEN_BRACKET);
}

static Symbol read_close(const Scan *scan, uint32_t marks, Symbol symbol) {
  const int level = find_level(scan->state, marks);
  if (level < 0) return as_text(scan);
  return close_to(scan, level, symbol);
}

static Symbol read_open(const Scan *scan, Mark mark) {
  mark_end(scan);
  return open_level(scan, mark, OPEN_MARK);
}

Symbol read_mark(const Scan *scan) {
  const int32_t sign = next(scan);
  advance(scan);
  switch (sign) {
    case '"':
    case 0x201F:
      return read_double(scan, DOUBLE_STRAIGHT, sign);
    case '\'':
      if (next(scan) == '\'' && top(scan->state) != SINGLE_STRAIGHT) {
        advance(scan);
        return read_double(scan, DOUBLE_WIRE, sign);
      }
      return read_apostrophe(scan, sign);
    case 0x2019:
      return read_apostrophe(scan, sign);
    case '`':
      if (next(scan) == '`') {
        advance(scan);
        return read_open(scan, DOUBLE_WIRE);
      }
      return open_single(scan, SINGLE_STRAIGHT);
    case 0x201C:
      if (find_level(scan->state, BIT(DOUBLE_LOW)) >= 0)
        return read_close(scan, BIT(DOUBLE_LOW), CLOSE_MARK);
      return read_open(scan, DOUBLE_CURLY);
    case 0x201E:
      return read_open(scan, DOUBLE_LOW);
    case 0x201D:
      return read_close(scan, DOUBLES, CLOSE_MARK);
    case 0x2018:
    case 0x201B:
      if (find_level(scan->state, BIT(SINGLE_LOW)) >= 0)
        return read_close(scan, BIT(SINGLE_LOW), CLOSE_MARK);
      return open_single(scan, SINGLE_CURLY);
    case 0x201A:
      return open_single(scan, SINGLE_LOW);
    case 0xAB:
      if (find_level(scan->state, BIT(ANGLES_INWARD)) >= 0)
        return read_close(scan, BIT(ANGLES_INWARD), CLOSE_MARK);
      return read_open(scan, ANGLES);
    case 0xBB:
      // »Nein« is closed by what opens «non».
      if (find_level(scan->state, BIT(ANGLES)) < 0 && may_open(scan) && is_wordlike(next(scan))) {
        return read_open(scan, ANGLES_INWARD);
      }
      return read_close(scan, BIT(ANGLES), CLOSE_MARK);
    case 0x300C:
    case 0x300E:
      return read_open(scan, ANGLES);
    case 0x300D:
    case 0x300F:
      return read_close(scan, BIT(ANGLES), CLOSE_MARK);
    case 0x2039:
      return read_open(scan, ANGLE);
    case 0x203A:
      return read_close(scan, BIT(ANGLE), CLOSE_MARK);
    case '(':
    case 0xFF08:
      return read_open_bracket(scan, ROUND);
    case '[':
      return read_open_bracket(scan, SQUARE);
    case '{':
      return read_open_bracket(scan, CURLY);
    case ')':
    case 0xFF09:
      return read_close(scan, BIT(ROUND), CLOSE_BRACKET);
    case ']':
      return read_close(scan, BIT(SQUARE), CLOSE_BRACKET);
    default:
      return read_close(scan, BIT(CURLY), CLOSE_BRACKET);
  }
}
