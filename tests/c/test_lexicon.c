// Word lists: what the embedded ones know, how a newsroom's own lists change that, and bad lists.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lexicon.h"
#include "text.h"

// ---- help --------------------------------------------------------------------------------------
static uint64_t word(const Lexicon *lexicon, const char *bytes) {
  return lexicon_word(lexicon, bytes, (uint32_t)strlen(bytes));
}

static bool knows(const Lexicon *lexicon, const char *bytes, LexiconClass class) {
  return (word(lexicon, bytes) & LEX_BIT(class)) != 0;
}

static bool add(Lexicon *lexicon, const char *class, const char *list) {
  return lexicon_add(lexicon, class, list, strlen(list));
}

// Tokens of a text: split at spaces and around hyphens and clitics, as the parser does.
typedef struct {
  Unit unit;
  Token tokens[64];
} Text;

static void push(Text *text, uint32_t start, uint32_t end, TokenKind kind) {
  assert_true(text->unit.token_count < 64);
  text->tokens[text->unit.token_count++] = (Token){
      .start = start,
      .end = end,
      .hash = text_hash(text->unit.bytes + start, end - start),
      .kind = (uint8_t)kind,
  };
}

static void tokenise(Text *text, const char *bytes) {
  *text = (Text){.unit = {.bytes = bytes, .len = (uint32_t)strlen(bytes)}};
  text->unit.tokens = text->tokens;
  uint32_t start = 0;
  for (uint32_t at = 0; at <= text->unit.len; at++) {
    char byte = bytes[at];
    bool clitic = byte == '\'' && bytes[at + 1] == 's';
    if (byte != ' ' && byte != '-' && byte != ',' && byte != '\0' && !clitic) continue;
    if (at > start) push(text, start, at, TOKEN_NAME);
    if (byte == '-') push(text, at, at + 1, TOKEN_HYPHEN);
    if (byte == ',') push(text, at, at + 1, TOKEN_COMMA);
    start = clitic ? at : at + 1;
    if (clitic) {
      push(text, at, at + 2, TOKEN_CLITIC);
      at++;
      start = at + 1;
    }
  }
}

// Tokens of the phrase at the beginning of a text.
static uint32_t phrase(const Lexicon *lexicon, const char *bytes, LexiconClass class) {
  Text text;
  tokenise(&text, bytes);
  uint64_t found;
  uint32_t count = lexicon_phrase(lexicon, &text.unit, 0, LEX_BIT(class), &found);
  assert_int_equal(count > 0, (found & LEX_BIT(class)) != 0);
  return count;
}

static int setup(void **state) {
  *state = lexicon_new();
  return *state == NULL;
}

static int teardown(void **state) {
  lexicon_free(*state);
  return 0;
}

