// Laws made fast: as exact as promised, the law itself beyond its table, the same bits one by one.
#include "chance/stream.h"
#include "support/laws.h"

#include <criterion/criterion.h>
#include <string.h>

enum { N = 20000 };

static struct arena arena;
static double u[N], x[N];

static void release(void)
{
    parley_i_arena_release(&arena);
}
TestSuite(table, .fini = release);

static const struct quantile_table *table_of(const struct law *law)
{
    const struct quantile_table *table;
    cr_assert_eq(parley_i_quantile_table_create(&arena, law, &table), PARLEY_OK);
    return table;
}

/// Random places, and then both tails octave by octave.
static void fill_places(void)
{
    parley_i_uniform_fill(parley_i_stream(11, "table"), 0, 0, u, N);
    for (size_t i = 0; i < 500; i++) {
        u[2 * i] = exp2(-1 - (double)i / 10);
        u[2 * i + 1] = 1 - u[2 * i];
    }
    for (size_t i = 0; i < N; i++) {
        u[i] = fmin(u[i], 1 - 0x1p-53);
    }
}

Test(table, continuous_laws_keep_to_gsl_within_a_billionth_of_probability)
{
    fill_places();
    for (size_t i = 0; i < sizeof continuous_cases / sizeof *continuous_cases; i++) {
        const struct case_of_law *c = &continuous_cases[i];
        struct law law = law_of(family_names[c->family], c->argument, c->arguments);
        parley_i_quantile_table_apply(table_of(&law), u, x, N);
        for (size_t k = 0; k < N; k++) {
            double got = gsl_below(c, x[k]);
            if (!(fabs(got - u[k]) < 1e-9)) {
                cr_assert(fabs(got - u[k]) < grain_at(c, x[k]), "%s(%g, %g) at %.17g gave %.17g, which lies at %.17g",
                          law.kind->name, c->argument[0], c->argument[1], u[k], x[k], got);
            }
        }
    }
}

Test(table, tails_beyond_the_table_are_the_law_itself)
{
    double argument[] = {4, 6}, deep[] = {0x1p-53, 1e-15, 1e-9, 1e-6, 1 - 1e-6, 1 - 1e-9, 1 - 0x1p-53}, got[7];
    struct law law = law_of("beta", argument, 2);
    parley_i_quantile_table_apply(table_of(&law), deep, got, 7);
    for (size_t i = 0; i < 7; i++) {
        cr_assert_eq(got[i], parley_i_law_quantile(&law, deep[i]));
    }
}

static void require_close(const struct law *law, const char *what)
{
    parley_i_quantile_table_apply(table_of(law), u, x, N);
    for (size_t k = 0; k < N; k++) {
        double got = parley_i_law_cdf(law, x[k]);
        bool reached = fabs(got - u[k]) < 1e-9 || x[k] == parley_i_law_quantile(law, u[k]);
        cr_assert(reached, "%s at %.17g gave %.17g, which lies at %.17g", what, u[k], x[k], got);
    }
}

Test(table, kinks_atoms_and_gaps_are_met)
{
    fill_places();
    double standard[] = {0, 1}, far[] = {10, 1}, ends[] = {0, -1, 0.5}, pair[] = {0, 0.3, 0, 0.7}, gap[] = {5, 6},
           none[] = {0};
    double points[] = {0, -1, 0.1, 0, 0.4, 0, 0.7, 10, 1, 10.5}, mode[] = {0, 0.3, 1}, pert[] = {0, 0, 1},
           term[] = {1, 40};
    struct law normal = law_of("normal", standard, 2), second = law_of("normal", far, 2),
               uniform = law_of("uniform", standard, 2);
    struct law apart = law_of("uniform", gap, 2), atom = law_of("data", none, 1), range = law_of("to", term, 2);
    struct law *one[] = {&normal}, *two[] = {&normal, &second}, *hole[] = {&uniform, &apart},
               *inflated[] = {&atom, &range};
    struct law truncate = {parley_i_distribution("truncate"), ends, 3, one, 1};
    struct law mixture = {parley_i_distribution("mixture"), pair, 4, two, 2};
    struct law holed = {parley_i_distribution("mixture"), pair, 4, hole, 2};
    struct law mixed = {parley_i_distribution("mixture"), pair, 4, inflated, 2};
    struct law triangular = law_of("triangular", mode, 3), skewed = law_of("pert", pert, 3),
               quantiles = law_of("quantiles", points, 10);
    require_close(&truncate, "truncate");
    require_close(&mixture, "mixture");
    require_close(&holed, "mixture with a hole");
    require_close(&mixed, "mixture with an atom");
    require_close(&triangular, "triangular");
    require_close(&skewed, "pert");
    require_close(&quantiles, "quantiles");
}

