// Exact sums against integer arithmetic, and the laws that make results independent of threads and shards.
#include "base/exact.h"
#include "chance/stream.h"

#include <criterion/criterion.h>
#include <criterion/theories.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { MANY = 1500 };

/// Numbers of all sizes within 2^-spread .. 2^spread, of both signs, a few of them zero.
static void fill_wild(double *x, size_t n, int spread, const char *name)
{
    struct stream stream = parley_i_stream(5, name);
    for (size_t i = 0; i < n; i++) {
        double u = parley_i_uniform(stream, i, 0), size = parley_i_uniform(stream, i, 1);
        x[i] = u < 0.02 ? 0 : ldexp(2 * u - 1, (int)(2 * spread * size) - spread);
    }
}

static void require_equal(struct exact a, struct exact b)
{
    parley_i_exact_normalise(&a);
    parley_i_exact_normalise(&b);
    cr_assert_arr_eq(a.chunk, b.chunk, sizeof a.chunk);
}

static struct exact one_by_one(const double *x, size_t n)
{
    struct exact sum = {.pending = 0};
    for (size_t i = 0; i < n; i++) {
        parley_i_exact_add(&sum, x[i]);
    }
    return sum;
}

Test(exact, nothing_sums_to_zero)
{
    struct exact sum = {.pending = 0};
    double rest = 1;
    cr_assert_eq(parley_i_exact_value(&sum, &rest), 0);
    cr_assert_eq(rest, 0);
}

Test(exact, integers_sum_as_integers)
{
    int64_t want = 0;
    struct exact sum = {.pending = 0};
    struct stream stream = parley_i_stream(1, "integers");
    for (uint64_t i = 0; i < 10000; i++) {
        int64_t value = (int64_t)((parley_i_uniform(stream, i, 0) - 0.5) * 0x1p40);
        want += value;
        parley_i_exact_add(&sum, (double)value);
    }
    cr_assert_eq(parley_i_exact_value(&sum, NULL), (double)want);
}

Test(exact, small_terms_survive_large_ones_that_cancel)
{
    double x[] = {1e300, 1, -1e300, 0x1p-1074, 3e-200, -3e-200};
    struct exact sum = {.pending = 0};
    parley_i_exact_add_block(&sum, x, 6);
    double rest;
    cr_assert_eq(parley_i_exact_value(&sum, &rest), 1);
    cr_assert_eq(rest, 0x1p-1074);
}

Test(exact, value_rounds_ties_to_even_and_rest_is_what_is_left)
{
    struct exact sum = {.pending = 0};
    parley_i_exact_add(&sum, 0x1p53);
    parley_i_exact_add(&sum, 1);
    double rest;
    cr_assert_eq(parley_i_exact_value(&sum, &rest), 0x1p53);
    cr_assert_eq(rest, 1);
    parley_i_exact_add(&sum, 0x1p-1000);  // just above the tie
    cr_assert_eq(parley_i_exact_value(&sum, &rest), 0x1p53 + 2);
    cr_assert_eq(rest, -1);
}

Test(exact, subnormal_and_largest_numbers_come_back)
{
    double x[] = {0x1p-1074, 0x1.8p-1030, DBL_MIN, DBL_MAX, 0x1.fffffffffffffp-1, -DBL_MAX, -0x1p-1074, 0.1};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++) {
        struct exact sum = one_by_one(&x[i], 1);
        double rest;
        cr_assert_eq(parley_i_exact_value(&sum, &rest), x[i]);
        cr_assert_eq(rest, 0);
    }
}

Test(exact, sums_beyond_doubles_are_infinite_and_come_back_when_cancelled)
{
    struct exact sum = {.pending = 0};
    parley_i_exact_add(&sum, DBL_MAX);
    parley_i_exact_add(&sum, DBL_MAX);
    cr_assert_eq(parley_i_exact_value(&sum, NULL), HUGE_VAL);
    parley_i_exact_add(&sum, -DBL_MAX);
    cr_assert_eq(parley_i_exact_value(&sum, NULL), DBL_MAX);
}

TheoryDataPoints(exact, a_block_is_the_same_as_one_by_one) = {
    DataPoints(int, 0, 1, 10, 40, 100, 400, 1020),
    DataPoints(int, 0, 1, 7, 31, 32, 33, 256, 511, 513, MANY),
};
Theory((int spread, int count), exact, a_block_is_the_same_as_one_by_one)
{
    double x[MANY];
    fill_wild(x, MANY, spread, "block");
    struct exact sum = {.pending = 0};
    parley_i_exact_add_block(&sum, x, (size_t)count);
    require_equal(sum, one_by_one(x, (size_t)count));
}

Test(exact, a_block_of_whole_numbers_is_the_same_as_one_by_one)
{
    double x[MANY];
    for (size_t i = 0; i < MANY; i++) {
        x[i] = (double)(i * i % 77) - 20;
    }
    struct exact sum = {.pending = 0}, mixed = {.pending = 0};
    parley_i_exact_add_block(&sum, x, MANY);
    require_equal(sum, one_by_one(x, MANY));
    x[700] = 0.5;
    x[701] = 0x1p52 + 1;
    parley_i_exact_add_block(&mixed, x, MANY);
    require_equal(mixed, one_by_one(x, MANY));
}

