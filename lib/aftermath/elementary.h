// Logarithm, exponential and power in plain arithmetic, so that loops over a block become vector code with the same
// bits in every instruction set and for every length. Errors stay below 1e-15 relative (power: times the size of its
// exponent).
#ifndef PARLEY_LIB_AFTERMATH_ELEMENTARY_H
#define PARLEY_LIB_AFTERMATH_ELEMENTARY_H

#include <math.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double double_of(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

#define LN2_HIGH 0x1.62e42fee00000p-1  // ln 2 with 21 trailing zero bits: exact when multiplied by an exponent
#define LN2_LOW  0x1.a39ef35793c76p-33 // the rest of ln 2

/// Natural logarithm of x >= 0, infinite at both ends. With x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2), and s = f /
/// (2 + f): log(1 + f) = 2 artanh(s) = f - s (f - R), R = 2 (s^2/3 + s^4/5 + ...).
static inline double natural_log(double x)
{
    const uint64_t one = 0x3ff0000000000000, root_half = 0x3fe6a09e667f3bcd;
    double tiny = x < 0x1p-1022 ? 54.0 : 0.0;
    uint64_t bits = bits_of(x < 0x1p-1022 ? x * 0x1p54 : x);
    uint64_t exponent = (bits + (one - root_half)) >> 52; // biased by 1023
    double k = double_of(exponent | 0x4330000000000000) - (0x1p52 + 1023.0) - tiny;
    double f = double_of(bits - ((exponent - 1023) << 52)) - 1.0;
    double s = f / (2.0 + f), z = s * s;
    double r = 2.0 / 21;
    r = r * z + 2.0 / 19;
    r = r * z + 2.0 / 17;
    r = r * z + 2.0 / 15;
    r = r * z + 2.0 / 13;
    r = r * z + 2.0 / 11;
    r = r * z + 2.0 / 9;
    r = r * z + 2.0 / 7;
    r = r * z + 2.0 / 5;
    r = r * z + 2.0 / 3;
    r = r * z;
    double log = k * LN2_HIGH + (f - (s * (f - r) - k * LN2_LOW));
    log = x > 0.0 ? log : -(double)INFINITY;
    return x > 0x1.fffffffffffffp1023 ? (double)INFINITY : log;
}

/// e^y; 0 below -708, infinity above 709. With y = k ln 2 + r, |r| <= ln(2)/2: Taylor's series in r.
static inline double exponential(double y)
{
    double kept = y > -708.0 ? y : -708.0;
    kept = kept < 709.0 ? kept : 709.0;
    double shifted = kept * 0x1.71547652b82fep+0 + 0x1.8p52; // the nearest whole number stands in the low bits
    double k = shifted - 0x1.8p52;
    double r = kept - k * LN2_HIGH - k * LN2_LOW;
    double e = 1.0 / 6227020800;
    e = e * r + 1.0 / 479001600;
    e = e * r + 1.0 / 39916800;
    e = e * r + 1.0 / 3628800;
    e = e * r + 1.0 / 362880;
    e = e * r + 1.0 / 40320;
    e = e * r + 1.0 / 5040;
    e = e * r + 1.0 / 720;
    e = e * r + 1.0 / 120;
    e = e * r + 1.0 / 24;
    e = e * r + 1.0 / 6;
    e = e * r + 0.5;
    e = e * r + 1.0;
    e = e * r + 1.0;
    double result = e * double_of((bits_of(shifted) + 1023) << 52);
    result = y < -708.0 ? 0.0 : result;
    return y > 709.0 ? (double)INFINITY : result;
}

/// x^a for x >= 0 and a > 0; also for x > 0 and any a.
static inline double power(double x, double a)
{
    return exponential(a * natural_log(x));
}

#endif
