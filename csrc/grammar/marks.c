// Quotation marks, apostrophes and brackets: which open, which close, which are only text.
// What a sign may mean stands in a table; where it may mean several things, the signs beside it and
// the marks that are open decide.
#include "scanner.h"

#include <stddef.h>

#define BIT(mark) (1u << (mark))
enum {
  DOUBLES = BIT(DOUBLE_CURLY) | BIT(DOUBLE_LOW) | BIT(DOUBLE_STRAIGHT) | BIT(DOUBLE_WIRE),
};

// How a sign is read: one that looks the same on both sides by what stands beside it, an apostrophe
// and an opening single mark by the words around, the others by what is open.
typedef enum {
  OPENS,
  CLOSES,
  OPENS_SINGLE,
  SAME,
  APOSTROPHE,
  BACKTICK,
  BRACKET_OPENS,
  BRACKET_CLOSES
} Role;

typedef struct {
  int32_t sign;
  Role role;
  Mark opens;
  uint32_t closes;  // levels
} Sign;

static const Sign SIGNS[] = {
    {'"', SAME, DOUBLE_STRAIGHT, DOUBLES},
    {0x201F, SAME, DOUBLE_STRAIGHT, DOUBLES},
    {'\'', APOSTROPHE, SINGLE_STRAIGHT, BIT(SINGLE_STRAIGHT) | BIT(SINGLE_CURLY)},
    {0x2019, APOSTROPHE, MARK_NONE, BIT(SINGLE_CURLY) | BIT(SINGLE_LOW)},
    {'`', BACKTICK, SINGLE_STRAIGHT, 0},
    {0x201C, OPENS, DOUBLE_CURLY, BIT(DOUBLE_LOW)},  // “English”, „German“
    {0x201D, CLOSES, MARK_NONE, DOUBLES},
    {0x201E, OPENS, DOUBLE_LOW, 0},
    {0x2018, OPENS_SINGLE, SINGLE_CURLY, BIT(SINGLE_LOW)},
    {0x201B, OPENS_SINGLE, SINGLE_CURLY, BIT(SINGLE_LOW)},
    {0x201A, OPENS_SINGLE, SINGLE_LOW, 0},
    {0xAB, OPENS, ANGLES, BIT(ANGLES_INWARD)},  // «French», »German«
    {0xBB, CLOSES, ANGLES_INWARD, BIT(ANGLES)},
    {0x2039, OPENS, ANGLE, 0},
    {0x203A, CLOSES, MARK_NONE, BIT(ANGLE)},
    {0x300C, OPENS, ANGLES, 0},
    {0x300D, CLOSES, MARK_NONE, BIT(ANGLES)},
    {0x300E, OPENS, ANGLES, 0},
    {0x300F, CLOSES, MARK_NONE, BIT(ANGLES)},
    {'(', BRACKET_OPENS, ROUND, 0},
    {')', BRACKET_CLOSES, MARK_NONE, BIT(ROUND)},
    {0xFF08, BRACKET_OPENS, ROUND, 0},
    {0xFF09, BRACKET_CLOSES, MARK_NONE, BIT(ROUND)},
    {'[', BRACKET_OPENS, SQUARE, 0},
    {']', BRACKET_CLOSES, MARK_NONE, BIT(SQUARE)},
    {'{', BRACKET_OPENS, CURLY, 0},
    {'}', BRACKET_CLOSES, MARK_NONE, BIT(CURLY)},
};

static const Sign *find_sign(int32_t sign) {
  for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
    if (SIGNS[i].sign == sign) return &SIGNS[i];
  }
  return NULL;
}

bool is_mark(int32_t sign) { return find_sign(sign) != NULL; }

bool opens_mark(int32_t sign) {
  const Sign *found = find_sign(sign);
  return found != NULL && found->opens != MARK_NONE && found->role <= BACKTICK &&
         found->role != CLOSES;
}

bool opens_bracket(int32_t sign) {
  const Sign *found = find_sign(sign);
  return found != NULL && found->role == BRACKET_OPENS;
}

bool may_close(int32_t sign) {
  const Sign *found = find_sign(sign);
  return found != NULL && found->closes != 0 && found->role != OPENS && found->role != OPENS_SINGLE;
}

// ---- levels ------------------------------------------------------------------------------------
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
// Whether a mark is only text may depend on what comes much later, but then the token's end can no
// longer be set. So what was seen is kept in the state, an empty token returned, and the sign read
// again.
enum { PEEKED_NOTHING, PEEKED_TEXT, PEEKED_CLOSE };

