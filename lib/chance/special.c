#include "chance/special.h"
#include "chance/law.h"
#include <float.h>
#include <stdbool.h>

enum {
    TERMS_MOST = 100000,  // of series and continued fractions; far fewer are needed
    LARGE_GAMMA = 150,    // shapes from which the density is integrated instead
    LARGE_BETA = 1000,    // the smaller of both shapes, likewise
};

static const double half_log_two_pi = 0.91893853320467274178;

double parley_i_normal_z(double u)
{
    double z;
    parley_i_normal_quantile(&u, &z, 1);
    return z;
}

struct tails parley_i_normal_tails(double z)
{
    double side[2] = {z, -z}, tail[2];
    parley_i_normal_cdf(side, tail, 2);
    return (struct tails){tail[0], tail[1]};
}

double parley_i_logistic(double y)
{
    return y < 0 ? exp(y) / (1 + exp(y)) : 1 / (1 + exp(-y));
}

/// log(1 + x) - x for x > -1, without cancellation: by the series of atanh(x / (2 + x)), a Chebyshev fit of ours.
static double log1p_minus(double x)
{
    if (!(fabs(x) < 0.5)) {
        return log1p(x) - x;
    }
    static const double c[11] = {0.3333333333333333,  0.1999999999999976,  0.14285714285800133, 0.11111111099108056,
                                 0.0909090994963398,  0.07692271958876583, 0.06667589830757856, 0.05867132589688297,
                                 0.05422645516389906, 0.03745819730336633, 0.07815767353715612};
    double r = x / (2 + x), q = r * r, p = c[10];
    for (int i = 9; i >= 0; i--) {
        p = p * q + c[i];
    }
    return 2 * r * q * p - x * r;
}

/// a log(a / x) + x - a, never negative: the exponent of Poisson and gamma probabilities. `excess` is x - a, which
/// callers know more sharply than a difference of rounded numbers.
static double deviance(double a, double x, double excess)
{
    double far = excess / a;
    if (fabs(far) < 0.5) {
        return -a * log1p_minus(far);
    }
    return x > 0 ? excess - a * (log(x) - log(a)) : HUGE_VAL;
}

/// log of Gamma(a) / (sqrt(2 pi) a^(a - 1/2) e^-a), by Stirling's series at a or, for small a, ten places on.
static double stirling(double a)
{
    double shift = 0, product = 1, b = a;
    while (b < 10) {
        product *= b;
        b += 1;
        shift += 1;
    }
    double s = 1 / (b * b);
    double series =
        (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * 691.0 / 360360))))) / b;
    return shift == 0 ? series : series + (b - 0.5) * log(b) - shift - log(product) - (a - 0.5) * log(a);
}

// Large shapes: a density, as a function of the distance from its centre, is integrated from where it is asked into the
// tail, by two panels of Gauss and Legendre's rule with sixteen points.

struct integrand {
    double a, b;    // shapes; gamma has one
    double centre;  // of beta: a / (a + b)
    double constant;
    double (*density)(const struct integrand *f, double t);
};

/// From t over `reach`, which is negative towards the lower tail.
static double integrate(const struct integrand *f, double t, double reach)
{
    static const double point[8] = {0.9894009349916499, 0.9445750230732326,  0.8656312023878318, 0.755404408355003,
                                    0.6178762444026438, 0.45801677765722737, 0.2816035507792589, 0.09501250983763744};
    static const double weight[8] = {0.027152459411754096, 0.062253523938647894, 0.09515851168249279,
                                     0.12462897125553388,  0.14959598881657674,  0.16915651939500254,
                                     0.18260341504492358,  0.1894506104550685};
    double half = reach / 4, sum = 0;
    for (int panel = 1; panel <= 3; panel += 2) {
        double middle = t + half * panel;
        for (int i = 0; i < 8; i++) {
            double step = half * point[i];
            sum += weight[i] * (f->density(f, middle - step) + f->density(f, middle + step));
        }
    }
    return f->constant * fabs(half) * sum;
}

