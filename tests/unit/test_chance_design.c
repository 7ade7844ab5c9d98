// Sampling designs: pure functions of (seed, place, trial), stratified as they promise, better than random where
// smooth.
#include "chance/design.h"

#include <criterion/criterion.h>
#include <criterion/theories.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { N = 4096, PLACES = 45 };

static struct arena arena;
static char names[PLACES][16];

static void release(void)
{
    parley_i_arena_release(&arena);
}
TestSuite(design, .fini = release);

static const struct design *design_of(enum sampling sampling, uint64_t trials, uint32_t replicates, uint64_t seed,
                                      size_t count)
{
    const char *places[PLACES];
    for (size_t i = 0; i < count; i++) {
        snprintf(names[i], sizeof names[i], "place.%zu", i);
        places[i] = names[i];
    }
    const struct design *design;
    struct design_def def = {.seed = seed, .trials = trials, .sampling = sampling, .replicates = replicates};
    cr_assert_eq(parley_i_design_create(&arena, &def, places, count, &design), PARLEY_OK);
    return design;
}

Test(design, random_is_the_stream_of_the_place_bit_for_bit)
{
    const struct design *design = design_of(SAMPLING_RANDOM, 1000, 1, 9, 3);
    double u[500], want[500];
    for (size_t place = 0; place < 3; place++) {
        parley_i_design_fill(design, place, 77, u, 500);
        parley_i_uniform_fill(parley_i_stream(9, names[place]), 77, 0, want, 500);
        cr_assert_arr_eq(u, want, sizeof u);
    }
}

Test(design, replicates_divide_the_trials_evenly_and_completely)
{
    uint64_t trials[] = {10, 1000, 1001, 7, 100000000007};
    for (size_t i = 0; i < 5; i++) {
        for (uint32_t replicates = 1; replicates <= 7; replicates += 3) {
            const struct design *design = design_of(SAMPLING_LATIN, trials[i], replicates, 1, 1);
            cr_assert_eq(parley_i_design_replicate_first(design, 0), 0);
            cr_assert_eq(parley_i_design_replicate_first(design, replicates), trials[i]);
            for (uint32_t r = 0; r < replicates; r++) {
                uint64_t first = parley_i_design_replicate_first(design, r),
                         end = parley_i_design_replicate_first(design, r + 1);
                cr_assert(end - first == trials[i] / replicates || end - first == trials[i] / replicates + 1);
                cr_assert_eq(parley_i_design_replicate(design, first), r);
                cr_assert_eq(parley_i_design_replicate(design, end - 1), r);
            }
        }
    }
}

TheoryDataPoints(design, a_latin_place_has_one_point_in_each_stratum_of_each_replicate) = {
    DataPoints(uint64_t, 1, 2, 3, 5, 64, 1000, 4099),
    DataPoints(uint32_t, 1, 3),
};
Theory((uint64_t size, uint32_t replicates), design, a_latin_place_has_one_point_in_each_stratum_of_each_replicate)
{
    const struct design *design = design_of(SAMPLING_LATIN, size * replicates, replicates, 4, 2);
    static double u[3 * 4099];
    static int hits[4099];
    for (size_t place = 0; place < 2; place++) {
        parley_i_design_fill(design, place, 0, u, (size_t)(size * replicates));
        for (uint32_t r = 0; r < replicates; r++) {
            memset(hits, 0, sizeof hits);
            for (size_t i = 0; i < size; i++) {
                double v = u[r * size + i];
                cr_assert(v > 0 && v < 1);
                hits[(size_t)(v * (double)size)]++;
            }
            for (size_t i = 0; i < size; i++) {
                cr_assert_eq(hits[i], 1, "stratum %zu of %d has %d points", i, (int)size, hits[i]);
            }
        }
    }
}

TheoryDataPoints(design, a_sobol_place_has_one_point_in_each_interval_of_each_power_of_two) = {
    DataPoints(int, 1, 5, 9, 12),
    DataPoints(int, 0, 1, 7, 39),
};
Theory((int bits, int place), design, a_sobol_place_has_one_point_in_each_interval_of_each_power_of_two)
{
    const struct design *design = design_of(SAMPLING_SOBOL, 2 * N, 2, 4, 40);
    size_t points = (size_t)1 << bits;
    static double u[2 * N];
    static int hits[N];
    parley_i_design_fill(design, (size_t)place, 0, u, 2 * N);
    for (size_t start = 0; start < 2 * N; start += points) {
        memset(hits, 0, sizeof hits);
        for (size_t i = 0; i < points; i++) {
            cr_assert(u[start + i] > 0 && u[start + i] < 1);
            hits[(size_t)(u[start + i] * (double)points)]++;
        }
        for (size_t i = 0; i < points; i++) {
            cr_assert_eq(hits[i], 1);
        }
    }
}

