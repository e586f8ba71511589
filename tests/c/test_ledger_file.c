// ledger: the file survives crashes, other writers and foreign lines; what it means does not depend on
// the order of its lines.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "ledger_helper.h"

// ---- several writers ---------------------------------------------------------------------------
static void others_see_a_mark_when_they_look(void **state) {
  Desk *desk = *state;
  Ledger *ada = open_ledger(desk), *ben = open_ledger(desk);
  bool changed = true;
  assert_true(ledger_refresh(ben, &changed, desk->message));
  assert_false(changed);
  mark_as(desk, ada, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  EXPECT_MARKS(desk, ben, draft_text, "");
  assert_true(ledger_refresh(ben, &changed, desk->message));
  assert_true(changed);
  EXPECT_MARKS(desk, ben, draft_text, "verified@4");
  // And with an own mark at the latest.
  mark_as(desk, ada, draft_text, "9 percent", LEDGER_DISPUTED, "Ada");
  mark_as(desk, ben, draft_text, "$3 million", LEDGER_QUERYING, "Ben");
  EXPECT_MARKS(desk, ben, draft_text, "verified@4 disputed@6! querying@8!");
  ledger_free(ada);
  ledger_free(ben);
}

static void two_who_do_not_know_of_each_other_conflict(void **state) {
  Desk *desk = *state;
  Ledger *ada = open_ledger(desk);
  mark_as(desk, ada, draft_text, "1,200 jobs", LEDGER_QUERYING, "Ada");
  Ledger *ben = open_ledger(desk);
  mark_as(desk, ada, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  mark_as(desk, ben, draft_text, "1,200 jobs", LEDGER_DISPUTED, "Ben");
  EXPECT_MARKS(desk, ben, draft_text, "conflict@4!");
  // One who has seen both settles it, for both.
  mark_as(desk, ben, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ben");
  EXPECT_MARKS(desk, ben, draft_text, "verified@4");
  assert_true(ledger_refresh(ada, NULL, desk->message));
  EXPECT_MARKS(desk, ada, draft_text, "verified@4");
  ledger_free(ada);
  ledger_free(ben);
}

static void two_who_agree_do_not_conflict(void **state) {
  Desk *desk = *state;
  Ledger *ada = open_ledger(desk), *ben = open_ledger(desk);
  mark_as(desk, ada, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  mark_as(desk, ben, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ben");
  EXPECT_MARKS(desk, ben, draft_text, "verified@4");
  ledger_free(ada);
  ledger_free(ben);
}

static void two_first_marks_of_the_same_words_conflict_and_become_one(void **state) {
  Desk *desk = *state;
  Ledger *ada = open_ledger(desk), *ben = open_ledger(desk);
  mark_as(desk, ada, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  mark_as(desk, ben, draft_text, "1,200 jobs", LEDGER_DISPUTED, "Ben");
  assert_int_equal(ledger_mark_count(ben), 2);
  EXPECT_MARKS(desk, ben, draft_text, "conflict@4!");
  mark_as(desk, ben, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ben");
  assert_int_equal(ledger_mark_count(ben), 1);
  EXPECT_MARKS(desk, ben, draft_text, "verified@4");
  ledger_free(ada);
  ledger_free(ben);
}

static void two_processes_append_at_once(void **state) {
  Desk *desk = *state;
  enum { EACH = 500 };
  pid_t children[2];
  for (int who = 0; who < 2; who++) {
    children[who] = fork();
    if (children[who]) continue;
    // The first mark makes the file: both may try.
    Ledger *ledger = ledger_open(desk->path, desk->draft, desk->message);
    CdDocument *document = cd_document_new(desk->rules, draft_text, sizeof draft_text - 1);
    LedgerEvent event = {.who = who ? "Ada" : "Ben", .status = LEDGER_QUERYING};
    int failed = !ledger || !document;
    for (int i = 0; i < EACH && !failed; i++) {
      char id[LEDGER_ID_LEN];
      uint32_t start = (uint32_t)(i * 2 + who) % 40;
      failed =
          !ledger_mark(ledger, document, (CdSpan){start, start + 8}, &event, id, desk->message);
    }
    _exit(failed);
  }
  for (int who = 0; who < 2; who++) {
    int status;
    assert_int_equal(waitpid(children[who], &status, 0), children[who]);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  Ledger *ledger = open_ledger(desk);
  assert_int_equal(ledger_message_count(ledger), 0);
  assert_int_equal(ledger_event_count(ledger), 2 * EACH);
  ledger_free(ledger);
}

static void a_file_that_another_program_holds_is_told_of(void **state) {
  Desk *desk = *state;
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  int fd = open(desk->path, O_RDWR);
  assert_int_equal(flock(fd, LOCK_EX), 0);
  CdDocument *document = read_draft(desk, draft_text);
  char id[LEDGER_ID_LEN];
  LedgerEvent event = {.status = LEDGER_CUT};
  assert_false(ledger_mark(ledger, document, (CdSpan){0, 10}, &event, id, desk->message));
  assert_non_null(strstr(desk->message, "is locked by another program"));
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4");
  close(fd);  // and the lock with it
  assert_true(ledger_mark(ledger, document, (CdSpan){0, 10}, &event, id, desk->message));
  cd_document_free(document);
  ledger_free(ledger);
}

// ---- the order of lines ------------------------------------------------------------------------
// Splits bytes into lines, in place. Returns their number.
static size_t split_lines(char *bytes, char **lines, size_t room) {
  size_t count = 0;
  for (char *line = strtok(bytes, "\n"); line && count < room; line = strtok(NULL, "\n")) {
    lines[count++] = line;
  }
  return count;
}

static void any_order_of_lines_means_the_same(void **state) {
  Desk *desk = *state;
  uint32_t event;
  Ledger *ada = open_ledger(desk), *ben = open_ledger(desk);
  mark_as(desk, ada, draft_text, "1,200 jobs", LEDGER_QUERYING, "Ada");
  mark_as(desk, ada, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  mark_as(desk, ben, draft_text, "1,200 jobs", LEDGER_DISPUTED, "Ben");
  mark_as(desk, ada, draft_text, "9 percent", LEDGER_VERIFIED, "Ada");
  assert_true(ledger_undo(ada, NULL, "Ada", &event, desk->message));
  mark_as(desk, ada, draft_text, "9 percent", LEDGER_CUT, "Ada");
  mark_as(desk, ben, draft_text, "$3 million", LEDGER_VERIFIED, "Ben");
  ledger_free(ada);
  ledger_free(ben);
  Ledger *ledger = open_ledger(desk);
  char expected[256];
  strcpy(expected, marks_in(desk, ledger, draft_text));
  ledger_free(ledger);
  assert_string_equal(expected, "conflict@4! cut@6! verified@8");
  size_t len;
  char *bytes = read_file(desk->path, &len), *lines[32];
  size_t count = split_lines(bytes, lines, 32);
  assert_int_equal(count, 7);
  uint32_t seed = 7;
  for (int round = 0; round < 60; round++) {
    FILE *file = fopen(desk->path, "wb");
    for (size_t i = count; i-- > 0;) {
      seed = seed * 1664525 + 1013904223;
      size_t other = (seed >> 16) % (i + 1);
      char *line = lines[i];
      lines[i] = lines[other];
      lines[other] = line;
      fprintf(file, "%s\n", lines[i]);
      if (round % 3 == 0) fprintf(file, "%s\n", lines[i]);  // a line twice, as after a merge
    }
    fclose(file);
    ledger = open_ledger(desk);
    assert_int_equal(ledger_event_count(ledger), count);
    assert_int_equal(ledger_message_count(ledger), 0);
    EXPECT_MARKS(desk, ledger, draft_text, expected);
    ledger_free(ledger);
  }
  free(bytes);
}

// ---- torn and foreign lines --------------------------------------------------------------------
static void a_file_torn_anywhere_keeps_its_whole_lines(void **state) {
  Desk *desk = *state;
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  mark_as(desk, ledger, draft_text, "9 percent", LEDGER_VERIFIED, "Ada");
  ledger_free(ledger);
  size_t len;
  char *bytes = read_file(desk->path, &len);
  for (size_t cut = 0; cut <= len; cut++) {
    write_file(desk->path, bytes, cut);
    ledger = open_ledger(desk);
    uint32_t whole = 0;
    for (size_t i = 0; i < cut; i++) whole += bytes[i] == '\n';
    // A line that lacks nothing but its end is whole.
    bool lacks_end = cut < len && bytes[cut] == '\n';
    bool torn = cut > 0 && bytes[cut - 1] != '\n' && !lacks_end;
    assert_int_equal(ledger_event_count(ledger), whole + lacks_end);
    assert_int_equal(ledger_message_count(ledger), torn);
    // The next mark stands on a line of its own, behind what was there.
    mark_as(desk, ledger, draft_text, "$3 million", LEDGER_VERIFIED, "Ada");
    assert_int_equal(ledger_event_count(ledger), whole + lacks_end + 1);
    ledger_free(ledger);
    size_t new_len;
    char *now = read_file(desk->path, &new_len);
    assert_memory_equal(now, bytes, cut);
    assert_int_equal(now[cut], cut == 0 || bytes[cut - 1] == '\n' ? '{' : '\n');
    assert_int_equal(now[new_len - 1], '\n');
    free(now);
  }
  free(bytes);
}

static void foreign_lines_are_kept_and_told_of(void **state) {
  Desk *desk = *state;
  static const char foreign[] =
      "<<<<<<< HEAD\n"
      "{\"v\":1,\"id\":\"a1\"}\n"
      "\n"
      "{\"v\":7,\"id\":\"a2\",\"mark\":\"m2\",\"after\":[],\"colour\":\"red\"}\n"
      "{\"v\":1,\"id\":\"a3\",\"mark\":\"m3\",\"after\":[],\"status\":\"splendid\"}\n"
      "{\"v\":1,\"id\":\"a4\",\"mark\":\"m4\",\"after\":{},\"status\":\"verified\"}\n"
      "{\"v\":1,\"id\":\"../a5\",\"mark\":\"m5\",\"after\":[],\"status\":\"verified\"}\n"
      "{\"v\":1,\"id\":\"a6\",\"mark\":\"m6\",\"after\":[],\"anchor\":{\"words\":7}}\n"
      "\xff\xfe\n";
  write_file(desk->path, foreign, sizeof foreign - 1);
  Ledger *ledger = open_ledger(desk);
  assert_int_equal(ledger_message_count(ledger), 8);
  assert_non_null(strstr(ledger_message(ledger, 0), ":1: is not JSON"));
  assert_non_null(strstr(ledger_message(ledger, 2), ":4: is of a newer copydesk"));
  assert_non_null(strstr(ledger_message(ledger, 3), ":5: sets a status that is not known"));
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4");
  ledger_free(ledger);
  size_t len;
  char *bytes = read_file(desk->path, &len);
  assert_memory_equal(bytes, foreign, sizeof foreign - 1);
  free(bytes);
}

static void a_newer_event_on_a_mark_makes_it_work_to_do(void **state) {
  Desk *desk = *state;
  Ledger *ledger = open_ledger(desk);
  const char *id = mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  ledger_free(ledger);
  FILE *file = fopen(desk->path, "ab");
  fprintf(file, "{\"v\":2,\"id\":\"b1\",\"mark\":\"%s\",\"after\":[],\"opinion\":\"no\"}\n", id);
  fclose(file);
  ledger = open_ledger(desk);
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4!");
  ledger_free(ledger);
}

static void events_that_follow_each_other_in_a_circle_are_told_of(void **state) {
  Desk *desk = *state;
  static const char lines[] =
      "{\"v\":1,\"id\":\"a\",\"mark\":\"m\",\"after\":[\"b\"],\"status\":\"verified\"}\n"
      "{\"v\":1,\"id\":\"b\",\"mark\":\"m\",\"after\":[\"a\",\"b\"],\"status\":\"cut\",\"undo\":"
      "\"a\"}\n"
      "{\"v\":1,\"id\":\"c\",\"mark\":\"m\",\"after\":[\"gone\",7],\"undo\":\"c\"}\n";
  write_file(desk->path, lines, sizeof lines - 1);
  Ledger *ledger = open_ledger(desk);
  assert_int_equal(ledger_event_count(ledger), 3);
  assert_true(ledger_message_count(ledger) >= 3);
  ledger_free(ledger);
}

static void one_id_with_two_meanings_counts_once(void **state) {
  Desk *desk = *state;
  static const char one[] =
      "{\"v\":1,\"id\":\"a\",\"mark\":\"m\",\"after\":[],\"status\":\"cut\"}\n";
  static const char two[] =
      "{\"v\":1,\"id\":\"a\",\"mark\":\"m\",\"after\":[],\"status\":\"verified\"}\n";
  LedgerStatus statuses[2];
  for (int order = 0; order < 2; order++) {
    char both[512];
    snprintf(both, sizeof both, "%s%s", order ? one : two, order ? two : one);
    write_file(desk->path, both, strlen(both));
    Ledger *ledger = open_ledger(desk);
    assert_int_equal(ledger_event_count(ledger), 1);
    assert_int_equal(ledger_message_count(ledger), 1);
    statuses[order] = ledger_mark_at(ledger, 0)->status;
    ledger_free(ledger);
  }
  assert_int_equal(statuses[0], statuses[1]);
}

// ---- files that cannot be used -----------------------------------------------------------------
static void expect_refusal(Desk *desk, const char *reason) {
  desk->message[0] = '\0';
  assert_null(ledger_open(desk->path, desk->draft, desk->message));
  if (!strstr(desk->message, reason)) fail_msg("%s", desk->message);
  assert_non_null(strstr(desk->message, desk->path));
}

static void what_is_no_plain_file_is_refused(void **state) {
  Desk *desk = *state;
  assert_int_equal(mkdir(desk->path, 0700), 0);
  expect_refusal(desk, "is a folder");
  rmdir(desk->path);
  assert_int_equal(mkfifo(desk->path, 0600), 0);
  expect_refusal(desk, "is not a plain file");
  unlink(desk->path);
  assert_int_equal(symlink(desk->draft, desk->path), 0);
  expect_refusal(desk, "is a symbolic link");
}

// In a child that is nobody: whom the system refuses what it does not refuse to root.
static bool is_refused(Desk *desk) {
  chmod(desk->path, 0200);
  if (ledger_open(desk->path, desk->draft, desk->message)) return false;
  if (!strstr(desk->message, "Permission denied")) return false;
  chmod(desk->path, 0400);
  Ledger *ledger = ledger_open(desk->path, desk->draft, desk->message);
  CdDocument *document = cd_document_new(desk->rules, draft_text, sizeof draft_text - 1);
  char id[LEDGER_ID_LEN];
  LedgerEvent event = {.status = LEDGER_CUT};
  if (!ledger || !document) return false;
  if (ledger_mark(ledger, document, (CdSpan){0, 10}, &event, id, desk->message)) return false;
  return strstr(desk->message, "Permission denied") && ledger_event_count(ledger) == 0;
}

static void a_file_that_may_not_be_read_or_written_is_told_of(void **state) {
  Desk *desk = *state;
  const uid_t nobody = 65534;
  write_file(desk->path, "", 0);
  bool is_root = geteuid() == 0;
  if (is_root) {
    assert_int_equal(chown(desk->folder, nobody, nobody), 0);
    assert_int_equal(chown(desk->path, nobody, nobody), 0);
  }
  pid_t child = fork();
  if (child == 0) {
    bool good = (!is_root || setuid(nobody) == 0) && is_refused(desk);
    _exit(good ? 0 : 1);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void a_folder_that_is_gone_is_told_of_at_the_mark(void **state) {
  Desk *desk = *state;
  char path[160];
  snprintf(path, sizeof path, "%s/none/x.ledger.jsonl", desk->folder);
  Ledger *ledger = ledger_open(path, NULL, desk->message);
  assert_non_null(ledger);
  CdDocument *document = read_draft(desk, draft_text);
  char id[LEDGER_ID_LEN];
  LedgerEvent event = {.status = LEDGER_CUT};
  assert_false(ledger_mark(ledger, document, (CdSpan){0, 10}, &event, id, desk->message));
  assert_non_null(strstr(desk->message, "No such file"));
  EXPECT_MARKS(desk, ledger, draft_text, "");
  cd_document_free(document);
  ledger_free(ledger);
}

static void a_write_that_stops_half_way_leaves_the_file_as_it_was(void **state) {
  Desk *desk = *state;
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  ledger_free(ledger);
  size_t len, new_len;
  char *before = read_file(desk->path, &len);
  pid_t child = fork();
  if (child == 0) {
    // The system refuses to let the file grow by more than 100 bytes, as a full disk would.
    struct rlimit limit = {len + 100, len + 100};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    ledger = ledger_open(desk->path, desk->draft, desk->message);
    CdDocument *document = cd_document_new(desk->rules, draft_text, sizeof draft_text - 1);
    char id[LEDGER_ID_LEN];
    LedgerEvent event = {.status = LEDGER_CUT};
    bool marked = ledger_mark(ledger, document, (CdSpan){0, 10}, &event, id, desk->message);
    _exit(marked || ledger_event_count(ledger) != 1);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  char *after = read_file(desk->path, &new_len);
  assert_int_equal(new_len, len);
  assert_memory_equal(after, before, len);
  free(before);
  free(after);
  // A first mark that fails leaves no file behind.
  unlink(desk->path);
  child = fork();
  if (child == 0) {
    struct rlimit limit = {10, 10};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    ledger = ledger_open(desk->path, desk->draft, desk->message);
    CdDocument *document = cd_document_new(desk->rules, draft_text, sizeof draft_text - 1);
    char id[LEDGER_ID_LEN];
    LedgerEvent event = {.status = LEDGER_CUT};
    _exit(ledger_mark(ledger, document, (CdSpan){0, 10}, &event, id, desk->message));
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  assert_int_equal(access(desk->path, F_OK), -1);
}

static void hostile_lines_do_no_harm(void **state) {
  Desk *desk = *state;
  size_t len = 10 << 20;
  char *bytes = malloc(len);
  memset(bytes, 'x', len);
  write_file(desk->path, bytes, len);  // a line of 10 MB
  Ledger *ledger = open_ledger(desk);
  assert_int_equal(ledger_message_count(ledger), 1);
  ledger_free(ledger);
  memset(bytes, '[', len);  // nested deep
  bytes[500000] = '\n';
  write_file(desk->path, bytes, 1000000);
  ledger = open_ledger(desk);
  assert_int_equal(ledger_message_count(ledger), 2);
  ledger_free(ledger);
  memset(bytes, 0, len);
  write_file(desk->path, bytes, 100000);  // a file that the system filled with NUL after a crash
  ledger = open_ledger(desk);
  assert_int_equal(ledger_message_count(ledger), 1);
  ledger_free(ledger);
  memset(bytes, '\n', len);
  for (size_t i = 0; i < len; i += 2) bytes[i] = 'y';
  write_file(desk->path, bytes, 2000000);  // a million bad lines: told of, but not one by one
  ledger = open_ledger(desk);
  assert_true(ledger_message_count(ledger) < 200);
  ledger_free(ledger);
  free(bytes);
}

static void a_long_history_of_one_mark_is_read(void **state) {
  Desk *desk = *state;
  enum { COUNT = 20000 };
  FILE *file = fopen(desk->path, "wb");
  for (int i = 0; i < COUNT; i++) {
    fprintf(file, "{\"v\":1,\"id\":\"e%d\",\"mark\":\"m\",\"after\":[", i);
    if (i > 0) fprintf(file, "\"e%d\"", i - 1);
    fprintf(file, "],\"status\":\"%s\"}\n", i == COUNT - 1 ? "disputed" : "verified");
  }
  fclose(file);
  Ledger *ledger = open_ledger(desk);
  assert_int_equal(ledger_message_count(ledger), 0);
  assert_int_equal(ledger_mark_count(ledger), 1);
  assert_int_equal(ledger_mark_at(ledger, 0)->status, LEDGER_DISPUTED);
  assert_int_equal(ledger_mark_at(ledger, 0)->head_count, 1);
  ledger_free(ledger);
}

// ---- the file itself ---------------------------------------------------------------------------
static void a_new_ledger_is_never_open_to_more_than_its_draft(void **state) {
  Desk *desk = *state;
  static const mode_t modes[][2] = {{0600, 0600}, {0640, 0640}, {0644, 0644}, {0444, 0644},
                                    {0400, 0600}, {0755, 0644}, {0660, 0660}};
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
    unlink(desk->path);
    chmod(desk->draft, modes[i][0]);
    mode_t before = umask(i % 2 ? 0077 : 0);
    Ledger *ledger = open_ledger(desk);
    mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
    ledger_free(ledger);
    umask(before);
    struct stat made;
    assert_int_equal(stat(desk->path, &made), 0);
    assert_int_equal(made.st_mode & 07777, modes[i][1]);
  }
  chmod(desk->draft, 0600);
  unlink(desk->path);
  Ledger *ledger = ledger_open(desk->path, NULL, desk->message);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  ledger_free(ledger);
  struct stat made;
  assert_int_equal(stat(desk->path, &made), 0);
  assert_int_equal(made.st_mode & 07777, 0600);
}

static void a_new_ledger_belongs_to_its_drafts_owner(void **state) {
  Desk *desk = *state;
  if (geteuid() != 0) skip();  // only root may give files away
  assert_int_equal(chown(desk->draft, 12345, 23456), 0);
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  ledger_free(ledger);
  struct stat made;
  assert_int_equal(stat(desk->path, &made), 0);
  assert_int_equal(made.st_uid, 12345);
  assert_int_equal(made.st_gid, 23456);
}

static void a_ledger_that_was_replaced_meanwhile_gets_the_mark(void **state) {
  Desk *desk = *state;
  Ledger *ledger = open_ledger(desk);
  mark_as(desk, ledger, draft_text, "1,200 jobs", LEDGER_VERIFIED, "Ada");
  size_t len;
  char *bytes = read_file(desk->path, &len);
  unlink(desk->path);  // as git and editors do: a new file with the old name
  write_file(desk->path, bytes, len);
  mark_as(desk, ledger, draft_text, "9 percent", LEDGER_VERIFIED, "Ada");
  ledger_free(ledger);
  ledger = open_ledger(desk);
  EXPECT_MARKS(desk, ledger, draft_text, "verified@4 verified@6");
  ledger_free(ledger);
  free(bytes);
}

static void ledgers_have_names_of_their_drafts(void **state) {
  Desk *desk = *state;
  char *beside = ledger_path(desk->draft, NULL);
  assert_string_equal(beside, desk->path);
  char *apart = ledger_path(desk->draft, "/var/ledgers");
  assert_non_null(strstr(apart, "/var/ledgers/%tmp%copydesk-ledger-"));
  assert_non_null(strstr(apart, "%draft.md.ledger.jsonl"));
  char linked[160], deep[700];
  snprintf(linked, sizeof linked, "%s/../%s/./draft.md", desk->folder,
           strrchr(desk->folder, '/') + 1);
  char *same = ledger_path(linked, NULL);
  assert_string_equal(same, desk->path);
  // A draft that is not saved yet has a name already; one in no folder has not.
  snprintf(linked, sizeof linked, "%s/new.md", desk->folder);
  char *unsaved = ledger_path(linked, NULL);
  assert_non_null(strstr(unsaved, "/new.md.ledger.jsonl"));
  assert_null(ledger_path("/no/such/folder/x.md", NULL));
  // Longer than a file name may be: the end and a hash.
  int used = snprintf(deep, sizeof deep, "%s/", desk->folder);
  memset(deep + used, 'n', 200);
  memcpy(deep + used + 200, "end.md", 7);
  char *longest = ledger_path(deep, "/l");
  assert_true(strlen(longest) < 258);
  assert_non_null(strstr(longest, "nend.md.ledger.jsonl"));
  deep[used] = 'm';
  char *other = ledger_path(deep, "/l");
  assert_string_not_equal(longest, other);
  free(beside);
  free(apart);
  free(same);
  free(unsaved);
  free(longest);
  free(other);
}

#define FILE_TEST(function) cmocka_unit_test_setup_teardown(function, folder_setup, folder_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      FILE_TEST(others_see_a_mark_when_they_look),
      FILE_TEST(two_who_do_not_know_of_each_other_conflict),
      FILE_TEST(two_who_agree_do_not_conflict),
      FILE_TEST(two_first_marks_of_the_same_words_conflict_and_become_one),
      FILE_TEST(two_processes_append_at_once),
      FILE_TEST(a_file_that_another_program_holds_is_told_of),
      FILE_TEST(any_order_of_lines_means_the_same),
      FILE_TEST(a_file_torn_anywhere_keeps_its_whole_lines),
      FILE_TEST(foreign_lines_are_kept_and_told_of),
      FILE_TEST(a_newer_event_on_a_mark_makes_it_work_to_do),
      FILE_TEST(events_that_follow_each_other_in_a_circle_are_told_of),
      FILE_TEST(one_id_with_two_meanings_counts_once),
      FILE_TEST(what_is_no_plain_file_is_refused),
      FILE_TEST(a_file_that_may_not_be_read_or_written_is_told_of),
      FILE_TEST(a_folder_that_is_gone_is_told_of_at_the_mark),
      FILE_TEST(a_write_that_stops_half_way_leaves_the_file_as_it_was),
      FILE_TEST(hostile_lines_do_no_harm),
      FILE_TEST(a_long_history_of_one_mark_is_read),
      FILE_TEST(a_new_ledger_is_never_open_to_more_than_its_draft),
      FILE_TEST(a_new_ledger_belongs_to_its_drafts_owner),
      FILE_TEST(a_ledger_that_was_replaced_meanwhile_gets_the_mark),
      FILE_TEST(ledgers_have_names_of_their_drafts),
  };
  return cmocka_run_group_tests(tests, desk_setup, desk_teardown);
}
