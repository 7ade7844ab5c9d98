#include "chance/law_kind.h"
#include <math.h>

// choice(value, weight, ...) and data(x1, x2, ...): listed values; in data all weigh the same. Draws go through the
// values in ascending order, however they were listed.

static size_t count_of(const struct law *law)
{
    return law->arguments / law->kind->stride;
}

static double value_of(const struct law *law, size_t i)
{
    return law->argument[i * law->kind->stride];
}

static double weight_of(const struct law *law, size_t i)
{
    return law->kind->stride == 1 ? 1 : law->argument[i * law->kind->stride + 1];
}

static double weight_between(const struct law *law, double above, double up_to)
{
    double sum = 0;
    for (size_t i = 0; i < count_of(law); i++) {
        double x = value_of(law, i);
        sum += x > above && x <= up_to ? weight_of(law, i) : 0;
    }
    return sum;
}

/// The smallest value above x that has a weight; infinite when there is none.
static double next_value(const struct law *law, double x)
{
    double next = INFINITY;
    for (size_t i = 0; i < count_of(law); i++) {
        double value = value_of(law, i);
        next = value > x && value < next && weight_of(law, i) > 0 ? value : next;
    }
    return next;
}

static double quantile(const struct law *law, double u)
{
    double wanted = u * weight_between(law, -INFINITY, INFINITY);
    double x = next_value(law, -INFINITY), next = next_value(law, x);
    while (weight_between(law, -INFINITY, x) < wanted && isfinite(next)) {
        x = next;
        next = next_value(law, x);
    }
    return x;
}

static double cdf(const struct law *law, double x)
{
    return weight_between(law, -INFINITY, x) / weight_between(law, -INFINITY, INFINITY);
}

static double survival(const struct law *law, double x)
{
    return weight_between(law, x, INFINITY) / weight_between(law, -INFINITY, INFINITY);
}

static size_t support(const struct law *law, double *value, double *weight)
{
    for (size_t i = 0; i < count_of(law) && value != NULL; i++) {
        value[i] = value_of(law, i);
        weight[i] = weight_of(law, i);
    }
    return count_of(law);
}

static const char *const value_weight[] = {"value", "weight"};
const struct distribution parley_i_choice = {
    .name = "choice",
    .arguments = value_weight,
    .least = 2,
    .most = UINT8_MAX,
    .stride = 2,
    .discrete = true,
    .check = parley_i_expect_weights,
    .quantile = quantile,
    .cdf = cdf,
    .survival = survival,
    .support = support,
};

static const char *no_check(const struct law *law, char *message, size_t capacity)
{
    (void)law;
    (void)message;
    (void)capacity;
    return NULL;
}

static const char *const value_name[] = {"value"};
const struct distribution parley_i_data = {
    .name = "data",
    .arguments = value_name,
    .least = 1,
    .most = UINT8_MAX,
    .stride = 1,
    .discrete = true,
    .check = no_check,
    .quantile = quantile,
    .cdf = cdf,
    .survival = survival,
    .support = support,
};
