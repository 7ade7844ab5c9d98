// Tables of UTF-8 text, and numbers with honest digits.
#include "table.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 64 };

/// The code point at `text`, and its bytes. A broken sequence counts as one byte.
static uint32_t code_point(const char *text, size_t *bytes)
{
    const unsigned char *c = (const unsigned char *)text;
    size_t length = c[0] < 0x80 ? 1 : c[0] >= 0xF0 ? 4 : c[0] >= 0xE0 ? 3 : c[0] >= 0xC0 ? 2 : 1;
    uint32_t code = length == 1 ? c[0] : c[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((c[i] & 0xC0) != 0x80) {
            *bytes = 1;
            return '?';
        }
        code = code << 6 | (c[i] & 0x3F);
    }
    *bytes = length;
    return code;
}

struct range {
    uint32_t first, last;
};

static bool within(uint32_t code, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

static int code_width(uint32_t code)
{
    static const struct range none[] = { { 0x300, 0x36F }, { 0x200B, 0x200F }, { 0xFE00, 0xFE0F } };
    static const struct range two[] = { { 0x1100, 0x115F }, { 0x2E80, 0xA4CF }, { 0xAC00, 0xD7A3 },   { 0xF900, 0xFAFF },
                                        { 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 }, { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD } };
    return within(code, none, sizeof none / sizeof *none) ? 0 : within(code, two, sizeof two / sizeof *two) ? 2 : 1;
}

/// Width of the first `size` bytes.
static int width_of(const char *text, size_t size)
{
    int width = 0;
    for (size_t at = 0, bytes = 0; at < size; at += bytes) {
        width += code_width(code_point(text + at, &bytes));
    }
    return width;
}

int text_width(const char *text)
{
    return width_of(text, strlen(text));
}

int longest_word(const char *text)
{
    int longest = 0;
    while (*text != '\0') {
        size_t size = strcspn(text, " \n");
        int width = width_of(text, size);
        longest = width > longest ? width : longest;
        text += size + (text[size] != '\0');
    }
    return longest;
}

/// Bytes of the first line when `text` is wrapped to `width`; `*next` is where the second begins.
static size_t first_line(const char *text, int width, const char **next)
{
    int used = 0;
    size_t at = 0;
    size_t blank = 0;  // the last place to break
    while (text[at] != '\0' && text[at] != '\n') {
        size_t bytes = 0;
        int more = code_width(code_point(text + at, &bytes));
        if (text[at] == ' ' && at > 0) {
            blank = at;
        }
        if (used + more > width && at > 0) {
            size_t end = blank > 0 ? blank : at;
            *next = text + end + (blank > 0);
            return end;
        }
        used += more;
        at += bytes;
    }
    *next = text + at + (text[at] == '\n');
    return at;
}

static int line_count(const char *text, int width)
{
    int lines = 0;
    do {
        (void)first_line(text, width, &text);
        lines++;
    } while (*text != '\0');
    return lines;
}

static void print_blanks(FILE *page, int count)
{
    for (int i = 0; i < count; i++) {
        (void)fputc(' ', page);
    }
}

/// Titles and labels come from files: nothing in them may steer the terminal.
static void print_plain(FILE *page, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        (void)fputc(c < 0x20 || c == 0x7F ? ' ' : c, page);
    }
}

void print_row(FILE *page, const struct column *columns, size_t count, const char *const *cells)
{
    const char *rest[MOST_CELLS];
    int lines[MOST_CELLS];
    int most = 0;
    count = count < MOST_CELLS ? count : MOST_CELLS;
    for (size_t i = 0; i < count; i++) {
        rest[i] = cells[i];
        lines[i] = line_count(cells[i], columns[i].width - columns[i].indent);
        most = lines[i] > most ? lines[i] : most;
    }
    for (int line = 0; line < most; line++) {
        int pending = 0;  // blanks are printed only when something follows them
        for (size_t i = 0; i < count; i++) {
            int width = columns[i].width - columns[i].indent;
            bool waits = columns[i].bottom && line < most - lines[i];
            size_t size = 0;
            const char *text = rest[i];
            if (!waits && *text != '\0') {
                size = first_line(text, width, &rest[i]);
            }
            int spare = width - width_of(text, size);
            pending += (i > 0) + columns[i].indent + (columns[i].right ? spare : 0);
            if (size > 0) {
                print_blanks(page, pending);
                print_plain(page, text, size);
                pending = 0;
            }
            pending += columns[i].right ? 0 : spare;
        }
        (void)fputc('\n', page);
    }
}

