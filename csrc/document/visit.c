// What was read, in the draft's own coordinates, for those who ask.
#include <stdlib.h>
#include <string.h>

#include "document.h"

// ---- places ------------------------------------------------------------------------------------
uint32_t cd_document_len(const CdDocument *self) { return gap_len(&self->text); }

uint32_t cd_document_row_count(const CdDocument *self) { return self->units.rows + 1; }

CdStatus cd_document_text(const CdDocument *self, CdSpan span, char *out) {
  if (span.start > span.end || span.end > gap_len(&self->text)) return CD_BAD_RANGE;
  gap_copy(&self->text, span.start, span.end, out);
  return CD_OK;
}

// The start of the line that goes on into unit `index` from the units before it: long lines are read in
// parts, of which all but the last hold no line end.
static uint32_t start_of_line_into(const CdDocument *self, uint32_t index) {
  while (index > 0 && units_at(&self->units, index - 1)->rows == 0) index--;
  if (index == 0) return 0;
  uint32_t at = units_start(&self->units, index - 1), end = units_start(&self->units, index);
  for (uint32_t next; (next = gap_line_end_within(&self->text, at, end)) < end;) at = next + 1;
  return at;
}

void cd_document_position(const CdDocument *self, uint32_t offset, uint32_t *row,
                          uint32_t *column) {
  uint32_t len = gap_len(&self->text);
  if (offset > len) offset = len;
  uint32_t unit = units_find(&self->units, offset);
  uint32_t at = units_count(&self->units) ? units_start(&self->units, unit) : 0, start = at;
  *row = units_row(&self->units, unit);
  for (uint32_t end; (end = gap_line_end_within(&self->text, at, offset)) < offset; at = end + 1) {
    ++*row;
  }
  bool begins_line = at != start || at == 0 || gap_byte(&self->text, at - 1) == '\n';
  *column = offset - (begins_line ? at : start_of_line_into(self, unit));
}

uint32_t cd_document_offset(const CdDocument *self, uint32_t row, uint32_t column) {
  uint32_t len = gap_len(&self->text);
  if (row > self->units.rows) return len;
  uint32_t unit = units_find_row(&self->units, row);
  // Several parts of one line have the same row: begin with the first.
  while (unit > 0 && units_row(&self->units, unit) == row && units_at(&self->units, unit)->part) {
    unit--;
  }
  uint32_t at = units_count(&self->units) ? units_start(&self->units, unit) : 0;
  for (uint32_t here = units_row(&self->units, unit); here < row; here++) {
    at = gap_line_end(&self->text, at) + 1;
  }
  uint32_t wanted = column < len - at ? at + column : len;
  return gap_line_end_within(&self->text, at, wanted);
}

void cd_document_paragraph(const CdDocument *self, uint32_t row, uint32_t *first, uint32_t *last) {
  *first = *last = row;
  uint32_t count = units_count(&self->units);
  if (count == 0) return;
  uint32_t unit = units_find_row(&self->units, row), end = unit + 1;
  while (unit > 0 && units_at(&self->units, unit)->part) unit--;
  while (end < count && units_at(&self->units, end)->part) end++;
  *first = units_row(&self->units, unit);
  if (end == count) {
    *last = self->units.rows;
  } else {
    uint32_t behind = units_row(&self->units, end);
    *last = behind == *first ? behind : behind - 1;
  }
}

// ---- visits ------------------------------------------------------------------------------------
static CdSpan moved(CdSpan span, uint32_t by) { return (CdSpan){span.start + by, span.end + by}; }

static CdSpan moved_or_none(CdSpan span, uint32_t by) {
  return span.start < span.end ? moved(span, by) : (CdSpan){0, 0};
}

static bool touches(CdSpan range, uint32_t start, uint32_t end) {
  return start <= range.end && end >= range.start;
}

// Steps through the readings of the units that touch a range.
typedef struct {
  const CdDocument *document;
  uint32_t next, end;
  uint32_t start;  // of the unit that the last step came to
} Walk;

static Walk walk(const CdDocument *self, CdSpan range) {
  return (Walk){self, units_find(&self->units, range.start), range.end, 0};
}

