// The features of one sentence after the other: its form, numbers, names, classes of words, whose words
// they are, the rules that matched in it and its own words. Reads what the stages before made of the
// unit; every array is walked once.
#include "assess/features.h"

#include <math.h>
#include <string.h>

#include "assess/speech.h"
#include "text.h"

typedef struct {
  const FeatureVisitor *to;
  const Unit *unit;
  const Sentence *sentence;
  const Token *tokens, *tokens_end;
  const Mention *first_name;  // or NULL
} View;

static void see(const View *view, bool is_so, ClaimFeature feature) {
  if (is_so) view->to->feature(view->to->context, feature);
}

bool features_begin(FeatureReader *self, const CdRules *rules, const Unit *unit) {
  *self = (FeatureReader){.rules = rules, .unit = unit};
  size_t size = (unit->sentence_count + (size_t)1) * sizeof *self->speech;
  self->speech = arena_alloc(unit->arena, size);
  if (!self->speech) return false;
  speech_of_sentences(unit, self->speech);
  return true;
}

// ---- form -------------------------------------------------------------------------------------------
static bool is_word(const Token *token) {
  return token->kind <= TOKEN_URL && token->kind != TOKEN_CLITIC;
}

// The last token that is no closing mark or bracket.
static const Token *last_token(const View *view) {
  const Token *last = view->tokens_end;
  while (last > view->tokens) {
    last--;
    if (last->kind != TOKEN_CLOSE_MARK && last->kind != TOKEN_CLOSE_BRACKET) return last;
  }
  return NULL;
}

static void see_ending(const View *view) {
  const Token *last = last_token(view);
  char sign = last ? view->unit->bytes[last->end - 1] : ' ';
  bool stop = last && (last->kind == TOKEN_STOP || last->kind == TOKEN_ELLIPSIS);
  bool dotted = last && sign == '.';  // "… in the U.S."
  see(view, !stop && !dotted, FEATURE_NO_STOP);
  see(view, stop && sign == '?', FEATURE_QUESTION);
  see(view, stop && sign == '!', FEATURE_EXCLAMATION);
  see(view, last && last->kind == TOKEN_COLON, FEATURE_COLON_END);
}

static void see_form(const View *view, uint32_t number) {
  static const struct {
    uint32_t most;
    ClaimFeature feature;
  } lengths[] = {{3, FEATURE_WORDS_3},   {7, FEATURE_WORDS_7},   {14, FEATURE_WORDS_14},
                 {24, FEATURE_WORDS_24}, {39, FEATURE_WORDS_39}, {UINT32_MAX, FEATURE_WORDS_MORE}};
  uint32_t words = 0, capitalised = 0;
  for (const Token *token = view->tokens; token < view->tokens_end; token++) {
    words += is_word(token);
    capitalised += token->kind == TOKEN_NAME;
  }
  uint32_t class = 0;
  while (words > lengths[class].most) class ++;
  see(view, true, FEATURE_ALWAYS);
  see(view, view->unit->is_lead, FEATURE_LEAD);
  see(view, number == 0, FEATURE_FIRST);
  see(view, number >= 3, FEATURE_LATE);
  see(view, view->unit->block == BLOCK_HEADING, FEATURE_HEADING);
  see(view, view->unit->block == BLOCK_LIST_ITEM, FEATURE_LIST_ITEM);
  see(view, true, lengths[class].feature);
  see(view, words >= 4 && capitalised * 10 >= words * 6, FEATURE_CAPITALS);
  see(view, view->tokens < view->tokens_end && view->tokens->brackets > 0, FEATURE_BRACKETS);
  see_ending(view);
}

// ---- numbers ----------------------------------------------------------------------------------------
static void see_date(const View *view, const Fact *fact) {
  bool year = fact->value >= 10000;
  bool month = !isnan(fact->value) && fmod(fact->value, 10000) >= 100;
  see(view, year, FEATURE_YEAR);
  see(view, month, FEATURE_MONTH);
  see(view, !year && !month, FEATURE_RELATIVE_DATE);
}

