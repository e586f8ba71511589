// A linear-chain CRF: scores of labels from hashed features, the best sequence, and how sure it is.
// Reads weights as `make train` writes them (csrc/train); makes labels. Read only, so threads share
// one. After Lafferty, McCallum and Pereira, "Conditional Random Fields" (ICML 2001).
#ifndef COPYDESK_CRF_CRF_H
#define COPYDESK_CRF_CRF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  CRF_LABELS_MOST = 16,
  CRF_LENGTH_MOST = 64,  // tokens of one sequence
};

// What the weights' file holds, in the byte order of the machine that wrote it (little endian, checked):
// this head, then `slot_count` fingerprints of 16 bits, then for each slot label_count weights of 8 bits.
// A fingerprint of 0 marks an empty slot. Slots are found by linear probing.
typedef struct {
  char magic[8];             // CRF_MAGIC
  uint64_t checksum;         // FNV-1a of all bytes behind it
  uint32_t byte_order;       // 0x01020304
  uint32_t feature_version;  // FEATURE_VERSION of the features that it was trained on
  uint32_t label_count;
  uint32_t slot_count;
  float scale;                                          // a weight of w stands for w * scale
  float transitions[CRF_LABELS_MOST][CRF_LABELS_MOST];  // from, to
  char labels[CRF_LABELS_MOST][16];                     // "O", "B-PERSON", …; each ends with NUL
} CrfHead;

#define CRF_MAGIC "CDCRF03"

typedef struct Crf Crf;

// Checks the weights in bytes[0..len), which must outlive the result. NULL, and what is wrong in
// *message (a constant), if they cannot be used or memory is short.
Crf *crf_new(const void *bytes, size_t len, uint32_t feature_version, const char **message);
void crf_free(Crf *self);

uint32_t crf_label_count(const Crf *self);
const char *crf_label_name(const Crf *self, uint32_t label);

// Sums the weights of the features into scores[0..label_count).
void crf_score(const Crf *self, const uint64_t *features, uint32_t count, float *scores);

// The most probable labels of `length` tokens (at most CRF_LENGTH_MOST), and the marginal probability of
// every label at every token. `scores` holds length * CRF_LABELS_MOST values. An inside label never follows a label of
// another type, nor begins the sequence.
void crf_decode(const Crf *self, const float (*scores)[CRF_LABELS_MOST], uint32_t length,
                uint8_t *labels, float (*marginals)[CRF_LABELS_MOST]);

// A hash of bytes, eight at a time; the last ones are filled up with zeros.
uint64_t crf_checksum(const void *bytes, size_t len);

// The slot and fingerprint of a feature; for crf_score() and for the trainer that fills the table.
static inline uint32_t crf_slot(uint64_t feature, uint32_t slot_count) {
  return (uint32_t)((feature >> 32) * slot_count >> 32);
}
static inline uint16_t crf_fingerprint(uint64_t feature) {
  uint16_t print = (uint16_t)feature;
  return print ? print : 1;
}

// May label `to` follow `from` ("" for the beginning)?
bool crf_may_follow(const char *from, const char *to);

#endif
