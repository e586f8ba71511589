// The command line, as its users run it: what goes to standard output and error, and how it ends.
// main() is compiled in under another name and runs in a child process.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
// After what it needs.
#include <cmocka.h>

#include "ledger.h"
#include "text.h"

int copydesk_main(int argc, char **argv);
#define main copydesk_main
#include "../../csrc/main.c"
#undef main

static const char draft[] =
    "Mayor Nora Quist opened the bridge in 2019. “It cost us €12 million,” she said.\n"
    "\n"
    "\"We paid too much,\" Omar Lind said <twice> & left.\n";

static char folder[64], path[96], in_path[96], out_path[96], error_path[96];

static void write_file(const char *name, const char *bytes, size_t len) {
  FILE *file = fopen(name, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, len, file), len);
  assert_int_equal(fclose(file), 0);
}

static char *read_file(const char *name, size_t *len) {
  FILE *file = fopen(name, "rb");
  assert_non_null(file);
  size_t capacity = 1 << 16;
  char *bytes = malloc(capacity);
  *len = 0;
  for (size_t got; (got = fread(bytes + *len, 1, capacity - *len - 1, file)) > 0;) {
    *len += got;
    if (capacity - *len < 2) bytes = realloc(bytes, capacity *= 2);
  }
  bytes[*len] = '\0';
  fclose(file);
  return bytes;
}

static int make_folder(void **state) {
  (void)state;
  strcpy(folder, "/tmp/copydesk-cli-XXXXXX");
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/draft.md", folder);
  snprintf(in_path, sizeof in_path, "%s/in", folder);
  snprintf(out_path, sizeof out_path, "%s/out", folder);
  snprintf(error_path, sizeof error_path, "%s/error", folder);
  write_file(path, draft, sizeof draft - 1);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  return system(command);
}

// ---- running -----------------------------------------------------------------------------------
typedef struct {
  int status;
  char *out, *error;
  size_t out_len;
} Run;

static void run_free(Run *self) {
  free(self->out);
  free(self->error);
}

// In the child: becomes the program. Never returns.
static void become(char **arguments, int in, int out, int error) {
  int count = 0;
  while (arguments[count]) count++;
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(error, STDERR_FILENO);
  int status = copydesk_main(count, arguments);
  fflush(NULL);
  _exit(status);
}

// Runs `copydesk ARGUMENTS…` (at most 8, up to NULL) with standard input from bytes.
static Run run_with(const char *input, size_t input_len, ...) {
  char *arguments[10] = {"copydesk"};
  va_list list;
  va_start(list, input_len);
  for (int i = 1; i < 9 && (arguments[i] = va_arg(list, char *)); i++) continue;
  va_end(list);
  write_file(in_path, input, input_len);
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    become(arguments, open(in_path, O_RDONLY), open(out_path, O_CREAT | O_TRUNC | O_WRONLY, 0600),
           open(error_path, O_CREAT | O_TRUNC | O_WRONLY, 0600));
  }
  Run run;
  int status;
  size_t len;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  run.status = WEXITSTATUS(status);
  run.out = read_file(out_path, &run.out_len);
  run.error = read_file(error_path, &len);
  return run;
}
#define RUN(...) run_with("", 0, __VA_ARGS__, NULL)
#define RUN_ON(input, ...) run_with(input, sizeof(input) - 1, __VA_ARGS__, NULL)

static void expect(Run *run, int status, const char *in_out, const char *in_error) {
  bool good = run->status == status && strstr(run->out, in_out) && strstr(run->error, in_error);
  if (!good) fail_msg("status %d\n%s\n%s", run->status, run->out, run->error);
  run_free(run);
}

// The lines of an output, each JSON; the caller frees the trees.
static size_t read_records(const Run *run, JsonTree *trees, size_t room) {
  size_t count = 0;
  for (const char *at = run->out; *at && count < room;) {
    const char *end = strchr(at, '\n');
    assert_non_null(end);
    JsonProblem problem;
    assert_true(json_parse(&trees[count++], at, (size_t)(end - at), 16, &problem));
    at = end + 1;
  }
  return count;
}

