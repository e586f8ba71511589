// ledger: marks stay with the words that they were given to, and tell what is work to do.
#include "ledger_helper.h"

static void a_mark_is_there_when_the_draft_is_opened_again(void **state) {
  Desk *desk = *state;
  Ledger *ledger = open_ledger(desk);
  EXPECT_MARKS(desk, ledger, draft_text, "");
  assert_int_equal(access(desk->path, F_OK), -1);  // nothing is made before the first mark
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4");
  ledger_free(ledger);
  ledger = open_ledger(desk);
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4");
  assert_int_equal(ledger_message_count(ledger), 0);
  ledger_free(ledger);
}

static void a_mark_moves_with_its_words(void **state) {
  Desk *desk = *state;
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  char *longer = replaced(draft_text, "The council", "An entirely new beginning.\n\nThe council");
  EXPECT_MARKS(desk, ledger, longer, "verified@6");
  char *reflowed = replaced(longer, "lost 1,200 jobs", "lost  1,200\tjobs");
  EXPECT_MARKS(desk, ledger, reflowed, "verified@6");
  free(longer);
  free(reflowed);
  ledger_free(ledger);
}

static void a_changed_number_loses_its_mark_until_it_is_put_back(void **state) {
  Desk *desk = *state;
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  char *edited = replaced(draft_text, "1,200", "1,300");
  EXPECT_MARKS(desk, ledger, edited, "stale@4!");
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4");
  free(edited);
  ledger_free(ledger);
}

static void words_that_are_added_to_a_claim_are_not_verified(void **state) {
  Desk *desk = *state;
  static const char open_end[] = "The town lost 1,200 jobs last year\n\nA court was silent.\n";
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, open_end, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  EXPECT_MARKS(desk, ledger, open_end, "verified@0");
  // The words still stand, but the claim goes on, or begins earlier, with words that nobody checked.
  char *longer = replaced(open_end, "last year", "last year and 400 more in May");
  EXPECT_MARKS(desk, ledger, longer, "stale@0!");
  char *earlier = replaced(open_end, "The town", "In spite of the new bridge The town");
  EXPECT_MARKS(desk, ledger, earlier, "stale@0!");
  // The new words can be marked; it is the same mark.
  mark_as(desk, ledger, longer, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  assert_int_equal(ledger_mark_count(ledger), 1);
  EXPECT_MARKS(desk, ledger, longer, "verified@0");
  free(longer);
  free(earlier);
  ledger_free(ledger);
}

static void equal_words_are_told_apart_by_their_neighbours(void **state) {
  Desk *desk = *state;
  static const char twice[] =
      "The ministry answered first.\n\nThe town lost 1,200 jobs last year.\n\nA union "
      "disagreed.\n\n"
      "The town lost 1,200 jobs last year.\n\nThe mayor was silent.\n";
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, twice, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  EXPECT_MARKS(desk, ledger, twice, "verified@2");
  char *moved = replaced(twice, "The ministry", "A new line.\n\nThe ministry");
  EXPECT_MARKS(desk, ledger, moved, "verified@4");
  // Its neighbours are gone: it is not moved to the other place, nor kept at a guess.
  char *lost = replaced(twice, "The ministry answered first.", "Nobody spoke.");
  EXPECT_MARKS(desk, ledger, lost, "orphan:verified(2)!");
  free(moved);
  free(lost);
  ledger_free(ledger);
}

static void a_single_place_with_other_neighbours_must_read_as_before(void **state) {
  Desk *desk = *state;
  static const char before[] =
      "Mayor Nora Quist spoke on Monday.\n\nShe was fined $3 million.\n\nThe court confirmed it.\n";
  static const char behind[] =
      "Judge Olga Lind arrived at noon.\n\nShe was fined $3 million.\n\nNobody was surprised.\n";
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, before, "fined $3 million", LEDGER_VERIFIED, "Ada");
  EXPECT_MARKS(desk, ledger, before, "verified@2");
  EXPECT_MARKS(desk, ledger, behind, "orphan:verified(1)!");  // "she" is somebody else
  ledger_free(ledger);
}

