// The Pareto packages of two parties, from the first's best to the second's: the stairs on which two-party talks climb.
#ifndef PARLEY_LIB_BARGAIN_STAIRCASE_H
#define PARLEY_LIB_BARGAIN_STAIRCASE_H

#include "bargain/packages.h"

struct stair {
    double u[2];
    uint32_t package;  // its number; the lowest of those alike in both utilities
};

/// Bytes of working memory, 64-byte aligned. Only for spaces that passed parley_i_packages_check.
size_t parley_i_staircase_scratch(const struct space *space);

/// Find the packages acceptable to both that no other is better for one and as good for the other, by falling utility
/// of the first party. Utilities are the same sums as parley_i_table_utility. Returns how many; they lie in `scratch`.
///
/// Factor after factor: what is beaten among the first few factors is beaten with whatever follows, so the cost goes
/// with the frontier rather than with the packages.
size_t parley_i_staircase(const struct table *table, void *scratch, const struct stair **out);

#endif