Test(table, discrete_laws_give_the_values_of_the_law)
{
    fill_places();
    for (size_t i = 0; i < sizeof discrete_cases / sizeof *discrete_cases; i++) {
        const struct case_of_law *c = &discrete_cases[i];
        struct law law = law_of(family_names[c->family], c->argument, c->arguments);
        parley_i_quantile_table_apply(table_of(&law), u, x, N);
        for (size_t k = 0; k < N; k++) {
            cr_assert(gsl_below(c, x[k]) >= u[k] - 1e-11 && gsl_below(c, x[k] - 1) < u[k] + 1e-11,
                      "%s(%g, %g) at %g gave %g", law.kind->name, c->argument[0], c->argument[1], u[k], x[k]);
        }
    }
    double choice[] = {5, 1, -1, 2, 3, 0, 5, 1}, data[] = {4, 2, 2, 9, 1};
    struct law listed[] = {law_of("choice", choice, 8), law_of("data", data, 5)};
    for (size_t i = 0; i < 2; i++) {
        parley_i_quantile_table_apply(table_of(&listed[i]), u, x, N);
        for (size_t k = 0; k < N; k++) {
            cr_assert_eq(x[k], parley_i_law_quantile(&listed[i], u[k]));
        }
    }
}

Test(table, a_block_has_the_bits_of_one_by_one)
{
    fill_places();
    double beta[] = {4, 6}, ends[] = {2, 30}, shape[] = {0.7, 3}, mean[] = {4};
    struct law laws[] = {law_of("beta", beta, 2), law_of("to", ends, 2), law_of("weibull", shape, 2),
                         law_of("poisson", mean, 1)};
    for (size_t i = 0; i < 4; i++) {
        const struct quantile_table *table = table_of(&laws[i]);
        parley_i_quantile_table_apply(table, u, x, 1500);
        for (size_t k = 0; k < 1500; k++) {
            double one;
            parley_i_quantile_table_apply(table, &u[k], &one, 1);
            cr_assert_eq(one, x[k]);
        }
    }
}

Test(table, closed_forms_with_arguments_that_differ_agree_with_the_law)
{
    fill_places();
    static double argument[3][N];
    for (size_t i = 0; i < parley_i_distribution_count; i++) {
        const struct distribution *kind = parley_i_distributions[i];
        if (kind->apply == NULL) {
            continue;
        }
        for (size_t k = 0; k < N; k++) {
            bool share = kind->least == 1 && kind->discrete;
            argument[0][k] = share ? (double)k / N : k % 5 == 0 && kind->least > 1 ? -1 : 0.5 + (double)k / N;
            argument[1][k] = 2 + (double)(k % 7);
            argument[2][k] = 9 + (double)(k % 3);
            argument[0][k] = strcmp(kind->name, "weibull") == 0 ? fabs(argument[0][k]) : argument[0][k];
        }
        const double *columns[3] = {argument[0], argument[1], argument[2]};
        kind->apply(u, columns, x, N);
        for (size_t k = 0; k < N; k++) {
            double row[3] = {argument[0][k], argument[1][k], argument[2][k]};
            struct law law = {.kind = kind, .argument = row, .arguments = kind->least};
            double want = parley_i_law_quantile(&law, u[k]);
            cr_assert_float_eq(x[k], want, 1e-13 * (1 + fabs(want)), "%s(%g, %g) at %g", kind->name, row[0], row[1],
                               u[k]);
        }
    }
}
