// Bytes as text: UTF-8 read leniently, classes of code points from our own tables (never the locale).
// Source of the tables: the Unicode blocks that European and Latin-script newspapers use.
#ifndef COPYDESK_TEXT_H
#define COPYDESK_TEXT_H

#include <stdbool.h>
#include <stdint.h>

// One code point from `bytes` (`len` >= 1 bytes left). Returns the bytes it takes, 1 to 4. An invalid
// byte is read as U+FFFD and takes 1 byte, so offsets stay exact whatever the input.
uint32_t text_decode(const char *bytes, uint32_t len, uint32_t *code_point);

// The code point that ends before `at` (`at` >= 1), read backwards. Returns the bytes it takes.
uint32_t text_decode_before(const char *bytes, uint32_t at, uint32_t *code_point);

bool text_is_upper(uint32_t code_point);
bool text_is_lower(uint32_t code_point);
bool text_is_letter(uint32_t code_point);  // with combining marks; also scripts without case
bool text_is_digit(uint32_t code_point);   // 0-9
bool text_is_space(uint32_t code_point);   // with no-break and thin spaces
uint32_t text_fold(uint32_t code_point);   // lower case; accents stay; U+2019 becomes '

// Hash of the case-folded word bytes[0..len). The same word in any case has the same hash. FNV-1a, 64 bits.
uint64_t text_hash(const char *bytes, uint32_t len);

// Folded copy of bytes[0..len) into out (room for `len` + 4 bytes); returns its length in bytes.
uint32_t text_fold_into(const char *bytes, uint32_t len, char *out);

// Code points in bytes[0..len): used for columns and for --offsets=codepoint.
uint32_t text_code_points(const char *bytes, uint32_t len);

#endif
