#include "base/vector.h"
#include "chance/law_kind.h"
#include <math.h>

// uniform(low, high)

static const char *uniform_check(const struct law *law, char *message, size_t capacity)
{
    return parley_i_expect_order(law, 0, 1, true, message, capacity);
}

static double uniform_quantile(const struct law *law, double u)
{
    return (1 - u) * law->argument[0] + u * law->argument[1];
}

static double uniform_cdf(const struct law *law, double x)
{
    double low = law->argument[0], high = law->argument[1];
    return x <= low ? 0 : x >= high ? 1 : (x - low) / (high - low);
}

static double uniform_survival(const struct law *law, double x)
{
    double low = law->argument[0], high = law->argument[1];
    return x <= low ? 1 : x >= high ? 0 : (high - x) / (high - low);
}

static double uniform_density(const struct law *law, double x)
{
    double low = law->argument[0], high = law->argument[1];
    return x < low || x > high ? 0 : 1 / (high - low);
}

PARLEY_I_VECTOR static void uniform_apply(const double *restrict u, const double *const *argument, double *restrict out,
                                          size_t n)
{
    const double *restrict low = argument[0], *restrict high = argument[1];
    for (size_t i = 0; i < n; i++) {
        out[i] = (1 - u[i]) * low[i] + u[i] * high[i];
    }
}

static const char *const low_high[] = {"low", "high"};
const struct distribution parley_i_uniform_law = {
    .name = "uniform",
    .arguments = low_high,
    .least = 2,
    .most = 2,
    .stride = 1,
    .check = uniform_check,
    .quantile = uniform_quantile,
    .cdf = uniform_cdf,
    .survival = uniform_survival,
    .density = uniform_density,
    .apply = uniform_apply,
};

// triangular(low, mode, high); the mode may be at either end

static const char *triangular_check(const struct law *law, char *message, size_t capacity)
{
    const char *wrong = parley_i_expect_order(law, 0, 2, true, message, capacity);
    wrong = wrong != NULL ? wrong : parley_i_expect_order(law, 0, 1, false, message, capacity);
    return wrong != NULL ? wrong : parley_i_expect_order(law, 1, 2, false, message, capacity);
}

static inline double triangular_value(double low, double mode, double high, double u)
{
    double range = high - low, left = mode - low, right = high - mode;
    double from_low = low + sqrt(u * range * left);
    double from_high = high - sqrt((1 - u) * range * right);
    return u * range < left ? from_low : from_high;
}

static double triangular_quantile(const struct law *law, double u)
{
    return triangular_value(law->argument[0], law->argument[1], law->argument[2], u);
}

static double triangular_survival(const struct law *law, double x)
{
    double low = law->argument[0], mode = law->argument[1], high = law->argument[2], range = high - low;
    if (x <= low || x >= high) {
        return x <= low;
    }
    return x < mode ? 1 - (x - low) / range * ((x - low) / (mode - low))
                    : (high - x) / range * ((high - x) / (high - mode));
}

static double triangular_cdf(const struct law *law, double x)
{
    double low = law->argument[0], mode = law->argument[1], range = law->argument[2] - low;
    return x > low && x < mode ? (x - low) / range * ((x - low) / (mode - low)) : 1 - triangular_survival(law, x);
}

static double triangular_density(const struct law *law, double x)
{
    double low = law->argument[0], mode = law->argument[1], high = law->argument[2], range = high - low;
    if (x < low || x > high) {
        return 0;
    }
    return x < mode ? 2 * (x - low) / (range * (mode - low)) : 2 * (high - x) / (range * (high - mode));
}

PARLEY_I_VECTOR static void triangular_apply(const double *restrict u, const double *const *argument,
                                             double *restrict out, size_t n)
{
    const double *restrict low = argument[0], *restrict mode = argument[1], *restrict high = argument[2];
    for (size_t i = 0; i < n; i++) {
        out[i] = triangular_value(low[i], mode[i], high[i], u[i]);
    }
}

static const char *const low_mode_high[] = {"low", "mode", "high"};
const struct distribution parley_i_triangular = {
    .name = "triangular",
    .arguments = low_mode_high,
    .least = 3,
    .most = 3,
    .stride = 1,
    .check = triangular_check,
    .quantile = triangular_quantile,
    .cdf = triangular_cdf,
    .survival = triangular_survival,
    .density = triangular_density,
    .apply = triangular_apply,
};
