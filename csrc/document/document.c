// A draft: its text, its units, and what an edit makes necessary to read again.
// Reads bytes and edits; makes readings of dirty units, then links and speakers over the draft.
#include "document.h"

#include <stdlib.h>
#include <string.h>

enum {
  TEXT_MOST = 1 << 30,
  LEAD_UNITS = 3,  // prose units that count as the draft's lead
};

// ---- splitting ---------------------------------------------------------------------------------
// A stretch of units being made again.
typedef struct {
  UnitRecord *items;
  uint32_t count, capacity;
} Records;

static bool records_push(Records *self, UnitRecord record) {
  if (self->count == self->capacity) {
    uint32_t capacity = self->capacity ? self->capacity * 2 : 16;
    UnitRecord *grown = realloc(self->items, capacity * sizeof *grown);
    if (!grown) return false;
    self->items = grown;
    self->capacity = capacity;
  }
  self->items[self->count++] = record;
  return true;
}

// An edit as the splitter sees it: where old units are to be found in the new text.
typedef struct {
  uint32_t start, old_end;  // the bytes replaced, in the old text
  uint32_t settled;  // in the new text: units that begin from here on depend on nothing edited
  uint32_t delta;    // new size less old size, modulo 2^32
} Edit;

// Where an old unit that the edit left alone begins in the new text; NONE for one that it touched.
static uint32_t moved_start(const CdDocument *self, const Edit *edit, uint32_t index) {
  uint32_t start = units_start(&self->units, index);
  if (start >= edit->old_end) return start + edit->delta;
  return start + units_at(&self->units, index)->len <= edit->start ? start : NONE;
}

// Makes the units from `first` on until they meet the old ones again. Takes over the readings of
// units whose bytes stayed the same. Sets *behind to the first old unit that stays. False: no
// memory.
static bool split_again(CdDocument *self, const Edit *edit, uint32_t first, Records *records,
                        uint32_t *behind) {
  const Units *units = &self->units;
  uint32_t count = units_count(units), len = gap_len(&self->text), old = first, row = 0, at = 0;
  SplitState state = {0};
  if (first < count) {
    at = units_start(units, first);
    row = units_row(units, first);
    state = units_at(units, first)->before;
  }
  while (at < len) {
    uint32_t there = NONE;
    while (old < count) {
      there = moved_start(self, edit, old);
      if (there != NONE && there >= at) break;
      old++;
    }
    const UnitRecord *same = old < count && there == at ? units_at(units, old) : NULL;
    bool is_same_state = same && memcmp(&same->before, &state, sizeof state) == 0;
    if (is_same_state && at >= edit->settled && units_start(units, old) >= edit->old_end) {
      *behind = old;
      return true;
    }
    SplitUnit unit = splitter_next(self->splitter, at, state);
    UnitRecord record = {.start = at,
                         .row = row,
                         .len = unit.len,
                         .rows = unit.rows,
                         .before = state,
                         .block = unit.block,
                         .part = unit.part,
                         .is_dirty = split_is_read((BlockKind)unit.block)};
    if (same && same->len == unit.len && same->block == unit.block && same->reading) {
      record.reading = same->reading;
      record.is_lead = same->is_lead;
      record.is_dirty = false;
      record.link = same->link;
      record.attribute = same->attribute;
    }
    if (!records_push(records, record)) return false;
    at += unit.len;
    row += unit.rows;
    state = unit.after;
  }
  *behind = count;
  return true;
}

// ---- reading -----------------------------------------------------------------------------------
static void forget(CdDocument *self, Reading *reading) {
  if (!reading) return;
  if (reading->failed) self->unread--;
  speakers_forget(self, reading);
  linker_remove(self->linker, reading);
  free(reading);
}

static void read_dirty(CdDocument *self, uint32_t index) {
  UnitRecord *record = units_at(&self->units, index);
  record->is_dirty = false;
  forget(self, record->reading);
  uint32_t start = units_start(&self->units, index);
  record->reading = document_read(self, record, start);
  if (!record->reading) return;
  const char *bytes = gap_view(&self->text, start, start + record->len);
  if (!record->reading->failed && !linker_add(self->linker, record->reading, bytes)) {
    record->reading->failed = true;
  }
  if (record->reading->failed) self->unread++;
}

