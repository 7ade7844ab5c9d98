#include "base/text.h"
#include "chance/law_kind.h"
#include <math.h>
#include <stdio.h>

// truncate(dist, low, high): the law given that its value lies in [low, high].

static const double least_mass = 1e-6;  // less of the law between the ends would leave too few digits of probability

/// P(X < low) and P(X <= high) of the law inside, atoms at `low` included in what is kept.
struct cut {
    double below, up_to;
};

static struct cut cut_of(const struct law *law)
{
    const struct law *inside = law->part[0];
    return (struct cut){parley_i_law_cdf(inside, nextafter(law->argument[1], -INFINITY)),
                        parley_i_law_cdf(inside, law->argument[2])};
}

static const char *check(const struct law *law, char *message, size_t capacity)
{
    const char *wrong = parley_i_expect_order(law, 1, 2, true, message, capacity);
    if (wrong != NULL) {
        return wrong;
    }
    struct cut cut = cut_of(law);
    if (cut.up_to - cut.below >= least_mass) {
        return NULL;
    }
    char low[32], high[32];
    parley_i_number_print(law->argument[1], low);
    parley_i_number_print(law->argument[2], high);
    snprintf(message, capacity, "less than a millionth of the distribution lies between low and high, found %s and %s",
             low, high);
    return message;
}

static double quantile(const struct law *law, double u)
{
    struct cut cut = cut_of(law);
    double p = (1 - u) * cut.below + u * cut.up_to;
    p = fmin(fmax(p, 0x1p-1000), 1 - 0x1p-53);
    return fmin(fmax(parley_i_law_quantile(law->part[0], p), law->argument[1]), law->argument[2]);
}

static double cdf(const struct law *law, double x)
{
    if (x < law->argument[1] || x >= law->argument[2]) {
        return x >= law->argument[2];
    }
    struct cut cut = cut_of(law);
    return (parley_i_law_cdf(law->part[0], x) - cut.below) / (cut.up_to - cut.below);
}

static double density(const struct law *law, double x)
{
    const struct law *inside = law->part[0];
    if (x < law->argument[1] || x > law->argument[2] || inside->kind->density == NULL) {
        return 0;
    }
    struct cut cut = cut_of(law);
    return inside->kind->density(inside, x) / (cut.up_to - cut.below);
}

static const char *const dist_low_high[] = {"distribution", "low", "high"};
const struct distribution parley_i_truncate = {
    .name = "truncate",
    .arguments = dist_low_high,
    .least = 3,
    .most = 3,
    .stride = 3,
    .laws = 1,
    .check = check,
    .quantile = quantile,
    .cdf = cdf,
    .density = density,
};
