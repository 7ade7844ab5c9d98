#include "chance/law_kind.h"
#include "chance/special.h"

// gamma(shape, scale)

static const char *check(const struct law *law, char *message, size_t capacity)
{
    double shape = law->argument[0];
    if (!(shape > 0 && shape <= 1e10)) {
        return parley_i_expect(false, law, 0, shape > 0 ? "<= 1e10" : "> 0", message, capacity);
    }
    return parley_i_expect_positive(law, 1, message, capacity);
}

static double quantile(const struct law *law, double u)
{
    return law->argument[1] * parley_i_gamma_quantile(law->argument[0], u);
}

static double cdf(const struct law *law, double x)
{
    return parley_i_gamma_tails(law->argument[0], x / law->argument[1]).lower;
}

static double survival(const struct law *law, double x)
{
    return parley_i_gamma_tails(law->argument[0], x / law->argument[1]).upper;
}

static double density(const struct law *law, double x)
{
    return x > 0 ? parley_i_gamma_slope(law->argument[0], x / law->argument[1]) / x : 0;
}

static const char *const shape_scale[] = {"shape", "scale"};
const struct distribution parley_i_gamma = {
    .name = "gamma",
    .arguments = shape_scale,
    .least = 2,
    .most = 2,
    .stride = 1,
    .check = check,
    .quantile = quantile,
    .cdf = cdf,
    .survival = survival,
    .density = density,
};
