// What the two files of ledgers in Lua share.
#ifndef COPYDESK_LUA_LEDGER_H
#define COPYDESK_LUA_LEDGER_H

#include "../ledger.h"
#include "core.h"

typedef struct {
  Ledger *ledger;             // NULL: closed
  LedgerClaims claims;        // of the call that is running
  CdCorrection *corrections;  // likewise
  LedgerSpeaker *speakers;    // likewise
} LuaLedger;

typedef struct {
  const Ledger *ledger;
  bool reveal;  // also what is confidential
} Pusher;

// Push a value of the ledger, and a claim with its mark.
void lua_push_json(lua_State *L, const Pusher *self, const JsonTree *json, const JsonValue *value);
void lua_push_marked(lua_State *L, const LuaLedger *self, LuaDocument *document,
                     const Pusher *pusher, const LedgerClaim *item);

#endif
