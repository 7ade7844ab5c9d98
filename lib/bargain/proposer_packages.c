// Legislative bargaining over the packages of a sitting: values by damped iteration, then the rounds.
#include "bargain/packages.h"
#include "bargain/proposer.h"
#include "bargain/tell.h"

#include <math.h>

enum { ITERATIONS = 200 };

static const double STANDS_STILL = 1e-9;
static const size_t PASSES = SIZE_MAX;  // instead of a package

struct chamber {
    const struct assembly *assembly;
    struct packages packages;
    double *value;     // [party]: of the talks before anybody is recognised
    double *price;     // [party]: what it takes to vote for a package
    size_t *proposal;  // [party]: what it proposes, or PASSES
    uint8_t *agrees;   // [party]
    uint32_t *option;  // [issue]
};

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

size_t parley_i_proposer_packages_scratch(const struct sitting_shape *shape)
{
    size_t parties = shape->parties;
    return 2 * padded(parties * sizeof(double)) + padded(parties * sizeof(size_t)) + padded(parties) +
           padded((shape->issues + 1) * sizeof(uint32_t)) + parley_i_packages_scratch(shape->space, shape->parties);
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

static struct chamber set_up(const struct assembly *assembly)
{
    const struct sitting *sitting = assembly->sitting;
    size_t parties = sitting->parties;
    struct chamber chamber = {.assembly = assembly};
    char *memory = assembly->scratch;
    chamber.value = carve(&memory, parties * sizeof(double));
    chamber.price = carve(&memory, parties * sizeof(double));
    chamber.proposal = carve(&memory, parties * sizeof(size_t));
    chamber.agrees = carve(&memory, parties);
    chamber.option = carve(&memory, (sitting->issues + 1) * sizeof(uint32_t));
    parley_i_packages_list(sitting->table, NULL, memory, &chamber.packages);
    return chamber;
}

static const double *row(const struct chamber *chamber, size_t package)
{
    return chamber->packages.utility + package * chamber->packages.parties;
}

static bool passes_vote(const struct chamber *chamber, uint32_t proposer, const double *utility)
{
    uint32_t parties = chamber->packages.parties;
    for (uint32_t q = 0; q < parties; q++) {
        chamber->agrees[q] = q == proposer || parley_i_reaches(utility[q], chamber->price[q]);
    }
    return parley_i_rule_met(chamber->assembly->sitting->rule, chamber->assembly->vote, chamber->agrees, parties);
}

// Is package a better than b for the proposer? Ties: the sum of all utilities, then the lower number.
static bool better(const struct chamber *chamber, uint32_t proposer, size_t a, size_t b)
{
    const double *x = row(chamber, a), *y = row(chamber, b);
    double own = x[proposer] - y[proposer], all = 0.0;
    if (own > UTILITY_NOISE || own < -UTILITY_NOISE) {
        return own > 0.0;
    }
    for (uint32_t q = 0; q < chamber->packages.parties; q++) {
        double more = x[q] - y[q];
        all += isnan(more) ? 0.0 : more;  // beyond a red line of the same party in both
    }
    if (all > UTILITY_NOISE || all < -UTILITY_NOISE) {
        return all > 0.0;
    }
    return chamber->packages.number[a] < chamber->packages.number[b];
}

// The proposer's best package that passes; it passes its turn when waiting is worth more to it than any.
static size_t best_proposal(const struct chamber *chamber, uint32_t proposer)
{
    size_t best = PASSES;
    for (size_t k = 0; k < chamber->packages.count; k++) {
        const double *utility = row(chamber, k);
        if (!parley_i_reaches(utility[proposer], chamber->price[proposer])) {
            continue;
        }
        if ((best == PASSES || better(chamber, proposer, k, best)) && passes_vote(chamber, proposer, utility)) {
            best = k;
        }
    }
    return best;
}

static void set_prices(const struct chamber *chamber)
{
    const struct sitting *sitting = chamber->assembly->sitting;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        chamber->price[p] = fmax(sitting->discount[p] * chamber->value[p], sitting->table->no_deal[p]);
    }
}

