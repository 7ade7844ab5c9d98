#include "scenario/scan.h"

#include "scenario/document.h"

#include <stdarg.h>
#include <stdio.h>

struct scan {
    const char *text;
    size_t size, at;
    struct flaw *flaw;
};

static bool wrong(struct scan *scan, size_t at, const char *format, ...) PARLEY_I_PRINTF(3, 4);

static bool wrong(struct scan *scan, size_t at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(scan->flaw->message, sizeof scan->flaw->message, format, args);
    va_end(args);
    scan->flaw->at = at;
    return false;
}

static char peek(const struct scan *scan)
{
    return scan->at < scan->size ? scan->text[scan->at] : '\0';
}

static void skip_blanks(struct scan *scan)
{
    while (scan->at < scan->size) {
        const char c = scan->text[scan->at];
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
            return;
        }
        scan->at++;
    }
}

static bool starts_with(const struct scan *scan, const char *word)
{
    const size_t length = strlen(word);
    return scan->size - scan->at >= length && memcmp(scan->text + scan->at, word, length) == 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// What stands here, for "found ..." in a sentence.
static const char *here(const struct scan *scan, char buffer[32])
{
    if (scan->at >= scan->size) {
        return "the end of the text";
    }
    const unsigned char c = (unsigned char)scan->text[scan->at];
    if (c < 0x20 || c == 0x7f) {
        snprintf(buffer, 32, "the control character %d", c);
    } else if (c < 0x80) {
        snprintf(buffer, 32, c == '"' ? "a text" : "'%c'", c);
    } else {
        int length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
        snprintf(buffer, 32, "'%.*s'", length, scan->text + scan->at);
    }
    return buffer;
}

static bool expected(struct scan *scan, const char *what)
{
    char buffer[32];
    if (starts_with(scan, "//") || starts_with(scan, "/*")) {
        return wrong(scan, scan->at, "JSON has no comments; use a \"note\" instead");
    }
    if (starts_with(scan, "NaN") || starts_with(scan, "Infinity") || starts_with(scan, "-Infinity") ||
        starts_with(scan, "inf")) {
        return wrong(scan, scan->at, "NaN and infinity are not numbers of JSON; expected %s", what);
    }
    if (peek(scan) == '\'') {
        return wrong(scan, scan->at, "texts and keys are written in double quotes; expected %s, found '", what);
    }
    return wrong(scan, scan->at, "expected %s, found %s", what, here(scan, buffer));
}

static bool hex4(const struct scan *scan, size_t at, unsigned *value)
{
    *value = 0;
    if (scan->size - at < 4) {
        return false;
    }
    for (size_t i = 0; i < 4; i++) {
        const char c = scan->text[at + i];
        if (is_digit(c)) {
            *value = *value * 16 + (unsigned)(c - '0');
        } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
            *value = *value * 16 + (unsigned)((c | 0x20) - 'a') + 10;
        } else {
            return false;
        }
    }
    return true;
}

static bool unicode_escape(struct scan *scan)
{
    unsigned high, low;
    const size_t at = scan->at; // at the backslash
    if (!hex4(scan, at + 2, &high)) {
        return wrong(scan, at, "\\u needs four hexadecimal digits");
    }
    if (high == 0) {
        return wrong(scan, at, "a text cannot contain a zero character (\\u0000)");
    }
    scan->at += 6;
    if (high >= 0xdc00 && high <= 0xdfff) {
        return wrong(scan, at, "the second half of a surrogate pair has no first half");
    }
    if (high >= 0xd800 && high <= 0xdbff) {
        if (!starts_with(scan, "\\u") || !hex4(scan, scan->at + 2, &low) || low < 0xdc00 || low > 0xdfff) {
            return wrong(scan, at, "the first half of a surrogate pair has no second half");
        }
        scan->at += 6;
    }
    return true;
}

static bool string(struct scan *scan)
{
    const size_t start = scan->at++;
    for (;;) {
        if (scan->at >= scan->size) {
            return wrong(scan, start, "this text is never closed; expected a \" before the end");
        }
        const unsigned char c = (unsigned char)scan->text[scan->at];
        if (c == '"') {
            scan->at++;
            return true;
        }
        if (c == '\n' || c == '\r') {
            return wrong(
                scan, start,
                "this text is not closed on its line; expected a \" (a line break within a text is written \\n)");
        }
        if (c < 0x20) {
            return wrong(scan, scan->at, "control character %d in a text; write it as an escape", c);
        }
        if (c != '\\') {
            scan->at++;
            continue;
        }
        const char escaped = scan->at + 1 < scan->size ? scan->text[scan->at + 1] : '\0';
        if (escaped == 'u') {
            if (!unicode_escape(scan)) {
                return false;
            }
        } else if (escaped != '\0' && strchr("\"\\/bfnrt", escaped)) {
            scan->at += 2;
        } else {
            return wrong(scan, scan->at, "unknown escape in a text; a backslash itself is written \\\\");
        }
    }
}

static bool digits(struct scan *scan, size_t start)
{
    if (!is_digit(peek(scan))) {
        char buffer[32];
        return wrong(scan, start, "this number is not complete: expected a digit, found %s", here(scan, buffer));
    }
    while (is_digit(peek(scan))) {
        scan->at++;
    }
    return true;
}

