// Reads the S-expressions of a query file. Anything that is no plain sequence of tokens and names, with
// "." between them, is left to tree-sitter.
#include "rules/syntax.h"

#include <stdlib.h>
#include <string.h>

#include "reading.h"

typedef struct {
  const char *at, *end;
} Scan;

static void skip_blank(Scan *self) {
  while (self->at < self->end) {
    if (*self->at == ';') {
      while (self->at < self->end && *self->at != '\n') self->at++;
    } else if (*self->at == '\0' || !strchr(" \t\r\n", *self->at)) {
      return;
    } else {
      self->at++;
    }
  }
}

static char peek(Scan *self) {
  skip_blank(self);
  return self->at < self->end ? *self->at : '\0';
}

static bool take(Scan *self, char sign) {
  if (peek(self) != sign || self->at == self->end) return false;
  self->at++;
  return true;
}

static bool is_name_sign(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
         (sign >= '0' && sign <= '9') || sign == '_' || sign == '-' || sign == '.' || sign == '?' ||
         sign == '!';
}

static size_t take_name(Scan *self, const char **name) {
  skip_blank(self);
  *name = self->at;
  while (self->at < self->end && is_name_sign(*self->at)) self->at++;
  return (size_t)(self->at - *name);
}

// Past a string whose opening mark is at self->at.
static void skip_string(Scan *self) {
  for (self->at++; self->at < self->end && *self->at != '"'; self->at++) {
    if (*self->at == '\\' && self->at + 1 < self->end) self->at++;
  }
  if (self->at < self->end) self->at++;
}

static bool same(const char *text, size_t len, const char *word) {
  return strlen(word) == len && memcmp(text, word, len) == 0;
}

// ---- patterns ---------------------------------------------------------------------------------------
// Past one bracketed form, string or other sign.
static void skip_form(Scan *self) {
  uint32_t depth = 0;
  do {
    char sign = peek(self);
    if (self->at == self->end) return;
    if (sign == '"') {
      skip_string(self);
      continue;
    }
    if (sign == '(' || sign == '[') depth++;
    if ((sign == ')' || sign == ']') && depth > 0) depth--;
    self->at++;
  } while (depth > 0);
}

// The captures and quantifiers behind a pattern belong to it.
static void skip_behind(Scan *self) {
  for (;;) {
    char sign = peek(self);
    const char *name;
    if (sign == '@') {
      self->at++;
      take_name(self, &name);
    } else if (sign != '\0' && strchr("+*?", sign)) {
      self->at++;
    } else {
      return;
    }
  }
}

// ---- sequences --------------------------------------------------------------------------------------
static uint32_t token_kind_bit(const char *name, size_t len) {
  static const struct {
    const char *name;
    TokenKind kind;
  } kinds[] = {{"word", TOKEN_WORD},
               {"capitalised", TOKEN_NAME},
               {"initials", TOKEN_INITIALS},
               {"abbreviation", TOKEN_ABBREVIATION},
               {"clitic", TOKEN_CLITIC},
               {"number", TOKEN_NUMBER},
               {"money", TOKEN_MONEY},
               {"percent", TOKEN_PERCENT},
               {"url", TOKEN_URL},
               {"comma", TOKEN_COMMA},
               {"semicolon", TOKEN_SEMICOLON},
               {"colon", TOKEN_COLON},
               {"dash", TOKEN_DASH},
               {"hyphen", TOKEN_HYPHEN},
               {"ellipsis", TOKEN_ELLIPSIS},
               {"stop", TOKEN_STOP},
               {"punct", TOKEN_PUNCT}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (same(name, len, kinds[i].name)) return (uint32_t)1 << kinds[i].kind;
  }
  return 0;
}

// "(word)", "(name)", "(quotation)", or several: "[(word) (name)]".
static bool take_element_node(Scan *self, Element *element) {
  const char *name;
  bool several = take(self, '[');
  do {
    if (!take(self, '(')) return false;
    size_t len = take_name(self, &name);
    uint32_t bit = token_kind_bit(name, len);
    bool is_name = same(name, len, "name"), is_quotation = same(name, len, "quotation");
    if ((bit == 0 && !is_name && !is_quotation) || !take(self, ')')) return false;
    element->kinds |= bit;
    element->name |= is_name;
    element->quotation |= is_quotation;
  } while (several && peek(self) != ']');
  return !several || take(self, ']');
}

