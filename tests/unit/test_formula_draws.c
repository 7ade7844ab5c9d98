// Distributions in formulas: places, promises of reproducibility, correlation, uncertain arguments.
#include "support/formulas.h"

#include "base/record.h"

enum { TRIALS = 2000 };

static const struct definition definitions[] = {
    {"resolve", {"beta(4, 6)", "/a/resolve"}},
    {"hazard", {"0.005 to 0.03", "/a/hazard"}},
    {"ratio", {"triangular(0.13, 0.28, 0.60)", "/a/ratio"}},
    {"shifted", {"normal(resolve, 0.1 + hazard) + exponential(2)", "/a/shifted"}},
    {"mixed", {"mixture(normal(ratio, 1), 0.5, uniform(2, 3 + resolve), 0.5)", "/a/mixed"}},
    {"cut", {"truncate(normal(0, 1), -1, 1) * 2", "/a/cut"}},
    {"count", {"poisson(3)", "/a/count"}},
    {"event", {"bernoulli(resolve)", "/a/event"}},
    {"lazy_normal", {"resolve > 0.4 ? normal(0, resolve - 0.4) : ratio", "/a/lazy_normal"}},
    {"lazy", {"resolve > 0.4 ? gamma(resolve - 0.4, 1) : ratio", "/a/lazy"}},
};
enum { DEFINITIONS = sizeof definitions / sizeof *definitions };

static void define(struct formulas *f, const struct definition *all, size_t count)
{
    require_ok(parley_i_sheet_define(f->sheet, "assumptions.", all, count));
}

// Every value of a name, playing blocks of `size` trials.
static void play(struct formulas *f, const char *name, size_t size, double *out)
{
    const struct symbol *symbol = parley_i_sheet_find(f->sheet, name);
    formulas_play(f, TRIALS);
    for (uint64_t first = 0; first < TRIALS; first += size) {
        const size_t n = TRIALS - first < size ? (size_t)(TRIALS - first) : size;
        parley_i_block_begin(f->block, first, n);
        require_ok(parley_i_block_run(f->block, 0, NULL));
        for (size_t t = 0; t < n; t++) {
            out[first + t] = parley_i_number_at(&symbol->number, f->block, t);
        }
    }
}

static void require_same_bits(const char *name, const double *a, const double *b)
{
    for (size_t t = 0; t < TRIALS; t++) {
        cr_assert(same(a[t], b[t]), "%s in trial %zu: %.17g and %.17g", name, t, a[t], b[t]);
    }
}

Test(draws, a_trial_alone_has_the_bits_it_has_in_a_block)
{
    for (size_t i = 0; i < DEFINITIONS; i++) {
        static double whole[TRIALS], alone[TRIALS], odd[TRIALS];
        struct formulas f;
        formulas_begin(&f);
        define(&f, definitions, DEFINITIONS);
        play(&f, definitions[i].name, BLOCK_TRIALS, whole);
        play(&f, definitions[i].name, 1, alone);
        play(&f, definitions[i].name, 77, odd);
        require_same_bits(definitions[i].name, whole, alone);
        require_same_bits(definitions[i].name, whole, odd);
        formulas_end(&f);
    }
}

Test(draws, unrelated_and_reordered_assumptions_change_nothing)
{
    struct definition other[DEFINITIONS + 2] = {{"added", {"normal(0, 1) + uniform(0, 1)", "/a/added"}}};
    for (size_t i = 0; i < DEFINITIONS; i++) {
        other[i + 1] = definitions[DEFINITIONS - 1 - i];
    }
    other[DEFINITIONS + 1] = (struct definition){"last", {"added * 2", "/a/last"}};
    for (size_t i = 0; i < DEFINITIONS; i++) {
        static double before[TRIALS], after[TRIALS];
        struct formulas f, g;
        formulas_begin(&f);
        formulas_begin(&g);
        define(&f, definitions, DEFINITIONS);
        define(&g, other, DEFINITIONS + 2);
        play(&f, definitions[i].name, BLOCK_TRIALS, before);
        play(&g, definitions[i].name, BLOCK_TRIALS, after);
        require_same_bits(definitions[i].name, before, after);
        formulas_end(&f);
        formulas_end(&g);
    }
}

Test(draws, the_order_of_declaration_does_not_change_the_dimensions_of_the_design)
{
    struct definition other[DEFINITIONS];
    for (size_t i = 0; i < DEFINITIONS; i++) {
        other[i] = definitions[(i * 7 + 3) % DEFINITIONS]; // 7 shares no factor with their number
    }
    struct formulas f, g;
    formulas_begin(&f);
    formulas_begin(&g);
    define(&f, definitions, DEFINITIONS);
    define(&g, other, DEFINITIONS);
    cr_assert_eq(parley_i_sheet_places(f.sheet), parley_i_sheet_places(g.sheet));
    for (size_t i = 0; i < parley_i_sheet_places(f.sheet); i++) {
        cr_assert_str_eq(parley_i_sheet_place_names(f.sheet)[i], parley_i_sheet_place_names(g.sheet)[i]);
    }
    formulas_end(&f);
    formulas_end(&g);
}

