// The file of a ledger; see file.h.
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "../ledger.h"

enum {
  LOCK_TRIES = 200,  // of 10 ms each: another program's append takes one or two
  LOCK_PAUSE_NS = 10 * 1000 * 1000,
};
static const off_t size_max = (off_t)256 << 20;

#if defined(__APPLE__)
#define MODIFIED st_mtimespec
#else
#define MODIFIED st_mtim
#endif

static bool fail(const LedgerFile *self, char *message, const char *what) {
  snprintf(message, LEDGER_MESSAGE_LEN, "%s: %s", self->path, what);
  return false;
}

bool ledger_file_init(LedgerFile *self, const char *path, const char *draft) {
  *self = (LedgerFile){.path = strdup(path), .draft = draft ? strdup(draft) : NULL};
  if (self->path && (self->draft || !draft)) return true;
  ledger_file_free(self);
  return false;
}

void ledger_file_free(LedgerFile *self) {
  free(self->path);
  free(self->draft);
  free(self->bytes);
  *self = (LedgerFile){0};
}

// Opens the file if it is a plain one: a folder, a pipe or a link is refused, since what is
// appended must never end up elsewhere. -1 with errno set, or with 0 and a message.
static int open_plain(const LedgerFile *self, int flags, char *message) {
  int fd = open(self->path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) {
    int error = errno;
    const char *reason = error == ELOOP ? "is a symbolic link" : strerror(error);
    if (error == EISDIR) reason = "is a folder";
    fail(self, message, reason);
    errno = error;
    return -1;
  }
  struct stat state;
  if (fstat(fd, &state) != 0 || !S_ISREG(state.st_mode)) {
    fail(self, message, S_ISDIR(state.st_mode) ? "is a folder" : "is not a plain file");
  } else if (state.st_size > size_max) {
    fail(self, message, "is over 256 MB");
  } else {
    return fd;
  }
  close(fd);
  errno = 0;
  return -1;
}

// ---- reading -----------------------------------------------------------------------------------
static bool same_state(const struct stat *one, const struct stat *other) {
  return one->st_dev == other->st_dev && one->st_ino == other->st_ino &&
         one->st_size == other->st_size && one->MODIFIED.tv_sec == other->MODIFIED.tv_sec &&
         one->MODIFIED.tv_nsec == other->MODIFIED.tv_nsec;
}

// All bytes of an open file, from its start. False with errno set.
static bool read_bytes(int fd, char **bytes, size_t *len) {
  size_t capacity = 4096;
  *len = 0;
  *bytes = malloc(capacity);
  while (*bytes) {
    ssize_t got = pread(fd, *bytes + *len, capacity - *len, (off_t)*len);
    if (got == 0) return true;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    *len += (size_t)got;
    if (*len < capacity) continue;
    char *grown = (off_t)capacity <= size_max ? realloc(*bytes, capacity * 2) : NULL;
    if (!grown) break;
    *bytes = grown;
    capacity *= 2;
  }
  int error = *bytes ? errno : ENOMEM;
  free(*bytes);
  *bytes = NULL;
  errno = error;
  return false;
}

static bool read_open_file(LedgerFile *self, int fd, bool *changed, char *message) {
  struct stat state;
  char *bytes;
  size_t len;
  if (fstat(fd, &state) != 0 || !read_bytes(fd, &bytes, &len)) {
    return fail(self, message, strerror(errno));
  }
  *changed = !self->exists || len != self->len || memcmp(bytes, self->bytes, len) != 0;
  if (*changed) {
    free(self->bytes);
    self->bytes = bytes;
  } else {
    free(bytes);  // others point into what we have
  }
  self->len = len;
  self->exists = true;
  self->state = state;
  return true;
}

bool ledger_file_read(LedgerFile *self, bool *changed, char *message) {
  *changed = false;
  struct stat state;
  if (self->exists && lstat(self->path, &state) == 0 && same_state(&state, &self->state)) {
    return true;
  }
  int fd = open_plain(self, O_RDONLY, message);
  if (fd < 0) {
    if (errno != ENOENT && errno != ENOTDIR) return false;
    *changed = self->exists;
    free(self->bytes);
    self->bytes = NULL;
    self->len = 0;
    self->exists = false;
    return true;
  }
  bool done = read_open_file(self, fd, changed, message);
  close(fd);
  return done;
}