static Symbol peeked(const Scan *scan, bool closes) {
  scan->state->peeked = closes ? PEEKED_CLOSE : PEEKED_TEXT;
  return PEEK;
}

// ---- double marks ------------------------------------------------------------------------------
// A straight mark behind a number stands for inches if another mark closes later.
static bool closes_later(const Scan *scan, int32_t sign) {
  enum { WINDOW = 400 };
  int32_t before = sign;
  for (int i = 0; i < WINDOW && !at_end(scan); i++) {
    const int32_t here = next(scan);
    advance(scan);
    if (here == sign)
      return !is_space(before) &&
             (is_space(next(scan)) || is_stop(next(scan)) || next(scan) == ',');
    before = here;
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
  const bool after_number = state->after == AFTER_NUMBER && !scan->spaced && sign == '"';
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
// "’90s", "’n’", "’em": behind the apostrophe. Reads the word into `word`.
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

// A single mark was read that neither belongs to a word before it nor closes. MARK_NONE: it cannot
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
static Symbol read_apostrophe(const Scan *scan, const Sign *sign) {
  const State *state = scan->state;
  const int32_t following = next(scan);
  const int level = find_level(state, sign->closes);
  const bool after_word =
      !scan->spaced &&
      (state->after == AFTER_WORD || state->after == AFTER_NAME || state->after == AFTER_NUMBER);
  const bool after_close = !scan->spaced && state->after == AFTER_CLOSE;  // “Hamlet”’s
  if ((after_word || after_close) && is_wordlike(following)) return read_clitic(scan);
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
  return open_single(scan, sign->opens);
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

// The sign was read. It closes a level if there is one that it can close, or opens one.
static Symbol read_by_level(const Scan *scan, const Sign *sign) {
  const int level = find_level(scan->state, sign->closes);
  const bool bracket = sign->role == BRACKET_OPENS || sign->role == BRACKET_CLOSES;
  if (level >= 0) return close_to(scan, level, bracket ? CLOSE_BRACKET : CLOSE_MARK);
  // A slip: “so“.
  const bool turned = sign->opens == DOUBLE_CURLY && !scan->spaced && !is_wordlike(next(scan));
  const int curly = turned ? find_level(scan->state, BIT(DOUBLE_CURLY)) : -1;
  if (curly >= 0 && scan->state->after != AFTER_OPEN) return close_to(scan, curly, CLOSE_MARK);
  // A mark that closes »so« or opens «so» opens only where a word begins.
  const bool opens = sign->role != CLOSES || (may_open(scan) && is_wordlike(next(scan)));
  if (sign->opens == MARK_NONE || !opens) return as_text(scan);
  mark_end(scan);
  return open_level(scan, sign->opens, bracket ? OPEN_BRACKET : OPEN_MARK);
}

Symbol read_mark(const Scan *scan) {
  const Sign *sign = find_sign(next(scan));
  advance(scan);
  switch (sign->role) {
    case SAME:
      return read_double(scan, sign->opens, sign->sign);
    case APOSTROPHE:
      // Two of them are a double mark, unless the first one closes a single mark.
      if (next(scan) != sign->sign || find_level(scan->state, sign->closes) >= 0) {
        return read_apostrophe(scan, sign);
      }
      advance(scan);
      return read_double(scan, DOUBLE_WIRE, sign->sign);
    case BACKTICK:
      if (next(scan) != '`') return open_single(scan, sign->opens);
      advance(scan);
      mark_end(scan);
      return open_level(scan, DOUBLE_WIRE, OPEN_MARK);
    case OPENS_SINGLE:
      if (next(scan) == sign->sign) {
        advance(scan);
        mark_end(scan);
        return open_level(scan, DOUBLE_WIRE, OPEN_MARK);
      }
      if (find_level(scan->state, sign->closes) < 0) return open_single(scan, sign->opens);
      return read_by_level(scan, sign);
    case BRACKET_OPENS:
      if (sign->opens == SQUARE) {
        mark_end(scan);
        const Symbol word = read_bracketed_letter(scan);
        return word != NOTHING ? word : open_level(scan, SQUARE, OPEN_BRACKET);
      }
      return read_by_level(scan, sign);
    default:
      return read_by_level(scan, sign);
  }
}
