// The rules' side of the C API: shipped files, a newsroom's files and folders, messages.
// The shipped files and a user's own go through the same loader.
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assess/model.h"
#include "crf/crf.h"
#include "crf/features.h"
#include "embedded.h"
#include "rules/book.h"
#include "weights.h"

enum { LARGEST_FILE = 16 * 1024 * 1024 };

static const char *const kind_files[RULES_KIND_COUNT] = {"attribution.scm", "claims.scm"};

// ---- messages ----------------------------------------------------------------------------------
static char *message_text(const char *path, uint32_t line, uint32_t column, const char *text) {
  int len = snprintf(NULL, 0, "%s:%u:%u: %s", path, line, column, text);
  char *message = len < 0 ? NULL : malloc((size_t)len + 1);
  if (message) snprintf(message, (size_t)len + 1, "%s:%u:%u: %s", path, line, column, text);
  return message;
}

bool rules_report(CdRules *self, const char *path, uint32_t line, uint32_t column,
                  const char *text) {
  if (self->message_count == self->message_capacity) {
    size_t capacity = self->message_capacity * 2 + 8;
    char **messages = realloc(self->messages, capacity * sizeof *messages);
    if (!messages) return false;
    self->messages = messages;
    self->message_capacity = capacity;
  }
  char *message = message_text(path, line, column, text);
  if (!message) return false;
  self->messages[self->message_count++] = message;
  return true;
}

// Classes are looked up when somebody asks, since the list that makes one may have been added
// later.
static void visit_unknown_classes(const CdRules *self, void (*visit)(void *, const char *),
                                  void *context) {
  for (uint32_t i = 0; i < self->book->rule_count; i++) {
    const Rule *rule = self->book->rules[i];
    for (uint32_t k = 0; k < rule->predicate_count; k++) {
      Predicate predicate = rule->predicates[k];
      const char *unknown = predicate_resolve(&predicate, self->lexicon);
      if (!unknown) continue;
      char text[160];
      snprintf(text, sizeof text, "no such lexicon: %s", unknown);
      char *message = message_text(rule->source->path, predicate.line, predicate.column, text);
      if (message) visit(context, message);
      free(message);
    }
  }
}

void cd_rules_messages(const CdRules *self, void (*visit)(void *context, const char *message),
                       void *context) {
  for (size_t i = 0; i < self->message_count; i++) visit(context, self->messages[i]);
  visit_unknown_classes(self, visit, context);
}

// ---- queries -----------------------------------------------------------------------------------
static bool first_line_extends(const char *text, size_t len) {
  const char *line_end = memchr(text, '\n', len);
  size_t line_len = line_end ? (size_t)(line_end - text) : len;
  size_t at = 0;
  while (at < line_len && (text[at] == ';' || text[at] == ' ')) at++;
  return at > 0 && text[0] == ';' && line_len - at >= 7 && memcmp(text + at, "extends", 7) == 0;
}

// Puts a compiled file to work. One that does not extend takes the place of the one that did not
// before.
static CdStatus install(RuleBook *book, Source *source) {
  for (uint32_t i = 0; !source->extends && i < book->source_count; i++) {
    Source *old = book->sources[i];
    if (old->kind != source->kind || old->extends) continue;
    book->sources[i] = source;
    source_free(old);
    return CD_OK;
  }
  if (book->source_count == sizeof book->sources / sizeof *book->sources) return CD_BAD_RULES;
  book->sources[book->source_count++] = source;
  return CD_OK;
}

static CdStatus add_query(CdRules *self, RulesKind kind, const char *path, const char *text,
                          size_t len) {
  Source *source = calloc(1, sizeof *source);
  if (source) source->path = strdup(path);
  if (!source || !source->path) {
    source_free(source);
    return CD_NO_MEMORY;
  }
  source->kind = kind;
  source->extends = first_line_extends(text, len);
  size_t messages_before = self->message_count;
  CdStatus status = source_compile(source, self, text, len);
  if (status == CD_OK) {
    status = install(self->book, source);
    if (status == CD_BAD_RULES) rules_report(self, path, 1, 1, "too many files of rules");
  }
  if (status != CD_OK) {
    source_free(source);
    return status;
  }
  return self->message_count > messages_before ? CD_BAD_RULES : CD_OK;
}

// ---- word lists --------------------------------------------------------------------------------
// "…/lexicon/en/CLASS.txt": the class's name, in `room`; false if the path is no such one.
static bool class_of_path(const char *path, char *room, size_t room_size) {
  const char *name = strrchr(path, '/');
  if (!name || !strstr(path, "lexicon/")) return false;
  name++;
  size_t len = strlen(name);
  if (len < 5 || strcmp(name + len - 4, ".txt") != 0 || len - 4 >= room_size) return false;
  memcpy(room, name, len - 4);
  room[len - 4] = '\0';
  return true;
}

