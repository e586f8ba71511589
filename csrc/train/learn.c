// Learns a CRF and writes it; see learn.h.
#include "learn.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../crf/crf.h"
#include "../crf/features.h"

enum {
  BUCKET_BITS = 22,
  BUCKETS = 1 << BUCKET_BITS,
  L = LABEL_COUNT,
  SNAPSHOTS = 4,  // of the weights in an epoch, for their mean
};

// A bucket of training's wide table. Features that share one are told apart nowhere: with 4 million
// buckets that is rare.
typedef struct {
  float weights[L];
  float squares[L];  // Adagrad's sums
} Bucket;

struct Model {
  Bucket *buckets;
  uint64_t *features;  // the feature that a bucket was first used by
  uint32_t *counts;    // tokens that it was seen in
  uint8_t *is_kept;    // all 1 until features were chosen
  float transitions[L][L], transition_squares[L][L];
  // Sums over snapshots: of the kept buckets' weights one after the other, and of the transitions.
  double *sums, transition_sums[L][L];
  uint32_t snapshots;
  LearnOptions options;
  uint64_t random;
};

static uint32_t bucket_of(uint64_t feature) { return (uint32_t)(feature >> (64 - BUCKET_BITS)); }

static uint64_t next_random(Model *self) {  // xorshift64*
  self->random ^= self->random >> 12;
  self->random ^= self->random << 25;
  self->random ^= self->random >> 27;
  return self->random * 2685821657736338717u;
}

static double random_share(Model *self) {
  return (double)(next_random(self) >> 11) / 9007199254740992.0;
}

// ---- one sequence -----------------------------------------------------------------------------------
typedef struct {
  float scores[CRF_LENGTH_MOST][L];
  double forward[CRF_LENGTH_MOST][L], backward[CRF_LENGTH_MOST][L];
  uint8_t dropped[CRF_LENGTH_MOST * FEATURES_MOST];
} Lattice;

static bool may(uint32_t from, uint32_t to) {
  return crf_may_follow(LABEL_NAMES[from], LABEL_NAMES[to]);
}

static void fill_scores(Model *self, const Sequence *sequence, Lattice *lattice, bool training) {
  uint32_t feature = 0;
  for (uint32_t at = 0; at < sequence->length; at++) {
    memset(lattice->scores[at], 0, sizeof lattice->scores[at]);
    uint32_t unknown = feature;  // features before it are left out
    if (training && random_share(self) < (double)self->options.unknown) {
      bool unlisted = random_share(self) < (double)self->options.unlisted;
      unknown += unlisted ? sequence->known_counts[at] : sequence->own_counts[at];
    }
    for (; feature < sequence->feature_ends[at]; feature++) {
      uint32_t bucket = bucket_of(sequence->features[feature]);
      bool dropped = !self->is_kept[bucket] || feature < unknown ||
                     (training && random_share(self) < (double)self->options.dropout);
      if (training) lattice->dropped[feature] = dropped;
      if (dropped) continue;
      const float *weights = self->buckets[bucket].weights;
      for (uint32_t label = 0; label < L; label++) lattice->scores[at][label] += weights[label];
    }
  }
}

static double log_add(double a, double b) {
  if (a < b) {
    double swap = a;
    a = b;
    b = swap;
  }
  return b < -1e8 ? a : a + log1p(exp(b - a));
}

static double forward_backward(const Model *self, const Sequence *sequence, Lattice *lattice) {
  uint32_t length = sequence->length;
  for (uint32_t to = 0; to < L; to++) {
    bool begins = crf_may_follow("", LABEL_NAMES[to]);
    lattice->forward[0][to] = begins ? (double)lattice->scores[0][to] : -1e9;
    lattice->backward[length - 1][to] = 0;
  }
  for (uint32_t at = 1; at < length; at++) {
    for (uint32_t to = 0; to < L; to++) {
      double sum = -1e9;
      for (uint32_t from = 0; from < L; from++) {
        if (!may(from, to)) continue;
        sum = log_add(sum, lattice->forward[at - 1][from] + (double)self->transitions[from][to]);
      }
      lattice->forward[at][to] = sum + (double)lattice->scores[at][to];
    }
  }
  for (uint32_t at = length - 1; at-- > 0;) {
    for (uint32_t from = 0; from < L; from++) {
      double sum = -1e9;
      for (uint32_t to = 0; to < L; to++) {
        if (!may(from, to)) continue;
        sum = log_add(sum, (double)self->transitions[from][to] +
                               (double)lattice->scores[at + 1][to] + lattice->backward[at + 1][to]);
      }
      lattice->backward[at][from] = sum;
    }
  }
  double total = -1e9;
  for (uint32_t label = 0; label < L; label++) {
    total = log_add(total, lattice->forward[length - 1][label]);
  }
  return total;
}

