// What the deal, as it stands in a trial, is worth on an issue and whether a linkage's condition holds for it.
#include "process/sitting.h"

#include <math.h>

double parley_i_deal_settled(const struct deals *deals, uint32_t issue, const struct block *block, size_t trial)
{
    double x = block->column[deals->column[issue]][trial];
    return isnan(x) ? parley_i_number_at(&deals->status_quo[issue], block, trial) : x;
}

double parley_i_deal_worth(const struct deals *deals, const struct demand *demand, const struct block *block, size_t trial,
                           double *scratch, bool *barred)
{
    int32_t at = deals->at[(size_t)demand->issue_number * BLOCK_TRIALS + trial];
    if (at >= 0 && demand->constant) {
        *barred = demand->barred && demand->barred[at];
        return demand->value[at];
    }
    double x = parley_i_deal_settled(deals, demand->issue_number, block, trial);
    if (isnan(x)) {
        *barred = false;
        return 0;
    }
    return parley_i_demand_at(demand, block, trial, x, scratch, barred);
}

/// The kept answer, -1 when there is none or an issue is off its grid.
static int kept_answer(const struct deals *deals, const struct parties *parties, const struct linkage *linkage, size_t trial)
{
    uint32_t combination = 0;
    for (uint32_t i = 0; linkage->holds && i < parties->issues; i++) {
        int32_t at = linkage->uses[i] ? deals->at[(size_t)i * BLOCK_TRIALS + trial] : 0;
        if (at < 0) {
            return -1;
        }
        combination += (uint32_t)at * linkage->stride[i];
    }
    return linkage->holds ? linkage->holds[combination] : -1;
}

bool parley_i_deal_links(const struct deals *deals, const struct parties *parties, const struct linkage *linkage,
                         const struct block *block, size_t trial, double *scratch)
{
    int kept = kept_answer(deals, parties, linkage, trial);
    if (kept >= 0) {
        return kept;
    }
    const int32_t *reads;
    double column[LOCAL_MOST];
    const double *variable[LOCAL_MOST];
    size_t count = parley_i_local_reads(linkage->when, &reads);
    for (size_t i = 0; i < count && i < LOCAL_MOST; i++) {
        column[i] = block->column[reads[i]][trial];
    }
    double *value = scratch, *registers = scratch + parties->issues;
    for (uint32_t i = 0; i < parties->issues; i++) {
        value[i] = linkage->uses[i] ? parley_i_deal_settled(deals, i, block, trial) : 0;
        variable[i] = &value[i];
    }
    double holds;
    parley_i_local_run(linkage->when, variable, column, 1, registers, &holds);
    return holds != 0 && !isnan(holds);
}

void parley_i_deals_add_demand(const struct deals *deals, const struct demand *d, const struct block *block,
                               const uint8_t *mask, bool settled_only, double *scratch, double *utility, double *weight,
                               uint8_t *crossed)
{
    const int32_t *option = deals->at + (size_t)d->issue_number * BLOCK_TRIALS;
    const double *deal = block->column[deals->column[d->issue_number]];
    const struct series share = parley_i_series(&d->share, block), trust = parley_i_series(&d->trust, block);
    for (size_t t = 0; t < block->n; t++) {
        if (!mask[t] || (settled_only && isnan(deal[t]))) {
            continue;
        }
        bool barred = false;
        double value;
        if (d->constant && option[t] >= 0) {
            value = d->value[option[t]];
            barred = d->barred && d->barred[option[t]];
        } else {
            value = parley_i_deal_worth(deals, d, block, t, scratch, &barred);
        }
        double s = parley_i_series_at(share, t);
        weight[t] += s;
        crossed[t] |= barred;
        utility[t] += s * parley_i_series_at(trust, t) * value;
    }
}

/// Does the condition speak of an issue that is still open?
static bool reads_open(const struct deals *deals, const struct parties *parties, const struct linkage *linkage,
                       const struct block *block, size_t trial)
{
    for (uint32_t i = 0; i < parties->issues; i++) {
        if (linkage->uses[i] && isnan(block->column[deals->column[i]][trial])) {
            return true;
        }
    }
    return false;
}

void parley_i_deals_add_linkage(const struct deals *deals, const struct parties *parties, const struct linkage *linkage,
                                const struct block *block, const uint8_t *mask, bool settled_only, double *scratch,
                                double *utility)
{
    const struct series add = parley_i_series(&linkage->add, block);
    for (size_t t = 0; t < block->n; t++) {
        if (mask[t] && !(settled_only && reads_open(deals, parties, linkage, block, t)) && parley_i_deal_links(deals, parties, linkage, block, t, scratch)) {
            utility[t] += parley_i_series_at(add, t);
        }
    }
}
