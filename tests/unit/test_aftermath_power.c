// The aftermath's own power against the C library's.

#include "aftermath/power.h"

#include <criterion/criterion.h>

static double error_of(double found, double want)
{
    return found == want ? 0 : fabs(found - want) / fabs(want);
}

Test(power, its_logarithm_is_right_over_the_whole_range)
{
    for (int exponent = -1074; exponent < 1024; exponent++) {
        for (double part = 1.0; part < 2.0; part += 0.0371) {
            double x = ldexp(part, exponent);
            cr_assert(error_of(whole_log(x), log(x)) < 5e-16, "log(%a) = %a, not %a", x, whole_log(x), log(x));
        }
    }
    cr_assert_eq(whole_log(1.0), 0.0);
    cr_assert_eq(whole_log(0.0), -(double)INFINITY);
    cr_assert_eq(whole_log(INFINITY), (double)INFINITY);
}

Test(power, its_logarithm_keeps_its_digits_where_draws_come_near_one)
{
    for (int k = 1; k <= 53; k++) {
        double below = ldexp(1, -k), x = 1 - below;
        cr_assert(error_of(whole_log(x), log1p(-below)) < 5e-16, "log(1 - 2^-%d)", k);
    }
}

Test(power, it_is_right_to_the_rounding_of_its_exponent)
{
    for (double x = 1e-12; x < 1e12; x *= 3.7) {
        for (double a = 0.05; a <= 12; a += 0.31) {
            double room = 1e-15 * (1 + fabs(a * log(x)));
            cr_assert(error_of(power(x, a), pow(x, a)) < room, "%g ^ %g = %a, not %a", x, a, power(x, a), pow(x, a));
        }
    }
}

Test(power, of_nothing_is_nothing_and_of_infinity_infinite)
{
    cr_assert_eq(power(0, 0.01), 0.0);
    cr_assert_eq(power(1, 50), 1.0);
    cr_assert_eq(power(INFINITY, 0.01), (double)INFINITY);
    cr_assert_eq(power(1e300, 2), (double)INFINITY);
}
