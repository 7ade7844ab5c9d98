// What is kept of a column of numbers: counts, exact sums, extremes and log-linear counts for quantiles. Adding is by blocks;
// merging is associative and commutative to the last bit.
#ifndef PARLEY_LIB_RESULT_TALLY_H
#define PARLEY_LIB_RESULT_TALLY_H

#include "base/exact.h"
#include <parley/base.h>

enum { TALLY_REPLICATES = 64 };  // most replicates of a design

struct tally_cell {  // one per replicate
    uint64_t n;      // finite values
    struct exact sum;
};

struct tally {
    uint64_t n, undefined, never, minus_never;  // finite; NaN; +infinity; -infinity
    bool shares;             // every finite value so far was 0 or 1
    double least, most;      // of the finite values
    struct exact squares;
    uint32_t replicates;     // 1 .. TALLY_REPLICATES
    struct tally_cell *cell;
    struct counts *counts;   // log-linear bins of 1/128 of an octave, each with its least and most value
    uint64_t *share;         // category columns: count per label; else NULL
    uint32_t labels;
};

/// `labels` > 0: a category column, only shares are kept (and sums of nothing). PARLEY_NO_MEMORY leaves an empty tally that is safe to destroy.
parley_status parley_i_tally_init(struct tally *tally, uint32_t replicates, uint32_t labels);
void parley_i_tally_release(struct tally *tally);

/// Add trials of one replicate. `given` (NULL: all): a value is undefined where given is not 1. May fail with PARLEY_NO_MEMORY only when a value falls into
/// an octave never seen before; then nothing was added.
parley_status parley_i_tally_add(struct tally *tally, uint32_t replicate, const double *values, const double *given, size_t n);

parley_status parley_i_tally_merge(struct tally *into, const struct tally *from);

struct moments {
    double mean, sd, se;         // NaN where undefined; mean is +-INFINITY when an infinite value was seen
    double low95, high95;        // Wilson for shares, Student's t over replicates, else normal
};
void parley_i_tally_moments(const struct tally *tally, struct moments *out);

/// Quantile over finite and infinite values (order statistics, exact where a bin holds one value). NaN when empty.
double parley_i_tally_quantile(const struct tally *tally, double q);

/// P(value <= x), within the resolution of the bins.
double parley_i_tally_below(const struct tally *tally, double x);

#endif
