// Where an anchor's words may be now that they were edited; see anchor.h.
//
// From the literature: the anchor is a quotation with its neighbours (the TextQuoteSelector of the W3C's
// Web Annotation Data Model; Hypothesis' "fuzzy anchoring", 2013), not a position. Candidates come from
// rare words that place and anchor share, in the claim or around it: Brush, Bargeron, Gupta and Cadiz,
// "Robust annotation positioning in digital documents" (CHI 2001), found that readers take those for the
// place, and rather see a note orphaned than put beside other words. Hypothesis then ranks places by a
// weighted sum of the likeness of words, neighbours and position; here each candidate is aligned word
// by word, and its likeness and neighbours are given to rules that refuse a doubtful one.
#include <stdlib.h>
#include <string.h>

#include "../anchor.h"

enum {
  COMMON = 64,       // a word that stands in more places tells nothing
  NEEDLE_MAX = 400,  // words of an anchor
  VOTES_MAX = 4096,
  DRIFT = 12,  // words that may be put in or left out and still count for one place
  SLACK = 16,  // words around a place that are aligned too
  WEAK = 4,    // a place with a fourth of the best one's votes is none
  SIDE = 3,    // words of a side that make its context
};

typedef struct {
  const Word *words[NEEDLE_MAX];
  const Words *texts[NEEDLE_MAX];
  uint32_t before, claim, count;  // how many are before the claim, are the claim, are in all
} Needle;

static void needle_add(Needle *self, const Folded *words) {
  for (uint32_t i = 0; i < words->words.count && self->count < NEEDLE_MAX; i++) {
    self->words[self->count] = &words->words.items[i];
    self->texts[self->count++] = &words->words;
  }
}

static bool is_same(const Needle *self, uint32_t at, const Folded *text, uint32_t text_at) {
  const Word *one = self->words[at], *other = &text->words.items[text_at];
  uint32_t len = one->end - one->start;
  return one->hash == other->hash && len == other->end - other->start &&
         memcmp(self->texts[at]->text + one->start, text->words.text + other->start, len) == 0;
}

// ---- candidates --------------------------------------------------------------------------------
// A vote for the text's word at which the needle would begin, shifted by NEEDLE_MAX to be no negative.
typedef struct {
  uint32_t begin, weight;
} Vote;

static int by_begin(const void *a, const void *b) {
  const Vote *one = a, *other = b;
  return one->begin < other->begin ? -1 : one->begin > other->begin;
}

static uint32_t vote(const WordIndex *index, const Needle *needle, Vote *votes) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < needle->count; i++) {
    uint32_t first = count, at = index->buckets[needle->words[i]->hash & index->mask], seen = 0;
    for (; at && seen <= COMMON && count < VOTES_MAX; at = index->next[at - 1]) {
      if (!is_same(needle, i, index->text, at - 1)) continue;
      votes[count++].begin = at - 1 + NEEDLE_MAX - i;
      seen++;
    }
    if (seen > COMMON) count = first;
    for (uint32_t j = first; j < count; j++) votes[j].weight = 1 + COMMON / (count - first);
  }
  if (count > 0) qsort(votes, count, sizeof *votes, by_begin);
  return count;
}

// The best windows of votes, the heaviest first: their lowest and highest `begin`.
static uint32_t windows(Vote *votes, uint32_t count, Vote *best, uint32_t room) {
  uint32_t found = 0;
  for (; found < room; found++) {
    uint32_t weight = 0, most = 0, at = 0, low = 0;
    for (uint32_t high = 0; high < count; high++) {
      weight += votes[high].weight;
      while (votes[high].begin - votes[low].begin > DRIFT) weight -= votes[low++].weight;
      if (weight > most) {
        most = weight;
        at = low;
      }
    }
    if (most == 0) break;
    best[found] = (Vote){votes[at].begin, most};
    uint32_t last = at;
    for (; last < count && votes[last].begin - votes[at].begin <= DRIFT; last++) {
      votes[last].weight = 0;
    }
  }
  return found;
}

// ---- alignment ---------------------------------------------------------------------------------
// map[i]: the text's word that the needle's word i stands for, or UINT32_MAX. The longest common
// subsequence; of several the most compact one, since each word left over within costs a little.
typedef struct {
  int32_t *scores;
  uint8_t *steps;
  uint32_t map[NEEDLE_MAX];
  uint32_t text_first, text_end;
} Alignment;

enum { MATCH = 8, CLOSE = 3, GAP = 1 };
enum { STEP_MATCH, STEP_NEEDLE, STEP_TEXT };

