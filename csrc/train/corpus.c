// Reads labelled text, tokenises it as the core does, and labels its candidate tokens.
#include "corpus.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../crf/crf.h"
#include "../crf/features.h"
#include "../gap.h"
#include "../json.h"
#include "../parse.h"
#include "../split.h"
#include "../tag.h"
#include "../text.h"
#include "markup.h"

const char *const LABEL_NAMES[LABEL_COUNT] = {"O",      "B-PERSON", "I-PERSON", "B-ORG",
                                              "I-ORG",  "B-PLACE",  "I-PLACE",  "B-NORP",
                                              "I-NORP", "B-MISC",   "I-MISC"};

// ---- the guideline ----------------------------------------------------------------------------------
static const struct {
  const char *name;
  int type;  // NameType, or -1: no name here
} TYPES[] = {
    {"PERSON", TYPE_PERSON}, {"PER", TYPE_PERSON}, {"ORG", TYPE_ORG},          {"GPE", TYPE_PLACE},
    {"LOC", TYPE_PLACE},     {"FAC", TYPE_PLACE},  {"NORP", TYPE_NORP},        {"MISC", TYPE_MISC},
    {"EVENT", TYPE_MISC},    {"LAW", TYPE_MISC},   {"WORK_OF_ART", TYPE_MISC}, {"WORK", TYPE_MISC},
    {"PRODUCT", TYPE_MISC},
};

static int type_of(const char *name, size_t len) {
  for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
    if (strlen(TYPES[i].name) == len && memcmp(name, TYPES[i].name, len) == 0) return TYPES[i].type;
  }
  return -1;
}

static const uint64_t NORP_LISTS = LEX_BIT(LEX_DEMONYM) | LEX_BIT(LEX_RELIGION);
static const uint64_t TITLE_LISTS =
    LEX_BIT(LEX_TITLE) | LEX_BIT(LEX_HONORIFIC_MALE) | LEX_BIT(LEX_HONORIFIC_FEMALE);

// A gold name as tokens; `first` to `end` may shrink.
typedef struct {
  uint32_t first, end;
  int type;
} Name;

// A state's body keeps its name without the state: "Turkish | Ministry of Defence", as it does in "Turkey's
// Ministry of Defence". Half of the corpora have it so.
static const char *const BODIES[] = {"ministry",   "army",       "navy",    "air",       "coast",
                                     "government", "parliament", "embassy", "consulate", "cabinet",
                                     "senate",     "foreign",    "defence", "defense",   "interior",
                                     "supreme",    "house",      "armed",   "military",  "police"};

static bool is_body(const Token *token) {
  for (size_t i = 0; i < sizeof BODIES / sizeof *BODIES; i++) {
    if (token->hash == text_hash(BODIES[i], (uint32_t)strlen(BODIES[i]))) return true;
  }
  return false;
}

static bool is_article(const Token *token) { return token->classes & LEX_BIT(LEX_ARTICLE); }

static void bring_to_guideline(const Unit *unit, Name *name) {
  const Token *tokens = unit->tokens;
  while (name->end - name->first > 1 && is_article(&tokens[name->first])) name->first++;
  while (name->end - name->first > 1 && (tokens[name->end - 1].kind == TOKEN_CLITIC ||
                                         tokens[name->end - 1].kind == TOKEN_COMMA)) {
    name->end--;
  }
  if (name->type == TYPE_PERSON) {
    while (name->end - name->first > 1 && tokens[name->first].classes & TITLE_LISTS &&
           !(tokens[name->first].classes &
             (LEX_BIT(LEX_FIRST_NAME_MALE) | LEX_BIT(LEX_FIRST_NAME_FEMALE)))) {
      name->first++;
    }
  }
  if (name->type == TYPE_ORG && name->end - name->first > 1 &&
      tokens[name->first].classes & NORP_LISTS && is_body(&tokens[name->first + 1])) {
    name->first++;  // label_demonyms() takes the adjective
  }
  bool all_norp = true, all_country = true;
  for (uint32_t i = name->first; i < name->end; i++) {
    all_norp &= (tokens[i].classes & NORP_LISTS) != 0;
    all_country &= (tokens[i].classes & LEX_BIT(LEX_COUNTRY)) != 0;
  }
  if (name->end == name->first + 1) {
    if (all_country && (name->type == TYPE_ORG || name->type == TYPE_MISC)) name->type = TYPE_PLACE;
    if (all_norp && !all_country && name->type != TYPE_PERSON) name->type = TYPE_NORP;
  }
}

