// The result object: named tallies of one plan, in the order they are shown.
#ifndef PARLEY_LIB_RESULT_RESULT_H
#define PARLEY_LIB_RESULT_RESULT_H

#include "base/record.h"
#include "result/tally.h"
#include <parley/result.h>

enum quantity_group {
    GROUP_AGREEMENT,
    GROUP_FAILED_AT,
    GROUP_METRIC,
    GROUP_ISSUE,
    GROUP_PARTY,
    GROUP_PROCESS,
    GROUP_AFTERMATH
};

/// A tallied column. `path` is where it stands in the JSON ("parties/ukraine/concessions/presence"); `name` is the
/// column's name ("ukraine.concessions.presence"). `label` and `unit` may be NULL in a description; in a result they
/// are then "".
struct quantity {
    const char *name, *path, *label, *unit;
    enum quantity_group group;
    bool truth;                 // 0 or 1 by what it is: its mean is a share
    const char *const *labels;  // category columns
    uint32_t label_count;
    struct tally tally;
};

struct parley_result {
    struct arena arena;  // names, labels
    const char *title, *variant, *time_unit;
    char fingerprint[33];
    uint64_t seed, trials;  // of the whole run
    uint64_t played;        // trials tallied so far (shards add up)
    parley_sampling sampling;
    uint32_t replicates;
    uint64_t random_places;  // drawing places that Sobol had no dimension for
    struct interval {
        uint64_t first, last;  // trials first .. last - 1
    } *covered;                // sorted, disjoint, merged where they touch: which trials were played
    size_t covered_count, covered_capacity;
    struct quantity *quantity;
    size_t quantity_count;
};

/// An empty result; the caller (the engine) fills it. Of `head`, the texts, seed, trials, sampling, replicates and
/// random places are copied; NULL texts are "". Of `quantities`, the descriptions; their tallies are new and empty.
parley_status parley_i_result_create(const struct parley_result *head, const struct quantity *quantities, size_t count,
                                     parley_result **out);

/// The same in steps, for quantities that become known one by one: room for `count` of them, once, then each.
parley_status parley_i_result_make_room(parley_result *result, size_t count);
parley_status parley_i_result_append(parley_result *result, const struct quantity *quantity);

/// Merge tallies and the record of trials played. PARLEY_MISMATCH when quantities differ in number, labels or
/// replicates or when a trial is in both. On failure `into` is as it was.
parley_status parley_i_result_absorb(parley_result *into, const parley_result *from);

/// The checks that absorbing `from` makes and all memory it needs, so that it cannot fail after.
parley_status parley_i_result_reserve(parley_result *into, const parley_result *from);

/// Note that trials first .. last - 1 were played. PARLEY_MISMATCH on overlap.
parley_status parley_i_result_cover(parley_result *result, uint64_t first, uint64_t last);

/// The quantity of that name, or NULL.
const struct quantity *parley_i_result_find(const parley_result *result, const char *name);

/// The same, or PARLEY_NOT_FOUND with the nearest name.
parley_status parley_i_result_need(const parley_result *result, const char *name, const struct quantity **out);

/// The summary the public call gives.
void parley_i_quantity_summary(const struct quantity *quantity, parley_summary *out);

/// The JSON object of a result: into a record, so that `compare` can embed it.
void parley_i_result_tell(const parley_result *result, struct record *into);

/// "random", "latin", "sobol".
const char *parley_i_sampling_name(parley_sampling sampling);

/// Two numbers as a list ("ci95").
void parley_i_tell_pair(struct record *into, const char *key, double low, double high);

/// One field of a CSV row, quoted as RFC 4180 asks where needed; a number, empty when undefined, "inf", "-inf".
void parley_i_csv_text(struct text *out, const char *field);
void parley_i_csv_number(struct text *out, double value);

/// The checksum that a saved result ends with.
uint64_t parley_i_saved_checksum(const char *text, size_t size);

#endif
