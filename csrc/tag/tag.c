// tag: tokens -> mentions: names with their type, pronouns, and nominals that can mean somebody.
// Reads unit->tokens and sentences; fills unit->mentions. Rules and word lists for now: names.c finds the
// names and kinds.c their types, from one table of evidence.
#include "../tag.h"

#include <string.h>

#include "../name.h"
#include "tagger.h"

Mention *mention_push(Tagger *self, uint32_t first, uint32_t count) {
  Unit *unit = self->unit;
  if (!ARENA_PUSH(unit->arena, unit->mentions, unit->mention_count, self->capacity)) return NULL;
  Mention *mention = &unit->mentions[unit->mention_count++];
  memset(mention, 0, sizeof *mention);
  const Token *begin = &unit->tokens[first], *end = &unit->tokens[first + count - 1];
  mention->start = begin->start;
  mention->end = end->end;
  mention->first_token = first;
  mention->token_count = count;
  mention->sentence = begin->sentence;
  mention->region = begin->region;
  mention->entity = NONE;
  mention->name_id = NONE;
  self->name_end = first + count;
  return mention;
}

void mention_pop(Tagger *self) { self->unit->mention_count--; }

// A sentence in capitals, or with a capital on every word that carries meaning: capitals mean little there.
static bool is_headline(const Tagger *self, const Sentence *sentence) {
  uint64_t small = LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_PREPOSITION) | LEX_BIT(LEX_ARTICLE) |
                   LEX_BIT(LEX_AUXILIARY) | LEX_BIT(LEX_CLAUSE) | LEX_BIT(LEX_PARTICLE);
  uint64_t ordinary = LEX_BIT(LEX_COMMON_WORD) | small;
  uint64_t known = FIRST_NAME_CLASSES | PLACE_CLASSES | LEX_BIT(LEX_SURNAME) | TITLE_CLASSES;
  uint32_t lower = 0, capitals = 0, names = 0, common = 0;
  for (uint32_t i = 0; i < sentence->token_count; i++) {
    const Token *token = token_at(self, sentence->first_token + i);
    if (token->kind == TOKEN_WORD && !token_is(token, small)) lower++;
    if (token->kind != TOKEN_NAME) continue;
    names++;
    capitals += (token->shape & SHAPE_CAPITALS) != 0;
    common += token_is(token, ordinary) && !token_is(token, known);
  }
  if (names < 4 || lower * 8 > names) return false;
  // A list of names has capitals on every word too, but few of them are ordinary words.
  return common * 4 >= names || capitals * 10 >= names * 9;
}

static bool headlines_mark(Tagger *self) {
  Unit *unit = self->unit;
  if (unit->sentence_count == 0) return true;
  self->sentence_is_headline = arena_alloc(unit->arena, unit->sentence_count);
  if (self->sentence_is_headline == NULL) return false;
  for (uint32_t i = 0; i < unit->sentence_count; i++) {
    self->sentence_is_headline[i] = is_headline(self, &unit->sentences[i]);
  }
  return true;
}

// A noun phrase that turned out to be the title of the name behind it is no mention of its own.
static void drop_titles(Unit *unit) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < unit->mention_count; i++) {
    const Mention *mention = &unit->mentions[i];
    bool is_title = false;
    for (uint32_t j = i > 2 ? i - 2 : 0; j < i + 4 && j < unit->mention_count; j++) {
      const Mention *name = &unit->mentions[j];
      is_title = is_title || (mention->form == CD_NOMINAL && name->form == CD_NAME &&
                              name->title_start < mention->end &&
                              mention->start < name->title_end && mention->end <= name->title_end);
    }
    if (!is_title) unit->mentions[kept++] = *mention;
  }
  unit->mention_count = kept;
}

// A name that the rules are surer of than this stands though the model sees none there; one that is
// listed and no ordinary word needs less.
static const float SURE_RULE = 0.9F, SURE_LISTED = 0.6F;

static bool is_listed(const Tagger *self, const Mention *mention) {
  uint64_t found = 0, lists = PLACE_CLASSES | NORP_CLASSES | LEX_BIT(LEX_ORG);
  uint32_t taken = lexicon_phrase(self->lexicon, self->unit, mention->first_token, lists, &found);
  return taken == mention->token_count && !(found & LEX_BIT(LEX_COMMON_WORD));
}

// The rules' name that begins at `at`, if they are sure of it and the model sees no name in it, or one of
// a miscellaneous kind that takes up `taken` tokens.
static const Mention *sure_rule_at(const Tagger *self, const Mention *rules, uint32_t count,
                                   uint32_t *next, uint32_t at, uint32_t taken) {
  while (*next < count && rules[*next].first_token < at) (*next)++;
  if (*next == count || rules[*next].first_token != at) return NULL;
  const Mention *rule = &rules[*next];
  if (rule->form != CD_NAME || rule->confidence < SURE_LISTED) return NULL;
  if (rule->confidence < SURE_RULE && !is_listed(self, rule)) return NULL;
  if (rule->flags & (MENTION_DOUBTFUL | MENTION_HEADLINE)) return NULL;
  if (taken > 0) return rule->token_count == taken ? rule : NULL;
  for (uint32_t i = 0; i < rule->token_count; i++) {
    if (self->labels[at + i] != 0) return NULL;
  }
  return rule;
}

