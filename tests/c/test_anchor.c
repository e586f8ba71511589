// anchor: words are found again word for word, whatever the white space; context tells equal ones apart.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// After what it needs.
#include <cmocka.h>

#include "anchor.h"

// Writes the places of each query as "0:3 1:5" (query:first word).
static const char *found(const char *text, const char *const *queries, size_t count) {
  static char line[4096];
  Words words, *all = calloc(count + 1, sizeof *all);
  Places places;
  assert_true(words_init(&words, text, (uint32_t)strlen(text)));
  for (size_t i = 0; i < count; i++) {
    assert_true(words_init(&all[i], queries[i], (uint32_t)strlen(queries[i])));
  }
  assert_true(anchor_find(&words, all, count, &places));
  size_t used = 0;
  line[0] = '\0';
  for (size_t i = 0; i < places.count && used < sizeof line - 32; i++) {
    used += (size_t)snprintf(line + used, sizeof line - used, "%s%u:%u", i ? " " : "",
                             places.items[i].query, places.items[i].first);
  }
  places_free(&places);
  for (size_t i = 0; i < count; i++) words_free(&all[i]);
  free(all);
  words_free(&words);
  return line;
}

static const char *found_one(const char *text, const char *query) { return found(text, &query, 1); }

static void white_space_does_not_count(void **state) {
  (void)state;
  const char *text = "  The mayor\n  resigned\t on\xC2\xA0Monday. ";
  assert_string_equal(found_one(text, "mayor resigned on Monday"), "0:1");
  assert_string_equal(found_one(text, "Monday."), "0:4");
  assert_string_equal(found_one(text, ""), "");
}

static void every_other_difference_counts(void **state) {
  (void)state;
  const char *text = "Profits rose from 20 to 30 percent, the bank said; nowhere else.";
  assert_string_equal(found_one(text, "rose from 20 to 30 percent"), "0:1");
  assert_string_equal(found_one(text, "rose from 30 to 20 percent"), "");
  assert_string_equal(found_one(text, "Rose from 20 to 30 percent"), "");
  assert_string_equal(found_one(text, "rose from 20 to 3"), "");
  assert_string_equal(found_one(text, "the ban"), "");
  assert_string_equal(found_one(text, "percent the bank"), "");
  assert_string_equal(found_one(text, "no where else"), "");
  assert_string_equal(found_one(text, "percent , the bank"), "");
}

static void all_places_of_all_queries_are_found(void **state) {
  (void)state;
  const char *queries[] = {"he said", "said", "he said", "she said", "said he said he said"};
  assert_string_equal(found("he said he said he said", queries, 5),
                      "0:0 0:2 0:4 1:1 1:3 1:5 2:0 2:2 2:4 4:1");
}

static void bad_bytes_are_words_like_others(void **state) {
  (void)state;
  assert_string_equal(found_one("a \xff b \xfe", "\xff b"), "0:1");
  assert_string_equal(found_one("a \xff b \xfe", "\xfe b"), "");
  Words words;
  assert_true(words_init(&words, "a\0b", 3));
  assert_int_equal(words.count, 3);
  words_free(&words);
}

static void very_many_equal_places_stop_at_a_limit(void **state) {
  (void)state;
  size_t len = 200000;
  char *text = malloc(len + 1);
  for (size_t i = 0; i < len; i++) text[i] = i % 2 ? ' ' : 'a';
  text[len] = '\0';
  Words words, query;
  Places places;
  assert_true(words_init(&words, text, (uint32_t)len));
  assert_true(words_init(&query, text, (uint32_t)len / 2));
  assert_true(anchor_find(&words, &query, 1, &places));
  assert_int_equal(places.count, ANCHOR_PLACES_MAX);
  places_free(&places);
  words_free(&query);
  words_free(&words);
  free(text);
}

static void spans_take_whole_words(void **state) {
  (void)state;
  Words words;
  const char *text = "“Our goal,” he said.";
  uint32_t first, end;
  assert_true(words_init(&words, text, (uint32_t)strlen(text)));
  words_in_span(&words, (CdSpan){0, 3}, &first, &end);  // the mark alone
  assert_int_equal(first, 0);
  assert_int_equal(end, 1);
  words_in_span(&words, (CdSpan){4, 8}, &first, &end);  // inside "Our" to inside "goal"
  assert_int_equal(first, 1);
  assert_int_equal(end, 3);
  words_in_span(&words, (CdSpan){6, 7}, &first, &end);  // only white space
  assert_int_equal(first, end);
  words_in_span(&words, (CdSpan){100, 200}, &first, &end);
  assert_int_equal(first, end);
  words_free(&words);
}

