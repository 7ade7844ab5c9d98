// Value functions: known answers, and red lines at the limit.
#include "preference/value.h"

#include <criterion/criterion.h>
#include <math.h>

Test(value, a_straight_demand_is_worth_nothing_at_its_limit_and_all_at_its_ideal)
{
    double x[] = {15, 32.5, 50, 60, 10}, value[5];
    uint8_t beyond[5];
    parley_i_value_ideal(50, 15, 1, x, 5, value, beyond);
    double want[] = {0, 0.5, 1, 1, 0};
    uint8_t out[] = {0, 0, 0, 0, 1};  // the limit itself is allowed, and so is more than the ideal
    for (int i = 0; i < 5; i++) {
        cr_assert_float_eq(value[i], want[i], 1e-15);
        cr_assert_eq(beyond[i], out[i]);
    }
}

// (20 - 15) / 35 = 1/7; to the power 0.5 that is 0.377964473.
Test(value, a_shape_below_one_makes_the_first_gains_weigh_most)
{
    double x[] = {20, 15, 50}, value[3];
    parley_i_value_ideal(50, 15, 0.5, x, 3, value, NULL);
    cr_assert_float_eq(value[0], 0.377964473009227, 1e-14);
    cr_assert_eq(value[1], 0);
    cr_assert_eq(value[2], 1);
    parley_i_value_ideal(50, 15, 0.6, x, 3, value, NULL);
    cr_assert_float_eq(value[0], pow(1.0 / 7.0, 0.6), 1e-14);
}

Test(value, a_demand_may_want_less_rather_than_more)
{
    double x[] = {0, 5, 10, 11}, value[4];
    uint8_t beyond[4];
    parley_i_value_ideal(0, 10, 1, x, 4, value, beyond);
    cr_assert_eq(value[0], 1);
    cr_assert_eq(value[1], 0.5);
    cr_assert(value[2] == 0 && !beyond[2]);
    cr_assert(value[3] == 0 && beyond[3]);
}

Test(value, a_peak_falls_to_both_limits)
{
    double x[] = {1, 2, 3, 4, 6, 8, 9}, value[7], limits[] = {8, 2};
    uint8_t beyond[7];
    double want[] = {0, 0, 0.5, 1, 0.5, 0, 0};
    parley_i_value_peak(4, limits, 1, x, 7, value, beyond);
    for (int i = 0; i < 7; i++) {
        cr_assert_float_eq(value[i], want[i], 1e-15, "x = %g: %g", x[i], value[i]);
        cr_assert_eq(beyond[i], i == 0 || i == 6);
    }
}

Test(value, a_curve_is_straight_between_its_points_and_flat_outside_them)
{
    double points[] = {0, 0, 10, 0.8, 20, 0.4}, x[] = {-5, 0, 5, 10, 15, 20, 99}, value[7];
    double want[] = {0, 0, 0.4, 0.8, 0.6, 0.4, 0.4};
    uint8_t beyond[7];
    parley_i_value_curve(points, 3, x, 7, value, beyond);
    for (int i = 0; i < 7; i++) {
        cr_assert_float_eq(value[i], want[i], 1e-15);
        cr_assert_eq(beyond[i], i < 2);
    }
    parley_i_value_curve(points, 1, x, 7, value, NULL);
    cr_assert_eq(value[6], 0);
}

// 0.1 * 3 is a little more than 0.3: a grid point that is the limit on paper is not beyond it.
Test(value, rounding_never_pushes_a_grid_point_beyond_the_limit)
{
    double x[] = {0.1 * 3}, value[1];
    uint8_t beyond[1];
    parley_i_value_ideal(0, 0.3, 1, x, 1, value, beyond);
    cr_assert(!beyond[0] && value[0] == 0);
}
