// Within link: what resolve.c and roles.c share while one reading is resolved.
#ifndef COPYDESK_LINK_RESOLVER_H
#define COPYDESK_LINK_RESOLVER_H

#include "table.h"

enum { SLOTS = 16, GENERATIONS = 3 };

// Somebody named lately.
typedef struct {
  uint32_t entity;
  float old[GENERATIONS];  // gained in units before, faded to `sentence`
  float own;               // gained in this unit
  uint32_t sentence;
  uint8_t gender, age;
} Slot;

typedef struct {
  Linker *linker;
  Reading *reading;
  uint32_t body, body_age;  // as in LinkState
  Slot slots[SLOTS];
  uint32_t count;
} Resolver;

// How prominent somebody is in a sentence of the reading.
float slot_salience(Slot *self, uint32_t sentence);
uint32_t resolver_sentence(const Resolver *self, const Mention *mention);

static inline bool may_be(uint8_t a, uint8_t b) {
  return (a != CD_MALE && a != CD_FEMALE) || (b != CD_MALE && b != CD_FEMALE) || a == b;
}

// roles.c: "the mayor", "the commission", "officials".
void resolve_nominal(Resolver *self, Mention *mention, const Form *form);

#endif
