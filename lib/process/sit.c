// Playing a sitting, trial by trial, and writing what it settled into the deal.
#include "process/steps.h"

#include "base/fail.h"

#include <math.h>

static void settle_issue(struct turn *turn, uint32_t issue, size_t trial, double value, int32_t at)
{
    turn->block->column[turn->deals.column[issue]][trial] = value;
    turn->deals.at[(size_t)issue * BLOCK_TRIALS + trial] = at;
}

/// One option a factor becomes one value an issue.
static void write_choice(struct turn *turn, const struct talks *talks, const uint32_t *choice, size_t trial)
{
    const struct space *space = talks->space;
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        for (uint32_t i = 0; i < factor->issues; i++) {
            uint32_t k = factor->issue[i];
            uint32_t option = choice[f] / factor->stride[i] % factor->size[i];
            const double *points = talks->issue_at[k].points;
            settle_issue(turn, talks->issue[k], trial, points ? points[option] : (double)option, (int32_t)option);
        }
    }
}

static void write_deal(struct turn *turn, const struct talks *talks, const double *deal, size_t trial)
{
    for (uint32_t k = 0; k < talks->issues; k++) {
        int32_t at = talks->issue_at[k].category ? (int32_t)deal[k] : -1;
        settle_issue(turn, talks->issue[k], trial, deal[k], at);
    }
}

static void tell_begin(struct turn *turn, const struct step *step, struct seats *seats)
{
    struct record *story = parley_i_record_object(turn->told, step->model->entry.id);
    const struct talks *talks = step->talks;
    parley_i_record_text(story, "kind", "talks");
    parley_i_record_text(story, "protocol", talks->protocol->name);
    struct record *parties = parley_i_record_object(story, "parties");
    for (uint32_t p = 0; p < talks->parties; p++) {
        struct record *one = parley_i_record_object(parties, talks->party_id[p]);
        parley_i_record_number(one, "power", seats->power[p]);
        parley_i_record_number(one, "no_deal", seats->no_deal[p]);
        parley_i_record_number(one, "already_settled", seats->base[p]);
        struct record *weight = parley_i_record_object(one, "weights");
        for (uint32_t k = 0; k < talks->issues; k++) {
            parley_i_record_number(weight, talks->issue_at[k].id, seats->stand[(size_t)p * talks->issues + k].weight);
        }
    }
    seats->sitting.turns = parley_i_record_list(story, "turns");
}

static void tell_end(struct turn *turn, const struct step *step, struct seats *seats)
{
    struct record *story = turn->told->last;
    const struct settlement *settlement = &seats->settlement;
    seats->sitting.turns = NULL;
    parley_i_record_text(story, "outcome", parley_i_outcome_words[settlement->outcome]);
    parley_i_record_truth(story, "agreed", settlement->outcome == OUTCOME_AGREED);
    parley_i_record_number(story, "rounds", settlement->rounds);
    if (settlement->gap > 0) {
        parley_i_record_number(story, "gap", settlement->gap);
    }
    if (settlement->outcome != OUTCOME_AGREED) {
        return;
    }
    struct record *settled = parley_i_record_object(story, "settled");
    for (uint32_t k = 0; k < step->talks->issues; k++) {
        uint32_t issue = step->talks->issue[k];
        parley_i_tell_value(settled, step->talks->issue_at[k].id, &turn->process->model->issues[issue],
                            turn->block->column[turn->deals.column[issue]][0]);
    }
}

static parley_status undefined_value(const struct turn *turn, const struct demand *demand, size_t trial)
{
    uint64_t number = turn->block->first + trial;
    parley_status status = parley_i_fail_at(PARLEY_BAD_TRIAL, demand->model->formula.pointer, 0,
                                            "trial %llu: found an undefined value, expected a number in [0, 1]",
                                            (unsigned long long)number);
    parley_i_error_trial(number);
    return status;
}

static parley_status nonsense(const struct turn *turn, const struct step *step, size_t trial)
{
    uint64_t number = turn->block->first + trial;
    parley_status status = parley_i_fail_at(
        PARLEY_BAD_TRIAL, step->model->entry.pointer, 0,
        "trial %llu: protocol %s returned an option that its issue does not have, expected 0 up to its number of options - 1",
        (unsigned long long)number, step->talks->protocol->name);
    parley_i_error_trial(number);
    return status;
}

parley_status parley_i_play_talks(struct turn *turn, uint32_t number)
{
    const struct step *step = &turn->process->step[number];
    const struct talks *talks = step->talks;
    struct seats *seats = &turn->seats[number];
    struct block *block = turn->block;
    double *agreed = block->column[step->done];
    double *rounds = block->column[step->rounds];
    double *outcome = block->column[step->outcome];
    parley_i_seats_begin(seats, block, &turn->deals, turn->plays);
    for (size_t t = 0; t < block->n; t++) {
        if (!turn->plays[t]) {
            continue;
        }
        struct settlement *settlement = &seats->settlement;
        settlement->outcome = OUTCOME_UNRESOLVED;
        settlement->continuous = false;
        settlement->rounds = settlement->gap = 0;
        parley_i_seats_set(seats, block, &turn->deals, t, turn->told != NULL);
        if (seats->undefined) {
            return undefined_value(turn, seats->undefined, t);
        }
        if (turn->told) {
            tell_begin(turn, step, seats);
        }
        talks->protocol->settle(&seats->sitting, settlement);
        if (settlement->outcome == OUTCOME_COUNT) {
            return nonsense(turn, step, t);
        }
        turn->judged[t] = 0;
        agreed[t] = settlement->outcome == OUTCOME_AGREED;
        rounds[t] = settlement->rounds > 0 ? settlement->rounds : NAN;  // many protocols know no rounds
        outcome[t] = settlement->outcome;
        if (settlement->outcome != OUTCOME_AGREED) {
            parley_i_turn_fail(turn, number, t);
        } else if (settlement->continuous) {
            write_deal(turn, talks, settlement->deal, t);
        } else {
            write_choice(turn, talks, settlement->choice, t);
        }
        if (turn->told) {
            tell_end(turn, step, seats);
        }
    }
    if (step->utilities_after) {
        parley_i_update_utilities(turn, turn->plays, talks->closing);
    }
    return PARLEY_OK;
}
