// Life after signature: a continuous-time multi-state clock. Columns: aftermath.years.S, aftermath.first.S (infinite if
// never), aftermath.reached.S (0 or 1), aftermath.final (a state).
#ifndef PARLEY_LIB_AFTERMATH_AFTERMATH_H
#define PARLEY_LIB_AFTERMATH_AFTERMATH_H

#include "base/record.h"
#include "formula/block.h"
#include "scenario/model.h"

struct aftermath;

/// Compile. Opens a segment for its numbers; they may read every column of assumptions and process. `*out` is NULL when the scenario has no aftermath.
parley_status parley_i_aftermath_make(struct arena *arena, const struct model *model, struct sheet *sheet, const struct aftermath **out);

/// Play the block. `told` (NULL unless tracing): an object to which the list "aftermath" of moves is added.
parley_status parley_i_aftermath_play(const struct aftermath *aftermath, struct block *block, struct record *told);

#endif
