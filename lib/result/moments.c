// Means, spreads and intervals from exact sums.
#include "result/tally.h"

#include <math.h>

/// 97.5% points of Student's t for 1 .. 63 degrees of freedom, to 14 digits (tan(0.475 pi) is the first).
static const double student[TALLY_REPLICATES - 1] = {
    12.706204736175, 4.3026527297495, 3.1824463052837, 2.7764451051978, 2.5705818356363, 2.446911851145,
    2.3646242515928, 2.3060041352042, 2.2621571627982, 2.2281388519863, 2.2009851600916, 2.1788128296672,
    2.1603686564628, 2.1447866879178, 2.1314495455598, 2.1199052992213, 2.1098155778333, 2.100922040241,
    2.0930240544083, 2.0859634472659, 2.0796138447277, 2.073873067904, 2.068657610419, 2.063898561628,
    2.0595385527533, 2.0555294386429, 2.0518305164803, 2.0484071417952, 2.0452296421327, 2.0422724563012,
    2.0395134463964, 2.0369333434601, 2.0345152974493, 2.0322445093177, 2.0301079282503, 2.0280940009804,
    2.0261924630291, 2.024394163912, 2.0226909200368, 2.0210753903063, 2.0195409704414, 2.0180817028184,
    2.0166921992278, 2.0153675744438, 2.0141033888808, 2.0128955989194, 2.0117405137298, 2.0106347576242,
    2.0095752371292, 2.0085591121008, 2.0075837703158, 2.0066468050617, 2.0057459953179, 2.0048792881881,
    2.0040447832891, 2.0032407188479, 2.002465459291, 2.0017174841452, 2.0009953780883, 2.0002978220143,
    1.9996235849949, 1.9989715170334, 1.9983405425207,
};

static const double normal95 = 1.9599639845400545;

/// A sum of two doubles, the second small: about 106 bits.
struct pair {
    double high, low;
};

static struct pair pair_sum(double a, double b)
{
    double sum = a + b, part = sum - a;
    return (struct pair){sum, (a - (sum - part)) + (b - part)};
}

static struct pair pair_square(struct pair a)
{
    double high = a.high * a.high;
    double low = fma(a.high, a.high, -high) + 2 * a.high * a.low;
    return pair_sum(high, low);
}

static struct pair pair_over(struct pair a, double b)
{
    double high = a.high / b;
    double rest = fma(-high, b, a.high) + a.low;
    return pair_sum(high, rest / b);
}

static struct pair pair_less(struct pair a, struct pair b)
{
    struct pair high = pair_sum(a.high, -b.high);
    struct pair low = pair_sum(a.low, -b.low);
    struct pair sum = pair_sum(high.high, high.low + low.high);
    return pair_sum(sum.high, sum.low + low.low);
}

double parley_i_variance(uint64_t n, const struct exact *sum, const struct exact *squares)
{
    if (n < 2) {
        return NAN;
    }
    struct pair one, two;
    one.high = parley_i_exact_value(sum, &one.low);
    two.high = parley_i_exact_value(squares, &two.low);
    // Scaled so that squares of very large or small sums stay in range.
    int scale = 0;
    (void)frexp(two.high / (double)n, &scale);
    scale /= 2;
    one = (struct pair){ldexp(one.high, -scale), ldexp(one.low, -scale)};
    two = (struct pair){ldexp(two.high, -2 * scale), ldexp(two.low, -2 * scale)};
    struct pair rest = pair_less(two, pair_over(pair_square(one), (double)n));
    double variance = ldexp((rest.high + rest.low) / (double)(n - 1), 2 * scale);
    return variance > 0 ? variance : variance <= 0 ? 0 : NAN;
}

/// What replicates say: the error of their weighted mean, and the t quantile that goes with it.
static void spread(const uint64_t *n, const double *mean, uint32_t replicates, struct moments *out)
{
    uint64_t all = 0;
    uint32_t used = 0;
    for (uint32_t r = 0; r < replicates; r++) {
        all += n[r];
        used += n[r] > 0;
    }
    if (used < 2) {
        return;
    }
    double sum = 0;
    for (uint32_t r = 0; r < replicates; r++) {
        if (n[r] > 0) {
            double part = (double)n[r] / (double)all * (mean[r] - out->mean);
            sum += part * part;
        }
    }
    out->se = sqrt(sum * used / (used - 1));
    out->low95 = out->mean - student[used - 2] * out->se;
    out->high95 = out->mean + student[used - 2] * out->se;
}

