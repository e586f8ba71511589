// The source of each cue: who its subject is, and which mention that is.
// Reads items, cues and mentions; fills Cue.source, antecedent and certainty, and makes a mention where
// tag saw none.
#include <string.h>

#include "../text.h"
#include "reader.h"

enum {
  CHAIN_ITEMS = 4,
  AGENT_ITEMS = 8,
  SUBJECT_ITEMS = 60,
  SHARED_CUES = 8,
  FLOOR_ITEMS = 160,
  LABEL_ITEMS = 6
};

// How sure a source is by the way it was found. Tuned on PolNeAR's train set: the share of sources
// found in each way that its annotators agree with.
typedef enum {
  FOUND_NOT,
  FOUND_CAPTURED,
  FOUND_BEFORE,
  FOUND_ASIDE,
  FOUND_INVERTED,
  FOUND_ACCORDING,
  FOUND_RELATIVE,
  FOUND_SHARED,
  FOUND_AGENT,
  FOUND_NOUN,
  FOUND_WAYS,
} Found;

static const float certainties[FOUND_WAYS] = {
    [FOUND_CAPTURED] = 0.95f, [FOUND_BEFORE] = 0.96f,    [FOUND_ASIDE] = 0.9f,
    [FOUND_INVERTED] = 0.96f, [FOUND_ACCORDING] = 0.95f, [FOUND_RELATIVE] = 0.85f,
    [FOUND_SHARED] = 0.8f,    [FOUND_AGENT] = 0.8f,      [FOUND_NOUN] = 0.6f,
};

static bool set(Cue *cue, Range source, Found found) {
  if (range_count(source) == 0) return false;
  cue->source = source;
  cue->certainty = certainties[found];
  return true;
}

static bool is_long_region(const Reader *self, uint32_t at) {
  return item_kind(self, at) == ITEM_REGION &&
         self->unit->regions[self->items[at].region].word_count > 3;
}

// ---- subjects of clauses -----------------------------------------------------------------------
// The subject of the first finite verb in [floor, end).
static Range clause_subject(const Reader *self, uint32_t floor, uint32_t end) {
  uint32_t last = end - floor > SUBJECT_ITEMS ? floor + SUBJECT_ITEMS : end;
  for (uint32_t i = floor + 1; i < last; i++) {
    uint32_t cue = cue_over(self, i);
    bool verb = cue != NONE ? self->cues[cue].form == FORM_FINITE : item_is_verb(self, i);
    if (!verb) continue;
    uint32_t group = cue != NONE ? self->cues[cue].verb.first : i;
    Range subject = phrase_before(self, group, floor);
    if (range_count(subject) > 0) return subject;
  }
  return (Range){end, end};
}

// Does the cue's clause hang on the one before it: "said (that) he thought"?
static bool hangs_on(const Reader *self, const Cue *cue, const Cue *other) {
  if (range_count(cue->source) == 0 || cue->source.first < other->verb.end) return false;
  uint32_t start = other->verb.end;
  while (start < cue->source.first && cue->source.first - start < CHAIN_ITEMS &&
         !item_is_word(self, start, WORD_THAT) && item_kind(self, start) == TOKEN_WORD) {
    start++;
  }
  if (item_is_word(self, start, WORD_THAT)) start++;
  return start == cue->source.first;
}

// The subject that a cue without its own shares with the verb before it: of verbs that hang on each
// other, the outermost.
static Range shared_subject(const Reader *self, uint32_t index, uint32_t floor) {
  const Cue *cue = &self->cues[index];
  for (uint32_t i = index, n = 0; i > 0 && n < SHARED_CUES; i--, n++) {
    const Cue *other = &self->cues[i - 1];
    if (other->sentence != cue->sentence) break;
    if (other->frame > FRAME_CALLS || other->form != FORM_FINITE || range_count(other->source) == 0)
      continue;
    for (uint32_t k = i - 1; k > 0 && i - k < SHARED_CUES; k--) {
      if (self->cues[k - 1].sentence != cue->sentence) break;
      if (!hangs_on(self, other, &self->cues[k - 1])) break;
      other = &self->cues[k - 1];
    }
    return other->source;
  }
  return clause_subject(self, floor, cue->verb.first);
}

