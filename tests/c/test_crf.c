// The tagger of names as a reader meets it: weights that are not what they should be are refused with what
// to do about it, labels follow one another as they must, and no draft of names is too long.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "copydesk.h"
#include "crf/clusters.h"
#include "crf/crf.h"
#include "crf/features.h"
#include "text.h"
#include "weights.h"

// ---- weights ---------------------------------------------------------------------------------------
// A copy of the shipped weights, to be spoilt.
static unsigned char *copy_weights(void) {
  unsigned char *bytes = malloc(weights_names.len);
  assert_non_null(bytes);
  memcpy(bytes, weights_names.bytes, weights_names.len);
  return bytes;
}

static void put_checksum(unsigned char *bytes, size_t len) {
  size_t summed = offsetof(CrfHead, byte_order);
  ((CrfHead *)(void *)bytes)->checksum = crf_checksum(bytes + summed, len - summed);
}

// Refused, with a message that holds `reason` and says how to get new ones.
static void expect_refused(const void *bytes, size_t len, const char *reason) {
  const char *message = NULL;
  assert_null(crf_new(bytes, len, FEATURE_VERSION, &message));
  assert_non_null(message);
  if (!strstr(message, reason)) fail_msg("'%s' does not say '%s'", message, reason);
  assert_non_null(strstr(message, "make train"));
}

static void shipped_weights_are_taken(void **state) {
  (void)state;
  const char *message = "";
  Crf *crf = crf_new(weights_names.bytes, weights_names.len, FEATURE_VERSION, &message);
  assert_null(message);
  assert_non_null(crf);
  assert_string_equal(crf_label_name(crf, 0), "O");
  crf_free(crf);
  assert_true(weights_names.len <= 1500000);
}

static void missing_weights_are_refused(void **state) {
  (void)state;
  expect_refused("", 0, "no weights");
  expect_refused(weights_names.bytes, 7, "no weights");
}

static void cut_weights_are_refused(void **state) {
  (void)state;
  expect_refused(weights_names.bytes, sizeof(CrfHead), "cut off");
  expect_refused(weights_names.bytes, weights_names.len / 2, "cut off");
  expect_refused(weights_names.bytes, weights_names.len - 1, "cut off");
}

static void weights_of_another_version_are_refused(void **state) {
  (void)state;
  unsigned char *bytes = copy_weights();
  ((CrfHead *)(void *)bytes)->feature_version++;
  put_checksum(bytes, weights_names.len);
  expect_refused(bytes, weights_names.len, "other features");
  bytes[0] ^= 1;
  expect_refused(bytes, weights_names.len, "this version");
  free(bytes);
}

static void weights_of_another_machine_are_refused(void **state) {
  (void)state;
  unsigned char *bytes = copy_weights();
  ((CrfHead *)(void *)bytes)->byte_order = 0x04030201;
  put_checksum(bytes, weights_names.len);
  expect_refused(bytes, weights_names.len, "byte order");
  free(bytes);
}

static void changed_weights_are_refused(void **state) {
  (void)state;
  unsigned char *bytes = copy_weights();
  const size_t places[] = {offsetof(CrfHead, scale), sizeof(CrfHead), weights_names.len - 1};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    bytes[places[i]] ^= 0x10;
    expect_refused(bytes, weights_names.len, "checksum");
    bytes[places[i]] ^= 0x10;
  }
  free(bytes);
}

static void weights_without_sense_are_refused(void **state) {
  (void)state;
  unsigned char *bytes = copy_weights();
  CrfHead *head = (CrfHead *)(void *)bytes;
  uint32_t labels = head->label_count;
  head->label_count = CRF_LABELS_MOST + 1;
  put_checksum(bytes, weights_names.len);
  expect_refused(bytes, weights_names.len, "cut off");
  head->label_count = labels;
  head->scale = NAN;
  put_checksum(bytes, weights_names.len);
  expect_refused(bytes, weights_names.len, "out of bounds");
  head->scale = 0.1F;
  memset(head->labels[2], 'x', sizeof head->labels[2]);
  put_checksum(bytes, weights_names.len);
  expect_refused(bytes, weights_names.len, "labels");
  free(bytes);
}

