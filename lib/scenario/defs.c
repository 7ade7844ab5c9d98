// Definitions of this room and their defaults.
#include "base/def.h"
#include <parley/scenario.h>

PARLEY_I_DEF_INIT(assumption, .id = NULL)
PARLEY_I_DEF_INIT(issue, .id = NULL)
PARLEY_I_DEF_INIT(party, .power = "1", .salience = "1", .no_deal = "0", .discount = "1")
PARLEY_I_DEF_INIT(demand, .weight = "1", .shape = "1")
PARLEY_I_DEF_INIT(linkage, .when = NULL)
PARLEY_I_DEF_INIT(talks, .protocol = "alternating")
PARLEY_I_DEF_INIT(vote, .id = NULL)
PARLEY_I_DEF_INIT(chance, .id = NULL)
PARLEY_I_DEF_INIT(transition, .from = NULL)
PARLEY_I_DEF_INIT(metric, .id = NULL)
PARLEY_I_DEF_INIT(protocol, .name = NULL)
