// Log-linear counts: how many values fell into each 1/128 of an octave, with the least and the most of them. A bin is
// named by the top bits of the double itself, so no logarithm is taken and the bins are the same everywhere.
#ifndef PARLEY_LIB_RESULT_COUNTS_H
#define PARLEY_LIB_RESULT_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bin {
    uint64_t count;
    double least, most;  // INFINITY, -INFINITY while empty
};

/// Bins are taken in pages of 1/8 octave as values call for them; a small hash table finds a page by its key. Zero (of
/// either sign) is the first bin above nothing, which it shares with numbers below 1e-309.
struct counts {
    struct bin *bin;          // pages one after the other
    uint32_t pages, capacity;
    uint32_t *slot;           // hash table: page << 16 | key
    uint32_t mask;            // its size less one
    uint32_t *order;          // pages in ascending order of their values: rank << 16 | page
};

/// NULL when memory ran out.
struct counts *parley_i_counts_create(void);
void parley_i_counts_destroy(struct counts *counts);  ///< NULL is fine

/// The bin of each value (all finite), taken if need be. False when memory ran out; the counts are as they were.
bool parley_i_counts_locate(struct counts *counts, const double *values, size_t n, uint32_t *bin);

/// Count each value in its bin, as located since the counts last changed.
void parley_i_counts_add(struct counts *counts, const double *values, const uint32_t *bin, size_t n);

/// Count `count` values between `least` and `most` in a located bin of both.
void parley_i_counts_put(struct counts *counts, uint32_t bin, uint64_t count, double least, double most);

/// Take the bins that merging `from` needs. False when memory ran out.
bool parley_i_counts_reserve(struct counts *counts, const struct counts *from);

/// Merge; cannot fail once reserved. False when memory ran out, with nothing merged.
bool parley_i_counts_merge(struct counts *into, const struct counts *from);

/// The bins that hold something, in ascending order: start with {counts}; NULL at the end.
struct bin_walk {
    const struct counts *counts;
    uint32_t page, bin;
};
const struct bin *parley_i_counts_next(struct bin_walk *walk);

/// Do two finite values fall into one bin?
bool parley_i_counts_same_bin(double a, double b);

#endif
