// The aftermath's own logarithm, exponential and power against the C library's.

#include "aftermath/elementary.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

static double error_of(double found, double want)
{
    return found == want ? 0 : fabs(found - want) / fabs(want);
}

Test(elementary, the_logarithm_is_right_to_rounding_over_the_whole_range)
{
    for (int exponent = -1074; exponent < 1024; exponent++) {
        for (double part = 1.0; part < 2.0; part += 0.0371) {
            double x = ldexp(part, exponent);
            cr_assert(error_of(natural_log(x), log(x)) < 5e-16, "log(%a) = %a, expected %a", x, natural_log(x), log(x));
        }
    }
    cr_assert_eq(natural_log(1.0), 0.0);
    cr_assert_eq(natural_log(INFINITY), (double)INFINITY);
    cr_assert_eq(natural_log(0.0), -(double)INFINITY);
}

Test(elementary, the_logarithm_keeps_its_digits_where_draws_come_near_one)
{
    for (int k = 1; k <= 53; k++) {
        double below = 1 - ldexp(1, -k), above = 1 + ldexp(1, -k);
        cr_assert(error_of(natural_log(below), log1p(-ldexp(1, -k))) < 5e-16, "log(1 - 2^-%d)", k);
        cr_assert(k > 52 || error_of(natural_log(above), log1p(ldexp(1, -k))) < 5e-16, "log(1 + 2^-%d)", k);
    }
}

Test(elementary, the_exponential_is_right_to_rounding)
{
    for (double y = -708; y < 709; y += 0.0737) {
        cr_assert(error_of(exponential(y), exp(y)) < 1e-15, "exp(%g) = %a, expected %a", y, exponential(y), exp(y));
    }
    cr_assert_eq(exponential(0), 1.0);
    cr_assert_eq(exponential(-1e4), 0.0);
    cr_assert_eq(exponential(-INFINITY), 0.0);
    cr_assert_eq(exponential(1e4), (double)INFINITY);
    cr_assert_eq(exponential(INFINITY), (double)INFINITY);
}

Test(elementary, the_power_is_right_to_rounding_of_its_exponent)
{
    for (double x = 1e-12; x < 1e12; x *= 3.7) {
        for (double a = -8; a <= 8; a += 0.31) {
            double room = 1e-15 * (1 + fabs(a * log(x)));
            cr_assert(error_of(power(x, a), pow(x, a)) < room, "%g ^ %g = %a, expected %a", x, a, power(x, a),
                      pow(x, a));
        }
    }
    cr_assert_eq(power(INFINITY, 0.01), (double)INFINITY);
    cr_assert_eq(power(0, 0.01), 0.0);
}
