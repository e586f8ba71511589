// What the user says of speakers: finds the quotations that it is about, while their units are resolved.
// Reads the corrections and the words of quotations and around them; sets Quotation.by_hand and what goes
// with it. All follows from the corrections and the draft's text and names, never from the order of edits:
// each quotation keeps which correction fits it, and each correction counts them.
#include <stdlib.h>
#include <string.h>

#include "../anchor.h"
#include "../text.h"
#include "document.h"

enum {
  SIDE_WORDS = 3,     // neighbours that are compared
  SIDE_BYTES = 160,   // in which they are looked for
  LONG_WORDS = 6,     // so many words are hardly somebody else's, wherever they stand
  MODE_PLACED = 1,    // one quotation alone keeps both sides
  MODE_ONLY_ONE = 2,  // one quotation alone has the words
};

// ---- words -------------------------------------------------------------------------------------
static const uint64_t hash_start = UINT64_C(0xCBF29CE484222325),
                      hash_factor = UINT64_C(0x100000001B3);

static bool is_mark(uint32_t sign) {
  static const uint32_t marks[] = {'"',    '\'',   '`',    0xAB,   0xBB,   0x2018, 0x2019,
                                   0x201A, 0x201C, 0x201D, 0x201E, 0x2039, 0x203A};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (marks[i] == sign) return true;
  }
  return false;
}

static bool is_quiet(uint32_t sign) {
  static const uint32_t signs[] = {'.', ',',    ';',    ':',    '!',   '?',
                                   '-', 0x2013, 0x2014, 0x2015, 0x2026};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    if (signs[i] == sign) return true;
  }
  return is_mark(sign);
}

// Does a word say something? Marks never do; other punctuation only between two words without white space,
// as in "3.5" and "Jean-Claude".
static bool counts(const Words *words, uint32_t index) {
  const Word *word = &words->items[index];
  uint32_t sign, last = words->count - 1;
  uint32_t size = text_decode(words->text + word->start, word->end - word->start, &sign);
  if (size < word->end - word->start || !is_quiet(sign)) return true;
  if (is_mark(sign) || index == 0 || index == last) return false;
  if (word->spaced || words->items[index + 1].spaced) return false;
  uint32_t before, behind;
  text_decode_before(words->text, word->start, &before);
  text_decode(words->text + word->end, words->items[index + 1].end - word->end, &behind);
  return !is_quiet(before) && !is_quiet(behind);
}

// The hash of all words of a text, and how many there are; white space does not count, nor the case of the
// first word. False when memory is short.
static bool hash_text(const char *text, uint32_t len, uint64_t *hash, uint32_t *count) {
  Words words;
  *hash = hash_start;
  *count = 0;
  if (!words_init(&words, text, len)) return false;
  for (uint32_t i = 0; i < words.count; i++) {
    if (!counts(&words, i)) continue;
    const Word *word = &words.items[i];
    bool is_first = (*count)++ == 0;
    uint64_t own = is_first ? text_hash(text + word->start, word->end - word->start) : word->hash;
    *hash = (*hash ^ own) * hash_factor;
  }
  words_free(&words);
  return true;
}

// The hashes of the first words of a text, or of the last ones, the outermost first. Returns how many.
static uint32_t hash_side(const char *text, uint32_t len, bool from_end, uint64_t out[SIDE_WORDS]) {
  Words words;
  uint32_t count = 0;
  if (!words_init(&words, text, len)) return 0;
  for (uint32_t i = 0; i < words.count && count < SIDE_WORDS; i++) {
    uint32_t index = from_end ? words.count - 1 - i : i;
    if (counts(&words, index)) out[count++] = words.items[index].hash;
  }
  words_free(&words);
  return count;
}

// Is a side as it was? Of a place at the draft's edge it is if there is nothing still.
static bool side_kept(const uint64_t *was, uint32_t was_count, const uint64_t *is, uint32_t count) {
  if (was_count == 0) return count == 0;
  return count >= was_count && memcmp(was, is, was_count * sizeof *was) == 0;
}

// ---- the list ----------------------------------------------------------------------------------
static int by_words(const void *a, const void *b) {
  const SpeakerItem *one = a, *other = b;
  if (one->words != other->words) return one->words < other->words ? -1 : 1;
  return one->index < other->index ? -1 : one->index > other->index;
}

void speakers_free(Speakers *self) {
  for (uint32_t i = 0; self->items && i < self->count; i++) free(self->items[i].speaker);
  free(self->items);
  free(self->places);
  *self = (Speakers){0};
}

