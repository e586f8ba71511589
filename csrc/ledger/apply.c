// Claims with their marks: what is verified, what is work to do, and which marks have lost their
// words.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../compare.h"
#include "ledger.h"

typedef struct {
  const Ledger *ledger;
  const CdDocument *document;
  Placing placing;
  LedgerClaim *items;
  uint32_t count, capacity;
  uint32_t open;   // the first placed mark that may still reach into the next claim
  uint32_t *used;  // of each placed mark: claims that show it
  bool failed;
} Applying;

static LedgerClaim *add(Applying *self) {
  if (self->count == self->capacity) {
    uint32_t capacity = self->capacity ? self->capacity * 2 : 64;
    LedgerClaim *items = realloc(self->items, capacity * sizeof *items);
    if (!items) {
      self->failed = true;
      return NULL;
    }
    self->items = items;
    self->capacity = capacity;
  }
  LedgerClaim *item = &self->items[self->count++];
  *item = (LedgerClaim){.unverified = true};
  return item;
}

// Is a claim with this status, whose words stand in the text, work to do? One to cut is until it is
// cut, one to correct until the text differs.
static bool is_unverified(const LedgerMark *mark, LedgerStatus status) {
  if (status == LEDGER_NOT_CLAIM) return false;
  return status != LEDGER_VERIFIED || !mark->has_source || mark->unreadable;
}

// Is it said of these words, and would other words make it void?
static bool can_be_stale(const LedgerMark *mark) {
  return mark->status != LEDGER_UNCHECKED && mark->status != LEDGER_NOT_CLAIM;
}

// How well a placed mark fits a claim; more is better.
typedef enum { FITS_NOT, FITS_STALE, FITS_IN_PART, FITS_EXACTLY } Fit;

// Are the words items[first..end), next to the mark's on one side, those that stood there when it was
// marked? As many are compared as were stored.
static bool stood(const Applying *self, const Placed *placed, uint32_t first, uint32_t end,
                  bool before) {
  const Words *words = &self->placing.words;
  Words side = {.text = words->text, .items = words->items + first, .count = end - first},
        stored = {0};
  Folded now = {0}, then = {0};
  Comparison comparison;
  const char *text = json_text(placed->json, placed->anchor, before ? "before" : "behind");
  bool is_same = text && words_init(&stored, text, (uint32_t)strlen(text)) &&
                 folded_init(&now, &side) && folded_init(&then, &stored);
  uint32_t count = now.words.count < then.words.count ? now.words.count : then.words.count;
  is_same = is_same && (count > 0 || now.words.count == 0);
  if (is_same && count > 0) {
    uint32_t now_at = before ? now.words.count - count : 0;
    uint32_t then_at = before ? then.words.count - count : 0;
    CompareSide old = {&stored, then.from[then_at], then.from[then_at + count - 1] + 1, true,
                       false};
    CompareSide new = {&side, now.from[now_at], now.from[now_at + count - 1] + 1, true, false};
    is_same = compare_words(document_lexicon(self->document), old, new, &comparison) &&
              comparison.result != COMPARE_MATERIAL;
  }
  folded_free(&now);
  folded_free(&then);
  words_free(&stored);
  return is_same;
}

// `first` and `end` are the claim's words. A claim may reach further than the words that the mark
// was given: if the words beside them are the same as then, only the reading differs and the mark
// holds; if not, somebody has added to the claim.
static Fit fit_of(const Applying *self, const Placed *placed, uint32_t first, uint32_t end) {
  uint32_t common_first = first > placed->first ? first : placed->first;
  uint32_t common_end = end < placed->end ? end : placed->end;
  if (common_first >= common_end) return FITS_NOT;
  if (first == placed->first && end == placed->end) return FITS_EXACTLY;
  if (first >= placed->first && end <= placed->end) return FITS_IN_PART;
  uint32_t common = common_end - common_first;
  if (common * 2 < end - first && common * 2 < placed->end - placed->first) return FITS_NOT;
  bool holds = (first >= placed->first || stood(self, placed, first, placed->first, true)) &&
               (end <= placed->end || stood(self, placed, placed->end, end, false));
  return holds ? FITS_IN_PART : FITS_STALE;
}

