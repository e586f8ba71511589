// Learns word clusters: `clusters OUT < TEXT`, TEXT being lines of JSON with "text", or plain lines.
// Every word is moved to the class that makes the text most probable under a class bigram model, until
// little moves any more: Martin, Liermann, Ney, "Algorithms for bigram and trigram word clustering"
// (1998). Writes the table that crf/clusters.c reads.
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../crf/clusters.h"
#include "../json.h"
#include "../text.h"

enum {
  WORDS_MOST = 1 << 20,  // of the table that counts words; a power of two
  COUNT_LEAST = 8,       // rarer words are one word
  FINE = 255,            // one less than a byte holds: 0 is no class
  COARSE = 32,
  ROUNDS = 8,
};

typedef struct {
  uint64_t hash;
  uint32_t count, number;  // number: place in the vocabulary, 0 for the rare ones
} Word;

typedef struct {
  uint32_t from, to, count;
} Bigram;

static Word *words;
static uint32_t *stream;  // words' places in the table, 0 for a boundary
static size_t stream_len, stream_room;

// ---- reading ----------------------------------------------------------------------------------------
static uint32_t word_slot(uint64_t hash) {
  uint32_t slot = (uint32_t)(hash >> 40) & (WORDS_MOST - 1);
  while (words[slot].hash && words[slot].hash != hash) slot = (slot + 1) & (WORDS_MOST - 1);
  words[slot].hash = hash;
  return slot;
}

static bool push(uint32_t slot) {
  if (stream_len == stream_room) {
    stream_room = stream_room ? stream_room * 2 : 1 << 20;
    uint32_t *grown = realloc(stream, stream_room * sizeof *grown);
    if (!grown) return false;
    stream = grown;
  }
  stream[stream_len++] = slot;
  return true;
}

static bool is_in_word(const char *text, uint32_t len, uint32_t at, uint32_t code_point) {
  if (text_is_letter(code_point) || text_is_digit(code_point)) return true;
  // A stop or hyphen inside "U.S." or "long-term", not at a sentence's end.
  if (code_point != '.' && code_point != '-') return false;
  uint32_t next;
  if (at + 1 >= len) return false;
  text_decode(text + at + 1, len - at - 1, &next);
  return text_is_letter(next);
}

static bool read_text(const char *text, uint32_t len) {
  for (uint32_t at = 0; at < len;) {
    uint32_t code_point, start = at;
    uint32_t size = text_decode(text + at, len - at, &code_point);
    if (text_is_space(code_point)) {
      at += size;
      continue;
    }
    do {
      size = text_decode(text + at, len - at, &code_point);
      if (!is_in_word(text, len, at, code_point)) break;
      at += size;
    } while (at < len);
    if (at == start) at += size;  // a sign is a word of its own
    uint32_t slot = word_slot(text_hash(text + start, at - start));
    words[slot].count++;
    if (!push(slot)) return false;
  }
  return push(UINT32_MAX);
}

static bool read_all(void) {
  char *line = NULL;
  size_t room = 0;
  ssize_t size;
  bool done = true;
  while (done && (size = getline(&line, &room, stdin)) > 0) {
    if (line[0] != '{') {
      done = read_text(line, (uint32_t)size);
      continue;
    }
    JsonTree tree;
    JsonProblem problem;
    if (!json_parse(&tree, line, (size_t)size, 16, &problem)) continue;
    const JsonValue *text = json_get(&tree, json_root(&tree), "text");
    if (text && text->kind == JSON_STRING_VALUE) done = read_text(text->text, text->len);
    json_tree_free(&tree);
  }
  free(line);
  return done;
}

// ---- clustering -------------------------------------------------------------------------------------
typedef struct {
  uint32_t vocabulary, classes;
  const Bigram *forward, *backward;          // sorted by `from`; backward's pairs are turned round
  const uint32_t *forward_at, *backward_at;  // first bigram of each word
  const uint32_t *counts;
  uint16_t *class_of;
  double *pairs;  // classes * classes
  double *sizes;
} Clustering;

static double n_log_n(double n) { return n > 0 ? n * log(n) : 0; }

// Counts of the classes before (or behind) a word.
static uint32_t neighbours(const Clustering *self, const Bigram *bigrams, const uint32_t *at,
                           uint32_t word, double *count, uint16_t *seen) {
  uint32_t found = 0;
  for (uint32_t i = at[word]; i < at[word + 1]; i++) {
    if (bigrams[i].to == word) continue;
    uint16_t class = self->class_of[bigrams[i].to];
    if (count[class] == 0) seen[found++] = class;
    count[class] += bigrams[i].count;
  }
  return found;
}