static const char town_words[] = "The town lost 1,200 jobs last year.";
static const char other_words[] = "Some 1,300 posts went away in May.";

static void an_orphan_is_attached_by_hand(void **state) {
  Desk *desk = *state;
  char id[LEDGER_ID_LEN], again[LEDGER_ID_LEN];
  Ledger *ledger = open_ledger(desk);
  strcpy(id, mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada"));
  char *edited = replaced(draft_text, town_words, other_words);
  CdDocument *document = read_draft(desk, edited);
  LedgerEvent event = {.who = "Ada", .status = LEDGER_MARKABLE_COUNT, .mark = id};
  CdSpan span = claim_of(document, edited, "1,300 posts");
  assert_true(ledger_mark(ledger, document, span, &event, again, desk->message));
  assert_string_equal(again, id);
  EXPECT_MARKS(desk, ledger, edited, "verified@4");
  EXPECT_MARKS(desk, ledger, draft_text, "orphan:verified(0)!");
  event.mark = "no-such-mark";
  assert_false(ledger_mark(ledger, document, span, &event, again, desk->message));
  cd_document_free(document);
  free(edited);
  ledger_free(ledger);
}

static void an_orphan_is_let_go_and_comes_back_with_undo(void **state) {
  Desk *desk = *state;
  char id[LEDGER_ID_LEN], again[LEDGER_ID_LEN];
  uint32_t taken_back;
  Ledger *ledger = open_ledger(desk);
  strcpy(id, mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada"));
  char *edited = replaced(draft_text, town_words, other_words);
  CdDocument *document = read_draft(desk, edited);
  LedgerEvent event = {.who = "Ada", .status = LEDGER_NOT_CLAIM, .mark = id};
  assert_true(ledger_mark(ledger, document, (CdSpan){0, 0}, &event, again, desk->message));
  EXPECT_MARKS(desk, ledger, edited, "");
  assert_true(ledger_undo(ledger, NULL, "Ada", &taken_back, desk->message));
  EXPECT_MARKS(desk, ledger, edited, "orphan:verified(0)!");
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4");
  event.mark = NULL;
  assert_false(ledger_mark(ledger, document, (CdSpan){0, 0}, &event, again, desk->message));
  cd_document_free(document);
  free(edited);
  ledger_free(ledger);
}

static void what_counts_as_verified(void **state) {
  Desk *desk = *state;
  static const struct {
    LedgerStatus status;
    bool with_source;
    const char *standing, *gone;
  } cases[] = {
      {LEDGER_VERIFIED, true, "verified@4", "orphan:verified(0)!"},
      {LEDGER_VERIFIED, false, "verified@4!", "orphan:verified(0)!"},
      {LEDGER_QUERYING, true, "querying@4!", "orphan:querying(0)!"},
      {LEDGER_DISPUTED, true, "disputed@4!", "orphan:disputed(0)!"},
      {LEDGER_UNVERIFIABLE, true, "unverifiable@4!", "orphan:unverifiable(0)!"},
      {LEDGER_CORRECTED, true, "corrected@4!", ""},
      {LEDGER_CORRECTED, false, "corrected@4!", "orphan:corrected(0)!"},
      {LEDGER_CUT, false, "cut@4!", ""},
      {LEDGER_NOT_CLAIM, false, "not_claim@4", ""},
      {LEDGER_UNCHECKED, false, "unchecked@4!", ""},
  };
  char *gone = replaced(draft_text, "The town lost 1,200 jobs last year.", "Nothing happened.");
  CdDocument *document = read_draft(desk, draft_text);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    unlink(desk->path);
    Ledger *ledger = open_ledger(desk);
    char id[LEDGER_ID_LEN];
    LedgerEvent event = {.who = "Ada", .status = cases[i].status};
    if (cases[i].with_source) event.sources = &memo, event.source_count = 1;
    CdSpan span = claim_of(document, draft_text, "1,200 jobs");
    assert_true(ledger_mark(ledger, document, span, &event, id, desk->message));
    EXPECT_MARKS(desk, ledger, draft_text, cases[i].standing);
    EXPECT_MARKS(desk, ledger, gone, cases[i].gone);
    ledger_free(ledger);
  }
  cd_document_free(document);
  free(gone);
}

static void marks_are_taken_back_one_by_one(void **state) {
  Desk *desk = *state;
  uint32_t event;
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_QUERYING, "Ada");
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  mark_as(desk, ledger, draft_text, "9 percent", LEDGER_DISPUTED, "Ben");
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4 disputed@6!");
  assert_true(ledger_undo(ledger, NULL, "Ada", &event, desk->message));
  EXPECT_MARKS(desk, ledger, draft_text, "querying@4! disputed@6!");
  assert_true(ledger_undo(ledger, NULL, "Ada", &event, desk->message));
  EXPECT_MARKS(desk, ledger, draft_text, "disputed@6!");
  assert_false(ledger_undo(ledger, NULL, "Ada", &event, desk->message));
  EXPECT_MARKS(desk, ledger, draft_text, "disputed@6!");
  ledger_free(ledger);
  ledger = open_ledger(desk);
  EXPECT_MARKS(desk, ledger, draft_text, "disputed@6!");
  assert_int_equal(ledger_event_count(ledger), 5);  // nothing was taken out of the file
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4 disputed@6!");
  ledger_free(ledger);
}

