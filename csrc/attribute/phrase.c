// Extents of noun phrases before a verb, told from function words, names and punctuation.
// Reads items and cues; makes ranges of items. Every walk stops after a fixed number of items.
#include "reader.h"

enum { PHRASE_ITEMS = 40, JOINED_ITEMS = 7, LIST_PARTS = 6, ADJUNCT_ITEMS = 6 };

#define OBJECT_CLASSES /* him, themselves; he and she were told apart before */            \
  (LEX_BIT(LEX_PRONOUN_MALE) | LEX_BIT(LEX_PRONOUN_FEMALE) | LEX_BIT(LEX_PRONOUN_PLURAL) | \
   LEX_BIT(LEX_PRONOUN_SPEAKER))

bool phrase_starts(const Reader *self, uint32_t at) {
  switch (item_kind(self, at)) {
    case TOKEN_NAME:
    case TOKEN_INITIALS:
    case TOKEN_ABBREVIATION:
      return !item_is_class(self, at, LEX_BIT(LEX_WEEKDAY));
    case TOKEN_NUMBER:
      return true;
    case TOKEN_WORD:
      break;
    default:
      return item_is_short_region(self, at);
  }
  if (item_is_subject_pronoun(self, at) || item_is_word(self, at, WORD_IT)) return true;
  if (item_is_class(self, at, LEX_BIT(LEX_DETERMINER))) return true;
  if (item_is_clause_word(self, at) || item_is_preposition(self, at) || item_is_auxiliary(self, at))
    return false;
  if (item_is_class(self, at, LEX_BIT(LEX_ADVERB) | LEX_BIT(LEX_WEEKDAY))) return false;
  if (item_is_class(self, at, OBJECT_CLASSES)) return false;
  return !item_ends(self, at, "ly") && !item_ends(self, at, "ing");
}

// "in a statement", "on Monday", "to reporters", "Tuesday": when, where and to whom something was said.
bool phrase_is_adjunct(const Reader *self, uint32_t at, uint32_t ceiling, uint32_t *end) {
  uint32_t i = at;
  if (item_is_word(self, i, WORD_OF) || item_is_word(self, i, WORD_FOR)) return false;
  if (!item_is_preposition(self, i) && !item_is_word(self, i, WORD_TO)) {
    while (i < ceiling && i - at < ADJUNCT_ITEMS) {
      bool last = item_is_word(self, i, WORD_LAST) || item_is_word(self, i, WORD_THIS);
      if (!item_is_time(self, i) && !(last && item_is_time(self, i + 1))) break;
      i++;
    }
    *end = i;
    return i > at;
  }
  uint64_t wanted = LEX_BIT(LEX_WEEKDAY) | LEX_BIT(LEX_MONTH);
  if (!item_is_class(self, at, LEX_BIT(LEX_PREPOSITION)) || item_is_place_or_time(self, at)) {
    wanted |= LEX_BIT(LEX_SPEECH_NOUN) | LEX_BIT(LEX_DOCUMENT) | LEX_BIT(LEX_EVENT_WORD);
  }
  bool found = false;
  for (i = at + 1; i < ceiling && i - at <= ADJUNCT_ITEMS; i++) {
    if (item_bounds_phrase(self, i) || item_is_clause_word(self, i) || item_is_auxiliary(self, i))
      break;
    if (item_is_subject_pronoun(self, i)) break;
    if (item_is_class(self, i, wanted) || item_kind(self, i) == TOKEN_NUMBER) {
      found = true;
      *end = i + 1;
    } else if (found) {
      break;
    }
  }
  return found;
}

// "issued a statement saying": a verb with its object, where the noun phrase before the cue begins.
static bool has_object(const Reader *self, uint32_t at) {
  return item_is_verb(self, at) && item_is_class(self, at + 1, LEX_BIT(LEX_ARTICLE));
}

// Is a cue inside a run the verb of a clause, as in "he reported his source said", and no participle,
// as in "a report released last year said"?
static bool governs(const Reader *self, uint32_t cue) {
  const Cue *verb = &self->cues[cue];
  if (!item_ends(self, verb->item, "ed")) return true;
  return item_is_word(self, verb->verb.end, WORD_THAT) ||
         item_is_word(self, verb->verb.end, WORD_HE) ||
         item_is_class(self, verb->verb.end, LEX_BIT(LEX_DETERMINER));
}

// ---- before a verb -----------------------------------------------------------------------------
// The first item of the run without a boundary that ends before `end`.
static uint32_t run_start(const Reader *self, uint32_t end, uint32_t floor) {
  uint32_t at = end;
  while (at > floor && end - at < PHRASE_ITEMS) {
    uint32_t i = at - 1;
    if (self->items[i].inside && i > floor) {
      at = i;
      continue;
    }
    if (item_bounds_phrase(self, i) || item_is_clause_word(self, i) || item_is_auxiliary(self, i))
      break;
    if (has_object(self, i)) break;
    uint32_t cue = cue_over(self, i);
    if (cue != NONE &&
        (self->cues[cue].frame == FRAME_SAYS || self->cues[cue].frame == FRAME_CALLS) &&
        (self->cues[cue].form == FORM_PARTICIPLE ||
         (self->cues[cue].form == FORM_FINITE && governs(self, cue)))) {
      break;
    }
    at = i;
    if (item_is_subject_pronoun(self, i)) break;
  }
  return at;
}