// Names by the model; between them pronouns and nominals.
static bool names_by_model(Tagger *self, const Crf *crf) {
  if (!model_label(self, crf)) return false;
  const Mention *rules = self->unit->mentions;
  uint32_t rule_count = self->unit->mention_count, next_rule = 0;
  self->unit->mentions = NULL;
  self->unit->mention_count = 0;
  self->capacity = 0;
  self->name_end = 0;
  for (uint32_t at = 0; at < self->unit->token_count;) {
    uint32_t taken = 0, ignored = 0, before = self->unit->mention_count;
    if (!model_name_read(self, crf, at, &taken)) return false;
    const Mention *rule = NULL;
    if (self->unit->mention_count == before) {
      rule = sure_rule_at(self, rules, rule_count, &next_rule, at, taken);
    }
    if (rule != NULL) {
      taken = rule->token_count;
      Mention *mention = mention_push(self, at, taken);
      if (mention == NULL) return false;
      *mention = *rule;
    }
    if (taken > 0) {
      at += taken;
      continue;
    }
    if (!pronoun_read(self, at, &ignored)) return false;
    if (ignored == 0 && !nominal_read(self, at, &ignored)) return false;
    at++;
  }
  return true;
}

// Names by rules; between them pronouns and nominals, unless the model reads the unit once more.
static bool names_by_rules(Tagger *self, bool alone) {
  Unit *unit = self->unit;
  for (uint32_t at = 0; at < unit->token_count;) {
    Run run = {.count = 0, .end = at + 1};
    uint32_t before = unit->mention_count;
    if (token_begins_name(self, at)) run_read(self, at, &run);
    if (run.count > 0 && !names_of_run(self, &run)) return false;
    uint32_t end = run.count > 0 ? run.end : at + 1;
    if (unit->mention_count > before || !alone) {
      at = end;
      continue;
    }
    // No name in it: perhaps a pronoun or a role ("He", "The President").
    for (; at < end; at++) {
      uint32_t taken = 0;
      if (!pronoun_read(self, at, &taken)) return false;
      if (taken == 0 && !nominal_read(self, at, &taken)) return false;
    }
  }
  return true;
}

// "the Carter-Brown debate": two surnames and a noun are two people, not one with two surnames.
static bool is_pair(const Tagger *self, const Mention *mention) {
  uint32_t first = mention->first_token;
  if (mention->form != CD_NAME || mention->token_count != 3) return false;
  if (token_at(self, first + 1)->kind != TOKEN_HYPHEN) return false;
  for (uint32_t at = first; at <= first + 2; at += 2) {
    uint64_t classes = token_at(self, at)->classes;
    if (!(classes & LEX_BIT(LEX_SURNAME)) || classes & FIRST_NAME_CLASSES) return false;
  }
  const Token *next = token_at(self, first + 3);
  uint64_t small = LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_SPEECH) | LEX_BIT(LEX_REPORT) |
                   LEX_BIT(LEX_AUXILIARY) | LEX_BIT(LEX_VERB_PAST) | LEX_BIT(LEX_ADVERB);
  return next->kind == TOKEN_WORD && !token_is(next, small | LEX_BIT(LEX_PREPOSITION));
}

static bool split_pairs(Tagger *self) {
  Unit *unit = self->unit;
  for (uint32_t i = 0, count = unit->mention_count; i < count; i++) {
    if (!is_pair(self, &unit->mentions[i])) continue;
    uint32_t first = unit->mentions[i].first_token;
    Mention *second = mention_push(self, first + 2, 1);
    if (second == NULL) return false;
    Mention *pair = &unit->mentions[i];
    uint32_t start = second->start;
    *second = *pair;
    second->first_token = first + 2;
    second->start = start;
    second->title_start = second->title_end = 0;
    pair->end = token_at(self, first)->end;
    pair->token_count = second->token_count = 1;
    pair->type = second->type = CD_PERSON;
    pair->flags |= MENTION_DOUBTFUL;
    second->flags |= MENTION_DOUBTFUL;
    // Back into the order of the text: right behind the first.
    Mention moved = *second;
    memmove(pair + 2, pair + 1, (unit->mention_count - 2 - i) * sizeof *pair);
    pair[1] = moved;
    i++;
    count++;
  }
  return true;
}

bool tag_unit(const Lexicon *lexicon, const Crf *crf, Unit *unit) {
  Tagger self = {.lexicon = lexicon, .unit = unit};
  unit->mentions = NULL;
  unit->mention_count = 0;
  if (!headlines_mark(&self)) return false;
  if (!names_by_rules(&self, crf == NULL)) return false;
  if (crf != NULL && !names_by_model(&self, crf)) return false;
  if (!split_pairs(&self)) return false;
  drop_titles(unit);
  for (uint32_t i = 0; i < unit->mention_count; i++) {
    Mention *mention = &unit->mentions[i];
    if (mention->form != CD_NAME) continue;
    mention->key = name_hash(unit->bytes + mention->start, mention->end - mention->start);
  }
  subjects_mark(&self);
  return true;
}
