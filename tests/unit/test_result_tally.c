// What a tally keeps, against answers worked by hand.
#include "result/counts.h"
#include "result/tally.h"
#include "support/results.h"

#include <criterion/parameterized.h>
#include <gsl/gsl_cdf.h>
#include <stdlib.h>

static struct tally tally_of(const double *values, size_t n)
{
    struct tally tally;
    result_ok(parley_i_tally_init(&tally, 1, 0));
    result_ok(parley_i_tally_add(&tally, 0, values, NULL, n));
    return tally;
}

static bool close_to(double a, double b, double relative) { return fabs(a - b) <= relative * fabs(b); }

Test(tally, mean_spread_and_interval_of_five_numbers)
{
    struct tally tally = tally_of((double[]){2, 4, 4, 5, 10}, 5);
    struct moments moments;
    parley_i_tally_moments(&tally, &moments);
    cr_assert_eq(moments.mean, 5);
    cr_assert(close_to(moments.sd, 3, 1e-15));  // squares of the deviations: 9 + 1 + 1 + 0 + 25 = 36 = 4 * 9
    cr_assert(close_to(moments.se, 3 / sqrt(5), 1e-15));
    cr_assert(close_to(moments.low95, 5 - 1.959963984540054 * 3 / sqrt(5), 1e-14));
    cr_assert(close_to(moments.high95, 5 + 1.959963984540054 * 3 / sqrt(5), 1e-14));
    cr_assert_eq(tally.least, 2);
    cr_assert_eq(tally.most, 10);
    parley_i_tally_release(&tally);
}

Test(tally, a_small_spread_about_a_large_mean_survives)
{
    double values[200];
    for (size_t i = 0; i < 200; i++) {
        values[i] = 1e9 + (i % 2 ? 0.001 : -0.001);
    }
    struct tally tally = tally_of(values, 200);
    struct moments moments;
    parley_i_tally_moments(&tally, &moments);
    double apart = values[1] - values[0];  // what doubles near 1e9 can hold of 0.002
    cr_assert(close_to(moments.sd, apart / 2 * sqrt(200.0 / 199), 1e-12), "%.17g", moments.sd);
    parley_i_tally_release(&tally);
}

Test(tally, very_large_and_very_small_numbers_keep_their_spread)
{
    struct tally large = tally_of((double[]){1e120, 3e120}, 2), small = tally_of((double[]){1e-120, 3e-120}, 2);
    struct moments moments;
    parley_i_tally_moments(&large, &moments);
    cr_assert(close_to(moments.sd, sqrt(2) * 1e120, 1e-14));
    parley_i_tally_moments(&small, &moments);
    cr_assert(close_to(moments.sd, sqrt(2) * 1e-120, 1e-14));
    parley_i_tally_release(&large);
    parley_i_tally_release(&small);
}

Test(tally, a_constant_has_no_spread_and_its_own_value_as_mean)
{
    double values[1000];
    for (size_t i = 0; i < 1000; i++) {
        values[i] = 0.1;
    }
    struct tally tally = tally_of(values, 999);
    struct moments moments;
    parley_i_tally_moments(&tally, &moments);
    cr_assert_eq(moments.mean, 0.1);
    cr_assert_eq(moments.sd, 0);
    cr_assert_eq(moments.se, 0);
    cr_assert_eq(parley_i_tally_quantile(&tally, 0.3), 0.1);
    parley_i_tally_release(&tally);
}

Test(tally, of_nothing_nothing_is_known)
{
    struct tally tally = tally_of((double[]){NAN, NAN}, 2);
    struct moments moments;
    parley_i_tally_moments(&tally, &moments);
    cr_assert_eq(tally.undefined, 2);
    cr_assert(isnan(moments.mean) && isnan(moments.sd) && isnan(moments.se) && isnan(moments.low95));
    cr_assert(isnan(parley_i_tally_quantile(&tally, 0.5)));
    cr_assert(isnan(parley_i_tally_below(&tally, 0)));
    parley_i_tally_release(&tally);
}

