#include "scenario/document.h"
#include "scenario/scan.h"

void parley_i_scan_place(const char *text, size_t at, int32_t *line, int32_t *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n') {
            (*line)++;
            *column = 1;
        } else if (((unsigned char)text[i] & 0xc0) != 0x80) {
            (*column)++;
        }
    }
}

static size_t blanks(const char *text, size_t size, size_t at)
{
    while (at < size && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) {
        at++;
    }
    return at;
}

/// Past the string that starts at `at`.
static size_t past_string(const char *text, size_t size, size_t at)
{
    for (at++; at < size && text[at] != '"'; at++) {
        at += text[at] == '\\';
    }
    return at + 1;
}

/// Past the value that starts at `at`.
static size_t past_value(const char *text, size_t size, size_t at)
{
    size_t level = 0;
    while (at < size) {
        const char c = text[at];
        if (c == '"') {
            at = past_string(text, size, at);
        } else if (c == '{' || c == '[') {
            level++;
            at++;
        } else if (level > 0 && (c == '}' || c == ']')) {
            level--;
            at++;
        } else if (level == 0) { // a number or a word ends before any of these
            while (at < size && !strchr(",]} \t\r\n", text[at])) {
                at++;
            }
        } else {
            at++;
            continue;
        }
        if (level == 0) {
            return at;
        }
    }
    return size;
}

static unsigned hex(const char *text)
{
    unsigned code = 0;
    for (size_t i = 0; i < 4; i++) {
        const char c = text[i];
        code = code * 16 + (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return code;
}

/// Decode the character at `at` of a string: its UTF-8 bytes and how many bytes of text it takes.
static size_t decode(const char *text, size_t at, char out[4], size_t *bytes)
{
    *bytes = 1;
    out[0] = text[at];
    if (text[at] != '\\') {
        return 1;
    }
    static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    const char *letter = strchr(letters, text[at + 1]);
    if (text[at + 1] != 'u') {
        out[0] = letter ? meanings[letter - letters] : text[at + 1];
        return 2;
    }
    size_t taken = 6;
    unsigned code = hex(text + at + 2);
    if (code >= 0xd800 && code <= 0xdbff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (hex(text + at + 8) - 0xdc00);
        taken = 12;
    }
    static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    const size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)(length == 1 ? code : (leads[length] | code));
    *bytes = length;
    return taken;
}

/// Is the string at `at` the (escaped) pointer segment?
static bool key_is(const char *text, size_t at, const char *segment, size_t length)
{
    size_t s = 0;
    for (at++; text[at] != '"';) {
        char bytes[4];
        size_t count;
        at += decode(text, at, bytes, &count);
        for (size_t i = 0; i < count; i++) {
            if (s >= length) {
                return false;
            }
            char want = segment[s++];
            if (want == '~' && s < length) {
                want = segment[s++] == '1' ? '/' : '~';
            }
            if (bytes[i] != want) {
                return false;
            }
        }
    }
    return s == length;
}

/// Within the object at `at`, the member of that key; false when there is none.
static bool find_member(const char *text, size_t size, size_t at, const char *segment, size_t length, size_t occurrence,
                        struct found *out)
{
    for (at = blanks(text, size, at + 1); at < size && text[at] == '"';) {
        const size_t key = at;
        const bool same = key_is(text, key, segment, length);
        at = blanks(text, size, past_string(text, size, at));
        at = blanks(text, size, at + 1); // past the colon
        if (same && occurrence-- == 0) {
            out->key = key;
            out->value = at;
            return true;
        }
        at = blanks(text, size, past_value(text, size, at));
        at = at < size && text[at] == ',' ? blanks(text, size, at + 1) : size;
    }
    return false;
}

static bool find_element(const char *text, size_t size, size_t at, size_t index, struct found *out)
{
    at = blanks(text, size, at + 1);
    for (size_t i = 0; at < size && text[at] != ']'; i++) {
        if (i == index) {
            out->key = out->value = at;
            return true;
        }
        at = blanks(text, size, past_value(text, size, at));
        at = at < size && text[at] == ',' ? blanks(text, size, at + 1) : size;
    }
    return false;
}

struct found parley_i_scan_find(const char *text, size_t size, const char *pointer, size_t occurrence)
{
    struct found found = {.whole = true};
    found.key = found.value = blanks(text, size, 0);
    while (*pointer == '/') {
        const char *segment = pointer + 1;
        const size_t length = strcspn(segment, "/");
        pointer = segment + length;
        const size_t nth = *pointer == '\0' ? occurrence : 0;
        const char kind = found.value < size ? text[found.value] : '\0';
        const bool there =
            (kind == '{' && find_member(text, size, found.value, segment, length, nth, &found)) ||
            (kind == '[' && find_element(text, size, found.value, parley_i_segment_index(segment, length), &found));
        if (!there) {
            found.whole = false;
            break;
        }
    }
    return found;
}

size_t parley_i_scan_inside(const char *text, size_t size, size_t value, size_t offset)
{
    if (value >= size || text[value] != '"') {
        return value;
    }
    size_t at = value + 1;
    for (size_t passed = 1; passed < offset && at < size && text[at] != '"';) {
        char bytes[4];
        size_t count;
        at += decode(text, at, bytes, &count);
        passed += count;
    }
    return at;
}
