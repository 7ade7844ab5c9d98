// What a sitting can choose among in one trial, as plain arrays: utilities by party and option, additive over factors.
//
// A factor is one issue, or several that linkages join: then its options are the combinations. Additivity is what keeps
// the cost with the sum of options rather than their product.
//
// One order of summation is used everywhere (base, then factors first to last), so that every search sees the same
// bits; and comparisons with a level (a target, no agreement) forgive UTILITY_NOISE, so that a package that is worth
// exactly the level on paper reaches it whatever the rounding.
#ifndef PARLEY_LIB_PREFERENCE_TABLE_H
#define PARLEY_LIB_PREFERENCE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct factor {
    const uint32_t *issue;   // which of the sitting's issues it joins, increasing
    const uint32_t *stride;  // option index of issue i = (cell / stride[i]) % size[i]; its first issue is the slowest
    const uint32_t *size;
    uint32_t issues;
    uint32_t options;  // product of sizes
    uint32_t first;    // its first cell
};

struct space {  // fixed when the plan is made
    const struct factor *factor;
    uint32_t factors, issues, cells;  // cells: options summed over factors
    double packages;                  // product of options; may be huge
    // [party * cells + cell] worth of each cell per unit of scale when that does not vary by trial, else NULL
    const double *pay;
};

struct table {
    const struct space *space;
    uint32_t parties;
    const double *utility;  // [party * cells + cell], >= 0 or with negative linkages
    const uint8_t *barred;  // [party * cells + cell]: beyond a red line of that party; NULL when no red line bites
    const double *base;     // [party]: what is already settled is worth to it
    const double *no_deal;  // [party]
};

/// Utilities nearer than this are one: the rounding of sums of different order is far below, any real stake far above.
#define UTILITY_NOISE 1e-12

/// Is that utility worth at least the level?
static inline bool parley_i_reaches(double utility, double level)
{
    return utility >= level - UTILITY_NOISE;
}

/// Utility of a package (one option a factor) to a party, base included.
static inline double parley_i_table_utility(const struct table *table, uint32_t party, const uint32_t *choice)
{
    const struct space *space = table->space;
    double sum = table->base[party];
    for (uint32_t f = 0; f < space->factors; f++) {
        sum += table->utility[(size_t)party * space->cells + space->factor[f].first + choice[f]];
    }
    return sum;
}

/// Is that package beyond a red line of the party?
bool parley_i_table_crosses(const struct table *table, uint32_t party, const uint32_t *choice);

/// Acceptable: no red line crossed and worth at least no agreement.
bool parley_i_table_acceptable(const struct table *table, uint32_t party, const uint32_t *choice);

/// The best a party can get among packages that cross none of its own red lines: its utility, and (unless `choice` is
/// NULL) the package, the first option of each factor that gives it. -INFINITY, and `choice` untouched, when every
/// package crosses one.
double parley_i_table_top(const struct table *table, uint32_t party, uint32_t *choice);

/// From package number (mixed radix over issues in the sitting's order, first issue slowest) to one option a factor,
/// and back. "Lowest index" ties everywhere mean this number.
/// option of each issue
void parley_i_space_options(const struct space *space, const uint32_t *choice, uint32_t *option);
/// by package number
int parley_i_space_compare(const struct space *space, const uint32_t *a, const uint32_t *b);

#endif
