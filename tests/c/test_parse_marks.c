// Quotation marks of every style, nesting, and the signs that only look like marks. All examples are
// made up.
#include "parse_helper.h"

static void test_styles(void **state) {
  (void)state;
  expect_regions("“We won,” he said.", "“We won,”");
  expect_regions("\"We won,\" he said.", "\"We won,\"");
  expect_regions("'We won,' he said.", "'We won,'");
  expect_regions("‘We won,’ he said.", "‘We won,’");
  expect_regions("``We won,'' he said.", "``We won,''");
  expect_regions("''We won,'' he said.", "''We won,''");
  expect_regions("«We won», he said.", "«We won»");
  expect_regions("»We won«, he said.", "»We won«");
  expect_regions("„We won,“ he said.", "„We won,“");
  expect_regions("„We won,” he said.", "„We won,”");
}

static void test_kinds(void **state) {
  (void)state;
  Parsed self = parsed("“A” ‘b c’ «d» ''e'' 'f g'");
  static const uint8_t kinds[] = {MARK_DOUBLE, MARK_SINGLE, MARK_GUILLEMET, MARK_DOUBLE,
                                  MARK_SINGLE};
  assert_int_equal(self.unit.region_count, 5);
  for (uint32_t i = 0; i < 5; i++) assert_int_equal(self.unit.regions[i].mark, kinds[i]);
  assert_int_equal(self.unit.regions[0].flags, REGION_OPENS_UNIT);
  assert_int_equal(self.unit.regions[1].flags, 0);
  assert_int_equal(self.unit.regions[1].word_count, 2);
  assert_int_equal(self.unit.regions[1].inner_start, self.unit.regions[1].start + 3);
  assert_int_equal(self.unit.regions[1].inner_end, self.unit.regions[1].end - 3);
  parsed_free(&self);
}

static void test_straight_marks_by_context(void **state) {
  (void)state;
  expect_regions("He called it \"odd\" and \"sad\".", "\"odd\" | \"sad\"");
  expect_regions("(\"odd\"), \"sad\"; said:\"glad\"", "\"odd\" | \"sad\" | \"glad\"");
  expect_regions("\"We won!\"--\"Did we?\"", "\"We won!\" | \"Did we?\"");
  expect_regions("\" We won, \" he said.", "");
  expect_regions("He said \"we won, \" twice.", "\"we won, \"");
}

static void test_nested(void **state) {
  (void)state;
  expect_regions("“She said ‘never’ twice,” he said.", "“She said ‘never’ twice,” | >‘never’");
  expect_regions("\"She said 'never,'\" he said.", "\"She said 'never,'\" | >'never,'");
  expect_regions("\"She said \"never\" twice,\" he said.",
                 "\"She said \"never\" twice,\" | >\"never\"");
  expect_regions("“‘\"Go\" now,’ she said,” he said.",
                 "“‘\"Go\" now,’ she said,” | >‘\"Go\" now,’ | >\"Go\"");
  expect_regions("“One ‘two “three” two’ one”",
                 "“One ‘two “three” two’ one” | >‘two “three” two’ | >“three”");
}

static void test_apostrophes_close_nothing(void **state) {
  (void)state;
  expect_regions("“Norway’s fleet isn’t the Joneses’ fleet,” he said.",
                 "“Norway’s fleet isn’t the Joneses’ fleet,”");
  expect_regions("‘It’s Norway’s fleet,’ he said.", "‘It’s Norway’s fleet,’");
  expect_regions("'It's the crews' boat,' he said.", "'It's the crews' boat,'");
  expect_regions("‘It’s the crews’ boat,’ he said.", "‘It’s the crews’ boat,’");
  expect_regions("The crews' boat and the sailors' boat.", "");
  expect_regions("In the '90s and '80s, rock 'n' roll, rock ’n’ roll.", "");
  expect_regions("Get 'em and go, 'tis late.", "");
  expect_regions("'I hated the '90s,' he said.", "'I hated the '90s,'");
}

static void test_feet_and_inches(void **state) {
  (void)state;
  expect_regions("He is 5'10\" and she 5′9″ tall.", "");
  expect_regions("A 24\" screen.", "");
  expect_regions("\"The 24\" screen broke,\" he said.", "\"The 24\" screen broke,\"");
  expect_regions("\"We sold 24\" was all.", "\"We sold 24\"");
}

