// Alternating offers between two parties who must both agree, without playing the rounds.
//
// A proposer offers what is best for the other among packages worth its own target. If any package is worth both
// targets the best offer is, so it is accepted, whoever proposes; if none is, it is refused. As targets fall, the
// round of agreement is the first with a package worth both: a vertex of the frontier allows some round, and a walk
// of the little that could be worth both targets by then finds the packages that are, and so whether there is an
// earlier round. The deal is that round's proposer's best of those that remain. Where they are too many to note, the
// two questions are asked one after the other.
#include "bargain/alternating.h"

#include "base/vector.h"
#include "preference/lanes.h"
#include "preference/offer.h"

#include <math.h>
#include <string.h>

// CLEARLY: rough logarithms that differ by more are as different
static const double ROUNDING = 1e-13, CLEARLY = 0.1, EXACT_PACKAGES = 1e6;
enum { STEPS = 3000, FEW_DEALS = PAIR_WAYS };  // a core that is not walked by then is swept

struct deal {
    double worth[2];
};

struct meeting {
    const struct alternating *talks;
    double way[2];  // roughly the logarithm of how far targets fall
    struct vertex edge;
    // of the frontier, from the first party's best to the second's: the ends, and those of the edge
    struct vertex corner[4];
    uint32_t round;     // the first known to allow agreement; as many as there are rounds when none is
    double earlier[2];  // the targets to beat: those of the round before; INFINITY when it is the first
    double now[2];      // those of the round itself, or of the last
    // packages worth both targets of that round
    struct deal *deal;
    uint32_t *option;  // [deal * factors]
    uint32_t deals;
};

