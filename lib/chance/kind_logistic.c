#include "base/vector.h"
#include "chance/law_kind.h"
#include "chance/special.h"
#include "chance/vector_math.h"
#include <float.h>

// logistic_dist(location, scale)

static const char *check(const struct law *law, char *message, size_t capacity)
{
    return parley_i_expect_positive(law, 1, message, capacity);
}

static double quantile(const struct law *law, double u)
{
    return law->argument[0] + law->argument[1] * (log(u) - log1p(-u));
}

static double standard(const struct law *law, double x)
{
    return (x - law->argument[0]) / law->argument[1];
}

static double cdf(const struct law *law, double x)
{
    return parley_i_logistic(standard(law, x));
}

static double survival(const struct law *law, double x)
{
    return parley_i_logistic(-standard(law, x));
}

static double density(const struct law *law, double x)
{
    return cdf(law, x) * survival(law, x) / law->argument[1];
}

PARLEY_I_VECTOR static void apply(const double *restrict u, const double *const *argument, double *restrict out,
                                  size_t n)
{
    const double *restrict location = argument[0], *restrict scale = argument[1];
    for (size_t i = 0; i < n; i++) {
        double low = u[i] < DBL_MIN ? DBL_MIN : u[i], high = 1 - low;
        out[i] = location[i] + scale[i] * (parley_i_log(low) - parley_i_log(high < DBL_MIN ? DBL_MIN : high));
    }
}

static const char *const location_scale[] = {"location", "scale"};
const struct distribution parley_i_logistic_dist = {
    .name = "logistic_dist",
    .arguments = location_scale,
    .least = 2,
    .most = 2,
    .stride = 1,
    .check = check,
    .quantile = quantile,
    .cdf = cdf,
    .survival = survival,
    .density = density,
    .apply = apply,
};
