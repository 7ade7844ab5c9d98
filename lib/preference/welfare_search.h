// The search behind welfare.h in its two halves: prices that bound the measure (welfare_prices.c), and the walk
// (welfare.c). Private to these two.
#ifndef PARLEY_LIB_PREFERENCE_WELFARE_SEARCH_H
#define PARLEY_LIB_PREFERENCE_WELFARE_SEARCH_H

#include "preference/core.h"
#include "preference/welfare.h"

#define WELFARE_ROUNDING 1e-13   // walked sums and bounds round differently
#define WELFARE_PACKAGES 1e6     // spaces up to here are searched to the end

struct welfare_search {
    const struct welfare *welfare;
    const double *least;
    struct core core;
    double *weight, *tried;  // [party]: multipliers of the bound; those under trial
    double *share;           // [party]: prices: shares that sum to 1, or what a level weighs
    double *worth, *ideal;   // [party]
    double *score, *best;    // [parties + 1]
    double bound;            // no package's measure is larger
    double known;            // some package's measure is as large
    double ignore;           // improvements that are not worth a search
    uint32_t *choice;
    bool found;
};

/// What the measure is worth before ties: the weighted sum, or the least weighted gain.
double parley_i_welfare_measure(const struct welfare_search *search, const double *worth);

/// Is that worth enough to each?
bool parley_i_welfare_allowed(const struct welfare_search *search, const double *worth);

/// Multipliers for the bound (`weight`), the bound, and what is known on the way. False when they prove that no
/// package will do.
bool parley_i_welfare_prices(struct welfare_search *search);

#endif
