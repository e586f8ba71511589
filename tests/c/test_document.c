// The document: places in the text, edits, and that reading on equals reading afresh.
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "copydesk.h"
#include "digest.h"

static CdRules *rules;

static CdDocument *open_text(const char *text) {
  CdDocument *document = cd_document_new(rules, text, strlen(text));
  assert_non_null(document);
  return document;
}

static void check_position(const CdDocument *document, uint32_t offset, uint32_t row,
                           uint32_t column) {
  uint32_t got_row, got_column;
  cd_document_position(document, offset, &got_row, &got_column);
  assert_int_equal(got_row, row);
  assert_int_equal(got_column, column);
  assert_int_equal(cd_document_offset(document, row, column), offset);
}

static void offsets_are_rows_and_columns(void **state) {
  (void)state;
  CdDocument *document = open_text("one\n\ntwo three\n\n\nfour");
  assert_int_equal(cd_document_row_count(document), 6);
  check_position(document, 0, 0, 0);
  check_position(document, 3, 0, 3);
  check_position(document, 4, 1, 0);
  check_position(document, 5, 2, 0);
  check_position(document, 9, 2, 4);
  check_position(document, 16, 4, 0);
  check_position(document, 21, 5, 4);
  assert_int_equal(cd_document_offset(document, 2, 99), 14);
  assert_int_equal(cd_document_offset(document, 99, 0), 21);
  cd_document_free(document);
}

static void rows_of_a_line_read_in_parts_are_right(void **state) {
  (void)state;
  size_t len = 100000;
  char *text = malloc(len + 1);
  assert_non_null(text);
  for (size_t i = 0; i < len; i++) text[i] = "The board met. "[i % 15];
  text[len] = 0;
  text[10] = '\n';
  CdDocument *document = open_text(text);
  check_position(document, 50000, 1, 49989);
  check_position(document, 99999, 1, 99988);
  cd_document_free(document);
  free(text);
}

static void an_edit_outside_the_text_is_refused(void **state) {
  (void)state;
  CdDocument *document = open_text("abc");
  CdChange change;
  assert_int_equal(cd_document_edit(document, 4, 0, "x", 1, &change), CD_BAD_RANGE);
  assert_int_equal(cd_document_edit(document, 2, 2, "x", 1, &change), CD_BAD_RANGE);
  assert_int_equal(cd_document_edit(document, 1, 1, "xy", 2, &change), CD_OK);
  char text[5] = {0};
  assert_int_equal(cd_document_text(document, (CdSpan){0, 4}, text), CD_OK);
  assert_string_equal(text, "axyc");
  assert_int_equal(cd_document_text(document, (CdSpan){0, 5}, text), CD_BAD_RANGE);
  cd_document_free(document);
}

static void an_edit_tells_its_rows(void **state) {
  (void)state;
  CdDocument *document = open_text("First line here.\n\nSecond one.\n\nThird one.\n");
  CdChange change;
  assert_int_equal(cd_document_edit(document, 18, 6, "2nd", 3, &change), CD_OK);
  assert_true(change.first_row <= 2 && change.last_row >= 2);
  cd_document_free(document);
}

// ---- reading on equals reading afresh ----------------------------------------------------------
typedef struct {
  char *bytes;
  size_t len;
} Text;

static Text read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  Text text = {malloc(1 << 20), 0};
  assert_non_null(text.bytes);
  text.len = fread(text.bytes, 1, (1 << 20) - 1, file);
  fclose(file);
  return text;
}

static uint32_t seed;

static uint32_t random_below(uint32_t limit) {
  seed = seed * 1664525u + 1013904223u;
  return limit ? (seed >> 8) % limit : 0;
}

// What people and accidents put into drafts.
static const char *const PIECES[] = {
    "x",
    " ",
    "\n",
    "\n\n",
    ".",
    ",",
    "\xE2\x80\x9C",
    "\xE2\x80\x9D",
    "\"",
    "'",
    "he said",
    " said ",
    "Maria Lopez",
    " Lopez",
    "Mr. ",
    "U.S. ",
    "12 percent",
    "$4 million",
    "```\n",
    "> ",
    "- ",
    "# ",
    "<!--",
    "-->",
    "---\n",
    "\xFF",
    "    ",
    "according to ",
    "A. ",
    ": ",
    "The ",
    "\r\n",
    "1,200",
    " a line that is rather long and goes on for some time, so that it might be wrapped "
    "somewhere\n",
};

// One random edit of `text` (room for more is there), also made in `document`.
static void edit_at_random(CdDocument *document, Text *text) {
  uint32_t start = random_below((uint32_t)text->len + 1);
  uint32_t most = random_below(8) ? 6 : 200;
  uint32_t old_len = random_below(2) ? random_below(most) : 0;
  if (old_len > text->len - start) old_len = (uint32_t)text->len - start;
  char piece[512];
  uint32_t new_len = 0;
  if (random_below(4) == 0 && text->len > 300) {  // a stretch of the draft itself, pasted elsewhere
    new_len = random_below(250);
    memcpy(piece, text->bytes + random_below((uint32_t)text->len - new_len), new_len);
  } else if (random_below(3)) {
    const char *chosen = PIECES[random_below(sizeof PIECES / sizeof *PIECES)];
    new_len = (uint32_t)strlen(chosen);
    memcpy(piece, chosen, new_len);
  }
  if (text->len > 40000) new_len = 0;
  assert_int_equal(cd_document_edit(document, start, old_len, piece, new_len, NULL), CD_OK);
  memmove(text->bytes + start + new_len, text->bytes + start + old_len,
          text->len - start - old_len);
  memcpy(text->bytes + start, piece, new_len);
  text->len = text->len - old_len + new_len;
}

