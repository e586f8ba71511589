// Marks -> lines of the ledger: a new event is built, appended, and only then counts.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ledger.h"

// 128 random bits as 32 hexadecimal digits. False if the system has none.
static bool random_id(char id[33]) {
  unsigned char bytes[16];
  int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  size_t len = 0;
  while (len < sizeof bytes) {
    ssize_t got = read(fd, bytes + len, sizeof bytes - len);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    len += (size_t)got;
  }
  close(fd);
  if (len < sizeof bytes) return false;
  for (size_t i = 0; i < sizeof bytes; i++) snprintf(id + 2 * i, 3, "%02x", bytes[i]);
  return true;
}

static void now(char text[32]) {
  time_t seconds = time(NULL);
  struct tm parts;
  if (!gmtime_r(&seconds, &parts) || !strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &parts))
    *text = '\0';
}

// ---- an event's line ---------------------------------------------------------------------------
typedef struct {
  Ledger *ledger;
  Json line;
  char *message;
  // The marks that the event follows: one, or several that stand on the same words.
  const LedgerMark **marks;
  uint32_t mark_count;
} Writing;

static bool writing_init(Writing *self, Ledger *ledger, char *message) {
  *self = (Writing){.ledger = ledger, .message = message};
  self->marks = malloc(((size_t)ledger->mark_count + 1) * sizeof *self->marks);
  return self->marks || ledger_no_memory(message);
}

static void writing_free(Writing *self) {
  free(self->marks);
  emit_free(&self->line);
}

// What every event has. The mark's id is that of the first mark followed, or else a new one; it is
// put into `mark`, and `id` gets the event's. False with a message.
static bool begin(Writing *self, const char *who, char id[33], char mark[LEDGER_ID_LEN]) {
  char time_text[32];
  bool is_new = self->mark_count == 0;
  if (!random_id(id) || (is_new && !random_id(mark))) {
    snprintf(self->message, LEDGER_MESSAGE_LEN, "the system gives no random numbers");
    return false;
  }
  if (!is_new) snprintf(mark, LEDGER_ID_LEN, "%s", self->marks[0]->id);
  now(time_text);
  Json *line = &self->line;
  emit_begin_object(line);
  emit_key_uint(line, "v", 1);
  emit_key_text(line, "id", id);
  emit_key_text(line, "mark", mark);
  emit_key(line, "after");
  emit_begin_array(line);
  for (uint32_t i = 0; i < self->mark_count; i++) {
    for (uint32_t j = 0; j < self->marks[i]->head_count; j++) {
      emit_text(line, self->ledger->events[self->marks[i]->heads[j]].id);
    }
  }
  emit_end_array(line);
  emit_key_text(line, "time", time_text);
  emit_key_text(line, "who", who ? who : "unknown");
  return true;
}

// Puts the line on the disk, and reads what others wrote before it. False with a message.
static bool append(Writing *self) {
  emit_end_object(&self->line);
  if (self->line.failed) return ledger_no_memory(self->message);
  return ledger_file_append(&self->ledger->file, self->line.bytes, self->line.len, self->message) &&
         ledger_read_again(self->ledger, self->message);
}