static void step(float *weight, float *square, double gradient, const LearnOptions *options) {
  gradient += (double)options->decay * (double)*weight;
  *square += (float)(gradient * gradient);
  *weight -= options->rate * (float)gradient / (sqrtf(*square) + 1e-6f);
}

// One step down the gradient of -log p(gold). Returns that loss.
static double learn_sequence(Model *self, const Sequence *sequence, Lattice *lattice) {
  fill_scores(self, sequence, lattice, true);
  double total = forward_backward(self, sequence, lattice), gold = 0;
  uint32_t feature = 0;
  for (uint32_t at = 0; at < sequence->length; at++) {
    double gradient[L];
    for (uint32_t label = 0; label < L; label++) {
      gradient[label] = exp(lattice->forward[at][label] + lattice->backward[at][label] - total);
    }
    gold += (double)lattice->scores[at][sequence->gold[at]];
    gradient[sequence->gold[at]] -= 1;
    for (; feature < sequence->feature_ends[at]; feature++) {
      if (lattice->dropped[feature]) continue;
      Bucket *bucket = &self->buckets[bucket_of(sequence->features[feature])];
      for (uint32_t label = 0; label < L; label++) {
        if (fabs(gradient[label]) < 1e-5) continue;
        step(&bucket->weights[label], &bucket->squares[label], gradient[label], &self->options);
      }
    }
    for (uint32_t from = 0; at > 0 && from < L; from++) {
      for (uint32_t to = 0; to < L; to++) {
        if (!may(from, to)) continue;
        double expected = exp(lattice->forward[at - 1][from] + (double)self->transitions[from][to] +
                              (double)lattice->scores[at][to] + lattice->backward[at][to] - total);
        if (from == sequence->gold[at - 1] && to == sequence->gold[at]) {
          expected -= 1;
          gold += (double)self->transitions[from][to];
        }
        if (fabs(expected) < 1e-5) continue;
        step(&self->transitions[from][to], &self->transition_squares[from][to], expected,
             &self->options);
      }
    }
  }
  return total - gold;
}

// ---- training ---------------------------------------------------------------------------------------
static bool count_features(Model *self, const Corpus *corpus, SequenceFilter *use,
                           const void *context) {
  self->buckets = calloc(BUCKETS, sizeof *self->buckets);
  self->features = calloc(BUCKETS, sizeof *self->features);
  self->counts = calloc(BUCKETS, sizeof *self->counts);
  self->is_kept = malloc(BUCKETS);
  if (!self->buckets || !self->features || !self->counts || !self->is_kept) return false;
  for (size_t i = 0; i < corpus->count; i++) {
    const Sequence *sequence = &corpus->sequences[i];
    if (!use(sequence, context)) continue;
    for (uint32_t k = 0; k < sequence->feature_ends[sequence->length - 1]; k++) {
      uint32_t bucket = bucket_of(sequence->features[k]);
      if (!self->counts[bucket]++) self->features[bucket] = sequence->features[k];
    }
  }
  // What was seen once tells nothing about the next text.
  for (uint32_t i = 0; i < BUCKETS; i++) self->is_kept[i] = self->counts[i] > 1;
  return true;
}

