// The result object: named tallies of one plan, in the order they are shown.
#ifndef PARLEY_LIB_RESULT_RESULT_H
#define PARLEY_LIB_RESULT_RESULT_H

#include "base/record.h"
#include "result/tally.h"
#include <parley/result.h>

enum quantity_group { GROUP_AGREEMENT, GROUP_FAILED_AT, GROUP_METRIC, GROUP_ISSUE, GROUP_PARTY, GROUP_PROCESS, GROUP_AFTERMATH };

/// A tallied column. `path` is where it stands in the JSON ("parties/ukraine/concessions/presence"); `name` is the column's name ("ukraine.concessions.presence").
struct quantity {
    const char *name, *path, *label, *unit;
    enum quantity_group group;
    const char *const *labels;  // category columns
    uint32_t label_count;
    struct tally tally;
};

struct parley_result {
    struct arena arena;         // names, labels
    const char *title, *variant, *time_unit;
    char fingerprint[33];
    uint64_t seed, trials;      // of the whole run
    uint64_t played;            // trials tallied so far (shards add up)
    parley_sampling sampling;
    uint32_t replicates;
    uint64_t random_places;     // drawing places that Sobol had no dimension for
    struct interval { uint64_t first, last; } *covered;  // sorted, disjoint, merged where they touch: which trials were played
    size_t covered_count;
    struct quantity *quantity;
    size_t quantity_count;
};

/// An empty result; the caller (the engine) fills it. `quantities` are described by names; their tallies are initialised here.
parley_status parley_i_result_create(const struct parley_result *head, const struct quantity *quantities, size_t count, parley_result **out);

/// Merge shards in place (the public call checks that they belong together and do not overlap, then uses this).
parley_status parley_i_result_absorb(parley_result *into, const parley_result *from);

/// Note that trials first .. last - 1 were played. PARLEY_MISMATCH on overlap.
parley_status parley_i_result_cover(parley_result *result, uint64_t first, uint64_t last);

const struct quantity *parley_i_result_find(const parley_result *result, const char *name);

/// The JSON object of DESIGN: into a record, so that `compare` can embed it.
void parley_i_result_tell(const parley_result *result, struct record *into);

#endif
