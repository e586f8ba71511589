// Which cue each quoted stretch belongs to, whether it is whole speech or a fragment, or no speech at all.
// Reads items, regions and cues; makes Reader.stretches. The cues around a stretch are ranked by the table
// of weights below, over where they stand and how they are joined to it, never over names.
#include "reader.h"

enum { CUE_WINDOW = 8, OBJECT_ITEMS = 12, TITLE_WORDS = 12, LABEL_TOKENS = 4, ALONE_ITEMS = 24 };

typedef enum {
  IS_AFTER_COMMA,     // “…,” X said
  IS_AFTER_QUESTION,  // “…?” X asked
  IS_AFTER_BARE,      // “…” X said
  IS_AFTER_STOP,      // “….” X said
  IS_AFTER_CLAUSE,    // … “…” …, X said
  IS_BEFORE_COLON,    // X said: “…”
  IS_BEFORE_COMMA,    // X said, “…”
  IS_BEFORE_BARE,     // X said “…”
  IS_BEFORE_OBJECT,   // X told the council, “…”
  IS_BEFORE_CLAUSE,   // X said that … “…”
  IS_BEFORE_FAR,      // the same sentence, outside of what the cue reports
  IS_SPEECH,
  IS_REPORT,
  IS_MANNER,
  IS_BELIEF,
  IS_CALLS,
  IS_NOUN,
  IS_ACCORDING,
  IS_PASSIVE,
  IS_WITHOUT_SOURCE,
  IS_ONE_CUE_APART,
  IS_ONE_ITEM_APART,
  FEATURE_COUNT,
} Feature;

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

// ---- what a stretch looks like -----------------------------------------------------------------
static const Region *region_of(const Reader *self, const Stretch *stretch) {
  return &self->unit->regions[self->items[stretch->item].region];
}

// A turn that is quoted with its label: “SMITH: I never …”
static void find_label(const Reader *self, Stretch *stretch, uint32_t first, uint32_t end) {
  const Token *tokens = self->unit->tokens;
  uint32_t at = first;
  while (at < end && at - first < LABEL_TOKENS && tokens[at].kind == TOKEN_NAME &&
         (tokens[at].shape & SHAPE_CAPITALS)) {
    at++;
  }
  if (at > first && at < end && tokens[at].kind == TOKEN_COLON) {
    stretch->label = (CdSpan){tokens[first].start, tokens[at - 1].end};
  }
}

static void look_inside(const Reader *self, Stretch *stretch) {
  const Unit *unit = self->unit;
  const Region *region = region_of(self, stretch);
  stretch->words = (uint8_t)(region->word_count < 255 ? region->word_count : 255);
  uint32_t first = region->first_token;
  uint32_t end = region->first_token + region->token_count;
  if (end > unit->token_count) end = unit->token_count;
  while (first < end && (unit->tokens[first].kind == TOKEN_OPEN_MARK ||
                         unit->tokens[first].kind == TOKEN_ELLIPSIS)) {
    first++;
  }
  while (end > first && unit->tokens[end - 1].kind == TOKEN_CLOSE_MARK) end--;
  if (first >= end) return;
  find_label(self, stretch, first, end);
  stretch->lower =
      !(unit->tokens[first].shape & (SHAPE_CAPITALISED | SHAPE_CAPITALS | SHAPE_MIXED)) &&
      unit->tokens[first].kind == TOKEN_WORD;
  const Token *last = &unit->tokens[end - 1];
  stretch->ends_comma = last->kind == TOKEN_COMMA || last->kind == TOKEN_DASH;
  stretch->ends_stop = last->kind == TOKEN_STOP || last->kind == TOKEN_ELLIPSIS;
  char sign = unit->bytes[last->end - 1];
  stretch->ends_question = stretch->ends_stop && sign != '.';
}

