// Where anchors' words stand in a text; see anchor.h.
// All queries at once, after Karp and Rabin (1987): the sum of any run of the text's words comes
// from two prefix sums, so each place costs one look-up for each length of the queries' first
// words, and a whole query is compared by its sum before its bytes are.
#include <stdlib.h>
#include <string.h>

#include "../anchor.h"

enum { HEAD_MAX = 4 };  // words that a query is looked up by
static const uint64_t base = 0x9E3779B97F4A7C15u;

// Queries with the same words share one entry.
typedef struct {
  uint64_t head_sum;  // of the first `head` words
  uint64_t sum;       // of all
  uint32_t head, len;
  uint32_t query;  // one of the queries that have these words
  uint32_t next;   // entry with the same head, and 1; 0: none
  uint32_t found;  // places so far
} Entry;

typedef struct {
  Entry *entries;
  uint32_t entry_count;
  uint32_t *buckets;  // entry number, and 1
  uint32_t bucket_mask;
  uint32_t *entry_of;  // of each query
  uint64_t *prefix;    // prefix[i]: sum of the text's first i words
  uint64_t *power;     // base to the i
  uint32_t power_count;
  bool head_used[HEAD_MAX + 1];
} Finder;

// A word's part in a sum. Whether it is set apart from the word before it counts.
static uint64_t word_value(const Word *word, bool is_first) {
  uint64_t value = (uint64_t)word->hash << 1 | (is_first || word->spaced);
  return (value + 1) * 0xD6E8FEB86659FD93u;
}

static uint64_t sum_of(const Words *words, uint32_t count) {
  uint64_t sum = 0;
  for (uint32_t i = 0; i < count; i++) sum = sum * base + word_value(&words->items[i], i == 0);
  return sum;
}

// The sum of `count` words of the text from `first`, as if the text began there.
static uint64_t text_sum(const Finder *self, const Words *text, uint32_t first, uint32_t count) {
  uint64_t rest = self->prefix[first + count] - self->prefix[first + 1] * self->power[count - 1];
  return word_value(&text->items[first], true) * self->power[count - 1] + rest;
}

static bool same_words(const Words *one, uint32_t at, const Words *other, uint32_t len) {
  for (uint32_t i = 0; i < len; i++) {
    if (!words_same(one, at + i, other, i)) return false;
    if (i > 0 && one->items[at + i].spaced != other->items[i].spaced) return false;
  }
  return true;
}

static uint32_t *bucket_of(const Finder *self, uint64_t sum, uint32_t head) {
  uint64_t mixed = (sum + head) * 0xBF58476D1CE4E5B9u;
  return &self->buckets[(mixed >> 32) & self->bucket_mask];
}

static void enter(Finder *self, const Words *queries, uint32_t query) {
  const Words *words = &queries[query];
  Entry entry = {.len = words->count, .query = query};
  entry.head = words->count < HEAD_MAX ? words->count : HEAD_MAX;
  entry.head_sum = sum_of(words, entry.head);
  entry.sum = sum_of(words, words->count);
  uint32_t *bucket = bucket_of(self, entry.head_sum, entry.head);
  for (uint32_t at = *bucket; at; at = self->entries[at - 1].next) {
    const Entry *other = &self->entries[at - 1];
    if (other->sum == entry.sum && other->len == entry.len &&
        same_words(&queries[other->query], 0, words, entry.len)) {
      self->entry_of[query] = at;
      return;
    }
  }
  entry.next = *bucket;
  self->entries[self->entry_count++] = entry;
  *bucket = self->entry_of[query] = self->entry_count;
  self->head_used[entry.head] = true;
}

static void finder_free(Finder *self) {
  free(self->entries);
  free(self->buckets);
  free(self->entry_of);
  free(self->prefix);
  free(self->power);
}

static bool finder_init(Finder *self, const Words *text, const Words *queries, size_t count) {
  *self = (Finder){0};
  uint32_t longest = HEAD_MAX;
  for (size_t i = 0; i < count; i++) {
    if (queries[i].count > longest) longest = queries[i].count;
  }
  size_t bucket_count = 16;
  while (bucket_count < count * 2) bucket_count *= 2;
  self->bucket_mask = (uint32_t)bucket_count - 1;
  self->entries = malloc((count + 1) * sizeof *self->entries);
  self->buckets = calloc(bucket_count, sizeof *self->buckets);
  self->entry_of = calloc(count + 1, sizeof *self->entry_of);
  self->prefix = malloc(((size_t)text->count + 1) * sizeof *self->prefix);
  self->power = malloc(((size_t)longest + 1) * sizeof *self->power);
  if (!self->entries || !self->buckets || !self->entry_of || !self->prefix || !self->power) {
    return false;
  }
  self->power[0] = 1;
  for (uint32_t i = 0; i < longest; i++) self->power[i + 1] = self->power[i] * base;
  self->prefix[0] = 0;
  for (uint32_t i = 0; i < text->count; i++) {
    self->prefix[i + 1] = self->prefix[i] * base + word_value(&text->items[i], false);
  }
  for (uint32_t i = 0; i < count; i++) {
    if (queries[i].count > 0) enter(self, queries, i);
  }
  return true;
}