// ---- the embedded lists ------------------------------------------------------------------------
static void test_every_class_has_entries(void **state) {
  const Lexicon *lexicon = *state;
  static const struct {
    const char *word;
    LexiconClass class;
  } facts[] = {
      {"Gov.", LEX_ABBREVIATION},
      {"U.S.", LEX_ABBREVIATION_FINAL},
      {"the", LEX_SENTENCE_START},
      {"between", LEX_FUNCTION},
      {"said", LEX_SPEECH},
      {"confirmed", LEX_REPORT},
      {"statement", LEX_SPEECH_NOUN},
      {"President", LEX_TITLE},
      {"Mr.", LEX_HONORIFIC_MALE},
      {"Mrs.", LEX_HONORIFIC_FEMALE},
      {"director", LEX_ROLE},
      {"officials", LEX_GROUP},
      {"report", LEX_DOCUMENT},
      {"Vladimir", LEX_FIRST_NAME_MALE},
      {"Olga", LEX_FIRST_NAME_FEMALE},
      {"Johnson", LEX_SURNAME},
      {"Ukraine", LEX_COUNTRY},
      {"Ukrainian", LEX_DEMONYM},
      {"Kharkiv", LEX_CITY},
      {"Bavaria", LEX_REGION},
      {"Scandinavia", LEX_LOCATION},
      {"river", LEX_PLACE_WORD},
      {"NATO", LEX_ORG},
      {"ministry", LEX_ORG_WORD},
      {"summit", LEX_EVENT_WORD},
      {"treaty", LEX_LAW_WORD},
      {"Republicans", LEX_RELIGION},
      {"August", LEX_MONTH},
      {"Tuesday", LEX_WEEKDAY},
      {"seven", LEX_NUMBER_WORD},
      {"kilometers", LEX_UNIT},
      {"himself", LEX_PRONOUN_MALE},
      {"she", LEX_PRONOUN_FEMALE},
      {"their", LEX_PRONOUN_PLURAL},
      {"we", LEX_PRONOUN_SPEAKER},
      {"van", LEX_PARTICLE},
      {"would", LEX_AUXILIARY},
      {"Critics", LEX_COMMON_WORD},
  };
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
    if (!knows(lexicon, facts[i].word, facts[i].class)) fail_msg("%s", facts[i].word);
  }
  uint64_t seen = 0;
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) seen |= LEX_BIT(facts[i].class);
  for (int class = 0; class <= LEX_COMMON_WORD; class ++) assert_true(seen & LEX_BIT(class));
  assert_int_equal(lexicon_class(lexicon, "common_word", 11), LEX_COMMON_WORD);
  assert_int_equal(lexicon_class(lexicon, "abbreviation", 12), LEX_ABBREVIATION);
  assert_int_equal(lexicon_class(lexicon, "abbrev", 6), -1);
}

static void test_names_are_told_from_words(void **state) {
  const Lexicon *lexicon = *state;
  static const char *const words[] = {"Police", "Critics", "Thousands", "Authorities", "Doctors",
                                      "Voters", "Shares",  "Talks",     "Floods",      "Hundreds"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!knows(lexicon, words[i], LEX_COMMON_WORD)) fail_msg("%s", words[i]);
    if (knows(lexicon, words[i], LEX_SURNAME)) fail_msg("%s", words[i]);
    if (knows(lexicon, words[i], LEX_FIRST_NAME_MALE)) fail_msg("%s", words[i]);
  }
  static const char *const surnames[] = {"Biden",  "Merkel",  "Zelenskyy", "Nguyen",
                                         "Maliki", "Okonkwo", "Erdogan",   "Kowalski"};
  for (size_t i = 0; i < sizeof surnames / sizeof *surnames; i++) {
    if (!knows(lexicon, surnames[i], LEX_SURNAME)) fail_msg("%s", surnames[i]);
    if (knows(lexicon, surnames[i], LEX_COMMON_WORD)) fail_msg("%s", surnames[i]);
  }
  assert_false(knows(lexicon, "he", LEX_SURNAME));
  assert_false(knows(lexicon, "China", LEX_FIRST_NAME_FEMALE));
  assert_false(knows(lexicon, "Turkey", LEX_COMMON_WORD));
}

static void test_case_is_folded(void **state) {
  const Lexicon *lexicon = *state;
  assert_true(knows(lexicon, "ukraine", LEX_COUNTRY));
  assert_true(knows(lexicon, "UKRAINE", LEX_COUNTRY));
  assert_true(knows(lexicon, "Nato", LEX_ORG));
  assert_true(knows(lexicon, "BOGOTÁ", LEX_CITY));
  assert_true(knows(lexicon, "Bogota", LEX_CITY));
}

static void test_acronyms_keep_their_case(void **state) {
  const Lexicon *lexicon = *state;
  assert_true(knows(lexicon, "US", LEX_COUNTRY));
  assert_false(knows(lexicon, "US", LEX_PRONOUN_SPEAKER));
  assert_false(knows(lexicon, "us", LEX_COUNTRY));
  assert_false(knows(lexicon, "Us", LEX_COUNTRY));
  assert_true(knows(lexicon, "us", LEX_PRONOUN_SPEAKER));
  assert_true(knows(lexicon, "WHO", LEX_ORG));
  assert_false(knows(lexicon, "Who", LEX_ORG));
  assert_true(knows(lexicon, "who", LEX_FUNCTION));
}

