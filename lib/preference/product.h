// The package with the largest power-weighted product of gains over no agreement (the asymmetric Nash solution), for
// any number of parties.
//
// Any multipliers bound the product from above: a package whose weighted sum of gains is S has a product of at most
// what the best split of S would give, so what beats a known product must lose little against the best weighted sum.
// The search finds multipliers near power/gain, and walks the core they leave.
#ifndef PARLEY_LIB_PREFERENCE_PRODUCT_H
#define PARLEY_LIB_PREFERENCE_PRODUCT_H

#include "preference/table.h"

size_t parley_i_product_scratch(const struct space *space, uint32_t parties);

/// Find it among the packages acceptable to all. Where not all can gain at once, as many as possible gain, and the
/// product is that of those who do. Ties (to 1e-12 of the product): the larger sum of gains, then the lowest package
/// number. `power` >= 0; equal powers when all are 0.
///
/// @param gap  proven: what the product's search gave up, as a weighted mean of utilities; 0 up to 10^6 packages
/// @return false when no package is acceptable to all
bool parley_i_product(const struct table *table, const double *power, void *scratch, uint32_t *choice, double *gap);

/// Sum of (power / total power) * log(gain) over the parties with power; -INFINITY where one of them gains nothing.
double parley_i_product_log(const struct table *table, const double *power, const uint32_t *choice);

#endif
