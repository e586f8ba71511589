// Speakers that the user gave: that a correction holds for its words alone, while the draft is edited and
// when it is read afresh, and what becomes of it when its words change.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// After what it needs.
#include <cmocka.h>

#include "copydesk.h"
#include "digest.h"

static CdRules *rules;

static const char text[] =
    "Mayor Oksana Lin opened the Orla Fair on Tuesday. Robert Hale watched her.\n\n"
    "“It is a good day for the town,” Lin said. Hale of Northgate Trust was not so sure.\n\n"
    "“No,” he said. “We have no money.”\n\n"
    "The clerk, Ana Ruiz, was asked about it. “No,” she said.\n\n"
    "“The fair will be back in the spring, whatever the bank says.”\n";

static const CdSpeaker good_day = {.words = "“It is a good day for the town,”",
                                   .before = "Tuesday. Robert Hale watched her.",
                                   .behind = "Lin said. Hale of Northgate",
                                   .speaker = "Robert Hale"};

static CdDocument *read_text(const char *draft) {
  CdDocument *document = cd_document_new(rules, draft, strlen(draft));
  assert_non_null(document);
  return document;
}

static void correct(CdDocument *document, const CdSpeaker *items, uint32_t count) {
  assert_int_equal(cd_document_correct_speakers(document, items, count), CD_OK);
}

// ---- asking ------------------------------------------------------------------------------------
typedef struct {
  const CdDocument *document;
  const char *words;
  int nth;
  CdQuotation found;
  bool has_found;
} Wanted;

static bool begins_so(void *context, const CdQuotation *quotation) {
  Wanted *self = context;
  char bytes[64] = "";
  uint32_t len = (uint32_t)strlen(self->words);
  CdSpan span = {quotation->span.start, quotation->span.start + len};
  if (cd_document_text(self->document, span, bytes) != CD_OK) return true;
  if (strcmp(bytes, self->words) != 0 || self->nth-- > 0) return true;
  self->found = *quotation;
  self->has_found = true;
  return false;
}

// The nth quotation (from 0) that begins with these words.
static CdQuotation quotation_of(const CdDocument *document, const char *words, int nth) {
  Wanted wanted = {.document = document, .words = words, .nth = nth};
  CdSpan whole = {0, cd_document_len(document)};
  cd_document_quotations(document, whole, begins_so, &wanted);
  assert_true(wanted.has_found);
  return wanted.found;
}

static const char *speaker_of(const CdDocument *document, const char *words, int nth) {
  CdQuotation found = quotation_of(document, words, nth);
  const char *name =
      found.speaker != CD_NONE ? cd_document_entity_name(document, found.speaker) : NULL;
  return name ? name : "nobody";
}

static void replace(CdDocument *document, const char *old_words, const char *new_words) {
  uint32_t len = cd_document_len(document);
  char *bytes = calloc(1, (size_t)len + 1);
  assert_non_null(bytes);
  cd_document_text(document, (CdSpan){0, len}, bytes);
  const char *at = strstr(bytes, old_words);
  assert_non_null(at);
  CdChange change;
  CdStatus status = cd_document_edit(document, (uint32_t)(at - bytes), (uint32_t)strlen(old_words),
                                     new_words, (uint32_t)strlen(new_words), &change);
  assert_int_equal(status, CD_OK);
  free(bytes);
}

static void expect_as_fresh(const CdDocument *document, const CdSpeaker *items, uint32_t count,
                            const char *what) {
  uint32_t len = cd_document_len(document);
  char *bytes = malloc((size_t)len + 1);
  assert_non_null(bytes);
  cd_document_text(document, (CdSpan){0, len}, bytes);
  CdDocument *fresh = cd_document_new(rules, bytes, len);
  assert_non_null(fresh);
  correct(fresh, items, count);
  Json expected = {0}, got = {0};
  assert_true(digest_write(&expected, fresh) && digest_write(&got, document));
  if (expected.len != got.len || memcmp(expected.bytes, got.bytes, got.len) != 0) {
    size_t at = 0;
    while (at < got.len && at < expected.len && expected.bytes[at] == got.bytes[at]) at++;
    while (at && expected.bytes[at - 1] != '\n') at--;
    fail_msg("%s: expected\n%.300s\ngot\n%.300s", what, expected.bytes + at, got.bytes + at);
  }
  for (uint32_t i = 0; i < count; i++) {
    assert_int_equal(cd_document_speaker_state(document, i), cd_document_speaker_state(fresh, i));
  }
  emit_free(&expected);
  emit_free(&got);
  cd_document_free(fresh);
  free(bytes);
}