// What the model gains by having the word in `class`, the word being in none.
static double gain(const Clustering *self, uint32_t class, double self_count, double word_count,
                   const double *behind, const uint16_t *behind_seen, uint32_t behind_count,
                   const double *before, const uint16_t *before_seen, uint32_t before_count) {
  const double *pairs = self->pairs;
  uint32_t classes = self->classes;
  double sum = 0, own = self_count;
  for (uint32_t i = 0; i < behind_count; i++) {
    uint32_t other = behind_seen[i];
    if (other == class) {
      own += behind[other];
      continue;
    }
    double old = pairs[class * classes + other];
    sum += n_log_n(old + behind[other]) - n_log_n(old);
  }
  for (uint32_t i = 0; i < before_count; i++) {
    uint32_t other = before_seen[i];
    if (other == class) {
      own += before[other];
      continue;
    }
    double old = pairs[other * classes + class];
    sum += n_log_n(old + before[other]) - n_log_n(old);
  }
  double old = pairs[class * classes + class];
  sum += n_log_n(old + own) - n_log_n(old);
  return sum - 2 * (n_log_n(self->sizes[class] + word_count) - n_log_n(self->sizes[class]));
}

static void put(Clustering *self, uint32_t class, double sign, double self_count, double word_count,
                const double *behind, const uint16_t *behind_seen, uint32_t behind_count,
                const double *before, const uint16_t *before_seen, uint32_t before_count) {
  for (uint32_t i = 0; i < behind_count; i++) {
    self->pairs[class * self->classes + behind_seen[i]] += sign * behind[behind_seen[i]];
  }
  for (uint32_t i = 0; i < before_count; i++) {
    self->pairs[before_seen[i] * self->classes + class] += sign * before[before_seen[i]];
  }
  self->pairs[class * self->classes + class] += sign * self_count;
  self->sizes[class] += sign * word_count;
}

static uint32_t improve(Clustering *self) {
  uint32_t moved = 0;
  double behind[FINE + 1], before[FINE + 1];
  uint16_t behind_seen[FINE + 1], before_seen[FINE + 1];
  for (uint32_t word = 0; word < self->vocabulary; word++) {
    memset(behind, 0, sizeof behind);
    memset(before, 0, sizeof before);
    uint32_t behind_count =
        neighbours(self, self->forward, self->forward_at, word, behind, behind_seen);
    uint32_t before_count =
        neighbours(self, self->backward, self->backward_at, word, before, before_seen);
    double self_count = 0, word_count = self->counts[word];
    for (uint32_t i = self->forward_at[word]; i < self->forward_at[word + 1]; i++) {
      if (self->forward[i].to == word) self_count = self->forward[i].count;
    }
    uint16_t old = self->class_of[word], best = old;
    put(self, old, -1, self_count, word_count, behind, behind_seen, behind_count, before,
        before_seen, before_count);
    double most = -INFINITY;
    for (uint16_t class = 0; class < self->classes; class ++) {
      double value = gain(self, class, self_count, word_count, behind, behind_seen, behind_count,
                          before, before_seen, before_count);
      if (value > most + 1e-9) {
        most = value;
        best = class;
      }
    }
    put(self, best, 1, self_count, word_count, behind, behind_seen, behind_count, before,
        before_seen, before_count);
    self->class_of[word] = best;
    moved += best != old;
  }
  return moved;
}

static bool cluster(Clustering *self, uint32_t classes, uint16_t *class_of) {
  self->classes = classes;
  self->class_of = class_of;
  self->pairs = calloc((size_t)classes * classes, sizeof *self->pairs);
  self->sizes = calloc(classes, sizeof *self->sizes);
  if (!self->pairs || !self->sizes) return false;
  // The commonest words begin in classes of their own.
  for (uint32_t word = 0; word < self->vocabulary; word++) {
    class_of[word] = (uint16_t)(word % classes);
    self->sizes[class_of[word]] += self->counts[word];
  }
  for (uint32_t word = 0; word < self->vocabulary; word++) {
    for (uint32_t i = self->forward_at[word]; i < self->forward_at[word + 1]; i++) {
      self->pairs[class_of[word] * classes + class_of[self->forward[i].to]] +=
          self->forward[i].count;
    }
  }
  for (int round = 1; round <= ROUNDS; round++) {
    uint32_t moved = improve(self);
    fprintf(stderr, "%u classes, round %d: %u of %u words moved\n", classes, round, moved,
            self->vocabulary);
    if (moved < self->vocabulary / 200) break;
  }
  free(self->pairs);
  free(self->sizes);
  return true;
}

// ---- counting ---------------------------------------------------------------------------------------
static int by_count(const void *a, const void *b) {
  const Word *left = *(Word *const *)a, *right = *(Word *const *)b;
  if (left->count != right->count) return left->count < right->count ? 1 : -1;
  return left->hash < right->hash ? -1 : 1;
}

