// Rules as a user writes them: what matches, what a file adds or replaces, what is said about mistakes,
// and that no rule can hold the reading up. All examples are made up.
#include "unit_helper.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

const TSLanguage *tree_sitter_prose(void);

// ---- helpers ----------------------------------------------------------------------------------------
static void add(Desk *desk, const char *path, const char *text, CdStatus expected) {
  assert_int_equal(cd_rules_add_file(desk->rules, path, text, strlen(text)), expected);
}

static void gather(void *context, const char *message) {
  char *all = context;
  snprintf(all + strlen(all), 2000 - strlen(all), "%s\n", message);
}

static void expect_messages(const Desk *desk, const char *expected) {
  char all[2000] = "";
  cd_rules_messages(desk->rules, gather, all);
  assert_string_equal(all, expected);
}

// The matches of claim rules, as "name=words name=words | …".
static void matches_of(Desk *desk, char *out, size_t room) {
  const Unit *unit = &desk->unit;
  out[0] = '\0';
  for (uint32_t i = 0; i < unit->match_count; i++) {
    const Match *match = &unit->matches[i];
    if (rules_kind(desk->rules, match->rule) != RULES_CLAIMS) continue;
    if (out[0]) strncat(out, " | ", room - strlen(out) - 1);
    for (uint32_t k = 0; k < match->capture_count; k++) {
      const Capture *capture = &unit->captures[match->first_capture + k];
      char one[200];
      snprintf(one, sizeof one, "%s%s=%.*s", k > 0 ? " " : "",
               rules_capture_name(desk->rules, capture->name), (int)(capture->end - capture->start),
               unit->bytes + capture->start);
      strncat(out, one, room - strlen(out) - 1);
    }
  }
}

// Replaces the claim rules by `query` and expects these matches in `text`.
static void expect_matches(const char *query, const char *text, const char *expected) {
  Desk desk = desk_new();
  add(&desk, "claims.scm", query, CD_OK);
  desk_read(&desk, text);
  char found[2000];
  matches_of(&desk, found, sizeof found);
  if (strcmp(found, expected) != 0) print_error("query: %s\ntext: %s\n", query, text);
  assert_string_equal(found, expected);
  desk_free(&desk);
}

// ---- matching ---------------------------------------------------------------------------------------
static const char pier[] = "The pier closed. Mayor Ana Roe said the Pier Trust lost 40 boats.";

static void test_words(void **state) {
  (void)state;
  expect_matches("((word) @w (#any-of? @w \"pier\" \"lost\"))", pier, "w=pier | w=lost");
  expect_matches("((word) @w (#eq? @w \"pier\"))", pier, "w=pier");
  expect_matches("((word) @w (#eq? @w \"Pier\"))", pier, "");
  expect_matches("((word) @w (#lexicon? @w \"speech\"))", pier, "w=said");
  expect_matches("(number) @n", pier, "n=40");
  expect_matches("((name) @n (#match? @n \"^Pier\"))", pier, "n=Pier Trust");
  expect_matches("((name) @n (#entity? @n PERSON))", pier, "n=Mayor Ana Roe");
}

static void test_turned_round(void **state) {
  (void)state;
  expect_matches("((name) @n (#not-match? @n \"^Pier\"))", pier, "n=Mayor Ana Roe");
  expect_matches("((name) @n (#not-entity? @n PERSON GPE))", pier, "n=Pier Trust");
  expect_matches("((word) @w (#not-any-of? @w \"pier\" \"the\") (#not-lexicon? @w \"speech\"))",
                 pier, "w=closed | w=lost | w=boats");
  expect_matches("((number) . (word) @w (#not-eq? @w \"ships\"))", pier, "w=boats");
}

static void test_two_captures(void **state) {
  (void)state;
  expect_matches("((word) @a . (word) @b (#eq? @a @b))", "He said that that boat sank.",
                 "a=that b=that");
  expect_matches("((word) @a . (stop) . (word) @b (#not-eq? @a @b))", "He said that.", "");
}

static void test_beginning_of_a_sentence(void **state) {
  (void)state;
  expect_matches("([(word) (capitalised)] @w (#any-of? @w \"because\" \"boats\"))",
                 "Because it rained, Boats sank. Boats are cheap.", "w=Because | w=Boats");
}

