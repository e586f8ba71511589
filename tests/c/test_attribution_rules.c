// The patterns of queries/prose/attribution.scm, each by itself: its comment has an example, and the pattern
// alone finds who says what in it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// After what it needs.
#include <cmocka.h>

#include "copydesk.h"
#include "embedded.h"

enum { MOST = 4096 };

static const EmbeddedFile *attribution_file(void) {
  for (size_t i = 0; i < embedded_file_count; i++) {
    if (strstr(embedded_files[i].path, "attribution.scm")) return &embedded_files[i];
  }
  return NULL;
}

// A pattern with the comment above it.
typedef struct {
  char comment[MOST];  // its lines joined
  char pattern[MOST];
} Rule;

// Reads the next pattern from *at on. False at the end. A comment that no pattern follows is passed over.
static bool next_rule(const char **at, Rule *rule) {
  *rule = (Rule){0};
  const char *line = *at;
  while (*line != '\0') {
    const char *end = strchr(line, '\n');
    size_t len = end ? (size_t)(end - line) : strlen(line);
    if (len == 0 && rule->pattern[0] != '\0') break;
    if (len == 0) {
      rule->comment[0] = '\0';
    } else if (*line == ';' && rule->pattern[0] == '\0') {
      assert_true(strlen(rule->comment) + len < MOST);
      strncat(rule->comment, line + 1, len - 1);
    } else {
      assert_true(strlen(rule->pattern) + len + 1 < MOST);
      strncat(rule->pattern, line, len);
      strcat(rule->pattern, "\n");
    }
    line = end ? end + 1 : line + len;
  }
  *at = line;
  return rule->pattern[0] != '\0';
}

// What the comment says behind its first colon: the example.
static const char *example_of(const Rule *rule) {
  const char *colon = strstr(rule->comment, ": ");
  return colon ? colon + 2 : NULL;
}

static bool has_cue(void *context, const CdQuotation *quotation) {
  *(bool *)context |=
      quotation->cue.start < quotation->cue.end && quotation->source.start < quotation->source.end;
  return true;
}

// Does a query, in the place of the plugin's, find somebody's words in a text?
static bool finds(const char *query, const char *text) {
  CdRules *rules = cd_rules_new();
  assert_non_null(rules);
  CdStatus status = cd_rules_add_file(rules, "queries/prose/attribution.scm", query, strlen(query));
  assert_int_equal(status, CD_OK);
  CdDocument *document = cd_document_new(rules, text, strlen(text));
  assert_non_null(document);
  bool found = false;
  cd_document_quotations(document, (CdSpan){0, cd_document_len(document)}, has_cue, &found);
  cd_document_free(document);
  cd_rules_free(rules);
  return found;
}

static void each_pattern_finds_its_example(void **state) {
  (void)state;
  const EmbeddedFile *file = attribution_file();
  assert_non_null(file);
  const char *at = file->text;
  Rule rule;
  int failed = 0, count = 0;
  for (; next_rule(&at, &rule); count++) {
    const char *example = example_of(&rule);
    if (!example) {
      print_error("no example: %s%s\n", rule.comment, rule.pattern);
      failed++;
    } else if (!finds(rule.pattern, example)) {
      print_error("does not find its example:%s\n%s", rule.comment, rule.pattern);
      failed++;
    }
  }
  assert_int_equal(failed, 0);
  assert_true(count >= 12);
}

// Without any pattern nobody's words are found in these examples: it is the patterns that find them.
static void no_pattern_finds_nothing(void **state) {
  (void)state;
  const char *at = attribution_file()->text;
  Rule rule;
  while (next_rule(&at, &rule)) {
    const char *example = example_of(&rule);
    if (example && finds("; nothing\n", example)) fail_msg("found without a rule: %s", example);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_pattern_finds_its_example),
      cmocka_unit_test(no_pattern_finds_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