// Marks the draft's first prose units as its lead, and those that are so no longer. Returns the unit behind
// the last whose standing changed.
static uint32_t mark_lead(CdDocument *self) {
  uint32_t count = units_count(&self->units), leads = 0, end = 0;
  uint32_t marked = self->lead_count;  // of those marked before, still to be met
  for (uint32_t i = 0; i < count && (leads < LEAD_UNITS || marked > 0); i++) {
    UnitRecord *record = units_at(&self->units, i);
    bool is_lead = record->block == BLOCK_PROSE && leads < LEAD_UNITS;
    leads += is_lead;
    marked -= record->is_lead;
    if (record->is_lead == is_lead) continue;
    record->is_lead = is_lead;
    record->is_dirty = split_is_read((BlockKind)record->block);
    end = i + 1;
  }
  self->lead_count = leads;
  return end;
}

// Units looked at again, both inclusive.
typedef struct {
  uint32_t first, last;
} Resolved;

// Resolves once: in the units `first` to `last`, in those
// behind them until nothing changes any more, and `everywhere` in those whose names may mean another.
static Resolved resolve_once(CdDocument *self, uint32_t first, uint32_t last, bool everywhere) {
  uint32_t count = units_count(&self->units);
  Resolved resolved = {first, first};
  LinkState link;
  AttributeState attribute;
  link_state_init(&link);
  attribute_state_init(&attribute);
  uint32_t from = everywhere ? 0 : first;
  if (from > 0) {
    link = units_at(&self->units, from - 1)->link;
    attribute = units_at(&self->units, from - 1)->attribute;
  }
  bool is_same = true;  // what enters the unit is what entered it before
  for (uint32_t i = from; i < count; i++) {
    UnitRecord *record = units_at(&self->units, i);
    Reading *reading = record->reading && !record->reading->failed ? record->reading : NULL;
    // Behind the last one another unit may have stood before it.
    bool is_asked = i >= first && i <= last + 1;
    if (is_same && !is_asked) {
      if (!everywhere) break;
      if (!reading || !linker_affects(self->linker, reading)) {
        link = record->link;
        attribute = record->attribute;
        continue;
      }
    }
    if (reading) {
      uint32_t start = units_start(&self->units, i);
      speakers_find(self, reading, start, record->len);
      const char *bytes = gap_view(&self->text, start, start + record->len);
      linker_resolve(self->linker, &link, reading);
      attribute_speakers(&attribute, reading, bytes);
    }
    is_same = memcmp(&record->link, &link, sizeof link) == 0 &&
              memcmp(&record->attribute, &attribute, sizeof attribute) == 0;
    record->link = link;
    record->attribute = attribute;
    if (i < resolved.first) resolved.first = i;
    if (i > resolved.last) resolved.last = i;
  }
  return resolved;
}

// Gives mentions their entities and quotations their speakers, as resolve_once() does. What the user says of
// a speaker may begin or cease to hold by that, which is seen only when all is looked at: rarely, a second
// time over the whole draft.
static Resolved resolve(CdDocument *self, uint32_t first, uint32_t last, bool everywhere) {
  uint32_t count = units_count(&self->units);
  if (speakers_name(self)) {
    everywhere = true;
    first = 0;
    last = count;
  }
  speakers_widen(self, &first, &last);
  Resolved resolved = resolve_once(self, first, last, everywhere);
  return speakers_settle(self) ? resolve_once(self, 0, count, true) : resolved;
}

void document_resolve(CdDocument *self) {
  uint32_t count = units_count(&self->units);
  linker_update(self->linker);
  if (count > 0) resolve(self, 0, count - 1, true);
  self->is_counted = false;
}

// Reads the dirty units from `first` to `last` and the links that hang on them.
static void read_again(CdDocument *self, uint32_t first, uint32_t last, CdChange *change) {
  uint32_t count = units_count(&self->units);
  uint32_t from = first, lead_end = mark_lead(self);
  if (lead_end > last + 1) last = lead_end - 1;
  for (uint32_t i = 0; i < count && i <= last; i++) {
    if (i == lead_end && i < first) i = first;  // the lead, then the edit
    if (!units_at(&self->units, i)->is_dirty) continue;
    read_dirty(self, i);
    if (i < from) from = i;
  }
  bool everywhere = linker_update(self->linker);
  Resolved resolved = resolve(self, from, last, everywhere);
  self->is_counted = false;
  if (!change) return;
  uint32_t to = resolved.last;
  change->first_row = units_row(&self->units, resolved.first);
  change->last_row = units_row(&self->units, to + 1);
  if (change->last_row > change->first_row && to + 1 < count) change->last_row--;
}

