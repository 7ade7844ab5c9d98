// The largest product of two parties' gains: the frontier is approached from both ends, then the core is walked.
#include "preference/score.h"

#include "base/vector.h"
#include "preference/lanes.h"
#include "preference/pair.h"

#include <math.h>
#include <string.h>

static const double ROUNDING = 1e-13, EXACT_PACKAGES = 1e6;
enum { FAIR_WALK = 20000, GUESSES = 4 };

struct search {
    const struct table *table;
    const double *share;
    uint32_t holders;
    bool equal;        // equal powers: products are compared without logarithms until they are needed
    double weight[2];  // multipliers of the bound
    double total;      // no package's weighted sum of gains is larger
    double product;    // of the best so far, when equal
    struct score best;
    uint32_t *choice;
    bool found;
};

size_t parley_i_product_two_scratch(const struct space *space)
{
    return parley_i_pair_scratch(space);
}

// The least weighted sum of gains whose best split has that product: prod (weight * gain / share)^share.
static double least_sum(const struct search *search, const double gain[2])
{
    const double *share = search->share, *weight = search->weight;
    if (search->equal) {
        return 2.0 * sqrt(weight[0] * gain[0] * weight[1] * gain[1]);
    }
    double log_sum = 0.0;
    for (int p = 0; p < 2; p++) {
        log_sum += share[p] > 0.0 ? share[p] * log(weight[p] * gain[p] / share[p]) : 0.0;
    }
    return exp(log_sum);
}

static struct score score_of(const struct search *search, const double gain[2])
{
    struct score score = {0, 0.0, 0.0};
    for (int p = 0; p < 2; p++) {
        if (search->share[p] > 0.0 && gain[p] > UTILITY_NOISE) {
            score.gainers++;
            score.log += search->share[p] * log(gain[p]);
        }
        score.sum += gain[p];
    }
    return score;
}

// A product clearly below the best is told without logarithms.
static bool hopeless(const struct search *search, const double gain[2])
{
    return search->equal && search->found && search->best.gainers == 2 &&
           gain[0] * gain[1] < search->product * (1.0 - 4.0 * UTILITY_NOISE);
}

static double visit(struct pair *pair, double u, double v, double slack, void *user)
{
    struct search *search = user;
    double gain[2] = {u - search->table->no_deal[0], v - search->table->no_deal[1]};
    if (hopeless(search, gain)) {
        return slack;
    }
    parley_i_pair_exact(pair, &u, &v);
    gain[0] = u - search->table->no_deal[0];
    gain[1] = v - search->table->no_deal[1];
    if (gain[0] < -UTILITY_NOISE || gain[1] < -UTILITY_NOISE) {
        return slack;
    }
    struct score score = score_of(search, gain);
    if (search->found && !parley_i_score_better(&score, &search->best) &&
        !(parley_i_score_tied(&score, &search->best) &&
          parley_i_space_compare(pair->space, pair->choice, search->choice) < 0)) {
        return slack;
    }
    search->best = score;
    search->product = gain[0] * gain[1];
    search->found = true;
    memcpy(search->choice, pair->choice, pair->space->factors * sizeof *search->choice);
    if (score.gainers == search->holders) {
        slack = fmin(slack, search->total - least_sum(search, gain) * (1.0 - 4.0 * UTILITY_NOISE) + ROUNDING);
    }
    return slack;
}

static double gain_at(const struct search *search, const struct vertex *vertex, int party)
{
    return vertex->sum[party] - search->table->no_deal[party];
}

// Would the product grow if the first party got more at the second's cost, at that vertex, along its multipliers?
static bool first_should_gain(const struct search *search, const struct vertex *at)
{
    double u = gain_at(search, at, 0), v = gain_at(search, at, 1);
    if (u <= 0.0 || v <= 0.0) {
        return u <= 0.0;
    }
    return search->share[0] * v * at->weight[1] > search->share[1] * u * at->weight[0];
}

