// The source of each cue: the noun phrase that its verb, preposition or noun is about.
// Reads items and cues; fills Cue.source, antecedent and certainty.
#include <string.h>

#include "reader.h"

enum {
  CHAIN_ITEMS = 4,
  AGENT_ITEMS = 8,
  SUBJECT_ITEMS = 60,
  SHARED_CUES = 8,
  FLOOR_ITEMS = 160,
  LABEL_ITEMS = 6,
  VERBS_TRIED = 6
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
  if (found == FOUND_BEFORE || found == FOUND_ASIDE || found == FOUND_RELATIVE)
    cue->start = source.first;
  return true;
}

static bool is_long_region(const Reader *self, uint32_t at) {
  return item_kind(self, at) == ITEM_REGION &&
         self->unit->regions[self->items[at].region].word_count > 3;
}

// ---- subjects of clauses -----------------------------------------------------------------------
// The subject of the first finite verb in [floor, end).
static Range clause_subject(const Reader *self, uint32_t floor, uint32_t end) {
  uint32_t tried = 0;
  uint32_t last = end - floor > SUBJECT_ITEMS ? floor + SUBJECT_ITEMS : end;
  for (uint32_t i = floor + 1; i < last; i++) {
    uint32_t cue = cue_over(self, i);
    bool verb = cue != NONE ? self->cues[cue].form == FORM_FINITE : item_is_verb(self, i);
    if (!verb) continue;
    uint32_t group = cue != NONE ? self->cues[cue].verb.first : i;
    if (++tried > VERBS_TRIED) break;
    Range subject = phrase_before(self, group, floor);
    if (range_count(subject) > 0) return subject;
  }
  return (Range){end, end};
}

// The subject of the verb nearest before `end` that has one: "we read, and she stopped me and said".
static Range nearest_subject(const Reader *self, uint32_t floor, uint32_t end) {
  uint32_t tried = 0;
  for (uint32_t i = end; i > floor + 1 && end - i < SUBJECT_ITEMS; i--) {
    uint32_t at = i - 1;
    if (!item_is_verb(self, at) || item_is_auxiliary(self, at - 1)) continue;
    uint32_t cue = cue_over(self, at);
    if (cue != NONE && self->cues[cue].form != FORM_FINITE) continue;
    if (++tried > VERBS_TRIED) break;
    Range subject = phrase_before(self, cue != NONE ? self->cues[cue].verb.first : at, floor);
    if (range_count(subject) > 0) return subject;
  }
  return clause_subject(self, floor, end);
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
    if (other->frame == FRAME_MANNER || other->frame > FRAME_CALLS || other->form != FORM_FINITE ||
        range_count(other->source) == 0)
      continue;
    for (uint32_t k = i - 1; k > 0 && i - k < SHARED_CUES; k--) {
      if (self->cues[k - 1].sentence != cue->sentence) break;
      if (!hangs_on(self, other, &self->cues[k - 1])) break;
      other = &self->cues[k - 1];
    }
    // "…, and the captain stopped and said": a clause with a subject of its own came between.
    Range near = nearest_subject(self, floor, cue->verb.first);
    uint32_t first = near.first;
    bool own = range_count(near) > 0 && first > other->verb.end + 1 &&
               item_kind(self, first - 2) == TOKEN_COMMA &&
               (item_is_word(self, first - 1, WORD_AND) || item_is_word(self, first - 1, WORD_BUT));
    return own ? near : other->source;
  }
  return nearest_subject(self, floor, cue->verb.first);
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
  uint32_t first = self->sentences[cue->sentence].first;
  bool opens =
      at == first || (at == first + 1 && (item_is_class(self, first, LEX_BIT(LEX_CLAUSE)) ||
                                          item_is_preposition(self, first)));
  if (opens) {  // "Calling it a “disgrace,” Smith left."
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
      cue_over(self, previous) != NONE || kind == TOKEN_COMMA || kind == ITEM_REGION ||
      kind == TOKEN_DASH ||
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

// "went on to say", "declined to comment": the verb before belongs to the cue.
static void find_infinitive(Reader *self, uint32_t index, uint32_t floor) {
  Cue *cue = &self->cues[index];
  uint32_t start = chain_start(self, cue->verb.first, floor);
  uint32_t other = start < cue->verb.first ? cue_over(self, start) : NONE;
  bool found = start < cue->verb.first && set(cue, phrase_before(self, start, floor), FOUND_SHARED);
  if (!found) {
    set(cue, shared_subject(self, index, self->sentences[cue->sentence].first), FOUND_SHARED);
    return;
  }
  bool beside =
      other != NONE ? self->cues[other].verb.end == cue->verb.first : cue->verb.first - start <= 2;
  if (cue->source.end != start || !beside || cue->frame != FRAME_SAYS) return;
  if (other != NONE) self->cues[other].quoted = true;  // it reports nothing by itself
  cue->verb.first = start;
  cue->start = cue->source.first;
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
    uint32_t next = cue->verb.end;  // "per the report", but not "per hour"
    bool named = item_is_name(self, next) || item_is_class(self, next, LEX_BIT(LEX_DETERMINER));
    if (range_count(cue->verb) == 1 && !named) return;
    set(cue, phrase_after(self, cue->verb.end, sentence.end), FOUND_ACCORDING);
  } else if (cue->frame == FRAME_NOUN) {
    find_noun_source(self, cue, floor, sentence.end);
  } else if (cue->form == FORM_PASSIVE) {
    find_agent(self, cue, sentence.end);
  } else if (cue->form == FORM_PARTICIPLE) {
    find_participle(self, index, cue, floor, sentence.end);
  } else if (cue->form == FORM_INFINITIVE) {
    find_infinitive(self, index, floor);
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