static const Reading *walk_step(Walk *self) {
  const Units *units = &self->document->units;
  while (self->next < units_count(units)) {
    self->start = units_start(units, self->next);
    if (self->start > self->end) return NULL;
    const Reading *reading = units_at(units, self->next++)->reading;
    if (reading && !reading->failed) return reading;
  }
  return NULL;
}

void cd_document_sentences(const CdDocument *self, CdSpan range, CdSentenceVisit *visit,
                           void *context) {
  Walk at = walk(self, range);
  for (const Reading *reading; (reading = walk_step(&at));) {
    for (uint32_t i = 0; i < reading->sentence_count; i++) {
      CdSpan span = {reading->sentences[i].start + at.start, reading->sentences[i].end + at.start};
      if (touches(range, span.start, span.end) && !visit(context, span)) return;
    }
  }
}

static CdMention of_mention(const Mention *mention, uint32_t by) {
  return (CdMention){.span = {mention->start + by, mention->end + by},
                     .title = moved_or_none((CdSpan){mention->title_start, mention->title_end}, by),
                     .entity = mention->entity,
                     .type = (CdEntityType)mention->type,
                     .form = (CdForm)mention->form,
                     .gender = (CdGender)mention->gender,
                     .in_quotation = mention->region != NONE,
                     .confidence = mention->confidence};
}

static CdMention of_fact(const Fact *fact, uint32_t by) {
  static const uint8_t TYPES[] = {
      [FACT_DATE] = CD_DATE,         [FACT_TIME] = CD_TIME,         [FACT_MONEY] = CD_MONEY,
      [FACT_PERCENT] = CD_PERCENT,   [FACT_QUANTITY] = CD_QUANTITY, [FACT_ORDINAL] = CD_ORDINAL,
      [FACT_CARDINAL] = CD_CARDINAL, [FACT_AGE] = CD_DATE,          [FACT_DURATION] = CD_DATE,
      [FACT_USER] = CD_OTHER,
  };
  return (CdMention){.span = {fact->start + by, fact->end + by},
                     .entity = CD_NONE,
                     .type = (CdEntityType)TYPES[fact->kind],
                     .confidence = 1};
}

// Mentions that the draft bears out, and the facts that no name covers, in the order of the text.
void cd_document_mentions(const CdDocument *self, CdSpan range, CdMentionVisit *visit,
                          void *context) {
  Walk at = walk(self, range);
  for (const Reading *reading; (reading = walk_step(&at));) {
    uint32_t fact = 0, named_to = 0;
    for (uint32_t i = 0; i <= reading->mention_count; i++) {
      const Mention *mention = i < reading->mention_count ? &reading->mentions[i] : NULL;
      if (mention && (mention->flags & MENTION_DROPPED || mention->entity == NONE)) continue;
      for (; fact < reading->fact_count; fact++) {
        const Fact *found = &reading->facts[fact];
        if (mention && found->start >= mention->start) break;
        bool is_covered = found->start < named_to || (mention && found->end > mention->start);
        if (is_covered || !touches(range, found->start + at.start, found->end + at.start)) continue;
        CdMention out = of_fact(found, at.start);
        if (!visit(context, &out)) return;
      }
      if (!mention) break;
      named_to = mention->end;
      if (!touches(range, mention->start + at.start, mention->end + at.start)) continue;
      CdMention out = of_mention(mention, at.start);
      if (!visit(context, &out)) return;
    }
  }
}

void cd_document_claims(const CdDocument *self, CdSpan range, CdClaimVisit *visit, void *context) {
  Walk at = walk(self, range);
  for (const Reading *reading; (reading = walk_step(&at));) {
    for (uint32_t i = 0; i < reading->claim_count; i++) {
      const Claim *claim = &reading->claims[i];
      if (!touches(range, claim->start + at.start, claim->end + at.start)) continue;
      uint32_t speaker = claim->quotation < reading->quotation_count
                             ? reading->quotations[claim->quotation].speaker
                             : CD_NONE;
      CdClaim out = {.span = {claim->start + at.start, claim->end + at.start},
                     .score = claim->score,
                     .priority = claim->priority,
                     .types = claim->types,
                     .voice = (CdVoice)claim->voice,
                     .vague = claim->vague,
                     .speaker = speaker};
      if (!visit(context, &out)) return;
    }
  }
}

