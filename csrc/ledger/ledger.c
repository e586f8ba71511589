// A ledger as one object: opened, read again, asked, and appended to; see ../ledger.h.
#include "ledger.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUFFIX ".ledger.jsonl"

// ---- paths -------------------------------------------------------------------------------------
// "/a/b.md" -> "%a%b.md"; file systems take 255 bytes, so of longer names the end is kept and a
// hash.
static char *mangle(const char *folder, const char *real) {
  enum { NAME_MAX_LEN = 240 };
  size_t len = strlen(real);
  const char *name = real;
  char hash[20] = "";
  if (len + sizeof SUFFIX > NAME_MAX_LEN) {
    uint64_t sum = 14695981039346656037u;  // FNV-1a
    for (size_t i = 0; i < len; i++) sum = (sum ^ (unsigned char)real[i]) * 1099511628211u;
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)sum);
    name = real + len - (NAME_MAX_LEN - sizeof SUFFIX - sizeof hash);
    while (((unsigned char)*name & 0xC0) == 0x80) name++;  // not in the middle of a sign
  }
  size_t room = strlen(folder) + strlen(hash) + strlen(name) + sizeof SUFFIX + 2;
  char *path = malloc(room);
  if (!path) return NULL;
  int head = snprintf(path, room, "%s/%s", folder, hash);
  snprintf(path + head, room - (size_t)head, "%s" SUFFIX, name);
  for (char *at = path + head; *at; at++) {
    if (*at == '/') *at = '%';
  }
  return path;
}

// The real path of a file that need not exist yet. Owned by the caller.
static char *real_path(const char *path) {
  char *real = realpath(path, NULL);
  if (real || errno != ENOENT) return real;
  const char *slash = strrchr(path, '/');
  char *folder = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
  char *real_folder = folder ? realpath(folder, NULL) : NULL;
  const char *name = slash ? slash + 1 : path;
  if (real_folder) {
    size_t room = strlen(real_folder) + strlen(name) + 2;
    real = malloc(room);
    if (real) snprintf(real, room, "%s/%s", strcmp(real_folder, "/") ? real_folder : "", name);
  }
  free(folder);
  free(real_folder);
  return real;
}

char *ledger_path(const char *draft, const char *folder) {
  char *real = real_path(draft);
  if (!real) return NULL;
  char *path = NULL;
  if (folder) {
    path = mangle(folder, real);
  } else {
    size_t room = strlen(real) + sizeof SUFFIX;
    path = malloc(room);
    if (path) snprintf(path, room, "%s" SUFFIX, real);
  }
  free(real);
  return path;
}

// ---- the object --------------------------------------------------------------------------------
bool ledger_no_memory(char *message) {
  snprintf(message, LEDGER_MESSAGE_LEN, "memory is short");
  return false;
}

bool ledger_read_again(Ledger *self, char *message) {
  if (ledger_read_events(self) && ledger_replay(self)) return true;
  ledger_forget_events(self);
  return ledger_no_memory(message);
}

Ledger *ledger_open(const char *path, const char *draft, char *message) {
  Ledger *self = calloc(1, sizeof *self);
  bool changed;
  if (!self || !ledger_file_init(&self->file, path, draft)) {
    ledger_no_memory(message);
    ledger_free(self);
    return NULL;
  }
  if (!ledger_file_read(&self->file, &changed, message) || !ledger_read_again(self, message)) {
    ledger_free(self);
    return NULL;
  }
  return self;
}

void ledger_free(Ledger *self) {
  if (!self) return;
  ledger_forget_events(self);
  ledger_file_free(&self->file);
  free(self);
}

bool ledger_refresh(Ledger *self, bool *changed, char *message) {
  bool is_new = false;
  bool done = ledger_file_read(&self->file, &is_new, message);
  if (done && is_new) done = ledger_read_again(self, message);
  if (changed) *changed = is_new;
  return done;
}

uint32_t ledger_message_count(const Ledger *self) { return self->message_count; }
const char *ledger_message(const Ledger *self, uint32_t index) { return self->messages[index]; }
uint32_t ledger_event_count(const Ledger *self) { return self->event_count; }
const JsonTree *ledger_event(const Ledger *self, uint32_t index) {
  return &self->events[index].json;
}
uint32_t ledger_mark_count(const Ledger *self) { return self->mark_count; }
const LedgerMark *ledger_mark_at(const Ledger *self, uint32_t index) { return &self->marks[index]; }