// ---- usage -------------------------------------------------------------------------------------
static void help_and_version_are_told(void **state) {
  (void)state;
  Run run = RUN("--help");
  expect(&run, 0, "Usage: copydesk", "");
  run = RUN("analyze", "--help");
  expect(&run, 0, "Exit status", "");
  run = RUN("--version");
  expect(&run, 0, "copydesk " CD_VERSION, "");
}

static void wrong_usage_does_nothing(void **state) {
  (void)state;
  Run run = RUN("analyse", path);
  expect(&run, 2, "", "analyse: is no command");
  run = RUN("analyze");
  expect(&run, 2, "", "a FILE, or -, is missing");
  run = RUN("analyze", "--format=xml", path);
  expect(&run, 2, "", "xml: is no value");
  run = RUN("analyze", "--colour", path);
  expect(&run, 2, "", "--colour: is no option");
  run = RUN("analyze", path, "--rules");
  expect(&run, 2, "", "--rules: wants a value");
  run = RUN("--format=json", "claims", path);
  expect(&run, 2, "", "--format=json: is no option of this command");
  run = RUN("quotes", "--help=now", path);
  expect(&run, 2, "", "takes no value");
  run = RUN(NULL);
  expect(&run, 2, "", "a command is missing");
}

static void a_missing_file_does_not_stop_the_others(void **state) {
  (void)state;
  Run run = RUN("analyze", "--format=jsonl", "/no/such/file", path);
  assert_int_equal(run.status, 1);
  assert_non_null(strstr(run.error, "/no/such/file: cannot be opened: No such file"));
  JsonTree tree;
  assert_int_equal(read_records(&run, &tree, 1), 1);
  assert_string_equal(json_text(&tree, json_root(&tree), "id"), path);
  json_tree_free(&tree);
  run_free(&run);
  run = RUN("quotes", folder);
  expect(&run, 1, "", "Is a directory");
  run = RUN("claims", "--", "-x");
  expect(&run, 1, "", "-x: cannot be opened");
}

static void a_full_disk_is_told_of(void **state) {
  (void)state;
  char *arguments[] = {"copydesk", "analyze", path, NULL};
  pid_t child = fork();
  if (child == 0) {
    become(arguments, open("/dev/null", O_RDONLY), open("/dev/full", O_WRONLY),
           open(error_path, O_CREAT | O_TRUNC | O_WRONLY, 0600));
  }
  int status;
  size_t len;
  waitpid(child, &status, 0);
  assert_int_equal(WEXITSTATUS(status), 1);
  char *error = read_file(error_path, &len);
  assert_non_null(strstr(error, "standard output: No space left"));
  free(error);
}

// ---- analyze -----------------------------------------------------------------------------------
// Does some member `list` of the record have a place from `start` to `end`, at any depth?
static bool has_place(const JsonTree *tree, const JsonValue *value, uint32_t start, uint32_t end) {
  if (value->kind == JSON_OBJECT_VALUE && json_number(tree, value, "start", UINT32_MAX) == start &&
      json_number(tree, value, "end", UINT32_MAX) == end) {
    return true;
  }
  for (const JsonValue *at = json_first(tree, value); at; at = json_next(tree, at)) {
    if (has_place(tree, at, start, end)) return true;
  }
  return false;
}

