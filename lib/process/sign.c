// The signature: is the whole deal acceptable to those who must sign, and what did it cost whom?
#include "process/steps.h"

#include <math.h>

/// Sums of weights in different orders may differ in their last bits: a deal worth exactly what no deal is worth is acceptable.
static const double tolerance = 1e-12;

static double demand_share(const struct demand *d, const struct block *block, size_t t)
{
    return parley_i_number_at(&d->share, block, t);
}

/// Worth of the settled issues of one party's demands over the block; `weight` gets the weight they carry.
static void add_demand(struct turn *turn, const struct demand *d, const uint8_t *mask, bool whole, double *utility,
                       double *weight, uint8_t *crossed)
{
    struct block *block = turn->block;
    const int32_t *at = turn->deals.at + (size_t)d->issue_number * BLOCK_TRIALS;
    const double *deal = block->column[turn->deals.column[d->issue_number]];
    for (size_t t = 0; t < block->n; t++) {
        if (!mask[t] || (!whole && isnan(deal[t]))) {
            continue;
        }
        double share = demand_share(d, block, t);
        weight[t] += share;
        bool barred = false;
        double value = d->constant && at[t] >= 0 ? d->value[at[t]]
                                                 : parley_i_deal_worth(&turn->deals, d, block, t, turn->scratch, &barred);
        if (d->constant && at[t] >= 0) {
            barred = d->barred && d->barred[at[t]];
        }
        crossed[t] |= barred;
        utility[t] += share * parley_i_number_at(&d->trust, block, t) * value;
    }
}

static void add_linkages(struct turn *turn, const struct party *party, const uint8_t *mask, double *utility)
{
    struct block *block = turn->block;
    for (uint32_t l = 0; l < party->linkages; l++) {
        for (size_t t = 0; t < block->n; t++) {
            if (mask[t] && parley_i_deal_links(&turn->deals, &turn->process->parties, &party->linkage[l], block, t,
                                               turn->scratch)) {
                utility[t] += parley_i_number_at(&party->linkage[l].add, block, t);
            }
        }
    }
}

static void party_utility(struct turn *turn, const struct party *party, const uint8_t *mask, bool whole, double *utility,
                          uint8_t *crossed)
{
    double weight[BLOCK_TRIALS];
    for (size_t t = 0; t < turn->block->n; t++) {
        utility[t] = weight[t] = 0;
        crossed[t] = 0;
    }
    for (uint32_t j = 0; j < party->demands; j++) {
        add_demand(turn, &party->demand[j], mask, whole, utility, weight, crossed);
    }
    if (!whole) {
        for (size_t t = 0; t < turn->block->n; t++) {
            utility[t] = weight[t] > 0 ? utility[t] / weight[t] : NAN;
        }
    }
    add_linkages(turn, party, mask, utility);
}

void parley_i_update_utilities(struct turn *turn, const uint8_t *mask, bool whole)
{
    const struct parties *parties = &turn->process->parties;
    for (uint32_t p = 0; p < parties->count; p++) {
        double utility[BLOCK_TRIALS];
        uint8_t crossed[BLOCK_TRIALS];
        party_utility(turn, &parties->party[p], mask, whole, utility, crossed);
        double *column = turn->block->column[parties->party[p].utility];
        double *gain = turn->block->column[parties->party[p].gain];
        for (size_t t = 0; t < turn->block->n; t++) {
            if (mask[t]) {
                column[t] = utility[t];
                gain[t] = utility[t] - parley_i_number_at(&parties->party[p].no_deal, turn->block, t);
            }
        }
    }
}

/// Every signatory must find the whole deal acceptable; who is out of play stays out.
static void judge(struct turn *turn, uint8_t *signed_)
{
    const struct parties *parties = &turn->process->parties;
    struct block *block = turn->block;
    for (size_t t = 0; t < block->n; t++) {
        signed_[t] = turn->active[t];
    }
    for (uint32_t p = 0; p < parties->count; p++) {
        const struct party *party = &parties->party[p];
        double utility[BLOCK_TRIALS];
        uint8_t crossed[BLOCK_TRIALS];
        party_utility(turn, party, turn->active, true, utility, crossed);
        double *column = block->column[party->utility], *gain = block->column[party->gain];
        for (size_t t = 0; t < block->n; t++) {
            double no_deal = parley_i_number_at(&party->no_deal, block, t);
            column[t] = turn->active[t] ? utility[t] : no_deal;
            gain[t] = turn->active[t] ? utility[t] - no_deal : 0;
            if (party->signs && turn->active[t] && (crossed[t] || !(utility[t] >= no_deal - tolerance))) {
                signed_[t] = 0;
            }
        }
    }
}

