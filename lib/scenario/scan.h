// A strict reader of JSON text that builds nothing: it says what is wrong and where, and finds the place of a JSON
// pointer.
#ifndef PARLEY_LIB_SCENARIO_SCAN_H
#define PARLEY_LIB_SCENARIO_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct flaw {
    size_t at;         // byte of the text
    char message[200]; // what was found, what was expected
};

/// Is it one JSON value (RFC 8259) in UTF-8, with less than 1001 levels and no zero bytes, escaped ones included?
bool parley_i_scan_check(const char *text, size_t size, struct flaw *flaw);

/// The first byte that is not UTF-8, or `size`.
size_t parley_i_scan_utf8(const char *text, size_t size);

/// Line and column (in characters), both from 1, of a byte.
void parley_i_scan_place(const char *text, size_t at, int32_t *line, int32_t *column);

struct found {
    size_t key;   // byte of the member's key (its quotation mark), or of the value when it is no member
    size_t value; // byte where the value starts
    bool whole;   // the whole pointer leads somewhere; else these are its nearest ancestor
};

/// Find a JSON pointer in a text that passed the check. `occurrence`: of several members with the last key, which one
/// (from 0).
struct found parley_i_scan_find(const char *text, size_t size, const char *pointer, size_t occurrence);

/// The byte of the `offset`-th byte (from 1) of the string that starts at `value`, escapes decoded; `value` when it is
/// no string.
size_t parley_i_scan_inside(const char *text, size_t size, size_t value, size_t offset);

#endif
