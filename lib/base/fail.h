// How a private function fails: set this thread's sentence, return the status.
#ifndef PARLEY_LIB_BASE_FAIL_H
#define PARLEY_LIB_BASE_FAIL_H

#include <parley/base.h>

#if defined(__GNUC__)
#define PARLEY_I_PRINTF(text, rest) __attribute__((format(printf, text, rest)))
#else
#define PARLEY_I_PRINTF(text, rest)
#endif

/// Record an error without a place. Returns `status`, so that `return parley_i_fail(...)` reads well.
parley_status parley_i_fail(parley_status status, const char *format, ...) PARLEY_I_PRINTF(2, 3);

/// Record an error at a JSON pointer of the scenario; the message becomes "POINTER: sentence".
/// `offset` is the 1-based character within the string value at that pointer (a formula's column), 0 when none.
parley_status parley_i_fail_at(parley_status status, const char *pointer, size_t offset, const char *format, ...)
    PARLEY_I_PRINTF(4, 5);

/// Add the place in a file to this thread's last error: the message becomes "FILE:LINE:COLUMN: ...".
void parley_i_error_locate(const char *file, int32_t line, int32_t column);

/// The pointer and offset given to the last parley_i_fail_at of this thread (NULL, 0 when none).
const char *parley_i_error_pointer(size_t *offset);

/// Replace the pointer of the last error (the message's own pointer included).
void parley_i_error_repoint(const char *pointer);

/// Note the trial in which the last error arose, for parley_last_error().
void parley_i_error_trial(uint64_t trial);

/// One-line argument check: `if (bad) return parley_i_fail(...)` without the noise.
#define PARLEY_I_REQUIRE(condition, ...)                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            return parley_i_fail(PARLEY_BAD_ARGUMENT, __VA_ARGS__);                                                    \
        }                                                                                                              \
    } while (0)

/// Pass a failure up unchanged.
#define PARLEY_I_TRY(call)                                                                                             \
    do {                                                                                                               \
        parley_status status_ = (call);                                                                                \
        if (status_ != PARLEY_OK) {                                                                                    \
            return status_;                                                                                            \
        }                                                                                                              \
    } while (0)

#endif
