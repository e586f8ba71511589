// Tokens and sentences: what a reader takes for a word, a sum or an abbreviation, and where sentences
// end. All examples are made up.
#include "parse_helper.h"

// ---- sentences -----------------------------------------------------------------------------------
static void test_stops(void **state) {
  (void)state;
  expect_sentences("The pier closed. Nobody came! Why? It rained.",
                   "The pier closed. | Nobody came! | Why? | It rained.");
  expect_sentences("Rain?! Snow!! Sun.", "Rain?! | Snow!! | Sun.");
  expect_sentences("The wounds healed.. I hope.", "The wounds healed.. | I hope.");
  expect_sentences("No stop at the end", "No stop at the end");
  expect_sentences("It fell by 3.5 percent to 1,200. It rose again.",
                   "It fell by 3.5 percent to 1,200. | It rose again.");
  expect_sentences("It was 1999. 40 people came.", "It was 1999. | 40 people came.");
  expect_sentences("  \n ", "");
  expect_sentences("", "");
}

static void test_line_ends_are_white_space(void **state) {
  (void)state;
  expect_sentences("The ferry\nran late. It\r\nwas full.",
                   "The ferry\nran late. | It\r\nwas full.");
}

static void test_abbreviations(void **state) {
  (void)state;
  expect_sentences("Gov. Ana Roe met Dr. Lim. They talked.",
                   "Gov. Ana Roe met Dr. Lim. | They talked.");
  expect_sentences("He moved to the U.S. in May. She left the U.S. He stayed.",
                   "He moved to the U.S. in May. | She left the U.S. | He stayed.");
  expect_sentences("The U.S. Senate met at 5 p.m. on Friday.",
                   "The U.S. Senate met at 5 p.m. on Friday.");
  expect_sentences("At 5 p.m. Mr. Roe left. They had closed at 6 p.m. Mr. Lim stayed.",
                   "At 5 p.m. Mr. Roe left. | They had closed at 6 p.m. | Mr. Lim stayed.");
  expect_sentences("Harbour Inc. The firm grew.", "Harbour Inc. | The firm grew.");
  expect_sentences("Harbour Inc. Chairman Roe spoke.", "Harbour Inc. Chairman Roe spoke.");
  expect_sentences("It opens on Oct. 3 and on Sat. as well.",
                   "It opens on Oct. 3 and on Sat. as well.");
  expect_sentences("The cat sat. The sun set.", "The cat sat. | The sun set.");
  expect_sentences("See No. 7 and p. 12. He said no. We left.",
                   "See No. 7 and p. 12. | He said no. | We left.");
  expect_sentences("They fought, i.e. they lost.", "They fought, i.e. they lost.");
}

static void test_initials(void **state) {
  (void)state;
  expect_sentences("The paper named J. K. Lund and Otto B. Ray. They sued.",
                   "The paper named J. K. Lund and Otto B. Ray. | They sued.");
  expect_sentences("It was you and I. Nobody else saw.", "It was you and I. | Nobody else saw.");
  expect_sentences("They ate vitamin C. The rest drank.", "They ate vitamin C. | The rest drank.");
  expect_sentences("Q. What did you see?", "Q. What did you see?");
}

static void test_ellipses(void **state) {
  (void)state;
  expect_sentences("Well ... perhaps not. We…you know.", "Well ... perhaps not. | We…you know.");
  expect_sentences("She waited… Then she left.", "She waited… | Then she left.");
  expect_sentences("... Then it ended. He left.", "... Then it ended. | He left.");
  expect_sentences("They left. ... I stayed.", "They left. ... | I stayed.");
  expect_sentences("They promised . . . nothing at all.", "They promised . . . nothing at all.");
  expect_sentences("I was … I mean, we were lost.", "I was … I mean, we were lost.");
}

