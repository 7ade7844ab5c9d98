// Rank correlations among drawing places by a Gaussian copula: Spearman's r becomes Pearson's 2 sin(pi r / 6).
#ifndef PARLEY_LIB_CHANCE_COPULA_H
#define PARLEY_LIB_CHANCE_COPULA_H

#include "base/arena.h"

struct copula_flaw {
    size_t i, j;     // the offending pair (i > j)
    double given;    // its rank correlation
    double nearest;  // the nearest rank correlation that makes the matrix positive definite, NaN when changing this
                     // pair alone cannot
};

/// Lower Cholesky factor (row-major n x n, taken from the arena) of the Gaussian correlation matrix belonging to the
/// rank correlations `rank` (row-major, symmetric, unit diagonal, entries in [-1, 1]). PARLEY_BAD_SCENARIO with `flaw`
/// filled when it is not positive definite: the pair is the one that mends it alone by the smallest change.
parley_status parley_i_copula_factor(struct arena *arena, const double *rank, size_t n, double **factor,
                                     struct copula_flaw *flaw);

/// Turn independent uniforms into correlated ones in place: u[i][0..count-1] for i < n. The first stays as it was.
void parley_i_copula_apply(const double *factor, size_t n, double *const *u, size_t count);

#endif
