// Within tag: runs of capitalised words, cut into atoms.
// Reads tokens and the lexicon's phrases; makes Runs, which names.c cuts into names. Whether small words
// ("of", "van der", "and") go on with a run is decided here, from the atoms around them.
#include "../text.h"
#include "tagger.h"

const Token *token_before(const Tagger *self, uint32_t at) {
  static const Token NOTHING = {.kind = TOKEN_STOP, .sentence = NONE, .region = NONE};
  if (at == 0 || at >= self->unit->token_count) return &NOTHING;
  const Token *token = &self->unit->tokens[at - 1];
  return token->kind == TOKEN_STOP ? &NOTHING : token;
}

const Token *token_behind(const Tagger *self, uint32_t at) { return token_at(self, at + 1); }

static bool begins_upper(const Tagger *self, const Token *token) {
  uint32_t code = 0;
  text_decode(self->unit->bytes + token->start, token->end - token->start, &code);
  return text_is_upper(code);
}

// Months and days stand alone unless a first name precedes ("Theresa May").
static bool is_calendar(const Token *token) {
  return token_is(token, LEX_BIT(LEX_MONTH) | LEX_BIT(LEX_WEEKDAY));
}

static bool is_name_token(const Tagger *self, const Token *token) {
  switch (token->kind) {
    case TOKEN_NAME:
      return true;
    case TOKEN_INITIALS:
      return true;
    case TOKEN_ABBREVIATION:
      return !is_calendar(token) && begins_upper(self, token);
    default:
      return false;
  }
}

bool token_begins_name(const Tagger *self, uint32_t at) {
  const Token *token = token_at(self, at);
  if (is_name_token(self, token)) {
    // "I" is a pronoun unless it is an initial.
    return !(token_is(token, LEX_BIT(LEX_PRONOUN_SPEAKER)) && token->kind == TOKEN_NAME);
  }
  // "al-Amr", "van der Bellen": a particle right before a name.
  if (token->kind != TOKEN_WORD || !token_is(token, LEX_BIT(LEX_PARTICLE))) return false;
  if (token_is(token, LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_PREPOSITION))) return false;
  uint32_t next = at + 1;
  if (token_at(self, next)->kind == TOKEN_HYPHEN) next++;
  const Token *second = token_at(self, next);
  if (second->kind == TOKEN_WORD && token_is(second, LEX_BIT(LEX_PARTICLE))) {
    second = token_at(self, next + 1);
  }
  return second->kind == TOKEN_NAME && second->sentence == token->sentence;
}

// The atom whose word is at `at`: a known phrase, or one token.
static Atom atom_at(const Tagger *self, uint32_t first, uint32_t at, AtomLink link) {
  uint64_t found = 0;
  uint32_t count = lexicon_phrase(self->lexicon, self->unit, at, NAME_CLASSES, &found);
  if (count < 2) {
    count = 1;
    found = token_at(self, at)->classes;
  } else {
    // "Badminton Association": what kind of thing a known phrase names shows in its last word.
    found |= token_at(self, at + count - 1)->classes & KIND_WORD_CLASSES;
  }
  return (Atom){first, at + count - first, at, found, (uint8_t)link};
}

static bool run_add(const Tagger *self, Run *run, uint32_t at, AtomLink link) {
  if (run->count == RUN_MAX_ATOMS) return false;
  Atom atom = atom_at(self, run->end, at, link);
  run->atoms[run->count++] = atom;
  run->end = atom.first + atom.count;
  return true;
}

static bool run_has(const Run *run, uint64_t classes) {
  for (uint32_t i = 0; i < run->count; i++) {
    if (run->atoms[i].classes & classes) return true;
  }
  return false;
}

// Particles before a name: how many tokens from `at` they take, 0 if no name follows.
static uint32_t particles_at(const Tagger *self, uint32_t at) {
  uint32_t sentence = token_at(self, at)->sentence;
  for (uint32_t count = 1; count <= 3; count++) {
    const Token *token = token_at(self, at + count - 1);
    if (token->sentence != sentence) return 0;
    bool hyphen = token->kind == TOKEN_HYPHEN && count > 1;
    bool particle = token->kind == TOKEN_WORD && token_is(token, LEX_BIT(LEX_PARTICLE));
    if (!hyphen && !particle) return 0;
    const Token *next = token_at(self, at + count);
    if (next->kind == TOKEN_NAME && next->sentence == sentence) return count;
  }
  return 0;
}

// Does the run, as read so far, name a body that goes on with "of X" or "for X"?
static bool takes_link(const Run *run) {
  if (run->count == 0) return false;
  const Atom *last = &run->atoms[run->count - 1];
  if (last->classes & (LEX_BIT(LEX_ROLE) | TITLE_CLASSES) && !(last->classes & KIND_WORD_CLASSES)) {
    return false;
  }
  return (last->classes & KIND_WORD_CLASSES) != 0 || run_has(run, LEX_BIT(LEX_ORG_WORD));
}

