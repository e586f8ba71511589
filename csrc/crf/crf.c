// Scores, Viterbi's best path and forward-backward marginals.
#include "crf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct Crf {
  const CrfHead *head;
  const uint16_t *fingerprints;
  const int8_t *weights;
  // Transitions with what may not follow at minus infinity, and what may not begin.
  float transitions[CRF_LABELS_MOST][CRF_LABELS_MOST];
  float starts[CRF_LABELS_MOST];
  double powers[CRF_LABELS_MOST]
               [CRF_LABELS_MOST];  // exp() of the transitions, 0 for what may not follow
};

static const float NEVER = -1e9f;
static double power_of(float value);

uint64_t crf_checksum(const void *bytes, size_t len) {
  uint64_t hash = 14695981039346656037u;
  for (size_t at = 0; at < len; at += 8) {
    uint64_t word = 0;
    memcpy(&word, (const char *)bytes + at, len - at < 8 ? len - at : 8);
    hash = (hash ^ word) * 1099511628211u;
    hash ^= hash >> 32;
  }
  return hash;
}

bool crf_may_follow(const char *from, const char *to) {
  if (to[0] != 'I') return true;
  return (from[0] == 'B' || from[0] == 'I') && strcmp(from + 1, to + 1) == 0;
}

// Larger ones, or what is no number, could outweigh the rule of what may follow what.
static bool has_numbers(const CrfHead *head) {
  const float scale_most = 1, transition_most = 60;
  if (!(fabsf(head->scale) <= scale_most)) return false;
  for (uint32_t i = 0; i < CRF_LABELS_MOST * CRF_LABELS_MOST; i++) {
    float transition = head->transitions[i / CRF_LABELS_MOST][i % CRF_LABELS_MOST];
    if (!(fabsf(transition) <= transition_most)) return false;
  }
  return true;
}

// NULL if the weights are what they should be.
static const char *problem(const void *bytes, size_t len, uint32_t feature_version) {
  const CrfHead *head = bytes;
  if (len < sizeof *head || memcmp(head->magic, CRF_MAGIC, sizeof head->magic) != 0) {
    return "these are no weights of this version: rebuild them with 'make train'";
  }
  if (head->byte_order != 0x01020304) {
    return "the weights have another byte order: rebuild them with 'make train'";
  }
  if (head->feature_version != feature_version) {
    return "the weights were trained on other features: rebuild them with 'make train'";
  }
  bool counts = head->label_count >= 1 && head->label_count <= CRF_LABELS_MOST &&
                head->slot_count >= 1 && head->slot_count <= 1u << 26;
  if (!counts || len != sizeof *head + (size_t)head->slot_count * (2 + head->label_count)) {
    return "the weights are cut off or have bytes too many: rebuild them with 'make train'";
  }
  size_t summed = offsetof(CrfHead, byte_order);
  if (crf_checksum((const char *)bytes + summed, len - summed) != head->checksum) {
    return "the weights' checksum is wrong: rebuild them with 'make train'";
  }
  for (uint32_t i = 0; i < head->label_count; i++) {
    if (!memchr(head->labels[i], 0, sizeof head->labels[i])) {
      return "the weights' labels are broken: rebuild them with 'make train'";
    }
  }
  if (!has_numbers(head)) {
    return "the weights' numbers are out of bounds: rebuild them with 'make train'";
  }
  return NULL;
}

Crf *crf_new(const void *bytes, size_t len, uint32_t feature_version, const char **message) {
  *message = problem(bytes, len, feature_version);
  if (*message) return NULL;
  Crf *self = calloc(1, sizeof *self);
  if (!self) {
    *message = "out of memory";
    return NULL;
  }
  self->head = bytes;
  const char *at = (const char *)bytes + sizeof *self->head;
  self->fingerprints = (const uint16_t *)(const void *)at;
  self->weights = (const int8_t *)(at + (size_t)self->head->slot_count * 2);
  for (uint32_t to = 0; to < self->head->label_count; to++) {
    const char *name = self->head->labels[to];
    self->starts[to] = crf_may_follow("", name) ? 0 : NEVER;
    for (uint32_t from = 0; from < self->head->label_count; from++) {
      bool may = crf_may_follow(self->head->labels[from], name);
      self->transitions[from][to] = may ? self->head->transitions[from][to] : NEVER;
      self->powers[from][to] = may ? power_of(self->head->transitions[from][to]) : 0;
    }
  }
  return self;
}

void crf_free(Crf *self) { free(self); }

uint32_t crf_label_count(const Crf *self) { return self->head->label_count; }

const char *crf_label_name(const Crf *self, uint32_t label) { return self->head->labels[label]; }

