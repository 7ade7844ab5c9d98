// The largest product of two parties' gains: the frontier is approached from both ends, then the core is walked.
#include "preference/score.h"

#include "preference/pair.h"

#include <math.h>
#include <string.h>

static const double ROUNDING = 1e-13, EXACT_PACKAGES = 1e6;
enum { FAIR_WALK = 20000 };

struct search {
    const struct table *table;
    const double *share;
    uint32_t holders;
    bool equal;        // equal powers: products are compared without logarithms until they are needed
    double weight[2];  // multipliers of the bound
    double total;      // no package's weighted sum of gains is larger
    double scale;      // product of (weight / share)^share
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

static void set_bound(struct search *search, const struct vertex *at)
{
    for (int p = 0; p < 2; p++) {
        search->weight[p] = at->weight[p];
    }
    search->total = at->total - at->weight[0] * search->table->no_deal[0] - at->weight[1] * search->table->no_deal[1];
}

// At a vertex where all gain, the product's own gradient may bound tighter than an edge does; how far is the bound off?
static double excess(const struct search *search, const struct vertex *bound, const struct vertex *at)
{
    struct search trial = *search;
    set_bound(&trial, bound);
    const double gain[2] = {gain_at(search, at, 0), gain_at(search, at, 1)};
    double least = least_sum(&trial, gain);
    return least > 0.0 ? trial.total / least : INFINITY;
}

static bool gains(const struct search *search, const struct vertex *at)
{
    return gain_at(search, at, 0) > UTILITY_NOISE && gain_at(search, at, 1) > UTILITY_NOISE;
}

static bool larger_product(const struct search *search, const struct vertex *a, const struct vertex *b)
{
    const double ga[2] = {gain_at(search, a, 0), gain_at(search, a, 1)},
                 gb[2] = {gain_at(search, b, 0), gain_at(search, b, 1)};
    return search->equal ? ga[0] * ga[1] > gb[0] * gb[1] : score_of(search, ga).log > score_of(search, gb).log;
}

// Multipliers for the bound, and how much a package may lose; negative when no package is acceptable to both.
static double approach(const struct pair *pair, struct search *search, struct vertex *bound)
{
    struct vertex left, right, best;
    bool any = false;
    parley_i_pair_vertex(pair, 1.0, 0.0, &left);
    parley_i_pair_vertex(pair, 0.0, 1.0, &right);
    bool more = true;
    for (int cut = 0; more && cut < PAIR_CUTS; cut++) {
        more = parley_i_pair_between(pair, &left, &right, bound);
        if (gains(search, bound) && (!any || larger_product(search, bound, &best))) {
            best = *bound;
            any = true;
        }
        if (more && first_should_gain(search, bound)) {
            right = *bound;
        } else if (more) {
            left = *bound;
        }
    }
    if (gains(search, &right) && (!any || larger_product(search, &right, &best))) {
        best = right;
        any = true;
    }
    if (any) {
        struct vertex tangent;
        double p = search->share[0] / gain_at(search, &best, 0), q = search->share[1] / gain_at(search, &best, 1),
               scale = fmax(p, q);
        parley_i_pair_vertex(pair, p / scale, q / scale, &tangent);
        if (excess(search, &tangent, &best) < excess(search, bound, &best)) {
            *bound = tangent;
        }
    }
    set_bound(search, bound);
    double slack = search->total + (bound->weight[0] + bound->weight[1]) * UTILITY_NOISE + ROUNDING;
    if (any) {
        const double gain[2] = {gain_at(search, &best, 0), gain_at(search, &best, 1)};
        slack = fmin(slack, search->total - least_sum(search, gain) * (1.0 - 4.0 * UTILITY_NOISE) + ROUNDING);
    }
    return slack;
}

struct near {
    const struct search *search;
    double gain[2], product;
};

static void see(void *user, double u, double v)
{
    struct near *near = user;
    double a = u - near->search->table->no_deal[0], b = v - near->search->table->no_deal[1];
    if (a > UTILITY_NOISE && b > UTILITY_NOISE && a * b > near->product) {
        near->product = a * b;
        near->gain[0] = a;
        near->gain[1] = b;
    }
}

// Before the walk: a package near the bound's own tells how little may be lost.
static double tighten(struct pair *pair, const struct search *search, const struct vertex *bound, double slack)
{
    struct near near = {.search = search};
    parley_i_pair_weigh(pair, bound);
    parley_i_pair_swaps(pair, see, &near);
    return near.product > 0.0
               ? fmin(slack, search->total - least_sum(search, near.gain) * (1.0 - 4.0 * UTILITY_NOISE) + ROUNDING)
               : slack;
}

// Walk the core; sweep it where that grows long. Returns the proven gap.
static double explore(struct pair *pair, struct search *search, double slack)
{
    parley_i_pair_core(pair, slack);
    if (parley_i_pair_walk(pair, &slack, FAIR_WALK, visit, search)) {
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
