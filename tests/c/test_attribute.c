// Who said each quotation: every frame in curly and in straight marks, what is no speech, speakers from
// the paragraphs around, and input that nobody writes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
// cmocka wants the four headers above it.
#include <cmocka.h>

#include "copydesk.h"

// ---- asking a document -----------------------------------------------------------------------------
enum { MOST_TEXT = 1024, MOST_FOUND = 40 };

typedef struct {
  char content[MOST_TEXT];  // its parts joined by " | "
  char cue[MOST_TEXT], source[MOST_TEXT], speaker[MOST_TEXT];
  CdQuotationType type;
  CdNotSpeech not_speech;
  float confidence;
} Found;

typedef struct {
  const CdDocument *document;
  Found found[MOST_FOUND];
  uint32_t count;
} Reading;

static const CdRules *rules;

static void append_text(const CdDocument *document, CdSpan span, char *out) {
  size_t used = strlen(out);
  assert_true(used + (span.end - span.start) < MOST_TEXT);
  assert_int_equal(cd_document_text(document, span, out + used), CD_OK);
  out[used + (span.end - span.start)] = '\0';
}

static bool collect(void *context, const CdQuotation *quotation) {
  Reading *reading = context;
  assert_true(reading->count < MOST_FOUND);
  Found *found = &reading->found[reading->count++];
  for (uint32_t i = 0; i < quotation->content_count; i++) {
    if (i > 0) strcat(found->content, " | ");
    append_text(reading->document, quotation->content[i], found->content);
  }
  append_text(reading->document, quotation->cue, found->cue);
  append_text(reading->document, quotation->source, found->source);
  CdEntity entity;
  if (cd_document_entity(reading->document, quotation->speaker, &entity)) {
    strncpy(found->speaker, entity.name, MOST_TEXT - 1);
  }
  found->type = quotation->type;
  found->not_speech = quotation->not_speech;
  found->confidence = quotation->confidence;
  return true;
}

static void read_text(const char *text, Reading *reading) {
  CdDocument *document = cd_document_new(rules, text, strlen(text));
  assert_non_null(document);
  *reading = (Reading){.document = document};
  cd_document_quotations(document, (CdSpan){0, cd_document_len(document)}, collect, reading);
  cd_document_free(document);
}

// The quotation whose content begins so.
static const Found *find(const Reading *reading, const char *content) {
  for (uint32_t i = 0; i < reading->count; i++) {
    if (strncmp(reading->found[i].content, content, strlen(content)) == 0)
      return &reading->found[i];
  }
  return NULL;
}

// Curly marks to straight ones: “ and ” become ".
static void straighten(const char *text, char *out) {
  while (*text != '\0') {
    if (strncmp(text, "\xE2\x80\x9C", 3) == 0 || strncmp(text, "\xE2\x80\x9D", 3) == 0) {
      *out++ = '"';
      text += 3;
    } else {
      *out++ = *text++;
    }
  }
  *out = '\0';
}

typedef struct {
  CdQuotationType type;
  const char *content, *cue, *source, *speaker;  // NULL: not asked about; "": there is none
} Expected;

static void check_text(const char *expected, const char *found, const char *text) {
  if (expected == NULL || strcmp(expected, found) == 0) return;
  fail_msg("“%s” instead of “%s” in: %s", found, expected, text);
}

static void check_one(const char *text, Expected expected) {
  Reading reading;
  read_text(text, &reading);
  const Found *found = find(&reading, expected.content);
  if (found == NULL) fail_msg("nothing begins “%s” in: %s", expected.content, text);
  check_text(expected.content, found->content, text);
  check_text(expected.cue, found->cue, text);
  check_text(expected.source, found->source, text);
  check_text(expected.speaker, found->speaker, text);
  // A speaker that the text tells is shown without "?".
  bool sure = expected.speaker == NULL || found->confidence >= 0.5f;
  if (!sure) fail_msg("%s is in doubt in: %s", found->speaker, text);
  check_text(cd_quotation_type_name(expected.type), cd_quotation_type_name(found->type), text);
  assert_int_equal(found->not_speech, CD_SPEECH);
}

static void check(const char *text, Expected expected) {
  check_one(text, expected);
  char straight[MOST_TEXT * 2], content[MOST_TEXT];
  assert_true(strlen(text) < sizeof straight);
  straighten(text, straight);
  straighten(expected.content, content);
  expected.content = content;
  check_one(straight, expected);
}

