// Every distribution against GSL or a closed form, and what its arguments may be.
#include "chance/special.h"
#include "support/laws.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

static const double somewhere[] = {1e-12, 1e-9,   1e-5, 0.001, 0.03,   0.2,     0.4999,
                                   0.5,   0.5001, 0.77, 0.95,  0.9999, 1 - 1e-7};
enum { SOMEWHERE = sizeof somewhere / sizeof *somewhere };

Test(law, quantiles_invert_gsls_distribution_functions)
{
    for (size_t i = 0; i < sizeof continuous_cases / sizeof *continuous_cases; i++) {
        const struct case_of_law *c = &continuous_cases[i];
        struct law law = law_of(family_names[c->family], c->argument, c->arguments);
        for (size_t k = 0; k < SOMEWHERE; k++) {
            double x = parley_i_law_quantile(&law, somewhere[k]);
            cr_assert_float_eq(gsl_below(c, x), somewhere[k], 1e-11 + grain_at(c, x), "%s(%g, %g) at %g",
                               law.kind->name, c->argument[0], c->argument[1], somewhere[k]);
        }
    }
}

Test(law, distribution_functions_agree_with_gsls)
{
    for (size_t i = 0; i < sizeof continuous_cases / sizeof *continuous_cases; i++) {
        const struct case_of_law *c = &continuous_cases[i];
        struct law law = law_of(family_names[c->family], c->argument, c->arguments);
        for (size_t k = 0; k < SOMEWHERE; k++) {
            double x = parley_i_law_quantile(&law, somewhere[k]);
            cr_assert_float_eq(parley_i_law_cdf(&law, x), gsl_below(c, x), 1e-11, "%s at %g", law.kind->name, x);
            cr_assert_float_eq(parley_i_law_survival(&law, x), 1 - gsl_below(c, x), 1e-11);
        }
    }
}

Test(law, densities_are_the_slopes_of_the_distribution_functions)
{
    for (size_t i = 0; i < sizeof continuous_cases / sizeof *continuous_cases; i++) {
        const struct case_of_law *c = &continuous_cases[i];
        struct law law = law_of(family_names[c->family], c->argument, c->arguments);
        for (double u = 0.05; u < 0.6; u += 0.1) {
            double x = parley_i_law_quantile(&law, u), h = 1e-5 * (parley_i_law_quantile(&law, u + 0.01) - x);
            double slope = (parley_i_law_cdf(&law, x + h) - parley_i_law_cdf(&law, x - h)) / (2 * h);
            cr_assert_float_eq(law.kind->density(&law, x) / slope, 1, 1e-5, "%s(%g, %g) at u = %g", law.kind->name,
                               c->argument[0], c->argument[1], u);
        }
    }
}

Test(law, a_discrete_quantile_is_the_least_value_that_reaches_u)
{
    for (size_t i = 0; i < sizeof discrete_cases / sizeof *discrete_cases; i++) {
        const struct case_of_law *c = &discrete_cases[i];
        struct law law = law_of(family_names[c->family], c->argument, c->arguments);
        for (double u = 0.0005; u < 1; u += 0.0101) {
            double k = parley_i_law_quantile(&law, u);
            cr_assert(gsl_below(c, k) >= u - 1e-11 && gsl_below(c, k - 1) < u + 1e-11, "%s(%g, %g) at %g gave %g",
                      law.kind->name, c->argument[0], c->argument[1], u, k);
        }
    }
}

