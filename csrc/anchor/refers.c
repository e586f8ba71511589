// What a claim's words refer to: its pronouns, roles, relative dates and speaker, as words of the draft;
// and whether that is what it was when the claim was marked. See anchor.h.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../anchor.h"
#include "../text.h"
#include "write.h"

enum {
  DATELINE_ROWS = 12,  // rows at the head of a draft in which a dateline is looked for
  DATELINE_LEN = 100,  // bytes that it may take
};

typedef struct {
  Json *out;
  Json buffer;
  const CdDocument *document;
  const Words *words;
  CdSpan span;      // of the anchor's words
  CdSpan dateline;  // empty: none
} Anchor;

// "KYIV, June 13": what stands before the dash at the head of the draft, if it begins with a word
// in capitals.
static CdSpan find_dateline(const CdDocument *document, const char *text) {
  for (uint32_t row = 0; row < DATELINE_ROWS; row++) {
    uint32_t start = cd_document_offset(document, row, 0);
    uint32_t end = cd_document_offset(document, row, DATELINE_LEN);
    uint32_t capitals = 0;
    bool is_first_word = true;
    for (uint32_t at = start; at < end;) {
      uint32_t code_point;
      uint32_t size = text_decode(text + at, end - at, &code_point);
      bool is_dash = code_point == 0x2013 || code_point == 0x2014 ||
                     (end - at > 2 && memcmp(text + at, "--", 2) == 0) ||
                     (end - at > 3 && memcmp(text + at, " - ", 3) == 0);
      if (is_dash && capitals >= 2) return (CdSpan){start, at};
      if (is_first_word && text_is_upper(code_point)) {
        capitals++;
      } else if (is_first_word && at > start) {
        is_first_word = false;
        if (text_is_letter(code_point)) capitals = 0;
      }
      if (capitals == 0) break;
      at += size;
    }
  }
  return (CdSpan){0, 0};
}

static bool has_year(const char *text, CdSpan span) {
  uint32_t digits = 0;
  for (uint32_t at = span.start; at < span.end; at++) {
    digits = text_is_digit((unsigned char)text[at]) ? digits + 1 : 0;
    if (digits == 4) return true;
  }
  return false;
}

static void write_read(Anchor *self, const char *kind, CdSpan span, const char *as,
                       CdSpan as_span) {
  Json *out = self->out;
  uint32_t first, end;
  emit_begin_object(out);
  if (span.start < span.end) {
    words_in_span(self->words, span, &first, &end);
    emit_key(out, "words");
    anchor_write_words(out, self->words, first, end, &self->buffer);
  }
  emit_key_text(out, "kind", kind);
  if (as) emit_key_text(out, "as", as);
  if (as_span.start < as_span.end) {
    words_in_span(self->words, as_span, &first, &end);
    emit_key(out, "as");
    anchor_write_words(out, self->words, first, end, &self->buffer);
  }
  emit_end_object(out);
}

static bool on_person(void *context, const CdMention *mention) {
  CdSpan *last = context;
  if (mention->form == CD_NAME && mention->type == CD_PERSON) *last = mention->span;
  return true;
}

// Whom a pronoun may mean: who is named last before it, if not too far away. Empty: nobody.
static CdSpan last_person(const Anchor *self, uint32_t before) {
  enum { REACH = 800 };  // bytes
  CdSpan last = {0, 0}, range = {before > REACH ? before - REACH : 0, before};
  cd_document_mentions(self->document, range, on_person, &last);
  return last;
}

static bool on_mention(void *context, const CdMention *mention) {
  Anchor *self = context;
  const CdSpan none = {0, 0};
  CdSpan inside = self->span;
  if (mention->span.start < inside.start || mention->span.end > inside.end) return true;
  if (mention->type == CD_DATE && mention->entity == CD_NONE) {
    if (!has_year(self->words->text, mention->span)) {
      write_read(self, "date", mention->span, NULL, self->dateline);
    }
  } else if (mention->form == CD_PRONOUN && mention->entity == CD_NONE &&
             (mention->gender == CD_MALE || mention->gender == CD_FEMALE)) {
    write_read(self, "pronoun", mention->span, NULL, last_person(self, mention->span.start));
  } else if (mention->form != CD_NAME && mention->entity != CD_NONE) {
    const char *name = cd_document_entity_name(self->document, mention->entity);
    const char *kind = mention->form == CD_PRONOUN ? "pronoun" : "role";
    if (mention->form == CD_NOMINAL && mention->type == CD_OTHER) return true;
    // Somebody without a name is called by the same words: nothing was read into them.
    uint32_t len = mention->span.end - mention->span.start;
    if (name &&
        (strlen(name) != len || memcmp(name, self->words->text + mention->span.start, len) != 0)) {
      write_read(self, kind, mention->span, name, none);
    }
  }
  return true;
}