static void see_cardinal(const View *view, const Fact *fact) {
  char first = view->unit->bytes[fact->start];
  bool digits = first >= '0' && first <= '9';
  bool one = fact->value == 1 && !digits;
  see(view, one, FEATURE_ONE);
  see(view, !one && !digits && fact->value <= 12, FEATURE_SMALL_CARDINAL);
  see(view, digits || !(fact->value <= 12), FEATURE_CARDINAL);  // NAN: "dozens"
}

static void see_facts(FeatureReader *self, const View *view) {
  static const ClaimFeature features[] = {
      [FACT_TIME] = FEATURE_TIME,         [FACT_MONEY] = FEATURE_MONEY,
      [FACT_PERCENT] = FEATURE_PERCENT,   [FACT_QUANTITY] = FEATURE_QUANTITY,
      [FACT_ORDINAL] = FEATURE_ORDINAL,   [FACT_AGE] = FEATURE_AGE,
      [FACT_DURATION] = FEATURE_DURATION, [FACT_USER] = FEATURE_QUANTITY};
  const Unit *unit = view->unit;
  uint32_t numbers = 0, count = 0;
  while (self->fact < unit->fact_count && unit->facts[self->fact].start < view->sentence->start) {
    self->fact++;
  }
  for (; self->fact < unit->fact_count && unit->facts[self->fact].start < view->sentence->end;
       self->fact++) {
    const Fact *fact = &unit->facts[self->fact];
    count++;
    if (fact->kind == FACT_DATE) {
      see_date(view, fact);
    } else if (fact->kind == FACT_CARDINAL) {
      see_cardinal(view, fact);
    } else {
      see(view, true, features[fact->kind]);
    }
    bool has_unit = fact->kind == FACT_MONEY || fact->kind == FACT_PERCENT ||
                    fact->kind == FACT_QUANTITY || fact->kind == FACT_USER;
    see(view, has_unit, FEATURE_MEASURE);
    numbers += fact->kind != FACT_DATE && fact->kind != FACT_TIME && fact->kind != FACT_ORDINAL;
  }
  see(view, numbers == 2, FEATURE_NUMBERS_2);
  see(view, numbers >= 3, FEATURE_NUMBERS_3);
  see(view, count == 0, FEATURE_NO_FACT);
}

// ---- names ------------------------------------------------------------------------------------------
static void see_mentions(FeatureReader *self, View *view) {
  static const ClaimFeature features[CD_ENTITY_TYPE_COUNT] = {
      [CD_PERSON] = FEATURE_PERSON,     [CD_NORP] = FEATURE_NORP,
      [CD_ORG] = FEATURE_ORG,           [CD_GPE] = FEATURE_PLACE,
      [CD_LOC] = FEATURE_PLACE,         [CD_FAC] = FEATURE_PLACE,
      [CD_EVENT] = FEATURE_NAMED_EVENT, [CD_LAW] = FEATURE_NAMED_LAW,
      [CD_WORK_OF_ART] = FEATURE_WORK,  [CD_PRODUCT] = FEATURE_WORK};
  const Unit *unit = view->unit;
  uint32_t persons = 0, places = 0, names = 0;
  while (self->mention < unit->mention_count &&
         unit->mentions[self->mention].start < view->sentence->start) {
    self->mention++;
  }
  for (; self->mention < unit->mention_count &&
         unit->mentions[self->mention].start < view->sentence->end;
       self->mention++) {
    const Mention *mention = &unit->mentions[self->mention];
    if (mention->form == CD_PRONOUN) see(view, true, FEATURE_PRONOUN);
    if (mention->form != CD_NAME) continue;
    if (names++ == 0) view->first_name = mention;
    persons += mention->type == CD_PERSON;
    places += features[mention->type] == FEATURE_PLACE;
    see(view, features[mention->type] != 0, features[mention->type]);
    bool title = mention->title_end > mention->title_start;
    see(view, title, FEATURE_TITLE);
    see(view, title && mention->title_start > mention->start, FEATURE_APPOSITION);
  }
  see(view, persons >= 2, FEATURE_PERSONS);
  see(view, places >= 2, FEATURE_PLACES);
  see(view, names >= 4, FEATURE_NAMES_4);
  see(view, names == 0, FEATURE_NO_NAME);
}