// Puts the new units in place of the old ones from `first` on, up to `behind`. False: no memory.
static bool put_units(CdDocument *self, uint32_t first, uint32_t behind, const Records *records) {
  Units *units = &self->units;
  uint32_t old_count = behind - first;
  Reading **gone = malloc((old_count + 1) * sizeof(Reading *));
  if (!gone) return false;
  uint32_t leads = self->lead_count;
  for (uint32_t i = 0; i < old_count; i++) {
    gone[i] = units_at(units, first + i)->reading;
    leads -= units_at(units, first + i)->is_lead;
  }
  for (uint32_t i = 0; i < records->count; i++) leads += records->items[i].is_lead;
  if (!units_replace(units, first, old_count, records->items, records->count)) {
    free(gone);
    return false;
  }
  self->lead_count = leads;
  // Readings taken over stand in both lists in the same order; the others have left the draft.
  uint32_t kept = 0;
  for (uint32_t i = 0; i < old_count; i++) {
    while (kept < records->count && !records->items[kept].reading) kept++;
    if (kept < records->count && records->items[kept].reading == gone[i]) {
      kept++;
    } else {
      forget(self, gone[i]);
    }
  }
  free(gone);
  return true;
}

// Splits again what an edit touched and reads it. The text holds the edit already. False: no
// memory.
static bool apply(CdDocument *self, uint32_t start, uint32_t old_len, uint32_t new_len,
                  CdChange *change) {
  splitter_begin(self->splitter, &self->text, self->wrap);
  Edit edit = {.start = start, .old_end = start + old_len, .delta = new_len - old_len};
  edit.settled = splitter_reach_behind(self->splitter, start + new_len);
  uint32_t first = units_find(&self->units, splitter_reach_before(self->splitter, start));
  uint32_t behind = 0;
  Records records = {0};
  bool done = split_again(self, &edit, first, &records, &behind) &&
              put_units(self, first, behind, &records);
  uint32_t count = records.count;
  free(records.items);
  if (done) read_again(self, first, count ? first + count - 1 : first, change);
  return done;
}

// ---- the API -----------------------------------------------------------------------------------
CdDocument *cd_document_new(const CdRules *rules, const char *text, size_t len) {
  if (len > TEXT_MOST) return NULL;
  CdDocument *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  self->rules = rules;
  self->arena = arena_new();
  self->splitter = splitter_new();
  self->parser = parser_new();
  self->cursor = rules_cursor_new(rules);
  self->linker = linker_new(rules->lexicon);
  if (!self->arena || !self->splitter || !self->parser || !self->cursor || !self->linker ||
      !gap_init(&self->text, text, (uint32_t)len) || !apply(self, 0, 0, (uint32_t)len, NULL)) {
    cd_document_free(self);
    return NULL;
  }
  return self;
}

void cd_document_free(CdDocument *self) {
  if (!self) return;
  units_free(&self->units);
  gap_free(&self->text);
  linker_free(self->linker);
  speakers_free(&self->speakers);
  rules_cursor_free(self->cursor);
  parser_free(self->parser);
  splitter_free(self->splitter);
  arena_free(self->arena);
  free(self->counts);
  free(self);
}

CdStatus cd_document_edit(CdDocument *self, uint32_t start, uint32_t old_len, const char *new_text,
                          uint32_t new_len, CdChange *change) {
  uint32_t len = gap_len(&self->text);
  if (start > len || old_len > len - start || new_len > TEXT_MOST - (len - old_len)) {
    return CD_BAD_RANGE;
  }
  char *old_text = malloc((size_t)old_len + 1);
  if (!old_text) return CD_NO_MEMORY;
  gap_copy(&self->text, start, start + old_len, old_text);
  CdStatus status = CD_NO_MEMORY;
  if (gap_replace(&self->text, start, old_len, new_text, new_len)) {
    status = apply(self, start, old_len, new_len, change) ? CD_OK : CD_NO_MEMORY;
    // The room for the old text is still there, so taking the edit back cannot fail.
    if (status != CD_OK) gap_replace(&self->text, start, new_len, old_text, old_len);
  }
  free(old_text);
  return status;
}

CdStatus cd_document_set_wrap(CdDocument *self, CdWrap wrap) {
  if (wrap == self->wrap) return CD_OK;
  CdWrap old = self->wrap;
  self->wrap = wrap;
  uint32_t len = gap_len(&self->text);
  if (apply(self, 0, len, len, NULL)) return CD_OK;
  self->wrap = old;
  return CD_NO_MEMORY;
}

uint32_t cd_document_unread(const CdDocument *self) { return self->unread; }

const char *cd_document_message(const CdDocument *self) {
  return rules_cursor_message(self->cursor);
}
