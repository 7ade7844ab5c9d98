#include "chance/law_kind.h"
#include "chance/special.h"

static const double most_shape = 1e7;  // beyond, the continued fractions would lose more than 1e-9

/// A beta law stretched over low .. high; `beta` is the case of 0 .. 1.
struct stretched {
    double a, b, low, high;
};

static double stretched_quantile(const struct stretched *s, double u)
{
    double logit = parley_i_beta_logit_quantile(s->a, s->b, u);
    return parley_i_logistic(-logit) * s->low + parley_i_logistic(logit) * s->high;
}

static struct tails stretched_tails(const struct stretched *s, double x)
{
    double range = s->high - s->low;
    return parley_i_beta_tails(s->a, s->b, (x - s->low) / range, (s->high - x) / range);
}

static double stretched_density(const struct stretched *s, double x)
{
    double range = s->high - s->low, left = (x - s->low) / range, right = (s->high - x) / range;
    if (!(left > 0 && right > 0)) {
        return 0;
    }
    return parley_i_beta_slope(s->a, s->b, left, right) / left / right / range;
}

// beta(alpha, beta)

static const char *beta_check(const struct law *law, char *message, size_t capacity)
{
    for (size_t i = 0; i < 2; i++) {
        double shape = law->argument[i];
        if (!(shape > 0 && shape <= most_shape)) {
            return parley_i_expect(false, law, i, shape > 0 ? "<= 1e7" : "> 0", message, capacity);
        }
    }
    return NULL;
}

static struct stretched beta_of(const struct law *law)
{
    return (struct stretched){law->argument[0], law->argument[1], 0, 1};
}

static double beta_quantile(const struct law *law, double u)
{
    struct stretched s = beta_of(law);
    return stretched_quantile(&s, u);
}

static double beta_cdf(const struct law *law, double x)
{
    struct stretched s = beta_of(law);
    return stretched_tails(&s, x).lower;
}

static double beta_survival(const struct law *law, double x)
{
    struct stretched s = beta_of(law);
    return stretched_tails(&s, x).upper;
}

static double beta_density(const struct law *law, double x)
{
    struct stretched s = beta_of(law);
    return stretched_density(&s, x);
}

static const char *const alpha_beta[] = {"alpha", "beta"};
const struct distribution parley_i_beta = {
    .name = "beta",
    .arguments = alpha_beta,
    .least = 2,
    .most = 2,
    .stride = 1,
    .check = beta_check,
    .quantile = beta_quantile,
    .cdf = beta_cdf,
    .survival = beta_survival,
    .density = beta_density,
};

// pert(low, mode, high): the beta law of that range and mode whose mean is (low + 4 mode + high) / 6

static const char *pert_check(const struct law *law, char *message, size_t capacity)
{
    const char *wrong = parley_i_expect_order(law, 0, 2, true, message, capacity);
    wrong = wrong != NULL ? wrong : parley_i_expect_order(law, 0, 1, false, message, capacity);
    return wrong != NULL ? wrong : parley_i_expect_order(law, 1, 2, false, message, capacity);
}

static struct stretched pert_of(const struct law *law)
{
    double low = law->argument[0], mode = law->argument[1], high = law->argument[2];
    return (struct stretched){1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), low, high};
}

static double pert_quantile(const struct law *law, double u)
{
    struct stretched s = pert_of(law);
    return stretched_quantile(&s, u);
}

static double pert_cdf(const struct law *law, double x)
{
    struct stretched s = pert_of(law);
    return stretched_tails(&s, x).lower;
}

static double pert_survival(const struct law *law, double x)
{
    struct stretched s = pert_of(law);
    return stretched_tails(&s, x).upper;
}

static double pert_density(const struct law *law, double x)
{
    struct stretched s = pert_of(law);
    return stretched_density(&s, x);
}

static const char *const low_mode_high[] = {"low", "mode", "high"};
const struct distribution parley_i_pert = {
    .name = "pert",
    .arguments = low_mode_high,
    .least = 3,
    .most = 3,
    .stride = 1,
    .check = pert_check,
    .quantile = pert_quantile,
    .cdf = pert_cdf,
    .survival = pert_survival,
    .density = pert_density,
};
