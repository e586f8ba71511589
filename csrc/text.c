// Bytes as text: lenient UTF-8 and the case of the scripts that have case.
#include "text.h"

#include <stddef.h>

// ---- UTF-8 -------------------------------------------------------------------------------------
static bool is_continuation(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

uint32_t text_decode(const char *bytes, uint32_t len, uint32_t *code_point) {
  unsigned char lead = (unsigned char)bytes[0];
  if (lead < 0x80) {
    *code_point = lead;
    return 1;
  }
  static const struct {
    unsigned char mask, value;
    uint32_t least;
  } forms[] = {{0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
  for (uint32_t form = 0; form < 3; form++) {
    if ((lead & forms[form].mask) != forms[form].value) continue;
    uint32_t size = form + 2;
    if (size > len) break;
    uint32_t value = lead & (unsigned char)~forms[form].mask;
    uint32_t at = 1;
    while (at < size && is_continuation(bytes[at])) {
      value = value << 6 | ((unsigned char)bytes[at++] & 0x3F);
    }
    bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (at < size || value < forms[form].least || value > 0x10FFFF || surrogate) break;
    *code_point = value;
    return size;
  }
  *code_point = 0xFFFD;
  return 1;
}

uint32_t text_decode_before(const char *bytes, uint32_t at, uint32_t *code_point) {
  for (uint32_t size = 1; size <= 4 && size <= at; size++) {
    if (is_continuation(bytes[at - size]) && size < 4) continue;
    if (text_decode(bytes + at - size, size, code_point) == size) return size;
    break;
  }
  *code_point = 0xFFFD;
  return 1;
}

uint32_t text_code_points(const char *bytes, uint32_t len) {
  uint32_t count = 0, at = 0, ignored;
  while (at < len) {
    at += (unsigned char)bytes[at] < 0x80 ? 1 : text_decode(bytes + at, len - at, &ignored);
    count++;
  }
  return count;
}

// ---- classes -----------------------------------------------------------------------------------
// Scripts with case, as runs of code points. ALTERNATE runs hold pairs: upper case, then lower case.
typedef enum { UPPER, LOWER, ALTERNATE } CaseKind;
typedef struct {
  uint32_t first, last;
  CaseKind kind;
  int32_t to_lower;  // of an UPPER run: what is added
} CaseRun;

static const CaseRun CASE_RUNS[] = {
    {0xAA, 0xAA, LOWER, 0},         {0xB5, 0xB5, LOWER, 0},       {0xBA, 0xBA, LOWER, 0},
    {0xC0, 0xD6, UPPER, 32},        {0xD8, 0xDE, UPPER, 32},      {0xDF, 0xF6, LOWER, 0},
    {0xF8, 0xFF, LOWER, 0},         {0x100, 0x137, ALTERNATE, 0}, {0x138, 0x138, LOWER, 0},
    {0x139, 0x148, ALTERNATE, 0},   {0x149, 0x149, LOWER, 0},     {0x14A, 0x177, ALTERNATE, 0},
    {0x178, 0x178, UPPER, -121},    {0x179, 0x17E, ALTERNATE, 0}, {0x17F, 0x19F, LOWER, 0},
    {0x1A0, 0x1A5, ALTERNATE, 0},   {0x1A6, 0x1AE, LOWER, 0},     {0x1AF, 0x1B0, ALTERNATE, 0},
    {0x1B1, 0x1CC, LOWER, 0},       {0x1CD, 0x1DC, ALTERNATE, 0}, {0x1DD, 0x1DD, LOWER, 0},
    {0x1DE, 0x1EF, ALTERNATE, 0},   {0x1F0, 0x1F7, LOWER, 0},     {0x1F8, 0x21F, ALTERNATE, 0},
    {0x220, 0x221, LOWER, 0},       {0x222, 0x233, ALTERNATE, 0}, {0x234, 0x245, LOWER, 0},
    {0x246, 0x24F, ALTERNATE, 0},   {0x250, 0x2AF, LOWER, 0},     {0x386, 0x386, UPPER, 38},
    {0x388, 0x38A, UPPER, 37},      {0x38C, 0x38C, UPPER, 64},    {0x38E, 0x38F, UPPER, 63},
    {0x390, 0x390, LOWER, 0},       {0x391, 0x3A1, UPPER, 32},    {0x3A3, 0x3AB, UPPER, 32},
    {0x3AC, 0x3CE, LOWER, 0},       {0x400, 0x40F, UPPER, 80},    {0x410, 0x42F, UPPER, 32},
    {0x430, 0x45F, LOWER, 0},       {0x460, 0x481, ALTERNATE, 0}, {0x48A, 0x4BF, ALTERNATE, 0},
    {0x4C0, 0x4C0, UPPER, 15},      {0x4C1, 0x4CE, ALTERNATE, 0}, {0x4CF, 0x4CF, LOWER, 0},
    {0x4D0, 0x52F, ALTERNATE, 0},   {0x531, 0x556, UPPER, 48},    {0x561, 0x587, LOWER, 0},
    {0x1E00, 0x1E95, ALTERNATE, 0}, {0x1E96, 0x1E9F, LOWER, 0},   {0x1EA0, 0x1EFF, ALTERNATE, 0},
    {0xFB00, 0xFB06, LOWER, 0},     {0xFF21, 0xFF3A, UPPER, 32},  {0xFF41, 0xFF5A, LOWER, 0},
};

// Letters without case, and the marks that combine with letters.
static const struct {
  uint32_t first, last;
} LETTER_RUNS[] = {
    {0x2B0, 0x2FF},   {0x300, 0x36F},     {0x483, 0x487},     {0x591, 0x5C7},   {0x5D0, 0x5F2},
    {0x610, 0x61A},   {0x620, 0x65F},     {0x66E, 0x6D3},     {0x6D5, 0x6DC},   {0x6DF, 0x6E8},
    {0x6EA, 0x6EF},   {0x6FA, 0x6FF},     {0x710, 0x7B1},     {0x7CA, 0x7F5},   {0x800, 0x963},
    {0x966, 0xDF3},   {0xE01, 0xE3A},     {0xE40, 0xE4E},     {0xE81, 0xEDF},   {0xF00, 0xF03},
    {0xF18, 0xFBC},   {0x1000, 0x1049},   {0x1050, 0x10FA},   {0x10FC, 0x135F}, {0x1380, 0x17D3},
    {0x1810, 0x1DFF}, {0x3005, 0x3007},   {0x3031, 0x3035},   {0x3041, 0x3096}, {0x3099, 0x30FA},
    {0x30FC, 0x318E}, {0x31A0, 0x31BF},   {0x3400, 0x4DBF},   {0x4E00, 0xA48C}, {0xA4D0, 0xABEA},
    {0xAC00, 0xD7FB}, {0xF900, 0xFAFF},   {0xFB1D, 0xFDFB},   {0xFE20, 0xFE2F}, {0xFE70, 0xFEFC},
    {0xFF66, 0xFFDC}, {0x10000, 0x1EFFF}, {0x20000, 0x3FFFF},
};

static const CaseRun *find_case(uint32_t code_point) {
  size_t low = 0, high = sizeof CASE_RUNS / sizeof *CASE_RUNS;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (code_point > CASE_RUNS[middle].last) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == sizeof CASE_RUNS / sizeof *CASE_RUNS || code_point < CASE_RUNS[low].first) return NULL;
  return &CASE_RUNS[low];
}

static bool is_ascii_letter(uint32_t code_point) { return (code_point | 32) - 'a' < 26; }

bool text_is_upper(uint32_t code_point) {
  if (code_point < 0x80) return code_point - 'A' < 26;
  const CaseRun *run = find_case(code_point);
  if (!run) return false;
  return run->kind == UPPER || (run->kind == ALTERNATE && (code_point - run->first) % 2 == 0);
}

bool text_is_lower(uint32_t code_point) {
  if (code_point < 0x80) return code_point - 'a' < 26;
  const CaseRun *run = find_case(code_point);
  if (!run) return false;
  return run->kind == LOWER || (run->kind == ALTERNATE && (code_point - run->first) % 2 == 1);
}

bool text_is_letter(uint32_t code_point) {
  if (code_point < 0x80) return is_ascii_letter(code_point);
  if (find_case(code_point)) return true;
  size_t low = 0, high = sizeof LETTER_RUNS / sizeof *LETTER_RUNS;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (code_point > LETTER_RUNS[middle].last) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < sizeof LETTER_RUNS / sizeof *LETTER_RUNS && code_point >= LETTER_RUNS[low].first;
}

bool text_is_digit(uint32_t code_point) { return code_point - '0' < 10; }

bool text_is_space(uint32_t code_point) {
  return code_point == ' ' || code_point - '\t' < 5 || code_point == 0xA0 || code_point == 0x1680 ||
         (code_point >= 0x2000 && code_point <= 0x200B) || code_point == 0x2028 ||
         code_point == 0x2029 || code_point == 0x202F || code_point == 0x205F ||
         code_point == 0x3000 || code_point == 0xFEFF;
}

uint32_t text_fold(uint32_t code_point) {
  if (code_point < 0x80) return code_point - 'A' < 26 ? code_point + 32 : code_point;
  if (code_point == 0x2019) return '\'';
  const CaseRun *run = find_case(code_point);
  if (!run || run->kind == LOWER) return code_point;
  if (run->kind == UPPER) return (uint32_t)((int32_t)code_point + run->to_lower);
  return (code_point - run->first) % 2 == 0 ? code_point + 1 : code_point;
}

// ---- folding and hashing -----------------------------------------------------------------------
static uint32_t encode(uint32_t code_point, char *out) {
  if (code_point < 0x80) {
    out[0] = (char)code_point;
    return 1;
  }
  uint32_t size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
  static const unsigned char LEAD[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (uint32_t at = size - 1; at > 0; at--) {
    out[at] = (char)(0x80 | (code_point & 0x3F));
    code_point >>= 6;
  }
  out[0] = (char)(LEAD[size] | code_point);
  return size;
}

uint64_t text_hash(const char *bytes, uint32_t len) {
  uint64_t hash = 14695981039346656037u;
  for (uint32_t at = 0; at < len;) {
    char folded[4];
    uint32_t size = 1, code_point = (unsigned char)bytes[at];
    if (code_point < 0x80) {
      folded[0] = (char)(code_point - 'A' < 26 ? code_point + 32 : code_point);
      at++;
    } else {
      at += text_decode(bytes + at, len - at, &code_point);
      size = encode(text_fold(code_point), folded);
    }
    for (uint32_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)folded[i]) * 1099511628211u;
  }
  return hash;
}

// No fold of the tables above is longer than its letter, so `len` bytes would do; an invalid byte,
// read as U+FFFD, is copied as it is.
uint32_t text_fold_into(const char *bytes, uint32_t len, char *out) {
  uint32_t written = 0;
  for (uint32_t at = 0; at < len;) {
    uint32_t code_point, size = text_decode(bytes + at, len - at, &code_point);
    if (code_point == 0xFFFD && size == 1) {
      out[written++] = bytes[at];
    } else {
      written += encode(text_fold(code_point), out + written);
    }
    at += size;
  }
  return written;
}
