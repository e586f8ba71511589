// Candidates and features of names; see features.h.
#include "features.h"

#include <string.h>

#include "../text.h"
#include "crf.h"

// Lists whose phrases of several words count for each of their words.
static const uint64_t PHRASE_CLASSES =
    LEX_BIT(LEX_COUNTRY) | LEX_BIT(LEX_CITY) | LEX_BIT(LEX_REGION) | LEX_BIT(LEX_LOCATION) |
    LEX_BIT(LEX_ORG) | LEX_BIT(LEX_DEMONYM) | LEX_BIT(LEX_RELIGION) | LEX_BIT(LEX_TITLE) |
    LEX_BIT(LEX_ROLE);

// Lists that tell something about a name; each is a feature of its own.
static const uint8_t NAME_CLASSES[] = {
    LEX_TITLE,
    LEX_HONORIFIC_MALE,
    LEX_HONORIFIC_FEMALE,
    LEX_ROLE,
    LEX_GROUP,
    LEX_DOCUMENT,
    LEX_FIRST_NAME_MALE,
    LEX_FIRST_NAME_FEMALE,
    LEX_SURNAME,
    LEX_COUNTRY,
    LEX_DEMONYM,
    LEX_CITY,
    LEX_REGION,
    LEX_LOCATION,
    LEX_PLACE_WORD,
    LEX_ORG,
    LEX_ORG_WORD,
    LEX_EVENT_WORD,
    LEX_LAW_WORD,
    LEX_RELIGION,
    LEX_MONTH,
    LEX_WEEKDAY,
    LEX_PARTICLE,
    LEX_COMMON_WORD,
    LEX_FACILITY_WORD,
    LEX_DISTRICT_WORD,
    LEX_SPEECH,
    LEX_REPORT,
    LEX_FUNCTION,
    LEX_SENTENCE_START,
    LEX_PLACE_PREPOSITION,
    LEX_RELATIVE,
};
enum { NAME_CLASS_COUNT = sizeof NAME_CLASSES };

static uint64_t mix(uint64_t a, uint64_t b) {
  uint64_t hash = (a ^ (b + 0x9E3779B97F4A7C15u + (a << 6) + (a >> 2))) * 0xFF51AFD7ED558CCDu;
  return hash ^ hash >> 32;
}

// ---- views ------------------------------------------------------------------------------------------
static char class_of(uint32_t code_point) {
  if (text_is_upper(code_point)) return 'X';
  if (text_is_letter(code_point)) return 'x';
  if (text_is_digit(code_point)) return 'd';
  return code_point < 0x80 ? (char)code_point : '*';
}

static void view_letters(View *view, const char *bytes, uint32_t len) {
  enum { LETTERS_MOST = 24 };
  uint32_t starts[LETTERS_MOST + 1], count = 0;
  char before = 0;
  uint64_t shape = 1, long_shape = 2;
  uint32_t at = 0;
  while (at < len && count < LETTERS_MOST) {
    uint32_t code_point;
    starts[count] = at;
    at += text_decode(bytes + at, len - at, &code_point);
    char class = class_of(code_point);
    if (class != before) shape = mix(shape, (uint64_t) class);
    if (count < 12) long_shape = mix(long_shape, (uint64_t) class);
    before = class;
    count++;
  }
  starts[count] = at;
  view->shape = shape;
  view->long_shape = long_shape;
  for (uint32_t i = 0; i < 3; i++) {
    uint32_t size = i + 2;
    if (count <= size || at < len) continue;
    view->prefixes[i] = text_hash(bytes, starts[size]);
    view->suffixes[i] = text_hash(bytes + starts[count - size], at - starts[count - size]);
  }
}

// "Al-Sabah", and "Al - Sabah" in text whose signs were set apart.
static bool is_hyphen(const Unit *unit, const Token *token) {
  return token->kind == TOKEN_HYPHEN ||
         (token->kind == TOKEN_DASH && token->end - token->start == 1 &&
          unit->bytes[token->start] == '-');
}

// A lower-case word, or a sign, that can stand between the parts of a name.
static bool is_connector(const Unit *unit, const Token *token) {
  if (is_hyphen(unit, token) || token->kind == TOKEN_CLITIC) return true;
  uint64_t joins =
      LEX_BIT(LEX_PARTICLE) | LEX_BIT(LEX_NAME_LINK) | LEX_BIT(LEX_NAME_AND) | LEX_BIT(LEX_ARTICLE);
  return (token->classes & joins) != 0 || token->kind == TOKEN_PUNCT;
}

