// Whom a source names: the mention that it means, or a new one where tag saw none.
// Reads cues with their sources, and mentions; adds to Reader.added.
#include <string.h>

#include "../text.h"
#include "reader.h"

enum { ADDED_WINDOW = 32 };

// The first mention that ends behind `token`.
static uint32_t mention_at(const Unit *unit, uint32_t offset) {
  uint32_t low = 0;
  uint32_t high = unit->mention_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (unit->mentions[middle].end <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static bool is_article(const Reader *self, uint32_t at) {
  return item_is_class(self, at, LEX_BIT(LEX_ARTICLE));
}

// The part of a source that names it: without article, asides and what follows the comma.
static Range naming_part(const Reader *self, Range source) {
  uint32_t first = source.first;
  uint32_t end = first;
  while (end < source.end) {
    uint8_t kind = item_kind(self, end);
    if (end > first && (kind == TOKEN_COMMA || kind == TOKEN_DASH || kind == ITEM_BRACKET)) break;
    if (end > first && item_is_word(self, end, WORD_WHO)) break;
    uint64_t texts = LEX_BIT(LEX_SPEECH_NOUN) | LEX_BIT(LEX_DOCUMENT);
    bool apart = item_is_preposition(self, end) && !item_is_word(self, end, WORD_OF) &&
                 !item_is_word(self, end, WORD_FOR) && !self->items[end].inside;
    if (end > first && apart && item_is_class(self, end - 1, texts))
      break;  // "a memo" from somebody
    end++;
  }
  if (first + 1 < end && is_article(self, first)) first++;
  return (Range){first, end};
}

// A nominal goes by its whole noun phrase, which stands where a name's title does.
static void name_nominal(const Reader *self, Mention *mention, Range part) {
  if (part.first > 0 && is_article(self, part.first - 1)) part.first--;
  CdSpan phrase = range_span(self, part);
  if (mention->start < phrase.start || phrase.end < mention->end) return;
  mention->title_start = phrase.start;
  mention->title_end = phrase.end;
}

// A name that tag did not take for one: capitalised words alone, and no plural noun that begins a sentence.
static bool is_proper(const Reader *self, Range part) {
  uint64_t common = LEX_BIT(LEX_COMMON_WORD) | LEX_BIT(LEX_ROLE) | LEX_BIT(LEX_GROUP) |
                    LEX_BIT(LEX_DOCUMENT) | LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_NUMBER_WORD);
  for (uint32_t i = part.first; i < part.end; i++) {
    if (!item_is_name(self, i) || item_is_class(self, i, common)) return false;
    bool starts = (self->items[i].shape & SHAPE_SENTENCE_START) != 0;
    if (starts && item_ends(self, i, "s")) return false;
  }
  return range_count(part) > 0 && range_count(part) < 4;
}

// An added mention for the naming part, as far as no other mention lies in it.
static bool add_mention(Reader *self, Range part, uint32_t head, uint32_t *mention) {
  Unit *unit = self->unit;
  Range phrase = part;
  CdSpan span = range_span(self, part);
  uint32_t head_start = unit->tokens[self->items[head].first_token].start;
  for (uint32_t i = mention_at(unit, span.start); i < unit->mention_count; i++) {
    const Mention *other = &unit->mentions[i];
    if (other->start >= span.end) break;
    if (other->end <= head_start) {
      uint32_t next = part.first;
      while (next < part.end && unit->tokens[self->items[next].first_token].start < other->end)
        next++;
      part.first = next;
      if (part.first >= part.end) return true;
      span.start = unit->tokens[self->items[part.first].first_token].start;
    } else {
      uint32_t last = head + 1;
      span.end = unit->tokens[self->items[last - 1].end_token - 1].end;
      part.end = last;
    }
  }
  if (part.first >= part.end || span.start >= span.end) return true;
  // Sources come almost in order: only the last ones can overlap.
  uint32_t earliest = self->added_count > ADDED_WINDOW ? self->added_count - ADDED_WINDOW : 0;
  for (uint32_t i = earliest; i < self->added_count; i++) {
    if (self->added[i].start < span.end && span.start < self->added[i].end) {
      *mention = unit->mention_count + i;
      return true;
    }
  }
  if (!ARENA_PUSH(unit->arena, self->added, self->added_count, self->added_capacity)) return false;
  uint32_t first_token = self->items[part.first].first_token;
  self->added[self->added_count] = (Mention){
      .start = span.start,
      .end = span.end,
      .first_token = first_token,
      .token_count = self->items[part.end - 1].end_token - first_token,
      .sentence = unit->tokens[first_token].sentence,
      .region = NONE,
      .entity = NONE,
      .key = text_hash(unit->bytes + span.start, span.end - span.start),
      .name_id = NONE,
      .type = CD_OTHER,
      .form = CD_NOMINAL,
      .gender = CD_GENDER_UNKNOWN,
      .flags = MENTION_SOURCE,
      .confidence = 0.5f,
  };
  if (is_proper(self, phrase)) {
    self->added[self->added_count].type = CD_PERSON;
    self->added[self->added_count].form = CD_NAME;
  } else {
    name_nominal(self, &self->added[self->added_count], phrase);
  }
  *mention = unit->mention_count + self->added_count++;
  return true;
}

uint32_t mention_over(const Unit *unit, CdSpan span) {
  if (span.start >= span.end) return NONE;
  uint32_t at = mention_at(unit, span.end - 1);
  bool over = at < unit->mention_count && unit->mentions[at].start < span.end;
  return over ? at : NONE;
}

// Of several mentions in a source the one that it means: a person's name that ends the noun phrase
// ("coach and teacher Ann Lee"), or is an appositive by itself ("The judge, Ann Lee,").
static uint32_t named_in(const Reader *self, Range source, uint32_t head) {
  const Unit *unit = self->unit;
  CdSpan span = range_span(self, source);
  bool joined_before = false;  // a person before this one is named along with it
  for (uint32_t i = mention_at(unit, span.start); i < unit->mention_count; i++) {
    const Mention *mention = &unit->mentions[i];
    if (mention->start >= span.end) break;
    bool named = mention->type == CD_PERSON || mention->type == CD_ORG;
    if (!named || mention->form != CD_NAME || mention->region != NONE) continue;
    uint32_t first = self->item_at[mention->first_token];
    uint32_t end = self->item_at[mention->first_token + mention->token_count - 1] + 1;
    if (end > source.end || first < source.first) continue;
    if (end < source.end && item_kind(self, end) == TOKEN_CLITIC) continue;
    bool closes = end >= source.end || item_kind(self, end) == TOKEN_COMMA ||
                  item_kind(self, end) == ITEM_BRACKET || item_is_word(self, end, WORD_WHO);
    bool opens = first > source.first && (item_kind(self, first - 1) == TOKEN_COMMA ||
                                          item_is_class(self, first - 1, LEX_BIT(LEX_TITLE)));
    // "the director of the Bank Ann Lee", but not "a friend of Ann Lee".
    uint32_t start = first;
    while (start > source.first &&
           (item_is_class(self, start - 1, LEX_BIT(LEX_TITLE)) ||
            unit->tokens[self->items[start - 1].first_token].start >=
                (mention->title_end > 0 ? mention->title_start : mention->start))) {
      start--;
    }
    bool joined = start > source.first + 1 && item_is_word(self, start - 1, WORD_AND) &&
                  item_is_name(self, start - 2);
    bool owned = joined ||
                 (start > source.first && item_is_class(self, start - 1, LEX_BIT(LEX_PREPOSITION)));
    bool runs = first > head && !owned && !joined_before;
    joined_before |= item_is_word(self, end, WORD_AND) || item_kind(self, end) == TOKEN_COMMA;
    bool text = item_is_class(self, head, LEX_BIT(LEX_SPEECH_NOUN) | LEX_BIT(LEX_DOCUMENT));
    if (mention->type == CD_ORG || text) runs = false;
    if (closes && (opens || runs)) return i;
  }
  return NONE;
}

// "the Trust's statement", "a letter from Ann Lee": whose words they are; NONE if nobody is named.
static uint32_t issuer_of(const Reader *self, const Cue *cue, uint32_t head) {
  Range source = cue->source;
  const Unit *unit = self->unit;
  if (!item_is_class(self, head, LEX_BIT(LEX_SPEECH_NOUN))) return NONE;
  for (uint32_t i = source.first; i < source.end && i < head; i++) {
    if (item_kind(self, i) != TOKEN_CLITIC || i == source.first) continue;
    return mention_over(unit, range_span(self, (Range){i - 1, i}));
  }
  if (head + 1 >= source.end || cue->frame == FRAME_ACCORDING) return NONE;
  bool from = item_is_word(self, head + 1, WORD_BY) || item_is_word(self, head + 1, WORD_FROM);
  if (!from) return NONE;
  Range rest = {head + 2, source.end};
  uint32_t owner = phrase_head(self, rest);
  return mention_over(unit, range_span(self, (Range){owner, owner + 1}));
}

bool source_mention(Reader *self, const Cue *cue, uint32_t *mention, CdSpan *name) {
  Unit *unit = self->unit;
  *mention = NONE;
  Range part = naming_part(self, cue->source);
  *name = range_span(self, part);
  if (range_count(cue->source) == 0) return true;
  bool relative = item_is_word(self, cue->source.first, WORD_WHO) ||
                  item_is_word(self, cue->source.first, WORD_WHICH);
  uint32_t head;
  if (relative && range_count(cue->source) == 1) {
    if (cue->antecedent == NONE) return true;
    head = cue->antecedent;
    part = (Range){head, head + 1};
  } else {
    head = phrase_head(self, part);
  }
  const Token *token = &unit->tokens[self->items[head].first_token];
  for (uint32_t i = mention_at(unit, token->start); i < unit->mention_count; i++) {
    const Mention *other = &unit->mentions[i];
    bool inside = other->start <= token->start && token->end <= other->end;
    inside |= other->title_start <= token->start && token->end <= other->title_end &&
              other->form == CD_NAME;
    if (inside) {
      *mention = i;
      break;
    }
    if (other->start >= token->end + 64) break;
  }
  if (*mention != NONE && unit->mentions[*mention].form == CD_NAME) {
    unit->mentions[*mention].flags &= (uint8_t)~MENTION_DOUBTFUL;  // what speaks is somebody
    return true;
  }
  if (*mention != NONE && unit->mentions[*mention].form == CD_PRONOUN) return true;
  uint32_t named = relative ? NONE : issuer_of(self, cue, head);
  if (!relative && named == NONE) named = named_in(self, cue->source, head);
  if (named != NONE) {
    *mention = named;
    return true;
  }
  if (*mention == NONE) return add_mention(self, part, head, mention);
  name_nominal(self, &unit->mentions[*mention], part);
  return true;
}
