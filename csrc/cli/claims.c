// `copydesk claims`: the unverified claims of drafts, worst first, with the ledger beside each draft (or
// in a folder) applied; marks that have lost their words come last.
#include <stdlib.h>
#include <string.h>

#include "../ledger.h"
#include "listing.h"

static int worse_first(const void *a, const void *b) {
  const LedgerClaim *one = a, *other = b;
  if (one->orphan != other->orphan) return one->orphan ? 1 : -1;
  if (one->claim.priority != other->claim.priority) {
    return other->claim.priority - one->claim.priority;
  }
  if (one->claim.score != other->claim.score) return one->claim.score < other->claim.score ? 1 : -1;
  uint32_t one_at = one->orphan ? one->line : one->claim.span.start;
  uint32_t other_at = other->orphan ? other->line : other->claim.span.start;
  return one_at < other_at ? -1 : one_at > other_at;
}

// What has to be done about a marked claim, in words.
static const char *task(const LedgerClaim *item) {
  switch (item->status) {
    case LEDGER_VERIFIED:
      return "verified without a source";
    case LEDGER_CORRECTED:
      return "to correct";
    case LEDGER_CUT:
      return "cut, but still in the text";
    default:
      return ledger_status_name(item->status);
  }
}

static void append_claim(const Listing *listing, const LedgerClaim *item) {
  if (item->orphan) {
    cli_append(listing->out, "%s:%u:1: ", listing->draft->name, item->line);
  } else {
    listing_place(listing, item->claim.span.start);
  }
  listing_claim_note(listing->out, &item->claim);
  if (item->status == LEDGER_STALE) {
    cli_append(listing->out, "[stale: %s] ", item->difference);
  } else if (item->mark) {
    cli_append(listing->out, "[%s] ", item->orphan ? "lost" : task(item));
  }
  if (item->orphan) {
    CdSpan words = {0, (uint32_t)strlen(item->words)};
    cli_append_words(listing->out, item->words, words, 120);
    emit_raw(listing->out, "\n", 1);
  } else {
    listing_words(listing, item->claim.span);
  }
}

static bool list(const Cli *self, const CliDraft *draft, const Ledger *ledger, Json *out) {
  Listing listing;
  LedgerClaims claims;
  if (!listing_init(&listing, self, draft, out)) return false;
  bool done = ledger_apply(ledger, draft->document, &claims);
  if (done) {
    if (claims.count > 0) qsort(claims.items, claims.count, sizeof *claims.items, worse_first);
    for (uint32_t i = 0; i < claims.count; i++) {
      if (claims.items[i].unverified) append_claim(&listing, &claims.items[i]);
    }
    ledger_claims_free(&claims);
  }
  listing_free(&listing);
  return done && !out->failed;
}

CliStatus cli_claims(const Cli *self) {
  CliStatus status = CLI_OK;
  Json out = {0};
  for (int i = 0; i < self->file_count; i++) {
    CliDraft draft;
    Ledger *ledger;
    if (!cli_draft_open(&draft, self->rules, self->files[i])) {
      status = CLI_BAD_INPUT;
      continue;
    }
    emit_clear(&out);
    // A ledger that cannot be used hides no claim: all are listed, as unverified.
    if (!cli_ledger_open(self, &draft, self->files[i], &ledger)) status = CLI_BAD_INPUT;
    bool done = list(self, &draft, ledger, &out);
    if (!done) cli_complain(draft.name, "memory is short");
    if (!done || !cli_write_json(&out)) status = CLI_BAD_INPUT;
    ledger_free(ledger);
    cli_draft_close(&draft);
  }
  emit_free(&out);
  return status;
}
