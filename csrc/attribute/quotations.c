// Puts quotations together from cues and stretches, and the sources that tag did not see among mentions.
// Reads what the other files of this stage found; fills unit->quotations, contents and mentions.
#include <string.h>

#include "reader.h"

enum {
  PREVIOUS_QUOTATIONS = 12,
  CLAUSE_WORDS = 3
};  // a clause around a fragment has words of its own

static bool add_content(Reader *self, CdSpan span) {
  Unit *unit = self->unit;
  if (!ARENA_PUSH(unit->arena, unit->contents, unit->content_count, self->content_capacity))
    return false;
  unit->contents[unit->content_count++] = span;
  return true;
}

static Quotation *add_quotation(Reader *self) {
  Unit *unit = self->unit;
  if (!ARENA_PUSH(unit->arena, unit->quotations, unit->quotation_count, self->quotation_capacity)) {
    return NULL;
  }
  Quotation *quotation = &unit->quotations[unit->quotation_count++];
  memset(quotation, 0, sizeof *quotation);
  quotation->first_content = unit->content_count;
  quotation->mention = quotation->previous = quotation->region = quotation->speaker = NONE;
  quotation->from = SPEAKER_NOBODY;
  return quotation;
}

// Sets start and end from the contents that were added last.
static void close_quotation(Reader *self, Quotation *quotation) {
  const Unit *unit = self->unit;
  quotation->content_count = unit->content_count - quotation->first_content;
  if (quotation->content_count == 0) return;
  quotation->start = unit->contents[quotation->first_content].start;
  quotation->end = unit->contents[unit->content_count - 1].end;
}

static bool set_cue(Reader *self, Quotation *quotation, const Cue *cue) {
  quotation->cue = range_span(self, cue->verb);
  quotation->source = range_span(self, cue->source);
  quotation->confidence = cue->certainty;
  quotation->sentence = self->unit->tokens[self->items[cue->item].first_token].sentence;
  if (!source_mention(self, cue, &quotation->mention, &quotation->source_name)) return false;
  quotation->from = quotation->mention != NONE ? SPEAKER_HERE : SPEAKER_NOBODY;
  return true;
}

static CdSpan region_span(const Reader *self, const Stretch *stretch) {
  const Region *region = &self->unit->regions[self->items[stretch->item].region];
  return (CdSpan){region->start, region->end};
}

static void set_flags(const Reader *self, Quotation *quotation, const Stretch *stretch) {
  const Region *region = &self->unit->regions[self->items[stretch->item].region];
  if (region->flags & REGION_UNCLOSED) quotation->flags |= CD_QUOTATION_UNCLOSED;
}

static const float label_confidence = 0.9f;
static const float after_quoted = 0.9f;
static const float after_indirect = 0.8f;
static const float guess_announced = 0.6f;
static const float guess_direct = 0.45f;
static const float guess_mixed = 0.35f;

// ---- the three kinds ---------------------------------------------------------------------------
// A cue's direct stretches are one quotation.
static bool add_direct(Reader *self, uint32_t first, uint32_t count) {
  const Stretch *stretch = &self->stretches[first];
  Quotation *quotation = add_quotation(self);
  if (quotation == NULL) return false;
  quotation->type = CD_DIRECT;
  quotation->region = self->items[stretch->item].region;
  quotation->not_speech = stretch->not_speech;
  for (uint32_t i = first; i < first + count; i++) {
    if (!add_content(self, region_span(self, &self->stretches[i]))) return false;
    set_flags(self, quotation, &self->stretches[i]);
  }
  close_quotation(self, quotation);
  if (stretch->label.start < stretch->label.end) {
    quotation->source = quotation->source_name = stretch->label;
    quotation->cue = (CdSpan){stretch->label.end, stretch->label.end + 1};
    quotation->mention = mention_over(self->unit, stretch->label);
    quotation->from = quotation->mention != NONE ? SPEAKER_HERE : SPEAKER_NOBODY;
    quotation->confidence = label_confidence;
  }
  if (stretch->cue == NONE) return true;
  if (!set_cue(self, quotation, &self->cues[stretch->cue])) return false;
  quotation->confidence *= stretch->confidence;
  return true;
}