static bool number(struct scan *scan)
{
    const size_t start = scan->at;
    if (starts_with(scan, "-Infinity") || starts_with(scan, "-inf")) {
        return wrong(scan, start, "NaN and infinity are not numbers of JSON; expected a finite number");
    }
    if (peek(scan) == '-') {
        scan->at++;
    }
    const size_t whole = scan->at;
    if (!digits(scan, start)) {
        return false;
    }
    if (scan->text[whole] == '0' && scan->at - whole > 1) {
        return wrong(scan, start, "a number cannot start with a superfluous 0");
    }
    if (peek(scan) == '.') {
        scan->at++;
        if (!digits(scan, start)) {
            return false;
        }
    }
    if (peek(scan) == 'e' || peek(scan) == 'E') {
        scan->at++;
        if (peek(scan) == '+' || peek(scan) == '-') {
            scan->at++;
        }
        if (!digits(scan, start)) {
            return false;
        }
    }
    if (scan->at - start > 60) {
        return wrong(scan, start, "a number of %zu characters; expected at most 60", scan->at - start);
    }
    return true;
}

static bool value(struct scan *scan, size_t level);

static bool member_key(struct scan *scan)
{
    if (peek(scan) != '"') {
        return expected(scan, "a key in double quotes");
    }
    if (!string(scan)) {
        return false;
    }
    skip_blanks(scan);
    if (peek(scan) != ':') {
        return expected(scan, "':' after a key");
    }
    scan->at++;
    return true;
}

/// The inside of an object or list: `close` is its last character.
static bool container(struct scan *scan, char close, size_t level)
{
    const size_t start = scan->at++;
    if (level > MOST_NESTING) {
        return wrong(scan, start, "nested more than %d levels deep", MOST_NESTING);
    }
    skip_blanks(scan);
    if (peek(scan) == close) {
        scan->at++;
        return true;
    }
    for (;;) {
        skip_blanks(scan);
        if ((close == '}' && !member_key(scan)) || !value(scan, level)) {
            return false;
        }
        skip_blanks(scan);
        const size_t end = scan->at;
        if (peek(scan) == close) {
            scan->at++;
            return true;
        }
        if (peek(scan) != ',') {
            if (scan->at >= scan->size) {
                int32_t line, column;
                parley_i_scan_place(scan->text, start, &line, &column);
                return wrong(scan, end,
                             "the text ends within the %s that line %d, column %d opens; expected ',' or '%c'",
                             close == '}' ? "object" : "list", (int)line, (int)column, close);
            }
            return expected(scan, close == '}' ? "',' or '}'" : "',' or ']'");
        }
        scan->at++;
        skip_blanks(scan);
        if (peek(scan) == close) {
            return wrong(scan, end, "a ',' before the closing '%c'; take it away", close);
        }
    }
}

static bool value(struct scan *scan, size_t level)
{
    skip_blanks(scan);
    const char c = peek(scan);
    if (c == '{') {
        return container(scan, '}', level + 1);
    }
    if (c == '[') {
        return container(scan, ']', level + 1);
    }
    if (c == '"') {
        return string(scan);
    }
    if (c == '-' || is_digit(c)) {
        return number(scan);
    }
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < 3; i++) {
        if (starts_with(scan, words[i])) {
            scan->at += strlen(words[i]);
            return true;
        }
    }
    return expected(scan, "a value");
}

size_t parley_i_scan_utf8(const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        const unsigned char c = (unsigned char)text[i];
        if (c < 0x80) {
            i++;
            continue;
        }
        const size_t more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
        if (c < 0xc2 || c > 0xf4 || size - i <= more) {
            return i;
        }
        const unsigned char second = (unsigned char)text[i + 1];
        if ((c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f) || (c == 0xf0 && second < 0x90) ||
            (c == 0xf4 && second > 0x8f)) {
            return i; // overlong, a surrogate, or beyond U+10FFFF
        }
        for (size_t k = 1; k <= more; k++) {
            if (((unsigned char)text[i + k] & 0xc0) != 0x80) {
                return i;
            }
        }
        i += more + 1;
    }
    return size;
}

bool parley_i_scan_check(const char *text, size_t size, struct flaw *flaw)
{
    struct scan scan = {.text = text, .size = size, .flaw = flaw};
    const char *zero = size > 0 ? memchr(text, '\0', size) : NULL;
    const size_t bad = parley_i_scan_utf8(text, size);
    if (zero && (size_t)(zero - text) < bad) {
        return wrong(&scan, (size_t)(zero - text), "a zero byte; expected JSON text in UTF-8");
    }
    if (bad < size) {
        return wrong(&scan, bad, "the byte 0x%02x is not UTF-8; save the file as UTF-8", (unsigned char)text[bad]);
    }
    skip_blanks(&scan);
    if (scan.at >= size) {
        return wrong(&scan, 0, "the text is empty; expected a JSON object");
    }
    if (!value(&scan, 0)) {
        return false;
    }
    skip_blanks(&scan);
    if (scan.at < size) {
        char buffer[32];
        return wrong(&scan, scan.at, "expected nothing after the end of the JSON value, found %s", here(&scan, buffer));
    }
    return true;
}
