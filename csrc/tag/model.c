// Within tag: names by the trained model.
// Reads the unit's tokens through crf/features.c; makes a label and its probability for each token, and
// mentions of names from the labels. What the model does not tell apart, lists do: places, and what else
// has a name.
#include <string.h>

#include "../crf/crf.h"
#include "../crf/features.h"
#include "tagger.h"

// A name of which the model is less sure needs the rest of the draft.
static const float LEAST_SURE = 0.55F;

static const struct {
  const char *label;  // behind "B-" and "I-"
  uint8_t type;
} TYPES[] = {{"PERSON", CD_PERSON},
             {"ORG", CD_ORG},
             {"PLACE", CD_GPE},
             {"NORP", CD_NORP},
             {"MISC", CD_OTHER}};

// "The", "He", "In": a word that is capitalised only since a sentence begins with it, with no name behind
// it. The rules propose nothing there, and the model need not be asked.
static bool is_plain(const Unit *unit, const View *views, uint32_t at, uint32_t end) {
  uint64_t plain = LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_SENTENCE_START) | LEX_BIT(LEX_DETERMINER);
  const Token *token = &unit->tokens[at];
  return end == at + 1 && views[at].rule == 0 && token->shape & SHAPE_SENTENCE_START &&
         !(token->shape & (SHAPE_CAPITALS | SHAPE_MIXED)) && token->classes & plain;
}

bool model_label(Tagger *self, const Crf *crf) {
  Unit *unit = self->unit;
  const View *views = features_view(self->lexicon, unit);
  self->labels = arena_alloc(unit->arena, unit->token_count + 1);
  self->marginals = arena_alloc(unit->arena, (unit->token_count + 1) * sizeof *self->marginals);
  if (views == NULL || self->labels == NULL || self->marginals == NULL) return false;
  float scores[CRF_LENGTH_MOST][CRF_LABELS_MOST];
  for (uint32_t at = 0; at < unit->token_count;) {
    if (!views[at].is_candidate) {
      at++;
      continue;
    }
    uint32_t end = features_sequence_end(unit, views, at);
    if (is_plain(unit, views, at, end)) {
      at = end;
      continue;
    }
    for (uint32_t i = at; i < end; i++) {
      Features features;
      features_of(unit, views, i, &features);
      crf_score(crf, features.hashes, features.count, scores[i - at]);
    }
    crf_decode(crf, (const float(*)[CRF_LABELS_MOST])scores, end - at, self->labels + at,
               self->marginals + at);
    at = end;
  }
  return true;
}

static uint8_t type_of_label(const char *label) {
  for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
    if (strcmp(label + 2, TYPES[i].label) == 0) return TYPES[i].type;
  }
  return CD_OTHER;
}

// GPE, LOC or FAC for a place; EVENT, LAW or CD_OTHER for what the model calls miscellaneous.
static uint8_t type_by_lists(const Tagger *self, uint8_t type, uint32_t first, uint32_t count) {
  if (type != CD_GPE && type != CD_OTHER) return type;
  uint64_t all = 0, known = 0;
  for (uint32_t i = first; i < first + count; i++) all |= token_at(self, i)->classes;
  uint64_t last = token_at(self, first + count - 1)->classes;
  lexicon_phrase(self->lexicon, self->unit, first, PLACE_CLASSES, &known);
  if (type == CD_OTHER) {
    if (all & LEX_BIT(LEX_EVENT_WORD)) return CD_EVENT;
    return all & LEX_BIT(LEX_LAW_WORD) ? CD_LAW : CD_OTHER;
  }
  if (known & (LEX_BIT(LEX_COUNTRY) | LEX_BIT(LEX_CITY) | LEX_BIT(LEX_REGION))) return CD_GPE;
  if (known & LEX_BIT(LEX_LOCATION)) return CD_LOC;
  if (count > 1 && last & LEX_BIT(LEX_FACILITY_WORD)) return CD_FAC;
  if (count > 1 && (last | token_at(self, first)->classes) & LEX_BIT(LEX_PLACE_WORD)) return CD_LOC;
  return CD_GPE;
}

// Sets the probabilities of the types, as means over the name's tokens, and returns that of its weakest
// link: the least sure of its labels.
static float sureness_of(const Tagger *self, const Crf *crf, Mention *mention) {
  float sums[4] = {0}, least = 1;
  for (uint32_t i = 0; i < mention->token_count; i++) {
    uint32_t at = mention->first_token + i;
    const float *marginals = self->marginals[at];
    if (marginals[self->labels[at]] < least) least = marginals[self->labels[at]];
    for (uint32_t label = 0; label < crf_label_count(crf); label++) {
      const char *name = crf_label_name(crf, label);
      if (name[0] == 'O') continue;
      switch (type_of_label(name)) {
        case CD_PERSON:
          sums[0] += marginals[label];
          break;
        case CD_GPE:
          sums[1] += marginals[label];
          break;
        case CD_ORG:
          sums[2] += marginals[label];
          break;
        case CD_NORP:
          sums[3] += marginals[label];
          break;
        default:
          break;
      }
    }
  }
  for (int i = 0; i < 4; i++) {
    mention->likely[i] = (uint8_t)(sums[i] / (float)mention->token_count * 15 + 0.5F);
  }
  return least;
}

bool model_name_read(Tagger *self, const Crf *crf, uint32_t at, uint32_t *taken) {
  *taken = 0;
  const char *label = crf_label_name(crf, self->labels[at]);
  if (label[0] != 'B') return true;
  uint32_t end = at + 1;
  while (end < self->unit->token_count && self->labels[end] != 0) {
    const char *inside = crf_label_name(crf, self->labels[end]);
    if (inside[0] != 'I' || strcmp(inside + 1, label + 1) != 0) break;
    end++;
  }
  uint8_t type = type_by_lists(self, type_of_label(label), at, end - at);
  *taken = end - at;
  self->name_end = end;
  if (type == CD_OTHER) return true;
  Mention *mention = mention_push(self, at, end - at);
  if (mention == NULL) return false;
  mention->type = type;
  mention->form = CD_NAME;
  mention->confidence = sureness_of(self, crf, mention);
  if (mention->confidence < LEAST_SURE) mention->flags |= MENTION_DOUBTFUL;
  uint32_t sentence = token_at(self, at)->sentence;
  if (sentence != NONE && self->sentence_is_headline != NULL &&
      self->sentence_is_headline[sentence]) {
    mention->flags |= MENTION_HEADLINE;
  }
  if (type == CD_PERSON) person_details(self, mention);
  return true;
}
