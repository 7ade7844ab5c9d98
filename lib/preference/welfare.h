// The package that makes a measure of everybody's welfare largest: a weighted sum of utilities, or the least of the
// weighted gains (then the second least, and so on), for any number of parties.
//
// The search is exact up to 10^6 packages and proves a gap beyond. As for the product of gains, multipliers bound the
// measure from above: no weighted sum of gains, the multipliers of weights summing to 1, is below the least of them.
// Multipliers near the best leave a small core, which is walked.
#ifndef PARLEY_LIB_PREFERENCE_WELFARE_H
#define PARLEY_LIB_PREFERENCE_WELFARE_H

#include "preference/table.h"

enum welfare_kind {
    WELFARE_SUM,    // sum of weight * utility
    WELFARE_LEAST,  // least of weight * gain among the parties with weight, then the second least, ...
};

struct welfare {
    enum welfare_kind kind;
    const double *weight;  // [party], >= 0, not all 0
    const double *origin;  // [party]: gains are counted from there
};

/// How good utilities are, as numbers of which the first that differs (by more than UTILITY_NOISE) decides; the last
/// is the plain sum of gains. `score` has room for parties + 1.
void parley_i_welfare_score(const struct welfare *welfare, uint32_t parties, const double *utility, double *score);

/// Positive: the first is better. 0: tied.
int parley_i_welfare_compare(const struct welfare *welfare, uint32_t parties, const double *a, const double *b);

size_t parley_i_welfare_scratch(const struct space *space, uint32_t parties);

/// Find it among the packages that cross no red line and are worth `least` to each party (-INFINITY: anything will
/// do). Ties: the larger sum of gains, then the lowest package number.
///
/// @param gap  proven, in utility: for sums, of a weighted mean of utilities, else of the party that fares worst; 0
///         up to 10^6 packages
/// @return false when there is no such package
bool parley_i_welfare(const struct welfare *welfare, const struct table *table, const double *least, void *scratch,
                      uint32_t *choice, double *gap);

/// What each party could gain at most over its `least` among the packages that are worth `least` to all and cross no
/// red line: the ideal of Kalai and Smorodinsky. False when there is no such package. `gap` as above, the largest.
bool parley_i_ideal_gains(const struct table *table, const double *least, void *scratch, double *gain, double *gap);

#endif
