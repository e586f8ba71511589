// Claims: what is worth checking before what, of which types, in whose voice; what a user's rules can
// settle; and the table of weights. All examples are made up.
#include "assess/model.h"
#include "embedded.h"
#include "unit_helper.h"

static Desk desk;

// The claim that begins with these words.
static const Claim *claim_at(const char *text, const char *words) {
  const char *place = strstr(text, words);
  assert_non_null(place);
  for (uint32_t i = 0; i < desk.unit.claim_count; i++) {
    if (desk.unit.claims[i].start == (uint32_t)(place - text)) return &desk.unit.claims[i];
  }
  return NULL;
}

static float score_at(const char *text, const char *words) {
  const Claim *claim = claim_at(text, words);
  return claim ? claim->score : 0;
}

static bool has_type(const Claim *claim, CdClaimType type) { return claim->types >> type & 1; }

// ---- order ------------------------------------------------------------------------------------------
static void test_what_matters_comes_first(void **state) {
  (void)state;
  const char *text =
      "Police said 14 people were killed on Monday when the ferry sank off Port Lindon. "
      "It was a lovely evening. "
      "The harbour office accused the owner of fraud and said he stole $2 million.";
  desk_assess(&desk, text);
  float killed = score_at(text, "Police"), lovely = score_at(text, "It was"),
        accused = score_at(text, "The harbour");
  assert_true(killed > lovely);
  assert_true(accused > lovely);
  assert_int_equal(claim_at(text, "Police")->priority, 3);
  assert_int_equal(claim_at(text, "The harbour")->priority, 3);
  const Claim *low = claim_at(text, "It was");
  assert_true(!low || low->priority < 3);
}

static void test_in_the_order_of_the_text(void **state) {
  (void)state;
  desk_assess(&desk,
              "Ten boats sank. The mayor, Ana Roe, resigned in 2019. Rents rose by 4 percent.");
  assert_int_equal(desk.unit.claim_count, 3);
  for (uint32_t i = 0; i < 3; i++) {
    const Claim *claim = &desk.unit.claims[i];
    assert_true(claim->end <= desk.unit.len && claim->start < claim->end);
    assert_true(claim->score >= 0 && claim->score <= 1);
    assert_true(claim->priority >= 1 && claim->priority <= 3);
    assert_true(claim->types != 0);
    if (i > 0) assert_true(claim->start >= desk.unit.claims[i - 1].end);
  }
}

static void expect_start(const char *text, const char *words) {
  desk_assess(&desk, text);
  assert_true(desk.unit.claim_count > 0);
  assert_string_equal(text + desk.unit.claims[0].start, words);
}

static void test_datelines_are_no_part(void **state) {
  (void)state;
  expect_start("LEEDS, England (Coast Wire) — The mill burned down on Monday.",
               "The mill burned down on Monday.");
  expect_start("BRISTOL -- Ten boats sank.", "Ten boats sank.");
  expect_start("20:37 – Two men have been found alive.", "Two men have been found alive.");
  expect_start("NATO — which met in May — sent ten ships.",
               "NATO — which met in May — sent ten ships.");
  expect_start("Ana Roe — the mayor — resigned.", "Ana Roe — the mayor — resigned.");
}

static void test_talk_is_judged_as_talk(void **state) {
  (void)state;
  const char *text = "Thank you very much. We have created 40,000 jobs and cut the debt by half.";
  desk_assess(&desk, text);
  assert_true(score_at(text, "We have") > score_at(text, "Thank you"));
}

// ---- types ------------------------------------------------------------------------------------------
static void expect_type(const char *text, CdClaimType type, bool expected) {
  desk_assess(&desk, text);
  assert_int_equal(desk.unit.claim_count, 1);
  if (has_type(desk.unit.claims, type) != expected)
    print_error("%s: %s\n", cd_claim_type_name(type), text);
  assert_true(has_type(desk.unit.claims, type) == expected);
}

static void test_types(void **state) {
  (void)state;
  expect_type("The council sold 40 buses for $3 million.", CD_CLAIM_QUANTITY, true);
  expect_type("The council sold its old buses.", CD_CLAIM_QUANTITY, false);
  expect_type("The bridge opened on May 3, 1987.", CD_CLAIM_DATE, true);
  expect_type("The bridge is closed to cars.", CD_CLAIM_DATE, false);
  expect_type("The high court sentenced the former treasurer to six years in prison.", CD_CLAIM_LAW,
              true);
  expect_type("The fire was caused by a gas leak.", CD_CLAIM_CAUSE, true);
  expect_type("It is the largest mill in the county.", CD_CLAIM_COMPARISON, true);
  expect_type("The firm will open a plant in Leeds next year.", CD_CLAIM_PLAN, true);
  expect_type("“The bridge is closed,” Mayor Ana Roe said.", CD_CLAIM_QUOTE, true);
  expect_type("The bridge is closed.", CD_CLAIM_QUOTE, false);
}

// ---- voice ------------------------------------------------------------------------------------------
static const Claim *only_claim(const char *text) {
  desk_assess(&desk, text);
  assert_int_equal(desk.unit.claim_count, 1);
  return desk.unit.claims;
}

