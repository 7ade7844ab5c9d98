#include "preference/offer.h"

#include "base/vector.h"
#include "preference/lanes.h"

#include <math.h>
#include <string.h>

// A walk that grows long is tried as a sweep, which is exact where many packages come to the same. Where that fails
// too, spaces up to EXACT_PACKAGES are walked to the end; in larger ones improvements below GOOD_ENOUGH are ignored,
// and at last the search branches on the factor that blurs the bound.
static const double EXACT_PACKAGES = 1e6, GOOD_ENOUGH = 5e-4, ROUNDING = 1e-13, ON_EDGE = 1e-11;
enum { SHORT_WALK = 3000, FAIR_WALK = 20000, BRANCH_DEPTH = 6, BRANCHES = 400 };

struct search {
    uint32_t side;  // which of the pair's utilities is the seeker's own
    double least;
    const struct vertex *edge;
    struct offer *best;
    uint32_t *choice;
    double ignore;  // improvements that are not worth a search
    bool found;
    double open;        // the largest bound of a part that was left unfinished
    uint32_t branches;  // looked at so far
};

size_t parley_i_offer_scratch(const struct space *space)
{
    return parley_i_pair_scratch(space);
}

static bool better(const struct search *search, const struct pair *pair, double own, double worth)
{
    const struct offer *best = search->best;
    if (!search->found || fabs(worth - best->worth) > UTILITY_NOISE) {
        return !search->found || worth > best->worth;
    }
    if (fabs(own - best->own) > UTILITY_NOISE) {
        return own > best->own;
    }
    return parley_i_space_compare(pair->space, pair->choice, search->choice) < 0;
}

// What may be lost without falling below both the least and what was found already.
static double slack_for(const struct search *search, double worth)
{
    const struct vertex *edge = search->edge;
    return edge->total - edge->weight[search->side] * (search->least - UTILITY_NOISE) -
           edge->weight[1 - search->side] * (worth + search->ignore - UTILITY_NOISE) + ROUNDING;
}

static double visit(struct pair *pair, double u, double v, double slack, void *user)
{
    struct search *search = user;
    parley_i_pair_exact(pair, &u, &v);
    double own = search->side == 0 ? u : v, worth = search->side == 0 ? v : u;
    if (!parley_i_reaches(own, search->least) || !better(search, pair, own, worth)) {
        return slack;
    }
    search->found = true;
    search->best->own = own;
    search->best->worth = worth;
    memcpy(search->choice, pair->choice, pair->space->factors * sizeof *search->choice);
    pair->need[1 - search->side] = worth + search->ignore - UTILITY_NOISE;
    return fmin(slack, slack_for(search, worth));
}

// The edge of the frontier on which the least lies: returns the vertex that reaches it.
static struct vertex find_edge(const struct pair *pair, uint32_t side, double least, const struct vertex heavy[2],
                               struct vertex *edge)
{
    struct vertex end[2] = {heavy[0], heavy[1]};
    if (parley_i_reaches(end[1 - side].sum[side], least)) {
        return *edge = end[1 - side];
    }
    for (int cut = 0; cut < PAIR_CUTS && parley_i_pair_between(pair, &end[0], &end[1], edge); cut++) {
        end[parley_i_reaches(edge->sum[side], least) ? side : 1 - side] = *edge;
    }
    return end[side];
}

// What the best of the packages a cell away is worth, of those that reach the least; `known` when none is better.
PARLEY_I_VECTOR
static double best_swap(const double *own, const double *worth, uint32_t lanes, double least, double known)
{
    const lane_values *owned = (const lane_values *)own, *value = (const lane_values *)worth;
    const lane_values nothing = (lane_values){0} + known;
    lane_values most = nothing;
    for (uint32_t k = 0; k < lanes / LANES; k++) {
        lane_values here = SELECT(owned[k] >= least, value[k], nothing);
        most = SELECT(here > most, here, most);
    }
    for (int l = 0; l < LANES; l++) {
        known = most[l] > known ? most[l] : known;
    }
    return known;
}

// How much may be lost, where `known` is what some package is worth, found on the way.
static double prepare_core(struct pair *pair, struct search *search, double known)
{
    parley_i_pair_weigh(pair, search->edge);
    double worth;
    if (search->found) {
        worth = search->best->worth;
    } else {
        parley_i_pair_swaps(pair);
        worth = best_swap(pair->swap[search->side], pair->swap[1 - search->side], pair->lanes, search->least, known);
        worth -= search->ignore;
    }
    double slack = slack_for(search, worth);
    pair->need[search->side] = search->least - UTILITY_NOISE;
    pair->need[1 - search->side] = worth + search->ignore - UTILITY_NOISE - ROUNDING;
    parley_i_pair_core(pair, slack);
    return slack;
}

