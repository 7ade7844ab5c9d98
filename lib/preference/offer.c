#include "preference/offer.h"

#include "preference/pair.h"

#include <math.h>
#include <string.h>

// Spaces beyond EXACT_PACKAGES first get a short exact walk, then one that ignores improvements below GOOD_ENOUGH.
static const double EXACT_PACKAGES = 1e6, GOOD_ENOUGH = 5e-4, ROUNDING = 1e-13;
enum { SHORT_WALK = 4000, LONG_WALK = 1000000 };

struct search {
    const struct offer_quest *quest;
    const struct vertex *edge;
    struct offer *best;
    uint32_t *choice;
    double ignore;  // improvements that are not worth a search
    bool found;
};

size_t parley_i_offer_scratch(const struct space *space) { return parley_i_pair_scratch(space); }

static bool better(const struct search *search, double own, double worth, const uint32_t *choice)
{
    const struct offer *best = search->best;
    if (!search->found || fabs(worth - best->worth) > UTILITY_NOISE) {
        return !search->found || worth > best->worth;
    }
    if (fabs(own - best->own) > UTILITY_NOISE) {
        return own > best->own;
    }
    return parley_i_space_compare(search->quest->space, choice, search->choice) < 0;
}

// What may be lost without falling below both the least and what was found already.
static double slack_for(const struct search *search, double worth)
{
    const struct vertex *edge = search->edge;
    return edge->total - edge->weight[0] * (search->quest->least - UTILITY_NOISE) -
           edge->weight[1] * (worth + search->ignore - UTILITY_NOISE) + ROUNDING;
}

static double visit(struct pair *pair, double own, double worth, double slack, void *user)
{
    struct search *search = user;
    if (!parley_i_reaches(own, search->quest->least) || !better(search, own, worth, pair->choice)) {
        return slack;
    }
    search->found = true;
    search->best->own = own;
    search->best->worth = worth;
    memcpy(search->choice, pair->choice, pair->space->factors * sizeof *search->choice);
    pair->need[1] = worth + search->ignore - UTILITY_NOISE;
    return fmin(slack, slack_for(search, worth));
}

// The edge of the frontier on which the least lies: `left` reaches it, `right` does not. False when nothing reaches it.
static bool find_edge(const struct pair *pair, double least, struct vertex *left, struct vertex *edge)
{
    struct vertex right;
    parley_i_pair_vertex(pair, 1.0, 0.0, left);
    if (!parley_i_reaches(left->sum[0] + ROUNDING, least)) {
        return false;
    }
    parley_i_pair_vertex(pair, 0.0, 1.0, &right);
    if (parley_i_reaches(right.sum[0], least)) {
        *left = *edge = right;
        return true;
    }
    for (int cut = 0; cut < PAIR_CUTS && parley_i_pair_between(pair, left, &right, edge); cut++) {
        if (parley_i_reaches(edge->sum[0], least)) {
            *left = *edge;
        } else {
            right = *edge;
        }
    }
    return true;
}

static bool walk(struct pair *pair, struct search *search, double known, uint64_t budget)
{
    double slack = slack_for(search, search->found ? search->best->worth : known - search->ignore);
    pair->need[0] = search->quest->least - UTILITY_NOISE;
    pair->need[1] = search->found ? search->best->worth + search->ignore - UTILITY_NOISE : -INFINITY;
    parley_i_pair_core(pair, search->edge, slack);
    return parley_i_pair_walk(pair, slack, &budget, visit, search);
}

bool parley_i_offer(const struct offer_quest *quest, void *scratch, uint32_t *choice, struct offer *out)
{
    struct pair pair = {.space = quest->space, .u = {quest->own, quest->worth}, .excluded = {quest->excluded, NULL},
                        .base = {quest->own_base, quest->worth_base}};
    struct vertex left, edge;
    if (quest->space->factors == 0) {
        *out = (struct offer){quest->own_base, quest->worth_base, 0.0};
        return parley_i_reaches(quest->own_base, quest->least);
    }
    if (!parley_i_pair_load(&pair, scratch) || !find_edge(&pair, quest->least, &left, &edge)) {
        return false;
    }
    struct search search = {.quest = quest, .edge = &edge, .best = out, .choice = choice};
    bool small = quest->space->packages <= EXACT_PACKAGES;
    bool whole = walk(&pair, &search, left.sum[1], small ? UINT64_MAX : SHORT_WALK);
    out->gap = 0.0;
    if (!whole) {
        search.ignore = GOOD_ENOUGH;
        whole = walk(&pair, &search, left.sum[1], LONG_WALK);
        double bound = edge.weight[1] > 0.0 ? (edge.total - edge.weight[0] * quest->least) / edge.weight[1] : INFINITY;
        out->gap = fmax(0.0, bound - out->worth);
        out->gap = whole ? fmin(out->gap, GOOD_ENOUGH) : out->gap;
    }
    return search.found;
}