Test(exact, order_and_partition_change_no_bit)
{
    double x[MANY], y[MANY];
    fill_wild(x, MANY, 300, "order");
    for (size_t i = 0; i < MANY; i++) {
        y[i] = x[i * 7 % MANY];  // 7 and 1500 have no common factor
    }
    struct exact whole = {.pending = 0}, shuffled = {.pending = 0}, left = {.pending = 0}, right = {.pending = 0};
    parley_i_exact_add_block(&whole, x, MANY);
    parley_i_exact_add_block(&shuffled, y, MANY);
    require_equal(whole, shuffled);
    parley_i_exact_add_block(&left, x, 611);
    parley_i_exact_add_block(&right, x + 611, MANY - 611);
    parley_i_exact_merge(&right, &left);
    require_equal(whole, right);
}

Test(exact, what_is_added_and_taken_away_leaves_nothing)
{
    double x[MANY];
    fill_wild(x, MANY, 1000, "away");
    struct exact sum = {.pending = 0}, none = {.pending = 0};
    parley_i_exact_add_block(&sum, x, MANY);
    for (size_t i = 0; i < MANY; i++) {
        x[i] = -x[i];
    }
    parley_i_exact_add_block(&sum, x, MANY);
    require_equal(sum, none);
}

/// value * 2^place, in two halves that doubles hold.
static void add_integer(struct exact *sum, uint64_t value, int place)
{
    parley_i_exact_add(sum, ldexp((double)(value >> 32), place + 32));
    parley_i_exact_add(sum, ldexp((double)(value & 0xffffffff), place));
}

/// The square by integer arithmetic: x = (high 2^26 + low) 2^place.
static void add_square_by_parts(struct exact *sum, double x)
{
    int exponent;
    uint64_t m = (uint64_t)ldexp(frexp(fabs(x), &exponent), 53), high = m >> 26, low = m & 0x3ffffff;
    int place = 2 * (exponent - 53);
    add_integer(sum, high * high, place + 52);
    add_integer(sum, 2 * high * low, place + 26);
    add_integer(sum, low * low, place);
}

TheoryDataPoints(exact, squares_are_exact) = {
    DataPoints(int, 0, 1, 30, 200, 470),
};
Theory((int spread), exact, squares_are_exact)
{
    double x[MANY];
    fill_wild(x, MANY, spread, "squares");
    struct exact sum = {.pending = 0}, want = {.pending = 0};
    parley_i_exact_add_squares(&sum, x, MANY);
    for (size_t i = 0; i < MANY; i++) {
        add_square_by_parts(&want, x[i]);
    }
    require_equal(sum, want);
}

Test(exact, squares_of_whole_numbers_are_exact)
{
    double x[MANY];
    int64_t want = 0;
    for (int i = 0; i < MANY; i++) {
        x[i] = i - 700;
        want += (int64_t)(i - 700) * (i - 700);
    }
    struct exact sum = {.pending = 0};
    parley_i_exact_add_squares(&sum, x, MANY);
    cr_assert_eq(parley_i_exact_value(&sum, NULL), (double)want);
}

Test(exact, squares_below_the_last_place_are_cut_and_beyond_the_range_infinite)
{
    double tiny[] = {0x1p-600, 0x1p-537, 0x1.8p-537, 0x1.8p-530}, huge[] = {0x1p600, 1};
    struct exact sum = {.pending = 0};
    parley_i_exact_add_squares(&sum, tiny, 3);  // 2^-1200: nothing; 2^-1074; 2.25 x 2^-1074: two of them
    cr_assert_eq(parley_i_exact_value(&sum, NULL), 3 * 0x1p-1074);
    parley_i_exact_add_squares(&sum, tiny + 3, 1);
    cr_assert_eq(parley_i_exact_value(&sum, NULL), 3 * 0x1p-1074 + 0x1.2p-1059);
    parley_i_exact_add_squares(&sum, huge, 2);
    cr_assert_eq(parley_i_exact_value(&sum, NULL), HUGE_VAL);
}

Test(exact, a_carried_sum_has_digits_of_32_bits)
{
    struct exact sum = {.pending = 0};
    parley_i_exact_add(&sum, -3.75);
    parley_i_exact_normalise(&sum);
    for (size_t c = 0; c + 1 < EXACT_CHUNKS; c++) {
        cr_assert(sum.chunk[c] >= 0 && sum.chunk[c] < (int64_t)1 << 32);
    }
    cr_assert_eq(sum.chunk[EXACT_CHUNKS - 1], -1);
    cr_assert_eq(parley_i_exact_value(&sum, NULL), -3.75);
}

Test(exact, many_merges_do_not_overflow)
{
    struct exact sum = {.pending = 0}, half = {.pending = 0};
    parley_i_exact_add(&sum, 1);
    for (int i = 0; i < 60; i++) {
        half = sum;
        parley_i_exact_merge(&sum, &half);
    }
    cr_assert_eq(parley_i_exact_value(&sum, NULL), 0x1p60);
}
