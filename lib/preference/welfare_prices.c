// Multipliers that bound a measure of welfare from above, near the best. Two parties' are found by joining packages
// with chords until one is an edge of the frontier; several parties' move against what the best package under them
// gives.
#include "preference/welfare_search.h"

#include <math.h>
#include <string.h>

enum { MOVES = 150, MOST_IDLE = 5, CUTS = 100 };
static const double LITTLE = 0.05;  // part of what is open that a move must settle, or it is idle

double parley_i_welfare_measure(const struct welfare_search *search, const double *worth)
{
    const struct welfare *welfare = search->welfare;
    double sum = 0.0, least = INFINITY;
    for (uint32_t p = 0; p < search->core.parties; p++) {
        if (welfare->weight[p] > 0.0) {
            sum += welfare->weight[p] * worth[p];
            least = fmin(least, welfare->weight[p] * (worth[p] - welfare->origin[p]));
        }
    }
    return welfare->kind == WELFARE_SUM ? sum : least;
}

bool parley_i_welfare_allowed(const struct welfare_search *search, const double *worth)
{
    for (uint32_t p = 0; p < search->core.parties; p++) {
        if (!parley_i_reaches(worth[p], search->least[p])) {
            return false;
        }
    }
    return true;
}

// A price that bounds the measure: a share of the least gain, or what reaching a level is worth.
static bool shares(const struct welfare_search *search, uint32_t p)
{
    return search->welfare->kind == WELFARE_LEAST && search->welfare->weight[p] > 0.0;
}

// Look at the best package under the prices: keeps them when they bound tighter, and notes the package when it will
// do. False when every package crosses a red line.
static bool look(struct welfare_search *search)
{
    const struct welfare *welfare = search->welfare;
    double levels = 0.0;
    for (uint32_t p = 0; p < search->core.parties; p++) {
        double weight = welfare->weight[p], price = search->share[p];
        search->tried[p] = shares(search, p) ? price * weight : welfare->kind == WELFARE_SUM ? weight + price : price;
        double level = shares(search, p) ? weight * welfare->origin[p] : search->least[p];
        levels += price > 0.0 ? price * level : 0.0;
    }
    double total = parley_i_core_best(&search->core, search->tried, search->worth);
    if (total == -INFINITY) {
        return false;
    }
    if (total - levels < search->bound) {
        search->bound = total - levels;
        memcpy(search->weight, search->tried, search->core.parties * sizeof *search->weight);
    }
    if (parley_i_welfare_allowed(search, search->worth)) {
        search->known = fmax(search->known, parley_i_welfare_measure(search, search->worth));
    }
    return true;
}

// What a package is worth to one party against another, for the line on which two parties' prices move.
static void place_of(const struct welfare_search *search, uint32_t side, double *x, double *y)
{
    const struct welfare *welfare = search->welfare;
    if (welfare->kind == WELFARE_LEAST) {
        *x = welfare->weight[0] * (search->worth[0] - welfare->origin[0]);
        *y = welfare->weight[1] * (search->worth[1] - welfare->origin[1]);
    } else {
        *x = welfare->weight[0] * search->worth[0] + welfare->weight[1] * search->worth[1];
        *y = search->worth[side];
    }
}

// Two parties' least gain: their best packages are joined by chords until one is an edge of the frontier.
static bool cut_shares(struct welfare_search *search)
{
    double a[2], b[2];
    search->share[0] = 1.0;
    search->share[1] = 0.0;
    bool any = look(search);
    place_of(search, 0, &a[0], &a[1]);
    search->share[0] = 0.0;
    search->share[1] = 1.0;
    any = any && look(search);
    place_of(search, 0, &b[0], &b[1]);
    for (int cut = 0; any && cut < CUTS && a[0] > a[1] && b[1] > b[0]; cut++) {
        double p = b[1] - a[1], q = a[0] - b[0], here[2];
        if (!(p > 0.0 && q > 0.0)) {
            break;
        }
        search->share[0] = p / (p + q);
        search->share[1] = q / (p + q);
        (void)look(search);
        place_of(search, 0, &here[0], &here[1]);
        if (search->share[0] * (here[0] - a[0]) + search->share[1] * (here[1] - a[1]) <= WELFARE_ROUNDING) {
            break;
        }
        memcpy(here[0] > here[1] ? a : b, here, sizeof here);
    }
    return any;
}

