// Names, definitions in any order, segments, guards.
#include "support/formulas.h"

static parley_status define(struct formulas *f, const struct definition *definitions, size_t count)
{
    return parley_i_sheet_define(f->sheet, "assumptions.", definitions, count);
}

static double value_of(struct formulas *f, const char *name, size_t trial)
{
    const struct symbol *symbol = parley_i_sheet_find(f->sheet, name);
    cr_assert_not_null(symbol, "%s", name);
    return parley_i_number_at(&symbol->number, f->block, trial);
}

Test(sheet, definitions_may_come_in_any_order)
{
    struct formulas f;
    formulas_begin(&f);
    const struct definition definitions[] = {
        {"c", {"a * b", "/c"}}, {"a", {"b + 1", "/a"}}, {"b", {"2", "/b"}}, {"d", {"c > 5 ? a : b", "/d"}}};
    require_ok(define(&f, definitions, 4));
    formulas_play(&f, 1);
    require_ok(parley_i_block_run(f.block, 0, NULL));
    cr_assert_eq(value_of(&f, "c", 0), 6);
    cr_assert_eq(value_of(&f, "d", 0), 3);
    cr_assert_eq(parley_i_sheet_columns(f.sheet), 0, "constants need no column");
    cr_assert_str_eq(parley_i_sheet_symbol(f.sheet, 0)->name, "c", "symbols keep the order of declaration");
    formulas_end(&f);
}

Test(sheet, a_cycle_is_told_from_its_first_member)
{
    struct formulas f;
    formulas_begin(&f);
    const struct definition definitions[] = {
        {"z", {"y + 1", "/z"}}, {"y", {"x", "/y"}}, {"w", {"1", "/w"}}, {"x", {"w + z", "/x"}}, {"v", {"z", "/v"}}};
    cr_assert_eq(define(&f, definitions, 5), PARLEY_BAD_SCENARIO);
    cr_assert(strstr(parley_last_message(), "/z: ") == parley_last_message(), "%s", parley_last_message());
    cr_assert(strstr(parley_last_message(), "z -> y -> x -> z") != NULL, "%s", parley_last_message());
    formulas_end(&f);
}

Test(sheet, what_needs_itself_is_a_cycle)
{
    struct formulas f;
    formulas_begin(&f);
    const struct definition definitions[] = {{"a", {"a + normal(0, 1)", "/a"}}};
    cr_assert_eq(define(&f, definitions, 1), PARLEY_BAD_SCENARIO);
    cr_assert(strstr(parley_last_message(), "a -> a") != NULL, "%s", parley_last_message());
    formulas_end(&f);
}

Test(sheet, a_truth_is_known_by_what_it_is)
{
    static const char *const truths[] = {"x > 0",        "!x",           "x && y",     "held",
                                         "defined(x)",   "x > 1 ? held : undefined", "if(held, x == 1, false)",
                                         "default(x < y, true)", "bernoulli(0.5)"};
    static const char *const numbers[] = {"x", "x + 0", "held + held", "held ? 1 : 0", "held ? x > y : 0", "default(x > y, 0)",
                                          "normal(0, 1)", "min(held, held)", "true", "2 > 1"};
    struct formulas f;
    formulas_begin(&f);
    (void)formulas_column(&f, "x", NULL);
    (void)formulas_column(&f, "y", NULL);
    parley_i_sheet_hold_truths(f.sheet, formulas_column(&f, "held", NULL));
    struct number number;
    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++) {
        require_ok(formulas_try(&f, truths[i], NULL, &number));
        cr_expect(parley_i_sheet_is_truth(f.sheet, number), "%s", truths[i]);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const struct source source = {numbers[i], "/test"};
        require_ok(parley_i_sheet_formula(f.sheet, &source, numbers[i], NULL, &number));
        cr_expect_not(parley_i_sheet_is_truth(f.sheet, number), "%s", numbers[i]);
    }
    formulas_end(&f);
}