// Corpora without a class for peoples left "French" unlabelled.
static void label_demonyms(const Unit *unit, const View *views, uint8_t *labels) {
  for (uint32_t i = 0; i < unit->token_count; i++) {
    bool is_norp =
        unit->tokens[i].classes & NORP_LISTS && !(unit->tokens[i].classes & LEX_BIT(LEX_COUNTRY));
    if (labels[i] == 0 && is_norp && views[i].is_capital) labels[i] = LABEL_BEGIN(TYPE_NORP);
  }
}

enum { LABELLED_WEIGHT = 3, OWN_WEIGHT = 3, RECORD_DEPTH = 16 };

// ---- one unit ---------------------------------------------------------------------------------------
typedef struct {
  Corpus *corpus;
  const Lexicon *lexicon;
  Parser *parser;
  Arena *arena;
  uint32_t corpus_number;
  uint32_t weight;
  bool is_held_out;
} Reader;

// A gold name of the record, in bytes of its text.
typedef MarkedName Span;

static bool copy_sequence(Reader *self, const Unit *unit, const View *views, uint32_t first,
                          uint32_t end, const uint8_t *labels) {
  Corpus *corpus = self->corpus;
  if (corpus->count == corpus->capacity) {
    size_t capacity = corpus->capacity ? corpus->capacity * 2 : 4096;
    Sequence *grown = realloc(corpus->sequences, capacity * sizeof *grown);
    if (!grown) return false;
    corpus->sequences = grown;
    corpus->capacity = capacity;
  }
  uint32_t length = end - first;
  Sequence sequence = {.length = length,
                       .features = malloc(length * FEATURES_MOST * sizeof(uint64_t)),
                       .feature_ends = malloc(length * sizeof(uint32_t)),
                       .own_counts = malloc(length),
                       .known_counts = malloc(length),
                       .gold = malloc(length),
                       .corpus = self->corpus_number,
                       .weight = self->weight,
                       .is_held_out = self->is_held_out};
  if (!sequence.features || !sequence.feature_ends || !sequence.own_counts ||
      !sequence.known_counts || !sequence.gold)
    return false;
  uint32_t used = 0;
  for (uint32_t i = 0; i < length; i++) {
    Features features;
    features_of(unit, views, first + i, &features);
    memcpy(sequence.features + used, features.hashes, features.count * sizeof(uint64_t));
    used += features.count;
    sequence.feature_ends[i] = used;
    sequence.own_counts[i] = (uint8_t)features.own_count;
    sequence.known_counts[i] = (uint8_t)features.known_count;
    uint8_t label = labels[first + i];
    // An inside label that lost its beginning begins the name.
    if (label && label % 2 == 0 &&
        (i == 0 || !crf_may_follow(LABEL_NAMES[sequence.gold[i - 1]], LABEL_NAMES[label]))) {
      label--;
    }
    sequence.gold[i] = label;
  }
  uint64_t *fitted = realloc(sequence.features, used * sizeof(uint64_t));
  if (fitted) sequence.features = fitted;
  corpus->sequences[corpus->count++] = sequence;
  return true;
}

static bool read_unit(Reader *self, Unit *unit, uint32_t start, const Span *spans,
                      size_t span_count) {
  TSTree *tree = parse_unit(self->parser, self->lexicon, unit);
  if (!tree) return false;
  ts_tree_delete(tree);
  if (!tag_unit(self->lexicon, NULL, unit)) return false;
  View *views = features_view(self->lexicon, unit);
  uint8_t *labels = arena_alloc(self->arena, unit->token_count + 1);
  if (!views || !labels) return false;
  uint32_t token = 0;
  for (size_t i = 0; i < span_count; i++) {
    if (spans[i].end <= start || spans[i].start >= start + unit->len) continue;
    while (token < unit->token_count && unit->tokens[token].end + start <= spans[i].start) token++;
    Name name = {token, token, spans[i].type};
    while (name.end < unit->token_count && unit->tokens[name.end].start + start < spans[i].end) {
      name.end++;
    }
    if (name.first == name.end) continue;
    bring_to_guideline(unit, &name);
    bool lost = false;
    for (uint32_t k = name.first; k < name.end; k++) lost |= !views[k].is_candidate;
    for (uint32_t k = name.first; k < name.end; k++) {
      labels[k] = k == name.first ? LABEL_BEGIN(name.type) : LABEL_INSIDE(name.type);
    }
    self->corpus->lost[name.type] += lost;
  }
  label_demonyms(unit, views, labels);
  for (uint32_t i = 0; i < unit->token_count;) {
    if (!views[i].is_candidate) {
      i++;
      continue;
    }
    uint32_t end = features_sequence_end(unit, views, i);
    if (!copy_sequence(self, unit, views, i, end, labels)) return false;
    i = end;
  }
  return true;
}

