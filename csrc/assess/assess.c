// assess: every sentence that says something which a source could confirm or refute becomes a claim. A
// linear model over readable features tells its types, whose voice it is in, and how much it matters;
// a rule that sets a type, a priority or a score of its own has the last word.
#include "assess.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess/features.h"
#include "assess/model.h"

enum {
  MOST_ROWS = 512,  // of one sentence: what comes after that many features changes little
};

// What the features of one sentence add up to.
typedef struct {
  const CdRules *rules;
  const ClaimModel *model;
  float sums[OUTPUT_COUNT];
  uint32_t rows[MOST_ROWS];  // already counted: a feature counts once
  uint32_t row_count;
  uint64_t seen[(FEATURE_COUNT + 63) / 64];
  uint16_t types;  // that rules are certain of
  uint8_t priority;
  CdVoice voice;
  bool vague;
} Sum;

static void add_row(Sum *self, uint32_t row) {
  if (row == NO_ROW) return;
  for (int i = 0; i < OUTPUT_COUNT; i++) self->sums[i] += self->model->rows[row][i];
}

static void add_feature(void *context, ClaimFeature feature) {
  Sum *self = context;
  uint64_t bit = (uint64_t)1 << feature % 64;
  if (self->seen[feature / 64] & bit) return;
  self->seen[feature / 64] |= bit;
  add_row(self, self->model->feature_rows[feature]);
}

static void add_keyed(Sum *self, uint32_t row) {
  if (row == NO_ROW || self->row_count == MOST_ROWS) return;
  for (uint32_t i = 0; i < self->row_count; i++) {
    if (self->rows[i] == row) return;
  }
  self->rows[self->row_count++] = row;
  add_row(self, row);
}

static void add_word(void *context, uint64_t hash, const Token *token) {
  (void)token;
  Sum *self = context;
  add_keyed(self, claim_model_word(self->model, hash));
}

static uint16_t type_bit(const char *name) {
  for (int type = 0; type < CD_CLAIM_TYPE_COUNT; type++) {
    if (strcmp(name, cd_claim_type_name((CdClaimType)type)) == 0) return (uint16_t)(1 << type);
  }
  return 0;
}

static void add_rule(void *context, uint32_t rule) {
  Sum *self = context;
  const char *feature = rules_property(self->rules, rule, "feature");
  if (*feature) add_keyed(self, claim_model_rule_feature(self->model, feature));
  const char *type = rules_property(self->rules, rule, "type");
  if (*type) self->types |= type_bit(type);
  const char *priority = rules_property(self->rules, rule, "priority");
  if (*priority >= '1' && *priority <= '3' && self->priority < (uint8_t)(*priority - '0')) {
    self->priority = (uint8_t)(*priority - '0');
  }
  self->vague |= *rules_property(self->rules, rule, "vague") != '\0';
  if (strcmp(rules_property(self->rules, rule, "voice"), "attributed") == 0) {
    self->voice = CD_VOICE_ATTRIBUTED;
  }
}

// ---- claims ------------------------------------------------------------------------------------
static CdVoice voice_of(const Sum *sum) {
  float attributed = sum->sums[OUTPUT_ATTRIBUTED], quoted = sum->sums[OUTPUT_QUOTED];
  if (attributed <= 0 && quoted <= 0) return sum->voice;
  return quoted > attributed ? CD_VOICE_QUOTED : CD_VOICE_ATTRIBUTED;
}

static uint16_t types_of(const Sum *sum) {
  uint16_t types = sum->types;
  for (int type = 0; type < CD_CLAIM_TYPE_COUNT; type++) {
    if (sum->sums[type] > 0) types |= (uint16_t)(1 << type);
  }
  if (types != 0) return types;
  // No type is sure: the likeliest one, so that every claim has one.
  int best = 0;
  for (int type = 1; type < CD_CLAIM_TYPE_COUNT; type++) {
    if (sum->sums[type] > sum->sums[best]) best = type;
  }
  return (uint16_t)(1 << best);
}

static float logistic(float sum) { return 1.0F / (1.0F + expf(-sum)); }