static bool has_place(const struct formulas *f, const char *place)
{
    for (size_t i = 0; i < parley_i_sheet_places(f->sheet); i++) {
        if (strcmp(parley_i_sheet_place_names(f->sheet)[i], place) == 0) {
            return true;
        }
    }
    return false;
}

Test(draws, places_count_the_draws_of_a_formula_from_the_outside)
{
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    const struct source source = {"normal(0, exponential(1)) + mixture(normal(0, 1), 0.5, uniform(0, 1), 0.5) + "
                                  "(false ? normal(0, 1) : uniform(0, 1))",
                                  "/x"};
    require_ok(parley_i_sheet_formula(f.sheet, &source, "p.x", NULL, &number));
    cr_assert_eq(parley_i_sheet_places(f.sheet), 4);
    cr_assert(has_place(&f, "p.x") && has_place(&f, "p.x:2") && has_place(&f, "p.x:3"));
    cr_assert(has_place(&f, "p.x:5") && !has_place(&f, "p.x:4"), "the draw that is never wanted keeps its number");
    cr_assert_eq(parley_i_sheet_formula(f.sheet, &source, "p.x", NULL, &number), PARLEY_BAD_SCENARIO);
    cr_assert(strstr(parley_last_message(), "two draws share the place \"p.x") != NULL, "%s", parley_last_message());
    formulas_end(&f);
}

Test(draws, an_assumption_named_twice_is_drawn_once)
{
    struct formulas f;
    static double out[TRIALS];
    formulas_begin(&f);
    const struct definition all[] = {{"x", {"normal(0, 1)", "/x"}}, {"zero", {"x - x", "/zero"}}};
    define(&f, all, 2);
    cr_assert_eq(parley_i_sheet_places(f.sheet), 1);
    play(&f, "zero", BLOCK_TRIALS, out);
    for (size_t t = 0; t < TRIALS; t++) {
        cr_assert_eq(out[t], 0);
    }
    formulas_end(&f);
}

static double rank_correlation(const double *a, const double *b)
{
    double sum = 0;
    for (size_t i = 0; i < TRIALS; i++) {
        double rank_a = 0, rank_b = 0;
        for (size_t j = 0; j < TRIALS; j++) {
            rank_a += a[j] < a[i];
            rank_b += b[j] < b[i];
        }
        sum += (rank_a - rank_b) * (rank_a - rank_b);
    }
    return 1 - 6 * sum / ((double)TRIALS * ((double)TRIALS * TRIALS - 1));
}

static const struct correlation correlations[] = {{{"resolve", "hazard"}, -0.6, "/c/0"},
                                                  {{"ratio", "resolve"}, 0.5, "/c/1"}};

Test(draws, correlated_assumptions_have_the_rank_correlation_asked_for)
{
    struct formulas f;
    static double resolve[TRIALS], hazard[TRIALS], ratio[TRIALS], count[TRIALS], plain[TRIALS];
    formulas_begin(&f);
    require_ok(parley_i_sheet_correlate(f.sheet, correlations, 2));
    define(&f, definitions, DEFINITIONS);
    play(&f, "resolve", BLOCK_TRIALS, resolve);
    play(&f, "hazard", 77, hazard);
    play(&f, "ratio", BLOCK_TRIALS, ratio);
    play(&f, "count", BLOCK_TRIALS, count);
    const double error = 5 / sqrt(TRIALS); // five standard errors
    cr_assert_float_eq(rank_correlation(resolve, hazard), -0.6, error);
    cr_assert_float_eq(rank_correlation(ratio, resolve), 0.5, error);
    cr_assert_float_eq(rank_correlation(ratio, hazard), 0, error + 0.0);
    formulas_end(&f);

    formulas_begin(&f);
    define(&f, definitions, DEFINITIONS);
    play(&f, "count", BLOCK_TRIALS, plain);
    require_same_bits("count", count, plain);
    formulas_end(&f);
}

