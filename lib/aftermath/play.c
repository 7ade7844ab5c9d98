// Playing the aftermath for a block, wave by wave: in wave k every trial still under way makes its k-th move, and
// trials that are in the same state are played together.

#include "aftermath/aftermath.h"
#include "aftermath/clock.h"
#include "aftermath/story.h"
#include "base/fail.h"
#include "base/vector.h"

#include <math.h>
#include <stdio.h>

struct player {
    const struct aftermath *aftermath;
    struct block *block;
    struct record *moves;         // the story, when tracing
    uint32_t wave;                // moves made so far by every trial under way
    size_t n;                     // trials under way
    uint16_t trial[BLOCK_TRIALS]; // their places in the block
    uint32_t state[BLOCK_TRIALS]; // of each trial of the block
    double clock[BLOCK_TRIALS];   // when it came into that state
    struct group group;
    double best[BLOCK_TRIALS];     // of each member of the group: when it moves on, or the horizon
    uint64_t winner[BLOCK_TRIALS]; // the exit it takes, or NO_EXIT
};

#define NO_EXIT UINT64_MAX

static parley_status fail_trial(const struct player *player, size_t trial, const char *what)
{
    uint64_t number = player->block->first + trial;
    parley_status status = parley_i_fail_at(PARLEY_BAD_TRIAL, player->aftermath->pointer, 0, "trial %llu: %s",
                                            (unsigned long long)number, what);
    parley_i_error_trial(number);
    return status;
}

static parley_status begin(struct player *player)
{
    const struct aftermath *aftermath = player->aftermath;
    struct block *block = player->block;
    PARLEY_I_TRY(parley_i_block_run(block, aftermath->start_segment, NULL));
    for (size_t s = 0; s < aftermath->states; s++) {
        double *years = block->column[aftermath->state[s].years];
        double *first = block->column[aftermath->state[s].first];
        double *reached = block->column[aftermath->state[s].reached];
        for (size_t t = 0; t < block->n; t++) {
            years[t] = 0.0;
            first[t] = INFINITY;
            reached[t] = 0.0;
        }
    }
    for (size_t t = 0; t < block->n; t++) {
        double start = parley_i_number_at(&aftermath->start, block, t);
        if (!(start >= 0.0 && start < (double)aftermath->states)) {
            return fail_trial(player, t, "the start of the aftermath is undefined; expected one of its states");
        }
        player->state[t] = (uint32_t)start;
        player->clock[t] = 0.0;
        player->trial[t] = (uint16_t)t;
        block->column[aftermath->state[player->state[t]].first][t] = 0.0;
    }
    player->n = block->n;
    return PARLEY_OK;
}

/// Compute the numbers of each state's transitions, judged in the trials that can come there.
static parley_status compute_numbers(const struct player *player)
{
    const struct aftermath *aftermath = player->aftermath;
    uint8_t active[BLOCK_TRIALS];
    for (size_t s = 0; s < aftermath->states; s++) {
        uint8_t any = 0;
        for (size_t t = 0; t < player->block->n; t++) {
            active[t] = aftermath->state[s].leads_here[player->state[t]];
            any |= active[t];
        }
        if (any) {
            PARLEY_I_TRY(parley_i_block_run(player->block, aftermath->state[s].segment, active));
        }
    }
    return PARLEY_OK;
}

/// Take the trials that are in the state of the first one out of those under way, into the group. The column "reached"
/// counts entries until the end.
static uint32_t take_group(struct player *player)
{
    struct group *group = &player->group;
    uint32_t state = player->state[player->trial[0]];
    double *reached = player->block->column[player->aftermath->state[state].reached];
    size_t left = 0;
    group->n = 0;
    for (size_t i = 0; i < player->n; i++) {
        uint16_t t = player->trial[i];
        if (player->state[t] == state) {
            group->trial[group->n] = t;
            group->entry[group->n] = player->clock[t];
            group->visit[group->n] = (uint32_t)reached[t];
            reached[t] += 1.0;
            group->n++;
        } else {
            player->trial[left++] = t;
        }
    }
    player->n = left;
    group->whole = player->wave == 0 && group->n == player->block->n;
    return state;
}

PARLEY_I_VECTOR
static void keep_earlier(const double *fire, uint64_t exit, double *best, uint64_t *winner, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        winner[j] = fire[j] < best[j] ? exit : winner[j];
        best[j] = fire[j] < best[j] ? fire[j] : best[j];
    }
}