static void test_datelines_lists_and_notes(void **state) {
  (void)state;
  expect_sentences("OSLO (Wire) - A ferry sank. It was old.",
                   "OSLO (Wire) - A ferry sank. | It was old.");
  expect_sentences("OSLO, Jan. 4 — A ferry sank.", "OSLO, Jan. 4 — A ferry sank.");
  expect_sentences("1. Mix the flour 2. Add water 3. Bake",
                   "1. Mix the flour | 2. Add water | 3. Bake");
  expect_sentences("How to: 1. Mix. 2. Bake.", "How to: 1. Mix. | 2. Bake.");
  expect_sentences("2.1. Results of the poll. They rose.",
                   "2.1. Results of the poll. | They rose.");
  expect_sentences("a. Flour b. Water c. Salt", "a. Flour | b. Water | c. Salt");
  expect_sentences("e.g. flour. i.e. salt.", "e.g. flour. i.e. salt.");
  expect_sentences("He was born there.[4] He left.[5][6] She stayed. [7] They met.",
                   "He was born there.[4] | He left.[5][6] | She stayed. [7] | They met.");
}

static void test_glued_text(void **state) {
  (void)state;
  expect_sentences("The pier closed.Nobody came.Why?", "The pier closed. | Nobody came. | Why?");
  expect_sentences("Read harbour.example.org today. Or node.js docs.",
                   "Read harbour.example.org today. | Or node.js docs.");
}

static void test_scripts_without_spaces(void **state) {
  (void)state;
  expect_sentences("港は閉まった。誰も来ない！なぜ？", "港は閉まった。 | 誰も来ない！ | なぜ？");
}

static void test_brackets(void **state) {
  (void)state;
  expect_sentences("He came (He was late.) and sat.", "He came (He was late.) and sat.");
  expect_sentences("He came. (She did not. Nobody knew.) They ate.",
                   "He came. | (She did not. | Nobody knew.) | They ate.");
  expect_sentences("A smile :) and a list: a) one. Next.",
                   "A smile :) and a list: a) one. | Next.");
}

static void test_quotations_and_sentences(void **state) {
  (void)state;
  expect_sentences("“We lost. We will rebuild,” she said. He nodded.",
                   "“We lost. | We will rebuild,” she said. | He nodded.");
  expect_sentences("He turned round, \"It is over.\" she said.",
                   "He turned round, \"It is over.\" she said.");
  expect_sentences("He turned round, \"It is over.\" She sat down.",
                   "He turned round, \"It is over.\" | She sat down.");
  expect_sentences("“Is it over?” Mayor Ana Roe asked. “Yes!” Nobody moved.",
                   "“Is it over?” Mayor Ana Roe asked. | “Yes!” | Nobody moved.");
  expect_sentences("It sank. “It was old.” “It was not.”",
                   "It sank. | “It was old.” | “It was not.”");
}

// Which quotation a sentence lies in tells whose words it is.
static void test_sentence_regions(void **state) {
  (void)state;
  Parsed self = parsed("Roe said: “We lost. We rebuild. We win.” All cheered.");
  assert_int_equal(self.unit.sentence_count, 4);
  assert_int_equal(self.unit.sentences[0].region, NONE);
  assert_int_equal(self.unit.sentences[1].region, 0);
  assert_int_equal(self.unit.sentences[2].region, 0);
  assert_int_equal(self.unit.sentences[3].region, NONE);
  parsed_free(&self);
}

// ---- tokens -----------------------------------------------------------------------------------------
static void test_words_and_names(void **state) {
  (void)state;
  expect_tokens("The mayor met Ana Roe.", "wThe wmayor wmet nAna nRoe !.");
  expect_tokens("Then I met O’Brien; don't laugh.", "wThen wI wmet nO’Brien ;; wdon't wlaugh !.");
  expect_tokens("It’s Roe's dog’s", "wIt '’s nRoe ''s wdog '’s");
  expect_tokens("The crews' and Joneses’ boats.", "wThe wcrews '' wand nJoneses '’ wboats !.");
  expect_tokens("AT&T and Q&A; Roe & Lim", "nAT&T wand nQ&A ;; nRoe ?& nLim");
  expect_tokens("“Hamlet”’s end", "[“ nHamlet ]” '’s wend");
  expect_tokens("“[T]he plan” [sic]", "[“ w[T]he wplan ]” ([ wsic )]");
}

static void test_hyphens_and_dashes(void **state) {
  (void)state;
  expect_tokens("a well-known 10-year-old", "wa wwell-known w10-year-old");
  expect_tokens("the U.S.-Norway pact", "wthe iU.S. -- nNorway wpact");
  expect_tokens("pro-Russian Anne-Marie al-Amr", "wpro -- nRussian nAnne -- nMarie wal -- nAmr");
  expect_tokens("war - or not -- and — yes", "wwar ~- wor wnot ~-- wand ~— wyes");
}

