// json: what is written is JSON whatever goes in; what is read is exactly JSON and nothing else.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
// After what it needs.
#include <cmocka.h>

#include "json.h"

#define EXPECT_WRITTEN(json, expected)           \
  do {                                           \
    emit_raw(&(json), "", 1);                    \
    assert_string_equal((json).bytes, expected); \
    emit_free(&(json));                          \
  } while (0)

static void commas_stand_between_values(void **state) {
  (void)state;
  Json json = {0};
  emit_begin_object(&json);
  emit_key(&json, "a");
  emit_begin_array(&json);
  emit_uint(&json, 1);
  emit_begin_object(&json);
  emit_end_object(&json);
  emit_begin_array(&json);
  emit_end_array(&json);
  emit_null(&json);
  emit_end_array(&json);
  emit_key_text(&json, "b", "x,[");
  emit_key_uint(&json, "c", 3);
  emit_end_object(&json);
  emit_raw(&json, "\n", 1);
  emit_bool(&json, true);
  EXPECT_WRITTEN(json, "{\"a\":[1,{},[],null],\"b\":\"x,[\",\"c\":3}\ntrue");
}

static void strings_are_escaped_and_valid(void **state) {
  (void)state;
  Json json = {0};
  emit_string(&json, "\"\\\n\x01\0é\xff\xc3(\xed\xa0\x80😀", 17);
  EXPECT_WRITTEN(json,
                 "\"\\\"\\\\\\n\\u0001\\u0000é\xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD"
                 "\xEF\xBF\xBD😀\"");
  emit_text(&json, NULL);
  EXPECT_WRITTEN(json, "null");
}

static void numbers_are_short_and_free_of_locale(void **state) {
  (void)state;
  Json json = {0};
  emit_begin_array(&json);
  emit_float(&json, 0.0);
  emit_float(&json, -0.00001);
  emit_float(&json, 0.97);
  emit_float(&json, 0.00004999);
  emit_float(&json, 0.99999);
  emit_float(&json, -12.0625);
  emit_float(&json, 0.0 / 0.0);
  emit_float(&json, 1e300);
  emit_int(&json, INT64_MIN);
  emit_uint(&json, UINT64_MAX);
  emit_end_array(&json);
  EXPECT_WRITTEN(json,
                 "[0,0,0.97,0,1,-12.0625,null,null,-9223372036854775808,18446744073709551615]");
}

// ---- reading -----------------------------------------------------------------------------------
static bool reads(const char *text, size_t len) {
  JsonTree tree;
  JsonProblem problem;
  // A copy of just this size: a read past its end is found.
  char *bytes = malloc(len ? len : 1);
  memcpy(bytes, text, len);
  bool good = json_parse(&tree, bytes, len, 4, &problem);
  if (good) {
    json_tree_free(&tree);
  } else {
    assert_non_null(problem.message);
    assert_true(problem.offset <= len);
  }
  free(bytes);
  return good;
}

static void only_json_is_read(void **state) {
  (void)state;
  static const char *const good[] = {
      "{}",          " [ ] ",          "null",        "-0.5e+10",           "0",
      "\"\"",        "[1,2,[3,[[]]]]", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "{\"a\":{\"a\":1}}",
      "\t\r\n true",
  };
  static const char *const bad[] = {
      "",
      "{",
      "[1,]",
      "{\"a\"}",
      "{\"a\":}",
      "{a:1}",
      "01",
      "1.",
      "-",
      "1e",
      "+1",
      "nul",
      "\"",
      "\"\\",
      "\"\\u12\"",
      "\"\\x\"",
      "\"\n\"",
      "[1 2]",
      "{} {}",
      "\"\\ud800\"",
      "\"\\udc00\"",
      "\"\xff\"",
      "\"\xc0\x80\"",
      "[[[[[]]]]]",
      "'a'",
      "\"\xed\xa0\x80\"",
      "\xEF\xBB\xBF{}",
      "NaN",
      "{\"a\":1,}",
      "[,]",
      "\"\\ud83d\\u0041\"",
      "tru",
      "\"\xe2\x82\"",
  };
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    if (!reads(good[i], strlen(good[i]))) fail_msg("not read: %s", good[i]);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    if (reads(bad[i], strlen(bad[i]))) fail_msg("read: %s", bad[i]);
  }
  assert_false(reads("1\0", 2));
}