Test(law, both_tails_of_the_incomplete_functions_keep_their_relative_precision)
{
    cr_assert_float_eq(parley_i_gamma_tails(1, 300).upper / exp(-300), 1, 1e-12);
    cr_assert_float_eq(parley_i_gamma_tails(3, 1e-60).lower / (1e-180 / 6), 1, 1e-12);
    cr_assert_float_eq(parley_i_beta_tails(3, 1, 1e-50, 1).lower / 1e-150, 1, 1e-12);
    cr_assert_float_eq(parley_i_beta_tails(1, 4, 1, 1e-60).upper / 1e-240, 1, 1e-12);
    cr_assert_float_eq(parley_i_normal_tails(-30).lower / 4.906713927148187e-198, 1, 1e-13);
    // P(X <= a) of a gamma law of large shape a is 1/2 + 1 / (3 sqrt(2 pi a)) to the first order.
    cr_assert_float_eq(parley_i_gamma_tails(1e8, 1e8).lower, 0.5 + 1 / (3 * sqrt(2 * 3.141592653589793e8)), 1e-12);
}

Test(law, extreme_arguments_give_values_and_no_alarm)
{
    static const struct case_of_law extreme[] = {
        {GAMMA, 2, {1e-300, 1}},  {GAMMA, 2, {1e-8, 1e300}}, {GAMMA, 2, {1e10, 1e-300}}, {BETA, 2, {1e-300, 1e-300}},
        {BETA, 2, {1e7, 1e-9}},   {BETA, 2, {1e-9, 1e7}},    {BETA, 2, {1e7, 1e7}},      {STUDENT, 1, {1e-3, 0}},
        {STUDENT, 1, {1e300, 0}}, {POISSON, 1, {1e10, 0}},   {POISSON, 1, {1e-300, 0}},  {BINOMIAL, 2, {1e7, 1e-300}},
        {WEIBULL, 2, {1e-3, 1}},  {LOGNORMAL, 2, {0, 1e3}},
    };
    for (size_t i = 0; i < sizeof extreme / sizeof *extreme; i++) {
        struct law law = law_of(family_names[extreme[i].family], extreme[i].argument, extreme[i].arguments);
        char message[200];
        cr_assert_null(parley_i_law_check(&law, message, sizeof message));
        double before = -INFINITY;
        for (double u = 0x1p-53; u < 1; u = u < 0.4 ? 2 * u : u + 0.1 < 0.95 ? u + 0.1 : u < 0.99 ? 1 - 0x1p-53 : 1) {
            double x = parley_i_law_quantile(&law, u);
            cr_assert(x >= before, "%s(%g, %g) at %g: %g after %g", law.kind->name, extreme[i].argument[0],
                      extreme[i].argument[1], u, x, before);
            before = x;
        }
    }
}

Test(law, to_holds_ninety_per_cent_between_its_ends)
{
    double both[2][2] = {{2, 50}, {-3, 4}};
    for (size_t i = 0; i < 2; i++) {
        struct law law = law_of("to", both[i], 2);
        cr_assert_float_eq(parley_i_law_quantile(&law, 0.05), both[i][0], 1e-13);
        cr_assert_float_eq(parley_i_law_quantile(&law, 0.95), both[i][1], 1e-12);
    }
    struct law positive = law_of("to", both[0], 2), plain = law_of("to", both[1], 2);
    cr_assert_float_eq(parley_i_law_quantile(&positive, 0.5), 10, 1e-13);  // lognormal: the geometric middle
    cr_assert_float_eq(parley_i_law_quantile(&plain, 0.5), 0.5, 1e-15);
}

Test(law, triangular_and_pert_have_their_closed_forms)
{
    double argument[3] = {1, 2, 5};
    struct law triangular = law_of("triangular", argument, 3), pert = law_of("pert", argument, 3);
    cr_assert_float_eq(parley_i_law_quantile(&triangular, 0.25), 2, 1e-15);  // (mode - low) / (high - low) lies below
    cr_assert_float_eq(parley_i_law_quantile(&triangular, 0.0625), 1.5, 1e-15);
    cr_assert_float_eq(parley_i_law_cdf(&triangular, 4), 1 - 1.0 / 12, 1e-15);
    // pert(1, 2, 5) is 1 + 4 beta(2, 4), whose distribution function is 1 - (1 - x)^4 (1 + 4 x).
    double x = parley_i_law_quantile(&pert, 0.3), share = (x - 1) / 4;
    cr_assert_float_eq(1 - pow(1 - share, 4) * (1 + 4 * share), 0.3, 1e-14);
    double ends[2][3] = {{0, 0, 1}, {0, 1, 1}};
    for (size_t i = 0; i < 2; i++) {
        struct law law = law_of("triangular", ends[i], 3);
        cr_assert_float_eq(parley_i_law_quantile(&law, 0.36), i == 0 ? 0.2 : 0.6, 1e-15);
    }
}