// ---- quotations, joined over paragraphs --------------------------------------------------------
// One quotation being put together: the parts of the paragraphs that it runs through.
typedef struct {
  CdQuotation quotation;
  CdSpan *contents;
  uint32_t capacity;
  bool is_open;  // its last part is never closed, so the next paragraph may go on with it
} Joined;

static bool joined_add(Joined *self, const Reading *reading, const Quotation *part, uint32_t by) {
  CdQuotation *whole = &self->quotation;
  uint32_t count = whole->content_count + part->content_count;
  if (count > self->capacity) {
    CdSpan *grown = realloc(self->contents, count * 2 * sizeof *grown);
    if (!grown) return false;
    self->contents = grown;
    self->capacity = count * 2;
  }
  for (uint32_t i = 0; i < part->content_count; i++) {
    self->contents[whole->content_count++] = moved(reading->contents[part->first_content + i], by);
  }
  whole->content = self->contents;
  whole->span.end = part->end + by;
  whole->flags = part->flags;
  self->is_open = (part->flags & CD_QUOTATION_UNCLOSED) != 0;
  return true;
}

static bool joined_begin(const CdDocument *document, Joined *self, const Reading *reading,
                         const Quotation *part, uint32_t by) {
  CdNotSpeech not_speech = (CdNotSpeech)part->not_speech;
  if (part->by_hand) not_speech = CD_SPEECH;
  self->quotation = (CdQuotation){.span = {part->start + by, part->end + by},
                                  .cue = moved_or_none(part->cue, by),
                                  .source = moved_or_none(part->source, by),
                                  .speaker = part->speaker,
                                  .confidence = part->confidence,
                                  .type = (CdQuotationType)part->type,
                                  .not_speech = not_speech,
                                  .correction = CD_NONE};
  if (part->by_hand) {
    self->quotation.correction = document->speakers.items[part->hand - 1].index;
  }
  return joined_add(self, reading, part, by);
}

static bool goes_on(const Joined *pending, const Reading *reading, uint32_t index) {
  return pending->is_open && index == 0 && reading->quotations[0].from == SPEAKER_CONTINUED;
}

// A part that goes on and names its own speaker tells it for the whole.
static void take_speaker(Joined *self, const Quotation *part, uint32_t by) {
  if (self->quotation.speaker != CD_NONE || part->speaker == CD_NONE) return;
  if (self->quotation.correction != CD_NONE) return;
  self->quotation.speaker = part->speaker;
  self->quotation.confidence = part->confidence;
  self->quotation.cue = moved_or_none(part->cue, by);
  self->quotation.source = moved_or_none(part->source, by);
}

void cd_document_quotations(const CdDocument *self, CdSpan range, CdQuotationVisit *visit,
                            void *context) {
  Walk at = walk(self, range);
  // A quotation that touches the range may have begun in the units before it.
  while (at.next > 0) {
    const Reading *reading = units_at(&self->units, at.next)->reading;
    bool continued =
        reading && reading->quotation_count && reading->quotations[0].from == SPEAKER_CONTINUED;
    if (!continued) break;
    at.next--;
  }
  Joined pending = {0};
  bool has_pending = false, goes = true;
  uint32_t last_end = range.end;
  for (const Reading *reading; goes;) {
    if (has_pending && pending.is_open) at.end = UINT32_MAX;
    reading = walk_step(&at);
    if (!reading || (at.start > last_end &&
                     !(reading->quotation_count && has_pending && goes_on(&pending, reading, 0)))) {
      break;
    }
    for (uint32_t i = 0; goes && i < reading->quotation_count; i++) {
      const Quotation *part = &reading->quotations[i];
      if (has_pending && goes_on(&pending, reading, i)) {
        pending.quotation.flags |= CD_QUOTATION_CONTINUED;
        goes = joined_add(&pending, reading, part, at.start);
        take_speaker(&pending, part, at.start);
        continue;
      }
      if (has_pending && touches(range, pending.quotation.span.start, pending.quotation.span.end)) {
        goes = visit(context, &pending.quotation);
      }
      has_pending = goes && joined_begin(self, &pending, reading, part, at.start);
      goes = has_pending;
    }
    if (goes && has_pending && !pending.is_open) {
      if (touches(range, pending.quotation.span.start, pending.quotation.span.end)) {
        goes = visit(context, &pending.quotation);
      }
      has_pending = false;
    }
  }
  if (goes && has_pending &&
      touches(range, pending.quotation.span.start, pending.quotation.span.end)) {
    visit(context, &pending.quotation);
  }
  free(pending.contents);
}