int honest_decimals(double uncertainty)
{
    if (!(uncertainty > 0) || !isfinite(uncertainty)) {
        return -1;
    }
    double exponent = floor(log10(uncertainty));
    int decimals = (int)-exponent + (uncertainty / pow(10, exponent) < 2 ? 1 : 0);
    return decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
}

/// "-0.00": the sign of what was rounded away.
static bool is_minus_nothing(const char *text)
{
    return text[0] == '-' && strspn(text + 1, "0.") == strlen(text + 1);
}

const char *number_text(char *buffer, double value, int decimals)
{
    if (isnan(value)) {
        (void)snprintf(buffer, NUMBER_SIZE, "-");
    } else if (isinf(value)) {
        (void)snprintf(buffer, NUMBER_SIZE, value > 0 ? "never" : "-inf");
    } else if (decimals < 0) {
        (void)snprintf(buffer, NUMBER_SIZE, "%.6g", value);
    } else if (fabs(value) >= 1e9) {
        (void)snprintf(buffer, NUMBER_SIZE, "%.6g", value);
    } else {
        (void)snprintf(buffer, NUMBER_SIZE, "%.*f", decimals, value);
        if (is_minus_nothing(buffer)) {
            (void)memmove(buffer, buffer + 1, strlen(buffer));
        }
    }
    return buffer;
}

/// "1.23e7": that many digits.
static void compact_text(char *buffer, double value, int digits)
{
    enum { MOST = NUMBER_SIZE - 1 };  // a sign may stand before
    (void)snprintf(buffer, MOST, "%.*e", digits - 1, value);
    char *exponent = strchr(buffer, 'e');
    if (exponent != NULL) {
        (void)snprintf(exponent, (size_t)(buffer + MOST - exponent), "e%d", atoi(exponent + 1));
    }
}

const char *fitted_text(char *buffer, double value, int decimals, bool with_sign, int width)
{
    (void)(with_sign ? signed_text(buffer, value, decimals) : number_text(buffer, value, decimals));
    for (int digits = 6; digits > 0 && text_width(buffer) > width; digits--) {
        bool plus = with_sign && value > 0;
        buffer[0] = '+';
        compact_text(buffer + plus, value, digits);
    }
    return buffer;
}

const char *half_text(char *buffer, double half, int decimals, int width)
{
    (void)number_text(buffer, half, decimals);
    if (text_width(buffer) > width) {
        compact_text(buffer, half, 2);
    }
    return buffer;
}

const char *pair_text(char *buffer, double low, double high, int decimals, bool with_sign, int width)
{
    enum { MOST = 2 * NUMBER_SIZE + 8, MOST_DIGITS = 6 };
    char one[NUMBER_SIZE];
    char other[NUMBER_SIZE];
    const char *(*print)(char *, double, int) = with_sign ? signed_text : number_text;
    (void)snprintf(buffer, MOST, "[%s, %s]", print(one, low, decimals), print(other, high, decimals));
    for (int digits = MOST_DIGITS; digits > 0 && text_width(buffer) > width; digits--) {
        compact_text(one, low, digits);
        compact_text(other, high, digits);
        if (strcmp(one, other) == 0) {  // the ends can no longer be told apart
            compact_text(one, (high - low) / 2, 2);
            (void)snprintf(buffer, MOST, "\xC2\xB1%s", one);
        } else {
            (void)snprintf(buffer, MOST, "[%s, %s]", one, other);
        }
    }
    return buffer;
}

const char *signed_text(char *buffer, double value, int decimals)
{
    (void)number_text(buffer, value, decimals);
    if (value > 0 && isfinite(value)) {
        (void)memmove(buffer + 1, buffer, strlen(buffer) + 1);
        buffer[0] = '+';
    }
    return buffer;
}

const char *percent_text(char *buffer, double share)
{
    double percent = 100 * share;
    if (isnan(share)) {
        (void)snprintf(buffer, NUMBER_SIZE, "-");
    } else if (percent > 0 && percent < 0.05) {
        (void)snprintf(buffer, NUMBER_SIZE, "<0.1%%");
    } else if (percent < 100 && percent >= 99.95) {
        (void)snprintf(buffer, NUMBER_SIZE, ">99.9%%");
    } else {
        (void)snprintf(buffer, NUMBER_SIZE, percent == 0 || percent == 100 ? "%.0f%%" : "%.1f%%", percent);
    }
    return buffer;
}

const char *count_text(char *buffer, unsigned long long count)
{
    char digits[NUMBER_SIZE];
    int size = snprintf(digits, sizeof digits, "%llu", count);
    char *out = buffer;
    for (int i = 0; i < size; i++) {
        if (i > 0 && (size - i) % 3 == 0) {
            *out++ = ' ';
        }
        *out++ = digits[i];
    }
    *out = '\0';
    return buffer;
}
