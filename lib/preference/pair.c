#include "preference/pair.h"

#include "base/vector.h"
#include "preference/lanes.h"

#include <math.h>

enum { BITS = 64 };

// Stands for minus infinity where it may be multiplied by 0.
static const double NEVER = -1e200;

// Walked sums and vertex sums round differently; needs forgive more than that and less than any stake.
static const double ROUNDING = 1e-13;

static const double OUT_OF_QUESTION = 1e100;  // what is out of the question loses more
static const double MOST_CODES = 1e18;        // packages whose number fits a code
static const double FEW_PACKAGES = 1000;      // a core no larger is looked at as it is

static uint32_t groups_of(const struct space *space)
{
    return (space->factors + LANES - 1) / LANES;
}

// Even, so that rows can be taken two at a time.
static uint32_t depth_of(const struct space *space, uint32_t group)
{
    uint32_t depth = 1;
    for (uint32_t f = group * LANES; f < space->factors && f < (group + 1) * LANES; f++) {
        depth = space->factor[f].options > depth ? space->factor[f].options : depth;
    }
    return (depth + 1) / 2 * 2;
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
    return 5 * padded(lanes_of(space) * sizeof(double)) + 3 * groups_of(space) * LANES * sizeof(double) +
           2 * padded(PAIR_WAYS * sizeof(struct pair_way)) + padded(cells * sizeof(struct pair_cell)) + padded(cells) +
           padded(groups_of(space) * sizeof(uint32_t)) + 5 * padded(factors * sizeof(uint32_t)) +
           5 * padded(factors * sizeof(double)) + padded(sweeps);
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
    pair->lanes = (uint32_t)lanes;
    pair->lost = carve(&free_memory, lanes * sizeof(double));
    pair->kept = carve(&free_memory, pair->groups * LANES * sizeof(uint64_t));
    for (int s = 0; s < 2; s++) {
        pair->lane[s] = carve(&free_memory, lanes * sizeof(double));
        pair->swap[s] = carve(&free_memory, lanes * sizeof(double));
        pair->top[s] = carve(&free_memory, pair->groups * LANES * sizeof(double));
        pair->sum[s] = carve(&free_memory, factors * sizeof(double));
        pair->rest[s] = carve(&free_memory, factors * sizeof(double));
    }
    pair->cell = carve(&free_memory, cells * sizeof(struct pair_cell));
    pair->way = carve(&free_memory, PAIR_WAYS * sizeof(struct pair_way));
    pair->spare = carve(&free_memory, PAIR_WAYS * sizeof(struct pair_way));
    pair->depth = carve(&free_memory, pair->groups * sizeof(uint32_t));
    pair->count = carve(&free_memory, factors * sizeof(uint32_t));
    pair->beaten = carve(&free_memory, cells);
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
    const double *u = pair->u[0] + factor->first, *v = pair->u[1] + factor->first;
    const bool all = pair->excluded[0] == NULL && pair->excluded[1] == NULL && pair->fixed[f] == (uint32_t)PAIR_FREE;
    bool any = all;
    for (uint32_t k = 0; k < factor->options; k++) {
        first[(size_t)k * LANES] = u[k];
        second[(size_t)k * LANES] = v[k];
    }
    for (uint32_t k = 0; !all && k < factor->options; k++) {
        bool out =
            out_of_question(pair, factor->first + k) || (pair->fixed[f] != (uint32_t)PAIR_FREE && pair->fixed[f] != k);
        first[(size_t)k * LANES] = out ? NEVER : u[k];
        second[(size_t)k * LANES] = out ? NEVER : v[k];
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

// Of every lane the row with the largest weighted sum: its sum, and what it is worth in each utility. Two chains hide
// the time that comparisons take.
#define BEST_ROWS(first, second, depth, p, q, best, u, v)                                                              \
    lane_values best = (p) * (first)[0] + (q) * (second)[0], u = (first)[0], v = (second)[0];                          \
    do {                                                                                                               \
        lane_values other = (p) * (first)[1] + (q) * (second)[1], other_u = (first)[1], other_v = (second)[1];         \
        for (uint32_t k = 2; k < (depth); k += 2) {                                                                    \
            lane_values even = (p) * (first)[k] + (q) * (second)[k];                                                   \
            lane_values odd = (p) * (first)[k + 1] + (q) * (second)[k + 1];                                            \
            lane_masks larger_even = even > best, larger_odd = odd > other;                                            \
            u = SELECT(larger_even, (first)[k], u);                                                                    \
            v = SELECT(larger_even, (second)[k], v);                                                                   \
            best = SELECT(larger_even, even, best);                                                                    \
            other_u = SELECT(larger_odd, (first)[k + 1], other_u);                                                     \
            other_v = SELECT(larger_odd, (second)[k + 1], other_v);                                                    \
            other = SELECT(larger_odd, odd, other);                                                                    \
        }                                                                                                              \
        lane_masks larger = other > best;                                                                              \
        u = SELECT(larger, other_u, u);                                                                                \
        v = SELECT(larger, other_v, v);                                                                                \
        best = SELECT(larger, other, best);                                                                            \
    } while (0)

PARLEY_I_VECTOR
void parley_i_pair_vertex(const struct pair *pair, double p, double q, struct vertex *out)
{
    const lane_values *first = (const lane_values *)pair->lane[0], *second = (const lane_values *)pair->lane[1];
    double sum[2] = {pair->base[0], pair->base[1]};
    for (uint32_t g = 0; g < pair->groups; g++) {
        const uint32_t depth = pair->depth[g];
        BEST_ROWS(first, second, depth, p, q, best, u, v);
        sum[0] += SUM_OF_LANES(u);
        sum[1] += SUM_OF_LANES(v);
        first += depth;
        second += depth;
    }
    *out = (struct vertex){{p, q}, p * sum[0] + q * sum[1], {sum[0], sum[1]}};
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

// Smallest loss first.
static void sort_cells(struct pair_cell *cell, uint32_t count)
{
    for (uint32_t k = 1; k < count; k++) {
        const struct pair_cell here = cell[k];
        uint32_t place = k;
        for (; place > 0 && cell[place - 1].loss > here.loss; place--) {
            cell[place] = cell[place - 1];
        }
        cell[place] = here;
    }
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

// Which rows lose at most so much, as bits of each lane.
PARLEY_I_VECTOR
static void keep_rows(const double *lost, uint32_t rows, double slack, uint64_t *kept)
{
    const lane_values *row = (const lane_values *)lost;
    lane_bits bits = {0}, bit = (lane_bits){0} + 1;
    for (uint32_t k = 0; k < rows; k++) {
        bits |= (lane_bits)(row[k] <= slack) & bit;
        bit += bit;
    }
    *(lane_bits *)kept = bits;
}

// The kept rows of a factor, as cells of the core.
static uint32_t add_kept(const struct pair *pair, uint32_t f, uint64_t kept, uint32_t row, size_t at, uint32_t count)
{
    struct pair_cell *cell = pair->cell + pair->space->factor[f].first;
    for (; kept != 0; kept &= kept - 1) {
        uint32_t k = row + (uint32_t)__builtin_ctzll(kept);
        size_t lane = at + (size_t)k * LANES;
        cell[count++] = (struct pair_cell){pair->lost[lane], {pair->lane[0][lane], pair->lane[1][lane]}, k};
    }
    return count;
}

static void collect(struct pair *pair, double slack)
{
    size_t offset = 0;
    for (uint32_t g = 0; g < pair->groups; g++) {
        for (uint32_t row = 0; row < pair->depth[g]; row += BITS) {
            uint32_t rows = pair->depth[g] - row < BITS ? pair->depth[g] - row : BITS;
            keep_rows(pair->lost + offset + (size_t)row * LANES, rows, slack, pair->kept);
            for (uint32_t l = 0; l < LANES && g * LANES + l < pair->space->factors; l++) {
                uint32_t f = g * LANES + l;
                pair->count[f] = add_kept(pair, f, pair->kept[l], row, offset + l, row > 0 ? pair->count[f] : 0);
            }
        }
        offset += (size_t)pair->depth[g] * LANES;
    }
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

PARLEY_I_VECTOR
void parley_i_pair_weigh(struct pair *pair, const struct vertex *at)
{
    const lane_values *first = (const lane_values *)pair->lane[0], *second = (const lane_values *)pair->lane[1];
    lane_values *lost = (lane_values *)pair->lost;
    const double p = at->weight[0], q = at->weight[1];
    pair->peak[0] = pair->base[0];
    pair->peak[1] = pair->base[1];
    for (uint32_t g = 0; g < pair->groups; g++) {
        const uint32_t depth = pair->depth[g];
        BEST_ROWS(first, second, depth, p, q, best, u, v);
        for (uint32_t k = 0; k < depth; k++) {
            lost[k] = best - (p * first[k] + q * second[k]);
        }
        ((lane_values *)pair->top[0])[g] = u;
        ((lane_values *)pair->top[1])[g] = v;
        pair->peak[0] += SUM_OF_LANES(u);
        pair->peak[1] += SUM_OF_LANES(v);
        first += depth;
        second += depth;
        lost += depth;
    }
}

PARLEY_I_VECTOR
void parley_i_pair_swaps(struct pair *pair)
{
    for (int s = 0; s < 2; s++) {
        const lane_values *lane = (const lane_values *)pair->lane[s];
        lane_values *swap = (lane_values *)pair->swap[s];
        for (uint32_t g = 0; g < pair->groups; g++) {
            lane_values others = pair->peak[s] - ((const lane_values *)pair->top[s])[g];
            for (uint32_t k = 0; k < pair->depth[g]; k++) {
                swap[k] = others + lane[k];
            }
            lane += pair->depth[g];
            swap += pair->depth[g];
        }
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
    collect(pair, fmin(slack, OUT_OF_QUESTION));
    for (uint32_t f = 0; f < space->factors; f++) {
        packages *= pair->count[f];
    }
    pair->sorted = packages > FEW_PACKAGES;
    if (pair->sorted) {
        for (uint32_t f = 0; f < space->factors; f++) {
            sort_cells(pair->cell + space->factor[f].first, pair->count[f]);
            pair->count[f] = drop_beaten(pair->cell + space->factor[f].first, pair->count[f], pair->beaten);
        }
    }
    set_order(pair);
    sum_rest(pair);
}

// Ways through the d-th factor of the walk: every way so far with every cell, kept where it may do. What is not kept
// is overwritten by the next.
static uint32_t extend(struct pair *pair, uint32_t d, double slack, uint32_t ways)
{
    const uint32_t f = pair->order[d], count = pair->count[f];
    const struct pair_cell *cell = pair->cell + pair->space->factor[f].first;
    const uint64_t options = pair->space->factor[f].options;
    const double least[2] = {pair->need[0] - pair->rest[0][d], pair->need[1] - pair->rest[1][d]};
    uint32_t kept = 0;
    for (uint32_t w = 0; w < ways; w++) {
        const struct pair_way from = pair->way[w];
        if (kept + count > PAIR_WAYS) {
            return UINT32_MAX;
        }
        for (uint32_t k = 0; k < count; k++) {
            struct pair_way *to = &pair->spare[kept];
            to->loss = from.loss + cell[k].loss;
            to->u = from.u + cell[k].u[0];
            to->v = from.v + cell[k].u[1];
            to->code = from.code * options + cell[k].option;
            kept += (uint32_t)(to->loss <= slack) & (uint32_t)(to->u >= least[0]) & (uint32_t)(to->v >= least[1]);
        }
    }
    struct pair_way *swap = pair->way;
    pair->way = pair->spare;
    pair->spare = swap;
    return kept;
}

uint32_t parley_i_pair_spread(struct pair *pair, double slack)
{
    uint32_t ways = pair->space->packages > MOST_CODES ? UINT32_MAX : 1;
    pair->way[0] = (struct pair_way){0.0, pair->base[0], pair->base[1], 0};
    for (uint32_t d = 0; d < pair->space->factors && ways != UINT32_MAX; d++) {
        ways = extend(pair, d, slack, ways);
    }
    return ways;
}

void parley_i_pair_follow(struct pair *pair, const struct pair_way *way)
{
    uint64_t code = way->code;
    for (uint32_t d = pair->space->factors; d-- > 0;) {
        const uint32_t f = pair->order[d], options = pair->space->factor[f].options;
        pair->choice[f] = (uint32_t)(code % options);
        code /= options;
    }
}
