// Labelled text for the trainer: sequences of candidate tokens with features and gold labels.
// Reads JSON Lines of {"id", "corpus", "text", "entities"}; brings the corpora to one guideline.
#ifndef COPYDESK_TRAIN_CORPUS_H
#define COPYDESK_TRAIN_CORPUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../lexicon.h"

// Labels: "O", then "B-" and "I-" of each type. PLACE becomes GPE, LOC or FAC by lists, MISC becomes
// EVENT, LAW, WORK_OF_ART or PRODUCT or nothing: the corpora do not agree on more.
typedef enum { TYPE_PERSON, TYPE_ORG, TYPE_PLACE, TYPE_NORP, TYPE_MISC, TYPE_COUNT } NameType;
enum { LABEL_COUNT = 1 + 2 * TYPE_COUNT };
extern const char *const LABEL_NAMES[LABEL_COUNT];
#define LABEL_BEGIN(type) (uint8_t)(1 + 2 * (type))
#define LABEL_INSIDE(type) (uint8_t)(2 + 2 * (type))

enum { WEIGHT_MOST = 4 };

typedef struct {
  uint64_t *features;                  // of all tokens, one after the other
  uint32_t *feature_ends;              // behind those of each token
  uint8_t *own_counts, *known_counts;  // ends of each token's parts, from its first feature on
  uint8_t *gold;                       // LABEL_*
  uint32_t length;
  uint32_t corpus;   // number of the corpus's name
  uint32_t weight;   // how often it is learnt in an epoch, 1 to WEIGHT_MOST
  bool is_held_out;  // a tenth of the records, by a hash of their ids
} Sequence;

typedef struct {
  Sequence *sequences;
  size_t count, capacity;
  char *corpora[64];
  uint32_t corpus_count;
  uint32_t lost[TYPE_COUNT];  // gold names that hold a token which is no candidate
  uint32_t refused;           // records whose text occurs in the evaluation's
} Corpus;

// Adds the records of one file. `refuse`: normalised text that no record may occur in, or NULL. False,
// and a message on stderr, if the file cannot be read.
bool corpus_add_file(Corpus *self, const char *path, const Lexicon *lexicon, const char *refuse);
void corpus_free(Corpus *self);

// Letters and digits of a text, lower case, for comparing. Owned by the caller: free().
char *corpus_normalise(const char *text, size_t len);

#endif