// ---- frames with whole sentences in marks ------------------------------------------------------------
static void test_quotation_then_speaker(void **state) {
  (void)state;
  check("“The bridge is closed,” Marta Lindqvist said on Monday.",
        (Expected){CD_DIRECT, "“The bridge is closed,”", "said", "Marta Lindqvist",
                   "Marta Lindqvist"});
  check(
      "“Who paid for it?” the harbour master asked.",
      (Expected){CD_DIRECT, "“Who paid for it?”", "asked", "the harbour master", "harbour master"});
  check("“The ice is thin. Keep off it,” Marta Lindqvist has repeatedly warned.",
        (Expected){CD_DIRECT, "“The ice is thin. Keep off it,”", "has repeatedly warned",
                   "Marta Lindqvist", NULL});
}

static void test_quotation_said_speaker(void **state) {
  (void)state;
  check("“The bridge is closed,” said Marta Lindqvist.",
        (Expected){CD_DIRECT, "“The bridge is closed,”", "said", "Marta Lindqvist",
                   "Marta Lindqvist"});
  check("“The bridge is closed,” said Marta Lindqvist, the harbour master, on Monday.",
        (Expected){CD_DIRECT, "“The bridge is closed,”", "said", NULL, "Marta Lindqvist"});
  check("“The bridge is closed,” said Marta Lindqvist in Karlskrona.",
        (Expected){CD_DIRECT, "“The bridge is closed,”", "said", "Marta Lindqvist",
                   "Marta Lindqvist"});
  check("“Nobody told us!” shouted one of the drivers.",
        (Expected){CD_DIRECT, "“Nobody told us!”", "shouted", "one of the drivers", NULL});
}

static void test_speaker_then_quotation(void **state) {
  (void)state;
  check("Marta Lindqvist said, “The bridge is closed.”",
        (Expected){CD_DIRECT, "“The bridge is closed.”", "said", "Marta Lindqvist",
                   "Marta Lindqvist"});
  check("Marta Lindqvist said: “The bridge is closed. It will stay closed.”",
        (Expected){CD_DIRECT, "“The bridge is closed. It will stay closed.”", "said",
                   "Marta Lindqvist", "Marta Lindqvist"});
  check("Marta Lindqvist told reporters in the harbour, “The bridge is closed.”",
        (Expected){CD_DIRECT, "“The bridge is closed.”", "told", "Marta Lindqvist",
                   "Marta Lindqvist"});
  check("In a statement, Marta Lindqvist wrote “We have closed the bridge.”",
        (Expected){CD_DIRECT, "“We have closed the bridge.”", "wrote", "Marta Lindqvist", NULL});
}

static void test_split_quotation_is_one(void **state) {
  (void)state;
  check("“The bridge is closed,” Marta Lindqvist said, “and it will stay closed.”",
        (Expected){CD_DIRECT, "“The bridge is closed,” | “and it will stay closed.”", "said", NULL,
                   "Marta Lindqvist"});
}

static void test_manner_only_beside_a_quotation(void **state) {
  (void)state;
  check("“Wet again,” Marta Lindqvist sighed.",
        (Expected){CD_DIRECT, "“Wet again,”", "sighed", "Marta Lindqvist", NULL});
  Reading reading;
  read_text("Marta Lindqvist sighed over the bills of the harbour.", &reading);
  assert_int_equal(reading.count, 0);
}

static void test_aside_between_speaker_and_verb(void **state) {
  (void)state;
  check("Marta Lindqvist, the harbour master of Karlskrona, said: “We close at six.”",
        (Expected){CD_DIRECT, "“We close at six.”", "said",
                   "Marta Lindqvist, the harbour master of Karlskrona,", "Marta Lindqvist"});
  check("Lindqvist, asked about the queues that formed in May, said people had waited for hours.",
        (Expected){CD_INDIRECT, "people had waited for hours", "said", NULL, "Lindqvist"});
}

static void test_cues_in_marks_report_nothing_outside(void **state) {
  (void)state;
  check("“He told me that the captain said no,” Marta Lindqvist recalled.",
        (Expected){CD_DIRECT, "“He told me that the captain said no,”", "recalled",
                   "Marta Lindqvist", NULL});
}