Test(tally, of_one_value_the_error_is_unknown)
{
    struct tally tally = tally_of((double[]){7}, 1);
    struct moments moments;
    parley_i_tally_moments(&tally, &moments);
    cr_assert_eq(moments.mean, 7);
    cr_assert(isnan(moments.sd) && isnan(moments.se) && isnan(moments.low95));
    parley_i_tally_release(&tally);
}

Test(tally, never_makes_the_mean_infinite_and_the_spread_undefined)
{
    struct tally up = tally_of((double[]){1, INFINITY, 3}, 3), both = tally_of((double[]){-INFINITY, INFINITY}, 2);
    struct moments moments;
    parley_i_tally_moments(&up, &moments);
    cr_assert_eq(moments.mean, INFINITY);
    cr_assert(isnan(moments.sd) && isnan(moments.se) && isnan(moments.high95));
    cr_assert_eq(up.n, 2);
    cr_assert_eq(up.never, 1);
    parley_i_tally_moments(&both, &moments);
    cr_assert(isnan(moments.mean));
    cr_assert_eq(parley_i_tally_quantile(&both, 0.5), -INFINITY);
    cr_assert_eq(parley_i_tally_quantile(&both, 0.51), INFINITY);
    parley_i_tally_release(&up);
    parley_i_tally_release(&both);
}

Test(tally, a_condition_that_does_not_hold_makes_a_value_undefined)
{
    struct tally tally;
    result_ok(parley_i_tally_init(&tally, 1, 0));
    result_ok(parley_i_tally_add(&tally, 0, (double[]){1, 2, 3, 4}, (double[]){1, 0, NAN, 1}, 4));
    cr_assert_eq(tally.n, 2);
    cr_assert_eq(tally.undefined, 2);
    cr_assert_eq(tally.least, 1);
    cr_assert_eq(tally.most, 4);
    parley_i_tally_release(&tally);
}

// Wilson (1927) for 10 of 100: centre (0.1 + z^2/200) / (1 + z^2/100), half width z / (1 + z^2/100) *
// sqrt(0.1 * 0.9 / 100 + z^2 / 40000), so 0.0552 to 0.1744. For 0 of n the upper end is z^2 / (n + z^2).
Test(tally, shares_have_wilsons_interval)
{
    double values[100] = {0};
    struct tally none = tally_of(values, 100);
    for (size_t i = 0; i < 10; i++) {
        values[7 * i] = 1;
    }
    struct tally ten = tally_of(values, 100);
    ten.truth = none.truth = true;
    struct moments moments;
    parley_i_tally_moments(&ten, &moments);
    cr_assert_float_eq(moments.low95, 0.0552, 5e-5);
    cr_assert_float_eq(moments.high95, 0.1744, 5e-5);
    parley_i_tally_moments(&none, &moments);
    double z2 = 1.959963984540054 * 1.959963984540054;
    cr_assert_eq(moments.low95, 0);
    cr_assert(close_to(moments.high95, z2 / (100 + z2), 1e-14));
    parley_i_tally_release(&none);
    parley_i_tally_release(&ten);
}

Test(tally, numbers_that_happen_to_be_0_and_1_have_the_normal_interval)
{
    struct tally mixed = tally_of((double[]){0, 1, 1, 0}, 4), nought = tally_of((double[]){0, 0, 0, 0}, 4);
    struct moments moments;
    parley_i_tally_moments(&mixed, &moments);
    cr_assert(close_to(moments.high95, moments.mean + 1.959963984540054 * moments.se, 1e-14));
    parley_i_tally_moments(&nought, &moments);
    cr_assert_eq(moments.se, 0);
    cr_assert_eq(moments.low95, 0, "no euros in any trial: nothing says that there might be some");
    cr_assert_eq(moments.high95, 0);
    parley_i_tally_release(&mixed);
    parley_i_tally_release(&nought);
}

