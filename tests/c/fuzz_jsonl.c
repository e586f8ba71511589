// Fuzz target of record streams: any line gets one answer, which is one line of JSON; a line that is a
// record gets a reading, every other one an error.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

#define CHECK(holds) \
  if (!(holds)) abort()

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_answer(const Cli *cli, const char *line, size_t len) {
  Json out = {0};
  char message[256] = "";
  JsonTree answer;
  JsonProblem problem;
  bool good = cli_stream_record(cli, line, len, &out, message);
  CHECK(!out.failed && !memchr(out.bytes, '\n', out.len));
  CHECK(json_parse(&answer, out.bytes, out.len, 16, &problem));
  const JsonValue *root = json_root(&answer);
  CHECK((json_get(&answer, root, "error") == NULL) == good);
  CHECK((json_get(&answer, root, "claims") != NULL) == good);
  CHECK(good || *message);
  json_tree_free(&answer);
  emit_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static Cli cli;
  if (!cli.rules) cli.rules = cd_rules_new();
  cli.code_points = size % 2;
  char *line = malloc(size + 1);
  if (size > 0) memcpy(line, data, size);
  check_answer(&cli, line, size);
  // The same bytes as the text of a record.
  Json record = {0};
  emit_begin_object(&record);
  emit_key_uint(&record, "id", size);
  emit_key(&record, "text");
  emit_string(&record, line, size);
  emit_end_object(&record);
  check_answer(&cli, record.bytes, record.len);
  emit_free(&record);
  free(line);
  return 0;
}