static bool has_verb(const Reader *self, Range range) {
  for (uint32_t i = range.first; i < range.end; i++) {
    if (item_is_verb(self, i) || item_is_subject_pronoun(self, i)) return true;
  }
  return false;
}

// "with Smith calling it a hoax": what "with" governs is a subject itself.
static bool item_is_with(const Reader *self, uint32_t at) {
  const Token *token = &self->unit->tokens[self->items[at].first_token];
  return token->end - token->start == 4 && item_ends(self, at, "ith");
}

// "Writing in her blog": an -ing form at the start of a sentence with its object or adjunct.
static bool is_opening_participle(const Reader *self, uint32_t at) {
  if (at >= self->item_count || !(self->items[at].shape & SHAPE_SENTENCE_START)) return false;
  if (!item_ends(self, at, "ing") || self->items[at].inside || item_is_name(self, at + 1))
    return false;
  uint8_t next = item_kind(self, at + 1);
  return next == TOKEN_WORD || next == ITEM_REGION;
}

// "about four in ten voters", "over 100 experts"
static bool is_count(const Reader *self, uint32_t at) {
  bool number = item_kind(self, at + 1) == TOKEN_NUMBER ||
                item_is_class(self, at + 1, LEX_BIT(LEX_NUMBER_WORD));
  return number && (item_is_word(self, at, WORD_ABOUT) || item_is_word(self, at, WORD_OVER));
}

// Leaves out what opens a clause before its subject: "On Thursday", "In a statement", "Still".
static uint32_t skip_opening(const Reader *self, uint32_t first, uint32_t end) {
  if (is_opening_participle(
          self, first)) {  // "Writing in her blog the mayor": from the last determiner on
    uint32_t at = end - 1;
    while (at > first && !item_is_class(self, at, LEX_BIT(LEX_DETERMINER))) at--;
    return at > first ? at : end - 1;
  }
  while (first < end) {
    uint32_t next = first;
    bool counts =
        item_kind(self, first + 1) == TOKEN_NUMBER ||
        item_is_class(self, first + 1, LEX_BIT(LEX_NUMBER_WORD));  // "about four in ten voters"
    if (counts && !item_is_word(self, first, WORD_IN)) break;
    if (item_is_preposition(self, first) && !item_is_class(self, first, LEX_BIT(LEX_DETERMINER))) {
      if (item_is_with(self, first)) {
        next = first + 1;
      } else if (!phrase_is_adjunct(self, first, end, &next) || next >= end) {
        // The last run of names, or what follows the last preposition.
        uint32_t at = end - 1;
        while (at > first + 1 && item_is_name(self, at) == item_is_name(self, at - 1) &&
               !item_is_preposition(self, at - 1) && item_kind(self, at - 1) != TOKEN_CLITIC) {
          at--;
        }
        return at;
      }
    } else if (item_is_class(self, first, LEX_BIT(LEX_ADVERB)) ||
               item_is_clause_word(self, first) ||
               item_is_class(self, first, LEX_BIT(LEX_WEEKDAY)) ||
               (item_kind(self, first) == TOKEN_WORD && item_ends(self, first, "ly"))) {
      if (item_is_class(self, first, LEX_BIT(LEX_DETERMINER)) && first + 1 < end) break;
      next = first + 1;
    } else {
      break;
    }
    if (next >= end) break;
    first = next;
  }
  return first;
}

// Adds what "and" joins to a phrase: "Grassley and Leahy", "A, B and C".
static uint32_t join_parts(const Reader *self, uint32_t first, uint32_t floor) {
  for (uint32_t n = 0; n < LIST_PARTS && first > floor + 1; n++) {
    bool joined = item_is_word(self, first - 1, WORD_AND) ||
                  (n > 0 && item_kind(self, first - 1) == TOKEN_COMMA);
    if (!joined) break;
    uint32_t end = first - 1;
    if (n == 0 && item_kind(self, end - 1) == TOKEN_COMMA) end--;  // "A, B, and C"
    uint32_t start = run_start(self, end, floor);
    Range part = {start, end};
    if (range_count(part) == 0 || range_count(part) > JOINED_ITEMS || has_verb(self, part)) break;
    if (!phrase_starts(self, start) || cue_over(self, end - 1) != NONE) break;
    if (start > floor && cue_over(self, start - 1) != NONE) break;  // the object of another verb
    if (n > 0 && (!item_is_name(self, start) || item_ends(self, start, "ly"))) break;
    if (end < first - 1 && (start == floor || item_kind(self, start - 1) != TOKEN_COMMA)) {
      break;  // "X won, and Y said" joins clauses, "A, B, and C said" a list
    }
    first = start;
  }
  return first;
}

