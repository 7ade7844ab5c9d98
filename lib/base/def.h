// A definition's _init call: the defaults, once the caller's and the library's idea of its size agree. One of an unknown size is left
// alone, so that every call that takes it refuses it.
#ifndef PARLEY_LIB_BASE_DEF_H
#define PARLEY_LIB_BASE_DEF_H

#include "base/fail.h"

/// Defines parley_KIND_def_init; the rest are the defaults as designated initialisers.
#define PARLEY_I_DEF_INIT(kind, ...)                                                                                   \
    parley_status parley_##kind##_def_init(parley_##kind##_def *def, size_t size)                                      \
    {                                                                                                                  \
        PARLEY_I_REQUIRE(def, "parley_" #kind "_def_init: def is NULL");                                               \
        if (size != sizeof *def) {                                                                                     \
            return parley_i_fail(PARLEY_BAD_DEF,                                                                       \
                                 "parley_" #kind "_def_init: expected %zu bytes, found %zu: header and "               \
                                 "library differ",                                                                     \
                                 sizeof *def, size);                                                                   \
        }                                                                                                              \
        *def = (parley_##kind##_def){.struct_size = sizeof *def, __VA_ARGS__};                                         \
        return PARLEY_OK;                                                                                              \
    }

#endif
