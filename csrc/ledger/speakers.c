// Whose words quotations are, as the user says: the marks that have an anchor and a speaker and no status.
// Reads the ledger's marks; makes the list that a document is corrected by.
#include <stdlib.h>
#include <string.h>

#include "ledger.h"

// One speaker of a mark with one of its anchors. False if the anchor has no words.
static bool read_speaker(const Ledger *self, const LedgerMark *mark, uint32_t anchor_event,
                         uint32_t speaker_event, LedgerSpeaker *out) {
  const Event *event = &self->events[anchor_event], *said = &self->events[speaker_event];
  const JsonValue *anchor = ledger_member(event, "anchor");
  const char *before = json_text(&event->json, anchor, "before");
  const char *behind = json_text(&event->json, anchor, "behind");
  *out = (LedgerSpeaker){
      .speaker = {.words = json_text(&event->json, anchor, "words"),
                  .before = before ? before : "",
                  .behind = behind ? behind : "",
                  .speaker = json_text(&said->json, json_root(&said->json), "speaker")},
      .mark = mark->id,
      .who = json_text(&said->json, json_root(&said->json), "who"),
      .line = json_number(&event->json, anchor, "line", 1)};
  return out->speaker.words && out->speaker.speaker;
}

// Two who gave a quotation different speakers, not knowing of each other, are both listed: neither counts.
bool ledger_speakers(const Ledger *self, LedgerSpeaker **items, uint32_t *count) {
  *count = 0;
  *items = malloc(((size_t)self->event_count + 1) * sizeof **items);
  if (!*items) return false;
  for (uint32_t i = 0; i < self->mark_count; i++) {
    const LedgerMark *mark = &self->marks[i];
    uint32_t anchors = mark->setter_counts[LEDGER_FIELD_ANCHOR];
    if (mark->setter_counts[LEDGER_FIELD_STATUS] > 0 || anchors == 0) continue;
    uint32_t first = *count;
    for (uint32_t j = 0; j < mark->setter_counts[LEDGER_FIELD_SPEAKER]; j++) {
      uint32_t said = mark->setters[LEDGER_FIELD_SPEAKER][j];
      // An event that tells a speaker tells the words too.
      const uint32_t *anchor = mark->setters[LEDGER_FIELD_ANCHOR];
      uint32_t own = anchor[0];
      for (uint32_t k = 0; k < anchors; k++) own = anchor[k] == said ? said : own;
      LedgerSpeaker *item = &(*items)[*count];
      if (!read_speaker(self, mark, own, said, item)) continue;
      bool is_same = false;
      for (uint32_t k = first; k < *count; k++) {
        is_same |= strcmp((*items)[k].speaker.speaker, item->speaker.speaker) == 0;
      }
      if (!is_same) ++*count;
    }
  }
  return true;
}

CdStatus ledger_apply_speakers(const Ledger *self, CdDocument *document) {
  LedgerSpeaker *found;
  uint32_t count;
  if (!ledger_speakers(self, &found, &count)) return CD_NO_MEMORY;
  CdSpeaker *items = malloc(((size_t)count + 1) * sizeof *items);
  CdStatus status = items ? CD_OK : CD_NO_MEMORY;
  for (uint32_t i = 0; items && i < count; i++) items[i] = found[i].speaker;
  if (items && count > 0) status = cd_document_correct_speakers(document, items, count);
  free(items);
  free(found);
  return status;
}