static void test_sequences(void **state) {
  (void)state;
  expect_matches("((word) @a . (comma)? . (name) @n (#eq? @a \"said\"))",
                 "It closed, said Ana Roe. It closed, he said, Ben Lim too.",
                 "a=said n=Ana Roe | a=said n=Ben Lim");
  expect_matches("(sentence . (name) @n . (word) @v)", "Ana Roe left. Then Ben Lim left.",
                 "n=Ana Roe v=left");
  expect_matches("((quotation) @q . (name) @n)", "“It rains,” Ana Roe said.",
                 "q=“It rains,” n=Ana Roe");
  // A word in quotation marks is no neighbour of one outside.
  expect_matches("((word) @a . (word) @b (#eq? @b \"fine\"))", "She called it “fine weather” then.",
                 "");
}

static void test_trees(void **state) {
  (void)state;
  expect_matches(
      "(sentence (quotation (sentence (word) @in)) (word) @out (#eq? @in \"rains\") "
      "(#eq? @out \"said\"))",
      "“It rains,” she said. “It snows,” he said.", "in=rains out=said");
  expect_matches("((sentence (word) @a) . (sentence (name) @b) (#eq? @a \"closed\"))", pier,
                 "a=closed b=Mayor Ana Roe | a=closed b=Pier Trust");
}

static void test_order_of_the_text(void **state) {
  (void)state;
  expect_matches("((word) @b (#eq? @b \"boats\"))\n((word) @a (#eq? @a \"pier\"))", pier,
                 "a=pier | b=boats");
}

static void test_properties(void **state) {
  (void)state;
  Desk desk = desk_new();
  add(&desk, "claims.scm", "((word) @w (#eq? @w \"pier\") (#set! sort \"la\\\"w\") (#set! sure))",
      CD_OK);
  desk_read(&desk, "A pier.");
  assert_int_equal(desk.unit.match_count, 1);
  const Match *match = desk.unit.matches;
  assert_string_equal(rules_property(desk.rules, match->rule, "sort"), "la\"w");
  assert_string_equal(rules_property(desk.rules, match->rule, "sure"), "true");
  assert_string_equal(rules_property(desk.rules, match->rule, "other"), "");
  CdSpan span;
  assert_true(rules_capture(desk.rules, &desk.unit, match, "w", &span));
  assert_int_equal(span.start, 2);
  assert_int_equal(span.end, 6);
  assert_false(rules_capture(desk.rules, &desk.unit, match, "cue", &span));
  desk_free(&desk);
}

// Sequences are matched on the tokens; tree-sitter's own answer must be the same, on every draft.
static const char *const sequences[] = {
    "((word) @a . (word) @b)",
    "((name) @a . (comma) . (word) @b)",
    "((word) @a . (name) @b . (word) @c)",
    "([(word) (name)] @a . (colon) @b)",
    "((quotation) @a . (word) @b)",
    "((comma) . (quotation) @a)",
    "(sentence . (name) @a . (word) @b)",
    "(sentence . (quotation) @a)",
    "((capitalised) @a . (capitalised) @b)",
    "((initials) @a . (capitalised) @b)",
    "((clitic) @a . (word) @b)",
    "((number) @a . (word) @b . (word) @c . (word) @d)",
    "((money) @a . (word) @b)",
    "(document . (sentence . (word) @a . (word) @b))",
    "((word) @a . (comma)? . (name) @b)",
    "((comma)? @a . (quotation) @b . (word) @c)",
    "((name) @a . (clitic)? . (word) @b . (stop) @c)",
    "((name) . (word) . (word)? @a . (name) @b)",
    "(sentence (dash) @a . [(word) (name) (quotation)] @b)",
    "((abbreviation) @a)",
    "(name)",
    "([(number) (money) (percent)] @a @b)",
};

typedef struct {
  char *bytes;
  size_t len;
} Draft;

