// Random edits of drafts with marked claims: no mark moves to other words in silence, none is lost, no
// change of what is said goes unnoticed, and what changes nothing leaves marks as they are. What is shown
// after an edit is what opening the same text and ledger shows.
// COPYDESK_EDIT_SCRIPTS=5000 runs more scripts, COPYDESK_EDIT_SEED=N others, COPYDESK_EDIT_TRACE=1 tells
// what went wrong.
#include <glob.h>

#include "edit_helper.h"

typedef struct {
  Desk *desk;
  Lexicon *lexicon;
  bool trace;
  // What was counted.
  uint32_t scripts, checks, wrong, lost, unnoticed, differing;
  uint32_t cosmetic, cosmetic_stale;  // marks that only such edits touched; those not held
  uint32_t beside, beside_stale;      // marks beside such edits
  uint32_t material, stale, orphans;
  uint32_t moved, moved_held;  // marks whose words were not touched while others moved
} Report;

static bool overlaps(const Instance *one, CdSpan span) {
  uint32_t start = one->start > span.start ? one->start : span.start;
  uint32_t end = one->end < span.end ? one->end : span.end;
  if (start >= end) return false;
  uint32_t common = end - start;
  return common * 2 >= span.end - span.start || common * 2 >= one->end - one->start;
}

// The next letter or digit of a text, in lower case; bytes of other signs than ASCII's count as letters, but
// those of marks and dashes. 0: none. *gap: something else stood before it.
static int next_letter(const char *text, size_t len, size_t *at, bool *gap) {
  for (*gap = false; *at < len; *gap = true) {
    if (len - *at >= 3 && memcmp(text + *at, "\xE2\x80", 2) == 0) {
      *at += 3;
    } else if (is_wordy(text[*at])) {
      return tolower((unsigned char)text[(*at)++]);
    } else {
      ++*at;
    }
  }
  return 0;
}

// Are these the words that were marked, after all? Two changes may undo each other. (Looks at letters
// alone, on purpose not with what is tested here.)
static bool says_the_same(const Tracked *mark, const Draft *draft, const Instance *one) {
  const char *now = draft->text + one->start;
  size_t old_len = strlen(mark->words), now_len = one->end - one->start, old_at = 0, now_at = 0;
  for (;;) {
    bool old_gap, now_gap;
    int old = next_letter(mark->words, old_len, &old_at, &old_gap);
    int new = next_letter(now, now_len, &now_at, &now_gap);
    if (old != new || (old && old_gap != now_gap)) return false;
    if (!old) return true;
  }
}

static void trace(const Report *self, const Draft *draft, const char *edit, const char *what,
                  const Tracked *mark, const LedgerClaim *item) {
  if (!self->trace) return;
  printf("%s after \"%s\":\n  marked: %s\n", what, edit, mark->words);
  for (uint32_t i = 0; i < mark->count; i++) {
    const Instance *one = &mark->instances[i];
    printf("  there%s: %.*s\n", one->material ? " (other)" : "", (int)(one->end - one->start),
           draft->text + one->start);
  }
  if (!item) return;
  printf("  shown: %s%s %s %.*s\n", item->orphan ? "orphan " : "", ledger_status_name(item->status),
         item->difference ? item->difference : "",
         (int)(item->claim.span.end - item->claim.span.start),
         draft->text + item->claim.span.start);
}

static bool is_held(const LedgerClaim *item) {
  return item->status == LEDGER_VERIFIED && !item->unverified && !item->orphan;
}

static void check_mark(Report *self, const Draft *draft, const LedgerClaims *claims,
                       const Tracked *mark, const Edit *edit) {
  const LedgerClaim *shown = NULL;
  bool held = false, touched = false, same = false;
  for (uint32_t i = 0; i < mark->count; i++) {
    touched |= mark->instances[i].touched;
    same |= !mark->instances[i].material;
  }
  for (uint32_t i = 0; i < claims->count; i++) {
    const LedgerClaim *item = &claims->items[i];
    if (!item->mark || strcmp(item->mark->id, mark->id) != 0) continue;
    if (!shown || is_held(item)) shown = item;
    if (!is_held(item)) continue;
    held = true;
    bool right = false, other = false;
    for (uint32_t j = 0; j < mark->count; j++) {
      if (!overlaps(&mark->instances[j], item->claim.span)) continue;
      if (mark->instances[j].material) other = true;
      if (!mark->instances[j].material) right = true;
    }
    if (right) continue;
    if (other) {
      bool undone = false;
      for (uint32_t j = 0; j < mark->count; j++) {
        undone |= says_the_same(mark, draft, &mark->instances[j]);
      }
      if (undone) continue;
      self->unnoticed++;
      trace(self, draft, edit->name, "unnoticed", mark, item);
    } else {
      self->wrong++;
      trace(self, draft, edit->name, "at other words", mark, item);
    }
  }
  if (!shown) {
    self->lost++;
    trace(self, draft, edit->name, "lost", mark, NULL);
    return;
  }
  self->stale += shown->status == LEDGER_STALE;
  self->orphans += shown->orphan;
  if (draft->only_cosmetic) {
    if (touched) {
      self->cosmetic++;
      self->cosmetic_stale += !held;
    } else {
      self->beside++;
      self->beside_stale += !held;
    }
    if (!held) trace(self, draft, edit->name, "not held", mark, shown);
  } else if (!same) {
    self->material++;
  } else if (!touched && mark->count == 1 && edit->class == EDIT_MOVES) {
    self->moved++;
    self->moved_held += held;
  }
}