// Fragments of one cue are one quotation; the clause around them is another, which add_indirect() adds.
static bool add_mixed(Reader *self, uint32_t first, uint32_t count) {
  const Stretch *stretch = &self->stretches[first];
  const Cue *cue = stretch->cue != NONE ? &self->cues[stretch->cue] : NULL;
  Quotation *quotation = add_quotation(self);
  if (quotation == NULL) return false;
  quotation->type = CD_MIXED;
  quotation->region = self->items[stretch->item].region;
  quotation->not_speech = stretch->not_speech;
  for (uint32_t i = first; i < first + count; i++) {
    if (!add_content(self, region_span(self, &self->stretches[i]))) return false;
  }
  for (uint32_t i = first; i < first + count; i++) set_flags(self, quotation, &self->stretches[i]);
  close_quotation(self, quotation);
  if (cue == NULL || stretch->not_speech != CD_SPEECH) return true;
  if (!set_cue(self, quotation, cue)) return false;
  quotation->confidence *= stretch->confidence;
  return true;
}

// "They called the plan a trick", but not "a club called the Otters".
static bool calls_somebody(const Reader *self, const Cue *cue) {
  uint64_t people = LEX_BIT(LEX_ROLE) | LEX_BIT(LEX_GROUP) | LEX_BIT(LEX_PRONOUN_PLURAL);
  bool before = cue->source.end == cue->verb.first || cue->verb.first < cue->item;
  uint32_t last = cue->source.end - 1;
  bool subject = item_is_name(self, last) || item_is_word(self, last, WORD_HE) ||
                 item_kind(self, last) == TOKEN_COMMA || item_is_class(self, last, people);
  return cue->form != FORM_PASSIVE && before && subject && range_count(cue->content[0]) > 2;
}

// The words of a content that stand outside of marks.
static uint32_t words_outside(const Reader *self, const Cue *cue) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < cue->content_count; i++) {
    for (uint32_t at = cue->content[i].first; at < cue->content[i].end; at++) {
      count += item_kind(self, at) == TOKEN_WORD || item_is_name(self, at);
    }
  }
  return count;
}

static bool add_indirect(Reader *self, const Cue *cue) {
  if (!content_is_reported(self, cue) || cue->frame == FRAME_MANNER) return true;
  if (range_count(cue->source) == 0) return true;
  if (cue->fragments && words_outside(self, cue) < CLAUSE_WORDS) return true;
  if (cue->frame == FRAME_THINKS && (!cue->parenthetical || cue->content_count > 1)) return true;
  if (cue->frame == FRAME_CALLS && !calls_somebody(self, cue)) return true;
  if (cue->frame == FRAME_NOUN && !item_is_word(self, cue->verb.end, WORD_THAT)) return true;
  Quotation *quotation = add_quotation(self);
  if (quotation == NULL) return false;
  quotation->type = cue->frame == FRAME_LABEL ? CD_DIRECT : CD_INDIRECT;
  for (uint32_t i = 0; i < cue->content_count; i++) {
    if (!add_content(self, range_span(self, cue->content[i]))) return false;
  }
  close_quotation(self, quotation);
  if (!set_cue(self, quotation, cue)) return false;
  // "A:" names nobody: the draft tells who answers.
  bool answers = cue->frame == FRAME_LABEL && quotation->source.end - quotation->source.start == 1;
  if (answers) quotation->from = SPEAKER_DISCOURSE;
  return true;
}

// ---- quotations without a cue of their own -----------------------------------------------------
// Whoever spoke last before a quotation: of the quotations of one sentence the direct one, else the first.
static uint32_t last_spoken(const Unit *unit, uint32_t index) {
  const Quotation *quotation = &unit->quotations[index];
  uint32_t best = NONE;
  for (uint32_t i = index; i > 0 && index - i < PREVIOUS_QUOTATIONS; i--) {
    const Quotation *other = &unit->quotations[i - 1];
    if (other->not_speech != CD_SPEECH || other->end > quotation->start) continue;
    if (other->from == SPEAKER_DISCOURSE || other->from == SPEAKER_NOBODY) continue;
    if (best != NONE && unit->quotations[best].sentence != other->sentence) break;
    best = i - 1;
    if (other->type == CD_DIRECT) break;
  }
  return best;
}