// ---- what holds --------------------------------------------------------------------------------
static void the_user_wins(void **state) {
  (void)state;
  CdDocument *document = read_text(text);
  assert_string_equal(speaker_of(document, "“It is", 0), "Oksana Lin");
  assert_int_equal(quotation_of(document, "“It is", 0).correction, CD_NONE);
  correct(document, &good_day, 1);
  CdQuotation found = quotation_of(document, "“It is", 0);
  assert_string_equal(cd_document_entity_name(document, found.speaker), "Robert Hale");
  assert_int_equal(found.correction, 0);
  assert_true(found.confidence >= 0.99f);
  assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_HOLDS);
  correct(document, NULL, 0);
  assert_string_equal(speaker_of(document, "“It is", 0), "Oksana Lin");
  cd_document_free(document);
}

static void nobody_is_a_speaker_too(void **state) {
  (void)state;
  CdSpeaker nobody = good_day;
  nobody.speaker = "";
  CdDocument *document = read_text(text);
  correct(document, &nobody, 1);
  CdQuotation found = quotation_of(document, "“It is", 0);
  assert_int_equal(found.speaker, CD_NONE);
  assert_int_equal(found.correction, 0);
  cd_document_free(document);
}

// Words in marks that were taken for a title are speech as soon as somebody said them.
static void what_somebody_said_is_speech(void **state) {
  (void)state;
  static const char draft[] =
      "Mayor Oksana Lin went home. The paper “The Orla Times” called it “fair” weather.\n";
  static const CdSpeaker fair = {.words = "“fair”",
                                 .before = "Times” called it",
                                 .behind = "weather.",
                                 .speaker = "Oksana Lin"};
  CdDocument *document = read_text(draft);
  correct(document, &fair, 1);
  CdQuotation found = quotation_of(document, "“fair”", 0);
  assert_string_equal(cd_document_entity_name(document, found.speaker), "Oksana Lin");
  assert_int_equal(found.not_speech, CD_SPEECH);
  cd_document_free(document);
}

static void what_follows_from_it_follows(void **state) {
  (void)state;
  static const char draft[] =
      "Oksana Lin met Robert Hale.\n\n“We are open,” Lin said.\n\n“And we are glad,” she said. “We "
      "will stay.”\n\n“It was long.\n\n“It was good,” he said.\n";
  static const CdSpeaker items[] = {{.words = "“And we are glad,”",
                                     .before = "open,” Lin said.",
                                     .behind = "she said.",
                                     .speaker = "Robert Hale"},
                                    {.words = "“It was long.",
                                     .before = "“We will stay.”",
                                     .behind = "“It was good,”",
                                     .speaker = "Oksana Lin"}};
  CdDocument *document = read_text(draft);
  correct(document, items, 2);
  assert_string_equal(speaker_of(document, "“And we", 0), "Robert Hale");
  assert_string_equal(speaker_of(document, "“It was long", 0), "Oksana Lin");
  cd_document_free(document);
}

// ---- edits -------------------------------------------------------------------------------------
static void it_survives_edits_elsewhere(void **state) {
  (void)state;
  static const char *const edits[][2] = {
      {"opened the Orla Fair", "closed the Orla Fair"},
      {"for the town,” Lin said.", "for the town,” Mayor Lin told reporters."},
      {"watched her.", "watched her with some doubt."},
      {"“No,” he said", "“Never,” he said"},
      {"for the town,”", "for  the town”,"},
      {"“It is a good", "\"it is a good"},
  };
  CdDocument *document = read_text(text);
  correct(document, &good_day, 1);
  for (size_t i = 0; i < 2; i++) {
    replace(document, edits[i][0], edits[i][1]);
    assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_HOLDS);
    expect_as_fresh(document, &good_day, 1, edits[i][1]);
  }
  for (size_t i = 2; i < sizeof edits / sizeof *edits; i++) {
    replace(document, edits[i][0], edits[i][1]);
    expect_as_fresh(document, &good_day, 1, edits[i][1]);
    if (cd_document_speaker_state(document, 0) != CD_SPEAKER_HOLDS) fail_msg("%s", edits[i][1]);
  }
  cd_document_free(document);
}

static void other_words_are_not_corrected(void **state) {
  (void)state;
  static const char *const edits[][2] = {
      {"a good day", "a bad day"},
      {"a good day", "a good, sunny day"},
      {"It is", "It was"},
      {"for the town", "the town for"},
  };
  for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
    CdDocument *document = read_text(text);
    correct(document, &good_day, 1);
    replace(document, edits[i][0], edits[i][1]);
    assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_GONE);
    assert_string_equal(speaker_of(document, "“It ", 0), "Oksana Lin");
    expect_as_fresh(document, &good_day, 1, edits[i][1]);
    replace(document, edits[i][1], edits[i][0]);  // as an undo does
    assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_HOLDS);
    assert_string_equal(speaker_of(document, "“It ", 0), "Robert Hale");
    cd_document_free(document);
  }
}

