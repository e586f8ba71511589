// What each cue reports without marks: the clause behind or before it.
// Reads items and cues with their sources; fills Cue.content.
#include "reader.h"

enum {
  THAT_ITEMS = 10,
  CLAUSE_ITEMS = 120,
  DATELINE_ITEMS = 10,
  ADJUNCT_ITEMS = 6,
  CUE_WINDOW = 8
};

static bool is_comma(const Reader *self, uint32_t at) {
  uint8_t kind = item_kind(self, at);
  return kind == TOKEN_COMMA || kind == TOKEN_DASH || kind == TOKEN_SEMICOLON;
}

static bool is_stop(const Reader *self, uint32_t at) {
  uint8_t kind = item_kind(self, at);
  return kind == TOKEN_STOP || kind == TOKEN_ELLIPSIS;
}

static bool opens_clause(const Reader *self, uint32_t at) {
  return item_is_class(self, at, LEX_BIT(LEX_CLAUSE)) || item_is_word(self, at, WORD_AND) ||
         item_is_word(self, at, WORD_BUT);
}

static uint32_t behind(const Cue *cue) {
  bool after = range_count(cue->source) > 0 && cue->source.first >= cue->verb.end;
  return after ? cue->source.end : cue->verb.end;
}

// Skips when, where and to whom: "reporters in Kyiv on Monday (that)".
static uint32_t skip_adjuncts(const Reader *self, uint32_t at, uint32_t ceiling) {
  for (uint32_t i = at; i < ceiling && i - at < THAT_ITEMS; i++) {
    if (is_stop(self, i) || item_kind(self, i) == TOKEN_COLON) break;
    if (item_is_word(self, i, WORD_THAT) && !is_comma(self, i + 1) && !is_stop(self, i + 1))
      return i;
    if (item_is_word(self, i, WORD_HE) || item_is_verb(self, i)) break;
    if (i > at && opens_clause(self, i)) break;
    if (cue_over(self, i) != NONE) break;
  }
  uint32_t end;
  if (phrase_is_adjunct(self, at, ceiling, &end) && end < ceiling) {
    if (is_comma(self, end)) end++;
    if (!is_stop(self, end)) return end;
  }
  return at;
}

// A stretch of any length whose closing mark follows a comma.
static bool ends_with_comma(const Reader *self, uint32_t at) {
  uint32_t end = item_kind(self, at) == ITEM_REGION ? self->items[at].end_token : 0;
  return end >= 2 && self->unit->tokens[end - 2].kind == TOKEN_COMMA;
}

// The end of the clause from `at`: the sentence's, or where another attribution takes over.
static uint32_t clause_end(const Reader *self, uint32_t index, uint32_t at, uint32_t ceiling) {
  uint32_t end = ceiling;
  while (end > at && is_stop(self, end - 1)) end--;
  for (uint32_t i = index + 1; i < self->cue_count && i - index < CUE_WINDOW; i++) {
    const Cue *next = &self->cues[i];
    if (next->sentence != self->cues[index].sentence) break;
    uint32_t start = next->start;
    if (start <= at || start >= end) continue;
    if (next->frame == FRAME_THINKS || next->frame == FRAME_NOUN) continue;
    if (next->frame == FRAME_MANNER && item_kind(self, next->verb.end) != ITEM_REGION) continue;
    uint32_t before = start;
    while (before > at + 1 && opens_clause(self, before - 1)) before--;
    bool comma = is_comma(self, before - 1);
    uint32_t cut = comma ? before - 1 : before;
    bool after = comma || ends_with_comma(self, before - 1);
    if (next->frame == FRAME_ACCORDING && after) return cut;
    if (next->form == FORM_PARTICIPLE && after) return cut;
    bool joined =
        item_is_word(self, start - 1, WORD_AND) || item_is_word(self, start - 1, WORD_BUT);
    bool shares = joined && start == next->verb.first;  // "said … and added"
    if (next->form == FORM_FINITE && before < start && (after || shares)) return cut;
  }
  return end;
}

