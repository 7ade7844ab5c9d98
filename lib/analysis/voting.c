// Power indices of a voting rule, from how often each voter turns a coalition.
#include "analysis/voting.h"

#include "base/fail.h"

#include <math.h>

static const double most_work = 0x1p+35;  // additions or so: some ten seconds

static parley_status check_condition(const parley_voting_def *def, size_t c)
{
    double total = 0;
    for (size_t v = 0; v < def->voters; v++) {
        double w = def->weight[c * def->voters + v];
        PARLEY_I_REQUIRE(w >= 0 && isfinite(w),
                         "voting: condition %zu gives voter %zu a weight of %g, expected a number >= 0", c, v, w);
        total += w * (def->count ? def->count[v] : 1);
    }
    PARLEY_I_REQUIRE(isfinite(total), "voting: the weights of condition %zu are too large to be added", c);
    PARLEY_I_REQUIRE(isfinite(def->quota[c]), "voting: condition %zu has a quota of %g, expected a finite number", c,
                     def->quota[c]);
    uint32_t at = def->alternative ? def->alternative[c] : 0,
             before = def->alternative && c > 0 ? def->alternative[c - 1] : 0;
    PARLEY_I_REQUIRE(at == before || (c > 0 && at == before + 1),
                     "voting: condition %zu belongs to alternative %u, expected alternatives in order from 0", c,
                     (unsigned)at);
    return PARLEY_OK;
}

static parley_status check(const parley_voting_def *def, const parley_voting_index *out, size_t capacity)
{
    PARLEY_I_REQUIRE(def && out, "voting: expected a definition and a place for the indices, found NULL");
    if (def->struct_size != sizeof *def) {
        return parley_i_fail(PARLEY_BAD_DEF, "voting: expected a definition made by parley_voting_def_init");
    }
    PARLEY_I_REQUIRE(def->voters > 0, "voting: expected at least one voter");
    PARLEY_I_REQUIRE(capacity >= def->voters, "voting: there is room for %zu indices, expected at least %zu", capacity,
                     def->voters);
    PARLEY_I_REQUIRE(def->conditions == 0 || (def->weight && def->quota),
                     "voting: expected weights and quotas, found NULL");
    uint64_t voters = 0;
    for (size_t v = 0; v < def->voters && voters <= VOTERS_MOST; v++) {
        PARLEY_I_REQUIRE(!def->count || def->count[v] > 0, "voting: kind %zu has no voters, expected at least one", v);
        voters += def->count ? def->count[v] : 1;
    }
    if (voters > VOTERS_MOST || def->conditions > VOTERS_MOST) {
        return parley_i_fail(PARLEY_TOO_LARGE, "voting: more than %d voters or conditions", VOTERS_MOST);
    }
    for (size_t c = 0; c < def->conditions; c++) {
        PARLEY_I_TRY(check_condition(def, c));
    }
    return PARLEY_OK;
}

/// What only needs a look at single coalitions: everybody, nobody, all but one, one alone.
static parley_status judge_single(struct arena *arena, const struct voting_game *game, const parley_voting_def *def,
                                  parley_voting_index *out)
{
    uint32_t *all = parley_i_arena_array(arena, game->kinds + 1, sizeof *all);
    uint32_t *none = parley_i_arena_array(arena, game->kinds + 1, sizeof *none);
    double *sum = parley_i_arena_array(arena, game->conditions + 1, sizeof *sum);
    if (!all || !none || !sum) {
        return parley_i_no_memory();
    }
    for (uint32_t k = 0; k < game->kinds; k++) {
        all[k] = game->count[k];
    }
    bool vetoes_suffice = parley_i_voting_wins(game, none, sum);
    PARLEY_I_REQUIRE(parley_i_voting_wins(game, all, sum), "voting: not even everybody together meets the rule");
    PARLEY_I_REQUIRE(game->vetoes > 0 || !vetoes_suffice, "voting: the rule holds when nobody is in favour");
    for (size_t v = 0; v < def->voters; v++) {
        int32_t k = game->kind[v];
        if (k < 0) {
            out[v].veto = true;
            out[v].dictator = game->vetoes == 1 && vetoes_suffice;
            continue;
        }
        all[k]--;
        none[k] = 1;
        out[v].veto = !parley_i_voting_wins(game, all, sum);
        out[v].dictator = out[v].veto && game->vetoes == 0 && parley_i_voting_wins(game, none, sum);
        all[k]++;
        none[k] = 0;
    }
    return PARLEY_OK;
}