static Draft read_draft(const char *name) {
  char path[512];
  snprintf(path, sizeof path, "tests/drafts/%s", name);
  Draft draft = {0};
  FILE *file = fopen(path, "rb");
  if (!file) return draft;
  draft.bytes = malloc(16000);
  draft.len = fread(draft.bytes, 1, 16000, file);
  fclose(file);
  return draft;
}

static uint64_t hash_span(uint64_t hash, uint32_t start, uint32_t end) {
  return (hash ^ start) * 1099511628211U + (uint64_t)end * 31;
}

// The captures of all matches, in an order that does not depend on who found them.
static void expect_same_as_tree_sitter(const Draft *draft, const char *query) {
  Desk desk = desk_new();
  add(&desk, "claims.scm", query, CD_OK);
  desk_read_bytes(&desk, draft->bytes, draft->len);
  uint64_t ours = 0, theirs = 0;
  uint32_t our_count = 0, their_count = 0;
  for (uint32_t i = 0; i < desk.unit.match_count; i++) {
    const Match *match = &desk.unit.matches[i];
    if (rules_kind(desk.rules, match->rule) != RULES_CLAIMS) continue;
    uint64_t hash = 7;
    for (uint32_t k = 0; k < match->capture_count; k++) {
      const Capture *capture = &desk.unit.captures[match->first_capture + k];
      hash = hash_span(hash, capture->start, capture->end);
    }
    ours += hash;
    our_count++;
  }
  uint32_t offset;
  TSQueryError error;
  TSQuery *compiled =
      ts_query_new(tree_sitter_prose(), query, (uint32_t)strlen(query), &offset, &error);
  assert_non_null(compiled);
  TSQueryCursor *cursor = ts_query_cursor_new();
  ts_query_cursor_exec(cursor, compiled, ts_tree_root_node(desk.tree));
  TSQueryMatch match;
  while (ts_query_cursor_next_match(cursor, &match)) {
    uint64_t hash = 7;
    for (uint32_t k = 0; k < match.capture_count; k++) {
      TSNode node = match.captures[k].node;
      hash = hash_span(hash, ts_node_start_byte(node), ts_node_end_byte(node));
    }
    theirs += hash;
    their_count++;
  }
  ts_query_cursor_delete(cursor);
  ts_query_delete(compiled);
  if (ours != theirs)
    print_error("query: %s: %u matches, tree-sitter has %u\n", query, our_count, their_count);
  assert_true(ours == theirs && our_count == their_count);
  desk_free(&desk);
}

static void test_sequences_are_what_tree_sitter_finds(void **state) {
  (void)state;
  DIR *folder = opendir("tests/drafts");
  assert_non_null(folder);
  uint32_t drafts = 0;
  for (struct dirent *entry; (entry = readdir(folder));) {
    size_t len = strlen(entry->d_name);
    bool text = len > 4 && (strcmp(entry->d_name + len - 4, ".txt") == 0 ||
                            strcmp(entry->d_name + len - 3, ".md") == 0);
    Draft draft = text ? read_draft(entry->d_name) : (Draft){0};
    if (draft.bytes) drafts++;
    for (size_t i = 0; draft.bytes && i < sizeof sequences / sizeof *sequences; i++) {
      expect_same_as_tree_sitter(&draft, sequences[i]);
    }
    free(draft.bytes);
  }
  closedir(folder);
  assert_true(drafts > 0);
}

// ---- files ------------------------------------------------------------------------------------------
static void test_shipped_rules_have_no_messages(void **state) {
  (void)state;
  Desk desk = desk_new();
  expect_messages(&desk, "");
  assert_true(rules_count(desk.rules) > 20);
  desk_free(&desk);
}

static uint32_t count_claim_matches(Desk *desk, const char *text) {
  desk_read(desk, text);
  uint32_t count = 0;
  for (uint32_t i = 0; i < desk->unit.match_count; i++) {
    count += rules_kind(desk->rules, desk->unit.matches[i].rule) == RULES_CLAIMS;
  }
  return count;
}