static void a_later_mark_keeps_what_it_does_not_say(void **state) {
  Desk *desk = *state;
  char id[LEDGER_ID_LEN];
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  CdDocument *document = read_draft(desk, draft_text);
  LedgerEvent event = {.who = "Ben", .status = LEDGER_MARKABLE_COUNT, .note = "called twice"};
  CdSpan span = claim_of(document, draft_text, "1,200 jobs");
  assert_true(ledger_mark(ledger, document, span, &event, id, desk->message));
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4");
  assert_int_equal(ledger_mark_count(ledger), 1);
  const LedgerMark *mark = ledger_mark_at(ledger, 0);
  const JsonTree *noted = ledger_event(ledger, mark->setters[LEDGER_FIELD_NOTE][0]);
  assert_string_equal(json_text(noted, json_root(noted), "note"), "called twice");
  assert_false(ledger_mark(ledger, document, (CdSpan){54, 54}, &event, id, desk->message));
  assert_false(ledger_mark(ledger, document, (CdSpan){0, 100000}, &event, id, desk->message));
  cd_document_free(document);
  ledger_free(ledger);
}

static void confidential_sources_have_numbers(void **state) {
  Desk *desk = *state;
  char id[LEDGER_ID_LEN];
  LedgerSource sources[] = {
      {.kind = "interview", .reference = "a clerk", .confidential = true},
      {.kind = "link", .reference = "https://example.org"},
      {.kind = "interview", .reference = "a driver", .confidential = true},
  };
  CdDocument *document = read_draft(desk, draft_text);
  Ledger *ledger = open_ledger(desk);
  LedgerEvent event = {.status = LEDGER_VERIFIED, .sources = sources, .source_count = 3};
  CdSpan span = claim_of(document, draft_text, "1,200 jobs");
  assert_true(ledger_mark(ledger, document, span, &event, id, desk->message));
  assert_true(ledger_mark(ledger, document, span, &event, id, desk->message));
  assert_int_equal(ledger_confidential_number(ledger, "a clerk"), 1);
  assert_int_equal(ledger_confidential_number(ledger, "a driver"), 2);
  assert_int_equal(ledger_confidential_number(ledger, "https://example.org"), 0);
  cd_document_free(document);
  ledger_free(ledger);
}

