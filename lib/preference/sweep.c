// The core of a pair, swept factor by factor: of all ways to choose on the factors seen so far, only those that no
// other beats in both utilities are kept. Where many packages come to the same (equal weights, even steps) few are
// left, and what would be walked for ever is swept at once.
//
// From the last factor to the first, so that of two ways worth the same the one with the lower option on the newest
// factor, and so with the lower package number, is the one to keep.
#include "preference/pair.h"

#include <math.h>

// Cells of the core in the order of their options.
static void sort_by_option(struct pair_cell *cell, uint32_t count)
{
    for (uint32_t k = 1; k < count; k++) {
        struct pair_cell here = cell[k];
        uint32_t place = k;
        for (; place > 0 && cell[place - 1].option > here.option; place--) {
            cell[place] = cell[place - 1];
        }
        cell[place] = here;
    }
}

struct sweep {
    struct pair *pair;
    double slack, most[2];  // what may be lost; what the factors still to come can add
    double step;            // a state must be better than the last by this much to be kept
    struct pair_state *from, *into, *spare;
    uint32_t count, merged;
};

static bool possible(const struct sweep *sweep, const struct pair_state *state)
{
    return state->loss <= sweep->slack && state->u + sweep->most[0] >= sweep->pair->need[0] &&
           state->v + sweep->most[1] >= sweep->pair->need[1];
}

// Is `a` to come before `b`? More of the first utility first; the same of it: more of the second; the same of both:
// as they stand.
static bool precedes(const struct pair_state *a, const struct pair_state *b)
{
    if (fabs(a->u - b->u) > UTILITY_NOISE) {
        return a->u > b->u;
    }
    return a->v >= b->v - UTILITY_NOISE;
}

// Add to the merged list the old list with one more cell chosen. False when there is no room for what must be kept.
static bool merge_cell(struct sweep *sweep, const struct pair_cell *cell)
{
    uint32_t i = 0, k = 0, kept = 0;
    double last = -INFINITY;
    while (i < sweep->merged || k < sweep->count) {
        struct pair_state next;
        if (k < sweep->count) {
            const struct pair_state *old = &sweep->from[k];
            next =
                (struct pair_state){old->u + cell->u[0], old->v + cell->u[1], old->loss + cell->loss, k, cell->option};
        }
        if (k == sweep->count || (i < sweep->merged && precedes(&sweep->into[i], &next))) {
            next = sweep->into[i++];
        } else {
            k++;
            if (!possible(sweep, &next)) {
                continue;
            }
        }
        if (next.v > last + sweep->step) {
            if (kept == PAIR_STATES) {
                return false;
            }
            sweep->spare[kept++] = next;
            last = next.v;
        }
    }
    struct pair_state *swap = sweep->into;
    sweep->into = sweep->spare;
    sweep->spare = swap;
    sweep->merged = kept;
    return true;
}

static bool merge_factor(struct sweep *sweep, uint32_t f)
{
    const struct pair_cell *cell = sweep->pair->cell + sweep->pair->space->factor[f].first;
    sweep->merged = 0;
    for (uint32_t k = 0; k < sweep->pair->count[f]; k++) {
        if (!merge_cell(sweep, &cell[k])) {
            return false;
        }
    }
    return true;
}

static void tell_visitor(struct sweep *sweep, pair_visitor *visit, void *user)
{
    struct pair *pair = sweep->pair;
    uint32_t factors = pair->space->factors;
    for (uint32_t k = 0; k < sweep->count; k++) {
        const struct pair_state *state = &sweep->from[k];
        if (state->loss > sweep->slack) {
            continue;
        }
        uint32_t parent = state->parent;
        pair->choice[0] = state->option;
        for (uint32_t f = 1; f < factors; f++) {
            const uint32_t *trail = pair->trail + (size_t)f * PAIR_STATES * 2 + (size_t)parent * 2;
            pair->choice[f] = trail[1];
            parent = trail[0];
        }
        sweep->slack = visit(pair, state->u, state->v, sweep->slack, user);
    }
}

static void leave_trail(struct pair *pair, uint32_t f, const struct pair_state *state, uint32_t count)
{
    uint32_t *trail = pair->trail + (size_t)f * PAIR_STATES * 2;
    for (uint32_t k = 0; k < count; k++) {
        trail[2 * k] = state[k].parent;
        trail[2 * k + 1] = state[k].option;
    }
}

// What the factors before each one can add at most, in place of what those after it can.
static void sum_before(struct pair *pair)
{
    double most[2] = {UTILITY_NOISE, UTILITY_NOISE};
    for (uint32_t f = 0; f < pair->space->factors; f++) {
        struct pair_cell *cell = pair->cell + pair->space->factor[f].first;
        double best[2] = {-INFINITY, -INFINITY};
        sort_by_option(cell, pair->count[f]);
        for (uint32_t k = 0; k < pair->count[f]; k++) {
            best[0] = fmax(best[0], cell[k].u[0]);
            best[1] = fmax(best[1], cell[k].u[1]);
        }
        for (int s = 0; s < 2; s++) {
            pair->rest[s][f] = most[s];
            most[s] += best[s];
        }
    }
}

double parley_i_pair_sweep(struct pair *pair, double slack, bool may_thin, pair_visitor *visit, void *user)
{
    uint32_t factors = pair->space->factors;
    if (pair->trail == NULL) {
        return INFINITY;
    }
    struct sweep sweep = {.pair = pair,
                          .slack = slack,
                          .from = pair->state[0],
                          .into = pair->state[1],
                          .spare = pair->state[2],
                          .count = 1};
    double given_up = 0.0;
    sum_before(pair);
    sweep.from[0] = (struct pair_state){pair->base[0], pair->base[1], 0.0, 0, 0};
    for (uint32_t f = factors; f-- > 0;) {
        sweep.most[0] = pair->rest[0][f];
        sweep.most[1] = pair->rest[1][f];
        sweep.step = UTILITY_NOISE;
        while (!merge_factor(&sweep, f)) {
            if (!may_thin) {
                return INFINITY;
            }
            sweep.step = fmax(4.0 * sweep.step, 1e-6);
        }
        given_up += sweep.step > UTILITY_NOISE ? sweep.step * pair->count[f] : 0.0;
        struct pair_state *swap = sweep.from;
        sweep.from = sweep.into;
        sweep.into = swap;
        sweep.count = sweep.merged;
        leave_trail(pair, f, sweep.from, sweep.count);
    }
    tell_visitor(&sweep, visit, user);
    return given_up;
}