// "Her daughter is less calm: “…”": the words before the colon tell who speaks.
static bool is_announced(const Reader *self, const Quotation *quotation) {
  if (quotation->region == NONE) return false;
  uint32_t item = self->item_at[self->unit->regions[quotation->region].first_token];
  return item > 1 && item_kind(self, item - 1) == TOKEN_COLON;
}

static void share_speaker(const Reader *self, uint32_t index) {
  Unit *unit = self->unit;
  Quotation *quotation = &unit->quotations[index];
  if (quotation->not_speech != CD_SPEECH || quotation->from != SPEAKER_NOBODY) return;
  if (quotation->cue.start < quotation->cue.end) return;
  quotation->from = quotation->type == CD_DIRECT ? SPEAKER_DISCOURSE : SPEAKER_NOBODY;
  quotation->confidence = 0.3f;
  bool alone = quotation->type == CD_DIRECT && !is_announced(self, quotation);
  uint32_t previous = alone ? last_spoken(unit, index) : NONE;
  if (previous == NONE) return;
  const Quotation *other = &unit->quotations[previous];
  quotation->from = SPEAKER_PREVIOUS;
  quotation->previous = previous;
  quotation->source = other->source;
  quotation->source_name = other->source_name;
  quotation->mention = other->mention;
  quotation->confidence =
      other->confidence * (other->type == CD_INDIRECT ? after_indirect : after_quoted);
}

// Words in marks that no cue reports may be the subject's; they show with "?".
static bool guess_speaker(Reader *self, Quotation *quotation) {
  bool open = quotation->from == SPEAKER_NOBODY || quotation->from == SPEAKER_DISCOURSE;
  bool quoted = quotation->region != NONE && quotation->not_speech == CD_SPEECH;
  if (!open || !quoted || quotation->cue.start < quotation->cue.end) return true;
  uint32_t item = self->item_at[self->unit->regions[quotation->region].first_token];
  Cue cue = {.source = reader_likely_source(self, item), .antecedent = NONE};
  if (range_count(cue.source) == 0) return true;
  if (!source_mention(self, &cue, &quotation->mention, &quotation->source_name)) return false;
  if (quotation->mention == NONE) return true;
  quotation->source = range_span(self, cue.source);
  quotation->from = SPEAKER_HERE;
  quotation->confidence = quotation->type == CD_DIRECT ? guess_direct : guess_mixed;
  if (is_announced(self, quotation)) quotation->confidence = guess_announced;
  return true;
}

// ---- order and mentions ------------------------------------------------------------------------
static bool stands_before(const Quotation *a, const Quotation *b) {
  return a->start != b->start ? a->start < b->start : a->end > b->end;
}

// Those of stretches and those of cues come almost in order each; both are merged.
static bool sort_quotations(Unit *unit, uint32_t cue_first) {
  uint32_t count = unit->quotation_count;
  Quotation *sorted = arena_alloc(unit->arena, (count + 1) * sizeof *sorted);
  if (sorted == NULL) return false;
  for (uint32_t i = 1; i < count; i++) {
    Quotation moved = unit->quotations[i];
    uint32_t at = i, first = i < cue_first ? 0 : cue_first;
    for (; at > first && stands_before(&moved, &unit->quotations[at - 1]); at--) {
      unit->quotations[at] = unit->quotations[at - 1];
    }
    unit->quotations[at] = moved;
  }
  uint32_t left = 0, right = cue_first;
  for (uint32_t i = 0; i < count; i++) {
    bool take_right =
        left >= cue_first ||
        (right < count && stands_before(&unit->quotations[right], &unit->quotations[left]));
    sorted[i] = unit->quotations[take_right ? right++ : left++];
  }
  unit->quotations = sorted;
  return true;
}

