// Alternating offers under unanimity over a handful of packages, each a lane of a few vectors, in the order of their
// numbers: the lowest lane is the lowest package.
//
// Nothing can be agreed before the first round in which some package is worth everybody's target. Targets only fall, so
// that round is found by halving; the rounds before it are not played.
#include "bargain/alternating.h"

#include "base/fail.h"
#include "base/vector.h"

#include <math.h>
#include <string.h>

enum { LANES = 8, VECTORS = 8, PARTIES = 8, OPTIONS = LANES };  // the most of each; every factor fits a vector

typedef double lane_values __attribute__((vector_size(LANES * sizeof(double))));
typedef double half_values __attribute__((vector_size(LANES / 2 * sizeof(double))));
typedef int64_t lane_masks __attribute__((vector_size(LANES * sizeof(int64_t))));
typedef uint8_t lane_bytes __attribute__((vector_size(LANES)));

#define SELECT(mask, a, b) ((lane_values)(((mask) & (lane_masks)(a)) | (~(mask) & (lane_masks)(b))))
#ifdef __clang__
#define PICK(v, at) ((lane_values){v[at[0]], v[at[1]], v[at[2]], v[at[3]], v[at[4]], v[at[5]], v[at[6]], v[at[7]]})
#else
#define PICK(v, at) __builtin_shuffle(v, at)
#endif

/// What is known of the packages when the plan is made.
struct few {
    uint32_t vectors;
    lane_masks real[VECTORS];  // lanes that are packages
    lane_masks option[];       // [factor * vectors + vector]: which option of the factor the lane's package has
};

/// Utilities of one trial.
struct spread {
    uint32_t parties, vectors;
    lane_values own[PARTIES][VECTORS];  // -INFINITY beyond its red line and in lanes that are no package
};

static bool fits(const struct space *space, uint32_t parties)
{
    bool small = space->packages <= LANES * VECTORS && parties <= PARTIES;
    for (uint32_t f = 0; small && f < space->factors; f++) {
        small = space->factor[f].options <= OPTIONS;
    }
    return small;
}

static uint32_t package_number(const struct space *space, const uint32_t *choice)
{
    uint32_t number = 0;
    for (uint32_t k = 0; k < space->issues; k++) {
        for (uint32_t f = 0; f < space->factors; f++) {
            const struct factor *factor = &space->factor[f];
            for (uint32_t i = 0; i < factor->issues; i++) {
                if (factor->issue[i] == k) {
                    number = number * factor->size[i] + choice[f] / factor->stride[i] % factor->size[i];
                }
            }
        }
    }
    return number;
}

static bool next_package(const struct space *space, uint32_t *choice)
{
    for (uint32_t f = 0; f < space->factors; f++) {
        if (++choice[f] < space->factor[f].options) {
            return true;
        }
        choice[f] = 0;
    }
    return false;
}

parley_status parley_i_alternating_few_prepare(struct arena *arena, const struct sitting_shape *shape,
                                               const struct few **out)
{
    const struct space *space = shape->space;
    *out = NULL;
    if (!fits(space, shape->parties)) {
        return PARLEY_OK;
    }
    uint32_t vectors = ((uint32_t)space->packages + LANES - 1) / LANES;
    struct few *few = parley_i_arena_take(arena, sizeof *few + (size_t)space->factors * vectors * sizeof *few->option);
    uint32_t *choice = parley_i_arena_array(arena, space->factors + 1, sizeof *choice);
    if (few == NULL || choice == NULL) {
        return parley_i_no_memory();
    }
    few->vectors = vectors;
    do {
        uint32_t number = package_number(space, choice);
        few->real[number / LANES][number % LANES] = -1;
        for (uint32_t f = 0; f < space->factors; f++) {
            few->option[f * vectors + number / LANES][number % LANES] = choice[f];
        }
    } while (next_package(space, choice));
    *out = few;
    return PARLEY_OK;
}

size_t parley_i_alternating_few_scratch(const struct sitting_shape *shape)
{
    return fits(shape->space, shape->parties) ? sizeof(struct spread) : 0;
}

