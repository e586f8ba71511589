// Text with its names marked in place, as written by hand: "[PERSON Oksana Lin], the mayor of [GPE Millbrook]".
// Reads the source of one document; makes its plain text and the names' places in it.
#ifndef COPYDESK_TRAIN_MARKUP_H
#define COPYDESK_TRAIN_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t start, end;  // bytes of the plain text
  int type;
} MarkedName;

// What a type's name stands for, or -1 if it is none: then the bracket is one of the text's own.
typedef int MarkupType(const char *name, size_t len);

// `text` and `names` have room for `len` bytes and `len` / 4 + 1 names. Returns the length of the text, and
// the number of names in *count. A mark that is not closed in its line: *problem points to it, else is NULL.
uint32_t markup_read(const char *source, uint32_t len, MarkupType *type, char *text,
                     MarkedName *names, size_t *count, const char **problem);

// The end of the document that begins at `at`: documents are parted by lines that begin with "===". *next
// is where the one after it begins. Lines that begin with '#' before any text are a file's own remarks,
// skipped by markup_begin().
uint32_t markup_document(const char *source, uint32_t len, uint32_t at, uint32_t *next);
uint32_t markup_begin(const char *source, uint32_t len);

#endif
