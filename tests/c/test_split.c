// split: which lines make a paragraph, what is no prose, and what the mask blanks.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "split.h"

// Writes the units of `text` as "P:first words|H:…", a line break shown as "/".
static void units_of(const char *text, size_t len, CdWrap wrap, char *out, size_t room) {
  static const char LETTERS[] = "-PHLQFCMT";
  Gap gap;
  assert_true(gap_init(&gap, text, (uint32_t)len));
  Splitter *splitter = splitter_new();
  splitter_begin(splitter, &gap, wrap);
  size_t used = 0;
  SplitState state = {0};
  uint32_t at = 0, rows = 0;
  while (at < len) {
    SplitUnit unit = splitter_next(splitter, at, state);
    assert_true(unit.len > 0);
    const char *bytes = gap_view(&gap, at, at + unit.len);
    uint32_t end = unit.len;
    while (end && strchr(" \r\n", bytes[end - 1])) end--;
    if (used + end + 4 < room) {
      if (used) out[used++] = '|';
      out[used++] = unit.part ? '+' : LETTERS[unit.block];
      out[used++] = ':';
      for (uint32_t i = 0; i < end; i++) out[used++] = bytes[i] == '\n' ? '/' : bytes[i];
    }
    at += unit.len;
    rows += unit.rows;
    state = unit.after;
  }
  out[used] = 0;
  uint32_t expected_rows = 0;
  for (size_t i = 0; i < len; i++) expected_rows += text[i] == '\n';
  assert_int_equal(rows, expected_rows);
  assert_int_equal(at, len);
  splitter_free(splitter);
  gap_free(&gap);
}

static void check(const char *text, const char *expected) {
  char out[8192];
  units_of(text, strlen(text), CD_WRAP_AUTO, out, sizeof out);
  assert_string_equal(out, expected);
}

static void blank_lines_divide_paragraphs(void **state) {
  (void)state;
  check("One.\n\nTwo.\n\n\n  \nThree.", "P:One.|P:Two.|P:Three.");
}

static void each_line_of_soft_wrapped_copy_is_a_paragraph(void **state) {
  (void)state;
  check(
      "The council met on Monday evening to vote on the new bridge across the river.\n"
      "\xE2\x80\x9CWe need it,\xE2\x80\x9D Mayor Lin said.\n"
      "The vote was close, and three of the members left the room before the count was read "
      "aloud.\n"
      "Work begins in May.\n",
      "P:The council met on Monday evening to vote on the new bridge across the river.|"
      "P:\xE2\x80\x9CWe need it,\xE2\x80\x9D Mayor Lin said.|"
      "P:The vote was close, and three of the members left the room before the count was read "
      "aloud.|P:Work begins in May.");
}

static void hard_wrapped_lines_are_joined(void **state) {
  (void)state;
  check(
      "The harbour board said on Friday that it would close the northern pier\n"
      "for the winter. Repairs are to begin in the second week of November and\n"
      "last until spring.\n"
      "\n"
      "Two ferries will use the southern pier instead.\n",
      "P:The harbour board said on Friday that it would close the northern pier/"
      "for the winter. Repairs are to begin in the second week of November and/last until spring.|"
      "P:Two ferries will use the southern pier instead.");
}

static void an_indented_line_begins_a_paragraph_of_wire_copy(void **state) {
  (void)state;
  check(
      "  The harbour board said on Friday that it would close the northern\n"
      "pier for the winter, and that two ferries would use the southern one.\n"
      "  Repairs begin in the second week of November, a spokeswoman for the\n"
      "board said.\n",
      "P:  The harbour board said on Friday that it would close the northern/"
      "pier for the winter, and that two ferries would use the southern one.|"
      "P:  Repairs begin in the second week of November, a spokeswoman for the/board said.");
}

static void indentation_counts_as_width(void **state) {
  (void)state;
  check(
      "   The old ferry, which has crossed the bay since before the war, is a\n"
      "wreck, and nobody at the harbour office could say on Monday who is to pay\n"
      "for it.\n",
      "P:   The old ferry, which has crossed the bay since before the war, is a/"
      "wreck, and nobody at the harbour office could say on Monday who is to pay/for it.");
}

static void lines_of_a_block_quote_are_one_paragraph(void **state) {
  (void)state;
  check("> We close.\n> -- the board\n>\n> Next.\n", "Q:> We close./> -- the board|Q:>|Q:> Next.");
}

