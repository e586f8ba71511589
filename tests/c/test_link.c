// Who is meant over a draft: names joined, namesakes kept apart, pronouns and roles resolved; paragraphs
// that come and go leave the same as a fresh reading. Tagged by the rules alone.
#include <stdlib.h>

#include "link.h"
#include "parse_helper.h"
#include "tag.h"

// ---- a draft of paragraphs ---------------------------------------------------------------------
enum { MOST_PARAGRAPHS = 64 };

typedef struct {
  Lexicon *lexicon;
  Parser *parser;
  Arena *arena;
  Linker *linker;
  const char *texts[MOST_PARAGRAPHS];
  Reading *readings[MOST_PARAGRAPHS];
  LinkState before[MOST_PARAGRAPHS];  // what entered each when it was resolved
  LinkState behind[MOST_PARAGRAPHS];
  bool is_new[MOST_PARAGRAPHS];
  uint32_t count;
} Draft;

static Draft draft_new(void) {
  Draft self = {.lexicon = lexicon_new(), .parser = parser_new(), .arena = arena_new()};
  assert_true(self.lexicon != NULL && self.parser != NULL && self.arena != NULL);
  self.linker = linker_new(self.lexicon);
  assert_non_null(self.linker);
  return self;
}

static void draft_free(Draft *self) {
  for (uint32_t i = 0; i < self->count; i++) free(self->readings[i]);
  linker_free(self->linker);
  parser_free(self->parser);
  arena_free(self->arena);
  lexicon_free(self->lexicon);
}

// A paragraph as tag leaves it. "*" before a word marks the mention behind it as a source.
static Reading *read_paragraph(Draft *self, const char *text) {
  arena_reset(self->arena);
  Unit unit = {.arena = self->arena, .source = text, .bytes = text, .len = (uint32_t)strlen(text)};
  TSTree *tree = parse_unit(self->parser, self->lexicon, &unit);
  assert_non_null(tree);
  assert_true(tag_unit(self->lexicon, NULL, &unit));
  for (uint32_t i = 0; i < unit.mention_count; i++) {
    Mention *mention = &unit.mentions[i];
    uint32_t start = mention->title_end > 0 && mention->title_start < mention->start
                         ? mention->title_start
                         : mention->start;
    if (start > 0 && text[start - 1] == '*') mention->flags |= MENTION_SOURCE;
  }
  Reading *reading = reading_pack(&unit);
  assert_non_null(reading);
  ts_tree_delete(tree);
  return reading;
}

static void move_paragraph(Draft *self, uint32_t to, uint32_t from) {
  self->texts[to] = self->texts[from];
  self->readings[to] = self->readings[from];
  self->before[to] = self->before[from];
  self->behind[to] = self->behind[from];
  self->is_new[to] = self->is_new[from];
}

static void draft_insert(Draft *self, uint32_t at, const char *text) {
  assert_true(self->count < MOST_PARAGRAPHS && at <= self->count);
  for (uint32_t i = self->count++; i > at; i--) move_paragraph(self, i, i - 1);
  self->texts[at] = text;
  self->readings[at] = read_paragraph(self, text);
  self->is_new[at] = true;
  assert_true(linker_add(self->linker, self->readings[at], text));
}

static void draft_remove(Draft *self, uint32_t at) {
  linker_remove(self->linker, self->readings[at]);
  free(self->readings[at]);
  self->count--;
  for (uint32_t i = at; i < self->count; i++) move_paragraph(self, i, i + 1);
}

// Resolves what is new, what the update affects, and what another state enters.
static void draft_resolve(Draft *self) {
  LinkState state;
  link_state_init(&state);
  for (uint32_t i = 0; i < self->count; i++) {
    bool same = memcmp(&state, &self->before[i], sizeof state) == 0;
    if (self->is_new[i] || !same || linker_affects(self->linker, self->readings[i])) {
      self->before[i] = state;
      linker_resolve(self->linker, &state, self->readings[i]);
      self->behind[i] = state;
      self->is_new[i] = false;
    }
    state = self->behind[i];
  }
}

static void draft_link(Draft *self) {
  linker_update(self->linker);
  draft_resolve(self);
}

// ---- asking ------------------------------------------------------------------------------------
static const char *name_of(const Draft *self, const Mention *mention) {
  CdEntity entity;
  if (mention->entity == NONE) return "-";
  assert_true(linker_entity(self->linker, mention->entity, &entity));
  return entity.name;
}

