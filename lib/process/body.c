#include "process/body.h"

#include "base/fail.h"
#include "process/steps.h"

static bool has_rule(const struct protocol *protocol)
{
    for (size_t i = 0; i < protocol->parameter_count; i++) {
        if (protocol->parameters[i].type == TYPE_RULE) {
            return true;
        }
    }
    return false;
}

static parley_status talks_body(const struct talks *talks, const struct block *block, struct arena *arena,
                                struct body *out)
{
    double *weight = parley_i_arena_array(arena, talks->parties, sizeof *weight);
    if (!weight) {
        return parley_i_no_memory();
    }
    for (uint32_t p = 0; p < talks->parties; p++) {
        weight[p] = parley_i_number_at(&talks->all->party[talks->party[p]].power, block, 0);
    }
    *out = (struct body){"talks", (const char *const *)talks->party_id, weight, talks->parties, &talks->rule};
    return PARLEY_OK;
}

static parley_status vote_body(const struct step *step, struct block *block, struct arena *arena, struct body *out)
{
    static const uint8_t everywhere[BLOCK_TRIALS] = {1};
    const char **id = parley_i_arena_array(arena, step->blocs, sizeof *id);
    double *weight = parley_i_arena_array(arena, step->blocs, sizeof *weight);
    if (!id || !weight) {
        return parley_i_no_memory();
    }
    bool vary = false;
    for (uint32_t b = 0; b < step->blocs; b++) {
        vary = vary || step->bloc[b].weight.column != NUMBER_CONSTANT;
    }
    if (vary) {
        PARLEY_I_TRY(parley_i_block_run(block, step->numbers_segment, everywhere));
    }
    for (uint32_t b = 0; b < step->blocs; b++) {
        id[b] = step->bloc[b].id;
        weight[b] = parley_i_number_at(&step->bloc[b].weight, block, 0);
    }
    *out = (struct body){"vote", id, weight, step->blocs, &step->rule};
    return PARLEY_OK;
}

parley_status parley_i_process_body(const struct process *process, struct block *block, struct arena *arena,
                                    uint32_t number, struct body *out)
{
    const struct step *step = &process->step[number];
    *out = (struct body){0};
    if (step->model->kind == STEP_TALKS && has_rule(step->talks->protocol)) {
        return talks_body(step->talks, block, arena, out);
    }
    return step->blocs > 0 ? vote_body(step, block, arena, out) : PARLEY_OK;
}