void crf_score(const Crf *self, const uint64_t *features, uint32_t count, float *scores) {
  int32_t sums[CRF_LABELS_MOST] = {0};
  uint32_t labels = self->head->label_count, slots = self->head->slot_count;
  for (uint32_t i = 0; i < count; i++) {
    uint16_t wanted = crf_fingerprint(features[i]), found;
    uint32_t slot = crf_slot(features[i], slots);
    for (uint32_t probes = 0; (found = self->fingerprints[slot]) != 0 && probes < slots; probes++) {
      if (found == wanted) {
        const int8_t *row = self->weights + (size_t)slot * labels;
        for (uint32_t label = 0; label < labels; label++) sums[label] += row[label];
        break;
      }
      if (++slot == slots) slot = 0;
    }
  }
  for (uint32_t label = 0; label < labels; label++) {
    scores[label] = (float)sums[label] * self->head->scale;
  }
}

static void best_path(const Crf *self, const float (*scores)[CRF_LABELS_MOST], uint32_t length,
                      uint8_t *labels) {
  uint32_t count = self->head->label_count;
  float best[CRF_LABELS_MOST];
  uint8_t from[CRF_LENGTH_MOST][CRF_LABELS_MOST];
  for (uint32_t to = 0; to < count; to++) best[to] = scores[0][to] + self->starts[to];
  for (uint32_t at = 1; at < length; at++) {
    float next[CRF_LABELS_MOST];
    for (uint32_t to = 0; to < count; to++) {
      uint8_t chosen = 0;
      float most = best[0] + self->transitions[0][to];
      for (uint32_t i = 1; i < count; i++) {
        float value = best[i] + self->transitions[i][to];
        if (value > most) {
          most = value;
          chosen = (uint8_t)i;
        }
      }
      next[to] = most + scores[at][to];
      from[at][to] = chosen;
    }
    memcpy(best, next, sizeof best);
  }
  uint8_t last = 0;
  for (uint32_t i = 1; i < count; i++) {
    if (best[i] > best[last]) last = (uint8_t)i;
  }
  for (uint32_t at = length; at-- > 0;) {
    labels[at] = last;
    if (at > 0) last = from[at][last];
  }
}

// exp(), but never 0: what is possible stays so.
static double power_of(float value) {
  const float least = -60;
  return exp((double)(value > least ? value : least));
}

// Makes the values add up to 1.
static void normalise(double *values, uint32_t count) {
  double sum = 0;
  for (uint32_t i = 0; i < count; i++) sum += values[i];
  for (uint32_t i = 0; i < count; i++) values[i] /= sum;
}

// Forward and backward with probabilities that are scaled at each token, so that only the scores need exp().
static void find_marginals(const Crf *self, const float (*scores)[CRF_LABELS_MOST], uint32_t length,
                           float (*marginals)[CRF_LABELS_MOST]) {
  uint32_t count = self->head->label_count;
  double powers[CRF_LENGTH_MOST][CRF_LABELS_MOST], forward[CRF_LENGTH_MOST][CRF_LABELS_MOST];
  for (uint32_t at = 0; at < length; at++) {
    float most = scores[at][0];
    for (uint32_t i = 1; i < count; i++) most = scores[at][i] > most ? scores[at][i] : most;
    for (uint32_t i = 0; i < count; i++) powers[at][i] = power_of(scores[at][i] - most);
  }
  for (uint32_t to = 0; to < count; to++) {
    forward[0][to] = self->starts[to] < 0 ? 0 : powers[0][to];
  }
  normalise(forward[0], count);
  for (uint32_t at = 1; at < length; at++) {
    double sums[CRF_LABELS_MOST] = {0};
    for (uint32_t i = 0; i < count; i++) {
      for (uint32_t to = 0; to < count; to++) {
        sums[to] += forward[at - 1][i] * self->powers[i][to];
      }
    }
    for (uint32_t to = 0; to < count; to++) forward[at][to] = sums[to] * powers[at][to];
    normalise(forward[at], count);
  }
  double backward[CRF_LABELS_MOST];
  for (uint32_t i = 0; i < count; i++) backward[i] = 1;
  for (uint32_t at = length; at-- > 0;) {
    double here[CRF_LABELS_MOST], before[CRF_LABELS_MOST];
    for (uint32_t i = 0; i < count; i++) here[i] = forward[at][i] * backward[i];
    normalise(here, count);
    for (uint32_t i = 0; i < count; i++) marginals[at][i] = (float)here[i];
    if (at == 0) break;
    for (uint32_t i = 0; i < count; i++) {
      before[i] = 0;
      for (uint32_t to = 0; to < count; to++) {
        before[i] += self->powers[i][to] * powers[at][to] * backward[to];
      }
    }
    normalise(before, count);
    memcpy(backward, before, sizeof backward);
  }
}

void crf_decode(const Crf *self, const float (*scores)[CRF_LABELS_MOST], uint32_t length,
                uint8_t *labels, float (*marginals)[CRF_LABELS_MOST]) {
  if (length == 0 || length > CRF_LENGTH_MOST) return;
  best_path(self, scores, length, labels);
  find_marginals(self, scores, length, marginals);
}
