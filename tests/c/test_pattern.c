// Facts in text: what is found, of what kind, and what it is worth; and expressions that would hang.
// All examples are made up.
#include "unit_helper.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>

#include "embedded.h"
#include "pattern/facts_file.h"

static const char *const kind_names[] = {"date",    "time",     "money", "percent",  "quantity",
                                         "ordinal", "cardinal", "age",   "duration", "user"};

static Desk desk;

// The facts of a text as "kind:words=value | …"; no value if it has none.
static void expect_facts(const char *text, const char *expected) {
  desk_read(&desk, text);
  char found[2000] = "";
  for (uint32_t i = 0; i < desk.unit.fact_count; i++) {
    const Fact *fact = &desk.unit.facts[i];
    char one[200];
    int len = snprintf(one, sizeof one, "%s%s:%.*s", i > 0 ? " | " : "", kind_names[fact->kind],
                       (int)(fact->end - fact->start), text + fact->start);
    if (!isnan(fact->value)) snprintf(one + len, sizeof one - (size_t)len, "=%g", fact->value);
    strncat(found, one, sizeof found - strlen(found) - 1);
  }
  if (strcmp(found, expected) != 0) print_error("in: %s\n", text);
  assert_string_equal(found, expected);
}

static void test_dates(void **state) {
  (void)state;
  expect_facts("It opened on June 13, 2024 and closed in May.",
               "date:June 13, 2024=2.02406e+07 | date:May=500");
  expect_facts("On Monday, May 18, 2015, it rained.", "date:Monday, May 18, 2015=2.01505e+07");
  expect_facts("They met on 3 March 2021.", "date:3 March 2021=2.02103e+07");
  expect_facts("The 1990s ended in 1999.", "date:The 1990s=1.99e+07 | date:1999=1.999e+07");
  expect_facts("It was filed 2023-11-02.", "date:2023-11-02=2.02311e+07");
  expect_facts("She left last week and returns next Friday.", "date:last week | date:next Friday");
  expect_facts("He did it two years ago.", "date:two years ago");
  expect_facts("The 2019-20 season was long.", "date:2019-20=2.019e+07");
}

static void test_words_that_only_look_like_dates(void **state) {
  (void)state;
  expect_facts("They may march in august company.", "");
  expect_facts("May I ask who sat there?", "");
  expect_facts("Over 1900 people marched.", "cardinal:1900=1900");
}

static void test_times(void **state) {
  (void)state;
  expect_facts("It began at 5 p.m. and ended at 11:30 pm.",
               "time:5 p.m.=1020 | time:11:30 pm=1410");
  expect_facts("The blast came at 0615 GMT.", "time:0615 GMT=375");
  expect_facts("They met at noon on Monday night.", "time:noon=720 | time:Monday night");
}

static void test_money(void **state) {
  (void)state;
  expect_facts("It cost $50 billion.", "money:$50 billion=5e+10");
  expect_facts("It cost €1,250.50 or £3m.", "money:€1,250.50=1250.5 | money:£3m=3e+06");
  expect_facts("They paid one million rubles.", "money:one million rubles=1e+06");
  expect_facts("It fell by 40 US cents.", "money:40 US cents=40");
  expect_facts("It cost US$500.", "money:US$500=500");
}

static void test_shares(void **state) {
  (void)state;
  expect_facts("Some 12.5 percent left.", "percent:12.5 percent=12.5");
  expect_facts("Between 10 and 15% stayed.", "percent:10 and 15%=10");
  expect_facts("It rose two percentage points.", "percent:two percentage points=2");
  expect_facts("Two-thirds came, and a third left.",
               "cardinal:Two-thirds=0.666667 | ordinal:third");
  expect_facts("One in five agreed.", "cardinal:One in five=1");
}

static void test_numbers(void **state) {
  (void)state;
  expect_facts("1.5 million people and 2,300 dogs",
               "cardinal:1.5 million=1.5e+06 | cardinal:2,300=2300");
  expect_facts("three hundred and fifty thousand votes",
               "cardinal:three hundred and fifty thousand=350000");
  expect_facts("twenty-five ships and sixty four boats",
               "cardinal:twenty-five=25 | cardinal:sixty four=64");
  expect_facts("They won 3-2 in the 21st minute, the third time.",
               "cardinal:3-2 | ordinal:21st=21 | ordinal:third");
  expect_facts("dozens of birds and hundreds of thousands of flies",
               "cardinal:dozens | cardinal:hundreds of thousands");
}

static void test_quantities(void **state) {
  (void)state;
  expect_facts("A 139km road, 70 miles long, at -5°C",
               "quantity:139km=139 | quantity:70 miles=70 | quantity:-5°C=-5");
  expect_facts("A 10-year deal lasts two weeks.",
               "duration:10-year=3.1557e+08 | duration:two weeks=1.2096e+06");
  expect_facts("A 14-year-old boy and a man aged 45", "age:14-year-old=14 | age:aged 45=45");
  expect_facts("Rosa Lind, 64, of Hull, won.", "age:64=64");
}

static void test_parts_of_names_are_no_numbers(void **state) {
  (void)state;
  expect_facts("The G7 met about COVID-19 and 4chan.", "");
}

static void test_line_ends_inside(void **state) {
  (void)state;
  expect_facts("on June\n  13, 2024 for $5\nbillion",
               "date:June\n  13, 2024=2.02406e+07 | money:$5\nbillion=5e+09");
}

static void test_shipped_patterns_have_no_errors(void **state) {
  (void)state;
  for (size_t i = 0; i < embedded_file_count; i++) {
    if (!strstr(embedded_files[i].path, "facts.txt")) continue;
    FactsFile file;
    bool no_memory;
    char *message =
        facts_file_read(&file, embedded_files[i].text, embedded_files[i].len, &no_memory);
    if (message) print_error("%s\n", message);
    assert_null(message);
    facts_file_free(&file);
    return;
  }
  fail();
}

