#include "base/exact.h"
#include "base/vector.h"
#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    LANES = 32,     // independent partial sums of a block
    PIECE = 512,    // values extracted at a time
    HEADROOM = 11,  // log2 of 4 * PIECE: bits kept free so that PIECE summands add without rounding
    CARRY_AFTER = 1 << 30,
};

/// Carry all chunks into [0, 2^32), the last one excepted: it keeps the sign.
void parley_i_exact_normalise(struct exact *sum)
{
    int64_t carry = 0;
    for (size_t c = 0; c < EXACT_CHUNKS - 1; c++) {
        int64_t digit = sum->chunk[c] + carry;
        int64_t low = (int64_t)((uint64_t)digit & 0xffffffffu);
        carry = (digit - low) / ((int64_t)1 << 32);
        sum->chunk[c] = low;
    }
    sum->chunk[EXACT_CHUNKS - 1] += carry;
    sum->pending = 0;
}

static void make_room(struct exact *sum, uint32_t additions)
{
    if (sum->pending >= (uint32_t)CARRY_AFTER - additions) {
        parley_i_exact_normalise(sum);
    }
    sum->pending += additions;
}

/// Add sign * mantissa * 2^(shift - 1074), mantissa below 2^64.
static void add_scaled(struct exact *sum, uint64_t mantissa, uint32_t shift, bool negative)
{
    int64_t *chunk = sum->chunk + shift / 32;
    uint32_t s = shift % 32;
    uint64_t low = (mantissa << s) & 0xffffffffu;
    uint64_t rest = s == 0 ? mantissa >> 32 : mantissa >> (32 - s);
    int64_t piece[3] = {(int64_t)low, (int64_t)(rest & 0xffffffffu), (int64_t)(rest >> 32)};
    for (int i = 0; i < 3; i++) {
        chunk[i] += negative ? -piece[i] : piece[i];
    }
}

/// A finite double as mantissa * 2^(shift - 1074).
static uint64_t take_apart(double value, uint32_t *shift, bool *negative)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint32_t exponent = (uint32_t)(bits >> 52) & 0x7ffu;
    uint64_t mantissa = bits & 0xfffffffffffffu;
    *negative = bits >> 63 != 0;
    *shift = exponent == 0 ? 0 : exponent - 1;
    return exponent == 0 ? mantissa : mantissa | (uint64_t)1 << 52;
}

void parley_i_exact_add(struct exact *sum, double value)
{
    uint32_t shift;
    bool negative;
    uint64_t mantissa = take_apart(value, &shift, &negative);
    make_room(sum, 1);
    add_scaled(sum, mantissa, shift, negative);
}

/// Add mantissa^2 * 2^(place - 1074). With place < 0, the bits that fall below 2^-1074 are dropped.
static void add_square_at(struct exact *sum, uint64_t mantissa, int32_t place)
{
    uint64_t a = mantissa >> 32, b = mantissa & 0xffffffffu;
    uint64_t middle = 2 * a * b, low = b * b;
    uint64_t product[2] = {low + (middle << 32), a * a + (middle >> 32)};
    product[1] += product[0] < low;
    if (place >= 0) {
        add_scaled(sum, product[0], (uint32_t)place, false);
        add_scaled(sum, product[1], (uint32_t)place + 64, false);
    } else if (place > -64) {
        add_scaled(sum, product[0] >> -place | product[1] << (64 + place), 0, false);
        add_scaled(sum, product[1] >> -place, 64, false);
    } else if (place > -128) {
        add_scaled(sum, product[1] >> (-place - 64), 0, false);
    }
}

static void add_square(struct exact *sum, double value)
{
    uint32_t shift;
    bool negative;
    uint64_t mantissa = take_apart(value, &shift, &negative);
    make_room(sum, 2);
    if (fabs(value) >= 0x1p550) {
        add_scaled(sum, 1, 1100 + 1074, false);
    } else {
        add_square_at(sum, mantissa, 2 * (int32_t)shift - 1074);
    }
}

// Sums over lanes: adding is exact wherever these are used, so the order is free.
static inline double sum_of(double *lane)
{
    for (size_t half = LANES / 2; half > 0; half /= 2) {
        for (size_t l = 0; l < half; l++) {
            lane[l] += lane[l + half];
        }
    }
    return lane[0];
}

