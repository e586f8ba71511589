// Reads a draft on a thread of its own; see worker.h.
// What both threads touch lies in a Job that two hold, its maker and the thread. The last frees it,
// so neither ever waits for the other: closing a draft, and leaving the editor, stay instant while
// 10 MB are being read. The library is linked so that it is never unloaded (-z nodelete).
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  SharedRules *rules;
  char *text;
  size_t len, capacity;
  CdDocument *document;
  int fds[2];  // a pipe: the thread writes one byte to it when it is done
  atomic_int holders;
  atomic_int state;      // WorkerState; the thread's last act on what it shares but the byte
  atomic_bool unwanted;  // the maker has gone
} Job;

struct Worker {
  Job *job;
};

static void release(Job *job) {
  if (atomic_fetch_sub(&job->holders, 1) != 1) return;
  cd_document_free(job->document);
  shared_rules_release(job->rules);
  free(job->text);
  close(job->fds[0]);
  close(job->fds[1]);
  free(job);
}

static bool open_pipe(int fds[2]) {
  if (pipe(fds) != 0) return false;
  for (int i = 0; i < 2; i++) {
    fcntl(fds[i], F_SETFD, FD_CLOEXEC);
    fcntl(fds[i], F_SETFL, O_NONBLOCK);
  }
  return true;
}

Worker *worker_new(SharedRules *rules) {
  Worker *self = calloc(1, sizeof *self);
  Job *job = calloc(1, sizeof *job);
  if (!self || !job || !open_pipe(job->fds)) {
    free(self);
    free(job);
    return NULL;
  }
  job->rules = shared_rules_hold(rules);
  atomic_init(&job->holders, 1);
  atomic_init(&job->state, WORKER_FEEDING);
  self->job = job;
  return self;
}

void worker_free(Worker *self) {
  if (!self) return;
  atomic_store(&self->job->unwanted, true);
  release(self->job);
  free(self);
}

CdStatus worker_feed(Worker *self, const char *bytes, size_t len) {
  Job *job = self->job;
  const size_t limit = (size_t)1 << 30;
  if (atomic_load(&job->state) != WORKER_FEEDING || len > limit - job->len) return CD_BAD_RANGE;
  if (len > job->capacity - job->len) {
    size_t capacity = job->capacity ? job->capacity : 1 << 16;
    while (capacity - job->len < len) capacity *= 2;
    char *text = realloc(job->text, capacity);
    if (!text) return CD_NO_MEMORY;
    job->text = text;
    job->capacity = capacity;
  }
  if (len > 0) memcpy(job->text + job->len, bytes, len);
  job->len += len;
  return CD_OK;
}

static void *read_draft(void *argument) {
  Job *job = argument;
  if (!atomic_load(&job->unwanted)) {
    job->document =
        cd_document_new(shared_rules_get(job->rules), job->text ? job->text : "", job->len);
    free(job->text);
    job->text = NULL;
    atomic_store(&job->state, job->document ? WORKER_DONE : WORKER_FAILED);
    ssize_t written;
    do {
      written = write(job->fds[1], "", 1);
    } while (written < 0 && errno == EINTR);
  }
  release(job);
  return NULL;
}

CdStatus worker_start(Worker *self) {
  Job *job = self->job;
  if (atomic_load(&job->state) != WORKER_FEEDING) return CD_BAD_RANGE;
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return CD_NO_MEMORY;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, (size_t)8 << 20);  // some C libraries give 128 kB
  // Signals are the host's affair: none is delivered to this thread.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  atomic_fetch_add(&job->holders, 1);
  atomic_store(&job->state, WORKER_READING);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, read_draft, job);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (error != 0) {
    atomic_fetch_sub(&job->holders, 1);
    atomic_store(&job->state, WORKER_FEEDING);
    return CD_NO_MEMORY;
  }
  return CD_OK;
}

int worker_fd(const Worker *self) { return self->job->fds[0]; }

CdDocument *worker_take(Worker *self, WorkerState *state) {
  Job *job = self->job;
  *state = (WorkerState)atomic_load(&job->state);
  if (*state != WORKER_DONE) return NULL;
  CdDocument *document = job->document;
  job->document = NULL;
  atomic_store(&job->state, WORKER_TAKEN);
  return document;
}
