#include "base/vector.h"
#include "chance/quantile_table.h"
#include "chance/vector_math.h"
#include <math.h>
#include <string.h>

enum {
    OCTAVES = 16,    // from v = 1/2 down to 2^-17; beyond, the law itself
    BITS_LEAST = 3,  // pieces of an octave: 2^3
    BITS_MOST = 6,   // to 2^6
    STRIDE = 8,      // numbers kept for a piece
};

static const double tolerance = 3e-10;         // in probability, at the points checked
static const double missed_most = 1.0 / 8192;  // probability in pieces that miss, above which finer pieces are tried

struct node {
    double x, slope;  // the quantile at v, and how fast it changes with u
};

/// One side of the law while its pieces are made, from the middle outwards.
struct maker {
    const struct law *law;
    bool upper;
    struct node inner;  // where the last piece ended
    double last[6];     // its polynomial
    double last_width;
};

/// P(X <= x) - u at u = v, or 1 - v on the upper side.
static double miss(const struct maker *m, double x, double v)
{
    return m->upper ? v - parley_i_law_survival(m->law, x) : parley_i_law_cdf(m->law, x) - v;
}

/// The node at v. A good guess is mended by Newton's steps; after one from a miss of e, about e^2 is left. A poor guess
/// is dropped for the law's own quantile.
static struct node node_at(const struct maker *m, double v, double guess)
{
    double x = guess;
    for (int i = 0; i < 3 && isfinite(x); i++) {
        double gap = miss(m, x, v);
        x -= gap / m->law->kind->density(m->law, x);
        if (fabs(gap) < 1e-6 * v && isfinite(x)) {
            return (struct node){x, 1 / m->law->kind->density(m->law, x)};
        }
        x = fabs(gap) < 1e-2 * v ? x : NAN;
    }
    x = parley_i_law_quantile(m->law, m->upper ? 1 - v : v);
    return (struct node){x, 1 / m->law->kind->density(m->law, x)};
}

/// The polynomial through three nodes and their slopes, in s from -1/2 (outer) to 1/2 (inner).
static void fit(const struct node *outer, const struct node *middle, const struct node *inner, double width, double *c)
{
    double d0 = outer->slope * width, dm = middle->slope * width, d1 = inner->slope * width;
    double odd = inner->x - outer->x - dm, odd_slope = (d0 + d1) / 2 - dm;
    double even = (inner->x - middle->x) + (outer->x - middle->x), even_slope = (d1 - d0) / 2;
    c[0] = middle->x;
    c[1] = dm;
    c[5] = 8 * (odd_slope - 3 * odd);
    c[3] = 4 * odd - c[5] / 4;
    c[4] = 4 * (even_slope - 2 * even);
    c[2] = 2 * even - c[4] / 4;
}

static double polynomial(const double *c, double s)
{
    return ((((c[5] * s + c[4]) * s + c[3]) * s + c[2]) * s + c[1]) * s + c[0];
}

/// Does the piece from v (the end nearer to the tail) keep to the law? Asked where its error is largest.
static bool keeps(const struct maker *m, const double *c, double v, double width)
{
    const double place = 0.28867513459481287;
    return fabs(miss(m, polynomial(c, -place), v + (0.5 - place) * width)) < tolerance &&
           fabs(miss(m, polynomial(c, place), v + (0.5 + place) * width)) < tolerance;
}

/// Make the piece from v to v + width. Returns the probability missed.
static double make_piece(struct maker *m, double v, double width, double *c)
{
    double ratio = width / m->last_width;
    struct node middle = node_at(m, v + width / 2, polynomial(m->last, -0.5 - 0.5 * ratio));
    struct node outer = node_at(m, v, polynomial(m->last, -0.5 - ratio));
    // s grows with v, the slopes are in u: on the upper side they are opposite.
    fit(&outer, &middle, &m->inner, m->upper ? -width : width, c);
    memcpy(m->last, c, sizeof m->last);
    m->last_width = width;
    bool flat = outer.x == m->inner.x;
    bool kept = flat || keeps(m, c, v, width);
    for (int k = 0; k < 6 && !kept; k++) {
        c[k] = NAN;
    }
    for (int k = 0; k < 6 && flat; k++) {
        c[k] = k == 0 ? outer.x : 0;
    }
    m->inner = outer;
    return kept ? 0 : width;
}

