// Learns a CRF from sequences: stochastic gradient with Adagrad on hashed features, then fewer features,
// then weights of 8 bits.
#ifndef COPYDESK_TRAIN_LEARN_H
#define COPYDESK_TRAIN_LEARN_H

#include "corpus.h"

typedef struct {
  uint32_t epochs;       // passes over all features
  uint32_t fine_epochs;  // passes over those that were kept
  uint32_t slot_count;   // of the weights' table
  uint32_t kept;         // features kept, fewer than slot_count
  float rate, decay;     // Adagrad's step, and L2's share of it
  float dropout;         // share of the features of words left out of a step
  float unknown;   // share of the words that a step takes for unknown: their own part left out
  float unlisted;  // share of those that no list and no cluster knows either
  uint64_t seed;
} LearnOptions;

typedef struct Model Model;

// Trains on the sequences that `use` admits. Prints a line an epoch. NULL when memory is short.
typedef bool SequenceFilter(const Sequence *sequence, const void *context);
Model *learn(const Corpus *corpus, SequenceFilter *use, const void *context,
             const LearnOptions *options);

// The mean of several models that differ by their seeds alone: what a seed brings by chance, the others
// do not.
Model *learn_mean(const Corpus *corpus, SequenceFilter *use, const void *context,
                  const LearnOptions *options, uint32_t models);
void model_free(Model *self);

// Exact precision, recall and F1 of the names of one type, or of all (TYPE_COUNT).
typedef struct {
  uint32_t hit, found, gold;
} Score;
double score_f1(const Score *score);
void model_score(const Model *self, const Corpus *corpus, SequenceFilter *use, const void *context,
                 Score scores[TYPE_COUNT + 1]);

// Writes the weights as crf.h describes. False, and a message on stderr, if that fails.
bool model_write(const Model *self, const char *path);

#endif
