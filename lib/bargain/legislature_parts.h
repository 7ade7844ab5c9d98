// Private to the solvers of legislative bargaining.
#ifndef PARLEY_LIB_BARGAIN_LEGISLATURE_PARTS_H
#define PARLEY_LIB_BARGAIN_LEGISLATURE_PARTS_H

#include "bargain/legislature.h"

bool parley_i_legislature_alike(const struct legislature *legislature);  ///< do all votes weigh the same?
void parley_i_legislature_equal(const struct legislature *legislature, struct legislation *out,
                                double *spare);  ///< `spare`: 4 per member
void parley_i_legislature_weighed(const struct legislature *legislature, double *cost,
                                  struct legislation *out);  ///< `cost`: 2^members

#endif
