#include "base/vector.h"
#include "chance/law.h"
#include "chance/vector_math.h"
#include <float.h>
#include <math.h>
#include <string.h>

// The quantile: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution" (1988), PPND16. It
// has one rational function for the middle and two for the tails; every lane computes the middle, tails are done again.
enum { PIECE = 256 };

static const double middle_over[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                      1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                      3.3430575583588128105e+4, 2.5090809287301226727e+3};
static const double middle_under[8] = {1.0,
                                       4.2313330701600911252e+1,
                                       6.8718700749205790830e+2,
                                       5.3941960214247511077e+3,
                                       2.1213794301586595867e+4,
                                       3.9307895800092710610e+4,
                                       2.8729085735721942674e+4,
                                       5.2264952788528545610e+3};
static const double near_over[8] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                    3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                    2.27238449892691845833e-2, 7.74545014278341407640e-4};
static const double near_under[8] = {1.0,
                                     2.05319162663775882187e0,
                                     1.67638483018380384940e0,
                                     6.89767334985100004550e-1,
                                     1.48103976427480074590e-1,
                                     1.51986665636164571966e-2,
                                     5.47593808499534494600e-4,
                                     1.05075007164441684324e-9};
static const double far_over[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                   2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                   2.71155556874348757815e-5, 2.01033439929228813265e-7};
static const double far_under[8] = {1.0,
                                    5.99832206555887937690e-1,
                                    1.36929880922735805310e-1,
                                    1.48753612908506148525e-2,
                                    7.86869131145613259100e-4,
                                    1.84631831751005468180e-5,
                                    1.42151175831644588870e-7,
                                    2.04426310338993978564e-15};

static inline double ratio(const double *over, const double *under, double r)
{
    double p = over[7], q = under[7];
    for (int i = 6; i >= 0; i--) {
        p = p * r + over[i];
        q = q * r + under[i];
    }
    return p / q;
}

/// The tails' place: sqrt(-log(min(u, 1 - u))).
PARLEY_I_VECTOR static void tails(const double *restrict u, double *restrict z, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double v = u[i] < 0.5 ? u[i] : 1.0 - u[i];
        double r = sqrt(-parley_i_log(v < DBL_MIN ? DBL_MIN : v));
        double near = ratio(near_over, near_under, r - 1.6);
        double far = ratio(far_over, far_under, r - 5.0);
        double size = r <= 5.0 ? near : far;
        z[i] = u[i] < 0.5 ? -size : size;
    }
}

PARLEY_I_VECTOR static void middles(const double *restrict u, double *restrict z, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double q = u[i] - 0.5;
        z[i] = q * ratio(middle_over, middle_under, 0.180625 - q * q);
    }
}

static void quantile_piece(const double *u, double *z, size_t n)
{
    double tail[PIECE], size[PIECE], middle[PIECE];
    uint16_t place[PIECE];
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        tail[count] = u[i];
        place[count] = (uint16_t)i;
        count += fabs(u[i] - 0.5) > 0.425;
    }
    middles(u, middle, n);
    memcpy(z, middle, n * sizeof *z);
    tails(tail, size, count);
    for (size_t k = 0; k < count; k++) {
        z[place[k]] = size[k];
    }
}

void parley_i_normal_quantile(const double *u, double *z, size_t n)
{
    for (size_t i = 0; i < n; i += PIECE) {
        quantile_piece(u + i, z + i, n - i < PIECE ? n - i : PIECE);
    }
}

// The distribution function: P(-a) = exp(-a^2 / 2) / (a + 4.5) * p(t), t = (a - 4.5) / (a + 4.5), where p is a
// Chebyshev fit of ours over all a >= 0. The square is taken in two parts, since its rounding would show in the
// exponential.
static const double mills[25] = {
    0.7632305289702032,      -0.640257760252617,     0.4464525170556799,    -0.25314179995097813,
    0.11138259657011594,     -0.03387132617682208,   0.004223613382703094,  0.0017488305625439568,
    -0.000917746534262916,   6.381198287780921e-06,  0.00011204293100505,   -1.593333284152829e-05,
    -1.4236879992029499e-05, 3.191026056797696e-06,  2.145447352549165e-06, -5.019667425872038e-07,
    -3.836485327898605e-07,  6.4064587512706e-08,    7.519050818948824e-08, -4.776091114464616e-09,
    -1.4294002387572708e-08, -2.917012222676351e-10, 2.203114227191003e-09, 9.703395561462847e-11,
    -1.931756211855968e-10};

static inline double five_terms(const double *c, double t)
{
    return (((c[4] * t + c[3]) * t + c[2]) * t + c[1]) * t + c[0];
}

PARLEY_I_VECTOR static void cdf(const double *restrict z, double *restrict u, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double a = fabs(z[i]) < 40 ? fabs(z[i]) : 40;
        double inverse = 1 / (a + 4.5), t = (a - 4.5) * inverse, t2 = t * t, t5 = t2 * t2 * t;
        double p = five_terms(mills + 20, t);
        p = p * t5 + five_terms(mills + 15, t);
        p = p * t5 + five_terms(mills + 10, t);
        p = p * t5 + five_terms(mills + 5, t);
        p = p * t5 + five_terms(mills, t);
        double high = parley_i_from_bits(parley_i_to_bits(a) & ~(uint64_t)0x7ffffff), low = (a - high) * (a + high);
        double tail = parley_i_exp(-0.5 * high * high) * (1.0 - 0.5 * low * (1.0 - 0.25 * low)) * p * inverse;
        u[i] = z[i] < 0 ? tail : 1.0 - tail;
    }
}

void parley_i_normal_cdf(const double *z, double *u, size_t n)
{
    double p[PIECE];
    for (size_t i = 0; i < n; i += PIECE) {
        size_t count = n - i < PIECE ? n - i : PIECE;
        cdf(z + i, p, count);
        memcpy(u + i, p, count * sizeof *u);
    }
}