static void offsets_are_bytes_or_code_points(void **state) {
  (void)state;
  static const char *const words[] = {"Nora Quist", "“It cost us €12 million,”", "she", "Omar Lind",
                                      "\"We paid too much,\""};
  for (int code_points = 0; code_points < 2; code_points++) {
    Run run = RUN("analyze", code_points ? "--offsets=codepoint" : "--offsets=byte",
                  "--format=json", path);
    assert_int_equal(run.status, 0);
    JsonTree tree;
    assert_int_equal(read_records(&run, &tree, 1), 1);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
      uint32_t start = (uint32_t)(strstr(draft, words[i]) - draft);
      uint32_t end = start + (uint32_t)strlen(words[i]);
      if (code_points) {
        end = text_code_points(draft, end);
        start = text_code_points(draft, start);
      }
      if (!has_place(&tree, json_root(&tree), start, end)) fail_msg("%s: %s", words[i], run.out);
    }
    json_tree_free(&tree);
    run_free(&run);
  }
}

static void a_record_has_every_field(void **state) {
  (void)state;
  Run run = RUN("analyze", "--format=jsonl", path);
  JsonTree tree;
  assert_int_equal(read_records(&run, &tree, 1), 1);
  const JsonValue *root = json_root(&tree);
  static const char *const lists[] = {"sentences", "entities", "quotations", "claims"};
  for (size_t i = 0; i < 4; i++) {
    const JsonValue *list = json_get(&tree, root, lists[i]);
    assert_non_null(list);
    assert_int_equal(list->kind, JSON_ARRAY_VALUE);
    assert_true(list->count > 0);
  }
  static const char *const of_quotation[] = {"start",        "end",       "type",   "speech",
                                             "content",      "cue",       "source", "speaker",
                                             "speaker_name", "confidence"};
  const JsonValue *quotation = json_first(&tree, json_get(&tree, root, "quotations"));
  for (size_t i = 0; i < sizeof of_quotation / sizeof *of_quotation; i++) {
    assert_non_null(json_get(&tree, quotation, of_quotation[i]));
  }
  assert_string_equal(json_text(&tree, quotation, "speaker_name"), "Nora Quist");
  static const char *const of_claim[] = {"start", "end",   "score", "priority",
                                         "types", "voice", "vague"};
  const JsonValue *claim = json_first(&tree, json_get(&tree, root, "claims"));
  for (size_t i = 0; i < sizeof of_claim / sizeof *of_claim; i++) {
    assert_non_null(json_get(&tree, claim, of_claim[i]));
  }
  // The speaker's number is that of an entity with his name.
  uint32_t id = json_number(&tree, quotation, "speaker", UINT32_MAX);
  const JsonValue *entity = json_first(&tree, json_get(&tree, root, "entities"));
  while (entity && json_number(&tree, entity, "id", UINT32_MAX) != id) {
    entity = json_next(&tree, entity);
  }
  assert_non_null(entity);
  assert_string_equal(json_text(&tree, entity, "name"), "Nora Quist");
  assert_true(json_get(&tree, entity, "mentions")->count >= 2);
  json_tree_free(&tree);
  run_free(&run);
}

static void several_files_are_an_array(void **state) {
  (void)state;
  Run run = RUN("analyze", "--format=json", path, path, "/no/such/file", path);
  JsonTree tree;
  JsonProblem problem;
  assert_int_equal(run.status, 1);
  assert_true(json_parse(&tree, run.out, run.out_len, 16, &problem));
  assert_int_equal(json_root(&tree)->kind, JSON_ARRAY_VALUE);
  assert_int_equal(json_root(&tree)->count, 3);
  json_tree_free(&tree);
  run_free(&run);
}

static void a_draft_comes_from_standard_input(void **state) {
  (void)state;
  Run run = RUN_ON("“No,” said Nora Quist.\n", "analyze", "--format=quickfix", "-");
  expect(&run, 0, "stdin:1:1: Nora Quist (direct): “No,”\n", "");
}

static void quickfix_lines_have_places(void **state) {
  (void)state;
  Run run = RUN("analyze", "--format=quickfix", path);
  assert_non_null(
      strstr(run.out, "draft.md:1:45: Nora Quist (direct): “It cost us €12 million,”\n"));
  assert_non_null(strstr(run.out, "draft.md:3:1: Omar Lind (direct): \"We paid too much,\"\n"));
  assert_non_null(strstr(run.out, "draft.md:1:1: claim "));
  run_free(&run);
}

