// Alternating offers between two parties who must both agree, without playing the rounds.
//
// A proposer offers what is best for the other among packages worth its own target. If any package is worth both targets the
// best offer is, so it is accepted, whoever proposes; if none is, it is refused. As targets fall, the round of agreement is the
// first with a package worth both; the deal is that round's proposer's best. One walk of the core finds both: a
// package that is worth both targets of an earlier round moves the round forward, one that is better for the other
// replaces the deal.
#include "bargain/alternating.h"

#include "preference/pair.h"

#include <math.h>
#include <string.h>

static const double ROUNDING = 1e-13;
enum { STEPS = 20000 };  // a core that is not walked by then belongs to the patient way
static const double EXACT_PACKAGES = 1e6;

struct meeting {
    const struct alternating *talks;
    const struct vertex *edge;
    uint32_t round;        // the first known to allow agreement
    uint32_t proposer;     // of that round
    double level[2];       // then
    double earlier[2];     // one round before; INFINITY when there is none
    double worth, own;     // the deal so far
    bool found;
};

size_t parley_i_alternating_two_scratch(const struct sitting_shape *shape)
{
    return shape->parties == 2 ? parley_i_pair_scratch(shape->space) : 0;
}

// How far through the talks (0 to 1) a party's target has fallen to that utility.
static double time_of(const struct conceder *c, double utility)
{
    double left = c->top - utility - UTILITY_NOISE, way = c->top - c->low;
    if (!(left > 0.0)) {
        return 0.0;
    }
    double part = left < way ? left / way : 1.0;
    return c->exponent == 1.0 ? part : pow(part, c->exponent);
}

static void set_round(struct meeting *meeting, uint32_t round)
{
    const struct alternating *talks = meeting->talks;
    meeting->round = round;
    meeting->proposer = parley_i_alternating_proposer(talks, round);
    meeting->found = false;
    for (uint32_t p = 0; p < 2; p++) {
        meeting->level[p] = parley_i_alternating_level(talks, p, round);
        meeting->earlier[p] = round > 0 ? parley_i_alternating_level(talks, p, round - 1) : INFINITY;
    }
}

// The first round in which those utilities are worth both targets. Precondition: in the last round they are.
static void advance_to(struct meeting *meeting, double u, double v)
{
    const struct alternating *talks = meeting->talks;
    double t = fmax(time_of(&talks->conceder[0], u), time_of(&talks->conceder[1], v));
    double round = ceil(t * (talks->rounds - 1) - 1e-9);
    set_round(meeting, round > 0.0 ? (uint32_t)round : 0);
    while (meeting->round + 1 < talks->rounds && !(u >= meeting->level[0] && v >= meeting->level[1])) {
        set_round(meeting, meeting->round + 1);
    }
    while (meeting->round > 0 && u >= meeting->earlier[0] && v >= meeting->earlier[1]) {
        set_round(meeting, meeting->round - 1);
    }
}

static bool better(const struct meeting *meeting, double own, double worth, const uint32_t *choice)
{
    if (!meeting->found || fabs(worth - meeting->worth) > UTILITY_NOISE) {
        return !meeting->found || worth > meeting->worth;
    }
    if (fabs(own - meeting->own) > UTILITY_NOISE) {
        return own > meeting->own;
    }
    return parley_i_space_compare(meeting->talks->sitting->table->space, choice, meeting->talks->out->choice) < 0;
}

static double weigh(const struct vertex *edge, double u, double v) { return edge->weight[0] * u + edge->weight[1] * v; }

// What is still looked for: packages worth both targets of the round before, or those of this round that are no worse for
// the courted party than the deal so far. Sets what they must be worth; returns what they may lose.
static double look_for(const struct meeting *meeting, double need[2])
{
    const struct vertex *edge = meeting->edge;
    need[0] = meeting->level[0];
    need[1] = meeting->level[1];
    if (!meeting->found) {
        return edge->total - weigh(edge, need[0], need[1]) + ROUNDING;
    }
    uint32_t courted = 1 - meeting->proposer;
    need[courted] = fmax(need[courted], meeting->worth - UTILITY_NOISE);
    double least = weigh(edge, need[0], need[1]);
    if (meeting->round > 0) {
        need[courted] = fmin(need[courted], meeting->earlier[courted]);
        least = fmin(least, weigh(edge, meeting->earlier[0], meeting->earlier[1]));
    }
    return edge->total - least + ROUNDING;
}

