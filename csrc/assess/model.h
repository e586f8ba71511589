// stub
#ifndef COPYDESK_ASSESS_MODEL_H
#define COPYDESK_ASSESS_MODEL_H
typedef struct ClaimModel ClaimModel;
const ClaimModel *claim_model_new(void);
void claim_model_free(const ClaimModel *self);
#endif
