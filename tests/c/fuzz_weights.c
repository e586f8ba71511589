// Fuzz target of weights: any bytes may be the tagger's file or the clusters'.
// Reads bytes from libFuzzer, as they are and with their head put right; stops when something does not hold.
#include <stdlib.h>
#include <string.h>

#include "crf/clusters.h"
#include "crf/crf.h"

#define CHECK(holds) \
  if (!(holds)) abort()

enum { VERSION = 7, LENGTH = 9, FEATURES = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void decode(const Crf *crf, const uint8_t *data, size_t size) {
  uint64_t features[FEATURES] = {0};
  float scores[LENGTH][CRF_LABELS_MOST], marginals[LENGTH][CRF_LABELS_MOST];
  uint8_t labels[LENGTH];
  for (uint32_t at = 0; at < LENGTH; at++) {
    for (uint32_t i = 0; i < FEATURES; i++) {
      size_t from = (at * FEATURES + i) * 3 % (size > 8 ? size - 8 : 1);
      memcpy(&features[i], data + from, size < 8 ? size : 8);
    }
    crf_score(crf, features, FEATURES, scores[at]);
  }
  crf_decode(crf, (const float(*)[CRF_LABELS_MOST])scores, LENGTH, labels, marginals);
  // Labels may all be inside ones of other types: then nothing may follow anything.
  bool has_outside = false;
  for (uint32_t i = 0; i < crf_label_count(crf); i++) {
    has_outside = has_outside || crf_label_name(crf, i)[0] != 'I';
  }
  for (uint32_t at = 0; at < LENGTH; at++) {
    CHECK(labels[at] < crf_label_count(crf));
    const char *before = at > 0 ? crf_label_name(crf, labels[at - 1]) : "";
    CHECK(!has_outside || crf_may_follow(before, crf_label_name(crf, labels[at])));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  unsigned char *bytes = malloc(size + sizeof(CrfHead));
  CHECK(bytes != NULL);
  memset(bytes, 0, sizeof(CrfHead));
  if (size > 0) memcpy(bytes, data, size);
  const char *message = "";
  Crf *crf = crf_new(bytes, size, VERSION, &message);
  CHECK((crf == NULL) == (message != NULL));
  crf_free(crf);
  cluster_in(bytes, size, 1234567);

  if (size > sizeof(CrfHead)) {
    CrfHead *head = (CrfHead *)(void *)bytes;
    memcpy(head->magic, CRF_MAGIC, sizeof head->magic);
    head->byte_order = 0x01020304;
    head->feature_version = VERSION;
    head->label_count = 1 + head->label_count % CRF_LABELS_MOST;
    head->slot_count = (uint32_t)((size - sizeof *head) / (2 + head->label_count));
    size_t len = sizeof *head + (size_t)head->slot_count * (2 + head->label_count);
    size_t summed = offsetof(CrfHead, byte_order);
    head->checksum = crf_checksum(bytes + summed, len - summed);
    crf = crf_new(bytes, len, VERSION, &message);
    if (crf != NULL) decode(crf, data, size);
    crf_free(crf);
  }
  if (size > sizeof(ClusterHead)) {
    ClusterHead *head = (ClusterHead *)(void *)bytes;
    memcpy(bytes, data, size);
    memcpy(head->magic, CLUSTER_MAGIC, sizeof head->magic);
    head->slot_count = (uint32_t)((size - sizeof *head) / sizeof(ClusterSlot));
    size_t len = sizeof *head + head->slot_count * sizeof(ClusterSlot);
    for (uint64_t i = 0; i < 16; i++) cluster_in(bytes, len, i * 0x123456789ABCDEFu);
  }
  free(bytes);
  return 0;
}
