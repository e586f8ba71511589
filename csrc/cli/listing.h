// Lines "FILE:LINE:COLUMN: what": the parts that the listings share.
// Reads a draft; appends to a buffer of text (a Json whose text is not JSON here).
#ifndef COPYDESK_LISTING_H
#define COPYDESK_LISTING_H

#include "../code_points.h"
#include "cli.h"

typedef struct {
  const Cli *cli;
  const CliDraft *draft;
  Json *out;
  CodePoints code_points;
} Listing;

bool listing_init(Listing *self, const Cli *cli, const CliDraft *draft, Json *out);
void listing_free(Listing *self);

// Line and column as they are shown: from 1, in bytes or code points.
void listing_position(const Listing *self, uint32_t offset, uint32_t *line, uint32_t *column);
void listing_place(const Listing *self, uint32_t offset);  // "FILE:LINE:COLUMN: "
void listing_words(const Listing *self, CdSpan span);      // the words on one line, and its end
void listing_claim_note(Json *out, const CdClaim *claim);  // "3 0.93 event,quantity author: "

// Visitors that append a line each; the context is the Listing.
bool listing_quotation(void *context, const CdQuotation *quotation);
bool listing_claim(void *context, const CdClaim *claim);

// The claims of a document, worst first.
typedef struct {
  CdClaim *items;
  size_t count, capacity;
  bool failed;
} ListingClaims;
bool listing_claims(ListingClaims *self, const CdDocument *document);  // false: no memory
void listing_claims_free(ListingClaims *self);

#endif
