// Speed and memory of the core alone: core DRAFT... prints one figure a line; core --text BYTES
// DRAFT... prints a text of that length. Reads drafts; makes longer ones of them in which most
// names differ from copy to copy, as they do in a long document. Ratios are against a fixed piece
// of work done in the same run.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "copydesk.h"
#include "text.h"

enum { SAMPLE = 3568, MEGABYTE = 1000000 };  // bytes; a wire story's length

typedef struct {
  char *bytes;
  size_t len, capacity;
} Text;

// Time this thread has computed, which does not count what other programs took meanwhile.
static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void stop(const char *why) {
  fprintf(stderr, "bench: %s\n", why);
  exit(1);
}

static void append(Text *self, const char *bytes, size_t len) {
  if (self->len + len > self->capacity) {
    self->capacity = (self->len + len) * 2;
    self->bytes = realloc(self->bytes, self->capacity);
    if (self->bytes == NULL) stop("no memory");
  }
  memcpy(self->bytes + self->len, bytes, len);
  self->len += len;
}

static Text read_file(const char *path) {
  Text text = {NULL, 0, 0};
  char buffer[4096];
  FILE *file = fopen(path, "rb");
  if (file == NULL) stop(path);
  for (size_t count; (count = fread(buffer, 1, sizeof buffer, file)) > 0;) {
    append(&text, buffer, count);
  }
  fclose(file);
  return text;
}

static bool is_capital(char byte) { return byte >= 'A' && byte <= 'Z'; }
static bool is_small(char byte) { return byte >= 'a' && byte <= 'z'; }

// One copy of a draft. Capitalised words inside a sentence get an ending that depends on the copy.
static void append_copy(Text *self, const Text *draft, unsigned copy) {
  static const char *const endings[] = {"",   "a", "ek",  "is", "or", "un", "ey", "al",
                                        "ic", "o", "ard", "in", "es", "ov", "um", "ith"};
  for (size_t i = 0; i < draft->len;) {
    size_t end = i;
    while (end < draft->len && (is_capital(draft->bytes[end]) || is_small(draft->bytes[end])))
      end++;
    if (end == i) {
      append(self, draft->bytes + i++, 1);
      continue;
    }
    append(self, draft->bytes + i, end - i);
    const bool inside = i > 1 && draft->bytes[i - 1] == ' ' && is_small(draft->bytes[i - 2]);
    if (inside && is_capital(draft->bytes[i]) && end - i > 4) {
      const char *ending = endings[(text_hash(draft->bytes + i, (uint32_t)(end - i)) + copy) % 16];
      append(self, ending, strlen(ending));
      const char *more = endings[copy / 16 % 16];
      append(self, more, strlen(more));
    }
    i = end;
  }
  append(self, "\n", 1);
}

// A text of `len` bytes made of the drafts, ending with a whole line where it can.
static Text make_text(const Text *drafts, size_t draft_count, size_t len) {
  Text text = {NULL, 0, 0};
  for (unsigned copy = 0; text.len < len; copy++) {
    append_copy(&text, &drafts[copy % draft_count], copy / (unsigned)draft_count);
  }
  text.len = len;
  while (text.len > 0 && ((unsigned char)text.bytes[text.len - 1] & 0xC0) == 0x80) text.len--;
  return text;
}

static int compare_doubles(const void *a, const void *b) {
  const double left = *(const double *)a, right = *(const double *)b;
  return left < right ? -1 : left > right;
}

// The fixed piece of work: hashing each word of a megabyte. Seconds, the best of five.
static double fixed_work(const Text *text) {
  double best = 1e9;
  volatile uint64_t sink = 0;
  for (int round = 0; round < 5; round++) {
    const double start = seconds();
    for (size_t i = 0; i < text->len;) {
      size_t end = i;
      while (end < text->len && text->bytes[end] != ' ') end++;
      sink = sink + text_hash(text->bytes + i, (uint32_t)(end - i));
      i = end + 1;
    }
    const double took = seconds() - start;
    if (took < best) best = took;
  }
  return best;
}

// Seconds to read a text whole, the best of `rounds`.
static double read_whole(const CdRules *rules, const Text *text, int rounds) {
  double best = 1e9;
  for (int round = 0; round < rounds; round++) {
    const double start = seconds();
    CdDocument *document = cd_document_new(rules, text->bytes, text->len);
    const double took = seconds() - start;
    if (document == NULL) stop("no memory");
    cd_document_free(document);
    if (took < best) best = took;
  }
  return best;
}

