// The scanner of the grammar `prose`: cuts text into tokens and keeps track of open marks.
// Reads signs one by one through tree-sitter's lexer; makes one token a call. What it has to know
// about a language it asks the lexicon.
#include "scanner.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static _Thread_local const Lexicon *thread_lexicon;

void prose_set_lexicon(const Lexicon *lexicon) { thread_lexicon = lexicon; }

// ---- reading on --------------------------------------------------------------------------------
bool is_space(int32_t sign) {
  if (sign < 0x80) return sign == ' ' || (sign >= '\t' && sign <= '\r');
  return text_is_space((uint32_t)sign) || sign == 0x85 || sign == 0x1680 || sign == 0x2028 ||
         sign == 0x2029 || sign == 0x200B || sign == 0x2060 || sign == 0xFEFF;
}

bool is_upper(int32_t sign) {
  return sign < 0x80 ? sign >= 'A' && sign <= 'Z' : text_is_upper((uint32_t)sign);
}

bool is_lower(int32_t sign) {
  return sign < 0x80 ? sign >= 'a' && sign <= 'z' : text_is_lower((uint32_t)sign);
}

bool is_letter(int32_t sign) {
  if (sign < 0x80) return (sign | 32) >= 'a' && (sign | 32) <= 'z';
  return text_is_letter((uint32_t)sign);
}

void lookahead_push(Lookahead *word, int32_t sign) {
  if (word->letters == 0) {
    word->first = (uint32_t)sign;
    word->capital = is_upper(sign);
  }
  word->letters++;
  word->last = (uint32_t)sign;
  word->any_capital |= is_upper(sign);
  word->any_lower |= is_lower(sign);
  word->any_digit |= is_digit(sign);
  if (word->len + 4 > MAX_WORD) {
    word->too_long = true;
    return;
  }
  char *out = word->bytes + word->len;
  const uint32_t code = (uint32_t)sign;
  if (code < 0x80) {
    out[0] = (char)code;
    word->len += 1;
  } else if (code < 0x800) {
    out[0] = (char)(0xC0 | code >> 6);
    out[1] = (char)(0x80 | (code & 63));
    word->len += 2;
  } else if (code < 0x10000) {
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 63));
    out[2] = (char)(0x80 | (code & 63));
    word->len += 3;
  } else {
    out[0] = (char)(0xF0 | (code >> 18 & 7));
    out[1] = (char)(0x80 | (code >> 12 & 63));
    out[2] = (char)(0x80 | (code >> 6 & 63));
    out[3] = (char)(0x80 | (code & 63));
    word->len += 4;
  }
}

void lookahead_join(Lookahead *word, const Lookahead *part) {
  if (word->len + part->len > MAX_WORD || part->too_long) {
    word->too_long = true;
    return;
  }
  memcpy(word->bytes + word->len, part->bytes, part->len);
  word->len += part->len;
  word->letters += part->letters;
  word->last = part->last;
}

bool lookahead_read(const Scan *scan, Lookahead *word) {
  const uint32_t before = word->letters;
  while (is_wordlike(next(scan))) {
    lookahead_push(word, next(scan));
    advance(scan);
  }
  return word->letters > before;
}

uint64_t lookahead_classes(const Scan *scan, const Lookahead *word) {
  if (word->too_long || scan->lexicon == NULL) return 0;
  return lexicon_word(scan->lexicon, word->bytes, word->len);
}

bool skip_spaces(const Scan *scan) {
  bool any = false;
  for (; is_space(next(scan)) && !at_end(scan); any = true) advance(scan);
  return any;
}

// ---- one token ---------------------------------------------------------------------------------
static Symbol take(const Scan *scan, Symbol symbol) {
  advance(scan);
  mark_end(scan);
  return symbol;
}