// ---- what the words refer to --------------------------------------------------------------------
// The claim of the draft that has most in common with a span.
typedef struct {
  CdSpan span;
  CdClaim claim;
  uint32_t common;
  uint32_t extra;
} Overlap;

static bool on_overlap(void *context, const CdClaim *claim) {
  Overlap *self = context;
  uint32_t start = claim->span.start > self->span.start ? claim->span.start : self->span.start;
  uint32_t end = claim->span.end < self->span.end ? claim->span.end : self->span.end;
  if (start >= end) return true;
  uint32_t common = end - start, extra = claim->span.end - claim->span.start - common;
  if (common > self->common || (common == self->common && extra < self->extra)) {
    self->claim = *claim;
    self->common = common;
    self->extra = extra;
  }
  return true;
}

static void write_all_read(Anchor *self) {
  Json *out = self->out;
  Overlap overlap = {.span = self->span};
  self->dateline = find_dateline(self->document, self->words->text);
  emit_begin_array(out);
  cd_document_mentions(self->document, self->span, on_mention, self);
  cd_document_claims(self->document, self->span, on_overlap, &overlap);
  const char *speaker = overlap.common > 0 && overlap.claim.speaker != CD_NONE
                            ? cd_document_entity_name(self->document, overlap.claim.speaker)
                            : NULL;
  if (speaker) write_read(self, "speaker", (CdSpan){0, 0}, speaker, (CdSpan){0, 0});
  emit_end_array(out);
}

enum { AROUND_BEFORE = 160, AROUND_BEHIND = 40 };

// Of the words near, signs and case left out: FNV-1a over their hashes.
static uint64_t hash_around(const Words *words, uint32_t first, uint32_t end) {
  uint64_t hash = 14695981039346656037u;
  uint32_t from = first > AROUND_BEFORE ? first - AROUND_BEFORE : 0;
  uint32_t to = words->count - end > AROUND_BEHIND ? end + AROUND_BEHIND : words->count;
  for (uint32_t i = from; i < to; i++) {
    uint32_t code_point;
    const Word *word = &words->items[i];
    if (i >= first && i < end) continue;
    text_decode(words->text + word->start, word->end - word->start, &code_point);
    if (!text_is_letter(code_point) && !text_is_digit(code_point)) continue;
    hash = (hash ^ text_hash(words->text + word->start, word->end - word->start)) * 1099511628211u;
  }
  return hash;
}

void anchor_around(const Words *words, uint32_t first, uint32_t end, char text[20]) {
  snprintf(text, 20, "%016llx", (unsigned long long)hash_around(words, first, end));
}

void anchor_write_read(Json *out, const CdDocument *document, const Words *words, CdSpan span) {
  Anchor self = {.out = out, .document = document, .words = words, .span = span};
  write_all_read(&self);
  emit_free(&self.buffer);
}

// ---- are they read as then? ---------------------------------------------------------------------
typedef struct {
  const JsonTree *json;
  const JsonValue *list;
} ReadList;

static bool same_text(const char *one, const char *other) {
  return one == other || (one && other && strcmp(one, other) == 0);
}

// Folded, since the case of a sentence's first letter does not count.
static bool same_words(const char *one, const char *other) {
  if (!one || !other) return one == other;
  size_t len = strlen(one), other_len = strlen(other);
  return len == other_len && text_hash(one, (uint32_t)len) == text_hash(other, (uint32_t)other_len);
}

// The item of `now` that is about the same words, the `skip`th of its kind.
static const JsonValue *find_read(ReadList now, const char *kind, const char *words,
                                  uint32_t skip) {
  for (const JsonValue *at = json_first(now.json, now.list); at; at = json_next(now.json, at)) {
    if (same_text(json_text(now.json, at, "kind"), kind) &&
        same_words(json_text(now.json, at, "words"), words) && skip-- == 0) {
      return at;
    }
  }
  return NULL;
}

// How many items before `item` are about the same words.
static uint32_t count_equal(ReadList list, const JsonValue *item) {
  uint32_t count = 0;
  const char *kind = json_text(list.json, item, "kind"),
             *words = json_text(list.json, item, "words");
  for (const JsonValue *at = json_first(list.json, list.list); at != item;
       at = json_next(list.json, at)) {
    count += same_text(json_text(list.json, at, "kind"), kind) &&
             same_words(json_text(list.json, at, "words"), words);
  }
  return count;
}

