// The ledger: the file beside a draft that keeps the marks on its claims.
// Reads JSON Lines and a CdDocument; makes the claims with their marks, and appends events.
//
// A line is one event. Nothing in the file is ever changed or taken out:
//   {"v": 1, "id": "…", "mark": "…", "after": ["…"], "time": "2026-11-24T07:00:00Z", "who": "Ada",
//    "anchor": {…}, "status": "verified", "sources": [{"kind": "document", "reference": "…",
//    "seen": "2026-11-23", "confidential": true}], "note": "…", "speaker": "…"}
// `id` and `mark` are 32 hexadecimal digits, random. `after` names the events of the mark that the
// writer knew and that nothing followed yet; replay goes by it alone, never by time or order of
// lines. A field that an event does not have stays as it was. {"undo": "ID"} takes an event back.
// An event whose `after` names events of two marks makes them one. `anchor` is described in
// anchor.h.
//
// `status` is unchecked, querying, verified, corrected, disputed, unverifiable, cut or not_claim;
// `speaker` says whose words they are. A mark may be about a name instead, wherever that stands, and
// has no anchor then: "correction": {"kind": "same", "name": "Lou", "other": "Louise Lind"}, or
// {"kind": "not_name", "name": "…"}, or {"kind": "type", "name": "…", "type": "ORG"}.
//
// Lines that are torn, foreign, longer than 1 MB or of a newer version are kept and reported.
#ifndef COPYDESK_LEDGER_H
#define COPYDESK_LEDGER_H

#include "copydesk.h"
#include "json.h"

typedef enum {
  LEDGER_UNCHECKED,
  LEDGER_QUERYING,
  LEDGER_VERIFIED,
  LEDGER_CORRECTED,
  LEDGER_DISPUTED,
  LEDGER_UNVERIFIABLE,
  LEDGER_CUT,
  LEDGER_NOT_CLAIM,
  LEDGER_MARKABLE_COUNT,
  // Computed, never written.
  LEDGER_STALE = LEDGER_MARKABLE_COUNT,  // the words changed after the mark
  LEDGER_CONFLICT,  // two people set different statuses, not knowing of each other
  LEDGER_STATUS_COUNT,
} LedgerStatus;

const char *ledger_status_name(LedgerStatus status);
// LEDGER_MARKABLE_COUNT if there is no such status that can be set.
LedgerStatus ledger_status(const char *name);

typedef struct Ledger Ledger;

enum { LEDGER_MESSAGE_LEN = 512, LEDGER_ID_LEN = 65 };

// The ledger's path of a draft: beside its real path, or in `folder` (NULL: beside) under its real
// path with % for /, as Vim's 'undodir' has it; too long a name is shortened to its end and a hash.
// Owned by the caller; NULL when memory is short or the draft's folder does not exist.
char *ledger_path(const char *draft, const char *folder);

// Reads the file if it exists; makes nothing. `draft` gives a new ledger its owner, group and mode;
// NULL: only the user may read it. NULL with a message (room for LEDGER_MESSAGE_LEN bytes) if there
// is no memory or the file cannot be read: it is a folder, or not readable, or over 256 MB.
Ledger *ledger_open(const char *path, const char *draft, char *message);
void ledger_free(Ledger *self);

// Reads the file again if it changed on the disk. False with a message if it cannot be read now;
// what was known stays. *changed may be NULL.
bool ledger_refresh(Ledger *self, bool *changed, char *message);

// Lines that could not be used, and other problems, as "PATH:LINE: what".
uint32_t ledger_message_count(const Ledger *self);
const char *ledger_message(const Ledger *self, uint32_t index);

// Events in the order of the file, each counted once.
uint32_t ledger_event_count(const Ledger *self);
const JsonTree *ledger_event(const Ledger *self, uint32_t index);
// The number, from 1, by which lists call a confidential source instead of naming it.
uint32_t ledger_confidential_number(const Ledger *self, const char *reference);

// ---- marks -------------------------------------------------------------------------------------
typedef enum {
  LEDGER_FIELD_ANCHOR,
  LEDGER_FIELD_STATUS,
  LEDGER_FIELD_SOURCES,
  LEDGER_FIELD_NOTE,
  LEDGER_FIELD_SPEAKER,
  LEDGER_FIELD_CORRECTION,
  LEDGER_FIELD_COUNT,
} LedgerField;