static void the_text_format_tells_who_what_and_what_to_check(void **state) {
  (void)state;
  Run run = RUN("analyze", path);
  assert_non_null(strstr(run.out, "Nora Quist (PERSON), mentioned 2×, quoted 1×"));
  assert_non_null(strstr(run.out, "\nQuotations\n"));
  assert_non_null(strstr(run.out, "\nClaims, worst first: "));
  run_free(&run);
}

static void a_page_shows_the_whole_draft(void **state) {
  (void)state;
  Run run = RUN("analyze", "--format=html", path);
  assert_non_null(strstr(run.out, "title=\"Omar Lind\""));
  assert_null(strstr(run.out, "<twice>"));
  const char *body = strstr(run.out, "<body>");
  assert_non_null(body);
  // Without its tags and with its entities read the page is the draft.
  char *text = calloc(1, strlen(body) + 1), *out = text;
  static const char *const names[][2] = {
      {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}};
  for (const char *at = body; *at;) {
    if (*at == '<') {
      at = strchr(at, '>') + 1;
      continue;
    }
    size_t len = 1;
    *out = *at;
    for (size_t i = 0; i < 4; i++) {
      if (strncmp(at, names[i][0], strlen(names[i][0])) != 0) continue;
      *out = *names[i][1];
      len = strlen(names[i][0]);
    }
    out++;
    at += len;
  }
  text[strlen(text) - 1] = '\0';  // the page's last line end
  assert_string_equal(text, draft);
  free(text);
  run_free(&run);
}

static void signs_that_move_the_cursor_are_not_shown(void **state) {
  (void)state;
  Run run = RUN_ON("\"Red \x1b[31malert\xff\" said Nora Quist in 2019.\n", "analyze", "-");
  assert_null(strchr(run.out, '\x1b'));
  assert_null(strchr(run.out, '\xff'));
  run_free(&run);
  run = RUN_ON("\"Red \x1b[31malert\xff\" said Nora Quist in 2019.\n", "analyze", "--format=html",
               "-");
  assert_null(strchr(run.out, '\x1b'));
  assert_null(strchr(run.out, '\xff'));
  run_free(&run);
}

// ---- records -----------------------------------------------------------------------------------
static void records_come_back_in_order_and_bad_ones_in_their_place(void **state) {
  (void)state;
  static const char input[] =
      "\xEF\xBB\xBF{\"id\": \"one\", \"text\": \"Nora Quist spoke.\"}\n"
      "\n"
      "not JSON\n"
      "{\"id\": 7, \"text\": \"He said \\\"no\\\".\"}\r\n"
      "{\"id\": \"no text\"}\n"
      "{\"id\": 1.5e3, \"text\": 8}\n"
      "[1]\n"
      "{\"id\": \"\\u0000\\n\", \"text\": \"a\\u0000b \\ud83d\\ude00 Nora\"}\n"
      "{\"id\": \"bytes\", \"text\": \"\xff\"}\n"
      "{\"id\": {\"a\": 1}, \"text\": \"\"}\n"
      "{\"text\": \"The end\"}";
  Run run = RUN_ON(input, "analyze", "--format=jsonl", "--offsets=codepoint", "-");
  JsonTree trees[16];
  size_t count = read_records(&run, trees, 16);
  assert_int_equal(run.status, 1);
  assert_int_equal(count, 10);
  static const bool bad[] = {false, true, false, true, true, true, false, true, false, false};
  for (size_t i = 0; i < count; i++) {
    const JsonValue *root = json_root(&trees[i]);
    if (bad[i] != (json_get(&trees[i], root, "error") != NULL)) fail_msg("record %zu", i);
    assert_int_equal(json_get(&trees[i], root, "claims") != NULL, !bad[i]);
  }
  assert_string_equal(json_text(&trees[0], json_root(&trees[0]), "id"), "one");
  assert_int_equal(json_number(&trees[2], json_root(&trees[2]), "id", 0), 7);
  assert_string_equal(json_text(&trees[3], json_root(&trees[3]), "id"), "no text");
  assert_memory_equal(json_get(&trees[4], json_root(&trees[4]), "id")->text, "1.5e3", 5);
  assert_int_equal(json_get(&trees[6], json_root(&trees[6]), "id")->len, 2);
  assert_int_equal(json_get(&trees[8], json_root(&trees[8]), "id")->kind, JSON_NULL_VALUE);
  for (size_t i = 0; i < count; i++) json_tree_free(&trees[i]);
  assert_non_null(strstr(run.error, "copydesk: stdin:3: not JSON"));
  assert_non_null(strstr(run.error, "copydesk: stdin:5: no \"text\""));
  run_free(&run);
}

