// Where the time of a trial goes: the phases of a plan, each timed alone over the same blocks. This file alone looks
// into the library.

#include "bench.h"

#include "engine/plan.h"

#include <stdlib.h>

enum { BLOCKS = 64 };
enum phase { ASSUMPTIONS, PROCESS, AFTERMATH, METRICS, TALLY, PHASES };
static const char *const names[PHASES] = {"assumptions", "process", "aftermath", "metrics", "tally"};

/// Play one block phase by phase, adding the nanoseconds of each.
static parley_status play_timed(struct play *play, const struct design *design, uint64_t first, parley_result *result,
                                double *spent)
{
    const struct plan *plan = play->plan;
    double at[PHASES + 1];
    at[ASSUMPTIONS] = bench_now();
    parley_i_block_begin(play->block, first, BLOCK_TRIALS);
    parley_status status = parley_i_block_run(play->block, 0, NULL);
    at[PROCESS] = bench_now();
    if (status == PARLEY_OK) {
        status = parley_i_process_play(plan->process, play->block, play->memory, NULL);
    }
    at[AFTERMATH] = bench_now();
    if (status == PARLEY_OK && plan->aftermath != NULL) {
        status = parley_i_aftermath_play(plan->aftermath, play->block, NULL);
    }
    at[METRICS] = bench_now();
    if (status == PARLEY_OK) {
        status = parley_i_plan_metrics(plan, play->block);
    }
    at[TALLY] = bench_now();
    if (status == PARLEY_OK) {
        status = parley_i_play_tally(play, design, result);
    }
    at[PHASES] = bench_now();
    for (int p = 0; p < PHASES; p++) {
        spent[p] += at[p + 1] - at[p];
    }
    return status;
}

/// The best of several passes over the same blocks; a first pass warms the tallies up.
static parley_status time_phases(struct play *play, const struct design *design, parley_result *result,
                                 unsigned repeats, double *best)
{
    for (unsigned repeat = 0; repeat <= repeats; repeat++) {
        double spent[PHASES] = {0};
        for (uint64_t block = 0; block < BLOCKS; block++) {
            parley_status status = play_timed(play, design, block * BLOCK_TRIALS, result, spent);
            if (status != PARLEY_OK) {
                return status;
            }
        }
        for (int p = 0; p < PHASES; p++) {
            best[p] = repeat <= 1 || spent[p] < best[p] ? spent[p] : best[p];
        }
    }
    return PARLEY_OK;
}

static parley_status measure(const struct plan *plan, unsigned repeats, double *best)
{
    parley_run_def run = parley_run_def_default();
    run.trials = BLOCKS * BLOCK_TRIALS;
    struct design_def def = {.seed = run.seed, .trials = run.trials, .sampling = SAMPLING_RANDOM, .replicates = 1};
    const struct design *design = NULL;
    struct play *play = NULL;
    parley_result *result = NULL;
    struct arena arena = {0};
    parley_status status = parley_i_design_create(&arena, &def, parley_i_sheet_place_names(plan->sheet),
                                                  parley_i_sheet_places(plan->sheet), &design);
    if (status == PARLEY_OK) {
        status = parley_i_play_create(plan, design, def.seed, &play);
    }
    if (status == PARLEY_OK) {
        status = parley_i_plan_result(plan, &run, design, &result);
    }
    if (status == PARLEY_OK) {
        status = time_phases(play, design, result, repeats, best);
    }
    parley_result_destroy(result);
    parley_i_play_destroy(play);
    parley_i_arena_release(&arena);
    return status;
}

bool bench_phases(const struct bench_case *which, const parley_scenario *scenario, const struct bench_log *log,
                  unsigned repeats)
{
    struct plan *plan = NULL;
    double best[PHASES] = {0};
    double start = bench_now();
    parley_status status = parley_i_plan_make(scenario, NULL, PLAN_TO_PLAY, &plan);
    double planning = bench_now() - start;
    if (status == PARLEY_OK) {
        status = measure(plan, repeats, best);
    }
    parley_i_plan_destroy(plan);
    if (status != PARLEY_OK) {
        fprintf(stderr, "case %s, phases: %s\n", which->name, parley_last_message());
        return false;
    }
    bench_note(log, "making the plan", planning / 1e6, "ms");
    for (int p = 0; p < PHASES; p++) {
        char measure_name[64];
        snprintf(measure_name, sizeof measure_name, "phase %s", names[p]);
        bench_note(log, measure_name, best[p] / (BLOCKS * BLOCK_TRIALS), "ns/trial");
    }
    return true;
}
