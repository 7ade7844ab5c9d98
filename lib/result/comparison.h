// A comparison: the results of several variants on the same draws, and the paired differences to the first of them, the
// baseline.
#ifndef PARLEY_LIB_RESULT_COMPARISON_H
#define PARLEY_LIB_RESULT_COMPARISON_H

#include "result/result.h"

struct paired_side {  // one of the two, over the trials in which both have a finite value
    double least, most;
    struct exact sum, squares;
};

/// What is kept of a quantity in two variants, trial by trial.
struct paired {
    struct tally difference;  // variant minus baseline, where both are finite
    uint64_t above, below, equal;  // trials in which the variant is higher, lower, the same; infinities are comparable
    struct paired_side variant, baseline;
};

/// A quantity that is compared: numeric, of the same name in the baseline and in at least one other variant.
struct compared {
    const char *name;        // the baseline's text
    const size_t *quantity;  // index in each variant's result; PARLEY_I_ABSENT where it has none
    struct paired *paired;   // one per variant; [0] and absent ones are unused
};
#define PARLEY_I_ABSENT SIZE_MAX

struct parley_comparison {
    struct arena arena;
    parley_result **result;  // owned
    size_t count;
    struct compared *compared;
    size_t compared_count;
};

/// An empty comparison of `count` >= 1 results, the baseline first; it owns them from then on (only on success).
/// Compared are agreement, metrics, the parties' utilities and gains, elapsed time, and years, first times and chances
/// of the aftermath. A worker makes one of its own and fills results and pairs; parley_i_comparison_merge gathers them.
parley_status parley_i_comparison_create(parley_result *const *results, size_t count, parley_comparison **out);

/// Add trials of one replicate, the variant's values beside the baseline's (NaN where a condition is not met). A trial
/// in which either is undefined or infinite adds nothing to the difference; it counts as above, below or equal unless
/// one is undefined. n <= LOOK_VALUES.
parley_status parley_i_paired_add(struct paired *paired, uint32_t replicate, const double *variant,
                                  const double *baseline, size_t n);

parley_status parley_i_paired_merge(struct paired *into, const struct paired *from);

/// Merge results and pairs. PARLEY_MISMATCH when they are not of the same variants or share a trial; on failure `into`
/// is as it was.
parley_status parley_i_comparison_merge(parley_comparison *into, const parley_comparison *from);

/// What parley_comparison_difference gives.
void parley_i_paired_difference(const struct paired *paired, parley_difference *out);

#endif