/// The smaller tail at t: the integral over as many standard deviations as matter, within (-below, above).
static struct tails integrate_tail(const struct integrand *f, double t, double deviation, double below, double above)
{
    double reach = deviation * 9.5 / (1 + fabs(t) / deviation / 4);
    if (t < 0) {
        double lower = integrate(f, t, -fmin(reach, 0.999 * (below + t)));
        return (struct tails){lower, 1 - lower};
    }
    double upper = integrate(f, t, fmin(reach, 0.999 * (above - t)));
    return (struct tails){1 - upper, upper};
}

// Gamma

static double gamma_constant(double shape)
{
    return sqrt(shape) * exp(-stirling(shape) - half_log_two_pi);
}

double parley_i_gamma_slope(double shape, double x)
{
    return gamma_constant(shape) * exp(-deviance(shape, x, x - shape));
}

/// t = x / shape - 1.
static double gamma_density(const struct integrand *f, double t)
{
    return exp(f->a * log1p_minus(t)) / (1 + t);
}

static struct tails gamma_series(double shape, double x)
{
    double term = 1, sum = 1;
    for (int n = 1; n < TERMS_MOST && term > 0x1p-54 * sum; n++) {
        term *= x / (shape + n);
        sum += term;
    }
    double lower = fmin(1, parley_i_gamma_slope(shape, x) * sum / shape);
    return (struct tails){lower, 1 - lower};
}

/// Lentz's continued fraction for the upper tail.
static struct tails gamma_fraction(double shape, double x)
{
    double b = x + 1 - shape, c = 1 / DBL_MIN, d = 1 / b, h = d;
    for (int n = 1; n < TERMS_MOST && fabs(c * d - 1) > 0x1p-52; n++) {
        double term = -n * (n - shape);
        b += 2;
        d = 1 / (term * d + b);
        c = b + term / c;
        h *= c * d;
    }
    double upper = fmin(1, parley_i_gamma_slope(shape, x) * h);
    return (struct tails){1 - upper, upper};
}

struct tails parley_i_gamma_tails(double shape, double x)
{
    if (!(x > 0)) {
        return (struct tails){0, 1};
    }
    if (x > DBL_MAX) {
        return (struct tails){1, 0};
    }
    if (shape >= LARGE_GAMMA) {
        struct integrand f = {.a = shape, .constant = gamma_constant(shape), .density = gamma_density};
        return integrate_tail(&f, (x - shape) / shape, 1 / sqrt(shape), 1, HUGE_VAL);
    }
    return x < shape + 1 ? gamma_series(shape, x) : gamma_fraction(shape, x);
}

// Beta

static double beta_constant(double a, double b)
{
    return sqrt(a / (a + b) * b) * exp(stirling(a + b) - stirling(a) - stirling(b) - half_log_two_pi);
}

double parley_i_beta_slope(double a, double b, double x, double complement)
{
    double n = a + b, excess = x < complement ? n * x - a : b - n * complement;
    return beta_constant(a, b) * exp(-deviance(a, n * x, excess) - deviance(b, n * complement, -excess));
}

/// t = x - a / (a + b).
static double beta_density(const struct integrand *f, double t)
{
    double x = f->centre, complement = f->b / (f->a + f->b);
    double exponent = f->a * log1p_minus(t / x) + f->b * log1p_minus(-t / complement);
    return exp(exponent) / ((x + t) * (complement - t));
}

/// Lentz's continued fraction for the lower tail.
static double beta_fraction(double a, double b, double x, double complement)
{
    double c = 1, d = 1 / fmax(DBL_MIN, 1 - (a + b) * x / (a + 1)), h = d;
    for (int m = 1; m < TERMS_MOST; m++) {
        double even = m * (b - m) / (a + 2 * m - 1) * x / (a + 2 * m);
        d = 1 / (1 + even * d);
        c = 1 + even / c;
        h *= d * c;
        double odd = -(a + m) / (a + 2 * m) * (a + b + m) * x / (a + 2 * m + 1);
        d = 1 / (1 + odd * d);
        c = 1 + odd / c;
        h *= d * c;
        if (fabs(d * c - 1) <= 0x1p-52) {
            break;
        }
    }
    return fmin(1, parley_i_beta_slope(a, b, x, complement) * h / a);
}