static void test_as_somebody_puts_it(void **state) {
  (void)state;
  check("It was, as Marta Lindqvist put it, “a very wet day”.",
        (Expected){CD_MIXED, "“a very wet day”", "put it", "Marta Lindqvist", "Marta Lindqvist"});
}

static void test_label_before_or_behind(void **state) {
  (void)state;
  check(
      "Marta Lindqvist: “The bridge is closed.”",
      (Expected){CD_DIRECT, "“The bridge is closed.”", NULL, "Marta Lindqvist", "Marta Lindqvist"});
  check(
      "“The bridge is closed.” ― Marta Lindqvist",
      (Expected){CD_DIRECT, "“The bridge is closed.”", NULL, "Marta Lindqvist", "Marta Lindqvist"});
  check(
      "LINDQVIST: The bridge is closed. It will stay closed.",
      (Expected){CD_DIRECT, "The bridge is closed. It will stay closed.", NULL, "LINDQVIST", NULL});
}

// ---- fragments ------------------------------------------------------------------------------------------
static void test_fragment_in_a_reported_clause(void **state) {
  (void)state;
  const char *text = "Marta Lindqvist said that the pier was “a danger to everybody” and must go.";
  check(text, (Expected){CD_MIXED, "“a danger to everybody”", "said", "Marta Lindqvist",
                         "Marta Lindqvist"});
  check(text, (Expected){CD_INDIRECT, "that the pier was “a danger to everybody” and must go",
                         "said", "Marta Lindqvist", "Marta Lindqvist"});
  check("The pier needs a “substantial” repair before winter, the report says.",
        (Expected){CD_MIXED, "“substantial”", "says", "the report", "report"});
}

static void test_fragment_belongs_to_whoever_is_named(void **state) {
  (void)state;
  check("Marta Lindqvist says she warned that the pier was “dead to everybody” now.",
        (Expected){CD_MIXED, "“dead to everybody”", "says", "Marta Lindqvist", "Marta Lindqvist"});
}

static void test_fragments_of_one_clause_are_one_quotation(void **state) {
  (void)state;
  check("Marta Lindqvist said the pier was “a danger”, “an eyesore” and a debt.",
        (Expected){CD_MIXED, "“a danger” | “an eyesore”", "said", NULL, "Marta Lindqvist"});
}

static void test_word_for_a_thing(void **state) {
  (void)state;
  check("Marta Lindqvist called the pier a “rotten tooth”.",
        (Expected){CD_MIXED, "“rotten tooth”", "called", "Marta Lindqvist", "Marta Lindqvist"});
}

// ---- without marks ------------------------------------------------------------------------------------
static void test_reported_clause(void **state) {
  (void)state;
  check("Marta Lindqvist said that the bridge would open in May.",
        (Expected){CD_INDIRECT, "that the bridge would open in May", "said", "Marta Lindqvist",
                   "Marta Lindqvist"});
  check(
      "The ministry denied on Friday that the bridge was unsafe.",
      (Expected){CD_INDIRECT, "that the bridge was unsafe", "denied", "The ministry", "ministry"});
  check("Marta Lindqvist told the council the bridge would open in May.",
        (Expected){CD_INDIRECT, "the council the bridge would open in May", "told",
                   "Marta Lindqvist", NULL});
}

static void test_clause_then_speaker(void **state) {
  (void)state;
  check("The bridge will open in May, Marta Lindqvist said on Tuesday.",
        (Expected){CD_INDIRECT, "The bridge will open in May", "said", "Marta Lindqvist",
                   "Marta Lindqvist"});
  check("The bridge, Marta Lindqvist said, will open in May.",
        (Expected){CD_INDIRECT, "The bridge | will open in May", "said", "Marta Lindqvist", NULL});
  check("The race for the bridge will be tight, said Dana Orr, director of the trust.",
        (Expected){CD_INDIRECT, "The race for the bridge will be tight", "said",
                   "Dana Orr, director of the trust", "Dana Orr"});
}

static void test_headline(void **state) {
  (void)state;
  check("# Harbour Master Says Bridge Will Open in May\n\nThe bridge was closed.",
        (Expected){CD_INDIRECT, "Bridge Will Open in May", "Says", "Harbour Master", NULL});
  Reading reading;
  read_text("The plan of Reports Limited is old.", &reading);
  assert_int_equal(reading.count, 0);
}

