// A step of the process as a body that decides by a rule of agreement: who has a say, with what weight.
#ifndef PARLEY_LIB_PROCESS_BODY_H
#define PARLEY_LIB_PROCESS_BODY_H

#include "process/process.h"

struct body {
    const char *kind;           // "talks" or "vote"
    const char *const *member;  // ids
    double *weight;             // [member]: powers of parties, weights of blocs
    uint32_t members;
    const struct rule *rule;
};

/// Step `number` as a body, with the weights of the trial that stands first in the block, whose segment 0 was run.
/// `memory` is a worker's. `out->members` is 0 when the step decides by no rule (talks of a protocol without one, a
/// plain probability, an event). PARLEY_BAD_TRIAL when a weight makes no sense before the talks, PARLEY_NO_MEMORY.
parley_status parley_i_process_body(const struct process *process, struct block *block, struct arena *arena,
                                    uint32_t number, struct body *out);

#endif
