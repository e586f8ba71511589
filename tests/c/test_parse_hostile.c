// Bytes that nobody wrote for readers: the parser takes any, in bounded memory, and loses none.
#include <stdlib.h>

#include "parse_helper.h"
#include "reserve.h"

const TSLanguage *tree_sitter_prose(void);

// A request that is too large comes back empty instead of ending the test.
const char *__asan_default_options(void);
__attribute__((visibility("default"))) const char *__asan_default_options(void) {
  return "allocator_may_return_null=1";
}

// Everything but white space lies in exactly one sentence.
static void expect_whole(const Unit *unit) {
  uint32_t end = 0, tokens = 0;
  for (uint32_t i = 0; i < unit->sentence_count; i++) {
    const Sentence *sentence = &unit->sentences[i];
    assert_true(sentence->start >= end && sentence->end > sentence->start);
    for (; end < sentence->start; end++) assert_non_null(strchr(" \n\t", unit->bytes[end]));
    end = sentence->end;
    tokens += sentence->token_count;
  }
  for (; end < unit->len; end++) assert_non_null(strchr(" \n\t", unit->bytes[end]));
  assert_int_equal(tokens, unit->token_count);
}

// 16 kB of `piece`, owned by the caller.
static char *repeated(const char *piece, size_t piece_len, size_t *len) {
  enum { SIZE = 16 * 1024 };
  const size_t count = SIZE / piece_len;
  char *text = malloc(SIZE);
  assert_non_null(text);
  for (size_t i = 0; i < count; i++) memcpy(text + i * piece_len, piece, piece_len);
  *len = count * piece_len;
  return text;
}

static void test_long_runs(void **state) {
  (void)state;
  static const char *const pieces[] = {
      "\"",  "“",   "”",   "'",      "‘",   "’",          "''",   "``",    "«", "(",
      "([{", "\"'", "“‘(", "\"a\" ", "'a ", "a' ",        "as' ", "“a.” ", ".", ". ",
      "a. ", "A. ", "A.",  "a.",     "?! ", "...",        "1. ",  "1) ",   "-", "A-",
      "a-",  "1,",  "1'",  "5\" ",   "$1 ", "1 percent ", "@",    "a@",    "#", "http://",
      "。",  "a",   "A",   "é",      "1",   "\t",
  };
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    size_t len;
    char *text = repeated(pieces[i], strlen(pieces[i]), &len);
    Parsed self = parsed_bytes(text, len);
    expect_whole(&self.unit);
    parsed_free(&self);
    free(text);
  }
}

static void test_ten_thousand_marks(void **state) {
  (void)state;
  char text[10000];
  memset(text, '"', sizeof text);
  Parsed self = parsed_bytes(text, sizeof text);
  assert_int_equal(self.unit.token_count, 10000);
  parsed_free(&self);
}

static void test_marks_nested_too_deep_are_text(void **state) {
  (void)state;
  char text[2048] = "";
  for (int i = 0; i < 20; i++) strcat(text, "“a ");
  for (int i = 0; i < 20; i++) strcat(text, "b” ");
  Parsed self = parsed(text);
  assert_int_equal(self.unit.region_count, 16);
  assert_int_equal(self.unit.regions[0].flags & REGION_UNCLOSED, 0);
  parsed_free(&self);
}

static void test_invalid_bytes_and_nul(void **state) {
  (void)state;
  static const char text[] = "Roe\0 said\xFF \xC3 “no\xE2\x80.” \xF0\x9F Then\xED\xA0\x80.";
  Parsed self = parsed_bytes(text, sizeof text - 1);
  expect_whole(&self.unit);
  assert_int_equal(self.unit.tokens[0].end, 3);
  assert_int_equal(self.unit.region_count, 1);
  parsed_free(&self);
}

static void test_one_long_word(void **state) {
  (void)state;
  size_t len;
  char *text = repeated("a", 1, &len);
  Parsed self = parsed_bytes(text, len);
  assert_int_equal(self.unit.token_count, 1);
  parsed_free(&self);
  free(text);
}

// The same parser reads one unit after the other, whatever the one before left open.
static void test_units_are_independent(void **state) {
  (void)state;
  Parsed self = parsed("1. He said “(‘We won");
  for (int i = 0; i < 100; i++) {
    ts_tree_delete(self.tree);
    arena_reset(self.arena);
    const char *text = "2. Roe won. He left";
    self.unit =
        (Unit){.arena = self.arena, .source = text, .bytes = text, .len = (uint32_t)strlen(text)};
    self.tree = parse_unit(self.parser, self.lexicon, &self.unit);
    assert_non_null(self.tree);
    assert_int_equal(self.unit.sentence_count, 2);
    assert_int_equal(self.unit.region_count, 0);
  }
  parsed_free(&self);
}

// What is set aside for a parse is more than the worst of texts take.
static void test_reserve_suffices(void **state) {
  (void)state;
  static const char *const pieces[] = {"\"'", "\"5\" ", "A-", "1. ", "I. ", "([{", "\"", "“a.” "};
  Reserve *reserve = reserve_new();
  assert_non_null(reserve);
  assert_true(reserve_enter(reserve, PARSE_NEED(0)));
  TSParser *parser = ts_parser_new();
  assert_true(ts_parser_set_language(parser, tree_sitter_prose()));
  reserve_leave(reserve);
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    size_t len;
    char *text = repeated(pieces[i], strlen(pieces[i]), &len);
    assert_true(reserve_enter(reserve, PARSE_NEED(len)));
    ts_tree_delete(ts_parser_parse_string(parser, NULL, text, (uint32_t)len));
    assert_true(reserve_used(reserve) < PARSE_NEED(len) / 2);
    reserve_leave(reserve);
    free(text);
  }
  ts_parser_delete(parser);
  reserve_free(reserve);
}

// What cannot be set aside leaves the unit unread, and the parser as good as new.
static void test_no_memory_leaves_the_unit_unread(void **state) {
  (void)state;
  Parsed self = parsed("Roe won. He left.");
  ts_tree_delete(self.tree);
  Unit huge = {.arena = self.arena, .source = "", .bytes = "", .len = UINT32_MAX};
  assert_null(parse_unit(self.parser, self.lexicon, &huge));
  assert_true(huge.failed);
  assert_int_equal(huge.token_count, 0);
  self.tree = parse_unit(self.parser, self.lexicon, &self.unit);
  assert_non_null(self.tree);
  assert_int_equal(self.unit.sentence_count, 2);
  parsed_free(&self);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_long_runs),
      cmocka_unit_test(test_ten_thousand_marks),
      cmocka_unit_test(test_marks_nested_too_deep_are_text),
      cmocka_unit_test(test_invalid_bytes_and_nul),
      cmocka_unit_test(test_one_long_word),
      cmocka_unit_test(test_units_are_independent),
      cmocka_unit_test(test_reserve_suffices),
      cmocka_unit_test(test_no_memory_leaves_the_unit_unread),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