Test(draws, correlated_assumptions_keep_their_own_distributions)
{
    struct formulas f;
    static double hazard[TRIALS];
    formulas_begin(&f);
    require_ok(parley_i_sheet_correlate(f.sheet, correlations, 2));
    define(&f, definitions, DEFINITIONS);
    play(&f, "hazard", BLOCK_TRIALS, hazard);
    double below = 0, median = 0;
    for (size_t t = 0; t < TRIALS; t++) {
        below += hazard[t] < 0.005;
        median += hazard[t] < sqrt(0.005 * 0.03);
    }
    cr_assert_float_eq(below / TRIALS, 0.05, 5 * sqrt(0.05 * 0.95 / TRIALS));
    cr_assert_float_eq(median / TRIALS, 0.5, 5 * sqrt(0.25 / TRIALS));
    formulas_end(&f);
}

Test(draws, the_order_of_correlations_and_of_their_names_changes_nothing)
{
    const struct correlation turned[] = {{{"resolve", "ratio"}, 0.5, "/c/0"}, {{"hazard", "resolve"}, -0.6, "/c/1"}};
    const char *const names[] = {"resolve", "hazard", "ratio"};
    for (size_t i = 0; i < 3; i++) {
        static double a[TRIALS], b[TRIALS];
        struct formulas f, g;
        formulas_begin(&f);
        formulas_begin(&g);
        require_ok(parley_i_sheet_correlate(f.sheet, correlations, 2));
        require_ok(parley_i_sheet_correlate(g.sheet, turned, 2));
        define(&f, definitions, DEFINITIONS);
        define(&g, definitions, DEFINITIONS);
        play(&f, names[i], BLOCK_TRIALS, a);
        play(&g, names[i], 1, b);
        require_same_bits(names[i], a, b);
        formulas_end(&f);
        formulas_end(&g);
    }
}

Test(draws, fixing_one_correlated_assumption_leaves_the_others_as_they_were)
{
    struct definition fixed[DEFINITIONS];
    memcpy(fixed, definitions, sizeof fixed);
    fixed[1].source.text = "-0.01 + 0.02"; // hazard, no longer drawn
    static double a[TRIALS], b[TRIALS];
    struct formulas f, g;
    formulas_begin(&f);
    formulas_begin(&g);
    require_ok(parley_i_sheet_correlate(f.sheet, correlations, 2));
    require_ok(parley_i_sheet_correlate(g.sheet, correlations, 2));
    define(&f, definitions, DEFINITIONS);
    define(&g, fixed, DEFINITIONS);
    play(&f, "resolve", BLOCK_TRIALS, a);
    play(&g, "resolve", BLOCK_TRIALS, b);
    require_same_bits("resolve", a, b);
    formulas_end(&f);
    formulas_end(&g);
}

static void require_refused(const struct correlation *wrong, size_t count, const char *pointer, const char *says)
{
    struct formulas f;
    formulas_begin(&f);
    require_ok(parley_i_sheet_correlate(f.sheet, wrong, count));
    cr_assert_eq(parley_i_sheet_define(f.sheet, "assumptions.", definitions, DEFINITIONS), PARLEY_BAD_SCENARIO);
    cr_assert_str_eq(parley_i_error_pointer(NULL), pointer, "%s", parley_last_message());
    cr_assert(strstr(parley_last_message(), says) != NULL, "%s", parley_last_message());
    formulas_end(&f);
}

Test(draws, correlations_that_make_no_sense_are_refused)
{
    require_refused((struct correlation[]){{{"resolve", "hazrad"}, 0.5, "/c/0"}}, 1, "/c/0",
                    "did you mean \"hazard\"?");
    require_refused((struct correlation[]){{{"resolve", "shifted"}, 0.5, "/c/0"}}, 1, "/c/0",
                    "give the distribution an assumption of its own");
    require_refused((struct correlation[]){{{"resolve", "resolve"}, 0.5, "/c/0"}}, 1, "/c/0",
                    "found \"resolve\" twice");
    require_refused((struct correlation[]){{{"resolve", "hazard"}, 1, "/c/0"}}, 1, "/c/0",
                    "found a rank correlation of 1");
    require_refused((struct correlation[]){{{"resolve", "hazard"}, NAN, "/c/0"}}, 1, "/c/0",
                    "found a rank correlation of nan");
    require_refused((struct correlation[]){{{"resolve", "hazard"}, 0.5, "/c/0"}, {{"hazard", "resolve"}, 0.5, "/c/1"}},
                    2, "/c/1", "is given twice");
    require_refused((struct correlation[]){{{"resolve", "hazard"}, 0.9, "/c/0"},
                                           {{"hazard", "ratio"}, 0.9, "/c/1"},
                                           {{"resolve", "ratio"}, -0.9, "/c/2"}},
                    3, "/c/1", "contradict each other");
}