static bool number_of_capture(Syntax *self, const char *name, size_t len, uint16_t *number) {
  uint32_t i = 0;
  while (i < self->capture_count &&
         !(self->captures[i].len == len && memcmp(self->captures[i].text, name, len) == 0)) {
    i++;
  }
  if (i == MOST_CAPTURES) return false;
  self->captures[i].text = name;
  self->captures[i].len = len;
  if (i == self->capture_count) self->capture_count++;
  *number = (uint16_t)i;
  return true;
}

static bool take_element(Syntax *self, Scan *scan) {
  if (self->element_count == MOST_ELEMENTS) return false;
  Element *element = &self->elements[self->element_count++];
  if (!take_element_node(scan, element)) return false;
  element->optional = take(scan, '?');
  while (peek(scan) == '@') {
    const char *name;
    scan->at++;
    size_t len = take_name(scan, &name);
    bool room = element->capture_count < MOST_ELEMENT_CAPTURES;
    if (!room || !number_of_capture(self, name, len, &element->captures[element->capture_count])) {
      return false;
    }
    element->capture_count++;
  }
  char next = peek(scan);
  return next != '+' && next != '*' && next != '?';
}

// "(word) @a . (name) @b (#predicate …)" up to the closing bracket: only neighbours, no gaps. It may be
// wrapped: "(sentence . …)" and "(document . (sentence . …))" say where it begins.
static bool take_sequence(Syntax *self, Scan *scan) {
  bool joined = true;  // by "." with the element before, or at the beginning
  while (peek(scan) != ')') {
    if (scan->at == scan->end) return false;
    bool call = scan->end - scan->at > 1 && scan->at[0] == '(' && scan->at[1] == '#';
    if (call) {
      skip_form(scan);
    } else if (*scan->at == '.') {
      if (joined) return false;  // the first child, or two stops
      joined = true;
      scan->at++;
    } else {
      if (!joined || !take_element(self, scan)) return false;
      joined = false;
    }
  }
  return take(scan, ')') && !joined;
}

static bool take_node_name(Scan *self, const char *wanted) {
  const char *name;
  Scan inside = *self;
  if (!take(&inside, '(')) return false;
  size_t len = take_name(&inside, &name);
  if (!same(name, len, wanted)) return false;
  *self = inside;
  return true;
}

static bool at_end(Scan scan) { return peek(&scan) == '\0'; }

static bool read_sequence(Syntax *self) {
  Scan scan = {self->start, self->end};
  if (take_node_name(&scan, "document")) {
    self->begins_unit = true;
    if (!take(&scan, '.') || !take_node_name(&scan, "sentence")) return false;
    self->begins_sentence = take(&scan, '.');
    if (!self->begins_sentence || !take_sequence(self, &scan)) return false;
    while (peek(&scan) == '(' && scan.end - scan.at > 1 && scan.at[1] == '#') skip_form(&scan);
    return take(&scan, ')') && at_end(scan);
  }
  if (take_node_name(&scan, "sentence")) {
    // Without a stop in front it says no more than the words beside each other do.
    self->begins_sentence = take(&scan, '.');
    return take_sequence(self, &scan) && at_end(scan);
  }
  Scan inside = scan;
  take(&inside, '(');
  if (*self->start == '(' && (peek(&inside) == '(' || peek(&inside) == '[')) {
    return take_sequence(self, &inside) && at_end(inside);
  }
  return take_element(self, &scan) && at_end(scan);
}

// ---- predicates -------------------------------------------------------------------------------------
static bool add_argument(Call *call, Argument argument) {
  if (call->count == call->capacity) {
    uint32_t capacity = call->capacity * 2 + 8;
    Argument *arguments = realloc(call->arguments, capacity * sizeof *arguments);
    if (!arguments) return false;
    call->arguments = arguments;
    call->capacity = capacity;
  }
  call->arguments[call->count++] = argument;
  return true;
}

static bool read_arguments(Call *call, Scan *scan) {
  for (;;) {
    char sign = peek(scan);
    if (scan->at == scan->end || sign == ')') return true;
    Argument argument = {.capture = sign == '@', .string = sign == '"'};
    if (sign == '"') {
      argument.text = scan->at + 1;
      skip_string(scan);
      argument.len = (size_t)(scan->at - argument.text);
      if (argument.len > 0 && scan->at[-1] == '"') argument.len--;
    } else {
      scan->at += argument.capture;
      argument.len = take_name(scan, &argument.text);
      if (argument.len == 0) scan->at++;  // what it is, tree-sitter's compiler tells
    }
    if (!add_argument(call, argument)) return false;
  }
}