static inline double most_of(double *lane)
{
    for (size_t half = LANES / 2; half > 0; half /= 2) {
        for (size_t l = 0; l < half; l++) {
            lane[l] = lane[l] > lane[l + half] ? lane[l] : lane[l + half];
        }
    }
    return lane[0];
}

/// What a piece of a block looks like, to choose the quickest way that adds it without error.
struct look {
    double most, least;  // of the magnitudes; zeros count in `most` alone
    bool whole;          // all are integers, as far as `most` is below 2^51
};

static inline void look_at_lane(double x, double *most, double *minus_least, double *fraction)
{
    double size = fabs(x);
    double minus = size == 0 ? -INFINITY : -size;
    double part = fabs(size - ((size + 0x1p52) - 0x1p52));
    *most = size > *most ? size : *most;
    *minus_least = minus > *minus_least ? minus : *minus_least;
    *fraction = part > *fraction ? part : *fraction;
}

PARLEY_I_VECTOR static struct look look_at(const double *x, size_t n)
{
    double most[LANES] = {0}, minus_least[LANES], fraction[LANES] = {0};
    for (size_t l = 0; l < LANES; l++) {
        minus_least[l] = -INFINITY;
    }
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        for (size_t l = 0; l < LANES; l++) {
            look_at_lane(x[i + l], &most[l], &minus_least[l], &fraction[l]);
        }
    }
    for (; i < n; i++) {
        look_at_lane(x[i], most, minus_least, fraction);
    }
    return (struct look){most_of(most), -most_of(minus_least), most_of(fraction) == 0};
}

/// The sum of numbers that are known to add without rounding.
PARLEY_I_VECTOR static double plain_sum(const double *x, size_t n)
{
    double sum[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        for (size_t l = 0; l < LANES; l++) {
            sum[l] += x[i + l];
        }
    }
    for (; i < n; i++) {
        sum[0] += x[i];
    }
    return sum_of(sum);
}

PARLEY_I_VECTOR static double plain_sum_of_squares(const double *x, size_t n)
{
    double sum[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        for (size_t l = 0; l < LANES; l++) {
            sum[l] += x[i + l] * x[i + l];
        }
    }
    for (; i < n; i++) {
        sum[0] += x[i] * x[i];
    }
    return sum_of(sum);
}

/// The part of a value above the last place of `sigma`; what remains goes to `rest`.
static inline double take_part(double x, double sigma, double *rest)
{
    double part = (sigma + x) - sigma;
    *rest = x - part;
    return part;
}

/// Split each value into two parts and a rest: above the last place of sigma[0] (a power of two, HEADROOM bits above
/// the largest value), and below it above that of sigma[1] (HEADROOM bits above the largest rest). The parts of a kind
/// are multiples of one unit whose sum stays below sigma, so it is exact. Returns the largest rest. `x` may be `rest`.
PARLEY_I_VECTOR static double extract(const double *x, size_t n, const double *sigma, double *part, double *rest)
{
    double sum[2][LANES] = {{0}}, most[LANES] = {0};
    double high = sigma[0], low = sigma[1];
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        for (size_t l = 0; l < LANES; l++) {
            double below;
            sum[0][l] += take_part(x[i + l], high, &below);
            sum[1][l] += take_part(below, low, &below);
            rest[i + l] = below;
            most[l] = fabs(below) > most[l] ? fabs(below) : most[l];
        }
    }
    for (; i < n; i++) {
        sum[0][0] += take_part(x[i], high, &rest[i]);
        sum[1][0] += take_part(rest[i], low, &rest[i]);
        most[0] = fabs(rest[i]) > most[0] ? fabs(rest[i]) : most[0];
    }
    part[0] = sum_of(sum[0]);
    part[1] = sum_of(sum[1]);
    return most_of(most);
}

/// Add at most PIECE values no larger than `most`. What two rounds of extraction leave goes one by one.
static void add_piece(struct exact *sum, const double *values, size_t n, double most)
{
    double rest[PIECE];
    const double *x = values;
    for (int round = 0; round < 2 && most > 0x1p-800 && most < 0x1p1000; round++) {
        int exponent;
        (void)frexp(most, &exponent);
        double sigma[2] = {ldexp(1, exponent + HEADROOM), ldexp(1, exponent + 2 * HEADROOM - 53)}, part[2];
        most = extract(x, n, sigma, part, rest);
        parley_i_exact_add(sum, part[0]);
        parley_i_exact_add(sum, part[1]);
        x = rest;
    }
    for (size_t i = 0; i < n && most > 0; i++) {
        parley_i_exact_add(sum, x[i]);
    }
}