// Does the draft have these words?
static bool stands(const Words *text, const char *words) {
  Words query;
  Places places = {0};
  if (!words_init(&query, words, (uint32_t)strlen(words))) return false;
  bool found = anchor_find(text, &query, 1, &places) && places.count > 0;
  places_free(&places);
  words_free(&query);
  return found;
}

typedef struct {
  const Words *words;
  uint32_t first, end;
  const char *was_around;  // NULL: not stored
  bool is_known, same_around;
  bool differs;
  char *difference;
} Reading;

// Are the words the same, signs and case aside?
static bool same_name(const char *one, const char *other) {
  if (!one || !other) return one == other;
  if (strcmp(one, other) == 0) return true;
  Words words[2] = {0};
  Folded folded[2] = {0};
  bool same = words_init(&words[0], one, (uint32_t)strlen(one)) &&
              words_init(&words[1], other, (uint32_t)strlen(other)) &&
              folded_init(&folded[0], &words[0]) && folded_init(&folded[1], &words[1]) &&
              folded[0].words.count == folded[1].words.count;
  for (uint32_t i = 0; same && i < folded[0].words.count; i++) {
    same = words_same(&folded[0].words, i, &folded[1].words, i);
  }
  for (int i = 0; i < 2; i++) {
    folded_free(&folded[i]);
    words_free(&words[i]);
  }
  return same;
}

// Are the words around the claim those of then? Looked at once, if at all.
static bool same_around(Reading *self) {
  if (!self->is_known) {
    char around[20];
    anchor_around(self->words, self->first, self->end, around);
    self->is_known = true;
    self->same_around = self->was_around && strcmp(around, self->was_around) == 0;
  }
  return self->same_around;
}

// How many bytes of a text are told: not a part of a sign.
static int shown(const char *text) {
  enum { SHOWN = 60 };
  size_t len = strlen(text);
  if (len <= SHOWN) return (int)len;
  for (len = SHOWN; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;) len--;
  return (int)len;
}

static void differ(Reading *self, const char *kind, const char *words, const char *was,
                   const char *now) {
  if (self->differs || same_name(was, now)) return;
  // Another reading of the same text: see anchor.h.
  if (same_around(self) && strcmp(kind, "date") != 0 && (!was || stands(self->words, was))) return;
  bool dated = strcmp(kind, "date") == 0;
  self->differs = true;
  const char *nobody = dated ? "no date line" : "nobody";
  snprintf(self->difference, ANCHOR_DIFFERENCE_LEN, "%s%.*s%s %s %.*s, now %.*s",
           words ? "“" : "the ", shown(words ? words : kind), words ? words : kind,
           words ? "”" : "", dated ? "counted from" : "was", shown(was ? was : nobody),
           was ? was : nobody, shown(now ? now : nobody), now ? now : nobody);
}

static void compare_read(Reading *self, ReadList then, ReadList now) {
  for (const JsonValue *at = json_first(then.json, then.list); at; at = json_next(then.json, at)) {
    const char *kind = json_text(then.json, at, "kind"), *words = json_text(then.json, at, "words");
    if (!kind) continue;
    const JsonValue *other = find_read(now, kind, words, count_equal(then, at));
    if (!other && strcmp(kind, "date") == 0) continue;  // it is not seen as a date any more
    differ(self, kind, words, json_text(then.json, at, "as"),
           other ? json_text(now.json, other, "as") : NULL);
  }
  if (!find_read(then, "speaker", NULL, 0)) {
    const JsonValue *speaker = find_read(now, "speaker", NULL, 0);
    if (speaker) differ(self, "speaker", NULL, NULL, json_text(now.json, speaker, "as"));
  }
}

bool anchor_reads_same(const CdDocument *document, const Words *words, uint32_t first, uint32_t end,
                       const JsonTree *json, const JsonValue *anchor, bool *same,
                       char difference[ANCHOR_DIFFERENCE_LEN]) {
  Json out = {0};
  *same = true;
  difference[0] = '\0';
  anchor_write_read(&out, document, words,
                    (CdSpan){words->items[first].start, words->items[end - 1].end});
  JsonTree now = {0};
  JsonProblem problem;
  bool done = !out.failed && json_parse(&now, out.bytes, out.len, 8, &problem);
  if (done) {
    Reading reading = {.words = words,
                       .first = first,
                       .end = end,
                       .was_around = json_text(json, anchor, "around"),
                       .difference = difference};
    compare_read(&reading, (ReadList){json, json_get(json, anchor, "read")},
                 (ReadList){&now, json_root(&now)});
    *same = !reading.differs;
    json_tree_free(&now);
  }
  emit_free(&out);
  return done;
}
