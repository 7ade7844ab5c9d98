// What the two ways of playing legislative bargaining share. See proposer.c for the definition.
#ifndef PARLEY_LIB_BARGAIN_PROPOSER_H
#define PARLEY_LIB_BARGAIN_PROPOSER_H

#include "bargain/protocol.h"

enum { PROPOSER_DRAW_RECOGNITION, PROPOSER_DRAW_COALITION };

struct assembly {
    const struct sitting *sitting;
    struct settlement *out;
    uint32_t rounds;            // most recognitions
    const double *recognition;  // [party]: sum 1
    const double *vote;         // [party]: weight of its vote
    void *scratch;
};

/// Who is recognised in a round, from 0.
uint32_t parley_i_proposer_recognised(const struct assembly *assembly, uint32_t round);

/// The parties choose among packages.
void parley_i_proposer_packages(const struct assembly *assembly);
size_t parley_i_proposer_packages_scratch(const struct sitting_shape *shape);

#endif
