// What was read of a draft, as one JSON record: the fields of the command line's json and jsonl
// formats. Reads a CdDocument and its text; makes JSON.
#ifndef COPYDESK_RECORD_H
#define COPYDESK_RECORD_H

#include "code_points.h"
#include "copydesk.h"
#include "json.h"

// The mentions of a document, entity by entity: those of entity `id` are
// mentions[first[id]..first[id + 1]). Facts (dates, money, numbers) are no entities of the draft;
// each gets a number of its own behind the last id.
typedef struct {
  CdMention *mentions;
  uint32_t *first;
  uint32_t mention_count;
  uint32_t entity_count;  // ids, used or not, and facts
  uint32_t fact_first;    // the first number that belongs to a fact
} RecordMentions;

bool record_mentions_init(RecordMentions *self, const CdDocument *document);  // false: no memory
void record_mentions_free(RecordMentions *self);

// Writes the fields "sentences", "entities", "quotations", "claims" into the object that `out` is
// in. `text` is the document's; offsets are bytes, or code points if `code_points` is not NULL.
// False when memory is short.
bool record_write(Json *out, const CdDocument *document, const char *text,
                  const CodePoints *code_points);

// The names of claim types in the order of their bits, as an array.
void record_claim_types(Json *out, uint16_t types);

// "speech", "title" or "scare".
const char *record_not_speech_name(CdNotSpeech not_speech);

#endif
