#include "result/look.h"

#include "base/vector.h"

#include <math.h>

enum { LANES = 32 };  // independent chains, so that the next value need not wait for the last

/// The least and the most of the values that are not NaN. Returns whether all are finite.
PARLEY_I_VECTOR static bool reach(const double *values, size_t n, double *least, double *most)
{
    double low[LANES], high[LANES], rest[LANES];
    for (size_t l = 0; l < LANES; l++) {
        low[l] = INFINITY;
        high[l] = -INFINITY;
        rest[l] = 0;
    }
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        for (size_t l = 0; l < LANES; l++) {
            double value = values[i + l];
            low[l] = value < low[l] ? value : low[l];
            high[l] = value > high[l] ? value : high[l];
            rest[l] += value - value;  // NaN from the first value on that is not finite
        }
    }
    for (; i < n; i++) {
        low[0] = values[i] < low[0] ? values[i] : low[0];
        high[0] = values[i] > high[0] ? values[i] : high[0];
        rest[0] += values[i] - values[i];
    }
    for (size_t l = 1; l < LANES; l++) {
        low[0] = low[l] < low[0] ? low[l] : low[0];
        high[0] = high[l] > high[0] ? high[l] : high[0];
        rest[0] += rest[l];
    }
    *least = low[0] + 0.0;  // minus zero is zero
    *most = high[0] + 0.0;
    return rest[0] == 0;
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
    *look = (struct look){0};
    if (!reach(values, n, &look->least, &look->most)) {
        look->undefined = count_undefined(values, n);
        look->never = count_equal(values, n, INFINITY);
        look->minus_never = count_equal(values, n, -INFINITY);
        return;
    }
    look->same = look->least == look->most;
    if (look->least >= 0 && look->most <= 1) {
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

/// n times one value and its square, exactly: by powers of two. The square is the sum of two doubles.
static void sum_of_same(double value, size_t n, struct exact *sum, struct exact *squares)
{
    double square = value * value, rest = fma(value, value, -square), power = 1;
    for (; n > 0; n /= 2, power *= 2) {
        if (n % 2) {
            parley_i_exact_add(sum, power * value);
            parley_i_exact_add(squares, power * square);
            parley_i_exact_add(squares, power * rest);
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