// Added mentions take their places; quotations point to where theirs went.
static bool merge_mentions(Reader *self) {
  Unit *unit = self->unit;
  uint32_t total = unit->mention_count + self->added_count;
  Mention *merged = arena_alloc(unit->arena, (total + 1) * sizeof *merged);
  uint32_t *place = arena_alloc(unit->arena, (total + 1) * sizeof *place);
  uint32_t *order = arena_alloc(unit->arena, (self->added_count + 1) * sizeof *order);
  if (merged == NULL || place == NULL || order == NULL) return false;
  for (uint32_t i = 0; i < self->added_count; i++) {  // they come almost in order
    uint32_t at = i;
    while (at > 0 && self->added[order[at - 1]].start > self->added[i].start) {
      order[at] = order[at - 1];
      at--;
    }
    order[at] = i;
  }
  uint32_t old = 0;
  uint32_t new = 0;
  for (uint32_t i = 0; i < total; i++) {
    bool take_old =
        new >= self->added_count ||
        (old < unit->mention_count && unit->mentions[old].start <= self->added[order[new]].start);
    if (take_old) {
      place[old] = i;
      merged[i] = unit->mentions[old++];
    } else {
      place[unit->mention_count + order[new]] = i;
      merged[i] = self->added[order[new ++]];
    }
  }
  for (uint32_t i = 0; i < unit->quotation_count; i++) {
    Quotation *quotation = &unit->quotations[i];
    if (quotation->mention == NONE) continue;
    quotation->mention = place[quotation->mention];
    merged[quotation->mention].flags |= MENTION_SOURCE;
  }
  unit->mentions = merged;
  unit->mention_count = total;
  return true;
}

static bool add_quotations(Reader *self, uint32_t *cue_first) {
  for (uint32_t i = 0; i < self->stretch_count;) {
    const Stretch *stretch = &self->stretches[i];
    uint32_t count = 1;
    if (stretch->cue != NONE && stretch->not_speech == CD_SPEECH) {
      Cue *cue = &self->cues[stretch->cue];
      cue->quoted |= stretch->type == CD_DIRECT;
      cue->fragments |= stretch->type == CD_MIXED;
      while (i + count < self->stretch_count && self->stretches[i + count].cue == stretch->cue &&
             self->stretches[i + count].type == stretch->type &&
             self->stretches[i + count].not_speech == CD_SPEECH) {
        count++;
      }
    }
    bool done = stretch->type == CD_DIRECT ? add_direct(self, i, count) : add_mixed(self, i, count);
    if (!done) return false;
    i += count;
  }
  *cue_first = self->unit->quotation_count;
  for (uint32_t i = 0; i < self->cue_count; i++) {
    if (!self->cues[i].quoted && !add_indirect(self, &self->cues[i])) return false;
  }
  return true;
}

// "The mayor responded:" announces the words of the next paragraph: its source is one without any here.
static bool mark_announcer(Reader *self) {
  if (self->item_count == 0 || item_kind(self, self->item_count - 1) != TOKEN_COLON) return true;
  uint32_t sentence = self->items[self->item_count - 1].sentence;
  for (uint32_t i = self->cue_count; i > 0 && self->cue_count - i < PREVIOUS_QUOTATIONS; i--) {
    const Cue *cue = &self->cues[i - 1];
    if (cue->sentence != sentence) break;
    if (range_count(cue->source) == 0 || cue->frame == FRAME_THINKS) continue;
    uint32_t mention;
    CdSpan name;
    if (!source_mention(self, cue, &mention, &name)) return false;
    bool own = mention != NONE && mention < self->unit->mention_count;
    if (own) self->unit->mentions[mention].flags |= MENTION_SOURCE;
    if (cue->verb.end + 1 >= self->item_count) break;  // right before the colon
  }
  return true;
}

bool attribute_unit(const CdRules *rules, Unit *unit) {
  Reader reader = {.rules = rules, .unit = unit};
  if (unit->token_count == 0) return true;
  if (!reader_items(&reader) || !reader_cues(&reader)) return false;
  reader_sources(&reader);
  reader_contents(&reader);
  uint32_t cue_first;
  if (!reader_stretches(&reader) || !add_quotations(&reader, &cue_first)) return false;
  if (!mark_announcer(&reader) || !sort_quotations(unit, cue_first)) return false;
  for (uint32_t i = 0; i < unit->quotation_count; i++) {
    share_speaker(&reader, i);
    if (!guess_speaker(&reader, &unit->quotations[i])) return false;
    unit->quotations[i].certainty = unit->quotations[i].confidence;
  }
  return merge_mentions(&reader);
}
