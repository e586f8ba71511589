// Where the words of a ledger's marks stand in a draft. A pure function of the two.
#include <stdlib.h>
#include <string.h>

#include "ledger.h"

// One stored anchor: a mark has more than one only if two people moved it, not knowing of each
// other.
typedef struct {
  const JsonTree *json;  // of the event
  const JsonValue *value;
  uint32_t mark;
  Words before, behind;
} Anchor;

typedef struct {
  Anchor *items;
  Words *queries;  // the words of each
  uint32_t count;
} Anchors;

static void anchors_free(Anchors *self) {
  for (uint32_t i = 0; i < self->count; i++) {
    words_free(&self->items[i].before);
    words_free(&self->items[i].behind);
    words_free(&self->queries[i]);
  }
  free(self->items);
  free(self->queries);
}

static bool read_words(Words *words, const Anchor *anchor, const char *key) {
  const char *text = json_text(anchor->json, anchor->value, key);
  return words_init(words, text ? text : "", text ? (uint32_t)strlen(text) : 0);
}

// Marks without a status say nothing about a claim (yet, or any more).
static bool is_about_a_claim(const LedgerMark *mark) {
  return mark->setter_counts[LEDGER_FIELD_STATUS] > 0;
}

static bool anchors_init(Anchors *self, const Ledger *ledger) {
  *self = (Anchors){0};
  size_t count = 0;
  for (uint32_t i = 0; i < ledger->mark_count; i++) {
    count += ledger->marks[i].setter_counts[LEDGER_FIELD_ANCHOR];
  }
  self->items = calloc(count + 1, sizeof *self->items);
  self->queries = calloc(count + 1, sizeof *self->queries);
  if (!self->items || !self->queries) return false;
  for (uint32_t i = 0; i < ledger->mark_count; i++) {
    const LedgerMark *mark = &ledger->marks[i];
    if (!is_about_a_claim(mark)) continue;
    for (uint32_t j = 0; j < mark->setter_counts[LEDGER_FIELD_ANCHOR]; j++) {
      uint32_t event = mark->setters[LEDGER_FIELD_ANCHOR][j];
      Anchor *anchor = &self->items[self->count];
      anchor->json = &ledger->events[event].json;
      anchor->value = ledger_member(&ledger->events[event], "anchor");
      anchor->mark = i;
      Words *query = &self->queries[self->count++];
      if (!read_words(query, anchor, "words") || !read_words(&anchor->before, anchor, "before") ||
          !read_words(&anchor->behind, anchor, "behind")) {
        return false;
      }
    }
  }
  return true;
}

// ---- choosing a place --------------------------------------------------------------------------
typedef struct {
  Placing *out;
  const CdDocument *document;
  bool failed;
} Chooser;

static CdSpan span_of(const Placing *self, uint32_t first, uint32_t count) {
  return (CdSpan){self->words.items[first].start, self->words.items[first + count - 1].end};
}

typedef struct {
  CdSpan span;
  CdClaim claim;
  bool found;
} Same;

static bool same_span(void *context, const CdClaim *claim) {
  Same *self = context;
  self->found = claim->span.start == self->span.start && claim->span.end == self->span.end;
  if (self->found) self->claim = *claim;
  return !self->found;
}

// Are the claim's pronouns, roles, dates and speaker read there as they were when it was marked?
static bool reads_same(Chooser *self, const Anchor *anchor, CdSpan span) {
  Same same = {.span = span};
  cd_document_claims(self->document, span, same_span, &same);
  Json json = {0};
  uint32_t count;
  bool done = anchor_write(&json, self->document, &self->out->words, span,
                           same.found ? &same.claim : NULL, &count);
  JsonTree now = {0};
  JsonProblem problem;
  bool is_same = done && count > 0 && json_parse(&now, json.bytes, json.len, 8, &problem) &&
                 json_same(&now, json_get(&now, json_root(&now), "read"), anchor->json,
                           json_get(anchor->json, anchor->value, "read"));
  self->failed |= !done;
  json_tree_free(&now);
  emit_free(&json);
  return is_same;
}

static bool add_candidate(Placing *self, CdSpan span) {
  if (self->candidate_count == self->candidate_capacity) {
    uint32_t capacity = self->candidate_capacity ? self->candidate_capacity * 2 : 16;
    CdSpan *candidates = realloc(self->candidates, capacity * sizeof *candidates);
    if (!candidates) return false;
    self->candidates = candidates;
    self->candidate_capacity = capacity;
  }
  self->candidates[self->candidate_count++] = span;
  return true;
}

