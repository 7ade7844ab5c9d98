// Coalitions counted by listing how many voters of each kind are in favour, with the number of ways to choose them.
#include "analysis/voting.h"

#include <math.h>

/// A sum that keeps what rounding would drop (Neumaier 1974): listing may add up very many terms.
static inline void add(double *sum, double *low, double x)
{
    double next = *sum + x;
    *low += fabs(*sum) >= fabs(x) ? (*sum - next) + x : (x - next) + *sum;
    *sum = next;
}

struct listing {
    const struct voting_game *game;
    const double *const *ways;  // [kind][in favour]
    const double *weight;       // [kind * conditions + condition]
    uint32_t *in_favour;        // [kind]
    double *sum;                // [(kind + 1) * conditions + condition]: of the kinds before
    double *most;               // [condition]: what one more voter can bring at most
    double *tried;              // [condition]
    struct voting_counts *out;
    double *swing_low, *winning_low, *losing_low;  // what rounding dropped
};

static bool wins(const struct listing *l, const double *sum, uint32_t heads)
{
    return heads >= l->game->heads && parley_i_voting_meets(l->game, sum);
}

static const double *with(struct listing *l, const double *sum, const double *weight)
{
    for (uint32_t c = 0; c < l->game->conditions; c++) {
        l->tried[c] = sum[c] + weight[c];
    }
    return l->tried;
}

/// A losing coalition: each kind with somebody not in it turns it if one more of that kind makes it win.
static void tally_losing(struct listing *l, const double *sum, uint32_t heads, double ways)
{
    const struct voting_game *game = l->game;
    add(&l->out->losing[heads], &l->losing_low[heads], ways);
    if (!wins(l, with(l, sum, l->most), heads + 1)) {
        return;  // nobody can
    }
    for (uint32_t k = 0; k < game->kinds; k++) {
        uint32_t others = game->count[k] - l->in_favour[k];
        if (others == 0) {
            continue;
        }
        if (wins(l, with(l, sum, l->weight + (size_t)k * game->conditions), heads + 1)) {
            size_t at = (size_t)k * game->voters + heads;
            add(&l->out->swing[at], &l->swing_low[at], ways * others);
        }
    }
}

static void list(struct listing *l, uint32_t k, uint32_t heads, double ways)
{
    const struct voting_game *game = l->game;
    const double *sum = l->sum + (size_t)k * game->conditions;
    if (k == game->kinds) {
        if (wins(l, sum, heads)) {
            add(&l->out->winning[heads], &l->winning_low[heads], ways);
        } else {
            tally_losing(l, sum, heads, ways);
        }
        return;
    }
    double *next = l->sum + (size_t)(k + 1) * game->conditions;
    for (uint32_t n = 0; n <= game->count[k]; n++) {
        l->in_favour[k] = n;
        for (uint32_t c = 0; c < game->conditions; c++) {
            next[c] = sum[c] + n * l->weight[(size_t)k * game->conditions + c];
        }
        list(l, k + 1, heads + n, ways * l->ways[k][n]);
    }
}

double parley_i_voting_list_cost(const struct voting_game *game)
{
    double cost = (double)(game->kinds + 1) * (game->conditions + 2.0);
    for (uint32_t k = 0; k < game->kinds; k++) {
        cost *= game->count[k] + 1.0;
    }
    return cost;
}

/// Ways to choose 0 .. n of n voters, by Pascal's rule: only additions.
static double *choices(struct arena *arena, uint32_t n)
{
    double *ways = parley_i_arena_array(arena, (size_t)n + 1, sizeof *ways);
    for (uint32_t row = 0; ways && row <= n; row++) {
        ways[row] = 1;
        for (uint32_t i = row > 0 ? row - 1 : 0; i > 0; i--) {
            ways[i] += ways[i - 1];
        }
    }
    return ways;
}

static void finish(struct listing *l)
{
    const struct voting_game *game = l->game;
    for (uint32_t k = 0; k < game->kinds; k++) {
        for (uint32_t s = 0; s < game->voters; s++) {
            size_t at = (size_t)k * game->voters + s;
            // One of the kind's voters stands for each of those not in favour in turn.
            l->out->swing[at] = (l->out->swing[at] + l->swing_low[at]) / game->count[k];
        }
    }
    for (uint32_t s = 0; s <= game->voters; s++) {
        l->out->winning[s] += l->winning_low[s];
        l->out->losing[s] += l->losing_low[s];
    }
}

parley_status parley_i_voting_list(struct arena *arena, const struct voting_game *game, struct voting_counts *out)
{
    size_t conditions = game->conditions, kinds = game->kinds;
    const double **ways = parley_i_arena_array(arena, kinds + 1, sizeof *ways);
    double *weight = parley_i_arena_array(arena, kinds * conditions + 1, sizeof *weight);
    struct listing l = {
        .game = game,
        .ways = ways,
        .weight = weight,
        .in_favour = parley_i_arena_array(arena, kinds + 1, sizeof *l.in_favour),
        .sum = parley_i_arena_array(arena, (kinds + 1) * (conditions + 1), sizeof *l.sum),
        .most = parley_i_arena_array(arena, conditions + 1, sizeof *l.most),
        .tried = parley_i_arena_array(arena, conditions + 1, sizeof *l.tried),
        .out = out,
        .swing_low = parley_i_arena_array(arena, kinds * game->voters + 1, sizeof *l.swing_low),
        .winning_low = parley_i_arena_array(arena, (size_t)game->voters + 1, sizeof *l.winning_low),
        .losing_low = parley_i_arena_array(arena, (size_t)game->voters + 1, sizeof *l.losing_low),
    };
    if (!ways || !weight || !l.in_favour || !l.sum || !l.most || !l.tried || !l.swing_low || !l.winning_low ||
        !l.losing_low) {
        return parley_i_no_memory();
    }
    for (uint32_t k = 0; k < kinds; k++) {
        ways[k] = choices(arena, game->count[k]);
        if (!ways[k]) {
            return parley_i_no_memory();
        }
        for (uint32_t c = 0; c < conditions; c++) {
            weight[k * conditions + c] = game->condition[c].weight[k];
            l.most[c] = fmax(l.most[c], game->condition[c].weight[k]);
        }
    }
    list(&l, 0, game->vetoes, 1);
    finish(&l);
    return PARLEY_OK;
}
