// assess, to begin with: every sentence is a claim.
#include "assess.h"

bool assess_unit(const CdRules *rules, Unit *unit) {
  (void)rules;
  unit->claims = arena_alloc(unit->arena, unit->sentence_count * sizeof *unit->claims);
  unit->claim_count = 0;
  if (!unit->claims) return false;
  for (uint32_t i = 0; i < unit->sentence_count; i++) {
    const Sentence *sentence = &unit->sentences[i];
    unit->claims[unit->claim_count++] = (Claim){.start = sentence->start,
                                                .end = sentence->end,
                                                .sentence = i,
                                                .quotation = NONE,
                                                .score = 0.5F,
                                                .types = 1 << CD_CLAIM_EVENT,
                                                .priority = 2};
  }
  return true;
}
