// Rules that several documents and threads hold at once; see shared_rules.h.
#include "shared_rules.h"

#include <stdatomic.h>
#include <stdlib.h>

struct SharedRules {
  CdRules *rules;
  atomic_uint holders;
};

SharedRules *shared_rules_new(CdRules *rules) {
  if (!rules) return NULL;
  SharedRules *self = malloc(sizeof *self);
  if (!self) {
    cd_rules_free(rules);
    return NULL;
  }
  self->rules = rules;
  atomic_init(&self->holders, 1);
  return self;
}

SharedRules *shared_rules_hold(SharedRules *self) {
  atomic_fetch_add(&self->holders, 1);
  return self;
}

void shared_rules_release(SharedRules *self) {
  if (!self || atomic_fetch_sub(&self->holders, 1) != 1) return;
  cd_rules_free(self->rules);
  free(self);
}

CdRules *shared_rules_get(const SharedRules *self) { return self->rules; }
