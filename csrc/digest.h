// A draft and all that was read from it as one text: equal for two documents with the same text and
// the same reading, whatever edits led there. For tests that compare incremental with fresh
// reading.
#ifndef COPYDESK_DIGEST_H
#define COPYDESK_DIGEST_H

#include "copydesk.h"
#include "json.h"

// Appends one JSON object, a line for each thing that was read. False when memory is short.
bool digest_write(Json *out, const CdDocument *document);

#endif