static void a_record_is_answered_before_the_next_is_there(void **state) {
  (void)state;
  int in[2], out[2];
  assert_int_equal(pipe(in), 0);
  assert_int_equal(pipe(out), 0);
  char *arguments[] = {"copydesk", "analyze", "--format=jsonl", "-", NULL};
  pid_t child = fork();
  if (child == 0) {
    close(in[1]);
    become(arguments, in[0], out[1], open("/dev/null", O_WRONLY));
  }
  close(in[0]);
  close(out[1]);
  for (int i = 0; i < 3; i++) {
    static const char record[] = "{\"id\":\"x\",\"text\":\"Nora Quist left.\"}\n";
    // In two pieces, as a network would.
    assert_int_equal(write(in[1], record, 9), 9);
    assert_int_equal(write(in[1], record + 9, sizeof record - 10), sizeof record - 10);
    char answer[4096];
    size_t len = 0;
    while (len == 0 || answer[len - 1] != '\n') {
      struct pollfd waiting = {.fd = out[0], .events = POLLIN};
      assert_int_equal(poll(&waiting, 1, 60000), 1);
      ssize_t got = read(out[0], answer + len, sizeof answer - len);
      assert_true(got > 0);
      len += (size_t)got;
    }
    assert_memory_equal(answer, "{\"id\":\"x\",", 10);
  }
  close(in[1]);
  close(out[0]);
  int status;
  waitpid(child, &status, 0);
  assert_int_equal(WEXITSTATUS(status), 0);
}

static void a_long_record_is_read(void **state) {
  (void)state;
  size_t len = 3 << 20;
  char *input = malloc(len + 64);
  int head = sprintf(input, "{\"id\":1,\"text\":\"");
  for (size_t i = 0; i < len; i++) input[(size_t)head + i] = "\\\"No,\\\" he said. "[i % 17];
  size_t end = (size_t)head + len / 17 * 17;
  memcpy(input + end, "\"}\n", 3);
  Run run = run_with(input, end + 3, "analyze", "--format=jsonl", "-", NULL);
  assert_int_equal(run.status, 0);
  assert_memory_equal(run.out, "{\"id\":1,\"sentences\":[{\"start\":0,", 32);
  run_free(&run);
  free(input);
}

// ---- quotes, claims, rules ---------------------------------------------------------------------
static void quotes_of_one_speaker_are_found_by_any_of_his_names(void **state) {
  (void)state;
  static char *const names[] = {"--speaker=Nora Quist", "--speaker=quist", "--speaker=NORA"};
  for (size_t i = 0; i < 3; i++) {
    Run run = RUN("quotes", names[i], path);
    assert_non_null(strstr(run.out, ":1:45: Nora Quist"));
    assert_null(strstr(run.out, "Omar"));
    run_free(&run);
  }
  Run run = RUN("quotes", "--speaker", "ora", path);
  assert_string_equal(run.out, "");
  run_free(&run);
  run = RUN("quotes", path);
  assert_non_null(strstr(run.out, "Nora Quist (direct)"));
  assert_non_null(strstr(run.out, "Omar Lind (direct)"));
  run_free(&run);
}

