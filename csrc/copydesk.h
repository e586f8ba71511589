// The C API of copydesk: a draft that is read while it is edited.
//
// A CdDocument holds the text of one draft and what was read from it: sentences, entities and their
// mentions, quotations and their speakers, claims. CdRules hold the knowledge (lexicons, queries,
// patterns, weights); once filled they are only read, so documents on several threads may share them.
// There is no other shared state: two documents on two threads are independent.
//
// Text is UTF-8. Invalid bytes and NUL are read on as signs without meaning and never change an offset;
// lines may have any length. All offsets are bytes, rows and columns count from 0, spans are half open.
// Nothing aborts: what can fail returns a CdStatus.
#ifndef COPYDESK_H
#define COPYDESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CD_VERSION "0.1.0"
#define CD_NONE UINT32_MAX

typedef enum {
  CD_OK,
  CD_NO_MEMORY,
  CD_BAD_RANGE,  // an offset outside the text, or a text over 1 GB
  CD_BAD_RULES,  // a query, pattern or list could not be used: see cd_rules_messages()
  CD_BAD_FILE,   // could not be read or written: errno tells why
} CdStatus;

const char *cd_status_text(CdStatus status);

typedef struct {
  uint32_t start, end;
} CdSpan;

typedef enum {  // OntoNotes' types, and OTHER for a speaker without a name
  CD_PERSON,
  CD_NORP,
  CD_ORG,
  CD_GPE,
  CD_LOC,
  CD_FAC,
  CD_EVENT,
  CD_LAW,
  CD_WORK_OF_ART,
  CD_PRODUCT,
  CD_DATE,
  CD_TIME,
  CD_MONEY,
  CD_PERCENT,
  CD_QUANTITY,
  CD_ORDINAL,
  CD_CARDINAL,
  CD_OTHER,
  CD_ENTITY_TYPE_COUNT
} CdEntityType;
typedef enum { CD_NAME, CD_NOMINAL, CD_PRONOUN } CdForm;
typedef enum { CD_GENDER_UNKNOWN, CD_MALE, CD_FEMALE, CD_PLURAL, CD_NEUTER } CdGender;
typedef enum { CD_DIRECT, CD_MIXED, CD_INDIRECT } CdQuotationType;
typedef enum { CD_SPEECH, CD_TITLE, CD_SCARE } CdNotSpeech;  // CD_SPEECH: it is speech
typedef enum { CD_VOICE_AUTHOR, CD_VOICE_ATTRIBUTED, CD_VOICE_QUOTED } CdVoice;
typedef enum {
  CD_CLAIM_EVENT,
  CD_CLAIM_QUANTITY,
  CD_CLAIM_DATE,
  CD_CLAIM_ROLE,
  CD_CLAIM_LAW,
  CD_CLAIM_COMPARISON,
  CD_CLAIM_CAUSE,
  CD_CLAIM_PLAN,
  CD_CLAIM_SPEECH,
  CD_CLAIM_QUOTE,
  CD_CLAIM_TYPE_COUNT
} CdClaimType;

// The names used in JSON, Lua and messages: "PERSON", "pronoun", "female", "direct", "author", "event".
const char *cd_entity_type_name(CdEntityType type);
const char *cd_form_name(CdForm form);
const char *cd_gender_name(CdGender gender);
const char *cd_quotation_type_name(CdQuotationType type);
const char *cd_voice_name(CdVoice voice);
const char *cd_claim_type_name(CdClaimType type);

// ---- rules -------------------------------------------------------------------------------------
typedef struct CdRules CdRules;

// The embedded lexicons, patterns and queries; NULL when memory is short.
CdRules *cd_rules_new(void);
void cd_rules_free(CdRules *self);

// Adds a newsroom's file; its kind is told by its name: "attribution.scm" or "claims.scm" (a query that
// replaces the shipped one, or adds to it if its first line is "; extends"), or "lexicon/en/CLASS.txt".
// `text` is copied. A file that cannot be used leaves the shipped rules at work and adds a message.
CdStatus cd_rules_add_file(CdRules *self, const char *path, const char *text, size_t len);

