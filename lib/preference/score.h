// How packages are ranked by the product of gains. Private to the product's two searches.
#ifndef PARLEY_LIB_PREFERENCE_SCORE_H
#define PARLEY_LIB_PREFERENCE_SCORE_H

#include "preference/table.h"

struct score {
    uint32_t gainers;  // parties with power that gain
    double log;        // power-weighted sum of the logarithms of their gains
    double sum;        // sum of gains
};

/// Equal but for rounding: the package number decides.
static inline bool parley_i_score_tied(const struct score *a, const struct score *b)
{
    double log = a->log - b->log, sum = a->sum - b->sum;
    return a->gainers == b->gainers && log <= UTILITY_NOISE && log >= -UTILITY_NOISE && sum <= UTILITY_NOISE &&
           sum >= -UTILITY_NOISE;
}

/// Is `a` better than `b`, ties aside?
static inline bool parley_i_score_better(const struct score *a, const struct score *b)
{
    if (a->gainers != b->gainers) {
        return a->gainers > b->gainers;
    }
    double log = a->log - b->log;
    if (log > UTILITY_NOISE || log < -UTILITY_NOISE) {
        return log > 0.0;
    }
    return a->sum > b->sum + UTILITY_NOISE;
}

/// Powers as shares, equal when all are 0. Returns how many parties have power.
static inline uint32_t parley_i_power_shares(const double *power, uint32_t parties, double *share)
{
    double total = 0.0;
    uint32_t holders = 0;
    for (uint32_t p = 0; p < parties; p++) {
        total += power[p];
        holders += power[p] > 0.0;
    }
    for (uint32_t p = 0; p < parties; p++) {
        share[p] = total > 0.0 ? power[p] / total : 1.0 / parties;
    }
    return holders > 0 ? holders : parties;
}

size_t parley_i_product_two_scratch(const struct space *space);
bool parley_i_product_two(const struct table *table, const double *share, uint32_t holders, void *scratch,
                          uint32_t *choice, double *gap);
size_t parley_i_product_many_scratch(const struct space *space, uint32_t parties);
bool parley_i_product_many(const struct table *table, const double *share, uint32_t holders, void *scratch,
                           uint32_t *choice, double *gap);

/// Most steps of a walk: as many as it takes up to 10^6 packages.
static inline uint64_t parley_i_product_budget(const struct space *space)
{
    return space->packages <= 1e6 ? UINT64_MAX : 200000;
}

#endif
