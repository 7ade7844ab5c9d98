// The plan: a scenario (one variant of it) compiled to an ordered list of steps over blocks, with the quantities to tally.
// Const once made; any number of workers play it, each with memory of its own.
#ifndef PARLEY_LIB_ENGINE_PLAN_H
#define PARLEY_LIB_ENGINE_PLAN_H

#include "aftermath/aftermath.h"
#include "process/process.h"
#include "result/result.h"
#include <parley/run.h>

/// A quantity that is tallied, and the condition under which a trial counts.
struct watched {
    struct number value;
    struct number given;  // constant 1 when unconditional
};

/// A metric compiled. Each has a segment of its own, so that later ones may read its column.
struct metric {
    size_t segment;
    struct number value, given;
    int32_t column;  // filled where `given` holds; NUMBER_CONSTANT: unconditional, the value itself
};

struct plan {
    struct arena arena;
    const parley_scenario *scenario;
    const struct model *model;
    struct sheet *sheet;
    const struct process *process;
    const struct aftermath *aftermath;  // NULL when there is none
    struct metric *metric;              // as many as the model has
    struct quantity *quantity;          // descriptions; their tallies are empty
    struct watched *watched;            // one per quantity
    size_t quantities;
};

/// What a plan is made for.
enum plan_purpose {
    PLAN_TO_PLAY,   // everything is compiled
    PLAN_TO_LOAD,   // only to find errors, before the embedding program could add its protocols: unknown ones are let pass
};

/// Compile. Errors are located in the scenario's text. `*out` is NULL unless PARLEY_OK.
parley_status parley_i_plan_make(const parley_scenario *scenario, const char *variant, enum plan_purpose purpose,
                                 struct plan **out);
void parley_i_plan_destroy(struct plan *plan);

/// The quantities of a plan whose columns are all there (parley_i_plan_make calls it).
parley_status parley_i_plan_watch(struct plan *plan);

/// The column or constant of that name. PARLEY_NOT_FOUND names the nearest.
parley_status parley_i_plan_column(const struct plan *plan, const char *name, struct number *out);

/// A worker's memory for a plan.
struct play {
    const struct plan *plan;
    struct arena arena;
    struct block *block;
    void *memory;
};
parley_status parley_i_play_create(const struct plan *plan, const struct design *design, uint64_t seed, struct play **out);
void parley_i_play_destroy(struct play *play);

/// Play trials first .. first + n - 1, n <= BLOCK_TRIALS. `told` (NULL unless tracing, then n = 1) gets the story.
parley_status parley_i_play_block(struct play *play, uint64_t first, size_t n, struct record *told);

/// The last phase of a block: the metrics (parley_i_play_block calls it).
parley_status parley_i_plan_metrics(const struct plan *plan, struct block *block);

/// The head of a result (names, seed, design) and its empty tallies for a plan.
parley_status parley_i_plan_result(const struct plan *plan, const parley_run_def *def, const struct design *design, parley_result **out);

/// Add the played block to a result of this plan, split where the design's replicates change.
parley_status parley_i_play_tally(const struct play *play, const struct design *design, parley_result *result);

#endif