static void cut_clusters_know_no_word(void **state) {
  (void)state;
  uint64_t hash = text_hash("president", 9);
  Cluster whole = cluster_in(weights_clusters.bytes, weights_clusters.len, hash);
  assert_true(whole.fine > 0 && whole.coarse > 0);
  assert_int_equal(cluster_in(weights_clusters.bytes, weights_clusters.len - 4, hash).fine, 0);
  assert_int_equal(cluster_in(weights_clusters.bytes, sizeof(ClusterHead), hash).fine, 0);
  assert_int_equal(cluster_in("", 0, hash).fine, 0);
}

// A table without an empty slot is searched once round.
static void full_clusters_are_searched_once(void **state) {
  (void)state;
  struct {
    ClusterHead head;
    ClusterSlot slots[3];
  } table = {{CLUSTER_MAGIC, 0x01020304, 3}, {{1, 5, 1}, {2, 6, 1}, {3, 7, 1}}};
  assert_int_equal(cluster_in(&table, sizeof table, 2).fine, 6);
  assert_int_equal(cluster_in(&table, sizeof table, 9).fine, 0);
}

// ---- decoding --------------------------------------------------------------------------------------
static uint64_t next_random(uint64_t *random) {
  *random ^= *random >> 12;
  *random ^= *random << 25;
  *random ^= *random >> 27;
  return *random * 2685821657736338717u;
}

static void labels_follow_as_they_may(void **state) {
  (void)state;
  const char *message;
  Crf *crf = crf_new(weights_names.bytes, weights_names.len, FEATURE_VERSION, &message);
  assert_non_null(crf);
  uint32_t count = crf_label_count(crf), insides = 0;
  uint64_t random = 11;
  float scores[CRF_LENGTH_MOST][CRF_LABELS_MOST], marginals[CRF_LENGTH_MOST][CRF_LABELS_MOST];
  uint8_t labels[CRF_LENGTH_MOST];
  for (uint32_t trial = 0; trial < 300; trial++) {
    uint32_t length = 1 + trial % CRF_LENGTH_MOST;
    for (uint32_t at = 0; at < length; at++) {
      for (uint32_t label = 0; label < count; label++) {
        // Inside labels are tempting, so that only the rule keeps them away.
        bool inside = crf_label_name(crf, label)[0] == 'I';
        scores[at][label] = (float)(next_random(&random) % 4000) / 100 + (inside ? 30 : 0);
      }
    }
    crf_decode(crf, (const float(*)[CRF_LABELS_MOST])scores, length, labels, marginals);
    for (uint32_t at = 0; at < length; at++) {
      const char *before = at > 0 ? crf_label_name(crf, labels[at - 1]) : "";
      const char *here = crf_label_name(crf, labels[at]);
      assert_true(crf_may_follow(before, here));
      insides += here[0] == 'I';
      float sum = 0;
      for (uint32_t label = 0; label < count; label++) sum += marginals[at][label];
      assert_true(fabsf(sum - 1) < 0.01F);
    }
  }
  assert_true(insides > 0);
  crf_free(crf);
}

static void inside_never_begins(void **state) {
  (void)state;
  assert_false(crf_may_follow("", "I-ORG"));
  assert_false(crf_may_follow("O", "I-ORG"));
  assert_false(crf_may_follow("B-PERSON", "I-ORG"));
  assert_true(crf_may_follow("B-ORG", "I-ORG"));
  assert_true(crf_may_follow("I-ORG", "I-ORG"));
  assert_true(crf_may_follow("I-ORG", "B-ORG"));
  assert_true(crf_may_follow("", "O"));
}

// ---- drafts ----------------------------------------------------------------------------------------
typedef struct {
  const char *text;
  const char *wanted;  // counted: names that read so
  uint32_t names, hits;
} Count;

