#include "preference/product.h"

#include "preference/score.h"

#include <math.h>

static size_t padded(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

size_t parley_i_product_scratch(const struct space *space, uint32_t parties)
{
    size_t two = parley_i_product_two_scratch(space), many = parley_i_product_many_scratch(space, parties);
    return padded(parties * sizeof(double)) + (parties == 2 ? two : many);
}

static bool base_is_acceptable(const struct table *table)
{
    for (uint32_t p = 0; p < table->parties; p++) {
        if (!parley_i_reaches(table->base[p], table->no_deal[p])) {
            return false;
        }
    }
    return true;
}

bool parley_i_product(const struct table *table, const double *power, void *scratch, uint32_t *choice, double *gap)
{
    double *share = scratch;
    void *rest = (char *)scratch + padded(table->parties * sizeof(double));
    uint32_t holders = parley_i_power_shares(power, table->parties, share);
    *gap = 0.0;
    if (table->space->factors == 0) {
        return base_is_acceptable(table);
    }
    return table->parties == 2 ? parley_i_product_two(table, share, holders, rest, choice, gap)
                               : parley_i_product_many(table, share, holders, rest, choice, gap);
}

double parley_i_product_log(const struct table *table, const double *power, const uint32_t *choice)
{
    double total = 0.0, sum = 0.0;
    for (uint32_t p = 0; p < table->parties; p++) {
        total += power[p];
    }
    for (uint32_t p = 0; p < table->parties; p++) {
        double share = total > 0.0 ? power[p] / total : 1.0 / table->parties;
        double gain = parley_i_table_utility(table, p, choice) - table->no_deal[p];
        if (share > 0.0) {
            sum += gain > UTILITY_NOISE ? share * log(gain) : -INFINITY;
        }
    }
    return sum;
}
