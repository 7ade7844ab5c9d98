#include "chance/law_kind.h"
#include "chance/special.h"

// student_t(df, location = 0, scale = 1)

static const double near_normal = 1e7;  // degrees of freedom from which two terms beyond the normal are exact

static double location(const struct law *law)
{
    return law->arguments > 1 ? law->argument[1] : 0;
}

static double scale(const struct law *law)
{
    return law->arguments > 2 ? law->argument[2] : 1;
}

static const char *check(const struct law *law, char *message, size_t capacity)
{
    const char *wrong = parley_i_expect_positive(law, 0, message, capacity);
    if (wrong == NULL && law->arguments > 2) {
        wrong = parley_i_expect_positive(law, 2, message, capacity);
    }
    return wrong;
}

/// t^2 / df is the odds of a beta law with shapes 1/2 and df / 2.
static double standard_quantile(double df, double u)
{
    if (df > near_normal) {
        double z = parley_i_normal_z(u);
        return z + z * (z * z + 1) / (4 * df);
    }
    double tail = u < 0.5 ? u : 1 - u;
    double size = sqrt(df) * exp(-0.5 * parley_i_beta_logit_quantile(df / 2, 0.5, 2 * tail));
    return u < 0.5 ? -size : size;
}

static double quantile(const struct law *law, double u)
{
    return u == 0.5 ? location(law) : location(law) + scale(law) * standard_quantile(law->argument[0], u);
}

static struct tails standard_tails(double df, double t)
{
    if (df > near_normal) {
        return parley_i_normal_tails(t - t * (t * t + 1) / (4 * df));
    }
    double odds = t / df * t, inside = odds / (1 + odds);
    double tail = parley_i_beta_tails(df / 2, 0.5, 1 / (1 + odds), odds > 1e300 ? 1 : inside).lower / 2;
    return t < 0 ? (struct tails){tail, 1 - tail} : (struct tails){1 - tail, tail};
}

static double standard(const struct law *law, double x)
{
    return (x - location(law)) / scale(law);
}

static double cdf(const struct law *law, double x)
{
    return standard_tails(law->argument[0], standard(law, x)).lower;
}

static double survival(const struct law *law, double x)
{
    return standard_tails(law->argument[0], standard(law, x)).upper;
}

/// By the beta law: 2 P(T > t) is its lower tail at 1 / (1 + odds), whose logit falls by 2 / t per unit of t.
static double density(const struct law *law, double x)
{
    double df = law->argument[0];
    double t = fmax(fabs(standard(law, x)), 1e-9 * sqrt(df));  // flat nearer to the centre
    double odds = t / df * t;
    if (odds > 1e300) {
        return 0;
    }
    return parley_i_beta_slope(df / 2, 0.5, 1 / (1 + odds), odds / (1 + odds)) / t / scale(law);
}

static const char *const df_location_scale[] = {"df", "location", "scale"};
const struct distribution parley_i_student_t = {
    .name = "student_t",
    .arguments = df_location_scale,
    .least = 1,
    .most = 3,
    .stride = 1,
    .check = check,
    .quantile = quantile,
    .cdf = cdf,
    .survival = survival,
    .density = density,
};