// Three replicates of two values each with means 1, 2 and 6: the mean is 3, the spread of the means
// s^2 = (4 + 1 + 9) / 2 = 7, the error sqrt(7 / 3), and t with 2 degrees of freedom is 4.302652729749...
Test(tally, replicates_give_the_error_by_students_t)
{
    struct tally tally;
    result_ok(parley_i_tally_init(&tally, 3, 0));
    result_ok(parley_i_tally_add(&tally, 0, (double[]){0, 2}, NULL, 2));
    result_ok(parley_i_tally_add(&tally, 1, (double[]){1, 3}, NULL, 2));
    result_ok(parley_i_tally_add(&tally, 2, (double[]){2, 10}, NULL, 2));
    struct moments moments;
    parley_i_tally_moments(&tally, &moments);
    cr_assert_eq(moments.mean, 3);
    cr_assert(close_to(moments.se, sqrt(7.0 / 3), 1e-14));
    cr_assert(close_to(moments.high95, 3 + 4.302652729749464 * sqrt(7.0 / 3), 1e-12));
    parley_i_tally_release(&tally);
}

/// Half the width of the interval over the error is the t quantile: checked for every number of replicates.
ParameterizedTestParameters(tally, intervals_over_replicates_use_the_right_t)
{
    static int degrees[] = {1, 2, 3, 7, 15, 30, 31, 47, 62, 63};
    return cr_make_param_array(int, degrees, sizeof degrees / sizeof *degrees);
}
ParameterizedTest(int *degrees, tally, intervals_over_replicates_use_the_right_t)
{
    struct tally tally;
    uint32_t replicates = (uint32_t)*degrees + 1;
    result_ok(parley_i_tally_init(&tally, replicates, 0));
    for (uint32_t r = 0; r < replicates; r++) {
        result_ok(parley_i_tally_add(&tally, r, (double[]){(double)(r * r), 2.0 * r}, NULL, 2));
    }
    struct moments moments;
    parley_i_tally_moments(&tally, &moments);
    double t = (moments.high95 - moments.mean) / moments.se;
    cr_assert(close_to(t, gsl_cdf_tdist_Pinv(0.975, *degrees), 1e-12), "%d: %.17g", *degrees, t);
    parley_i_tally_release(&tally);
}

Test(tally, one_replicate_with_values_says_nothing_of_the_error)
{
    struct tally tally;
    result_ok(parley_i_tally_init(&tally, 4, 0));
    result_ok(parley_i_tally_add(&tally, 2, (double[]){1, 2}, NULL, 2));
    struct moments moments;
    parley_i_tally_moments(&tally, &moments);
    cr_assert_eq(moments.mean, 1.5);
    cr_assert(isnan(moments.se) && isnan(moments.low95));
    parley_i_tally_release(&tally);
}

// Replicates of 3 and 1 values, means 1 and 5: the mean is 2, and the error of the weighted mean
// sqrt(2 / 1 * ((3/4 * -1)^2 + (1/4 * 3)^2)) = 1.5.
Test(tally, replicates_weigh_by_their_values)
{
    struct tally tally;
    result_ok(parley_i_tally_init(&tally, 2, 0));
    result_ok(parley_i_tally_add(&tally, 0, (double[]){0, 1, 2}, NULL, 3));
    result_ok(parley_i_tally_add(&tally, 1, (double[]){5}, NULL, 1));
    struct moments moments;
    parley_i_tally_moments(&tally, &moments);
    cr_assert_eq(moments.mean, 2);
    cr_assert(close_to(moments.se, 1.5, 1e-15));
    parley_i_tally_release(&tally);
}

Test(tally, intervals_of_shares_over_replicates_stay_within_0_and_1)
{
    struct tally tally;
    result_ok(parley_i_tally_init(&tally, 2, 0));
    tally.truth = true;
    result_ok(parley_i_tally_add(&tally, 0, (double[]){0, 0}, NULL, 2));
    result_ok(parley_i_tally_add(&tally, 1, (double[]){1, 1}, NULL, 2));
    struct moments moments;
    parley_i_tally_moments(&tally, &moments);
    cr_assert_eq(moments.low95, 0);
    cr_assert_eq(moments.high95, 1);
    parley_i_tally_plain_moments(&tally, &moments);
    cr_assert_lt(moments.low95, 0);
    parley_i_tally_release(&tally);
}

