// Names corrected by hand: who is meant over the whole draft, while it is edited and when it is read
// afresh, and that taking a correction back restores what was read.
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
#include "digest.h"

static CdRules *rules;

static const char text[] =
    "Mayor Oksana Lin opened the Orla Fair on Tuesday. Lin thanked the guests.\n\n"
    "“It is a good day,” Lin said.\n\n"
    "Councillor Mei Lin stayed at home. The rain was too strong, Ms Lin said.\n\n"
    "Robert Hale of Northgate Trust spoke of money. Bobby Hale has led it since May.\n\n"
    "“We have none,” Bobby Hale told reporters. Northgate paid in June.\n";

static CdDocument *read_text(const char *draft) {
  CdDocument *document = cd_document_new(rules, draft, strlen(draft));
  assert_non_null(document);
  return document;
}

static void correct(CdDocument *document, const CdCorrection *items, uint32_t count) {
  assert_int_equal(cd_document_correct(document, items, count), CD_OK);
}

// ---- what a place in the draft means -----------------------------------------------------------
typedef struct {
  uint32_t start, entity;
  CdEntityType type;
  bool found;
} Meant;

static bool is_there(void *context, const CdMention *mention) {
  Meant *self = context;
  if (mention->span.start != self->start) return true;
  self->entity = mention->entity;
  self->type = mention->type;
  self->found = true;
  return false;
}

// The mention that begins with the nth `words` (from 0) of the draft.
static Meant meant(const CdDocument *document, const char *draft, const char *words, int nth) {
  const char *at = strstr(draft, words);
  while (at && nth-- > 0) at = strstr(at + 1, words);
  assert_non_null(at);
  Meant self = {.start = (uint32_t)(at - draft), .entity = CD_NONE};
  cd_document_mentions(document, (CdSpan){self.start, self.start + 1}, is_there, &self);
  return self;
}

static const char *name_meant(const CdDocument *document, const char *words, int nth) {
  Meant found = meant(document, text, words, nth);
  const char *name = found.found ? cd_document_entity_name(document, found.entity) : NULL;
  return name ? name : "nobody";
}

static bool first_speaker(void *context, const CdQuotation *quotation) {
  if (quotation->type == CD_INDIRECT) return true;
  *(uint32_t *)context = quotation->speaker;
  return false;
}

// Two documents read alike; `what` says where they should.
static void expect_same(const CdDocument *one, const CdDocument *other, const char *what) {
  Json expected = {0}, got = {0};
  assert_true(digest_write(&expected, one) && digest_write(&got, other));
  if (expected.len != got.len || memcmp(expected.bytes, got.bytes, got.len) != 0) {
    size_t at = 0;
    while (at < got.len && at < expected.len && expected.bytes[at] == got.bytes[at]) at++;
    while (at && expected.bytes[at - 1] != '\n') at--;
    fail_msg("%s: expected\n%.300s\ngot\n%.300s", what, expected.bytes + at, got.bytes + at);
  }
  emit_free(&expected);
  emit_free(&got);
}

// ---- each kind ---------------------------------------------------------------------------------
static void a_name_means_whom_the_user_says(void **state) {
  (void)state;
  CdDocument *document = read_text(text);
  assert_string_equal(name_meant(document, "Bobby Hale", 0), "Bobby Hale");
  CdEntity robert, bobby;
  assert_true(cd_document_entity(document, meant(document, text, "Robert", 0).entity, &robert));
  assert_true(cd_document_entity(document, meant(document, text, "Bobby", 0).entity, &bobby));
  CdCorrection same = {.kind = CD_CORRECT_SAME, .name = "bobby hale", .other = "Robert Hale"};
  correct(document, &same, 1);
  assert_string_equal(name_meant(document, "Bobby Hale", 0), "Robert Hale");
  assert_string_equal(name_meant(document, "Bobby Hale", 1), "Robert Hale");
  CdEntity entity;
  assert_true(cd_document_entity(document, meant(document, text, "Robert", 0).entity, &entity));
  assert_string_equal(entity.name, "Robert Hale");
  assert_true(bobby.quotation_count > 0 && bobby.mention_count > 1);
  assert_int_equal(entity.quotation_count, robert.quotation_count + bobby.quotation_count);
  assert_int_equal(entity.mention_count, robert.mention_count + bobby.mention_count);
  cd_document_free(document);
}

