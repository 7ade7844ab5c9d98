#include "base/text.h"
#include "chance/law_kind.h"
#include <math.h>
#include <stdio.h>

// quantiles(p1, x1, p2, x2, ...): the quantile function itself, linear between the points. The first p is 0 and the
// last is 1, so that the range is said and nothing is made up beyond the points.

static double p_of(const struct law *law, size_t i)
{
    return law->argument[2 * i];
}

static double x_of(const struct law *law, size_t i)
{
    return law->argument[2 * i + 1];
}

static const char *say(const char *expected, double found, const char *next_to, double other, char *message,
                       size_t capacity)
{
    char number[2][32];
    parley_i_number_print(found, number[0]);
    parley_i_number_print(other, number[1]);
    snprintf(message, capacity, "%s, found %s %s %s", expected, number[0], next_to, number[1]);
    return message;
}

static const char *check(const struct law *law, char *message, size_t capacity)
{
    size_t last = law->arguments / 2 - 1;
    if (p_of(law, 0) != 0 || p_of(law, last) != 1) {
        return say("the first p must be 0 and the last 1 (the ends of the range)", p_of(law, 0), "and", p_of(law, last),
                   message, capacity);
    }
    for (size_t i = 1; i <= last; i++) {
        if (!(p_of(law, i) > p_of(law, i - 1))) {
            return say("each p must be larger than the one before", p_of(law, i), "after", p_of(law, i - 1), message,
                       capacity);
        }
        if (!(x_of(law, i) >= x_of(law, i - 1))) {
            return say("x must not fall as p rises", x_of(law, i), "after", x_of(law, i - 1), message, capacity);
        }
    }
    return NULL;
}

/// a at share 0, b at share 1.
static double between(double a, double b, double share)
{
    return (1 - share) * a + share * b;
}

static double quantile(const struct law *law, double u)
{
    size_t i = 1;
    while (p_of(law, i) < u) {
        i++;
    }
    double share = (u - p_of(law, i - 1)) / (p_of(law, i) - p_of(law, i - 1));
    return between(x_of(law, i - 1), x_of(law, i), share);
}

static double cdf(const struct law *law, double x)
{
    size_t last = law->arguments / 2 - 1, i = last;
    if (x < x_of(law, 0)) {
        return 0;
    }
    while (i > 0 && x_of(law, i) > x) {
        i--;
    }
    if (i == last) {
        return 1;
    }
    return between(p_of(law, i), p_of(law, i + 1), (x - x_of(law, i)) / (x_of(law, i + 1) - x_of(law, i)));
}

static double density(const struct law *law, double x)
{
    size_t last = law->arguments / 2 - 1;
    for (size_t i = 0; i < last; i++) {
        if (x >= x_of(law, i) && x < x_of(law, i + 1)) {
            return (p_of(law, i + 1) - p_of(law, i)) / (x_of(law, i + 1) - x_of(law, i));
        }
    }
    return 0;
}

static const char *const p_x[] = {"p", "x"};
const struct distribution parley_i_quantiles = {
    .name = "quantiles",
    .arguments = p_x,
    .least = 4,
    .most = UINT8_MAX,
    .stride = 2,
    .check = check,
    .quantile = quantile,
    .cdf = cdf,
    .density = density,
};