static bool fill(SpeakerItem *item, const CdSpeaker *from, uint32_t index) {
  uint32_t before = (uint32_t)strlen(from->before), behind = (uint32_t)strlen(from->behind);
  *item = (SpeakerItem){.index = index, .entity = NONE, .speaker = strdup(from->speaker)};
  item->before_count = hash_side(from->before, before, true, item->before);
  item->behind_count = hash_side(from->behind, behind, false, item->behind);
  return item->speaker &&
         hash_text(from->words, (uint32_t)strlen(from->words), &item->words, &item->word_count);
}

static bool build(Speakers *self, const CdSpeaker *items, uint32_t count) {
  *self = (Speakers){.count = count};
  if (count == 0) return true;
  self->items = calloc(count, sizeof *self->items);
  self->places = calloc(count, sizeof *self->places);
  if (!self->items || !self->places) return false;
  for (uint32_t i = 0; i < count; i++) {
    if (!fill(&self->items[i], &items[i], i)) return false;
  }
  qsort(self->items, count, sizeof *self->items, by_words);
  for (uint32_t i = 0; i < count; i++) {
    SpeakerItem *item = &self->items[i];
    item->group = i > 0 && item[-1].words == item->words ? item[-1].group : i;
    self->places[item->index] = i;
  }
  return true;
}

CdStatus cd_document_correct_speakers(CdDocument *self, const CdSpeaker *items, uint32_t count) {
  Speakers made;
  if (!build(&made, items, count)) {
    speakers_free(&made);
    return CD_NO_MEMORY;
  }
  speakers_free(&self->speakers);
  self->speakers = made;
  uint32_t units = units_count(&self->units);
  for (uint32_t i = 0; i < units; i++) {
    Reading *reading = units_at(&self->units, i)->reading;
    for (uint32_t j = 0; reading && j < reading->quotation_count; j++) {
      Quotation *quotation = &reading->quotations[j];
      quotation->hand = quotation->hand_group = 0;
      quotation->by_hand = false;
    }
  }
  document_resolve(self);
  return CD_OK;
}

// ---- which correction fits a quotation ---------------------------------------------------------
static void uncount(Speakers *self, Quotation *quotation) {
  if (quotation->hand_group > 0) self->items[quotation->hand_group - 1].total--;
  if (quotation->hand > 0) self->items[quotation->hand - 1].seen[quotation->hand_sides]--;
  quotation->hand = quotation->hand_group = 0;
  quotation->by_hand = false;
}

void speakers_forget(CdDocument *self, Reading *reading) {
  if (self->speakers.count == 0) return;
  for (uint32_t i = 0; i < reading->quotation_count; i++) {
    uncount(&self->speakers, &reading->quotations[i]);
  }
}

