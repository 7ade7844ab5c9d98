// The two kinds of table behind parley_i_quantile_table: polynomial pieces and guides.
#ifndef PARLEY_LIB_CHANCE_QUANTILE_TABLE_H
#define PARLEY_LIB_CHANCE_QUANTILE_TABLE_H

#include "chance/law.h"

enum { TABLE_PIECE = 256 };  // draws made at a time

/// Continuous laws. With v = min(u, 1 - u), each octave of v from 1/2 down and each side of 1/2 has `1 << bits` pieces.
/// A piece is a polynomial of degree 5 around its middle; where it would miss the law, its coefficients are NaN.
struct pieces {
    const struct law *law;
    int bits;
    double *coefficient;  // eight to a piece (six in use), so that a piece is one cache line
};
parley_status parley_i_pieces_create(struct arena *arena, const struct law *law, struct pieces *out);
void parley_i_pieces_apply(const struct pieces *pieces, const double *u, double *out, size_t n);

/// Discrete laws. `guide[floor(u * guides)]` is where to begin to look for the first value whose cumulated probability
/// is at least u.
struct guide {
    double *value, *cumulated;
    uint32_t *start;
    size_t count, guides;
};
parley_status parley_i_guide_create(struct arena *arena, const struct law *law, size_t count, struct guide *out);
void parley_i_guide_apply(const struct guide *guide, const double *u, double *out, size_t n);

#endif
