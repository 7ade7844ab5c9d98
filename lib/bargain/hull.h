// The frontier of two parties when lotteries between packages count: concave, straight between its corners, and found
// from the factors alone.
#ifndef PARLEY_LIB_BARGAIN_HULL_H
#define PARLEY_LIB_BARGAIN_HULL_H

#include "preference/table.h"

struct corner {
    double u[2];
};

struct hull {
    const struct corner *corner;  // by falling utility of the first party
    size_t corners;               // 0: every package lies beyond a red line
};

/// Bytes of working memory, 64-byte aligned.
size_t parley_i_hull_scratch(const struct space *space);

/// The frontier over packages beyond neither party's red line. It lies in `scratch`.
void parley_i_hull(const struct table *table, void *scratch, struct hull *out);

/// The most that a party gets when the other gets at least `other`; that party's worst corner when `other` is more than
/// there is, and its best when it is less than the other gets there.
double parley_i_hull_most(const struct hull *hull, int party, double other);

#endif