static void write_concessions(struct turn *turn, const struct party *party)
{
    struct block *block = turn->block;
    for (uint32_t j = 0; j < party->demands; j++) {
        const struct demand *d = &party->demand[j];
        double *column = block->column[party->concession[d->issue_number]];
        double best = d->constant ? parley_i_demand_best(d, block, 0, turn->scratch) : 0;
        for (size_t t = 0; t < block->n; t++) {
            if (!turn->active[t]) {
                continue;
            }
            bool barred;
            double most = d->constant ? best : parley_i_demand_best(d, block, t, turn->scratch);
            double value = parley_i_deal_worth(&turn->deals, d, block, t, turn->scratch, &barred);
            column[t] = demand_share(d, block, t) * (most - value);
        }
    }
}

/// Without a deal nobody gains, and every issue stays at its status quo.
static void undo(struct turn *turn, size_t t)
{
    const struct process *process = turn->process;
    struct block *block = turn->block;
    for (uint32_t p = 0; p < process->parties.count; p++) {
        const struct party *party = &process->parties.party[p];
        block->column[party->utility][t] = parley_i_number_at(&party->no_deal, block, t);
        block->column[party->gain][t] = 0;
    }
    for (uint32_t i = 0; i < process->parties.issues; i++) {
        block->column[process->deals.column[i]][t] = parley_i_number_at(&process->deals.status_quo[i], block, t);
    }
}

void parley_i_sign(struct turn *turn)
{
    const struct process *process = turn->process;
    struct block *block = turn->block;
    uint8_t signed_[BLOCK_TRIALS];
    judge(turn, signed_);
    double *agreement = block->column[process->agreement];
    double *failed_at = block->column[process->failed_at];
    for (size_t t = 0; t < block->n; t++) {
        agreement[t] = signed_[t];
        if (turn->active[t] && !signed_[t]) {
            failed_at[t] = process->steps;
            turn->active[t] = 0;
        }
        if (!signed_[t]) {
            undo(turn, t);
        }
    }
    for (uint32_t i = 0; i < process->parties.issues; i++) {
        double *deal = block->column[process->deals.column[i]];
        for (size_t t = 0; t < block->n; t++) {
            if (signed_[t] && isnan(deal[t])) {
                deal[t] = parley_i_number_at(&process->deals.status_quo[i], block, t);
            }
        }
    }
    for (uint32_t p = 0; p < process->parties.count; p++) {
        write_concessions(turn, &process->parties.party[p]);
    }
}

void parley_i_tell_value(struct record *into, const char *key, const struct issue_model *issue, double value)
{
    if (isnan(value)) {
        parley_i_record_nothing(into, key);
    } else if (issue->category.count > 0) {
        parley_i_record_text(into, key, issue->options[(size_t)value]);
    } else {
        parley_i_record_number(into, key, value);
    }
}

void parley_i_tell_deal(const struct turn *turn, struct record *told)
{
    const struct process *process = turn->process;
    const struct block *block = turn->block;
    bool agreed = block->column[process->agreement][0] != 0;
    parley_i_record_truth(told, "agreement", agreed);
    if (!agreed) {
        parley_i_record_text(told, "failed_at", process->failures.labels[(size_t)block->column[process->failed_at][0]]);
    }
    parley_i_record_number(told, "elapsed", block->column[process->elapsed][0]);
    struct record *deal = parley_i_record_object(told, "deal");
    for (uint32_t i = 0; i < process->parties.issues; i++) {
        parley_i_tell_value(deal, process->model->issues[i].entry.id, &process->model->issues[i],
                            block->column[process->deals.column[i]][0]);
    }
    struct record *parties = parley_i_record_object(told, "parties");
    for (uint32_t p = 0; p < process->parties.count; p++) {
        const struct party *party = &process->parties.party[p];
        struct record *one = parley_i_record_object(parties, party->id);
        parley_i_record_number(one, "no_deal", parley_i_number_at(&party->no_deal, block, 0));
        parley_i_record_number(one, "utility", block->column[party->utility][0]);
        parley_i_record_number(one, "gain", block->column[party->gain][0]);
        struct record *ledger = agreed ? parley_i_record_object(one, "concessions") : NULL;
        for (uint32_t i = 0; i < process->parties.issues; i++) {
            if (party->concession[i] != NONE) {
                parley_i_record_number(ledger, process->model->issues[i].entry.id, block->column[party->concession[i]][0]);
            }
        }
    }
}
