// Two additive utilities over one space: the tool under every exact search that weighs one interest against another.
//
// With multipliers (p, q) >= 0 the weighted sum p*u + q*v of a package is the sum of the best each factor offers,
// less what each chosen cell loses against it. So a package that must reach some weighted sum can only be made of
// cells with small losses: the *core*. The search has two halves: find multipliers under which the core is small (the
// vertices and edges of the convex frontier, found factor by factor), then walk the core, exactly. Cost grows with
// the sum of options. (Lagrangian bounding and core enumeration as in the multiple-choice knapsack: Pisinger, EJOR
// 83:394-410, 1995.)
#ifndef PARLEY_LIB_PREFERENCE_PAIR_H
#define PARLEY_LIB_PREFERENCE_PAIR_H

#include "preference/table.h"

// PAIR_CUTS: most vertices to look at on the way to an edge; a dozen is usual
enum { PAIR_CUTS = 200, PAIR_FREE = -1, PAIR_STATES = 1024, PAIR_WAYS = 256 };

struct pair_cell {
    double loss, u[2];
    uint32_t option;
};

struct pair_way {  // of a spread
    double loss, u, v;
    uint64_t code;
};

struct pair_state {  // of a sweep
    double u, v, loss;
    uint32_t parent, option;
};

/// Multipliers, and the best weighted sum under them; `sum` is what the package that attains it is worth in each
/// utility.
struct vertex {
    double weight[2], total, sum[2];
};

struct pair {
    const struct space *space;
    const double *u[2];          // [cell]
    const uint8_t *excluded[2];  // [cell] each, or NULL: cells out of the question
    double base[2];
    double need[2];  // the walk leaves out what cannot reach both; may be raised while it goes
    // working memory
    // Factors stand side by side in groups of eight, so that one vector holds an option of each: [rows * lanes],
    // as many rows as the factor with most options has; what is past a factor's last option can never be best.
    uint32_t groups, *depth, lanes;  // lanes: of all groups and rows
    double *lane[2];
    double *lost;                           // what each loses under multipliers
    double *swap[2];                        // the package of the best, but for that one
    double *top[2];                         // [groups * 8]: the best of each factor
    double peak[2];                         // the package of the best
    uint64_t *kept;                         // [groups * 8]: options of the core, as bits
    struct pair_cell *cell;                 // the core, factor after factor, smallest loss first when `sorted`
    uint32_t *fixed;                        // [factor]: the only option looked at, or PAIR_FREE
    bool sorted;                            // else by option
    uint32_t *count, *order, *at, *choice;  // `order`: the walk takes the factor with most cells last
    double *loss, *sum[2], *rest[2];
    uint8_t *beaten;
    struct pair_way *way, *spare;
    struct pair_state *state[3];  // for sweeps; NULL where the space is so small that a walk will do
    uint32_t *trail;
};

/// Bytes of working memory, 64-byte aligned, that a pair over this space wants.
size_t parley_i_pair_scratch(const struct space *space);

/// Make a pair from its first members (`space`, `u`, `excluded`, `base`). False when some factor has no cell left.
bool parley_i_pair_load(struct pair *pair, void *scratch);

/// Look at one option of a factor only; PAIR_FREE: at all again. False when that option is excluded (then nothing
/// changed).
bool parley_i_pair_fix(struct pair *pair, uint32_t factor, uint32_t option);

/// The best package under multipliers (p, q) >= 0, not both 0.
void parley_i_pair_vertex(const struct pair *pair, double p, double q, struct vertex *out);

/// The edge of the convex frontier between two vertices: `left` has more of utility 0, `right` more of utility 1. Sets
/// `out` to the best package under the multipliers of the chord; false when the chord was an edge already (then
/// `out->weight` and `out->total` describe that edge, and `out->sum` is `left`'s).
bool parley_i_pair_between(const struct pair *pair, const struct vertex *left, const struct vertex *right,
                           struct vertex *out);

/// What every cell loses under the vertex's multipliers against the best of its factor, and the package of the best
/// cells.
void parley_i_pair_weigh(struct pair *pair, const struct vertex *at);

