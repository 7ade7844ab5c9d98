// Who challenges whom, and what the two would settle on.
#include "bargain/challenge.h"

#include <math.h>

#define LEAST_GAIN   1e-5
#define LEAST_WEIGHT 1e-6  // keeps both where they are when neither cares or neither can coerce the other

// Four decimals of the unit range, half up.
static double rounded(double x)
{
    return floor(0.5 + x * 10000.0) / 10000.0;
}

// Salience and probability, or their squares, weigh the two positions.
static void weigh(double wi, double wj, double xi, double xj, double *to_i, double *to_j)
{
    *to_i = rounded(((wi + LEAST_WEIGHT) * xi + wj * xj) / (wi + LEAST_WEIGHT + wj));
    *to_j = rounded((wi * xi + (wj + LEAST_WEIGHT) * xj) / (wi + LEAST_WEIGHT + wj));
}

// Only the weaker moves, by as much as it is weaker. `mine` and `his` are saliences squared.
static double step(double deficit, double mine, double his)
{
    return deficit * his / (deficit * his + LEAST_WEIGHT + (1.0 - deficit) * mine);
}

static void interpolate(const struct challenge *game, const struct bargain *b, double p, double *at_from, double *at_to)
{
    uint32_t issues = game->table.issues;
    for (uint32_t k = 0; k < issues; k++) {
        size_t i = (size_t)b->from * issues + k, j = (size_t)b->to * issues + k;
        double si = game->table.salience[i], sj = game->table.salience[j], q = 1.0 - p;
        double xi = game->table.position[i], xj = game->table.position[j];
        switch (game->kind) {
        case BARGAIN_S1P1:
            weigh(si * p, sj * q, xi, xj, &at_from[k], &at_to[k]);
            break;
        case BARGAIN_S2P2:
            weigh(si * si * (p * p), sj * sj * (q * q), xi, xj, &at_from[k], &at_to[k]);
            break;
        case BARGAIN_S2PMAX:
            at_from[k] = xi + step(fmax(0.0, q - p), si * si, sj * sj) * (xj - xi);
            at_to[k] = xj + step(fmax(0.0, p - q), sj * sj, si * si) * (xi - xj);
            break;
        }
    }
}

// KTAB's code takes the challenger's power in both weights; its documentation has each view weigh by its own party's.
static void compromise(struct challenge *game, struct bargain *mine, const struct bargain *his)
{
    const struct spatial *table = &game->table;
    double wi = table->power[mine->from] * table->attention[mine->from];
    double wj = table->power[game->published ? mine->from : mine->to] * table->attention[mine->to];
    double share = wi + wj > 0.0 ? wi / (wi + wj) : 0.5;
    for (uint32_t k = 0; k < table->issues; k++) {
        mine->at_from[k] = share * mine->at_from[k] + (1.0 - share) * his->at_from[k];
        mine->at_to[k] = share * mine->at_to[k] + (1.0 - share) * his->at_to[k];
    }
}

static uint32_t best_target(const struct challenge *game, uint32_t i)
{
    uint32_t best = STATUS_QUO;
    for (uint32_t j = 0; j < game->table.parties; j++) {
        if (j != i && game->gain[j] > (best == STATUS_QUO ? LEAST_GAIN : game->gain[best])) {
            best = j;
        }
    }
    return best;
}

static struct bargain *propose(struct challenge *game, uint32_t slot, uint32_t from, uint32_t to, uint32_t view)
{
    struct bargain *b = &game->bargain[slot];
    b->from = from;
    b->to = to;
    b->view = view;
    b->p = game->p[to];
    b->gain = game->gain[to];
    interpolate(game, b, b->p, b->at_from, b->at_to);
    return b;
}

void parley_i_challenge_bargain(struct challenge *game)
{
    game->bargains = 0;
    for (uint32_t i = 0; i < game->table.parties; i++) {
        parley_i_challenge_view(game, i);
        parley_i_challenge_estimate(game, i);
        uint32_t j = best_target(game, i);
        if (j == STATUS_QUO) {
            continue;
        }
        struct bargain *mine = propose(game, game->bargains, i, j, i);
        game->bargains++;
        if (game->interpolation == INTERPOLATION_INIT_ONLY) {
            continue;
        }
        parley_i_challenge_view(game, j);
        parley_i_challenge_estimate(game, i);
        struct bargain *his = propose(game, game->bargains, i, j, j);
        if (game->interpolation == INTERPOLATION_INIT_RCVR) {
            game->bargains++;
        } else {
            compromise(game, mine, his);
        }
    }
}