// Vertices on either side of the largest product: multipliers under which the first gets too much, and too little.
// What a vertex would make of the multipliers lies beyond the largest product, so the middle is the next guess.
static void find_ends(const struct pair *pair, const struct search *search, struct vertex *left, struct vertex *right)
{
    bool has_left = false, has_right = false;
    double q = 1.0;
    for (int guess = 0; guess < GUESSES && !(has_left && has_right); guess++) {
        struct vertex here;
        parley_i_pair_vertex(pair, 1.0, q, &here);
        bool too_little = first_should_gain(search, &here);
        *(too_little ? right : left) = here;
        has_right = has_right || too_little;
        has_left = has_left || !too_little;
        double u = search->share[1] * gain_at(search, &here, 0), v = search->share[0] * gain_at(search, &here, 1);
        q = u > 0.0 && v > 0.0 ? sqrt(q * u / v) : q * (too_little ? 0.25 : 4.0);
    }
    if (!has_left) {
        parley_i_pair_vertex(pair, 1.0, 0.0, left);
    }
    if (!has_right) {
        parley_i_pair_vertex(pair, 0.0, 1.0, right);
    }
}

// A vertex is the best for all multipliers between two for which it is. Where those that its own product would ask for
// are among them, they bound tighter than the edge does.
static bool set_tangent(const struct search *search, const struct vertex *at, const struct vertex *from,
                        const struct vertex *to, struct vertex *bound)
{
    double u = gain_at(search, at, 0), v = gain_at(search, at, 1);
    double p = search->share[0] * v, q = search->share[1] * u, scale = p > q ? p : q;
    if (!(u > UTILITY_NOISE && v > UTILITY_NOISE) || q * from->weight[0] < p * from->weight[1] ||
        q * to->weight[0] > p * to->weight[1]) {
        return false;
    }
    p /= scale;
    q /= scale;
    *bound = (struct vertex){{p, q}, p * at->sum[0] + q * at->sum[1], {at->sum[0], at->sum[1]}};
    return true;
}

// Multipliers for the bound, and how much a package may lose; negative when no package is acceptable to both.
static double approach(const struct pair *pair, struct search *search, struct vertex *bound)
{
    struct vertex left, right;
    find_ends(pair, search, &left, &right);
    bool one = left.sum[0] == right.sum[0] && left.sum[1] == right.sum[1];
    if (!(one && set_tangent(search, &left, &left, &right, bound))) {
        for (int cut = 0; cut < PAIR_CUTS && parley_i_pair_between(pair, &left, &right, bound); cut++) {
            *(first_should_gain(search, bound) ? &right : &left) = *bound;
        }
        const struct vertex edge = *bound;
        if (!set_tangent(search, &left, &left, &edge, bound)) {
            (void)set_tangent(search, &right, &edge, &right, bound);
        }
    }
    for (int p = 0; p < 2; p++) {
        search->weight[p] = bound->weight[p];
    }
    search->total =
        bound->total - bound->weight[0] * search->table->no_deal[0] - bound->weight[1] * search->table->no_deal[1];
    return search->total + (bound->weight[0] + bound->weight[1]) * UTILITY_NOISE + ROUNDING;
}

// The largest product of gains among the packages a cell away from the bound's own, and those gains.
PARLEY_I_VECTOR
static double best_swap(const struct pair *pair, const double *no_deal, double *gain)
{
    const lane_values *first = (const lane_values *)pair->swap[0], *second = (const lane_values *)pair->swap[1];
    const lane_values nothing = {0};
    lane_values most = nothing, most_a = nothing;
    for (uint32_t k = 0; k < pair->lanes / LANES; k++) {
        lane_values a = first[k] - no_deal[0], b = second[k] - no_deal[1];
        a = SELECT(a > UTILITY_NOISE, a, nothing);
        b = SELECT(b > UTILITY_NOISE, b, nothing);
        lane_values product = a * b;
        lane_masks better = product > most;
        most = SELECT(better, product, most);
        most_a = SELECT(better, a, most_a);
    }
    double largest = 0.0;
    for (int l = 0; l < LANES; l++) {
        gain[0] = most[l] > largest ? most_a[l] : gain[0];
        largest = most[l] > largest ? most[l] : largest;
    }
    gain[1] = largest > 0.0 ? largest / gain[0] : 0.0;
    return largest;
}

