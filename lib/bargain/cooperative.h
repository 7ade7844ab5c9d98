// What the protocols that name one best package (other than `nash`) share: they differ in what they make large.
#ifndef PARLEY_LIB_BARGAIN_COOPERATIVE_H
#define PARLEY_LIB_BARGAIN_COOPERATIVE_H

#include "bargain/protocol.h"
#include "preference/welfare.h"

struct cooperative {
    enum welfare_kind kind;
    bool relative;  // gains count as parts of the ideal gain: the party's largest among the packages acceptable to all
    bool powers;    // sums: utilities count by power; least gains: in proportion to power
};

/// To be a protocol's `scratch_size`.
size_t parley_i_cooperative_scratch(const struct sitting_shape *shape, const void *prepared);

/// Settle among the packages acceptable to all. Who can gain nothing at all, or has no power where powers count, is
/// left out of the measure (unless that leaves nobody), but still has to accept.
void parley_i_cooperative_settle(const struct sitting *sitting, const struct cooperative *how, struct settlement *out);

#endif