Test(tally, quantiles_of_few_values_are_those_values)
{
    struct tally tally = tally_of((double[]){50, 15, 30, 15, -2, 40, 0, -0.0, 15, 15}, 10);
    cr_assert_eq(parley_i_tally_quantile(&tally, 0), -2);
    cr_assert_eq(parley_i_tally_quantile(&tally, 0.1), -2);
    cr_assert_eq(parley_i_tally_quantile(&tally, 0.11), 0);
    cr_assert_eq(parley_i_tally_quantile(&tally, 0.3), 0);
    cr_assert_eq(parley_i_tally_quantile(&tally, 0.5), 15);
    cr_assert_eq(parley_i_tally_quantile(&tally, 0.7), 15);
    cr_assert_eq(parley_i_tally_quantile(&tally, 0.8), 30);
    cr_assert_eq(parley_i_tally_quantile(&tally, 0.95), 50);
    cr_assert_eq(parley_i_tally_quantile(&tally, 1), 50);
    cr_assert(isnan(parley_i_tally_quantile(&tally, 1.5)));
    parley_i_tally_release(&tally);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/// Against sorting, for columns of every shape: no quantile is off by more than 0.5%.
ParameterizedTestParameters(tally, quantiles_are_within_half_a_percent)
{
    static int shapes[] = {0, 1, 2, 3, 4};
    return cr_make_param_array(int, shapes, sizeof shapes / sizeof *shapes);
}
ParameterizedTest(int *shape, tally, quantiles_are_within_half_a_percent)
{
    enum { MANY = 5000 };
    static double values[MANY];
    for (size_t i = 0; i < MANY; i++) {
        double u = scrambled(i);
        double of_shape[] = {u, -log(u) - 1, exp(40 * u - 20), u < 0.99 ? 1 : 1 + u / 129, 1e6 + u};
        values[i] = of_shape[*shape];
    }
    struct tally tally = tally_of(values, MANY);
    qsort(values, MANY, sizeof *values, ascending);
    for (size_t rank = 1; rank <= MANY; rank++) {
        double found = parley_i_tally_quantile(&tally, (double)rank / MANY), want = values[rank - 1];
        cr_assert(fabs(found - want) <= 0.005 * fabs(want), "rank %zu: %g, not %g", rank, found, want);
    }
    cr_assert_eq(parley_i_tally_quantile(&tally, 1), values[MANY - 1]);
    for (size_t i = 0; i < MANY; i += 97) {
        double share = parley_i_tally_below(&tally, values[i]);
        cr_assert(*shape == 3 || *shape == 4 || fabs(share - (double)(i + 1) / MANY) < 0.01, "%zu: %g", i, share);
    }
    parley_i_tally_release(&tally);
}

Test(tally, the_share_below_counts_infinities_and_ends)
{
    struct tally tally = tally_of((double[]){-INFINITY, 1, 2, INFINITY}, 4);
    cr_assert_eq(parley_i_tally_below(&tally, -INFINITY), 0.25);
    cr_assert_eq(parley_i_tally_below(&tally, 0.5), 0.25);
    cr_assert_eq(parley_i_tally_below(&tally, 1), 0.5);
    cr_assert_eq(parley_i_tally_below(&tally, 2), 0.75);
    cr_assert_eq(parley_i_tally_below(&tally, INFINITY), 1);
    parley_i_tally_release(&tally);
}

Test(tally, labels_are_counted_and_nothing_else)
{
    struct tally tally;
    result_ok(parley_i_tally_init(&tally, 1, 3));
    result_ok(parley_i_tally_add(&tally, 0, (double[]){0, 2, 2, NAN, 3, -1}, NULL, 6));
    result_ok(parley_i_tally_add(&tally, 0, (double[]){2, 2}, (double[]){1, 0}, 2));
    cr_assert_eq(tally.n, 4);
    cr_assert_eq(tally.undefined, 4);
    struct moments share;
    parley_i_tally_share(&tally, 2, false, &share);
    cr_assert_eq(share.mean, 0.75);
    parley_i_tally_share(&tally, 2, true, &share);
    cr_assert_eq(share.mean, 0.375);
    parley_i_tally_moments(&tally, &share);
    cr_assert(isnan(share.mean));
    cr_assert(isnan(parley_i_tally_quantile(&tally, 0.5)));
    parley_i_tally_release(&tally);
}

// Shares 1 and 1/2 of two replicates of two trials: the error is half the difference of the means, 1/4.
Test(tally, shares_of_labels_have_an_error_over_replicates)
{
    struct tally tally;
    result_ok(parley_i_tally_init(&tally, 2, 2));
    result_ok(parley_i_tally_add(&tally, 0, (double[]){1, 1}, NULL, 2));
    result_ok(parley_i_tally_add(&tally, 1, (double[]){1, 0}, NULL, 2));
    struct moments share;
    parley_i_tally_share(&tally, 1, false, &share);
    cr_assert_eq(share.mean, 0.75);
    cr_assert(close_to(share.se, 0.25, 1e-15));
    cr_assert_eq(share.high95, 1);
    parley_i_tally_release(&tally);
}

Test(tally, sums_alone_have_moments_and_no_quantiles)
{
    struct tally tally;
    struct moments moments;
    result_ok(parley_i_tally_init_sums(&tally, 1));
    result_ok(parley_i_tally_add(&tally, 0, (double[]){2, 4, 4, 5, 10}, NULL, 5));
    parley_i_tally_moments(&tally, &moments);
    cr_assert_eq(moments.mean, 5);
    cr_assert(close_to(moments.sd, 3, 1e-15));
    cr_assert(isnan(parley_i_tally_quantile(&tally, 0.5)));
    cr_assert(isnan(parley_i_tally_below(&tally, 5)));
    parley_i_tally_release(&tally);
}

Test(tally, a_tally_has_1_to_64_replicates)
{
    struct tally tally;
    cr_assert_eq(parley_i_tally_init(&tally, 0, 0), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_i_tally_init(&tally, 65, 0), PARLEY_BAD_ARGUMENT);
    parley_i_tally_release(&tally);
}

Test(tally, tallies_of_another_shape_do_not_merge)
{
    struct tally a, b, c;
    result_ok(parley_i_tally_init(&a, 1, 0));
    result_ok(parley_i_tally_init(&b, 2, 0));
    result_ok(parley_i_tally_init(&c, 1, 4));
    cr_assert_eq(parley_i_tally_merge(&a, &b), PARLEY_MISMATCH);
    cr_assert_eq(parley_i_tally_merge(&a, &c), PARLEY_MISMATCH);
    parley_i_tally_release(&a);
    parley_i_tally_release(&b);
    parley_i_tally_release(&c);
}

Test(counts, bins_come_in_ascending_order_across_zero)
{
    struct counts *counts = parley_i_counts_create();
    double values[600];
    uint32_t bin[600];
    for (size_t i = 0; i < 600; i++) {
        values[i] = i == 0 ? 0 : ldexp(i % 2 ? 1.5 : -1.25, (int)(i * 37 % 600) * 3 - 900);
    }
    cr_assert(parley_i_counts_locate(counts, values, 600, bin));
    parley_i_counts_add(counts, values, bin, 600);
    double before = -INFINITY;
    size_t seen = 0;
    struct bin_walk walk = {.counts = counts};
    for (const struct bin *each = parley_i_counts_next(&walk); each; each = parley_i_counts_next(&walk)) {
        cr_assert_gt(each->least, before);
        before = each->most;
        seen++;
    }
    cr_assert_eq(seen, 600);
    parley_i_counts_destroy(counts);
}