static inline double largest(const lane_values *v)
{
    half_values a, b;
    memcpy(&a, v, sizeof a);
    memcpy(&b, (const char *)v + sizeof a, sizeof b);
    double m[LANES / 2];
    for (int l = 0; l < LANES / 2; l++) {
        m[l] = a[l] > b[l] ? a[l] : b[l];
    }
    double first = m[0] > m[1] ? m[0] : m[1], second = m[2] > m[3] ? m[2] : m[3];
    return first > second ? first : second;
}

static inline bool any(const lane_masks *mask)
{
    uint64_t word[LANES];
    memcpy(word, mask, sizeof word);
    uint64_t all = 0;
    for (int l = 0; l < LANES; l++) {
        all |= word[l];
    }
    return all != 0;
}

// Lay the utilities out, and tell the largest of each party.
PARLEY_I_VECTOR
static void lay_out(const struct few *few, const struct table *table, struct spread *out, double *top)
{
    const struct space *space = table->space;
    const lane_values never = (lane_values){0} - INFINITY;
    uint32_t vectors = few->vectors, parties = table->parties;
    size_t cells = space->cells, all = parties * cells;
    // A factor's options are read as one vector that must not reach beyond the end of the table.
    double short_table[LANES];
    uint8_t short_bars[LANES] = {0};
    const double *utility = table->utility;
    const uint8_t *barred = table->barred;
    if (all < LANES) {
        memset(short_table, 0, sizeof short_table);
        memcpy(short_table, utility, all * sizeof *utility);
        utility = short_table;
        if (barred != NULL) {
            memcpy(short_bars, barred, all);
            barred = short_bars;
        }
        all = LANES;
    }
    out->parties = parties;
    out->vectors = vectors;
    for (uint32_t p = 0; p < parties; p++) {
        lane_values sum[VECTORS];
        for (uint32_t v = 0; v < vectors; v++) {
            sum[v] = (lane_values){0} + table->base[p];
        }
        for (uint32_t f = 0; f < space->factors; f++) {
            size_t first = p * cells + space->factor[f].first;
            size_t from = first + LANES <= all ? first : all - LANES;
            lane_values cell;
            memcpy(&cell, utility + from, sizeof cell);
            if (barred != NULL) {
                lane_bytes bytes;
                memcpy(&bytes, barred + from, sizeof bytes);
                lane_masks bars = __builtin_convertvector(bytes, lane_masks) != 0;
                cell = SELECT(bars, never, cell);
            }
            for (uint32_t v = 0; v < vectors; v++) {
                lane_masks at = few->option[f * vectors + v] + (int64_t)(first - from);
                sum[v] += PICK(cell, at);
            }
        }
        lane_values most = never;
        for (uint32_t v = 0; v < vectors; v++) {
            lane_values own = SELECT(few->real[v], sum[v], never);
            out->own[p][v] = own;
            most = SELECT(own > most, own, most);
        }
        top[p] = largest(&most);
    }
}

// Is some package worth everybody's level?
PARLEY_I_VECTOR
static bool possible(const struct spread *spread, const double *level)
{
    lane_masks good = {0};
    for (uint32_t v = 0; v < spread->vectors; v++) {
        lane_masks here = spread->own[0][v] >= level[0];
        for (uint32_t p = 1; p < spread->parties; p++) {
            here &= spread->own[p][v] >= level[p];
        }
        good |= here;
    }
    return any(&good);
}