// Every mention of a paragraph as "words = entity", with " | " between them.
static void paragraph_line(const Draft *self, uint32_t at, char *line) {
  for (uint32_t i = 0; i < self->readings[at]->mention_count; i++) {
    const Mention *mention = &self->readings[at]->mentions[i];
    append(line, " | ", self->texts[at] + mention->start, mention->end - mention->start);
    const char *name = mention->flags & MENTION_DROPPED ? "dropped" : name_of(self, mention);
    append(line, " = ", name, (uint32_t)strlen(name));
  }
}

static void expect_paragraph(const Draft *self, uint32_t at, const char *expected) {
  char line[LINE] = "";
  paragraph_line(self, at, line);
  assert_string_equal(line, expected);
}

// A draft of up to four paragraphs, of which the last must come out as expected.
static void expect_last(const char *first, const char *second, const char *third,
                        const char *fourth, const char *expected) {
  Draft self = draft_new();
  const char *texts[] = {first, second, third, fourth};
  for (uint32_t i = 0; i < 4; i++) {
    if (texts[i] != NULL) draft_insert(&self, self.count, texts[i]);
  }
  draft_link(&self);
  expect_paragraph(&self, self.count - 1, expected);
  draft_free(&self);
}

// ---- people ------------------------------------------------------------------------------------
static void test_parts_of_a_name(void **state) {
  (void)state;
  expect_last("The crowd cheered for Marta Keller.", "Later Keller left.", NULL, NULL,
              "Keller = Marta Keller");
  expect_last("The crowd cheered for Marta Keller.", "Later Marta left.", NULL, NULL,
              "Marta = Marta Keller");
  expect_last("Then Keller left.", "In the hall sat Sen. Marta J. Keller.", "Later M. Keller rose.",
              NULL, "M. Keller = Marta J. Keller");
  expect_last("The talk was given by Willem van der Berg.", "Later Van der Berg left.", NULL, NULL,
              "Van der Berg = Willem van der Berg");
}

static void test_pairs(void **state) {
  (void)state;
  expect_last("In the hall sat Jim Fairweather and Rosa Kowalczyk.",
              "The Fairweather-Kowalczyk debate was short.", NULL, NULL,
              "Fairweather = Jim Fairweather | Kowalczyk = Rosa Kowalczyk");
  expect_last("In the hall sat Jean-Claude Martin.", "Later Jean-Claude left.", NULL, NULL,
              "Jean-Claude = Jean-Claude Martin");
}

static void test_article_in_a_name(void **state) {
  (void)state;
  expect_last("The prize went to Karim al-Haddad.", "Later Haddad left.", NULL, NULL,
              "Haddad = Karim al-Haddad");
  // A surname may come first: "Ma" tells no woman.
  expect_last("The turnout was praised by Mr. Ma Ngok.", "Then he left.", NULL, NULL,
              "he = Ma Ngok");
}

static void test_namesakes(void **state) {
  (void)state;
  expect_last("In the hall sat Peter Brown and Anna Brown.",
              "Then Anna Brown rose. For an hour Peter Brown slept.", NULL, NULL,
              "Anna Brown = Anna Brown | Peter Brown = Peter Brown");
  // The honorific tells which of them.
  expect_last("In the hall sat Peter Brown and Anna Brown.", "The door was shut by Mrs. Brown.",
              NULL, NULL, "Brown = Anna Brown");
  expect_last("In the hall sat Peter Brown and Anna Brown.", "The door was shut by Mr. Brown.",
              NULL, NULL, "Brown = Peter Brown");
}

static void test_spellings(void **state) {
  (void)state;
  expect_last("The guest was Oleksiy Zelenskiy.", "At noon Zelensky left.", NULL, NULL,
              "Zelensky = Oleksiy Zelenskiy");
  expect_last("The guest was Karol Kaczynski.", "At noon Karol Kaczyński left.", NULL, NULL,
              "Karol Kaczyński = Karol Kaczyński");
}

static void test_doubtful_names(void **state) {
  (void)state;
  // A surname that is a word besides is kept if the draft names somebody so.
  expect_last("The bill was written by Marta Marsh.", "Marsh has left.", NULL, NULL,
              "Marsh = Marta Marsh");
  expect_last("The bill was written by Marta Keller.", "Marsh has left.", NULL, NULL,
              "Marsh = dropped");
}