// The verb that an infinitive hangs on: "went on to say", "declined to comment".
static uint32_t chain_start(const Reader *self, uint32_t first, uint32_t floor) {
  for (uint32_t at = first; at > floor && first - at < CHAIN_ITEMS; at--) {
    if (!item_is_verb(self, at - 1) && cue_over(self, at - 1) == NONE) continue;
    uint32_t cue = cue_over(self, at - 1);
    uint32_t start = cue != NONE ? self->cues[cue].verb.first : at - 1;
    while (start > floor &&
           item_is_class(self, start - 1, LEX_BIT(LEX_AUXILIARY) | LEX_BIT(LEX_ADVERB)) &&
           first - start < 2 * CHAIN_ITEMS) {
      start--;
    }
    return start;
  }
  return first;
}

// ---- by form -----------------------------------------------------------------------------------
static bool find_relative(const Reader *self, Cue *cue, uint32_t floor) {
  uint32_t at = cue->verb.first;
  if (at == floor) return false;
  uint32_t relative = at - 1;
  if (!item_is_word(self, relative, WORD_WHO) && !item_is_word(self, relative, WORD_WHICH))
    return false;
  uint32_t end = relative;
  if (end > floor && item_kind(self, end - 1) == TOKEN_COMMA) end--;
  Range phrase = phrase_before(self, end, floor);
  for (uint32_t i = phrase.first; i < phrase.end;
       i++) {  // "met Smith, who said": what the verb governs
    if (item_is_verb(self, i) && phrase_starts(self, i + 1)) phrase.first = i + 1;
  }
  if (range_count(phrase) > 0) cue->antecedent = phrase_head(self, phrase);
  return set(cue, (Range){relative, relative + 1}, FOUND_RELATIVE);
}

static bool find_inverted(const Reader *self, Cue *cue, uint32_t ceiling) {
  Range phrase = phrase_after(self, cue->verb.end, ceiling);
  if (range_count(phrase) == 0) return false;
  cue->inverted = true;
  return set(cue, phrase, FOUND_INVERTED);
}

// Is what stands before the comma at `comma` a clause, as in "The bridge is closed, said Smith", and no
// aside, as in "Smith, who is 40, said"?
static bool ends_clause(const Reader *self, uint32_t comma, uint32_t floor) {
  bool verb = false;
  uint32_t at = comma;
  for (; at > floor && comma - at < SUBJECT_ITEMS; at--) {
    if (item_kind(self, at - 1) == TOKEN_COMMA || item_kind(self, at - 1) == TOKEN_DASH) break;
    if (item_is_class(self, at - 1, LEX_BIT(LEX_RELATIVE))) return false;
    verb |=
        item_is_class(self, at - 1, LEX_BIT(LEX_AUXILIARY)) && !item_is_word(self, at - 1, WORD_TO);
    verb |= item_is_class(self, at - 1, LEX_BIT(LEX_VERB_PAST));
  }
  return verb && !item_is_verb(self, at) && !item_ends(self, at, "ing");
}

static bool find_finite(const Reader *self, uint32_t index, Cue *cue, uint32_t floor,
                        uint32_t ceiling) {
  uint32_t at = cue->verb.first;
  uint32_t first = self->sentences[cue->sentence].first;
  if (at == floor) {  // behind a quotation, or at the start of a sentence
    if (find_inverted(self, cue, ceiling)) return true;
    return set(cue, shared_subject(self, index, first), FOUND_SHARED);
  }
  if (find_relative(self, cue, floor)) return true;
  uint32_t previous = at - 1;
  if (item_is_word(self, previous, WORD_AND) || item_is_word(self, previous, WORD_BUT)) {
    return set(cue, shared_subject(self, index, floor), FOUND_SHARED);
  }
  bool comma = item_is_comma(self, previous) || item_kind(self, previous) == TOKEN_DASH;
  bool region = item_kind(self, previous) == ITEM_REGION;
  if (comma || region) {
    Range after = phrase_after(self, cue->verb.end, ceiling);
    bool closes = range_count(after) > 0 && phrase_closes(self, after.end, ceiling);
    bool may_invert = region || ends_clause(self, previous, floor);
    if (closes && may_invert && cue->verb.end == cue->item + 1 && find_inverted(self, cue, ceiling))
      return true;
  }
  if (set(cue, phrase_before(self, at, floor), comma ? FOUND_ASIDE : FOUND_BEFORE)) return true;
  if ((comma || region) && find_inverted(self, cue, ceiling)) return true;
  return set(cue, shared_subject(self, index, floor), FOUND_SHARED);
}