static void test_one_final_stop_does_not_count(void **state) {
  const Lexicon *lexicon = *state;
  assert_true(knows(lexicon, "U.S.", LEX_COUNTRY));
  assert_true(knows(lexicon, "u.s", LEX_COUNTRY));
  assert_true(knows(lexicon, "Sen", LEX_TITLE));
  assert_true(knows(lexicon, "Sen.", LEX_TITLE));
  assert_false(knows(lexicon, "Sen..", LEX_TITLE));
}

// ---- phrases -----------------------------------------------------------------------------------
static void test_longest_phrase_wins(void **state) {
  Lexicon *lexicon = *state;
  assert_int_equal(phrase(lexicon, "New York", LEX_CITY), 2);
  assert_int_equal(phrase(lexicon, "New York City officials", LEX_CITY), 3);
  assert_int_equal(phrase(lexicon, "New shoes", LEX_CITY), 0);
  assert_int_equal(phrase(lexicon, "Paris", LEX_CITY), 1);
  assert_true(add(lexicon, "city", "paris upon tyne\nparis upon tyne by the sea\n"));
  assert_int_equal(phrase(lexicon, "Paris upon Tyne by the station", LEX_CITY), 3);
  assert_int_equal(phrase(lexicon, "Paris upon Tyne by the Sea", LEX_CITY), 6);
  assert_int_equal(phrase(lexicon, "Paris upon", LEX_CITY), 1);
}

static void test_phrases_join_hyphens_and_clitics(void **state) {
  Lexicon *lexicon = *state;
  assert_int_equal(phrase(lexicon, "al-Qaeda in Yemen", LEX_ORG), 3);
  assert_int_equal(phrase(lexicon, "Guinea-Bissau", LEX_COUNTRY), 3);
  assert_true(add(lexicon, "organisation", "people's harbour league\n"));
  assert_int_equal(phrase(lexicon, "People's Harbour League", LEX_ORG), 4);
  assert_true(add(lexicon, "title", "under-harbourmaster\n"));
  assert_true(knows(lexicon, "under-harbourmaster", LEX_TITLE));
  assert_int_equal(phrase(lexicon, "Under-Harbourmaster", LEX_TITLE), 3);
  assert_int_equal(phrase(lexicon, "Under Harbourmaster", LEX_TITLE), 2);
  // A hyphen at the end of the text is no part of anything.
  assert_int_equal(phrase(lexicon, "Paris-", LEX_CITY), 1);
}

static void test_phrases_of_one_case(void **state) {
  Lexicon *lexicon = *state;
  assert_true(add(lexicon, "organisation", "The Which Bureau\nWHICH\n"));
  assert_int_equal(phrase(lexicon, "The Which Bureau", LEX_ORG), 3);
  assert_int_equal(phrase(lexicon, "the which bureau", LEX_ORG), 0);
  assert_int_equal(phrase(lexicon, "WHICH", LEX_ORG), 1);
  assert_int_equal(phrase(lexicon, "which", LEX_ORG), 0);
}

static void test_names_end_in_the_case_they_begin_with(void **state) {
  Lexicon *lexicon = *state;
  assert_true(add(lexicon, "region", "zork province\nzork\n"));
  assert_int_equal(phrase(lexicon, "Zork Province", LEX_REGION), 2);
  assert_int_equal(phrase(lexicon, "ZORK PROVINCE", LEX_REGION), 2);
  assert_int_equal(phrase(lexicon, "zork province", LEX_REGION), 2);
  assert_int_equal(phrase(lexicon, "Zork province", LEX_REGION), 1);
  // Titles are written so at the beginning of a sentence.
  assert_int_equal(phrase(lexicon, "Prime minister", LEX_TITLE), 2);
}