static CdStatus add_file(CdRules *self, const char *path, const char *text, size_t len) {
  const char *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path;
  for (int kind = 0; kind < RULES_KIND_COUNT; kind++) {
    if (strcmp(name, kind_files[kind]) == 0) {
      return add_query(self, (RulesKind)kind, path, text, len);
    }
  }
  char class[128];
  const char *problem = "neither attribution.scm, claims.scm nor lexicon/en/CLASS.txt";
  if (class_of_path(path, class, sizeof class)) {
    if (lexicon_add(self->lexicon, class, text, len)) return CD_OK;
    if (lexicon_class(self->lexicon, class, strlen(class)) >= 0) return CD_NO_MEMORY;
    problem = "too many lexicons: 64 at most";
  }
  rules_report(self, path, 1, 1, problem);
  return CD_BAD_RULES;
}

CdStatus cd_rules_add_file(CdRules *self, const char *path, const char *text, size_t len) {
  CdStatus status = add_file(self, path, text, len);
  return book_index(self->book, self->lexicon) ? status : CD_NO_MEMORY;
}

// ---- folders -----------------------------------------------------------------------------------
static char *read_whole(const char *path, size_t *len) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  char *text = NULL;
  size_t capacity = 0;
  *len = 0;
  for (size_t got = 1; got > 0 && *len <= LARGEST_FILE;) {
    if (capacity - *len < 4096) {
      char *larger = realloc(text, capacity = capacity * 2 + 16384);
      if (!larger) break;
      text = larger;
    }
    got = fread(text + *len, 1, capacity - *len - 1, file);
    *len += got;
  }
  bool bad = ferror(file) || *len > LARGEST_FILE || !text;
  fclose(file);
  if (bad) {
    free(text);
    return NULL;
  }
  text[*len] = '\0';
  return text;
}

static int is_list(const struct dirent *entry) {
  size_t len = strlen(entry->d_name);
  return len > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + len - 4, ".txt") == 0;
}

static int is_query(const struct dirent *entry) {
  for (int kind = 0; kind < RULES_KIND_COUNT; kind++) {
    if (strcmp(entry->d_name, kind_files[kind]) == 0) return 1;
  }
  return 0;
}

static int by_name(const struct dirent **left, const struct dirent **right) {
  return strcmp((*left)->d_name, (*right)->d_name);
}

static CdStatus worse(CdStatus left, CdStatus right) {
  if (left == CD_NO_MEMORY || right == CD_NO_MEMORY) return CD_NO_MEMORY;
  return left == CD_OK ? right : left;
}

// Adds the files of one folder in order of name. A folder that is not there is no error.
static CdStatus add_files_of(CdRules *self, const char *folder, const char *below,
                             int (*wanted)(const struct dirent *)) {
  char path[4096];
  if (snprintf(path, sizeof path, "%s/%s", folder, below) >= (int)sizeof path) return CD_BAD_FILE;
  struct dirent **entries;
  int count = scandir(path, &entries, wanted, by_name);
  if (count < 0) return errno == ENOENT ? CD_OK : CD_BAD_FILE;
  CdStatus status = CD_OK;
  for (int i = 0; i < count; i++) {
    int len = snprintf(path, sizeof path, "%s/%s/%s", folder, below, entries[i]->d_name);
    size_t size;
    char *text = len < (int)sizeof path ? read_whole(path, &size) : NULL;
    if (text) {
      status = worse(status, add_file(self, path, text, size));
    } else {
      rules_report(self, path, 1, 1, "cannot be read");
      status = worse(status, CD_BAD_FILE);
    }
    free(text);
    free(entries[i]);
  }
  free(entries);
  return status;
}

CdStatus cd_rules_add_folder(CdRules *self, const char *folder) {
  DIR *exists = opendir(folder);
  if (!exists) return CD_BAD_FILE;
  closedir(exists);
  // Lists first: the queries may ask for their classes.
  CdStatus status = add_files_of(self, folder, "lexicon/en", is_list);
  status = worse(status, add_files_of(self, folder, "queries/prose", is_query));
  return book_index(self->book, self->lexicon) ? status : CD_NO_MEMORY;
}

// ---- all ---------------------------------------------------------------------------------------
CdRules *cd_rules_new(void) {
  CdRules *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  self->lexicon = lexicon_new();
  self->patterns = patterns_new();
  self->book = calloc(1, sizeof *self->book);
  self->claims = claim_model_new();
  const char *problem;
  self->names = crf_new(weights_names.bytes, weights_names.len, FEATURE_VERSION, &problem);
  if (!self->names) rules_report(self, "weights/en/names.crf", 1, 1, problem);
  bool ok = self->lexicon && self->patterns && self->book && self->claims;
  for (size_t i = 0; ok && i < embedded_file_count; i++) {
    const EmbeddedFile *file = &embedded_files[i];
    const char *name = strrchr(file->path, '/');
    for (int kind = 0; kind < RULES_KIND_COUNT; kind++) {
      if (strcmp(name ? name + 1 : file->path, kind_files[kind]) != 0) continue;
      ok = add_query(self, (RulesKind)kind, file->path, file->text, file->len) != CD_NO_MEMORY;
    }
  }
  if (ok && book_index(self->book, self->lexicon)) return self;
  cd_rules_free(self);
  return NULL;
}

void cd_rules_free(CdRules *self) {
  if (!self) return;
  book_free(self->book);
  claim_model_free(self->claims);
  crf_free(self->names);
  patterns_free(self->patterns);
  lexicon_free(self->lexicon);
  for (size_t i = 0; i < self->message_count; i++) free(self->messages[i]);
  free(self->messages);
  free(self);
}
