// Text files that the build embeds into the core: the shipped rules.
// Reads nothing; build/embedded.c is made by csrc/tools/embed.c from queries/prose/ and csrc/weights/en/.
#ifndef COPYDESK_EMBEDDED_H
#define COPYDESK_EMBEDDED_H

#include <stddef.h>

typedef struct {
  const char *path;  // as in the project: "queries/prose/claims.scm"
  const char *text;  // ends with NUL
  size_t len;        // without it
} EmbeddedFile;

extern const EmbeddedFile embedded_files[];  // in order of path, ends with a NULL path
extern const size_t embedded_file_count;

#endif