static void every_torn_value_is_refused(void **state) {
  (void)state;
  static const char text[] = "{\"id\":\"\\u00e9\\n\",\"list\":[1.5e3,true,null,\"é😀\"],\"o\":{}}";
  assert_true(reads(text, sizeof text - 1));
  for (size_t len = 0; len < sizeof text - 1; len++) assert_false(reads(text, len));
}

static void values_are_found(void **state) {
  (void)state;
  static const char text[] =
      "{\"text\":\"a\\\"\\/\\u00e9\\ud83d\\ude00\\u0000z\",\"n\":12,\"n\":13,\"big\":12345678901,"
      "\"minus\":-1,\"half\":0.5,\"list\":[\"x\",{\"y\":[]}]}";
  JsonTree tree;
  JsonProblem problem;
  assert_true(json_parse(&tree, text, sizeof text - 1, 8, &problem));
  const JsonValue *root = json_root(&tree);
  const JsonValue *string = json_get(&tree, root, "text");
  assert_int_equal(string->len, 11);
  assert_memory_equal(string->text, "a\"/é😀\0z", 12);
  assert_null(json_text(&tree, root, "text"));  // it has a NUL
  assert_int_equal(json_number(&tree, root, "n", 0), 13);
  assert_int_equal(json_number(&tree, root, "big", 7), 7);
  assert_int_equal(json_number(&tree, root, "minus", 7), 7);
  assert_int_equal(json_number(&tree, root, "half", 7), 7);
  assert_int_equal(json_number(&tree, root, "nothing", 7), 7);
  const JsonValue *list = json_get(&tree, root, "list");
  assert_int_equal(list->count, 2);
  const JsonValue *item = json_first(&tree, list);
  assert_string_equal(item->text, "x");
  item = json_next(&tree, item);
  assert_int_equal(json_get(&tree, item, "y")->kind, JSON_ARRAY_VALUE);
  assert_null(json_next(&tree, item));
  assert_null(json_get(&tree, list, "y"));
  json_tree_free(&tree);
}

static bool same(const char *one, const char *other) {
  JsonTree first, second;
  JsonProblem problem;
  assert_true(json_parse(&first, one, strlen(one), 8, &problem));
  assert_true(json_parse(&second, other, strlen(other), 8, &problem));
  bool is_same = json_same(&first, json_root(&first), &second, json_root(&second));
  json_tree_free(&first);
  json_tree_free(&second);
  return is_same;
}

static void values_are_compared(void **state) {
  (void)state;
  assert_true(same("{\"a\":1,\"b\":[true,\"x\"]}", " {\"b\":[true,\"\\u0078\"], \"a\":1}"));
  assert_false(same("[1,2]", "[2,1]"));
  assert_false(same("{\"a\":1}", "{\"b\":1}"));
  assert_false(same("{\"a\":1}", "{\"a\":1,\"b\":2}"));
  assert_false(same("true", "false"));
  assert_false(same("\"1\"", "1"));
}

static void many_values_are_refused_not_kept(void **state) {
  (void)state;
  size_t len = 5 << 20;
  char *text = malloc(len);
  memset(text, '[', len);
  assert_false(reads(text, len));  // nested deep: no overflow of the stack
  for (size_t i = 1; i < len; i++) text[i] = i % 2 ? '1' : ',';
  text[len - 1] = ']';
  assert_false(reads(text, len));
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(commas_stand_between_values),
      cmocka_unit_test(strings_are_escaped_and_valid),
      cmocka_unit_test(numbers_are_short_and_free_of_locale),
      cmocka_unit_test(only_json_is_read),
      cmocka_unit_test(every_torn_value_is_refused),
      cmocka_unit_test(values_are_found),
      cmocka_unit_test(values_are_compared),
      cmocka_unit_test(many_values_are_refused_not_kept),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
