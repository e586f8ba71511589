// Puts lines together to units: blocks of markdown, and paragraphs of hard-wrapped or one-a-line
// copy.
#include "../split.h"

#include <stdlib.h>
#include <string.h>

#include "../text.h"
#include "line.h"

enum {
  NEIGHBOURS = 16,           // lines before and behind that a paragraph's break may depend on
  CACHED_LINES = 128,        // a power of two, over twice as many as NEIGHBOURS
  FRONT_MATTER_LINES = 200,  // the most that front matter may have
  PART_LEAST = 2 * 1024,     // bytes of a part of a long paragraph
  PART_MOST = 16 * 1024 - 8,
  WRAPPED_MOST = 1024,  // bytes of a wrapped line, at the most
};

struct Splitter {
  Gap *text;
  CdWrap wrap;
  Line lines[CACHED_LINES];  // the line that begins at `start`, in the place that its start hashes
                             // to
};

Splitter *splitter_new(void) { return calloc(1, sizeof(Splitter)); }

void splitter_free(Splitter *self) { free(self); }

void splitter_begin(Splitter *self, Gap *text, CdWrap wrap) {
  self->text = text;
  self->wrap = wrap;
  for (size_t i = 0; i < CACHED_LINES; i++) self->lines[i].start = NONE;
}

bool split_is_read(BlockKind block) {
  return block == BLOCK_PROSE || block == BLOCK_HEADING || block == BLOCK_LIST_ITEM ||
         block == BLOCK_QUOTE;
}

static const Line *line_at(Splitter *self, uint32_t start) {
  Line *line = &self->lines[(start * 2654435761u) >> 25];
  if (line->start != start) *line = line_read(self->text, start);
  return line;
}

// ---- do two lines belong to one paragraph? -----------------------------------------------------
static bool is_wrappable(const Line *line, uint8_t kind) {
  return line->kind == kind && !line->is_long && line->has_text &&
         line->columns <= LINE_WIDEST_WRAPPED;
}

// What the lines near a break tell about wrapping.
typedef struct {
  uint32_t widest;
  bool shows_wrapping;  // some line goes on in lower case in the next one
} Neighbourhood;

static void look_at_pair(Neighbourhood *self, const Line *line, const Line *next) {
  if (line->columns > self->widest) self->widest = line->columns;
  if (next && next->starts_lower && line->columns >= LINE_NARROWEST_WRAPPED) {
    self->shows_wrapping = true;
  }
}

// Looks at the run of wrappable lines around the break before the line at `start`.
static Neighbourhood look_around(Splitter *self, uint32_t start, uint8_t kind) {
  Neighbourhood found = {0};
  uint32_t len = gap_len(self->text);
  Line next = *line_at(self, start);
  for (uint32_t i = 0, at = start; i < NEIGHBOURS && at > 0; i++) {
    if (!gap_line_start(self->text, at - 1, WRAPPED_MOST, &at)) break;
    Line line = *line_at(self, at);
    if (!is_wrappable(&line, kind)) break;
    look_at_pair(&found, &line, &next);
    next = line;
  }
  Line line = *line_at(self, start);
  for (uint32_t i = 0; i < NEIGHBOURS; i++) {
    if (line.next >= len) {
      look_at_pair(&found, &line, NULL);
      break;
    }
    Line behind = *line_at(self, line.next);
    if (!is_wrappable(&behind, kind)) {
      look_at_pair(&found, &line, NULL);
      break;
    }
    look_at_pair(&found, &line, &behind);
    line = behind;
  }
  return found;
}

// Does `line`, which follows `before` directly, go on with its paragraph?
static bool goes_on(Splitter *self, const Line *before, const Line *line) {
  if (line->kind != before->kind) {
    // Text under a list item belongs to it; any other change of kind begins a block.
    if (before->kind != LINE_LIST_ITEM || line->kind != LINE_PROSE) return false;
  }
  if (line->kind == LINE_LIST_ITEM || before->is_long || line->is_long) return false;
  if (before->kind == LINE_LIST_ITEM && line->indent >= 2) return true;
  if (line->indent > 0 && before->indent == 0 && line->kind == LINE_PROSE) return false;
  // Markdown's way: the lines of a block quote are one paragraph up to an empty one.
  if (line->kind == LINE_QUOTE) return line->has_text && before->has_text;
  if (self->wrap != CD_WRAP_AUTO) return self->wrap == CD_WRAP_HARD;
  if (before->columns < LINE_NARROWEST_WRAPPED || before->columns > LINE_WIDEST_WRAPPED ||
      line->columns > LINE_WIDEST_WRAPPED) {
    return false;
  }
  Neighbourhood near = look_around(self, line->start, line->kind);
  if (before->columns + 1 + line->first_word <= near.widest) return false;
  return !before->ends_sentence || near.shows_wrapping;
}

