// Where packages are too many to look at: those that are best under some weights of the parties. Additivity finds
// them exactly, factor by factor. Two parties' are all found, chord by chord; several parties' weights are tried on a
// grid.
#include "analysis/frontier.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = 2000 };
static const double LITTLE = 1e-9;  // weight of those who do not count: it decides between packages as good

bool parley_i_frontier_heaviest(const struct table *table, const double *weight, uint32_t *choice)
{
    const struct space *space = table->space;
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        double most = -INFINITY;
        for (uint32_t k = 0; k < factor->options; k++) {
            double sum = 0;
            for (uint32_t p = 0; p < table->parties; p++) {
                size_t cell = (size_t)p * space->cells + factor->first + k;
                sum += table->barred && table->barred[cell] ? -INFINITY : weight[p] * table->utility[cell];
            }
            choice[f] = sum > most ? k : choice[f];
            most = sum > most ? sum : most;
        }
        if (most == -INFINITY) {
            return false;
        }
    }
    return true;
}

struct gatherer {
    struct frontier *frontier;
    uint32_t *choice;   // [point * factors]
    double *utility;    // [point * parties]
    size_t count;
    double *weight;
};

/// Look at the best package under the weights in hand. Returns its number, new or known.
static size_t gather(struct gatherer *g)
{
    const struct table *table = g->frontier->table;
    uint32_t factors = table->space->factors, parties = table->parties;
    uint32_t *choice = g->choice + g->count * factors;
    (void)parley_i_frontier_heaviest(table, g->weight, choice);
    for (size_t i = 0; i < g->count; i++) {
        if (memcmp(g->choice + i * factors, choice, factors * sizeof *choice) == 0) {
            return i;
        }
    }
    for (uint32_t p = 0; p < parties; p++) {
        g->utility[g->count * parties + p] = parley_i_table_utility(table, p, choice);
    }
    return g->count++;
}

/// All vertices between two: the best package under the weights of their chord lies on it, or beyond.
static void gather_between(struct gatherer *g, size_t left, size_t right)
{
    struct { size_t left, right; } open[MOST_POINTS];
    size_t waiting = 1;
    open[0].left = left;
    open[0].right = right;
    while (waiting > 0 && g->count < MOST_POINTS) {
        size_t from = open[waiting - 1].left, to = open[waiting - 1].right;
        const double *a = g->utility + 2 * from, *b = g->utility + 2 * to;
        waiting--;
        g->weight[0] = b[1] - a[1];
        g->weight[1] = a[0] - b[0];
        if (!(g->weight[0] > UTILITY_NOISE && g->weight[1] > UTILITY_NOISE)) {
            continue;
        }
        size_t here = gather(g);
        const double *c = g->utility + 2 * here;
        bool beyond = g->weight[0] * (c[0] - a[0]) + g->weight[1] * (c[1] - a[1]) > UTILITY_NOISE;
        if (beyond && waiting + 2 <= MOST_POINTS) {
            open[waiting].left = from;
            open[waiting++].right = here;
            open[waiting].left = here;
            open[waiting++].right = to;
        }
    }
}

/// Weights on a grid over the simplex, as fine as the number of points allows: counted up like an odometer.
static void gather_grid(struct gatherer *g, uint32_t *step)
{
    uint32_t parties = g->frontier->table->parties, steps = 1;
    double points = parties;
    while (points * (steps + parties) / (steps + 1) <= MOST_POINTS / 2 && steps < 100) {
        points = points * (steps + parties) / (steps + 1);
        steps++;
    }
    memset(step, 0, parties * sizeof *step);
    for (uint32_t used = 0;;) {
        if (g->count + 1 >= MOST_POINTS) {
            return;
        }
        for (uint32_t p = 0; p + 1 < parties; p++) {
            g->weight[p] = step[p] > 0 ? step[p] : LITTLE;
        }
        g->weight[parties - 1] = steps > used ? steps - used : LITTLE;
        (void)gather(g);
        uint32_t p = 0;
        while (p + 1 < parties && used == steps) {
            used -= step[p];
            step[p++] = 0;
        }
        if (p + 1 >= parties) {
            return;
        }
        step[p]++;
        used++;
    }
}

/// Leave the points in the frontier, best for the first party first. `pareto.code` cannot name packages of such a
/// space; the number of the point does, so the choices stay.
static bool hand_over(struct gatherer *g)
{
    struct frontier *f = g->frontier;
    uint32_t parties = f->table->parties;
    double *first = malloc((g->count + 1) * sizeof *first);
    uint64_t *keys = malloc((2 * g->count + 1) * sizeof *keys);
    f->pareto = (struct pareto){.space = f->table->space, .parties = parties};
    f->pareto.code = malloc((g->count + 1) * sizeof *f->pareto.code);
    f->pareto.utility = malloc((g->count * parties + 1) * sizeof *f->pareto.utility);
    bool fine = first && keys && f->pareto.code && f->pareto.utility;
    for (size_t i = 0; fine && i < g->count; i++) {
        first[i] = g->utility[i * parties];
    }
    if (fine) {
        parley_i_order_descending(first, g->count, keys, f->pareto.code);
        f->pareto.choice = g->choice;
        f->pareto.count = g->count;
    }
    for (size_t i = 0; fine && i < g->count; i++) {
        memcpy(f->pareto.utility + i * parties, g->utility + f->pareto.code[i] * parties, parties * sizeof(double));
    }
    free(first);
    free(keys);
    return fine;
}

parley_status parley_i_frontier_supported(struct frontier *f)
{
    struct arena *arena = &f->world.arena;
    uint32_t parties = f->table->parties, factors = f->table->space->factors;
    struct gatherer g = {
        .frontier = f,
        .choice = parley_i_arena_array(arena, (size_t)(MOST_POINTS + 1) * factors, sizeof *g.choice),
        .utility = parley_i_arena_array(arena, (size_t)(MOST_POINTS + 1) * parties, sizeof *g.utility),
        .weight = parley_i_frontier_numbers(f),
    };
    uint32_t *step = parley_i_arena_array(arena, parties, sizeof *step);
    if (!g.choice || !g.utility || !g.weight || !step) {
        return parley_i_no_memory();
    }
    for (uint32_t p = 0; p < parties; p++) {
        g.weight[p] = 1;
    }
    if (parley_i_frontier_heaviest(f->table, g.weight, g.choice)) {
        for (uint32_t p = 0; p < parties; p++) {
            for (uint32_t q = 0; q < parties; q++) {
                g.weight[q] = p == q ? 1 : LITTLE;
            }
            (void)gather(&g);
        }
        if (parties == 2 && g.count == 2) {
            gather_between(&g, 0, 1);
        } else if (parties > 2) {
            gather_grid(&g, step);
        }
    }
    return hand_over(&g) ? PARLEY_OK : parley_i_no_memory();
}
