// What a CdDocument is made of; for the files of this folder alone.
#ifndef COPYDESK_DOCUMENT_DOCUMENT_H
#define COPYDESK_DOCUMENT_DOCUMENT_H

#include "../gap.h"
#include "../parse.h"
#include "../rules.h"
#include "units.h"

// What is counted of an entity over the draft.
typedef struct {
  uint32_t mentions, quotations, words, first;
} EntityCount;

struct CdDocument {
  const CdRules *rules;
  Gap text;
  Units units;
  CdWrap wrap;
  Linker *linker;
  uint32_t unread;      // units that could not be read
  uint32_t lead_count;  // units that are marked as the draft's lead
  // Tools of the stages, for one unit at a time.
  Arena *arena;
  Splitter *splitter;
  Parser *parser;
  RulesCursor *cursor;
  // Counted when somebody asks, and again after an edit.
  EntityCount *counts;
  uint32_t count_capacity;
  bool is_counted;
};

// Runs the stages that need one unit alone on the unit's bytes. NULL when memory is short.
Reading *document_read(CdDocument *self, const UnitRecord *record, uint32_t start);

// Gives all mentions and quotations of the draft their entities again.
void document_resolve(CdDocument *self);

#endif