// ---- one record -------------------------------------------------------------------------------------
static bool read_text(Reader *self, const char *text, size_t len, const Span *spans, size_t count) {
  Gap gap;
  Splitter *splitter = splitter_new();
  if (!splitter || !gap_init(&gap, text, (uint32_t)len)) {
    splitter_free(splitter);
    return false;
  }
  splitter_begin(splitter, &gap, CD_WRAP_AUTO);
  SplitState state = {0};
  bool done = true;
  for (uint32_t at = 0; done && at < len;) {
    SplitUnit part = splitter_next(splitter, at, state);
    if (split_is_read((BlockKind)part.block)) {
      arena_reset(self->arena);
      Unit unit = {.arena = self->arena, .len = part.len, .block = part.block};
      unit.source = gap_view(&gap, at, at + part.len);
      char *masked = arena_alloc(self->arena, (size_t)part.len + 1);
      done = masked != NULL;
      if (done) {
        split_mask(unit.source, part.len, (BlockKind)part.block, masked);
        unit.bytes = masked;
        done = read_unit(self, &unit, at, spans, count);
      }
    }
    at += part.len;
    state = part.after;
  }
  splitter_free(splitter);
  gap_free(&gap);
  return done;
}

static int by_start(const void *a, const void *b) {
  const Span *left = a, *right = b;
  if (left->start != right->start) return left->start < right->start ? -1 : 1;
  return left->end > right->end ? -1 : left->end < right->end;
}

// The record's names in bytes, in order, the longest of nested ones.
static size_t read_spans(const JsonTree *tree, const JsonValue *entities, const char *text,
                         size_t len, Span *spans) {
  uint32_t *offsets = malloc((len + 2) * sizeof *offsets);
  if (!offsets) return 0;
  uint32_t points = 0;
  for (uint32_t at = 0, ignored; at < len;) {
    offsets[points++] = at;
    at += text_decode(text + at, (uint32_t)len - at, &ignored);
  }
  offsets[points] = (uint32_t)len;
  size_t count = 0;
  for (const JsonValue *entity = json_first(tree, entities); entity;
       entity = json_next(tree, entity)) {
    uint32_t start = json_number(tree, entity, "start", 0),
             end = json_number(tree, entity, "end", 0);
    const char *name = json_text(tree, entity, "type");
    int type = name ? type_of(name, strlen(name)) : -1;
    if (type < 0 || end <= start || end > points) continue;
    spans[count++] = (Span){offsets[start], offsets[end], type};
  }
  free(offsets);
  qsort(spans, count, sizeof *spans, by_start);
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (kept && spans[i].start < spans[kept - 1].end) continue;
    spans[kept++] = spans[i];
  }
  return kept;
}

char *corpus_normalise(const char *text, size_t len) {
  char *out = malloc(len + 1);
  if (!out) return NULL;
  size_t used = 0;
  for (size_t i = 0; i < len; i++) {
    unsigned char byte = (unsigned char)text[i];
    if (byte < 0x80 && (text_is_letter(byte) || text_is_digit(byte))) {
      out[used++] = (char)text_fold(byte);
    }
  }
  out[used] = 0;
  return out;
}

static bool is_refused(const char *text, size_t len, const char *refuse) {
  enum {
    LEAST = 40
  };  // shorter texts ("Thank you.") occur everywhere and teach nothing of their own
  if (!refuse) return false;
  char *normal = corpus_normalise(text, len);
  if (!normal) return true;
  bool refused = strlen(normal) >= LEAST && strstr(refuse, normal);
  free(normal);
  return refused;
}

static uint32_t corpus_number(Corpus *self, const char *name) {
  for (uint32_t i = 0; i < self->corpus_count; i++) {
    if (strcmp(self->corpora[i], name) == 0) return i;
  }
  if (self->corpus_count == sizeof self->corpora / sizeof *self->corpora) return 0;
  self->corpora[self->corpus_count] = strdup(name);
  return self->corpus_count++;
}

