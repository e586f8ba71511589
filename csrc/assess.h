// assess: what in a unit could be checked, how it is voiced, and how much it matters.
// Reads tokens, facts, mentions, quotations and the claim rules' matches; fills unit->claims in order.
#ifndef COPYDESK_ASSESS_H
#define COPYDESK_ASSESS_H

#include "reading.h"
#include "rules.h"

bool assess_unit(const CdRules *rules, Unit *unit);  // false when memory is short

#endif