// The lane of the proposer's package: of those worth its level and clean to all the best for the others, then for
// itself, then the lowest. LANES * VECTORS when there is none.
PARLEY_I_VECTOR
static uint32_t offer(const struct spread *spread, const double *power, uint32_t proposer, double level)
{
    const lane_values never = (lane_values){0} - INFINITY;
    const lane_values *own = spread->own[proposer];
    uint32_t parties = spread->parties, vectors = spread->vectors;
    double total = 0.0, share[PARTIES];
    for (uint32_t q = 0; q < parties; q++) {
        total += q == proposer ? 0.0 : power[q];
    }
    for (uint32_t q = 0; q < parties; q++) {
        share[q] = total > 0.0 && q != proposer ? power[q] / total : 0.0;
    }
    // What another bars comes to minus infinity, or, where that other has no power, to no number; neither is ever more.
    lane_values worth[VECTORS], most = never;
    for (uint32_t v = 0; v < vectors; v++) {
        lane_values sum = {0};
        for (uint32_t q = 0; q < parties; q++) {
            sum += share[q] * spread->own[q][v];
        }
        lane_masks good = (own[v] >= level) & (sum > never);
        worth[v] = SELECT(good, sum, never);
        most = SELECT(worth[v] > most, worth[v], most);
    }
    double bar = largest(&most) - UTILITY_NOISE;
    if (!(bar > -INFINITY)) {
        return LANES * VECTORS;
    }
    lane_values best = never;
    for (uint32_t v = 0; v < vectors; v++) {
        worth[v] = SELECT(worth[v] >= bar, own[v], never);
        best = SELECT(worth[v] > best, worth[v], best);
    }
    double least = largest(&best) - UTILITY_NOISE;
    lane_values lane = {0, 1, 2, 3, 4, 5, 6, 7}, lowest = never;
    for (uint32_t v = 0; v < vectors; v++) {
        lane_values here = SELECT(worth[v] >= least, -(lane + (double)(v * LANES)), never);
        lowest = SELECT(here > lowest, here, lowest);
    }
    return (uint32_t)-largest(&lowest);
}

// The first round in which some package is worth everybody's target; `rounds` when none ever is.
static uint32_t first_possible(const struct alternating *talks, const struct spread *spread)
{
    uint32_t low = 0, high = talks->rounds;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        double level[PARTIES];
        parley_i_alternating_levels(talks, middle, level);
        if (possible(spread, level)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

// Does this round end in agreement, and on which lane?
static bool agree(const struct alternating *talks, const struct spread *spread, uint32_t round, uint32_t *lane)
{
    double level[PARTIES];
    parley_i_alternating_levels(talks, round, level);
    uint32_t proposer = parley_i_alternating_proposer(talks, round);
    *lane = offer(spread, talks->sitting->power, proposer, level[proposer]);
    bool agreed = *lane < LANES * VECTORS;
    for (uint32_t p = 0; agreed && p < spread->parties; p++) {
        agreed = spread->own[p][*lane / LANES][*lane % LANES] >= level[p];
    }
    return agreed;
}

static void play(const struct alternating *talks, const struct few *few, const struct spread *spread)
{
    uint32_t first = first_possible(talks, spread), lane;
    uint32_t collapse = first > 0 ? parley_i_alternating_collapse(talks) : UINT32_MAX;
    for (uint32_t round = first; round < talks->rounds && round <= collapse; round++) {
        if (agree(talks, spread, round, &lane)) {
            for (uint32_t f = 0; f < talks->sitting->table->space->factors; f++) {
                talks->out->choice[f] = (uint32_t)few->option[f * few->vectors + lane / LANES][lane % LANES];
            }
            parley_i_alternating_conclude(talks, OUTCOME_AGREED, round + 1);
            return;
        }
        if (round == 0) {  // the draw was not wanted so far
            collapse = parley_i_alternating_collapse(talks);
        }
    }
    if (collapse < talks->rounds) {
        parley_i_alternating_conclude(talks, OUTCOME_BREAKDOWN, collapse + 1);
    } else {
        parley_i_alternating_conclude(talks, OUTCOME_DEADLINE, talks->rounds);
    }
}

bool parley_i_alternating_few(const struct alternating *talks)
{
    const struct sitting *sitting = talks->sitting;
    const struct few *few = sitting->prepared;
    if (few == NULL || sitting->rule->kind != RULE_UNANIMITY) {
        return false;
    }
    struct spread *spread = talks->scratch;
    double top[PARTIES];
    lay_out(few, sitting->table, spread, top);
    bool open = true;
    for (uint32_t p = 0; p < spread->parties; p++) {
        open = parley_i_alternating_open(talks, p, top[p]) && open;
    }
    if (open) {
        play(talks, few, spread);
    } else {
        parley_i_alternating_conclude(talks, OUTCOME_NO_ZONE, 0);
    }
    return true;
}