// A match of an entry, before it is told to every query that has its words.
static bool push(Places *self, uint32_t entry, uint32_t first) {
  if (self->count == self->capacity) {
    size_t capacity = self->capacity ? self->capacity * 2 : 32;
    Place *items = realloc(self->items, capacity * sizeof *items);
    if (!items) return false;
    self->items = items;
    self->capacity = capacity;
  }
  self->items[self->count++] = (Place){entry, first};
  return true;
}

static bool match_at(Finder *self, const Words *text, const Words *queries, uint32_t at,
                     Places *places) {
  for (uint32_t head = 1; head <= HEAD_MAX && head <= text->count - at; head++) {
    if (!self->head_used[head]) continue;
    uint64_t sum = text_sum(self, text, at, head);
    for (uint32_t i = *bucket_of(self, sum, head); i; i = self->entries[i - 1].next) {
      Entry *entry = &self->entries[i - 1];
      if (entry->head != head || entry->head_sum != sum || entry->len > text->count - at) continue;
      if (entry->found == ANCHOR_PLACES_MAX) continue;
      if (text_sum(self, text, at, entry->len) != entry->sum) continue;
      if (!same_words(text, at, &queries[entry->query], entry->len)) continue;
      entry->found++;
      if (!push(places, i, at)) return false;
    }
  }
  return true;
}

static int by_query(const void *a, const void *b) {
  const Place *one = a, *other = b;
  if (one->query != other->query) return one->query < other->query ? -1 : 1;
  return one->first < other->first ? -1 : one->first > other->first;
}

// Turns places of entries into places of queries.
static bool spread(const Finder *self, size_t query_count, const Places *of_entries, Places *out) {
  size_t at = 0;
  uint32_t *starts = calloc((size_t)self->entry_count + 2, sizeof *starts);
  if (!starts) return false;
  for (uint32_t entry = 1; entry <= self->entry_count + 1; entry++) {
    starts[entry] = (uint32_t)at;
    while (at < of_entries->count && of_entries->items[at].query == entry) at++;
  }
  bool done = true;
  for (uint32_t query = 0; done && query < query_count; query++) {
    uint32_t entry = self->entry_of[query];
    if (!entry) continue;
    for (uint32_t i = starts[entry]; done && i < starts[entry + 1]; i++) {
      done = push(out, query, of_entries->items[i].first);
    }
  }
  free(starts);
  return done;
}

bool anchor_find(const Words *text, const Words *queries, size_t query_count, Places *places) {
  *places = (Places){0};
  Places of_entries = {0};
  Finder self;
  bool done = finder_init(&self, text, queries, query_count);
  for (uint32_t at = 0; done && at < text->count; at++) {
    done = match_at(&self, text, queries, at, &of_entries);
  }
  if (done && of_entries.count > 0) {
    qsort(of_entries.items, of_entries.count, sizeof *of_entries.items, by_query);
    done = spread(&self, query_count, &of_entries, places);
  }
  places_free(&of_entries);
  finder_free(&self);
  if (!done) places_free(places);
  return done;
}

void places_free(Places *self) {
  free(self->items);
  *self = (Places){0};
}

enum { NEIGHBOURS = 3 };  // words that make a place's context

bool anchor_keeps_before(const Words *text, uint32_t first, const Words *before) {
  for (uint32_t i = 1; i <= NEIGHBOURS; i++) {
    if (i > before->count) return before->count > 0 || first == 0;
    if (i > first || !words_same(text, first - i, before, before->count - i)) return false;
  }
  return true;
}

bool anchor_keeps_behind(const Words *text, uint32_t end, const Words *behind) {
  for (uint32_t i = 0; i < NEIGHBOURS; i++) {
    if (i >= behind->count) return behind->count > 0 || end == text->count;
    if (end + i >= text->count || !words_same(text, end + i, behind, i)) return false;
  }
  return true;
}
