// The design in memory, shared by the files of its kinds.
#ifndef PARLEY_LIB_CHANCE_DESIGN_KIND_H
#define PARLEY_LIB_CHANCE_DESIGN_KIND_H

#include "chance/design.h"

enum {
    SOBOL_PLACES = 40,   // dimensions of GSL's generator
    SOBOL_BITS = 24,     // points before a replicate's sequence starts anew with another scrambling: 2^24
    SOBOL_LOW_BITS = 8,  // of a point's number, played from a table
};

/// Direction numbers of a dimension, bits reversed: the first digit of the point is bit 0.
struct sobol {
    uint32_t low[1 << SOBOL_LOW_BITS];  // the points of the first numbers
    uint32_t direction[SOBOL_BITS];
};

struct design {
    struct design_def def;
    size_t places;
    struct stream *stream;  // one per place: jitter, or the uniforms themselves
    struct stream *keys;    // one per place: scramblings and permutations of its replicates
    struct sobol *sobol;    // the first places of a Sobol design; else NULL
    size_t sobol_places;
    const uint32_t *dimension;  // of each place; NULL: its number
};

/// Points `first` .. of one replicate of `size` points; n <= DESIGN_PIECE. `jitter` holds uniforms of the trials.
enum { DESIGN_PIECE = 256 };
void parley_i_latin_fill(uint64_t key, uint64_t size, uint64_t first, const double *jitter, double *u, size_t n);
void parley_i_sobol_fill(const struct sobol *sobol, uint64_t key, uint64_t first, const double *jitter, double *u,
                         size_t n);

/// Read the direction numbers of the first `places` dimensions for replicates of at most `points` points.
parley_status parley_i_sobol_create(struct arena *arena, size_t places, uint64_t points, struct sobol **out);

#endif