// A fact behind a claim: it is work to do, whoever's it is.
static void check_appended(Report *self, const Draft *draft, const LedgerClaims *claims) {
  for (uint32_t i = 0; i < claims->count; i++) {
    const LedgerClaim *item = &claims->items[i];
    if (!is_held(item)) continue;
    if (item->claim.span.start < draft->appended.end &&
        item->claim.span.end > draft->appended.start) {
      self->unnoticed++;
      if (self->trace) {
        printf("appended, unnoticed: %.*s\n", (int)(item->claim.span.end - item->claim.span.start),
               draft->text + item->claim.span.start);
      }
    }
  }
}

static bool same_claims(const LedgerClaims *one, const LedgerClaims *other) {
  if (one->count != other->count) return false;
  for (uint32_t i = 0; i < one->count; i++) {
    const LedgerClaim *a = &one->items[i], *b = &other->items[i];
    const char *a_text = a->difference ? a->difference : "",
               *b_text = b->difference ? b->difference : "";
    if (a->claim.span.start != b->claim.span.start || a->claim.span.end != b->claim.span.end ||
        a->status != b->status || a->mark != b->mark || a->orphan != b->orphan ||
        a->unverified != b->unverified || a->candidate_count != b->candidate_count ||
        strcmp(a_text, b_text) != 0) {
      return false;
    }
  }
  return true;
}

static void check(Report *self, const Draft *draft, const Ledger *ledger, const Edit *edit) {
  LedgerClaims edited, opened;
  CdDocument *fresh = cd_document_new(self->desk->rules, draft->text, draft->len);
  assert_non_null(fresh);
  assert_true(ledger_apply(ledger, draft->document, &edited));
  assert_true(ledger_apply(ledger, fresh, &opened));
  self->checks++;
  self->differing += !same_claims(&edited, &opened);
  for (uint32_t i = 0; i < draft->mark_count; i++) {
    check_mark(self, draft, &opened, &draft->marks[i], edit);
  }
  check_appended(self, draft, &opened);
  ledger_claims_free(&edited);
  ledger_claims_free(&opened);
  cd_document_free(fresh);
}

// ---- scripts -----------------------------------------------------------------------------------
typedef struct {
  char *text;
  Tracked marks[MARKS_MAX];
  bool only_cosmetic;
} Kept;

static Kept keep(const Draft *draft) {
  Kept kept = {.text = strdup(draft->text), .only_cosmetic = draft->only_cosmetic};
  memcpy(kept.marks, draft->marks, sizeof kept.marks);
  return kept;
}

static void undo(Draft *draft, const Kept *kept) {
  uint32_t same = 0;
  while (kept->text[same] && kept->text[same] == draft->text[same]) same++;
  replace(draft, same, draft->len - same, kept->text + same, EDIT_COSMETIC);
  memcpy(draft->marks, kept->marks, sizeof kept->marks);
  draft->only_cosmetic = kept->only_cosmetic;
}

static void run_script(Report *self, const Draft *start, const Ledger *ledger, uint64_t seed) {
  static const Edit undoing = {"undo", NULL, EDIT_MOVES};
  Draft draft = *start;
  draft.random = seed * 0x9E3779B97F4A7C15u | 1;
  pick(&draft, 1);
  draft.text = strdup(start->text);
  draft.capacity = draft.len + 1;
  draft.document = cd_document_new(self->desk->rules, draft.text, draft.len);
  draft.lexicon = self->lexicon;
  draft.only_cosmetic = true;
  assert_non_null(draft.document);
  bool cosmetic = pick(&draft, 5) < 2;
  Kept kept = keep(&draft);
  for (uint32_t i = 1 + pick(&draft, 4); i > 0; i--) {
    const Edit *edit = &edits[pick(&draft, cosmetic ? EDIT_COSMETIC_COUNT : EDIT_COUNT)];
    draft.appended = (CdSpan){0, 0};
    if (!edit->edit(&draft)) continue;
    check(self, &draft, ledger, edit);
    if (pick(&draft, 6) > 0) continue;
    undo(&draft, &kept);
    draft.appended = (CdSpan){0, 0};
    check(self, &draft, ledger, &undoing);
  }
  self->scripts++;
  free(kept.text);
  cd_document_free(draft.document);
  free(draft.text);
}