static void check_same(const CdDocument *document, const Text *text, const char *path,
                       uint32_t edits) {
  CdDocument *fresh = cd_document_new(rules, text->bytes, text->len);
  assert_non_null(fresh);
  Json expected = {0}, got = {0};
  assert_true(digest_write(&expected, fresh) && digest_write(&got, document));
  if (expected.len != got.len || memcmp(expected.bytes, got.bytes, got.len) != 0) {
    size_t at = 0;
    while (at < got.len && at < expected.len && expected.bytes[at] == got.bytes[at]) at++;
    while (at && expected.bytes[at - 1] != '\n') at--;
    print_error("%s, %u edits: read afresh it is\n%.200s\nread on it is\n%.200s\n", path, edits,
                expected.bytes + at, got.bytes + at);
    const char *folder = getenv("COPYDESK_FAILED");  // where to leave a failed text
    if (folder) {
      char name[512];
      snprintf(name, sizeof name, "%s/failed.txt", folder);
      FILE *file = fopen(name, "wb");
      if (file) fwrite(text->bytes, 1, text->len, file);
      if (file) fclose(file);
    }
    fail();
  }
  emit_free(&expected);
  emit_free(&got);
  cd_document_free(fresh);
}

// How many edits, and which, can be said in the environment, for longer runs.
static uint32_t number_of(const char *variable, uint32_t otherwise) {
  const char *set = getenv(variable);
  return set ? (uint32_t)atoi(set) : otherwise;
}

static void reading_on_equals_reading_afresh(void **state) {
  (void)state;
  glob_t drafts;
  assert_int_equal(glob("tests/drafts/*.[tm][xd]*", 0, NULL, &drafts), 0);
  for (size_t i = 0; i < drafts.gl_pathc; i++) {
    Text text = read_file(drafts.gl_pathv[i]);
    CdDocument *document = cd_document_new(rules, text.bytes, text.len);
    assert_non_null(document);
    seed = (uint32_t)i + number_of("COPYDESK_SEED", 1);
    uint32_t edits = number_of("COPYDESK_EDITS", 2000);
    for (uint32_t n = 1; n <= edits; n++) {
      edit_at_random(document, &text);
      if (n % 20 == 0 || n == edits) check_same(document, &text, drafts.gl_pathv[i], n);
    }
    cd_document_free(document);
    free(text.bytes);
  }
  globfree(&drafts);
}

static void hostile_text_is_read_on(void **state) {
  (void)state;
  static const char *const UNITS[] = {
      "\"", "\n",   "\xE2\x80\x9C",    "[", "`", "<",  "*",  "A",
      "a ", "\xFF", "\xE2\x80\x9Cx\n", "1", "$", "''", "> ", "U.S. "};
  for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
    size_t size = strlen(UNITS[i]), count = 10000;
    char *text = malloc(size * count);
    assert_non_null(text);
    for (size_t n = 0; n < count; n++) memcpy(text + n * size, UNITS[i], size);
    CdDocument *document = cd_document_new(rules, text, size * count);
    assert_non_null(document);
    assert_int_equal(cd_document_len(document), size * count);
    CdChange change;
    assert_int_equal(cd_document_edit(document, (uint32_t)(size * count / 2), 0, "\n", 1, &change),
                     CD_OK);
    cd_document_free(document);
    free(text);
  }
}

static void nul_and_an_empty_text_are_read(void **state) {
  (void)state;
  CdDocument *document = cd_document_new(rules, "", 0);
  assert_non_null(document);
  assert_int_equal(cd_document_row_count(document), 1);
  assert_int_equal(cd_document_edit(document, 0, 0, "a\0b\n", 4, NULL), CD_OK);
  assert_int_equal(cd_document_len(document), 4);
  assert_int_equal(cd_document_edit(document, 0, 4, "", 0, NULL), CD_OK);
  assert_int_equal(cd_document_len(document), 0);
  cd_document_free(document);
}

static int make_rules(void **state) {
  (void)state;
  rules = cd_rules_new();
  return rules ? 0 : -1;
}

static int free_rules(void **state) {
  (void)state;
  cd_rules_free(rules);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(offsets_are_rows_and_columns),
      cmocka_unit_test(rows_of_a_line_read_in_parts_are_right),
      cmocka_unit_test(an_edit_outside_the_text_is_refused),
      cmocka_unit_test(an_edit_tells_its_rows),
      cmocka_unit_test(nul_and_an_empty_text_are_read),
      cmocka_unit_test(hostile_text_is_read_on),
      cmocka_unit_test(reading_on_equals_reading_afresh),
  };
  return cmocka_run_group_tests_name("document", tests, make_rules, free_rules);
}