Test(law, student_t_takes_a_location_and_a_scale)
{
    double argument[3] = {1, 10, 2};
    struct law cauchy = law_of("student_t", argument, 3);
    cr_assert_float_eq(parley_i_law_quantile(&cauchy, 0.75), 12, 1e-13);
    cr_assert_float_eq(parley_i_law_quantile(&cauchy, 0.5), 10, 1e-15);
    cr_assert_float_eq(cauchy.kind->density(&cauchy, 10), 1 / (2 * 3.14159265358979324), 1e-15);
}

Test(law, listed_values_come_in_ascending_order_by_their_weights)
{
    double choice[] = {5, 1, -1, 2, 3, 0, 5, 1}, data[] = {4, 2, 2, 9};
    struct law a = law_of("choice", choice, 8), b = law_of("data", data, 4);
    double want_a[] = {-1, -1, 5, 5}, want_b[] = {2, 2, 4, 9};
    for (size_t i = 0; i < 4; i++) {
        double u = 0.125 + 0.25 * (double)i;
        cr_assert_eq(parley_i_law_quantile(&a, u), want_a[i]);
        cr_assert_eq(parley_i_law_quantile(&b, u), want_b[i]);
    }
    double p = 0.3;
    struct law coin = law_of("bernoulli", &p, 1);
    cr_assert_eq(parley_i_law_quantile(&coin, 0.69), 0);
    cr_assert_eq(parley_i_law_quantile(&coin, 0.71), 1);
}

Test(law, quantiles_are_linear_between_the_points)
{
    double argument[] = {0, 10, 0.5, 20, 0.75, 20, 1, 60};
    struct law law = law_of("quantiles", argument, 8);
    cr_assert_float_eq(parley_i_law_quantile(&law, 0.25), 15, 1e-14);
    cr_assert_eq(parley_i_law_quantile(&law, 0.6), 20);
    cr_assert_float_eq(parley_i_law_quantile(&law, 0.875), 40, 1e-13);
    cr_assert_float_eq(parley_i_law_cdf(&law, 40), 0.875, 1e-15);
    cr_assert_float_eq(parley_i_law_cdf(&law, 20), 0.75, 1e-15);
}

static const double standard[] = {0, 1}, shifted[] = {4, 0.5}, poisson[] = {2}, zero[] = {0};

Test(law, a_mixture_inverts_the_weighted_distribution_functions)
{
    struct law a = law_of("normal", standard, 2), b = law_of("normal", shifted, 2), *parts[] = {&a, &b};
    double weight[] = {0, 3, 0, 1};
    struct law law = {parley_i_distribution("mixture"), weight, 4, parts, 2};
    for (size_t k = 0; k < SOMEWHERE; k++) {
        double x = parley_i_law_quantile(&law, somewhere[k]);
        cr_assert_float_eq(0.75 * gsl_cdf_ugaussian_P(x) + 0.25 * gsl_cdf_gaussian_P(x - 4, 0.5), somewhere[k], 1e-14);
    }
}

