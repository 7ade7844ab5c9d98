// `zeuthen`: monotonic concession by risk. Each party opens with the package it likes best among those acceptable to
// all (ties: the largest sum of the others' utilities, then the lowest package number). In each round a party's risk is
//   (its utility of its own offer - its utility of the other's) / (its utility of its own offer - no_deal),
// 1 where it gains nothing; the party with the lower risk concedes just enough for its risk to exceed the other's: of
// those packages, the one it likes best (if there is none, it takes the other's offer). Equal risks (to 1e-12): a coin
// falls. Agreement when an offer is worth to the other party at least what it asks for itself. Between two the end is a
// package with the largest product of gains (Harsanyi 1956), up to ties.
//
// With more than two (Endriss 2006) the agreement is an offer worth to everybody at least their own; a party's risk is
// measured against the offer of another that is worst for it (who would accept them all waits); the party with the
// least risk concedes, and the next one when it cannot. `concession` says what counts as one: strong (better for every
// other), weak (better for one, at a cost to itself), pareto (better for one and worse for none), utilitarian,
// egalitarian, nash (the others' sum, minimum, product of gains grows; nash is the default), egocentric (worse for
// itself). The narrower the criterion, the more often talks among many get stuck, strong and pareto above all; the
// wider, the longer they take. Just enough means: its risk exceeds the least of the others', or all agree; where no
// concession does that, the one that costs it least. When nobody can concede the talks end unresolved. Between two all
// the criteria come to the same.
#include "bargain/zeuthen.h"

#include "bargain/staircase.h"
#include "bargain/tell.h"
#include "base/fail.h"

enum { CONCESSION, ROUNDS };

static const char *const criteria[] = {"strong",      "weak", "pareto",     "utilitarian",
                                       "egalitarian", "nash", "egocentric", NULL};

static const struct parameter_spec parameters[] = {
    [CONCESSION] = {.name = "concession", .type = TYPE_WORD, .otherwise = NASH, .words = criteria},
    [ROUNDS] = {.name = "rounds",
                .type = TYPE_NUMBER,
                .otherwise = 10000,
                .whole = true,
                .bounds = {1, 1e6, false, false, true, "a whole number of rounds, 1 to 1000000"}},
};

static const char *const draws[] = {[ZEUTHEN_DRAW_TIES] = "ties", NULL};

static const double MOST_WORK = 1e10;  // packages looked at, over all rounds

double parley_i_zeuthen_risk(double own, double other, double no_deal)
{
    double gain = own - no_deal;
    return gain > UTILITY_NOISE ? (own - other) / gain : 1.0;
}

struct record *parley_i_zeuthen_tell(const struct zeuthen *talks, uint32_t round, const uint32_t *package,
                                     const double *risk, uint32_t *choice, uint32_t *option)
{
    const struct sitting *sitting = talks->sitting;
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_number(turn, "round", round + 1.0);
    struct record *offers = parley_i_record_object(turn, "offers"), *utility = parley_i_record_object(turn, "utility");
    for (uint32_t p = 0; p < sitting->parties; p++) {
        parley_i_package_choice(sitting->table->space, package[p], choice);
        parley_i_sitting_tell_package(sitting, choice, option, parley_i_record_object(offers, sitting->party[p]));
        struct record *worth = parley_i_record_object(utility, sitting->party[p]);
        for (uint32_t q = 0; q < sitting->parties; q++) {
            parley_i_record_number(worth, sitting->party[q], parley_i_table_utility(sitting->table, q, choice));
        }
    }
    if (risk != NULL) {
        parley_i_sitting_tell_parties(sitting, risk, parley_i_record_object(turn, "risk"));
    }
    return turn;
}

/// Two parties stand on the stairs, the first at the top; who concedes steps towards the other.
struct pair_talks {
    const struct zeuthen *talks;
    const struct stair *stair;
    size_t at[2];
    double risk[2];
    uint32_t *choice, *option;
};

static void find_risks(const struct pair_talks *pair, size_t first, size_t second, double risk[2])
{
    const double *no_deal = pair->talks->sitting->table->no_deal;
    const struct stair *a = &pair->stair[first], *b = &pair->stair[second];
    risk[0] = parley_i_zeuthen_risk(a->u[0], b->u[0], no_deal[0]);
    risk[1] = parley_i_zeuthen_risk(b->u[1], a->u[1], no_deal[1]);
}

// The nearest stair on which its risk exceeds the other's; the other's own stair when there is none before.
static size_t concede(const struct pair_talks *pair, int party)
{
    size_t at = pair->at[party], goal = pair->at[1 - party];
    double risk[2];
    do {
        at = party == 0 ? at + 1 : at - 1;
        find_risks(pair, party == 0 ? at : pair->at[0], party == 0 ? pair->at[1] : at, risk);
    } while (at != goal && !(risk[party] > risk[1 - party] + UTILITY_NOISE));
    return at;
}

