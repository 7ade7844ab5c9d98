// The closed rule where votes weigh differently: fictitious play over the smallest winning coalitions of a dozen.
#include "bargain/legislature_parts.h"

#include <math.h>

enum { ROUNDS = 2000, SWEEPS = 10 };

static const double GOOD_ENOUGH = 1e-6, TIE = 1e-9;
static const double SLOWER =
    0.99;  // steps shrink slowly enough to reach an equilibrium from anywhere, and fast enough to stand still there

static bool wins(const struct legislature *l, uint32_t set)
{
    uint8_t agrees[MOST_WEIGHED];
    for (uint32_t j = 0; j < l->members; j++) {
        agrees[j] = set >> j & 1;
    }
    return parley_i_rule_met(l->rule, l->weight, agrees, l->members);
}

// The sets of others that make the proposer win, and of which it needs every member.
static uint32_t list_coalitions(const struct legislature *l, uint32_t proposer, uint16_t *coalition)
{
    uint32_t count = 0, own = UINT32_C(1) << proposer;
    for (uint32_t set = 0; set < UINT32_C(1) << l->members && count < MOST_COALITIONS; set++) {
        bool smallest = !(set & own) && wins(l, set | own);
        for (uint32_t j = 0; smallest && j < l->members; j++) {
            smallest = !(set >> j & 1) || !wins(l, (set | own) & ~(UINT32_C(1) << j));
        }
        if (smallest) {
            coalition[count++] = (uint16_t)set;
        }
    }
    return count;
}

// What every set of members costs.
static void find_costs(const double *price, uint32_t members, double *cost)
{
    cost[0] = 0.0;
    for (uint32_t j = 0; j < members; j++) {
        for (uint32_t set = 0; set < UINT32_C(1) << j; set++) {
            cost[set | UINT32_C(1) << j] = cost[set] + price[j];
        }
    }
}

// Values that go with who pays whom, from the last ones: v = p (1 - paid) + discount (how often paid) v. Returns how
// far they moved.
static double find_values(const struct legislature *l, struct legislation *out)
{
    uint32_t n = l->members;
    double change = 0.0;
    for (uint32_t i = 0; i < n; i++) {
        double paid = 0.0, often = 0.0;
        for (uint32_t j = 0; j < n; j++) {
            paid += out->includes[(size_t)i * n + j] * l->discount[j] * out->value[j];
            often += j == i ? 0.0 : l->recognition[j] * out->includes[(size_t)j * n + i];
        }
        double rest = fmax(1.0 - l->discount[i] * often, 1e-9);
        double value = fmin(fmax(l->recognition[i] * (1.0 - paid) / rest, 0.0), 1.0);
        change = fmax(change, fabs(value - out->value[i]));
        out->value[i] = value;
    }
    return change;
}

static void set_prices(const struct legislature *l, struct legislation *out)
{
    for (int sweep = 0; sweep < SWEEPS && find_values(l, out) > 1e-13; sweep++) {
    }
    for (uint32_t i = 0; i < l->members; i++) {
        out->price[i] = l->discount[i] * out->value[i];
    }
}

// Move one proposer's mixture towards its cheapest coalitions, all that tie alike. Returns what it overpays as it is.
static double improve(const struct legislature *l, uint32_t proposer, double step, const double *cost,
                      struct legislation *out)
{
    const uint16_t *coalition = out->coalition + (size_t)proposer * MOST_COALITIONS;
    double *mixture = out->mixture + (size_t)proposer * MOST_COALITIONS,
           *row = out->includes + (size_t)proposer * l->members;
    double least = INFINITY, mean = 0.0;
    uint32_t tied = 0;
    for (uint32_t k = 0; k < out->coalitions[proposer]; k++) {
        double this_cost = cost[coalition[k]];
        mean += mixture[k] * this_cost;
        tied = this_cost < least - TIE ? 1 : tied + (this_cost <= least + TIE);
        least = fmin(least, this_cost);
    }
    for (uint32_t j = 0; j < l->members; j++) {
        row[j] *= 1.0 - step;
    }
    for (uint32_t k = 0; k < out->coalitions[proposer]; k++) {
        mixture[k] *= 1.0 - step;
        if (cost[coalition[k]] <= least + TIE) {
            mixture[k] += step / tied;
            for (uint32_t j = 0; j < l->members; j++) {
                row[j] += coalition[k] >> j & 1 ? step / tied : 0.0;
            }
        }
    }
    out->keeps[proposer] = 1.0 - mean;
    return mean - least;
}

void parley_i_legislature_weighed(const struct legislature *legislature, double *cost, struct legislation *out)
{
    uint32_t n = legislature->members;
    for (uint32_t i = 0; i < n; i++) {
        out->value[i] = 1.0 / n;
        out->price[i] = legislature->discount[i] / n;
        out->coalitions[i] = list_coalitions(legislature, i, out->coalition + (size_t)i * MOST_COALITIONS);
        for (uint32_t j = 0; j < n; j++) {
            out->includes[(size_t)i * n + j] = 0.0;
        }
        for (uint32_t k = 0; k < out->coalitions[i]; k++) {
            out->mixture[(size_t)i * MOST_COALITIONS + k] = 0.0;
        }
    }
    double step = 1.0;  // the first move forgets the empty start
    for (int round = 0; round < ROUNDS; round++) {
        double overpaid = 0.0;
        find_costs(out->price, n, cost);
        for (uint32_t i = 0; i < n; i++) {
            overpaid = fmax(overpaid, improve(legislature, i, step, cost, out));
        }
        double before = out->value[0];
        set_prices(legislature, out);
        out->gap = overpaid;
        if (round > 0 && overpaid <= GOOD_ENOUGH && fabs(out->value[0] - before) <= GOOD_ENOUGH) {
            break;
        }
        step = round == 0 ? 0.5 : SLOWER * step;
    }
    out->gap = out->gap <= GOOD_ENOUGH ? 0.0 : out->gap;
}
