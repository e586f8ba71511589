// Sequences of tokens and names, matched on the unit's tokens: neighbours in the tree are neighbours in
// the list of tokens with the same node around them. Saves walking the tree, which costs more than all
// else that a rule does.
#include "rules/book.h"

enum { IN_NAME = SHAPE_NAME_FIRST | SHAPE_NAME_NEXT };

typedef struct {
  const Rule *rule;
  const Unit *unit;
  CdSpan *spans;
} Alignment;

static uint32_t name_end(const Unit *unit, uint32_t token) {
  uint32_t end = token + 1;
  while (end < unit->token_count && unit->tokens[end].shape & SHAPE_NAME_NEXT) end++;
  return end;
}

// The end of the element if it begins at `token`; `token` itself if it does not.
static uint32_t element_end(const Unit *unit, const Element *element, uint32_t token) {
  if (token >= unit->token_count) return token;
  const Token *at = &unit->tokens[token];
  if (element->name && at->shape & SHAPE_NAME_FIRST) return name_end(unit, token);
  if (element->quotation && at->kind == TOKEN_OPEN_MARK && at->region != NONE) {
    const Region *region = &unit->regions[at->region];
    if (region->first_token == token) return token + region->token_count;
  }
  return token + (element->kinds >> at->kind & 1);
}

// The start of the element if it ends before `end`; `end` itself if it does not.
static uint32_t element_start(const Unit *unit, const Element *element, uint32_t end) {
  if (end == 0) return end;
  const Token *last = &unit->tokens[end - 1];
  if (element->name && last->shape & IN_NAME) {
    uint32_t start = end - 1;
    while (start > 0 && unit->tokens[start].shape & SHAPE_NAME_NEXT) start--;
    if (name_end(unit, start) == end) return start;
  }
  if (element->quotation && last->kind == TOKEN_CLOSE_MARK && last->region != NONE) {
    const Region *region = &unit->regions[last->region];
    if (region->first_token + region->token_count == end) return region->first_token;
  }
  return end - (element->kinds >> last->kind & 1);
}

// Is the element, laid on these tokens, a token of a name rather than something beside names?
static bool is_inside_name(const Unit *unit, const Element *element, CdSpan span) {
  const Token *first = &unit->tokens[span.start];
  if (!(first->shape & IN_NAME) || span.end - span.start != 1) return false;
  return !element->name || name_end(unit, span.start) != span.end ||
         !(first->shape & SHAPE_NAME_FIRST);
}

// Are two elements that meet children of the same node?
static bool are_siblings(const Unit *unit, const Element *left, CdSpan left_span,
                         const Element *right, CdSpan right_span) {
  const Token *before = &unit->tokens[left_span.end - 1], *behind = &unit->tokens[right_span.start];
  if (before->parent != behind->parent) return false;
  // A token of a name has the name around it, not what is around the name.
  bool left_inside = is_inside_name(unit, left, left_span);
  bool right_inside = is_inside_name(unit, right, right_span);
  if (!left_inside && !right_inside) return true;
  return left_inside && right_inside && behind->shape & SHAPE_NAME_NEXT;
}

// The nearest element before or behind `number` that is there; there always is one.
static uint32_t nearest(const Alignment *self, uint32_t number, int step) {
  do number += (uint32_t)step;
  while (self->spans[number].end == self->spans[number].start);
  return number;
}

static bool joins(const Alignment *self, uint32_t left, uint32_t right) {
  return are_siblings(self->unit, &self->rule->elements[left], self->spans[left],
                      &self->rule->elements[right], self->spans[right]);
}

// Lays the elements from `number` on behind `at`.
static bool lay_behind(Alignment *self, uint32_t number, uint32_t at) {
  if (number == self->rule->element_count) return true;
  const Element *element = &self->rule->elements[number];
  uint32_t end = element_end(self->unit, element, at);
  self->spans[number] = (CdSpan){at, end};
  if (end > at && joins(self, nearest(self, number, -1), number)) {
    if (lay_behind(self, number + 1, end)) return true;
  }
  self->spans[number] = (CdSpan){at, at};
  return element->optional && lay_behind(self, number + 1, at);
}

// Lays the elements before `number` before `at`.
static bool lay_before(Alignment *self, uint32_t number, uint32_t at) {
  if (number == 0) {
    if (self->rule->begins_unit) return at == 0;
    return !self->rule->begins_sentence || self->unit->tokens[at].first_child;
  }
  const Element *element = &self->rule->elements[--number];
  uint32_t start = element_start(self->unit, element, at);
  self->spans[number] = (CdSpan){start, at};
  if (start < at && joins(self, number, nearest(self, number, 1))) {
    if (lay_before(self, number, start)) return true;
  }
  self->spans[number] = (CdSpan){at, at};
  return element->optional && lay_before(self, number, at);
}

bool sequence_align(const Rule *rule, const Unit *unit, uint32_t token, CdSpan *spans) {
  Alignment self = {rule, unit, spans};
  uint32_t end = element_end(unit, &rule->elements[rule->trigger], token);
  if (end == token) return false;
  for (uint32_t i = 0; i < rule->element_count; i++) spans[i] = (CdSpan){token, token};
  spans[rule->trigger] = (CdSpan){token, end};
  return lay_before(&self, rule->trigger, token) && lay_behind(&self, rule->trigger + 1, end);
}
