// Powers in loops over a block: vector code, with the same bits in every instruction set and for every length.
#ifndef PARLEY_LIB_AFTERMATH_POWER_H
#define PARLEY_LIB_AFTERMATH_POWER_H

#include "chance/vector_math.h"

#include <math.h>
#include <stdbool.h>

/// Natural logarithm of x >= 0, infinite at both ends.
static inline double whole_log(double x)
{
    bool tiny = x < 0x1p-1022;
    double scaled = parley_i_log(tiny ? x * 0x1p54 : x);
    double log = tiny ? scaled - 54 * 0x1.62e42fefa39efp-1 : scaled;
    log = x > 0.0 ? log : -(double)INFINITY;
    return x > 0x1.fffffffffffffp1023 ? (double)INFINITY : log;
}

/// x^a for x >= 0 and a > 0, with a relative error below 1e-15 (1 + |a log x|).
static inline double power(double x, double a)
{
    return parley_i_exp(a * whole_log(x));
}

#endif
