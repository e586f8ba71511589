// Rules that several documents and threads hold at once: freed when the last one lets go.
// Reads nothing; counts.
#ifndef COPYDESK_SHARED_RULES_H
#define COPYDESK_SHARED_RULES_H

#include "copydesk.h"

typedef struct SharedRules SharedRules;

// Takes over `rules`; the caller holds it once. NULL when memory is short: `rules` is freed then.
SharedRules *shared_rules_new(CdRules *rules);
SharedRules *shared_rules_hold(SharedRules *self);
void shared_rules_release(SharedRules *self);  // NULL is allowed
// The rules. They may be changed only while nobody else holds them.
CdRules *shared_rules_get(const SharedRules *self);

#endif