Test(sheet, a_long_chain_of_needs_is_fine)
{
    enum { LINKS = 5000 };
    static char name[LINKS][16], text[LINKS][32];
    static struct definition definitions[LINKS];
    for (size_t i = 0; i < LINKS; i++) {
        snprintf(name[i], sizeof name[i], "a%zu", i);
        snprintf(text[i], sizeof text[i], i + 1 < LINKS ? "a%zu + 1" : "u", i + 1);
        definitions[i] = (struct definition){name[i], {text[i], "/x"}};
    }
    struct formulas f;
    formulas_begin(&f);
    const int32_t u = formulas_column(&f, "u", NULL);
    require_ok(define(&f, definitions, LINKS));
    formulas_play(&f, 1);
    f.block->column[u][0] = 0;
    require_ok(parley_i_block_run(f.block, 0, NULL));
    cr_assert_eq(value_of(&f, "a0", 0), LINKS - 1);
    formulas_end(&f);
}

Test(sheet, an_unknown_name_in_a_definition_is_told_with_its_column)
{
    struct formulas f;
    formulas_begin(&f);
    const struct definition definitions[] = {{"resolve", {"1", "/assumptions/resolve"}},
                                             {"a", {"2 * reslove", "/assumptions/a"}}};
    cr_assert_eq(define(&f, definitions, 2), PARLEY_BAD_EXPRESSION);
    size_t column;
    cr_assert_str_eq(parley_i_error_pointer(&column), "/assumptions/a");
    cr_assert_eq(column, 5);
    cr_assert(strstr(parley_last_message(), "did you mean \"resolve\"?") != NULL);
    formulas_end(&f);
}

Test(sheet, a_name_is_given_once)
{
    struct formulas f;
    int32_t column;
    formulas_begin(&f);
    require_ok(parley_i_sheet_column(f.sheet, "elapsed", NULL, &column));
    cr_assert_eq(parley_i_sheet_column(f.sheet, "elapsed", NULL, &column), PARLEY_BAD_SCENARIO);
    const struct definition taken[] = {{"elapsed", {"1", "/assumptions/elapsed"}}};
    cr_assert_eq(define(&f, taken, 1), PARLEY_BAD_SCENARIO);
    cr_assert(strstr(parley_last_message(), "\"elapsed\" is already the name") != NULL, "%s", parley_last_message());
    const struct definition word[] = {{"pi", {"1", "/assumptions/pi"}}};
    cr_assert_eq(define(&f, word, 1), PARLEY_BAD_SCENARIO);
    cr_assert(strstr(parley_last_message(), "is a word of the formula language") != NULL);
    formulas_end(&f);
}

Test(sheet, aliases_and_plain_names_cost_no_column)
{
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    const int32_t x = formulas_column(&f, "x", NULL);
    require_ok(parley_i_sheet_alias(f.sheet, "party.x", NULL, (struct number){0, x}));
    require_ok(parley_i_sheet_constant(f.sheet, "one", NULL, 1));
    require_ok(formulas_try(&f, "one ? party.x : 3", NULL, &number));
    cr_assert_eq(number.column, x);
    cr_assert_eq(parley_i_sheet_columns(f.sheet), 1);
    cr_assert_str_eq(parley_i_sheet_column_name(f.sheet, x), "x");
    formulas_end(&f);
}

Test(sheet, thousands_of_names_are_found)
{
    struct formulas f;
    formulas_begin(&f);
    char name[32];
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "party%d.utility", i);
        require_ok(parley_i_sheet_constant(f.sheet, name, NULL, i));
    }
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "party%d.utility", i);
        cr_assert_eq(parley_i_sheet_find(f.sheet, name)->number.value, i);
    }
    cr_assert_null(parley_i_sheet_find(f.sheet, "party3000.utility"));
    cr_assert_null(parley_i_sheet_find(f.sheet, "party1"));
    formulas_end(&f);
}

