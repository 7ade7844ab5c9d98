#include "engine/plan.h"

#include "base/fail.h"

#include <math.h>
#include <stdlib.h>

static parley_status define_assumptions(struct plan *plan)
{
    const struct model *model = plan->model;
    struct definition *definition = parley_i_arena_array(&plan->arena, model->assumption_count, sizeof *definition);
    if (!definition) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < model->assumption_count; i++) {
        definition[i] = (struct definition){model->assumptions[i].entry.id, model->assumptions[i].value};
    }
    PARLEY_I_TRY(parley_i_sheet_correlate(plan->sheet, model->correlations, model->correlation_count));
    return parley_i_sheet_define(plan->sheet, "assumptions.", definition, model->assumption_count);
}

/// A metric with a condition has a column of its own: its value where the condition holds, undefined elsewhere.
static parley_status compile_conditional(struct plan *plan, const struct metric_model *metric, struct metric *out)
{
    char *given = parley_i_arena_format(&plan->arena, "metrics.%s.given", metric->entry.id);
    if (!given) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(parley_i_sheet_formula(plan->sheet, &metric->given, given, NULL, &out->given));
    PARLEY_I_TRY(parley_i_sheet_column(plan->sheet, metric->entry.id, NULL, &out->column));
    if (parley_i_sheet_is_truth(plan->sheet, out->value)) {
        parley_i_sheet_hold_truths(plan->sheet, out->column);
    }
    return PARLEY_OK;
}

/// Metrics may read everything, metrics stated before them included.
static parley_status compile_metrics(struct plan *plan)
{
    const struct model *model = plan->model;
    plan->metric = parley_i_arena_array(&plan->arena, model->metric_count, sizeof *plan->metric);
    if (!plan->metric) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < model->metric_count; i++) {
        const struct metric_model *metric = &model->metrics[i];
        struct metric *out = &plan->metric[i];
        char *place = parley_i_arena_format(&plan->arena, "metrics.%s", metric->entry.id);
        if (!place) {
            return parley_i_no_memory();
        }
        out->segment = parley_i_sheet_segment(plan->sheet);
        out->column = NUMBER_CONSTANT;
        PARLEY_I_TRY(parley_i_sheet_formula(plan->sheet, &metric->value, place, NULL, &out->value));
        if (metric->given.text) {
            PARLEY_I_TRY(compile_conditional(plan, metric, out));
        } else {
            PARLEY_I_TRY(parley_i_sheet_alias(plan->sheet, metric->entry.id, NULL, out->value));
        }
    }
    return PARLEY_OK;
}

static parley_status compile(struct plan *plan, const char *variant, enum plan_purpose purpose)
{
    PARLEY_I_TRY(parley_i_model_make(plan->scenario, variant, &plan->arena, &plan->model));
    PARLEY_I_TRY(parley_i_sheet_create(&plan->arena, &plan->sheet));
    PARLEY_I_TRY(define_assumptions(plan));
    PARLEY_I_TRY(parley_i_process_make(&plan->arena, plan->model, plan->scenario, plan->sheet, purpose == PLAN_TO_LOAD,
                                       &plan->process));
    PARLEY_I_TRY(parley_i_aftermath_make(&plan->arena, plan->model, plan->sheet, &plan->aftermath));
    PARLEY_I_TRY(compile_metrics(plan));
    return parley_i_plan_watch(plan);
}

parley_status parley_i_plan_make(const parley_scenario *scenario, const char *variant, enum plan_purpose purpose,
                                 struct plan **out)
{
    *out = NULL;
    struct plan *plan = calloc(1, sizeof *plan);
    if (!plan) {
        return parley_i_no_memory();
    }
    plan->scenario = scenario;
    parley_status status = compile(plan, variant, purpose);
    if (status != PARLEY_OK) {
        parley_i_plan_destroy(plan);
        return parley_i_scenario_locate(scenario, variant, status);
    }
    *out = plan;
    return PARLEY_OK;
}

void parley_i_plan_destroy(struct plan *plan)
{
    if (plan) {
        parley_i_arena_release(&plan->arena);
        free(plan);
    }
}

parley_status parley_i_play_create(const struct plan *plan, const struct design *design, uint64_t seed, struct play **out)
{
    *out = NULL;
    struct play *play = calloc(1, sizeof *play);
    if (!play) {
        return parley_i_no_memory();
    }
    play->plan = plan;
    play->memory = parley_i_arena_take(&play->arena, parley_i_process_memory(plan->process));
    parley_status status = play->memory
                               ? parley_i_block_create(&play->arena, plan->sheet, design, seed, &play->block)
                               : parley_i_no_memory();
    if (status == PARLEY_OK) {
        parley_i_process_begin(plan->process, play->memory);
        *out = play;
    } else {
        parley_i_play_destroy(play);
    }
    return status;
}

void parley_i_play_destroy(struct play *play)
{
    if (play) {
        parley_i_arena_release(&play->arena);
        free(play);
    }
}

parley_status parley_i_plan_metrics(const struct plan *plan, struct block *block)
{
    for (size_t i = 0; i < plan->model->metric_count; i++) {
        const struct metric *metric = &plan->metric[i];
        PARLEY_I_TRY(parley_i_block_run(block, metric->segment, NULL));
        for (size_t t = 0; metric->column != NUMBER_CONSTANT && t < block->n; t++) {
            double given = parley_i_number_at(&metric->given, block, t);
            bool holds = given != 0 && !isnan(given);
            block->column[metric->column][t] = holds ? parley_i_number_at(&metric->value, block, t) : NAN;
        }
    }
    return PARLEY_OK;
}

parley_status parley_i_play_block(struct play *play, uint64_t first, size_t n, struct record *told)
{
    const struct plan *plan = play->plan;
    struct block *block = play->block;
    parley_i_block_begin(block, first, n);
    block->draws = parley_i_record_object(told, "draws");
    PARLEY_I_TRY(parley_i_block_run(block, 0, NULL));
    PARLEY_I_TRY(parley_i_process_play(plan->process, block, play->memory, told));
    if (plan->aftermath) {
        PARLEY_I_TRY(parley_i_aftermath_play(plan->aftermath, block, told));
    }
    return parley_i_plan_metrics(plan, block);
}

static const double *values_of(const struct block *block, const struct number *number, double *room)
{
    if (number->column != NUMBER_CONSTANT) {
        return block->column[number->column];
    }
    for (size_t t = 0; t < block->n; t++) {
        room[t] = number->value;
    }
    return room;
}

parley_status parley_i_play_tally(const struct play *play, const struct design *design, parley_result *result)
{
    const struct plan *plan = play->plan;
    const struct block *block = play->block;
    for (size_t start = 0; start < block->n;) {
        uint32_t replicate = parley_i_design_replicate(design, block->first + start);
        uint64_t next = parley_i_design_replicate_first(design, replicate + 1) - block->first;
        size_t end = next < block->n ? (size_t)next : block->n;
        for (size_t i = 0; i < plan->quantities; i++) {
            double room[BLOCK_TRIALS], given_room[BLOCK_TRIALS];
            const struct watched *watched = &plan->watched[i];
            const double *value = values_of(block, &watched->value, room);
            const double *given = NULL;
            if (watched->given.column != NUMBER_CONSTANT || watched->given.value != 1) {
                given = values_of(block, &watched->given, given_room) + start;
            }
            PARLEY_I_TRY(parley_i_tally_add(&result->quantity[i].tally, replicate, value + start, given, end - start));
        }
        start = end;
    }
    return PARLEY_OK;
}