static void test_according_to(void **state) {
  (void)state;
  check("The bridge will open in May, according to the harbour report.",
        (Expected){CD_INDIRECT, "The bridge will open in May", "according to", "the harbour report",
                   "harbour report"});
  check("Traffic rose by a tenth last year, according to figures from the roads office.",
        (Expected){CD_INDIRECT, "Traffic rose by a tenth last year", "according to",
                   "figures from the roads office", "figures"});
  check("According to Marta Lindqvist, the bridge will open in May.",
        (Expected){CD_INDIRECT, "the bridge will open in May", "According to", NULL,
                   "Marta Lindqvist"});
}

static void test_speaker_shared_by_two_verbs(void **state) {
  (void)state;
  const char *text =
      "Marta Lindqvist said she thought the bridge was safe, and added that it would open.";
  check(text, (Expected){CD_INDIRECT, "that it would open", "added", "Marta Lindqvist", NULL});
  check("Marta Lindqvist praised the divers, saying they had worked all night.",
        (Expected){CD_INDIRECT, "they had worked all night", "saying", "Marta Lindqvist", NULL});
  check("The council issued a statement saying that the bridge would open.",
        (Expected){CD_INDIRECT, "that the bridge would open", "saying", "The council", NULL});
}

static void test_relative_clause_means_who_stands_before(void **state) {
  (void)state;
  check("The divers met Marta Lindqvist, who said that the bridge would open.",
        (Expected){CD_INDIRECT, "that the bridge would open", "said", "who", "Marta Lindqvist"});
}

static void test_quoted_as_saying(void **state) {
  (void)state;
  check("The paper quoted Marta Lindqvist as saying that the bridge would open.",
        (Expected){CD_INDIRECT, "that the bridge would open", NULL, "Marta Lindqvist",
                   "Marta Lindqvist"});
}

static void test_nouns_are_no_verbs(void **state) {
  (void)state;
  Reading reading;
  read_text("The states have rules. Violent protests followed the reports of a leak.", &reading);
  assert_int_equal(reading.count, 0);
}

// ---- not speech -----------------------------------------------------------------------------------------
static CdNotSpeech not_speech(const char *text, const char *content) {
  Reading reading;
  read_text(text, &reading);
  const Found *found = find(&reading, content);
  assert_non_null(found);
  assert_string_equal(found->speaker, "");
  return found->not_speech;
}

static void test_titles_and_terms_are_no_speech(void **state) {
  (void)state;
  assert_int_equal(not_speech("She sang “The Long Road Home” twice.", "“The Long"), CD_TITLE);
  assert_int_equal(not_speech("The film “The Long Road Home” is out in May.", "“The Long"),
                   CD_TITLE);
  assert_int_equal(not_speech("“Bridge closed for repairs” — The Herald, 3 May 2021", "“Bridge"),
                   CD_TITLE);
  assert_int_equal(not_speech("They run a club called “otters of the bay” there.", "“otters"),
                   CD_SCARE);
  assert_int_equal(not_speech("The so-called “smart” lamps went out again.", "“smart”"), CD_SCARE);
  assert_int_equal(not_speech("They keep the keys in a \"safe place\" now.", "\"safe"), CD_SCARE);
}

// ---- who it is ----------------------------------------------------------------------------------------
static void test_roles_and_names(void **state) {
  (void)state;
  check("“We close at six,” coach and teacher Marta Lindqvist said.",
        (Expected){CD_DIRECT, "“We close at six,”", "said", NULL, "Marta Lindqvist"});
  check("The judge in the case, Marta Lindqvist, said: “We close at six.”",
        (Expected){CD_DIRECT, "“We close at six.”", "said", NULL, "Marta Lindqvist"});
  check("A spokesman for Marta Lindqvist said: “We close at six.”",
        (Expected){CD_DIRECT, "“We close at six.”", "said", "A spokesman for Marta Lindqvist",
                   "spokesman for Marta Lindqvist"});
}

static void test_second_quotation_of_a_paragraph(void **state) {
  (void)state;
  check("“The bridge is closed,” Marta Lindqvist said. “Nobody may cross it before May.”",
        (Expected){CD_DIRECT, "“Nobody may cross it before May.”", "", NULL, "Marta Lindqvist"});
}

static void test_pronoun_goes_on_with_who_spoke(void **state) {
  (void)state;
  check(
      "“The pier is old,” Marta Lindqvist said. “It is rotten,” Lindqvist said. Lindqvist said it "
      "had to go.\n\nElsa Holm said the pier was safe. “I have known Lindqvist for years,” she "
      "said.",
      (Expected){CD_DIRECT, "“I have known Lindqvist for years,”", "said", "she", "Elsa Holm"});
}

