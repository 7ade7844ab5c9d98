// The plan: a scenario (one variant of it) compiled to an ordered list of steps over blocks, with the quantities to tally.
// Const once made; any number of workers play it, each with memory of its own.
#ifndef PARLEY_LIB_ENGINE_PLAN_H
#define PARLEY_LIB_ENGINE_PLAN_H

#include "aftermath/aftermath.h"
#include "process/process.h"
#include "result/result.h"
#include <parley/run.h>

struct watched {            // a quantity that is tallied
    struct number value;
    struct number given;    // constant 1 when unconditional
};

struct plan {
    struct arena arena;
    const parley_scenario *scenario;
    const struct model *model;
    struct sheet *sheet;
    const struct process *process;
    const struct aftermath *aftermath;  // NULL when there is none
    size_t metrics_segment;
    struct quantity *quantity;          // descriptions, tallies empty
    struct watched *watched;            // one per quantity
    size_t quantities;
};

parley_status parley_i_plan_make(const parley_scenario *scenario, const char *variant, struct plan **out);
void parley_i_plan_destroy(struct plan *plan);

/// A worker's memory for a plan.
struct play {
    const struct plan *plan;
    struct arena arena;
    struct block *block;
    void *memory;
};
parley_status parley_i_play_create(const struct plan *plan, const struct design *design, uint64_t seed, struct play **out);
void parley_i_play_destroy(struct play *play);

/// Play trials first .. first + n - 1, n <= BLOCK_TRIALS. `told` as in parley_i_process_play.
parley_status parley_i_play_block(struct play *play, uint64_t first, size_t n, struct record *told);

#endif
