// What the parties see in a turn: distances, the risk that positions betray, utilities, and each party's view of the
// others.
#include "bargain/challenge.h"

#include "base/vector.h"

#include <math.h>

#define SAME_PLACE 1e-3  // in the unit cube: positions nearer than this are one option of the election over positions

// utility[a * n + b] of distance[a * n + b], the row's party having risk[a].
PARLEY_I_VECTOR
static void utilities(uint32_t n, const double *distance, const double *risk, double *utility)
{
    for (uint32_t a = 0; a < n; a++) {
        const double *d = distance + (size_t)a * n;
        double *u = utility + (size_t)a * n, r = risk[a];
        for (uint32_t b = 0; b < n; b++) {
            u[b] = parley_i_challenge_utility(d[b], r);
        }
    }
}

// A party whose position is likely to prevail can afford to be bold. All alike: nobody's position betrays anything.
static void infer_risk(struct challenge *game, const double *probability)
{
    uint32_t n = game->table.parties;
    double low = INFINITY, high = -INFINITY;
    for (uint32_t p = 0; p < n; p++) {
        low = fmin(low, probability[p]);
        high = fmax(high, probability[p]);
    }
    for (uint32_t p = 0; p < n; p++) {
        double x = probability[p], r = 0.0;
        switch (game->range) {
        case RISK_MIN:
            r = (x - low) / (high - low);
            break;
        case RISK_MID:
            r = (3.0 * x - (high + 2.0 * low)) / (2.0 * (high - low));
            break;
        case RISK_MAX:
            r = (2.0 * x - (high + low)) / (high - low);
            break;
        }
        game->risk[p] = high > low ? r : 0.0;
    }
}

void parley_i_challenge_look(struct challenge *game)
{
    uint32_t n = game->table.parties;
    parley_i_spatial_distances(&game->table, game->ideal, game->table.position, n, game->distance);
    for (uint32_t p = 0; p < n; p++) {
        game->risk[p] = 0.0;
    }
    utilities(n, game->distance, game->risk, game->utility);
    bool converged =
        parley_i_pce(&game->election, n, n, game->table.power, game->utility, game->probability, game->room);
    game->converged = game->converged && converged;
    infer_risk(game, game->probability);
    utilities(n, game->distance, game->risk, game->utility);
    for (uint32_t a = 0; a < n; a++) {
        double sum = 0.0;
        for (uint32_t b = 0; b < n; b++) {
            sum += game->utility[(size_t)a * n + b];
        }
        game->total[a] = sum;
    }
}

static bool same_place(const struct spatial *table, uint32_t a, uint32_t b)
{
    const double *x = table->position + (size_t)a * table->issues, *y = table->position + (size_t)b * table->issues;
    double squares = 0.0;
    for (uint32_t i = 0; i < table->issues; i++) {
        squares += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return squares < SAME_PLACE * SAME_PLACE;
}

void parley_i_challenge_stand(struct challenge *game)
{
    uint32_t n = game->table.parties, options = 0,
             *option = game->queue;  // option -> the first party that stands there
    for (uint32_t p = 0; p < n; p++) {
        uint32_t k = 0;
        while (k < options && !same_place(&game->table, option[k], p)) {
            k++;
        }
        if (k == options) {
            option[options++] = p;
        }
        game->option_of[p] = k;
    }
    for (uint32_t p = 0; p < n; p++) {
        for (uint32_t k = 0; k < options; k++) {
            game->queue_utility[(size_t)p * options + k] = game->utility[(size_t)p * n + option[k]];
        }
    }
    bool converged = parley_i_pce(&game->election, n, options, game->table.power, game->queue_utility,
                                  game->probability, game->room);
    game->converged = game->converged && converged;
    for (uint32_t p = 0; p < n; p++) {
        game->standing[p] = game->probability[game->option_of[p]];
    }
}

// How bold h takes another to be: as itself, as the other shows, or between.
static double seen(enum perspective perspective, double h, double other)
{
    switch (perspective) {
    case PERSPECTIVE_NONE:
        return h;
    case PERSPECTIVE_ONE_THIRD:
        return (2.0 * h + other) / 3.0;
    case PERSPECTIVE_HALF:
        return (h + other) / 2.0;
    case PERSPECTIVE_TWO_THIRDS:
        return (h + 2.0 * other) / 3.0;
    case PERSPECTIVE_FULL:
        return other;
    }
    return other;
}

void parley_i_challenge_view(struct challenge *game, uint32_t h)
{
    uint32_t n = game->table.parties;
    for (uint32_t a = 0; a < n; a++) {
        game->p[a] = seen(game->perspective, game->risk[h], game->risk[a]);  // p serves as room here
    }
    utilities(n, game->distance, game->p, game->view);
}
