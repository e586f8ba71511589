// Finds the cues that the attribution rules matched, and their verb groups: "has also called for".
// Reads the matches and items; makes Reader.cues in the order of the text.
#include <string.h>

#include "reader.h"

enum { GROUP_WORDS = 6 };  // auxiliaries and adverbs looked at on each side

static const struct {
  const char *name;
  Frame frame;
} frames[] = {
    {"says", FRAME_SAYS},   {"thinks", FRAME_THINKS},       {"manner", FRAME_MANNER},
    {"calls", FRAME_CALLS}, {"according", FRAME_ACCORDING}, {"noun", FRAME_NOUN},
    {"label", FRAME_LABEL},
};

static uint8_t frame_of(const char *name) {
  for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
    if (strcmp(frames[i].name, name) == 0) return (uint8_t)frames[i].frame;
  }
  return FRAME_SAYS;
}

// ---- where in the items ------------------------------------------------------------------------
static uint32_t token_at(const Unit *unit, uint32_t offset) {
  uint32_t low = 0;
  uint32_t high = unit->token_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (unit->tokens[middle].end <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// The items that a capture covers; empty if it lies inside quotation marks.
static Range items_of(const Reader *self, CdSpan span) {
  uint32_t first = token_at(self->unit, span.start);
  if (span.end <= span.start || first >= self->unit->token_count) return (Range){0, 0};
  uint32_t last = token_at(self->unit, span.end - 1);
  if (last >= self->unit->token_count) last = self->unit->token_count - 1;
  return (Range){self->item_at[first], self->item_at[last] + 1};
}

// ---- verb groups -------------------------------------------------------------------------------
static bool is_participle(const Reader *self, uint32_t at) { return item_ends(self, at, "ing"); }

// "report", "claims": a noun as well as a verb.
static bool may_be_noun(const Reader *self, uint32_t at) {
  return item_is_class(self, at, LEX_BIT(LEX_VERB_NOUN)) && item_kind(self, at) == TOKEN_WORD;
}

static bool is_between(const Reader *self, uint32_t at) {
  if (item_kind(self, at) == TOKEN_CLITIC) {
    return item_is_class(self, at, LEX_BIT(LEX_AUXILIARY)) || item_is_word(self, at, WORD_NOT);
  }
  if (item_kind(self, at) != TOKEN_WORD) return false;
  return item_is_class(self, at, LEX_BIT(LEX_AUXILIARY) | LEX_BIT(LEX_ADVERB)) ||
         item_ends(self, at, "ly");
}

// Widens a verb to its group and tells its form.
static void find_group(const Reader *self, Cue *cue, uint32_t floor) {
  uint32_t at = cue->item;
  bool has_be = false;
  bool auxiliary = false;
  for (uint32_t n = 0; n < GROUP_WORDS && at > floor && is_between(self, at - 1); n++) {
    bool opens = at - 1 == floor || item_kind(self, at - 2) == TOKEN_COMMA;
    if (opens && item_is_class(self, at - 1, LEX_BIT(LEX_DETERMINER))) break;  // "…, all agreed"
    at--;
    has_be |= item_is_word(self, at, WORD_BE);
    auxiliary |=
        item_is_class(self, at, LEX_BIT(LEX_AUXILIARY)) && !item_is_word(self, at, WORD_TO);
  }
  cue->verb.first = at;
  bool infinitive = false;
  for (uint32_t i = at; i < cue->item; i++) infinitive |= item_is_word(self, i, WORD_TO);
  // "according to reports" has no infinitive.
  infinitive = infinitive && !item_ends(self, cue->item, "s") && !item_ends(self, cue->item, "ed");
  bool ing = is_participle(self, cue->item);
  if (infinitive) {
    cue->form = FORM_INFINITIVE;
  } else if (has_be && !ing) {
    cue->form = FORM_PASSIVE;
  } else if (ing && !has_be && !auxiliary) {
    cue->form = FORM_PARTICIPLE;
  } else {
    cue->form = FORM_FINITE;
  }
}

static bool has_auxiliary(const Reader *self, const Cue *cue) {
  for (uint32_t i = cue->verb.first; i < cue->item; i++) {
    if (item_is_class(self, i, LEX_BIT(LEX_AUXILIARY))) return true;
  }
  return false;
}

// What can be the subject of a verb that may be a noun: not an adjective, as in "violent protests".
static bool is_subject_like(const Reader *self, uint32_t at) {
  uint64_t people = LEX_BIT(LEX_GROUP) | LEX_BIT(LEX_ROLE) | LEX_BIT(LEX_DOCUMENT) |
                    LEX_BIT(LEX_RELATIVE) | LEX_BIT(LEX_PRONOUN_PLURAL) | LEX_BIT(LEX_ORG_WORD);
  uint8_t kind = item_kind(self, at);
  return item_is_name(self, at) || kind == ITEM_BRACKET || kind == ITEM_REGION ||
         kind == TOKEN_COMMA || item_is_class(self, at, people) ||
         item_is_word(self, at, WORD_HE) || item_is_word(self, at, WORD_IT) ||
         item_is_word(self, at, WORD_AND) || item_is_word(self, at, WORD_WHICH);
}

// "the report", "his claims", "reports of": nouns that look like verbs; "the alleged": an adjective.
static bool is_no_verb(const Reader *self, const Cue *cue, uint32_t floor) {
  if (cue->form == FORM_INFINITIVE || has_auxiliary(self, cue)) return false;
  if (cue->item > floor && item_kind(self, cue->item - 1) == TOKEN_HYPHEN) return true;
  uint32_t before = cue->verb.first;
  uint32_t next = cue->verb.end;
  bool noun = may_be_noun(self, cue->item);
  if (before == floor) return noun;
  uint32_t previous = before - 1;
  bool article = item_is_class(self, previous, LEX_BIT(LEX_ARTICLE));
  bool determined = article || (item_is_class(self, previous, LEX_BIT(LEX_DETERMINER)) && noun &&
                                !item_is_word(self, previous, WORD_THIS));
  bool possessed = item_kind(self, previous) == TOKEN_CLITIC &&
                   !item_is_class(self, previous, LEX_BIT(LEX_AUXILIARY));
  if (possessed) return true;
  if (determined)
    return noun || !item_is_class(self, cue->item, LEX_BIT(LEX_SPEECH)) ||
           phrase_starts(self, next);
  if (!noun || cue->verb.first < cue->item) return false;  // "already calls" is a verb
  bool phrase = cue->verb.end > cue->item + 1;             // "calls for"
  bool plural = item_ends(self, previous, "s") && item_kind(self, previous) == TOKEN_WORD;
  if (plural && !item_ends(self, cue->item, "s")) {  // "experts claim" agree
    return !phrase && item_is_class(self, next, LEX_BIT(LEX_PREPOSITION)) &&
           !item_is_word(self, next, WORD_TO);
  }
  if (!is_subject_like(self, previous)) {
    bool object = item_is_word(self, next, WORD_HE) || item_is_word(self, next, WORD_THAT) ||
                  item_is_class(self, next, LEX_BIT(LEX_ARTICLE));
    return !(object && item_kind(self, previous) == TOKEN_WORD && item_ends(self, cue->item, "s"));
  }
  if (item_is_word(self, next, WORD_THAT) || item_kind(self, next) == ITEM_REGION) return false;
  if (phrase) return false;
  if (item_is_class(self, next, LEX_BIT(LEX_PREPOSITION))) return true;
  uint8_t kind = item_kind(self, next);
  bool ends = kind == TOKEN_STOP || kind == TOKEN_COMMA || item_is_word(self, next, WORD_AND);
  return ends ? !item_is_name(self, previous) && !item_is_word(self, previous, WORD_HE)
              : item_is_verb(self, next);
}

// "his promise that", "in Smith's words, “…”": a noun that has an owner and announces something.
static bool announces(const Reader *self, const Cue *cue, uint32_t floor) {
  if (cue->item == floor) return false;
  uint32_t previous = cue->item - 1;
  uint64_t pronouns =
      LEX_BIT(LEX_PRONOUN_MALE) | LEX_BIT(LEX_PRONOUN_FEMALE) | LEX_BIT(LEX_PRONOUN_PLURAL);
  bool owned = item_kind(self, previous) == TOKEN_CLITIC || item_is_class(self, previous, pronouns);
  uint32_t next = cue->verb.end;
  uint8_t kind = item_kind(self, next);
  bool that = item_is_word(self, next, WORD_THAT);
  bool quotes = kind == ITEM_REGION || item_kind(self, next + 1) == ITEM_REGION;
  return owned && (that || quotes) && !item_is_class(self, previous, LEX_BIT(LEX_AUXILIARY));
}

// "JUDGE OKORO:", "Smith:" and "A:" begin a turn; "Note:" does not, nor "Q:", whose words are the paper's.
static bool is_label(const Reader *self, Range source) {
  const Unit *unit = self->unit;
  if (source.first != 0 || range_count(source) > 5) return false;
  CdSpan span = range_span(self, source);
  if (span.end - span.start == 1) return unit->bytes[span.start] == 'A';
  bool capitals = true;
  for (uint32_t i = source.first; i < source.end; i++) {
    bool name = self->items[i].kind != TOKEN_NAME || (self->items[i].shape & SHAPE_CAPITALS);
    capitals = capitals && name;
  }
  uint32_t mention = mention_over(unit, span);
  bool person = mention != NONE && unit->mentions[mention].type == CD_PERSON &&
                unit->mentions[mention].form == CD_NAME;
  return capitals || person;
}

// Behind “…” ― Smith nothing may follow: “…” — The Herald, 3 May 2021 is a reference.
static bool closes_line(const Reader *self, uint32_t at) {
  if (at >= self->item_count || self->items[at].sentence != self->items[at - 1].sentence)
    return true;
  uint8_t kind = item_kind(self, at);
  return kind == TOKEN_STOP || kind == ITEM_REGION || kind == ITEM_BRACKET;
}

// The longer entry that a cue begins: "pointed out", "called for".
static uint32_t cue_end(const Reader *self, uint32_t item) {
  uint64_t wanted = LEX_BIT(LEX_SPEECH) | LEX_BIT(LEX_REPORT) | LEX_BIT(LEX_SPEECH_MANNER);
  uint64_t found = 0;
  uint32_t count = lexicon_phrase(self->rules->lexicon, self->unit, self->items[item].first_token,
                                  wanted, &found);
  uint32_t end = item + 1;
  if (count > 1 && count < 5) {
    uint32_t token = self->items[item].first_token + count - 1;
    if (token < self->unit->token_count) end = self->item_at[token] + 1;
  }
  return end;
}

// ---- all of them -------------------------------------------------------------------------------
// Keeps cues in order and apart. Of two that overlap the one with a captured source, the longer one or
// the one of the stronger frame stays.
static void insert_cue(Reader *self, Cue cue) {
  uint32_t at = self->cue_count;
  while (at > 0 && self->cues[at - 1].verb.first >= cue.verb.end) at--;
  if (at > 0 && cue.verb.first < self->cues[at - 1].verb.end) {
    Cue *other = &self->cues[at - 1];
    uint32_t mine = range_count(cue.verb);
    uint32_t theirs = range_count(other->verb);
    bool better = mine > theirs || (mine == theirs && cue.frame < other->frame);
    if (cue.fixed != other->fixed) better = cue.fixed;
    if (!cue.fixed && other->frame == FRAME_ACCORDING) better = false;  // "according to estimates"
    if (better) {
      *other = cue;
      other->start = cue.verb.first;
    }
    return;
  }
  memmove(&self->cues[at + 1], &self->cues[at], (self->cue_count - at) * sizeof cue);
  self->cues[at] = cue;
  self->cues[at].start = cue.verb.first;
  self->cue_count++;
}

static void add_cue(Reader *self, const Match *match) {
  CdSpan span;
  if (!rules_capture(self->rules, self->unit, match, "cue", &span)) return;
  Range range = items_of(self, span);
  if (range_count(range) == 0 || item_kind(self, range.first) == ITEM_REGION) return;
  bool capitalised = item_kind(self, range.first) == TOKEN_NAME && range.first > 0;
  if (item_kind(self, range.first) == TOKEN_NAME && !(capitalised && self->is_headline)) return;
  Cue cue = {.item = range.first, .verb = range, .antecedent = NONE};
  CdSpan end;
  if (rules_capture(self->rules, self->unit, match, "cue_end", &end)) {
    cue.verb.end = items_of(self, end).end;
  }
  cue.sentence = self->items[cue.item].sentence;
  cue.frame = frame_of(rules_property(self->rules, match->rule, "frame"));
  uint32_t floor = self->sentences[cue.sentence].first;
  if (cue.frame <= FRAME_CALLS) {
    if (range_count(range) == 1) cue.verb.end = cue_end(self, cue.item);
    bool phrase = cue.verb.end > cue.item + 1;
    if (cue.frame == FRAME_CALLS && phrase) cue.frame = FRAME_SAYS;  // "called on", "called for"
    if (!phrase && *rules_property(self->rules, match->rule, "phrase") != '\0') return;
    uint32_t verb_end = cue.verb.end;
    find_group(self, &cue, floor);
    cue.verb.end = verb_end;
    if (is_no_verb(self, &cue, floor)) return;
  }
  CdSpan source;
  if (rules_capture(self->rules, self->unit, match, "source", &source)) {
    cue.source = items_of(self, source);
    cue.fixed = range_count(cue.source) > 0;
  }
  if (cue.frame == FRAME_NOUN && !cue.fixed && !announces(self, &cue, floor)) return;
  bool dash = cue.fixed && item_kind(self, cue.item) == TOKEN_DASH;
  if (dash && !closes_line(self, cue.source.end)) return;
  if (cue.frame == FRAME_LABEL && !is_label(self, cue.source)) return;
  insert_cue(self, cue);
}

bool reader_cues(Reader *self) {
  self->cues = arena_alloc(self->unit->arena, (self->unit->match_count + 1) * sizeof *self->cues);
  if (self->cues == NULL) return false;
  for (uint32_t i = 0; i < self->unit->match_count; i++) {
    const Match *match = &self->unit->matches[i];
    if (rules_kind(self->rules, match->rule) == RULES_ATTRIBUTION) add_cue(self, match);
  }
  return true;
}

uint32_t cue_over(const Reader *self, uint32_t item) {
  uint32_t low = 0;
  uint32_t high = self->cue_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (self->cues[middle].verb.end <= item) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < self->cue_count && self->cues[low].verb.first <= item ? low : NONE;
}
