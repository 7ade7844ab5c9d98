// A party's `concedes` object compiled: what is constant of its manner, and which of its numbers differ by trial.
#ifndef PARLEY_LIB_PROCESS_MANNER_H
#define PARLEY_LIB_PROCESS_MANNER_H

#include "bargain/protocol.h"
#include "formula/block.h"
#include "scenario/model.h"

struct manner_number {
    struct number number;
    size_t offset;  // of the double in struct manner
};

struct manner_plan {
    struct manner manner;
    const struct manner_number *varying;
    size_t count;
};

/// Compile it into the sheet's open segment. NULL: defaults. `*manner` is NULL where its target falls by a power of
/// time, it accepts what is worth its target, and stays to the end.
parley_status parley_i_concession_make(struct arena *arena, struct sheet *sheet, const char *party,
                                       const struct parameter *given, struct number *exponent, struct number *floor,
                                       const struct manner_plan **manner);

/// Write the numbers of one trial; what is constant was copied from `plan->manner` before.
void parley_i_manner_set(const struct manner_plan *plan, const struct block *block, size_t trial, struct manner *out);

#endif
