// Word lists: which classes a word, or a phrase of several words, belongs to.
// Reads the lists that were embedded at build time from lexicon/en/ and a newsroom's own files.
#ifndef COPYDESK_LEXICON_H
#define COPYDESK_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reading.h"

typedef enum {
#define LEXICON(enumerator, name) enumerator,
#include "lexicon.def"
#undef LEXICON
  LEX_BUILTIN_COUNT
} LexiconClass;

#define LEX_BIT(class) ((uint64_t)1 << (class))

typedef struct Lexicon Lexicon;

// The embedded lists; NULL when memory is short. Owned by the caller.
Lexicon *lexicon_new(void);
void lexicon_free(Lexicon *self);

// Adds the entries of one list: an entry a line, `#` begins a comment, `-entry` takes one out.
// - "police" matches in any case; an entry with capitals matches in this case alone, and "US", "WHO"
//   (capitals only) then hide what is known of "us" and "who".
// - Entries of several words are phrases. A hyphen in an entry matches a hyphen or a space, as
//   does a hyphen in the text; 's is a word of its own, as in the parser's tokens.
// - Stops inside count, one at the end does not: "u.s" is "U.S." and "U.S", not "US".
// `class_name` may be new. False when memory is short or there are 64 classes already. Entries longer
// than 240 bytes or 12 words and entries with NUL bytes are left out.
bool lexicon_add(Lexicon *self, const char *class_name, const char *text, size_t len);

// The number of a class, or -1.
int lexicon_class(const Lexicon *self, const char *class_name, size_t len);

// The classes of the single word bytes[0..len), as bits; 0 for an unknown word.
uint64_t lexicon_word(const Lexicon *self, const char *bytes, uint32_t len);

// The longest phrase or word of one of the classes in `classes` that starts at tokens[at]. Returns how
// many tokens it takes (0: none) and in *found the classes of that very entry. A phrase that is a name
// and begins with a capital ends with one: of "Kandahar province" only "Kandahar" is found.
uint32_t lexicon_phrase(const Lexicon *self, const Unit *unit, uint32_t at, uint64_t classes,
                        uint64_t *found);

#endif