static bool keeps(const char *text, uint32_t first, uint32_t end, const char *before,
                  const char *behind) {
  Words words, left, right;
  assert_true(words_init(&words, text, (uint32_t)strlen(text)));
  assert_true(words_init(&left, before, (uint32_t)strlen(before)));
  assert_true(words_init(&right, behind, (uint32_t)strlen(behind)));
  bool kept = anchor_keeps_before(&words, first, &left) && anchor_keeps_behind(&words, end, &right);
  words_free(&words);
  words_free(&left);
  words_free(&right);
  return kept;
}

static void neighbours_tell_places_apart(void **state) {
  (void)state;
  const char *text = "a b c X Y d e f";
  assert_true(keeps(text, 3, 5, "far a b c", "d e f far"));
  assert_false(keeps(text, 3, 5, "a b x", "d e f"));
  assert_false(keeps(text, 3, 5, "a b c", "d e x"));
  assert_true(keeps("X Y", 0, 2, "", ""));
  assert_false(keeps("new X Y", 1, 3, "", ""));
  assert_false(keeps("X Y", 0, 2, "gone", ""));
}

// ---- the record --------------------------------------------------------------------------------
static void the_record_tells_words_context_and_what_they_mean(void **state) {
  (void)state;
  const char *text =
      "ARLENBURG, March 3 — Mayor Nora Quist opened the bridge. She said it cost\n$4 million on "
      "Monday.";
  CdRules *rules = cd_rules_new();
  CdDocument *document = cd_document_new(rules, text, strlen(text));
  Words words;
  assert_true(words_init(&words, text, (uint32_t)strlen(text)));
  uint32_t start = (uint32_t)(strstr(text, "She") - text);
  uint32_t end = (uint32_t)(strstr(text, " on Monday") - text);
  Json json = {0};
  uint32_t count;
  assert_true(anchor_write(&json, document, &words, (CdSpan){start, end + 10}, NULL, &count));
  assert_true(count > 5);
  JsonTree tree;
  JsonProblem problem;
  assert_true(json_parse(&tree, json.bytes, json.len, 8, &problem));
  const JsonValue *root = json_root(&tree);
  assert_string_equal(json_text(&tree, root, "words"), "She said it cost $4 million on Monday");
  assert_string_equal(json_text(&tree, root, "before"), "— Mayor Nora Quist opened the bridge.");
  assert_string_equal(json_text(&tree, root, "behind"), ".");
  assert_int_equal(json_number(&tree, root, "line", 0), 1);
  bool has_pronoun = false, has_date = false;
  const JsonValue *read = json_get(&tree, root, "read");
  for (const JsonValue *at = json_first(&tree, read); at; at = json_next(&tree, at)) {
    const char *kind = json_text(&tree, at, "kind"), *as = json_text(&tree, at, "as");
    if (!as) continue;
    has_pronoun |= strcmp(kind, "pronoun") == 0 && strcmp(as, "Nora Quist") == 0;
    has_date |= strcmp(kind, "date") == 0 && strcmp(as, "ARLENBURG, March 3") == 0;
  }
  assert_true(has_pronoun);
  assert_true(has_date);
  json_tree_free(&tree);
  emit_clear(&json);
  assert_true(anchor_write(&json, document, &words, (CdSpan){10, 10}, NULL, &count));
  assert_int_equal(count, 0);
  emit_free(&json);
  words_free(&words);
  cd_document_free(document);
  cd_rules_free(rules);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(white_space_does_not_count),
      cmocka_unit_test(every_other_difference_counts),
      cmocka_unit_test(all_places_of_all_queries_are_found),
      cmocka_unit_test(bad_bytes_are_words_like_others),
      cmocka_unit_test(very_many_equal_places_stop_at_a_limit),
      cmocka_unit_test(spans_take_whole_words),
      cmocka_unit_test(neighbours_tell_places_apart),
      cmocka_unit_test(the_record_tells_words_context_and_what_they_mean),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