// The first item with these words, or the count.
static uint32_t find_words(const Speakers *self, uint64_t words) {
  uint32_t low = 0;
  for (uint32_t high = self->count; low < high;) {
    uint32_t middle = low + (high - low) / 2;
    if (self->items[middle].words < words) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < self->count && self->items[low].words == words ? low : self->count;
}

// Of the items with the quotation's words the one whose sides are kept best; none if two are alike.
static void choose(Speakers *self, Quotation *quotation, uint32_t first, const char *text,
                   uint32_t at, uint32_t end, uint32_t len) {
  uint64_t before[SIDE_WORDS], behind[SIDE_WORDS];
  uint32_t before_count = hash_side(text, at, true, before);
  uint32_t behind_count = hash_side(text + end, len - end, false, behind);
  bool is_tied = false, has_any = false;
  for (uint32_t i = first; i < self->count && self->items[i].group == first; i++) {
    const SpeakerItem *item = &self->items[i];
    int sides = side_kept(item->before, item->before_count, before, before_count) +
                side_kept(item->behind, item->behind_count, behind, behind_count);
    if (sides == 0 && item->word_count < LONG_WORDS) continue;
    if (has_any && sides < quotation->hand_sides) continue;
    is_tied = has_any && sides == quotation->hand_sides;
    has_any = true;
    quotation->hand = i + 1;
    quotation->hand_sides = (uint8_t)sides;
  }
  if (is_tied) quotation->hand = 0;
}

// By the counts as they were settled last: while the draft is being looked through they are halfway.
static bool holds(const SpeakerItem *item, uint8_t sides) {
  if (item->entity == NONE && *item->speaker != '\0') return false;
  return (item->mode & (sides == 2 ? MODE_PLACED : MODE_ONLY_ONE)) != 0;
}

void speakers_find(CdDocument *self, Reading *reading, uint32_t start, uint32_t len) {
  Speakers *all = &self->speakers;
  if (all->count == 0 || reading->quotation_count == 0) return;
  uint32_t from = start > SIDE_BYTES ? start - SIDE_BYTES : 0;
  uint32_t to = gap_len(&self->text) - start - len > SIDE_BYTES ? start + len + SIDE_BYTES
                                                                : gap_len(&self->text);
  const char *text = gap_view(&self->text, from, to);
  for (uint32_t i = 0; i < reading->quotation_count; i++) {
    Quotation *quotation = &reading->quotations[i];
    uncount(all, quotation);
    if (quotation->content_count == 0) continue;
    CdSpan words = reading->contents[quotation->first_content];
    words = (CdSpan){words.start + start - from, words.end + start - from};
    uint64_t hash;
    uint32_t word_count;
    if (!hash_text(text + words.start, words.end - words.start, &hash, &word_count)) continue;
    uint32_t first = find_words(all, hash);
    if (first == all->count) continue;
    uint32_t window = words.start > SIDE_BYTES ? words.start - SIDE_BYTES : 0;
    uint32_t limit = to - from - words.end > SIDE_BYTES ? words.end + SIDE_BYTES : to - from;
    quotation->hand_group = first + 1;
    all->items[first].total++;
    choose(all, quotation, first, text + window, words.start - window, words.end - window,
           limit - window);
    if (quotation->hand == 0) continue;
    SpeakerItem *item = &all->items[quotation->hand - 1];
    item->seen[quotation->hand_sides]++;
    quotation->by_hand = holds(item, quotation->hand_sides);
    quotation->hand_speaker = item->entity;
  }
}

// ---- over the draft ----------------------------------------------------------------------------
bool speakers_name(CdDocument *self) {
  bool changed = false;
  for (uint32_t i = 0; i < self->speakers.count; i++) {
    SpeakerItem *item = &self->speakers.items[i];
    uint32_t entity = linker_find(self->linker, item->speaker);
    changed |= entity != item->entity;
    item->entity = entity;
  }
  return changed;
}

void speakers_widen(CdDocument *self, uint32_t *first, uint32_t *last) {
  uint32_t count = units_count(&self->units);
  if (self->speakers.count == 0 || count == 0) return;
  uint32_t at = units_start(&self->units, *first);
  while (*first > 0 && at - units_start(&self->units, *first) < SIDE_BYTES) --*first;
  // Blank lines behind a unit belong to it.
  if (*last >= count) return;
  at = units_start(&self->units, *last + 1);
  while (*last + 1 < count && units_start(&self->units, *last + 1) - at < SIDE_BYTES) ++*last;
}

bool speakers_settle(CdDocument *self) {
  bool changed = false;
  for (uint32_t i = 0; i < self->speakers.count; i++) {
    SpeakerItem *item = &self->speakers.items[i];
    uint32_t total = self->speakers.items[item->group].total;
    uint8_t mode =
        (uint8_t)((item->seen[2] == 1 ? MODE_PLACED : 0) | (total == 1 ? MODE_ONLY_ONE : 0));
    changed |= mode != item->mode;
    item->mode = mode;
  }
  return changed;
}

static const char *const state_names[] = {
    [CD_SPEAKER_HOLDS] = "holds",
    [CD_SPEAKER_GONE] = "gone",
    [CD_SPEAKER_DOUBTFUL] = "doubtful",
    [CD_SPEAKER_NO_NAME] = "no_name",
};

const char *cd_speaker_state_name(CdSpeakerState state) { return state_names[state]; }

CdSpeakerState cd_document_speaker_state(const CdDocument *self, uint32_t index) {
  const Speakers *all = &self->speakers;
  if (index >= all->count) return CD_SPEAKER_GONE;
  const SpeakerItem *item = &all->items[all->places[index]];
  uint32_t total = all->items[item->group].total;
  if (total == 0) return CD_SPEAKER_GONE;
  if (item->seen[2] != 1 && (total != 1 || item->seen[0] + item->seen[1] == 0)) {
    return CD_SPEAKER_DOUBTFUL;
  }
  bool named = item->entity != NONE || *item->speaker == '\0';
  return named ? CD_SPEAKER_HOLDS : CD_SPEAKER_NO_NAME;
}