static bool count_name(void *context, const CdMention *mention) {
  Count *self = context;
  if (mention->form != CD_NAME) return true;
  self->names++;
  uint32_t len = mention->span.end - mention->span.start;
  self->hits += self->wanted && len == strlen(self->wanted) &&
                memcmp(self->text + mention->span.start, self->wanted, len) == 0;
  return true;
}

static Count count_names(const char *text, size_t len, const char *wanted) {
  Count count = {.text = text, .wanted = wanted};
  CdRules *rules = cd_rules_new();
  assert_non_null(rules);
  CdDocument *document = cd_document_new(rules, text, len);
  assert_non_null(document);
  cd_document_mentions(document, (CdSpan){0, (uint32_t)len}, count_name, &count);
  cd_document_free(document);
  cd_rules_free(rules);
  return count;
}

static void names_set_apart_stay_whole(void **state) {
  (void)state;
  const char *together =
      "Reporters asked Lee Dong-hwan, the envoy, about Fahad al-Mutlaq on Monday.";
  assert_int_equal(count_names(together, strlen(together), "Lee Dong-hwan").hits, 1);
  assert_int_equal(count_names(together, strlen(together), "Fahad al-Mutlaq").hits, 1);
  const char *apart =
      "Reporters asked Sheikh Fahad Al - Mutlaq , the envoy , about Lee Dong - hwan .";
  assert_int_equal(count_names(apart, strlen(apart), "Fahad Al - Mutlaq").hits, 1);
  assert_int_equal(count_names(apart, strlen(apart), "Lee Dong - hwan").hits, 1);
}

static void very_long_name_is_read(void **state) {
  (void)state;
  enum { LETTERS = 5000 };
  static char text[LETTERS + 100];
  int len = snprintf(text, sizeof text, "The mayor, Anna ");
  text[len++] = 'B';
  memset(text + len, 'o', LETTERS);
  len += LETTERS;
  len += snprintf(text + len, sizeof text - (size_t)len, ", met Tom Baker in Paris.");
  Count count = count_names(text, (size_t)len, "Tom Baker");
  assert_int_equal(count.hits, 1);
  assert_true(count.names >= 2);
}

// Names that are all different, in one paragraph without a stop, which no sequence may outgrow.
static void many_names_are_read(void **state) {
  (void)state;
  enum { NAMES = 50000, ROOM = 20 };
  char *text = malloc((size_t)NAMES * ROOM);
  assert_non_null(text);
  size_t len = 0;
  for (uint32_t i = 0; i < NAMES; i++) {
    static const char *const SOUNDS[] = {"ba", "ke", "lo", "mi", "nu", "ra", "se", "to",
                                         "vi", "zu", "da", "fe", "go", "hi", "pu", "sha"};
    len +=
        (size_t)snprintf(text + len, ROOM, "Al%s%s%s%s%s", SOUNDS[i & 15], SOUNDS[i >> 4 & 15],
                         SOUNDS[i >> 8 & 15], SOUNDS[i >> 12 & 15], i % 100 == 99 ? "\n\n" : " ");
  }
  Count count = count_names(text, len, NULL);
  assert_true(count.names > 0);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shipped_weights_are_taken),
      cmocka_unit_test(missing_weights_are_refused),
      cmocka_unit_test(cut_weights_are_refused),
      cmocka_unit_test(weights_of_another_version_are_refused),
      cmocka_unit_test(weights_of_another_machine_are_refused),
      cmocka_unit_test(changed_weights_are_refused),
      cmocka_unit_test(weights_without_sense_are_refused),
      cmocka_unit_test(cut_clusters_know_no_word),
      cmocka_unit_test(full_clusters_are_searched_once),
      cmocka_unit_test(labels_follow_as_they_may),
      cmocka_unit_test(inside_never_begins),
      cmocka_unit_test(names_set_apart_stay_whole),
      cmocka_unit_test(very_long_name_is_read),
      cmocka_unit_test(many_names_are_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