static size_t resident(void) {  // bytes; 0 where the system does not tell
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL) return 0;
  if (fscanf(file, "%*d %ld", &pages) != 1) pages = 0;
  fclose(file);
  return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

// One letter typed at places spread over the draft, and taken out again: median and 99th
// percentile.
static void type_letters(const CdRules *rules, const Text *text, const char *name) {
  enum { COUNT = 2000 };
  static double took[COUNT];
  CdDocument *document = cd_document_new(rules, text->bytes, text->len);
  if (document == NULL) stop("no memory");
  uint64_t state = 1;
  for (int i = 0; i < COUNT; i++) {
    CdChange change;
    state = state * 6364136223846793005u + 1442695040888963407u;
    uint32_t at = (uint32_t)((state >> 33) % text->len);
    while (at > 0 && ((unsigned char)text->bytes[at] & 0xC0) == 0x80) at--;
    const double start = seconds();
    if (cd_document_edit(document, at, 0, "e", 1, &change) != CD_OK) stop("an edit failed");
    took[i] = seconds() - start;
    if (cd_document_edit(document, at, 1, "", 0, &change) != CD_OK) stop("an edit failed");
  }
  cd_document_free(document);
  qsort(took, COUNT, sizeof took[0], compare_doubles);
  printf("%-58s median %.3f ms, p99 %.3f ms, most %.3f ms\n", name, took[COUNT / 2] * 1e3,
         took[COUNT * 99 / 100] * 1e3, took[COUNT - 1] * 1e3);
}

int main(int argc, char **argv) {
  size_t wanted = 0;
  if (argc > 2 && strcmp(argv[1], "--text") == 0) {
    wanted = strtoul(argv[2], NULL, 10);
    argv += 2;
    argc -= 2;
  }
  Text drafts[64];
  size_t draft_count = 0;
  for (int i = 1; i < argc && draft_count < 64; i++) drafts[draft_count++] = read_file(argv[i]);
  if (draft_count == 0) stop("usage: core [--text BYTES] DRAFT...");
  if (wanted > 0) {
    const Text text = make_text(drafts, draft_count, wanted);
    fwrite(text.bytes, 1, text.len, stdout);
    return fflush(stdout) != 0;
  }

  const size_t before_rules = resident();
  double start = seconds();
  CdRules *rules = cd_rules_new();
  if (rules == NULL) stop("no rules");
  printf("%-58s %.2f ms\n", "rules compiled", (seconds() - start) * 1e3);
  const size_t rules_bytes = resident() - before_rules;

  const Text sample = make_text(drafts, draft_count, SAMPLE);
  const Text tenth = make_text(drafts, draft_count, MEGABYTE / 10);
  const Text megabyte = make_text(drafts, draft_count, MEGABYTE);
  // First of all, while no other document has left memory behind that could be used again.
  const size_t before = resident();
  CdDocument *document = cd_document_new(rules, megabyte.bytes, megabyte.len);
  const size_t bytes = resident() - before;
  printf("%-58s %.1f MB, %.1f bytes a byte; rules %.1f MB (bar 8 MB + 12)\n",
         "memory of a 1 MB draft", (double)bytes / 1e6, (double)bytes / (double)megabyte.len,
         (double)rules_bytes / 1e6);
  cd_document_free(document);
  const double unit = fixed_work(&megabyte);
  printf("%-58s %.2f ms\n", "fixed work: hashing the words of 1 MB", unit * 1e3);
  const double sample_time = read_whole(rules, &sample, 200);
  printf("%-58s %.3f ms, %.2f of the fixed work (bar 1 ms)\n", "sample-sized draft read whole",
         sample_time * 1e3, sample_time / unit);
  const double tenth_time = read_whole(rules, &tenth, 5), time = read_whole(rules, &megabyte, 3);
  printf("%-58s %.0f ms, %.2f MB/s, %.0f of the fixed work\n", "1 MB draft read whole", time * 1e3,
         (double)megabyte.len / 1e6 / time, time / unit);
  printf("%-58s %.1f times the work (bar 11)\n", "1 MB against 0.1 MB", time / tenth_time);
  type_letters(rules, &tenth, "a letter in a 0.1 MB draft, core alone");
  type_letters(rules, &megabyte, "a letter in a 1 MB draft, core alone");
  cd_rules_free(rules);
  return 0;
}