// News and speech are worth checking for different reasons, so two sums are blended by how spoken the
// sentence is.
static float score_of(const Sum *sum) {
  float spoken = logistic(sum->sums[OUTPUT_REGISTER]);
  return (1 - spoken) * logistic(sum->sums[OUTPUT_WRITTEN]) +
         spoken * logistic(sum->sums[OUTPUT_SPOKEN]);
}

static bool may_begin(const Token *token) {
  return token->shape & (SHAPE_CAPITALISED | SHAPE_CAPITALS) || token->kind == TOKEN_NUMBER ||
         token->kind == TOKEN_MONEY || token->kind == TOKEN_OPEN_MARK;
}

// Where the claim begins: behind a dateline ("LEEDS, England (Wire) - ") or the time of an entry
// ("20:37 - "), that is, capitalised words and numbers before a dash.
static uint32_t claim_start(const Unit *unit, const Sentence *sentence) {
  enum { LONGEST_DATELINE = 14 };  // tokens
  const Token *first = unit->tokens + sentence->first_token;
  for (uint32_t i = 0; i < sentence->token_count && i < LONGEST_DATELINE; i++) {
    const Token *token = first + i;
    if (token->kind == TOKEN_DASH) {
      bool more = i > 0 && i + 1 < sentence->token_count && may_begin(token + 1);
      return more ? token[1].start : sentence->start;
    }
    bool begins = i > 0 || token->kind == TOKEN_NUMBER || token->shape & SHAPE_CAPITALS;
    bool fits = token->kind == TOKEN_NAME || token->kind == TOKEN_INITIALS ||
                token->kind == TOKEN_ABBREVIATION || token->kind == TOKEN_NUMBER ||
                token->kind == TOKEN_COMMA || token->kind == TOKEN_HYPHEN ||
                token->kind == TOKEN_OPEN_BRACKET || token->kind == TOKEN_CLOSE_BRACKET ||
                token->kind == TOKEN_PUNCT || token->brackets > 0;
    if (!begins || !fits) break;
  }
  return sentence->start;
}

static Claim claim_of(const Sum *sum, const Unit *unit, uint32_t number,
                      const SentenceSpeech *speech) {
  const Sentence *sentence = &unit->sentences[number];
  float score = score_of(sum);
  uint8_t priority = score >= sum->model->must ? 3 : score >= sum->model->should ? 2 : 1;
  if (sum->priority > priority) {
    priority = sum->priority;
    float least = priority == 3 ? sum->model->must : sum->model->should;
    score = fmaxf(score, least);
  }
  CdVoice voice = voice_of(sum);
  return (Claim){.start = claim_start(unit, sentence),
                 .end = sentence->end,
                 .sentence = number,
                 .quotation = voice == CD_VOICE_AUTHOR ? NONE : speech->quotation,
                 .score = score,
                 .types = types_of(sum),
                 .priority = priority,
                 .voice = (uint8_t)voice,
                 .vague = sum->vague || sum->sums[OUTPUT_VAGUE] > 0};
}

bool assess_unit(const CdRules *rules, Unit *unit) {
  FeatureReader reader;
  unit->claim_count = 0;
  unit->claims =
      arena_alloc(unit->arena, (unit->sentence_count + (size_t)1) * sizeof *unit->claims);
  if (!unit->claims || !features_begin(&reader, rules, unit)) return false;
  Sum sum;
  FeatureVisitor visitor = {&sum, add_feature, add_rule, add_word};
  for (uint32_t i = 0; i < unit->sentence_count; i++) {
    sum.rules = rules;
    sum.model = rules->claims;
    sum.row_count = 0;
    sum.types = 0;
    sum.priority = 0;
    sum.vague = false;
    sum.voice = CD_VOICE_AUTHOR;
    memset(sum.sums, 0, sizeof sum.sums);
    memset(sum.seen, 0, sizeof sum.seen);
    features_visit(&reader, i, &visitor);
    Claim claim = claim_of(&sum, unit, i, &reader.speech[i]);
    bool certain = sum.types != 0 || sum.priority != 0;
    if (claim.score >= sum.model->claim || certain) unit->claims[unit->claim_count++] = claim;
  }
  return true;
}