static void corrections_of_names_are_kept(void **state) {
  Desk *desk = *state;
  char first[LEDGER_ID_LEN], again[LEDGER_ID_LEN];
  CdCorrection *items;
  uint32_t count, event;
  Ledger *ledger = open_ledger(desk);
  CdCorrection same = {.kind = CD_CORRECT_SAME, .name = "Lou", .other = "Louise Lind"};
  CdCorrection type = {.kind = CD_CORRECT_TYPE, .name = "Arlen", .type = CD_ORG};
  CdCorrection no_name = {.kind = CD_CORRECT_NOT_NAME, .name = "Spring"};
  assert_true(ledger_correct(ledger, &same, "Ada", first, desk->message));
  assert_true(ledger_correct(ledger, &type, "Ada", again, desk->message));
  assert_true(ledger_correct(ledger, &no_name, "Ada", again, desk->message));
  same.other = "Lou Quist";  // a second thought: the same mark
  assert_true(ledger_correct(ledger, &same, "Ada", again, desk->message));
  assert_string_equal(again, first);
  ledger_free(ledger);
  ledger = open_ledger(desk);
  assert_int_equal(ledger_message_count(ledger), 0);
  assert_true(ledger_corrections(ledger, &items, &count));
  assert_int_equal(count, 3);
  bool found[3] = {false};
  for (uint32_t i = 0; i < count; i++) {
    found[items[i].kind] = true;
    if (items[i].kind == CD_CORRECT_SAME) assert_string_equal(items[i].other, "Lou Quist");
    if (items[i].kind == CD_CORRECT_TYPE) assert_int_equal(items[i].type, CD_ORG);
    if (items[i].kind == CD_CORRECT_NOT_NAME) assert_string_equal(items[i].name, "Spring");
  }
  assert_true(found[0] && found[1] && found[2]);
  free(items);
  assert_true(ledger_undo(ledger, NULL, "Ada", &event, desk->message));
  assert_true(ledger_undo(ledger, NULL, "Ada", &event, desk->message));
  assert_true(ledger_corrections(ledger, &items, &count));
  assert_int_equal(count, 2);
  free(items);
  EXPECT_MARKS(desk, ledger, draft_text, "");  // they are no marks of claims
  ledger_free(ledger);
}

static void every_claim_is_listed_without_a_ledger_too(void **state) {
  Desk *desk = *state;
  CdDocument *document = read_draft(desk, draft_text);
  LedgerClaims claims;
  assert_true(ledger_apply(NULL, document, &claims));
  assert_true(claims.count >= 4);
  assert_int_equal(claims.unverified_count, claims.count);
  for (uint32_t i = 1; i < claims.count; i++) {
    assert_true(claims.items[i].claim.span.start >= claims.items[i - 1].claim.span.start);
  }
  ledger_claims_free(&claims);
  cd_document_free(document);
}

static void a_draft_of_many_marks_keeps_each(void **state) {
  Desk *desk = *state;
  enum { COUNT = 60 };
  char *text = calloc(1, COUNT * 80);
  for (int i = 0; i < COUNT; i++) {
    sprintf(text + strlen(text), "Village %d lost %d houses in the flood of 2014.\n\n", i, 100 + i);
  }
  Ledger *ledger = open_ledger(desk);
  for (int i = 0; i < COUNT; i += 2) {
    char words[32];
    sprintf(words, "lost %d houses", 100 + i);
    mark_as(desk, ledger, text, words, LEDGER_VERIFIED, "Ada");
  }
  CdDocument *document = read_draft(desk, text);
  LedgerClaims claims;
  assert_true(ledger_apply(ledger, document, &claims));
  for (uint32_t i = 0; i < claims.count; i++) {
    uint32_t row, column;
    cd_document_position(document, claims.items[i].claim.span.start, &row, &column);
    assert_int_equal(claims.items[i].unverified, row / 2 % 2);
    assert_false(claims.items[i].orphan);
  }
  ledger_claims_free(&claims);
  cd_document_free(document);
  ledger_free(ledger);
  free(text);
}

#define LEDGER_TEST(function) \
  cmocka_unit_test_setup_teardown(function, folder_setup, folder_teardown)

// The difference that the only stale mark of a text tells, or "" if there is none.
static const char *stale_in(const Desk *desk, const Ledger *ledger, const char *text) {
  static char difference[512];
  CdDocument *document = read_draft(desk, text);
  LedgerClaims claims;
  difference[0] = '\0';
  assert_true(ledger_apply(ledger, document, &claims));
  for (uint32_t i = 0; i < claims.count; i++) {
    const LedgerClaim *item = &claims.items[i];
    if (item->status != LEDGER_STALE) continue;
    assert_true(item->unverified && item->was);
    snprintf(difference, sizeof difference, "%s", item->difference);
  }
  ledger_claims_free(&claims);
  cd_document_free(document);
  return difference;
}