// ---- parts of long paragraphs ------------------------------------------------------------------
// Cuts depend on the bytes before them alone, so that an edit moves only the cuts near it.
static bool is_cut(const char *bytes, uint32_t at) {
  return (text_hash(bytes + at - 8, 8) & 7) == 0;
}

// Where to cut a stretch of over PART_MOST bytes: behind the white space after a sentence's end if
// there is such a place, else at white space, else anywhere between two characters.
static uint32_t cut_in_line(const char *bytes, uint32_t len) {
  uint32_t space = 0;
  for (uint32_t at = PART_LEAST; at < len; at++) {
    if (bytes[at - 1] != ' ') continue;
    if (strchr(".!?", bytes[at - 2]) && bytes[at - 2] && is_cut(bytes, at)) return at;
    space = at;
  }
  if (space) return space;
  uint32_t at = len;
  while (at > 1 && ((unsigned char)bytes[at] & 0xC0) == 0x80) at--;
  return at;
}

// ---- units -------------------------------------------------------------------------------------
static BlockKind block_of(uint8_t line_kind) {
  static const uint8_t BLOCKS[] = {
      [LINE_BLANK] = BLOCK_BLANK,       [LINE_PROSE] = BLOCK_PROSE,
      [LINE_HEADING] = BLOCK_HEADING,   [LINE_LIST_ITEM] = BLOCK_LIST_ITEM,
      [LINE_QUOTE] = BLOCK_QUOTE,       [LINE_FENCE] = BLOCK_CODE,
      [LINE_COMMENT] = BLOCK_COMMENT,   [LINE_TABLE] = BLOCK_TABLE,
      [LINE_RULE] = BLOCK_BLANK,        [LINE_UNDERLINE] = BLOCK_BLANK,
      [LINE_REFERENCE] = BLOCK_COMMENT,
  };
  return (BlockKind)BLOCKS[line_kind];
}

// Does front matter begin at the draft's first line? Only if it is closed within some lines.
static bool opens_front_matter(Splitter *self, const Line *first) {
  if (first->start != 0 || !line_is(self->text, first, "---")) return false;
  uint32_t len = gap_len(self->text);
  uint32_t at = first->next;
  for (int i = 0; i < FRONT_MATTER_LINES && at < len; i++) {
    Line line = *line_at(self, at);
    if (line.is_long) return false;
    if (line_is(self->text, &line, "---") || line_is(self->text, &line, "...")) return true;
    at = line.next;
  }
  return false;
}

// A line inside code, a comment or front matter: one unit, and does it close the block?
static SplitUnit inside_unit(Splitter *self, const Line *line, SplitState state) {
  SplitUnit unit = {.block = state.open, .after = state, .len = line->next - line->start};
  bool closes = false;
  switch (state.open) {
    case BLOCK_CODE:
      closes = line->kind == LINE_FENCE && line->fence == state.fence &&
               line->fence_length >= state.fence_length;
      break;
    case BLOCK_COMMENT:
      closes = line->closes_comment;
      break;
    default:
      closes = line_is(self->text, line, "---") || line_is(self->text, line, "...");
      break;
  }
  if (closes) unit.after = (SplitState){0};
  return unit;
}

// The rest of a line too long to be looked at whole, or its end.
static SplitUnit part_of_line(Splitter *self, uint32_t at, BlockKind block, bool part) {
  uint32_t len = gap_len(self->text);
  uint32_t limit = len - at > PART_MOST ? at + PART_MOST : len;
  const char *bytes = gap_view(self->text, at, limit);
  const char *found = memchr(bytes, '\n', limit - at);
  SplitUnit unit = {.block = (uint8_t)block, .part = part};
  if (found) {
    unit.len = (uint32_t)(found - bytes) + 1;
  } else if (limit == len) {
    unit.len = len - at;
  } else {
    unit.len = cut_in_line(bytes, limit - at);
    unit.after = (SplitState){.open = (uint8_t)block, .in_part = 1};
  }
  return unit;
}

// A paragraph from its first line on: lines are added while they go on with it.
static SplitUnit paragraph(Splitter *self, const Line *first, BlockKind block, bool part) {
  uint32_t len = gap_len(self->text);
  SplitUnit unit = {.block = (uint8_t)block, .part = part};
  Line line = *first;
  while (line.next < len) {
    Line behind = *line_at(self, line.next);
    if (behind.kind == LINE_UNDERLINE && line.start == first->start) {
      unit.block = BLOCK_HEADING;
      line = behind;
      break;
    }
    if (!goes_on(self, &line, &behind)) break;
    uint32_t size = line.next - first->start;
    uint32_t longer = behind.next - first->start;
    if (longer > PART_MOST ||
        (size >= PART_LEAST && is_cut(gap_view(self->text, line.next - 8, line.next), 8))) {
      unit.after = (SplitState){.open = unit.block, .in_part = 1};
      break;
    }
    line = behind;
  }
  unit.len = line.next - first->start;
  return unit;
}