static void test_unclosed(void **state) {
  (void)state;
  expect_regions("He said, “We won. We go on.", "“We won. We go on.~");
  expect_regions("“She said ‘never,” he said.", "“She said ‘never,” | >‘never,~");
  expect_regions("“We (or so) won", "“We (or so) won~");
  expect_regions("“We (or so won” he said", "“We (or so won”");
}

// What typists do: the wrong sign of a pair, two single marks for a double one.
static void test_slips(void **state) {
  (void)state;
  expect_regions("“We won,“ he said. “We lost.“", "“We won,“ | “We lost.“");
  expect_regions("“We won,\" he said.", "“We won,\"");
  expect_regions("‘We won,' he said.", "‘We won,'");
  expect_regions("‘‘We won,’’ he said.", "‘‘We won,’’");
  expect_regions("The \"1,200\" list of ''400'' names.", "\"1,200\" | ''400''");
}

static void test_stray_closers_are_text(void **state) {
  (void)state;
  expect_regions("We won” he said.", "");
  expect_regions("We won» he said) and ] left}", "");
  expect_regions("'' '' \" \" “”", "“”");
}

static void test_stop_inside_marks_stays_inside(void **state) {
  (void)state;
  Parsed self = parsed("“We won.” He left.");
  const Region *region = &self.unit.regions[0];
  assert_int_equal(region->inner_end, strlen("“We won."));
  assert_int_equal(self.unit.tokens[region->first_token + region->token_count - 1].kind,
                   TOKEN_CLOSE_MARK);
  assert_int_equal(self.unit.sentences[0].end, region->end);
  parsed_free(&self);
}

static void test_regions_of_tokens(void **state) {
  (void)state;
  Parsed self = parsed("Roe “won ‘big’ (twice)” then");
  static const uint32_t regions[] = {NONE, 0, 0, 1, 1, 1, 0, 0, 0, 0, NONE};
  static const uint8_t brackets[] = {0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0};
  assert_int_equal(self.unit.token_count, 11);
  for (uint32_t i = 0; i < 11; i++) {
    assert_int_equal(self.unit.tokens[i].region, regions[i]);
    assert_int_equal(self.unit.tokens[i].brackets, brackets[i]);
  }
  parsed_free(&self);
}

// A query sees a sentence's parts side by side.
static void test_query(void **state) {
  (void)state;
  Parsed self = parsed("“We won,” Gov. Ana-Lena B. Roe said of all the many boats that ran.");
  const TSLanguage *language = ts_tree_language(self.tree);
  const char *source = "(sentence (quotation open: (open_mark)) @q . (name) @n . (word) @w)";
  uint32_t offset;
  TSQueryError error;
  TSQuery *query = ts_query_new(language, source, (uint32_t)strlen(source), &offset, &error);
  assert_non_null(query);
  TSQueryCursor *cursor = ts_query_cursor_new();
  ts_query_cursor_exec(cursor, query, ts_tree_root_node(self.tree));
  TSQueryMatch match;
  assert_true(ts_query_cursor_next_match(cursor, &match));
  assert_int_equal(match.capture_count, 3);
  const uint32_t start = ts_node_start_byte(match.captures[1].node);
  const uint32_t end = ts_node_end_byte(match.captures[1].node);
  assert_int_equal(end - start, strlen("Gov. Ana-Lena B. Roe"));
  assert_memory_equal(self.unit.bytes + start, "Gov. Ana-Lena B. Roe", end - start);
  assert_false(ts_query_cursor_next_match(cursor, &match));
  ts_query_cursor_delete(cursor);
  ts_query_delete(query);
  parsed_free(&self);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_styles),
      cmocka_unit_test(test_kinds),
      cmocka_unit_test(test_straight_marks_by_context),
      cmocka_unit_test(test_nested),
      cmocka_unit_test(test_apostrophes_close_nothing),
      cmocka_unit_test(test_feet_and_inches),
      cmocka_unit_test(test_unclosed),
      cmocka_unit_test(test_slips),
      cmocka_unit_test(test_stray_closers_are_text),
      cmocka_unit_test(test_stop_inside_marks_stays_inside),
      cmocka_unit_test(test_regions_of_tokens),
      cmocka_unit_test(test_query),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
