// tag: tokens -> mentions: names with their type, pronouns, and nominals that can mean somebody.
// Reads unit->tokens, sentences, regions; fills unit->mentions in the order of the text, not overlapping.
// Looks at one unit alone: where that does not settle whether a word is a name or of what type, the
// mention is MENTION_DOUBTFUL with a low confidence, and link decides from the whole draft.
#ifndef COPYDESK_TAG_H
#define COPYDESK_TAG_H

#include "crf/crf.h"
#include "lexicon.h"
#include "reading.h"

// `crf`: the trained model of names; NULL: rules and lists alone. False when memory is short.
bool tag_unit(const Lexicon *lexicon, const Crf *crf, Unit *unit);

#endif
