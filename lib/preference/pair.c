#include "preference/pair.h"

#include "base/vector.h"

#include <math.h>

enum { LANES = 8 };

// Stands for minus infinity where it may be multiplied by 0.
static const double NEVER = -1e200;

// Walked sums and vertex sums round differently; needs forgive more than that and less than any stake.
static const double ROUNDING = 1e-13;

static const double FEW_PACKAGES = 200;  // a core no larger is walked as it is

static uint32_t groups_of(const struct space *space)
{
    return (space->factors + LANES - 1) / LANES;
}

static uint32_t depth_of(const struct space *space, uint32_t group)
{
    uint32_t depth = 0;
    for (uint32_t f = group * LANES; f < space->factors && f < (group + 1) * LANES; f++) {
        depth = space->factor[f].options > depth ? space->factor[f].options : depth;
    }
    return depth;
}

static size_t lanes_of(const struct space *space)
{
    size_t lanes = 0;
    for (uint32_t g = 0; g < groups_of(space); g++) {
        lanes += (size_t)depth_of(space, g) * LANES;
    }
    return lanes;
}

// From here on walks may be long.
static bool may_sweep(const struct space *space)
{
    return space->packages > 2000;
}

static size_t padded(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

size_t parley_i_pair_scratch(const struct space *space)
{
    size_t factors = space->factors, cells = space->cells;
    size_t sweeps =
        may_sweep(space) ? (3 * sizeof(struct pair_state) + factors * 2 * sizeof(uint32_t)) * PAIR_STATES : 0;
    return 2 * padded(lanes_of(space) * sizeof(double)) + padded(cells * sizeof(double)) +
           padded(cells * sizeof(struct pair_cell)) + padded(cells) + padded(groups_of(space) * sizeof(uint32_t)) +
           6 * padded(factors * sizeof(uint32_t)) + 5 * padded(factors * sizeof(double)) + padded(sweeps);
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

static bool out_of_question(const struct pair *pair, uint32_t cell)
{
    return (pair->excluded[0] != NULL && pair->excluded[0][cell]) ||
           (pair->excluded[1] != NULL && pair->excluded[1][cell]);
}

static void arrange_memory(struct pair *pair, void *scratch)
{
    const struct space *space = pair->space;
    size_t factors = space->factors, cells = space->cells, lanes = lanes_of(space);
    char *free_memory = scratch;
    pair->groups = groups_of(space);
    for (int s = 0; s < 2; s++) {
        pair->lane[s] = carve(&free_memory, lanes * sizeof(double));
        pair->sum[s] = carve(&free_memory, factors * sizeof(double));
        pair->rest[s] = carve(&free_memory, factors * sizeof(double));
    }
    pair->value = carve(&free_memory, cells * sizeof(double));
    pair->cell = carve(&free_memory, cells * sizeof(struct pair_cell));
    pair->depth = carve(&free_memory, pair->groups * sizeof(uint32_t));
    pair->count = carve(&free_memory, factors * sizeof(uint32_t));
    pair->beaten = carve(&free_memory, cells);
    pair->best = carve(&free_memory, factors * sizeof(uint32_t));
    pair->fixed = carve(&free_memory, factors * sizeof(uint32_t));
    pair->order = carve(&free_memory, factors * sizeof(uint32_t));
    pair->at = carve(&free_memory, factors * sizeof(uint32_t));
    pair->choice = carve(&free_memory, factors * sizeof(uint32_t));
    pair->loss = carve(&free_memory, factors * sizeof(double));
    for (int k = 0; k < 3; k++) {
        pair->state[k] = may_sweep(space) ? carve(&free_memory, PAIR_STATES * sizeof(struct pair_state)) : NULL;
    }
    pair->trail = may_sweep(space) ? carve(&free_memory, factors * 2 * sizeof(uint32_t) * PAIR_STATES) : NULL;
}

// One factor's lane. Options past its last, and cells out of the question, can never be best. False when no cell is
// left.
static bool fill_lane(const struct pair *pair, uint32_t f, uint32_t depth, double *first, double *second)
{
    const struct factor *factor = &pair->space->factor[f];
    bool any = false;
    for (uint32_t k = 0; k < factor->options; k++) {
        uint32_t c = factor->first + k;
        bool out = out_of_question(pair, c) || (pair->fixed[f] != (uint32_t)PAIR_FREE && pair->fixed[f] != k);
        first[(size_t)k * LANES] = out ? NEVER : pair->u[0][c];
        second[(size_t)k * LANES] = out ? NEVER : pair->u[1][c];
        any = any || !out;
    }
    for (uint32_t k = factor->options; k < depth; k++) {
        first[(size_t)k * LANES] = NEVER;
        second[(size_t)k * LANES] = NEVER;
    }
    return any;
}

bool parley_i_pair_load(struct pair *pair, void *scratch)
{
    const struct space *space = pair->space;
    arrange_memory(pair, scratch);
    pair->need[0] = pair->need[1] = -INFINITY;
    size_t offset = 0;
    bool any = true;
    for (uint32_t g = 0; g < pair->groups; g++) {
        uint32_t depth = depth_of(space, g);
        pair->depth[g] = depth;
        for (uint32_t l = 0; l < LANES; l++) {
            uint32_t f = g * LANES + l;
            double *first = pair->lane[0] + offset + l, *second = pair->lane[1] + offset + l;
            if (f < space->factors) {
                pair->fixed[f] = (uint32_t)PAIR_FREE;
                any = fill_lane(pair, f, depth, first, second) && any;
                continue;
            }
            for (uint32_t k = 0; k < depth; k++) {  // a lane without a factor adds nothing
                first[(size_t)k * LANES] = 0.0;
                second[(size_t)k * LANES] = 0.0;
            }
        }
        offset += (size_t)depth * LANES;
    }
    return any;
}

bool parley_i_pair_fix(struct pair *pair, uint32_t factor, uint32_t option)
{
    if (option != (uint32_t)PAIR_FREE && out_of_question(pair, pair->space->factor[factor].first + option)) {
        return false;
    }
    size_t offset = factor % LANES;
    for (uint32_t g = 0; g < factor / LANES; g++) {
        offset += (size_t)pair->depth[g] * LANES;
    }
    pair->fixed[factor] = option;
    return fill_lane(pair, factor, pair->depth[factor / LANES], pair->lane[0] + offset, pair->lane[1] + offset);
}

typedef double lane_values __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t lane_masks __attribute__((vector_size(LANES * sizeof(double))));

// Per lane the option with the largest weighted sum, and what it is worth in each utility.
PARLEY_I_VECTOR
static void best_lanes(const double *u, const double *v, uint32_t depth, double p, double q, double *out)
{
    const lane_values *first = (const lane_values *)u, *second = (const lane_values *)v;
    lane_values best = p * first[0] + q * second[0];
    lane_masks best_first = (lane_masks)first[0], best_second = (lane_masks)second[0];
    for (uint32_t k = 1; k < depth; k++) {
        lane_values value = p * first[k] + q * second[k];
        lane_masks larger = value > best;
        best_first = (larger & (lane_masks)first[k]) | (~larger & best_first);
        best_second = (larger & (lane_masks)second[k]) | (~larger & best_second);
        best = (lane_values)((larger & (lane_masks)value) | (~larger & (lane_masks)best));
    }
    lane_values a = (lane_values)best_first, b = (lane_values)best_second;
    out[0] += ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
    out[1] += ((b[0] + b[4]) + (b[2] + b[6])) + ((b[1] + b[5]) + (b[3] + b[7]));
}

void parley_i_pair_vertex(const struct pair *pair, double p, double q, struct vertex *out)
{
    const double *u = pair->lane[0], *v = pair->lane[1];
    out->weight[0] = p;
    out->weight[1] = q;
    out->sum[0] = pair->base[0];
    out->sum[1] = pair->base[1];
    for (uint32_t g = 0; g < pair->groups; g++) {
        best_lanes(u, v, pair->depth[g], p, q, out->sum);
        u += (size_t)pair->depth[g] * LANES;
        v += (size_t)pair->depth[g] * LANES;
    }
    out->total = p * out->sum[0] + q * out->sum[1];
}

bool parley_i_pair_between(const struct pair *pair, const struct vertex *left, const struct vertex *right,
                           struct vertex *out)
{
    double p = right->sum[1] - left->sum[1], q = left->sum[0] - right->sum[0];
    p = p > 0.0 ? p : 0.0;
    q = q > 0.0 ? q : 0.0;
    double scale = p > q ? p : q;
    if (!(scale > 0.0)) {  // one package is both: it is best for both, and any multipliers tell
        p = q = scale = 1.0;
    }
    parley_i_pair_vertex(pair, p / scale, q / scale, out);
    double chord = out->weight[0] * left->sum[0] + out->weight[1] * left->sum[1];
    if (out->total > chord + ROUNDING) {
        return true;
    }
    out->sum[0] = left->sum[0];
    out->sum[1] = left->sum[1];
    return false;
}

static bool beats(const struct pair_cell *a, const struct pair_cell *b)
{
    if (!(a->u[0] >= b->u[0] && a->u[1] >= b->u[1])) {
        return false;
    }
    return a->option < b->option || a->u[0] > b->u[0] + 10.0 * UTILITY_NOISE ||
           a->u[1] > b->u[1] + 10.0 * UTILITY_NOISE;
}

// Leave out what another cell of the factor beats: else ties would multiply from factor to factor.
static uint32_t drop_beaten(struct pair_cell *cell, uint32_t count, uint8_t *beaten)
{
    uint32_t kept = 0;
    for (uint32_t k = 0; k < count; k++) {
        beaten[k] = 0;
        for (uint32_t j = 0; j < count && cell[j].loss <= cell[k].loss && !beaten[k]; j++) {
            beaten[k] = j != k && beats(&cell[j], &cell[k]);
        }
    }
    for (uint32_t k = 0; k < count; k++) {
        if (!beaten[k]) {
            cell[kept++] = cell[k];
        }
    }
    return kept;
}

static uint32_t collect(struct pair *pair, uint32_t f, double slack)
{
    const struct factor *factor = &pair->space->factor[f];
    double *loss = pair->value + factor->first;
    const double *first = pair->u[0] + factor->first, *second = pair->u[1] + factor->first;
    struct pair_cell *cell = pair->cell + factor->first;
    uint32_t count = 0;
    for (uint32_t k = 0; k < factor->options; k++) {
        if (loss[k] <= slack) {
            uint32_t place = count++;
            for (; place > 0 && cell[place - 1].loss > loss[k]; place--) {
                cell[place] = cell[place - 1];
            }
            cell[place] = (struct pair_cell){loss[k], {first[k], second[k]}, k};
        }
    }
    return count;
}

// What the factors still to come in the walk can add at most to each utility.
static void sum_rest(struct pair *pair)
{
    double rest[2] = {2.0 * ROUNDING, 2.0 * ROUNDING};
    for (uint32_t d = pair->space->factors; d-- > 0;) {
        uint32_t f = pair->order[d];
        const struct pair_cell *cell = pair->cell + pair->space->factor[f].first;
        double most[2] = {NEVER, NEVER};
        for (uint32_t k = 0; k < pair->count[f]; k++) {
            most[0] = cell[k].u[0] > most[0] ? cell[k].u[0] : most[0];
            most[1] = cell[k].u[1] > most[1] ? cell[k].u[1] : most[1];
        }
        pair->rest[0][d] = rest[0];
        pair->rest[1][d] = rest[1];
        rest[0] += most[0];
        rest[1] += most[1];
    }
}

static void weigh_factor(struct pair *pair, uint32_t f)
{
    const struct factor *factor = &pair->space->factor[f];
    double *value = pair->value + factor->first;
    uint32_t best = 0;
    if (pair->fixed[f] != (uint32_t)PAIR_FREE) {
        best = pair->fixed[f];
        for (uint32_t k = 0; k < factor->options; k++) {
            value[k] = k == best ? 0.0 : 2.0 * PAIR_OUT;
        }
    } else {
        double most = value[0];
        for (uint32_t k = 1; k < factor->options; k++) {
            best = value[k] > most ? k : best;
            most = value[k] > most ? value[k] : most;
        }
        for (uint32_t k = 0; k < factor->options; k++) {
            value[k] = most - value[k];
        }
    }
    pair->best[f] = best;
    pair->peak[0] += pair->u[0][factor->first + best];
    pair->peak[1] += pair->u[1][factor->first + best];
}

void parley_i_pair_weigh(struct pair *pair, const struct vertex *at)
{
    const struct space *space = pair->space;
    for (uint32_t c = 0; c < space->cells; c++) {
        pair->value[c] = at->weight[0] * pair->u[0][c] + at->weight[1] * pair->u[1][c];
    }
    if (pair->excluded[0] != NULL || pair->excluded[1] != NULL) {
        for (uint32_t c = 0; c < space->cells; c++) {
            pair->value[c] = out_of_question(pair, c) ? 2.0 * NEVER : pair->value[c];
        }
    }
    pair->peak[0] = pair->base[0];
    pair->peak[1] = pair->base[1];
    for (uint32_t f = 0; f < space->factors; f++) {
        weigh_factor(pair, f);
    }
}

// The walk takes the factors with fewest cells first.
static void set_order(struct pair *pair)
{
    for (uint32_t f = 0; f < pair->space->factors; f++) {
        uint32_t place = f;
        for (; place > 0 && pair->count[pair->order[place - 1]] > pair->count[f]; place--) {
            pair->order[place] = pair->order[place - 1];
        }
        pair->order[place] = f;
    }
}

void parley_i_pair_core(struct pair *pair, double slack)
{
    const struct space *space = pair->space;
    double packages = 1.0;
    for (uint32_t f = 0; f < space->factors; f++) {
        pair->count[f] = collect(pair, f, slack);
        packages *= pair->count[f];
    }
    if (packages > FEW_PACKAGES) {
        for (uint32_t f = 0; f < space->factors; f++) {
            pair->count[f] = drop_beaten(pair->cell + space->factor[f].first, pair->count[f], pair->beaten);
        }
    }
    set_order(pair);
    sum_rest(pair);
}
