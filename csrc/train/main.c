// Trains the tagger of names: `make train DATA=FOLDER`.
// Reads FOLDER/*_train.jsonl; writes csrc/weights/en/names.crf; prints the learning curve and figures.
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../json.h"
#include "corpus.h"
#include "learn.h"

// Tuned on the held-out tenth and on corpora left out: fewer features lose little, more bring nothing; a
// table that is nearly full is slow to find out that a feature is not in it; longer training overfits
// without words taken for unknown.
static const LearnOptions OPTIONS = {.epochs = 5,
                                     .fine_epochs = 3,
                                     .slot_count = 108000,
                                     .kept = 78000,
                                     .rate = 0.05f,
                                     .decay = 1e-5f,
                                     .dropout = 0.5f,
                                     .unknown = 0.3f,
                                     .unlisted = 0.3f,
                                     .seed = 7};

enum { MODELS = 4 };  // whose mean the weights are

static bool is_for_training(const Sequence *sequence, const void *context) {
  (void)context;
  return !sequence->is_held_out;
}

static bool is_any(const Sequence *sequence, const void *context) {
  (void)sequence;
  (void)context;
  return true;
}

static bool is_of_corpus(const Sequence *sequence, const void *context) {
  return sequence->corpus == *(const uint32_t *)context;
}

static bool is_of_another(const Sequence *sequence, const void *context) {
  return sequence->corpus != *(const uint32_t *)context;
}

static void print_scores(const char *name, const Score *scores) {
  static const char *const TYPES[] = {"PERSON", "ORG", "PLACE", "NORP", "MISC", "all"};
  printf("%s:", name);
  for (int i = 0; i <= TYPE_COUNT; i++) printf(" %s %.1f", TYPES[i], score_f1(&scores[i]));
  printf(" (F1, %u names)\n", scores[TYPE_COUNT].gold);
}

// For every corpus: how a model does on it that never saw it.
static bool leave_one_out(const Corpus *corpus) {
  for (uint32_t i = 0; i < corpus->corpus_count; i++) {
    LearnOptions quick = OPTIONS;
    quick.epochs = 4;
    quick.fine_epochs = 2;
    Model *model = learn(corpus, is_of_another, &i, &quick);
    if (!model) return false;
    Score scores[TYPE_COUNT + 1];
    model_score(model, corpus, is_of_corpus, &i, scores);
    printf("without ");
    print_scores(corpus->corpora[i], scores);
    model_free(model);
  }
  return true;
}

// The figures on each file of `tests`, tokenised and labelled as the training text is.
static void print_tests(const Model *model, const Lexicon *lexicon, char **tests, int count) {
  for (int i = 0; i < count; i++) {
    Corpus test = {0};
    Score scores[TYPE_COUNT + 1];
    if (corpus_add_file(&test, tests[i], lexicon, NULL)) {
      model_score(model, &test, is_any, NULL, scores);
      const char *name = strrchr(tests[i], '/');
      print_scores(name ? name + 1 : tests[i], scores);
    }
    corpus_free(&test);
  }
}

static bool train(const Corpus *corpus, const Lexicon *lexicon, const char *out, char **tests,
                  int test_count) {
  Score scores[TYPE_COUNT + 1];
  Model *model = learn_mean(corpus, is_for_training, NULL, &OPTIONS, MODELS);
  if (!model) return false;
  model_score(model, corpus, NULL, NULL, scores);
  print_scores("held out tenth", scores);
  model_free(model);
  model = learn_mean(corpus, is_any, NULL, &OPTIONS, MODELS);
  if (model) print_tests(model, lexicon, tests, test_count);
  bool done = model && model_write(model, out);
  model_free(model);
  return done;
}

// The evaluation's texts, normalised, one after the other; NULL if there are none.
static char *read_refused(const char *folder) {
  char pattern[4096];
  snprintf(pattern, sizeof pattern, "%s/*/*.jsonl", folder);
  glob_t files;
  if (glob(pattern, 0, NULL, &files) != 0) return NULL;
  char *all = NULL;
  size_t len = 0;
  for (size_t i = 0; i < files.gl_pathc; i++) {
    FILE *file = fopen(files.gl_pathv[i], "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    while (file && (size = getline(&line, &room, file)) > 0) {
      JsonTree tree;
      JsonProblem problem;
      if (!json_parse(&tree, line, (size_t)size, 64, &problem)) continue;
      const JsonValue *text = json_get(&tree, json_root(&tree), "text");
      char *normal =
          text && text->kind == JSON_STRING_VALUE ? corpus_normalise(text->text, text->len) : NULL;
      json_tree_free(&tree);
      size_t more = normal ? strlen(normal) : 0;
      char *grown = more ? realloc(all, len + more + 1) : NULL;
      if (grown) {
        memcpy(grown + len, normal, more + 1);
        all = grown;
        len += more;
      }
      free(normal);
    }
    free(line);
    if (file) fclose(file);
  }
  globfree(&files);
  return all;
}

int main(int argc, char **argv) {
  if (argc < 4) {
    fprintf(stderr,
            "usage: train OUT.crf EVAL_FOLDER|- [--leave-one-out] FILE... "
            "[--test FILE.jsonl...]\n");
    return 2;
  }
  int first = strcmp(argv[3], "--leave-one-out") == 0 ? 4 : 3, end = first;
  while (end < argc && strcmp(argv[end], "--test") != 0) end++;
  Lexicon *lexicon = lexicon_new();
  char *refuse = strcmp(argv[2], "-") == 0 ? NULL : read_refused(argv[2]);
  Corpus corpus = {0};
  bool done = lexicon != NULL;
  for (int i = first; done && i < end; i++) {
    done = corpus_add_file(&corpus, argv[i], lexicon, refuse);
  }
  if (done) {
    uint32_t lost = 0;
    for (int i = 0; i < TYPE_COUNT; i++) lost += corpus.lost[i];
    printf(
        "%zu sequences of %u corpora; %u names hold words that are no candidates; %u records "
        "refused\n",
        corpus.count, corpus.corpus_count, lost, corpus.refused);
    int test_count = end < argc ? argc - end - 1 : 0;
    done = first == 4 ? leave_one_out(&corpus)
                      : train(&corpus, lexicon, argv[1], argv + end + 1, test_count);
  }
  corpus_free(&corpus);
  lexicon_free(lexicon);
  free(refuse);
  return done ? 0 : 1;
}
