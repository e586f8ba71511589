// Within tag: runs of capitalised words -> mentions of names.
// Reads a Run; cuts it at titles, countries and adjectives of nationality ("U.S. | President | Joe Biden",
// "Russian | Defense Ministry" stays whole), asks kinds.c for the type of each part, and adds mentions.
#include <string.h>

#include "tagger.h"

typedef struct {
  Tagger *tagger;
  const Run *run;
  bool headline;
} Cutter;

static bool has_any(const Atom *atoms, uint32_t count, uint64_t classes) {
  for (uint32_t i = 0; i < count; i++) {
    if (atoms[i].classes & classes) return true;
  }
  return false;
}

static const Token *word_of(const Cutter *self, const Atom *atom) {
  return token_at(self->tagger, atom->word);
}

// "Officials", "However": a word that is capitalised only since a sentence begins with it.
static bool is_only_sentence_start(const Cutter *self, uint32_t at, uint32_t count) {
  const Atom *atom = &self->run->atoms[at];
  const Token *token = word_of(self, atom);
  if (!(token->shape & SHAPE_SENTENCE_START) || token->kind != TOKEN_NAME) return false;
  if (atom->word != atom->first || atom->first + 1 != atom->word + atom->count) return false;
  if (token->shape & (SHAPE_CAPITALS | SHAPE_MIXED | SHAPE_DIGIT)) return false;
  uint64_t names = PLACE_CLASSES | NORP_CLASSES | LEX_BIT(LEX_ORG);
  if (count > 1 && self->run->atoms[at + 1].link != LINK_NONE) return false;
  if (token_is(token, LEX_BIT(LEX_SENTENCE_START) | LEX_BIT(LEX_FUNCTION) |
                          LEX_BIT(LEX_DETERMINER) | LEX_BIT(LEX_PREPOSITION) | LEX_BIT(LEX_ADVERB) |
                          LEX_BIT(LEX_AUXILIARY) | LEX_BIT(LEX_NUMBER_WORD))) {
    return !(token->classes & names);
  }
  if (!token_is(token, LEX_BIT(LEX_COMMON_WORD) | LEX_BIT(LEX_GROUP) | LEX_BIT(LEX_DOCUMENT) |
                           LEX_BIT(LEX_ROLE)) ||
      token_is(token, names | LEX_BIT(LEX_TITLE))) {
    return false;
  }
  // "Trump has said": a surname that is a word besides. The rest of the draft decides.
  if (count == 1) return !token_is(token, LEX_BIT(LEX_SURNAME) | FIRST_NAME_CLASSES);
  // "Home Depot" stays whole, "Yesterday Biden" does not.
  const Atom *next = &self->run->atoms[at + 1];
  return (next->classes & (FIRST_NAME_CLASSES | LEX_BIT(LEX_COUNTRY) | TITLE_CLASSES)) != 0;
}

// "Dana Ross FRS", "Lee MP": letters behind a person's name that are no part of it.
static bool ends_in_letters(const Cutter *self, const Atom *atoms, uint32_t count) {
  const Token *last = token_at(self->tagger, atoms[count - 1].word);
  const Token *before = token_at(self->tagger, atoms[count - 2].word);
  return last->shape & SHAPE_CAPITALS && last->end - last->start <= 4 && last->kind == TOKEN_NAME &&
         !(before->shape & SHAPE_CAPITALS) && atoms[count - 1].link == LINK_NONE &&
         !token_is(last, LEX_BIT(LEX_SURNAME));
}

static bool push_name(Cutter *self, uint32_t from, uint32_t count, NameKind kind) {
  const Atom *atoms = &self->run->atoms[from];
  while (kind.type == CD_PERSON && count > 2 && ends_in_letters(self, atoms, count)) count--;
  const Atom *last = &atoms[count - 1];
  // A connector before the first atom is a name's only if it is a particle.
  uint32_t first = atoms[0].link == LINK_PARTICLE ? atoms[0].first : atoms[0].word;
  Mention *mention = mention_push(self->tagger, first, last->first + last->count - first);
  if (mention == NULL) return false;
  mention->type = kind.type;
  mention->form = CD_NAME;
  mention->confidence = kind.confidence;
  memcpy(mention->likely, kind.likely, sizeof mention->likely);
  if (kind.doubtful) mention->flags |= MENTION_DOUBTFUL;
  if (self->headline) mention->flags |= MENTION_HEADLINE;
  if (mention->type == CD_PERSON) person_details(self->tagger, mention);
  return true;
}