// "of X", "for the X" behind the run: the token of X, or NONE.
static uint32_t behind_link(const Tagger *self, const Run *run, uint32_t at) {
  const Token *link = token_at(self, at);
  if (!token_is(link, LEX_BIT(LEX_NAME_LINK)) || !takes_link(run)) return NONE;
  uint32_t next = at + 1;
  if (token_is(token_at(self, next), LEX_BIT(LEX_ARTICLE))) next++;
  const Token *name = token_at(self, next);
  if (!is_name_token(self, name) || name->sentence != link->sentence || is_calendar(name)) {
    return NONE;
  }
  // A person does not belong to the name: "the Senate for Biden".
  if (token_is(name, HONORIFIC_CLASSES)) return NONE;
  return next;
}

// "Health and Human Services": "and" goes on only inside "Department of …" or when the words on both
// sides are ordinary words and a word like "Administration" ends the whole.
static bool and_continues(const Tagger *self, const Run *run, uint32_t at) {
  const Token *word = token_at(self, at);
  const Token *next = token_at(self, at + 1);
  if (!token_is(word, LEX_BIT(LEX_NAME_AND)) || !is_name_token(self, next)) return false;
  if (next->sentence != word->sentence || is_calendar(next)) return false;
  if (word->kind != TOKEN_WORD) return true;  // "&"
  const Atom *last = &run->atoms[run->count - 1];
  uint64_t known = PLACE_CLASSES | NORP_CLASSES | FIRST_NAME_CLASSES | TITLE_CLASSES;
  if ((last->classes | next->classes) & known) return false;
  bool after_of = false;
  for (uint32_t i = 1; i < run->count; i++) after_of = after_of || run->atoms[i].link == LINK_OF;
  uint64_t ordinary = LEX_BIT(LEX_COMMON_WORD);
  if (after_of) return (next->classes & ordinary) != 0;
  if (!(last->classes & ordinary)) return false;
  // Look a few words on for the word that makes it one body.
  for (uint32_t i = at + 1; i < at + 6; i++) {
    const Token *token = token_at(self, i);
    if (!is_name_token(self, token) || token->sentence != word->sentence) return false;
    if (token_is(token, LEX_BIT(LEX_ORG_WORD))) return run->count == 1;
  }
  return false;
}

// A number or numeral that belongs to the name: "Article Five", "World War II", "Boeing 737".
static bool number_continues(const Tagger *self, const Run *run, uint32_t at) {
  const Token *token = token_at(self, at);
  const Atom *last = &run->atoms[run->count - 1];
  if (token->kind != TOKEN_NUMBER && !token_is(token, LEX_BIT(LEX_NUMBER_WORD))) return false;
  uint32_t len = token->end - token->start;
  return len <= 5 && (last->classes & (LEX_BIT(LEX_LAW_WORD) | LEX_BIT(LEX_FACILITY_WORD))) != 0;
}

void run_read(const Tagger *self, uint32_t at, Run *run) {
  run->count = 0;
  run->end = at;
  if (!token_begins_name(self, at)) return;
  uint32_t sentence = token_at(self, at)->sentence;
  uint32_t lead = particles_at(self, at);
  const Token *start = token_at(self, at + lead);
  if (is_calendar(start) && lead == 0) {
    // "May said", "April Ryan": a calendar word begins a name only as somebody's first name.
    const Token *next = token_at(self, at + 1);
    if (!token_is(start, FIRST_NAME_CLASSES) || next->kind != TOKEN_NAME) return;
  }
  run_add(self, run, at + lead, lead > 0 ? LINK_PARTICLE : LINK_NONE);

  for (;;) {
    const Token *token = token_at(self, run->end);
    if (token->sentence != sentence) break;
    const Atom *last = &run->atoms[run->count - 1];
    if (is_name_token(self, token)) {
      if (token_is(token, LEX_BIT(LEX_PRONOUN_SPEAKER)) && token->kind == TOKEN_NAME) break;
      if (is_calendar(token) && !(last->classes & FIRST_NAME_CLASSES)) break;
      if (!run_add(self, run, run->end, LINK_NONE)) break;
      continue;
    }
    if (token->kind == TOKEN_HYPHEN) {
      const Token *next = token_at(self, run->end + 1);
      if (!is_name_token(self, next) && next->kind != TOKEN_NUMBER) break;
      if (!run_add(self, run, run->end + 1, LINK_HYPHEN)) break;
      continue;
    }
    uint32_t particles = particles_at(self, run->end);
    if (particles > 0 && !token_is(token, LEX_BIT(LEX_NAME_AND))) {
      if (!run_add(self, run, run->end + particles, LINK_PARTICLE)) break;
      continue;
    }
    uint32_t of = behind_link(self, run, run->end);
    if (of != NONE) {
      if (!run_add(self, run, of, LINK_OF)) break;
      continue;
    }
    if (and_continues(self, run, run->end)) {
      if (!run_add(self, run, run->end + 1, LINK_AND)) break;
      continue;
    }
    if (number_continues(self, run, run->end)) {
      if (!run_add(self, run, run->end, LINK_NUMBER)) break;
      continue;
    }
    break;
  }
}