// Of a fuller name with more mentions, too, the entity is what the user's choice is.
static void the_entity_keeps_its_name_and_type(void **state) {
  (void)state;
  static const char draft[] =
      "Nortra lost money. Northgate Trust Bank paid.\n\nNorthgate Trust Bank won. "
      "Northgate Trust Bank has 4,000 clients.\n";
  CdDocument *document = read_text(draft);
  CdCorrection items[] = {
      {.kind = CD_CORRECT_TYPE, .name = "Nortra", .type = CD_PERSON},
      {.kind = CD_CORRECT_SAME, .name = "Northgate Trust Bank", .other = "Nortra"},
  };
  correct(document, items, 2);
  Meant bank = meant(document, draft, "Northgate", 1);
  assert_string_equal(cd_document_entity_name(document, bank.entity), "Nortra");
  assert_int_equal(bank.type, CD_PERSON);
  static const char people[] =
      "Robert Hale came. Northgate Trust Bank paid.\n\nNorthgate Trust Bank won. "
      "Northgate Trust Bank has 4,000 clients.\n";
  cd_document_free(document);
  document = read_text(people);
  assert_int_equal(meant(document, people, "Northgate", 0).type, CD_ORG);
  items[1].other = "Robert Hale";
  correct(document, items + 1, 1);
  assert_int_equal(meant(document, people, "Northgate", 0).type, CD_PERSON);
  cd_document_free(document);
}

static void a_surname_goes_to_the_namesake(void **state) {
  (void)state;
  CdDocument *document = read_text(text);
  CdCorrection to_mei = {.kind = CD_CORRECT_SAME, .name = "Lin", .other = "Mei Lin"};
  correct(document, &to_mei, 1);
  uint32_t speaker = CD_NONE;
  CdSpan whole = {0, cd_document_len(document)};
  assert_string_equal(name_meant(document, "Lin thanked", 0), "Mei Lin");
  assert_string_equal(name_meant(document, "Lin said", 1), "Mei Lin");
  assert_string_equal(name_meant(document, "Oksana Lin", 0), "Oksana Lin");
  cd_document_quotations(document, whole, first_speaker, &speaker);
  assert_string_equal(cd_document_entity_name(document, speaker), "Mei Lin");
  CdCorrection to_oksana = {.kind = CD_CORRECT_SAME, .name = "Lin", .other = "Oksana Lin"};
  correct(document, &to_oksana, 1);
  assert_string_equal(name_meant(document, "Lin said", 1), "Oksana Lin");
  cd_document_free(document);
}

static void a_role_means_whom_the_user_says(void **state) {
  (void)state;
  static const char draft[] =
      "Mayor Anna Berg and Carl Moos met.\n\nThe mayor spoke first, the mayor said.\n";
  CdDocument *document = read_text(draft);
  const char *was =
      cd_document_entity_name(document, meant(document, draft, "the mayor", 0).entity);
  assert_string_equal(was, "Anna Berg");
  CdCorrection same = {.kind = CD_CORRECT_SAME, .name = "The mayor", .other = "Carl Moos"};
  correct(document, &same, 1);
  static const char *const places[] = {"The mayor", "the mayor"};
  for (int i = 0; i < 2; i++) {
    Meant role = meant(document, draft, places[i], 0);
    assert_true(role.found);
    assert_string_equal(cd_document_entity_name(document, role.entity), "Carl Moos");
  }
  cd_document_free(document);
}

static void chains_and_circles_end(void **state) {
  (void)state;
  CdDocument *document = read_text(text);
  CdCorrection items[] = {
      {.kind = CD_CORRECT_SAME, .name = "Bobby Hale", .other = "Somebody Else"},
      {.kind = CD_CORRECT_SAME, .name = "Somebody Else", .other = "Robert Hale"},
      {.kind = CD_CORRECT_SAME, .name = "Mei Lin", .other = "Oksana Lin"},
      {.kind = CD_CORRECT_SAME, .name = "Oksana Lin", .other = "Mei Lin"},
      {.kind = CD_CORRECT_SAME, .name = "Northgate", .other = "Northgate"},
  };
  correct(document, items, sizeof items / sizeof *items);
  assert_string_equal(name_meant(document, "Bobby Hale", 0), "Robert Hale");
  assert_true(meant(document, text, "Mei Lin", 0).found);
  assert_int_equal(meant(document, text, "Mei Lin", 0).entity,
                   meant(document, text, "Oksana Lin", 0).entity);
  cd_document_free(document);
}

