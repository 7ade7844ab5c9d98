// Logarithm and exponential without branches, so that loops over blocks become vectors; about one unit in the last
// place. The polynomials are Chebyshev fits of ours.
#ifndef PARLEY_LIB_CHANCE_VECTOR_MATH_H
#define PARLEY_LIB_CHANCE_VECTOR_MATH_H

#include <stdint.h>

union parley_i_number {
    double value;
    uint64_t bits;
};

static inline double parley_i_from_bits(uint64_t bits)
{
    return (union parley_i_number){.bits = bits}.value;
}

static inline uint64_t parley_i_to_bits(double value)
{
    return (union parley_i_number){.value = value}.bits;
}

/// log(x) for normal positive x: x = 2^e (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), and log(1 + f) by s = f / (2 + f).
static inline double parley_i_log(double x)
{
    uint64_t bits = parley_i_to_bits(x);
    uint64_t exponent = (bits + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu)) >> 52;
    double e = parley_i_from_bits(0x4330000000000000u | exponent) - (0x1p52 + 1023);
    double f = parley_i_from_bits(bits - (exponent << 52) + 0x3ff0000000000000u) - 1.0;
    double s = f / (2.0 + f), z = s * s;
    double r = 0.14616585424888623;
    r = r * z + 0.15331710618210773;
    r = r * z + 0.18182889455674947;
    r = r * z + 0.22222211130259878;
    r = r * z + 0.2857142862600327;
    r = r * z + 0.39999999999899444;
    r = r * z + 0.666666666666667;
    double half = 0.5 * f * f;
    return e * 0x1.62e42p-1 - ((half - (s * (half + z * r) + e * 4.7493250390316726e-07)) - f);
}

/// exp(x) for any x that is not NaN; 0 below -745 and infinite above 709.78.
static inline double parley_i_exp(double x)
{
    const double shifter = 0x1.8p52;
    x = x < -746 ? -746 : x;
    x = x > 710 ? 710 : x;
    double shifted = x * 0x1.71547652b82fep+0 + shifter, n = shifted - shifter;
    double r = (x - n * 0x1.62e42p-1) - n * 4.7493250390316726e-07;
    double p = 2.510038549551032e-08;
    p = p * r + 2.7620088445409746e-07;
    p = p * r + 2.7557268459997064e-06;
    p = p * r + 2.4801521295954376e-05;
    p = p * r + 0.00019841269863053618;
    p = p * r + 0.0013888888917213717;
    p = p * r + 0.008333333333330062;
    p = p * r + 0.04166666666662413;
    p = p * r + 0.16666666666666669;
    p = p * r + 0.5000000000000001;
    // 2^n in two halves, so that results near both ends of the range come out.
    double half = (n * 0.5 + shifter) - shifter, other = n - half;
    uint64_t first = (parley_i_to_bits(half + shifter) + 1023) << 52;
    uint64_t second = (parley_i_to_bits(other + shifter) + 1023) << 52;
    return (1.0 + (r + r * r * p)) * parley_i_from_bits(first) * parley_i_from_bits(second);
}

#endif
