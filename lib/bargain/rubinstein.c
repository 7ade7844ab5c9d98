// `rubinstein`: the stationary equilibrium of alternating offers between two who know each other. Agreeing on x after k
// refusals is worth discount^k U(x) to a party. After a refusal the talks break down with probability `breakdown`, and
// who refuses may also walk out: both leave no_deal, which need not be waited for. So a party that answers asks for
//   max(no_deal, breakdown no_deal + (1 - breakdown) discount V),
// where V is what it gets when it is its turn to propose, and the proposer gives it just that. They agree at once.
//
// `rounds` 0 (the default) is a game without end. With a last round, who proposes last leaves the other no_deal (Stahl
// 1972). Where nothing presses anybody (no breakdown, nobody discounts) the answer is the limit of ever smaller equal
// pressure: the largest product of utilities that leaves both no_deal.
//
// What is expected of later rounds is reckoned on the frontier with lotteries, so that the equilibrium is one and the
// last mover's luck does not hang on the size of a step. The offer itself is a package: the one best for the proposer
// among those worth at least that to the other. A single numeric issue on which both values are straight lines is
// settled between its grid points (unless `continuous` is false).
#include "bargain/hull.h"
#include "bargain/tell.h"
#include "base/fail.h"
#include "preference/offer.h"

#include <math.h>

enum { FIRST, BREAKDOWN, ROUNDS, CONTINUOUS };

static const char *const firsts[] = {"first", "second", NULL};

static const struct parameter_spec parameters[] = {
    [FIRST] = {.name = "proposer", .type = TYPE_WORD, .otherwise = 0, .words = firsts},
    [BREAKDOWN] = {.name = "breakdown",
                   .type = TYPE_NUMBER,
                   .otherwise = 0,
                   .bounds = {0, 1, false, false, true, "a probability in [0, 1]"}},
    [ROUNDS] = {.name = "rounds",
                .type = TYPE_NUMBER,
                .otherwise = 0,
                .whole = true,
                .bounds = {0, 1e5, false, false, true,
                           "a whole number of rounds, 1 to 100000, or 0 for no last round"}},
    [CONTINUOUS] = {.name = "continuous", .type = TYPE_TRUTH, .otherwise = 1},
};

enum { HALVINGS = 200 };
static const double LEAST_PRESSURE = 1e-8;  // of one refusal; less is a limit, known to about this
static const double LIMIT_NOISE = 1e-6;

struct game {
    const struct sitting *sitting;
    struct hull hull;
    int proposer;  // in the first round
    double breakdown, discount[2];
    bool limit;  // nothing presses anybody
};

/// What both sides of the first round expect, by party.
struct expectation {
    double proposes;  // the first proposer, on the frontier with lotteries
    double waits;     // the other: worth of refusing
};

// What a party asks for when it answers, if proposing next is worth that to it.
static double asks(const struct game *game, int party, double next)
{
    double no_deal = game->sitting->table->no_deal[party], p = game->breakdown;
    return fmax(no_deal, p * no_deal + (1.0 - p) * game->discount[party] * next);
}

static double proposes(const struct game *game, int party, double left_to_the_other)
{
    return parley_i_hull_most(&game->hull, party, left_to_the_other);
}

// Is there a lottery of packages that leaves both no_deal?
static bool zone(const struct game *game)
{
    const double *no_deal = game->sitting->table->no_deal;
    return game->hull.corners > 0 && parley_i_reaches(proposes(game, 0, no_deal[1]), no_deal[0]) &&
           parley_i_reaches(proposes(game, 1, no_deal[0]), no_deal[1]);
}

