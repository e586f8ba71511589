// Ranks the cues around a quoted stretch by a table of weights over where they stand and how they are joined to
// it, never over names. Reads items, cues and their contents; chooses Stretch.cue.
#include "reader.h"

enum { CUE_WINDOW = 8, OBJECT_ITEMS = 12 };

// Tuned by hand on PolNeAR's train set.
static const float weights[FEATURE_COUNT] = {
    [IS_AFTER_COMMA] = 5.0f,    [IS_AFTER_QUESTION] = 4.0f,
    [IS_AFTER_BARE] = 2.0f,     [IS_AFTER_STOP] = -1.0f,
    [IS_AFTER_CLAUSE] = 3.0f,   [IS_BEFORE_COLON] = 4.5f,
    [IS_BEFORE_COMMA] = 4.0f,   [IS_BEFORE_BARE] = 3.5f,
    [IS_BEFORE_OBJECT] = 3.0f,  [IS_BEFORE_CLAUSE] = 2.5f,
    [IS_BEFORE_FAR] = 0.2f,     [IS_SPEECH] = 1.0f,
    [IS_REPORT] = 0.5f,         [IS_MANNER] = 0.0f,
    [IS_BELIEF] = -2.0f,        [IS_CALLS] = 1.0f,
    [IS_NOUN] = -0.5f,          [IS_ACCORDING] = 0.5f,
    [IS_PASSIVE] = -0.5f,       [IS_WITHOUT_SOURCE] = -1.0f,
    [IS_ONE_CUE_APART] = -1.0f, [IS_ONE_ITEM_APART] = -0.03f,
};

static uint32_t part_end(const Cue *cue) {
  bool after = range_count(cue->source) > 0 && cue->source.first >= cue->verb.end;
  return after ? cue->source.end : cue->verb.end;
}

static bool holds(const Cue *cue, uint32_t item) {
  for (uint32_t i = 0; i < cue->content_count; i++) {
    if (cue->content[i].first <= item && item < cue->content[i].end) return true;
  }
  return false;
}

static bool is_object(const Reader *self, uint32_t first, uint32_t end) {
  if (end - first > OBJECT_ITEMS) return false;
  for (uint32_t i = first; i < end; i++) {
    uint8_t kind = item_kind(self, i);
    if (kind == TOKEN_STOP || kind == TOKEN_SEMICOLON || kind == ITEM_REGION) return false;
    if (cue_over(self, i) != NONE || item_is_word(self, i, WORD_HE)) return false;
  }
  return true;
}

// How the cue is joined to the stretch; FEATURE_COUNT if it is not.
Feature stretch_joint(const Reader *self, const Stretch *stretch, const Cue *cue) {
  uint32_t at = stretch->item;
  if (cue->source.first <= at && at < cue->source.end)
    return FEATURE_COUNT;  // the “Green” party said
  if (cue->verb.first > at) {
    uint32_t start = cue->start;
    uint32_t gap = at + 1;
    uint8_t kind = item_kind(self, gap);
    bool comma = kind == TOKEN_COMMA || kind == TOKEN_DASH;
    if (comma && gap < start) gap++;
    while (gap < start && stretch->ends_comma && item_is_class(self, gap, LEX_BIT(LEX_CLAUSE)))
      gap++;
    if (start <= gap && cue->form == FORM_FINITE && cue->frame != FRAME_ACCORDING) {
      if (stretch->ends_comma || comma) return IS_AFTER_COMMA;
      if (stretch->ends_question) return IS_AFTER_QUESTION;
      return stretch->ends_stop ? IS_AFTER_STOP : IS_AFTER_BARE;
    }
    bool dash = cue->verb.first == at + 1 && kind == TOKEN_DASH;
    if ((start <= gap || dash) && cue->frame == FRAME_ACCORDING) {
      return stretch->lower ? IS_AFTER_BARE : IS_AFTER_COMMA;
    }
    if (holds(cue, at)) return IS_AFTER_CLAUSE;
    return FEATURE_COUNT;
  }
  uint32_t end = part_end(cue);
  if (end > at) return FEATURE_COUNT;
  uint8_t kind = item_kind(self, at - 1);
  if (end == at) return IS_BEFORE_BARE;
  if (end + 1 == at) {
    if (kind == TOKEN_COLON) return IS_BEFORE_COLON;
    if (kind == TOKEN_COMMA || kind == TOKEN_DASH) return IS_BEFORE_COMMA;
  }
  if ((kind == TOKEN_COLON || kind == TOKEN_COMMA) && is_object(self, end, at - 1)) {
    return IS_BEFORE_OBJECT;
  }
  if (holds(cue, at)) {
    bool calls = cue->frame == FRAME_CALLS;  // "called it a “farce”": no other verb between
    for (uint32_t i = end; calls && i < at; i++) {
      if (item_is_class(self, i, LEX_BIT(LEX_AUXILIARY) | LEX_BIT(LEX_VERB_PAST)) &&
          !item_is_word(self, i, WORD_TO) && item_kind(self, i) != TOKEN_CLITIC) {
        return IS_BEFORE_FAR;
      }
    }
    return IS_BEFORE_CLAUSE;
  }
  return IS_BEFORE_FAR;
}