Test(law, a_mixture_meets_its_atoms_exactly)
{
    struct law none = law_of("data", zero, 1), normal = law_of("normal", standard, 2), *parts[] = {&none, &normal};
    struct law count = law_of("poisson", poisson, 1), *counts[] = {&count, &normal};
    double weight[] = {0, 1, 0, 1};
    struct law inflated = {parley_i_distribution("mixture"), weight, 4, parts, 2};
    struct law mixed = {parley_i_distribution("mixture"), weight, 4, counts, 2};
    cr_assert_eq(parley_i_law_quantile(&inflated, 0.26), 0);
    cr_assert_eq(parley_i_law_quantile(&inflated, 0.74), 0);
    cr_assert_float_eq(parley_i_law_quantile(&inflated, 0.125), gsl_cdf_ugaussian_Pinv(0.25), 1e-13);
    for (double k = 0; k < 6; k++) {
        double inside = parley_i_law_cdf(&mixed, k) - 0.4 * gsl_ran_poisson_pdf((unsigned int)k, 2);
        cr_assert_eq(parley_i_law_quantile(&mixed, inside), k);
    }
}

Test(law, a_truncated_law_is_the_law_given_that_it_lies_between)
{
    struct law normal = law_of("normal", standard, 2), *parts[] = {&normal};
    double ends[][3] = {{0, -1, 2}, {0, 3, 1e9}, {0, -8, -4.5}};
    for (size_t i = 0; i < 3; i++) {
        struct law law = {parley_i_distribution("truncate"), ends[i], 3, parts, 1};
        double below = gsl_cdf_ugaussian_P(ends[i][1]), mass = gsl_cdf_ugaussian_P(ends[i][2]) - below;
        for (double u = 0.01; u < 1; u += 0.07) {
            double x = parley_i_law_quantile(&law, u);
            cr_assert(x >= ends[i][1] && x <= ends[i][2]);
            cr_assert_float_eq((gsl_cdf_ugaussian_P(x) - below) / mass, u, 1e-10);
        }
    }
    struct law count = law_of("poisson", poisson, 1), *counts[] = {&count};
    double from_one[] = {0, 1, 3};
    struct law law = {parley_i_distribution("truncate"), from_one, 3, counts, 1};
    cr_assert_eq(parley_i_law_quantile(&law, 1e-6), 1);  // both ends belong to it
    cr_assert_eq(parley_i_law_quantile(&law, 1 - 1e-6), 3);
}

struct refused {
    char kind[16];
    size_t arguments;
    double argument[6];
    char sentence[100];
};