static void what_is_no_name_is_dropped_everywhere(void **state) {
  (void)state;
  CdDocument *document = read_text(text);
  assert_true(meant(document, text, "Bobby Hale", 0).found);
  CdCorrection no = {.kind = CD_CORRECT_NOT_NAME, .name = "Bobby Hale"};
  correct(document, &no, 1);
  assert_false(meant(document, text, "Bobby Hale", 0).found);
  assert_false(meant(document, text, "Bobby Hale", 1).found);
  assert_string_equal(name_meant(document, "Robert Hale", 0), "Robert Hale");
  cd_document_free(document);
}

static void a_type_that_was_given_holds(void **state) {
  (void)state;
  CdDocument *document = read_text(text);
  static const CdEntityType types[] = {CD_GPE, CD_ORG, CD_PERSON, CD_PRODUCT};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    CdCorrection type = {.kind = CD_CORRECT_TYPE, .name = "Northgate Trust", .type = types[i]};
    correct(document, &type, 1);
    Meant found = meant(document, text, "Northgate Trust", 0);
    assert_int_equal(found.type, types[i]);
    assert_int_equal(cd_document_entity_type(document, found.entity), types[i]);
  }
  // A surname that is a place is not its holder's any more.
  CdCorrection place = {.kind = CD_CORRECT_TYPE, .name = "Lin", .type = CD_GPE};
  correct(document, &place, 1);
  assert_string_equal(name_meant(document, "Lin thanked", 0), "Lin");
  assert_int_equal(meant(document, text, "Lin thanked", 0).type, CD_GPE);
  cd_document_free(document);
}

// ---- with edits --------------------------------------------------------------------------------
static const CdCorrection all[] = {
    {.kind = CD_CORRECT_SAME, .name = "Bobby Hale", .other = "Robert Hale"},
    {.kind = CD_CORRECT_SAME, .name = "Lin", .other = "Mei Lin"},
    {.kind = CD_CORRECT_SAME, .name = "Northgate", .other = "NT"},
    {.kind = CD_CORRECT_SAME, .name = "the mayor", .other = "Robert Hale"},
    {.kind = CD_CORRECT_TYPE, .name = "Northgate Trust", .type = CD_GPE},
    {.kind = CD_CORRECT_NOT_NAME, .name = "Orla Fair"},
    {.kind = CD_CORRECT_SAME, .name = "Lopez", .other = "Mei Lin"},
    {.kind = CD_CORRECT_SAME, .name = "Mei Lin", .other = "Maria Lopez"},
};
enum { ALL = sizeof all / sizeof *all };

static void taking_them_back_restores_the_reading(void **state) {
  (void)state;
  CdDocument *fresh = read_text(text), *document = read_text(text);
  correct(document, all, ALL);
  assert_string_not_equal(name_meant(document, "Bobby Hale", 0), "Bobby Hale");
  for (uint32_t i = 0; i < ALL; i++) correct(document, all + i, 1);
  correct(document, NULL, 0);
  expect_same(fresh, document, "taken back");
  cd_document_free(fresh);
  cd_document_free(document);
}

static void one_comes_into_the_draft_and_leaves(void **state) {
  (void)state;
  CdDocument *document = read_text("Bobby Hale spoke. Hale left.\n");
  correct(document, all, 1);
  static const char who[] = "Robert Hale came.\n\n";
  uint32_t len = sizeof who - 1;
  for (int i = 0; i < 3; i++) {
    CdDocument *fresh = read_text("Bobby Hale spoke. Hale left.\n");
    correct(fresh, all, 1);
    expect_same(fresh, document, "without the other");
    cd_document_free(fresh);
    assert_int_equal(cd_document_edit(document, 0, 0, who, len, NULL), CD_OK);
    fresh = read_text("Robert Hale came.\n\nBobby Hale spoke. Hale left.\n");
    correct(fresh, all, 1);
    expect_same(fresh, document, "with the other");
    CdEntity entity;
    assert_true(cd_document_entity(fresh, meant(fresh, who, "Robert", 0).entity, &entity));
    assert_int_equal(entity.mention_count, 3);
    cd_document_free(fresh);
    assert_int_equal(cd_document_edit(document, 0, len, "", 0, NULL), CD_OK);
  }
  cd_document_free(document);
}