// The one place among places[0..count) that the anchor can only mean, or LEDGER_NONE. Several equal
// ones are told apart by their neighbours on both sides; a single one that lost its neighbours on
// both sides must still be read as it was.
static uint32_t choose(Chooser *self, const Anchor *anchor, const Words *query, const Place *places,
                       size_t count) {
  const Words *words = &self->out->words;
  uint32_t chosen = LEDGER_NONE;
  if (count == ANCHOR_PLACES_MAX) return LEDGER_NONE;
  for (size_t i = 0; i < count; i++) {
    uint32_t first = places[i].first;
    bool before = anchor_keeps_before(words, first, &anchor->before);
    bool behind = anchor_keeps_behind(words, first + query->count, &anchor->behind);
    bool fits = before && behind;
    if (count == 1 && !fits) {
      fits = before || behind || reads_same(self, anchor, span_of(self->out, first, query->count));
    }
    if (!fits) continue;
    if (chosen != LEDGER_NONE) return LEDGER_NONE;
    chosen = first;
  }
  return chosen;
}

static bool place_anchor(Chooser *self, Placed *placed, const Anchor *anchor, const Words *query,
                         const Place *places, size_t count) {
  if (placed->first < placed->end) return true;  // another anchor of the mark was found
  uint32_t first = choose(self, anchor, query, places, count);
  if (self->failed) return false;
  if (first != LEDGER_NONE) {
    placed->first = first;
    placed->end = first + query->count;
    placed->keeps_before = anchor_keeps_before(&self->out->words, first, &anchor->before);
    placed->keeps_behind = anchor_keeps_behind(&self->out->words, placed->end, &anchor->behind);
    return true;
  }
  if (placed->candidate_count > 0) return true;
  placed->first_candidate = self->out->candidate_count;
  placed->candidate_count = (uint32_t)count;
  for (size_t i = 0; i < count; i++) {
    if (!add_candidate(self->out, span_of(self->out, places[i].first, query->count))) return false;
  }
  return true;
}

static int in_text_order(const void *a, const void *b) {
  const Placed *one = a, *other = b;
  bool one_has = one->first < one->end, other_has = other->first < other->end;
  if (one_has != other_has) return one_has ? -1 : 1;
  if (one_has && one->first != other->first) return one->first < other->first ? -1 : 1;
  return one->mark < other->mark ? -1 : one->mark > other->mark;
}

static bool place_all(const CdDocument *document, Placing *placing, const Anchors *anchors) {
  Places places;
  if (!anchor_find(&placing->words, anchors->queries, anchors->count, &places)) return false;
  Chooser chooser = {.out = placing, .document = document};
  size_t at = 0;
  bool done = true;
  for (uint32_t i = 0; done && i < anchors->count; i++) {
    size_t end = at;
    while (end < places.count && places.items[end].query == i) end++;
    if (placing->count == 0 || placing->items[placing->count - 1].mark != anchors->items[i].mark) {
      placing->items[placing->count++] = (Placed){.mark = anchors->items[i].mark};
    }
    done = place_anchor(&chooser, &placing->items[placing->count - 1], &anchors->items[i],
                        &anchors->queries[i], end > at ? places.items + at : NULL, end - at);
    at = end;
  }
  places_free(&places);
  if (placing->count > 0) {
    qsort(placing->items, placing->count, sizeof *placing->items, in_text_order);
  }
  return done;
}

bool ledger_place(const Ledger *self, const CdDocument *document, Placing *placing) {
  *placing = (Placing){0};
  uint32_t len = cd_document_len(document);
  Anchors anchors = {0};
  placing->text = malloc((size_t)len + 1);
  bool done = placing->text != NULL;
  if (done) {
    cd_document_text(document, (CdSpan){0, len}, placing->text);
    done = words_init(&placing->words, placing->text, len) && anchors_init(&anchors, self);
  }
  if (done) {
    placing->items = malloc(((size_t)anchors.count + 1) * sizeof *placing->items);
    done = placing->items && place_all(document, placing, &anchors);
  }
  anchors_free(&anchors);
  if (!done) ledger_placing_free(placing);
  return done;
}

void ledger_placing_free(Placing *self) {
  words_free(&self->words);
  free(self->text);
  free(self->items);
  free(self->candidates);
  *self = (Placing){0};
}