// "-" between words, alone, or before a number; "--"; "—".
static Symbol read_dash(const Scan *scan) {
  State *state = scan->state;
  const int32_t sign = next(scan);
  advance(scan);
  mark_end(scan);
  if (sign != '-' && sign != 0x2010 && sign != 0x2011) return DASH;
  if (next(scan) == '-') {
    while (next(scan) == '-') advance(scan);
    mark_end(scan);
    return DASH;
  }
  const bool joins = !scan->spaced && (state->after == AFTER_WORD || state->after == AFTER_NAME ||
                                       state->after == AFTER_NUMBER || state->after == AFTER_CLOSE);
  if (joins) {
    return scan->valid[NAME_HYPHEN] && is_upper(next(scan)) ? NAME_HYPHEN : HYPHEN;
  }
  if (scan->spaced && is_digit(next(scan))) return read_number(scan);
  return scan->spaced && (is_space(next(scan)) || at_end(scan)) ? DASH : PUNCT;
}

bool is_currency(int32_t sign) {
  return sign == '$' || (sign >= 0xA2 && sign <= 0xA5) || (sign >= 0x20A0 && sign <= 0x20CF);
}

static bool is_dash(int32_t sign) {
  return sign == '-' || (sign >= 0x2010 && sign <= 0x2015) || sign == 0x2212;
}

static bool is_bullet(int32_t sign) {
  return sign == 0x2022 || sign == 0x2023 || sign == 0x2043 || sign == 0x25AA || sign == 0x25CF ||
         sign == 0x25E6 || sign == 0xB7;
}

static Symbol read_token(const Scan *scan) {
  const int32_t sign = next(scan);
  if (may_be_list_marker(scan)) return peek_list_marker(scan);
  if (is_bullet(sign) && scan->state->list_next && scan->valid[SENTENCE_END]) return SENTENCE_END;
  if (is_letter(sign)) return read_word(scan);
  if (is_mark(sign)) return read_mark(scan);
  if (is_digit(sign)) return read_number(scan);
  if (is_stop(sign)) return read_stops(scan);
  if (is_dash(sign)) return read_dash(scan);
  if (is_currency(sign)) return read_money(scan);
  switch (sign) {
    case ',':
    case 0x3001:
    case 0xFF0C:
      return take(scan, COMMA);
    case ';':
    case 0xFF1B:
      return take(scan, SEMICOLON);
    case ':':
    case 0xFF1A:
      return take(scan, COLON);
    case '@':
    case '#':
      return read_handle(scan);
    default:
      return take(scan, PUNCT);
  }
}

// What the token means for the one behind it.
static Symbol move_past(const Scan *scan, Symbol symbol) {
  static const uint8_t AFTER[NOTHING + 1] = {
      [OPEN_MARK] = AFTER_OPEN,      [CLOSE_MARK] = AFTER_CLOSE,   [OPEN_BRACKET] = AFTER_OPEN,
      [CLOSE_BRACKET] = AFTER_CLOSE, [WORD] = AFTER_WORD,          [CAPITALISED] = AFTER_NAME,
      [INITIALS] = AFTER_NAME,       [TITLE] = AFTER_NAME,         [ABBREVIATION] = AFTER_WORD,
      [CLITIC] = AFTER_WORD,         [NUMBER] = AFTER_NUMBER,      [MONEY] = AFTER_NUMBER,
      [PERCENT] = AFTER_NUMBER,      [URL] = AFTER_WORD,           [COMMA] = AFTER_COMMA,
      [SEMICOLON] = AFTER_COMMA,     [COLON] = AFTER_COLON,        [DASH] = AFTER_DASH,
      [HYPHEN] = AFTER_HYPHEN,       [NAME_HYPHEN] = AFTER_HYPHEN, [ELLIPSIS] = AFTER_STOP,
      [STOP] = AFTER_STOP,           [PUNCT] = AFTER_PUNCT,
  };
  State *state = scan->state;
  if (symbol == LIST_NUMBER || symbol == LIST_LETTER) {
    state->after = AFTER_LIST_NUMBER;
    state->words = 1;
    return symbol == LIST_NUMBER ? NUMBER : WORD;
  }
  const bool word = symbol >= WORD && symbol <= URL && symbol != CLITIC;
  if (word && state->words < UINT8_MAX) state->words++;
  if (!word && symbol != PUNCT) state->lower = state->plural = 0;
  if (symbol != WORD && symbol != CAPITALISED) state->numbered = 0;
  // What closes keeps the stop before it in mind, and so does the number of a note ("said. [6]
  // The").
  const bool keeps =
      symbol == CLOSE_MARK || symbol == CLOSE_BRACKET || symbol == OPEN_BRACKET ||
      symbol == PUNCT || symbol == STOP || symbol == ELLIPSIS ||
      (symbol == NUMBER && state->depth > 0 && state->marks[state->depth - 1] == SQUARE);
  if (!keeps) state->pending = NO_STOP;
  if (state->after != AFTER_LIST_NUMBER || symbol != PUNCT) state->after = AFTER[symbol];
  return symbol;
}

