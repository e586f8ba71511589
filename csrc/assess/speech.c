// How quotations and marks lie over the sentences of a unit: whose words a sentence is.
#include "assess/speech.h"
#include "assess/features.h"

static uint32_t common(uint32_t start, uint32_t end, const Sentence *sentence) {
  if (start < sentence->start) start = sentence->start;
  if (end > sentence->end) end = sentence->end;
  return end > start ? end - start : 0;
}

// The first sentence that ends behind `at`.
static uint32_t sentence_from(const Unit *unit, uint32_t at) {
  uint32_t low = 0, high = unit->sentence_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (unit->sentences[middle].end <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static void add_regions(const Unit *unit, SentenceSpeech *speech) {
  for (uint32_t i = 0; i < unit->region_count; i++) {
    const Region *region = &unit->regions[i];
    if (region->parent != NONE) continue;
    uint32_t first = sentence_from(unit, region->start);
    for (uint32_t s = first; s < unit->sentence_count; s++) {
      const Sentence *sentence = &unit->sentences[s];
      if (sentence->start >= region->end) break;
      speech[s].marked += common(region->start, region->end, sentence);
      speech[s].later |= s > first;
      speech[s].opens |= region->start <= sentence->start;
      speech[s].short_marks |= region->word_count < 4;
    }
  }
}

static void add_content(const Unit *unit, const Quotation *quotation, uint32_t number,
                        CdSpan content, SentenceSpeech *speech) {
  bool is_speech = quotation->not_speech == CD_SPEECH;
  for (uint32_t s = sentence_from(unit, content.start); s < unit->sentence_count; s++) {
    const Sentence *sentence = &unit->sentences[s];
    if (sentence->start >= content.end) break;
    SentenceSpeech *at = &speech[s];
    uint32_t bytes = common(content.start, content.end, sentence);
    at->not_speech |= !is_speech;
    if (!is_speech) continue;
    at->direct_speech |= quotation->type == CD_DIRECT;
    at->mixed_speech |= quotation->type == CD_MIXED;
    at->indirect_speech |= quotation->type == CD_INDIRECT;
    if (quotation->type == CD_INDIRECT) {
      at->indirect += bytes;
    } else {
      at->direct += bytes;
    }
    if (bytes > at->quotation_bytes) {
      at->quotation_bytes = bytes;
      at->quotation = number;
    }
  }
}

void speech_of_sentences(const Unit *unit, SentenceSpeech *speech) {
  for (uint32_t i = 0; i < unit->sentence_count; i++) speech[i].quotation = NONE;
  add_regions(unit, speech);
  for (uint32_t i = 0; i < unit->quotation_count; i++) {
    const Quotation *quotation = &unit->quotations[i];
    for (uint32_t k = 0; k < quotation->content_count; k++) {
      add_content(unit, quotation, i, unit->contents[quotation->first_content + k], speech);
    }
    bool cued = quotation->cue.end > quotation->cue.start;
    uint32_t s = cued ? sentence_from(unit, quotation->cue.start) : unit->sentence_count;
    if (s < unit->sentence_count) speech[s].cue = true;
  }
}
