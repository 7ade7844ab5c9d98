// Definitions of this room and their defaults. One of an unknown size is left all zero, so that every call that takes it refuses it.
#include "base/fail.h"
#include <parley/analysis.h>

#define DEF_INIT(kind, ...)                                                                                            \
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

DEF_INIT(voting, .conditions = 1)
DEF_INIT(power, .seed = 1, .trial = -1)
DEF_INIT(frontier, .seed = 1, .trial = -1, .threads = 1, .most_points = 10000)
DEF_INIT(conflict, .tolerance = 1e-12)
DEF_INIT(stability, .seed = 1, .trial = -1)
