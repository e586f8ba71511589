// A draft as one self-contained page: quotations in their speaker's colour, names underlined,
// claims marked at the side of their priority. Spans may overlap in any way, so the text is cut
// wherever one begins or ends and each piece carries the classes of all that cover it.
#include <stdlib.h>
#include <string.h>

#include "../text.h"
#include "listing.h"

enum { LAYER_MENTION, LAYER_QUOTATION, LAYER_CLAIM, LAYER_COUNT };
static const char replacement[] = "\xEF\xBF\xBD";  // of invalid bytes and control signs
static const char *const layer_names[LAYER_COUNT] = {"mention", "quotation", "claim"};

typedef struct {
  CdSpan span;
  uint8_t layer;
  uint32_t value;  // mention: entity type; quotation: speaker; claim: priority
} Piece;

typedef struct {
  Piece *items;
  size_t count, capacity;
  bool failed;
} Pieces;

static bool push(Pieces *self, CdSpan span, uint8_t layer, uint32_t value) {
  if (span.start >= span.end) return true;
  if (self->count == self->capacity) {
    size_t capacity = self->capacity ? self->capacity * 2 : 64;
    Piece *items = realloc(self->items, capacity * sizeof *items);
    if (!items) {
      self->failed = true;
      return false;
    }
    self->items = items;
    self->capacity = capacity;
  }
  self->items[self->count++] = (Piece){span, layer, value};
  return true;
}

static bool on_mention(void *context, const CdMention *mention) {
  return push(context, mention->span, LAYER_MENTION, (uint32_t)mention->type);
}
static bool on_quotation(void *context, const CdQuotation *quotation) {
  if (quotation->not_speech != CD_SPEECH) return true;
  for (uint32_t i = 0; i < quotation->content_count; i++) {
    if (!push(context, quotation->content[i], LAYER_QUOTATION, quotation->speaker)) return false;
  }
  return true;
}
static bool on_claim(void *context, const CdClaim *claim) {
  return push(context, claim->span, LAYER_CLAIM, claim->priority);
}

static int by_start(const void *a, const void *b) {
  const Piece *one = a, *other = b;
  if (one->span.start != other->span.start) return one->span.start < other->span.start ? -1 : 1;
  return one->layer - other->layer;
}

// What stands for a byte of the text in a page, or NULL if the byte itself does.
static const char *entity_of(char byte) {
  switch (byte) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return (unsigned char)byte < 32 && !memchr("\t\n\r", byte, 3) ? replacement : NULL;
  }
}

static void escape(Json *out, const char *text, uint32_t start, uint32_t end) {
  uint32_t from = start;
  for (uint32_t at = start; at < end;) {
    uint32_t code_point;
    uint32_t size = text_decode(text + at, end - at, &code_point);
    bool is_invalid = size == 1 && (unsigned char)text[at] >= 0x80;
    const char *entity = is_invalid ? replacement : size == 1 ? entity_of(text[at]) : NULL;
    if (entity) {
      emit_raw(out, text + from, at - from);
      emit_raw(out, entity, strlen(entity));
      from = at + 1;
    }
    at += size;
  }
  emit_raw(out, text + from, end - from);
}

// Opens the element of a piece of text, with the classes of what covers it.
static void open_span(const CliDraft *draft, const Piece *const *covering, Json *out) {
  cli_append(out, "<span class=\"");
  for (int layer = 0; layer < LAYER_COUNT; layer++) {
    if (covering[layer]) cli_append(out, "%s ", layer_names[layer]);
  }
  if (covering[LAYER_CLAIM]) cli_append(out, "priority-%u", covering[LAYER_CLAIM]->value);
  cli_append(out, "\"");
  const Piece *quotation = covering[LAYER_QUOTATION];
  const Piece *mention = covering[LAYER_MENTION];
  const char *speaker = quotation && quotation->value != CD_NONE
                            ? cd_document_entity_name(draft->document, quotation->value)
                            : NULL;
  if (speaker) {
    // Hues a golden angle apart: neighbours in the draft's order never look alike.
    cli_append(out, " style=\"--hue:%u\" title=\"",
               (uint32_t)((uint64_t)quotation->value * 137 % 360));
    escape(out, speaker, 0, (uint32_t)strlen(speaker));
    cli_append(out, "\"");
  } else if (quotation) {
    cli_append(out, " data-speaker=\"none\" title=\"no speaker\"");
  } else if (mention) {
    cli_append(out, " title=\"%s\"", cd_entity_type_name((CdEntityType)mention->value));
  }
  cli_append(out, ">");
}

static void write_body(const CliDraft *draft, const Pieces *pieces, Json *out) {
  const Piece *covering[LAYER_COUNT] = {0};
  uint32_t len = (uint32_t)draft->len;
  size_t next = 0;
  for (uint32_t at = 0; at < len;) {
    while (next < pieces->count && pieces->items[next].span.start <= at) {
      const Piece *piece = &pieces->items[next++];
      if (piece->span.end > at) covering[piece->layer] = piece;
    }
    uint32_t end = next < pieces->count ? pieces->items[next].span.start : len;
    bool covered = false;
    for (int layer = 0; layer < LAYER_COUNT; layer++) {
      if (covering[layer] && covering[layer]->span.end <= at) covering[layer] = NULL;
      if (!covering[layer]) continue;
      covered = true;
      if (covering[layer]->span.end < end) end = covering[layer]->span.end;
    }
    if (end > len) end = len;
    if (covered) open_span(draft, covering, out);
    escape(out, draft->text, at, end);
    if (covered) cli_append(out, "</span>");
    at = end;
  }
}

static const char page_style[] =
    "<style>body{max-width:44em;margin:2em auto;padding:0 1em;font:1.05em/1.6 serif;"
    "white-space:pre-wrap}"
    ".quotation{background:hsl(var(--hue,0) 70% 90%)}"
    ".quotation[data-speaker=none]{background:none;outline:1px dashed #c00}"
    ".mention{text-decoration:underline dotted}"
    ".priority-3{border-bottom:2px solid #c33}.priority-2{border-bottom:2px solid #da3}"
    ".priority-1{border-bottom:2px solid #ccc}</style>\n";

bool cli_html(const Cli *self, const CliDraft *draft, Json *out) {
  (void)self;
  Pieces pieces = {0};
  CdSpan whole = {0, cd_document_len(draft->document)};
  cd_document_mentions(draft->document, whole, on_mention, &pieces);
  cd_document_quotations(draft->document, whole, on_quotation, &pieces);
  cd_document_claims(draft->document, whole, on_claim, &pieces);
  if (pieces.count > 0) qsort(pieces.items, pieces.count, sizeof *pieces.items, by_start);
  cli_append(out, "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>");
  escape(out, draft->name, 0, (uint32_t)strlen(draft->name));
  cli_append(out, "</title>\n%s<body>", page_style);
  write_body(draft, &pieces, out);
  cli_append(out, "</body></html>\n");
  bool done = !pieces.failed;
  free(pieces.items);
  return done;
}
