// The known name nearest to a misspelt one.
#ifndef PARLEY_LIB_BASE_NEAREST_H
#define PARLEY_LIB_BASE_NEAREST_H

#include <stddef.h>

/// The entry of `names` within a small edit distance of `wrong` (transpositions count one), or NULL when none is near.
const char *parley_i_nearest(const char *wrong, const char *const *names, size_t count);

#endif
