// stub
#include "assess/model.h"

#include <stdlib.h>

struct ClaimModel {
  int unused;
};

const ClaimModel *claim_model_new(void) { return calloc(1, sizeof(ClaimModel)); }
void claim_model_free(const ClaimModel *self) { free((void *)self); }
