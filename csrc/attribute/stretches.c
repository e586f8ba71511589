// What each quoted stretch is: whole sentences or a fragment, speech or a title or a term.
// Reads items, regions and cues; makes Reader.stretches with the cue that rank.c chose for each.
#include "reader.h"

enum { TITLE_WORDS = 12, LABEL_TOKENS = 4, ALONE_ITEMS = 24 };

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
  Feature how = stretch_joint(self, stretch, cue);
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
  uint32_t dash = stretch->item + 1;
  uint32_t name = dash + 1;
  if (item_is_class(self, name, LEX_BIT(LEX_ARTICLE))) name++;
  return !stretch->ends_stop && !stretch->ends_comma && item_kind(self, dash) == TOKEN_DASH &&
         item_is_name(self, name);
}

static uint8_t speech_of(const Reader *self, const Stretch *stretch) {
  bool title = is_title_case(self, stretch);
  if (stretch->cue != NONE) {
    const Cue *cue = &self->cues[stretch->cue];
    Feature how = stretch_joint(self, stretch, cue);
    bool term = stretch->item > 0 && item_is_class(self, stretch->item - 1, LEX_BIT(LEX_TERM_WORD));
    if (term && stretch->type == CD_MIXED && stretch->words < 4) return title ? CD_TITLE : CD_SCARE;
    bool nickname =
        title && cue->frame == FRAME_CALLS && how == IS_BEFORE_CLAUSE &&
        !item_is_name(self, cue->source.end - 1);  // what everybody calls the “Long Nose”
    if (gives_name(self, cue, how) || nickname) return title && !nickname ? CD_TITLE : CD_SCARE;
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
    if (stretch->label.start == stretch->label.end) stretch_choose_cue(self, stretch);
    stretch->type = type_of(self, stretch, previous);
    stretch->not_speech = speech_of(self, stretch);
    self->stretch_count++;
  }
  return true;
}
