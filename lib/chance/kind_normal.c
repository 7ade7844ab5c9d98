#include "base/vector.h"
#include "chance/law_kind.h"
#include "chance/special.h"
#include "chance/vector_math.h"

static const double z95 = 1.6448536269514722;  // 95% of a standard normal lies below
static const double one_over_root_two_pi = 0.39894228040143267794;

static double normal_density(double z)
{
    return one_over_root_two_pi * exp(-0.5 * z * z);
}

static const char *check(const struct law *law, char *message, size_t capacity)
{
    return parley_i_expect_positive(law, 1, message, capacity);
}

// normal(mean, sd)

static double quantile(const struct law *law, double u)
{
    return law->argument[0] + law->argument[1] * parley_i_normal_z(u);
}

static double standard(const struct law *law, double x)
{
    return (x - law->argument[0]) / law->argument[1];
}

static double cdf(const struct law *law, double x)
{
    return parley_i_normal_tails(standard(law, x)).lower;
}

static double survival(const struct law *law, double x)
{
    return parley_i_normal_tails(standard(law, x)).upper;
}

static double density(const struct law *law, double x)
{
    return normal_density(standard(law, x)) / law->argument[1];
}

PARLEY_I_VECTOR static void scale_block(const double *const *argument, double *restrict z, size_t n)
{
    const double *restrict mean = argument[0], *restrict sd = argument[1];
    for (size_t i = 0; i < n; i++) {
        z[i] = mean[i] + sd[i] * z[i];
    }
}

static void apply(const double *u, const double *const *argument, double *out, size_t n)
{
    parley_i_normal_quantile(u, out, n);
    scale_block(argument, out, n);
}

static const char *const mean_sd[] = {"mean", "sd"};
const struct distribution parley_i_normal = {
    .name = "normal",
    .arguments = mean_sd,
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

// lognormal(mu, sigma): the logarithm is normal

static double lognormal_quantile(const struct law *law, double u)
{
    return exp(quantile(law, u));
}

static double lognormal_cdf(const struct law *law, double x)
{
    return x > 0 ? cdf(law, log(x)) : 0;
}

static double lognormal_survival(const struct law *law, double x)
{
    return x > 0 ? survival(law, log(x)) : 1;
}

static double lognormal_density(const struct law *law, double x)
{
    return x > 0 ? density(law, log(x)) / x : 0;
}

PARLEY_I_VECTOR static void exp_block(const double *const *argument, double *restrict z, size_t n)
{
    const double *restrict mu = argument[0], *restrict sigma = argument[1];
    for (size_t i = 0; i < n; i++) {
        z[i] = parley_i_exp(mu[i] + sigma[i] * z[i]);
    }
}

static void lognormal_apply(const double *u, const double *const *argument, double *out, size_t n)
{
    parley_i_normal_quantile(u, out, n);
    exp_block(argument, out, n);
}

static const char *const mu_sigma[] = {"mu", "sigma"};
const struct distribution parley_i_lognormal = {
    .name = "lognormal",
    .arguments = mu_sigma,
    .least = 2,
    .most = 2,
    .stride = 1,
    .check = check,
    .quantile = lognormal_quantile,
    .cdf = lognormal_cdf,
    .survival = lognormal_survival,
    .density = lognormal_density,
    .apply = lognormal_apply,
};

// a to b: 90% lies between; lognormal when both are positive, else normal

static const struct distribution *to_reduce(const struct law *law, double *argument)
{
    double low = law->argument[0], high = law->argument[1];
    bool positive = low > 0;
    if (positive) {
        low = log(low);
        high = log(high);
    }
    argument[0] = low + (high - low) / 2;
    argument[1] = (high - low) / (2 * z95);
    return positive ? &parley_i_lognormal : &parley_i_normal;
}

static const char *to_check(const struct law *law, char *message, size_t capacity)
{
    return parley_i_expect_order(law, 0, 1, true, message, capacity);
}

static double to_quantile(const struct law *law, double u)
{
    double argument[2];
    struct law same = {.kind = to_reduce(law, argument), .argument = argument, .arguments = 2};
    return same.kind->quantile(&same, u);
}

static double to_cdf(const struct law *law, double x)
{
    double argument[2];
    struct law same = {.kind = to_reduce(law, argument), .argument = argument, .arguments = 2};
    return same.kind->cdf(&same, x);
}

static double to_survival(const struct law *law, double x)
{
    double argument[2];
    struct law same = {.kind = to_reduce(law, argument), .argument = argument, .arguments = 2};
    return same.kind->survival(&same, x);
}

static double to_density(const struct law *law, double x)
{
    double argument[2];
    struct law same = {.kind = to_reduce(law, argument), .argument = argument, .arguments = 2};
    return same.kind->density(&same, x);
}

PARLEY_I_VECTOR static void to_block(const double *const *argument, double *restrict z, size_t n)
{
    const double *restrict low = argument[0], *restrict high = argument[1];
    for (size_t i = 0; i < n; i++) {
        bool positive = low[i] > 0;
        double a = positive ? parley_i_log(positive ? low[i] : 1) : low[i];
        double b = positive ? parley_i_log(positive ? high[i] : 1) : high[i];
        double x = a + (b - a) / 2 + (b - a) / (2 * z95) * z[i];
        double e = parley_i_exp(x);
        z[i] = positive ? e : x;
    }
}

static void to_apply(const double *u, const double *const *argument, double *out, size_t n)
{
    parley_i_normal_quantile(u, out, n);
    to_block(argument, out, n);
}

static const char *const low_high[] = {"the low end", "the high end"};
const struct distribution parley_i_to = {
    .name = "to",
    .arguments = low_high,
    .least = 2,
    .most = 2,
    .stride = 1,
    .check = to_check,
    .quantile = to_quantile,
    .cdf = to_cdf,
    .survival = to_survival,
    .density = to_density,
    .apply = to_apply,
    .reduce = to_reduce,
};