// The claim's words are the mark's and more: tells which.
static bool tell_growth(Applying *self, const Placed *placed, uint32_t first, uint32_t end,
                        uint32_t *difference) {
  const Words *words = &self->placing.words;
  char before[64] = "", behind[64] = "", text[160];
  if (first < placed->first) compare_quote(words, first, placed->first, before, 60);
  if (end > placed->end) compare_quote(words, placed->end, end, behind, 60);
  snprintf(text, sizeof text, "grew by: %s%s%s%s%s%s%s", before[0] ? "“" : "", before,
           before[0] ? "”" : "", before[0] && behind[0] ? ", " : "", behind[0] ? "“" : "", behind,
           behind[0] ? "”" : "");
  *difference = differences_add(&self->placing.differences, text);
  return *difference > 0;
}

static const char *words_of(const Placed *placed) {
  return json_text(placed->json, placed->anchor, "words");
}

// A mark as a claim shows it.
static void show(Applying *self, LedgerClaim *item, const Placed *placed, Fit fit, uint32_t first,
                 uint32_t end) {
  const LedgerMark *mark = &self->ledger->marks[placed->mark];
  uint32_t difference = placed->difference;
  item->mark = mark;
  item->status = mark->status;
  item->was = NULL;
  item->difference = NULL;
  if (fit == FITS_STALE && difference == 0 && !tell_growth(self, placed, first, end, &difference)) {
    self->failed = true;
  }
  if (difference > 0 && can_be_stale(mark)) {
    item->was = words_of(placed);
    item->difference = self->placing.differences.items[difference - 1];
    // What was to be corrected is, if its words are others now.
    bool corrected = mark->status == LEDGER_CORRECTED && mark->has_source && placed->edited;
    item->status = corrected ? LEDGER_CORRECTED : LEDGER_STALE;
    item->unverified = !corrected || mark->unreadable;
    return;
  }
  item->unverified = is_unverified(mark, item->status);
}

// Words that are not those that were marked have no mark, if the mark is void by that.
static bool is_void(const Applying *self, const Placed *placed) {
  return placed->edited && !can_be_stale(&self->ledger->marks[placed->mark]);
}

static bool on_claim(void *context, const CdClaim *claim) {
  Applying *self = context;
  LedgerClaim *item = add(self);
  if (!item) return false;
  item->claim = *claim;
  item->read = true;
  uint32_t first, end;
  const Words *words = &self->placing.words;
  words_in_span(words, claim->span, &first, &end);
  const Placed *placed = self->placing.items;
  uint32_t count = self->placing.count;
  // Marks that end before this claim end before the next ones too.
  while (self->open < count && placed[self->open].first < placed[self->open].end &&
         placed[self->open].end <= first) {
    self->open++;
  }
  Fit best = FITS_NOT;
  uint32_t shown = 0;
  for (uint32_t i = self->open; i < count && placed[i].first < placed[i].end; i++) {
    if (placed[i].first >= end) break;
    if (is_void(self, &placed[i])) continue;
    Fit fit = fit_of(self, &placed[i], first, end);
    if (fit == FITS_NOT) continue;
    if (fit > best) {
      if (best != FITS_NOT) self->used[shown]--;  // it is shown by itself, unless by another claim
      best = fit;
      shown = i;
      show(self, item, &placed[i], fit, first, end);
      self->used[i]++;
    } else if (fit == FITS_EXACTLY) {
      // Two people marked the same words, not knowing of each other.
      if (self->ledger->marks[placed[i].mark].status != item->status) {
        item->status = LEDGER_CONFLICT;
        item->unverified = true;
      }
      self->used[i]++;
    }
  }
  return !self->failed;
}

// What the anchor of a mark stored.
typedef struct {
  const JsonTree *json;
  const JsonValue *value;
} Stored;

static Stored stored(const Applying *self, const LedgerMark *mark) {
  const Event *event = &self->ledger->events[mark->setters[LEDGER_FIELD_ANCHOR][0]];
  return (Stored){&event->json, ledger_member(event, "anchor")};
}

// The types and priority then, for words that are no claim of the draft's now.
static CdClaim claim_of(Stored anchor, CdSpan span) {
  CdClaim claim = {.span = span, .speaker = CD_NONE};
  uint32_t priority = json_number(anchor.json, anchor.value, "priority", 1);
  claim.priority = priority >= 1 && priority <= 3 ? (uint8_t)priority : 1;
  const JsonValue *types = json_get(anchor.json, anchor.value, "types");
  for (const JsonValue *at = json_first(anchor.json, types); at; at = json_next(anchor.json, at)) {
    for (int type = 0; at->kind == JSON_STRING_VALUE && type < CD_CLAIM_TYPE_COUNT; type++) {
      if (strcmp(at->text, cd_claim_type_name((CdClaimType)type)) == 0) {
        claim.types |= (uint16_t)(1u << type);
      }
    }
  }
  return claim;
}