struct tails parley_i_beta_tails(double a, double b, double x, double complement)
{
    if (!(x > 0)) {
        return (struct tails){0, 1};
    }
    if (!(complement > 0)) {
        return (struct tails){1, 0};
    }
    double n = a + b;
    if (a >= LARGE_BETA && b >= LARGE_BETA) {
        struct integrand f = {a, b, a / n, beta_constant(a, b), beta_density};
        return integrate_tail(&f, (x * b - complement * a) / n, sqrt(a / n * b / n / n), a / n, b / n);
    }
    if (x * (n + 2) < a + 1) {
        double lower = beta_fraction(a, b, x, complement);
        return (struct tails){lower, 1 - lower};
    }
    double upper = beta_fraction(b, a, complement, x);
    return (struct tails){1 - upper, upper};
}

// Inverses. The densities over log x (gamma) and over the logit (beta) are log-concave, hence so are both tails, and
// Newton's method on the logarithm of a tail finds its way from any start.

struct side {
    double a, b;  // shapes; gamma has one
    bool upper;   // of gamma
    double (*tail)(const struct side *side, double y, double *slope);
};

/// The y where the tail is v <= 1/2; `deviation` is about the standard deviation of y.
static double solve(const struct side *side, double v, double y, double deviation)
{
    double sign = side->upper ? -1 : 1, most = side->upper ? fmin(2, 20 * deviation) : 20 * deviation;
    for (int i = 0; i < 200; i++) {
        double slope, tail = side->tail(side, y, &slope);
        double step = tail > 0 && slope > 0 ? (log(v) - log(tail)) * tail / slope : deviation;
        step = sign * fmax(-most, fmin(step, most));
        y += step;
        if (fabs(step) < 1e-9 * fmin(1, deviation)) {
            break;
        }
    }
    return y;
}

static double gamma_tail(const struct side *side, double y, double *slope)
{
    double x = side->a * exp(y);
    struct tails tails = parley_i_gamma_tails(side->a, x);
    *slope = parley_i_gamma_slope(side->a, x);
    return side->upper ? tails.upper : tails.lower;
}

/// Where the lower tail would be u if it were x^shape / Gamma(shape + 1): a lower bound, and sharp as x -> 0.
static double gamma_line(double shape, double u)
{
    return (log(u) + log(tgamma(shape + 1))) / shape - log(shape);
}

double parley_i_gamma_quantile(double shape, double u)
{
    double v = u < 0.5 ? u : 1 - u;
    struct side side = {shape, 0, u >= 0.5, gamma_tail};
    double root = 1 - 1 / (9 * shape) + parley_i_normal_z(u) / (3 * sqrt(shape));  // Wilson & Hilferty
    double start = root > 0.1 ? 3 * log(root) : 0;
    if (shape < 20 && (root <= 0.3 || shape < 0.5)) {
        start = gamma_line(shape, u);
        if (start + log(shape) < -40) {
            return shape * exp(start);
        }
    }
    return shape * exp(solve(&side, v, start, 1 / sqrt(shape)));
}

static double beta_tail(const struct side *side, double y, double *slope)
{
    double x = parley_i_logistic(y), complement = parley_i_logistic(-y);
    *slope = parley_i_beta_slope(side->a, side->b, x, complement);
    return parley_i_beta_tails(side->a, side->b, x, complement).lower;
}

/// Where the lower tail would be u if it were x^a / (a B(a, b)); sharp as x -> 0.
static double beta_line(double a, double b, double u)
{
    double n = a + b;
    double log_beta = -log(beta_constant(a, b)) - a * log(n / a) - b * log(n / b);
    return (log(u) + log(a) + log_beta) / a;
}

double parley_i_beta_logit_quantile(double a, double b, double u)
{
    if (u > 0.5) {
        return -parley_i_beta_logit_quantile(b, a, 1 - u);
    }
    double deviation = sqrt(1 / a + 1 / b), start = log(a / b) + parley_i_normal_z(u) * deviation;
    if (a < 2) {
        start = beta_line(a, b, u);
        if (start < -40 - log(b + 1)) {
            return start;
        }
    }
    struct side side = {a, b, false, beta_tail};
    return solve(&side, u, start, deviation);
}
