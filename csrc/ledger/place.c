// Where the words of a ledger's marks stand in a draft. A pure function of the two.
// Words that stand as they were, with their neighbours, are found in one pass for all marks; only for
// the rest the draft is looked through for words that were edited.
#include <stdlib.h>
#include <string.h>

#include "ledger.h"

typedef struct {
  Anchor *items;
  uint32_t count;
} Anchors;

static void anchors_free(Anchors *self) {
  for (uint32_t i = 0; i < self->count; i++) {
    words_free(&self->items[i].query);
    words_free(&self->items[i].before);
    words_free(&self->items[i].behind);
  }
  free(self->items);
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
  if (!self->items) return false;
  for (uint32_t i = 0; i < ledger->mark_count; i++) {
    const LedgerMark *mark = &ledger->marks[i];
    if (!is_about_a_claim(mark)) continue;
    for (uint32_t j = 0; j < mark->setter_counts[LEDGER_FIELD_ANCHOR]; j++) {
      uint32_t event = mark->setters[LEDGER_FIELD_ANCHOR][j];
      Anchor *anchor = &self->items[self->count++];
      anchor->json = &ledger->events[event].json;
      anchor->value = ledger_member(&ledger->events[event], "anchor");
      anchor->mark = i;
      if (!read_words(&anchor->query, anchor, "words") ||
          !read_words(&anchor->before, anchor, "before") ||
          !read_words(&anchor->behind, anchor, "behind")) {
        return false;
      }
    }
  }
  return true;
}

// ---- texts -------------------------------------------------------------------------------------
uint32_t differences_add(Differences *self, const char *text) {
  if (self->count == self->capacity) {
    uint32_t capacity = self->capacity ? self->capacity * 2 : 16;
    char **items = realloc(self->items, capacity * sizeof *items);
    if (!items) return 0;
    self->items = items;
    self->capacity = capacity;
  }
  char *copy = strdup(text);
  if (!copy) return 0;
  self->items[self->count++] = copy;
  return self->count;
}

void differences_free(Differences *self) {
  for (uint32_t i = 0; i < self->count; i++) free(self->items[i]);
  free(self->items);
  *self = (Differences){0};
}

// ---- all marks ---------------------------------------------------------------------------------
static int in_text_order(const void *a, const void *b) {
  const Placed *one = a, *other = b;
  bool one_has = one->first < one->end, other_has = other->first < other->end;
  if (one_has != other_has) return one_has ? -1 : 1;
  if (one_has && one->first != other->first) return one->first < other->first ? -1 : 1;
  return one->mark < other->mark ? -1 : one->mark > other->mark;
}

static bool has_place(const Placed *placed) { return placed->first < placed->end; }

// Where each anchor's mark is in placing->items; gives each mark an item.
static void number_marks(Placing *placing, const Anchors *anchors, uint32_t *numbers) {
  for (uint32_t i = 0; i < anchors->count; i++) {
    if (placing->count == 0 || placing->items[placing->count - 1].mark != anchors->items[i].mark) {
      placing->items[placing->count++] = (Placed){.mark = anchors->items[i].mark};
    }
    numbers[i] = placing->count - 1;
  }
}

static bool place_exact(Chooser *self, const Anchors *anchors, const uint32_t *numbers,
                        Words *queries) {
  Places places;
  for (uint32_t i = 0; i < anchors->count; i++) queries[i] = anchors->items[i].query;
  if (!anchor_find(&self->out->words, queries, anchors->count, &places)) return false;
  bool done = true;
  size_t at = 0;
  for (uint32_t i = 0; done && i < anchors->count; i++) {
    size_t end = at;
    while (end < places.count && places.items[end].query == i) end++;
    Placed *placed = &self->out->items[numbers[i]];
    if (end > at && !has_place(placed)) {  // (unless another anchor of the mark was found)
      done = ledger_choose_exact(self, placed, &anchors->items[i], places.items + at, end - at);
    }
    at = end;
  }
  places_free(&places);
  return done;
}

static bool fold(AnchorWords *self, const Anchor *anchor) {
  *self = (AnchorWords){.words = &anchor->query};
  return folded_init(&self->folded, &anchor->query) &&
         folded_init(&self->folded_before, &anchor->before) &&
         folded_init(&self->folded_behind, &anchor->behind);
}

static void unfold(AnchorWords *self) {
  folded_free(&self->folded);
  folded_free(&self->folded_before);
  folded_free(&self->folded_behind);
}

// The marks that have no place yet; `left` are the numbers of their anchors.
static bool place_edited(Chooser *self, const Anchors *anchors, const uint32_t *numbers,
                         const uint32_t *left, uint32_t left_count, Words *queries) {
  Places places = {0};
  AnchorWords *words = calloc((size_t)left_count + 1, sizeof *words);
  bool done = words && folded_init(&self->folded, &self->out->words) &&
              word_index_init(&self->index, &self->folded);
  for (uint32_t i = 0; done && i < left_count; i++) {
    done = fold(&words[i], &anchors->items[left[i]]);
    queries[i] = words[i].folded.words;
  }
  done = done && anchor_find(&self->folded.words, queries, left_count, &places);
  size_t at = 0;
  for (uint32_t i = 0; done && i < left_count; i++) {
    size_t end = at;
    while (end < places.count && places.items[end].query == i) end++;
    Placed *placed = &self->out->items[numbers[left[i]]];
    if (!has_place(placed)) {
      done = ledger_choose_edited(self, placed, &anchors->items[left[i]], &words[i],
                                  end > at ? places.items + at : NULL, end - at);
    }
    at = end;
  }
  for (uint32_t i = 0; words && i < left_count; i++) unfold(&words[i]);
  free(words);
  places_free(&places);
  word_index_free(&self->index);
  folded_free(&self->folded);
  return done;
}

static bool place_all(const CdDocument *document, Placing *placing, const Anchors *anchors) {
  Chooser chooser = {.document = document, .out = placing};
  uint32_t *numbers = malloc(((size_t)anchors->count * 2 + 1) * sizeof *numbers);
  uint32_t *left = numbers ? numbers + anchors->count : NULL, left_count = 0;
  Words *queries = malloc(((size_t)anchors->count + 1) * sizeof *queries);
  bool done = numbers && queries;
  if (done) {
    number_marks(placing, anchors, numbers);
    done = place_exact(&chooser, anchors, numbers, queries);
  }
  for (uint32_t i = 0; done && i < anchors->count; i++) {
    if (!has_place(&placing->items[numbers[i]])) left[left_count++] = i;
  }
  if (done && left_count > 0) {
    done = place_edited(&chooser, anchors, numbers, left, left_count, queries);
  }
  free(numbers);
  free(queries);
  if (done && placing->count > 0) {
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
  differences_free(&self->differences);
  *self = (Placing){0};
}
