// What the stages make of one unit of text, and how it is kept.
// A Unit is scratch: tokens, regions and matches live in an arena while the stages run, each stage
// reading what the ones before it filled in. A Reading is what remains of it, packed in one block.
// All offsets are bytes from the start of the unit; all rows and token numbers count from 0.
#ifndef COPYDESK_READING_H
#define COPYDESK_READING_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "copydesk.h"

#define NONE UINT32_MAX

// ---- split -------------------------------------------------------------------------------------
// What kind of block a unit is. Blank, code, comment and front matter are never read as prose.
typedef enum {
  BLOCK_BLANK,
  BLOCK_PROSE,
  BLOCK_HEADING,
  BLOCK_LIST_ITEM,
  BLOCK_QUOTE,  // markdown's "> "
  BLOCK_FRONT_MATTER,
  BLOCK_CODE,
  BLOCK_COMMENT,
  BLOCK_TABLE,
} BlockKind;

// ---- parse -------------------------------------------------------------------------------------
typedef enum {
  TOKEN_WORD,          // lower case, or a capitalised function word at a sentence start
  TOKEN_NAME,          // begins with a capital letter, or is written in capitals
  TOKEN_INITIALS,      // "J.", "U.S.", "F.B.I."
  TOKEN_ABBREVIATION,  // "Mr.", "Sen.", "Inc."
  TOKEN_CLITIC,        // "'s" or "’s" after a word, or the bare apostrophe of a plural possessor
  TOKEN_NUMBER,        // digits with separators, ordinals ("3rd"), number with unit glued ("5km")
  TOKEN_MONEY,         // currency sign and number, with "million" if it follows
  TOKEN_PERCENT,       // number and "%", "percent", "per cent"
  TOKEN_URL,           // URL, e-mail, @handle, #tag
  TOKEN_OPEN_MARK,
  TOKEN_CLOSE_MARK,
  TOKEN_OPEN_BRACKET,
  TOKEN_CLOSE_BRACKET,
  TOKEN_COMMA,
  TOKEN_SEMICOLON,
  TOKEN_COLON,
  TOKEN_DASH,    // en, em, "--", " - "
  TOKEN_HYPHEN,  // between parts of which one is capitalised: "U.S.-Ukraine", "Jean-Claude"
  TOKEN_ELLIPSIS,
  TOKEN_STOP,   // . ! ? that ends a sentence
  TOKEN_PUNCT,  // any other sign
} TokenKind;

enum {                    // Token.shape
  SHAPE_CAPITALISED = 1,  // Aaaa
  SHAPE_CAPITALS = 2,     // AAAA, two letters or more
  SHAPE_MIXED = 4,        // McCain, iPhone
  SHAPE_DIGIT = 8,        // a digit somewhere
  SHAPE_SENTENCE_START =
      16,  // first word of its sentence (marks and brackets before it do not count)
  SHAPE_SPACE_BEFORE = 32,  // white space, or the unit's start, before it
  SHAPE_NAME_FIRST = 64,    // first token of a `name` node of the tree
  SHAPE_NAME_NEXT = 128,    // a later token of one
};

typedef struct {
  uint32_t start, end;
  uint64_t classes;   // lexicon classes of the folded word, LEX_BIT()
  uint64_t hash;      // text_hash() of the token
  uint32_t sentence;  // number of the innermost sentence, or NONE
  uint32_t region;  // number of the innermost quoted region that it is in (its marks too), or NONE
  uint8_t kind;     // TokenKind
  uint8_t shape;
  uint8_t brackets;  // depth of brackets around it
  bool first_child;  // nothing before it in the sentence node around it
  uint32_t
      parent;  // number of the sentence node around it, of marks around what they enclose: siblings
               // in the tree have one; tokens of a name have that of the name
} Token;

typedef struct {
  uint32_t start, end;  // without surrounding white space; closing marks belong to the sentence
  uint32_t first_token, token_count;
  uint32_t region;  // region that it lies wholly in, or NONE for the writer's own
} Sentence;

typedef enum { MARK_DOUBLE, MARK_SINGLE, MARK_GUILLEMET } MarkKind;
enum { REGION_UNCLOSED = 1, REGION_OPENS_UNIT = 2 };  // Region.flags

// A stretch in quotation marks, speech or not.
typedef struct {
  uint32_t start, end;  // with its marks
  uint32_t inner_start, inner_end;
  uint32_t first_token, token_count;  // with the tokens of its marks
  uint32_t parent;                    // region around it, or NONE
  uint32_t word_count;
  uint8_t mark;  // MarkKind
  uint8_t flags;
} Region;

// ---- facts -------------------------------------------------------------------------------------
typedef enum {
  FACT_DATE,
  FACT_TIME,
  FACT_MONEY,
  FACT_PERCENT,
  FACT_QUANTITY,
  FACT_ORDINAL,
  FACT_CARDINAL,
  FACT_AGE,
  FACT_DURATION,
  FACT_USER,
} FactKind;

typedef struct {
  uint32_t start, end;
  uint8_t kind;  // FactKind
  double value;  // normalised: "1.5 million" is 1500000; NAN if none
} Fact;

// ---- tag and link ------------------------------------------------------------------------------
enum {                   // Mention.flags
  MENTION_SUBJECT = 1,   // subject of its clause, as far as word order tells
  MENTION_DOUBTFUL = 2,  // tag proposes a name; link keeps it if the rest of the draft bears it out
  MENTION_POSSESSIVE = 4,  // followed by 's, or a possessive pronoun
  MENTION_HEADLINE = 8,    // in a heading or capitalised line, where capitals mean little
  MENTION_DROPPED = 16,    // link decided that it is no name
  MENTION_SOURCE = 32,     // attribute found that it is the source of a quotation
};