// ---- words ------------------------------------------------------------------------------------------
static bool ends_in_ed(const View *view, const Token *token) {
  const char *end = view->unit->bytes + token->end;
  return token->kind == TOKEN_WORD && token->end - token->start > 4 && end[-1] == 'd' &&
         end[-2] == 'e';
}

// A capitalised word that only begins the sentence: the model learns words, not names.
static bool only_begins(const View *view, const Token *token) {
  if (token->shape & SHAPE_CAPITALS) return false;
  const Mention *name = view->first_name;
  return !name || token->end <= name->start || token->start >= name->end;
}

static void see_words(const View *view) {
  static const struct {
    LexiconClass class;
    ClaimFeature feature;
  } classes[] = {{LEX_PRONOUN_SPEAKER, FEATURE_I},
                 {LEX_ROLE, FEATURE_ROLE},
                 {LEX_TITLE, FEATURE_ROLE},
                 {LEX_GROUP, FEATURE_GROUP},
                 {LEX_DOCUMENT, FEATURE_DOCUMENT},
                 {LEX_LAW_WORD, FEATURE_LAW_WORD},
                 {LEX_EVENT_WORD, FEATURE_EVENT_WORD},
                 {LEX_SPEECH, FEATURE_SPEECH_WORD},
                 {LEX_REPORT, FEATURE_REPORT_WORD},
                 {LEX_BELIEF, FEATURE_BELIEF_WORD},
                 {LEX_SPEECH_NOUN, FEATURE_SPEECH_NOUN},
                 {LEX_AUXILIARY, FEATURE_AUXILIARY},
                 {LEX_RELATIVE, FEATURE_RELATIVE_CLAUSE}};
  static const uint64_t persons =
      LEX_BIT(LEX_PRONOUN_MALE) | LEX_BIT(LEX_PRONOUN_FEMALE) | LEX_BIT(LEX_PRONOUN_PLURAL);
  uint64_t all = 0;
  bool past = false, begins_with_pronoun = false;
  for (const Token *token = view->tokens; token < view->tokens_end; token++) {
    bool begins = token->shape & SHAPE_SENTENCE_START;
    if (token->kind == TOKEN_WORD || token->kind == TOKEN_ABBREVIATION) {
      all |= token->classes;
      past = past || ends_in_ed(view, token);
      view->to->word(view->to->context, token->hash, token);
    } else if (token->kind == TOKEN_NAME && begins && only_begins(view, token)) {
      view->to->word(view->to->context, token->hash, token);
    } else if (token->kind == TOKEN_NAME) {
      all |=
          token->classes & (LEX_BIT(LEX_TITLE) | LEX_BIT(LEX_LAW_WORD) | LEX_BIT(LEX_EVENT_WORD));
    }
    begins_with_pronoun = begins_with_pronoun || (begins && token->classes & persons);
  }
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
    see(view, all & LEX_BIT(classes[i].class), classes[i].feature);
  }
  past = past || all & LEX_BIT(LEX_VERB_PAST);
  see(view, past, FEATURE_PAST);
  see(view, !past, FEATURE_NO_PAST);
  see(view, begins_with_pronoun, FEATURE_PRONOUN_FIRST);
}

// ---- whose words ------------------------------------------------------------------------------------
static void see_source(const View *view, const Quotation *quotation) {
  const Unit *unit = view->unit;
  if (quotation->source.end <= quotation->source.start) {
    see(view, true, FEATURE_NO_SOURCE);
    return;
  }
  const Mention *mention =
      quotation->mention < unit->mention_count ? &unit->mentions[quotation->mention] : NULL;
  see(view, mention && mention->form == CD_NAME, FEATURE_SOURCE_NAME);
  see(view, mention && mention->form == CD_PRONOUN, FEATURE_SOURCE_PRONOUN);
  see(view, mention && mention->gender == CD_PLURAL, FEATURE_SOURCE_PLURAL);
  if (mention && mention->form != CD_NOMINAL) return;
  uint64_t classes = 0;
  for (const Token *token = view->tokens; token < view->tokens_end; token++) {
    bool inside = token->start >= quotation->source.start && token->end <= quotation->source.end;
    if (inside) classes |= token->classes;
  }
  see(view, classes & LEX_BIT(LEX_ROLE), FEATURE_SOURCE_ROLE);
  see(view, classes & LEX_BIT(LEX_GROUP), FEATURE_SOURCE_GROUP);
  see(view, classes & LEX_BIT(LEX_DOCUMENT), FEATURE_SOURCE_DOCUMENT);
  see(view, true, FEATURE_SOURCE_OTHER);
}