static bool is_name_like(const Token *token) {
  switch (token->kind) {
    case TOKEN_NAME:
    case TOKEN_INITIALS:
    case TOKEN_ABBREVIATION:
      return true;
    case TOKEN_WORD:
      return (token->shape & (SHAPE_CAPITALISED | SHAPE_CAPITALS | SHAPE_MIXED)) != 0;
    default:
      return false;
  }
}

// "Lee Jae-myung", "al-Attiyah": small words on either side of a hyphen beside a candidate.
static void find_hyphenated(const Unit *unit, View *views) {
  for (uint32_t i = 1; i + 1 < unit->token_count; i++) {
    const Token *before = &unit->tokens[i - 1], *behind = &unit->tokens[i + 1];
    if (!is_hyphen(unit, &unit->tokens[i])) continue;
    bool goes_on = views[i - 1].is_candidate && behind->kind == TOKEN_WORD;
    bool leads_in = views[i + 1].is_candidate && before->classes & LEX_BIT(LEX_PARTICLE);
    if (!goes_on && !leads_in) continue;
    views[i - 1].is_candidate = views[i].is_candidate = views[i + 1].is_candidate = true;
  }
}

// Candidates are words with a capital, and what stands between two of them, or a number behind one.
static void find_candidates(const Unit *unit, View *views) {
  enum { BRIDGE = 3 };
  for (uint32_t i = 0; i < unit->token_count; i++) {
    const Token *token = &unit->tokens[i];
    views[i].is_candidate = is_name_like(token);
    if (token->kind == TOKEN_NUMBER && i > 0 && views[i - 1].is_candidate) {
      views[i].is_candidate = true;
    }
    if (!views[i].is_candidate) continue;
    uint32_t back = i;
    while (back > 0 && i - back < BRIDGE && !views[back - 1].is_candidate &&
           is_connector(unit, &unit->tokens[back - 1])) {
      back--;
    }
    if (back == 0 || back == i || !views[back - 1].is_candidate) continue;
    while (back < i) views[back++].is_candidate = true;
  }
  find_hyphenated(unit, views);
}

static void find_phrases(const Lexicon *lexicon, const Unit *unit, View *views) {
  for (uint32_t i = 0; i < unit->token_count;) {
    uint64_t found = 0;
    uint32_t count =
        views[i].is_candidate ? lexicon_phrase(lexicon, unit, i, PHRASE_CLASSES, &found) : 0;
    if (count < 2) {
      i++;
      continue;
    }
    for (uint32_t k = 0; k < count && i + k < unit->token_count; k++) {
      views[i + k].classes |= found;
      views[i + k].phrase = k ? 2 : 1;
    }
    i += count;
  }
}

static void note_rules(const Unit *unit, View *views) {
  for (uint32_t i = 0; i < unit->mention_count; i++) {
    const Mention *mention = &unit->mentions[i];
    if (mention->form != CD_NAME) continue;
    for (uint32_t k = 0; k < mention->token_count; k++) {
      bool doubtful = (mention->flags & MENTION_DOUBTFUL) != 0;
      views[mention->first_token + k].rule =
          (uint8_t)(1 + 4 * mention->type + 2 * (k > 0) + doubtful);
      views[mention->first_token + k].is_candidate = true;
    }
  }
}

View *features_view(const Lexicon *lexicon, const Unit *unit) {
  View *views = arena_alloc(unit->arena, (unit->token_count + 1) * sizeof *views);
  if (!views) return NULL;
  for (uint32_t i = 0; i < unit->token_count; i++) {
    const Token *token = &unit->tokens[i];
    View *view = &views[i];
    view->word = token->hash;
    view->classes = token->classes;
    view->is_capital = is_name_like(token);
    view->cluster = cluster_of(token->hash);
  }
  find_candidates(unit, views);
  note_rules(unit, views);
  for (uint32_t i = 0; i < unit->token_count; i++) {
    const Token *token = &unit->tokens[i];
    bool near = views[i].is_candidate || (i > 0 && views[i - 1].is_candidate) ||
                (i + 1 < unit->token_count && views[i + 1].is_candidate);
    if (near) view_letters(&views[i], unit->bytes + token->start, token->end - token->start);
    if (token->kind == TOKEN_NUMBER || token->kind == TOKEN_MONEY || token->kind == TOKEN_PERCENT) {
      views[i].word = mix(views[i].long_shape, token->kind);
    }
  }
  find_phrases(lexicon, unit, views);
  return views;
}

