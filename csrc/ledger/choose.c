// Which place of a draft a mark's anchor means. No mark moves to other words in silence: a place is
// taken only if it can be no other, and words that were edited make the mark stale there.
//
// The rules, first to last. A place holds if its words are the anchor's but for what never counts
// (../compare.h); a side is kept if the words next to the place are those that the anchor stored.
// 1. Exactly one place holds and keeps both sides.
// 2. Exactly one place was edited and keeps both sides: stale, unless the words stand unedited in one
//    other place and what is here now has little to do with them (two claims changed places).
// 3. Exactly one place holds and keeps a side; or it is read as then. If the words stood in several places
//    when they were marked, both sides are asked for: it may be one of the others.
// 4. No place holds, and exactly one is much like the words: stale.
// 5. Else the mark is an orphan.
#include <stdlib.h>
#include <string.h>

#include "../compare.h"
#include "ledger.h"

_Static_assert((int)COMPARE_TEXT_LEN == (int)ANCHOR_DIFFERENCE_LEN, "one buffer for both");

enum {
  CANDIDATES_MAX = ANCHOR_PLACES_MAX + NEAR_MAX,
  // Percent of the words that were kept, tuned on the edits of tests/c/test_anchor_edits.c.
  RELATED = 20,    // between the same neighbours it is the claim, rewritten
  LIKE = 50,       // it is the claim, edited
  MUCH_LIKE = 60,  // so it is without neighbours
  CANDIDATE = 40,  // offered to the user
};

typedef struct {
  uint32_t first, end;  // words of the text
  bool before, behind;  // sides kept
  CompareResult result;
  uint32_t likeness;  // percent
  char difference[COMPARE_TEXT_LEN];
} Candidate;

typedef struct {
  Candidate items[CANDIDATES_MAX];
  uint32_t count;
} Candidates;

static CdSpan span_of(const Placing *self, uint32_t first, uint32_t end) {
  return (CdSpan){self->words.items[first].start, self->words.items[end - 1].end};
}

// ---- what a choice means -----------------------------------------------------------------------
static bool set_difference(Placing *out, Placed *placed, const char *difference) {
  placed->difference = differences_add(&out->differences, difference);
  return placed->difference > 0;
}

static void put(Placed *placed, const Anchor *anchor, uint32_t first, uint32_t end) {
  placed->first = first;
  placed->end = end;
  placed->json = anchor->json;
  placed->anchor = anchor->value;
}

// The words hold here: do what they refer to?
static bool hold(Chooser *self, Placed *placed, const Anchor *anchor, uint32_t first,
                 uint32_t end) {
  bool same;
  char difference[ANCHOR_DIFFERENCE_LEN];
  put(placed, anchor, first, end);
  if (!anchor_reads_same(self->document, &self->out->words, first, end, anchor->json, anchor->value,
                         &same, difference)) {
    return false;
  }
  return same || set_difference(self->out, placed, difference);
}

// All eight words that were stored on a side.
static bool keeps_all(const Words *words, uint32_t first, uint32_t end, const Anchor *anchor) {
  const Words *before = &anchor->before, *behind = &anchor->behind;
  if (first < before->count || words->count - end < behind->count) return false;
  for (uint32_t i = 0; i < before->count; i++) {
    if (!words_same(words, first - before->count + i, before, i)) return false;
  }
  for (uint32_t i = 0; i < behind->count; i++) {
    if (!words_same(words, end + i, behind, i)) return false;
  }
  return true;
}

// ---- the words as they were --------------------------------------------------------------------
bool ledger_choose_exact(Chooser *self, Placed *placed, const Anchor *anchor, const Place *exact,
                         size_t count) {
  const Words *words = &self->out->words;
  uint32_t kept = 0, whole = 0, at = 0, whole_at = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t first = exact[i].first, end = first + anchor->query.count;
    if (!anchor_keeps_before(words, first, &anchor->before)) continue;
    if (!anchor_keeps_behind(words, end, &anchor->behind)) continue;
    at = first;
    kept++;
    if (!keeps_all(words, first, end, anchor)) continue;
    whole_at = first;
    whole++;
  }
  if (kept > 1 && whole == 1 && count < ANCHOR_PLACES_MAX) {
    at = whole_at;
    kept = 1;
  }
  if (kept != 1 || count == ANCHOR_PLACES_MAX) return true;
  return hold(self, placed, anchor, at, at + anchor->query.count);
}

// ---- the words as they may be now --------------------------------------------------------------
static bool compare(const Chooser *self, const Anchor *anchor, Candidate *candidate) {
  const Words *words = &self->out->words;
  uint32_t offset = words->items[candidate->first].start;
  const JsonValue *opens = json_get(anchor->json, anchor->value, "opens");
  bool heading = document_in_heading(self->document, offset);
  CompareSide old = {&anchor->query, 0, anchor->query.count,
                     opens && opens->kind == JSON_TRUE_VALUE, heading};
  CompareSide now = {words, candidate->first, candidate->end,
                     anchor_opens(self->document, words, candidate->first), heading};
  Comparison comparison;
  if (!compare_words(document_lexicon(self->document), old, now, &comparison)) return false;
  candidate->result = comparison.result;
  candidate->likeness = comparison.of > 0 ? comparison.shared * 100 / comparison.of : 0;
  memcpy(candidate->difference, comparison.difference, COMPARE_TEXT_LEN);
  return true;
}

