// Fuzz target of ledgers: any bytes may stand in the file; what they mean does not depend on the order of
// its lines, every place that is given lies in the draft, and a new mark can always be made and is found.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ledger.h"

#define CHECK(holds) \
  if (!(holds)) abort()

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
    "The town lost 1,200 jobs. Nora Quist said she was sorry.\n\nThe town lost 1,200 jobs.\n";
enum { EVENTS_MAX = 12, EVENT_BYTES = 4 };

// Makes events out of bytes that follow, undo and contradict each other in any way, circles too.
static size_t make_events(const uint8_t *data, size_t size, char *out) {
  static const char *const words[] = {"The town lost 1,200 jobs.", "1,200 jobs", "she was sorry",
                                      "nothing"};
  size_t used = 0;
  for (size_t i = 0; i < EVENTS_MAX && (i + 1) * EVENT_BYTES <= size; i++) {
    const uint8_t *byte = data + i * EVENT_BYTES;
    used += (size_t)sprintf(out + used, "{\"v\":%d,\"id\":\"%c\",\"mark\":\"m%d\",\"after\":[",
                            byte[0] % 32 == 31 ? 2 : 1, 'a' + byte[0] / 32 + (int)i, byte[0] % 3);
    if (byte[1] % 16 < EVENTS_MAX)
      used += (size_t)sprintf(out + used, "\"%c\"", 'a' + byte[1] % 16);
    if (byte[1] / 16 < 6)
      used += (size_t)sprintf(out + used, "%s\"%c\"", byte[1] % 16 < EVENTS_MAX ? "," : "",
                              'a' + byte[1] / 16);
    used += (size_t)sprintf(out + used, "]");
    if (byte[2] % 8 < 6) {
      used +=
          (size_t)sprintf(out + used, ",\"status\":\"%s\"",
                          ledger_status_name((LedgerStatus)(byte[2] / 8 % LEDGER_MARKABLE_COUNT)));
    }
    if (byte[2] % 4 == 3)
      used += (size_t)sprintf(out + used, ",\"undo\":\"%c\"", 'a' + byte[3] % 16);
    if (byte[3] % 3) {
      used += (size_t)sprintf(out + used,
                              ",\"anchor\":{\"words\":\"%s\",\"before\":\"%s\",\"behind\":\"\"}",
                              words[byte[3] / 3 % 4], byte[3] % 2 ? "" : "was sorry.");
    }
    if (byte[3] % 5 == 0)
      used += (size_t)sprintf(out + used, ",\"sources\":[{\"reference\":\"x\"}]");
    used += (size_t)sprintf(out + used, "}\n");
  }
  return used;
}

static CdDocument *draft(void) {
  static CdDocument *document;
  if (!document) document = cd_document_new(cd_rules_new(), text, sizeof text - 1);
  return document;
}

static const char *path(void) {
  static char name[64];
  if (!name[0]) snprintf(name, sizeof name, "/tmp/copydesk-fuzz-%ld.jsonl", (long)getpid());
  return name;
}

static void write_file(const char *bytes, size_t len) {
  FILE *file = fopen(path(), "wb");
  CHECK(file && fwrite(bytes, 1, len, file) == len && fclose(file) == 0);
}

// What the ledger says of the draft, as one text.
static char *meaning(const Ledger *ledger) {
  LedgerClaims claims;
  Json json = {0};
  CHECK(ledger_apply(ledger, draft(), &claims));
  for (uint32_t i = 0; i < claims.count; i++) {
    const LedgerClaim *item = &claims.items[i];
    CHECK(item->claim.span.start <= item->claim.span.end && item->claim.span.end < sizeof text);
    CHECK(item->mark || !item->orphan);
    emit_uint(&json, item->claim.span.start);
    emit_text(&json, ledger_status_name(item->status));
    emit_bool(&json, item->unverified);
    emit_text(&json, item->mark ? item->mark->id : NULL);
    emit_uint(&json, item->candidate_count);
    for (uint32_t j = 0; j < item->candidate_count; j++) {
      CHECK(claims.candidates[item->first_candidate + j].end < sizeof text);
    }
  }
  ledger_claims_free(&claims);
  emit_raw(&json, "", 1);
  return json.bytes;
}

// The lines of bytes[0..len) from the last to the first.
static char *reversed(const char *bytes, size_t len, size_t *out_len) {
  char *out = malloc(len + 2);
  *out_len = 0;
  for (size_t end = len; end > 0;) {
    size_t start = end - 1;
    while (start > 0 && bytes[start - 1] != '\n') start--;
    size_t line = bytes[end - 1] == '\n' ? end - 1 - start : end - start;
    memcpy(out + *out_len, bytes + start, line);
    out[*out_len + line] = '\n';
    *out_len += line + 1;
    end = start;
  }
  return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char message[LEDGER_MESSAGE_LEN], id[LEDGER_ID_LEN];
  // Events out of the first bytes, and the others as they are.
  size_t made = size < EVENTS_MAX * EVENT_BYTES ? size : EVENTS_MAX * EVENT_BYTES;
  char *bytes = malloc(size + EVENTS_MAX * 512);
  size_t len = make_events(data, made, bytes);
  if (size > made) memcpy(bytes + len, data + made, size - made);
  len += size - made;
  write_file(bytes, len);
  Ledger *ledger = ledger_open(path(), NULL, message);
  CHECK(ledger);
  char *forwards = meaning(ledger);
  ledger_free(ledger);

  size_t back_len;
  char *back = reversed(bytes, len, &back_len);
  write_file(back, back_len);
  ledger = ledger_open(path(), NULL, message);
  CHECK(ledger);
  char *backwards = meaning(ledger);
  CHECK(strcmp(forwards, backwards) == 0);

  uint32_t count = ledger_event_count(ledger);
  LedgerEvent event = {.who = "fuzz", .status = LEDGER_DISPUTED};
  CHECK(ledger_mark(ledger, draft(), (CdSpan){26, 56}, &event, id, message));
  CHECK(ledger_event_count(ledger) == count + 1);
  uint32_t undone;
  CHECK(ledger_undo(ledger, NULL, "fuzz", &undone, message));
  CHECK(ledger_event_count(ledger) == count + 2);
  ledger_free(ledger);
  unlink(path());
  free(forwards);
  free(backwards);
  free(back);
  free(bytes);
  return 0;
}