static bool align(Alignment *self, const Needle *needle, const Folded *text) {
  uint32_t rows = needle->count, columns = self->text_end - self->text_first;
  size_t width = (size_t)columns + 1, cells = ((size_t)rows + 1) * width;
  self->scores = malloc(cells * sizeof *self->scores);
  self->steps = malloc(cells);
  if (!self->scores || !self->steps) return false;
  for (size_t j = 0; j < width; j++) {  // the text's first words cost nothing
    self->scores[j] = 0;
    self->steps[j] = STEP_TEXT;
  }
  for (uint32_t i = 1; i <= rows; i++) {
    int32_t *row = &self->scores[i * width];
    uint8_t *steps = &self->steps[i * width];
    row[0] = row[-(ptrdiff_t)width] - GAP;
    steps[0] = STEP_NEEDLE;
    for (uint32_t j = 1; j <= columns; j++) {
      const int32_t *above = &row[j] - width;
      int32_t text_gap = i == rows ? 0 : GAP;  // nor do its last ones
      row[j] = row[j - 1] - text_gap;
      steps[j] = STEP_TEXT;
      if (above[0] - GAP > row[j]) {
        row[j] = above[0] - GAP;
        steps[j] = STEP_NEEDLE;
      }
      bool same = is_same(needle, i - 1, text, self->text_first + j - 1);
      int32_t close = same && steps[j - 1 - (ptrdiff_t)width] == STEP_MATCH && j > 1 ? CLOSE : 0;
      if (same && above[-1] + MATCH + close >= row[j]) {
        row[j] = above[-1] + MATCH + close;
        steps[j] = STEP_MATCH;
      }
    }
  }
  for (uint32_t i = 0; i < rows; i++) self->map[i] = UINT32_MAX;
  for (uint32_t i = rows, j = columns; i > 0;) {
    uint8_t step = self->steps[i * width + j];
    if (step == STEP_TEXT) {
      j--;
    } else {
      i--;
      if (step == STEP_MATCH) self->map[i] = self->text_first + --j;
    }
  }
  return true;
}

// ---- the place ---------------------------------------------------------------------------------
// The claim's words at an alignment, [*first, *end) of the folded text: from what the first of its words
// stands for, or from behind its neighbours; false if neither is there.
static bool find_ends(const Alignment *self, const Needle *needle, uint32_t *first, uint32_t *end) {
  uint32_t claim_end = needle->before + needle->claim, low = claim_end, high = needle->before;
  for (uint32_t i = needle->before; i < claim_end; i++) {
    if (self->map[i] == UINT32_MAX) continue;
    if (low == claim_end) low = i;
    high = i + 1;
  }
  uint32_t left = UINT32_MAX,
           right = UINT32_MAX;  // behind the neighbour before, and the one behind
  for (uint32_t i = 0; i < SIDE && i < needle->before && left == UINT32_MAX; i++) {
    uint32_t at = self->map[needle->before - 1 - i];
    if (at != UINT32_MAX) left = at + 1 + i;
  }
  for (uint32_t i = 0; i < SIDE && claim_end + i < needle->count && right == UINT32_MAX; i++) {
    uint32_t at = self->map[claim_end + i];
    if (at != UINT32_MAX && at >= i) right = at - i;
  }
  if (low == claim_end) {  // none of its words
    *first = left;
    *end = right;
    return left != UINT32_MAX && right != UINT32_MAX && left < right;
  }
  uint32_t lost = low - needle->before, missing = claim_end - high;
  *first = self->map[low];
  if (lost > 0) {
    uint32_t guess = *first > self->text_first + lost ? *first - lost : self->text_first;
    *first = left != UINT32_MAX && left <= *first ? left : guess;
  }
  *end = self->map[high - 1] + 1;
  if (missing > 0) {
    uint32_t guess = *end + missing < self->text_end ? *end + missing : self->text_end;
    *end = right != UINT32_MAX && right >= *end ? right : guess;
  }
  return *first < *end;
}

// Two of the three words on a side, close by; all that there is if that is less; the text's edge if
// there was nothing.
static bool keeps_before(const Alignment *self, const Needle *needle, uint32_t first) {
  uint32_t kept = 0, of = needle->before < SIDE ? needle->before : SIDE;
  if (of == 0) return first == 0;
  for (uint32_t i = 1; i <= of; i++) {
    uint32_t at = self->map[needle->before - i];
    kept += at != UINT32_MAX && at < first && first - at <= SIDE + 1;
  }
  return kept >= 2 || kept == of;
}

