// What a block needs to run programs, made once per worker: nothing is allocated while trials are played.
#ifndef PARLEY_LIB_FORMULA_MACHINE_H
#define PARLEY_LIB_FORMULA_MACHINE_H

#include "chance/law.h"
#include "formula/block.h"

/// A drawing whose law's numbers differ by trial: this worker's copy of the law, and where its numbers come from.
struct drawer {
    struct law *law;
    double **target;     // the numbers of `law` that differ by trial
    const double **from; // their arrays
    size_t varying;
    const double **argument; // all arguments as arrays, when the kind has an `apply`; else NULL
};

struct machine {
    double *constants;     // BLOCK_TRIALS of each
    struct drawer *drawer; // of each drawing; empty for those with a table
    double **gathered; // arrays for the arguments of the trials that count, then one for uniforms and one for values
    double ***uniform; // of each group: its members' columns
    size_t *segment;   // where each segment's code begins; one more than there are segments
};

parley_status parley_i_machine_create(struct arena *arena, const struct block *block, struct machine **out);

/// Draw for a whole block. PARLEY_BAD_TRIAL when the law's numbers make no sense in a trial that is wanted and active.
/// A trial in which one of them is undefined, or which is not wanted, gets an undefined value.
parley_status parley_i_drawer_run(const struct block *block, uint32_t drawing, const double *u, const double *wanted,
                                  const uint8_t *active, double *out);

#endif
