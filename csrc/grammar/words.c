// Words, names, abbreviations and addresses.
// Reads letters and what joins them; which words are abbreviations is the lexicon's to say.
#include "scanner.h"

// ---- addresses ---------------------------------------------------------------------------------
static bool ends_address(int32_t sign) {
  return is_space(sign) || sign == '<' || sign == '>' || sign == '|' || may_close(sign) ||
         opens_mark(sign);
}

// The rest of a URL: stops and commas belong to it only if more follows.
static Symbol read_url(const Scan *scan) {
  while (!at_end(scan) && !ends_address(next(scan))) {
    const int32_t sign = next(scan);
    advance(scan);
    const bool trails =
        sign == '.' || sign == ',' || sign == ';' || sign == ':' || sign == '!' || sign == '?';
    if (!trails) mark_end(scan);
  }
  return URL;
}

static bool in_address(int32_t sign) {
  return is_wordlike(sign) || sign == '_' || sign == '-' || sign == '+' || sign == '%' ||
         sign == '.';
}

// An e-mail address may begin with what was read so far: goes on to its "@".
static bool reaches_at(const Scan *scan) {
  enum { MOST = 64 };
  for (int i = 0; i < MOST && !at_end(scan); i++) {
    if (next(scan) == '@') {
      advance(scan);
      return is_wordlike(next(scan));
    }
    if (!in_address(next(scan))) return false;
    advance(scan);
  }
  return false;
}

Symbol read_handle(const Scan *scan) {
  advance(scan);
  mark_end(scan);
  if (!is_wordlike(next(scan)) && next(scan) != '_') return PUNCT;
  const bool digits = is_digit(next(scan));
  while (is_wordlike(next(scan)) || next(scan) == '_') advance(scan);
  if (digits) return PUNCT;
  mark_end(scan);
  return URL;
}

// ---- words and abbreviations -------------------------------------------------------------------
static Symbol capitalised(const Scan *scan, const Lookahead *word) {
  if (!word->capital) return WORD;
  const State *state = scan->state;
  switch ((After)state->after) {
    case AFTER_HYPHEN:
      return CAPITALISED;
    case AFTER_START:
    case AFTER_OPEN:
    case AFTER_CLOSE:
    case AFTER_COLON:
    case AFTER_DASH:
    case AFTER_STOP:
    case AFTER_LIST_NUMBER:
    case AFTER_PUNCT:
      break;
    default:
      if (word->letters > 1 || state->after == AFTER_NAME) return CAPITALISED;
  }
  const uint64_t words = LEX_BIT(LEX_SENTENCE_START) | LEX_BIT(LEX_PRONOUN_SPEAKER);
  return lookahead_classes(scan, word) & words ? WORD : CAPITALISED;
}

static Symbol end_word(const Scan *scan, const Lookahead *word, Symbol symbol) {
  State *state = scan->state;
  state->plural = word->last == 's' || word->last == 'S';
  state->lower =
      word->letters > 1 && (is_lower((int32_t)word->last) || is_digit((int32_t)word->last));
  return symbol;
}

// The rest of "F.B.I.", "a.m.", "Ph.D.", "U.S": letters and stops in turn. `word` holds what was read
// so far, two parts and the stop between them.
static Symbol read_dotted(const Scan *scan, Lookahead *word, bool initials) {
  State *state = scan->state;
  const uint64_t known = LEX_BIT(LEX_ABBREVIATION) | LEX_BIT(LEX_ABBREVIATION_FINAL);
  const Symbol symbol = initials ? INITIALS : word->capital ? TITLE : ABBREVIATION;
  mark_end(scan);
  while (next(scan) == '.') {
    advance(scan);
    mark_end(scan);
    lookahead_push(word, '.');
    Lookahead part = {0};
    if (!lookahead_read(scan, &part)) {
      if (!(lookahead_classes(scan, word) & LEX_BIT(LEX_ABBREVIATION))) {
        state->ends = sentence_ends(scan, SHORT_STOP, false);
      }
      break;
    }
    lookahead_join(word, &part);
    if (part.letters > 1 && !(lookahead_classes(scan, word) & known)) break;
    mark_end(scan);
  }
  return symbol;
}

// "example.com", "Amazon.com", "jane.doe@example.com"; but "world.Today" is two sentences. Behind
// `part`, which a full stop joins to a word whose end is marked.
static Symbol read_address(const Scan *scan, const Lookahead *word, Lookahead *part,
                           Symbol symbol) {
  if (part->letters > 1 && !part->any_capital && !part->any_digit) {
    mark_end(scan);
    if (!word->any_capital) symbol = URL;
    while (next(scan) == '.') {
      advance(scan);
      if (lookahead_read(scan, part)) mark_end(scan);
    }
    if (next(scan) == '/') return read_url(scan);
  }
  return reaches_at(scan) ? read_url(scan) : symbol;
}

// Behind a word and a full stop with more letters or digits ahead.
static Symbol read_glued(const Scan *scan, Lookahead *word, uint64_t classes, Symbol symbol) {
  const bool single = word->letters == 1;
  const bool capital_ahead = is_upper(next(scan));
  if (capital_ahead && (single || classes & LEX_BIT(LEX_ABBREVIATION))) {  // "J.Roe", "St.Ives"
    mark_end(scan);
    symbol = single ? INITIALS : TITLE;
    if (!single) return symbol;
  }
  Lookahead part = {0};
  lookahead_read(scan, &part);
  Lookahead joined = *word;
  lookahead_push(&joined, '.');
  lookahead_join(&joined, &part);
  const bool letters = single && part.letters == 1 && is_letter((int32_t)part.first);
  const uint64_t known = LEX_BIT(LEX_ABBREVIATION) | LEX_BIT(LEX_ABBREVIATION_FINAL);
  if (letters || lookahead_classes(scan, &joined) & known) {
    return read_dotted(scan, &joined, letters && word->capital);
  }
  return symbol == INITIALS ? symbol : read_address(scan, word, &part, symbol);
}