// Is there nothing but adjuncts between `at` and the end of the sentence or a comma?
static bool ends_here(const Reader *self, uint32_t at, uint32_t ceiling) {
  for (uint32_t n = 0; n < 4; n++) {
    if (at >= ceiling || is_stop(self, at) || is_comma(self, at)) return true;
    if (item_is_word(self, at, WORD_AS) || item_is_word(self, at, WORD_WHEN)) return true;
    uint32_t end;
    if (!phrase_is_adjunct(self, at, ceiling, &end)) {
      if (item_is_word(self, at, WORD_TO)) {
        return item_is_name(self, at + 1) ||
               item_is_class(self, at + 1,
                             LEX_BIT(LEX_DETERMINER) | LEX_BIT(LEX_GROUP) | LEX_BIT(LEX_ROLE));
      }
      return item_is_class(self, at, LEX_BIT(LEX_PREPOSITION));
    }
    at = end;
  }
  return true;
}

// Is one of the parts between commas a main clause: with a verb, and without a word before it that makes
// it depend on what follows ("When he came", "Despite what he knew", "Asked about it")?
static bool has_clause(const Reader *self, uint32_t first, uint32_t end) {
  bool depends = false;
  bool opens = false;  // with an -ing form, which may be its subject
  for (uint32_t i = first; i < end && i - first < CLAUSE_ITEMS; i++) {
    if (i == first || is_comma(self, i - 1)) {
      depends = item_is_class(self, i, LEX_BIT(LEX_CLAUSE) | LEX_BIT(LEX_RELATIVE)) ||
                item_is_preposition(self, i) || item_ends(self, i, "ed");
      opens = item_ends(self, i, "ing");
      depends = depends && !item_is_word(self, i, WORD_AND) && !item_is_word(self, i, WORD_BUT);
    }
    if (opens && item_is_auxiliary(self, i)) return true;  // "Shifting patterns could affect …"
    if (depends || opens) continue;
    if (item_is_verb(self, i) || cue_over(self, i) != NONE) return true;
    if (item_kind(self, i) == ITEM_REGION &&
        self->unit->regions[self->items[i].region].word_count > 3) {
      return true;
    }
  }
  return false;
}

// Does the reported clause go on behind "he said,"? Not with "adding", "as" or "when".
static bool goes_on(const Reader *self, uint32_t at, uint32_t ceiling) {
  bool joins = item_is_word(self, at, WORD_AND) || item_is_word(self, at, WORD_BUT);
  for (uint32_t i = at + 1; joins && i < at + 3; i++) {  // "…, but others disagreed"
    uint32_t cue = cue_over(self, i + 1);
    if (cue != NONE && self->cues[cue].start <= i) return false;
  }
  return at < ceiling && !item_is_word(self, at, WORD_AS) && !item_is_word(self, at, WORD_WHEN) &&
         !item_is_class(self, at, LEX_BIT(LEX_RELATIVE)) && !item_ends(self, at, "ing") &&
         item_kind(self, at) != ITEM_REGION;
}

static void add(Cue *cue, uint32_t first, uint32_t end) {
  if (first < end && cue->content_count < 2)
    cue->content[cue->content_count++] = (Range){first, end};
}

// "CAMBRIDGE, Mass., Dec. 11 (UPI) — Young voters …": where the first sentence of a story begins.
static uint32_t behind_dateline(const Reader *self, Range sentence) {
  if (sentence.first != 0) return sentence.first;
  for (uint32_t i = 0; i < sentence.end && i < DATELINE_ITEMS; i++) {
    uint8_t kind = item_kind(self, i);
    if (kind == TOKEN_DASH) return i > 0 ? i + 1 : 0;
    if (kind == TOKEN_WORD || kind == ITEM_REGION || kind == TOKEN_CLITIC) break;
  }
  return sentence.first;
}

// "The pier will close, Smith told reporters at the port": an object ends the aside, unless what stands
// before is no main clause ("When he came, Smith denied the charges").
static bool has_only_object(const Reader *self, uint32_t after, uint32_t floor, uint32_t ceiling) {
  if (opens_clause(self, floor) || item_is_class(self, floor, LEX_BIT(LEX_PREPOSITION)))
    return false;
  Range object = phrase_after(self, after, ceiling);
  return range_count(object) > 0 && phrase_closes(self, object.end, ceiling);
}

