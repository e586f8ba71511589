// What write.c and refers.c share.
#ifndef COPYDESK_ANCHOR_WRITE_H
#define COPYDESK_ANCHOR_WRITE_H

#include "../anchor.h"

// Appends the words first..end as a string: as they stand, white space as single spaces.
void anchor_write_words(Json *out, const Words *words, uint32_t first, uint32_t end, Json *buffer);

// Appends the array `read` of the claim's words at a span.
void anchor_write_read(Json *out, const CdDocument *document, const Words *words, CdSpan span);

// The text of a hash of the words near items[first..end), signs and case left out.
void anchor_around(const Words *words, uint32_t first, uint32_t end, char text[20]);

#endif