// The first two dimensions of Sobol's sequence are a (0, m, 2)-net: every elementary box of area 2^-m holds one point,
// and scrambling keeps that.
Test(design, the_first_two_sobol_places_fill_every_elementary_box)
{
    const struct design *design = design_of(SAMPLING_SOBOL, 1024, 1, 8, 2);
    double u[1024], v[1024];
    parley_i_design_fill(design, 0, 0, u, 1024);
    parley_i_design_fill(design, 1, 0, v, 1024);
    for (int wide = 0; wide <= 10; wide++) {
        int hits[1024] = {0};
        for (size_t i = 0; i < 1024; i++) {
            int a = (int)ldexp(u[i], wide), b = (int)ldexp(v[i], 10 - wide);
            hits[(a << (10 - wide)) + b]++;
        }
        for (size_t i = 0; i < 1024; i++) {
            cr_assert_eq(hits[i], 1, "2^%d columns: box %zu has %d points", wide, i, hits[i]);
        }
    }
}

TheoryDataPoints(design, any_trial_is_had_alone_with_the_bits_of_the_block) = {
    DataPoints(int, SAMPLING_RANDOM, SAMPLING_LATIN, SAMPLING_SOBOL),
};
Theory((int sampling), design, any_trial_is_had_alone_with_the_bits_of_the_block)
{
    const struct design *design = design_of((enum sampling)sampling, 3000, 7, 21, 45);
    double u[3000], one;
    for (size_t place = 0; place < 45; place += 22) {
        parley_i_design_fill(design, place, 0, u, 3000);
        for (uint64_t t = 0; t < 3000; t++) {
            parley_i_design_fill(design, place, t, &one, 1);
            cr_assert_eq(one, u[t], "place %zu, trial %d", place, (int)t);
        }
    }
}

Test(design, places_beyond_forty_are_random_under_sobol_and_counted)
{
    const struct design *design = design_of(SAMPLING_SOBOL, 1000, 4, 3, 45);
    double u[100], want[100];
    cr_assert_eq(parley_i_design_random_places(design), 5);
    parley_i_design_fill(design, 40, 0, u, 100);
    parley_i_uniform_fill(parley_i_stream(3, names[40]), 0, 0, want, 100);
    cr_assert_arr_eq(u, want, sizeof u);
    cr_assert_eq(parley_i_design_random_places(design_of(SAMPLING_SOBOL, 10, 1, 1, 40)), 0);
    cr_assert_eq(parley_i_design_random_places(design_of(SAMPLING_LATIN, 10, 1, 1, 45)), 0);
}

/// The mean over pairs of replicates of 12 (u - 1/2)(v - 1/2), point by point.
static double between(const struct design *a, size_t place_a, const struct design *b, size_t place_b, uint64_t apart)
{
    double u[64], v[64], sum = 0;
    for (uint64_t r = 0; r < 256; r++) {
        parley_i_design_fill(a, place_a, 128 * r, u, 64);
        parley_i_design_fill(b, place_b, 128 * r + apart, v, 64);
        for (size_t i = 0; i < 64; i++) {
            sum += 12 * (u[i] - 0.5) * (v[i] - 0.5) / 64 / 256;
        }
    }
    return sum;
}

// Two scramblings of the same 64 points are correlated, often strongly, but as often one way as the other: over 256
// pairs the mean has a standard error of at most 1/16.
Test(design, replicates_places_and_seeds_are_independent)
{
    for (int sampling = SAMPLING_LATIN; sampling <= SAMPLING_SOBOL; sampling++) {
        const struct design *a = design_of((enum sampling)sampling, 512 * 64, 512, 1, 2);
        const struct design *b = design_of((enum sampling)sampling, 512 * 64, 512, 2, 2);
        cr_assert_float_eq(between(a, 0, a, 0, 64), 0, 5.0 / 16);
        cr_assert_float_eq(between(a, 0, a, 1, 0), 0, 5.0 / 16);
        cr_assert_float_eq(between(a, 1, b, 1, 0), 0, 5.0 / 16);
        cr_assert(between(a, 1, a, 1, 0) > 0.9);
    }
}

/// Mean square error of the mean of exp(u + v) / (e - 1)^2 (true mean 1) over 32 replicates of 1024 points.
static double mean_square_error(enum sampling sampling)
{
    const struct design *design = design_of(sampling, 32 * 1024, 32, 6, 2);
    double u[1024], v[1024], scale = expm1(1) * expm1(1), sum = 0;
    for (uint32_t r = 0; r < 32; r++) {
        parley_i_design_fill(design, 0, r * 1024, u, 1024);
        parley_i_design_fill(design, 1, r * 1024, v, 1024);
        double mean = 0;
        for (size_t i = 0; i < 1024; i++) {
            mean += exp(u[i] + v[i]) / scale / 1024;
        }
        sum += (mean - 1) * (mean - 1) / 32;
    }
    return sum;
}

// Random sampling leaves a variance of 0.1635 / 1024 = 1.6e-4; Latin only what is not additive; Sobol far less.
Test(design, smooth_means_converge_faster_by_latin_and_faster_still_by_sobol)
{
    double random = mean_square_error(SAMPLING_RANDOM), latin = mean_square_error(SAMPLING_LATIN);
    double sobol = mean_square_error(SAMPLING_SOBOL);
    cr_assert(random > 0.5e-4 && random < 6e-4, "%g", random);
    cr_assert(latin < random / 5, "%g against %g", latin, random);
    cr_assert(sobol < latin / 50, "%g against %g", sobol, latin);
}
