// Legislative bargaining over the packages of a sitting: values by damped iteration, then the rounds.
//
// Where packages are few, a proposer may have to mix: as soon as one partner is asked more often its price rises, and
// the other becomes the cheaper. Values then settle while proposals go on changing; the last few stand for the mixture.
#include "bargain/packages.h"
#include "bargain/proposer.h"
#include "bargain/tell.h"

#include <math.h>

enum { BOLD = 4, ITERATIONS = 300, KEPT = 16 };

static const double STANDS_STILL = 1e-9, SLOWER = 0.97;
static const size_t PASSES = SIZE_MAX;  // instead of a package

struct chamber {
    const struct assembly *assembly;
    struct packages packages;
    double *value;      // [party]: of the talks before anybody is recognised
    double *early;      // [party]: three quarters of the way to it
    double *price;      // [party]: what it takes to vote for a package
    size_t *proposals;  // [KEPT * parties + party]: what it proposed last, or PASSES
    size_t *proposal;   // [party]: the latest of these
    uint32_t kept;
    double give;       // how far prices moved while these were proposed
    uint32_t *order;   // [party * packages + k]: packages by falling utility of the party
    uint8_t *agrees;   // [party]
    uint32_t *option;  // [issue]
};

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

size_t parley_i_proposer_packages_scratch(const struct sitting_shape *shape)
{
    size_t parties = shape->parties;
    return 3 * padded(parties * sizeof(double)) + padded(KEPT * parties * sizeof(size_t)) + padded(parties) +
           padded((size_t)fmin(shape->space->packages, MOST_PACKAGES) * parties * sizeof(uint32_t)) +
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
    chamber.early = carve(&memory, parties * sizeof(double));
    chamber.proposal = chamber.proposals = carve(&memory, KEPT * parties * sizeof(size_t));
    chamber.order =
        carve(&memory, (size_t)fmin(sitting->table->space->packages, MOST_PACKAGES) * parties * sizeof(uint32_t));
    chamber.agrees = carve(&memory, parties);
    chamber.option = carve(&memory, (sitting->issues + 1) * sizeof(uint32_t));
    parley_i_packages_list(sitting->table, NULL, memory, &chamber.packages);
    parley_i_packages_prune(&chamber.packages);  // what beats a package passes where it does, and is liked better
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
        chamber->agrees[q] = q == proposer || parley_i_reaches(utility[q], chamber->price[q] - chamber->give);
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

// Of two packages, does the party get more from the first?
static bool before(const struct chamber *chamber, uint32_t party, uint32_t a, uint32_t b)
{
    double x = row(chamber, a)[party], y = row(chamber, b)[party];
    return x != y ? x > y : a < b;
}

static void sift(const struct chamber *chamber, uint32_t party, uint32_t *heap, size_t root, size_t n)
{
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        child += child + 1 < n && before(chamber, party, heap[child], heap[child + 1]);
        if (!before(chamber, party, heap[root], heap[child])) {
            return;
        }
        uint32_t moved = heap[root];
        heap[root] = heap[child];
        heap[child] = moved;
    }
}

static void put_in_order(const struct chamber *chamber, uint32_t party)
{
    size_t n = chamber->packages.count;
    uint32_t *order = chamber->order + party * n;
    for (size_t k = 0; k < n; k++) {
        order[k] = (uint32_t)k;
    }
    for (size_t root = n / 2; root-- > 0;) {
        sift(chamber, party, order, root, n);
    }
    for (size_t end = n; end-- > 1;) {
        uint32_t moved = order[0];
        order[0] = order[end];
        order[end] = moved;
        sift(chamber, party, order, 0, end);
    }
}