// `ends`: the unit, or its paragraph, has nothing more.
static bool scan_token(const Scan *scan, bool ends) {
  State *state = scan->state;
  Symbol symbol = NOTHING;
  if (state->ends && scan->valid[SENTENCE_END]) {
    symbol = SENTENCE_END;
  } else if (ends) {
    symbol = close_level(scan);
    if (symbol == NOTHING) {
      state->after = AFTER_START;
      state->list_next = 0;
    }
  }
  if (symbol == NOTHING) {
    if (at_end(scan)) return false;
    symbol = read_token(scan);
  }
  switch (symbol) {
    case SENTENCE_END:
      state->ends = 0;
      state->words = 0;
      break;
    case AUTO_CLOSE:
      state->depth--;
      break;
    case PEEK:
      break;
    default:
      state->peeked = 0;
      symbol = move_past(scan, symbol);
  }
  scan->lexer->result_symbol = (TSSymbol)symbol;
  return true;
}

// ---- what tree-sitter calls --------------------------------------------------------------------
void *tree_sitter_prose_external_scanner_create(void);
void tree_sitter_prose_external_scanner_destroy(void *payload);
unsigned tree_sitter_prose_external_scanner_serialize(void *payload, char *buffer);
void tree_sitter_prose_external_scanner_deserialize(void *payload, const char *buffer,
                                                    unsigned len);
bool tree_sitter_prose_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid);

void *tree_sitter_prose_external_scanner_create(void) { return calloc(1, sizeof(Scanner)); }

void tree_sitter_prose_external_scanner_destroy(void *payload) {
  Scanner *self = payload;
  if (self == NULL) return;
  lexicon_free((Lexicon *)self->lexicon);
  free(self);
}

enum { HEAD = sizeof(State) - MAX_DEPTH };

unsigned tree_sitter_prose_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *self = payload;
  if (self == NULL) return 0;
  memcpy(buffer, &self->state, HEAD + self->state.depth);
  return (unsigned)HEAD + self->state.depth;
}

void tree_sitter_prose_external_scanner_deserialize(void *payload, const char *buffer,
                                                    unsigned len) {
  Scanner *self = payload;
  if (self == NULL) return;
  memset(&self->state, 0, sizeof self->state);
  if (len > 0 && len <= sizeof self->state) memcpy(&self->state, buffer, len);
}

bool tree_sitter_prose_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *self = payload;
  if (self == NULL || valid[ERROR]) return false;
  const Lexicon *lexicon = thread_lexicon;
  if (lexicon == NULL) {
    if (self->lexicon == NULL) self->lexicon = lexicon_new();
    lexicon = self->lexicon;
  }
  Scan scan = {.lexer = lexer, .valid = valid, .state = &self->state, .lexicon = lexicon};
  lexer->mark_end(lexer);
  // A unit is one paragraph; only where a whole draft is looked at does a blank line end one.
  int line_ends = 0;
  if (!(self->state.ends && valid[SENTENCE_END])) {
    for (; is_space(lexer->lookahead) && !lexer->eof(lexer); lexer->advance(lexer, true)) {
      scan.spaced = true;
      line_ends += lexer->lookahead == '\n';
    }
  }
  scan.spaced |= self->state.after == AFTER_START;
  return scan_token(&scan, line_ends > 1 || lexer->eof(lexer));
}
