#include "base/text.h"

#include "base/arena.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/// Room for `more` bytes and the final zero.
static bool reserve(struct text *text, size_t more)
{
    if (text->failed || more > SIZE_MAX / 2 - text->size - 1) {
        text->failed = true;
        return false;
    }
    size_t need = text->size + more + 1;
    if (need <= text->capacity) {
        return true;
    }
    size_t capacity = text->capacity ? text->capacity : 256;
    while (capacity < need) {
        capacity *= 2;
    }
    char *data = realloc(text->data, capacity);
    if (!data) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

void parley_i_text_add_n(struct text *text, const char *piece, size_t size)
{
    if (reserve(text, size)) {
        memcpy(text->data + text->size, piece, size);
        text->size += size;
        text->data[text->size] = '\0';
    }
}

void parley_i_text_add(struct text *text, const char *piece) { parley_i_text_add_n(text, piece, strlen(piece)); }

void parley_i_text_format(struct text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (size < 0) {
        text->failed = true;
    } else if (reserve(text, (size_t)size)) {
        vsnprintf(text->data + text->size, (size_t)size + 1, format, again);
        text->size += (size_t)size;
    }
    va_end(again);
}

/// snprintf writes the decimal mark of the process's locale, which a library must neither trust nor change.
static void undo_locale(char *buffer)
{
    for (char *c = buffer; *c; c++) {
        if (!((*c >= '0' && *c <= '9') || *c == '-' || *c == '+' || *c == 'e' || *c == '.')) {
            char *rest = c + 1;
            while (*rest && !((*rest >= '0' && *rest <= '9') || *rest == 'e')) {
                rest++;
            }
            *c = '.';
            memmove(c + 1, rest, strlen(rest) + 1);
            return;
        }
    }
}

void parley_i_number_print(double value, char *buffer)
{
    if (isnan(value)) {
        memcpy(buffer, "nan", 4);
    } else if (isinf(value)) {
        memcpy(buffer, value > 0 ? "inf" : "-inf", value > 0 ? 4 : 5);
    } else if (value == 0) {
        memcpy(buffer, "0", 2);  // minus zero as well: no reader of a result means it
    } else {
        for (int digits = 15; digits <= 17; digits++) {
            snprintf(buffer, 32, "%.*g", digits, value);
            if (digits == 17 || strtod(buffer, NULL) == value) {
                break;
            }
        }
        undo_locale(buffer);
    }
}

void parley_i_text_number(struct text *text, double value)
{
    char buffer[32];
    if (isfinite(value)) {
        parley_i_number_print(value, buffer);
        parley_i_text_add(text, buffer);
    } else {
        parley_i_text_add(text, "null");
    }
}

void parley_i_text_json_string(struct text *text, const char *piece)
{
    parley_i_text_add_n(text, "\"", 1);
    const char *start = piece;
    for (const char *c = piece; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte >= 0x20 && byte != '"' && byte != '\\') {
            continue;
        }
        parley_i_text_add_n(text, start, (size_t)(c - start));
        if (byte == '"' || byte == '\\') {
            char escaped[2] = {'\\', *c};
            parley_i_text_add_n(text, escaped, 2);
        } else if (byte == '\n') {
            parley_i_text_add_n(text, "\\n", 2);
        } else if (byte == '\t') {
            parley_i_text_add_n(text, "\\t", 2);
        } else {
            parley_i_text_format(text, "\\u%04x", byte);
        }
        start = c + 1;
    }
    parley_i_text_add(text, start);
    parley_i_text_add_n(text, "\"", 1);
}

parley_status parley_i_text_take(struct text *text, char **out)
{
    parley_i_text_add_n(text, "", 0);
    if (text->failed) {
        parley_i_text_release(text);
        *out = NULL;
        return parley_i_no_memory();
    }
    *out = text->data;
    *text = (struct text){0};
    return PARLEY_OK;
}

void parley_i_text_release(struct text *text)
{
    free(text->data);
    *text = (struct text){0};
}