// The proposer's best package that passes; it passes its turn when waiting is worth more to it than any.
static size_t best_proposal(const struct chamber *chamber, uint32_t proposer)
{
    const uint32_t *order = chamber->order + proposer * chamber->packages.count;
    size_t best = PASSES;
    for (size_t k = 0; k < chamber->packages.count; k++) {
        const double *utility = row(chamber, order[k]);
        bool enough = parley_i_reaches(utility[proposer], chamber->price[proposer]);
        if (!enough || (best != PASSES && !parley_i_reaches(utility[proposer], row(chamber, best)[proposer]))) {
            return best;
        }
        if ((best == PASSES || better(chamber, proposer, order[k], best)) && passes_vote(chamber, proposer, utility)) {
            best = order[k];
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

// Move values towards what everybody expects. Returns how far off they were.
static double improve(const struct chamber *chamber, double step)
{
    double off = 0.0;
    for (uint32_t p = 0; p < chamber->packages.parties; p++) {
        double next = expects(chamber, p);
        off = fmax(off, fabs(next - chamber->value[p]));
        chamber->value[p] += step * (next - chamber->value[p]);
    }
    return off;
}

// Values that reproduce themselves, and the proposals that go with them. Returns how far values moved towards the end.
static double find_values(struct chamber *chamber)
{
    const struct sitting *sitting = chamber->assembly->sitting;
    uint32_t parties = sitting->parties;
    double step = 1.0, moved = 0.0;  // at first boldly: many talks are simple
    for (uint32_t p = 0; p < parties; p++) {
        put_in_order(chamber, p);
        chamber->value[p] = chamber->early[p] = sitting->table->no_deal[p];
    }
    for (uint32_t round = 0; round < ITERATIONS; round++) {
        set_prices(chamber);
        chamber->proposal = chamber->proposals + (size_t)(round % KEPT) * parties;
        chamber->kept = round < KEPT ? round + 1 : KEPT;
        for (uint32_t p = 0; p < parties; p++) {
            chamber->proposal[p] = best_proposal(chamber, p);
            chamber->early[p] = round == ITERATIONS - ITERATIONS / 4 ? chamber->value[p] : chamber->early[p];
        }
        if (improve(chamber, step) <= STANDS_STILL) {
            chamber->proposals = chamber->proposal;  // the latest is the only one
            chamber->kept = 1;
            return 0.0;
        }
        step = round < BOLD ? 0.5 : SLOWER * step;
    }
    for (uint32_t p = 0; p < parties; p++) {
        moved = fmax(moved, fabs(chamber->value[p] - chamber->early[p]));
    }
    return moved;
}

static void tell(const struct chamber *chamber, uint32_t round, uint32_t proposer, size_t proposal)
{
    const struct sitting *sitting = chamber->assembly->sitting;
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_number(turn, "round", round + 1.0);
    parley_i_record_text(turn, "proposer", sitting->party[proposer]);
    parley_i_sitting_tell_parties(sitting, chamber->value, parley_i_record_object(turn, "values"));
    parley_i_sitting_tell_parties(sitting, chamber->price, parley_i_record_object(turn, "asks"));
    if (proposal == PASSES) {
        parley_i_record_text(turn, "why", "nothing that passes is worth more to it than waiting");
        return;
    }
    const double *utility = row(chamber, proposal);
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
    uint32_t parties = chamber->packages.parties;
    for (size_t k = 0; k < (size_t)chamber->kept * parties; k++) {
        if (chamber->proposals[k] != PASSES && chamber->assembly->recognition[k % parties] > 0.0) {
            return true;
        }
    }
    return false;
}

void parley_i_proposer_packages(const struct assembly *assembly)
{
    const struct sitting *sitting = assembly->sitting;
    struct chamber chamber = set_up(assembly);
    struct settlement *out = assembly->out;
    out->continuous = false;
    out->rounds = 0.0;
    out->outcome = OUTCOME_NO_ZONE;
    out->gap = chamber.give = find_values(&chamber);
    set_prices(&chamber);
    if (!anybody_proposes(&chamber)) {
        out->gap = 0.0;
        return;
    }
    out->outcome = OUTCOME_DEADLINE;
    for (uint32_t round = 0; round < assembly->rounds && out->outcome == OUTCOME_DEADLINE; round++) {
        uint32_t proposer = parley_i_proposer_recognised(assembly, round);
        uint32_t which = (uint32_t)(parley_i_sitting_uniform(sitting, PROPOSER_DRAW_COALITION, round) * chamber.kept);
        size_t proposal = chamber.proposals[(size_t)which * sitting->parties + proposer];
        out->rounds = round + 1.0;
        if (proposal != PASSES) {
            parley_i_package_choice(sitting->table->space, chamber.packages.number[proposal], out->choice);
            out->outcome = OUTCOME_AGREED;
        }
        if (sitting->turns != NULL) {
            tell(&chamber, round, proposer, proposal);
        }
    }
}
