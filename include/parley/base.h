/// @file base.h
/// What every other header of parley uses: export marks, the version, status values, and the last error.
#ifndef PARLEY_BASE_H
#define PARLEY_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PARLEY_API       __attribute__((visibility("default")))
#define PARLEY_NODISCARD __attribute__((warn_unused_result))
#else
#define PARLEY_API
#define PARLEY_NODISCARD
#endif

/// Every status a call can return. Values are never reused; `parley_status_text` gives the sentence.
#define PARLEY_STATUS_LIST(X)                                                                                          \
    X(OK, 0, "success")                                                                                                \
    X(NO_MEMORY, 1, "memory could not be allocated")                                                                   \
    X(BAD_ARGUMENT, 2, "an argument is NULL, NaN or out of range")                                                     \
    X(BAD_DEF, 3, "a definition was not made by its _init call, or is of an unknown size")                             \
    X(BAD_JSON, 4, "the text is not JSON")                                                                             \
    X(BAD_SCENARIO, 5, "the scenario says something that has no meaning")                                              \
    X(BAD_EXPRESSION, 6, "a formula cannot be read")                                                                   \
    X(BAD_TRIAL, 7, "a number left its valid range in one of the trials")                                              \
    X(NOT_FOUND, 8, "there is no part of that name")                                                                   \
    X(CANCELLED, 9, "a callback asked to stop")                                                                        \
    X(IO, 10, "a file could not be read or written")                                                                   \
    X(TOO_LARGE, 11, "the input is larger than parley accepts")                                                        \
    X(MISMATCH, 12, "the results do not belong to one run and cannot be merged")                                       \
    X(NO_ANSWER, 13, "the question has no answer for this scenario")                                                   \
    X(BAD_RESULT, 14, "the text is not a saved result of this version")                                                \
    X(NO_THREAD, 15, "a worker thread could not be started")

typedef enum parley_status {
#define X(name, value, text) PARLEY_##name = value,
    PARLEY_STATUS_LIST(X)
#undef X
} parley_status;

/// Where and why the last failing call of this thread failed. Unknown parts are NULL, 0 or -1.
typedef struct parley_error {
    parley_status status;  ///< what that call returned
    const char *message;   ///< the whole sentence, place included; never NULL
    const char *file;      ///< name given to the loaded text
    const char *pointer;   ///< RFC 6901 JSON pointer into the scenario
    int32_t line;          ///< from 1
    int32_t column;        ///< from 1
    int64_t trial;         ///< number of the offending trial
} parley_error;

/// Version of the library linked in, such as "0.1.0". Static text.
PARLEY_API const char *parley_version(void);

/// Name of a status, such as "PARLEY_BAD_JSON"; "PARLEY_UNKNOWN" for a value that is none. Static text.
PARLEY_API const char *parley_status_name(parley_status status);

/// One sentence on a status. Static text.
PARLEY_API const char *parley_status_text(parley_status status);

/// The sentence of this thread's last failing call; "" when none has failed. Valid until this thread's next failing call.
PARLEY_API const char *parley_last_message(void);

/// This thread's last error in parts. Texts are valid until this thread's next failing call.
PARLEY_API parley_error parley_last_error(void);

/// Free a text that parley handed out (`char **` out-pointers). NULL is fine.
PARLEY_API void parley_text_destroy(char *text);

/// Where a field of a public struct lies, as this library was compiled. A binding compares its own declarations with these rows.
typedef struct parley_layout_row {
    const char *owner; ///< the struct, "parley_run_def"
    const char *name;  ///< the field, "seed"; "" in the row of the whole struct
    size_t offset;     ///< in bytes
    size_t size;       ///< in bytes
} parley_layout_row;

/// Every field of every public struct. Static; `*count` is the number of rows (NULL is fine).
PARLEY_API const parley_layout_row *parley_layout(size_t *count);

/// Declares `parley_KIND_def_default()`: a definition with its defaults, such as `parley_issue_def def = parley_issue_def_default();`
#define PARLEY_DEF_INLINE(kind)                                                                                        \
    static inline parley_##kind##_def parley_##kind##_def_default(void)                                                \
    {                                                                                                                  \
        parley_##kind##_def def;                                                                                       \
        memset(&def, 0, sizeof def);                                                                                   \
        (void)parley_##kind##_def_init(&def, sizeof def);                                                              \
        return def;                                                                                                    \
    }

#ifdef __cplusplus
}
#endif
#endif