// A long name that means a short one, and a name between them that may be short for the long one.
static void what_a_short_form_means_does_not_hang_on_when_it_was_typed(void **state) {
  (void)state;
  static const char before[] =
      "He joined NTB in May. Northgate Trust Bank lost money. Nortra lost more.\n\n";
  static const char behind[] = "Northgate Trust paid.\n";
  CdCorrection items[] = {
      {.kind = CD_CORRECT_SAME, .name = "Northgate Trust Bank", .other = "Nortra"},
      {.kind = CD_CORRECT_TYPE, .name = "Northgate Trust Bank", .type = CD_ORG},
      {.kind = CD_CORRECT_TYPE, .name = "Northgate Trust", .type = CD_ORG},
      {.kind = CD_CORRECT_TYPE, .name = "Nortra", .type = CD_ORG},
      {.kind = CD_CORRECT_TYPE, .name = "NTB", .type = CD_ORG},
  };
  char whole[sizeof before + sizeof behind];
  snprintf(whole, sizeof whole, "%s%s", before, behind);
  CdDocument *fresh = read_text(whole), *document = read_text(before);
  correct(fresh, items, sizeof items / sizeof *items);
  correct(document, items, sizeof items / sizeof *items);
  uint32_t nortra = meant(fresh, whole, "Nortra", 0).entity;
  assert_int_equal(meant(fresh, whole, "Northgate Trust Bank", 0).entity, nortra);
  assert_int_equal(meant(fresh, whole, "NTB", 0).entity, nortra);  // by its initials
  assert_true(meant(fresh, whole, "Northgate Trust paid", 0).found);
  uint32_t end = sizeof before - 1;
  assert_int_equal(cd_document_edit(document, end, 0, behind, sizeof behind - 1, NULL), CD_OK);
  expect_same(fresh, document, "the short form came last");
  cd_document_free(fresh);
  cd_document_free(document);
}

static uint32_t seed;

static uint32_t random_below(uint32_t limit) {
  seed = seed * 1664525u + 1013904223u;
  return limit ? (seed >> 8) % limit : 0;
}

static const char *const PIECES[] = {"Lin ",
                                     "Mei Lin ",
                                     "Oksana Lin said ",
                                     "Bobby Hale ",
                                     "Robert Hale ",
                                     "Hale ",
                                     "B. Hale ",
                                     "Northgate ",
                                     "Northgate Trust ",
                                     "NT ",
                                     "The mayor said ",
                                     "\n\n",
                                     "Maria Lopez ",
                                     "Lopez ",
                                     "the mayor ",
                                     "Orla Fair ",
                                     "he said. ",
                                     "Mei ",
                                     "\xE2\x80\x9C",
                                     "\xE2\x80\x9D",
                                     ". ",
                                     "Bobby ",
                                     "Robert B. Hale ",
                                     " said ",
                                     "Mayor Mei Lin ",
                                     "NT said ",
                                     "in Northgate. ",
                                     "Ms. Lin ",
                                     "Mr. Hale ",
                                     "x"};

