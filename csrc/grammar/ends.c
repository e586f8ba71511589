// Where sentences end: reads a run of stops and what follows it.
// A full stop ends a sentence unless the next word says otherwise; which words do is the lexicon's.
#include "scanner.h"

// Of scripts without spaces: they end a sentence whatever follows.
static bool is_wide(int32_t sign) {
  return sign == 0x3002 || sign == 0xFF01 || sign == 0xFF0E || sign == 0xFF1F || sign == 0x0964;
}

// . ! ? … ‼ ⁇ ⁈ ⁉ ؟ ۔ and the wide ones.
bool is_stop(int32_t sign) {
  if (sign < 0x80) return sign == '.' || sign == '!' || sign == '?';
  return sign == 0x2026 || sign == 0x203C || (sign >= 0x2047 && sign <= 0x2049) || sign == 0x061F ||
         sign == 0x06D4 || is_wide(sign);
}

// ---- what follows ------------------------------------------------------------------------------
static bool find_double(const State *state) {
  for (uint8_t i = 0; i < state->depth; i++) {
    if (state->marks[i] == DOUBLE_STRAIGHT) return true;
  }
  return false;
}

// "Biden said": capitalised words in a row, then a verb of speech. `word` was read already. After a
// full stop inside the marks ("deck." Officials said that …) it is one only if nothing follows the
// verb.
static bool is_attribution(const Scan *scan, Lookahead word, StopKind kind) {
  enum { MOST_NAMES = 5 };
  const uint64_t no_name = LEX_BIT(LEX_SENTENCE_START) | LEX_BIT(LEX_PRONOUN_SPEAKER);
  if (lookahead_classes(scan, &word) & no_name) return false;
  for (int names = 0; names <= MOST_NAMES; names++) {
    if (!word.capital) {
      if (names == 0 || !(lookahead_classes(scan, &word) & LEX_BIT(LEX_SPEECH))) return false;
      return kind != FULL_STOP || next(scan) == '.' || next(scan) == ',' || at_end(scan);
    }
    if (next(scan) == '.') advance(scan);
    if (next(scan) == '-') advance(scan);
    skip_spaces(scan);
    word = (Lookahead){0};
    if (!lookahead_read(scan, &word)) return false;
  }
  return false;
}

// Whether the capitalised word ahead begins a sentence after an abbreviation or initial.
static bool begins_sentence(const Scan *scan, const Lookahead *word, StopKind kind) {
  if (word->letters == 1 && next(scan) == '.') return false;          // another initial
  if (kind == INITIAL_STOP && scan->state->words == 0) return false;  // "Q. What …"
  const uint64_t classes = lookahead_classes(scan, word);
  if (!(classes & LEX_BIT(LEX_SENTENCE_START))) return false;
  if (!(classes & LEX_BIT(LEX_ABBREVIATION))) return true;
  // "At 5 p.m. Mr. Smith": too few words for a sentence.
  enum { FEW_WORDS = 4 };
  return kind == SHORT_STOP && scan->state->words >= FEW_WORDS;
}

static bool decide(const Scan *scan, StopKind kind, bool closed) {
  bool quoted = false, bracketed = false;
  for (int marks = 0; marks < 4; marks++) {
    const int32_t sign = next(scan);
    if (opens_mark(sign)) {
      quoted = true;
    } else if (opens_bracket(sign)) {
      bracketed = true;
    } else {
      break;
    }
    advance(scan);
  }
  const int32_t sign = next(scan);
  if (sign == '?' || sign == '!') return false;
  if (sign == 0x2026 || sign == '.') return kind == FULL_STOP && (bracketed || quoted);
  const bool dash = sign == '-' || (sign >= 0x2012 && sign <= 0x2015);
  if (dash && kind == QUESTION && !closed) {  // "Who? - The mayor"
    advance(scan);
    return skip_spaces(scan) && is_upper(next(scan));
  }
  if (dash || sign == ',' || sign == ';' || sign == ':' || sign == ')') return false;
  if (is_digit(sign)) {
    return !bracketed && ((kind == FULL_STOP && !scan->state->numbered) || kind == QUESTION);
  }
  if (!is_letter(sign)) return kind == FULL_STOP || kind == QUESTION || kind == DOTS;

  Lookahead word = {0};
  lookahead_read(scan, &word);
  if (is_lower((int32_t)word.first)) {
    if (bracketed && kind == FULL_STOP) return true;
    // A brand or name that is written so ("iPhone") begins a sentence as well.
    return word.any_capital && !closed && kind != DOTS && kind < SHORT_STOP;
  }
  switch (kind) {
    case SHORT_STOP:
      return !bracketed && (quoted || begins_sentence(scan, &word, kind));
    case INITIAL_STOP:  // 'John F. "Jack" Kennedy'
      return !bracketed && begins_sentence(scan, &word, kind);
    case DOTS:
      // "I" is written so anywhere.
      return !bracketed && !(word.letters == 1 &&
                             (lookahead_classes(scan, &word) & LEX_BIT(LEX_PRONOUN_SPEAKER)));
    default:
      return !(closed && is_attribution(scan, word, kind));
  }
}

