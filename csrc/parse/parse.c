// parse: a unit's bytes -> tree, tokens, sentences, quoted regions.
// Reads unit->bytes with the grammar `prose`; walks its tree once. A sentence of the flat list ends
// where a sentence node has another one beside it: so "“A. B.” he said. C." makes three.
#include "parse.h"

#include <stdlib.h>
#include <string.h>

#include "reserve.h"
#include "text.h"

const TSLanguage *tree_sitter_prose(void);
void prose_set_lexicon(const Lexicon *lexicon);

// What a node of the tree is to us.
enum {
  KIND_NONE = 255,
  KIND_SENTENCE = 254,
  KIND_QUOTATION = 253,
  KIND_BRACKETED = 252,
  KIND_GROUP = 251
};

static const struct {
  const char *name;
  uint8_t kind;
} NODE_KINDS[] = {
    {"sentence", KIND_SENTENCE},
    {"quotation", KIND_QUOTATION},
    {"bracketed", KIND_BRACKETED},
    {"name", KIND_GROUP},
    {"document", KIND_GROUP},
    {"word", TOKEN_WORD},
    {"capitalised", TOKEN_NAME},
    {"initials", TOKEN_INITIALS},
    {"abbreviation", TOKEN_ABBREVIATION},
    {"clitic", TOKEN_CLITIC},
    {"number", TOKEN_NUMBER},
    {"money", TOKEN_MONEY},
    {"percent", TOKEN_PERCENT},
    {"url", TOKEN_URL},
    {"open_mark", TOKEN_OPEN_MARK},
    {"close_mark", TOKEN_CLOSE_MARK},
    {"open_bracket", TOKEN_OPEN_BRACKET},
    {"close_bracket", TOKEN_CLOSE_BRACKET},
    {"comma", TOKEN_COMMA},
    {"semicolon", TOKEN_SEMICOLON},
    {"colon", TOKEN_COLON},
    {"dash", TOKEN_DASH},
    {"hyphen", TOKEN_HYPHEN},
    {"ellipsis", TOKEN_ELLIPSIS},
    {"stop", TOKEN_STOP},
    {"punct", TOKEN_PUNCT},
};

enum { MAX_SYMBOLS = 128 };

struct Parser {
  Reserve *reserve;
  TSParser *parser;
  TSTreeCursor cursor;
  bool has_cursor;
  uint8_t kinds[MAX_SYMBOLS];  // of each symbol
};

Parser *parser_new(void) {
  Parser *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->reserve = reserve_new();
  if (self->reserve == NULL || !reserve_enter(self->reserve, PARSE_NEED(0))) {
    parser_free(self);
    return NULL;
  }
  self->parser = ts_parser_new();
  const bool fits = ts_parser_set_language(self->parser, tree_sitter_prose());
  reserve_leave(self->reserve);
  if (!fits) {
    parser_free(self);
    return NULL;
  }
  const TSLanguage *language = tree_sitter_prose();
  const uint32_t count = ts_language_symbol_count(language);
  memset(self->kinds, KIND_NONE, sizeof self->kinds);
  for (uint32_t symbol = 0; symbol < count && symbol < MAX_SYMBOLS; symbol++) {
    const char *name = ts_language_symbol_name(language, (TSSymbol)symbol);
    for (size_t i = 0; i < sizeof NODE_KINDS / sizeof *NODE_KINDS; i++) {
      if (strcmp(name, NODE_KINDS[i].name) == 0) self->kinds[symbol] = NODE_KINDS[i].kind;
    }
  }
  return self;
}

void parser_free(Parser *self) {
  if (self == NULL) return;
  if (self->has_cursor) ts_tree_cursor_delete(&self->cursor);
  if (self->parser != NULL) ts_parser_delete(self->parser);
  reserve_free(self->reserve);
  free(self);
}

// ---- the walk ----------------------------------------------------------------------------------
typedef struct {
  const Lexicon *lexicon;
  Unit *unit;
  size_t token_capacity, sentence_capacity, region_capacity;
  uint32_t region;  // innermost open one, or NONE
  uint8_t brackets;
  bool first_word;  // the next word begins a sentence
} Walk;

static uint8_t shape_of(const char *bytes, uint32_t len) {
  uint32_t capitals = 0, small = 0, letters = 0;
  bool first_capital = false, digit = false;
  for (uint32_t at = 0; at < len;) {
    uint32_t sign = (unsigned char)bytes[at];
    at += sign < 0x80 ? 1 : text_decode(bytes + at, len - at, &sign);
    if (text_is_digit(sign)) {
      digit = true;
    } else if (text_is_upper(sign)) {
      if (letters++ == 0) first_capital = true;
      capitals++;
    } else if (text_is_letter(sign)) {
      letters++;
      small++;
    }
  }
  uint8_t shape = digit ? SHAPE_DIGIT : 0;
  if (capitals >= 2 && small == 0) return shape | SHAPE_CAPITALS;
  if (first_capital && capitals == 1) return shape | SHAPE_CAPITALISED;
  if (capitals > 0) return (uint8_t)(shape | SHAPE_MIXED | (first_capital ? SHAPE_CAPITALISED : 0));
  return shape;
}

