// One regular expression, as a rule's #match? has it, run so that no expression can hang the
// editor. PCRE2 with JIT; an automatic callout before each item looks at the clock, since
// match_limit counts per starting place and so does not bound the time. Measured: (a+)+$ stops
// after 5.0 ms.
#include "pattern.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
  CLOCK_NANOSECONDS = 5 * 1000 * 1000,
  CALLOUTS_PER_LOOK = 1024,  // reading the clock costs as much as some dozen callouts
  HEAP_LIMIT_KIB = 8192,     // of the interpreter, which takes over where the stack ends
};

struct Pattern {
  pcre2_code *code;
};

typedef struct {
  int64_t end;  // when the time is over; 0: the clock has not been read yet
  uint32_t count;
} Clock;

// The thread's own time: an expression is not to blame for what else the machine does.
static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

// Called by PCRE2 before each item of the expression.
static int look_at_clock(pcre2_callout_block *block, void *context) {
  (void)block;
  Clock *clock = context;
  if (++clock->count % CALLOUTS_PER_LOOK != 0) return 0;
  if (clock->end == 0) clock->end = now() + CLOCK_NANOSECONDS;
  return now() > clock->end ? PCRE2_ERROR_CALLOUT : 0;
}

static char *error_text(int error, PCRE2_SIZE offset) {
  PCRE2_UCHAR reason[160];
  if (pcre2_get_error_message(error, reason, sizeof reason) < 0) reason[0] = '\0';
  enum { ROOM = 240 };
  char *text = malloc(ROOM);
  if (text)
    snprintf(text, ROOM, "%s at byte %zu of the expression", (char *)reason, (size_t)offset);
  return text;
}

Pattern *pattern_new(const char *source, uint32_t len, char **message) {
  *message = NULL;
  Pattern *self = malloc(sizeof *self);
  if (!self) return NULL;
  int error;
  PCRE2_SIZE offset;
  uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C |
                     PCRE2_AUTO_CALLOUT;
  self->code = pcre2_compile((PCRE2_SPTR)source, len, options, &error, &offset, NULL);
  if (!self->code) {
    *message = error_text(error, offset);
    free(self);
    return NULL;
  }
  pcre2_jit_compile(self->code, PCRE2_JIT_COMPLETE);  // without JIT it is slower, nothing else
  return self;
}

void pattern_free(Pattern *self) {
  if (!self) return;
  pcre2_code_free(self->code);
  free(self);
}

int pattern_match(const Pattern *self, const char *bytes, uint32_t len) {
  pcre2_match_data *data = pcre2_match_data_create(1, NULL);
  pcre2_match_context *context = pcre2_match_context_create(NULL);
  int result = PCRE2_ERROR_NOMEMORY;
  if (data && context) {
    Clock clock = {0};
    pcre2_set_callout(context, look_at_clock, &clock);
    pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
    result = pcre2_match(self->code, (PCRE2_SPTR)bytes, len, 0, 0, data, context);
    // The compiled code has a small stack; the interpreter's heap reaches further.
    if (result == PCRE2_ERROR_JIT_STACKLIMIT) {
      result = pcre2_match(self->code, (PCRE2_SPTR)bytes, len, 0, PCRE2_NO_JIT, data, context);
    }
  }
  pcre2_match_context_free(context);
  pcre2_match_data_free(data);
  if (result >= 0) return 1;
  return result == PCRE2_ERROR_NOMATCH ? 0 : -1;
}
