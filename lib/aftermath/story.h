// The life after signature of one trial, told: each move with what else would have happened, and every draw.
#ifndef PARLEY_LIB_AFTERMATH_STORY_H
#define PARLEY_LIB_AFTERMATH_STORY_H

#include "aftermath/clock.h"
#include "base/record.h"

/// Tell the race in `state` of the group's only trial: it moved at `time` by exit `winner`, or (winner past the exits)
/// did not move. Does nothing when `moves` is NULL.
void parley_i_story_move(const struct aftermath *aftermath, const struct block *block, const struct group *group,
                         uint32_t state, double time, uint64_t winner, struct record *moves);

/// Tell where the block's only trial stood at the horizon.
void parley_i_story_end(const struct aftermath *aftermath, const struct block *block, struct record *moves);

#endif