/// After weighing, the packages that differ from the best one by one cell at most, in `swap` (exact to rounding only;
/// far below any utility where there is no such package): the cheap way to a good first find.
void parley_i_pair_swaps(struct pair *pair);

/// Collect the cells that lose at most `slack`, after they were weighed. Unless they are few, those that another
/// beats in both utilities (or equals, with a lower option) are left out: no monotone criterion with ties to the
/// lowest package number ever chooses them.
void parley_i_pair_core(struct pair *pair, double slack);

/// All packages of the core that lose at most `slack` and can reach `need`, in `way`, exact to rounding: factor by
/// factor and without a branch, so quicker than a walk where they are few. Returns how many; UINT32_MAX when somewhere
/// on the way they would be more than there is room for.
uint32_t parley_i_pair_spread(struct pair *pair, double slack);

/// The package of a way, in `choice`.
void parley_i_pair_follow(struct pair *pair, const struct pair_way *way);

/// A visitor sees a package of the core (`pair->choice`) with its utilities, exact to rounding (parley_i_pair_exact
/// tells the very bits), and returns how much a package may lose from now on.
typedef double pair_visitor(struct pair *pair, double u, double v, double slack, void *user);

/// The same sums as parley_i_table_utility, of the package in `pair->choice`.
static inline void parley_i_pair_exact(const struct pair *pair, double *u, double *v)
{
    const struct factor *factor = pair->space->factor;
    *u = pair->base[0];
    *v = pair->base[1];
    for (uint32_t f = 0; f < pair->space->factors; f++) {
        uint32_t c = factor[f].first + pair->choice[f];
        *u += pair->u[0][c];
        *v += pair->u[1][c];
    }
}

/// Sweep the core instead of walking it: cheap where many packages come to the same, and bounded everywhere. Leaves
/// the core in another order: collect it again before a walk. Does nothing where the space has no memory for it.
///
/// @param may_thin  true: where too many ways must be kept, some that are better by little are dropped
/// @return by how much a package never visited may be better than one visited, in utility 1; INFINITY when nothing
/// was visited
double parley_i_pair_sweep(struct pair *pair, double slack, bool may_thin, pair_visitor *visit, void *user);

/// Visit every package of the core that loses at most `*may_lose` in all and can reach `need`; it ends as the visitor
/// left it. Stops after `budget` steps; false when it had to.
static inline bool parley_i_pair_walk(struct pair *pair, double *may_lose, uint64_t budget, pair_visitor *visit,
                                      void *user)
{
    double slack = *may_lose;
    const uint32_t last = pair->space->factors - 1;
    uint32_t d = 0;
    pair->at[0] = 0;
    pair->loss[0] = 0.0;
    pair->sum[0][0] = pair->base[0];
    pair->sum[1][0] = pair->base[1];
    for (;;) {
        const uint32_t f = pair->order[d], count = pair->count[f];
        const struct pair_cell *cell = pair->cell + pair->space->factor[f].first;
        bool deeper = false;
        for (uint32_t k = pair->at[d]; k < count && !deeper; k++) {
            double loss = pair->loss[d] + cell[k].loss;
            if (loss > slack && pair->sorted) {
                break;
            }
            double u = pair->sum[0][d] + cell[k].u[0], v = pair->sum[1][d] + cell[k].u[1];
            if (loss > slack || u + pair->rest[0][d] < pair->need[0] || v + pair->rest[1][d] < pair->need[1]) {
                continue;
            }
            if (budget-- == 0) {
                *may_lose = slack;
                return false;
            }
            pair->choice[f] = cell[k].option;
            if (d == last) {
                slack = visit(pair, u, v, slack, user);
                continue;
            }
            pair->at[d] = k + 1;
            pair->loss[d + 1] = loss;
            pair->sum[0][d + 1] = u;
            pair->sum[1][d + 1] = v;
            deeper = true;
        }
        if (deeper) {
            pair->at[++d] = 0;
        } else if (d-- == 0) {
            return true;
        }
    }
}

#endif