// A mark whose words stand in the text, but that no claim shows.
static bool add_alone(Applying *self, const Placed *placed) {
  const LedgerMark *mark = &self->ledger->marks[placed->mark];
  if (mark->status == LEDGER_UNCHECKED || mark->status == LEDGER_NOT_CLAIM) return true;
  LedgerClaim *item = add(self);
  if (!item) return false;
  const Words *words = &self->placing.words;
  CdSpan span = {words->items[placed->first].start, words->items[placed->end - 1].end};
  item->claim = claim_of(stored(self, mark), span);
  show(self, item, placed, FITS_EXACTLY, placed->first, placed->end);
  return !self->failed;
}

// A mark whose words are gone, or stand in several places. Words that were to be cut or corrected
// and are gone are done with.
static bool add_orphan(Applying *self, const Placed *placed) {
  const LedgerMark *mark = &self->ledger->marks[placed->mark];
  LedgerStatus status = mark->status;
  bool is_gone = placed->candidate_count == 0;
  if (status == LEDGER_UNCHECKED || status == LEDGER_NOT_CLAIM) return true;
  if (is_gone && (status == LEDGER_CUT || (status == LEDGER_CORRECTED && mark->has_source))) {
    return true;
  }
  LedgerClaim *item = add(self);
  if (!item) return false;
  Stored anchor = stored(self, mark);
  item->claim = claim_of(anchor, (CdSpan){0, 0});
  item->mark = mark;
  item->status = status;
  item->orphan = true;
  item->words = json_text(anchor.json, anchor.value, "words");
  item->line = json_number(anchor.json, anchor.value, "line", 1);
  item->first_candidate = placed->first_candidate;
  item->candidate_count = placed->candidate_count;
  return true;
}

static int in_order(const void *a, const void *b) {
  const LedgerClaim *one = a, *other = b;
  if (one->orphan != other->orphan) return one->orphan ? 1 : -1;
  uint32_t one_at = one->orphan ? one->line : one->claim.span.start;
  uint32_t other_at = other->orphan ? other->line : other->claim.span.start;
  if (one_at != other_at) return one_at < other_at ? -1 : 1;
  if (one->claim.span.end != other->claim.span.end) {
    return one->claim.span.end < other->claim.span.end ? -1 : 1;
  }
  if (!one->mark || !other->mark) return (one->mark != NULL) - (other->mark != NULL);
  return strcmp(one->mark->id, other->mark->id);
}

static bool apply(Applying *self) {
  CdSpan whole = {0, cd_document_len(self->document)};
  cd_document_claims(self->document, whole, on_claim, self);
  for (uint32_t i = 0; !self->failed && i < self->placing.count; i++) {
    const Placed *placed = &self->placing.items[i];
    if (self->used[i]) continue;
    if (placed->first < placed->end) {
      add_alone(self, placed);
    } else {
      add_orphan(self, placed);
    }
  }
  if (self->count > 0) qsort(self->items, self->count, sizeof *self->items, in_order);
  return !self->failed;
}

bool ledger_apply(const Ledger *self, const CdDocument *document, LedgerClaims *claims) {
  *claims = (LedgerClaims){0};
  Applying applying = {.ledger = self, .document = document};
  bool done = !self || self->mark_count == 0 || ledger_place(self, document, &applying.placing);
  if (done) {
    applying.used = calloc((size_t)applying.placing.count + 1, sizeof *applying.used);
    done = applying.used && apply(&applying);
  }
  if (done) {
    claims->items = applying.items;
    claims->count = applying.count;
    claims->candidates = applying.placing.candidates;
    applying.placing.candidates = NULL;
    claims->texts = applying.placing.differences.items;
    claims->text_count = applying.placing.differences.count;
    applying.placing.differences = (Differences){0};
    for (uint32_t i = 0; i < claims->count; i++) {
      claims->claim_count += claims->items[i].status != LEDGER_NOT_CLAIM;
      claims->unverified_count += claims->items[i].unverified;
    }
  } else {
    free(applying.items);
  }
  free(applying.used);
  ledger_placing_free(&applying.placing);
  return done;
}

void ledger_claims_free(LedgerClaims *self) {
  free(self->items);
  free(self->candidates);
  for (uint32_t i = 0; i < self->text_count; i++) free(self->texts[i]);
  free(self->texts);
  *self = (LedgerClaims){0};
}
