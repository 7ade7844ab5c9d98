// Small formulas over variables of their own.
#include "support/formulas.h"

static const char *const presence_labels[] = {"none", "monitors", "troops"};
static const struct category presence = {"issue presence", presence_labels, 3};
static const struct symbol variables[] = {{"term", NULL, {0, 0}}, {"presence", &presence, {0, 1}}};

static parley_status compile(struct formulas *f, const char *text, bool may_read_columns, struct local **out)
{
    const struct source source = {text, "/linkage"};
    return parley_i_local_compile(f->sheet, &source, variables, 2, may_read_columns, out);
}

enum { VALUES = 300 };

static void run(const struct local *local, const double *column, double *out)
{
    static double term[VALUES], kind[VALUES], scratch[64 * VALUES];
    for (size_t i = 0; i < VALUES; i++) {
        term[i] = (double)(i % 50);
        kind[i] = (double)(i % 3);
    }
    cr_assert_leq(parley_i_local_scratch(local), 64);
    parley_i_local_run(local, (const double *const[]){term, kind}, column, VALUES, scratch, out);
}

Test(local, a_condition_over_issues_holds_where_it_should)
{
    struct formulas f;
    struct local *local;
    double out[VALUES];
    formulas_begin(&f);
    require_ok(compile(&f, "term >= 30 && presence == 'troops'", false, &local));
    cr_assert(parley_i_local_uses(local, 0) && parley_i_local_uses(local, 1));
    run(local, NULL, out);
    for (size_t i = 0; i < VALUES; i++) {
        cr_assert_eq(out[i], i % 50 >= 30 && i % 3 == 2, "%zu", i);
    }
    formulas_end(&f);
}

Test(local, it_reads_constants_and_columns_of_the_sheet)
{
    struct formulas f;
    struct local *local;
    const int32_t *reads;
    double out[VALUES];
    formulas_begin(&f);
    (void)formulas_column(&f, "unused", NULL);
    const int32_t resolve = formulas_column(&f, "resolve", NULL), hope = formulas_column(&f, "hope", NULL);
    require_ok(parley_i_sheet_constant(f.sheet, "least", NULL, 10));
    require_ok(compile(&f, "hope * resolve + max(term, least) ^ 2 / resolve", true, &local));
    cr_assert(!parley_i_local_uses(local, 1));
    cr_assert_eq(parley_i_local_reads(local, &reads), 2);
    cr_assert_eq(reads[0], hope);
    cr_assert_eq(reads[1], resolve);
    run(local, (const double[]){3, 0.5}, out);
    for (size_t i = 0; i < VALUES; i++) {
        const double term = (double)(i % 50), most = term > 10 ? term : 10;
        cr_assert_eq(out[i], 3 * 0.5 + most * most / 0.5, "%zu", i);
    }
    formulas_end(&f);
}

Test(local, a_constant_a_variable_or_a_column_alone_will_do)
{
    struct formulas f;
    struct local *local;
    double out[VALUES];
    formulas_begin(&f);
    (void)formulas_column(&f, "resolve", NULL);
    require_ok(compile(&f, "1 + 1", false, &local));
    run(local, NULL, out);
    cr_assert(out[0] == 2 && out[VALUES - 1] == 2);
    require_ok(compile(&f, "true ? term : 1", false, &local));
    run(local, NULL, out);
    cr_assert(out[0] == 0 && out[VALUES - 1] == 49);
    require_ok(compile(&f, "resolve", true, &local));
    run(local, (const double[]){0.25}, out);
    cr_assert(out[0] == 0.25 && out[VALUES - 1] == 0.25);
    formulas_end(&f);
}

Test(local, what_it_does_not_need_it_does_not_read)
{
    struct formulas f;
    struct local *local;
    const int32_t *reads;
    formulas_begin(&f);
    (void)formulas_column(&f, "resolve", NULL);
    require_ok(compile(&f, "false && term > resolve", true, &local));
    cr_assert(!parley_i_local_uses(local, 0));
    cr_assert_eq(parley_i_local_reads(local, &reads), 0);
    formulas_end(&f);
}

Test(local, distributions_and_forbidden_columns_are_refused)
{
    struct formulas f;
    struct local *local;
    size_t column;
    formulas_begin(&f);
    (void)formulas_column(&f, "resolve", NULL);
    cr_assert_eq(compile(&f, "term + normal(0, 1)", true, &local), PARLEY_BAD_EXPRESSION);
    (void)parley_i_error_pointer(&column);
    cr_assert_eq(column, 8);
    cr_assert_eq(compile(&f, "term * resolve", false, &local), PARLEY_BAD_EXPRESSION);
    cr_assert(strstr(parley_last_message(), "differs from trial to trial") != NULL);
    cr_assert_eq(compile(&f, "trem", false, &local), PARLEY_BAD_EXPRESSION);
    cr_assert(strstr(parley_last_message(), "did you mean \"term\"?") != NULL);
    formulas_end(&f);
}