void parley_i_exact_add_block(struct exact *sum, const double *values, size_t n)
{
    for (size_t first = 0; first < n; first += PIECE) {
        size_t count = n - first < PIECE ? n - first : PIECE;
        struct look look = look_at(values + first, count);
        if (look.whole && look.most <= 0x1p40) {
            parley_i_exact_add(sum, plain_sum(values + first, count));
        } else {
            add_piece(sum, values + first, count, look.most);
        }
    }
}

/// x^2 = high + low without error, for magnitudes in [2^-480, 2^500] and zero.
PARLEY_I_VECTOR static void split_squares(const double *x, size_t n, double *high, double *low)
{
    for (size_t i = 0; i < n; i++) {
        high[i] = x[i] * x[i];
        low[i] = fma(x[i], x[i], -high[i]);
    }
}

static void add_squares_piece(struct exact *sum, const double *x, size_t n)
{
    double high[PIECE], low[PIECE];
    struct look look = look_at(x, n);
    if (look.whole && look.most <= 0x1p20) {
        parley_i_exact_add(sum, plain_sum_of_squares(x, n));
    } else if (look.least >= 0x1p-480 && look.most <= 0x1p500) {
        split_squares(x, n, high, low);
        add_piece(sum, high, n, look.most * look.most);
        add_piece(sum, low, n, look.most * look.most * 0x1p-53);
    } else {
        for (size_t i = 0; i < n; i++) {
            add_square(sum, x[i]);
        }
    }
}

void parley_i_exact_add_squares(struct exact *sum, const double *values, size_t n)
{
    for (size_t first = 0; first < n; first += PIECE) {
        add_squares_piece(sum, values + first, n - first < PIECE ? n - first : PIECE);
    }
}

void parley_i_exact_merge(struct exact *into, const struct exact *from)
{
    struct exact carried;
    if (from->pending >= CARRY_AFTER / 2) {
        carried = *from;
        parley_i_exact_normalise(&carried);
        from = &carried;
    }
    make_room(into, from->pending + 1);
    for (size_t c = 0; c < EXACT_CHUNKS; c++) {
        into->chunk[c] += from->chunk[c];
    }
}

/// The nearest double to a carried, non-negative sum.
static double round_digits(const struct exact *sum)
{
    int top = EXACT_CHUNKS - 1;
    while (top > 0 && sum->chunk[top] == 0) {
        top--;
    }
    if (sum->chunk[top] >> 32 != 0) {
        return INFINITY;  // only the last chunk holds more than 32 bits, and that is beyond any double
    }
    // The 64 bits from the first one set; what lies below them decides ties alone, and for that one bit is enough.
    uint64_t digit[3] = {0};
    for (int i = 0; i < 3 && i <= top; i++) {
        digit[i] = (uint64_t)sum->chunk[top - i];
    }
    int free = 0;
    while (free < 31 && (digit[0] << free & 0x80000000u) == 0) {
        free++;
    }
    uint64_t head = (digit[0] << 32 | digit[1]) << free | digit[2] >> (32 - free);
    uint64_t below = digit[2] << free & 0xffffffffu;
    for (int c = 0; c < top - 2; c++) {
        below |= (uint64_t)sum->chunk[c];
    }
    return ldexp((double)(head | (below != 0)), 32 * (top - 1) - free - 1074);
}

/// The nearest double to any sum, which is carried on the way.
static double round_sum(struct exact *sum)
{
    parley_i_exact_normalise(sum);
    if (sum->chunk[EXACT_CHUNKS - 1] >= 0) {
        return round_digits(sum);
    }
    struct exact mirror = {.pending = 0};
    for (size_t c = 0; c < EXACT_CHUNKS; c++) {
        mirror.chunk[c] = -sum->chunk[c];
    }
    parley_i_exact_normalise(&mirror);
    return -round_digits(&mirror);
}

double parley_i_exact_value(const struct exact *sum, double *rest)
{
    struct exact copy = *sum;
    double value = round_sum(&copy);
    if (rest != NULL) {
        *rest = 0;
        if (isfinite(value)) {
            parley_i_exact_add(&copy, -value);
            *rest = round_sum(&copy);
        }
    }
    return value;
}