static bool is_word_kind(uint8_t kind) { return kind <= TOKEN_URL && kind != TOKEN_CLITIC; }

static Token *push_token(Walk *walk, TSNode node, uint8_t kind) {
  Unit *unit = walk->unit;
  if (!ARENA_PUSH(unit->arena, unit->tokens, unit->token_count, walk->token_capacity)) return NULL;
  Token *token = &unit->tokens[unit->token_count++];
  *token = (Token){.start = ts_node_start_byte(node), .end = ts_node_end_byte(node), .kind = kind};
  token->sentence = NONE;
  token->region = walk->region;
  token->brackets = walk->brackets;
  const char *bytes = unit->bytes + token->start;
  const uint32_t len = token->end - token->start;
  token->hash = text_hash(bytes, len);
  if (kind <= TOKEN_URL) {
    token->classes = lexicon_word(walk->lexicon, bytes, len);
    token->shape = shape_of(bytes, len);
  }
  if (token->start == 0) {
    token->shape |= SHAPE_SPACE_BEFORE;
  } else {
    uint32_t before;
    text_decode_before(unit->bytes, token->start, &before);
    if (text_is_space(before) || before == '\n') token->shape |= SHAPE_SPACE_BEFORE;
  }
  if (walk->first_word && is_word_kind(kind)) {
    token->shape |= SHAPE_SENTENCE_START;
    walk->first_word = false;
  }
  return token;
}

// Begins the next sentence of the flat list at the token that comes.
static bool begin_sentence(Walk *walk) {
  Unit *unit = walk->unit;
  const uint32_t first = unit->token_count;
  if (unit->sentence_count > 0 && unit->sentences[unit->sentence_count - 1].first_token == first)
    return true;
  if (!ARENA_PUSH(unit->arena, unit->sentences, unit->sentence_count, walk->sentence_capacity))
    return false;
  unit->sentences[unit->sentence_count++] = (Sentence){.first_token = first, .region = NONE};
  return true;
}

static MarkKind mark_kind(const Unit *unit, const Token *mark) {
  uint32_t sign;
  text_decode(unit->bytes + mark->start, mark->end - mark->start, &sign);
  switch (sign) {
    case 0xAB:
    case 0xBB:
    case 0x2039:
    case 0x300C:
    case 0x300E:
      return MARK_GUILLEMET;
    case 0x2018:
    case 0x201A:
    case 0x201B:
      return MARK_SINGLE;
    case '\'':
    case '`':
      return mark->end - mark->start == 1 ? MARK_SINGLE : MARK_DOUBLE;
    default:
      return MARK_DOUBLE;
  }
}

static bool open_region(Walk *walk) {
  Unit *unit = walk->unit;
  if (!ARENA_PUSH(unit->arena, unit->regions, unit->region_count, walk->region_capacity))
    return false;
  unit->regions[unit->region_count] =
      (Region){.parent = walk->region,
               .first_token = unit->token_count,
               .flags = (uint8_t)(unit->token_count == 0 ? REGION_OPENS_UNIT : 0)};
  walk->region = unit->region_count++;
  return true;
}

static void close_region(Walk *walk) {
  Unit *unit = walk->unit;
  Region *region = &unit->regions[walk->region];
  const Token *open = &unit->tokens[region->first_token],
              *last = &unit->tokens[unit->token_count - 1];
  region->token_count = unit->token_count - region->first_token;
  region->start = open->start;
  region->inner_start = open->end;
  region->mark = (uint8_t)mark_kind(unit, open);
  const bool closed =
      last != open && last->kind == TOKEN_CLOSE_MARK && last->region == walk->region;
  region->end = last->end;
  region->inner_end = closed ? last->start : last->end;
  if (!closed) region->flags |= REGION_UNCLOSED;
  for (const Token *token = open; token <= last; token++)
    region->word_count += is_word_kind(token->kind);
  walk->region = region->parent;
}

static bool enter(Walk *walk, uint8_t kind, bool has_sentence_before, bool at_top) {
  Unit *unit = walk->unit;
  switch (kind) {
    case KIND_SENTENCE: {
      if (has_sentence_before || at_top) {
        walk->first_word = true;
        return begin_sentence(walk);
      }
      // The first one in marks or brackets begins a sentence if it is announced.
      if (unit->token_count >= 2) {
        const uint8_t before = unit->tokens[unit->token_count - 2].kind;
        walk->first_word |= before == TOKEN_COLON || before == TOKEN_COMMA ||
                            before == TOKEN_DASH || before == TOKEN_STOP;
      }
      return true;
    }
    case KIND_QUOTATION:
      return open_region(walk);
    case KIND_BRACKETED:
      if (walk->brackets < UINT8_MAX) walk->brackets++;
      return true;
    default:
      return true;
  }
}

static void leave(Walk *walk, uint8_t kind) {
  if (kind == KIND_QUOTATION) close_region(walk);
  if (kind == KIND_BRACKETED && walk->brackets > 0) walk->brackets--;
}

