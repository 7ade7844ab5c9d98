// `alternating`: in each of R rounds one party proposes. With t = r / (R - 1) a party's target is low + (top - low)
// (1 - t^(1 / exponent)), where top is the best it can get among packages acceptable to itself and low = max(no_deal,
// concedes.floor). The proposer offers, among packages worth at least its target to it, the one with the largest
// power-weighted sum of the others' utilities (ties: its own utility, then the lowest package number). The others
// accept what is worth at least their own target now.
//
// Red lines are common knowledge: a package beyond another party's red line counts as worth minus infinity to it. A
// party for which no package is worth both its floor and no agreement can sign nothing: under unanimity (or with a
// veto) there is no zone, else it lets its turns pass.
//
// That is how parties concede unless they say otherwise; other tactics, ways to accept and private deadlines
// (manner.h) are always played round by round.
//
// Breakdown after a round without agreement is drawn once for all rounds, by inversion of the geometric distribution,
// so that a higher probability never makes the talks last longer. After the last round there is nothing left to break
// down.
#include "bargain/alternating.h"

#include "base/fail.h"
#include "bargain/tactic.h"

#include <math.h>

enum { ROUNDS, ORDER, AGREEMENT, BREAKDOWN };

static const char *const orders[] = {"fixed", "random", NULL};

static const struct parameter_spec parameters[] = {
    [ROUNDS] = {.name = "rounds",
                .type = TYPE_NUMBER,
                .otherwise = 20,
                .whole = true,
                .bounds = {1, 1e6, false, false, true, "a whole number of rounds, 1 to 1000000"}},
    [ORDER] = {.name = "order", .type = TYPE_WORD, .otherwise = 0, .words = orders},
    [AGREEMENT] = {.name = "agreement", .type = TYPE_RULE},
    [BREAKDOWN] = {.name = "breakdown",
                   .type = TYPE_NUMBER,
                   .otherwise = 0,
                   .bounds = {0, 1, false, false, true, "a probability in [0, 1]"}},
};

static const char *const draws[] = {[DRAW_BREAKDOWN] = "breakdown",
                                    [DRAW_ORDER] = "order",
                                    [DRAW_ACCEPTANCE] = "acceptance",
                                    [DRAW_TACTIC] = "tactic",
                                    NULL};

// The share of the way from top to low that is held back at time t.
static double held_back(double exponent, double t)
{
    if (exponent == 1.0 || t == 0.0 || t == 1.0) {
        return 1.0 - t;
    }
    return exponent == 0.5 ? 1.0 - t * t : exponent == 2.0 ? 1.0 - sqrt(t) : 1.0 - pow(t, 1.0 / exponent);
}

static double time_of(const struct alternating *talks, uint32_t round)
{
    return talks->rounds > 1 ? (double)round / (double)(talks->rounds - 1) : 1.0;
}

static double level_at(const struct conceder *c, double t)
{
    double target = c->low + (c->top - c->low) * held_back(c->exponent, t);
    return (target < c->top ? target : c->top) - UTILITY_NOISE;
}

double parley_i_alternating_level(const struct alternating *talks, uint32_t party, uint32_t round)
{
    return level_at(&talks->conceder[party], time_of(talks, round));
}

void parley_i_alternating_levels(const struct alternating *talks, uint32_t round, double *level)
{
    double t = time_of(talks, round);
    for (uint32_t p = 0; p < talks->sitting->parties; p++) {
        level[p] = level_at(&talks->conceder[p], t);
    }
}

double parley_i_alternating_time(const struct conceder *c, double utility)
{
    double left = c->top - utility - UTILITY_NOISE, way = c->top - c->low;
    if (!(left > 0.0)) {
        return 0.0;
    }
    double part = left < way ? left / way : 1.0;
    return c->exponent == 1.0 ? part : pow(part, c->exponent);
}

uint32_t parley_i_alternating_proposer(const struct alternating *talks, uint32_t round)
{
    uint32_t parties = talks->sitting->parties;
    if (!talks->random_order) {
        return round % parties;
    }
    return (uint32_t)(parley_i_sitting_uniform(talks->sitting, DRAW_ORDER, round) * parties);
}

uint32_t parley_i_alternating_collapse(const struct alternating *talks)
{
    if (!(talks->breakdown > 0.0)) {
        return UINT32_MAX;
    }
    double u = parley_i_sitting_uniform(talks->sitting, DRAW_BREAKDOWN, 0);
    // (1 - p)^n is at least 1 - n p, so mostly no logarithms are needed.
    if (u < 1.0 - talks->breakdown * (talks->rounds - 1) - 1e-9) {
        return UINT32_MAX;
    }
    double survived = floor(log(u) / log1p(-talks->breakdown));
    return survived < talks->rounds - 1 ? (uint32_t)survived : UINT32_MAX;
}

