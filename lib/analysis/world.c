#include "analysis/world.h"

#include "base/fail.h"

static parley_status draw(struct world *world, uint64_t seed, int64_t trial)
{
    const struct sheet *sheet = world->plan->sheet;
    const struct design_def def = {
        .seed = seed,
        .trials = trial < 0 ? 1 : (uint64_t)trial + 1,
        .sampling = trial < 0 ? SAMPLING_MEDIAN : SAMPLING_RANDOM,
        .replicates = 1,
    };
    const struct design *design;
    PARLEY_I_TRY(parley_i_design_create(&world->arena, &def, parley_i_sheet_place_names(sheet),
                                        parley_i_sheet_places(sheet), &design));
    PARLEY_I_TRY(parley_i_play_create(world->plan, design, seed, &world->play));
    world->block = world->play->block;
    parley_i_block_begin(world->block, trial < 0 ? 0 : (uint64_t)trial, 1);
    return parley_i_block_run(world->block, 0, NULL);
}

parley_status parley_i_world_make(struct world *world, const parley_scenario *scenario, const char *variant,
                                  uint64_t seed, int64_t trial)
{
    *world = (struct world){0};
    PARLEY_I_REQUIRE(trial >= -1 && trial < INT64_C(1) << 53,
                     "trial: found %lld, expected -1 (the medians) or 0 to 2^53 - 1", (long long)trial);
    PARLEY_I_TRY(parley_i_plan_make(scenario, variant, PLAN_TO_PLAY, &world->plan));
    parley_status status = draw(world, seed, trial);
    return status == PARLEY_OK ? status : parley_i_scenario_locate(scenario, variant, status);
}

void parley_i_world_destroy(struct world *world)
{
    parley_i_play_destroy(world->play);
    parley_i_plan_destroy(world->plan);
    parley_i_arena_release(&world->arena);
    *world = (struct world){0};
}
