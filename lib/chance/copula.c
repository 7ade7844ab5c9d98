#include "chance/copula.h"
#include "base/fail.h"
#include "base/vector.h"
#include "chance/law.h"
#include <math.h>
#include <string.h>

enum { PIECE = 256 };

static const double pi = 3.14159265358979323846;
static const double least_pivot = 1e-10;  // a pivot of Cholesky's below this counts as not positive definite

static double to_gaussian(double rank)
{
    return 2 * sin(pi * rank / 6);
}

static double to_rank(double gaussian)
{
    return 6 / pi * asin(gaussian / 2);
}

/// Lower Cholesky factor of a symmetric matrix; false when it is not positive definite.
static bool cholesky(const double *matrix, size_t n, double *factor)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            double sum = matrix[i * n + j];
            for (size_t k = 0; k < j; k++) {
                sum -= factor[i * n + k] * factor[j * n + k];
            }
            if (i == j && !(sum > least_pivot)) {
                return false;
            }
            factor[i * n + j] = i == j ? sqrt(sum) : sum / factor[j * n + j];
        }
        for (size_t j = i + 1; j < n; j++) {
            factor[i * n + j] = 0;
        }
    }
    return true;
}

/// Solve factor * x = column of `matrix`, over the m rows listed in `row`; returns 1 - x'x, what they leave
/// unexplained.
static double explain(const double *factor, const double *matrix, size_t n, const size_t *row, size_t m, size_t column,
                      double *x)
{
    double left = 1;
    for (size_t k = 0; k < m; k++) {
        double sum = matrix[row[k] * n + column];
        for (size_t l = 0; l < k; l++) {
            sum -= x[l] * factor[k * m + l];
        }
        x[k] = sum / factor[k * m + k];
        left -= x[k] * x[k];
    }
    return left;
}

struct work {
    double *rest, *factor, *x, *y;
    size_t *row;
};

/// The rank correlation of pair (i, j), all others kept, that is nearest to the given one and makes the matrix positive
/// definite; NaN when none does. The others leave an open interval to it, if they are positive definite themselves.
static double nearest_for_pair(const double *matrix, size_t n, size_t i, size_t j, double given, struct work *w)
{
    size_t m = 0;
    for (size_t k = 0; k < n; k++) {
        if (k != i && k != j) {
            w->row[m++] = k;
        }
    }
    for (size_t a = 0; a < m; a++) {
        for (size_t b = 0; b < m; b++) {
            w->rest[a * m + b] = matrix[w->row[a] * n + w->row[b]];
        }
    }
    if (!cholesky(w->rest, m, w->factor)) {
        return NAN;
    }
    double left_i = explain(w->factor, matrix, n, w->row, m, i, w->x);
    double left_j = explain(w->factor, matrix, n, w->row, m, j, w->y);
    if (!(left_i > least_pivot && left_j > least_pivot)) {
        return NAN;
    }
    double middle = 0;
    for (size_t k = 0; k < m; k++) {
        middle += w->x[k] * w->y[k];
    }
    double width = sqrt(left_i * left_j) * (1 - 1e-4);
    double low = to_rank(fmax(-1, middle - width)), high = to_rank(fmin(1, middle + width));
    // Four decimals are enough to say it, if that many fit in.
    double short_low = ceil(low * 1e4) / 1e4, short_high = floor(high * 1e4) / 1e4;
    if (short_low <= short_high) {
        low = short_low;
        high = short_high;
    }
    return fmin(fmax(given, low), high);
}

/// The pair whose change is smallest among those that mend the matrix alone; without one, the pair furthest from zero.
static void find_flaw(const double *matrix, const double *rank, size_t n, struct work *w, struct copula_flaw *flaw)
{
    double least = HUGE_VAL, furthest = -1;
    for (size_t i = 1; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            double given = rank[i * n + j], nearest = nearest_for_pair(matrix, n, i, j, given, w);
            double change = fabs(nearest - given);
            bool better = isnan(nearest) ? isinf(least) && fabs(given) > furthest : change < least;
            if (better) {
                *flaw = (struct copula_flaw){i, j, given, nearest};
                least = isnan(nearest) ? least : change;
                furthest = fabs(given);
            }
        }
    }
}

parley_status parley_i_copula_factor(struct arena *arena, const double *rank, size_t n, double **factor,
                                     struct copula_flaw *flaw)
{
    *flaw = (struct copula_flaw){.nearest = NAN};
    double *matrix = parley_i_arena_array(arena, n * n + 1, sizeof *matrix);
    double *lower = parley_i_arena_array(arena, n * n + 1, sizeof *lower);
    if (matrix == NULL || lower == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            matrix[i * n + j] = i == j ? 1 : to_gaussian(rank[i * n + j]);
        }
    }
    if (cholesky(matrix, n, lower)) {
        *factor = lower;
        return PARLEY_OK;
    }
    struct work w = {.rest = parley_i_arena_array(arena, n * n, sizeof(double)),
                     .factor = lower,
                     .x = parley_i_arena_array(arena, n, sizeof(double)),
                     .y = parley_i_arena_array(arena, n, sizeof(double)),
                     .row = parley_i_arena_array(arena, n, sizeof(size_t))};
    if (w.rest == NULL || w.x == NULL || w.y == NULL || w.row == NULL) {
        return parley_i_no_memory();
    }
    find_flaw(matrix, rank, n, &w, flaw);
    return parley_i_fail(PARLEY_BAD_SCENARIO, "the rank correlations contradict each other");
}

/// Row i of the factor over a piece: z[i] becomes the weighted sum of z[0..i].
PARLEY_I_VECTOR static void correlate_row(const double *row, size_t i, double *const *z, size_t from, size_t n)
{
    double *restrict out = z[i] + from;
    for (size_t t = 0; t < n; t++) {
        out[t] *= row[i];
    }
    for (size_t j = 0; j < i; j++) {
        const double *restrict in = z[j] + from;
        double weight = row[j];
        for (size_t t = 0; t < n; t++) {
            out[t] += weight * in[t];
        }
    }
}

/// Rows are done from the last to the first, so that each still finds the independent ones before it.
static void apply_piece(const double *factor, size_t n, double *const *u, size_t from, size_t count)
{
    double first[PIECE];
    memcpy(first, u[0] + from, count * sizeof *first);
    for (size_t i = 0; i < n; i++) {
        parley_i_normal_quantile(u[i] + from, u[i] + from, count);
    }
    for (size_t i = n; i-- > 1;) {
        correlate_row(factor + i * n, i, u, from, count);
        parley_i_normal_cdf(u[i] + from, u[i] + from, count);
        for (size_t t = 0; t < count; t++) {
            double p = u[i][from + t];
            u[i][from + t] = p < 0x1p-53 ? 0x1p-53 : p > 1 - 0x1p-53 ? 1 - 0x1p-53 : p;
        }
    }
    memcpy(u[0] + from, first, count * sizeof *first);
}

void parley_i_copula_apply(const double *factor, size_t n, double *const *u, size_t count)
{
    for (size_t from = 0; from < count && n > 1; from += PIECE) {
        apply_piece(factor, n, u, from, count - from < PIECE ? count - from : PIECE);
    }
}