static void see_speech(const View *view, const SentenceSpeech *speech) {
  uint32_t len = view->sentence->end - view->sentence->start;
  bool whole = view->sentence->region != NONE || speech->marked * 10 >= len * 9;
  bool most = !whole && speech->marked * 2 > len;
  see(view, whole, FEATURE_QUOTED_WHOLE);
  see(view, most, FEATURE_QUOTED_MOST);
  see(view, !whole && !most && speech->marked > 0, FEATURE_QUOTED_PART);
  see(view, speech->marked * 3 > len, FEATURE_QUOTED_THIRD);
  see(view, speech->opens, FEATURE_OPENS_MARKS);
  see(view, speech->later, FEATURE_LATER_IN_MARKS);
  see(view, speech->short_marks, FEATURE_SHORT_MARKS);
  see(view, speech->marked == 0, FEATURE_NO_MARKS);
  see(view, speech->direct_speech, FEATURE_DIRECT);
  see(view, speech->mixed_speech, FEATURE_MIXED);
  see(view, speech->indirect_speech, FEATURE_INDIRECT);
  see(view, speech->indirect * 2 > len, FEATURE_INDIRECT_MOST);
  see(view, speech->not_speech, FEATURE_NOT_SPEECH);
  see(view, speech->quotation == NONE, FEATURE_NO_SPEECH);
  see(view, speech->cue, FEATURE_CUE_HERE);
  see(view, speech->quotation != NONE && !speech->cue, FEATURE_CUE_ELSEWHERE);
  see(view, speech->indirect > 0 && speech->direct == 0, FEATURE_ONLY_INDIRECT);
  if (speech->quotation == NONE) return;
  const Quotation *quotation = &view->unit->quotations[speech->quotation];
  bool cue_first = quotation->cue.end > quotation->cue.start && quotation->content_count > 0 &&
                   quotation->cue.start < view->unit->contents[quotation->first_content].start;
  see(view, cue_first && speech->cue, FEATURE_CUE_FIRST);
  see_source(view, quotation);
}

// ---- rules ------------------------------------------------------------------------------------------
static uint32_t start_of(const Unit *unit, const Match *match) {
  uint32_t start = UINT32_MAX;
  for (uint32_t i = 0; i < match->capture_count; i++) {
    uint32_t at = unit->captures[match->first_capture + i].start;
    if (at < start) start = at;
  }
  return start;
}

static void see_matches(FeatureReader *self, const View *view) {
  const Unit *unit = view->unit;
  for (; self->match < unit->match_count; self->match++) {
    const Match *match = &unit->matches[self->match];
    uint32_t start = start_of(unit, match);
    if (start >= view->sentence->end) return;
    if (start < view->sentence->start) continue;
    if (rules_kind(self->rules, match->rule) != RULES_CLAIMS) continue;
    view->to->rule(view->to->context, match->rule);
  }
}

void features_visit(FeatureReader *self, uint32_t number, const FeatureVisitor *visitor) {
  const Unit *unit = self->unit;
  const Sentence *sentence = &unit->sentences[number];
  const Token *tokens = unit->tokens + sentence->first_token;
  View view = {visitor, unit, sentence, tokens, tokens + sentence->token_count, NULL};
  see_form(&view, number);
  see_facts(self, &view);
  see_mentions(self, &view);
  see_words(&view);
  see_speech(&view, &self->speech[number]);
  see_matches(self, &view);
}