// Of two that are alike the one that keeps its neighbours is meant; short words that lost both are nobody's.
static void it_never_moves_to_a_lookalike(void **state) {
  (void)state;
  static const CdSpeaker second = {.words = "“No,”",
                                   .before = "was asked about it.",
                                   .behind = "she said.",
                                   .speaker = "Robert Hale"};
  CdDocument *document = read_text(text);
  assert_string_equal(speaker_of(document, "“No,”", 1), "Ana Ruiz");
  correct(document, &second, 1);
  assert_string_equal(speaker_of(document, "“No,”", 1), "Robert Hale");
  assert_int_equal(quotation_of(document, "“No,”", 0).correction, CD_NONE);
  replace(document, "about it. “No,” she said.", "about it.");
  assert_int_equal(quotation_of(document, "“No,”", 0).correction, CD_NONE);
  assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_DOUBTFUL);
  expect_as_fresh(document, &second, 1, "the one that was meant is gone");
  cd_document_free(document);
}

static void copies_are_told_of(void **state) {
  (void)state;
  CdDocument *document = read_text(text);
  correct(document, &good_day, 1);
  static const char paragraph[] =
      "watched her.\n\n“It is a good day for the town,” Lin said. Hale of Northgate Trust was "
      "sad.\n\n";
  replace(document, "watched her.\n\n", paragraph);
  // Two now keep both sides, or one does: never is a guess made.
  expect_as_fresh(document, &good_day, 1, "a copy before it");
  replace(document, "“No,” he",
          "Robert Hale watched her.\n\n“It is a good day for the town,” Lin said. "
          "Hale of it all.\n\n“No,” he");
  expect_as_fresh(document, &good_day, 1, "another copy");
  assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_DOUBTFUL);
  assert_string_equal(speaker_of(document, "“It is", 0), "Oksana Lin");
  cd_document_free(document);
}

static void a_name_that_is_gone_waits(void **state) {
  (void)state;
  CdSpeaker ruiz = good_day;
  ruiz.speaker = "Ana Ruiz";
  CdDocument *document = read_text(text);
  correct(document, &ruiz, 1);
  assert_string_equal(speaker_of(document, "“It is", 0), "Ana Ruiz");
  replace(document, "Ana Ruiz", "Eva Sand");
  assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_NO_NAME);
  assert_string_equal(speaker_of(document, "“It is", 0), "Oksana Lin");
  expect_as_fresh(document, &ruiz, 1, "a name is gone");
  replace(document, "Eva Sand", "Ana Ruiz");
  assert_string_equal(speaker_of(document, "“It is", 0), "Ana Ruiz");
  cd_document_free(document);
}

// Its neighbours may stand in the paragraphs around it.
static void neighbours_in_other_paragraphs_count(void **state) {
  (void)state;
  static const char draft[] =
      "Then Lin spoke.\n\n“No.”\n\nHale went away.\n\nThen Ana Ruiz spoke.\n\n“No.”\n\nShe "
      "stayed.\n";
  static const CdSpeaker no = {.words = "“No.”",
                               .before = "Then Lin spoke.",
                               .behind = "Hale went away.",
                               .speaker = "Hale"};
  CdDocument *document = read_text(draft);
  correct(document, &no, 1);
  assert_string_equal(speaker_of(document, "“No.”", 0), "Hale");
  assert_int_equal(quotation_of(document, "“No.”", 1).correction, CD_NONE);
  replace(document, "went away", "ran away");
  assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_DOUBTFUL);
  assert_int_equal(quotation_of(document, "“No.”", 0).correction, CD_NONE);
  expect_as_fresh(document, &no, 1, "the paragraph behind it");
  replace(document, "ran away", "went away");
  assert_string_equal(speaker_of(document, "“No.”", 0), "Hale");
  replace(document, "“No.”\n\nHale", "“No.”\n\nOh.\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nHale");
  CdSpeaker oh = no;
  oh.behind = "Oh. Hale went";
  correct(document, &oh, 1);
  assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_HOLDS);
  replace(document, "Hale went", "Hale ran");
  assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_DOUBTFUL);
  expect_as_fresh(document, &oh, 1, "the second paragraph behind it");
  replace(document, "Hale ran", "Hale went");
  replace(document, "Then Lin", "And Lin");
  assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_DOUBTFUL);
  expect_as_fresh(document, &no, 1, "the paragraph before it");
  cd_document_free(document);
}