static void test_phrase_asks_for_classes(void **state) {
  const Lexicon *lexicon = *state;
  Text text;
  tokenise(&text, "Prime Minister of Canada");
  uint64_t found;
  assert_int_equal(lexicon_phrase(lexicon, &text.unit, 0, LEX_BIT(LEX_TITLE), &found), 2);
  assert_int_equal(lexicon_phrase(lexicon, &text.unit, 0, LEX_BIT(LEX_COUNTRY), &found), 0);
  assert_int_equal(found, 0);
  uint64_t both = LEX_BIT(LEX_COUNTRY) | LEX_BIT(LEX_TITLE);
  assert_int_equal(lexicon_phrase(lexicon, &text.unit, 3, both, &found), 1);
  assert_true(found & LEX_BIT(LEX_COUNTRY));
  assert_int_equal(lexicon_phrase(lexicon, &text.unit, 4, both, &found), 0);
  assert_int_equal(lexicon_phrase(lexicon, &text.unit, UINT32_MAX, both, &found), 0);
}

// ---- a newsroom's lists ------------------------------------------------------------------------
static void test_user_lists_add_and_take_out(void **state) {
  Lexicon *lexicon = *state;
  assert_false(knows(lexicon, "Zorbleton", LEX_CITY));
  assert_true(add(lexicon, "city", "# house names\r\nZorbleton\r\n  quux  # a village\n-Paris\n"));
  assert_true(knows(lexicon, "Zorbleton", LEX_CITY));
  assert_false(knows(lexicon, "zorbleton", LEX_CITY));
  assert_true(knows(lexicon, "Quux", LEX_CITY));
  assert_false(knows(lexicon, "village", LEX_CITY));

  assert_true(knows(lexicon, "Paris", LEX_CITY));  // "-Paris" takes out an entry of that case
  assert_true(add(lexicon, "city", "-paris\n-new york\n"));
  assert_false(knows(lexicon, "Paris", LEX_CITY));
  assert_int_equal(phrase(lexicon, "New York", LEX_CITY), 0);
  assert_int_equal(phrase(lexicon, "New York City", LEX_CITY), 3);
  assert_int_equal(phrase(lexicon, "New York", LEX_REGION), 2);

  assert_true(add(lexicon, "city", "paris"));  // the last line counts, with or without a line end
  assert_true(knows(lexicon, "Paris", LEX_CITY));
  assert_true(add(lexicon, "country", "-US\n"));
  assert_false(knows(lexicon, "US", LEX_COUNTRY));
}

static void test_new_classes(void **state) {
  Lexicon *lexicon = *state;
  assert_int_equal(lexicon_class(lexicon, "house_style", 11), -1);
  assert_true(add(lexicon, "house_style", "irregardless\n"));
  int class = lexicon_class(lexicon, "house_style", 11);
  assert_true(class >= LEX_BUILTIN_COUNT && class < 64);
  assert_true(word(lexicon, "Irregardless") & ((uint64_t)1 << class));
  assert_true(add(lexicon, "house_style", "till\n"));
  assert_int_equal(lexicon_class(lexicon, "house_style", 11), class);

  char name[24];
  int made = 0;
  while (made < 100) {
    snprintf(name, sizeof name, "class%d", made);
    if (!add(lexicon, name, "sixtyfour\n")) break;
    made++;
  }
  assert_true(made > 0 && made < 64);
  assert_int_equal(lexicon_class(lexicon, name, strlen(name)), -1);
  // Full, but the classes that exist still take entries.
  assert_true(add(lexicon, "class0", "sixtyfive\n"));
  assert_true(add(lexicon, "city", "sixtysix\n"));
  assert_true(word(lexicon, "sixtyfour") >> 63);
}