static Feature cue_class(const Reader *self, const Cue *cue) {
  switch (cue->frame) {
    case FRAME_MANNER:
      return IS_MANNER;
    case FRAME_THINKS:
      return IS_BELIEF;
    case FRAME_CALLS:
      return IS_CALLS;
    case FRAME_NOUN:
      return IS_NOUN;
    case FRAME_ACCORDING:
      return IS_ACCORDING;
    default:
      break;
  }
  return item_is_class(self, cue->item, LEX_BIT(LEX_SPEECH)) ? IS_SPEECH : IS_REPORT;
}

static float score(const Reader *self, const Stretch *stretch, uint32_t index, uint32_t nearest) {
  const Cue *cue = &self->cues[index];
  Feature how = stretch_joint(self, stretch, cue);
  if (how == FEATURE_COUNT) return -100.0f;
  bool beside = how != IS_AFTER_CLAUSE && how != IS_BEFORE_CLAUSE && how != IS_BEFORE_FAR;
  if (cue->frame == FRAME_LABEL || (cue->frame == FRAME_MANNER && !beside)) return -100.0f;
  if (cue->frame == FRAME_NOUN && !beside && how != IS_BEFORE_CLAUSE) return -100.0f;
  uint32_t apart = cue->verb.first > stretch->item ? cue->verb.first - stretch->item
                                                   : stretch->item - cue->verb.end;
  uint32_t cues_apart = index > nearest ? index - nearest : nearest - index;
  float sum = weights[how] + weights[cue_class(self, cue)];
  if (cue->form == FORM_PASSIVE) sum += weights[IS_PASSIVE];
  if (range_count(cue->source) == 0) sum += weights[IS_WITHOUT_SOURCE];
  sum += weights[IS_ONE_CUE_APART] * (float)cues_apart;
  sum += weights[IS_ONE_ITEM_APART] * (float)(apart < 40 ? apart : 40);
  return sum;
}

// The first cue behind an item.
static uint32_t cue_behind(const Reader *self, uint32_t item) {
  uint32_t low = 0;
  uint32_t high = self->cue_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (self->cues[middle].verb.first <= item) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// "Smith says she thinks the deal is “dead”": of cues that hang on each other the one that names somebody.
static uint32_t outer_cue(const Reader *self, const Stretch *stretch) {
  uint32_t index = stretch->cue;
  for (uint32_t i = index, n = 0; i > 0 && n < CUE_WINDOW; i--, n++) {
    const Cue *inner = &self->cues[index];
    const Cue *outer = &self->cues[i - 1];
    if (outer->sentence != inner->sentence) break;
    Feature how = stretch_joint(self, stretch, inner);
    if (how != IS_BEFORE_BARE && how != IS_BEFORE_CLAUSE && how != IS_BEFORE_FAR) break;
    uint32_t first = inner->source.first;
    bool named = range_count(inner->source) > 0 && inner->frame != FRAME_THINKS &&
                 !item_is_word(self, first, WORD_HE) && !item_is_word(self, first, WORD_IT) &&
                 !item_is_word(self, first, WORD_WHO) && !item_is_word(self, first, WORD_THIS);
    named |= inner->antecedent != NONE && item_is_name(self, inner->antecedent);
    if (named) break;
    bool hangs = outer->frame == FRAME_SAYS && range_count(outer->source) > 0 &&
                 holds(outer, inner->item) && holds(outer, stretch->item);
    if (hangs) index = i - 1;
  }
  return index;
}

void stretch_choose_cue(const Reader *self, Stretch *stretch) {
  uint32_t sentence = self->items[stretch->item].sentence;
  uint32_t behind = cue_behind(self, stretch->item);
  float best = 0.0f;
  // “…!” Smith wrote: the parser may have ended the sentence at the closing mark.
  uint32_t last = sentence;
  bool ends = stretch->item + 1 == self->sentences[sentence].end;
  if (ends && (stretch->ends_question || item_kind(self, stretch->item + 1) == TOKEN_DASH)) last++;
  for (uint32_t i = behind; i < self->cue_count && i - behind < CUE_WINDOW; i++) {
    if (self->cues[i].sentence > last) break;
    if (self->cues[i].sentence > sentence) {
      Feature how = stretch_joint(self, stretch, &self->cues[i]);
      if (how != IS_AFTER_QUESTION && how != IS_AFTER_COMMA) break;
    }
    float value = score(self, stretch, i, behind);
    if (value > best) {
      best = value;
      stretch->cue = i;
    }
  }
  for (uint32_t i = behind; i > 0 && behind - i < CUE_WINDOW; i--) {
    if (self->cues[i - 1].sentence != sentence) break;
    float value = score(self, stretch, i - 1, behind - 1);
    if (value > best) {
      best = value;
      stretch->cue = i - 1;
    }
  }
  if (stretch->cue != NONE) stretch->cue = outer_cue(self, stretch);
  stretch->confidence = best > 4.0f ? 1.0f : best / 4.0f;
}