static void quotes_are_written_as_csv(void **state) {
  (void)state;
  static const char odd[] =
      "\"It is a pity that we could not see the other side of the bridge, which is longer than "
      "our\n"
      "neighbours \xff “believed”, from here,\" Nora Quist said. She has lived in the old town for "
      "ten "
      "years.\n";
  Run run = RUN("quotes", "--format=csv", path);
  expect(&run, 0,
         "line,column,type,speaker,confidence,words,text\r\n"
         "1,45,direct,\"Nora Quist\",",
         "");
  run = RUN("quotes", "--format=csv", path);
  assert_non_null(strstr(run.out, ",5,\"“It cost us €12 million,”\"\r\n3,1,direct,\"Omar Lind\","));
  assert_non_null(strstr(run.out, ",4,\"\"\"We paid too much,\"\"\"\r\n"));
  run_free(&run);
  run = RUN_ON(odd, "quotes", "--format=csv", "-");
  assert_int_equal(run.status, 0);
  assert_non_null(strstr(run.out, "longer than our neighbours ? “believed”, from here,\"\"\""));
  for (const char *at = run.out; (at = strchr(at, '\n')) != NULL; at++) {
    assert_true(at > run.out && at[-1] == '\r');  // of a line alone, never of a text
  }
  run_free(&run);
  run = RUN("quotes", "--format=csv", path, path);
  assert_non_null(strstr(run.out, "file,line,column,"));
  assert_non_null(strstr(run.out, "draft.md\",3,1,direct,"));
  run_free(&run);
  run = RUN("quotes", "--format=json", path);
  expect(&run, 2, "", "json: is no format of this command");
  run = RUN("analyze", "--format=csv", path);
  expect(&run, 2, "", "csv: is no format of this command");
}

static void speakers_given_by_hand_are_kept(void **state) {
  (void)state;
  static const char words[] = "\"We paid too much,\"";
  char ledger_file[160], message[LEDGER_MESSAGE_LEN], id[LEDGER_ID_LEN], edited[sizeof draft];
  snprintf(ledger_file, sizeof ledger_file, "%s.ledger.jsonl", path);
  CdRules *rules = cd_rules_new();
  CdDocument *document = cd_document_new(rules, draft, sizeof draft - 1);
  Ledger *ledger = ledger_open(ledger_file, path, message);
  uint32_t at = (uint32_t)(strstr(draft, words) - draft);
  CdSpan span = {at, at + sizeof words - 1};
  LedgerEvent event = {.status = LEDGER_MARKABLE_COUNT, .speaker = "Nora Quist", .who = "Ada"};
  assert_true(ledger_mark(ledger, document, span, &event, id, message));
  ledger_free(ledger);
  cd_document_free(document);
  cd_rules_free(rules);
  Run run = RUN("quotes", path);
  expect(&run, 0, "draft.md:3:1: Nora Quist (direct): \"We paid", "");
  run = RUN("analyze", "--format=text", path);
  expect(&run, 0, "draft.md:3:1: Nora Quist (direct): \"We paid", "");
  memcpy(edited, draft, sizeof draft);
  memcpy(strstr(edited, "paid"), "lost", 4);
  write_file(path, edited, sizeof edited - 1);
  run = RUN("quotes", path);
  assert_non_null(strstr(run.out, "draft.md:3:1: Omar Lind (direct): \"We lost too much,\""));
  assert_non_null(strstr(run.out, "draft.md:3:1: [lost] Nora Quist: \"We paid too much,\""));
  run_free(&run);
}

static bool first_claim(void *context, const CdClaim *claim) {
  *(CdSpan *)context = claim->span;
  return false;
}

