// Alternating offers between two parties who must both agree, without playing the rounds.
//
// A proposer offers what is best for the other among packages worth its own target. If any package is worth both
// targets the best offer is, so it is accepted, whoever proposes; if none is, it is refused. As targets fall, the
// round of agreement is the first with a package worth both: a vertex of the frontier allows some round, and a walk
// of the little that could be worth both targets of the round before tells whether there is an earlier one. The deal
// is that round's proposer's best.
#include "bargain/alternating.h"

#include "preference/offer.h"

#include <math.h>
#include <string.h>

static const double ROUNDING = 1e-13, EXACT_PACKAGES = 1e6;
enum { STEPS = 3000 };  // a core that is not walked by then is swept

struct meeting {
    const struct alternating *talks;
    struct vertex edge;
    // of the frontier, from the first party's best to the second's: the ends, and those of the edge
    struct vertex corner[4];
    uint32_t round;     // the first known to allow agreement; as many as there are rounds when none is
    double earlier[2];  // the targets to beat: those of the round before; INFINITY when it is the first
};

size_t parley_i_alternating_two_scratch(const struct sitting_shape *shape)
{
    return shape->parties == 2 ? parley_i_pair_scratch(shape->space) : 0;
}

static void set_round(struct meeting *meeting, uint32_t round)
{
    meeting->round = round;
    for (uint32_t p = 0; p < 2; p++) {
        meeting->earlier[p] = round > 0 ? parley_i_alternating_level(meeting->talks, p, round - 1) : INFINITY;
    }
}

// The first round in which those utilities are worth both targets. Precondition: in the last round they are.
static void advance_to(struct meeting *meeting, double u, double v)
{
    const struct alternating *talks = meeting->talks;
    double t =
        fmax(parley_i_alternating_time(&talks->conceder[0], u), parley_i_alternating_time(&talks->conceder[1], v));
    double round = ceil(t * (talks->rounds - 1) - 1e-9);
    set_round(meeting, round > 0.0 ? (uint32_t)round : 0);
    while (meeting->round > 0 && u >= meeting->earlier[0] && v >= meeting->earlier[1]) {
        set_round(meeting, meeting->round - 1);
    }
}

static double slack_for(const struct meeting *meeting)
{
    const struct vertex *edge = &meeting->edge;
    return edge->total - edge->weight[0] * meeting->earlier[0] - edge->weight[1] * meeting->earlier[1] + ROUNDING;
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
    return meeting->round > 0 ? slack_for(meeting) : -1.0;
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
static double rough_wait(const struct conceder *c, double utility)
{
    double left = c->top - utility - UTILITY_NOISE;
    return left > 0.0 ? c->exponent * rough_log2(left / (c->top - c->low)) : -1e6;
}

// The package that both have to wait for least, of those seen.
struct prospect {
    const struct alternating *talks;
    double wait, u, v;
};

static void see(void *user, double u, double v)
{
    struct prospect *best = user;
    const struct conceder *c = best->talks->conceder;
    if (parley_i_reaches(u, c[0].low) && parley_i_reaches(v, c[1].low)) {
        double first = rough_wait(&c[0], u), second = rough_wait(&c[1], v), wait = first > second ? first : second;
        if (wait < best->wait) {
            *best = (struct prospect){best->talks, wait, u, v};
        }
    }
}

// The edge of the frontier where both have to wait about as long, and the first round that a package near it allows.
static void approach(struct pair *pair, struct meeting *meeting)
{
    const struct alternating *talks = meeting->talks;
    struct vertex *edge = &meeting->edge;
    struct vertex left, right;
    parley_i_pair_vertex(pair, 1.0, 0.0, &left);
    parley_i_pair_vertex(pair, 0.0, 1.0, &right);
    meeting->corner[0] = left;
    meeting->corner[3] = right;
    for (int cut = 0; cut < PAIR_CUTS && parley_i_pair_between(pair, &left, &right, edge); cut++) {
        bool first_waits_longer =
            rough_wait(&talks->conceder[0], edge->sum[0]) > rough_wait(&talks->conceder[1], edge->sum[1]);
        *(first_waits_longer ? &right : &left) = *edge;
    }
    meeting->corner[1] = left;
    meeting->corner[2] = right;
    struct prospect best = {.talks = talks, .wait = INFINITY};
    see(&best, left.sum[0], left.sum[1]);
    see(&best, right.sum[0], right.sum[1]);
    parley_i_pair_weigh(pair, edge);
    parley_i_pair_swaps(pair, see, &best);
    if (best.wait < INFINITY) {
        advance_to(meeting, best.u, best.v);
    } else {
        set_round(meeting, talks->rounds);
    }
}

// Is there an earlier round? False when the search had to stop.
static bool look_earlier(struct pair *pair, struct meeting *meeting)
{
    double slack = meeting->round > 0 ? slack_for(meeting) : -1.0;
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

bool parley_i_alternating_two(const struct alternating *talks)
{
    const struct table *table = talks->sitting->table;
    const struct space *space = table->space;
    if (!applies(talks->sitting)) {
        return false;
    }
    struct pair pair = {
        .space = space, .u = {table->utility, table->utility + space->cells}, .base = {table->base[0], table->base[1]}};
    if (table->barred != NULL) {
        pair.excluded[0] = table->barred;
        pair.excluded[1] = table->barred + space->cells;
    }
    struct meeting meeting = {.talks = talks, .round = talks->rounds};
    if (parley_i_pair_load(&pair, talks->scratch)) {
        approach(&pair, &meeting);
        if (!look_earlier(&pair, &meeting)) {
            return false;
        }
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
    uint32_t proposer = parley_i_alternating_proposer(talks, meeting.round);
    double target = parley_i_alternating_level(talks, proposer, meeting.round) + UTILITY_NOISE;
    struct offer offer = {0};
    struct vertex around[2];
    corners_around(&meeting, proposer, target, around);
    if (!parley_i_offer_on(&pair, proposer, target, around, talks->out->choice, &offer)) {
        return false;
    }
    talks->out->gap = offer.gap;
    parley_i_alternating_conclude(talks, OUTCOME_AGREED, meeting.round + 1);
    return true;
}
