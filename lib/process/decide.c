// Votes and chance events.
#include "process/steps.h"

#include <string.h>

static void tell(const struct turn *turn, const struct step *step, const char *kind, const char *what, bool happened,
                 double probability)
{
    struct record *story = parley_i_record_object(turn->told, step->model->entry.id);
    parley_i_record_text(story, "kind", kind);
    if (step->blocs == 0) {
        parley_i_record_number(story, "probability", probability);
        parley_i_record_number(story, "draw", turn->u[0]);
    }
    parley_i_record_text(story, "outcome", what);
    parley_i_record_truth(story, strcmp(kind, "vote") == 0 ? "passed" : "happened", happened);
}

void parley_i_play_chance(struct turn *turn, uint32_t number)
{
    const struct step *step = &turn->process->step[number];
    struct block *block = turn->block;
    double *happened = block->column[step->done];
    parley_i_design_fill(block->design, step->place, block->first, turn->u, block->n);
    for (size_t t = 0; t < block->n; t++) {
        if (!turn->plays[t]) {
            continue;
        }
        double p = parley_i_number_at(&step->probability, block, t);
        happened[t] = turn->u[t] < p;
        if (turn->told) {
            tell(turn, step, "chance", happened[t] != 0 ? "happened" : "did not happen", happened[t] != 0, p);
        }
        if (happened[t] != 0 && step->model->fails) {
            parley_i_turn_fail(turn, number, t);
        }
    }
}

/// Blocs vote one after the other over the whole block; the rule then judges each trial.
static void count_blocs(struct turn *turn, const struct step *step, double *passed)
{
    enum { MOST_BLOCS = 64 };
    struct block *block = turn->block;
    double *share = block->column[step->yes_share];
    uint8_t agrees[MOST_BLOCS][BLOCK_TRIALS];
    for (uint32_t b = 0; b < step->blocs; b++) {
        parley_i_design_fill(block->design, step->bloc[b].place, block->first, turn->u, block->n);
        for (size_t t = 0; t < block->n; t++) {
            agrees[b][t] = turn->u[t] < parley_i_number_at(&step->bloc[b].yes, block, t);
        }
    }
    for (size_t t = 0; t < block->n; t++) {
        double weight[MOST_BLOCS], sum = 0, yes = 0;
        uint8_t yes_of[MOST_BLOCS];
        for (uint32_t b = 0; b < step->blocs; b++) {
            weight[b] = parley_i_number_at(&step->bloc[b].weight, block, t);
            yes_of[b] = agrees[b][t];
            sum += weight[b];
            yes += agrees[b][t] ? weight[b] : 0;
        }
        if (turn->plays[t]) {
            share[t] = sum > 0 ? yes / sum : 0;
            passed[t] = parley_i_rule_met(&step->rule, weight, yes_of, step->blocs);
        }
    }
}

static void tell_blocs(struct turn *turn, const struct step *step)
{
    struct record *story = turn->told ? turn->told->last : NULL;
    if (!story || step->blocs == 0) {
        return;
    }
    struct record *blocs = parley_i_record_object(story, "blocs");
    for (uint32_t b = 0; b < step->blocs; b++) {
        const struct bloc *bloc = &step->bloc[b];
        double u;
        parley_i_design_fill(turn->block->design, bloc->place, turn->block->first, &u, 1);
        double p = parley_i_number_at(&bloc->yes, turn->block, 0);
        struct record *one = parley_i_record_object(blocs, bloc->id);
        parley_i_record_number(one, "weight", parley_i_number_at(&bloc->weight, turn->block, 0));
        parley_i_record_number(one, "probability", p);
        parley_i_record_number(one, "draw", u);
        parley_i_record_truth(one, "yes", u < p);
    }
}

void parley_i_play_vote(struct turn *turn, uint32_t number)
{
    const struct step *step = &turn->process->step[number];
    struct block *block = turn->block;
    double *passed = block->column[step->done];
    if (step->blocs > 0) {
        count_blocs(turn, step, passed);
    } else {
        parley_i_design_fill(block->design, step->place, block->first, turn->u, block->n);
    }
    for (size_t t = 0; t < block->n; t++) {
        if (!turn->plays[t]) {
            continue;
        }
        double p = step->blocs > 0 ? 0 : parley_i_number_at(&step->probability, block, t);
        if (step->blocs == 0) {
            passed[t] = turn->u[t] < p;
        }
        if (turn->told) {
            tell(turn, step, "vote", passed[t] != 0 ? "passed" : "rejected", passed[t] != 0, p);
            tell_blocs(turn, step);
        }
        if (passed[t] == 0) {
            parley_i_turn_fail(turn, number, t);
        }
    }
}
