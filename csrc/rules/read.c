// What the stages ask about a match: which kind of rule made it, its properties, its captures.
#include <string.h>

#include "rules/book.h"

RulesKind rules_kind(const CdRules *rules, uint32_t rule) {
  return rule < rules->book->attribution_count ? RULES_ATTRIBUTION : RULES_CLAIMS;
}

uint32_t rules_count(const CdRules *rules) { return rules->book->rule_count; }

const char *rules_property(const CdRules *rules, uint32_t rule, const char *name) {
  if (rule >= rules->book->rule_count) return "";
  const Rule *self = rules->book->rules[rule];
  for (uint32_t i = 0; i < self->property_count; i++) {
    if (strcmp(self->properties[i].name, name) == 0) return self->properties[i].value;
  }
  return "";
}

uint16_t rules_capture_number(const CdRules *rules, const char *name) {
  for (uint32_t i = 0; i < rules->book->capture_name_count; i++) {
    if (strcmp(rules->book->capture_names[i], name) == 0) return (uint16_t)i;
  }
  return UINT16_MAX;
}

const char *rules_capture_name(const CdRules *rules, uint16_t number) {
  return number < rules->book->capture_name_count ? rules->book->capture_names[number] : "";
}

bool rules_capture_numbered(const Unit *unit, const Match *match, uint16_t number, CdSpan *span) {
  for (uint32_t i = 0; i < match->capture_count; i++) {
    const Capture *capture = &unit->captures[match->first_capture + i];
    if (capture->name != number) continue;
    *span = (CdSpan){capture->start, capture->end};
    return true;
  }
  return false;
}

bool rules_capture(const CdRules *rules, const Unit *unit, const Match *match, const char *name,
                   CdSpan *span) {
  uint16_t number = rules_capture_number(rules, name);
  return number != UINT16_MAX && rules_capture_numbered(unit, match, number, span);
}