static int by_words(const void *a, const void *b) {
  const Bigram *left = a, *right = b;
  if (left->from != right->from) return left->from < right->from ? -1 : 1;
  return left->to < right->to ? -1 : left->to > right->to;
}

// Sorts bigrams, adds equal ones up, and notes where each word's begin.
static size_t index_bigrams(Bigram *bigrams, size_t count, uint32_t *at, uint32_t vocabulary) {
  qsort(bigrams, count, sizeof *bigrams, by_words);
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (kept && by_words(&bigrams[kept - 1], &bigrams[i]) == 0) {
      bigrams[kept - 1].count += bigrams[i].count;
    } else {
      bigrams[kept++] = bigrams[i];
    }
  }
  uint32_t word = 0;
  for (size_t i = 0; i <= kept; i++) {
    uint32_t from = i < kept ? bigrams[i].from : vocabulary;
    while (word <= from && word <= vocabulary) at[word++] = (uint32_t)i;
  }
  return kept;
}

// ---- writing ---------------------------------------------------------------------------------------
static bool write_table(const char *path, Word *const *vocabulary, uint32_t count,
                        const uint16_t *fine, const uint16_t *coarse) {
  ClusterHead head = {
      .magic = CLUSTER_MAGIC, .byte_order = 0x01020304, .slot_count = count * 4 / 3 + 1};
  ClusterSlot *slots = calloc(head.slot_count, sizeof *slots);
  if (!slots) return false;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t slot = cluster_slot(vocabulary[i]->hash, head.slot_count);
    while (slots[slot].fine) slot = slot + 1 == head.slot_count ? 0 : slot + 1;
    slots[slot] = (ClusterSlot){(uint16_t)vocabulary[i]->hash, (uint8_t)(fine[i] + 1),
                                (uint8_t)(coarse[i] + 1)};
  }
  FILE *out = fopen(path, "wb");
  bool done = out && fwrite(&head, sizeof head, 1, out) == 1 &&
              fwrite(slots, sizeof *slots, head.slot_count, out) == head.slot_count;
  if (out && fclose(out) != 0) done = false;
  if (!done) fprintf(stderr, "clusters: %s: %s\n", path, strerror(errno));
  free(slots);
  return done;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: clusters OUT < TEXT\n");
    return 2;
  }
  words = calloc(WORDS_MOST, sizeof *words);
  if (!words || !read_all()) return 1;
  Word **vocabulary = malloc(WORDS_MOST * sizeof *vocabulary);
  if (!vocabulary) return 1;
  uint32_t count = 0;
  for (uint32_t i = 0; i < WORDS_MOST; i++) {
    if (words[i].count >= COUNT_LEAST) vocabulary[count++] = &words[i];
  }
  qsort(vocabulary, count, sizeof *vocabulary, by_count);
  for (uint32_t i = 0; i < count; i++) vocabulary[i]->number = i + 1;
  Bigram *forward = malloc((stream_len + 1) * sizeof *forward);
  Bigram *backward = malloc((stream_len + 1) * sizeof *backward);
  uint32_t *forward_at = calloc(count + 2, sizeof *forward_at);
  uint32_t *backward_at = calloc(count + 2, sizeof *backward_at);
  uint32_t *counts = calloc(count + 1, sizeof *counts);
  uint16_t *fine = calloc(count + 1, sizeof *fine), *coarse = calloc(count + 1, sizeof *coarse);
  if (!forward || !backward || !forward_at || !backward_at || !counts || !fine || !coarse) return 1;
  size_t bigrams = 0;
  for (size_t i = 0; i + 1 < stream_len; i++) {
    if (stream[i] == UINT32_MAX || stream[i + 1] == UINT32_MAX) continue;
    uint32_t from = words[stream[i]].number, to = words[stream[i + 1]].number;
    if (!from || !to) continue;
    forward[bigrams] = (Bigram){from - 1, to - 1, 1};
    backward[bigrams++] = (Bigram){to - 1, from - 1, 1};
  }
  for (uint32_t i = 0; i < count; i++) counts[i] = vocabulary[i]->count;
  index_bigrams(forward, bigrams, forward_at, count);
  index_bigrams(backward, bigrams, backward_at, count);
  Clustering clustering = {.vocabulary = count,
                           .forward = forward,
                           .backward = backward,
                           .forward_at = forward_at,
                           .backward_at = backward_at,
                           .counts = counts};
  if (!cluster(&clustering, FINE, fine) || !cluster(&clustering, COARSE, coarse)) return 1;
  return write_table(argv[1], vocabulary, count, fine, coarse) ? 0 : 1;
}