double parley_i_alternating_worth(const struct alternating *talks, uint32_t proposer, double *worth, uint8_t *excluded)
{
    const struct table *table = talks->sitting->table;
    const double *power = talks->sitting->power;
    uint32_t cells = table->space->cells;
    double total = 0.0, base = 0.0;
    for (uint32_t q = 0; q < table->parties; q++) {
        total += q == proposer ? 0.0 : power[q];
    }
    for (uint32_t c = 0; c < cells; c++) {
        worth[c] = 0.0;
    }
    for (uint32_t q = 0; q < table->parties; q++) {
        double share = q == proposer || !(total > 0.0) ? 0.0 : power[q] / total;
        const double *utility = table->utility + (size_t)q * cells;
        if (share > 0.0) {
            base += share * table->base[q];
            for (uint32_t c = 0; c < cells; c++) {
                worth[c] += share * utility[c];
            }
        }
    }
    for (uint32_t q = 0; table->barred != NULL && q < table->parties; q++) {
        const uint8_t *barred = table->barred + (size_t)q * cells;
        for (uint32_t c = 0; q != proposer && c < cells; c++) {
            if (barred[c] && excluded != NULL) {
                excluded[c] = 1;
            } else if (barred[c]) {
                worth[c] = -INFINITY;
            }
        }
    }
    return base;
}

bool parley_i_alternating_accepts(const struct alternating *talks, uint32_t party, uint32_t round,
                                  const uint32_t *choice)
{
    const struct table *table = talks->sitting->table;
    return !talks->conceder[party].hopeless && !parley_i_table_crosses(table, party, choice) &&
           parley_i_table_utility(table, party, choice) >= parley_i_alternating_level(talks, party, round);
}

void parley_i_alternating_conclude(const struct alternating *talks, enum outcome outcome, uint32_t rounds)
{
    talks->out->outcome = outcome;
    talks->out->rounds = rounds;
    talks->out->continuous = false;
}

static size_t scratch_size(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    size_t most = parley_i_alternating_rounds_scratch(shape, shape->parameter ? shape->parameter[ROUNDS].value : 0.0);
    size_t two = parley_i_alternating_two_scratch(shape), field = parley_i_alternating_field_scratch(shape);
    most = two > most ? two : most;
    size_t few = parley_i_alternating_few_scratch(shape);
    most = field > most ? field : most;
    most = few > most ? few : most;
    return (shape->parties * sizeof(struct conceder) + 63) / 64 * 64 + most;
}

bool parley_i_alternating_open(const struct alternating *talks, uint32_t party, double top)
{
    const struct sitting *sitting = talks->sitting;
    struct conceder *c = &talks->conceder[party];
    double no_deal = sitting->table->no_deal[party], floor = sitting->concedes[party].floor;
    c->top = top;
    c->low = no_deal > floor ? no_deal : floor;
    c->exponent = sitting->concedes[party].exponent;
    c->hopeless = !parley_i_reaches(c->top, c->low);
    return !c->hopeless;
}

// False when the talks are over before they begin.
static bool open_talks(const struct alternating *talks)
{
    const struct table *table = talks->sitting->table;
    const struct rule *rule = talks->sitting->rule;
    bool open = true;
    for (uint32_t p = 0; p < table->parties; p++) {
        bool needed = rule->kind == RULE_UNANIMITY || (rule->veto != NULL && rule->veto[p]);
        open = (parley_i_alternating_open(talks, p, parley_i_table_top(table, p, NULL)) || !needed) && open;
    }
    return open;
}

static bool all_plain(const struct sitting *sitting)
{
    bool plain = true;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        plain = plain && sitting->concedes[p].manner == NULL;
    }
    return plain;
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    size_t parties = sitting->table->parties;
    struct alternating talks = {
        .sitting = sitting,
        .out = out,
        .rounds = (uint32_t)sitting->parameter[ROUNDS],
        .random_order = sitting->parameter[ORDER] > 0.0,
        .breakdown = sitting->parameter[BREAKDOWN],
        .conceder = sitting->scratch,
        .scratch = (char *)sitting->scratch + (parties * sizeof(struct conceder) + 63) / 64 * 64,
    };
    out->gap = 0.0;
    bool plain = all_plain(sitting);
    if (plain && sitting->turns == NULL && parley_i_alternating_few(&talks)) {
        return;
    }
    if (!open_talks(&talks)) {
        parley_i_alternating_conclude(&talks, OUTCOME_NO_ZONE, 0);
        return;
    }
    if (!plain || sitting->turns != NULL || !(parley_i_alternating_two(&talks) || parley_i_alternating_field(&talks))) {
        parley_i_alternating_rounds(&talks);
    }
}

static parley_status prepare(const struct protocol *self, struct arena *arena, const struct sitting_shape *shape,
                             const void **prepared)
{
    (void)self;
    const struct few *few;
    for (uint32_t p = 0; shape->concedes != NULL && p < shape->parties; p++) {
        const struct manner *manner = shape->concedes[p].manner;
        if (manner != NULL && manner->tactic[0].form == TACTIC_MICRO && shape->space->packages > LEDGER_PACKAGES) {
            return parley_i_fail(PARLEY_BAD_SCENARIO,
                                 "micro goes through packages one by one, expected at most %d of them, found %g; "
                                 "settle some issues in a sitting of their own",
                                 LEDGER_PACKAGES, shape->space->packages);
        }
    }
    parley_status status = parley_i_alternating_few_prepare(arena, shape, &few);
    *prepared = few;
    return status;
}

const struct protocol parley_i_protocol_alternating = {
    .name = "alternating",
    .reference = "Faratin, Sierra & Jennings, Robotics and Autonomous Systems 24 (1998) 159-182, in utility space",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof *parameters,
    .draws = draws,
    .needs = NEEDS_PACKAGES,
    .prepare = prepare,
    .scratch_size = scratch_size,
    .settle = settle,
};