// Verifies the first claim of the draft, in the ledger at `ledger_file`.
static void verify_first(const char *ledger_file) {
  char message[LEDGER_MESSAGE_LEN], id[LEDGER_ID_LEN];
  CdRules *rules = cd_rules_new();
  CdDocument *document = cd_document_new(rules, draft, sizeof draft - 1);
  Ledger *ledger = ledger_open(ledger_file, path, message);
  CdSpan span = {0};
  cd_document_claims(document, (CdSpan){0, sizeof draft - 1}, first_claim, &span);
  LedgerSource source = {.reference = "minutes"};
  LedgerEvent event = {.status = LEDGER_VERIFIED, .sources = &source, .source_count = 1};
  assert_true(ledger_mark(ledger, document, span, &event, id, message));
  ledger_free(ledger);
  cd_document_free(document);
  cd_rules_free(rules);
}

static void verified_claims_are_not_listed(void **state) {
  (void)state;
  char ledger_file[160], edited[sizeof draft];
  snprintf(ledger_file, sizeof ledger_file, "%s.ledger.jsonl", path);
  Run run = RUN("claims", path);
  assert_int_equal(run.status, 0);
  assert_non_null(strstr(run.out, "draft.md:1:1: "));
  run_free(&run);
  verify_first(ledger_file);
  run = RUN("claims", path);
  assert_int_equal(run.status, 0);
  assert_null(strstr(run.out, "draft.md:1:1: "));
  run_free(&run);
  memcpy(edited, draft, sizeof draft);
  memcpy(strstr(edited, "2019"), "2018", 4);
  write_file(path, edited, sizeof edited - 1);
  run = RUN("claims", path);
  expect(&run, 0, "[stale: “2019” → “2018”] Mayor Nora Quist opened the bridge in 2018", "");
  static const char other[] = "Nothing happened on the river.\n";
  write_file(path, other, sizeof other - 1);
  run = RUN("claims", path);
  expect(&run, 0, "[lost] Mayor Nora Quist opened the bridge in 2019", "");
}

static void names_that_were_corrected_stay_corrected(void **state) {
  (void)state;
  static const char lou[] = "“Yes,” said Louise Lind.\n\n“No,” Birdie said.\n";
  char ledger_file[160], message[LEDGER_MESSAGE_LEN], id[LEDGER_ID_LEN];
  write_file(path, lou, sizeof lou - 1);
  snprintf(ledger_file, sizeof ledger_file, "%s.ledger.jsonl", path);
  Ledger *ledger = ledger_open(ledger_file, path, message);
  CdCorrection same = {.kind = CD_CORRECT_SAME, .name = "Birdie", .other = "Louise Lind"};
  assert_true(ledger_correct(ledger, &same, "Ada", id, message));
  ledger_free(ledger);
  Run run = RUN("quotes", "--speaker=Louise", path);
  expect(&run, 0, "draft.md:3:1: Louise Lind (direct): “No,”", "");
  run = RUN("analyze", "--format=json", path);
  assert_int_equal(run.status, 0);
  assert_null(strstr(run.out, "\"Birdie\""));  // as the name of anybody
  run_free(&run);
}

static void ledgers_may_lie_in_a_folder(void **state) {
  (void)state;
  char ledgers[128], option[160];
  snprintf(ledgers, sizeof ledgers, "%s/ledgers", folder);
  snprintf(option, sizeof option, "--ledgers=%s", ledgers);
  assert_int_equal(mkdir(ledgers, 0700), 0);
  char *ledger_file = ledger_path(path, ledgers);
  verify_first(ledger_file);
  free(ledger_file);
  Run run = RUN("claims", option, path);
  assert_null(strstr(run.out, "draft.md:1:1: "));
  run_free(&run);
  run = RUN("claims", path);
  assert_non_null(strstr(run.out, "draft.md:1:1: "));
  run_free(&run);
}

