// What the traces of several protocols say in the same way.
#ifndef PARLEY_LIB_BARGAIN_TELL_H
#define PARLEY_LIB_BARGAIN_TELL_H

#include "bargain/protocol.h"

/// A package (one option a factor) as members of an object: an option's label, or a grid point's value. `option` has
/// room for the issues.
void parley_i_sitting_tell_package(const struct sitting *sitting, const uint32_t *choice, uint32_t *option,
                                   struct record *into);

/// A number per party as members of an object.
void parley_i_sitting_tell_parties(const struct sitting *sitting, const double *value, struct record *into);

#endif