static void the_wrap_option_overrides(void **state) {
  (void)state;
  char out[256];
  const char *text = "Short line\nanother short line\n";
  units_of(text, strlen(text), CD_WRAP_HARD, out, sizeof out);
  assert_string_equal(out, "P:Short line/another short line");
  units_of(text, strlen(text), CD_WRAP_SOFT, out, sizeof out);
  assert_string_equal(out, "P:Short line|P:another short line");
}

static void markdown_blocks_are_told_apart(void **state) {
  (void)state;
  check(
      "---\ntitle: A\n---\n# Head\nText.\n- one\n- two\n  more\n1. first\n> said\n```sh\nls\n\n# "
      "no\n```\n"
      "<!-- note\nto desk -->\n| a | b |\nTitle\n===\nEnd.\n",
      "F:---|F:title: A|F:---|H:# Head|P:Text.|L:- one|L:- two/  more|L:1. first|Q:> said|C:```sh|"
      "C:ls|C:|C:# no|C:```|M:<!-- note|M:to desk -->|T:| a | b ||H:Title/===|P:End.");
}

static void front_matter_needs_its_end(void **state) {
  (void)state;
  check("---\nThe day began.\n", "-:---|P:The day began.");
}

static void an_open_fence_runs_to_the_end(void **state) {
  (void)state;
  check("```\ncode\n~~~\nmore", "C:```|C:code|C:~~~|C:more");
}

static void a_huge_line_is_read_in_parts(void **state) {
  (void)state;
  size_t len = 300000;
  char *text = malloc(len);
  for (size_t i = 0; i < len; i++) text[i] = "The board met. "[i % 15];
  Gap gap;
  assert_true(gap_init(&gap, text, (uint32_t)len));
  Splitter *splitter = splitter_new();
  splitter_begin(splitter, &gap, CD_WRAP_AUTO);
  SplitState at_state = {0};
  uint32_t parts = 0;
  for (uint32_t at = 0; at < len; parts++) {
    SplitUnit unit = splitter_next(splitter, at, at_state);
    assert_true(unit.len > 0 && unit.len <= 16 * 1024);
    assert_int_equal(unit.part, parts > 0);
    at += unit.len;
    at_state = unit.after;
  }
  assert_true(parts > 18);
  splitter_free(splitter);
  gap_free(&gap);
  free(text);
}

static void check_mask(BlockKind block, const char *text, const char *expected) {
  char out[512];
  uint32_t len = (uint32_t)strlen(text);
  split_mask(text, len, block, out);
  out[len] = 0;
  assert_string_equal(out, expected);
}

static void the_mask_blanks_markup_in_place(void **state) {
  (void)state;
  check_mask(BLOCK_HEADING, "## The vote ##", "   The vote   ");
  check_mask(BLOCK_LIST_ITEM, "- [x] call her", "      call her");
  check_mask(BLOCK_LIST_ITEM, "12. call her", "    call her");
  check_mask(BLOCK_QUOTE, "> one\n> two", "  one\n  two");
  check_mask(BLOCK_PROSE, "run `make \"x\"` now", "run            now");
  check_mask(BLOCK_PROSE, "a ``quoted'' word", "a ``quoted'' word");
  check_mask(BLOCK_PROSE, "see [the report](http://a.b/c_d) now",
             "see  the report                  now");
  check_mask(BLOCK_PROSE, "a note[^1] and [T]he end", "a note     and [T]he end");
  check_mask(BLOCK_PROSE, "**bold** and _soft_ snake_case 2 * 3",
             "  bold   and  soft  snake_case 2 * 3");
  check_mask(BLOCK_PROSE, "a <b>word</b> <!-- no --> 3 < 4", "a    word                 3 < 4");
  check_mask(BLOCK_PROSE,
             "bad\xFF"
             "byte\x01",
             "bad*byte ");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blank_lines_divide_paragraphs),
      cmocka_unit_test(each_line_of_soft_wrapped_copy_is_a_paragraph),
      cmocka_unit_test(hard_wrapped_lines_are_joined),
      cmocka_unit_test(an_indented_line_begins_a_paragraph_of_wire_copy),
      cmocka_unit_test(indentation_counts_as_width),
      cmocka_unit_test(lines_of_a_block_quote_are_one_paragraph),
      cmocka_unit_test(the_wrap_option_overrides),
      cmocka_unit_test(markdown_blocks_are_told_apart),
      cmocka_unit_test(front_matter_needs_its_end),
      cmocka_unit_test(an_open_fence_runs_to_the_end),
      cmocka_unit_test(a_huge_line_is_read_in_parts),
      cmocka_unit_test(the_mask_blanks_markup_in_place),
  };
  return cmocka_run_group_tests_name("split", tests, NULL, NULL);
}