static bool walk_tree(Parser *self, Walk *walk) {
  enum { DEEPEST = 80 };
  uint8_t kinds[DEEPEST];
  bool sentence_before[DEEPEST];
  uint32_t numbers[DEEPEST];  // of the sentence around: a token knows it, and so its siblings
  uint32_t depth = 0, count = 0;
  bool in_name = false, name_begun = false, sentence_begins = false;
  kinds[0] = KIND_GROUP;
  numbers[0] = 0;
  sentence_before[0] = sentence_before[1] = false;
  TSTreeCursor *cursor = &self->cursor;
  if (!ts_tree_cursor_goto_first_child(cursor)) return true;
  depth = 1;
  for (;;) {
    const TSNode node = ts_tree_cursor_current_node(cursor);
    const TSSymbol symbol = ts_node_symbol(node);
    const uint8_t kind = symbol < MAX_SYMBOLS ? self->kinds[symbol] : KIND_NONE;
    if (kind < KIND_GROUP) {
      Token *token = push_token(walk, node, kind);
      if (token == NULL) return false;
      token->parent = numbers[depth - 1];
      token->first_child = sentence_begins;
      sentence_begins = false;
      if (in_name) token->shape |= name_begun ? SHAPE_NAME_NEXT : SHAPE_NAME_FIRST;
      name_begun = in_name;
    } else if (kind != KIND_NONE) {
      if (!enter(walk, kind, sentence_before[depth], depth == 1)) return false;
      if (kind == KIND_SENTENCE) sentence_before[depth] = true;
      if (depth + 1 < DEEPEST && ts_tree_cursor_goto_first_child(cursor)) {
        sentence_begins |= kind == KIND_SENTENCE;
        numbers[depth] = kind == KIND_SENTENCE ? ++count : numbers[depth - 1];
        kinds[depth++] = kind;
        sentence_before[depth] = false;
        in_name = kind == KIND_GROUP;
        name_begun = false;
        continue;
      }
      leave(walk, kind);
    }
    while (!ts_tree_cursor_goto_next_sibling(cursor)) {
      ts_tree_cursor_goto_parent(cursor);
      if (--depth == 0) return true;
      leave(walk, kinds[depth]);
      in_name = false;
    }
  }
}

// ---- sentences ---------------------------------------------------------------------------------
// The region
// that the tokens of a sentence lie wholly in, or NONE.
static uint32_t common_region(const Unit *unit, const Sentence *sentence) {
  const Token *first = &unit->tokens[sentence->first_token];
  const Token *last = first + sentence->token_count - 1;
  uint32_t region = first->region;
  while (region != NONE) {
    const Region *around = &unit->regions[region];
    if (last->end <= around->end) return region;
    region = around->parent;
  }
  return NONE;
}

static void finish_sentences(Unit *unit) {
  for (uint32_t i = 0; i < unit->sentence_count; i++) {
    Sentence *sentence = &unit->sentences[i];
    const uint32_t end =
        i + 1 < unit->sentence_count ? unit->sentences[i + 1].first_token : unit->token_count;
    sentence->token_count = end - sentence->first_token;
    sentence->start = unit->tokens[sentence->first_token].start;
    sentence->end = unit->tokens[end - 1].end;
    sentence->region = common_region(unit, sentence);
    for (uint32_t at = sentence->first_token; at < end; at++) unit->tokens[at].sentence = i;
  }
}

// The tree, with everything but the sentences read from it; NULL when memory is short.
static TSTree *parse_bytes(Parser *self, const Lexicon *lexicon, Unit *unit) {
  prose_set_lexicon(lexicon);
  TSTree *tree = ts_parser_parse_string(self->parser, NULL, unit->bytes, unit->len);
  prose_set_lexicon(NULL);
  if (tree == NULL) return NULL;
  const TSNode root = ts_tree_root_node(tree);
  if (self->has_cursor) {
    ts_tree_cursor_reset(&self->cursor, root);
  } else {
    self->cursor = ts_tree_cursor_new(root);
    self->has_cursor = true;
  }
  Walk walk = {.lexicon = lexicon, .unit = unit, .region = NONE};
  // Any text parses; an error means that the scanner had no memory.
  if (!ts_node_has_error(root) && walk_tree(self, &walk)) return tree;
  ts_tree_delete(tree);
  return NULL;
}

TSTree *parse_unit(Parser *self, const Lexicon *lexicon, Unit *unit) {
  unit->tokens = NULL;
  unit->sentences = NULL;
  unit->regions = NULL;
  unit->token_count = unit->sentence_count = unit->region_count = 0;
  TSTree *tree = NULL;
  if (reserve_enter(self->reserve, PARSE_NEED(unit->len))) {
    tree = parse_bytes(self, lexicon, unit);
    reserve_leave(self->reserve);
  }
  if (tree == NULL) {
    unit->token_count = unit->sentence_count = unit->region_count = 0;
    unit->failed = true;
    return NULL;
  }
  finish_sentences(unit);
  return tree;
}