// ---- making ------------------------------------------------------------------------------------
// Gives a
// new file what its draft has: owner and group where the system lets us, and of the draft's mode
// what does not let anybody read more than the draft does.
static void take_after_draft(const LedgerFile *self, int fd) {
  struct stat draft, own;
  if (!self->draft || stat(self->draft, &draft) != 0 || fstat(fd, &own) != 0) return;
  mode_t mode = draft.st_mode & 0666;
  if (own.st_uid != draft.st_uid && fchown(fd, draft.st_uid, (gid_t)-1) != 0) errno = 0;
  if (own.st_gid != draft.st_gid && fchown(fd, (uid_t)-1, draft.st_gid) != 0) mode &= ~(mode_t)0070;
  // Another owner than the draft's: to others he is what the draft's group or others are.
  if (fchmod(fd, mode | S_IRUSR | S_IWUSR) != 0) errno = 0;
}

// Puts what was written on the disk itself, as far as the system lets us.
static bool sync_file(int fd) {
#ifdef F_FULLFSYNC
  if (fcntl(fd, F_FULLFSYNC) == 0) return true;
#endif
  return fsync(fd) == 0;
}

static void sync_folder(const char *path) {
  const char *slash = strrchr(path, '/');
  char *folder = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
  int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  if (fd >= 0) {
    fsync(fd);
    close(fd);
  }
  free(folder);
}

// Opens the file to append, making it if need be. -1 with a message.
static int open_or_make(const LedgerFile *self, char *message) {
  for (int tries = 0; tries < 3; tries++) {
    int fd = open_plain(self, O_RDWR | O_APPEND, message);
    if (fd >= 0 || errno != ENOENT) return fd;
    fd = open(self->path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd >= 0) {
      take_after_draft(self, fd);
      sync_folder(self->path);
      return fd;
    }
    if (errno != EEXIST) {
      fail(self, message, strerror(errno));
      return -1;
    }
  }
  return -1;
}

// ---- appending ---------------------------------------------------------------------------------
// A lock
// that dies with its holder. Waits a moment for another program's append, not for ever.
static bool lock(const LedgerFile *self, int fd, char *message) {
  for (int tries = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; tries++) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return fail(self, message, strerror(errno));
    if (tries == LOCK_TRIES) return fail(self, message, "is locked by another program");
    nanosleep(&(struct timespec){0, LOCK_PAUSE_NS}, NULL);
  }
  return true;
}

// Is the open file still the one that has the name? (git and editors put a new file in its place.)
static bool still_named(const LedgerFile *self, int fd) {
  struct stat open_state, named;
  return fstat(fd, &open_state) == 0 && lstat(self->path, &named) == 0 &&
         open_state.st_dev == named.st_dev && open_state.st_ino == named.st_ino;
}

// Opens and locks the file. -1 with a message.
static int open_locked(const LedgerFile *self, char *message) {
  for (int tries = 0; tries < 10; tries++) {
    int fd = open_or_make(self, message);
    if (fd < 0) return -1;
    bool is_locked = lock(self, fd, message);
    bool is_replaced = !still_named(self, fd);
    if (is_locked && !is_replaced) return fd;
    close(fd);
    if (!is_replaced) return -1;
  }
  fail(self, message, "is being replaced all the time");
  return -1;
}

static bool write_all(int fd, const char *bytes, size_t len) {
  while (len > 0) {
    ssize_t written = write(fd, bytes, len);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes += written;
    len -= (size_t)written;
  }
  return true;
}

// Writes a whole line at the end of the locked file; on failure takes back what was written of it.
static bool append_line(const LedgerFile *self, int fd, const char *line, size_t len,
                        char *message) {
  struct stat state;
  char last = '\n';
  if (fstat(fd, &state) != 0) return fail(self, message, strerror(errno));
  if (state.st_size > 0 && pread(fd, &last, 1, state.st_size - 1) != 1) {
    return fail(self, message, "its end cannot be read");
  }
  char *bytes = malloc(len + 2);
  if (!bytes) return fail(self, message, "memory is short");
  size_t repair = last != '\n';
  bytes[0] = '\n';
  memcpy(bytes + repair, line, len);
  bytes[repair + len] = '\n';
  bool written = write_all(fd, bytes, repair + len + 1) && sync_file(fd);
  int error = errno;
  free(bytes);
  if (written) return true;
  if (ftruncate(fd, state.st_size) != 0) fsync(fd);
  // One that was only just made, or that somebody emptied, holds no mark.
  if (state.st_size == 0) unlink(self->path);
  return fail(self, message, strerror(error));
}

bool ledger_file_append(LedgerFile *self, const char *line, size_t len, char *message) {
  int fd = open_locked(self, message);
  if (fd < 0) return false;
  bool changed;
  bool done = append_line(self, fd, line, len, message);
  // What others appended before us is read in the same moment.
  if (done) done = read_open_file(self, fd, &changed, message);
  close(fd);  // and the lock with it
  return done;
}