static void test_extending_and_replacing(void **state) {
  (void)state;
  const char *text = "The zeppelin killed two men.";
  Desk desk = desk_new();
  uint32_t shipped = count_claim_matches(&desk, text);
  assert_true(shipped > 0);
  add(&desk, "a/claims.scm", ";; extends\n((word) @w (#eq? @w \"zeppelin\"))", CD_OK);
  assert_int_equal(count_claim_matches(&desk, text), shipped + 1);
  add(&desk, "b/claims.scm", "((word) @w (#eq? @w \"men\"))", CD_OK);
  assert_int_equal(count_claim_matches(&desk, text), 2);
  add(&desk, "c/claims.scm", "; mine\n((word) @w (#eq? @w \"two\"))\n((word) @w (#eq? @w \"the\"))",
      CD_OK);
  assert_int_equal(count_claim_matches(&desk, text), 3);
  expect_messages(&desk, "");
  desk_free(&desk);
}

static void test_a_query_that_does_not_compile(void **state) {
  (void)state;
  const char *text = "The pier killed two men.";
  Desk desk = desk_new();
  uint32_t shipped = count_claim_matches(&desk, text);
  add(&desk, "my/claims.scm", "; mine\n((word) @w\n  (nosuch) @x)", CD_BAD_RULES);
  add(&desk, "my/claims.scm", "((word) @w", CD_BAD_RULES);
  add(&desk, "my/claims.scm", "((word) @w (#eq? @x \"a\"))\n(sentence (document))", CD_BAD_RULES);
  assert_int_equal(count_claim_matches(&desk, text), shipped);
  expect_messages(&desk,
                  "my/claims.scm:3:4: no such kind of node\n"
                  "my/claims.scm:1:11: syntax error\n"
                  "my/claims.scm:1:13: no such capture\n"
                  "my/claims.scm:2:11: the tree never has this shape\n");
  desk_free(&desk);
}

static void test_predicates_that_cannot_be_used(void **state) {
  (void)state;
  Desk desk = desk_new();
  add(&desk, "claims.scm",
      "((word) @w\n"
      "  (#eq? @w \"(#\") (#sounds-like? @w \"x\"))\n"
      "((word) @w (#eq? @w))\n"
      "((word) @w (#any-of? \"a\" \"b\"))\n"
      "((name) @w (#entity? @w HUMAN))\n"
      "((name) @w (#match? @w \"(a\"))\n"
      "((name) @w (#set! @w))\n"
      "((name) @w (#set! type \"lore\") (#set! priority \"4\"))\n"
      "((name) @w (#set! priority \"4\"))\n"
      "((word) @good (#eq? @good \"pier\"))",
      CD_BAD_RULES);
  expect_messages(&desk,
                  "claims.scm:2:19: unknown predicate: #sounds-like?\n"
                  "claims.scm:3:13: takes a capture and one more argument\n"
                  "claims.scm:4:13: the first argument must be a capture\n"
                  "claims.scm:5:13: no such type of entity: HUMAN\n"
                  "claims.scm:6:13: missing closing parenthesis at byte 2 of the expression\n"
                  "claims.scm:7:13: #set! takes a name and a value\n"
                  "claims.scm:8:13: no such type of claim\n"
                  "claims.scm:9:13: a priority is 1, 2 or 3\n");
  char found[200];
  desk_read(&desk, "A pier.");
  matches_of(&desk, found, sizeof found);
  assert_string_equal(found, "good=pier");
  desk_free(&desk);
}

static void test_word_lists(void **state) {
  (void)state;
  Desk desk = desk_new();
  add(&desk, "claims.scm", "([(word) (name)] @w (#lexicon? @w \"vessel\"))", CD_OK);
  expect_messages(&desk, "claims.scm:1:22: no such lexicon: vessel\n");
  add(&desk, "house/lexicon/en/vessel.txt", "# boats\nzeppelin\nRed Star\n", CD_OK);
  expect_messages(&desk, "");
  desk_read(&desk, "A zeppelin met the Red Star and a Red Sea ship.");
  char found[200];
  matches_of(&desk, found, sizeof found);
  assert_string_equal(found, "w=zeppelin | w=Red Star");
  desk_free(&desk);
}

static void test_files_of_no_kind(void **state) {
  (void)state;
  Desk desk = desk_new();
  add(&desk, "my/notes.txt", "x", CD_BAD_RULES);
  expect_messages(
      &desk, "my/notes.txt:1:1: neither attribution.scm, claims.scm nor lexicon/en/CLASS.txt\n");
  desk_free(&desk);
}