static bool keeps_behind(const Alignment *self, const Needle *needle, uint32_t end,
                         uint32_t text_count) {
  uint32_t claim_end = needle->before + needle->claim, rest = needle->count - claim_end;
  uint32_t kept = 0, of = rest < SIDE ? rest : SIDE;
  if (of == 0) return end == text_count;
  for (uint32_t i = 0; i < of; i++) {
    uint32_t at = self->map[claim_end + i];
    kept += at != UINT32_MAX && at >= end && at - end <= SIDE;
  }
  return kept >= 2 || kept == of;
}

// Is the sign at `at` the second of `` or ''?
static bool is_doubled(const Words *text, uint32_t at, uint32_t other) {
  char byte = text->text[text->items[at].start];
  return (byte == '\'' || byte == '`') && words_same(text, at, text, other);
}

void anchor_add_signs(const Words *text, const Words *claim, const Folded *folded,
                      const Folded *folded_text, uint32_t *first, uint32_t *end) {
  uint32_t lead = folded->from[0];
  uint32_t trail = claim->count - folded->from[folded->words.count - 1] - 1;
  uint32_t low = *first > 0 ? folded_text->from[*first - 1] + 1 : 0;
  uint32_t high = *end < folded_text->words.count ? folded_text->from[*end] : text->count;
  *first = folded_text->from[*first];
  *end = folded_text->from[*end - 1] + 1;
  for (; *first > low; --*first) {
    bool near = !text->items[*first].spaced;
    bool second = lead == 0 && near && claim->count > 0 && folded->from[0] > 0 &&
                  is_doubled(text, *first - 1, *first);
    if (!second && lead == 0) break;
    if (!near && !claim->items[folded->from[0]].spaced) break;
    if (!second) lead--;
  }
  for (; *end < high; ++*end) {
    bool near = !text->items[*end].spaced;
    bool second = trail == 0 && near && folded->from[folded->words.count - 1] + 1 < claim->count &&
                  is_doubled(text, *end, *end - 1);
    if (!second && trail == 0) break;
    if (!near && !claim->items[claim->count - trail].spaced) break;
    if (!second) trail--;
  }
}

static bool add_place(const WordIndex *index, const Words *text, const AnchorWords *anchor,
                      const Needle *needle, uint32_t begin, NearPlace *places, uint32_t *count) {
  uint32_t text_count = index->text->words.count;
  uint32_t start = begin > NEEDLE_MAX + SLACK ? begin - NEEDLE_MAX - SLACK : 0;
  uint32_t end = begin + needle->count + DRIFT + SLACK;
  end = end > NEEDLE_MAX ? end - NEEDLE_MAX : 0;
  Alignment alignment = {.text_first = start, .text_end = end < text_count ? end : text_count};
  bool done = align(&alignment, needle, index->text);
  NearPlace place = {0};
  if (done && find_ends(&alignment, needle, &place.first, &place.end)) {
    place.keeps_before = keeps_before(&alignment, needle, place.first);
    place.keeps_behind = keeps_behind(&alignment, needle, place.end, text_count);
    anchor_add_signs(text, anchor->words, &anchor->folded, index->text, &place.first, &place.end);
    bool known = false;
    for (uint32_t i = 0; i < *count; i++) {
      known |= places[i].first < place.end && place.first < places[i].end;
    }
    if (!known) places[(*count)++] = place;
  }
  free(alignment.scores);
  free(alignment.steps);
  return done;
}

bool anchor_near(const WordIndex *index, const Words *text, const AnchorWords *anchor,
                 NearPlace places[NEAR_MAX], uint32_t *count) {
  *count = 0;
  uint32_t len = anchor->folded.words.count;
  if (len == 0 || index->text->words.count == 0 || len > NEEDLE_MAX - 32) return true;
  Needle *needle = calloc(1, sizeof *needle);
  Vote *votes = malloc(VOTES_MAX * sizeof *votes), best[NEAR_MAX];
  bool done = needle && votes;
  if (done) {
    needle_add(needle, &anchor->folded_before);
    needle->before = needle->count;
    needle_add(needle, &anchor->folded);
    needle->claim = needle->count - needle->before;
    needle_add(needle, &anchor->folded_behind);
    uint32_t vote_count = vote(index, needle, votes);
    uint32_t found = windows(votes, vote_count, best, NEAR_MAX);
    for (uint32_t i = 0; done && i < found; i++) {
      if (best[i].weight * WEAK < best[0].weight) break;
      done = add_place(index, text, anchor, needle, best[i].begin, places, count);
    }
  }
  free(votes);
  free(needle);
  return done;
}