static void test_many_entries(void **state) {
  Lexicon *lexicon = *state;
  char *list = malloc(20000 * 16);
  assert_non_null(list);
  size_t len = 0;
  for (int i = 0; i < 20000; i++) len += (size_t)sprintf(list + len, "qx%dqx\n", i);
  assert_true(lexicon_add(lexicon, "city", list, len));
  free(list);
  assert_true(knows(lexicon, "qx0qx", LEX_CITY));
  assert_true(knows(lexicon, "QX19999QX", LEX_CITY));
  assert_false(knows(lexicon, "qx20000qx", LEX_CITY));
  assert_true(knows(lexicon, "Ukraine", LEX_COUNTRY));
}

// ---- bad lists ---------------------------------------------------------------------------------
static void test_malformed_lists(void **state) {
  Lexicon *lexicon = *state;
  assert_true(lexicon_add(lexicon, "city", "", 0));
  static const char nul[] = "qone\nqt\0wo\nqthree";
  assert_true(lexicon_add(lexicon, "city", nul, sizeof nul - 1));
  assert_true(knows(lexicon, "qone", LEX_CITY));
  assert_true(knows(lexicon, "qthree", LEX_CITY));
  assert_false(knows(lexicon, "qt", LEX_CITY));
  assert_int_equal(lexicon_word(lexicon, "qt\0wo", 5), 0);

  assert_true(
      add(lexicon, "city", "\xEF\xBB\xBFqbom\n\xFF\xFEq\x80\n\xC3\n-\n- \n#\n \t \n--qx\n"));
  assert_true(knows(lexicon, "qbom", LEX_CITY));
  assert_true(knows(lexicon, "\xFF\xFEq\x80", LEX_CITY));

  assert_true(add(lexicon, "city",
                  "a b c d e f g h i j k l m n o p q r s t\n,,,,,,,,,,,,,,,,,,,,,\n'\n's\n"));
  assert_int_equal(phrase(lexicon, "a b c d e f g h i j k l m", LEX_CITY), 0);

  size_t len = 10 * 1000 * 1000;
  char *line = malloc(len);
  assert_non_null(line);
  memset(line, 'q', len);
  memcpy(line + len - 6, "\nqtail", 6);
  assert_true(lexicon_add(lexicon, "city", line, len));
  assert_true(knows(lexicon, "qtail", LEX_CITY));
  assert_int_equal(lexicon_word(lexicon, line, 1000 * 1000), 0);
  free(line);
  assert_int_equal(lexicon_word(lexicon, "", 0), 0);
  assert_int_equal(word(lexicon, "."), word(lexicon, "."));
  assert_int_equal(lexicon_word(lexicon, "\0", 1), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_every_class_has_entries, setup, teardown),
      cmocka_unit_test_setup_teardown(test_names_are_told_from_words, setup, teardown),
      cmocka_unit_test_setup_teardown(test_case_is_folded, setup, teardown),
      cmocka_unit_test_setup_teardown(test_acronyms_keep_their_case, setup, teardown),
      cmocka_unit_test_setup_teardown(test_one_final_stop_does_not_count, setup, teardown),
      cmocka_unit_test_setup_teardown(test_longest_phrase_wins, setup, teardown),
      cmocka_unit_test_setup_teardown(test_phrases_join_hyphens_and_clitics, setup, teardown),
      cmocka_unit_test_setup_teardown(test_phrases_of_one_case, setup, teardown),
      cmocka_unit_test_setup_teardown(test_names_end_in_the_case_they_begin_with, setup, teardown),
      cmocka_unit_test_setup_teardown(test_phrase_asks_for_classes, setup, teardown),
      cmocka_unit_test_setup_teardown(test_user_lists_add_and_take_out, setup, teardown),
      cmocka_unit_test_setup_teardown(test_new_classes, setup, teardown),
      cmocka_unit_test_setup_teardown(test_many_entries, setup, teardown),
      cmocka_unit_test_setup_teardown(test_malformed_lists, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
