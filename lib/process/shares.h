// A protocol's shares (TYPE_SHARES): how much of each party's something follows each other party's.
#ifndef PARLEY_LIB_PROCESS_SHARES_H
#define PARLEY_LIB_PROCESS_SHARES_H

#include "bargain/protocol.h"
#include "scenario/model.h"

/// Compile {party: {party: share}} into the sheet's open segment: `out`[row * members + column], or NULL when the
/// protocol has no such parameter or it was not given. A row that is not given is wholly the member's own; what a given
/// row leaves out is 0. Shares are in [0, 1]; those of a row that are the same in every trial may not add up to more
/// than 1.
parley_status parley_i_shares_make(struct arena *arena, struct sheet *sheet, const struct protocol *protocol,
                                   const struct parameter *given, const char *place, const char *const *member,
                                   size_t members, struct number **out);

#endif