static void wilson(double p, double n, struct moments *out)
{
    double z2 = normal95 * normal95;
    double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = normal95 / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    out->low95 = p == 0 ? 0 : fmax(0, centre - half);
    out->high95 = p == 1 ? 1 : fmin(1, centre + half);
}

static void clip_to_shares(struct moments *out)
{
    if (out->low95 < 0) {
        out->low95 = 0;
    }
    if (out->high95 > 1) {
        out->high95 = 1;
    }
}

static void replicate_moments(const struct tally *tally, struct moments *out)
{
    uint64_t n[TALLY_REPLICATES];
    double mean[TALLY_REPLICATES];
    for (uint32_t r = 0; r < tally->replicates; r++) {
        n[r] = tally->cell[r].n;
        mean[r] = n[r] > 0 ? parley_i_exact_value(&tally->cell[r].sum, NULL) / (double)n[r] : NAN;
        if (tally->least == tally->most) {
            mean[r] = out->mean;  // without the rounding of the division
        }
    }
    spread(n, mean, tally->replicates, out);
}

static struct exact whole_sum(const struct tally *tally)
{
    struct exact sum = tally->cell[0].sum;
    for (uint32_t r = 1; r < tally->replicates; r++) {
        parley_i_exact_merge(&sum, &tally->cell[r].sum);
    }
    return sum;
}

double parley_i_tally_variance(const struct tally *tally)
{
    if (tally->n < 2 || tally->least == tally->most) {
        return tally->n < 2 ? NAN : 0;
    }
    struct exact sum = whole_sum(tally);
    return parley_i_variance(tally->n, &sum, &tally->squares);
}

void parley_i_tally_plain_moments(const struct tally *tally, struct moments *out)
{
    *out = (struct moments){NAN, NAN, NAN, NAN, NAN};
    if (tally->never > 0 || tally->minus_never > 0) {
        out->mean = tally->minus_never == 0 ? INFINITY : tally->never == 0 ? -INFINITY : NAN;
        return;
    }
    if (tally->n == 0 || tally->labels > 0) {
        return;
    }
    struct exact sum = whole_sum(tally);
    bool varies = tally->least < tally->most;
    out->mean = varies ? parley_i_exact_value(&sum, NULL) / (double)tally->n : tally->least;
    out->sd = sqrt(parley_i_tally_variance(tally));
    if (tally->replicates > 1) {
        replicate_moments(tally, out);
        return;
    }
    out->se = out->sd / sqrt((double)tally->n);
    out->low95 = out->mean - normal95 * out->se;
    out->high95 = out->mean + normal95 * out->se;
}

void parley_i_tally_moments(const struct tally *tally, struct moments *out)
{
    parley_i_tally_plain_moments(tally, out);
    if (!tally->truth || !isfinite(out->mean)) {
        return;
    }
    if (tally->replicates > 1) {
        clip_to_shares(out);
    } else {
        wilson(out->mean, (double)tally->n, out);
    }
}

void parley_i_tally_share(const struct tally *tally, uint32_t label, bool of_all, struct moments *out)
{
    *out = (struct moments){NAN, NAN, NAN, NAN, NAN};
    uint64_t n[TALLY_REPLICATES], all = 0, hits = 0;
    double mean[TALLY_REPLICATES];
    for (uint32_t r = 0; r < tally->replicates; r++) {
        uint64_t count = tally->share[(size_t)r * tally->labels + label];
        n[r] = tally->cell[r].n + (of_all ? tally->cell[r].undefined : 0);
        mean[r] = n[r] > 0 ? (double)count / (double)n[r] : NAN;
        all += n[r];
        hits += count;
    }
    if (all == 0) {
        return;
    }
    out->mean = (double)hits / (double)all;
    if (all > 1) {
        out->sd = sqrt(out->mean * (1 - out->mean) * ((double)all / (double)(all - 1)));
    }
    if (tally->replicates > 1) {
        spread(n, mean, tally->replicates, out);
        clip_to_shares(out);
    } else {
        out->se = out->sd / sqrt((double)all);
        wilson(out->mean, (double)all, out);
    }
}
