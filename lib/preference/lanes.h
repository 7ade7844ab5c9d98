// Vectors of doubles, and the choice between two by a mask. Private to loops that the compiler does not vectorise by
// itself. Where the machine has no vectors of this size the compiler splits them: the bits are the same.
#ifndef PARLEY_LIB_PREFERENCE_LANES_H
#define PARLEY_LIB_PREFERENCE_LANES_H

#include <stdint.h>

enum { LANES = 8 };

typedef double lane_values __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t lane_masks __attribute__((vector_size(LANES * sizeof(double))));
typedef uint64_t lane_bits __attribute__((vector_size(LANES * sizeof(double))));  // bits that wrap round

/// `a` where the mask is set, else `b`.
#define SELECT(mask, a, b) ((lane_values)(((mask) & (lane_masks)(a)) | (~(mask) & (lane_masks)(b))))

/// The sum of all lanes.
#define SUM_OF_LANES(a) ((((a)[0] + (a)[4]) + ((a)[2] + (a)[6])) + (((a)[1] + (a)[5]) + ((a)[3] + (a)[7])))

#endif