static bool is_place(const Reader *self, Range phrase) {
  uint32_t head = phrase_head(self, phrase);
  uint32_t mention = mention_over(self->unit, range_span(self, (Range){head, head + 1}));
  if (mention == NONE) return false;
  uint8_t type = self->unit->mentions[mention].type;
  return type == CD_GPE || type == CD_LOC || type == CD_FAC || type == CD_DATE;
}

// "quoted Smith as saying": whom the verb before "as" is about.
static bool find_quoted(const Reader *self, uint32_t index, Cue *cue, uint32_t floor,
                        uint32_t ceiling) {
  if (index == 0 || self->cues[index - 1].sentence != cue->sentence) return false;
  const Cue *verb = &self->cues[index - 1];
  if (verb->form == FORM_PASSIVE)
    return set(cue, phrase_before(self, verb->verb.first, floor), FOUND_SHARED);
  return set(cue, phrase_after(self, verb->verb.end, ceiling), FOUND_SHARED);
}

static bool find_participle(const Reader *self, uint32_t index, Cue *cue, uint32_t floor,
                            uint32_t ceiling) {
  uint32_t at = cue->verb.first;
  if (at == self->sentences[cue->sentence].first) {  // "Calling it a “disgrace,” Smith left."
    for (uint32_t i = cue->verb.end; i < ceiling && i - at < SUBJECT_ITEMS; i++) {
      bool comma = item_kind(self, i) == TOKEN_COMMA || item_kind(self, i) == ITEM_REGION;
      if (!comma || !phrase_starts(self, i + 1)) continue;
      Range subject = clause_subject(self, i + 1, ceiling);
      if (set(cue, subject, FOUND_SHARED)) return true;
    }
    return false;
  }
  uint32_t previous = at - 1;
  uint8_t kind = item_kind(self, previous);
  bool free_standing =
      kind == TOKEN_COMMA || kind == ITEM_REGION || kind == TOKEN_DASH ||
      item_is_class(self, previous, LEX_BIT(LEX_PREPOSITION) | LEX_BIT(LEX_CLAUSE)) ||
      item_is_word(self, previous, WORD_AND);
  if (item_is_word(self, previous, WORD_AS) && find_quoted(self, index, cue, floor, ceiling))
    return true;
  if (!free_standing) {
    Range phrase = phrase_before(self, at, floor);
    if (range_count(phrase) > 0 && !is_place(self, phrase)) {
      uint32_t head = phrase_head(self, phrase);
      Range subject = shared_subject(self, index, self->sentences[cue->sentence].first);
      // "issued a statement saying": whoever issued it; "there was a message saying": the message.
      bool made = phrase.first > floor && item_is_verb(self, phrase.first - 1) &&
                  !item_is_class(self, phrase.first - 1, LEX_BIT(LEX_AUXILIARY));
      bool said = made &&
                  item_is_class(self, head, LEX_BIT(LEX_SPEECH_NOUN) | LEX_BIT(LEX_DOCUMENT)) &&
                  range_count(subject) > 0 && subject.first < phrase.first;
      return set(cue, said ? subject : phrase, FOUND_SHARED);
    }
  }
  return set(cue, shared_subject(self, index, self->sentences[cue->sentence].first), FOUND_SHARED);
}

static bool find_agent(const Reader *self, Cue *cue, uint32_t ceiling) {
  for (uint32_t i = cue->verb.end; i < ceiling && i - cue->verb.end < AGENT_ITEMS; i++) {
    if (item_is_word(self, i, WORD_BY))
      return set(cue, phrase_after(self, i + 1, ceiling), FOUND_AGENT);
    if (item_kind(self, i) == TOKEN_COMMA) break;
  }
  return false;
}

