// Life after signature: a continuous-time multi-state clock. Columns, in the order of the states: aftermath.years.S
// (time spent in S within the horizon), aftermath.first.S (time of first entry; 0 for the start state, infinite if
// never within the horizon), aftermath.reached.S (0 or 1); and aftermath.final (a state).
//
// Time runs over [0, horizon): what would happen at the horizon itself is not seen any more. On entering a state each
// of its transitions draws one unit exponential (stream "aftermath.NAME", draw = how often the state was entered
// before), and fires when its hazard, integrated from the entry on, reaches it; a fixed delay counts from the entry.
// First to fire wins; of several at the same time, the one that stands first in the scenario.
#ifndef PARLEY_LIB_AFTERMATH_AFTERMATH_H
#define PARLEY_LIB_AFTERMATH_AFTERMATH_H

#include "base/record.h"
#include "formula/block.h"
#include "scenario/model.h"

struct aftermath;

/// Compile. Opens a segment for its start and one for the numbers of each state's transitions; they may read every
/// column of assumptions and process. A state's numbers are only judged in trials whose start state can lead to it.
/// `*out` is NULL when the scenario has no aftermath.
parley_status parley_i_aftermath_make(struct arena *arena, const struct model *model, struct sheet *sheet,
                                      const struct aftermath **out);

/// Play the block. `told` (NULL unless tracing, then block->n == 1): an object to which the list "aftermath" of moves
/// is added. PARLEY_BAD_TRIAL when a trial's start is undefined, a number is out of its bounds, or the cap on moves is
/// exceeded.
parley_status parley_i_aftermath_play(const struct aftermath *aftermath, struct block *block, struct record *told);

#endif