// Marks the claim with `words` in `text`; after `old` -> `new` the mark is stale for this reason.
static void expect_stale(Desk *desk, const char *text, const char *words, const char *old,
                         const char *new, const char *difference) {
  unlink(desk->path);
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, text, words, LEDGER_VERIFIED, "Ada");
  assert_string_equal(stale_in(desk, ledger, text), "");
  char *edited = replaced(text, old, new);
  assert_string_equal(stale_in(desk, ledger, edited), difference);
  free(edited);
  ledger_free(ledger);
}

static void a_stale_mark_tells_what_changed(void **state) {
  Desk *desk = *state;
  expect_stale(desk, draft_text, "1,200 jobs", "1,200", "1,300", "“1,200” → “1,300”");
  expect_stale(desk, draft_text, "$12 million", "$12 million", "$12 billion",
               "“million” → “billion”");
  expect_stale(desk, draft_text, "9 percent", "rose to", "did not rise to",
               "“rose” → “did not rise”");
  expect_stale(desk, draft_text, "opened the new bridge", "Nora Quist", "Karl Berg",
               "“Nora Quist” → “Karl Berg”");
}

static void a_mark_is_stale_if_what_its_words_refer_to_changed(void **state) {
  Desk *desk = *state;
  static const char people[] =
      "Mayor Nora Quist met the Danish minister in Arlen.\n\nShe was fined $3 million.\n\nThe "
      "court "
      "confirmed it.\n";
  expect_stale(desk, people, "fined $3 million", "Nora Quist", "Ruth Berg",
               "“She” was Nora Quist, now Ruth Berg");
  static const char dated[] =
      "ARLENBURG, March 3 — The council approved a budget of $4 million on Monday.\n\nIt was "
      "short.\n";
  expect_stale(desk, dated, "$4 million", "March 3", "March 17",
               "“Monday” counted from ARLENBURG, March 3, now ARLENBURG, March 17");
  static const char spoken[] =
      "A bridge was closed.\n\n“It was old,” Nora Quist said. “We spent $4 million on it.”\n";
  expect_stale(desk, spoken, "$4 million", "Nora Quist", "Karl Berg",
               "the speaker was Nora Quist, now Karl Berg");
}

static void another_reading_of_the_same_text_makes_no_mark_stale(void **state) {
  Desk *desk = *state;
  static const char people[] =
      "Judge Ruth Berg arrived.\n\nMayor Nora Quist left.\n\nShe was fined $3 million.\n";
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, people, "fined $3 million", LEDGER_VERIFIED, "Ada");
  ledger_free(ledger);
  // A program that reads "she" as somebody else wrote this ledger.
  size_t len;
  char *bytes = read_file(desk->path, &len);
  char *other = replaced(bytes, "\"as\":\"Nora Quist\"", "\"as\":\"Ruth Berg\"");
  write_file(desk->path, other, strlen(other));
  ledger = open_ledger(desk);
  EXPECT_MARKS(desk, ledger, people, "verified@4");
  // But a draft that was edited as well is another text.
  char *edited = replaced(people, "Mayor Nora Quist left.", "Mayor Nora Quist came.");
  EXPECT_MARKS(desk, ledger, edited, "stale@4!");
  ledger_free(ledger);
  free(edited);
  free(bytes);
  free(other);
}

static void what_never_counts_leaves_a_mark_as_it_is(void **state) {
  Desk *desk = *state;
  static const char *const edits[][2] = {
      {"The town lost 1,200 jobs", "The  town\nlost 1,200 jobs"},
      {"The town lost", "the town lost"},
      {"last year.", "last year"},
      {"jobs last", "jobs, last"},
      {"The council approved", "The council aproved"},
      {"1,200 jobs last year.\n\n", "1,200 jobs last year. "},
  };
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  mark_as(desk, ledger, draft_text, "$4 million", LEDGER_VERIFIED, "Ada");
  for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
    char *edited = replaced(draft_text, edits[i][0], edits[i][1]);
    if (strncmp(marks_in(desk, ledger, edited), "verified@0 verified@4", 21) != 0) {
      fail_msg("%s: %s", edits[i][1], marks_in(desk, ledger, edited));
    }
    free(edited);
  }
  ledger_free(ledger);
}