static bool walk(struct pair *pair, struct search *search, double known, uint64_t budget)
{
    double slack = prepare_core(pair, search, known);
    return parley_i_pair_walk(pair, &slack, budget, visit, search);
}

static bool sweep(struct pair *pair, struct search *search, double known)
{
    double slack = prepare_core(pair, search, known);
    return parley_i_pair_sweep(pair, slack, false, visit, search) == 0.0;
}

// The factor whose cells on the edge lie farthest apart: the coarser its steps, the more the bound promises in vain.
static uint32_t coarsest(const struct pair *pair, uint32_t side)
{
    uint32_t which = 0;
    double widest = -1.0;
    for (uint32_t f = 0; f < pair->space->factors; f++) {
        const struct pair_cell *cell = pair->cell + pair->space->factor[f].first;
        double low = INFINITY, high = -INFINITY;
        for (uint32_t k = 0; k < pair->count[f] && cell[k].loss <= ON_EDGE; k++) {
            low = fmin(low, cell[k].u[side]);
            high = fmax(high, cell[k].u[side]);
        }
        if (high - low > widest) {
            widest = high - low;
            which = f;
        }
    }
    return which;
}

static void branch(struct pair *pair, struct search *search, uint32_t depth);

static void search_part(struct pair *pair, struct search *search, const struct vertex heavy[2], uint32_t depth)
{
    uint32_t side = search->side;
    if (!parley_i_reaches(heavy[side].sum[side] + ROUNDING, search->least)) {
        return;
    }
    struct vertex edge, known = find_edge(pair, side, search->least, heavy, &edge);
    search->edge = &edge;
    double bound = (edge.total - edge.weight[side] * search->least) / edge.weight[1 - side];
    if (search->found && bound <= search->best->worth + search->ignore) {
        search->open = depth > 0 ? fmax(search->open, bound) : search->open;
        return;
    }
    double worth = known.sum[1 - side];
    if (depth == 0) {
        bool small = pair->space->packages <= EXACT_PACKAGES;
        if (walk(pair, search, worth, small ? FAIR_WALK : SHORT_WALK) || sweep(pair, search, worth) ||
            (small && walk(pair, search, worth, UINT64_MAX))) {
            return;
        }
    }
    search->ignore = GOOD_ENOUGH;
    if (walk(pair, search, worth, SHORT_WALK)) {
        search->open = fmax(search->open, fmin(bound, search->found ? search->best->worth + GOOD_ENOUGH : bound));
    } else if (depth == BRANCH_DEPTH || search->branches >= BRANCHES) {
        search->open = fmax(search->open, bound);
    } else {
        branch(pair, search, depth);
    }
}

static void branch(struct pair *pair, struct search *search, uint32_t depth)
{
    uint32_t f = coarsest(pair, search->side);
    for (uint32_t k = 0; k < pair->space->factor[f].options; k++) {
        if (parley_i_pair_fix(pair, f, k)) {
            struct vertex heavy[2];
            search->branches++;
            parley_i_pair_vertex(pair, 1.0, 0.0, &heavy[0]);
            parley_i_pair_vertex(pair, 0.0, 1.0, &heavy[1]);
            search_part(pair, search, heavy, depth + 1);
        }
    }
    (void)parley_i_pair_fix(pair, f, (uint32_t)PAIR_FREE);
}

bool parley_i_offer_on(struct pair *pair, uint32_t side, double least, const struct vertex heavy[2], uint32_t *choice,
                       struct offer *out)
{
    struct search search = {.side = side, .least = least, .best = out, .choice = choice, .open = -INFINITY};
    search_part(pair, &search, heavy, 0);
    out->gap = search.found ? fmax(0.0, search.open - out->worth) : 0.0;
    return search.found;
}

bool parley_i_offer(const struct offer_quest *quest, void *scratch, uint32_t *choice, struct offer *out)
{
    struct pair pair = {.space = quest->space,
                        .u = {quest->own, quest->worth},
                        .excluded = {quest->excluded, NULL},
                        .base = {quest->own_base, quest->worth_base}};
    if (quest->space->factors == 0) {
        *out = (struct offer){quest->own_base, quest->worth_base, 0.0};
        return parley_i_reaches(quest->own_base, quest->least);
    }
    if (!parley_i_pair_load(&pair, scratch)) {
        return false;
    }
    struct vertex heavy[2];
    parley_i_pair_vertex(&pair, 1.0, 0.0, &heavy[0]);
    parley_i_pair_vertex(&pair, 0.0, 1.0, &heavy[1]);
    return parley_i_offer_on(&pair, 0, quest->least, heavy, choice, out);
}