static void expect_problem(const char *text, const char *place) {
  FactsFile file;
  bool no_memory;
  char *message = facts_file_read(&file, text, strlen(text), &no_memory);
  assert_non_null(message);
  assert_memory_equal(message, place, strlen(place));
  free(message);
  facts_file_free(&file);
}

static void test_problems_have_a_place(void **state) {
  (void)state;
  expect_problem("# fine\ndate digit (", "2:12:");
  expect_problem("date digit {NAME}", "1:12:");
  expect_problem("colour digit x", "1:1:");
  expect_problem("word pilot 1 x", "1:6:");
}

// Long texts of what facts are made of: every one must end soon, so a sanitized run would show a hang.
static void test_long_texts(void **state) {
  (void)state;
  static const char *const pieces[] = {"1",          "1,", "1,000", "one ", "one-", "hundred and ",
                                       "$",          "-",  "a ",    "May ", "12:",  "the last ",
                                       "two years ", "3/"};
  enum { SIZE = 16000 };
  static char text[SIZE + 32];
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    size_t len = 0;
    while (len < SIZE) {
      strcpy(text + len, pieces[i]);
      len += strlen(pieces[i]);
    }
    desk_read_bytes(&desk, text, SIZE);
    for (uint32_t k = 0; k < desk.unit.fact_count; k++) assert_true(desk.unit.facts[k].end <= SIZE);
  }
}

// ---- expressions of users ---------------------------------------------------------------------------
static Pattern *pattern_of(const char *source) {
  char *message;
  Pattern *pattern = pattern_new(source, (uint32_t)strlen(source), &message);
  assert_non_null(pattern);
  assert_null(message);
  return pattern;
}

static void test_matching(void **state) {
  (void)state;
  Pattern *pattern = pattern_of("^\\p{Lu}\\w+ \\d+$");
  assert_int_equal(pattern_match(pattern, "Élan 42", 8), 1);
  assert_int_equal(pattern_match(pattern, "elan 42", 7), 0);
  assert_int_equal(pattern_match(pattern, "", 0), 0);
  pattern_free(pattern);
}

static void test_invalid_bytes_do_not_match_and_do_no_harm(void **state) {
  (void)state;
  Pattern *pattern = pattern_of("a.b");
  assert_int_equal(pattern_match(pattern,
                                 "a\xFF"
                                 "b a-b",
                                 7),
                   1);
  assert_int_equal(pattern_match(pattern,
                                 "a\xFF"
                                 "b\xC3",
                                 4),
                   0);
  pattern_free(pattern);
}

static void test_bad_expression(void **state) {
  (void)state;
  char *message;
  assert_null(pattern_new("(a", 2, &message));
  assert_non_null(strstr(message, "missing closing parenthesis"));
  free(message);
}

// Doubles its work with every letter, but begins afresh so often that no limit of steps is reached: only
// the clock can end it.
static void test_expression_that_would_hang(void **state) {
  (void)state;
  Pattern *pattern = pattern_of("(a+)+$");
  enum { SIZE = 4000, RUN = 20 };
  static char text[SIZE];
  for (size_t i = 0; i < SIZE; i++) text[i] = i % RUN == RUN - 1 ? '!' : 'a';
  assert_int_equal(pattern_match(pattern, text, SIZE), -1);
  assert_int_equal(pattern_match(pattern, "aaa", 3), 1);
  pattern_free(pattern);
}

// Needs more stack than the compiled code has: either an answer or none, but no crash.
static void test_expression_that_needs_stack(void **state) {
  (void)state;
  Pattern *pattern = pattern_of("^(?:(a)|b)*c?$");
  enum { FEW = 3000, MANY = 60000 };
  static char text[MANY];
  memset(text, 'a', MANY);
  assert_int_equal(pattern_match(pattern, text, FEW), 1);
  assert_int_not_equal(pattern_match(pattern, text, MANY), 0);
  pattern_free(pattern);
}

static void *match_often(void *pattern) {
  size_t good = 0;
  for (int i = 0; i < 2000; i++) {
    good += pattern_match(pattern, "x123", 4) == 1 && pattern_match(pattern, "xabc", 4) == 0;
  }
  return (void *)good;
}

static void test_threads_share_a_pattern(void **state) {
  (void)state;
  Pattern *pattern = pattern_of("(\\d)+");
  pthread_t threads[3];
  for (int i = 0; i < 3; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, match_often, pattern), 0);
  for (int i = 0; i < 3; i++) {
    void *good;
    pthread_join(threads[i], &good);
    assert_int_equal((size_t)good, 2000);
  }
  pattern_free(pattern);
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
      cmocka_unit_test(test_dates),
      cmocka_unit_test(test_words_that_only_look_like_dates),
      cmocka_unit_test(test_times),
      cmocka_unit_test(test_money),
      cmocka_unit_test(test_shares),
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_quantities),
      cmocka_unit_test(test_parts_of_names_are_no_numbers),
      cmocka_unit_test(test_line_ends_inside),
      cmocka_unit_test(test_shipped_patterns_have_no_errors),
      cmocka_unit_test(test_problems_have_a_place),
      cmocka_unit_test(test_long_texts),
      cmocka_unit_test(test_matching),
      cmocka_unit_test(test_invalid_bytes_do_not_match_and_do_no_harm),
      cmocka_unit_test(test_bad_expression),
      cmocka_unit_test(test_expression_that_would_hang),
      cmocka_unit_test(test_expression_that_needs_stack),
      cmocka_unit_test(test_threads_share_a_pattern),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