uint32_t features_sequence_end(const Unit *unit, const View *views, uint32_t first) {
  uint32_t end = first + 1;
  while (end < unit->token_count && end - first < CRF_LENGTH_MOST && views[end].is_candidate &&
         unit->tokens[end].sentence == unit->tokens[first].sentence) {
    end++;
  }
  return end;
}

// ---- features ---------------------------------------------------------------------------------------
// What stands before the beginning and behind the end of a sentence.
static const View BEFORE = {.word = 11, .shape = 11, .long_shape = 11};
static const View BEHIND = {.word = 12, .shape = 12, .long_shape = 12};

static const View *view_at(const Unit *unit, const View *views, uint32_t at, int32_t by) {
  if (by < 0 && at < (uint32_t)-by) return &BEFORE;
  uint32_t there = at + (uint32_t)by;
  if (there >= unit->token_count) return &BEHIND;
  if (unit->tokens[there].sentence != unit->tokens[at].sentence) return by < 0 ? &BEFORE : &BEHIND;
  return &views[there];
}

static void add(Features *out, uint32_t template, uint64_t value) {
  if (out->count < FEATURES_MOST) out->hashes[out->count++] = mix(template * 0x51ED2701u, value);
}

static void add_classes(Features *out, uint32_t template, const View *view) {
  for (uint32_t i = 0; i < NAME_CLASS_COUNT; i++) {
    if (view->classes >> NAME_CLASSES[i] & 1) add(out, template, i + 1);
  }
}

// The lists that say what a name is, as one value.
static uint64_t kind_bits(const View *view) {
  uint64_t bits = 0;
  for (uint32_t i = 0; i < NAME_CLASS_COUNT; i++) {
    bits |= (view->classes >> NAME_CLASSES[i] & 1) << i;
  }
  return view->is_capital ? bits : ~bits;
}

static const Token *token_at(const Unit *unit, uint32_t at, int32_t by) {
  static const Token NOTHING = {.kind = TOKEN_STOP, .sentence = NONE};
  uint32_t there = at + (uint32_t)by;
  if (there >= unit->token_count || unit->tokens[there].sentence != unit->tokens[at].sentence) {
    return &NOTHING;
  }
  return &unit->tokens[there];
}

// What a name's apposition says it is (", the mayor of", ", a maker of chips,"): the kinds of its first words.
static uint64_t apposition(const Unit *unit, uint32_t at, int32_t by) {
  enum { REACH = 6 };
  static const uint8_t KINDS[] = {LEX_ROLE,          LEX_ORG_WORD, LEX_GROUP,    LEX_PLACE_WORD,
                                  LEX_DISTRICT_WORD, LEX_RELATIVE, LEX_DOCUMENT, LEX_FACILITY_WORD};
  uint64_t found = 1;
  for (int32_t i = by; i < by + REACH; i++) {
    const Token *token = token_at(unit, at, i);
    if (token->kind == TOKEN_NUMBER && i <= by + 1) found |= 2;  // ", 45,", ", now 88,"
    if (token->kind != TOKEN_WORD || token->classes & LEX_BIT(LEX_PREPOSITION)) break;
    for (uint32_t k = 0; k < sizeof KINDS; k++)
      found |= (token->classes >> KINDS[k] & 1) << (k + 2);
  }
  return found;
}

// The run of capitalised words that the token is in: its neighbours outside and how long it is.
static void add_run(const Unit *unit, const View *views, uint32_t at, Features *out) {
  enum { REACH = 8 };
  int32_t left = -1, right = 1;
  while (left > -REACH && view_at(unit, views, at, left)->is_capital) left--;
  while (right < REACH && view_at(unit, views, at, right)->is_capital) right++;
  const View *before = view_at(unit, views, at, left), *behind = view_at(unit, views, at, right);
  uint64_t length = (uint64_t)(right - left - 1), place = (uint64_t)(-left);
  add(out, 40, before->word);
  add(out, 41, behind->word);
  add(out, 42, before->cluster.fine);
  add(out, 43, behind->cluster.fine);
  add(out, 44, mix(length > 4 ? 4 : length, place > 3 ? 3 : place));
  const View *first = view_at(unit, views, at, left + 1),
             *last = view_at(unit, views, at, right - 1);
  if (left < -1) {
    add(out, 45, first->word);
    add_classes(out, 46, first);
  }
  if (right > 1) {
    add(out, 47, last->word);
    add_classes(out, 48, last);
    add(out, 49, last->suffixes[1]);
  }
  add(out, 50, mix(before->word, behind->word));
  const View *farther_before = view_at(unit, views, at, left - 1);
  const View *farther_behind = view_at(unit, views, at, right + 1);
  add_classes(out, 53, before);
  add_classes(out, 54, behind);
  add(out, 55, mix(farther_before->word, before->word));
  add(out, 56, mix(behind->word, farther_behind->word));
  add(out, 57, farther_before->cluster.fine);
  add(out, 58, farther_behind->cluster.fine);
  if (token_at(unit, at, right)->kind == TOKEN_COMMA) {
    add(out, 59, apposition(unit, at, right + 1));
  }
}