static SplitUnit next_unit(Splitter *self, uint32_t at, SplitState state) {
  if (state.in_part && (at == 0 || gap_byte(self->text, at - 1) != '\n')) {
    return part_of_line(self, at, (BlockKind)state.open, true);
  }
  Line line = *line_at(self, at);
  if (line.is_long) {
    bool inside = state.open && !state.in_part;
    BlockKind block = inside ? (BlockKind)state.open : block_of(line.kind);
    if (split_is_read(block) || block == BLOCK_BLANK) {
      return part_of_line(self, at, block, state.in_part);
    }
    line.next = gap_line_end(self->text, at) + 1;
    if (line.next > gap_len(self->text)) line.next = gap_len(self->text);
  }
  if (state.open && !state.in_part) return inside_unit(self, &line, state);
  if (opens_front_matter(self, &line)) {
    return (SplitUnit){
        .len = line.next - at, .block = BLOCK_FRONT_MATTER, .after = {.open = BLOCK_FRONT_MATTER}};
  }
  SplitUnit unit = {.len = line.next - at, .block = (uint8_t)block_of(line.kind)};
  switch (line.kind) {
    case LINE_FENCE:
      unit.after =
          (SplitState){.open = BLOCK_CODE, .fence = line.fence, .fence_length = line.fence_length};
      return unit;
    case LINE_COMMENT:
      if (!line.closes_comment) unit.after.open = BLOCK_COMMENT;
      return unit;
    case LINE_PROSE:
    case LINE_LIST_ITEM:
    case LINE_QUOTE:
      if (line.is_long) return unit;
      return paragraph(self, &line, state.in_part ? (BlockKind)state.open : block_of(line.kind),
                       state.in_part);
    default:
      return unit;
  }
}

SplitUnit splitter_next(Splitter *self, uint32_t at, SplitState state) {
  uint32_t len = gap_len(self->text);
  if (at >= len) return (SplitUnit){0};
  SplitUnit unit = next_unit(self, at, state);
  // Blank lines belong to the unit before them, but for those inside code, where each is a unit.
  if (!unit.after.open) {
    while (at + unit.len < len && gap_byte(self->text, at + unit.len - 1) == '\n') {
      const Line *line = line_at(self, at + unit.len);
      if (line->kind != LINE_BLANK) break;
      unit.len = line->next - at;
    }
  }
  // Never further than the unit: the line that it is a part of may be megabytes long.
  uint32_t behind = at + unit.len;
  for (uint32_t from = at, end; (end = gap_line_end_within(self->text, from, behind)) < behind;) {
    unit.rows++;
    from = end + 1;
  }
  return unit;
}

// ---- how far an edit reaches -------------------------------------------------------------------
uint32_t splitter_reach_before(Splitter *self, uint32_t start) {
  uint32_t at;
  if (!gap_line_start(self->text, start, LINE_VIEW, &at)) return at;
  if (at == 0) return 0;
  // Front matter is closed by a line that may be far behind its first one.
  Line first = *line_at(self, 0);
  if (line_is(self->text, &first, "---")) {
    uint32_t line_start = first.next;
    for (int i = 0; i < FRONT_MATTER_LINES && line_start < gap_len(self->text); i++) {
      if (line_start >= at) return 0;
      Line line = *line_at(self, line_start);
      if (line.is_long) break;
      line_start = line.next;
    }
  }
  for (int i = 0; i <= NEIGHBOURS && at > 0; i++) {
    uint32_t before;
    bool is_whole = gap_line_start(self->text, at - 1, WRAPPED_MOST, &before);
    if (!is_whole || line_at(self, before)->columns > LINE_WIDEST_WRAPPED) return before;
    at = before;
    if (line_at(self, at)->kind == LINE_BLANK) break;
  }
  return at;
}

uint32_t splitter_reach_behind(Splitter *self, uint32_t end) {
  uint32_t len = gap_len(self->text);
  // In a line longer than is ever looked at whole, a part depends on the bytes from its start on alone.
  uint32_t limit = len - end > LINE_VIEW ? end + LINE_VIEW : len;
  uint32_t at = gap_line_end_within(self->text, end, limit);
  if (at == limit) return limit;
  at++;
  for (int i = 0; i <= NEIGHBOURS && at < len; i++) {
    Line line = *line_at(self, at);
    if (line.is_long || line.columns > LINE_WIDEST_WRAPPED || line.kind == LINE_BLANK) break;
    at = line.next;
  }
  return at;
}
