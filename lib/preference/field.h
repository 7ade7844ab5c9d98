// Every package of a small space laid out in one array, so that scanning them is a plain loop.
#ifndef PARLEY_LIB_PREFERENCE_FIELD_H
#define PARLEY_LIB_PREFERENCE_FIELD_H

#include "preference/table.h"

enum { FIELD_PACKAGES = 4096, FIELD_CHUNK = 64 };  // most packages worth laying out; rows come in whole chunks

static inline bool parley_i_field_fits(const struct space *space)
{
    return space->packages <= FIELD_PACKAGES;
}

/// Chunks a row of the field has; the row holds FIELD_CHUNK doubles for each, and is 64-byte aligned.
static inline size_t parley_i_field_chunks(const struct space *space)
{
    return ((size_t)space->packages + FIELD_CHUNK - 1) / FIELD_CHUNK;
}

/// Lay out an additive utility: out[i] of every package i, the first factor's option running fastest; -INFINITY to
/// the end of the row. Sums in the one order of summation. `cells` may hold -INFINITY.
void parley_i_field_fill(const struct space *space, double base, const double *cells, double *out);

/// One option a factor, of package i of the field.
void parley_i_field_choice(const struct space *space, size_t i, uint32_t *choice);

/// Largest of value[i] where own[i] >= least, -INFINITY when none is; and the same for each chunk.
double parley_i_field_most(const double *value, const double *own, double least, size_t chunks, double *chunk_most);

/// By how much each package exceeds all levels: the smallest of row[p][i] - level[p]. Returns the largest, and that
/// of each chunk.
double parley_i_field_margins(const double *rows, size_t stride, const double *level, uint32_t parties, size_t chunks,
                              double *margin, double *chunk_most);

#endif