// ---- other names -------------------------------------------------------------------------------
static void test_organisations(void **state) {
  (void)state;
  expect_last("A report by the World Weather Organization (WWO) was late.",
              "The delay angered the WWO.", NULL, NULL, "WWO = World Weather Organization");
  expect_last("She taught at Harwick University.", "Later Harwick University closed.", NULL, NULL,
              "Harwick University = Harwick University");
}

static void test_types_add_up(void **state) {
  (void)state;
  Draft self = draft_new();
  draft_insert(&self, 0, "They live in Ostrava. Rain fell in Ostrava.");
  draft_insert(&self, 1, "Nobody likes Ostrava.");
  draft_link(&self);
  assert_int_equal(self.readings[1]->mentions[0].type, CD_GPE);
  draft_free(&self);
}

// ---- pronouns and roles ------------------------------------------------------------------------
static void test_pronouns(void **state) {
  (void)state;
  expect_last("Marta Keller met Peter Hall.", "Then she left.", NULL, NULL, "she = Marta Keller");
  expect_last("Marta Keller met Peter Hall.", "Then he left.", NULL, NULL, "he = Peter Hall");
  expect_last("Peter Hall met John Brown in the park.", "Then he left.", NULL, NULL,
              "he = Peter Hall");
  expect_last("Nobody came.", "Then he left.", NULL, NULL, "he = -");
}

static void test_bodies_as_sources(void **state) {
  (void)state;
  expect_last("The Weather Commission met in Oslo.", "Then *they said so.", NULL, NULL,
              "they = Weather Commission");
  // Not for ever.
  expect_last("The Weather Commission met in Oslo.", "It rained.", "It rained.",
              "Then *they said so.", "they = -");
  // A word of a firm's name that is a surname besides.
  expect_last("A suit against Hallowell Steel Inc. was filed.", "Later Hallowell paid.", NULL, NULL,
              "Hallowell = Hallowell Steel Inc.");
}

static void test_own_words(void **state) {
  (void)state;
  expect_last("Anna Weiss met Marta Keller.", "“She was late,” *Keller said.", NULL, NULL,
              "She = Anna Weiss | Keller = Marta Keller");
}

static void test_roles(void **state) {
  (void)state;
  const char *presidents =
      "On Monday U.S. President John Carter met Ukraine President Pavlo Melnyk in the garden.";
  expect_last(presidents, "The Ukraine president was late.", NULL, NULL,
              "Ukraine = Ukraine | president = Pavlo Melnyk");
  expect_last("The bridge was opened by Mayor Anna Weiss.", "It rained.", "The mayor was late.",
              NULL, "The mayor = Anna Weiss");
  // Somebody who was, or is deputy, is not it.
  expect_last("On Monday President John Carter met former President Paul Brown in Oslo.",
              "It rained.", "The president was late.", NULL, "The president = John Carter");
  expect_last("On Monday President John Carter met former President Paul Brown in Oslo.",
              "It rained.", "The former president was late.", NULL,
              "The former president = Paul Brown");
  // A mayor is not the mayor.
  expect_last("The bridge was opened by Mayor Anna Weiss.", "It rained.", "A mayor was late.", NULL,
              "A mayor = -");
}

static void test_nominal_sources(void **state) {
  (void)state;
  expect_last("*Officials said so.", "Nobody asked *officials.", NULL, NULL,
              "officials = officials");
  expect_last("So *the agreement says.", NULL, NULL, NULL, "the agreement = agreement");
  expect_last("The agreement failed.", NULL, NULL, NULL, "The agreement = -");
}

// ---- paragraphs that come and go ---------------------------------------------------------------
static const char *const POOL[] = {
    "The crowd cheered for Marta Keller.",
    "Later Keller left. She was tired.",
    "In the hall sat Peter Keller and Anna Weiss.",
    "Weiss has a plan, and he knows it.",
    "The bridge was opened by Mayor Anna Weiss.",
    "The mayor was late. Then Mrs. Keller spoke.",
    "A report by the World Weather Organization (WWO) was late.",
    "The WWO and the United States agreed. U.S. officials left.",
    "Marsh has spoken. For an hour Marsh spoke.",
    "The bill was written by Dana Marsh.",
    "In the hall sat Sen. Paul Keller and Sen. Keller.",
    "The senator left. Keller left too, and she spoke of Weiss.",
    "A plan of the Weather Commission failed. The commission met.",
    "On Monday President Paul Marsh met former President Dana Keller.",
    "The president spoke. The former president did not. He was late.",
    "Keller spoke. Then Keller left with Paul.",
    "The Port Commission of Ostrava met. *Officials were there.",
    "So the officials left Ostrava. Ostrava was cold.",
};
enum { POOL_SIZE = sizeof POOL / sizeof *POOL };