// A name that comes or goes far from the quotation.
static void a_name_far_away_counts(void **state) {
  (void)state;
#define FOUR_MORE \
  "The sea was calm.\n\nThe boats went out.\n\nThe fish were many.\n\nAll was well.\n\n"
  static const char draft[] = "“The rain is over now.”\n\nThe sun came.\n\n" FOUR_MORE FOUR_MORE
      FOUR_MORE FOUR_MORE FOUR_MORE FOUR_MORE "At noon Ana Ruiz came home.\n";
#undef FOUR_MORE
  static const CdSpeaker rain = {.words = "“The rain is over now.”",
                                 .before = "",
                                 .behind = "The sun came.",
                                 .speaker = "Ana Ruiz"};
  CdDocument *document = read_text(draft);
  correct(document, &rain, 1);
  assert_string_equal(speaker_of(document, "“The rain", 0), "Ana Ruiz");
  replace(document, "Ana Ruiz came", "they came");
  expect_as_fresh(document, &rain, 1, "a name is gone far away");
  assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_NO_NAME);
  replace(document, "they came", "Ana Ruiz came");
  assert_string_equal(speaker_of(document, "“The rain", 0), "Ana Ruiz");
  cd_document_free(document);
}

// Two people gave it different speakers, not knowing of each other: neither is believed.
static void who_disagree_are_not_believed(void **state) {
  (void)state;
  CdSpeaker items[] = {good_day, good_day};
  items[1].speaker = "Ana Ruiz";
  CdDocument *document = read_text(text);
  correct(document, items, 2);
  assert_string_equal(speaker_of(document, "“It is", 0), "Oksana Lin");
  assert_int_equal(cd_document_speaker_state(document, 0), CD_SPEAKER_DOUBTFUL);
  assert_int_equal(cd_document_speaker_state(document, 1), CD_SPEAKER_DOUBTFUL);
  cd_document_free(document);
}

static uint32_t next(uint64_t *seed) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*seed >> 33);
}

// Whatever is edited: the same as read afresh with the same corrections.
static void while_editing_as_read_afresh(void **state) {
  (void)state;
  static const char *const pieces[] = {"“",
                                       "”",
                                       "\n\n",
                                       "No,",
                                       "“No,” he said.",
                                       " she ",
                                       "Ana Ruiz",
                                       ".",
                                       "the town",
                                       "Robert Hale watched her.",
                                       "\n",
                                       "“No,” she said.",
                                       "was asked about it. "};
  static const CdSpeaker items[] = {
      {.words = "“It is a good day for the town,”",
       .before = "Robert Hale watched her.",
       .behind = "Lin said.",
       .speaker = "Ana Ruiz"},
      {.words = "“No,”",
       .before = "was asked about it.",
       .behind = "she said.",
       .speaker = "Robert Hale"},
      {.words = "“No,”", .before = "was not so sure.", .behind = "he said. “We", .speaker = ""},
      {.words = "“The fair will be back in the spring, whatever the "
                "bank says.”",
       .before = "“No,” she said.",
       .behind = "",
       .speaker = "the clerk"}};
  const uint32_t count = sizeof items / sizeof *items;
  CdDocument *document = read_text(text);
  correct(document, items, count);
  uint64_t seed = 20;
  for (int i = 0; i < 600; i++) {
    uint32_t len = cd_document_len(document);
    uint32_t at = next(&seed) % (len + 1), old_len = next(&seed) % 12;
    if (next(&seed) % 3 == 0) old_len = 0;
    if (old_len > len - at) old_len = len - at;
    const char *piece = pieces[next(&seed) % (sizeof pieces / sizeof *pieces)];
    if (next(&seed) % 2 == 0) piece = "";
    CdChange change;
    char kept[16] = "";
    cd_document_text(document, (CdSpan){at, at + old_len}, kept);
    cd_document_edit(document, at, old_len, piece, (uint32_t)strlen(piece), &change);
    expect_as_fresh(document, items, count, "an edit");
    if (i % 4 == 0) continue;  // mostly taken back, so that the corrections stay in play
    cd_document_edit(document, at, (uint32_t)strlen(piece), kept, old_len, &change);
    expect_as_fresh(document, items, count, "an edit taken back");
  }
  cd_document_free(document);
}

static int set_up(void **state) {
  (void)state;
  rules = cd_rules_new();
  return rules ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  cd_rules_free(rules);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_user_wins),
      cmocka_unit_test(nobody_is_a_speaker_too),
      cmocka_unit_test(what_somebody_said_is_speech),
      cmocka_unit_test(what_follows_from_it_follows),
      cmocka_unit_test(it_survives_edits_elsewhere),
      cmocka_unit_test(other_words_are_not_corrected),
      cmocka_unit_test(it_never_moves_to_a_lookalike),
      cmocka_unit_test(copies_are_told_of),
      cmocka_unit_test(a_name_that_is_gone_waits),
      cmocka_unit_test(neighbours_in_other_paragraphs_count),
      cmocka_unit_test(a_name_far_away_counts),
      cmocka_unit_test(who_disagree_are_not_believed),
      cmocka_unit_test(while_editing_as_read_afresh),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