/// Where the pieces of a side begin; after the last comes one of NaN for what lies beyond.
static size_t pieces_of_side(int bits)
{
    return (size_t)OCTAVES << bits;
}

/// Fill both sides; returns the probability in pieces that miss, and stops early once it is too much.
static double make_all(const struct pieces *pieces, double enough)
{
    double missed = 0;
    size_t per_octave = (size_t)1 << pieces->bits, side = pieces_of_side(pieces->bits);
    struct maker maker[2] = {{.law = pieces->law, .last = {NAN}, .last_width = 1},
                             {.law = pieces->law, .last = {NAN}, .last_width = 1, .upper = true}};
    for (size_t s = 0; s < 2; s++) {
        maker[s].inner = node_at(&maker[s], 0.5, NAN);
        for (size_t k = 0; k < 6; k++) {
            pieces->coefficient[STRIDE * (s * (side + 1) + side) + k] = NAN;
        }
    }
    for (size_t octave = OCTAVES; octave-- > 0;) {
        double base = ldexp(0.25, (int)octave - (OCTAVES - 1)), width = base / (double)per_octave;
        for (size_t k = per_octave; k-- > 0;) {
            size_t index = octave * per_octave + k;
            double v = base + (double)k * width;
            missed += make_piece(&maker[0], v, width, pieces->coefficient + STRIDE * index);
            missed += make_piece(&maker[1], v, width, pieces->coefficient + STRIDE * (side + 1 + index));
        }
        if (missed > enough) {
            return missed;
        }
    }
    return missed;
}

parley_status parley_i_pieces_create(struct arena *arena, const struct law *law, struct pieces *out)
{
    *out = (struct pieces){.law = law, .bits = BITS_LEAST};
    for (;; out->bits++) {
        out->coefficient = parley_i_arena_array(arena, 2 * (pieces_of_side(out->bits) + 1) * STRIDE, sizeof(double));
        if (out->coefficient == NULL) {
            return parley_i_no_memory();
        }
        bool last = out->bits == BITS_MOST;
        if (make_all(out, last ? 1 : missed_most) <= missed_most || last) {
            return PARLEY_OK;
        }
    }
}

/// Draws by polynomials, NaN where they miss.
PARLEY_I_VECTOR static void evaluate(const double *restrict coefficient, int bits, const double *restrict u,
                                     double *restrict out, size_t n)
{
    uint64_t side = (uint64_t)OCTAVES << bits;
    uint64_t first = parley_i_to_bits(0x1p-17) >> (52 - bits);
    for (size_t i = 0; i < n; i++) {
        double upper = u[i] < 0.5 ? 0.0 : 1.0;
        double v = upper > 0 ? 1 - u[i] : u[i];
        uint64_t number = parley_i_to_bits(v), index = (number >> (52 - bits)) - first;
        index = (index < side ? index : side) + (upper > 0 ? side + 1 : 0);
        double s = parley_i_from_bits((number << bits & 0xfffffffffffffu) | 0x3ff0000000000000u) - 1.5;
        index *= STRIDE;
        double x = coefficient[index + 5];
        x = x * s + coefficient[index + 4];
        x = x * s + coefficient[index + 3];
        x = x * s + coefficient[index + 2];
        x = x * s + coefficient[index + 1];
        out[i] = x * s + coefficient[index];
    }
}

PARLEY_I_VECTOR static uint64_t count_missed(const double *x, size_t n)
{
    uint64_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += x[i] == x[i] ? 0 : 1;
    }
    return count;
}

void parley_i_pieces_apply(const struct pieces *pieces, const double *u, double *out, size_t n)
{
    evaluate(pieces->coefficient, pieces->bits, u, out, n);
    uint64_t missed = count_missed(out, n);
    for (size_t i = 0; i < n && missed > 0; i++) {
        if (isnan(out[i])) {
            missed--;
            out[i] = parley_i_law_quantile(pieces->law, u[i]);
        }
    }
}
