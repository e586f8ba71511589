// The units of a draft in order, with their places in the text.
// A gap array, as the text is a gap buffer: places before the gap are kept from the front, those
// behind it from the end, so an edit near the last one moves and renumbers nothing.
#ifndef COPYDESK_DOCUMENT_UNITS_H
#define COPYDESK_DOCUMENT_UNITS_H

#include "../attribute.h"
#include "../link.h"
#include "../reading.h"
#include "../split.h"

typedef struct {
  uint32_t start, row;  // kept by Units: ask units_start(), units_row()
  uint32_t len, rows;
  SplitState before;  // the splitter's state that the unit began in
  uint8_t block;      // BlockKind
  bool part;          // goes on with the paragraph of the unit before
  bool is_lead;       // among the first prose units of the draft
  bool is_dirty;      // to be read
  Reading *reading;   // owned; NULL for what is not read
  LinkState link;     // states behind the unit
  AttributeState attribute;
} UnitRecord;

typedef struct {
  UnitRecord *items;
  uint32_t gap_start, gap_end, capacity;
  uint32_t bytes, rows;  // of the whole text
} Units;

void units_free(Units *self);  // and the readings
uint32_t units_count(const Units *self);
UnitRecord *units_at(const Units *self, uint32_t index);
uint32_t units_start(const Units *self,
                     uint32_t index);  // byte; of units_count(): the text's length
uint32_t units_row(const Units *self, uint32_t index);

// The unit that holds a byte (row); the last one for what is behind the end. 0 for an empty text.
uint32_t units_find(const Units *self, uint32_t byte);
uint32_t units_find_row(const Units *self, uint32_t row);

// Replaces `old_count` units from `first` on by `records`, whose places are from the front; the
// text's size changes by the difference. False, and nothing changed, when memory is short.
bool units_replace(Units *self, uint32_t first, uint32_t old_count, const UnitRecord *records,
                   uint32_t count);

#endif
