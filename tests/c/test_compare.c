// compare: what makes a checked claim another one, and what does not; each class both ways.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// After what it needs.
#include <cmocka.h>

#include "compare.h"

static int setup(void **state) {
  *state = lexicon_new();
  return *state ? 0 : -1;
}

static int teardown(void **state) {
  lexicon_free(*state);
  return 0;
}

static Comparison compare(const Lexicon *lexicon, const char *old, const char *now, bool heading) {
  Words one, other;
  Comparison out;
  assert_true(words_init(&one, old, (uint32_t)strlen(old)));
  assert_true(words_init(&other, now, (uint32_t)strlen(now)));
  assert_true(compare_words(lexicon, (CompareSide){&one, 0, one.count, true, heading},
                            (CompareSide){&other, 0, other.count, true, heading}, &out));
  words_free(&one);
  words_free(&other);
  return out;
}

typedef struct {
  const char *old, *now;
} Pair;

static const char *const names[] = {"same", "cosmetic", "material"};

static void expect(const Lexicon *lexicon, const Pair *pairs, size_t count, CompareResult result,
                   bool heading) {
  for (size_t i = 0; i < count; i++) {
    Comparison out = compare(lexicon, pairs[i].old, pairs[i].now, heading);
    if (out.result != result) {
      fail_msg("%s, not %s: \"%s\" -> \"%s\" (%s)", names[out.result], names[result], pairs[i].old,
               pairs[i].now, out.difference);
    }
    assert_int_equal(out.difference[0] != '\0', result == COMPARE_MATERIAL);
  }
}

#define COUNT(pairs) (sizeof(pairs) / sizeof(pairs)[0])
#define EXPECT(state, pairs, result) expect(*(state), pairs, COUNT(pairs), result, false)

static void white_space_and_line_ends_do_not_count(void **state) {
  static const Pair same[] = {
      {"It cost $4 million.", "It  cost\n\t$4\xC2\xA0million."},
      {"", ""},
  };
  static const Pair cosmetic[] = {{"on Monday. The court", "on Monday.The court"}};
  static const Pair material[] = {
      {"They were nowhere.", "They were no where."},
      {"some times", "sometimes"},
      {"lost 1 200 jobs", "lost 1200 jobs"},
  };
  EXPECT(state, same, COMPARE_SAME);
  EXPECT(state, cosmetic, COMPARE_COSMETIC);
  EXPECT(state, material, COMPARE_MATERIAL);
}

static void the_style_of_marks_does_not_count_but_marks_do(void **state) {
  static const Pair cosmetic[] = {
      {"\"We lied,\" he said", "“We lied,” he said"},
      {"``We lied,'' he said", "\"We lied,\" he said"},
      {"«We lied», he said", "'We lied', he said"},
      {"Ukraine's ministers' plan", "Ukraine’s ministers’ plan"},
  };
  static const Pair material[] = {
      {"he said \"we lied\"", "he said we lied"},
      {"he called it a win", "he called it a “win”"},
      {"the minister's plan", "the ministers' plan"},
      {"he can't stay", "he cant stay"},
  };
  EXPECT(state, cosmetic, COMPARE_COSMETIC);
  EXPECT(state, material, COMPARE_MATERIAL);
}

static void the_case_of_a_sentences_first_letter_does_not_count(void **state) {
  static const Pair cosmetic[] = {
      {"The council agreed.", "the council agreed."},
      {"It failed. The council agreed.", "It failed; the council agreed."},
      {"“The council agreed,” he said", "“the council agreed,” he said"},
  };
  static const Pair material[] = {
      {"He saw turkey there", "He saw Turkey there"},
      {"The march began", "The March began"},
      {"The council agreed", "THE council agreed"},
  };
  EXPECT(state, cosmetic, COMPARE_COSMETIC);
  EXPECT(state, material, COMPARE_MATERIAL);
}

static void the_case_of_a_whole_heading_does_not_count(void **state) {
  static const Pair cosmetic[] = {
      {"Council agrees to budget", "COUNCIL AGREES TO BUDGET"},
      {"Council agrees to budget", "Council Agrees to Budget"},
  };
  static const Pair material[] = {
      {"Council agrees to budget", "Council Agrees to budget"},
      {"Council agrees to budget", "COUNCIL AGREES ON BUDGET"},
  };
  expect(*state, cosmetic, COUNT(cosmetic), COMPARE_COSMETIC, true);
  expect(*state, material, COUNT(material), COMPARE_MATERIAL, true);
  EXPECT(state, cosmetic, COMPARE_MATERIAL);  // in running text it does
}

static void punctuation_does_not_count_outside_numbers_and_names(void **state) {
  static const Pair cosmetic[] = {
      {"The plan, he said, failed.", "The plan he said failed"},
      {"a well-known plan", "a well known plan"},
      {"The plan (a secret) failed", "The plan – a secret – failed"},
      {"The plan failed. He left.", "The plan failed; he left."},
      {"the *secret* plan", "the secret plan"},
  };
  static const Pair material[] = {
      {"lost 1,200 jobs", "lost 1.200 jobs"},
      {"rose by 4.5 points", "rose by 45 points"},
      {"won 3-2 there", "won 3 2 there"},
      {"it was -3 there", "it was 3 there"},
      {"in 2019, 400 left", "in 2019 400 left"},
      {"Jean-Claude left", "Jean Claude left"},
      {"the U.S. plan", "the US plan"},
      {"of Anna Lind, Karl Berg and others", "of Anna Lind Karl Berg and others"},
      {"rose 4%", "rose 4"},
      {"cost $4", "cost €4"},
  };
  EXPECT(state, cosmetic, COMPARE_COSMETIC);
  EXPECT(state, material, COMPARE_MATERIAL);
}

