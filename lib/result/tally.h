// What is kept of a column of numbers: counts, exact sums, extremes and log-linear counts for quantiles. Adding is by
// blocks; merging is associative and commutative to the last bit.
#ifndef PARLEY_LIB_RESULT_TALLY_H
#define PARLEY_LIB_RESULT_TALLY_H

#include "base/exact.h"
#include <parley/base.h>

enum { TALLY_REPLICATES = 64 };  // most replicates of a design

struct tally_cell {      // one per replicate
    uint64_t n;          // finite values; of a category column, trials with a label
    uint64_t undefined;  // of a category column, trials without
    struct exact sum;
};

struct tally {
    uint64_t n, undefined, never, minus_never;  // finite; NaN; +infinity; -infinity
    bool truth;           // told after init: every value is 0 or 1 by what it is, so the mean is a share
    double least, most;   // of the finite values; INFINITY, -INFINITY when there is none
    struct exact squares;
    uint32_t replicates;  // 1 .. TALLY_REPLICATES
    struct tally_cell *cell;
    struct counts *counts;  // bins of 1/128 of an octave, each with its least and most value; NULL for sums alone
    uint64_t *share;        // category columns: [replicate * labels + label]; else NULL
    uint32_t labels;
};

/// `labels` > 0: a category column of label indices, of which only counts are kept. PARLEY_NO_MEMORY leaves an empty
/// tally that is safe to release.
parley_status parley_i_tally_init(struct tally *tally, uint32_t replicates, uint32_t labels);
void parley_i_tally_release(struct tally *tally);

/// A tally of a column of numbers without bins, for what is never asked for quantiles (they are NaN): small, and adding
/// to it and merging it cannot fail.
parley_status parley_i_tally_init_sums(struct tally *tally, uint32_t replicates);

/// Add trials of one replicate. `given` (NULL: all): a value is undefined where given is not 1. May fail with
/// PARLEY_NO_MEMORY only when a value falls where none has before; then nothing was added.
parley_status parley_i_tally_add(struct tally *tally, uint32_t replicate, const double *values, const double *given,
                                 size_t n);

/// Take whatever memory merging `from` needs, so that parley_i_tally_merge cannot fail.
parley_status parley_i_tally_reserve(struct tally *into, const struct tally *from);

/// Merge. PARLEY_MISMATCH when replicates or labels differ, PARLEY_NO_MEMORY; `into` is then as it was.
parley_status parley_i_tally_merge(struct tally *into, const struct tally *from);

struct moments {
    double mean, sd, se;   // NaN where undefined; mean is +-INFINITY when an infinite value was seen
    double low95, high95;  // of the mean
};

/// The standard error is sd / sqrt(n) for one replicate, else from the spread of the replicates' means. The interval is
/// Student's t over replicates (within [0, 1] for truths), Wilson's for truths of one replicate, else normal: without
/// width where nothing varied.
void parley_i_tally_moments(const struct tally *tally, struct moments *out);

/// The same without regard to truths: for differences, where 0 and 1 mean nothing special.
void parley_i_tally_plain_moments(const struct tally *tally, struct moments *out);

/// The share of a label of a category column: of the trials that have a label, or of all.
void parley_i_tally_share(const struct tally *tally, uint32_t label, bool of_all, struct moments *out);

/// Variance of n values from their exact sum and sum of squares, in twice the usual precision, so that a small spread
/// about a large mean survives. NaN for n < 2.
double parley_i_variance(uint64_t n, const struct exact *sum, const struct exact *squares);

/// Variance of the finite values of a tally; NaN for fewer than two.
double parley_i_tally_variance(const struct tally *tally);

/// The smallest value x, finite or infinite, with P(value <= x) >= q (inverse of the empirical distribution; no
/// averaging of neighbours). Exact where the bin it falls into holds one value, else interpolated by rank between that
/// bin's least and most, never more than 0.5% from either. NaN when empty.
double parley_i_tally_quantile(const struct tally *tally, double q);

/// P(value <= x), within the resolution of the bins. NaN when empty.
double parley_i_tally_below(const struct tally *tally, double x);

#endif