static void tell_two(const struct pair_talks *pair, uint32_t round, int party, bool tied)
{
    const struct sitting *sitting = pair->talks->sitting;
    const uint32_t package[2] = {pair->stair[pair->at[0]].package, pair->stair[pair->at[1]].package};
    bool agreed = pair->at[0] == pair->at[1];
    struct record *turn =
        parley_i_zeuthen_tell(pair->talks, round, package, agreed ? NULL : pair->risk, pair->choice, pair->option);
    if (agreed) {
        parley_i_record_text(turn, "why", "an offer is worth to the other party what it asks for itself");
        return;
    }
    parley_i_record_text(turn, "concedes", sitting->party[party]);
    parley_i_record_text(turn, "why",
                         tied ? "the risks are equal, and the coin fell on it" : "it risks less by conceding");
}

static enum outcome climb(struct pair_talks *pair, uint32_t *rounds)
{
    const struct sitting *sitting = pair->talks->sitting;
    for (uint32_t round = 0; round < pair->talks->rounds; round++) {
        *rounds = round + 1;
        int party = 0;
        bool tied = false;
        if (pair->at[0] != pair->at[1]) {
            find_risks(pair, pair->at[0], pair->at[1], pair->risk);
            double difference = pair->risk[1] - pair->risk[0];
            tied = difference <= UTILITY_NOISE && difference >= -UTILITY_NOISE;
            party = tied ? parley_i_sitting_uniform(sitting, ZEUTHEN_DRAW_TIES, round) >= 0.5 : difference < 0.0;
        }
        if (sitting->turns != NULL) {
            tell_two(pair, round, party, tied);
        }
        if (pair->at[0] == pair->at[1]) {
            return OUTCOME_AGREED;
        }
        pair->at[party] = concede(pair, party);
    }
    return OUTCOME_DEADLINE;
}

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

static void settle_two(const struct zeuthen *talks)
{
    const struct space *space = talks->sitting->table->space;
    struct pair_talks pair = {.talks = talks, .choice = talks->out->choice, .option = talks->scratch};
    size_t stairs = parley_i_staircase(talks->sitting->table,
                                       (char *)talks->scratch + padded(space->issues * sizeof(uint32_t)), &pair.stair);
    if (stairs == 0) {
        talks->out->outcome = OUTCOME_NO_ZONE;
        return;
    }
    uint32_t rounds = 0;
    pair.at[1] = stairs - 1;
    talks->out->outcome = climb(&pair, &rounds);
    talks->out->rounds = rounds;
    parley_i_package_choice(space, pair.stair[pair.at[0]].package, talks->out->choice);
}

static parley_status prepare(const struct protocol *self, struct arena *arena, const struct sitting_shape *shape,
                             const void **prepared)
{
    (void)arena;
    (void)prepared;
    if (shape->parties < 2) {
        return parley_i_fail(PARLEY_BAD_SCENARIO, "protocol %s needs two parties or more", self->name);
    }
    PARLEY_I_TRY(parley_i_packages_check(self->name, shape));
    double rounds = shape->parameter[ROUNDS].value;
    if (shape->parties > 2 && shape->space->packages * rounds > MOST_WORK) {
        return parley_i_fail(
            PARLEY_BAD_SCENARIO,
            "protocol %s would look at %.0f packages in each of up to %.0f rounds, expected at most %.0e "
            "in all: allow fewer rounds or settle fewer issues at a sitting",
            self->name, shape->space->packages, rounds, MOST_WORK);
    }
    return PARLEY_OK;
}

static size_t scratch_size(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    if (shape->parties == 2) {
        return padded(shape->issues * sizeof(uint32_t)) + parley_i_staircase_scratch(shape->space);
    }
    return parley_i_zeuthen_many_scratch(shape);
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    const struct zeuthen talks = {
        .sitting = sitting,
        .out = out,
        .rounds = (uint32_t)sitting->parameter[ROUNDS],
        .criterion = (enum criterion)sitting->parameter[CONCESSION],
        .scratch = sitting->scratch,
    };
    out->rounds = out->gap = 0.0;
    out->continuous = false;
    if (sitting->parties == 2) {
        settle_two(&talks);
    } else {
        parley_i_zeuthen_many(&talks);
    }
}

const struct protocol parley_i_protocol_zeuthen = {
    .name = "zeuthen",
    .reference =
        "Zeuthen, Problems of Monopoly and Economic Warfare, London 1930; Harsanyi, Econometrica 24 (1956) 144-157; "
        "several parties: Endriss, AAMAS 2006",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof *parameters,
    .draws = draws,
    .needs = NEEDS_PACKAGES,
    .prepare = prepare,
    .scratch_size = scratch_size,
    .settle = settle,
};