static void test_numbers(void **state) {
  (void)state;
  expect_tokens("3rd of 1,250.5 at 5:30, 2-1", "03rd wof 01,250.5 wat 05:30 ,, 02-1");
  expect_tokens("$50 million, US$5.5m, €3, a $ sign",
                "$$50 million ,, $US$5.5m ,, $€3 ,, wa ?$ wsign");
  expect_tokens("60% or 5.5 percent or 7 per cent of 8",
                "%60% wor %5.5 percent wor %7 per cent wof 08");
  expect_tokens("5′10″ tall, 5'10\" tall, ’90s", "05′10″ wtall ,, 05'10\" wtall ,, 0’90s");
}

static void test_addresses(void **state) {
  (void)state;
  expect_tokens(
      "See https://example.org/a_b?c=1. Or www.example.org, me.too@example.org.",
      "wSee @https://example.org/a_b?c=1 !. wOr @www.example.org ,, @me.too@example.org !.");
  expect_tokens("@handle wrote #tag on t.co/x and Shop.com Inc. sold",
                "@@handle wwrote @#tag won @t.co/x wand nShop.com aInc. wsold");
}

static void test_abbreviated_tokens(void **state) {
  (void)state;
  expect_tokens("Sen. J.K. Roe of the F.B.I., p.m.", "aSen. iJ.K. nRoe wof wthe iF.B.I. ,, ap.m.");
}

static void test_shapes_and_spaces(void **state) {
  (void)state;
  Parsed self = parsed("“Go, NATO’s McRae 4x4 boats,” he said. Then.");
  const Token *tokens = self.unit.tokens;
  assert_int_equal(tokens[1].shape & 63, SHAPE_CAPITALISED | SHAPE_SENTENCE_START);
  assert_int_equal(tokens[3].shape & 63, SHAPE_CAPITALS | SHAPE_SPACE_BEFORE);
  assert_int_equal(tokens[4].shape & SHAPE_SPACE_BEFORE, 0);
  assert_true(tokens[5].shape & SHAPE_MIXED);
  assert_true(tokens[6].shape & SHAPE_DIGIT);
  assert_int_equal(tokens[10].shape & SHAPE_SENTENCE_START, 0);
  assert_true(tokens[13].shape & SHAPE_SENTENCE_START);
  parsed_free(&self);
}

static void test_lexicon_classes(void **state) {
  (void)state;
  Parsed self = parsed("The Sen. said so.");
  assert_true(self.unit.tokens[1].classes & LEX_BIT(LEX_ABBREVIATION));
  assert_true(self.unit.tokens[2].classes & LEX_BIT(LEX_SPEECH));
  parsed_free(&self);
}

// A newsroom's own abbreviation keeps a sentence whole.
static void test_added_abbreviation(void **state) {
  (void)state;
  const char *text = "We saw Hpt. Roe there.";
  Parsed self = parsed(text);
  assert_int_equal(self.unit.sentence_count, 2);
  ts_tree_delete(self.tree);
  assert_true(lexicon_add(self.lexicon, "abbreviation", "hpt\n", 4));
  self.tree = parse_unit(self.parser, self.lexicon, &self.unit);
  assert_int_equal(self.unit.sentence_count, 1);
  parsed_free(&self);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_stops),
      cmocka_unit_test(test_line_ends_are_white_space),
      cmocka_unit_test(test_abbreviations),
      cmocka_unit_test(test_initials),
      cmocka_unit_test(test_ellipses),
      cmocka_unit_test(test_datelines_lists_and_notes),
      cmocka_unit_test(test_glued_text),
      cmocka_unit_test(test_scripts_without_spaces),
      cmocka_unit_test(test_brackets),
      cmocka_unit_test(test_quotations_and_sentences),
      cmocka_unit_test(test_sentence_regions),
      cmocka_unit_test(test_words_and_names),
      cmocka_unit_test(test_hyphens_and_dashes),
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_addresses),
      cmocka_unit_test(test_abbreviated_tokens),
      cmocka_unit_test(test_shapes_and_spaces),
      cmocka_unit_test(test_lexicon_classes),
      cmocka_unit_test(test_added_abbreviation),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