// ---- marking -----------------------------------------------------------------------------------
static const LedgerMark *find_mark(const Ledger *self, const char *id) {
  uint32_t low = 0;
  for (uint32_t high = self->mark_count; low < high;) {
    uint32_t middle = low + (high - low) / 2;
    int order = strcmp(self->marks[middle].id, id);
    if (order == 0) return &self->marks[middle];
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return NULL;
}

static bool follow(Writing *self, const LedgerMark *mark) {
  for (uint32_t i = 0; i < self->mark_count; i++) {
    if (self->marks[i] == mark) return true;
  }
  self->marks[self->mark_count++] = mark;
  return true;
}

// The marks that a new one of these words goes on with: all that stand exactly there, and the one
// that the claim with these words shows, stale or in part.
static bool follow_words(Writing *self, const CdDocument *document, CdSpan span,
                         const Placing *placing) {
  uint32_t first, end;
  bool is_touched = false;
  words_in_span(&placing->words, span, &first, &end);
  for (uint32_t i = 0; i < placing->count; i++) {
    const Placed *placed = &placing->items[i];
    if (placed->first == placed->end || placed->first >= end || placed->end <= first) continue;
    is_touched = true;
    if (placed->first == first && placed->end == end) {
      follow(self, &self->ledger->marks[placed->mark]);
    }
  }
  if (self->mark_count > 0 || !is_touched) return true;
  LedgerClaims claims;
  if (!ledger_apply(self->ledger, document, &claims)) return ledger_no_memory(self->message);
  for (uint32_t i = 0; i < claims.count; i++) {
    const LedgerClaim *item = &claims.items[i];
    uint32_t item_first, item_end;
    if (item->orphan || !item->mark || item->status != LEDGER_STALE) continue;
    words_in_span(&placing->words, item->claim.span, &item_first, &item_end);
    if (item_first == first && item_end == end) follow(self, item->mark);
  }
  ledger_claims_free(&claims);
  return true;
}

typedef struct {
  const Words *words;
  CdSpan span;
  CdClaim claim;
  bool found;
} Wanted;

// The claim that has the words of the span.
static bool is_wanted(void *context, const CdClaim *claim) {
  Wanted *self = context;
  uint32_t first, end, wanted_first, wanted_end;
  words_in_span(self->words, claim->span, &first, &end);
  words_in_span(self->words, self->span, &wanted_first, &wanted_end);
  self->found = first == wanted_first && end == wanted_end;
  if (self->found) self->claim = *claim;
  return !self->found;
}

static void write_sources(Json *line, const LedgerEvent *event) {
  emit_key(line, "sources");
  emit_begin_array(line);
  for (uint32_t i = 0; i < event->source_count; i++) {
    const LedgerSource *source = &event->sources[i];
    emit_begin_object(line);
    if (source->kind) emit_key_text(line, "kind", source->kind);
    if (source->reference) emit_key_text(line, "reference", source->reference);
    if (source->seen) emit_key_text(line, "seen", source->seen);
    if (source->confidential) {
      emit_key(line, "confidential");
      emit_bool(line, true);
    }
    emit_end_object(line);
  }
  emit_end_array(line);
}

// The fields that say something about the mark. False with a message.
static bool write_fields(Writing *self, const CdDocument *document, CdSpan span,
                         const LedgerEvent *event, const Words *words) {
  Json *line = &self->line;
  if (span.start < span.end || !event->mark) {
    Wanted wanted = {.words = words, .span = span};
    uint32_t word_count;
    cd_document_claims(document, span, is_wanted, &wanted);
    emit_key(line, "anchor");
    if (!anchor_write(line, document, words, span, wanted.found ? &wanted.claim : NULL,
                      &word_count)) {
      return ledger_no_memory(self->message);
    }
    if (word_count == 0) {
      snprintf(self->message, LEDGER_MESSAGE_LEN, "there are no words to mark");
      return false;
    }
  }
  if (event->status < LEDGER_MARKABLE_COUNT) {
    emit_key_text(line, "status", ledger_status_name(event->status));
  }
  if (event->sources) write_sources(line, event);
  if (event->note) emit_key_text(line, "note", event->note);
  if (event->speaker) emit_key_text(line, "speaker", event->speaker);
  return true;
}

bool ledger_mark(Ledger *self, const CdDocument *document, CdSpan span, const LedgerEvent *event,
                 char *mark, char *message) {
  Writing writing;
  Placing placing = {0};
  char id[33];
  uint32_t len = cd_document_len(document);
  if (span.start > span.end || span.end > len) {
    snprintf(message, LEDGER_MESSAGE_LEN, "there are no words to mark");
    return false;
  }
  if (!writing_init(&writing, self, message)) return false;
  bool done = ledger_place(self, document, &placing) || ledger_no_memory(message);
  if (done && event->mark) {
    const LedgerMark *known = find_mark(self, event->mark);
    done = known && follow(&writing, known);
    if (!done) snprintf(message, LEDGER_MESSAGE_LEN, "there is no such mark");
  } else if (done && (event->status < LEDGER_MARKABLE_COUNT || !event->speaker)) {
    done = follow_words(&writing, document, span, &placing);
  }
  done = done && begin(&writing, event->who, id, mark) &&
         write_fields(&writing, document, span, event, &placing.words) && append(&writing);
  ledger_placing_free(&placing);
  writing_free(&writing);
  return done;
}

// ---- names -------------------------------------------------------------------------------------
// Fills a correction from an event's. False if it is of a kind or type that is not known.
static bool read_correction(const Event *event, CdCorrection *correction) {
  const JsonTree *json = &event->json;
  const JsonValue *value = ledger_member(event, "correction");
  const char *kind = json_text(json, value, "kind"), *type = json_text(json, value, "type");
  *correction = (CdCorrection){.name = json_text(json, value, "name"),
                               .other = json_text(json, value, "other"),
                               .type = CD_ENTITY_TYPE_COUNT};
  for (int i = 0; type && i < CD_ENTITY_TYPE_COUNT; i++) {
    if (strcmp(type, cd_entity_type_name((CdEntityType)i)) == 0) correction->type = (CdEntityType)i;
  }
  for (int i = CD_CORRECT_SAME; i <= CD_CORRECT_TYPE; i++) {
    correction->kind = (CdCorrectionKind)i;
    if (strcmp(kind, cd_correction_name(correction->kind)) != 0) continue;
    return (i != CD_CORRECT_SAME || correction->other) &&
           (i != CD_CORRECT_TYPE || correction->type < CD_ENTITY_TYPE_COUNT);
  }
  return false;
}

bool ledger_corrections(const Ledger *self, CdCorrection **items, uint32_t *count) {
  *count = 0;
  *items = malloc(((size_t)self->event_count + 1) * sizeof **items);
  if (!*items) return false;
  for (uint32_t i = 0; i < self->mark_count; i++) {
    const LedgerMark *mark = &self->marks[i];
    for (uint32_t j = 0; j < mark->setter_counts[LEDGER_FIELD_CORRECTION]; j++) {
      const Event *event = &self->events[mark->setters[LEDGER_FIELD_CORRECTION][j]];
      if (read_correction(event, &(*items)[*count])) ++*count;
    }
  }
  return true;
}

// The mark that corrects the same name in the same way, or NULL.
static const LedgerMark *find_correction(const Ledger *self, const CdCorrection *wanted) {
  for (uint32_t i = 0; i < self->mark_count; i++) {
    const LedgerMark *mark = &self->marks[i];
    if (mark->setter_counts[LEDGER_FIELD_CORRECTION] == 0) continue;
    CdCorrection known;
    const Event *event = &self->events[mark->setters[LEDGER_FIELD_CORRECTION][0]];
    if (read_correction(event, &known) && known.kind == wanted->kind &&
        strcmp(known.name, wanted->name) == 0) {
      return mark;
    }
  }
  return NULL;
}

bool ledger_correct(Ledger *self, const CdCorrection *correction, const char *who, char *mark,
                    char *message) {
  Writing writing;
  char id[33];
  if (!writing_init(&writing, self, message)) return false;
  const LedgerMark *known = find_correction(self, correction);
  if (known) follow(&writing, known);
  bool done = begin(&writing, who, id, mark);
  if (done) {
    Json *line = &writing.line;
    emit_key(line, "correction");
    emit_begin_object(line);
    emit_key_text(line, "kind", cd_correction_name(correction->kind));
    emit_key_text(line, "name", correction->name);
    if (correction->kind == CD_CORRECT_SAME) emit_key_text(line, "other", correction->other);
    if (correction->kind == CD_CORRECT_TYPE) {
      emit_key_text(line, "type", cd_entity_type_name(correction->type));
    }
    emit_end_object(line);
    done = append(&writing);
  }
  writing_free(&writing);
  return done;
}

// ---- taking back -------------------------------------------------------------------------------
// The number
// of the latest event that may be taken back, or LEDGER_NONE.
static uint32_t find_latest(const Ledger *self, const char *mark, const char *who,
                            const LedgerMark **of_mark) {
  for (uint32_t i = self->event_count; i-- > 0;) {
    const Event *event = &self->events[i];
    if (event->undone || event->undo || event->unreadable || event->fields == 0) continue;
    const char *event_who = json_text(&event->json, json_root(&event->json), "who");
    if (who && (!event_who || strcmp(who, event_who) != 0)) continue;
    *of_mark = find_mark(self, ledger_group_mark(self, i));
    if (*of_mark && (!mark || strcmp((*of_mark)->id, mark) == 0)) return i;
  }
  return LEDGER_NONE;
}

bool ledger_undo(Ledger *self, const char *mark, const char *who, uint32_t *event, char *message) {
  const LedgerMark *known = NULL;
  uint32_t latest = find_latest(self, mark, who, &known);
  if (latest == LEDGER_NONE) {
    snprintf(message, LEDGER_MESSAGE_LEN, "there is no mark to take back");
    return false;
  }
  Writing writing;
  char id[33], mark_id[LEDGER_ID_LEN], undone[LEDGER_ID_LEN];
  if (!writing_init(&writing, self, message)) return false;
  snprintf(undone, sizeof undone, "%s", self->events[latest].id);
  follow(&writing, known);
  bool done = begin(&writing, who, id, mark_id);
  if (done) {
    emit_key_text(&writing.line, "undo", undone);
    done = append(&writing);
  }
  writing_free(&writing);
  *event = done ? ledger_find_event(self, undone) : LEDGER_NONE;
  return done;
}
