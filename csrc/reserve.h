// The memory that tree-sitter works in. Tree-sitter cannot survive a failed allocation, so a thread
// sets memory aside before it parses, as much as the text can need at worst: if that fails, nothing
// has begun yet and the unit is simply unread. Blocks go back to the reserve that they came from.
#ifndef COPYDESK_RESERVE_H
#define COPYDESK_RESERVE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Reserve Reserve;  // of one thread

// NULL when memory is short.
// Owned by the caller, who frees it on the same thread when nothing allocated in it is in
// use any more.
Reserve *reserve_new(void);
void reserve_free(Reserve *self);

// From here to reserve_leave() this thread's tree-sitter draws on the reserve, which then has at
// least `need` bytes to spare; false, and nothing changed, when memory is short. Does not nest.
bool reserve_enter(Reserve *self, size_t need);
void reserve_leave(Reserve *self);

// Bytes handed out for the first time since reserve_enter(), for tests of `need`.
size_t reserve_used(const Reserve *self);

#endif
