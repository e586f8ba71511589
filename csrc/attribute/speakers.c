// Who speaks: gives each quotation of a reading its entity, from what link resolved and from the units before.
// Reads a Reading and the state that enters it; sets Quotation.speaker and confidence, moves the state on.
#include <string.h>

#include "../attribute.h"

enum { FAR_UNITS = 3, BEFORE_QUOTATIONS = 4, ANNOUNCER_BYTES = 48 };

// How sure a speaker is who comes from the discourse. Of PolNeAR's paragraphs of words alone about two in
// three are the last speaker's: too few to show without "?".
static const float continued_confidence = 0.8f;
static const float lead_in_confidence = 0.75f;
static const float answer_confidence = 0.8f;
static const float pronoun_confidence = 0.9f;
static const float discourse_confidence[FAR_UNITS + 1] = {0.45f, 0.4f, 0.3f, 0.2f};

void attribute_state_init(AttributeState *state) {
  memset(state, 0, sizeof *state);
  state->last_speaker = state->open_speaker = NONE;
  state->lead_in_speaker = state->turn = NONE;
  state->units_since = FAR_UNITS;
}

static void set(Quotation *quotation, uint32_t speaker, float confidence) {
  quotation->speaker = speaker;
  quotation->confidence = speaker != NONE ? confidence : 0.0f;
}

// An interview's "A:", whoever that is.
static bool is_answer(const Quotation *quotation, const char *bytes) {
  return quotation->source.end - quotation->source.start == 1 &&
         bytes[quotation->source.start] == 'A';
}

// "Smith said it was late. “I am going,” she said.": he or she is who spoke just before in the paragraph, unless
// the writer names somebody else between. NONE: that does not tell.
static uint32_t spoke_before(const Reading *reading, uint32_t index) {
  const Quotation *quotation = &reading->quotations[index];
  const Mention *pronoun = &reading->mentions[quotation->mention];
  if (pronoun->gender != CD_MALE && pronoun->gender != CD_FEMALE) return NONE;
  for (uint32_t i = index; i > 0 && index - i < BEFORE_QUOTATIONS; i--) {
    const Quotation *other = &reading->quotations[i - 1];
    if (other->not_speech != CD_SPEECH || other->speaker == NONE) continue;
    if (other->mention >= quotation->mention) continue;
    const Mention *mention = &reading->mentions[other->mention];
    bool other_gender = (mention->gender == CD_MALE || mention->gender == CD_FEMALE) &&
                        mention->gender != pronoun->gender;
    if (other_gender) return NONE;
    for (uint32_t k = other->mention + 1; k < quotation->mention; k++) {
      const Mention *between = &reading->mentions[k];
      bool rival = between->type == CD_PERSON && between->form == CD_NAME &&
                   between->region == NONE && between->entity != other->speaker &&
                   !(between->flags & MENTION_DROPPED);
      if (rival) return NONE;
    }
    return other->speaker;
  }
  return NONE;
}

static void set_speaker(const AttributeState *state, const Reading *reading, uint32_t index,
                        const char *bytes) {
  Quotation *quotation = &reading->quotations[index];
  quotation->speaker = NONE;
  if (quotation->by_hand) {
    quotation->speaker = quotation->hand_speaker;
    quotation->confidence = 1.0f;
    return;
  }
  if (quotation->not_speech != CD_SPEECH) {
    quotation->confidence = 0.0f;
    return;
  }
  switch (quotation->from) {
    case SPEAKER_HERE:
      if (quotation->mention < reading->mention_count) {
        const Mention *mention = &reading->mentions[quotation->mention];
        float certainty = quotation->certainty;
        if (mention->form != CD_PRONOUN) {
          set(quotation, mention->entity, certainty);
          break;
        }
        uint32_t before = spoke_before(reading, index);
        if (before != NONE) {
          set(quotation, before, certainty * pronoun_confidence);
        } else {
          set(quotation, mention->entity, certainty * mention->confidence);
        }
      }
      break;
    case SPEAKER_PREVIOUS:
      if (quotation->previous < index) {
        const Quotation *previous = &reading->quotations[quotation->previous];
        set(quotation, previous->speaker, 0.95f * previous->confidence);
      }
      break;
    case SPEAKER_CONTINUED:
    case SPEAKER_DISCOURSE:
      if (is_answer(quotation, bytes)) {
        set(quotation, state->turn, answer_confidence);
      } else if (state->left_open && reading->opens_with_mark && index == 0) {
        set(quotation, state->open_speaker, continued_confidence);
      } else if (state->lead_in_speaker != NONE) {
        set(quotation, state->lead_in_speaker, lead_in_confidence);
      } else {
        bool spoken = state->last_speaker != NONE;
        set(quotation, spoken ? state->last_speaker : state->turn,
            discourse_confidence[spoken ? state->units_since : FAR_UNITS]);
      }
      break;
    default:
      quotation->confidence = 0.0f;
      break;
  }
}

