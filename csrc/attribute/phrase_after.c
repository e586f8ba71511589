// Extents of noun phrases behind a verb, their asides, and the head of any noun phrase.
// Reads items and cues; makes ranges of items. Every walk stops after a fixed number of items.
#include "reader.h"

enum { PHRASE_ITEMS = 40, APPOSITIVE_ITEMS = 16 };

// An appositive goes on behind a comma: ", the director of the museum". A clause does not: ", Smith won".
static bool starts_appositive(const Reader *self, uint32_t at, uint32_t ceiling) {
  if (at >= ceiling) return false;
  if (item_is_word(self, at, WORD_WHO)) return false;  // "said Smith, who is 40": Smith
  if (item_is_subject_pronoun(self, at) || item_is_word(self, at, WORD_IT)) return false;
  if (!phrase_starts(self, at) || item_is_verb(self, at)) return false;
  if (cue_over(self, at) != NONE) return false;
  if (item_is_class(self, at, LEX_BIT(LEX_WEEKDAY) | LEX_BIT(LEX_ADVERB))) return false;
  for (uint32_t i = at; i < ceiling && i - at < APPOSITIVE_ITEMS; i++) {
    if (item_bounds_phrase(self, i) || item_is_class(self, i, LEX_BIT(LEX_RELATIVE))) return true;
    if (item_is_auxiliary(self, i) || item_is_class(self, i, LEX_BIT(LEX_VERB_PAST))) return false;
    if (i > at && item_is_verb(self, i) && item_is_name(self, i - 1)) return false;
    uint32_t cue = cue_over(self, i);
    if (cue != NONE && self->cues[cue].frame <= FRAME_CALLS &&
        self->cues[cue].form == FORM_FINITE) {
      return false;
    }
  }
  return true;
}

// Nothing follows but the end of the clause, or when and where: so the phrase before is a subject.
bool phrase_closes(const Reader *self, uint32_t at, uint32_t ceiling) {
  uint32_t end;
  if (at < ceiling && phrase_is_adjunct(self, at, ceiling, &end)) at = end;
  if (at >= ceiling) return true;
  switch (item_kind(self, at)) {
    case TOKEN_STOP:
    case TOKEN_COMMA:
    case TOKEN_SEMICOLON:
    case TOKEN_DASH:
    case TOKEN_COLON:
    case TOKEN_ELLIPSIS:
    case ITEM_BRACKET:
      return true;
    default:
      if (item_is_word(self, at, WORD_THAT)) return false;
      return item_is_place_or_time(self, at) || item_is_word(self, at, WORD_TO) ||
             item_is_class(self, at, LEX_BIT(LEX_CLAUSE) | LEX_BIT(LEX_ADVERB));
  }
}

// When or where something was said: no part of who said it.
static bool starts_adjunct(const Reader *self, uint32_t at, uint32_t ceiling, bool appositive) {
  uint32_t end;
  if (item_is_class(self, at, LEX_BIT(LEX_WEEKDAY) | LEX_BIT(LEX_MONTH))) return true;
  if (item_is_class(self, at, LEX_BIT(LEX_ADVERB))) return !appositive;
  if (!item_is_preposition(self, at) && !item_is_word(self, at, WORD_TO)) return false;
  if (item_is_word(self, at, WORD_OF) || item_is_word(self, at, WORD_FOR)) return false;
  if (item_is_word(self, at, WORD_FROM) && !item_is_name(self, at - 1)) return false;
  if (!phrase_is_adjunct(self, at, ceiling, &end)) return false;
  return !appositive || item_is_class(self, end - 1, LEX_BIT(LEX_WEEKDAY) | LEX_BIT(LEX_MONTH));
}

// The verb of another clause; "involved in the case" goes on with "a source".
static bool is_other_verb(const Reader *self, uint32_t at) {
  if (item_is_auxiliary(self, at) || item_is_class(self, at, LEX_BIT(LEX_VERB_PAST))) return true;
  if (item_is_verb(self, at) && item_is_name(self, at - 1)) return true;
  uint32_t cue = cue_over(self, at);
  if (cue == NONE || self->cues[cue].form == FORM_PASSIVE) return false;
  return self->cues[cue].form == FORM_PARTICIPLE || !item_ends(self, at, "ed");
}

Range phrase_after(const Reader *self, uint32_t start, uint32_t ceiling) {
  Range none = {start, start};
  if (item_is_word(self, start, WORD_THAT)) return none;
  if (start >= ceiling || !phrase_starts(self, start) || item_kind(self, start) == ITEM_REGION) {
    return none;
  }
  if (item_is_subject_pronoun(self, start)) return (Range){start, start + 1};
  bool appositive = false;  // behind the first comma
  bool relative = false;    // in a clause that begins with "who", up to the next comma
  bool determined = item_is_class(self, start, LEX_BIT(LEX_DETERMINER));
  uint32_t at = start;
  for (; at < ceiling && at - start < PHRASE_ITEMS; at++) {
    if (self->items[at].inside) continue;
    if (item_kind(self, at) == TOKEN_COMMA) {
      if (appositive && !item_is_class(self, at + 1, LEX_BIT(LEX_ROLE))) break;
      if (!starts_appositive(self, at + 1, ceiling)) break;
      appositive = true;
      relative = false;
      continue;
    }
    if (item_bounds_phrase(self, at)) break;
    if (relative || at == start) continue;
    bool that = item_is_word(self, at, WORD_THAT) || item_is_word(self, at, WORD_WHICH);
    if (item_is_word(self, at, WORD_WHO) || (appositive && that)) {
      relative = true;
      continue;
    }
    if (item_is_word(self, at, WORD_AND)) {
      if (!phrase_starts(self, at + 1) || item_is_subject_pronoun(self, at + 1)) break;
      continue;
    }
    if (item_is_clause_word(self, at) || is_other_verb(self, at)) break;
    bool first_word = at == start + 1 && determined;  // "a Wednesday editorial"
    if (!first_word && starts_adjunct(self, at, ceiling, appositive)) break;
    bool alone = item_is_name(self, at - 1) && item_is_preposition(self, at) &&
                 !item_is_word(self, at, WORD_OF) &&
                 !(item_is_word(self, at, WORD_FOR) && item_is_name(self, at + 1));
    if (alone && !appositive) break;  // a person's name: "said Smith in Ohio"
  }
  while (at > start &&
         (item_is_word(self, at - 1, WORD_AND) || item_kind(self, at - 1) == TOKEN_COMMA)) {
    at--;
  }
  return (Range){start, at};
}

// ---- the head ----------------------------------------------------------------------------------
uint32_t phrase_head(const Reader *self, Range phrase) {
  uint32_t head = phrase.first;
  for (uint32_t i = phrase.first; i < phrase.end; i++) {
    if (self->items[i].inside) {
      head = i;
      continue;
    }
    if (item_bounds_phrase(self, i) || item_is_clause_word(self, i)) break;
    if (i > phrase.first && item_is_preposition(self, i)) break;
    if (i > phrase.first && item_kind(self, i) == TOKEN_WORD &&
        (item_is_verb(self, i) || item_ends(self, i, "ing"))) {
      break;
    }
    uint8_t kind = item_kind(self, i);
    if (kind == ITEM_BRACKET || kind == TOKEN_CLITIC || kind == TOKEN_HYPHEN) continue;
    head = i;
  }
  return head;
}