static parley_status count(struct arena *arena, const struct voting_game *game, struct voting_counts *out)
{
    *out = (struct voting_counts){
        .swing = parley_i_arena_array(arena, (size_t)game->kinds * game->voters + 1, sizeof *out->swing),
        .winning = parley_i_arena_array(arena, (size_t)game->voters + 1, sizeof *out->winning),
        .losing = parley_i_arena_array(arena, (size_t)game->voters + 1, sizeof *out->losing),
    };
    if (!out->swing || !out->winning || !out->losing) {
        return parley_i_no_memory();
    }
    if (game->kinds == 0) {  // everybody has a veto
        out->winning[game->voters] = 1;
        return PARLEY_OK;
    }
    double list = parley_i_voting_list_cost(game), table = parley_i_voting_table_cost(game);
    if (fmin(list, table) > most_work) {
        return parley_i_fail(
            PARLEY_TOO_LARGE,
            "voting: %u kinds of voters are too many to list their coalitions, and their weights are not whole numbers "
            "small enough for a table; expected weights such as 29 or 4.2, or fewer kinds",
            (unsigned)game->kinds);
    }
    return table < list ? parley_i_voting_table(arena, game, out) : parley_i_voting_list(arena, game, out);
}

/// Sizes of the body's parts: all winning coalitions, all losing ones.
struct body {
    double winning, losing, swings;  // swings of all voters
};

/// Shapley's chance that a given voter comes right after a given `size` others: 1 / (n choose(n - 1, size)).
static double order_share(uint32_t voters, uint32_t size, double *choices)
{
    *choices = size == 0 ? 1 : *choices * (voters - size) / size;
    return 1 / (voters * *choices);
}

/// Swings by size of a kind, or of a voter with a veto: every winning coalition needs it.
static double swings_at(const struct voting_game *game, const struct voting_counts *counts, int32_t kind, uint32_t size)
{
    return kind < 0 ? counts->winning[size + 1] : counts->swing[(size_t)kind * game->voters + size];
}

static void write_index(const struct voting_game *game, const struct voting_counts *counts, int32_t kind,
                        struct body *body, uint32_t so_many, parley_voting_index *out)
{
    double choices = 1;
    for (uint32_t size = 0; size < game->voters; size++) {
        double swings = swings_at(game, counts, kind, size);
        out->shapley_shubik += swings * order_share(game->voters, size, &choices);
        out->swings += swings;
    }
    body->swings += out->swings * so_many;
}

static void finish(const struct voting_game *game, const parley_voting_def *def, struct body *body,
                   parley_voting_index *out)
{
    const double others = ldexp(1, (int)game->voters - 1);
    for (size_t v = 0; v < def->voters; v++) {
        out[v].banzhaf = out[v].swings / body->swings;
        out[v].banzhaf_absolute = out[v].swings / others;
        out[v].prevent = out[v].swings / body->winning;
        out[v].initiate = out[v].swings / body->losing;
        out[v].collectivity = body->winning / others / 2;
        out[v].dummy = !(out[v].swings > 0);
    }
}

static parley_status solve(struct arena *arena, const parley_voting_def *def, parley_voting_index *out)
{
    struct voting_game game;
    struct voting_counts counts;
    PARLEY_I_TRY(parley_i_voting_reduce(arena, def, &game));
    for (size_t v = 0; v < def->voters; v++) {
        out[v] = (parley_voting_index){0};
    }
    PARLEY_I_TRY(judge_single(arena, &game, def, out));
    PARLEY_I_TRY(count(arena, &game, &counts));
    // Coalitions that lack a declared veto lose, whatever their weight.
    struct body body = {.losing = ldexp(1, (int)game.voters) - ldexp(1, (int)(game.voters - game.vetoes))};
    for (uint32_t size = 0; size <= game.voters; size++) {
        body.winning += counts.winning[size];
        body.losing += counts.losing[size];
    }
    for (size_t v = 0; v < def->voters; v++) {
        write_index(&game, &counts, game.kind[v], &body, def->count ? def->count[v] : 1, &out[v]);
    }
    finish(&game, def, &body, out);
    return PARLEY_OK;
}

parley_status parley_voting_power(const parley_voting_def *def, parley_voting_index *out, size_t capacity)
{
    PARLEY_I_TRY(check(def, out, capacity));
    struct arena arena = {0};
    parley_status status = solve(&arena, def, out);
    parley_i_arena_release(&arena);
    return status;
}