static void an_edited_claim_does_not_lend_its_mark_to_its_like(void **state) {
  Desk *desk = *state;
  static const char twice[] =
      "The ministry answered first.\n\nThe town lost 1,200 jobs last year.\n\nA union "
      "disagreed.\n\nThe valley was quiet.\n\nThe town lost 1,200 jobs last year.\n\nThe mayor was "
      "silent.\n";
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, twice, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  char *edited = replaced(twice, "1,200", "1,300");
  EXPECT_MARKS(desk, ledger, edited, "stale@2!");
  free(edited);
  // Nor if nothing is left of it.
  char *gone =
      replaced(twice, "The town lost 1,200 jobs last year.\n\nA union disagreed.", "So it was.");
  EXPECT_MARKS(desk, ledger, gone, "orphan:verified(1)!");
  free(gone);
  ledger_free(ledger);
}

static void a_claim_moves_with_its_mark_though_nothing_around_it_is_the_same(void **state) {
  Desk *desk = *state;
  static const char moved[] =
      "Mayor Nora Quist opened the new bridge in 2019. It cost $12 million, the ministry said.\n\n"
      "Unemployment rose to 9 percent in May.\n\n"
      "A court fined the company $3 million.\n\n"
      "The town lost 1,200 jobs last year.\n\n"
      "The council approved a budget of $4 million on Monday.\n";
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  EXPECT_MARKS(desk, ledger, moved, "verified@6");
  ledger_free(ledger);
}

static void a_corrected_claim_is_done_when_its_words_are_others(void **state) {
  Desk *desk = *state;
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_CORRECTED, "Ada");
  EXPECT_MARKS(desk, ledger, draft_text, "corrected@4!");
  char *edited = replaced(draft_text, "1,200", "1,300");
  EXPECT_MARKS(desk, ledger, edited, "corrected@4");
  free(edited);
  ledger_free(ledger);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      LEDGER_TEST(a_mark_is_there_when_the_draft_is_opened_again),
      LEDGER_TEST(a_mark_moves_with_its_words),
      LEDGER_TEST(a_changed_number_loses_its_mark_until_it_is_put_back),
      LEDGER_TEST(a_stale_mark_tells_what_changed),
      LEDGER_TEST(a_mark_is_stale_if_what_its_words_refer_to_changed),
      LEDGER_TEST(another_reading_of_the_same_text_makes_no_mark_stale),
      LEDGER_TEST(what_never_counts_leaves_a_mark_as_it_is),
      LEDGER_TEST(an_edited_claim_does_not_lend_its_mark_to_its_like),
      LEDGER_TEST(a_claim_moves_with_its_mark_though_nothing_around_it_is_the_same),
      LEDGER_TEST(a_corrected_claim_is_done_when_its_words_are_others),
      LEDGER_TEST(words_that_are_added_to_a_claim_are_not_verified),
      LEDGER_TEST(equal_words_are_told_apart_by_their_neighbours),
      LEDGER_TEST(a_single_place_with_other_neighbours_must_read_as_before),
      LEDGER_TEST(an_orphan_is_attached_by_hand),
      LEDGER_TEST(an_orphan_is_let_go_and_comes_back_with_undo),
      LEDGER_TEST(what_counts_as_verified),
      LEDGER_TEST(marks_are_taken_back_one_by_one),
      LEDGER_TEST(a_later_mark_keeps_what_it_does_not_say),
      LEDGER_TEST(confidential_sources_have_numbers),
      LEDGER_TEST(corrections_of_names_are_kept),
      LEDGER_TEST(every_claim_is_listed_without_a_ledger_too),
      LEDGER_TEST(a_draft_of_many_marks_keeps_each),
  };
  return cmocka_run_group_tests(tests, desk_setup, desk_teardown);
}
