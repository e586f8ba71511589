// The drafts in tests/drafts against their expected readings, which were written by hand.
//
// A line of NAME.expected is an expectation, its fields divided by " | ":
//   name TYPE | full name                     an entity of that type with that name
//   quote TYPE | speaker | first words        a quotation whose content begins with these words
//   mark KIND | words                         a stretch in marks that is not speech
//   claim PRIORITY TYPES | voice | words      a claim that begins with these words, with all these
//   types absent | words                            nothing is read there
// A line that begins with "? " is not met yet: the test fails when it is met, so that it is
// noticed.
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

static CdRules *rules;

typedef struct {
  const CdDocument *document;
  const char *text;
  const char *kind, *fields[3];  // what is looked for
  bool found;
} Search;

static bool begins(const char *text, uint32_t at, const char *words) {
  return strncmp(text + at, words, strlen(words)) == 0;
}

static bool same_name(const char *name, const char *expected) {
  if (strcmp(expected, "-") == 0) return !name;
  return name && strcmp(name, expected) == 0;
}

static bool see_entity(void *context, const CdEntity *entity) {
  Search *self = context;
  self->found |= strcmp(cd_entity_type_name(entity->type), self->kind) == 0 &&
                 same_name(entity->name, self->fields[0]);
  return !self->found;
}

static bool see_quotation(void *context, const CdQuotation *quotation) {
  Search *self = context;
  const char *speaker = quotation->speaker == CD_NONE
                            ? NULL
                            : cd_document_entity_name(self->document, quotation->speaker);
  for (uint32_t i = 0; i < quotation->content_count; i++) {
    uint32_t start = quotation->content[i].start;
    // Indirect content may begin at its "that".
    if (begins(self->text, start, "that ")) start += 5;
    bool is_here = begins(self->text, start, self->fields[1]);
    // A sentence in the midst of a quotation is found in it as well.
    const char *within = strstr(self->text + start, self->fields[1]);
    is_here |= quotation->type == CD_DIRECT && self->fields[1][0] != '\0' && within &&
               (size_t)(within - self->text) < quotation->content[i].end;
    self->found |= is_here && !quotation->not_speech && same_name(speaker, self->fields[0]) &&
                   strcmp(cd_quotation_type_name(quotation->type), self->kind) == 0;
  }
  return !self->found;
}

static bool see_mark(void *context, const CdQuotation *quotation) {
  Search *self = context;
  CdNotSpeech kind = strcmp(self->kind, "title") == 0 ? CD_TITLE : CD_SCARE;
  self->found |=
      quotation->not_speech == kind && begins(self->text, quotation->span.start, self->fields[0]);
  return !self->found;
}

static bool see_claim(void *context, const CdClaim *claim) {
  Search *self = context;
  if (!begins(self->text, claim->span.start, self->fields[1])) return true;
  bool has_types = true;
  for (int type = 0; type < CD_CLAIM_TYPE_COUNT; type++) {
    bool wanted = strstr(self->kind, cd_claim_type_name((CdClaimType)type)) != NULL;
    has_types &= !wanted || claim->types >> type & 1;
  }
  self->found = has_types && claim->priority == self->kind[0] - '0' &&
                strcmp(cd_voice_name(claim->voice), self->fields[0]) == 0;
  return !self->found;
}

static bool see_sentence(void *context, CdSpan sentence) {
  Search *self = context;
  const char *at = strstr(self->text, self->fields[0]);
  uint32_t start = at ? (uint32_t)(at - self->text) : 0;
  self->found |= at && sentence.start <= start && sentence.end > start;
  return true;
}

static bool is_met(const CdDocument *document, const char *text, char *line) {
  Search search = {.document = document, .text = text};
  char *field = strstr(line, " | ");
  assert_non_null(field);
  *field = 0;
  for (int i = 0; i < 3 && field; i++) {
    search.fields[i] = field + 3;
    field = strstr(search.fields[i], " | ");
    if (field) *field = 0;
  }
  char *kind = strchr(line, ' ');
  if (kind) *kind = 0;
  search.kind = kind ? kind + 1 : "";
  CdSpan whole = {0, cd_document_len(document)};
  if (strcmp(line, "name") == 0) cd_document_entities(document, see_entity, &search);
  if (strcmp(line, "quote") == 0) cd_document_quotations(document, whole, see_quotation, &search);
  if (strcmp(line, "mark") == 0) cd_document_quotations(document, whole, see_mark, &search);
  if (strcmp(line, "claim") == 0) cd_document_claims(document, whole, see_claim, &search);
  if (strcmp(line, "absent") == 0) {
    assert_non_null(strstr(text, search.fields[0]));
    cd_document_sentences(document, whole, see_sentence, &search);
    return !search.found;
  }
  return search.found;
}

static char *read_whole(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  enum { ROOM = 1 << 16 };
  char *text = malloc(ROOM);
  assert_non_null(text);
  size_t len = fread(text, 1, ROOM - 1, file);
  text[len] = 0;
  fclose(file);
  return text;
}

// Returns how many expectations are not as the file says.
static int check_draft(const char *path) {
  char expected_path[512];
  snprintf(expected_path, sizeof expected_path, "%.*s.expected", (int)(strrchr(path, '.') - path),
           path);
  char *text = read_whole(path), *expected = read_whole(expected_path);
  assert_non_null(text);
  assert_non_null(expected);
  CdDocument *document = cd_document_new(rules, text, strlen(text));
  assert_non_null(document);
  int wrong = 0;
  for (char *line = strtok(expected, "\n"); line; line = strtok(NULL, "\n")) {
    if (line[0] == '#') continue;
    bool open = line[0] == '?';
    char copy[512], shown[512];
    snprintf(copy, sizeof copy, "%s", line + (open ? 2 : 0));
    snprintf(shown, sizeof shown, "%s", copy);
    if (is_met(document, text, copy) == !open) continue;
    print_error("%s: %s: %s\n", path, open ? "is met now" : "is not met", shown);
    wrong++;
  }
  cd_document_free(document);
  free(text);
  free(expected);
  return wrong;
}

static void drafts_are_read_as_expected(void **state) {
  (void)state;
  glob_t drafts;
  assert_int_equal(glob("tests/drafts/*.[tm][xd]*", 0, NULL, &drafts), 0);
  assert_true(drafts.gl_pathc >= 10);
  int wrong = 0;
  for (size_t i = 0; i < drafts.gl_pathc; i++) wrong += check_draft(drafts.gl_pathv[i]);
  globfree(&drafts);
  assert_int_equal(wrong, 0);
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
  const struct CMUnitTest tests[] = {cmocka_unit_test(drafts_are_read_as_expected)};
  return cmocka_run_group_tests_name("drafts", tests, make_rules, free_rules);
}
