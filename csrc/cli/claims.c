// `copydesk claims`: the unverified claims of drafts, worst first, as FILE:LINE:COLUMN lines.
#include "listing.h"

static bool list(const Cli *self, const CliDraft *draft, Json *out) {
  Listing listing;
  ListingClaims claims;
  if (!listing_init(&listing, self, draft, out)) return false;
  if (!listing_claims(&claims, draft->document)) {
    listing_free(&listing);
    return false;
  }
  for (size_t i = 0; i < claims.count; i++) {
    listing_place(&listing, claims.items[i].span.start);
    listing_claim_note(out, &claims.items[i]);
    listing_words(&listing, claims.items[i].span);
  }
  listing_claims_free(&claims);
  listing_free(&listing);
  return !out->failed;
}

CliStatus cli_claims(const Cli *self) {
  CliStatus status = CLI_OK;
  Json out = {0};
  for (int i = 0; i < self->file_count; i++) {
    CliDraft draft;
    if (!cli_draft_open(&draft, self->rules, self->files[i])) {
      status = CLI_BAD_INPUT;
      continue;
    }
    emit_clear(&out);
    bool done = list(self, &draft, &out);
    if (!done) cli_complain(draft.name, "memory is short");
    if (!done || !cli_write_json(&out)) status = CLI_BAD_INPUT;
    cli_draft_close(&draft);
  }
  emit_free(&out);
  return status;
}
