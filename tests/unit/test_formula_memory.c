// Memory may run out at any moment: a status, no crash.
#include "support/failing_memory.h"

#include "support/formulas.h"

static const struct definition definitions[4] = {
    {"resolve", {"beta(4, 6)", "/a/resolve"}},
    {"hazard", {"0.005 to 0.03", "/a/hazard"}},
    {"mixed", {"mixture(normal(resolve, 1), 0.5, uniform(2, 3), 0.5) + normal(hazard, 1)", "/a/mixed"}},
    {"count", {NULL, "/a/count"}},
};
static const struct correlation correlations[] = {{{"resolve", "hazard"}, -0.6, "/c/0"}};

static parley_status whole_life(struct arena *arena, const char *last)
{
    struct definition all[4];
    memcpy(all, definitions, sizeof all);
    all[3].source.text = last;
    struct sheet *sheet;
    struct number number;
    struct local *local;
    struct block *block;
    const struct design *design;
    const struct source guarded = {"resolve * 0.5", "/p"}, free_one = {"hazard + 1", "/q"};
    const struct symbol variable = {"x", NULL, {0, 0}};
    PARLEY_I_TRY(parley_i_sheet_create(arena, &sheet));
    PARLEY_I_TRY(parley_i_sheet_correlate(sheet, correlations, 1));
    PARLEY_I_TRY(parley_i_sheet_define(sheet, "assumptions.", all, 4));
    PARLEY_I_TRY(parley_i_sheet_number(sheet, &guarded, "p", &parley_i_probability, 0, &number));
    PARLEY_I_TRY(parley_i_local_compile(sheet, &free_one, &variable, 1, true, &local));
    const struct design_def def = {1, 1000, SAMPLING_RANDOM, 1};
    PARLEY_I_TRY(
        parley_i_design_create(arena, &def, parley_i_sheet_place_names(sheet), parley_i_sheet_places(sheet), &design));
    PARLEY_I_TRY(parley_i_block_create(arena, sheet, design, 1, &block));
    parley_i_block_begin(block, 0, 256);
    return parley_i_block_run(block, 0, NULL);
}

static void require_graceful(const char *last, parley_status in_the_end)
{
    for (long allowed = 0; allowed < 100000; allowed++) {
        struct arena arena = {NULL};
        memory_left = allowed;
        const parley_status status = whole_life(&arena, last);
        const bool enough = memory_left > 0;
        memory_left = -1;
        parley_i_arena_release(&arena);
        cr_assert(enough || status == PARLEY_NO_MEMORY || status == in_the_end, "after %ld allocations: %s", allowed,
                  parley_last_message());
        if (enough) {
            cr_assert_eq(status, in_the_end, "%s", parley_last_message());
            return;
        }
    }
    cr_assert_fail("memory never sufficed");
}

Test(memory, running_out_while_compiling_is_a_status)
{
    if (!CAN_FAIL_MEMORY) {
        cr_skip_test("allocation cannot be intercepted here");
    }
    require_graceful("resolve > 0.5 ? poisson(resolve) : 3", PARLEY_OK);
}

Test(memory, running_out_while_telling_of_an_error_is_a_status)
{
    if (!CAN_FAIL_MEMORY) {
        cr_skip_test("allocation cannot be intercepted here");
    }
    require_graceful("mixd + 1", PARLEY_BAD_EXPRESSION);
    require_graceful("count + 1", PARLEY_BAD_SCENARIO);
}