// Every word capitalised but those of grammar: a title.
static bool is_title_case(const Reader *self, const Stretch *stretch) {
  const Unit *unit = self->unit;
  const Region *region = region_of(self, stretch);
  if (region->word_count > TITLE_WORDS) return false;
  uint32_t capitals = 0;
  for (uint32_t i = region->first_token; i < region->first_token + region->token_count; i++) {
    const Token *token = &unit->tokens[i];
    if (token->kind == TOKEN_STOP) continue;
    if (token->kind != TOKEN_WORD && token->kind != TOKEN_NAME) continue;
    if (token->shape & (SHAPE_CAPITALISED | SHAPE_CAPITALS | SHAPE_MIXED)) {
      capitals++;
    } else if (!(token->classes & LEX_BIT(LEX_FUNCTION))) {
      return false;
    }
  }
  return capitals > 0 && (capitals > 1 || region->word_count == 1);
}

// ---- ranking cues ------------------------------------------------------------------------------
static uint32_t part_start(const Cue *cue) {
  bool before = range_count(cue->source) > 0 && cue->source.end <= cue->verb.first &&
                cue->verb.first - cue->source.end <= 1;
  return before ? cue->source.first : cue->verb.first;
}

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
static Feature joint(const Reader *self, const Stretch *stretch, const Cue *cue) {
  uint32_t at = stretch->item;
  if (cue->source.first <= at && at < cue->source.end)
    return FEATURE_COUNT;  // the “Green” party said
  if (cue->verb.first > at) {
    uint32_t start = part_start(cue);
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
  Feature how = joint(self, stretch, cue);
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
    Feature how = joint(self, stretch, inner);
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

static void choose_cue(const Reader *self, Stretch *stretch) {
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
      Feature how = joint(self, stretch, &self->cues[i]);
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

// ---- whole or fragment, speech or not ----------------------------------------------------------
// Nothing but quoted stretches and stops stands in the sentence.
static bool is_alone(const Reader *self, const Stretch *stretch) {
  Range sentence = self->sentences[self->items[stretch->item].sentence];
  if (range_count(sentence) > ALONE_ITEMS) return false;
  for (uint32_t i = sentence.first; i < sentence.end; i++) {
    uint8_t kind = item_kind(self, i);
    bool beside = kind == ITEM_REGION || kind == TOKEN_STOP || kind == TOKEN_DASH ||
                  kind == ITEM_BRACKET || kind == TOKEN_COMMA ||
                  item_is_class(self, i, LEX_BIT(LEX_CLAUSE) | LEX_BIT(LEX_ADVERB));
    if (!beside) return false;
  }
  return true;
}

// Words of the writer's run up to the mark: the city is “open again,” she said.
static bool is_within(const Reader *self, const Stretch *stretch) {
  if (stretch->item == self->sentences[self->items[stretch->item].sentence].first) return false;
  return item_kind(self, stretch->item - 1) == TOKEN_WORD || item_is_name(self, stretch->item - 1);
}

static uint8_t type_of(const Reader *self, const Stretch *stretch, const Stretch *previous) {
  if (stretch->cue == NONE) {
    uint8_t before = stretch->item > 0 ? item_kind(self, stretch->item - 1) : (uint8_t)TOKEN_STOP;
    bool whole = is_alone(self, stretch) || stretch->label.start < stretch->label.end ||
                 (before == TOKEN_COLON && !stretch->lower);
    return whole ? CD_DIRECT : CD_MIXED;
  }
  const Cue *cue = &self->cues[stretch->cue];
  Feature how = joint(self, stretch, cue);
  bool joined = previous != NULL && previous->cue == stretch->cue && previous->type == CD_DIRECT;
  switch (how) {
    case IS_AFTER_COMMA:
    case IS_AFTER_QUESTION:
    case IS_AFTER_STOP:
      if (stretch->lower && is_within(self, stretch)) return CD_MIXED;
      return cue->frame == FRAME_ACCORDING && (stretch->lower || !cue->fixed) ? CD_MIXED
                                                                              : CD_DIRECT;
    case IS_AFTER_BARE:
      return stretch->lower || stretch->words < 4 ? CD_MIXED : CD_DIRECT;
    case IS_BEFORE_COLON:
    case IS_BEFORE_COMMA:
    case IS_BEFORE_OBJECT:
      return stretch->lower && !joined ? CD_MIXED : CD_DIRECT;
    case IS_BEFORE_BARE:
      return stretch->lower || cue->frame == FRAME_CALLS ? CD_MIXED : CD_DIRECT;
    default:
      return joined && is_alone(self, stretch) ? CD_DIRECT : CD_MIXED;
  }
}

// "a process called “…”" gives a name; "what she called “…”" quotes her.
static bool gives_name(const Reader *self, const Cue *cue, Feature how) {
  if (cue->frame != FRAME_CALLS || how != IS_BEFORE_BARE) return false;
  if (cue->form == FORM_PARTICIPLE || cue->verb.end > cue->item + 1) return false;
  if (range_count(cue->source) == 0) return cue->form == FORM_PASSIVE;
  if (cue->source.first >= cue->verb.first || cue->verb.first < cue->item) return false;
  uint32_t at = cue->source.first;
  for (uint32_t n = 0; at > 0 && n < 2; at--, n++) {
    if (item_is_word(self, at - 1, WORD_WHAT) || item_is_word(self, at - 1, WORD_WHICH) ||
        item_is_word(self, at - 1, WORD_THAT) || item_is_word(self, at - 1, WORD_AS)) {
      return false;
    }
  }
  return !item_is_name(self, cue->source.end - 1) &&
         !item_is_word(self, cue->source.first, WORD_HE);
}

// “Bridge closed for repairs” — The Herald, 3 May: a headline and where it stood.
static bool is_reference(const Reader *self, const Stretch *stretch) {
  uint32_t next = stretch->item + 1;
  return !stretch->ends_stop && !stretch->ends_comma && item_kind(self, next) == TOKEN_DASH &&
         item_is_name(self, next + 1);
}

static uint8_t speech_of(const Reader *self, const Stretch *stretch) {
  bool title = is_title_case(self, stretch);
  if (stretch->cue != NONE) {
    const Cue *cue = &self->cues[stretch->cue];
    Feature how = joint(self, stretch, cue);
    bool term = stretch->item > 0 && item_is_class(self, stretch->item - 1, LEX_BIT(LEX_TERM_WORD));
    if (term && stretch->type == CD_MIXED && stretch->words < 4) return title ? CD_TITLE : CD_SCARE;
    if (gives_name(self, cue, how)) return title ? CD_TITLE : CD_SCARE;
    bool named = title && stretch->words > 1 && how == IS_BEFORE_BARE && !stretch->ends_stop;
    if (named && cue->frame != FRAME_CALLS) return CD_TITLE;  // she sang “The Long Road Home”
    if (stretch->type == CD_DIRECT) return CD_SPEECH;
    bool close = how != IS_BEFORE_FAR;
    bool within = how == IS_BEFORE_FAR || how == IS_BEFORE_CLAUSE || how == IS_AFTER_CLAUSE;
    bool as = stretch->item > 0 && item_is_word(self, stretch->item - 1, WORD_AS) &&
              range_count(cue->source) > 0 &&
              cue->frame != FRAME_THINKS;  // hailed him as “The Rock”
    if (title && !as && (stretch->words > 1 || within)) return CD_TITLE;
    return close || stretch->words > 3 ? CD_SPEECH : CD_SCARE;
  }
  if (is_alone(self, stretch) && stretch->ends_stop) return CD_SPEECH;
  if (is_reference(self, stretch)) return CD_TITLE;
  if (title) return CD_TITLE;
  return stretch->words > 3 ? CD_SPEECH : CD_SCARE;
}

bool reader_stretches(Reader *self) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < self->item_count; i++) count += item_kind(self, i) == ITEM_REGION;
  self->stretches = arena_alloc(self->unit->arena, (count + 1) * sizeof *self->stretches);
  if (self->stretches == NULL) return false;
  for (uint32_t i = 0; i < self->item_count; i++) {
    if (item_kind(self, i) != ITEM_REGION) continue;
    Stretch *stretch = &self->stretches[self->stretch_count];
    const Stretch *previous = self->stretch_count > 0 ? stretch - 1 : NULL;
    *stretch = (Stretch){.item = i, .cue = NONE};
    look_inside(self, stretch);
    if (stretch->label.start == stretch->label.end) choose_cue(self, stretch);
    stretch->type = type_of(self, stretch, previous);
    stretch->not_speech = speech_of(self, stretch);
    self->stretch_count++;
  }
  return true;
}
