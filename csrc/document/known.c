// What anchors ask of a document beside its reading: the lexicon it was read with, and headings.
#include "../anchor.h"
#include "document.h"

const Lexicon *document_lexicon(const CdDocument *document) { return document->rules->lexicon; }

bool document_in_heading(const CdDocument *document, uint32_t offset) {
  if (units_count(&document->units) == 0) return false;
  uint32_t unit = units_find(&document->units, offset);
  return units_at(&document->units, unit)->block == BLOCK_HEADING;
}
