// Reads a draft on a thread of its own, with its own copy of the text.
// Reads slices of text; makes a CdDocument. A file descriptor becomes readable when it is done. The
// thread touches nothing of its maker's: it may outlive the Worker, and ends by itself.
#ifndef COPYDESK_WORKER_H
#define COPYDESK_WORKER_H

#include "shared_rules.h"

typedef struct Worker Worker;

// Holds `rules`. NULL when memory or file descriptors are short.
Worker *worker_new(SharedRules *rules);
// Waits for nothing: a thread that still reads throws its document away when it is done.
void worker_free(Worker *self);

// Appends to the copy of the text. CD_BAD_RANGE after the start, or over 1 GB.
CdStatus worker_feed(Worker *self, const char *bytes, size_t len);
// Starts to read. CD_NO_MEMORY if there can be no thread; the caller may read by itself then.
CdStatus worker_start(Worker *self);
int worker_fd(const Worker *self);  // owned by the worker

typedef enum {
  WORKER_FEEDING,
  WORKER_READING,
  WORKER_DONE,
  WORKER_FAILED,
  WORKER_TAKEN
} WorkerState;
// The document, owned by the caller then, if the state is WORKER_DONE; else NULL.
CdDocument *worker_take(Worker *self, WorkerState *state);

#endif
