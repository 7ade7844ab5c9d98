// Every package of a small space laid out in one array, so that scanning them is a plain loop.
#ifndef PARLEY_LIB_PREFERENCE_FIELD_H
#define PARLEY_LIB_PREFERENCE_FIELD_H

#include "preference/table.h"

enum { FIELD_PACKAGES = 4096 };  // most packages worth laying out

static inline bool parley_i_field_fits(const struct space *space) { return space->packages <= FIELD_PACKAGES; }

/// Lay out an additive utility: out[i] of every package i, the first factor's option running fastest. Sums in the one
/// order of summation. `cells` may hold -INFINITY.
void parley_i_field_fill(const struct space *space, double base, const double *cells, double *out);

/// One option a factor, of package i of the field.
void parley_i_field_choice(const struct space *space, size_t i, uint32_t *choice);

/// Largest of value[i] where own[i] >= least; -INFINITY when none is.
double parley_i_field_most(const double *value, const double *own, double least, size_t n);

/// The first i >= from with value[i] >= bar and own[i] >= least; n when there is none.
size_t parley_i_field_next(const double *value, double bar, const double *own, double least, size_t from, size_t n);

#endif
