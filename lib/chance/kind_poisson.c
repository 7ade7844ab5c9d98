#include "chance/law_kind.h"
#include "chance/special.h"

enum { LISTED_MOST = 100000 };  // values in a support worth listing

// poisson(mean)

static const char *check(const struct law *law, char *message, size_t capacity)
{
    double mean = law->argument[0];
    return parley_i_expect(mean >= 0 && mean <= 1e10, law, 0, mean > 0 ? "<= 1e10" : ">= 0", message, capacity);
}

static double survival(const struct law *law, double x)
{
    return x < 0 ? 1 : parley_i_gamma_tails(floor(x) + 1, law->argument[0]).lower;
}

static double cdf(const struct law *law, double x)
{
    return x < 0 ? 0 : parley_i_gamma_tails(floor(x) + 1, law->argument[0]).upper;
}

static double quantile(const struct law *law, double u)
{
    double mean = law->argument[0], z = parley_i_normal_z(u);
    double guess = mean + sqrt(mean) * z + (z * z - 1) / 6;  // Cornish & Fisher
    return parley_i_integer_quantile(law, u, guess, 0, HUGE_VAL);
}

/// P(X = k)
static double probability(double mean, double k)
{
    return k > 0 ? parley_i_gamma_slope(k, mean) / k : exp(-mean);
}

static size_t support(const struct law *law, double *value, double *weight)
{
    double low = quantile(law, 0x1p-54), high = quantile(law, 1 - 0x1p-53);
    if (high - low > LISTED_MOST) {
        return SIZE_MAX;
    }
    size_t count = (size_t)(high - low) + 1;
    for (size_t i = 0; i < count && value != NULL; i++) {
        value[i] = low + (double)i;
        weight[i] = probability(law->argument[0], value[i]);
    }
    return count;
}

static const char *const mean_name[] = {"mean"};
const struct distribution parley_i_poisson = {
    .name = "poisson",
    .arguments = mean_name,
    .least = 1,
    .most = 1,
    .stride = 1,
    .discrete = true,
    .check = check,
    .quantile = quantile,
    .cdf = cdf,
    .survival = survival,
    .support = support,
};
