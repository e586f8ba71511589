// The linear model of claims: what each feature of a sentence says about the score, the types and the
// voice. Read once from weights/en/claims.txt, a table that people can read; shared by threads.
#ifndef COPYDESK_ASSESS_MODEL_H
#define COPYDESK_ASSESS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What is predicted. The first ones are the claim types, in the order of CdClaimType.
typedef enum {
  OUTPUT_EVENT,
  OUTPUT_QUANTITY,
  OUTPUT_DATE,
  OUTPUT_ROLE,
  OUTPUT_LAW,
  OUTPUT_COMPARISON,
  OUTPUT_CAUSE,
  OUTPUT_PLAN,
  OUTPUT_SPEECH,
  OUTPUT_QUOTE,
  OUTPUT_WRITTEN,     // worth checking, as written news is
  OUTPUT_SPOKEN,      // and as what people say is
  OUTPUT_REGISTER,    // which of the two it is: spoken above 0
  OUTPUT_ATTRIBUTED,  // voice, against the author's
  OUTPUT_QUOTED,
  OUTPUT_VAGUE,
  OUTPUT_COUNT
} ClaimOutput;

// Features that are told from the sentence's tokens, facts, mentions and quotations. Their names in the
// table are those of the second column. Features of the rules and words come beside them.
typedef enum {
#define CLAIM_FEATURE(enumerator, name) enumerator,
#include "assess/features.def"
#undef CLAIM_FEATURE
  FEATURE_COUNT
} ClaimFeature;

#define NO_ROW UINT32_MAX

typedef struct ClaimModel {
  float (*rows)[OUTPUT_COUNT];
  uint32_t row_count, row_capacity;
  uint32_t feature_rows[FEATURE_COUNT];  // or NO_ROW
  struct ClaimKey *keys;                 // of words and of the rules' features
  uint32_t key_bits, key_count;
  float must, should;  // scores from which the priority is 3, 2
  float claim;         // and from which it is a claim at all
} ClaimModel;

const ClaimModel *claim_model_new(void);  // NULL when memory is short
void claim_model_free(const ClaimModel *self);

// Reads a table into an empty model. The number of the first line that cannot be read, or 0.
uint32_t claim_model_read(ClaimModel *self, const char *text, size_t len);

// The row of a word (by text_hash()) or of a feature that rules name; NO_ROW if it has none.
uint32_t claim_model_word(const ClaimModel *self, uint64_t hash);
uint32_t claim_model_rule_feature(const ClaimModel *self, const char *name);
const char *claim_feature_name(ClaimFeature feature);

#endif