// The mean of the weights on the way generalises better than where the way ends: Polyak and Juditsky,
// "Acceleration of stochastic approximation by averaging" (1992).
static void note_snapshot(Model *self) {
  size_t at = 0;
  for (uint32_t i = 0; i < BUCKETS; i++) {
    if (!self->is_kept[i]) continue;
    for (uint32_t label = 0; label < L; label++) {
      self->sums[at++] += (double)self->buckets[i].weights[label];
    }
  }
  for (uint32_t i = 0; i < L * L; i++) {
    self->transition_sums[i / L][i % L] += (double)self->transitions[i / L][i % L];
  }
  self->snapshots++;
}

static void take_mean(Model *self) {
  size_t at = 0;
  double count = self->snapshots ? self->snapshots : 1;
  for (uint32_t i = 0; i < BUCKETS; i++) {
    if (!self->is_kept[i]) continue;
    for (uint32_t label = 0; label < L; label++) {
      self->buckets[i].weights[label] = (float)(self->sums[at++] / count);
    }
  }
  for (uint32_t i = 0; i < L * L; i++) {
    self->transitions[i / L][i % L] = (float)(self->transition_sums[i / L][i % L] / count);
  }
}

static void train_epochs(Model *self, const Corpus *corpus, uint32_t epochs, const char *name,
                         uint32_t *order, size_t count, Lattice *lattice) {
  for (uint32_t epoch = 1; epoch <= epochs; epoch++) {
    for (size_t i = count; i > 1; i--) {
      size_t other = (size_t)(next_random(self) % i);
      uint32_t swap = order[i - 1];
      order[i - 1] = order[other];
      order[other] = swap;
    }
    double loss = 0;
    for (size_t i = 0; i < count; i++) {
      loss += learn_sequence(self, &corpus->sequences[order[i]], lattice);
      if (self->sums && i % (count / SNAPSHOTS + 1) == count / SNAPSHOTS) note_snapshot(self);
    }
    Score scores[TYPE_COUNT + 1];
    printf("%s epoch %u: loss %.4f", name, epoch, loss / (double)(count ? count : 1));
    model_score(self, corpus, NULL, NULL, scores);
    printf(", held out F1 %.2f\n", score_f1(&scores[TYPE_COUNT]));
    fflush(stdout);
  }
}

static int by_weight(const void *a, const void *b) {
  float left = *(const float *)a, right = *(const float *)b;
  return left < right ? 1 : left > right ? -1 : 0;
}

static float importance(const Model *self, uint32_t bucket) {
  float most = 0;
  for (uint32_t label = 0; label < L; label++) {
    most = fmaxf(most, fabsf(self->buckets[bucket].weights[label]));
  }
  return most * powf((float)self->counts[bucket], 0.25f);
}

// Keeps the features that weigh most.
static bool choose_features(Model *self) {
  float *values = malloc(BUCKETS * sizeof *values);
  if (!values) return false;
  size_t count = 0;
  for (uint32_t i = 0; i < BUCKETS; i++) {
    if (self->is_kept[i]) values[count++] = importance(self, i);
  }
  qsort(values, count, sizeof *values, by_weight);
  float least = count > self->options.kept ? values[self->options.kept] : 0;
  free(values);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < BUCKETS; i++) {
    bool keep = self->is_kept[i] && importance(self, i) > least && kept < self->options.kept;
    self->is_kept[i] = keep;
    kept += keep;
  }
  printf("kept %u of %zu features\n", kept, count);
  return true;
}

Model *learn(const Corpus *corpus, SequenceFilter *use, const void *context,
             const LearnOptions *options) {
  Model *self = calloc(1, sizeof *self);
  uint32_t *order = malloc((corpus->count * WEIGHT_MOST + 1) * sizeof *order);
  Lattice *lattice = malloc(sizeof *lattice);
  bool done = self && order && lattice;
  if (done) {
    self->options = *options;
    self->random = options->seed * 2 + 1;
    done = count_features(self, corpus, use, context);
  }
  if (done) {
    size_t count = 0;
    for (size_t i = 0; i < corpus->count; i++) {
      uint32_t times = use(&corpus->sequences[i], context) ? corpus->sequences[i].weight : 0;
      while (times-- > 0) order[count++] = (uint32_t)i;
    }
    train_epochs(self, corpus, options->epochs, "all features", order, count, lattice);
    done = choose_features(self);
    self->sums = calloc((size_t)options->kept * L + 1, sizeof *self->sums);
    done = done && self->sums;
    if (done) {
      train_epochs(self, corpus, options->fine_epochs, "kept features", order, count, lattice);
      if (self->snapshots) take_mean(self);
    }
  }
  free(order);
  free(lattice);
  if (done) return self;
  model_free(self);
  return NULL;
}