// The number of a note in square brackets: "[6]", "[citation needed]" not. Behind the opening
// bracket.
static bool read_note(const Scan *scan) {
  int digits = 0;
  for (; is_digit(next(scan)) && digits < 4; digits++) advance(scan);
  return digits > 0 && next(scan) == ']';
}

// What follows is glued to the stop: "world.Today", "said.“Next", "said.[6]".
static bool ends_glued(const Scan *scan, StopKind kind, bool closed) {
  State *state = scan->state;
  const int32_t sign = next(scan);
  if (kind != FULL_STOP && kind != QUESTION) return false;
  if (sign == 0x201C || (sign == 0x2018 && !closed)) return true;
  if (sign == '[') {
    advance(scan);
    if (read_note(scan)) state->pending = (uint8_t)kind;
    return false;
  }
  if (!is_upper(sign) || !(state->lower || closed)) return false;
  advance(scan);
  return is_lower(next(scan));
}

// Behind the white space that follows the stop.
static bool ends_spaced(const Scan *scan, StopKind kind, bool closed) {
  State *state = scan->state;
  state->pending = NO_STOP;
  if (at_end(scan)) return true;
  switch (next(scan)) {
    case 0x201D:
      state->pending = (uint8_t)kind;
      return false;
    case '[':
      advance(scan);
      if (read_note(scan)) {
        state->pending = (uint8_t)kind;
        return false;
      }
      return kind < SHORT_STOP && kind != DOTS && !is_lower(next(scan));
    case '"':
      if (find_double(state)) {
        advance(scan);
        if (is_space(next(scan)) || at_end(scan)) {
          state->pending = (uint8_t)kind;
          return false;
        }
      }
      break;
    default:
      break;
  }
  return decide(scan, kind, closed);
}

bool sentence_ends(const Scan *scan, StopKind kind, bool closed) {
  State *state = scan->state;
  state->pending = NO_STOP;
  const bool spaced = skip_spaces(scan);
  if (spaced && kind != WIDE_STOP) return ends_spaced(scan, kind, closed);
  if (!spaced && may_close(next(scan))) {
    state->pending = (uint8_t)kind;
    return false;
  }
  return at_end(scan) || kind == WIDE_STOP || ends_glued(scan, kind, closed);
}

// ---- the stops themselves ----------------------------------------------------------------------
// Behind a dot that white space follows: how many more dots come, with white space before each.
static int read_spaced_dots(const Scan *scan, bool mark) {
  enum { MOST = 12 };
  for (int dots = 0;; dots++) {
    if (!skip_spaces(scan) || next(scan) != '.' || dots == MOST) return dots;
    advance(scan);
    if (mark) mark_end(scan);
  }
}

// One dot that white space follows, "." or ". . .". Of "word. . . . Next" the first dot is a stop
// and the others an ellipsis that begins the next sentence.
static Symbol read_dot_spaced(const Scan *scan) {
  State *state = scan->state;
  const int more = read_spaced_dots(scan, scan->spaced);
  if (more > 0 && !scan->spaced) {
    state->ends = more == 3 && is_upper(next(scan));
    return state->ends ? STOP : PUNCT;
  }
  if (more > 0) {
    state->ends = state->words > 0 && ends_spaced(scan, more > 2 ? FULL_STOP : DOTS, false);
    return ELLIPSIS;
  }
  state->ends = ends_spaced(scan, FULL_STOP, false);
  return state->ends || state->pending ? STOP : PUNCT;
}

Symbol read_stops(const Scan *scan) {
  State *state = scan->state;
  const bool after_list_number = state->after == AFTER_LIST_NUMBER && !scan->spaced;
  int dots = 0, others = 0;
  bool wide = false;
  for (; is_stop(next(scan)) && !at_end(scan); advance(scan)) {
    const int32_t sign = next(scan);
    dots += sign == '.' ? 1 : sign == 0x2026 ? 3 : 0;
    others += sign != '.' && sign != 0x2026;
    wide |= is_wide(sign);
  }
  mark_end(scan);
  if (others > 0 && scan->spaced && is_letter(next(scan))) return PUNCT;  // "!Kung"
  if (after_list_number && others == 0 && dots == 1) return PUNCT;
  if (dots == 1 && others == 0 && is_space(next(scan))) return read_dot_spaced(scan);
  StopKind kind = wide ? WIDE_STOP : others > 0 ? QUESTION : dots > 2 ? DOTS : FULL_STOP;
  if (kind == DOTS && state->after == AFTER_PUNCT && scan->spaced) kind = FULL_STOP;  // "so. ... I"
  state->ends = sentence_ends(scan, kind, false);
  if (dots > 2 && others == 0) {
    if (state->words == 0) state->ends = false;
    return ELLIPSIS;
  }
  return state->ends || state->pending || kind == QUESTION ? STOP : PUNCT;
}
