// A first look at a block of values: what kinds there are and how far they reach, so that columns that never vary or
// are only 0 and 1 cost next to nothing.
#ifndef PARLEY_LIB_RESULT_LOOK_H
#define PARLEY_LIB_RESULT_LOOK_H

#include "base/exact.h"
#include <stdbool.h>

enum { LOOK_VALUES = 256 };  // most values looked at in one piece

struct look {
    uint32_t undefined, never, minus_never;  // NaN, +infinity, -infinity
    uint32_t zeros, ones;  // all counted when every value is one of them, else not to be relied on
    bool same;           // all are finite and equal
    double least, most;  // of the values that are not NaN; INFINITY, -INFINITY when there is none
};

void parley_i_look(const double *values, size_t n, struct look *look);

/// Copy `values`, NaN where `given` is not 1. `out` may be `values`.
void parley_i_look_mask(const double *values, const double *given, size_t n, double *out);

/// Copy the finite values. Returns how many. `out` may be `values`.
size_t parley_i_look_keep_finite(const double *values, size_t n, double *out);

/// Add finite values, of which `look` was taken, and their squares to exact sums.
void parley_i_look_sum(const struct look *look, const double *values, size_t n, struct exact *sum,
                       struct exact *squares);

#endif