// Is the atom a title with a person's name behind it? Returns the atoms that titles take, 0 if not.
static uint32_t titles_at(const Cutter *self, uint32_t at, uint32_t end) {
  const Atom *atoms = self->run->atoms;
  uint32_t count = 0;
  while (at + count < end && atoms[at + count].classes & TITLE_CLASSES &&
         (count == 0 || atoms[at + count].link == LINK_NONE)) {
    count++;
  }
  if (count == 0 || at + count == end) return 0;
  const Atom *name = &atoms[at + count];
  if (name->link != LINK_NONE && name->link != LINK_PARTICLE) return 0;
  // "Prince George County", "General Assembly": the title is part of another name.
  uint64_t kind_words = KIND_WORD_CLASSES;
  if (atoms[end - 1].classes & kind_words && !(atoms[end - 1].classes & LEX_BIT(LEX_SURNAME)) &&
      !(name->classes & FIRST_NAME_CLASSES)) {
    return 0;
  }
  if (name->classes & (LEX_BIT(LEX_COUNTRY) | NORP_CLASSES) &&
      !(name->classes & (FIRST_NAME_CLASSES | LEX_BIT(LEX_SURNAME)))) {
    return 0;
  }
  return count;
}

// A name that stands alone though others follow it in the run: "Ukraine", "Russian", "U.S.".
static bool stands_alone(const Cutter *self, uint32_t at, uint32_t end) {
  const Atom *atom = &self->run->atoms[at];
  if (at + 1 >= end) return false;
  const Atom *next = &self->run->atoms[at + 1];
  uint64_t nation = LEX_BIT(LEX_COUNTRY) | NORP_CLASSES;
  if (!(atom->classes & nation)) return false;
  if (next->link == LINK_HYPHEN) return (next->classes & nation) != 0;
  if (next->link != LINK_NONE) return false;
  if (atom->classes & FIRST_NAME_CLASSES && next->classes & LEX_BIT(LEX_SURNAME)) return false;
  return !has_any(next, end - at - 1, KIND_WORD_CLASSES);
}

// In a heading with capitals on every word only known words and clear names count.
static bool is_headline_word(const Atom *atom) {
  uint64_t known = PLACE_CLASSES | NORP_CLASSES | LEX_BIT(LEX_ORG) | FIRST_NAME_CLASSES;
  uint64_t ordinary = LEX_BIT(LEX_COMMON_WORD) | LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_SPEECH) |
                      LEX_BIT(LEX_REPORT) | LEX_BIT(LEX_GROUP) | LEX_BIT(LEX_ROLE) |
                      LEX_BIT(LEX_DOCUMENT) | LEX_BIT(LEX_AUXILIARY);
  return !(atom->classes & known) && (atom->classes & ordinary) != 0;
}

// The end of the part of the run that begins at `at`.
static uint32_t part_end(const Cutter *self, uint32_t at) {
  const Run *run = self->run;
  uint32_t end = at + 1;
  while (end < run->count) {
    if (titles_at(self, end, run->count) > 0 && run->atoms[end].link == LINK_NONE) break;
    if (self->headline && is_headline_word(&run->atoms[end])) break;
    end++;
  }
  return end;
}

bool names_of_run(Tagger *tagger, const Run *run) {
  Cutter self = {tagger, run, false};
  uint32_t sentence = token_at(tagger, run->atoms[0].word)->sentence;
  self.headline = sentence != NONE && tagger->sentence_is_headline != NULL &&
                  tagger->sentence_is_headline[sentence] != 0;
  for (uint32_t at = 0; at < run->count;) {
    uint32_t titles = titles_at(&self, at, run->count);
    if (titles == 0 && (is_only_sentence_start(&self, at, run->count - at) ||
                        (self.headline && is_headline_word(&run->atoms[at])))) {
      at++;
      continue;
    }
    at += titles;
    uint32_t end = part_end(&self, at);
    if (titles == 0 && stands_alone(&self, at, end)) end = at + 1;
    const Atom *atoms = &run->atoms[at];
    // A title with no name behind it is a role, which nominals.c reads.
    bool role_alone =
        end - at == 1 && titles == 0 && atoms->classes & TITLE_CLASSES &&
        !(atoms->classes & (PLACE_CLASSES | NORP_CLASSES | LEX_BIT(LEX_ORG) | FIRST_NAME_CLASSES));
    if (!role_alone) {
      NameKind kind = name_kind(tagger, atoms, end - at, titles > 0);
      if (!push_name(&self, at, end - at, kind)) return false;
    }
    at = end;
  }
  return true;
}