// Adds every such file of a folder: queries/prose/*.scm, lexicon/en/*.txt, in order of name.
CdStatus cd_rules_add_folder(CdRules *self, const char *folder);

// Calls `visit` for every problem found so far, as "FILE:LINE:COLUMN: what is wrong".
void cd_rules_messages(const CdRules *self, void (*visit)(void *context, const char *message),
                       void *context);

// ---- documents ---------------------------------------------------------------------------------
typedef struct CdDocument CdDocument;

// A document with the given text, read whole. `rules` must outlive it. NULL when memory is short or the
// text is over 1 GB.
CdDocument *cd_document_new(const CdRules *rules, const char *text, size_t len);
void cd_document_free(CdDocument *self);

// How paragraphs are told apart: from the lines themselves, every line one, or every line going on.
typedef enum { CD_WRAP_AUTO, CD_WRAP_SOFT, CD_WRAP_HARD } CdWrap;

// Reads the draft again with another way to tell paragraphs apart.
CdStatus cd_document_set_wrap(CdDocument *self, CdWrap wrap);

// Rows whose reading may differ after an edit, in the new text, both inclusive.
typedef struct {
  uint32_t first_row, last_row;
} CdChange;

// Replaces old_len bytes at `start` by new_text[0..new_len) and reads what that changes. On an error the
// text is as before.
CdStatus cd_document_edit(CdDocument *self, uint32_t start, uint32_t old_len, const char *new_text,
                          uint32_t new_len, CdChange *change);

uint32_t cd_document_len(const CdDocument *self);        // bytes
uint32_t cd_document_row_count(const CdDocument *self);  // at least 1
// Copies span's bytes to out (room for end - start). CD_BAD_RANGE if it is not inside the text.
CdStatus cd_document_text(const CdDocument *self, CdSpan span, char *out);
// Row and column (bytes) of an offset, and back; past the end they are clamped.
void cd_document_position(const CdDocument *self, uint32_t offset, uint32_t *row, uint32_t *column);
uint32_t cd_document_offset(const CdDocument *self, uint32_t row, uint32_t column);
// The rows of the paragraph (heading, list item, …) that a row belongs to, with the blank ones behind it;
// both inclusive.
void cd_document_paragraph(const CdDocument *self, uint32_t row, uint32_t *first, uint32_t *last);
uint32_t cd_document_unread(const CdDocument *self);  // units that could not be read
const char *cd_document_message(
    const CdDocument *self);  // a rule that was switched off; NULL: none

// What was read, visited in the order of the text. A visitor returns false to stop. The struct and what
// it points to are valid during the call only. `range` limits the visit to what touches those bytes.
typedef struct {
  CdSpan span;
  CdSpan title;     // title or role beside a name; empty if none
  uint32_t entity;  // id, or CD_NONE: dates, money and other facts, and pronouns that stay open
  CdEntityType type;
  CdForm form;
  CdGender gender;
  bool in_quotation;
  float confidence;
} CdMention;

enum {
  CD_QUOTATION_UNCLOSED = 1,   // its mark is never closed
  CD_QUOTATION_CONTINUED = 2,  // goes on in the next paragraph
};

typedef struct {
  CdSpan span;  // with marks; of a split content from its first part to its last
  const CdSpan *content;
  uint32_t content_count;
  CdSpan cue, source;  // start == end: none
  uint32_t speaker;    // entity id, or CD_NONE: unattributed
  float confidence;    // 0 to 1; below 0.5 it shows with "?"
  CdQuotationType type;
  CdNotSpeech not_speech;
  uint8_t flags;
  uint32_t correction;  // number of the CdSpeaker that says whose it is, or CD_NONE
} CdQuotation;

typedef struct {
  CdSpan span;
  float score;
  uint8_t priority;  // 3 must, 2 should, 1 low
  uint16_t types;    // bit (1 << CdClaimType)
  CdVoice voice;
  bool vague;
  uint32_t speaker;  // of quoted and attributed ones: entity id, or CD_NONE
} CdClaim;

