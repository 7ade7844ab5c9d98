// How the uniforms of the drawing places are laid out over the trials: at random, as a Latin hypercube, or as a
// scrambled Sobol sequence. Every design is a pure function of (seed, place, trial), so any trial can be had alone.
//
// `latin` and `sobol` divide the run into `replicates` contiguous independent ones (trials [r N/R, (r+1) N/R)); their
// means give the honest standard error. A Latin stratum is a keyed permutation (a Feistel network that walks its
// cycles) of the trial's number within its replicate; Sobol points use direction numbers read off GSL's own generator
// and an Owen scrambling by hash (Laine & Karras 2011; Burley 2020), seeded by place and replicate. Sobol has 40
// dimensions: places beyond are random, and `parley_i_design_random_places` counts them.
#ifndef PARLEY_LIB_CHANCE_DESIGN_H
#define PARLEY_LIB_CHANCE_DESIGN_H

#include "base/arena.h"
#include "chance/stream.h"

/// SAMPLING_MEDIAN is no design but one point: every uniform is 1/2, in every trial.
enum sampling { SAMPLING_RANDOM, SAMPLING_LATIN, SAMPLING_SOBOL, SAMPLING_MEDIAN };

struct design;

struct design_def {
    uint64_t seed;
    uint64_t trials;  // of the whole run, not of a shard
    enum sampling sampling;
    uint32_t replicates;  // 1 for random
};

/// `places` are the names of the drawing places (copied); place i is dimension i. For Sobol, dimensions are given to
/// the first 40 places in the order given.
parley_status parley_i_design_create(struct arena *arena, const struct design_def *def, const char *const *places,
                                     size_t count, const struct design **out);

/// The same design seen from another list of places: each has the dimension that `whole` gives its name, so that scenarios that share
/// names share draws even where they differ elsewhere. Every place must be one of `whole`'s; PARLEY_BAD_ARGUMENT otherwise.
parley_status parley_i_design_select(struct arena *arena, const struct design *whole, const char *const *places, size_t count,
                                     const struct design **out);

/// Uniforms of place `place` (index) for trials first .. first + n - 1, in (0, 1).
void parley_i_design_fill(const struct design *design, size_t place, uint64_t first, double *u, size_t n);

size_t parley_i_design_random_places(const struct design *design);

/// The replicate a trial belongs to, and the first trial of replicate r (r = replicates gives `trials`).
uint32_t parley_i_design_replicate(const struct design *design, uint64_t trial);
uint64_t parley_i_design_replicate_first(const struct design *design, uint32_t replicate);

#endif
