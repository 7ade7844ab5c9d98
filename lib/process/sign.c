// The signature: is the whole deal acceptable to those who must sign, and what did it cost whom?
#include "process/steps.h"

#include <math.h>

/// Sums of weights in different orders may differ in their last bits: a deal worth exactly what no deal is worth is acceptable.
static const double tolerance = 1e-12;

static void update_party(struct turn *turn, const struct party *party, const uint8_t *mask, bool whole)
{
    struct block *block = turn->block;
    double utility[BLOCK_TRIALS] = {0}, weight[BLOCK_TRIALS] = {0};
    uint8_t crossed[BLOCK_TRIALS] = {0};
    for (uint32_t j = 0; j < party->demands; j++) {
        parley_i_deals_add_demand(&turn->deals, &party->demand[j], block, mask, !whole, turn->scratch, utility, weight, crossed);
    }
    for (size_t t = 0; !whole && t < block->n; t++) {
        utility[t] = weight[t] > 0 ? utility[t] / weight[t] : parley_i_number_at(&party->no_deal, block, t);
    }
    for (uint32_t l = 0; l < party->linkages; l++) {
        parley_i_deals_add_linkage(&turn->deals, &turn->process->parties, &party->linkage[l], block, mask, !whole,
                                   turn->scratch, utility);
    }
    double *column = block->column[party->utility], *gain = block->column[party->gain];
    const struct series no_deal = parley_i_series(&party->no_deal, block);
    for (size_t t = 0; t < block->n; t++) {
        if (mask[t]) {
            column[t] = utility[t];
            gain[t] = utility[t] - parley_i_series_at(no_deal, t);
            turn->refused[t] |= party->signs && (crossed[t] || !(gain[t] >= -tolerance));
        }
    }
}

void parley_i_update_utilities(struct turn *turn, const uint8_t *mask, bool whole)
{
    const struct parties *parties = &turn->process->parties;
    for (size_t t = 0; t < turn->block->n; t++) {
        if (mask[t]) {
            turn->refused[t] = 0;
            turn->judged[t] = whole;
        }
    }
    for (uint32_t p = 0; p < parties->count; p++) {
        update_party(turn, &parties->party[p], mask, whole);
    }
}

/// Trials whose deal nobody has judged as a whole since its last sitting.
static void judge(struct turn *turn)
{
    uint8_t open[BLOCK_TRIALS];
    bool any = false;
    for (size_t t = 0; t < turn->block->n; t++) {
        open[t] = turn->active[t] && !turn->judged[t];
        any = any || open[t];
    }
    if (any) {
        parley_i_update_utilities(turn, open, true);
    }
}

static void write_concessions(struct turn *turn, const struct party *party)
{
    struct block *block = turn->block;
    for (uint32_t j = 0; j < party->demands; j++) {
        const struct demand *d = &party->demand[j];
        double *column = block->column[party->concession[d->issue_number]];
        const int32_t *option = turn->deals.at + (size_t)d->issue_number * BLOCK_TRIALS;
        const struct series share = parley_i_series(&d->share, block);
        double best = d->constant ? parley_i_demand_best(d, block, 0, turn->scratch) : 0;
        for (size_t t = 0; t < block->n; t++) {
            if (!turn->active[t]) {
                continue;
            }
            bool barred;
            double most = d->constant ? best : parley_i_demand_best(d, block, t, turn->scratch);
            double value = d->constant && option[t] >= 0
                               ? d->value[option[t]]
                               : parley_i_deal_worth(&turn->deals, d, block, t, turn->scratch, &barred);
            column[t] = parley_i_series_at(share, t) * (most - value);
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

/// An issue left open because its sitting was skipped stays at its status quo.
static void fill_open_issues(struct turn *turn, size_t t)
{
    const struct process *process = turn->process;
    for (uint32_t i = 0; i < process->parties.issues; i++) {
        double *deal = turn->block->column[process->deals.column[i]];
        if (isnan(deal[t])) {
            deal[t] = parley_i_number_at(&process->deals.status_quo[i], turn->block, t);
        }
    }
}

void parley_i_sign(struct turn *turn)
{
    const struct process *process = turn->process;
    struct block *block = turn->block;
    judge(turn);
    double *agreement = block->column[process->agreement];
    double *failed_at = block->column[process->failed_at];
    for (size_t t = 0; t < block->n; t++) {
        if (turn->active[t] && turn->refused[t]) {
            failed_at[t] = process->steps;
            turn->active[t] = 0;
        }
        agreement[t] = turn->active[t];
        if (turn->active[t]) {
            fill_open_issues(turn, t);
        } else {
            undo(turn, t);
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
