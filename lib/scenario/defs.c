// Definitions and their defaults. A definition of an unknown size is left all zero, so that every call that takes it
// refuses it.
#include "scenario/document.h"

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

DEF_INIT(assumption, .id = NULL)
DEF_INIT(issue, .id = NULL)
DEF_INIT(party, .power = "1", .salience = "1", .no_deal = "0", .discount = "1")
DEF_INIT(demand, .weight = "1", .shape = "1")
DEF_INIT(linkage, .when = NULL)
DEF_INIT(talks, .protocol = "alternating")
DEF_INIT(vote, .id = NULL)
DEF_INIT(chance, .id = NULL)
DEF_INIT(transition, .from = NULL)
DEF_INIT(metric, .id = NULL)
DEF_INIT(protocol, .name = NULL)
