// Each party chooses among standing still, its own bargain and those it received, by an election of all over the
// outlooks.
#include "bargain/challenge.h"

#include <math.h>
#include <string.h>

static double distance(const struct spatial *table, uint32_t party, const double *ideal, const double *x)
{
    const double *s = table->salience + (size_t)party * table->issues, *y = ideal + (size_t)party * table->issues;
    double sum = 0.0, squares = 0.0;
    for (uint32_t i = 0; i < table->issues; i++) {
        double d = s[i] * (y[i] - x[i]);
        sum += d * d;
        squares += s[i] * s[i];
    }
    return squares > 0.0 ? sqrt(sum / squares) : 0.0;
}

// What the world is worth to each party after each bargain: the mean utility of everybody's position, two having moved.
static void look_ahead(struct challenge *game)
{
    uint32_t n = game->table.parties, most = 2 * n;
    for (uint32_t a = 0; a < n; a++) {
        const double *u = game->utility + (size_t)a * n;
        double *outlook = game->outlook + (size_t)a * most;
        for (uint32_t m = 0; m < game->bargains; m++) {
            const struct bargain *b = &game->bargain[m];
            double from = parley_i_challenge_utility(distance(&game->table, a, game->ideal, b->at_from), game->risk[a]);
            double to = parley_i_challenge_utility(distance(&game->table, a, game->ideal, b->at_to), game->risk[a]);
            outlook[m] = (game->total[a] - u[b->from] - u[b->to] + from + to) / n;
        }
    }
}

// Standing still, then its own, then received ones by challenger.
static void queue_up(struct challenge *game, uint32_t k)
{
    game->queue[0] = STATUS_QUO;
    game->queued = 1;
    for (uint32_t m = 0; m < game->bargains; m++) {
        if (game->bargain[m].from == k) {
            game->queue[game->queued++] = m;
        }
    }
    for (uint32_t m = 0; m < game->bargains; m++) {
        if (game->bargain[m].to == k) {
            game->queue[game->queued++] = m;
        }
    }
}

static uint32_t elect(struct challenge *game, uint32_t k, uint32_t turn)
{
    uint32_t n = game->table.parties, options = game->queued;
    for (uint32_t a = 0; a < n; a++) {
        double *u = game->queue_utility + (size_t)a * options;
        u[0] = game->total[a] / n;
        for (uint32_t m = 1; m < options; m++) {
            u[m] = game->outlook[(size_t)a * 2 * n + game->queue[m]];
        }
    }
    bool converged = parley_i_pce(&game->election, n, options, game->table.power, game->queue_utility,
                                  game->probability, game->room);
    game->converged = game->converged && converged;
    if (game->stochastic && options > 1) {
        return parley_i_pce_draw(game->probability, options, parley_i_sitting_uniform(game->sitting, 0, turn * n + k));
    }
    return parley_i_pce_likeliest(game->probability, options);
}

void parley_i_challenge_choose(struct challenge *game, uint32_t turn)
{
    size_t issues = game->table.issues;
    look_ahead(game);
    for (uint32_t k = 0; k < game->table.parties; k++) {
        queue_up(game, k);
        uint32_t option = elect(game, k, turn), m = game->queue[option];
        game->chosen[k] = m;
        game->chosen_probability[k] = game->probability[option];
        const double *to = game->table.position + k * issues;
        if (m != STATUS_QUO) {
            to = game->bargain[m].from == k ? game->bargain[m].at_from : game->bargain[m].at_to;
        }
        memcpy(game->next + k * issues, to, issues * sizeof *to);
    }
}
