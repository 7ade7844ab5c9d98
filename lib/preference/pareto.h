// Every package that no other beats: another beats it when it is worth as much to everyone and more to someone.
// Utilities nearer than UTILITY_NOISE are one, and packages worth the same to everyone all stay.
//
// Additivity makes it cheap: a part of a package that is beaten makes every package with it beaten, so factors are
// added one after the other and what is beaten so far is dropped. Two parties' points are sorted and swept; more
// parties' are divided and conquered (Kung, Luccio & Preparata, J. ACM 22 (1975) 469-476).
#ifndef PARLEY_LIB_PREFERENCE_PARETO_H
#define PARLEY_LIB_PREFERENCE_PARETO_H

#include "preference/table.h"
#include <parley/base.h>

enum { PARETO_PACKAGES = 1000000 };  // most packages a space may have

struct pareto {
    const struct space *space;
    uint32_t parties;
    size_t count;
    double *utility;  // [package * parties + party]
    uint32_t *code;   // [package]: one option a factor, the first factor slowest; or, with `choice`, a row of it
    const uint32_t *choice;  // [row * factors + factor], of its owner; NULL: codes say it all
};

/// Find them among the packages that cross nobody's red line, best for the first party first. PARLEY_NO_MEMORY;
/// release it whatever the status.
parley_status parley_i_pareto_find(const struct table *table, struct pareto *out);
void parley_i_pareto_release(struct pareto *pareto);

/// One option a factor, of the i-th package.
void parley_i_pareto_choice(const struct pareto *pareto, size_t i, uint32_t *choice);

/// Mark the points that another beats: point i is worth value[party * n + i]. n <= PARETO_PACKAGES. False when memory
/// ran out.
bool parley_i_pareto_filter(const double *value, size_t n, uint32_t parties, uint8_t *beaten);

/// Numbers of n values, largest first; equal ones (to 2^-44 of the range) in order. `keys` has room for 2 n.
void parley_i_order_descending(const double *value, size_t n, uint64_t *keys, uint32_t *order);

/// How many packages are worth `least` to all and cross nobody's red line. At most PARETO_PACKAGES packages.
/// PARLEY_NO_MEMORY.
parley_status parley_i_zone_count(const struct table *table, const double *least, uint64_t *count);

#endif