typedef struct {
  uint32_t id;  // stable while the draft's names stay the same
  CdEntityType type;
  CdGender gender;
  const char *name;  // fullest form in the draft; UTF-8, ends with NUL
  uint32_t mention_count, quotation_count;
  uint32_t quoted_words;
  uint32_t first;  // offset of the first mention
} CdEntity;

// ---- corrections by hand -----------------------------------------------------------------------
// What a user says about a name as it is written, wherever it stands in the draft.
typedef enum {
  CD_CORRECT_SAME,      // it means whom or what another name means
  CD_CORRECT_NOT_NAME,  // it is no name
  CD_CORRECT_TYPE,      // it is the name of a person, an organisation, a place, …
} CdCorrectionKind;

typedef struct {
  CdCorrectionKind kind;
  const char *name;   // case, accents and full stops do not count; for CD_CORRECT_SAME also a role
                      // or another noun phrase ("the mayor")
  const char *other;  // CD_CORRECT_SAME: the other name; while the draft does not have it, nothing
                      // is corrected
  CdEntityType type;  // CD_CORRECT_TYPE
} CdCorrection;

// "same", "not_name", "type", as ledgers and Lua have it.
const char *cd_correction_name(CdCorrectionKind kind);

// Replaces all corrections by these and reads the draft's names by them, now and after each edit: the
// same as if the draft were read afresh with them. Of several of one kind about one name the last
// counts; "not a name" goes over the others. Strings need not live on. On an error all stays as it was.
CdStatus cd_document_correct(CdDocument *self, const CdCorrection *items, uint32_t count);

// Whose words a quotation is, as the user says. It is found by the words of its first content, as they
// stood when he said it; white space, marks, punctuation at the edge of a word and the case of the first
// word do not count. Where those words stand several times the one that keeps its neighbours on both sides
// is meant. If the words are gone, or it is not clear which are meant, nothing is corrected.
typedef struct {
  const char *words;
  const char *before, *behind;  // the draft's words around them; the nearest three on a side count
  const char *speaker;          // a name, or a role, of the draft; "": nobody
} CdSpeaker;

typedef enum {
  CD_SPEAKER_HOLDS,
  CD_SPEAKER_GONE,      // the draft has no quotation of these words
  CD_SPEAKER_DOUBTFUL,  // it has them elsewhere, or several times
  CD_SPEAKER_NO_NAME,   // it does not have the speaker's name
} CdSpeakerState;

// "holds", "gone", "doubtful", "no_name", as Lua has it.
const char *cd_speaker_state_name(CdSpeakerState state);

// Replaces all that was said of speakers and reads the draft by it, as cd_document_correct() does.
CdStatus cd_document_correct_speakers(CdDocument *self, const CdSpeaker *items, uint32_t count);
// What became of the item with that number.
CdSpeakerState cd_document_speaker_state(const CdDocument *self, uint32_t index);

typedef bool CdSentenceVisit(void *context, CdSpan sentence);
typedef bool CdMentionVisit(void *context, const CdMention *mention);
typedef bool CdQuotationVisit(void *context, const CdQuotation *quotation);
typedef bool CdClaimVisit(void *context, const CdClaim *claim);
typedef bool CdEntityVisit(void *context, const CdEntity *entity);

void cd_document_sentences(const CdDocument *self, CdSpan range, CdSentenceVisit *visit,
                           void *context);
void cd_document_mentions(const CdDocument *self, CdSpan range, CdMentionVisit *visit,
                          void *context);
void cd_document_quotations(const CdDocument *self, CdSpan range, CdQuotationVisit *visit,
                            void *context);
void cd_document_claims(const CdDocument *self, CdSpan range, CdClaimVisit *visit, void *context);
void cd_document_entities(const CdDocument *self, CdEntityVisit *visit, void *context);
// One entity by id; false if there is none. The first call after an edit counts the whole draft once.
bool cd_document_entity(const CdDocument *self, uint32_t id, CdEntity *entity);
// Its name alone, at once; NULL if there is no such entity.
const char *cd_document_entity_name(const CdDocument *self, uint32_t id);
// Its type alone, likewise; CD_OTHER if there is no such entity.
CdEntityType cd_document_entity_type(const CdDocument *self, uint32_t id);

#endif