static double visit(struct pair *pair, double u, double v, double slack, void *user)
{
    struct meeting *meeting = user;
    if (!(u >= meeting->level[0] && v >= meeting->level[1])) {
        return slack;
    }
    if (u >= meeting->earlier[0] && v >= meeting->earlier[1]) {
        advance_to(meeting, u, v);
    }
    double own = meeting->proposer == 0 ? u : v, worth = meeting->proposer == 0 ? v : u;
    if (!better(meeting, own, worth, pair->choice)) {
        return slack;
    }
    meeting->own = own;
    meeting->worth = worth;
    meeting->found = true;
    memcpy(meeting->talks->out->choice, pair->choice, pair->space->factors * sizeof *pair->choice);
    return look_for(meeting, pair->need);
}

// Is that point nearer to what the first party asks than to what the second asks? Only a guide for the search.
static bool first_waits_longer(const struct alternating *talks, const double *sum)
{
    const struct conceder *a = &talks->conceder[0], *b = &talks->conceder[1];
    double left = (a->top - sum[0]) * (b->top - b->low), right = (b->top - sum[1]) * (a->top - a->low);
    return left > right;
}

static bool acceptable(const struct alternating *talks, const double *sum)
{
    return sum[0] >= talks->conceder[0].low && sum[1] >= talks->conceder[1].low;
}

// The edge of the frontier where both have waited about as long, and the first round that a vertex on the way allows.
static void approach(const struct pair *pair, struct meeting *meeting, struct vertex *edge)
{
    const struct alternating *talks = meeting->talks;
    struct vertex left, right, best;
    bool any = false;
    parley_i_pair_vertex(pair, 1.0, 0.0, &left);
    parley_i_pair_vertex(pair, 0.0, 1.0, &right);
    for (int cut = 0; cut < PAIR_CUTS && parley_i_pair_between(pair, &left, &right, edge); cut++) {
        if (acceptable(talks, edge->sum)) {
            best = *edge;
            any = true;
        }
        if (first_waits_longer(talks, edge->sum)) {
            right = *edge;
        } else {
            left = *edge;
        }
    }
    if (any) {
        advance_to(meeting, best.sum[0], best.sum[1]);
    } else {
        set_round(meeting, talks->rounds - 1);
    }
}

static bool walk(struct pair *pair, struct meeting *meeting, uint64_t budget)
{
    double slack = look_for(meeting, pair->need);
    parley_i_pair_core(pair, meeting->edge, slack);
    return parley_i_pair_walk(pair, slack, &budget, visit, meeting);
}

bool parley_i_alternating_two(const struct alternating *talks)
{
    const struct sitting *sitting = talks->sitting;
    const struct table *table = sitting->table;
    const struct space *space = table->space;
    if (table->parties != 2 || sitting->rule->kind != RULE_UNANIMITY || space->factors == 0 || !(sitting->power[0] > 0.0) ||
        !(sitting->power[1] > 0.0)) {
        return false;
    }
    struct pair pair = {.space = space, .u = {table->utility, table->utility + space->cells}, .base = {table->base[0], table->base[1]}};
    if (table->barred != NULL) {
        pair.excluded[0] = table->barred;
        pair.excluded[1] = table->barred + space->cells;
    }
    struct vertex edge;
    struct meeting meeting = {.talks = talks, .edge = &edge, .round = talks->rounds};
    uint64_t budget = space->packages <= EXACT_PACKAGES ? UINT64_MAX : STEPS;
    if (parley_i_pair_load(&pair, talks->scratch)) {
        approach(&pair, &meeting, &edge);
        bool whole = walk(&pair, &meeting, budget);
        if (whole && !meeting.found && meeting.round + 1 < talks->rounds) {  // the vertex was an illusion of rounding
            set_round(&meeting, talks->rounds - 1);
            whole = walk(&pair, &meeting, budget);
        }
        if (!whole) {
            return false;
        }
    }
    uint32_t round = meeting.found ? meeting.round : talks->rounds;
    uint32_t collapse = round > 0 ? parley_i_alternating_collapse(talks) : UINT32_MAX;
    if (collapse < round) {
        parley_i_alternating_conclude(talks, OUTCOME_BREAKDOWN, collapse + 1);
    } else if (meeting.found) {
        parley_i_alternating_conclude(talks, OUTCOME_AGREED, round + 1);
    } else {
        parley_i_alternating_conclude(talks, OUTCOME_DEADLINE, talks->rounds);
    }
    return true;
}