typedef struct {
  uint32_t start, end;  // of a name: without titles, articles, possessive 's
  uint32_t first_token, token_count;
  uint32_t title_start, title_end;  // "U.S. President", or an appositive role; both 0 if none
  uint32_t sentence, region;        // region NONE: the writer's own words
  uint32_t entity;                  // set by link: entity id, or NONE
  uint64_t key;                     // hash of the normalised name; of a nominal, of its head noun
  uint32_t name_id;  // the linker's number of the name; set when the reading joins a draft
  uint8_t type;      // CdEntityType
  uint8_t form;      // CdForm
  uint8_t gender;    // CdGender
  uint8_t flags;
  float confidence;   // tag's in the type, then link's in the entity
  uint8_t likely[4];  // tag's probability of PERSON, a place, ORG, NORP, in 15ths: a name's add up
} Mention;

// ---- rules -------------------------------------------------------------------------------------
typedef struct {
  uint32_t start, end;
  uint16_t name;  // capture name: rules_capture_name()
} Capture;

typedef struct {
  uint32_t rule;                          // rule number: rules_property() reads its #set! values
  uint32_t first_capture, capture_count;  // in Unit.captures
} Match;

// ---- attribute ---------------------------------------------------------------------------------
typedef enum {
  SPEAKER_HERE,       // `mention` of this unit
  SPEAKER_PREVIOUS,   // whoever speaks quotation `previous` of this unit
  SPEAKER_CONTINUED,  // the unit opens with a mark while the one before left its own open
  SPEAKER_DISCOURSE,  // no attribution in this unit: the draft decides, or nobody
  SPEAKER_NOBODY,     // not speech, or the text does not tell
} SpeakerFrom;

typedef struct {
  uint32_t start, end;
  uint32_t first_content, content_count;  // in Unit.contents
  CdSpan cue, source;                     // start == end: none
  CdSpan
      source_name;   // the noun phrase that names the source, without article ("text", "officials")
  uint32_t mention;  // mention that the source means, or NONE
  uint32_t previous;  // for SPEAKER_PREVIOUS
  uint32_t region;    // for direct and mixed ones the first region, else NONE
  uint32_t sentence;
  uint32_t speaker;    // set at draft level: entity id, or NONE
  float certainty;     // of what the unit alone tells
  float confidence;    // in the speaker, over the draft; set with `speaker`
  uint8_t type;        // CdQuotationType
  uint8_t not_speech;  // CdNotSpeech
  uint8_t from;        // SpeakerFrom
  uint8_t flags;       // CD_QUOTATION_*
  // Set at draft level: what the user says of its speaker, see document/speakers.c.
  bool by_hand;           // `hand_speaker` goes over all else
  uint8_t hand_sides;     // of its neighbours that are as they were: 0 to 2
  uint32_t hand;          // number of the correction that fits it best, from 1; 0: none
  uint32_t hand_group;    // of the first correction with these words, from 1; 0: none has them
  uint32_t hand_speaker;  // entity id, or NONE: nobody
} Quotation;

// ---- assess ------------------------------------------------------------------------------------
typedef struct {
  uint32_t start, end;
  uint32_t sentence;
  uint32_t quotation;  // whose words the claim repeats, or NONE
  float score;         // 0 to 1, orders the list
  uint16_t types;      // bits of CdClaimType
  uint8_t priority;    // 3 must, 2 should, 1 low
  uint8_t voice;       // CdVoice
  bool vague;
} Claim;

// ---- the unit ----------------------------------------------------------------------------------
typedef struct Unit {
  Arena *arena;
  const char *source;  // the draft's bytes
  const char
      *bytes;  // the same length, with markup, NUL and invalid bytes blanked: what stages read
  uint32_t len;
  uint8_t block;  // BlockKind
  bool is_lead;   // among the first three prose units of the draft
  bool failed;    // memory ran short or the text could not be parsed: the unit is unread

  Token *tokens;
  uint32_t token_count;
  Sentence *sentences;
  uint32_t sentence_count;
  Region *regions;
  uint32_t region_count;
  Fact *facts;
  uint32_t fact_count;
  Mention *mentions;
  uint32_t mention_count;
  Match *matches;
  uint32_t match_count;
  Capture *captures;
  uint32_t capture_count;
  Quotation *quotations;
  uint32_t quotation_count;
  CdSpan *contents;
  uint32_t content_count;
  Claim *claims;
  uint32_t claim_count;
} Unit;

// What is kept of a unit: one block, freed with free(). Arrays point into the block.
typedef struct Reading {
  Sentence *sentences;
  uint32_t sentence_count;
  Mention *mentions;
  uint32_t mention_count;
  Quotation *quotations;
  uint32_t quotation_count;
  CdSpan *contents;
  uint32_t content_count;
  Claim *claims;
  uint32_t claim_count;
  Fact *facts;
  uint32_t fact_count;
  bool opens_with_mark;  // its first token opens a quotation
  bool left_open;        // its last region has no closing mark
  bool failed;
} Reading;

// Packs what outlives the unit. NULL when memory is short. Names of mentions are read from the draft's
// bytes when the linker needs them, so none are copied.
Reading *reading_pack(const Unit *unit);

#endif