// Whose words a unit that ends in a colon announces: the last sentence's source next to the colon, else its
// first one; NONE if there is no colon or the sentence names nobody.
static uint32_t announced_speaker(const Reading *reading, const char *bytes) {
  if (reading->sentence_count == 0) return NONE;
  const Sentence *last = &reading->sentences[reading->sentence_count - 1];
  if (last->end == 0 || bytes[last->end - 1] != ':') return NONE;
  uint32_t found = NONE, subject = NONE;
  for (uint32_t i = reading->mention_count; i > 0; i--) {
    const Mention *mention = &reading->mentions[i - 1];
    if (mention->start < last->start) break;
    if (mention->entity == NONE || mention->region != NONE) continue;
    bool named = mention->type == CD_PERSON || mention->type == CD_ORG;
    bool first = subject == NONE && mention->flags & MENTION_SUBJECT;
    if (named && first) subject = mention->entity;
    if (!(mention->flags & MENTION_SOURCE)) continue;
    found = mention->entity;
    if (last->end - mention->end < ANNOUNCER_BYTES) break;
  }
  if (found == NONE) found = subject;  // "Lee released the following statement:"
  return found;
}

// Who spoke last in a unit: of the last sentence with an attribution the outermost, or words in marks.
typedef struct {
  uint32_t speaker, quoted;  // entities, or NONE
} LastSpoken;

static LastSpoken last_spoken(const Reading *reading) {
  LastSpoken last = {NONE, NONE};
  uint32_t end = 0;
  for (uint32_t i = 0; i < reading->quotation_count; i++) {
    const Quotation *quotation = &reading->quotations[i];
    if (quotation->speaker == NONE) continue;
    bool quoted = quotation->type != CD_INDIRECT;
    if (quoted) last.quoted = quotation->speaker;
    if (quoted || quotation->start >= end) last.speaker = quotation->speaker;
    if (quotation->end > end) end = quotation->end;
  }
  return last;
}

void attribute_speakers(AttributeState *state, Reading *reading, const char *bytes) {
  if (reading->failed) return;
  for (uint32_t i = 0; i < reading->quotation_count; i++) set_speaker(state, reading, i, bytes);
  // Whom an interview introduces first gives its answers.
  for (uint32_t i = 0; i < reading->mention_count && state->turn == NONE; i++) {
    const Mention *mention = &reading->mentions[i];
    if (mention->type == CD_PERSON && mention->form == CD_NAME) state->turn = mention->entity;
  }
  LastSpoken last = last_spoken(reading);
  state->lead_in_speaker = announced_speaker(reading, bytes);
  state->left_open = reading->left_open;
  state->open_speaker = NONE;
  if (reading->left_open) state->open_speaker = last.quoted != NONE ? last.quoted : last.speaker;
  if (last.speaker != NONE) {
    state->last_speaker = last.speaker;
    state->units_since = 0;
  } else if (state->units_since < FAR_UNITS) {
    state->units_since++;
  }
}
