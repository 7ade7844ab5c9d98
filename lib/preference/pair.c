#include "preference/pair.h"

#include "base/vector.h"

#include <math.h>

enum { LANES = 8 };

// Stands for minus infinity where it may be multiplied by 0.
static const double NEVER = -1e200;

// Walked sums and vertex sums round differently; needs forgive more than that and less than any stake.
static const double ROUNDING = 1e-13;

static uint32_t groups_of(const struct space *space) { return (space->factors + LANES - 1) / LANES; }

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

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

size_t parley_i_pair_scratch(const struct space *space)
{
    size_t factors = space->factors, cells = space->cells;
    return 2 * padded(lanes_of(space) * sizeof(double)) + padded(cells * sizeof(double)) +
           padded(cells * sizeof(struct pair_cell)) + padded(groups_of(space) * sizeof(uint32_t)) +
           3 * padded(factors * sizeof(uint32_t)) + 5 * padded(factors * sizeof(double));
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

static bool out_of_question(const struct pair *pair, uint32_t cell)
{
    return (pair->excluded[0] != NULL && pair->excluded[0][cell]) || (pair->excluded[1] != NULL && pair->excluded[1][cell]);
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
    pair->at = carve(&free_memory, factors * sizeof(uint32_t));
    pair->choice = carve(&free_memory, factors * sizeof(uint32_t));
    pair->loss = carve(&free_memory, factors * sizeof(double));
}

// Options past a factor's last, and cells out of the question, can never be best; lanes without a factor add nothing.
static bool fill_lanes(struct pair *pair)
{
    const struct space *space = pair->space;
    size_t offset = 0;
    for (uint32_t g = 0; g < pair->groups; g++) {
        uint32_t depth = depth_of(space, g);
        pair->depth[g] = depth;
        for (uint32_t l = 0; l < LANES; l++) {
            uint32_t f = g * LANES + l, options = f < space->factors ? space->factor[f].options : 0;
            double *first = pair->lane[0] + offset + l, *second = pair->lane[1] + offset + l;
            bool any = options == 0;
            for (uint32_t k = 0; k < options; k++) {
                uint32_t c = space->factor[f].first + k;
                bool out = out_of_question(pair, c);
                first[(size_t)k * LANES] = out ? NEVER : pair->u[0][c];
                second[(size_t)k * LANES] = out ? NEVER : pair->u[1][c];
                any = any || !out;
            }
            double filling = options == 0 ? 0.0 : NEVER;
            for (uint32_t k = options; k < depth; k++) {
                first[(size_t)k * LANES] = filling;
                second[(size_t)k * LANES] = filling;
            }
            if (!any) {
                return false;
            }
        }
        offset += (size_t)depth * LANES;
    }
    return true;
}

bool parley_i_pair_load(struct pair *pair, void *scratch)
{
    arrange_memory(pair, scratch);
    pair->need[0] = pair->need[1] = -INFINITY;
    return fill_lanes(pair);
}

// Per lane the option with the largest weighted sum, and what it is worth in each utility.
PARLEY_I_VECTOR
static void best_lanes(const double *u, const double *v, uint32_t depth, double p, double q, double *out)
{
    double best[LANES], first[LANES], second[LANES];
    for (int l = 0; l < LANES; l++) {
        first[l] = u[l];
        second[l] = v[l];
        best[l] = p * u[l] + q * v[l];
    }
    for (uint32_t k = 1; k < depth; k++) {
        const double *uk = u + (size_t)k * LANES, *vk = v + (size_t)k * LANES;
        for (int l = 0; l < LANES; l++) {
            double value = p * uk[l] + q * vk[l];
            first[l] = value > best[l] ? uk[l] : first[l];
            second[l] = value > best[l] ? vk[l] : second[l];
            best[l] = value > best[l] ? value : best[l];
        }
    }
    for (int l = 0; l < LANES; l++) {
        out[0] += first[l];
        out[1] += second[l];
    }
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

bool parley_i_pair_between(const struct pair *pair, const struct vertex *left, const struct vertex *right, struct vertex *out)
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
    return a->option < b->option || a->u[0] > b->u[0] + 10.0 * UTILITY_NOISE || a->u[1] > b->u[1] + 10.0 * UTILITY_NOISE;
}

static uint32_t drop_beaten(struct pair_cell *cell, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t k = 0; k < count; k++) {
        bool beaten = false;
        for (uint32_t j = 0; j < count && !beaten; j++) {
            beaten = j != k && cell[j].loss >= 0.0 && beats(&cell[j], &cell[k]);
        }
        if (beaten) {
            cell[k].loss = -1.0;  // marked; closed up below
        }
    }
    for (uint32_t k = 0; k < count; k++) {
        if (cell[k].loss >= 0.0) {
            cell[kept++] = cell[k];
        }
    }
    return kept;
}

static uint32_t collect(struct pair *pair, const struct factor *factor, double slack)
{
    const double *value = pair->value + factor->first;
    struct pair_cell *cell = pair->cell + factor->first;
    double best = NEVER;
    for (uint32_t k = 0; k < factor->options; k++) {
        best = value[k] > best ? value[k] : best;
    }
    uint32_t count = 0;
    for (uint32_t k = 0; k < factor->options; k++) {
        double loss = best - value[k];
        if (loss > slack) {
            continue;
        }
        uint32_t place = count++;
        for (; place > 0 && cell[place - 1].loss > loss; place--) {
            cell[place] = cell[place - 1];
        }
        cell[place].loss = loss;
        cell[place].u[0] = pair->u[0][factor->first + k];
        cell[place].u[1] = pair->u[1][factor->first + k];
        cell[place].option = k;
    }
    return count > 1 ? drop_beaten(cell, count) : count;
}

void parley_i_pair_core(struct pair *pair, const struct vertex *at, double slack)
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
    double rest[2] = {2.0 * ROUNDING, 2.0 * ROUNDING};
    for (uint32_t f = space->factors; f-- > 0;) {
        pair->count[f] = collect(pair, &space->factor[f], slack);
        const struct pair_cell *cell = pair->cell + space->factor[f].first;
        double most[2] = {NEVER, NEVER};
        for (uint32_t k = 0; k < pair->count[f]; k++) {
            most[0] = cell[k].u[0] > most[0] ? cell[k].u[0] : most[0];
            most[1] = cell[k].u[1] > most[1] ? cell[k].u[1] : most[1];
        }
        pair->rest[0][f] = rest[0];
        pair->rest[1][f] = rest[1];
        rest[0] += most[0];
        rest[1] += most[1];
    }
}