// The features are in three parts, so that the trainer can leave whole parts out of a step: what only the
// word itself tells, what lists and clusters know of it, and what stands around it.
void features_of(const Unit *unit, const View *views, uint32_t at, Features *out) {
  out->count = 0;
  const View *here = &views[at];
  const View *one_back = view_at(unit, views, at, -1), *two_back = view_at(unit, views, at, -2);
  const View *one_on = view_at(unit, views, at, 1), *two_on = view_at(unit, views, at, 2);
  const Token *token = &unit->tokens[at];
  add(out, 2, here->word);
  add(out, 3, mix(here->word, here->shape));
  add(out, 14, mix(one_back->word, here->word));
  add(out, 15, mix(here->word, one_on->word));
  add(out, 74, mix(here->rule, here->word));
  for (uint32_t i = 0; i < 3; i++) {
    if (here->prefixes[i]) add(out, 18 + i, here->prefixes[i]);
    if (here->suffixes[i]) add(out, 21 + i, here->suffixes[i]);
  }
  out->own_count = out->count;
  add_classes(out, 30, here);
  add(out, 33, kind_bits(here));
  add(out, 34, mix(kind_bits(one_back), kind_bits(here)));
  add(out, 35, mix(kind_bits(here), kind_bits(one_on)));
  add(out, 36, mix(here->phrase, kind_bits(here)));
  add(out, 75, mix(here->rule, here->cluster.fine));
  add(out, 76, mix(here->rule, kind_bits(here)));
  add(out, 60, here->cluster.fine);
  add(out, 61, here->cluster.coarse);
  add(out, 66, mix(one_back->cluster.coarse, here->cluster.coarse));
  add(out, 67, mix(here->cluster.coarse, one_on->cluster.coarse));
  out->known_count = out->count;
  add(out, 1, 0);
  add(out, 4, one_back->word);
  add(out, 5, one_on->word);
  add(out, 6, two_back->word);
  add(out, 7, two_on->word);
  add(out, 8, here->shape);
  add(out, 9, here->long_shape);
  add(out, 10, mix(one_back->shape, here->shape));
  add(out, 11, mix(here->shape, one_on->shape));
  add(out, 12, mix(one_back->word, here->shape));
  add(out, 13, mix(here->shape, one_on->word));
  add(out, 16, mix(two_back->word, one_back->word));
  add(out, 17, mix(one_on->word, two_on->word));
  add(out, 24, one_on->suffixes[1]);
  add(out, 25, one_back->suffixes[1]);
  uint64_t place = token->shape & (SHAPE_SENTENCE_START | SHAPE_SPACE_BEFORE);
  add(out, 26, place * 4 + (token->region != NONE) * 2u + (token->brackets > 0));
  add(out, 27, mix((token->shape & SHAPE_SENTENCE_START) != 0, here->shape));
  add_classes(out, 31, one_back);
  add_classes(out, 32, one_on);
  add_run(unit, views, at, out);
  add(out, 70, here->rule);
  add(out, 71, mix(here->rule, here->shape));
  add(out, 72, mix(one_back->rule, here->rule));
  add(out, 73, mix(here->rule, one_on->rule));
  add(out, 62, one_back->cluster.fine);
  add(out, 63, one_on->cluster.fine);
  add(out, 64, two_back->cluster.fine);
  add(out, 65, two_on->cluster.fine);
  add(out, 68, mix(one_back->cluster.fine, here->shape));
  add(out, 69, mix(one_on->cluster.fine, here->shape));
}
