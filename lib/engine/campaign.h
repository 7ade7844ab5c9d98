// A campaign: one plan, or several on the same trials, played over blocks by a crew, tallied by each worker apart and merged.
#ifndef PARLEY_LIB_ENGINE_CAMPAIGN_H
#define PARLEY_LIB_ENGINE_CAMPAIGN_H

#include "engine/crew.h"
#include "engine/plan.h"

/// What one worker owns.
struct post {
    struct play **play;        // one per plan
    parley_result **result;    // one per plan
    parley_status status;      // of its first failure in the wave
    uint64_t failed_block;     // number of the block that failed
};

struct campaign;

/// Called by a worker after every plan has played and tallied a block; `extra` is that worker's own. May be NULL.
typedef parley_status campaign_also(const struct campaign *campaign, const struct post *post, void *extra);

struct campaign {
    parley_run_def def;        // checked; shard_trials and threads resolved
    struct arena arena;
    struct plan **plan;
    const struct design **design;
    size_t plans;
    struct crew *crew;
    struct post *post;         // one per worker
    uint32_t workers;
    struct number *column;     // raw columns of the first plan
    double *wave_columns;      // [block of the wave][column][trial], for the callback
    uint64_t wave_first;       // first trial of the wave in hand
    uint64_t wave_last;        // one past its last
    bool deliver;              // raw columns are handed to a callback after every wave
    campaign_also *also;
    void **extra;              // one per worker
};

/// Check a run definition (NULL: defaults) and resolve it: shard bounds, threads.
parley_status parley_i_run_def_check(const parley_run_def *def, parley_run_def *out);

/// Make the plans of these variants and everything workers need. `campaign` is zeroed first; destroy it whatever the status.
parley_status parley_i_campaign_make(struct campaign *campaign, const parley_scenario *scenario, const parley_run_def *def,
                                     const char *const *variants, size_t count);

/// Play all trials of the definition's shard: waves of blocks, with progress, columns and precision between them.
parley_status parley_i_campaign_play(struct campaign *campaign);

/// Merge the workers' results of one plan and hand the whole over.
parley_status parley_i_campaign_result(struct campaign *campaign, size_t plan, parley_result **out);

void parley_i_campaign_destroy(struct campaign *campaign);

#endif