typedef struct {
  const char *id;
  LedgerStatus status;  // as set; LEDGER_CONFLICT if several latest events set different ones
  bool has_source;
  bool unreadable;  // has events of a newer version: counts as unverified
  // For each field the latest events that set it, by id: more than one if their writers did not
  // know of each other. Numbers of ledger_event().
  const uint32_t *setters[LEDGER_FIELD_COUNT];
  uint32_t setter_counts[LEDGER_FIELD_COUNT];
  const uint32_t *heads;  // events that nothing follows yet: the next one's `after`
  uint32_t head_count;
} LedgerMark;

uint32_t ledger_mark_count(const Ledger *self);
const LedgerMark *ledger_mark_at(const Ledger *self, uint32_t index);

// ---- claims with their marks -------------------------------------------------------------------
typedef struct {
  CdClaim claim;           // as read in the draft; if !read, of the anchor, with a score of 0
  bool read;               // the draft's reading has this claim
  const LedgerMark *mark;  // NULL: unmarked
  LedgerStatus status;     // the mark's, or LEDGER_STALE; LEDGER_UNCHECKED without a mark
  bool unverified;         // is work to do
  // Of a stale one, and of one that was corrected: the words that were marked, and how those in the draft
  // differ ("“20” → “30”"; "grew by: …"; "“he” was Joe Biden, now Ann Lee"). Else NULL.
  const char *was, *difference;
  bool orphan;        // its words are not in the draft, or in several places: see the candidates
  const char *words;  // of an orphan: the words that it was given
  uint32_t line;      // of an orphan: where they stood when it was marked, from 1
  uint32_t first_candidate, candidate_count;  // where an orphan's words stand
} LedgerClaim;

typedef struct {
  LedgerClaim *items;  // in the order of the text, then orphans
  uint32_t count, claim_count,
      unverified_count;  // claim_count: without those that are marked not_claim
  CdSpan *candidates;
  char **texts;  // of the differences
  uint32_t text_count;
} LedgerClaims;

// Gives every claim of the document its mark: a pure function of the ledger's events and the text.
// A mark holds where its words stand, but for what never counts (compare.h); where they were edited it is
// stale. `self` may be NULL: no marks. Points into `self`: valid until it changes. False when memory is
// short.
bool ledger_apply(const Ledger *self, const CdDocument *document, LedgerClaims *claims);
void ledger_claims_free(LedgerClaims *self);

// ---- marking -----------------------------------------------------------------------------------
typedef struct {
  const char *kind, *reference, *seen;  // NULL: not told
  bool confidential;
} LedgerSource;

typedef struct {
  const char *who;
  LedgerStatus status;          // LEDGER_MARKABLE_COUNT: as it is
  const LedgerSource *sources;  // NULL: as they are
  uint32_t source_count;
  const char *note, *speaker;  // NULL: as they are
  // The mark to move to the span (an orphan); if the span is empty, it keeps the words that it has.
  // NULL: the span's own.
  const char *mark;
} LedgerEvent;

// Marks the words of a span. Appends one event, safely on the disk when it returns, and puts the
// mark's id into `mark` (room for LEDGER_ID_LEN bytes). False with a message, and nothing is
// marked, if that fails.
bool ledger_mark(Ledger *self, const CdDocument *document, CdSpan span, const LedgerEvent *event,
                 char *mark, char *message);

// Keeps what the user says about a name, likewise. A later correction of the same kind of the same name
// goes on with its mark.
bool ledger_correct(Ledger *self, const CdCorrection *correction, const char *who, char *mark,
                    char *message);
// The corrections that hold, in an order that does not depend on that of the lines. The array is the
// caller's, to be freed with free(); its strings are the ledger's. False when memory is short.
bool ledger_corrections(const Ledger *self, CdCorrection **items, uint32_t *count);

// Whose words a quotation is, as the user says: ledger_mark() with a speaker ("": nobody), no status, and
// the span of the quotation's first content. Such a mark is none of a claim.
typedef struct {
  CdSpeaker speaker;
  const char *mark, *who;
  uint32_t line;  // where the words stood, from 1
} LedgerSpeaker;

// All of them, in an order that does not depend on that of the lines, as ledger_corrections() does.
bool ledger_speakers(const Ledger *self, LedgerSpeaker **items, uint32_t *count);
// Has a document read by them: its numbers are those of ledger_speakers().
CdStatus ledger_apply_speakers(const Ledger *self, CdDocument *document);

// Takes back the latest event of a mark (`mark`), or else the latest one of `who`; gives its
// number. False with a message if there is none or it cannot be written.
bool ledger_undo(Ledger *self, const char *mark, const char *who, uint32_t *event, char *message);

#endif
