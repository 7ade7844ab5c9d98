// The steps of a trial from the first sitting to the signature: parties' preferences become columns and tables, steps are played in order.
//
// Columns it adds: P.power P.salience P.no_deal P.discount, P.weight.I, deal.I, P.utility P.gain P.concessions.I, S.agreed S.rounds S.outcome
// (talks), S.passed (vote), S.happened (chance), elapsed, agreement, failed_at (labels: the steps, then "signing"; undefined when agreed).
#ifndef PARLEY_LIB_PROCESS_PROCESS_H
#define PARLEY_LIB_PROCESS_PROCESS_H

#include "bargain/protocol.h"
#include "formula/block.h"
#include "scenario/model.h"

struct process;

/// Compile parties and steps into the sheet. Opens segments of its own; after it returns, the open segment may read every column of the process.
/// `scenario` gives the embedding program's own protocols; `any_protocol` lets unknown ones pass (they may be added later; such a process is not played).
parley_status parley_i_process_make(struct arena *arena, const struct model *model, const parley_scenario *scenario,
                                    struct sheet *sheet, bool any_protocol, const struct process **out);

/// Bytes of a worker's working memory, 64-byte aligned, that parley_i_process_play wants.
size_t parley_i_process_memory(const struct process *process);

/// Lay a worker's working memory out, once.
void parley_i_process_begin(const struct process *process, void *memory);

/// True when a protocol of the embedding program insists on the calling thread.
bool parley_i_process_calling_thread(const struct process *process);

/// Play all steps for the block. `told` (NULL unless tracing, then block->n == 1): an object to which "steps" and "deal" are added.
parley_status parley_i_process_play(const struct process *process, struct block *block, void *memory, struct record *told);

#endif
