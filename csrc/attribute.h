// attribute: regions, cues and mentions -> quotations, and who said them.
// In two steps, since a draft is read a unit at a time: attribute_unit() finds quotations, their parts and
// the source within the unit; attribute_speakers() gives each its entity from what link resolved and from
// the discourse before. Neither reads what a later stage made.
#ifndef COPYDESK_ATTRIBUTE_H
#define COPYDESK_ATTRIBUTE_H

#include "reading.h"
#include "rules.h"

// Fills unit->quotations and contents from tokens, regions, mentions and the attribution matches. Each
// source is a mention: tag's (flagged MENTION_SOURCE), or, where tag has none there, one that is inserted
// into unit->mentions in its place (CD_OTHER, CD_NOMINAL).
// False when memory is short.
bool attribute_unit(const CdRules *rules, Unit *unit);

// What the draft so far tells about who is speaking. Small and comparable: readings after a unit stay
// valid as soon as the state that enters them is the same as before (memcmp).
typedef struct {
  uint32_t last_speaker;  // entity that spoke last, or NONE
  uint32_t units_since;   // units since then, 0 to 3
  uint32_t open_speaker;  // speaker of a quotation left open by the unit before, or NONE
  uint32_t left_open;     // 1 if there is one
  uint32_t
      lead_in_speaker;  // the unit before ended in an attribution with a colon: its speaker, or NONE
  uint32_t turn;        // question-and-answer: whose turn a dash or "A:" means, or NONE
} AttributeState;

void attribute_state_init(AttributeState *state);

// Sets Quotation.speaker and confidence of a reading whose mentions link has resolved, and moves `state`
// past it. `bytes` are the unit's.
void attribute_speakers(AttributeState *state, Reading *reading, const char *bytes);

#endif
