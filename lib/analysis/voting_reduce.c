// A voting rule reduced: like voters together, declared vetoes apart, whole numbers where weights allow it.
#include "analysis/voting.h"

#include <math.h>
#include <string.h>

enum { FINEST = 1000000 };  // weights that a factor up to this makes whole are taken for whole

static const double noise = 1e-9;  // relative: how far from whole a weight may be after scaling

static bool alike(const parley_voting_def *def, size_t a, size_t b)
{
    bool veto_a = def->veto && def->veto[a], veto_b = def->veto && def->veto[b];
    for (size_t c = 0; c < def->conditions; c++) {
        if (def->weight[c * def->voters + a] != def->weight[c * def->voters + b]) {
            return false;
        }
    }
    return !veto_a && !veto_b;
}

/// Number the kinds. `first` receives the first voter of each.
static void find_kinds(const parley_voting_def *def, struct voting_game *game, int32_t *kind, uint32_t *count,
                       size_t *first)
{
    for (size_t v = 0; v < def->voters; v++) {
        uint32_t so_many = def->count ? def->count[v] : 1;
        game->voters += so_many;
        kind[v] = -1;
        if (def->veto && def->veto[v]) {
            game->vetoes += so_many;
            continue;
        }
        for (uint32_t k = 0; k < game->kinds && kind[v] < 0; k++) {
            kind[v] = alike(def, first[k], v) ? (int32_t)k : -1;
        }
        if (kind[v] < 0) {
            kind[v] = (int32_t)game->kinds;
            first[game->kinds++] = v;
        }
        count[kind[v]] += so_many;
    }
}

static bool is_whole(double x)
{
    return fabs(x - nearbyint(x)) <= noise * fmax(1, fabs(x));
}

/// The smallest factor (1 to 1000, then powers of ten) that makes all weights whole numbers; 0 when none does.
static double whole_factor(const double *weight, size_t n)
{
    for (double factor = 1; factor <= FINEST; factor = factor < 1000 ? factor + 1 : factor * 10) {
        double sum = 0;
        bool whole = true;
        for (size_t i = 0; i < n && whole; i++) {
            whole = is_whole(weight[i] * factor);
            sum += weight[i] * factor;
        }
        if (whole) {
            return sum < 0x1p+52 ? factor : 0;
        }
    }
    return 0;
}

static double common_divisor(double a, double b)
{
    while (b > 0) {
        double rest = fmod(a, b);
        a = b;
        b = rest;
    }
    return a;
}

/// Voters' weights and quota as the kinds' weights and what they have to bring beyond the vetoes.
static void reduce_condition(const parley_voting_def *def, const struct voting_game *game, const size_t *first,
                             size_t number, double *weight, struct condition *out)
{
    const double *given = def->weight + number * def->voters;
    double factor = whole_factor(given, def->voters), quota = def->quota[number], total = 0, vetoes = 0, divisor = 0;
    bool whole = factor > 0;
    for (size_t v = 0; v < def->voters; v++) {
        double w = whole ? nearbyint(given[v] * factor) : given[v];
        double so_many = def->count ? def->count[v] : 1;
        total += so_many * w;
        vetoes += game->kind[v] < 0 ? so_many * w : 0;
    }
    for (uint32_t k = 0; k < game->kinds; k++) {
        weight[k] = whole ? nearbyint(given[first[k]] * factor) : given[first[k]];
        divisor = whole ? common_divisor(divisor, weight[k]) : 0;
    }
    double need = quota * (whole ? factor : 1), slack = 1e-12 * total;
    if (whole) {
        slack = noise * fmax(1, fabs(need));
        need = def->strict ? floor(need + slack) + 1 : ceil(need - slack);
    } else {
        need = def->strict ? need + slack : need - slack;
    }
    need -= vetoes;
    for (uint32_t k = 0; whole && divisor > 1 && k < game->kinds; k++) {
        weight[k] /= divisor;
    }
    *out = (struct condition){weight, whole && divisor > 1 ? ceil(need / divisor) : need, whole};
}

static parley_status reduce_conditions(struct arena *arena, const parley_voting_def *def, const size_t *first,
                                       struct voting_game *game)
{
    struct condition *condition = parley_i_arena_array(arena, def->conditions, sizeof *condition);
    uint32_t *alternative = parley_i_arena_array(arena, def->conditions, sizeof *alternative);
    double *weight = parley_i_arena_array(arena, def->conditions * (game->kinds + 1), sizeof *weight);
    if (!condition || !alternative || !weight) {
        return parley_i_no_memory();
    }
    for (size_t c = 0; c < def->conditions; c++) {
        reduce_condition(def, game, first, c, weight + c * game->kinds, &condition[c]);
        alternative[c] = def->alternative ? def->alternative[c] : 0;
    }
    game->condition = condition;
    game->conditions = (uint32_t)def->conditions;
    game->alternative = alternative;
    return PARLEY_OK;
}

parley_status parley_i_voting_reduce(struct arena *arena, const parley_voting_def *def, struct voting_game *out)
{
    int32_t *kind = parley_i_arena_array(arena, def->voters, sizeof *kind);
    uint32_t *count = parley_i_arena_array(arena, def->voters, sizeof *count);
    size_t *first = parley_i_arena_array(arena, def->voters, sizeof *first);
    if (!kind || !count || !first) {
        return parley_i_no_memory();
    }
    *out = (struct voting_game){.count = count, .kind = kind, .heads = def->members};
    find_kinds(def, out, kind, count, first);
    return reduce_conditions(arena, def, first, out);
}

bool parley_i_voting_meets(const struct voting_game *game, const double *sum)
{
    if (game->conditions == 0) {
        return true;
    }
    bool holds = true;
    for (uint32_t c = 0; c < game->conditions; c++) {
        if (c > 0 && game->alternative[c] != game->alternative[c - 1]) {
            if (holds) {
                return true;
            }
            holds = true;
        }
        holds = holds && sum[c] >= game->condition[c].need;
    }
    return holds;
}

bool parley_i_voting_wins(const struct voting_game *game, const uint32_t *in_favour, double *sum)
{
    uint32_t heads = game->vetoes;
    for (uint32_t c = 0; c < game->conditions; c++) {
        sum[c] = 0;
        for (uint32_t k = 0; k < game->kinds; k++) {
            sum[c] += in_favour[k] * game->condition[c].weight[k];
        }
    }
    for (uint32_t k = 0; k < game->kinds; k++) {
        heads += in_favour[k];
    }
    return heads >= game->heads && parley_i_voting_meets(game, sum);
}
