// Any whole deal judged in one trial, whatever the talks settled.
#ifndef PARLEY_LIB_PROCESS_JUDGE_H
#define PARLEY_LIB_PROCESS_JUDGE_H

#include "process/process.h"

/// What a deal (per issue: a number, or the index of an option) is worth to each party in the trial that stands alone
/// in the block, whose process has been played with this memory. Overwrites the block's deal and utilities.
void parley_i_process_judge(const struct process *process, struct block *block, void *memory, const double *deal,
                            double *utility);

/// What the process settled in that trial, per issue. False, and the status quo, when it came to no deal.
bool parley_i_process_settled(const struct process *process, const struct block *block, double *deal);

/// What a party has without a deal in that trial, and whether it signs.
double parley_i_process_no_deal(const struct process *process, const struct block *block, uint32_t party);
bool parley_i_process_signs(const struct process *process, uint32_t party);

/// What an issue is fixed at, or its status quo, in that trial; NaN when there is none.
double parley_i_process_fixed(const struct process *process, const struct block *block, uint32_t issue);
double parley_i_process_status_quo(const struct process *process, const struct block *block, uint32_t issue);

#endif
