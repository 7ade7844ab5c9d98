// Playing the process over a block: steps in order, each for the trials that are still in play and reach it.
#include "process/steps.h"

#include "base/fail.h"

#include <math.h>
#include <string.h>

enum { ALIGNMENT = 64 };

static size_t round_up(size_t size) { return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); }

/// Doubles that conditions and values of the signature want: every issue's value, and the registers of the longest condition.
static size_t scratch_doubles(const struct process *process)
{
    size_t most = process->parties.scratch;
    for (uint32_t p = 0; p < process->parties.count; p++) {
        const struct party *party = &process->parties.party[p];
        for (uint32_t l = 0; l < party->linkages; l++) {
            size_t need = process->parties.issues + parley_i_local_scratch(party->linkage[l].when);
            most = need > most ? need : most;
        }
    }
    return most;
}

/// Lay the worker's state out in `memory` (NULL: only measure). Returns the bytes.
static size_t lay_out(const struct process *process, char *memory, struct turn *turn)
{
    size_t used = 0;
    size_t sizes[] = {
        BLOCK_TRIALS,
        BLOCK_TRIALS,
        BLOCK_TRIALS,
        BLOCK_TRIALS,
        BLOCK_TRIALS * sizeof(double),
        (size_t)process->parties.issues * BLOCK_TRIALS * sizeof(int32_t),
        process->steps * sizeof(struct seats),
        scratch_doubles(process) * sizeof(double),
    };
    char *piece[sizeof sizes / sizeof *sizes];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        piece[i] = memory ? memory + used : NULL;
        used += round_up(sizes[i]);
    }
    if (memory) {
        turn->active = (uint8_t *)piece[0];
        turn->plays = (uint8_t *)piece[1];
        turn->judged = (uint8_t *)piece[2];
        turn->refused = (uint8_t *)piece[3];
        turn->u = (double *)(void *)piece[4];
        turn->deals = process->deals;
        turn->deals.at = (int32_t *)(void *)piece[5];
        turn->seats = (struct seats *)(void *)piece[6];
        turn->scratch = (double *)(void *)piece[7];
    }
    for (uint32_t i = 0; i < process->steps; i++) {
        if (process->step[i].model->kind == STEP_TALKS) {
            used += parley_i_seats_carve(process->step[i].talks, memory ? memory + used : NULL,
                                         memory ? &turn->seats[i] : NULL);
        }
    }
    return used;
}

size_t parley_i_process_memory(const struct process *process) 
{
    return round_up(sizeof(struct turn)) + lay_out(process, NULL, NULL);
}

void parley_i_turn_fail(struct turn *turn, uint32_t number, size_t trial)
{
    turn->active[trial] = 0;
    turn->block->column[turn->process->failed_at][trial] = number;
}

static void begin(struct turn *turn)
{
    const struct process *process = turn->process;
    struct block *block = turn->block;
    for (size_t t = 0; t < block->n; t++) {
        turn->active[t] = 1;
        turn->judged[t] = 0;
        block->column[process->elapsed][t] = 0;
    }
    for (uint32_t i = 0; i < process->parties.issues; i++) {
        double *deal = block->column[process->deals.column[i]];
        int32_t *at = turn->deals.at + (size_t)i * BLOCK_TRIALS;
        for (size_t t = 0; t < block->n; t++) {
            deal[t] = parley_i_number_at(&process->fixed[i], block, t);
            at[t] = process->fixed_at[i];
        }
    }
}

/// Which trials reach the step: still in play, and its requirement holds (an undefined one does not).
static size_t gate(struct turn *turn, uint32_t number)
{
    const struct step *step = &turn->process->step[number];
    size_t reached = 0;
    for (size_t t = 0; t < turn->block->n; t++) {
        double open = parley_i_number_at(&step->gate, turn->block, t);
        turn->plays[t] = turn->active[t] && open != 0 && !isnan(open);
        reached += turn->plays[t];
        if (turn->active[t] && !turn->plays[t] && !step->model->skip) {
            parley_i_turn_fail(turn, number, t);
        }
    }
    return reached;
}

static void tell_gate(struct turn *turn, const struct step *step)
{
    struct record *story = parley_i_record_object(turn->told, step->model->entry.id);
    parley_i_record_text(story, "kind", "gate");
    parley_i_record_text(story, "requires", step->model->requires_.text);
    parley_i_record_text(story, "outcome", step->model->skip ? "skipped" : "requirement not met");
}

static void spend_time(struct turn *turn, const struct step *step)
{
    double *elapsed = turn->block->column[turn->process->elapsed];
    for (size_t t = 0; t < turn->block->n; t++) {
        if (turn->plays[t]) {
            elapsed[t] += parley_i_number_at(&step->takes, turn->block, t);
        }
    }
    if (turn->told) {
        parley_i_record_number(turn->told->last, "takes", parley_i_number_at(&step->takes, turn->block, 0));
        parley_i_record_number(turn->told->last, "elapsed", elapsed[0]);
    }
}

static parley_status play_step(struct turn *turn, uint32_t number)
{
    const struct step *step = &turn->process->step[number];
    PARLEY_I_TRY(parley_i_block_run(turn->block, step->gate_segment, turn->active));
    if (gate(turn, number) == 0) {
        if (turn->told && (turn->active[0] || turn->block->column[turn->process->failed_at][0] == number)) {
            tell_gate(turn, step);
        }
        return PARLEY_OK;
    }
    PARLEY_I_TRY(parley_i_block_run(turn->block, step->numbers_segment, turn->plays));
    switch (step->model->kind) {
    case STEP_TALKS:
        PARLEY_I_TRY(parley_i_play_talks(turn, number));
        break;
    case STEP_VOTE:
        parley_i_play_vote(turn, number);
        break;
    case STEP_CHANCE:
        parley_i_play_chance(turn, number);
        break;
    }
    if (step->takes_time) {
        PARLEY_I_TRY(parley_i_block_run(turn->block, step->takes_segment, turn->plays));
        spend_time(turn, step);
    }
    return PARLEY_OK;
}

void parley_i_process_begin(const struct process *process, void *memory)
{
    struct turn *turn = memory;
    *turn = (struct turn){.process = process};
    lay_out(process, (char *)memory + round_up(sizeof *turn), turn);
}

parley_status parley_i_process_play(const struct process *process, struct block *block, void *memory, struct record *told)
{
    struct turn turn = *(const struct turn *)memory;
    turn.block = block;
    turn.told = parley_i_record_object(told, "steps");
    PARLEY_I_TRY(parley_i_parties_begin(&process->parties, block));
    begin(&turn);
    if (process->utilities_before) {
        parley_i_update_utilities(&turn, turn.active, false);
    }
    for (uint32_t i = 0; i < process->steps; i++) {
        PARLEY_I_TRY(play_step(&turn, i));
    }
    parley_i_sign(&turn);
    if (told) {
        parley_i_tell_deal(&turn, told);
    }
    return parley_i_block_run(block, process->close_segment, NULL);
}