Test(sheet, segments_run_apart)
{
    struct formulas f;
    struct number early, late;
    formulas_begin(&f);
    const int32_t x = formulas_column(&f, "x", NULL);
    require_ok(formulas_try(&f, "x + 1", NULL, &early));
    (void)parley_i_sheet_segment(f.sheet);
    const size_t second = parley_i_sheet_segment(f.sheet);
    cr_assert_eq(second, 2);
    require_ok(formulas_try(&f, "x + 2", NULL, &late));
    formulas_play(&f, 1);
    f.block->column[x][0] = 1;
    require_ok(parley_i_block_run(f.block, 0, NULL));
    require_ok(parley_i_block_run(f.block, 1, NULL));
    cr_assert_eq(parley_i_number_at(&early, f.block, 0), 2);
    cr_assert(isnan(parley_i_number_at(&late, f.block, 0)));
    f.block->column[x][0] = 5;
    require_ok(parley_i_block_run(f.block, second, NULL));
    cr_assert_eq(parley_i_number_at(&late, f.block, 0), 7);
    cr_assert_eq(parley_i_number_at(&early, f.block, 0), 2);
    formulas_end(&f);
}

Test(sheet, a_trial_that_leaves_its_bounds_is_named)
{
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    const int32_t x = formulas_column(&f, "x", NULL);
    const struct source source = {"x - 1", "/process/vote/yes"};
    require_ok(parley_i_sheet_number(f.sheet, &source, "vote", &parley_i_probability, 0, &number));
    formulas_play(&f, 1000);
    parley_i_block_begin(f.block, 512, 256);
    for (size_t t = 0; t < 256; t++) {
        f.block->column[x][t] = t == 17 || t == 40 ? 0.75 : 1.5;
    }
    cr_assert_eq(parley_i_block_run(f.block, 0, NULL), PARLEY_BAD_TRIAL);
    cr_assert_str_eq(parley_last_message(),
                     "/process/vote/yes: trial 529: found -0.25, expected a probability in [0, 1]");
    cr_assert_eq(parley_last_error().trial, 529);
    uint8_t active[256];
    memset(active, 1, sizeof active);
    active[17] = 0;
    cr_assert_eq(parley_i_block_run(f.block, 0, active), PARLEY_BAD_TRIAL);
    cr_assert_eq(parley_last_error().trial, 552);
    active[40] = 0;
    cr_assert_eq(parley_i_block_run(f.block, 0, active), PARLEY_OK, "trials that are out of play are not judged");
    f.block->column[x][0] = NAN;
    cr_assert_eq(parley_i_block_run(f.block, 0, active), PARLEY_BAD_TRIAL);
    cr_assert(strstr(parley_last_message(), "trial 512: found an undefined value") != NULL, "%s",
              parley_last_message());
    formulas_end(&f);
}

Test(sheet, open_and_finite_bounds_are_kept_trial_by_trial)
{
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    const int32_t x = formulas_column(&f, "x", NULL);
    const struct source source = {"x", "/weight"};
    require_ok(parley_i_sheet_number(f.sheet, &source, NULL, &parley_i_positive, 0, &number));
    formulas_play(&f, 1);
    const double good[] = {4.9e-324, 1, 1.7976931348623157e308}, bad[] = {0, -1, INFINITY, NAN};
    for (size_t i = 0; i < 3; i++) {
        f.block->column[x][0] = good[i];
        cr_assert_eq(parley_i_block_run(f.block, 0, NULL), PARLEY_OK, "%g", good[i]);
    }
    for (size_t i = 0; i < 4; i++) {
        f.block->column[x][0] = bad[i];
        cr_assert_eq(parley_i_block_run(f.block, 0, NULL), PARLEY_BAD_TRIAL, "%g", bad[i]);
    }
    formulas_end(&f);
}