static size_t padded(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

size_t parley_i_alternating_two_scratch(const struct sitting_shape *shape)
{
    return shape->parties != 2 ? 0
                               : padded(FEW_DEALS * sizeof(struct deal)) +
                                     padded((size_t)FEW_DEALS * shape->space->factors * sizeof(uint32_t)) +
                                     parley_i_pair_scratch(shape->space);
}

// log2 to two digits: it only guides the search.
static double rough_log2(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    double exponent = (double)(bits >> 52) - 1023.0;
    bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
    double m;
    memcpy(&m, &bits, sizeof m);
    return exponent + (2.0 - 0.335828 * m) * m - 1.658710;
}

// Roughly the logarithm of the time at which a party's target has fallen to that utility.
static double rough_wait(const struct meeting *meeting, uint32_t party, double utility)
{
    const struct conceder *c = &meeting->talks->conceder[party];
    double left = c->top - utility - UTILITY_NOISE;
    return left > 0.0 ? c->exponent * (rough_log2(left) - meeting->way[party]) : -1e6;
}

static void set_round(struct meeting *meeting, uint32_t round)
{
    meeting->round = round;
    if (round > 0) {
        parley_i_alternating_levels(meeting->talks, round - 1, meeting->earlier);
    } else {
        meeting->earlier[0] = meeting->earlier[1] = INFINITY;
    }
}

// The first round in which those utilities are worth both targets. Precondition: in the last round they are.
static void advance_to(struct meeting *meeting, double u, double v)
{
    const struct alternating *talks = meeting->talks;
    double first = rough_wait(meeting, 0, u), second = rough_wait(meeting, 1, v), t = 0.0;
    if (first > second - CLEARLY) {
        t = parley_i_alternating_time(&talks->conceder[0], u);
    }
    if (second > first - CLEARLY) {
        t = fmax(t, parley_i_alternating_time(&talks->conceder[1], v));
    }
    double round = ceil(t * (talks->rounds - 1) - 1e-9);
    set_round(meeting, round > 0.0 ? (uint32_t)round : 0);
    while (meeting->round > 0 && u >= meeting->earlier[0] && v >= meeting->earlier[1]) {
        set_round(meeting, meeting->round - 1);
    }
}

// What a package worth both targets may lose.
static double slack_for(const struct vertex *edge, const double *target)
{
    return edge->total - edge->weight[0] * target[0] - edge->weight[1] * target[1] + ROUNDING;
}

static double visit(struct pair *pair, double u, double v, double slack, void *user)
{
    struct meeting *meeting = user;
    parley_i_pair_exact(pair, &u, &v);
    if (!(u >= meeting->earlier[0] && v >= meeting->earlier[1])) {
        return slack;
    }
    advance_to(meeting, u, v);
    pair->need[0] = meeting->earlier[0];
    pair->need[1] = meeting->earlier[1];
    return meeting->round > 0 ? slack_for(&meeting->edge, meeting->earlier) : -1.0;
}

static double longer_wait(const struct meeting *meeting, double u, double v)
{
    double first = rough_wait(meeting, 0, u), second = rough_wait(meeting, 1, v);
    return first > second ? first : second;
}

// Of the packages a cell away, the one that exceeds both targets by most time, roughly; false when none does.
PARLEY_I_VECTOR
static bool best_swap(const struct pair *pair, const double *target, const double *pace, double *u, double *v)
{
    const lane_values *first = (const lane_values *)pair->swap[0], *second = (const lane_values *)pair->swap[1];
    const lane_values nothing = {0};
    lane_values most = nothing, most_u = nothing, most_v = nothing;
    for (uint32_t k = 0; k < pair->lanes / LANES; k++) {
        lane_values a = (first[k] - target[0]) * pace[0], b = (second[k] - target[1]) * pace[1];
        lane_values less = SELECT(a < b, a, b);
        lane_masks better = less > most;
        most = SELECT(better, less, most);
        most_u = SELECT(better, first[k], most_u);
        most_v = SELECT(better, second[k], most_v);
    }
    double largest = 0.0;
    for (int l = 0; l < LANES; l++) {
        *u = most[l] > largest ? most_u[l] : *u;
        *v = most[l] > largest ? most_v[l] : *v;
        largest = most[l] > largest ? most[l] : largest;
    }
    return largest > 0.0;
}

// The targets at the time when both would sign a package, roughly; the last ones when they never will.
static void targets_at(const struct meeting *meeting, const double worth[2], double target[2])
{
    const struct conceder *c = meeting->talks->conceder;
    const double wait[2] = {rough_wait(meeting, 0, worth[0]), rough_wait(meeting, 1, worth[1])};
    const uint32_t slow = wait[0] > wait[1] ? 0 : 1, quick = 1 - slow;
    if (wait[slow] < 0.0) {
        target[slow] = worth[slow];
        target[quick] = c[quick].top - (c[quick].top - c[quick].low) * exp2(wait[slow] / c[quick].exponent);
    } else {
        target[0] = c[0].low - UTILITY_NOISE;
        target[1] = c[1].low - UTILITY_NOISE;
    }
}

// The first round that the better end of the edge allows, or a package a cell away from the best on the edge.
static void find_round(struct pair *pair, struct meeting *meeting)
{
    const struct alternating *talks = meeting->talks;
    const struct vertex *left = &meeting->corner[1], *right = &meeting->corner[2];
    bool left_first =
        longer_wait(meeting, left->sum[0], left->sum[1]) < longer_wait(meeting, right->sum[0], right->sum[1]);
    const struct vertex *end = left_first ? left : right;
    double u = end->sum[0], v = end->sum[1], target[2], pace[2];
    targets_at(meeting, end->sum, target);
    for (uint32_t p = 0; p < 2; p++) {
        double left_to_fall = talks->conceder[p].top - target[p];
        pace[p] = left_to_fall > 0.0 ? talks->conceder[p].exponent / left_to_fall : 1.0 / UTILITY_NOISE;
    }
    parley_i_pair_swaps(pair);
    (void)best_swap(pair, target, pace, &u, &v);
    set_round(meeting, talks->rounds);
    if (u >= meeting->earlier[0] && v >= meeting->earlier[1]) {
        advance_to(meeting, u, v);
    }
}

// The edge of the frontier where both have to wait about as long, and the first round that a package near it allows.
static void approach(struct pair *pair, struct meeting *meeting)
{
    struct vertex *edge = &meeting->edge;
    struct vertex left, right;
    for (uint32_t p = 0; p < 2; p++) {
        const struct conceder *c = &meeting->talks->conceder[p];
        meeting->way[p] = c->top > c->low ? rough_log2(c->top - c->low) : 0.0;
    }
    parley_i_pair_vertex(pair, 1.0, 0.0, &left);
    parley_i_pair_vertex(pair, 0.0, 1.0, &right);
    meeting->corner[0] = left;
    meeting->corner[3] = right;
    for (int cut = 0; cut < PAIR_CUTS && parley_i_pair_between(pair, &left, &right, edge); cut++) {
        bool first_waits_longer = rough_wait(meeting, 0, edge->sum[0]) > rough_wait(meeting, 1, edge->sum[1]);
        *(first_waits_longer ? &right : &left) = *edge;
    }
    meeting->corner[1] = left;
    meeting->corner[2] = right;
    parley_i_pair_weigh(pair, edge);
    find_round(pair, meeting);
}

static void set_now(struct meeting *meeting)
{
    const struct alternating *talks = meeting->talks;
    uint32_t round = meeting->round < talks->rounds ? meeting->round : talks->rounds - 1;
    parley_i_alternating_levels(talks, round, meeting->now);
}

static bool reach(const struct deal *deal, const double *target)
{
    return deal->worth[0] >= target[0] && deal->worth[1] >= target[1];
}

// All packages worth both targets of the round in hand. False when they are too many.
static bool note_deals(struct pair *pair, struct meeting *meeting)
{
    if (pair->space->packages > EXACT_PACKAGES) {
        return false;
    }
    set_now(meeting);
    double slack = slack_for(&meeting->edge, meeting->now);
    pair->need[0] = meeting->now[0];
    pair->need[1] = meeting->now[1];
    parley_i_pair_core(pair, slack);
    uint32_t ways = parley_i_pair_spread(pair, slack);
    if (ways == UINT32_MAX) {
        return false;
    }
    meeting->deals = 0;
    for (uint32_t w = 0; w < ways; w++) {
        struct deal *deal = &meeting->deal[meeting->deals];
        parley_i_pair_follow(pair, &pair->way[w]);
        parley_i_pair_exact(pair, &deal->worth[0], &deal->worth[1]);
        if (reach(deal, meeting->now)) {
            memcpy(meeting->option + (size_t)meeting->deals * pair->space->factors, pair->choice,
                   pair->space->factors * sizeof *pair->choice);
            meeting->deals++;
        }
    }
    return true;
}

// The earliest round in which one of the deals noted is worth both targets. False when rounding blurs it.
static bool find_earliest(struct meeting *meeting)
{
    const struct alternating *talks = meeting->talks;
    const uint32_t before = meeting->round;
    if (meeting->round == talks->rounds && meeting->deals > 0) {
        set_round(meeting, talks->rounds - 1);
    }
    for (bool earlier = true; earlier;) {
        const struct deal *best = NULL;
        double least = INFINITY;
        for (uint32_t k = 0; k < meeting->deals; k++) {
            const struct deal *deal = &meeting->deal[k];
            if (reach(deal, meeting->earlier)) {
                double wait = longer_wait(meeting, deal->worth[0], deal->worth[1]);
                best = best == NULL || wait < least ? deal : best;
                least = best == deal ? wait : least;
            }
        }
        earlier = best != NULL;
        if (earlier) {
            advance_to(meeting, best->worth[0], best->worth[1]);
        }
    }
    if (meeting->round != before) {
        set_now(meeting);
    }
    for (uint32_t k = 0; k < meeting->deals; k++) {
        if (reach(&meeting->deal[k], meeting->now)) {
            return true;
        }
    }
    return meeting->round == talks->rounds;
}

// Of the deals noted, the one that the proposer of that round offers (see parley_i_offer for ties).
static void offer_noted(const struct meeting *meeting, uint32_t proposer)
{
    const struct space *space = meeting->talks->sitting->table->space;
    uint32_t *choice = meeting->talks->out->choice;
    const struct deal *best = NULL;
    for (uint32_t k = 0; k < meeting->deals; k++) {
        const struct deal *deal = &meeting->deal[k];
        if (!reach(deal, meeting->now)) {
            continue;
        }
        const uint32_t *option = meeting->option + (size_t)k * space->factors;
        double own = best == NULL ? INFINITY : deal->worth[proposer] - best->worth[proposer];
        double worth = best == NULL ? INFINITY : deal->worth[1 - proposer] - best->worth[1 - proposer];
        bool tied = fabs(worth) <= UTILITY_NOISE;
        if (tied ? own > UTILITY_NOISE || (own >= -UTILITY_NOISE && parley_i_space_compare(space, option, choice) < 0)
                 : worth > 0.0) {
            best = deal;
            memcpy(choice, option, space->factors * sizeof *choice);
        }
    }
}

// Is there an earlier round? False when the search had to stop.
static bool look_earlier(struct pair *pair, struct meeting *meeting)
{
    double slack = meeting->round > 0 ? slack_for(&meeting->edge, meeting->earlier) : -1.0;
    if (slack < 0.0) {
        return true;
    }
    pair->need[0] = meeting->earlier[0];
    pair->need[1] = meeting->earlier[1];
    parley_i_pair_core(pair, slack);
    if (parley_i_pair_walk(pair, &slack, STEPS, visit, meeting) ||
        parley_i_pair_sweep(pair, slack, false, visit, meeting) == 0.0) {
        return true;
    }
    parley_i_pair_core(pair, slack);
    return pair->space->packages <= EXACT_PACKAGES && parley_i_pair_walk(pair, &slack, UINT64_MAX, visit, meeting);
}

// The neighbouring corners between which the proposer's target lies.
static void corners_around(const struct meeting *meeting, uint32_t proposer, double target, struct vertex around[2])
{
    uint32_t first = proposer == 0 ? 2 : 0;
    while (proposer == 0 && first > 0 && !parley_i_reaches(meeting->corner[first].sum[0], target)) {
        first--;
    }
    while (proposer == 1 && first < 2 && !parley_i_reaches(meeting->corner[first + 1].sum[1], target)) {
        first++;
    }
    around[0] = meeting->corner[first];
    around[1] = meeting->corner[first + 1];
}

static bool applies(const struct sitting *sitting)
{
    return sitting->table->parties == 2 && sitting->rule->kind == RULE_UNANIMITY &&
           sitting->table->space->factors > 0 && sitting->power[0] > 0.0 && sitting->power[1] > 0.0;
}

// The round of agreement, and, when they are few, what could be agreed in it. False when the search had to stop.
static bool meet(struct pair *pair, struct meeting *meeting, bool *noted)
{
    approach(pair, meeting);
    *noted = note_deals(pair, meeting) && find_earliest(meeting);
    return *noted || look_earlier(pair, meeting);
}

// The proposer's best offer in the round of agreement. False when the search had to stop.
static bool make_offer(struct pair *pair, const struct meeting *meeting, bool noted)
{
    const struct alternating *talks = meeting->talks;
    uint32_t proposer = parley_i_alternating_proposer(talks, meeting->round);
    if (noted) {
        offer_noted(meeting, proposer);
        return true;
    }
    double target = parley_i_alternating_level(talks, proposer, meeting->round) + UTILITY_NOISE;
    struct offer offer = {0};
    struct vertex around[2];
    corners_around(meeting, proposer, target, around);
    if (!parley_i_offer_on(pair, proposer, target, around, talks->out->choice, &offer)) {
        return false;
    }
    talks->out->gap = offer.gap;
    return true;
}

static struct pair pair_of(const struct table *table)
{
    const struct space *space = table->space;
    struct pair pair = {
        .space = space, .u = {table->utility, table->utility + space->cells}, .base = {table->base[0], table->base[1]}};
    if (table->barred != NULL) {
        pair.excluded[0] = table->barred;
        pair.excluded[1] = table->barred + space->cells;
    }
    return pair;
}

bool parley_i_alternating_two(const struct alternating *talks)
{
    const struct table *table = talks->sitting->table;
    if (!applies(talks->sitting)) {
        return false;
    }
    char *memory = talks->scratch;
    struct pair pair = pair_of(table);
    struct meeting meeting = {.talks = talks, .round = talks->rounds, .deal = (struct deal *)memory};
    memory += padded(FEW_DEALS * sizeof(struct deal));
    meeting.option = (uint32_t *)memory;
    memory += padded((size_t)FEW_DEALS * table->space->factors * sizeof(uint32_t));
    bool noted = false;
    if (parley_i_pair_load(&pair, memory) && !meet(&pair, &meeting, &noted)) {
        return false;
    }
    uint32_t collapse = meeting.round > 0 ? parley_i_alternating_collapse(talks) : UINT32_MAX;
    if (collapse < meeting.round) {
        parley_i_alternating_conclude(talks, OUTCOME_BREAKDOWN, collapse + 1);
        return true;
    }
    if (meeting.round == talks->rounds) {
        parley_i_alternating_conclude(talks, OUTCOME_DEADLINE, talks->rounds);
        return true;
    }
    if (!make_offer(&pair, &meeting, noted)) {
        return false;
    }
    parley_i_alternating_conclude(talks, OUTCOME_AGREED, meeting.round + 1);
    return true;
}
