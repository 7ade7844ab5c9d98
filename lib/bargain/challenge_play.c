// Turn after turn of the spatial model, until the positions rest.
#include "bargain/challenge.h"

#include <math.h>
#include <string.h>

static size_t doubles_needed(const struct sitting_shape *shape)
{
    size_t n = shape->parties, issues = shape->issues;
    size_t matrices = 3 * n * n, rows = 11 * n, points = 2 * n * issues + 4 * n * issues;
    size_t elections = 2 * n * n + n * (2 * n + 1) + (2 * n + 1) + parley_i_pce_room((uint32_t)(2 * n + 1));
    return parley_i_spatial_room(shape) + matrices + rows + points + elections;
}

size_t parley_i_challenge_room(const struct sitting_shape *shape)
{
    size_t n = shape->parties;
    return doubles_needed(shape) * sizeof(double) + 2 * n * sizeof(struct bargain) + (4 * n + 1) * sizeof(uint32_t);
}

static void read_manner(const struct sitting *sitting, struct challenge *game)
{
    const double *parameter = sitting->parameter;
    game->sitting = sitting;
    game->published = parameter[CHALLENGE_COMPAT] != COMPAT_NONE;
    game->election = (struct election){
        .voting = (enum voting)parameter[CHALLENGE_VOTING],
        .victory = (enum victory)parameter[CHALLENGE_VICTORY],
        .solver = (enum pce_solver)parameter[CHALLENGE_SOLVER],
        .published = game->published,
    };
    game->range = (enum risk_range)parameter[CHALLENGE_RISK];
    game->perspective = (enum perspective)parameter[CHALLENGE_PERSPECTIVE];
    game->third = (enum third_parties)parameter[CHALLENGE_THIRD_PARTIES];
    game->kind = (enum bargain_kind)parameter[CHALLENGE_BARGAINS];
    game->interpolation = (enum interpolation)parameter[CHALLENGE_INTERPOLATION];
    game->stochastic = parameter[CHALLENGE_TRANSITIONS] != 0.0;
    game->converged = true;
}

static double *take(double **room, size_t count)
{
    double *piece = *room;
    *room += count;
    return piece;
}

void parley_i_challenge_seat(const struct sitting *sitting, struct challenge *game)
{
    size_t n = sitting->parties, points = n * sitting->issues;
    *game = (struct challenge){0};
    read_manner(sitting, game);
    game->bargain = sitting->scratch;
    double *room = parley_i_spatial_seat(sitting, &game->table, (double *)(game->bargain + 2 * n));
    game->ideal = take(&room, points);
    game->next = take(&room, points);
    game->distance = take(&room, n * n);
    game->utility = take(&room, n * n);
    game->view = take(&room, n * n);
    double **row[] = {
        &game->risk,     &game->total,        &game->strength, &game->p,           &game->gain,
        &game->base_for, &game->base_against, &game->all_for,  &game->all_against, &game->chosen_probability,
        &game->standing};
    for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
        *row[k] = take(&room, n);
    }
    for (uint32_t m = 0; m < 2 * n; m++) {
        game->bargain[m].at_from = take(&room, sitting->issues);
        game->bargain[m].at_to = take(&room, sitting->issues);
    }
    game->outlook = take(&room, 2 * n * n);
    game->queue_utility = take(&room, n * (2 * n + 1));
    game->probability = take(&room, 2 * n + 1);
    game->room = take(&room, parley_i_pce_room((uint32_t)(2 * n + 1)));
    game->queue = (uint32_t *)room;
    game->chosen = game->queue + 2 * n + 1;
    game->option_of = game->chosen + n;
    memcpy(game->ideal, game->table.position, points * sizeof *game->ideal);
    for (uint32_t p = 0; p < n; p++) {
        game->strength[p] = game->table.attention[p] * game->table.power[p];
    }
}

// How far all have moved, and there they stand.
static double move(struct challenge *game)
{
    uint32_t issues = game->table.issues;
    double moved = 0.0;
    for (uint32_t p = 0; p < game->table.parties; p++) {
        double squares = 0.0;
        for (uint32_t i = 0; i < issues; i++) {
            double d = game->next[(size_t)p * issues + i] - game->table.position[(size_t)p * issues + i];
            squares += d * d;
        }
        moved += sqrt(squares);
    }
    memcpy(game->table.position, game->next, (size_t)game->table.parties * issues * sizeof *game->next);
    return moved;
}

// Ideals follow positions: wholly each its own unless `adjustment` says whose positions draw whose ideals, and how
// much.
static void adjust_ideals(struct challenge *game)
{
    uint32_t n = game->table.parties, issues = game->table.issues;
    const double *shares = game->sitting->shares;
    if (shares == NULL) {
        memcpy(game->ideal, game->table.position, (size_t)n * issues * sizeof *game->ideal);
        return;
    }
    for (uint32_t a = 0; a < n; a++) {
        double sum = 0.0;
        for (uint32_t b = 0; b < n; b++) {
            sum += shares[(size_t)a * n + b];
        }
        double most = fmax(sum, 1.0);  // uncertain shares may add up to more than there is
        for (uint32_t i = 0; i < issues; i++) {
            double x = (1.0 - sum / most) * game->ideal[(size_t)a * issues + i];
            for (uint32_t b = 0; b < n; b++) {
                x += shares[(size_t)a * n + b] / most * game->table.position[(size_t)b * issues + i];
            }
            game->ideal[(size_t)a * issues + i] = x;
        }
    }
}

bool parley_i_challenge_stops(const struct sitting *sitting, uint32_t turn, double change)
{
    const double *parameter = sitting->parameter;
    double most = parameter[CHALLENGE_TURNS];
    if (most == 0.0) {
        most = parameter[CHALLENGE_VARIANT] == VARIANT_SCHOLZ ? 10.0 : 100.0;
    }
    return turn >= most || (turn >= parameter[CHALLENGE_LEAST_TURNS] && change < parameter[CHALLENGE_CHANGE]);
}

void parley_i_challenge_play(const struct sitting *sitting, struct settlement *out)
{
    struct challenge game;
    parley_i_challenge_seat(sitting, &game);
    parley_i_challenge_look(&game);
    bool told = sitting->turns != NULL, stop = false;
    if (told) {
        parley_i_challenge_stand(&game);
        parley_i_challenge_tell_opening(&game);
    }
    double first = 0.0;
    uint32_t turn = 0;
    while (!stop) {
        turn++;
        parley_i_challenge_bargain(&game);
        parley_i_challenge_choose(&game, turn);
        double moved = move(&game);
        first = turn == 1 ? moved : first;
        double change = moved / (first + 1e-4);
        stop = parley_i_challenge_stops(sitting, turn, change);
        adjust_ideals(&game);
        parley_i_challenge_look(&game);
        if (told || stop) {
            parley_i_challenge_stand(&game);
        }
        if (told) {
            parley_i_challenge_tell_turn(&game, turn, change);
        }
    }
    uint32_t winner = parley_i_pce_likeliest(game.standing, sitting->parties);
    parley_i_spatial_agree(sitting, game.table.position + (size_t)winner * sitting->issues, turn, out);
}