static struct expectation without_end(const struct game *game)
{
    int first = game->proposer, second = 1 - first;
    const struct corner *corner = game->hull.corner;
    double ends[2] = {corner[0].u[first], corner[game->hull.corners - 1].u[first]};
    double low = fmin(ends[0], ends[1]), high = fmax(ends[0], ends[1]);
    for (int i = 0; i < HALVINGS; i++) {
        double middle = low + (high - low) / 2.0;
        if (!(middle > low && middle < high)) {
            break;
        }
        // What follows if the first expects that much: it grows more slowly than what is expected.
        double follows = proposes(game, first, asks(game, second, proposes(game, second, asks(game, first, middle))));
        if (follows > middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    double waits = asks(game, second, proposes(game, second, asks(game, first, high)));
    return (struct expectation){proposes(game, first, waits), waits};
}

static struct expectation with_end(const struct game *game, uint32_t rounds)
{
    const double *no_deal = game->sitting->table->no_deal;
    int party = (rounds - 1) % 2 == 0 ? game->proposer : 1 - game->proposer;
    double waits = no_deal[1 - party], value = proposes(game, party, waits), before = NAN, last = NAN;
    for (uint32_t round = rounds - 1; round > 0; round--) {
        party = 1 - party;
        waits = asks(game, 1 - party, value);
        before = last;
        last = value;
        value = proposes(game, party, waits);
        if (value == before && party == game->proposer) {
            break;  // the end is too far off to be felt
        }
    }
    return (struct expectation){value, waits};
}

// Both values straight lines over the one numeric issue, one rising and the other falling, and no red line near?
static bool straight(const struct sitting *sitting)
{
    const struct table *table = sitting->table;
    const struct issue_at *issue = sitting->issue;
    uint32_t n = table->space->cells;
    if (sitting->issues != 1 || issue->category != NULL || n < 2) {
        return false;
    }
    double rise[2];
    for (int p = 0; p < 2; p++) {
        const double *u = table->utility + (size_t)p * n;
        rise[p] = u[n - 1] - u[0];
        for (uint32_t c = 0; c < n; c++) {
            double line =
                u[0] + rise[p] * ((issue->points[c] - issue->points[0]) / (issue->points[n - 1] - issue->points[0]));
            if (fabs(u[c] - line) > 1e-9 || (table->barred != NULL && table->barred[(size_t)p * n + c])) {
                return false;
            }
        }
    }
    return rise[0] * rise[1] < 0.0;
}

static void settle_between(const struct game *game, double waits, struct settlement *out)
{
    const struct sitting *sitting = game->sitting;
    int second = 1 - game->proposer;
    uint32_t n = sitting->table->space->cells;
    const double *u = sitting->table->utility + (size_t)second * n, *points = sitting->issue->points;
    double share = (waits - sitting->table->base[second] - u[0]) / (u[n - 1] - u[0]);
    out->continuous = true;
    out->deal[0] = points[0] + fmin(fmax(share, 0.0), 1.0) * (points[n - 1] - points[0]);
}

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

// The proposer's best package that the other does not refuse. False when none leaves the proposer no_deal.
static bool settle_package(const struct game *game, double waits, void *memory, struct settlement *out)
{
    const struct table *table = game->sitting->table;
    const struct space *space = table->space;
    int first = game->proposer, second = 1 - first;
    uint8_t *excluded = memory;
    for (uint32_t c = 0; c < space->cells; c++) {
        excluded[c] = table->barred != NULL && (table->barred[c] || table->barred[space->cells + c]);
    }
    struct offer_quest quest = {
        .space = space,
        .own = table->utility + (size_t)second * space->cells,
        .worth = table->utility + (size_t)first * space->cells,
        .own_base = table->base[second],
        .worth_base = table->base[first],
        .least = fmax(table->no_deal[second], waits - (game->limit ? LIMIT_NOISE : 0.0)),
        .excluded = excluded,
    };
    struct offer offer;
    if (space->factors > 0 && !parley_i_offer(&quest, (char *)memory + padded(space->cells), out->choice, &offer)) {
        return false;
    }
    out->gap = space->factors > 0 ? offer.gap : 0.0;
    return parley_i_table_acceptable(table, (uint32_t)first, out->choice) &&
           parley_i_table_acceptable(table, (uint32_t)second, out->choice);
}

static void tell(const struct game *game, const struct expectation *expected, const struct settlement *out,
                 uint32_t *option)
{
    const struct sitting *sitting = game->sitting;
    int first = game->proposer, second = 1 - first;
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_text(turn, "proposer", sitting->party[first]);
    struct record *worth = parley_i_record_object(turn, "equilibrium");
    parley_i_record_number(worth, sitting->party[first], expected->proposes);
    parley_i_record_number(worth, sitting->party[second], expected->waits);
    struct record *asked = parley_i_record_object(turn, "asks");
    parley_i_record_number(asked, sitting->party[second], expected->waits);
    bool walks = expected->waits <= sitting->table->no_deal[second] + UTILITY_NOISE;
    parley_i_record_text(turn, "why",
                         walks ? "refusing is worth no more to the other than walking out"
                               : "it is what refusing now and proposing next is worth to the other");
    if (out->outcome != OUTCOME_AGREED) {
        parley_i_record_text(turn, "fails", "no package gives it that and leaves the proposer its own");
    } else if (out->continuous) {
        parley_i_record_number(parley_i_record_object(turn, "offer"), sitting->issue->id, out->deal[0]);
    } else {
        parley_i_sitting_tell_package(sitting, out->choice, option, parley_i_record_object(turn, "offer"));
        struct record *utility = parley_i_record_object(turn, "utility");
        for (uint32_t p = 0; p < 2; p++) {
            parley_i_record_number(utility, sitting->party[p], parley_i_table_utility(sitting->table, p, out->choice));
        }
    }
}

static parley_status prepare(const struct protocol *self, struct arena *arena, const struct sitting_shape *shape,
                             const void **prepared)
{
    (void)arena;
    (void)prepared;
    if (shape->parties != 2) {
        return parley_i_fail(PARLEY_BAD_SCENARIO, "protocol %s is for two parties, found %u", self->name,
                             (unsigned)shape->parties);
    }
    return PARLEY_OK;
}

static size_t scratch_size(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    return parley_i_hull_scratch(shape->space) + padded(shape->issues * sizeof(uint32_t)) +
           padded(shape->space->cells) + parley_i_offer_scratch(shape->space);
}

static struct game set_up(const struct sitting *sitting)
{
    struct game game = {
        .sitting = sitting, .proposer = sitting->parameter[FIRST] > 0.0, .breakdown = sitting->parameter[BREAKDOWN]};
    game.limit = game.breakdown < LEAST_PRESSURE && sitting->parameter[ROUNDS] == 0.0;  // a last round presses enough
    for (int p = 0; p < 2; p++) {
        game.discount[p] = sitting->discount[p];
        game.limit = game.limit && game.discount[p] > 1.0 - LEAST_PRESSURE;
    }
    for (int p = 0; game.limit && p < 2; p++) {
        game.discount[p] = 1.0 - LEAST_PRESSURE;
    }
    return game;
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    char *memory = sitting->scratch;
    struct game game = set_up(sitting);
    parley_i_hull(sitting->table, memory, &game.hull);
    memory += parley_i_hull_scratch(sitting->table->space);
    uint32_t *option = (uint32_t *)memory, rounds = (uint32_t)sitting->parameter[ROUNDS];
    memory += padded(sitting->issues * sizeof(uint32_t));
    out->outcome = OUTCOME_NO_ZONE;
    out->continuous = false;
    out->rounds = out->gap = 0.0;
    if (!zone(&game)) {
        return;
    }
    struct expectation expected = rounds > 0 ? with_end(&game, rounds) : without_end(&game);
    if (sitting->parameter[CONTINUOUS] > 0.0 && straight(sitting)) {
        settle_between(&game, expected.waits, out);
        out->outcome = OUTCOME_AGREED;
    } else if (settle_package(&game, expected.waits, memory, out)) {
        out->outcome = OUTCOME_AGREED;
    }
    out->rounds = out->outcome == OUTCOME_AGREED;
    if (sitting->turns != NULL) {
        tell(&game, &expected, out, option);
    }
}

const struct protocol parley_i_protocol_rubinstein = {
    .name = "rubinstein",
    .reference =
        "Rubinstein, Econometrica 50 (1982) 97-109; breakdown and outside options: Binmore, Rubinstein & Wolinsky, "
        "RAND J. Economics 17 (1986) 176-188; finite horizon: Stahl, Bargaining Theory, Stockholm 1972",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof *parameters,
    .needs = NEEDS_PACKAGES,
    .prepare = prepare,
    .scratch_size = scratch_size,
    .settle = settle,
};