static void test_quotation_over_two_paragraphs(void **state) {
  (void)state;
  check("Marta Lindqvist said: “The bridge is closed.\n\n“Nobody may cross it before May.”",
        (Expected){CD_DIRECT, "“Nobody may cross it before May.”", "", NULL, "Marta Lindqvist"});
}

static void test_paragraph_announced_by_a_colon(void **state) {
  (void)state;
  check(
      "The harbour has a new rule. Marta Lindqvist explained it:\n\n“Nobody may cross before May.”",
      (Expected){CD_DIRECT, "“Nobody may cross before May.”", "", NULL, "Marta Lindqvist"});
}

static float confidence_in(const char *text, const char *content) {
  Reading reading;
  read_text(text, &reading);
  const Found *found = find(&reading, content);
  assert_non_null(found);
  return found->confidence;
}

static void test_announced_words_are_surer(void **state) {
  (void)state;
  const char *words = "“Nobody may cross";
  float announced =
      confidence_in("Marta Lindqvist said this about it:\n\n“Nobody may cross before May.”", words);
  float alone =
      confidence_in("Marta Lindqvist said this about it.\n\n“Nobody may cross before May.”", words);
  float far = confidence_in(
      "Marta Lindqvist said this about it.\n\nIt rained.\n\nIt stopped.\n\n“Nobody may cross "
      "before May.”",
      words);
  assert_true(announced > alone);
  assert_true(alone > far);
  assert_true(far < 0.5f);
}

static void test_paragraph_of_words_alone(void **state) {
  (void)state;
  Reading reading;
  read_text("“The bridge is closed,” Marta Lindqvist said.\n\n“Nobody may cross it before May.”",
            &reading);
  const Found *found = find(&reading, "“Nobody may");
  assert_non_null(found);
  assert_string_equal(found->speaker, "Marta Lindqvist");
  assert_true(found->confidence < 0.5f);  // it may be somebody else who answers
}

static void test_answers_of_an_interview(void **state) {
  (void)state;
  check("Marta Lindqvist runs the harbour.\n\nQ: Is the bridge safe?\n\nA: It is closed until May.",
        (Expected){CD_DIRECT, "It is closed until May.", NULL, "A", "Marta Lindqvist"});
}

static void test_nobody_is_guessed(void **state) {
  (void)state;
  Reading reading;
  read_text("“The bridge is closed until the first of May.”", &reading);
  assert_int_equal(reading.count, 1);
  assert_string_equal(reading.found[0].speaker, "");
  assert_true(reading.found[0].confidence < 0.5f);
}

static void test_doubtful_speaker_is_marked(void **state) {
  (void)state;
  Reading reading;
  read_text("Marta Lindqvist wants a bridge “that any child can cross alone” by May.", &reading);
  const Found *found = find(&reading, "");
  assert_non_null(found);
  assert_string_equal(found->speaker, "Marta Lindqvist");
  read_text("Marta Lindqvist opened the bridge. It had been “a very long and wet year” there.",
            &reading);
  for (uint32_t i = 0; i < reading.count; i++) assert_true(reading.found[i].confidence < 0.5f);
}

// ---- rules of a newsroom --------------------------------------------------------------------------------
static void test_newsroom_adds_a_cue(void **state) {
  (void)state;
  CdRules *own = cd_rules_new();
  assert_non_null(own);
  const char *query = "; extends\n((word) @cue (#eq? @cue \"warbled\") (#set! frame \"says\"))\n";
  assert_int_equal(cd_rules_add_file(own, "queries/prose/attribution.scm", query, strlen(query)),
                   CD_OK);
  const CdRules *shipped = rules;
  rules = own;
  check("Marta Lindqvist warbled that the bridge would open.",
        (Expected){CD_INDIRECT, "that the bridge would open", "warbled", "Marta Lindqvist", NULL});
  rules = shipped;
  cd_rules_free(own);
  Reading reading;
  read_text("Marta Lindqvist warbled that the bridge would open.", &reading);
  assert_int_equal(reading.count, 0);
}

// ---- input that nobody writes ---------------------------------------------------------------------------
static bool count_one(void *context, const CdQuotation *quotation) {
  assert_true(quotation->span.start <= quotation->span.end);
  ++*(uint32_t *)context;
  return true;
}