// Before the walk: a package near the bound's own tells how little may be lost.
static double tighten(struct pair *pair, const struct search *search, const struct vertex *bound, double slack)
{
    double gain[2];
    parley_i_pair_weigh(pair, bound);
    parley_i_pair_swaps(pair);
    return best_swap(pair, search->table->no_deal, gain) > 0.0
               ? fmin(slack, search->total - least_sum(search, gain) * (1.0 - 4.0 * UTILITY_NOISE) + ROUNDING)
               : slack;
}

// What a package's product must reach to be worth a closer look: the largest of the ways, unless logarithms or the
// number of those who gain decide.
static double worth_a_look(const struct search *search, const struct pair_way *way, uint32_t ways)
{
    double most = 0.0;
    for (uint32_t w = 0; search->equal && w < ways; w++) {
        double a = way[w].u - search->table->no_deal[0], b = way[w].v - search->table->no_deal[1];
        double product = a > UTILITY_NOISE && b > UTILITY_NOISE ? a * b : 0.0;
        most = product > most ? product : most;
    }
    return most > 0.0 ? most * (1.0 - 8.0 * UTILITY_NOISE) : -INFINITY;
}

// Few packages are compared at once. False when they are too many.
static bool compare_ways(struct pair *pair, struct search *search, double slack)
{
    uint32_t ways = parley_i_pair_spread(pair, slack);
    if (ways == UINT32_MAX) {
        return false;
    }
    double least = worth_a_look(search, pair->way, ways);
    for (uint32_t w = 0; w < ways; w++) {
        const struct pair_way *way = &pair->way[w];
        if ((way->u - search->table->no_deal[0]) * (way->v - search->table->no_deal[1]) >= least) {
            parley_i_pair_follow(pair, way);
            (void)visit(pair, way->u, way->v, slack, search);
        }
    }
    return true;
}

// Walk the core; sweep it where that grows long. Returns the proven gap.
static double explore(struct pair *pair, struct search *search, double slack)
{
    parley_i_pair_core(pair, slack);
    if (compare_ways(pair, search, slack) || parley_i_pair_walk(pair, &slack, FAIR_WALK, visit, search)) {
        return 0.0;
    }
    bool small = pair->space->packages <= EXACT_PACKAGES;
    parley_i_pair_core(pair, slack);
    double given_up = parley_i_pair_sweep(pair, slack, !small, visit, search);
    if (given_up > 0.0 && small) {
        parley_i_pair_core(pair, slack);
        (void)parley_i_pair_walk(pair, &slack, UINT64_MAX, visit, search);
        given_up = 0.0;
    }
    if (given_up > 0.0 && search->found && search->best.gainers == search->holders) {
        const double gain[2] = {parley_i_table_utility(search->table, 0, search->choice) - search->table->no_deal[0],
                                parley_i_table_utility(search->table, 1, search->choice) - search->table->no_deal[1]};
        given_up = fmin(given_up,
                        fmax(0.0, search->total - least_sum(search, gain)) / (search->weight[0] + search->weight[1]));
    }
    return given_up;
}

bool parley_i_product_two(const struct table *table, const double *share, uint32_t holders, void *scratch,
                          uint32_t *choice, double *gap)
{
    const struct space *space = table->space;
    struct pair pair = {
        .space = space, .u = {table->utility, table->utility + space->cells}, .base = {table->base[0], table->base[1]}};
    if (table->barred != NULL) {
        pair.excluded[0] = table->barred;
        pair.excluded[1] = table->barred + space->cells;
    }
    struct search search = {
        .table = table, .share = share, .holders = holders, .equal = share[0] == share[1], .choice = choice};
    if (!parley_i_pair_load(&pair, scratch)) {
        return false;
    }
    struct vertex bound;
    double slack = approach(&pair, &search, &bound);
    if (slack < 0.0) {
        return false;
    }
    pair.need[0] = table->no_deal[0] - UTILITY_NOISE;
    pair.need[1] = table->no_deal[1] - UTILITY_NOISE;
    slack = tighten(&pair, &search, &bound, slack);
    *gap = explore(&pair, &search, slack);
    return search.found;
}