// Two parties' weighted sum: where the best package is not worth enough to one of them, the price of its level rises.
static bool cut_levels(struct welfare_search *search)
{
    double a[2], b[2];
    if (!look(search)) {
        return false;
    }
    uint32_t side = parley_i_reaches(search->worth[0], search->least[0]) ? 1 : 0;
    place_of(search, side, &a[0], &a[1]);
    if (parley_i_reaches(a[1], search->least[side])) {
        return true;
    }
    search->tried[side] = 1.0;
    search->tried[1 - side] = 0.0;
    (void)parley_i_core_best(&search->core, search->tried, search->worth);
    place_of(search, side, &b[0], &b[1]);
    if (!parley_i_reaches(b[1], search->least[side])) {
        return false;
    }
    for (int cut = 0; cut < CUTS && b[1] > a[1]; cut++) {
        double here[2], price = fmax(0.0, (a[0] - b[0]) / (b[1] - a[1]));
        search->share[side] = price;
        (void)look(search);
        place_of(search, side, &here[0], &here[1]);
        if (here[0] - a[0] + price * (here[1] - a[1]) <= WELFARE_ROUNDING * (1.0 + price)) {
            break;
        }
        memcpy(parley_i_reaches(here[1], search->least[side]) ? b : a, here, sizeof here);
    }
    return true;
}

// Prices of several parties move against what the best package under them gives: shares by factors, levels by steps,
// as far as the bound is away from what is known (Polyak's step).
static void move_prices(struct welfare_search *search)
{
    const struct welfare *welfare = search->welfare;
    uint32_t parties = search->core.parties;
    double mean = 0.0, spread = 0.0, norm = 0.0, total = 0.0;
    for (uint32_t p = 0; p < parties; p++) {
        double gain = search->worth[p] - welfare->origin[p];
        mean += shares(search, p) ? search->share[p] * welfare->weight[p] * gain : 0.0;
    }
    for (uint32_t p = 0; p < parties; p++) {
        if (shares(search, p)) {
            spread = fmax(spread, fabs(welfare->weight[p] * (search->worth[p] - welfare->origin[p]) - mean));
        } else if (search->least[p] > -INFINITY) {
            double beyond = search->worth[p] - search->least[p];
            norm += beyond < 0.0 || search->share[p] > 0.0 ? beyond * beyond : 0.0;
        }
    }
    double away = fmax(search->bound - search->known, WELFARE_ROUNDING);
    double step = spread > 0.0 ? fmin(away / (spread * spread), 2.0 / spread) : 0.0;
    for (uint32_t p = 0; p < parties; p++) {
        if (shares(search, p)) {
            double gain = welfare->weight[p] * (search->worth[p] - welfare->origin[p]);
            search->share[p] *= exp(-step * (gain - mean));
            total += search->share[p];
        } else if (search->least[p] > -INFINITY && norm > 0.0) {
            search->share[p] = fmax(0.0, search->share[p] - away / norm * (search->worth[p] - search->least[p]));
        }
    }
    for (uint32_t p = 0; p < parties; p++) {
        search->share[p] = shares(search, p) ? search->share[p] / total : search->share[p];
    }
}

bool parley_i_welfare_prices(struct welfare_search *search)
{
    uint32_t parties = search->core.parties, weighted = 0;
    for (uint32_t p = 0; p < parties; p++) {
        weighted += shares(search, p);
    }
    for (uint32_t p = 0; p < parties; p++) {
        search->share[p] = shares(search, p) ? 1.0 / weighted : 0.0;
    }
    if (parties == 2 && (weighted == 2 || search->welfare->kind == WELFARE_SUM)) {
        return weighted == 2 ? cut_shares(search) : cut_levels(search);
    }
    // A small core is soon walked; in a huge space only good prices leave one that can be walked at all.
    bool small = search->core.table->space->packages <= WELFARE_PACKAGES;
    int idle = 0, most_idle = small ? MOST_IDLE : MOVES;
    for (int move = 0; move < MOVES && idle < most_idle; move++) {
        double before = search->bound;
        if (!look(search)) {
            return false;
        }
        if (search->bound <= search->known + UTILITY_NOISE) {
            break;
        }
        idle = before - search->bound > LITTLE * (search->bound - search->known) ? 0 : idle + 1;
        move_prices(search);
    }
    return true;
}