// Takes the mean of `self`, itself the mean of `count` models, and of another one.
static void mix_in(Model *self, const Model *other, uint32_t count) {
  float old = (float)count / (float)(count + 1), new = 1 / (float)(count + 1);
  for (uint32_t i = 0; i < BUCKETS; i++) {
    if (!self->is_kept[i] && !other->is_kept[i]) continue;
    for (uint32_t label = 0; label < L; label++) {
      float mine = self->is_kept[i] ? self->buckets[i].weights[label] : 0;
      float others = other->is_kept[i] ? other->buckets[i].weights[label] : 0;
      self->buckets[i].weights[label] = old * mine + new *others;
    }
    self->is_kept[i] = 1;
  }
  for (uint32_t i = 0; i < L * L; i++) {
    float *mine = &self->transitions[i / L][i % L];
    *mine = old * *mine + new * other->transitions[i / L][i % L];
  }
}

Model *learn_mean(const Corpus *corpus, SequenceFilter *use, const void *context,
                  const LearnOptions *options, uint32_t models) {
  LearnOptions one = *options;
  Model *self = learn(corpus, use, context, &one);
  for (uint32_t i = 1; self && i < models; i++) {
    one.seed++;
    Model *other = learn(corpus, use, context, &one);
    if (other) mix_in(self, other, i);
    bool done = other != NULL;
    model_free(other);
    if (done) continue;
    model_free(self);
    return NULL;
  }
  if (self && models > 1 && !choose_features(self)) {
    model_free(self);
    return NULL;
  }
  return self;
}

void model_free(Model *self) {
  if (!self) return;
  free(self->buckets);
  free(self->features);
  free(self->counts);
  free(self->is_kept);
  free(self->sums);
  free(self);
}

// ---- measuring --------------------------------------------------------------------------------------
double score_f1(const Score *score) {
  uint32_t sum = score->found + score->gold;
  return sum ? 200.0 * score->hit / sum : 0;
}

static void best_labels(const Model *self, const Sequence *sequence, const Lattice *lattice,
                        uint8_t *labels) {
  float best[L];
  uint8_t from[CRF_LENGTH_MOST][L];
  for (uint32_t to = 0; to < L; to++) {
    best[to] = lattice->scores[0][to] + (crf_may_follow("", LABEL_NAMES[to]) ? 0 : -1e9f);
  }
  for (uint32_t at = 1; at < sequence->length; at++) {
    float next[L];
    for (uint32_t to = 0; to < L; to++) {
      next[to] = -2e9f;
      from[at][to] = 0;
      for (uint32_t i = 0; i < L; i++) {
        float value = best[i] + (may(i, to) ? self->transitions[i][to] : -1e9f);
        if (value <= next[to]) continue;
        next[to] = value;
        from[at][to] = (uint8_t)i;
      }
      next[to] += lattice->scores[at][to];
    }
    memcpy(best, next, sizeof best);
  }
  uint8_t last = 0;
  for (uint8_t i = 1; i < L; i++) last = best[i] > best[last] ? i : last;
  for (uint32_t at = sequence->length; at-- > 0;) {
    labels[at] = last;
    if (at) last = from[at][last];
  }
}

static uint32_t name_end(const uint8_t *labels, uint32_t at, uint32_t length) {
  uint32_t end = at + 1;
  while (end < length && labels[end] && labels[end] == labels[at] + 1) end++;
  return end;
}

static bool is_beginning(uint8_t label) { return label % 2 == 1; }

