#include "result/look.h"

#include "base/vector.h"

#include <math.h>
#include <string.h>

#define BITS_INFINITY INT64_C(0x7ff0000000000000)
#define BITS_ONE      INT64_C(0x3ff0000000000000)

/// A double's bits as a signed number of the same order; its own inverse.
static inline int64_t ordered(int64_t bits) { return bits ^ ((bits >> 63) & INT64_MAX); }

static double from_ordered(int64_t key)
{
    int64_t bits = ordered(key);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/// The least and the most of the values in the order of `ordered`, where NaN lies beyond the infinities.
PARLEY_I_VECTOR static void reach(const double *values, size_t n, int64_t *least, int64_t *most)
{
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (size_t i = 0; i < n; i++) {
        double value = values[i] + 0.0;  // minus zero is zero
        int64_t bits;
        memcpy(&bits, &value, sizeof bits);
        int64_t key = ordered(bits);
        low = key < low ? key : low;
        high = key > high ? key : high;
    }
    *least = low;
    *most = high;
}

PARLEY_I_VECTOR static uint32_t count_equal(const double *values, size_t n, double value)
{
    int64_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += values[i] == value;
    }
    return (uint32_t)count;
}

PARLEY_I_VECTOR static uint32_t count_undefined(const double *values, size_t n)
{
    int64_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += values[i] != values[i];
    }
    return (uint32_t)count;
}

void parley_i_look(const double *values, size_t n, struct look *look)
{
    int64_t least, most;
    reach(values, n, &least, &most);
    *look = (struct look){.same = least == most, .least = from_ordered(least), .most = from_ordered(most)};
    if (n > 0 && (most >= ordered(BITS_INFINITY) || least <= ordered(BITS_INFINITY | INT64_MIN))) {
        look->undefined = count_undefined(values, n);
        look->never = count_equal(values, n, INFINITY);
        look->minus_never = count_equal(values, n, -INFINITY);
    } else if (n > 0 && least >= 0 && most <= BITS_ONE) {
        look->zeros = count_equal(values, n, 0);
        look->ones = look->zeros > 0 || look->least == 1 ? count_equal(values, n, 1) : 0;
    }
}

PARLEY_I_VECTOR void parley_i_look_mask(const double *values, const double *given, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = given[i] == 1 ? values[i] : NAN;
    }
}

size_t parley_i_look_keep_finite(const double *values, size_t n, double *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        double value = values[i];
        out[kept] = value;
        kept += fabs(value) < INFINITY;
    }
    return kept;
}

/// n times one value, exactly: a multiple of a power of two is exact, and so is its square for an even power.
static void sum_of_same(double value, size_t n, struct exact *sum, struct exact *squares)
{
    for (int power = 0; n >> power > 0; power++) {
        if (n >> power & 1) {
            double scaled = ldexp(value, power / 2);
            int twice = power % 2;
            parley_i_exact_add(sum, ldexp(value, power));
            parley_i_exact_add_squares(squares, (double[]){scaled, scaled}, (size_t)(1 + twice));
        }
    }
}

void parley_i_look_sum(const struct look *look, const double *values, size_t n, struct exact *sum,
                       struct exact *squares)
{
    if (look->zeros + look->ones == n) {
        if (look->ones > 0) {
            parley_i_exact_add(sum, look->ones);
            parley_i_exact_add(squares, look->ones);
        }
        return;
    }
    double size = fabs(look->least);
    if (look->same && size > 0x1p-400 && size < 0x1p400) {
        sum_of_same(look->least, n, sum, squares);
        return;
    }
    parley_i_exact_add_block(sum, values, n);
    parley_i_exact_add_squares(squares, values, n);
}