static void compare_with_fresh(const Draft *edited) {
  Draft fresh = draft_new();
  for (uint32_t i = 0; i < edited->count; i++) draft_insert(&fresh, i, edited->texts[i]);
  draft_link(&fresh);
  for (uint32_t i = 0; i < edited->count; i++) {
    char expected[LINE] = "", line[LINE] = "";
    paragraph_line(&fresh, i, expected);
    paragraph_line(edited, i, line);
    assert_string_equal(line, expected);
  }
  draft_free(&fresh);
}

static void test_edits_equal_fresh(void **state) {
  (void)state;
  Draft self = draft_new();
  uint32_t random = 12345;
  for (uint32_t step = 0; step < 1500; step++) {
    random = random * 1664525 + 1013904223;
    uint32_t dice = random >> 16;
    if (self.count > 0 && (dice % 3 == 0 || self.count > 12)) {
      draft_remove(&self, dice / 3 % self.count);
    } else {
      draft_insert(&self, dice / 7 % (self.count + 1), POOL[dice / 5 % POOL_SIZE]);
    }
    draft_link(&self);
    if (step % 10 == 0) compare_with_fresh(&self);
  }
  while (self.count > 0) draft_remove(&self, 0);
  linker_update(self.linker);
  CdEntity entity;
  for (uint32_t id = 0; id < linker_entity_count(self.linker); id++) {
    assert_false(linker_entity(self.linker, id, &entity));
  }
  draft_free(&self);
}

static void test_update_tells_what_changed(void **state) {
  (void)state;
  Draft self = draft_new();
  draft_insert(&self, 0, "The crowd cheered for Marta Keller.");
  draft_insert(&self, 1, "Later Keller left.");
  draft_link(&self);
  uint32_t id = self.readings[0]->mentions[0].entity;

  // The same paragraph read again: nobody means anybody else, and ids stay.
  draft_remove(&self, 1);
  draft_insert(&self, 1, "Later Keller left early.");
  assert_false(linker_update(self.linker));
  draft_resolve(&self);
  assert_int_equal(self.readings[1]->mentions[0].entity, id);

  // A namesake: "Keller" may be another now.
  draft_insert(&self, 2, "In the hall sat Sen. Paul Keller.");
  assert_true(linker_update(self.linker));
  draft_resolve(&self);
  assert_int_equal(self.readings[0]->mentions[0].entity, id);
  draft_remove(&self, 2);
  assert_true(linker_update(self.linker));

  // A stranger changes nothing for the others.
  draft_insert(&self, 2, "In the hall sat Anna Weiss.");
  assert_false(linker_update(self.linker));
  draft_free(&self);
}

static void test_state_settles(void **state) {
  (void)state;
  // What entered the first paragraph is forgotten some paragraphs later.
  Draft self = draft_new();
  draft_insert(&self, 0, "Anna Weiss and Dana Weiss left with Paul Brown.");
  for (uint32_t i = 1; i < 16; i++) draft_insert(&self, i, "Marta Keller spoke. Then she rose.");
  linker_update(self.linker);
  LinkState with, without;
  link_state_init(&with);
  link_state_init(&without);
  for (uint32_t i = 0; i < self.count; i++) {
    linker_resolve(self.linker, &with, self.readings[i]);
    if (i > 0) linker_resolve(self.linker, &without, self.readings[i]);
  }
  assert_memory_equal(&with, &without, sizeof with);
  draft_free(&self);
}

