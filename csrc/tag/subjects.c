// Within tag: which mentions are subjects, as far as the order of words tells.
// Reads tokens and mentions in order; sets MENTION_SUBJECT on the first mention of a clause before its
// verb that no preposition governs, and on one behind a verb of speech that ends a quotation.
#include "tagger.h"

#define VERB_CLASSES                                                                          \
  (LEX_BIT(LEX_AUXILIARY) | LEX_BIT(LEX_SPEECH) | LEX_BIT(LEX_REPORT) | LEX_BIT(LEX_BELIEF) | \
   LEX_BIT(LEX_VERB_PAST))

static bool is_verb(const Tagger *self, const Token *token) {
  if (token->kind != TOKEN_WORD) return false;
  if (token_is(token, VERB_CLASSES)) return true;
  const char *end = self->unit->bytes + token->end;
  return token->end - token->start > 4 && end[-1] == 'd' && end[-2] == 'e';
}

static bool begins_clause(const Token *token) {
  switch (token->kind) {
    case TOKEN_SEMICOLON:
    case TOKEN_COLON:
    case TOKEN_DASH:
    case TOKEN_OPEN_MARK:
    case TOKEN_CLOSE_MARK:
    case TOKEN_STOP:
      return true;
    default:
      return token->kind == TOKEN_WORD && token_is(token, LEX_BIT(LEX_CLAUSE));
  }
}

// "…," said Biden: the verb stands before its subject.
static bool is_inverted(const Tagger *self, uint32_t first) {
  const Token *verb = token_before(self, first);
  if (verb->kind != TOKEN_WORD || !token_is(verb, LEX_BIT(LEX_SPEECH)) || first < 2) return false;
  uint8_t kind = token_at(self, first - 2)->kind;
  return kind == TOKEN_CLOSE_MARK || kind == TOKEN_COMMA;
}

void subjects_mark(Tagger *self) {
  Unit *unit = self->unit;
  bool open = true;
  uint32_t at = 0, sentence = NONE;
  for (uint32_t m = 0; m < unit->mention_count; m++) {
    Mention *mention = &unit->mentions[m];
    for (; at < mention->first_token; at++) {
      const Token *token = token_at(self, at);
      if (token->sentence != sentence || begins_clause(token)) open = true;
      sentence = token->sentence;
      if (is_verb(self, token)) open = false;
    }
    if (token_at(self, at)->sentence != sentence) open = true;
    sentence = token_at(self, at)->sentence;
    uint32_t end = mention->first_token + mention->token_count;
    at = end;
    if (mention->form == CD_NAME && token_at(self, end)->kind == TOKEN_CLITIC) {
      mention->flags |= MENTION_POSSESSIVE;
    }
    if (mention->flags & MENTION_POSSESSIVE) continue;
    const Token *before = token_before(self, mention->first_token);
    bool governed = before->kind == TOKEN_WORD && token_is(before, LEX_BIT(LEX_PREPOSITION)) &&
                    !token_is(before, LEX_BIT(LEX_CLAUSE));
    // Right before a verb it is one even if its clause began unnoticed ("On Monday, Lee postponed").
    bool before_verb = !governed && is_verb(self, token_at(self, end));
    if (is_inverted(self, mention->first_token) || (before_verb && mention->type == CD_PERSON)) {
      mention->flags |= MENTION_SUBJECT;
      open = false;
    } else if (open && !governed && mention->type != CD_NORP) {
      // A country before a title is not the subject: "U.S. President Joe Biden said".
      const Token *next = token_at(self, end);
      if (mention->form == CD_NAME && next->kind == TOKEN_NAME) continue;
      mention->flags |= MENTION_SUBJECT;
      open = false;
    }
  }
}