static void edits_with_corrections_equal_a_fresh_reading(void **state) {
  (void)state;
  enum { ROOM = 8192 };
  char *draft = calloc(1, ROOM + 64);
  assert_non_null(draft);
  for (uint32_t round = 1; round <= 12; round++) {
    seed = round;
    strcpy(draft, text);
    size_t len = strlen(draft);
    CdDocument *document = read_text(draft);
    uint32_t first = random_below(ALL), count = 1 + random_below(ALL - first);
    correct(document, all + first, count);
    for (int n = 1; n <= 250; n++) {
      uint32_t start = random_below((uint32_t)len + 1);
      while (start > 0 && random_below(4) && draft[start - 1] != ' ') start--;
      uint32_t old_len = random_below(2) ? random_below(random_below(6) ? 12 : 150) : 0;
      if (old_len > len - start) old_len = (uint32_t)len - start;
      const char *piece = PIECES[random_below(sizeof PIECES / sizeof *PIECES)];
      uint32_t new_len = random_below(3) && len < ROOM - 100 ? (uint32_t)strlen(piece) : 0;
      assert_int_equal(cd_document_edit(document, start, old_len, piece, new_len, NULL), CD_OK);
      memmove(draft + start + new_len, draft + start + old_len, len - start - old_len + 1);
      memcpy(draft + start, piece, new_len);
      len = len - old_len + new_len;
      if (random_below(40) == 0) {
        first = random_below(ALL);
        count = 1 + random_below(ALL - first);
        correct(document, all + first, count);
      }
      if (n % 5 != 0) continue;
      CdDocument *fresh = cd_document_new(rules, draft, len);
      assert_non_null(fresh);
      correct(fresh, all + first, count);
      char what[64];
      snprintf(what, sizeof what, "round %u, %d edits", round, n);
      expect_same(fresh, document, what);
      cd_document_free(fresh);
    }
    cd_document_free(document);
  }
  free(draft);
}

// Corrections made first and the draft typed afterwards, or the other way round.
static void the_order_of_edits_does_not_matter(void **state) {
  (void)state;
  CdDocument *fresh = read_text(text), *document = read_text("");
  correct(fresh, all, ALL);
  correct(document, all, ALL);
  for (uint32_t at = (uint32_t)strlen(text); at > 0;) {  // from the end to the front
    uint32_t start = at;
    while (start > 0 && (start == at || text[start - 1] != '\n')) start--;
    assert_int_equal(cd_document_edit(document, 0, 0, text + start, at - start, NULL), CD_OK);
    at = start;
  }
  expect_same(fresh, document, "typed backwards");
  cd_document_free(fresh);
  cd_document_free(document);
}

static void many_corrections_and_odd_names_are_taken(void **state) {
  (void)state;
  enum { MANY = 20000 };
  CdCorrection *items = calloc(MANY, sizeof *items);
  char(*names)[16] = calloc(MANY + 1, sizeof *names);
  assert_true(items != NULL && names != NULL);
  for (int i = 0; i <= MANY; i++) snprintf(names[i], sizeof *names, "Name%d", i);
  for (int i = 0; i < MANY; i++) {  // one long chain, whose end is in the draft
    items[i] = (CdCorrection){.kind = CD_CORRECT_SAME, .name = names[i], .other = names[i + 1]};
  }
  items[MANY - 1].other = "Robert Hale";
  items[0].name = "Bobby Hale";
  items[5].name = "\xFF\xFE \n";
  items[6].name = "";
  CdDocument *document = read_text(text);
  items[0].other = names[10];
  correct(document, items, MANY);
  assert_string_equal(name_meant(document, "Bobby Hale", 0), "Robert Hale");
  correct(document, NULL, 0);
  cd_document_free(document);
  free(items);
  free(names);
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
      cmocka_unit_test(a_name_means_whom_the_user_says),
      cmocka_unit_test(the_entity_keeps_its_name_and_type),
      cmocka_unit_test(a_surname_goes_to_the_namesake),
      cmocka_unit_test(a_role_means_whom_the_user_says),
      cmocka_unit_test(chains_and_circles_end),
      cmocka_unit_test(what_is_no_name_is_dropped_everywhere),
      cmocka_unit_test(a_type_that_was_given_holds),
      cmocka_unit_test(taking_them_back_restores_the_reading),
      cmocka_unit_test(one_comes_into_the_draft_and_leaves),
      cmocka_unit_test(what_a_short_form_means_does_not_hang_on_when_it_was_typed),
      cmocka_unit_test(edits_with_corrections_equal_a_fresh_reading),
      cmocka_unit_test(the_order_of_edits_does_not_matter),
      cmocka_unit_test(many_corrections_and_odd_names_are_taken),
  };
  return cmocka_run_group_tests_name("corrections", tests, make_rules, free_rules);
}
