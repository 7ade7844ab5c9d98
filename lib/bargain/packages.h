// Every package of a sitting one by one, for protocols that have to see them all; and a package as one number.
#ifndef PARLEY_LIB_BARGAIN_PACKAGES_H
#define PARLEY_LIB_BARGAIN_PACKAGES_H

#include "bargain/protocol.h"

enum { MOST_PACKAGES = 1000000 };  // more are not looked at one by one

/// Fail with a sentence when the sitting has more packages than are looked at one by one, or their utilities would fill
/// the memory. `name`: the protocol's.
parley_status parley_i_packages_check(const char *name, const struct sitting_shape *shape);

/// What an option of a factor adds to the package's number (mixed radix over issues, the first slowest): number[cell].
void parley_i_package_numbers(const struct space *space, uint32_t *number);

/// One option a factor, of the package of that number.
void parley_i_package_choice(const struct space *space, uint32_t number, uint32_t *choice);

struct packages {
    uint32_t parties;
    size_t count;
    double *utility;   // [package * parties + party]; -INFINITY where it is beyond the party's red line
    uint32_t *number;  // [package]
    double *spare;     // to prune with
};

/// Bytes of working memory, 64-byte aligned. Only for spaces that passed the check.
size_t parley_i_packages_scratch(const struct space *space, uint32_t parties);

/// List the packages worth at least `need[party]` to every party (see parley_i_reaches), in no particular order. `need`
/// NULL: all.
void parley_i_packages_list(const struct table *table, const double *need, void *scratch, struct packages *out);

/// Leave out packages that others beat: at least as good for everybody, and better for somebody by more than the noise.
/// Not all such, but most, at a cost that grows with the packages alone.
void parley_i_packages_prune(struct packages *packages);

#endif
