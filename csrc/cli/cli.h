// The parts of the command line: what the user asked for, and the commands.
// Reads drafts or records; writes to standard output, and what went wrong to standard error.
#ifndef COPYDESK_CLI_H
#define COPYDESK_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "../copydesk.h"
#include "../json.h"
#include "../ledger.h"

// Exit statuses of the program. A worse one wins.
typedef enum {
  CLI_OK = 0,
  CLI_BAD_INPUT = 1,  // a file, record or rule could not be used; the rest was done
  CLI_USAGE = 2,      // the command line itself makes no sense; nothing was done
} CliStatus;

typedef enum {
  FORMAT_TEXT,
  FORMAT_JSON,
  FORMAT_JSONL,
  FORMAT_QUICKFIX,
  FORMAT_HTML,
  FORMAT_CSV,
  FORMAT_COUNT,
} CliFormat;

typedef struct {
  const CdRules *rules;
  CliFormat format;
  bool code_points;     // offsets and columns in code points instead of bytes
  const char *ledgers;  // `claims`: the folder of the ledgers; NULL: beside each draft
  const char *speaker;  // `quotes`: only this speaker's; NULL: everybody's
  char **files;         // "-" is standard input
  int file_count;
} Cli;

CliStatus cli_analyze(const Cli *self);
CliStatus cli_claims(const Cli *self);
CliStatus cli_quotes(const Cli *self);

// ---- shared by the commands --------------------------------------------------------------------
// One draft, read whole.
typedef struct {
  const char *name;  // as in messages: its path, or "stdin"
  char *text;
  size_t len;
  CdDocument *document;
} CliDraft;

// Reads a file, or standard input for "-". False after a message on standard error.
bool cli_draft_open(CliDraft *self, const CdRules *rules, const char *path);
void cli_draft_close(CliDraft *self);

// The ledger of a draft, NULL if it has none, and the draft read with the names that it corrects.
// False after a message if it, or a line of it, cannot be used; the draft is read then as far as it can.
bool cli_ledger_open(const Cli *self, CliDraft *draft, const char *path, Ledger **ledger);

// "copydesk: WHERE: what is wrong" on standard error.
void cli_complain(const char *where, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Writes to standard output and flushes. False after a message if that fails (a full disk).
bool cli_write(const char *bytes, size_t len);
static inline bool cli_write_json(Json *out) { return cli_write(out->bytes, out->len); }

// Appends the words of a span on one line: white space runs become one space, other control signs
// "?".
void cli_append_words(Json *out, const char *text, CdSpan span, uint32_t limit);
void cli_append(Json *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Record streams: one JSON object a line from standard input, one a line out.
CliStatus cli_stream(const Cli *self);
// One record: reads line[0..len), writes the answer into `out` without a line end. False if it is a
// bad record; `message` (room for 256 bytes) then says why.
bool cli_stream_record(const Cli *self, const char *line, size_t len, Json *out, char *message);

// One draft in one of the formats.
bool cli_record(const Cli *self, const CliDraft *draft, Json *out);
bool cli_text(const Cli *self, const CliDraft *draft, Json *out);
bool cli_quickfix(const Cli *self, const CliDraft *draft, Json *out);
bool cli_html(const Cli *self, const CliDraft *draft, Json *out);

#endif
