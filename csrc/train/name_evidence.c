// Prints the evidence of every name that tag weighs in a text, for csrc/train/name_evidence.py.
// Reads texts from standard input, each as its length in bytes, a space and the bytes; writes a line a
// name: number of the text, start and end in bytes, the evidence as hexadecimal bits. With an argument it
// prints the names of the evidence and ends. Linked with -Wl,--wrap=name_kind, so that it is asked
// wherever tag asks for a name's type.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../document/document.h"
#include "../tag/tagger.h"

static const char *const NAMES[] = {
#define EVIDENCE(name, ...) #name,
#include "../weights/en/name_evidence.def"
#undef EVIDENCE
};

static const char *text_bytes;  // of the document that is read; NULL: print nothing
static uint32_t text_number;

NameKind __real_name_kind(const Tagger *self, const Atom *atoms, uint32_t count, bool after_title);
NameKind __wrap_name_kind(const Tagger *self, const Atom *atoms, uint32_t count, bool after_title);

NameKind __wrap_name_kind(const Tagger *self, const Atom *atoms, uint32_t count, bool after_title) {
  if (text_bytes != NULL) {
    const Atom *last = &atoms[count - 1];
    uint32_t first = atoms[0].link == LINK_PARTICLE ? atoms[0].first : atoms[0].word;
    long unit = (long)(self->unit->source - text_bytes);
    printf("%" PRIu32 " %ld %ld %" PRIx64 "\n", text_number, unit + token_at(self, first)->start,
           unit + token_at(self, last->first + last->count - 1)->end,
           name_evidence(self, atoms, count, after_title));
  }
  return __real_name_kind(self, atoms, count, after_title);
}

static bool print_text(const CdRules *rules, const char *text, uint32_t len) {
  CdDocument *document = cd_document_new(rules, text, len);
  if (document == NULL) return false;
  text_bytes = gap_view(&document->text, 0, len);
  for (uint32_t i = 0; i < units_count(&document->units); i++) {
    const UnitRecord *unit = units_at(&document->units, i);
    if (unit->reading != NULL)
      free(document_read(document, unit, units_start(&document->units, i)));
  }
  text_bytes = NULL;
  cd_document_free(document);
  return true;
}

int main(int argc, char **argv) {
  (void)argv;
  for (size_t i = 0; argc > 1 && i < sizeof NAMES / sizeof *NAMES; i++) puts(NAMES[i]);
  if (argc > 1) return 0;
  CdRules *rules = cd_rules_new();
  uint32_t len = 0;
  bool done = rules != NULL;
  while (done && scanf("%" SCNu32, &len) == 1) {
    char *text = malloc((size_t)len + 1);
    done = text != NULL && getchar() == ' ' && fread(text, 1, len, stdin) == len &&
           print_text(rules, text, len);
    free(text);
    text_number++;
  }
  cd_rules_free(rules);
  return done ? 0 : 1;
}