static uint32_t count_in(const char *text, size_t len) {
  CdDocument *document = cd_document_new(rules, text, len);
  assert_non_null(document);
  uint32_t count = 0;
  cd_document_quotations(document, (CdSpan){0, cd_document_len(document)}, count_one, &count);
  cd_document_free(document);
  return count;
}

static uint32_t count_repeated(const char *piece, size_t times) {
  size_t len = strlen(piece);
  char *text = malloc(len * times + 1);
  assert_non_null(text);
  for (size_t i = 0; i < times; i++) memcpy(text + i * len, piece, len);
  uint32_t count = count_in(text, len * times);
  free(text);
  return count;
}

static void test_hostile_text(void **state) {
  (void)state;
  count_in("", 0);
  count_repeated("\"", 10000);
  count_repeated("“", 10000);
  count_repeated("”", 10000);
  count_repeated("“a” ", 10000);
  count_repeated("said ", 20000);
  count_repeated("“a” said ", 10000);
  count_repeated("Lee said, and ", 10000);
  count_repeated("Lee, ", 20000);
  count_repeated("(who said: ", 5000);
  count_repeated("according to ", 5000);
  count_in("\xFF\x00“\xE2\x80 said \xC3”", 16);
}

static void test_long_unit_in_marks(void **state) {
  (void)state;
  enum { LEN = 16000 };
  char *text = malloc(LEN + 64);
  assert_non_null(text);
  strcpy(text, "“");
  while (strlen(text) < LEN - 32) strcat(text, "he said that it rained. ");
  strcat(text, "It did,” Marta Lindqvist said.");
  CdDocument *document = cd_document_new(rules, text, strlen(text));
  assert_non_null(document);
  uint32_t count = 0;
  cd_document_quotations(document, (CdSpan){0, cd_document_len(document)}, count_one, &count);
  assert_true(count >= 1);
  cd_document_free(document);
  free(text);
}

int main(void) {
  CdRules *shipped = cd_rules_new();
  if (shipped == NULL) return 1;
  rules = shipped;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_quotation_then_speaker),
      cmocka_unit_test(test_quotation_said_speaker),
      cmocka_unit_test(test_speaker_then_quotation),
      cmocka_unit_test(test_split_quotation_is_one),
      cmocka_unit_test(test_manner_only_beside_a_quotation),
      cmocka_unit_test(test_aside_between_speaker_and_verb),
      cmocka_unit_test(test_cues_in_marks_report_nothing_outside),
      cmocka_unit_test(test_as_somebody_puts_it),
      cmocka_unit_test(test_label_before_or_behind),
      cmocka_unit_test(test_fragment_in_a_reported_clause),
      cmocka_unit_test(test_fragment_belongs_to_whoever_is_named),
      cmocka_unit_test(test_fragments_of_one_clause_are_one_quotation),
      cmocka_unit_test(test_word_for_a_thing),
      cmocka_unit_test(test_reported_clause),
      cmocka_unit_test(test_clause_then_speaker),
      cmocka_unit_test(test_headline),
      cmocka_unit_test(test_according_to),
      cmocka_unit_test(test_speaker_shared_by_two_verbs),
      cmocka_unit_test(test_relative_clause_means_who_stands_before),
      cmocka_unit_test(test_quoted_as_saying),
      cmocka_unit_test(test_nouns_are_no_verbs),
      cmocka_unit_test(test_titles_and_terms_are_no_speech),
      cmocka_unit_test(test_roles_and_names),
      cmocka_unit_test(test_second_quotation_of_a_paragraph),
      cmocka_unit_test(test_pronoun_goes_on_with_who_spoke),
      cmocka_unit_test(test_quotation_over_two_paragraphs),
      cmocka_unit_test(test_paragraph_announced_by_a_colon),
      cmocka_unit_test(test_announced_words_are_surer),
      cmocka_unit_test(test_paragraph_of_words_alone),
      cmocka_unit_test(test_answers_of_an_interview),
      cmocka_unit_test(test_nobody_is_guessed),
      cmocka_unit_test(test_doubtful_speaker_is_marked),
      cmocka_unit_test(test_newsroom_adds_a_cue),
      cmocka_unit_test(test_hostile_text),
      cmocka_unit_test(test_long_unit_in_marks),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  cd_rules_free(shipped);
  return failed;
}
