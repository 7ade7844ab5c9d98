#include "base/fail.h"

#include <stdarg.h>
#include <stdio.h>

enum { MESSAGE_SIZE = 1024, POINTER_SIZE = 512, FILE_SIZE = 512 };

/// The last error of this thread: its parts, and the message composed of them.
struct last_error {
    parley_status status;
    char sentence[MESSAGE_SIZE];
    char pointer[POINTER_SIZE];
    char file[FILE_SIZE];
    bool has_pointer, has_file;
    size_t offset;
    int32_t line, column;
    int64_t trial;
    char message[MESSAGE_SIZE + POINTER_SIZE + FILE_SIZE + 64];
};

static _Thread_local struct last_error last = {.trial = -1};

/// Cut back an overlong text to whole UTF-8 characters: a message must stay text.
static void trim_utf8(char *text, size_t capacity)
{
    size_t size = strlen(text);
    if (size + 1 < capacity) {
        return;
    }
    while (size > 0 && ((unsigned char)text[size - 1] & 0xC0) == 0x80) {
        size--;
    }
    if (size > 0 && (unsigned char)text[size - 1] >= 0xC0) {
        size--;
    }
    text[size] = '\0';
}

static void copy(char *to, size_t capacity, const char *from)
{
    size_t size = strlen(from);
    if (size >= capacity) {
        size = capacity - 1;
    }
    memcpy(to, from, size);
    to[size] = '\0';
    trim_utf8(to, capacity);
}

static void compose(void)
{
    size_t used = 0;
    last.message[0] = '\0';
    if (last.has_file && last.line > 0) {
        int n = snprintf(last.message, sizeof last.message, "%s:%d:%d: ", last.file, (int)last.line, (int)last.column);
        used = n > 0 ? (size_t)n : 0;
    } else if (last.has_file) {
        int n = snprintf(last.message, sizeof last.message, "%s: ", last.file);
        used = n > 0 ? (size_t)n : 0;
    }
    if (last.has_pointer) {
        int n = snprintf(last.message + used, sizeof last.message - used, "%s: ", last.pointer[0] ? last.pointer : "/");
        used += n > 0 ? (size_t)n : 0;
    }
    snprintf(last.message + used, sizeof last.message - used, "%s", last.sentence);
}

static void begin(parley_status status)
{
    last.status = status;
    last.has_pointer = last.has_file = false;
    last.pointer[0] = last.file[0] = '\0';
    last.offset = 0;
    last.line = last.column = 0;
    last.trial = -1;
}

parley_status parley_i_fail(parley_status status, const char *format, ...)
{
    // The arguments may be parts of the last error itself, so the sentence is formatted before anything is cleared.
    char sentence[MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    trim_utf8(sentence, sizeof sentence);
    begin(status);
    copy(last.sentence, sizeof last.sentence, sentence);
    compose();
    return status;
}

parley_status parley_i_fail_at(parley_status status, const char *pointer, size_t offset, const char *format, ...)
{
    char sentence[MESSAGE_SIZE];
    char at[POINTER_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    trim_utf8(sentence, sizeof sentence);
    copy(at, sizeof at, pointer ? pointer : "");
    begin(status);
    copy(last.sentence, sizeof last.sentence, sentence);
    memcpy(last.pointer, at, sizeof at);
    last.has_pointer = pointer != NULL;
    last.offset = offset;
    compose();
    return status;
}

void parley_i_error_locate(const char *file, int32_t line, int32_t column)
{
    copy(last.file, sizeof last.file, file);
    last.has_file = true;
    last.line = line;
    last.column = column;
    compose();
}

const char *parley_i_error_pointer(size_t *offset)
{
    if (offset) {
        *offset = last.offset;
    }
    return last.has_pointer ? last.pointer : NULL;
}

void parley_i_error_repoint(const char *pointer)
{
    char at[POINTER_SIZE];
    copy(at, sizeof at, pointer);
    memcpy(last.pointer, at, sizeof at);
    last.has_pointer = true;
    compose();
}

void parley_i_error_trial(uint64_t trial) { last.trial = (int64_t)trial; }

const char *parley_last_message(void) { return last.message; }

parley_error parley_last_error(void)
{
    return (parley_error){
        .status = last.status,
        .message = last.message,
        .file = last.has_file ? last.file : NULL,
        .pointer = last.has_pointer ? last.pointer : NULL,
        .line = last.line,
        .column = last.column,
        .trial = last.trial,
    };
}
