// Definitions of this room and their defaults.
#include "base/def.h"
#include <parley/analysis.h>

PARLEY_I_DEF_INIT(voting, .conditions = 1)
PARLEY_I_DEF_INIT(power, .seed = 1, .trial = -1)
PARLEY_I_DEF_INIT(frontier, .seed = 1, .trial = -1, .threads = 1, .most_points = 10000)
PARLEY_I_DEF_INIT(conflict, .tolerance = 1e-12)
PARLEY_I_DEF_INIT(stability, .seed = 1, .trial = -1)