static void test_voices(void **state) {
  (void)state;
  assert_int_equal(only_claim("The ferry sank in the harbour on Monday.")->voice, CD_VOICE_AUTHOR);
  const Claim *claim =
      only_claim("The ferry sank in the harbour, according to the port authority.");
  assert_int_equal(claim->voice, CD_VOICE_ATTRIBUTED);
  claim = only_claim("The port handled 310,000 crates, according to figures from last year.");
  assert_int_equal(claim->voice, CD_VOICE_ATTRIBUTED);
  claim = only_claim("“We lost every boat in the harbour,” said Ana Roe.");
  assert_int_equal(claim->voice, CD_VOICE_QUOTED);
  assert_int_equal(claim->quotation, 0);
}

static void test_vague(void **state) {
  (void)state;
  assert_true(only_claim("Reportedly, two men were arrested, an anonymous source said.")->vague);
  assert_false(only_claim("Two men were arrested, Mayor Ana Roe said.")->vague);
}

// ---- rules of a user --------------------------------------------------------------------------------
static void test_rules_have_the_last_word(void **state) {
  (void)state;
  Desk mine = desk_new();
  const char *rules =
      "; extends\n"
      "((word) @w (#eq? @w \"sunset\") (#set! type \"law\") (#set! priority \"3\"))\n"
      "((word) @w (#eq? @w \"grapevine\") (#set! vague \"true\"))";
  assert_int_equal(cd_rules_add_file(mine.rules, "claims.scm", rules, strlen(rules)), CD_OK);
  desk_assess(&mine, "It was a lovely sunset. The sea, says the grapevine, was calm.");
  assert_int_equal(mine.unit.claim_count, 2);
  assert_true(has_type(&mine.unit.claims[0], CD_CLAIM_LAW));
  assert_int_equal(mine.unit.claims[0].priority, 3);
  assert_true(mine.unit.claims[0].score >= mine.rules->claims->must);
  assert_false(mine.unit.claims[0].vague);
  assert_true(mine.unit.claims[1].vague);
  desk_free(&mine);
}

// A word of the user's own counts like the shipped ones of its kind.
static void test_a_users_word_is_evidence(void **state) {
  (void)state;
  const char *text = "Three sailors were keelhauled near the pier.";
  desk_assess(&desk, text);
  float before = score_at(text, "Three");
  Desk mine = desk_new();
  const char *rules = "; extends\n((word) @w (#eq? @w \"keelhauled\") (#set! feature \"death\"))";
  assert_int_equal(cd_rules_add_file(mine.rules, "claims.scm", rules, strlen(rules)), CD_OK);
  desk_assess(&mine, text);
  assert_int_equal(mine.unit.claim_count, 1);
  assert_true(mine.unit.claims[0].score > before);
  desk_free(&mine);
}

// ---- the table --------------------------------------------------------------------------------------
static void test_shipped_table(void **state) {
  (void)state;
  const ClaimModel *model = desk.rules->claims;
  assert_true(model->row_count > 100);
  assert_true(model->must > model->should && model->should > model->claim);
  for (int i = 0; i < FEATURE_COUNT; i++) {
    // These do not occur in the text that was trained on, or are not told apart yet.
    bool rare = i == FEATURE_LIST_ITEM || i == FEATURE_HEADING || i == FEATURE_BRACKETS ||
                i == FEATURE_WORK;
    if (!rare && model->feature_rows[i] == NO_ROW)
      print_error("no weight: %s\n", claim_feature_name((ClaimFeature)i));
    assert_true(rare || model->feature_rows[i] != NO_ROW);
  }
}

static void expect_bad_line(const char *table, uint32_t line) {
  ClaimModel model = {0};
  assert_int_equal(claim_model_read(&model, table, strlen(table)), line);
  free(model.rows);
  free(model.keys);
}

static void test_tables_with_mistakes(void **state) {
  (void)state;
  expect_bad_line("# fine\n\nfeature lead written 0.5\nword boat spoken -1", 0);
  expect_bad_line("feature lead writen 0.5", 1);
  expect_bad_line("\nfeature lead written 0,5", 2);
  expect_bad_line("feature lead written", 1);
  expect_bad_line("something else", 1);
  expect_bad_line("priority must 0.5", 1);
}

static void test_empty_and_odd_units(void **state) {
  (void)state;
  static const char *const texts[] = {"",
                                      "…",
                                      "”",
                                      "“",
                                      "(",
                                      "1",
                                      "—— —",
                                      "?!",
                                      "a\xFF"
                                      "b"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    desk_assess(&desk, texts[i]);
    assert_true(desk.unit.claim_count <= desk.unit.sentence_count);
  }
}

static int set_up(void **state) {
  (void)state;
  desk = desk_new();
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  desk_free(&desk);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_matters_comes_first),
      cmocka_unit_test(test_in_the_order_of_the_text),
      cmocka_unit_test(test_datelines_are_no_part),
      cmocka_unit_test(test_talk_is_judged_as_talk),
      cmocka_unit_test(test_types),
      cmocka_unit_test(test_voices),
      cmocka_unit_test(test_vague),
      cmocka_unit_test(test_rules_have_the_last_word),
      cmocka_unit_test(test_a_users_word_is_evidence),
      cmocka_unit_test(test_shipped_table),
      cmocka_unit_test(test_tables_with_mistakes),
      cmocka_unit_test(test_empty_and_odd_units),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
