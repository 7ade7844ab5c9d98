// Rank correlations: achieved, independent of the rest, and contradictions named with what would mend them.
#include "chance/copula.h"
#include "chance/law.h"
#include "chance/stream.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { N = 200000 };

/// Spearman's correlation of samples that are uniform: 12 times their covariance.
static double spearman(const double *u, const double *v)
{
    double sum = 0;
    for (size_t i = 0; i < N; i++) {
        sum += (u[i] - 0.5) * (v[i] - 0.5);
    }
    return 12 * sum / N;
}

static double samples[3][N];

static double **draw(const char *const *names)
{
    static double *u[3] = {samples[0], samples[1], samples[2]};
    for (size_t i = 0; i < 3; i++) {
        parley_i_uniform_fill(parley_i_stream(3, names[i]), 0, 0, u[i], N);
    }
    return u;
}

static const char *const names[] = {"a", "b", "c"};

Test(copula, rank_correlations_are_achieved)
{
    struct arena arena = {NULL};
    double rank[9] = {1, -0.3, 0.5, -0.3, 1, 0.2, 0.5, 0.2, 1}, *factor;
    struct copula_flaw flaw;
    cr_assert_eq(parley_i_copula_factor(&arena, rank, 3, &factor, &flaw), PARLEY_OK);
    double **u = draw(names);
    parley_i_copula_apply(factor, 3, u, N);
    double error = 5 / sqrt(N);
    cr_assert_float_eq(spearman(u[0], u[1]), -0.3, error);
    cr_assert_float_eq(spearman(u[0], u[2]), 0.5, error);
    cr_assert_float_eq(spearman(u[1], u[2]), 0.2, error);
    cr_assert_float_eq(spearman(u[1], u[1]), 1, error);
    parley_i_arena_release(&arena);
}

Test(copula, the_first_member_keeps_its_bits_and_the_rest_stay_inside)
{
    struct arena arena = {NULL};
    double rank[4] = {1, 0.9, 0.9, 1}, *factor, before[N];
    struct copula_flaw flaw;
    cr_assert_eq(parley_i_copula_factor(&arena, rank, 2, &factor, &flaw), PARLEY_OK);
    double **u = draw(names);
    memcpy(before, u[0], sizeof before);
    u[0][7] = before[7] = 0x1p-53;
    u[1][7] = 0x1p-53;
    parley_i_copula_apply(factor, 2, u, N);
    cr_assert_arr_eq(before, u[0], sizeof before);
    for (size_t i = 0; i < N; i++) {
        cr_assert(u[1][i] > 0 && u[1][i] < 1);
    }
    parley_i_arena_release(&arena);
}

Test(copula, no_correlation_changes_nothing_but_rounding)
{
    struct arena arena = {NULL};
    double rank[4] = {1, 0, 0, 1}, *factor, before[N];
    struct copula_flaw flaw;
    cr_assert_eq(parley_i_copula_factor(&arena, rank, 2, &factor, &flaw), PARLEY_OK);
    double **u = draw(names);
    memcpy(before, u[1], sizeof before);
    parley_i_copula_apply(factor, 2, u, N);
    for (size_t i = 0; i < N; i++) {
        cr_assert_float_eq(u[1][i], before[i], 1e-15);
    }
    parley_i_arena_release(&arena);
}

Test(copula, trial_by_trial_has_the_bits_of_the_block)
{
    struct arena arena = {NULL};
    double rank[9] = {1, -0.3, 0.5, -0.3, 1, 0.2, 0.5, 0.2, 1}, *factor, want[3][600];
    struct copula_flaw flaw;
    cr_assert_eq(parley_i_copula_factor(&arena, rank, 3, &factor, &flaw), PARLEY_OK);
    double **u = draw(names);
    for (size_t t = 0; t < 600; t++) {
        double *one[3] = {&u[0][t], &u[1][t], &u[2][t]};
        parley_i_copula_apply(factor, 3, one, 1);
    }
    for (size_t i = 0; i < 3; i++) {
        memcpy(want[i], u[i], sizeof want[i]);
    }
    draw(names);
    parley_i_copula_apply(factor, 3, u, 600);
    for (size_t i = 0; i < 3; i++) {
        cr_assert_arr_eq(want[i], u[i], sizeof want[i]);
    }
    parley_i_arena_release(&arena);
}

// a and b move together, b and c too, but a and c are said to move against each other. Pearson's correlations are r = 2
// sin(0.15 pi) = 0.908; with two of them given, the third must exceed r^2 - (1 - r^2) = 0.649.
Test(copula, a_contradiction_is_named_with_the_nearest_value_that_mends_it)
{
    struct arena arena = {NULL};
    double rank[9] = {1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1}, *factor;
    struct copula_flaw flaw;
    cr_assert_eq(parley_i_copula_factor(&arena, rank, 3, &factor, &flaw), PARLEY_BAD_SCENARIO);
    double r = 2 * sin(0.15 * 3.14159265358979), bound = 2 * r * r - 1;
    bool far_pair = flaw.i == 2 && flaw.j == 0;
    double want = 6 / 3.14159265358979 * asin((far_pair ? bound : -bound) / 2);
    cr_assert_eq(flaw.given, far_pair ? -0.9 : 0.9);
    cr_assert_float_eq(flaw.nearest, want, 5e-4, "found %g, wanted %g", flaw.nearest, want);
    rank[flaw.i * 3 + flaw.j] = rank[flaw.j * 3 + flaw.i] = flaw.nearest;
    cr_assert_eq(parley_i_copula_factor(&arena, rank, 3, &factor, &flaw), PARLEY_OK);
    parley_i_arena_release(&arena);
}

Test(copula, perfect_correlation_is_refused_with_one_just_below)
{
    struct arena arena = {NULL};
    double rank[4] = {1, 1, 1, 1}, *factor;
    struct copula_flaw flaw;
    cr_assert_eq(parley_i_copula_factor(&arena, rank, 2, &factor, &flaw), PARLEY_BAD_SCENARIO);
    cr_assert(flaw.i == 1 && flaw.j == 0 && flaw.given == 1);
    cr_assert(flaw.nearest < 1 && flaw.nearest > 0.999);
    parley_i_arena_release(&arena);
}

// Two separate contradictions: no single pair mends both.
Test(copula, what_no_single_pair_mends_has_no_nearest_value)
{
    struct arena arena = {NULL};
    double rank[36] = {0}, *factor;
    for (size_t i = 0; i < 6; i++) {
        for (size_t j = 0; j < 6; j++) {
            bool against = (i % 3 == 0 && j % 3 == 2) || (i % 3 == 2 && j % 3 == 0);
            rank[i * 6 + j] = i == j ? 1 : i / 3 != j / 3 ? 0 : against ? -0.9 : 0.9;
        }
    }
    struct copula_flaw flaw;
    cr_assert_eq(parley_i_copula_factor(&arena, rank, 6, &factor, &flaw), PARLEY_BAD_SCENARIO);
    cr_assert(isnan(flaw.nearest));
    cr_assert(flaw.i > flaw.j && flaw.i < 6);
    parley_i_arena_release(&arena);
}