static void a_ledger_that_cannot_be_read_hides_no_claim(void **state) {
  (void)state;
  char ledger_file[160];
  snprintf(ledger_file, sizeof ledger_file, "%s.ledger.jsonl", path);
  assert_int_equal(mkdir(ledger_file, 0700), 0);
  Run run = RUN("claims", path);
  expect(&run, 1, "draft.md:1:1: ", "is a folder");
  rmdir(ledger_file);
  write_file(ledger_file, "garbage\n", 8);
  run = RUN("claims", path);
  expect(&run, 1, "draft.md:1:1: ", ".ledger.jsonl:1: is not JSON");
}

static void rules_are_found_by_option_and_by_environment(void **state) {
  (void)state;
  char lists[256], file[256], option[256];
  snprintf(lists, sizeof lists, "mkdir -p %s/rules/lexicon/en %s/rules/queries/prose", folder,
           folder);
  assert_int_equal(system(lists), 0);
  snprintf(file, sizeof file, "%s/rules/lexicon/en/speech.txt", folder);
  write_file(file, "blorbed\n", 8);
  snprintf(option, sizeof option, "--rules=%s/rules", folder);
  static const char input[] = "“We won,” blorbed Nora Quist.\n";
  Run plain = RUN_ON(input, "analyze", "--format=jsonl", "-");
  Run by_option = RUN_ON(input, "quotes", option, "-");
  setenv("COPYDESK_RULES", option + 8, 1);
  Run by_environment = RUN_ON(input, "quotes", "-");
  assert_int_equal(by_option.status, 0);
  assert_non_null(strstr(by_option.out, "Nora Quist (direct)"));
  assert_string_equal(by_option.out, by_environment.out);
  run_free(&plain);
  run_free(&by_option);
  run_free(&by_environment);
  snprintf(file, sizeof file, "%s/rules/queries/prose/claims.scm", folder);
  write_file(file, "(sentence\n", 10);
  Run broken = RUN_ON(input, "quotes", "-");
  expect(&broken, 1, "Nora Quist (direct)", "claims.scm:");
  unsetenv("COPYDESK_RULES");
  Run missing = RUN("quotes", "--rules=/no/such/folder", path);
  expect(&missing, 1, "Nora Quist", "/no/such/folder");
}

#define CLI_TEST(function) cmocka_unit_test_setup_teardown(function, make_folder, remove_folder)

int main(void) {
  const struct CMUnitTest tests[] = {
      CLI_TEST(help_and_version_are_told),
      CLI_TEST(wrong_usage_does_nothing),
      CLI_TEST(a_missing_file_does_not_stop_the_others),
      CLI_TEST(a_full_disk_is_told_of),
      CLI_TEST(offsets_are_bytes_or_code_points),
      CLI_TEST(a_record_has_every_field),
      CLI_TEST(several_files_are_an_array),
      CLI_TEST(a_draft_comes_from_standard_input),
      CLI_TEST(quickfix_lines_have_places),
      CLI_TEST(the_text_format_tells_who_what_and_what_to_check),
      CLI_TEST(a_page_shows_the_whole_draft),
      CLI_TEST(signs_that_move_the_cursor_are_not_shown),
      CLI_TEST(records_come_back_in_order_and_bad_ones_in_their_place),
      CLI_TEST(a_record_is_answered_before_the_next_is_there),
      CLI_TEST(a_long_record_is_read),
      CLI_TEST(quotes_of_one_speaker_are_found_by_any_of_his_names),
      CLI_TEST(quotes_are_written_as_csv),
      CLI_TEST(speakers_given_by_hand_are_kept),
      CLI_TEST(verified_claims_are_not_listed),
      CLI_TEST(names_that_were_corrected_stay_corrected),
      CLI_TEST(ledgers_may_lie_in_a_folder),
      CLI_TEST(a_ledger_that_cannot_be_read_hides_no_claim),
      CLI_TEST(rules_are_found_by_option_and_by_environment),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
