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
  COUNT_LEAST = 6,       // rarer words are one word
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
  uint32_t *pairs, *turned;  // classes * classes, [before][behind] and [behind][before]
  uint32_t *sizes;
  double *gains;  // of each class, for the word in hand
} Clustering;

// The classes on one side of a word, and how often each stands there.
typedef struct {
  uint32_t count[FINE];
  uint16_t seen[FINE];
  uint32_t seen_count;
} Side;

enum { LOGS = 1 << 16 };
static double logs[LOGS];

static double n_log_n(uint32_t n) { return n < LOGS ? logs[n] : (double)n * log(n); }

static void fill_logs(void) {
  for (uint32_t n = 1; n < LOGS; n++) logs[n] = (double)n * log(n);
}

static void count_side(const Clustering *self, const Bigram *bigrams, const uint32_t *at,
                       uint32_t word, Side *side) {
  memset(side->count, 0, sizeof side->count);
  side->seen_count = 0;
  for (uint32_t i = at[word]; i < at[word + 1]; i++) {
    if (bigrams[i].to == word) continue;
    uint16_t class = self->class_of[bigrams[i].to];
    if (side->count[class] == 0) side->seen[side->seen_count++] = class;
    side->count[class] += bigrams[i].count;
  }
}

// Adds what the pairs with one side's classes gain if the word joins each class. `rows` holds a row of all
// classes for each class of that side, so that the inner loop walks through memory.
static void add_gains(const Clustering *self, const Side *side, const uint32_t *rows) {
  for (uint32_t i = 0; i < side->seen_count; i++) {
    uint32_t more = side->count[side->seen[i]];
    const uint32_t *row = rows + (size_t)side->seen[i] * self->classes;
    double alone = n_log_n(more);
    for (uint32_t class = 0; class < self->classes; class ++) {
      uint32_t old = row[class];
      self->gains[class] += old ? n_log_n(old + more) - n_log_n(old) : alone;
    }
  }
}

// A class's pair with itself grows from both sides at once: the sums above counted it twice over.
static double mend_own(const Clustering *self, uint32_t class, uint32_t self_count,
                       const Side *behind, const Side *before) {
  uint32_t old = self->pairs[(size_t) class * self->classes + class];
  uint32_t right = behind->count[class], left = before->count[class];
  double apart = n_log_n(old + right) + n_log_n(old + left) - 2 * n_log_n(old);
  return n_log_n(old + right + left + self_count) - n_log_n(old) - apart;
}

static void put(Clustering *self, uint32_t class, uint32_t sign, uint32_t self_count,
                uint32_t word_count, const Side *behind, const Side *before) {
  size_t classes = self->classes;
  for (uint32_t i = 0; i < behind->seen_count; i++) {
    uint32_t other = behind->seen[i], more = sign * behind->count[other];
    self->pairs[class * classes + other] += more;
    self->turned[other * classes + class] += more;
  }
  for (uint32_t i = 0; i < before->seen_count; i++) {
    uint32_t other = before->seen[i], more = sign * before->count[other];
    self->pairs[other * classes + class] += more;
    self->turned[class * classes + other] += more;
  }
  self->pairs[class * classes + class] += sign * self_count;
  self->turned[class * classes + class] += sign * self_count;
  self->sizes[class] += sign * word_count;
}

static bool move_word(Clustering *self, uint32_t word, Side *behind, Side *before) {
  const uint32_t away = UINT32_MAX;  // minus one, modulo 2^32
  count_side(self, self->forward, self->forward_at, word, behind);
  count_side(self, self->backward, self->backward_at, word, before);
  uint32_t self_count = 0, word_count = self->counts[word];
  for (uint32_t i = self->forward_at[word]; i < self->forward_at[word + 1]; i++) {
    if (self->forward[i].to == word) self_count = self->forward[i].count;
  }
  uint16_t old = self->class_of[word], best = old;
  put(self, old, away, self_count, word_count, behind, before);
  memset(self->gains, 0, self->classes * sizeof *self->gains);
  add_gains(self, behind, self->turned);
  add_gains(self, before, self->pairs);
  double most = -INFINITY;
  for (uint16_t class = 0; class < self->classes; class ++) {
    double size = n_log_n(self->sizes[class] + word_count) - n_log_n(self->sizes[class]);
    double value =
        self->gains[class] + mend_own(self, class, self_count, behind, before) - 2 * size;
    if (value > most + 1e-9) {
      most = value;
      best = class;
    }
  }
  put(self, best, 1, self_count, word_count, behind, before);
  self->class_of[word] = best;
  return best != old;
}

// Begins with the commonest words in classes of their own.
static void begin(Clustering *self) {
  for (uint32_t word = 0; word < self->vocabulary; word++) {
    self->class_of[word] = (uint16_t)(word % self->classes);
    self->sizes[self->class_of[word]] += self->counts[word];
  }
  for (uint32_t word = 0; word < self->vocabulary; word++) {
    for (uint32_t i = self->forward_at[word]; i < self->forward_at[word + 1]; i++) {
      size_t from = self->class_of[word], to = self->class_of[self->forward[i].to];
      self->pairs[from * self->classes + to] += self->forward[i].count;
      self->turned[to * self->classes + from] += self->forward[i].count;
    }
  }
}

static bool cluster(Clustering *self, uint32_t classes, uint16_t *class_of) {
  size_t all = (size_t)classes * classes;
  self->classes = classes;
  self->class_of = class_of;
  self->pairs = calloc(all, sizeof *self->pairs);
  self->turned = calloc(all, sizeof *self->turned);
  self->sizes = calloc(classes, sizeof *self->sizes);
  self->gains = calloc(classes, sizeof *self->gains);
  Side *behind = malloc(sizeof *behind), *before = malloc(sizeof *before);
  bool done = self->pairs && self->turned && self->sizes && self->gains && behind && before;
  if (done) begin(self);
  for (int round = 1; done && round <= ROUNDS; round++) {
    uint32_t moved = 0;
    for (uint32_t word = 0; word < self->vocabulary; word++) {
      moved += move_word(self, word, behind, before);
    }
    fprintf(stderr, "%u classes, round %d: %u of %u words moved\n", classes, round, moved,
            self->vocabulary);
    if (moved < self->vocabulary / 100) break;
  }
  free(self->pairs);
  free(self->turned);
  free(self->sizes);
  free(self->gains);
  free(behind);
  free(before);
  return done;
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
  fill_logs();
  bool done = cluster(&clustering, FINE, fine) && cluster(&clustering, COARSE, coarse);
  return done && write_table(argv[1], vocabulary, count, fine, coarse) ? 0 : 1;
}