static bool read_calls(Syntax *self) {
  Scan scan = {self->start, self->end};
  while (scan.at < scan.end) {
    char sign = peek(&scan);
    if (sign == '"') {
      skip_string(&scan);
    } else if (sign != '#') {
      scan.at += scan.at < scan.end;
    } else {
      if (self->call_count == self->call_capacity) {
        uint32_t capacity = self->call_capacity * 2 + 4;
        Call *calls = realloc(self->calls, capacity * sizeof *calls);
        if (!calls) return false;
        self->calls = calls;
        self->call_capacity = capacity;
      }
      Call *call = &self->calls[self->call_count++];
      *call = (Call){.at = scan.at++};
      call->name_len = take_name(&scan, &call->name);
      if (!read_arguments(call, &scan)) return false;
    }
  }
  return true;
}

bool syntax_read(Syntax *self, const char **at, const char *end, bool *no_memory) {
  *self = (Syntax){0};
  *no_memory = false;
  Scan scan = {*at, end};
  skip_blank(&scan);
  if (scan.at == end) return false;
  self->start = scan.at;
  skip_form(&scan);
  skip_behind(&scan);
  self->end = *at = scan.at;
  if (!read_sequence(self)) {
    self->element_count = self->capture_count = 0;
    self->begins_sentence = self->begins_unit = false;
  }
  if (read_calls(self)) return true;
  syntax_free(self);
  *no_memory = true;
  return false;
}

void syntax_free(Syntax *self) {
  for (uint32_t i = 0; i < self->call_count; i++) free(self->calls[i].arguments);
  free(self->calls);
  *self = (Syntax){0};
}

char *syntax_text(const Argument *argument, uint32_t *len) {
  static const char escaped[] = "ntr0", meant[] = "\n\t\r";
  char *text = malloc(argument->len + 1);
  if (!text) return NULL;
  *len = 0;
  for (size_t i = 0; i < argument->len; i++) {
    char sign = argument->text[i];
    if (argument->string && sign == '\\' && i + 1 < argument->len) {
      sign = argument->text[++i];
      const char *known = sign != '\0' ? strchr(escaped, sign) : NULL;
      if (known) sign = meant[known - escaped];
    }
    text[(*len)++] = sign;
  }
  text[*len] = '\0';
  return text;
}

// ---- what a tree query says -------------------------------------------------------------------------
bool syntax_captures_tokens(const Syntax *self, const char *name, size_t len) {
  bool any = false;
  for (const char *at = self->start; (size_t)(self->end - at) > len; at++) {
    if (*at != '@' || memcmp(at + 1, name, len) != 0) continue;
    if (at + 1 + len < self->end && is_name_sign(at[1 + len])) continue;
    const char *before = at;
    while (before > self->start && strchr(" \t\r\n+", before[-1])) before--;
    bool node = before > self->start && (before[-1] == ')' || before[-1] == ']');
    if (!node) continue;  // an argument of a predicate
    char opening = before[-1] == ')' ? '(' : '[';
    const char *start = before;
    while (start > self->start && *start != opening) start--;
    Scan inside = {start, before};
    Element element = {0};
    bool read = take_element_node(&inside, &element);
    if (!read || element.name || element.quotation) return false;
    any = true;
  }
  return any;
}

static bool has_text(const Syntax *self, const char *text) {
  size_t len = strlen(text);
  for (const char *at = self->start; (size_t)(self->end - at) >= len; at++) {
    if (memcmp(at, text, len) == 0) return true;
  }
  return false;
}

// Only if it begins with the document, or names sentences (or any node) side by side; other nodes have
// their neighbours in the same sentence.
bool syntax_reaches_over_sentences(const Syntax *self) {
  Scan scan = {self->start, self->end};
  bool group = take(&scan, '(') && (peek(&scan) == '(' || peek(&scan) == '[');
  return has_text(self, "(document") || has_text(self, "(ERROR") ||
         (group && (has_text(self, "(sentence") || has_text(self, "(_")));
}