// "X, the director, said": the phrase before the aside that ends at the comma before `end`.
static Range before_aside(const Reader *self, uint32_t end, uint32_t floor) {
  Range empty = {end, end};
  uint32_t last_comma = end - 1;
  uint32_t start = floor;
  for (uint32_t i = floor; i < last_comma && i - floor < 3 * PHRASE_ITEMS; i++) {
    uint8_t kind = item_kind(self, i);
    bool stops = kind == TOKEN_COMMA || kind == TOKEN_DASH ||
                 (kind == ITEM_REGION && item_is_comma(self, i));
    if (kind == TOKEN_SEMICOLON || kind == TOKEN_COLON ||
        (kind == ITEM_REGION && !stops && !item_is_short_region(self, i))) {
      start = i + 1;
      continue;
    }
    if (!stops) continue;
    if (item_kind(self, start) == ITEM_REGION &&
        start + 1 == i) {  // “…”, Smith, the director, said
      start = i + 1;
      continue;
    }
    uint32_t first = run_start(self, i, start);
    bool whole = first == start || (first == start + 1 && item_is_clause_word(self, start)) ||
                 item_is_clause_word(self, first - 1);
    Range phrase = {first, i};
    if (first > start && item_is_word(self, first - 1, WORD_AND)) {
      phrase.first = first = join_parts(self, first, start);
    }
    bool quoted = range_count(phrase) == 1 && item_kind(self, first) == ITEM_REGION;
    quoted = quoted || is_opening_participle(self, first);
    if (range_count(phrase) > 0 && whole && !quoted &&
        phrase_starts(self, skip_opening(self, first, i)) && !item_is_preposition(self, first) &&
        !item_is_time(self, first)) {
      phrase.first = skip_opening(self, first, i);
      // An appositive with its comma belongs to the phrase; "who …" and "asked about …" do not.
      bool like = item_is_preposition(self, i + 1) && !item_is_place_or_time(self, i + 1);
      bool names = (like || phrase_starts(self, i + 1)) && !item_is_verb(self, i + 1) &&
                   !item_is_class(self, i + 1, LEX_BIT(LEX_RELATIVE));
      if (names) phrase.end = end;
      return phrase;
    }
    start = i + 1;
  }
  return empty;
}

// A relative clause inside the subject: "people who know him say".
static bool is_inner_relative(const Reader *self, uint32_t relative, uint32_t end) {
  if (!item_is_word(self, relative, WORD_WHO) && !item_is_word(self, relative, WORD_WHICH)) {
    return false;
  }
  uint32_t count = end - relative - 1;
  if (count < 2) return false;
  return item_is_verb(self, relative + 1) || item_kind(self, relative + 1) == TOKEN_WORD;
}

// Nothing but the name of a place.
static bool is_place(const Reader *self, uint32_t first, uint32_t end) {
  CdSpan span = range_span(self, (Range){first, end});
  uint32_t at = mention_over(self->unit, span);
  if (at == NONE) return false;
  const Mention *mention = &self->unit->mentions[at];
  bool place = mention->type == CD_GPE || mention->type == CD_LOC;
  return place && mention->start <= span.start && span.end <= mention->end;
}

Range phrase_before(const Reader *self, uint32_t end, uint32_t floor) {
  if (end <= floor) return (Range){end, end};
  if (item_is_comma(self, end - 1) || item_kind(self, end - 1) == TOKEN_DASH)
    return before_aside(self, end, floor);
  uint32_t first = run_start(self, end, floor);
  if (first == end) return (Range){end, end};
  if (first > floor + 1 && is_inner_relative(self, first - 1, end)) {
    uint32_t wider = run_start(self, first - 1, floor);
    if (wider < first - 1) first = wider;
  }
  if (item_is_subject_pronoun(self, first) && end > first + 1) {  // "they run a club called"
    uint32_t at = end - 1;
    while (at > first + 1 && !item_is_class(self, at, LEX_BIT(LEX_DETERMINER))) at--;
    bool found = item_is_class(self, at, LEX_BIT(LEX_DETERMINER)) && at + 1 < end;
    return found ? (Range){at, end} : (Range){first, end};
  }
  uint32_t opening = skip_opening(self, first, end);
  if (opening == first) {
    first = join_parts(self, first, floor);
    first = skip_opening(self, first, end);
  } else {
    first = opening;
  }
  if (first > floor + 1 && item_kind(self, first - 1) == TOKEN_COMMA &&
      is_place(self, first, end)) {
    uint32_t wider = run_start(self, first - 1, floor);  // "Lee of Columbus, Ohio said"
    if (wider < first - 1 && phrase_starts(self, wider)) first = wider;
  }
  while (end > first + 1 &&
         item_is_class(self, end - 1, LEX_BIT(LEX_WEEKDAY))) {  // "the council on Monday"
    end--;
    if (end > first + 1 && item_is_preposition(self, end - 1)) end--;
  }
  bool bare = first + 1 == end && item_is_class(self, first, LEX_BIT(LEX_ARTICLE));
  if (bare || (!phrase_starts(self, first) && !is_count(self, first))) return (Range){end, end};
  return (Range){first, end};
}
