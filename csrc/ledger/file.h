// The file of a ledger: read whole, appended to safely.
// Knows nothing of events: bytes in, lines out.
#ifndef COPYDESK_LEDGER_FILE_H
#define COPYDESK_LEDGER_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

typedef struct {
  char *path;
  char *draft;  // NULL: none
  char *bytes;  // the file as it was last read
  size_t len;
  bool exists;
  struct stat state;  // when it was last read
} LedgerFile;

// Copies both names. False when memory is short.
bool ledger_file_init(LedgerFile *self, const char *path, const char *draft);
void ledger_file_free(LedgerFile *self);

// Reads the file if it is not as it was last time. A missing file is an empty one. False with a
// message if it cannot be read; what was read stays.
bool ledger_file_read(LedgerFile *self, bool *changed, char *message);

// Appends a line (without its end) under a lock, after a line end if the file lacks one, and syncs
// it to the disk. Makes the file if there is none. False with a message, and the file as it was, if
// that fails.
bool ledger_file_append(LedgerFile *self, const char *line, size_t len, char *message);

#endif