// What the party expects if everybody proposes so. What is beyond its red line counts as no agreement.
static double expects(const struct chamber *chamber, uint32_t party)
{
    const struct sitting *sitting = chamber->assembly->sitting;
    double sum = 0.0;
    for (uint32_t k = 0; k < sitting->parties; k++) {
        size_t proposal = chamber->proposal[k];
        double worth =
            proposal == PASSES ? sitting->discount[party] * chamber->value[party] : row(chamber, proposal)[party];
        sum += chamber->assembly->recognition[k] * (worth > -INFINITY ? worth : sitting->table->no_deal[party]);
    }
    return sum;
}

// Values that reproduce themselves. Returns how far they are from it.
static double find_values(const struct chamber *chamber)
{
    const struct sitting *sitting = chamber->assembly->sitting;
    double change = INFINITY;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        chamber->value[p] = sitting->table->no_deal[p];
    }
    for (int round = 0; round < ITERATIONS && change > STANDS_STILL; round++) {
        change = 0.0;
        set_prices(chamber);
        for (uint32_t p = 0; p < sitting->parties; p++) {
            chamber->proposal[p] = best_proposal(chamber, p);
        }
        double step = round < 4 ? 1.0 : 2.0 / (round - 1.0);  // at first boldly: many talks are simple
        for (uint32_t p = 0; p < sitting->parties; p++) {
            double next = expects(chamber, p);
            change = fmax(change, fabs(next - chamber->value[p]));
            chamber->value[p] += step * (next - chamber->value[p]);
        }
    }
    return change > STANDS_STILL ? change : 0.0;
}

static void tell(const struct chamber *chamber, uint32_t round, uint32_t proposer)
{
    const struct sitting *sitting = chamber->assembly->sitting;
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_number(turn, "round", round + 1.0);
    parley_i_record_text(turn, "proposer", sitting->party[proposer]);
    parley_i_sitting_tell_parties(sitting, chamber->value, parley_i_record_object(turn, "values"));
    parley_i_sitting_tell_parties(sitting, chamber->price, parley_i_record_object(turn, "asks"));
    if (chamber->proposal[proposer] == PASSES) {
        parley_i_record_text(turn, "why", "nothing that passes is worth more to it than waiting");
        return;
    }
    const double *utility = row(chamber, chamber->proposal[proposer]);
    parley_i_sitting_tell_package(sitting, chamber->assembly->out->choice, chamber->option,
                                  parley_i_record_object(turn, "offer"));
    parley_i_sitting_tell_parties(sitting, utility, parley_i_record_object(turn, "utility"));
    (void)passes_vote(chamber, proposer, utility);
    struct record *votes = parley_i_record_object(turn, "accepts");
    for (uint32_t p = 0; p < sitting->parties; p++) {
        parley_i_record_truth(votes, sitting->party[p], chamber->agrees[p]);
    }
    parley_i_record_text(turn, "why", "of the packages that pass it is the proposer's best");
}

static bool anybody_proposes(const struct chamber *chamber)
{
    for (uint32_t p = 0; p < chamber->packages.parties; p++) {
        if (chamber->proposal[p] != PASSES && chamber->assembly->recognition[p] > 0.0) {
            return true;
        }
    }
    return false;
}

void parley_i_proposer_packages(const struct assembly *assembly)
{
    struct chamber chamber = set_up(assembly);
    struct settlement *out = assembly->out;
    out->continuous = false;
    out->rounds = 0.0;
    out->outcome = OUTCOME_NO_ZONE;
    out->gap = find_values(&chamber);
    set_prices(&chamber);
    for (uint32_t p = 0; p < chamber.packages.parties; p++) {
        chamber.proposal[p] = best_proposal(&chamber, p);
    }
    if (!anybody_proposes(&chamber)) {
        out->gap = 0.0;
        return;
    }
    out->outcome = OUTCOME_DEADLINE;
    for (uint32_t round = 0; round < assembly->rounds && out->outcome == OUTCOME_DEADLINE; round++) {
        uint32_t proposer = parley_i_proposer_recognised(assembly, round);
        size_t proposal = chamber.proposal[proposer];
        out->rounds = round + 1.0;
        if (proposal != PASSES) {
            parley_i_package_choice(assembly->sitting->table->space, chamber.packages.number[proposal], out->choice);
            out->outcome = OUTCOME_AGREED;
        }
        if (assembly->sitting->turns != NULL) {
            tell(&chamber, round, proposer);
        }
    }
}