// ---- many and long names -----------------------------------------------------------------------
// A reading of names made by hand; `bytes` is filled with one name a line.
static Reading *many_names(char *bytes, size_t room, const char *format, uint32_t count,
                           uint32_t kinds) {
  Arena *arena = arena_new();
  assert_non_null(arena);
  Unit unit = {.arena = arena, .source = bytes, .bytes = bytes};
  unit.mentions = test_calloc(count, sizeof *unit.mentions);
  unit.mention_count = count;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t n = i % kinds;
    char word[5] = {(char)('A' + n % 26), (char)('a' + n / 26 % 26), (char)('a' + n / 676 % 26),
                    (char)('a' + n / 17576 % 26), '\0'};
    Mention *mention = &unit.mentions[i];
    mention->start = unit.len;
    int size = snprintf(bytes + unit.len, room - unit.len, format, word);
    assert_true(size > 0 && unit.len + (uint32_t)size + 1 < room);
    unit.len += (uint32_t)size;
    mention->end = unit.len;
    bytes[unit.len++] = '\n';
    mention->type = CD_PERSON;
    mention->likely[0] = 15;
    mention->confidence = 1;
    mention->region = mention->entity = mention->name_id = NONE;
  }
  Reading *reading = reading_pack(&unit);
  assert_non_null(reading);
  test_free(unit.mentions);
  arena_free(arena);
  return reading;
}

static void link_many(const char *format, uint32_t count, uint32_t kinds, uint32_t least,
                      uint32_t most) {
  enum { ROOM = 2000000 };
  char *bytes = test_malloc(ROOM);
  Draft self = draft_new();
  Reading *reading = many_names(bytes, ROOM, format, count, kinds);
  assert_true(linker_add(self.linker, reading, bytes));
  linker_update(self.linker);
  LinkState state;
  link_state_init(&state);
  linker_resolve(self.linker, &state, reading);
  uint32_t entities = 0;
  CdEntity entity;
  for (uint32_t id = 0; id < linker_entity_count(self.linker); id++) {
    entities += linker_entity(self.linker, id, &entity);
  }
  assert_in_range(entities, least, most);
  linker_remove(self.linker, reading);
  linker_update(self.linker);
  free(reading);
  test_free(bytes);
  draft_free(&self);
}

static void test_many_names(void **state) {
  (void)state;
  link_many("%s Hallowell", 50000, 50000, 40000, 50000);  // one surname
  link_many("Dana %s", 50000, 50000, 20000, 50000);       // one first name
  link_many("%s", 50000, 50000, 20000, 50000);
  link_many("Dana Brown", 10000, 1, 1, 1);
}

static void test_long_names(void **state) {
  (void)state;
  enum { SIZE = 5000 };
  char *text = test_malloc(SIZE + 1);
  const char *patterns[] = {"Aa ", "Abc-", "A.", "\xC3\x89t ", "\xFF\xFEz ", "A\nb "};
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
    size_t len = strlen(patterns[i]);
    for (size_t at = 0; at < SIZE; at++) text[at] = patterns[i][at % len];
    text[SIZE] = '\0';
    Draft self = draft_new();
    Mention mention = {
        .end = SIZE, .type = CD_PERSON, .confidence = 1, .entity = NONE, .name_id = NONE};
    Unit unit = {.arena = self.arena, .source = text, .bytes = text, .len = SIZE};
    unit.mentions = &mention;
    unit.mention_count = 1;
    Reading *reading = reading_pack(&unit);
    assert_non_null(reading);
    assert_true(linker_add(self.linker, reading, text));
    linker_update(self.linker);
    linker_remove(self.linker, reading);
    linker_update(self.linker);
    free(reading);
    draft_free(&self);
  }
  test_free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_parts_of_a_name),
      cmocka_unit_test(test_pairs),
      cmocka_unit_test(test_article_in_a_name),
      cmocka_unit_test(test_namesakes),
      cmocka_unit_test(test_spellings),
      cmocka_unit_test(test_doubtful_names),
      cmocka_unit_test(test_organisations),
      cmocka_unit_test(test_types_add_up),
      cmocka_unit_test(test_pronouns),
      cmocka_unit_test(test_bodies_as_sources),
      cmocka_unit_test(test_own_words),
      cmocka_unit_test(test_roles),
      cmocka_unit_test(test_nominal_sources),
      cmocka_unit_test(test_edits_equal_fresh),
      cmocka_unit_test(test_update_tells_what_changed),
      cmocka_unit_test(test_state_settles),
      cmocka_unit_test(test_many_names),
      cmocka_unit_test(test_long_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
