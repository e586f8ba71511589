// worker: a draft read on another thread is the draft read here; nobody waits, nothing is lost or leaked.
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// After what it needs.
#include <cmocka.h>

#include "digest.h"
#include "worker.h"

static SharedRules *rules;

static int setup(void **state) {
  (void)state;
  rules = shared_rules_new(cd_rules_new());
  return rules ? 0 : -1;
}

static int teardown(void **state) {
  (void)state;
  shared_rules_release(rules);
  return 0;
}

// A draft of `count` paragraphs.
static char *long_draft(int count) {
  char *text = calloc(1, (size_t)count * 120 + 1);
  size_t used = 0;
  for (int i = 0; i < count; i++) {
    used += (size_t)sprintf(text + used,
                            "“We lost %d houses,” said Nora Quist, the mayor of Arlen.\n\n", i);
  }
  return text;
}

static char *digest_of(const CdDocument *document) {
  Json json = {0};
  assert_true(digest_write(&json, document));
  emit_raw(&json, "", 1);
  return json.bytes;
}

// Waits for the descriptor, as an event loop does.
static void wait_for(const Worker *worker) {
  struct pollfd descriptor = {.fd = worker_fd(worker), .events = POLLIN};
  assert_int_equal(poll(&descriptor, 1, 60000), 1);
}

static void it_reads_what_it_was_fed(void **state) {
  (void)state;
  char *text = long_draft(200);
  size_t len = strlen(text);
  Worker *worker = worker_new(rules);
  for (size_t at = 0; at < len; at += 777) {
    assert_int_equal(worker_feed(worker, text + at, len - at < 777 ? len - at : 777), CD_OK);
  }
  WorkerState how;
  assert_null(worker_take(worker, &how));
  assert_int_equal(how, WORKER_FEEDING);
  struct pollfd descriptor = {.fd = worker_fd(worker), .events = POLLIN};
  assert_int_equal(poll(&descriptor, 1, 0), 0);
  assert_int_equal(worker_start(worker), CD_OK);
  assert_int_equal(worker_start(worker), CD_BAD_RANGE);
  assert_int_equal(worker_feed(worker, "x", 1), CD_BAD_RANGE);
  wait_for(worker);
  CdDocument *document = worker_take(worker, &how);
  assert_non_null(document);
  assert_null(worker_take(worker, &how));
  assert_int_equal(how, WORKER_TAKEN);
  worker_free(worker);
  CdDocument *here = cd_document_new(shared_rules_get(rules), text, len);
  char *one = digest_of(document), *other = digest_of(here);
  assert_string_equal(one, other);
  // It can be edited on this thread afterwards.
  CdChange change;
  assert_int_equal(cd_document_edit(document, 0, 3, "He", 2, &change), CD_OK);
  assert_int_equal(cd_document_edit(here, 0, 3, "He", 2, &change), CD_OK);
  free(one);
  free(other);
  one = digest_of(document);
  other = digest_of(here);
  assert_string_equal(one, other);
  free(one);
  free(other);
  cd_document_free(document);
  cd_document_free(here);
  free(text);
}

static void an_empty_draft_is_read_too(void **state) {
  (void)state;
  Worker *worker = worker_new(rules);
  assert_int_equal(worker_start(worker), CD_OK);
  wait_for(worker);
  WorkerState how;
  CdDocument *document = worker_take(worker, &how);
  assert_non_null(document);
  assert_int_equal(cd_document_len(document), 0);
  cd_document_free(document);
  worker_free(worker);
}

static void leaving_it_waits_for_nothing_and_leaks_nothing(void **state) {
  (void)state;
  char *text = long_draft(100);
  for (int i = 0; i < 40; i++) {
    // The thread outlives both its worker and its maker's hold on the rules.
    SharedRules *own = shared_rules_hold(rules);
    Worker *worker = worker_new(own);
    assert_int_equal(worker_feed(worker, text, strlen(text)), CD_OK);
    if (i % 4) assert_int_equal(worker_start(worker), CD_OK);
    if (i % 4 == 2) wait_for(worker);
    shared_rules_release(own);
    worker_free(worker);
  }
  free(text);
}

static void many_read_at_once(void **state) {
  (void)state;
  enum { COUNT = 6 };
  char *text = long_draft(60);
  Worker *workers[COUNT];
  for (int i = 0; i < COUNT; i++) {
    workers[i] = worker_new(rules);
    assert_int_equal(worker_feed(workers[i], text, strlen(text)), CD_OK);
    assert_int_equal(worker_start(workers[i]), CD_OK);
  }
  char *expected = NULL;
  for (int i = 0; i < COUNT; i++) {
    WorkerState how;
    wait_for(workers[i]);
    CdDocument *document = worker_take(workers[i], &how);
    char *digest = digest_of(document);
    if (expected) assert_string_equal(digest, expected);
    free(expected);
    expected = digest;
    cd_document_free(document);
    worker_free(workers[i]);
  }
  free(expected);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_reads_what_it_was_fed),
      cmocka_unit_test(an_empty_draft_is_read_too),
      cmocka_unit_test(leaving_it_waits_for_nothing_and_leaks_nothing),
      cmocka_unit_test(many_read_at_once),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