static bool find_noun_source(const Reader *self, Cue *cue, uint32_t floor, uint32_t ceiling) {
  uint32_t at = cue->verb.first;
  if (at > floor && item_kind(self, at - 1) == TOKEN_CLITIC) {
    if (set(cue, phrase_before(self, at - 1, floor), FOUND_NOUN)) return true;
  } else if (at > floor && item_is_class(self, at - 1, LEX_BIT(LEX_DETERMINER))) {
    return set(cue, (Range){at - 1, at}, FOUND_NOUN);  // his, her, their
  }
  return set(cue, clause_subject(self, floor, ceiling), FOUND_NOUN);
}

static void find_source(Reader *self, uint32_t index) {
  Cue *cue = &self->cues[index];
  if (cue->fixed && range_count(cue->source) > 0) {
    cue->certainty = certainties[FOUND_CAPTURED];
    return;
  }
  Range sentence = self->sentences[cue->sentence];
  uint32_t floor = cue->verb.first;
  while (floor > sentence.first && cue->verb.first - floor < FLOOR_ITEMS &&
         !is_long_region(self, floor - 1)) {
    floor--;
  }
  if (cue->frame == FRAME_ACCORDING) {
    set(cue, phrase_after(self, cue->verb.end, sentence.end), FOUND_ACCORDING);
  } else if (cue->frame == FRAME_NOUN) {
    find_noun_source(self, cue, floor, sentence.end);
  } else if (cue->form == FORM_PASSIVE) {
    find_agent(self, cue, sentence.end);
  } else if (cue->form == FORM_PARTICIPLE) {
    find_participle(self, index, cue, floor, sentence.end);
  } else if (cue->form == FORM_INFINITIVE) {
    uint32_t start = chain_start(self, cue->verb.first, floor);
    if (start == cue->verb.first || !set(cue, phrase_before(self, start, floor), FOUND_SHARED)) {
      set(cue, shared_subject(self, index, sentence.first), FOUND_SHARED);
    }
  } else {
    find_finite(self, index, cue, floor, sentence.end);
  }
}

// Whose words a stretch without a cue may be: the subject of its sentence, or of the one before.
Range reader_likely_source(const Reader *self, uint32_t item) {
  uint32_t sentence = self->items[item].sentence;
  if (item > 0 && item_kind(self, item - 1) == TOKEN_COLON) {  // Review – Ann Lee: “…”
    Range label = phrase_before(self, item - 1, self->sentences[sentence].first);
    if (range_count(label) > 0 && range_count(label) <= LABEL_ITEMS &&
        item_is_name(self, label.first) && cue_over(self, item - 2) == NONE) {
      return label;
    }
  }
  for (uint32_t back = 0; back < 2 && back <= sentence; back++) {
    Range range = self->sentences[sentence - back];
    uint32_t end = back == 0 ? item : range.end;
    if (end <= range.first) continue;
    Range subject = clause_subject(self, range.first, end);
    if (range_count(subject) > 0) return subject;
  }
  return (Range){item, item};
}

void reader_sources(Reader *self) {
  for (uint32_t i = 0; i < self->cue_count; i++) find_source(self, i);
}

// ---- mentions ----------------------------------------------------------------------------------
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
  for (uint32_t i = 0; i < self->added_count; i++) {
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
  name_nominal(self, &self->added[self->added_count], phrase);
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
    if (mention->type != CD_PERSON || mention->form != CD_NAME || mention->region != NONE) continue;
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
    if (closes && (opens || runs)) return i;
  }
  return NONE;
}

// "the Trust's statement", "a letter from Ann Lee": whose words they are; NONE if nobody is named.
static uint32_t issuer_of(const Reader *self, Range source, uint32_t head) {
  const Unit *unit = self->unit;
  if (!item_is_class(self, head, LEX_BIT(LEX_SPEECH_NOUN))) return NONE;
  for (uint32_t i = source.first; i < source.end && i < head; i++) {
    if (item_kind(self, i) != TOKEN_CLITIC || i == source.first) continue;
    return mention_over(unit, range_span(self, (Range){i - 1, i}));
  }
  if (head + 1 >= source.end) return NONE;
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
  uint32_t head = cue->source.first;
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
  uint32_t named = relative ? NONE : issuer_of(self, cue->source, head);
  if (!relative && named == NONE) named = named_in(self, cue->source, head);
  if (named != NONE) {
    *mention = named;
    return true;
  }
  if (*mention == NONE) return add_mention(self, part, head, mention);
  name_nominal(self, &unit->mentions[*mention], part);
  return true;
}