/// Let the clocks of the group's transitions run against each other.
static void race(struct player *player, const struct state *state)
{
    struct group *group = &player->group;
    for (size_t j = 0; j < group->n; j++) {
        player->best[j] = player->aftermath->horizon;
        player->winner[j] = NO_EXIT;
    }
    for (size_t k = 0; k < state->exits; k++) {
        parley_i_clock_run(player->aftermath, &state->exit[k], player->block, group);
        keep_earlier(group->fire, k, player->best, player->winner, group->n);
    }
}

static void enter(const struct player *player, size_t trial, uint32_t state, double time)
{
    double *first = player->block->column[player->aftermath->state[state].first];
    first[trial] = time < first[trial] ? time : first[trial];
}

/// The trial stays in a state until the horizon.
static void settle(const struct player *player, size_t trial, uint32_t state, double since)
{
    const struct aftermath *aftermath = player->aftermath;
    player->block->column[aftermath->state[state].years][trial] += aftermath->horizon - since;
    player->block->column[aftermath->final][trial] = (double)state;
}

static parley_status fail_moves(const struct player *player, size_t trial, double time, uint32_t state)
{
    char what[256];
    snprintf(what, sizeof what,
             "the aftermath made %u moves, its cap (\"moves\"), by time %g in state \"%s\" and would go on; raise the "
             "cap, or look for transitions that follow each other at once",
             (unsigned)player->aftermath->moves, time, player->aftermath->label[state]);
    return fail_trial(player, trial, what);
}

/// Write down how the race in `from` ended. Those who moved to a state that can be left are under way again; of those
/// who may not move, the first is the error.
static parley_status commit(struct player *player, uint32_t from, uint16_t *next, size_t *next_n)
{
    const struct aftermath *aftermath = player->aftermath;
    const struct group *group = &player->group;
    double *years = player->block->column[aftermath->state[from].years];
    for (size_t j = 0; j < group->n; j++) {
        size_t t = group->trial[j];
        if (player->winner[j] == NO_EXIT) {
            settle(player, t, from, group->entry[j]);
            continue;
        }
        if (player->wave == aftermath->moves) {
            return fail_moves(player, t, player->best[j], from);
        }
        uint32_t to = aftermath->state[from].exit[player->winner[j]].to;
        double time = player->best[j];
        years[t] += time - group->entry[j];
        enter(player, t, to, time);
        if (aftermath->state[to].exits == 0) {
            settle(player, t, to, time);
        } else {
            player->state[t] = to;
            player->clock[t] = time;
            next[(*next_n)++] = (uint16_t)t;
        }
    }
    return PARLEY_OK;
}

static parley_status play_wave(struct player *player)
{
    uint16_t next[BLOCK_TRIALS];
    size_t next_n = 0;
    while (player->n > 0) {
        uint32_t state = take_group(player);
        race(player, &player->aftermath->state[state]);
        parley_i_story_move(player->aftermath, player->block, &player->group, state, player->best[0], player->winner[0],
                            player->moves);
        PARLEY_I_TRY(commit(player, state, next, &next_n));
    }
    memcpy(player->trial, next, next_n * sizeof *next);
    player->n = next_n;
    return PARLEY_OK;
}

/// From the time of first entry it follows whether a state was reached; until now the column counted.
static void finish(const struct player *player)
{
    for (size_t s = 0; s < player->aftermath->states; s++) {
        const double *first = player->block->column[player->aftermath->state[s].first];
        double *reached = player->block->column[player->aftermath->state[s].reached];
        for (size_t t = 0; t < player->block->n; t++) {
            reached[t] = first[t] < INFINITY ? 1.0 : 0.0;
        }
    }
}

parley_status parley_i_aftermath_play(const struct aftermath *aftermath, struct block *block, struct record *told)
{
    struct player player;
    player.aftermath = aftermath;
    player.block = block;
    player.moves = parley_i_record_list(told, "aftermath");
    PARLEY_I_TRY(begin(&player));
    PARLEY_I_TRY(compute_numbers(&player));
    for (player.wave = 0; player.n > 0; player.wave++) {
        PARLEY_I_TRY(play_wave(&player));
    }
    finish(&player);
    parley_i_story_end(aftermath, block, player.moves);
    return PARLEY_OK;
}