static bool add(const Chooser *self, const Anchor *anchor, Candidates *all, Candidate candidate) {
  for (uint32_t i = 0; i < all->count; i++) {
    Candidate *known = &all->items[i];
    if (known->first >= candidate.end || candidate.first >= known->end) continue;
    known->before |= candidate.before;  // the same place, seen in two ways
    known->behind |= candidate.behind;
    return true;
  }
  if (all->count == CANDIDATES_MAX) return true;
  all->items[all->count] = candidate;
  return compare(self, anchor, &all->items[all->count++]);
}

// Places with the anchor's words, signs and case aside, and places that are like it.
static bool collect(const Chooser *self, const Anchor *anchor, const AnchorWords *words,
                    const Place *folded, size_t count, Candidates *all) {
  const Words *text = &self->folded.words;
  uint32_t len = words->folded.words.count;
  all->count = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t first = folded[i].first, end = first + len;
    Candidate candidate = {.first = first, .end = end};
    anchor_add_signs(&self->out->words, &anchor->query, &words->folded, &self->folded,
                     &candidate.first, &candidate.end);
    candidate.before = anchor_keeps_before(text, first, &words->folded_before.words);
    candidate.behind = anchor_keeps_behind(text, end, &words->folded_behind.words);
    if (count == ANCHOR_PLACES_MAX) {  // too many to be told apart
      all->items[all->count++] = candidate;
    } else if (!add(self, anchor, all, candidate)) {
      return false;
    }
  }
  if (count == ANCHOR_PLACES_MAX) return true;
  NearPlace near[NEAR_MAX];
  uint32_t near_count;
  if (!anchor_near(&self->index, &self->out->words, words, near, &near_count)) return false;
  for (uint32_t i = 0; i < near_count; i++) {
    Candidate candidate = {.first = near[i].first,
                           .end = near[i].end,
                           .before = near[i].keeps_before,
                           .behind = near[i].keeps_behind};
    if (!add(self, anchor, all, candidate)) return false;
  }
  return true;
}

// What there is to choose from.
typedef struct {
  const Candidate *hold, *hold_both;  // the only one, or any of several
  const Candidate *edited_both, *like;
  uint32_t holds, holds_both, edited_boths, likes;
} Tally;

static Tally tally(const Candidates *all) {
  Tally out = {0};
  for (uint32_t i = 0; i < all->count; i++) {
    const Candidate *one = &all->items[i];
    bool both = one->before && one->behind;
    if (one->result != COMPARE_MATERIAL) {
      out.hold = one;
      out.holds++;
      if (both) out.hold_both = one;
      out.holds_both += both;
      continue;
    }
    both = both && one->likeness >= RELATED;
    if (both) out.edited_both = one;
    out.edited_boths += both;
    if (one->likeness < LIKE || (!one->before && !one->behind && one->likeness < MUCH_LIKE))
      continue;
    out.like = one;
    out.likes++;
  }
  return out;
}

static bool stale(Chooser *self, Placed *placed, const Anchor *anchor, const Candidate *candidate) {
  put(placed, anchor, candidate->first, candidate->end);
  placed->edited = true;
  return set_difference(self->out, placed, candidate->difference);
}

static bool add_candidates(Placing *out, Placed *placed, const Candidates *all) {
  if (placed->candidate_count > 0) return true;
  placed->first_candidate = out->candidate_count;
  for (uint32_t i = 0; i < all->count; i++) {
    const Candidate *one = &all->items[i];
    if (one->result == COMPARE_MATERIAL && one->likeness < CANDIDATE) continue;
    if (out->candidate_count == out->candidate_capacity) {
      uint32_t capacity = out->candidate_capacity ? out->candidate_capacity * 2 : 16;
      CdSpan *candidates = realloc(out->candidates, capacity * sizeof *candidates);
      if (!candidates) return false;
      out->candidates = candidates;
      out->candidate_capacity = capacity;
    }
    out->candidates[out->candidate_count++] = span_of(out, one->first, one->end);
    placed->candidate_count++;
  }
  return true;
}

bool ledger_choose_edited(Chooser *self, Placed *placed, const Anchor *anchor, AnchorWords *words,
                          const Place *folded, size_t count) {
  Candidates *all = malloc(sizeof *all);
  bool done = all && collect(self, anchor, words, folded, count, all);
  if (!done) {
    free(all);
    return false;
  }
  Tally out = tally(all);
  bool chosen = true;
  if (count == ANCHOR_PLACES_MAX) {
    chosen = false;
  } else if (out.holds_both == 1) {
    done = hold(self, placed, anchor, out.hold_both->first, out.hold_both->end);
  } else if (out.holds_both == 0 && out.edited_boths == 1 &&
             (out.holds != 1 || out.edited_both->likeness >= LIKE)) {
    done = stale(self, placed, anchor, out.edited_both);
  } else if (out.holds == 1) {
    const Candidate *one = out.hold;
    bool side = one->before || one->behind;
    chosen = out.likes == 0 && json_number(anchor->json, anchor->value, "twins", 0) == 0;
    if (chosen) done = hold(self, placed, anchor, one->first, one->end);
    if (chosen && done && !side && placed->difference > 0) {
      // Neither neighbours nor what it refers to: it is about something else.
      chosen = false;
      placed->first = placed->end = placed->difference = 0;
    }
  } else if (out.holds == 0 && out.likes == 1) {
    done = stale(self, placed, anchor, out.like);
  } else {
    chosen = false;
  }
  if (done && !chosen) done = add_candidates(self->out, placed, all);
  free(all);
  return done;
}
