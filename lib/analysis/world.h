// One world: a scenario's assumptions and its parties' numbers, at the medians of all draws or as drawn in one trial.
#ifndef PARLEY_LIB_ANALYSIS_WORLD_H
#define PARLEY_LIB_ANALYSIS_WORLD_H

#include "engine/plan.h"

struct world {
    struct arena arena;
    struct plan *plan;
    struct play *play;
    struct block *block;  // of one trial
};

/// Make it. `trial` -1: at the medians; else as a run with that seed and random sampling draws it. Destroy it
/// whatever the status.
parley_status parley_i_world_make(struct world *world, const parley_scenario *scenario, const char *variant,
                                  uint64_t seed, int64_t trial);
void parley_i_world_destroy(struct world *world);

#endif