// ---- corrections -------------------------------------------------------------------------------
CdStatus cd_document_correct(CdDocument *self, const CdCorrection *items, uint32_t count) {
  if (!linker_correct(self->linker, items, count)) return CD_NO_MEMORY;
  document_resolve(self);
  return CD_OK;
}

// ---- entities ----------------------------------------------------------------------------------
static uint32_t words_in(const CdDocument *self, CdSpan span) {
  uint32_t count = 0;
  bool inside = false;
  for (uint32_t at = span.start; at < span.end; at++) {
    char byte = gap_byte(&self->text, at);
    bool is_space = byte == ' ' || byte == '\n' || byte == '\t';
    count += !is_space && !inside;
    inside = !is_space;
  }
  return count;
}

static bool count_quotation(void *context, const CdQuotation *quotation) {
  CdDocument *self = context;
  if (quotation->speaker >= self->count_capacity || quotation->not_speech) return true;
  EntityCount *count = &self->counts[quotation->speaker];
  count->quotations++;
  if (quotation->type == CD_INDIRECT) return true;
  for (uint32_t i = 0; i < quotation->content_count; i++) {
    count->words += words_in(self, quotation->content[i]);
  }
  return true;
}

static bool count_mention(void *context, const CdMention *mention) {
  CdDocument *self = context;
  if (mention->entity >= self->count_capacity) return true;
  EntityCount *count = &self->counts[mention->entity];
  if (!count->mentions++) count->first = mention->span.start;
  return true;
}

// Counts are a cache: asking for them does not change what the draft says.
static bool count_entities(const CdDocument *document) {
  CdDocument *self = (CdDocument *)document;
  if (self->is_counted) return true;
  uint32_t capacity = linker_entity_count(self->linker);
  if (capacity > self->count_capacity || !self->counts) {
    EntityCount *grown = realloc(self->counts, (capacity + 1) * sizeof *grown);
    if (!grown) return false;
    self->counts = grown;
  }
  self->count_capacity = capacity;
  if (capacity) memset(self->counts, 0, capacity * sizeof *self->counts);
  CdSpan whole = {0, gap_len(&self->text)};
  cd_document_mentions(self, whole, count_mention, self);
  cd_document_quotations(self, whole, count_quotation, self);
  self->is_counted = true;
  return true;
}

bool cd_document_entity(const CdDocument *self, uint32_t id, CdEntity *entity) {
  *entity = (CdEntity){0};
  if (!count_entities(self) || !linker_entity(self->linker, id, entity)) return false;
  const EntityCount *count = &self->counts[id];
  entity->id = id;
  entity->mention_count = count->mentions;
  entity->quotation_count = count->quotations;
  entity->quoted_words = count->words;
  entity->first = count->first;
  return true;
}

void cd_document_entities(const CdDocument *self, CdEntityVisit *visit, void *context) {
  uint32_t count = linker_entity_count(self->linker);
  for (uint32_t id = 0; id < count; id++) {
    CdEntity entity;
    if (!cd_document_entity(self, id, &entity) || !entity.mention_count) continue;
    if (!visit(context, &entity)) return;
  }
}

const char *cd_document_entity_name(const CdDocument *self, uint32_t id) {
  CdEntity entity;
  return linker_entity(self->linker, id, &entity) ? entity.name : NULL;
}

CdEntityType cd_document_entity_type(const CdDocument *self, uint32_t id) {
  CdEntity entity;
  return linker_entity(self->linker, id, &entity) ? entity.type : CD_OTHER;
}
