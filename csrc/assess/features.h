// What the linear model is told about each sentence. One walk over the unit's arrays; used by assess at
// run time and by the trainer, so both see the same.
#ifndef COPYDESK_ASSESS_FEATURES_H
#define COPYDESK_ASSESS_FEATURES_H

#include "assess/model.h"
#include "rules.h"

// How the marks and reports of a unit lie over one sentence.
typedef struct {
  uint32_t marked, direct,
      indirect;        // bytes in any marks, of direct or mixed and of indirect speech
  uint32_t quotation;  // the one that covers most of it, or NONE
  uint32_t quotation_bytes;
  bool direct_speech, mixed_speech, indirect_speech, not_speech;
  bool opens, later;  // begins in marks; not the first sentence in them
  bool short_marks;
  bool cue;  // of some quotation stands here
} SentenceSpeech;

typedef struct {
  const CdRules *rules;
  const Unit *unit;
  SentenceSpeech *speech;         // one a sentence
  uint32_t fact, mention, match;  // where the sentence's own begin; they are walked in order
} FeatureReader;

typedef struct {
  void *context;
  void (*feature)(void *context, ClaimFeature feature);
  void (*rule)(void *context, uint32_t rule);  // a rule of claims.scm matched
  void (*word)(void *context, uint64_t hash, const Token *token);
} FeatureVisitor;

// False when memory is short.
bool features_begin(FeatureReader *self, const CdRules *rules, const Unit *unit);
// Visits the features of sentence `number`; to be asked in order, each once. A feature may come twice.
void features_visit(FeatureReader *self, uint32_t number, const FeatureVisitor *visitor);

#endif