static void find_content(Reader *self, uint32_t index) {
  Cue *cue = &self->cues[index];
  Range sentence = self->sentences[cue->sentence];
  uint32_t first = cue->start;
  uint32_t after = behind(cue);
  uint32_t floor = behind_dateline(self, sentence);
  for (uint32_t i = index, n = 0;
       i > 0 && n < CUE_WINDOW && self->cues[i - 1].sentence == cue->sentence; i--, n++) {
    const Cue *other = &self->cues[i - 1];  // an earlier aside's words are not this one's
    if (!other->parenthetical || behind(other) > first) continue;
    floor = behind(other);
    break;
  }
  while (floor < first && is_comma(self, floor)) floor++;

  // “The bridge is closed,” said Lee, who …: what was said stands in the marks.
  if (first == sentence.first + 1 && item_kind(self, sentence.first) == ITEM_REGION) return;
  bool region_before =
      first > floor + 1 && item_is_comma(self, first - 1) && !is_comma(self, first - 1);
  bool as_before = first > floor + 2 && item_is_word(self, first - 1, WORD_AS);
  bool comma_before =
      (first > floor + 1 && is_comma(self, first - 1)) || region_before || as_before;
  uint32_t before_end = region_before ? first : first - 1;  // of a clause before the cue
  if (as_before && is_comma(self, first - 2)) before_end = first - 2;
  if (cue->frame == FRAME_LABEL) {
    add(cue, cue->verb.end, self->item_count);
    return;
  }
  bool can_be_aside = cue->form == FORM_FINITE || cue->frame == FRAME_ACCORDING;
  if (cue->frame == FRAME_ACCORDING) {
    if (first == sentence.first || first <= floor + 1) {  // "According to X, …"
      uint32_t at = after;
      while (at < sentence.end && is_comma(self, at)) at++;
      add(cue, at, clause_end(self, index, at, sentence.end));
      return;
    }
    uint32_t end = comma_before ? before_end : first;
    add(cue, floor, end);
    cue->parenthetical = true;
    if (is_comma(self, after))
      add(cue, after + 1, clause_end(self, index, after + 1, sentence.end));
    return;
  }
  bool splits = is_comma(self, after) && !(as_before && opens_clause(self, after + 1)) &&
                goes_on(self, after + 1, sentence.end);
  bool clause_before = comma_before && (region_before || has_clause(self, floor, before_end));
  bool closes = is_stop(self, after) || after >= sentence.end || is_comma(self, after);
  if (closes) clause_before = comma_before;
  bool aside = can_be_aside && clause_before;
  if (aside && (ends_here(self, after, sentence.end) ||
                (item_is_word(self, cue->item, WORD_TOLD) &&
                 has_only_object(self, after, floor, sentence.end)))) {
    cue->parenthetical = true;
    add(cue, floor, before_end);
    if (splits) add(cue, after + 1, clause_end(self, index, after + 1, sentence.end));
    return;
  }
  if (cue->form == FORM_PASSIVE && range_count(cue->source) == 0) return;
  uint32_t at = skip_adjuncts(self, cue->verb.end > after ? cue->verb.end : after, sentence.end);
  while (at < sentence.end && (is_comma(self, at) || item_kind(self, at) == TOKEN_COLON)) at++;
  if (item_is_preposition(self, at) &&
      !item_is_word(self, at, WORD_TO)) {  // "said for weeks he would"
    for (uint32_t i = at + 1; i < sentence.end && i - at < ADJUNCT_ITEMS; i++) {
      if (is_comma(self, i) || item_is_verb(self, i)) break;
      if (!item_is_word(self, i, WORD_HE) && !item_is_word(self, i, WORD_THAT)) continue;
      at = i;
      break;
    }
  }
  uint32_t end = clause_end(self, index, at, sentence.end);
  if (end - at < CLAUSE_ITEMS) add(cue, at, end);
}

bool content_is_reported(const Reader *self, const Cue *cue) {
  if (cue->content_count == 0) return false;
  if (cue->parenthetical || cue->frame == FRAME_LABEL || cue->frame == FRAME_ACCORDING) return true;
  // "spoke with the council", "agreed on Monday": an occasion, nothing that was said.
  uint32_t first = cue->content[0].first;
  return item_is_word(self, first, WORD_TO) || item_is_class(self, first, LEX_BIT(LEX_CLAUSE)) ||
         !item_is_class(self, first, LEX_BIT(LEX_PREPOSITION));
}

void reader_contents(Reader *self) {
  for (uint32_t i = 0; i < self->cue_count; i++) find_content(self, i);
}