ParameterizedTestParameters(law, bad_arguments_are_told_in_a_sentence)
{
    static struct refused rows[] = {
        {"normal", 2, {0, -1}, "sd must be > 0, found -1"},
        {"normal", 2, {NAN, 1}, "mean must be a finite number, found nan"},
        {"lognormal", 2, {0, INFINITY}, "sigma must be a finite number, found inf"},
        {"to", 2, {3, 3}, "the low end must be < the high end, found 3 and 3"},
        {"uniform", 2, {2, 1}, "low must be < high, found 2 and 1"},
        {"triangular", 3, {0, 4, 3}, "mode must be <= high, found 4 and 3"},
        {"triangular", 3, {0, -4, 3}, "low must be <= mode, found 0 and -4"},
        {"pert", 3, {1, 1, 1}, "low must be < high, found 1 and 1"},
        {"beta", 2, {1, 0}, "beta must be > 0, found 0"},
        {"beta", 2, {1e8, 1}, "alpha must be <= 1e7, found 100000000"},
        {"gamma", 2, {-2, 1}, "shape must be > 0, found -2"},
        {"gamma", 2, {2, 0}, "scale must be > 0, found 0"},
        {"exponential", 1, {0}, "rate must be > 0, found 0"},
        {"weibull", 2, {1, -1}, "scale must be > 0, found -1"},
        {"student_t", 1, {0}, "df must be > 0, found 0"},
        {"student_t", 3, {1, 0, 0}, "scale must be > 0, found 0"},
        {"logistic_dist", 2, {1, 0}, "scale must be > 0, found 0"},
        {"poisson", 1, {-1}, "mean must be >= 0, found -1"},
        {"binomial", 2, {2.5, 0.5}, "n must be a whole number from 0 to 1e7, found 2.5"},
        {"binomial", 2, {2, 1.5}, "p must be a probability in [0, 1], found 1.5"},
        {"bernoulli", 1, {-0.1}, "p must be a probability in [0, 1], found -0.1"},
        {"choice", 4, {1, 1, 2, -3}, "weight must be >= 0, found -3"},
        {"choice", 4, {1, 0, 2, 0}, "the weights must not all be 0"},
        {"choice", 4, {NAN, 1, 2, 1}, "value must be a finite number, found nan"},
        {"quantiles",
         4,
         {0.1, 1, 1, 2},
         "the first p must be 0 and the last 1 (the ends of the range), found 0.1 and 1"},
        {"quantiles", 6, {0, 1, 0, 2, 1, 3}, "each p must be larger than the one before, found 0 after 0"},
        {"quantiles", 4, {0, 2, 1, 1}, "x must not fall as p rises, found 1 after 2"},
    };
    return cr_make_param_array(struct refused, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct refused *row, law, bad_arguments_are_told_in_a_sentence)
{
    struct law law = law_of(row->kind, row->argument, row->arguments);
    char message[200];
    const char *said = parley_i_law_check(&law, message, sizeof message);
    cr_assert_not_null(said, "%s was accepted, wanted \"%s\"", row->kind, row->sentence);
    cr_assert_str_eq(said, row->sentence);
}

Test(law, nested_laws_are_checked_too)
{
    static const double bad[] = {0, -1}, ends[] = {0, -1, 1}, far[] = {0, 20, 30};
    struct law inside = law_of("normal", bad, 2), fine = law_of("normal", standard, 2), *parts[] = {&inside},
               *good[] = {&fine};
    struct law outside = {parley_i_distribution("truncate"), ends, 3, parts, 1};
    struct law nothing = {parley_i_distribution("truncate"), far, 3, good, 1};
    char message[200];
    cr_assert_str_eq(parley_i_law_check(&outside, message, sizeof message), "sd must be > 0, found -1");
    cr_assert_str_eq(parley_i_law_check(&nothing, message, sizeof message),
                     "less than a millionth of the distribution lies between low and high, found 20 and 30");
}

Test(law, every_kind_is_found_by_its_name_and_says_what_it_takes)
{
    cr_assert_eq(parley_i_distribution_count, 20);
    for (size_t i = 0; i < parley_i_distribution_count; i++) {
        const struct distribution *kind = parley_i_distributions[i];
        cr_assert_eq(parley_i_distribution(kind->name), kind);
        cr_assert(kind->least <= kind->most && kind->stride >= 1 && kind->check && kind->quantile && kind->cdf);
        cr_assert(kind->discrete == (kind->density == NULL) && kind->discrete == (kind->support != NULL));
    }
    cr_assert_null(parley_i_distribution("norml"));
}

Test(normal, blocks_invert_gsl_in_both_directions)
{
    enum { N = 3000 };
    double u[N], z[N], back[N];
    for (size_t i = 0; i < N; i++) {
        u[i] = ((double)i + 0.5) / N;
    }
    u[0] = 1e-300;
    u[1] = 0x1p-53;
    u[N - 1] = 1 - 0x1p-53;
    parley_i_normal_quantile(u, z, N);
    parley_i_normal_cdf(z, back, N);
    for (size_t i = 0; i < N; i++) {
        cr_assert_float_eq(z[i] / gsl_cdf_ugaussian_Pinv(u[i]), 1, u[i] == 0.5 ? INFINITY : 2e-15);
        cr_assert_float_eq(back[i], u[i], 4e-15 * u[i] * (1 + z[i] * z[i]));
        double one;
        parley_i_normal_quantile(&u[i], &one, 1);
        cr_assert_eq(one, z[i], "a block has the bits of one by one");
    }
}
