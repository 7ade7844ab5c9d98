// What the deal, as it stands in a trial, is worth on an issue and whether a linkage's condition holds for it.
#include "process/sitting.h"

#include <math.h>

static double settled_at(const struct deals *deals, uint32_t issue, const struct block *block, size_t trial)
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
    double x = settled_at(deals, demand->issue_number, block, trial);
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
        value[i] = linkage->uses[i] ? settled_at(deals, i, block, trial) : 0;
        variable[i] = &value[i];
    }
    double holds;
    parley_i_local_run(linkage->when, variable, column, 1, registers, &holds);
    return holds != 0 && !isnan(holds);
}
