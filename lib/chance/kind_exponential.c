#include "base/vector.h"
#include "chance/law_kind.h"
#include "chance/vector_math.h"
#include <float.h>
#include <math.h>

/// The unit exponential: -log(1 - u).
static inline double unit_exponential(double u)
{
    double left = 1 - u;
    return -parley_i_log(left < DBL_MIN ? DBL_MIN : left);
}

// exponential(rate)

static const char *exponential_check(const struct law *law, char *message, size_t capacity)
{
    return parley_i_expect_positive(law, 0, message, capacity);
}

static double exponential_quantile(const struct law *law, double u)
{
    return -log1p(-u) / law->argument[0];
}

static double exponential_cdf(const struct law *law, double x)
{
    return x > 0 ? -expm1(-law->argument[0] * x) : 0;
}

static double exponential_survival(const struct law *law, double x)
{
    return x > 0 ? exp(-law->argument[0] * x) : 1;
}

static double exponential_density(const struct law *law, double x)
{
    return x < 0 ? 0 : law->argument[0] * exp(-law->argument[0] * x);
}

PARLEY_I_VECTOR static void exponential_apply(const double *restrict u, const double *const *argument,
                                              double *restrict out, size_t n)
{
    const double *restrict rate = argument[0];
    for (size_t i = 0; i < n; i++) {
        out[i] = unit_exponential(u[i]) / rate[i];
    }
}

static const char *const rate_name[] = {"rate"};
const struct distribution parley_i_exponential = {
    .name = "exponential",
    .arguments = rate_name,
    .least = 1,
    .most = 1,
    .stride = 1,
    .check = exponential_check,
    .quantile = exponential_quantile,
    .cdf = exponential_cdf,
    .survival = exponential_survival,
    .density = exponential_density,
    .apply = exponential_apply,
};

// weibull(shape, scale): scale times a unit exponential to the power 1 / shape

static const char *weibull_check(const struct law *law, char *message, size_t capacity)
{
    const char *wrong = parley_i_expect_positive(law, 0, message, capacity);
    return wrong != NULL ? wrong : parley_i_expect_positive(law, 1, message, capacity);
}

static double weibull_quantile(const struct law *law, double u)
{
    return law->argument[1] * pow(-log1p(-u), 1 / law->argument[0]);
}

static double weibull_cdf(const struct law *law, double x)
{
    return x > 0 ? -expm1(-pow(x / law->argument[1], law->argument[0])) : 0;
}

static double weibull_survival(const struct law *law, double x)
{
    return x > 0 ? exp(-pow(x / law->argument[1], law->argument[0])) : 1;
}

static double weibull_density(const struct law *law, double x)
{
    double shape = law->argument[0], scale = law->argument[1];
    double hazard = x < 0 ? 0 : shape / scale * pow(x / scale, shape - 1);
    return hazard * weibull_survival(law, x);
}

PARLEY_I_VECTOR static void weibull_apply(const double *restrict u, const double *const *argument, double *restrict out,
                                          size_t n)
{
    const double *restrict shape = argument[0], *restrict scale = argument[1];
    for (size_t i = 0; i < n; i++) {
        double unit = unit_exponential(u[i]);
        out[i] = scale[i] * parley_i_exp(parley_i_log(unit < DBL_MIN ? DBL_MIN : unit) / shape[i]);
    }
}

static const char *const shape_scale[] = {"shape", "scale"};
const struct distribution parley_i_weibull = {
    .name = "weibull",
    .arguments = shape_scale,
    .least = 2,
    .most = 2,
    .stride = 1,
    .check = weibull_check,
    .quantile = weibull_quantile,
    .cdf = weibull_cdf,
    .survival = weibull_survival,
    .density = weibull_density,
    .apply = weibull_apply,
};
