#include "base/vector.h"
#include "chance/law_kind.h"
#include "chance/special.h"

enum { LISTED_MOST = 100000 };  // values in a support worth listing

// binomial(n, p)

static const char *binomial_check(const struct law *law, char *message, size_t capacity)
{
    double n = law->argument[0];
    const char *wrong =
        parley_i_expect(n >= 0 && n <= 1e7 && n == floor(n), law, 0, "a whole number from 0 to 1e7", message, capacity);
    return wrong != NULL ? wrong : parley_i_expect_probability(law, 1, message, capacity);
}

/// P(X <= k) is P(B <= 1 - p) for a beta law with shapes n - k and k + 1.
static struct tails binomial_tails(const struct law *law, double x)
{
    double n = law->argument[0], p = law->argument[1], k = floor(x);
    if (k < 0) {
        return (struct tails){0, 1};
    }
    return k >= n ? (struct tails){1, 0} : parley_i_beta_tails(n - k, k + 1, 1 - p, p);
}

static double binomial_cdf(const struct law *law, double x)
{
    return binomial_tails(law, x).lower;
}

static double binomial_survival(const struct law *law, double x)
{
    return binomial_tails(law, x).upper;
}

static double binomial_quantile(const struct law *law, double u)
{
    double n = law->argument[0], p = law->argument[1], z = parley_i_normal_z(u);
    double guess = n * p + sqrt(n * p * (1 - p)) * z + (1 - 2 * p) * (z * z - 1) / 6;  // Cornish & Fisher
    return parley_i_integer_quantile(law, u, guess, 0, n);
}

/// P(X = k)
static double binomial_probability(double n, double p, double k)
{
    if (k == 0 || k == n || p == 0 || p == 1) {
        return exp(k > 0 ? k * log(p) : 0) * exp(k < n ? (n - k) * log1p(-p) : 0);
    }
    return parley_i_beta_slope(k, n - k, p, 1 - p) * n / (k * (n - k));
}

static size_t binomial_support(const struct law *law, double *value, double *weight)
{
    double low = binomial_quantile(law, 0x1p-54), high = binomial_quantile(law, 1 - 0x1p-53);
    if (high - low > LISTED_MOST) {
        return SIZE_MAX;
    }
    size_t count = (size_t)(high - low) + 1;
    for (size_t i = 0; i < count && value != NULL; i++) {
        value[i] = low + (double)i;
        weight[i] = binomial_probability(law->argument[0], law->argument[1], value[i]);
    }
    return count;
}

static const char *const n_p[] = {"n", "p"};
const struct distribution parley_i_binomial = {
    .name = "binomial",
    .arguments = n_p,
    .least = 2,
    .most = 2,
    .stride = 1,
    .discrete = true,
    .check = binomial_check,
    .quantile = binomial_quantile,
    .cdf = binomial_cdf,
    .survival = binomial_survival,
    .support = binomial_support,
};

// bernoulli(p): 1 with probability p, else 0

static const char *bernoulli_check(const struct law *law, char *message, size_t capacity)
{
    return parley_i_expect_probability(law, 0, message, capacity);
}

static double bernoulli_quantile(const struct law *law, double u)
{
    return u > 1 - law->argument[0];
}

static double bernoulli_cdf(const struct law *law, double x)
{
    return x < 0 ? 0 : x < 1 ? 1 - law->argument[0] : 1;
}

PARLEY_I_VECTOR static void bernoulli_apply(const double *restrict u, const double *const *argument,
                                            double *restrict out, size_t n)
{
    const double *restrict p = argument[0];
    for (size_t i = 0; i < n; i++) {
        out[i] = u[i] > 1 - p[i] ? 1.0 : 0.0;
    }
}

static size_t bernoulli_support(const struct law *law, double *value, double *weight)
{
    if (value != NULL) {
        value[0] = 0;
        weight[0] = 1 - law->argument[0];
        value[1] = 1;
        weight[1] = law->argument[0];
    }
    return 2;
}

static const char *const p_name[] = {"p"};
const struct distribution parley_i_bernoulli = {
    .name = "bernoulli",
    .arguments = p_name,
    .least = 1,
    .most = 1,
    .stride = 1,
    .discrete = true,
    .check = bernoulli_check,
    .quantile = bernoulli_quantile,
    .cdf = bernoulli_cdf,
    .apply = bernoulli_apply,
    .support = bernoulli_support,
};