static void write_file(const char *folder, const char *name, const char *text) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    mkdir(path, 0700);
    *slash = '/';
  }
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

static void test_folder(void **state) {
  (void)state;
  char folder[] = "/tmp/copydesk-rules-XXXXXX";
  assert_non_null(mkdtemp(folder));
  write_file(folder, "queries/prose/claims.scm", "((word) @w (#lexicon? @w \"vessel\"))");
  write_file(folder, "queries/prose/highlights.scm", "(broken");
  write_file(folder, "lexicon/en/vessel.txt", "zeppelin\n");
  Desk desk = desk_new();
  assert_int_equal(cd_rules_add_folder(desk.rules, folder), CD_OK);
  expect_messages(&desk, "");
  assert_int_equal(count_claim_matches(&desk, "The zeppelin killed two men."), 1);
  char command[128];
  snprintf(command, sizeof command, "rm -r %s", folder);
  assert_int_equal(system(command), 0);
  assert_int_equal(cd_rules_add_folder(desk.rules, folder), CD_BAD_FILE);
  desk_free(&desk);
}

// ---- rules that would hold the reading up -----------------------------------------------------------
static char *repeated(const char *word, size_t size) {
  char *text = malloc(size + 1);
  assert_non_null(text);
  size_t len = strlen(word);
  for (size_t i = 0; i < size; i++) text[i] = word[i % len];
  text[size] = '\0';
  return text;
}

static void expect_switched_off(const char *query, const char *text, const char *place) {
  Desk desk = desk_new();
  char both[2000];
  snprintf(both, sizeof both, "%s\n((word) @good (#eq? @good \"good\"))", query);
  add(&desk, "claims.scm", both, CD_OK);
  assert_null(rules_cursor_message(desk.cursor));
  desk_read(&desk, text);
  const char *message = rules_cursor_message(desk.cursor);
  assert_non_null(message);
  assert_memory_equal(message, place, strlen(place));
  // The others go on, and it stays off.
  desk_read(&desk, "A good word for a ripe banana and 5 more.");
  char found[200];
  matches_of(&desk, found, sizeof found);
  assert_string_equal(found, "good=good");
  desk_free(&desk);
}

static void test_query_with_too_many_states(void **state) {
  (void)state;
  char *text = repeated("a word ", 12000);
  expect_switched_off("(sentence (word) @a (word) @b (word) @c (word) @d (word) @e (number) @f)",
                      text, "claims.scm:1:1: this rule ");
  free(text);
}

static void test_expression_without_end(void **state) {
  (void)state;
  char *text = repeated("aaaaaaaaaaaaaaa", 4000);
  expect_switched_off("; hangs\n((word) @w (#match? @w \"(a+)+$(?<!aa)\"))", text,
                      "claims.scm:2:1: this rule took too long");
  free(text);
}

static void test_empty_unit(void **state) {
  (void)state;
  Desk desk = desk_new();
  desk_read(&desk, "");
  assert_int_equal(desk.unit.match_count, 0);
  desk_free(&desk);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_turned_round),
      cmocka_unit_test(test_two_captures),
      cmocka_unit_test(test_beginning_of_a_sentence),
      cmocka_unit_test(test_sequences),
      cmocka_unit_test(test_trees),
      cmocka_unit_test(test_order_of_the_text),
      cmocka_unit_test(test_properties),
      cmocka_unit_test(test_sequences_are_what_tree_sitter_finds),
      cmocka_unit_test(test_shipped_rules_have_no_messages),
      cmocka_unit_test(test_extending_and_replacing),
      cmocka_unit_test(test_a_query_that_does_not_compile),
      cmocka_unit_test(test_predicates_that_cannot_be_used),
      cmocka_unit_test(test_word_lists),
      cmocka_unit_test(test_files_of_no_kind),
      cmocka_unit_test(test_folder),
      cmocka_unit_test(test_query_with_too_many_states),
      cmocka_unit_test(test_expression_without_end),
      cmocka_unit_test(test_empty_unit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