Test(draws, arguments_that_turn_bad_name_the_trial)
{
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    const int32_t sd = formulas_column(&f, "sd", NULL);
    const struct source source = {"1 + normal(0, sd)", "/assumptions/x"};
    require_ok(parley_i_sheet_formula(f.sheet, &source, "x", NULL, &number));
    formulas_play(&f, 20);
    for (size_t t = 0; t < 20; t++) {
        f.block->column[sd][t] = t == 7 || t == 11 ? -1 : 1;
    }
    cr_assert_eq(parley_i_block_run(f.block, 0, NULL), PARLEY_BAD_TRIAL);
    cr_assert_str_eq(parley_last_message(), "/assumptions/x: trial 7: normal: sd must be > 0, found -1");
    cr_assert_eq(parley_last_error().trial, 7);
    size_t column;
    cr_assert_str_eq(parley_i_error_pointer(&column), "/assumptions/x");
    cr_assert_eq(column, 5);
    uint8_t active[20];
    memset(active, 1, sizeof active);
    active[7] = active[11] = 0;
    require_ok(parley_i_block_run(f.block, 0, active));
    cr_assert(isnan(parley_i_number_at(&number, f.block, 7)));
    cr_assert(!isnan(parley_i_number_at(&number, f.block, 8)));
    f.block->column[sd][7] = f.block->column[sd][11] = NAN;
    require_ok(parley_i_block_run(f.block, 0, NULL));
    cr_assert(isnan(parley_i_number_at(&number, f.block, 11)), "an undefined argument makes an undefined draw");
    formulas_end(&f);
}

Test(draws, a_branch_that_is_not_taken_is_not_judged)
{
    const char *const texts[] = {"sd > 0 ? normal(0, sd) : 0", "sd <= 0 ? 0 : normal(0, sd)",
                                 "sd > 0 && normal(0, sd) > 0", "sd <= 0 || normal(0, sd) > 0",
                                 "sd > 0 ? sd < 5 ? normal(0, sd) : 1 : 2"};
    for (size_t i = 0; i < 5; i++) {
        struct formulas f;
        struct number number;
        formulas_begin(&f);
        const int32_t sd = formulas_column(&f, "sd", NULL);
        require_ok(formulas_try(&f, texts[i], NULL, &number));
        formulas_play(&f, 20);
        for (size_t t = 0; t < 20; t++) {
            f.block->column[sd][t] = (double)t - 10;
        }
        require_ok(parley_i_block_run(f.block, 0, NULL));
        for (size_t t = 0; t < 20; t++) {
            cr_assert(!isnan(parley_i_number_at(&number, f.block, t)), "%s in trial %zu", texts[i], t);
        }
        formulas_end(&f);
    }
}

static const char *const presence_labels[] = {"none", "monitors", "troops"};
static const struct category presence = {"issue presence", presence_labels, 3};

Test(draws, a_choice_may_be_of_labels)
{
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    require_ok(formulas_try(&f, "choice('troops', 0.3, 'none', 0.7)", &presence, &number));
    formulas_play(&f, 256);
    require_ok(parley_i_block_run(f.block, 0, NULL));
    double troops = 0;
    for (size_t t = 0; t < 256; t++) {
        const double value = parley_i_number_at(&number, f.block, t);
        cr_assert(value == 2 || value == 0);
        troops += value == 2;
    }
    cr_assert_float_eq(troops / 256, 0.3, 5 * sqrt(0.21 / 256));
    cr_assert_eq(formulas_try(&f, "choice('troops', 0.3, 1, 0.7)", &presence, &number), PARLEY_BAD_EXPRESSION);
    cr_assert_eq(formulas_try(&f, "choice('troops', 0.3, 'none', 0.7)", NULL, &number), PARLEY_BAD_EXPRESSION);
    formulas_end(&f);
}

Test(draws, a_traced_trial_tells_its_draws_by_place)
{
    struct formulas f;
    formulas_begin(&f);
    require_ok(parley_i_sheet_correlate(f.sheet, correlations, 2));
    define(&f, definitions, DEFINITIONS);
    formulas_play(&f, TRIALS);
    parley_i_block_begin(f.block, 1234, 1);
    f.block->draws = parley_i_record_create(&f.arena);
    require_ok(parley_i_block_run(f.block, 0, NULL));
    const char *const names[] = {"resolve", "hazard", "ratio", "mixed", "count", "event"};
    for (size_t i = 0; i < 6; i++) {
        char place[64];
        snprintf(place, sizeof place, "assumptions.%s", names[i]);
        const struct record *draw = parley_i_record_find(f.block->draws, place);
        cr_assert_not_null(draw, "%s", place);
        const struct symbol *symbol = parley_i_sheet_find(f.sheet, names[i]);
        cr_assert_eq(draw->number, parley_i_number_at(&symbol->number, f.block, 0));
    }
    cr_assert_not_null(parley_i_record_find(f.block->draws, "assumptions.shifted:2"));
    formulas_end(&f);
}
