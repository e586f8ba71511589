// What the tests of the ledger share: a folder for each test, drafts, marks, and the claims as one line.
#ifndef COPYDESK_LEDGER_HELPER_H
#define COPYDESK_LEDGER_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
// After what it needs.
#include <cmocka.h>

#include "ledger.h"

static const char draft_text[] =
    "The council approved a budget of $4 million on Monday.\n\n"
    "Mayor Nora Quist opened the new bridge in 2019. It cost $12 million, the ministry said.\n\n"
    "The town lost 1,200 jobs last year.\n\n"
    "Unemployment rose to 9 percent in May.\n\n"
    "A court fined the company $3 million.\n";

// What a test works on. The rules are made once.
typedef struct {
  CdRules *rules;
  char folder[64], draft[96], path[128];
  char message[LEDGER_MESSAGE_LEN];
} Desk;

static inline int desk_setup(void **state) {
  Desk *self = calloc(1, sizeof *self);
  *state = self;
  self->rules = cd_rules_new();
  return self->rules ? 0 : -1;
}

static inline int desk_teardown(void **state) {
  Desk *self = *state;
  cd_rules_free(self->rules);
  free(self);
  return 0;
}

static inline void write_file(const char *path, const char *bytes, size_t len) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, len, file), len);
  assert_int_equal(fclose(file), 0);
}

// The bytes of a file with a NUL behind them; owned by the caller.
static inline char *read_file(const char *path, size_t *len) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  char *bytes = calloc(1, 4 << 20);
  *len = fread(bytes, 1, (4 << 20) - 1, file);
  fclose(file);
  return bytes;
}

static inline int folder_setup(void **state) {
  Desk *self = *state;
  strcpy(self->folder, "/tmp/copydesk-ledger-XXXXXX");
  if (!mkdtemp(self->folder)) return -1;
  snprintf(self->draft, sizeof self->draft, "%s/draft.md", self->folder);
  snprintf(self->path, sizeof self->path, "%s.ledger.jsonl", self->draft);
  write_file(self->draft, draft_text, sizeof draft_text - 1);
  return 0;
}

static inline int folder_teardown(void **state) {
  Desk *self = *state;
  unlink(self->path);
  rmdir(self->path);
  unlink(self->draft);
  return rmdir(self->folder);
}

static inline CdDocument *read_draft(const Desk *self, const char *text) {
  CdDocument *document = cd_document_new(self->rules, text, strlen(text));
  assert_non_null(document);
  return document;
}

static inline Ledger *open_ledger(Desk *self) {
  Ledger *ledger = ledger_open(self->path, self->draft, self->message);
  if (!ledger) fail_msg("%s", self->message);
  return ledger;
}

// ---- claims and marks --------------------------------------------------------------------------
typedef struct {
  CdSpan place, span;
} Wanted;

static inline bool claim_at(void *context, const CdClaim *claim) {
  Wanted *self = context;
  if (claim->span.start > self->place.start || claim->span.end < self->place.end) return true;
  self->span = claim->span;
  return false;
}

// The claim that has these words of the text in it; it must have one.
static inline CdSpan claim_of(const CdDocument *document, const char *text, const char *words) {
  const char *at = strstr(text, words);
  assert_non_null(at);
  uint32_t start = (uint32_t)(at - text);
  Wanted wanted = {.place = {start, start + (uint32_t)strlen(words)}};
  cd_document_claims(document, (CdSpan){0, cd_document_len(document)}, claim_at, &wanted);
  if (wanted.span.end == 0) fail_msg("no claim: %s", words);
  return wanted.span;
}

static const LedgerSource memo = {.kind = "document", .reference = "council minutes, page 3"};

// Marks the claim with these words as `status`, with a source.
static inline const char *mark_as(Desk *self, Ledger *ledger, const char *text, const char *words,
                                  LedgerStatus status, const char *who) {
  static char id[LEDGER_ID_LEN];
  CdDocument *document = read_draft(self, text);
  LedgerEvent event = {.who = who, .status = status, .sources = &memo, .source_count = 1};
  CdSpan span = claim_of(document, text, words);
  if (!ledger_mark(ledger, document, span, &event, id, self->message)) {
    fail_msg("%s", self->message);
  }
  cd_document_free(document);
  return id;
}

// The marked claims of a text as "verified@0 orphan:disputed(2)!": status, row, candidates; "!" if
// it is work to do.
static inline const char *marks_in(const Desk *self, const Ledger *ledger, const char *text) {
  static char line[1024];
  CdDocument *document = read_draft(self, text);
  LedgerClaims claims;
  assert_true(ledger_apply(ledger, document, &claims));
  size_t used = 0;
  line[0] = '\0';
  for (uint32_t i = 0; i < claims.count && used < sizeof line - 100; i++) {
    const LedgerClaim *item = &claims.items[i];
    if (!item->mark) continue;
    uint32_t row, column;
    cd_document_position(document, item->claim.span.start, &row, &column);
    used += (size_t)snprintf(line + used, sizeof line - used, "%s%s%s", used ? " " : "",
                             item->orphan ? "orphan:" : "", ledger_status_name(item->status));
    used +=
        (size_t)snprintf(line + used, sizeof line - used, item->orphan ? "(%u)%s" : "@%u%s",
                         item->orphan ? item->candidate_count : row, item->unverified ? "!" : "");
  }
  ledger_claims_free(&claims);
  cd_document_free(document);
  return line;
}

#define EXPECT_MARKS(desk, ledger, text, expected) \
  assert_string_equal(marks_in(desk, ledger, text), expected)

// The text with the first `old` replaced; owned by the caller.
static inline char *replaced(const char *text, const char *old, const char *new) {
  const char *at = strstr(text, old);
  assert_non_null(at);
  char *out = malloc(strlen(text) + strlen(new) + 1);
  sprintf(out, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
  return out;
}

#endif