static void a_slip_of_one_letter_does_not_count_if_no_other_word_is_meant(void **state) {
  static const Pair cosmetic[] = {
      {"the council approved it", "the councl approved it"},
      {"the council approved it", "the council aproved it"},
      {"the council approved it", "the council apprroved it"},
      {"the council approved it", "the council approvdd it"},
      {"the council approved it", "the council apporved it"},
      {"Unemployment rose", "Unemplyment rose"},
  };
  static const Pair material[] = {
      {"they were injured", "they were insured"},
      {"a marital law", "a martial law"},
      {"the plan failed", "the pln failed"},   // short
      {"met Biden there", "met Bidfn there"},  // a name
      {"Biden left", "Bidfn left"},
      {"the council approved it", "the councl aproved it now"},
      {"the council approved it", "the cuncl approved it"},  // two letters
      {"the minister left", "the ministers left"},
      {"it was typical", "it was atypical"},
      {"the councl approved it", "the council approved it"},  // another word than was checked
      {"5 kilometres", "5 kilometrss x"},
  };
  EXPECT(state, cosmetic, COMPARE_COSMETIC);
  EXPECT(state, material, COMPARE_MATERIAL);
}

static void other_words_count(void **state) {
  static const Pair material[] = {
      {"It cost $4 million.", "It cost $4 billion."},
      {"He did leave.", "He did not leave."},
      {"He did not leave.", "He did leave."},
      {"Sales increased by 50%.", "Sales doubled."},
      {"Biden signed it.", "Trump signed it."},
      {"He said it failed.", "He admitted it failed."},
      {"It failed on Tuesday.", "It failed on Thursday."},
      {"It began in 2023.", "It began in 2024."},
      {"Six were killed.", "Six were injured."},
      {"at least six people", "at most six people"},
      {"It is now safe.", "It is not safe."},
      {"It rests on proof.", "It rests no proof."},
      {"It rose from 20 to 30.", "It rose from 30 to 20."},
      {"France beat Germany.", "Germany beat France."},
      {"It may fail.", "It will fail."},
      {"It weighed 5 kg.", "It weighed 5 g."},
      {"The town lost jobs.", "The town lost jobs and homes."},
      {"The only plan failed.", "The plan failed."},
      {"a plan", "the plan"},
  };
  EXPECT(state, material, COMPARE_MATERIAL);
}

static void the_difference_is_told(void **state) {
  static const struct {
    const char *old, *now, *difference;
  } cases[] = {
      {"It cost 20 crowns.", "It cost 30 crowns.", "“20” → “30”"},
      {"He did leave.", "He did not leave.", "“not” added"},
      {"The only plan failed.", "The plan failed.", "“only” dropped"},
      {"It rose from 20 to 30 there.", "It rose from 30 to 20 there.",
       "order changed: “20 to 30” → “30 to 20”"},
      {"In May the old mayor spoke.", "In June the new mayor spoke.",
       "“May” → “June”; “old” → “new”"},
      {"Sales increased by 50%.", "Sales doubled.", "“increased by 50%” → “doubled”"},
      {"in 2019, 400 left", "in 2019 400 left", "“2019, 400” → “2019 400”"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Comparison out = compare(*state, cases[i].old, cases[i].now, false);
    assert_string_equal(out.difference, cases[i].difference);
  }
}

static void bad_bytes_and_long_runs_are_compared_too(void **state) {
  static const Pair same[] = {{"a \xff b", "a  \xff b"}};
  static const Pair material[] = {{"a \xff b", "a \xfe b"}};
  EXPECT(state, same, COMPARE_SAME);
  EXPECT(state, material, COMPARE_MATERIAL);
  size_t len = 60000;
  char *one = malloc(len + 1), *other = malloc(len + 1);
  for (size_t i = 0; i < len; i++) {
    one[i] = i % 2 ? ' ' : 'a';
    other[i] = i % 2 ? ' ' : 'b';
  }
  one[len] = other[len] = '\0';
  Comparison out = compare(*state, one, other, false);
  assert_int_equal(out.result, COMPARE_MATERIAL);
  assert_true(strlen(out.difference) > 0);
  free(one);
  free(other);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(white_space_and_line_ends_do_not_count),
      cmocka_unit_test(the_style_of_marks_does_not_count_but_marks_do),
      cmocka_unit_test(the_case_of_a_sentences_first_letter_does_not_count),
      cmocka_unit_test(the_case_of_a_whole_heading_does_not_count),
      cmocka_unit_test(punctuation_does_not_count_outside_numbers_and_names),
      cmocka_unit_test(a_slip_of_one_letter_does_not_count_if_no_other_word_is_meant),
      cmocka_unit_test(other_words_count),
      cmocka_unit_test(the_difference_is_told),
      cmocka_unit_test(bad_bytes_and_long_runs_are_compared_too),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