void model_score(const Model *self, const Corpus *corpus, SequenceFilter *use, const void *context,
                 Score scores[TYPE_COUNT + 1]) {
  memset(scores, 0, (TYPE_COUNT + 1) * sizeof *scores);
  Lattice *lattice = malloc(sizeof *lattice);
  if (!lattice) return;
  for (size_t i = 0; i < corpus->count; i++) {
    const Sequence *sequence = &corpus->sequences[i];
    if (use ? !use(sequence, context) : !sequence->is_held_out) continue;
    uint8_t labels[CRF_LENGTH_MOST];
    fill_scores((Model *)self, sequence, lattice, false);
    best_labels(self, sequence, lattice, labels);
    for (uint32_t at = 0; at < sequence->length; at++) {
      bool found = is_beginning(labels[at]), gold = is_beginning(sequence->gold[at]);
      bool hit =
          found && gold && labels[at] == sequence->gold[at] &&
          name_end(labels, at, sequence->length) == name_end(sequence->gold, at, sequence->length);
      if (found) scores[(labels[at] - 1) / 2].found++;
      if (gold) scores[(sequence->gold[at] - 1) / 2].gold++;
      if (hit) scores[(labels[at] - 1) / 2].hit++;
    }
  }
  for (uint32_t type = 0; type < TYPE_COUNT; type++) {
    scores[TYPE_COUNT].hit += scores[type].hit;
    scores[TYPE_COUNT].found += scores[type].found;
    scores[TYPE_COUNT].gold += scores[type].gold;
  }
  free(lattice);
}

// ---- writing ----------------------------------------------------------------------------------------
// The scale that the largest weights, but for the last in ten thousand, fit into 8 bits with.
static float choose_scale(const Model *self) {
  float *values = malloc((size_t)BUCKETS * sizeof *values);
  if (!values) return 0;
  size_t count = 0;
  for (uint32_t i = 0; i < BUCKETS; i++) {
    if (!self->is_kept[i]) continue;
    float most = 0;
    for (uint32_t label = 0; label < L; label++) {
      most = fmaxf(most, fabsf(self->buckets[i].weights[label]));
    }
    values[count++] = most;
  }
  qsort(values, count, sizeof *values, by_weight);
  float scale = count ? values[count / 10000] / 127 : 1;
  free(values);
  return scale > 0 ? scale : 1;
}

static void fill_slots(const Model *self, float scale, uint16_t *prints, int8_t *weights) {
  uint32_t slots = self->options.slot_count;
  for (uint32_t i = 0; i < BUCKETS; i++) {
    if (!self->is_kept[i]) continue;
    uint32_t slot = crf_slot(self->features[i], slots);
    while (prints[slot]) slot = slot + 1 == slots ? 0 : slot + 1;
    prints[slot] = crf_fingerprint(self->features[i]);
    for (uint32_t label = 0; label < L; label++) {
      float value = roundf(self->buckets[i].weights[label] / scale);
      weights[(size_t)slot * L + label] = (int8_t)fmaxf(-127, fminf(127, value));
    }
  }
}

bool model_write(const Model *self, const char *path) {
  uint32_t slots = self->options.slot_count;
  size_t len = sizeof(CrfHead) + (size_t)slots * (2 + L);
  unsigned char *bytes = calloc(1, len);
  if (!bytes) return false;
  CrfHead *head = (CrfHead *)(void *)bytes;
  memcpy(head->magic, CRF_MAGIC, sizeof head->magic);
  head->byte_order = 0x01020304;
  head->feature_version = FEATURE_VERSION;
  head->label_count = L;
  head->slot_count = slots;
  head->scale = choose_scale(self);
  for (uint32_t i = 0; i < L; i++) {
    memcpy(head->transitions[i], self->transitions[i], sizeof self->transitions[i]);
    snprintf(head->labels[i], sizeof head->labels[i], "%s", LABEL_NAMES[i]);
  }
  fill_slots(self, head->scale, (uint16_t *)(void *)(bytes + sizeof *head),
             (int8_t *)bytes + sizeof *head + (size_t)slots * 2);
  size_t summed = offsetof(CrfHead, byte_order);
  head->checksum = crf_checksum(bytes + summed, len - summed);
  FILE *file = fopen(path, "wb");
  bool done = file && fwrite(bytes, 1, len, file) == len;
  if (file && fclose(file) != 0) done = false;
  if (!done) fprintf(stderr, "train: %s: %s\n", path, strerror(errno));
  free(bytes);
  return done;
}