// ---- drafts ------------------------------------------------------------------------------------
typedef struct {
  CdSpan spans[512];
  uint32_t count;
} Spans;

static bool on_claim(void *context, const CdClaim *claim) {
  Spans *self = context;
  if (claim->span.end - claim->span.start > 15) self->spans[self->count++] = claim->span;
  return self->count < 512;
}

// Marks twenty claims, spread over the draft, as verified.
static void mark_claims(Report *self, Draft *draft, Ledger *ledger) {
  static Spans spans;
  spans.count = 0;
  cd_document_claims(draft->document, (CdSpan){0, draft->len}, on_claim, &spans);
  uint32_t wanted = spans.count < MARKS_MAX ? spans.count : MARKS_MAX;
  for (uint32_t i = 0; i < wanted; i++) {
    CdSpan span = spans.spans[i * spans.count / wanted];
    Tracked *mark = &draft->marks[draft->mark_count++];
    LedgerEvent event = {
        .who = "Ada", .status = LEDGER_VERIFIED, .sources = &memo, .source_count = 1};
    if (!ledger_mark(ledger, draft->document, span, &event, mark->id, self->desk->message)) {
      fail_msg("%s", self->desk->message);
    }
    mark->words = strndup(draft->text + span.start, span.end - span.start);
    mark->instances[mark->count++] = (Instance){.start = span.start, .end = span.end};
  }
}

static void run_draft(Report *self, const char *path, uint32_t scripts, uint64_t seed) {
  Draft draft = {0};
  size_t len;
  draft.text = read_file(path, &len);
  draft.len = (uint32_t)len;
  draft.document = cd_document_new(self->desk->rules, draft.text, len);
  assert_non_null(draft.document);
  draft.gap = strstr(draft.text, "\n\n") ? "\n\n" : "\n";
  unlink(self->desk->path);
  Ledger *ledger = open_ledger(self->desk);
  mark_claims(self, &draft, ledger);
  if (self->trace) printf("%s: %u marks\n", path, draft.mark_count);
  for (uint32_t i = 0; i < scripts; i++) run_script(self, &draft, ledger, seed + i);
  ledger_free(ledger);
  for (uint32_t i = 0; i < draft.mark_count; i++) free(draft.marks[i].words);
  cd_document_free(draft.document);
  free(draft.text);
}

static uint32_t number_from(const char *name, uint32_t otherwise) {
  const char *text = getenv(name);
  return text ? (uint32_t)strtoul(text, NULL, 10) : otherwise;
}

static void marks_survive_random_edits(void **state) {
  Report self = {.desk = *state, .lexicon = lexicon_new()};
  self.trace = number_from("COPYDESK_EDIT_TRACE", 0) > 0;
  uint32_t scripts = number_from("COPYDESK_EDIT_SCRIPTS", 600);
  uint64_t seed = number_from("COPYDESK_EDIT_SEED", 1);
  glob_t drafts;
  assert_int_equal(glob("tests/drafts/*.[tm][xd]*", 0, NULL, &drafts), 0);
  for (size_t i = 0; i < drafts.gl_pathc; i++) {
    uint32_t share = (scripts + (uint32_t)drafts.gl_pathc - 1) / (uint32_t)drafts.gl_pathc;
    run_draft(&self, drafts.gl_pathv[i], share, seed * 1000003 + i * 100003);
  }
  printf(
      "%u scripts on %zu drafts, %u states: %u wrong anchors, %u lost, %u changes unnoticed, %u of "
      "%u marks not held after harmless edits of their words, %u of %u beside; %u marks said "
      "something else, %u stale, %u orphans; %u of %u held while others moved\n",
      self.scripts, drafts.gl_pathc, self.checks, self.wrong, self.lost, self.unnoticed,
      self.cosmetic_stale, self.cosmetic, self.beside_stale, self.beside, self.material, self.stale,
      self.orphans, self.moved_held, self.moved);
  globfree(&drafts);
  lexicon_free(self.lexicon);
  assert_int_equal(self.differing, 0);
  assert_int_equal(self.wrong, 0);
  assert_int_equal(self.lost, 0);
  assert_int_equal(self.unnoticed, 0);
  assert_true(self.cosmetic > 100);
  assert_true(self.cosmetic_stale * 100 <= self.cosmetic);
  assert_true(self.beside_stale * 100 <= self.beside);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(marks_survive_random_edits, folder_setup, folder_teardown),
  };
  return cmocka_run_group_tests_name("anchor_edits", tests, desk_setup, desk_teardown);
}
