// A text that grows. Failure to grow is remembered, so callers check once at the end.
#ifndef PARLEY_LIB_BASE_TEXT_H
#define PARLEY_LIB_BASE_TEXT_H

#include <parley/base.h>

struct text {
    char *data;  // zero-terminated when size > 0; NULL when empty
    size_t size, capacity;
    bool failed;  // memory ran out; everything added since is lost
};

void parley_i_text_add(struct text *text, const char *piece);
void parley_i_text_add_n(struct text *text, const char *piece, size_t size);
void parley_i_text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// The shortest decimal that reads back as `value`, always with '.', "null" for NaN and infinities (JSON has none).
void parley_i_text_number(struct text *text, double value);

/// `piece` as a JSON string, quoted and escaped.
void parley_i_text_json_string(struct text *text, const char *piece);

/// Hand the text over (free with parley_text_destroy); the buffer is empty after. PARLEY_NO_MEMORY when it had failed.
parley_status parley_i_text_take(struct text *text, char **out);

void parley_i_text_release(struct text *text);

/// Shortest round-trip decimal of a finite or non-finite value into `buffer` (at least 32 bytes): "inf", "-inf", "nan".
void parley_i_number_print(double value, char *buffer);

#endif
