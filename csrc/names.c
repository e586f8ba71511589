// The names of the API's enumerators, as JSON, Lua and messages say them.
#include "copydesk.h"

#define NAME_OF(names, value) \
  ((size_t)(value) < sizeof(names) / sizeof *(names) ? (names)[value] : "?")

const char *cd_status_text(CdStatus status) {
  static const char *const NAMES[] = {"ok", "out of memory", "range outside the text",
                                      "rules could not be used",
                                      "file could not be read or written"};
  return NAME_OF(NAMES, status);
}

const char *cd_entity_type_name(CdEntityType type) {
  static const char *const NAMES[] = {"PERSON",  "NORP",     "ORG",   "GPE",         "LOC",
                                      "FAC",     "EVENT",    "LAW",   "WORK_OF_ART", "PRODUCT",
                                      "DATE",    "TIME",     "MONEY", "PERCENT",     "QUANTITY",
                                      "ORDINAL", "CARDINAL", "OTHER"};
  return NAME_OF(NAMES, type);
}

const char *cd_form_name(CdForm form) {
  static const char *const NAMES[] = {"name", "nominal", "pronoun"};
  return NAME_OF(NAMES, form);
}

const char *cd_gender_name(CdGender gender) {
  static const char *const NAMES[] = {"unknown", "male", "female", "plural", "neuter"};
  return NAME_OF(NAMES, gender);
}

const char *cd_quotation_type_name(CdQuotationType type) {
  static const char *const NAMES[] = {"direct", "mixed", "indirect"};
  return NAME_OF(NAMES, type);
}

const char *cd_correction_name(CdCorrectionKind kind) {
  static const char *const NAMES[] = {"same", "not_name", "type"};
  return NAME_OF(NAMES, kind);
}

const char *cd_voice_name(CdVoice voice) {
  static const char *const NAMES[] = {"author", "attributed", "quoted"};
  return NAME_OF(NAMES, voice);
}

const char *cd_claim_type_name(CdClaimType type) {
  static const char *const NAMES[] = {"event",      "quantity", "date", "role",   "law",
                                      "comparison", "cause",    "plan", "speech", "quote"};
  return NAME_OF(NAMES, type);
}