static bool read_record(Reader *self, const JsonTree *tree, const char *refuse) {
  const JsonValue *record = json_root(tree);
  const JsonValue *body = json_get(tree, record, "text");
  const char *text = json_text(tree, record, "text"), *id = json_text(tree, record, "id");
  const char *name = json_text(tree, record, "corpus");
  const JsonValue *entities = json_get(tree, record, "entities");
  if (!text || !entities || entities->kind != JSON_ARRAY_VALUE) return true;
  if (is_refused(text, body->len, refuse)) {
    self->corpus->refused++;
    return true;
  }
  self->corpus_number = corpus_number(self->corpus, name ? name : "?");
  // What was labelled for this project is the most like the drafts that it is for.
  self->weight = name && strstr(name, "labelled") ? LABELLED_WEIGHT : 1;
  self->is_held_out = id && text_hash(id, (uint32_t)strlen(id)) % 10 == 0;
  Span *spans = malloc(((size_t)entities->count + 1) * sizeof *spans);
  if (!spans) return false;
  size_t count = read_spans(tree, entities, text, body->len, spans);
  bool done = read_text(self, text, body->len, spans, count);
  free(spans);
  return done;
}

// Text of the project's own, marked by hand (markup.h). Its corpus is "own text", its documents' ids are
// the file's name with their number.
static bool read_marked(Reader *self, const char *path, const char *source, uint32_t len,
                        const char *refuse) {
  char *text = malloc(len + 1);
  Span *spans = malloc((len / 4 + 1) * sizeof *spans);
  bool done = text && spans;
  const char *file = strrchr(path, '/');
  self->corpus_number = corpus_number(self->corpus, "own text");
  self->weight = OWN_WEIGHT;
  uint32_t number = 0;
  for (uint32_t at = markup_begin(source, len), next; done && at < len; at = next) {
    uint32_t end = markup_document(source, len, at, &next);
    char id[256];
    int id_len = snprintf(id, sizeof id, "%s/%u", file ? file + 1 : path, ++number);
    self->is_held_out = text_hash(id, (uint32_t)id_len) % 10 == 0;
    size_t count;
    const char *problem;
    uint32_t size = markup_read(source + at, end - at, type_of, text, spans, &count, &problem);
    if (problem) {
      fprintf(stderr, "train: %s: a name that is not closed: %.40s\n", path, problem);
      done = false;
    }
    if (is_refused(text, size, refuse)) {
      self->corpus->refused++;
      continue;
    }
    done = done && read_text(self, text, size, spans, count);
  }
  free(text);
  free(spans);
  return done;
}

bool corpus_add_file(Corpus *self, const char *path, const Lexicon *lexicon, const char *refuse) {
  FILE *file = fopen(path, "r");
  if (!file) {
    fprintf(stderr, "train: %s: %s\n", path, strerror(errno));
    return false;
  }
  Reader reader = {.corpus = self, .lexicon = lexicon};
  reader.parser = parser_new();
  reader.arena = arena_new();
  bool done = reader.parser && reader.arena;
  char *line = NULL;
  size_t room = 0;
  ssize_t size;
  size_t path_len = strlen(path);
  if (path_len > 4 && strcmp(path + path_len - 4, ".txt") == 0) {
    size = getdelim(&line, &room, 0, file);
    done = done && size > 0 && read_marked(&reader, path, line, (uint32_t)size, refuse);
  }
  for (unsigned number = 1; done && (size = getline(&line, &room, file)) > 0; number++) {
    JsonTree tree;
    JsonProblem problem;
    if (!json_parse(&tree, line, (size_t)size, RECORD_DEPTH, &problem)) {
      fprintf(stderr, "train: %s:%u: %s\n", path, number, problem.message ? problem.message : "?");
      continue;
    }
    done = read_record(&reader, &tree, refuse);
    json_tree_free(&tree);
  }
  if (!done) fprintf(stderr, "train: %s: out of memory\n", path);
  free(line);
  parser_free(reader.parser);
  arena_free(reader.arena);
  fclose(file);
  return done;
}

void corpus_free(Corpus *self) {
  for (size_t i = 0; i < self->count; i++) {
    free(self->sequences[i].features);
    free(self->sequences[i].feature_ends);
    free(self->sequences[i].own_counts);
    free(self->sequences[i].known_counts);
    free(self->sequences[i].gold);
  }
  free(self->sequences);
  for (uint32_t i = 0; i < self->corpus_count; i++) free(self->corpora[i]);
  *self = (Corpus){0};
}