// "a. First" at the beginning of a sentence.
static bool may_mark_list(const Scan *scan, const Lookahead *word) {
  return word->letters == 1 && word->any_lower && scan->state->words == 0;
}

// Behind a word whose end is marked, at a full stop: an abbreviation, an address, or `symbol`.
static Symbol read_full_stop(const Scan *scan, Lookahead *word, Symbol symbol) {
  State *state = scan->state;
  const bool single = word->letters == 1 && is_letter((int32_t)word->first);
  const uint64_t classes = lookahead_classes(scan, word);
  advance(scan);
  if (is_wordlike(next(scan))) return read_glued(scan, word, classes, symbol);
  if (may_mark_list(scan, word)) return begins_list(scan, word, true) ? LIST_LETTER : symbol;
  const bool pronoun = classes & LEX_BIT(LEX_PRONOUN_SPEAKER) && state->after != AFTER_NAME;
  const bool initial = single && !pronoun;
  if (initial || classes & (LEX_BIT(LEX_ABBREVIATION) | LEX_BIT(LEX_ABBREVIATION_FINAL))) {
    mark_end(scan);
    if (!(classes & LEX_BIT(LEX_ABBREVIATION))) {
      state->ends = sentence_ends(scan, initial ? INITIAL_STOP : SHORT_STOP, false);
    }
    if (initial && word->capital) return INITIALS;
    return word->capital ? TITLE : ABBREVIATION;
  }
  state->numbered = (classes & LEX_BIT(LEX_ABBREVIATION_NUMBER)) != 0;
  return symbol;
}

// The parts behind a hyphen belong to a word in lower case as long as they are in lower case, too.
// Behind the hyphen. True if the word goes on, and then its end is marked.
bool read_hyphenated(const Scan *scan, Lookahead *word) {
  Lookahead part = {0};
  if (!lookahead_read(scan, &part) || part.any_capital) return false;
  mark_end(scan);
  word->last = part.last;
  word->letters += part.letters;
  word->any_lower |= part.any_lower;
  word->too_long = true;  // no longer a single word to look up
  return true;
}

// In 'so', an apostrophe that a longer word follows ends the quotation: 'so'said
static bool in_single_straight(const State *state) {
  return state->depth > 0 && state->marks[state->depth - 1] == SINGLE_STRAIGHT;
}

// The next part of a word that an apostrophe joins ("don't", "O’Brien"): true if it was read. The
// clitic of "Norway's" is none.
static bool read_behind_apostrophe(const Scan *scan, Lookahead *word) {
  const bool straight = next(scan) == '\'';
  advance(scan);
  Lookahead part = {0};
  if (!lookahead_read(scan, &part) || (part.letters == 1 && (part.last | 32) == 's')) return false;
  if (straight && part.letters > 2 && in_single_straight(scan->state)) return false;
  mark_end(scan);
  word->last = part.last;
  word->letters += part.letters;
  word->too_long = true;  // no longer a single word to look up
  return true;
}

// "AT&T": behind capitals, at the "&".
static bool read_ampersand(const Scan *scan, Lookahead *word) {
  advance(scan);
  Lookahead part = {0};
  if (!lookahead_read(scan, &part) || part.any_lower || part.any_digit) return false;
  mark_end(scan);
  lookahead_push(word, '&');
  lookahead_join(word, &part);
  return true;
}

// What apostrophes, hyphens and the like join to the word. True if the lexer still stands where the
// token ends, false if it read on in vain.
static bool read_joined(const Scan *scan, Lookahead *word, Symbol *symbol) {
  for (;;) {
    const int32_t sign = next(scan);
    if (is_apostrophe(sign)) {
      if (!read_behind_apostrophe(scan, word)) return false;
    } else if (is_hyphen(sign) && !word->any_capital) {
      advance(scan);
      if (!read_hyphenated(scan, word)) return false;
    } else if (sign == '&' && word->any_capital && !word->any_lower) {
      if (!read_ampersand(scan, word)) return false;
      *symbol = CAPITALISED;
    } else if (sign == '_' || (sign == 0xB0 && word->letters == 1)) {  // "N°"
      lookahead_push(word, sign);
      advance(scan);
      lookahead_read(scan, word);
      mark_end(scan);
    } else {
      return true;
    }
  }
}

// Behind a word, at a colon: "https://…", or `symbol`.
static Symbol read_scheme(const Scan *scan, Symbol symbol) {
  for (const char *sign = "://"; *sign != 0; sign++) {
    if (next(scan) != *sign) return symbol;
    advance(scan);
  }
  return read_url(scan);
}

Symbol read_word(const Scan *scan) {
  Lookahead word = {0};
  lookahead_read(scan, &word);
  mark_end(scan);
  Symbol symbol = capitalised(scan, &word);
  if (!read_joined(scan, &word, &symbol)) return end_word(scan, &word, symbol);
  const int32_t sign = next(scan);
  if (sign == '.') {
    symbol = read_full_stop(scan, &word, symbol);
  } else if (sign == '@') {
    if (reaches_at(scan)) symbol = read_url(scan);
  } else if (sign == ')' && may_mark_list(scan, &word)) {
    if (begins_list(scan, &word, false)) symbol = LIST_LETTER;
  } else if (sign == ':') {
    symbol = read_scheme(scan, symbol);
  } else if (is_currency(sign) && !word.any_lower && word.letters <= 3) {
    symbol = read_money_after(scan, symbol);
  }
  return end_word(scan, &word, symbol);
}
