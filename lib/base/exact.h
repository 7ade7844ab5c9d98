// Exact sums of doubles: a long fixed-point number that holds any finite double without rounding, so that sums do not
// depend on order and merging is associative. After R. M. Neal, "Fast exact summation using small and large
// superaccumulators" (2015); whole blocks are added by error-free extraction (Rump, Ogita & Oishi 2008).
#ifndef PARLEY_LIB_BASE_EXACT_H
#define PARLEY_LIB_BASE_EXACT_H

#include <stddef.h>
#include <stdint.h>

enum { EXACT_CHUNKS = 70 };

/// An all-zero `exact` is the sum of nothing. Chunk c counts units of 2^(32 c - 1074); the last one carries the sign.
struct exact {
    int64_t chunk[EXACT_CHUNKS];  // base 2^32 digits, signed, carried lazily
    uint32_t pending;             // additions since the last carry
};

/// Add one value, which must be finite.
void parley_i_exact_add(struct exact *sum, double value);

/// Add a block of finite values: the same sum as one by one.
void parley_i_exact_add_block(struct exact *sum, const double *values, size_t n);

/// Add the squares, without rounding as far as doubles reach: of a square, bits below 2^-1074 (values smaller than
/// 2^-485 have such) are dropped, and one beyond 2^1100 counts as 2^1100, so that the sum's value is infinite.
void parley_i_exact_add_squares(struct exact *sum, const double *values, size_t n);

void parley_i_exact_merge(struct exact *into, const struct exact *from);

/// The sum rounded to the nearest double (ties to even; infinite beyond the range of doubles), and (if `rest` is not
/// NULL) the nearest double to what that rounding left.
double parley_i_exact_value(const struct exact *sum, double *rest);

/// Carry everything, so that equal sums have equal chunks (for saving and comparing).
void parley_i_exact_normalise(struct exact *sum);

#endif
