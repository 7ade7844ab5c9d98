// Any number of additive utilities over one space: multipliers, the core of cells they leave, and the walk through
// it. The counterpart of pair.h, whose idea it shares: with multipliers >= 0 the weighted sum of a package's
// utilities is the sum of the best each factor offers, less what each chosen cell loses against it; so what must
// reach a weighted sum is made of cells with small losses.
#ifndef PARLEY_LIB_PREFERENCE_CORE_H
#define PARLEY_LIB_PREFERENCE_CORE_H

#include "preference/table.h"

#define CORE_NEVER (-1e200)  // the value of a barred cell; unlike infinity it may be multiplied by 0

struct core_cell {
    double loss;
    uint32_t option;
};

struct core {
    const struct table *table;
    uint32_t parties;
    double *need;              // [party]: the walk leaves out what cannot be worth that; may be raised while it goes
    double *worth;             // [party]: utilities of the package visited
    uint32_t *choice;          // [factor]: that package
    // working memory
    uint32_t *best;            // [factor]: option of the best package that was looked at last
    double *value;             // [cell]: weighted sum
    struct core_cell *cell;    // the core, factor after factor, smallest loss first
    uint32_t *count, *at;      // [factor]
    uint32_t *order;           // of the factors in the walk: fewest cells first
    double *loss, *sum, *rest; // [factor], [(factor + 1) * parties], [factor * parties]
};

/// Bytes of working memory, 64-byte aligned.
size_t parley_i_core_scratch(const struct space *space, uint32_t parties);

/// Make a core of a table over working memory; needs start at -INFINITY.
void parley_i_core_load(struct core *core, const struct table *table, void *scratch);

/// The best package under multipliers among those that cross no red line: its weighted sum of utilities, and (in
/// `worth`) what it is worth to each. -INFINITY when every package crosses one.
double parley_i_core_best(struct core *core, const double *weight, double *worth);

/// Collect the cells that lose at most `slack` under multipliers, without those that another beats for every party
/// (see parley_i_pair_core).
void parley_i_core_build(struct core *core, const double *weight, double slack);

/// A visitor sees a package of the core (`core->choice`) with its utilities in the one order of summation
/// (`core->worth`), and returns how much a package may lose from now on.
typedef double core_visitor(struct core *core, double slack, void *user);

/// Visit every package of the core that loses at most `slack` in all and can reach `need`. Stops after `budget`
/// steps; false when it had to.
bool parley_i_core_walk(struct core *core, double slack, uint64_t budget, core_visitor *visit, void *user);

#endif
