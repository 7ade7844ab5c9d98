#include "chance/law_kind.h"
#include <math.h>

// mixture(dist, weight, ...): one of several laws, by weight. It is drawn from by one uniform, as every law is.

static double weight_of(const struct law *law, size_t i)
{
    return law->argument[2 * i + 1];
}

/// The weighted mean over the parts of one of their functions.
static double blend(const struct law *law, double x, double (*function)(const struct law *part, double x))
{
    double sum = 0, weights = 0;
    for (size_t i = 0; i < law->parts; i++) {
        if (weight_of(law, i) > 0) {
            sum += weight_of(law, i) * function(law->part[i], x);
            weights += weight_of(law, i);
        }
    }
    return sum / weights;
}

static double cdf(const struct law *law, double x)
{
    return blend(law, x, parley_i_law_cdf);
}

static double survival(const struct law *law, double x)
{
    return blend(law, x, parley_i_law_survival);
}

static double part_density(const struct law *part, double x)
{
    return part->kind->density != NULL ? part->kind->density(part, x) : 0;
}

static double density(const struct law *law, double x)
{
    return blend(law, x, part_density);
}

/// The quantile lies between those of the parts.
static double quantile(const struct law *law, double u)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < law->parts; i++) {
        if (weight_of(law, i) > 0) {
            double x = parley_i_law_quantile(law->part[i], u);
            low = fmin(low, x);
            high = fmax(high, x);
        }
    }
    return low < high ? parley_i_bracketed_quantile(law, u, low, high) : high;
}

static const char *const part_weight[] = {"distribution", "weight"};
const struct distribution parley_i_mixture = {
    .name = "mixture",
    .arguments = part_weight,
    .least = 2,
    .most = UINT8_MAX,
    .stride = 2,
    .laws = 1,
    .check = parley_i_expect_weights,
    .quantile = quantile,
    .cdf = cdf,
    .survival = survival,
    .density = density,
};
