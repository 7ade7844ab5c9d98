// Monotonic concession among several parties, each standing on one of the packages acceptable to all.
#include "bargain/zeuthen.h"

#include <math.h>

struct field_talks {
    const struct zeuthen *talks;
    struct packages packages;
    size_t *at;       // [party]: the package it offers
    double *risk;     // [party]
    uint8_t *passed;  // [party]: cannot concede this round
    uint32_t *offer, *choice, *option;
};

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

size_t parley_i_zeuthen_many_scratch(const struct sitting_shape *shape)
{
    size_t parties = shape->parties;
    return padded(parties * sizeof(size_t)) + padded(parties * sizeof(double)) + padded(parties) +
           padded(parties * sizeof(uint32_t)) + 2 * padded((shape->issues + 1) * sizeof(uint32_t)) +
           parley_i_packages_scratch(shape->space, shape->parties);
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

static struct field_talks set_up(const struct zeuthen *talks)
{
    const struct table *table = talks->sitting->table;
    size_t parties = table->parties, issues = table->space->issues + 1;
    struct field_talks field = {.talks = talks};
    char *memory = talks->scratch;
    field.at = carve(&memory, parties * sizeof(size_t));
    field.risk = carve(&memory, parties * sizeof(double));
    field.passed = carve(&memory, parties);
    field.offer = carve(&memory, parties * sizeof(uint32_t));
    field.choice = carve(&memory, issues * sizeof(uint32_t));
    field.option = carve(&memory, issues * sizeof(uint32_t));
    parley_i_packages_list(table, table->no_deal, memory, &field.packages);
    if (talks->criterion != WEAK &&
        talks->criterion != EGOCENTRIC) {  // by the others nobody ever offers what is beaten
        parley_i_packages_prune(&field.packages);
    }
    return field;
}

static const double *row(const struct field_talks *field, size_t package)
{
    return field->packages.utility + package * field->packages.parties;
}

// Does the party like package a better than b? The others' sum, then the lower number break its ties.
static bool likes(const struct field_talks *field, uint32_t party, size_t a, size_t b)
{
    const double *x = row(field, a), *y = row(field, b);
    double own = x[party] - y[party], others = 0.0;
    if (own > UTILITY_NOISE || own < -UTILITY_NOISE) {
        return own > 0.0;
    }
    for (uint32_t q = 0; q < field->packages.parties; q++) {
        others += q == party ? 0.0 : x[q] - y[q];
    }
    if (others > UTILITY_NOISE || others < -UTILITY_NOISE) {
        return others > 0.0;
    }
    return field->packages.number[a] < field->packages.number[b];
}

static void open_talks(const struct field_talks *field)
{
    for (uint32_t p = 0; p < field->packages.parties; p++) {
        field->at[p] = 0;
        for (size_t k = 1; k < field->packages.count; k++) {
            field->at[p] = likes(field, p, k, field->at[p]) ? k : field->at[p];
        }
    }
}

// Is the party's offer worth to everybody at least their own?
static bool satisfies_all(const struct field_talks *field, uint32_t party)
{
    const double *offer = row(field, field->at[party]);
    for (uint32_t q = 0; q < field->packages.parties; q++) {
        if (!parley_i_reaches(offer[q], row(field, field->at[q])[q])) {
            return false;
        }
    }
    return true;
}

static double risk_of(const struct field_talks *field, uint32_t party)
{
    double worst = INFINITY;
    for (uint32_t q = 0; q < field->packages.parties; q++) {
        worst = q == party ? worst : fmin(worst, row(field, field->at[q])[party]);
    }
    return parley_i_zeuthen_risk(row(field, field->at[party])[party], worst,
                                 field->talks->sitting->table->no_deal[party]);
}

// Is `to` a concession of the party from `from`, by the criterion?
static bool concedes(const struct field_talks *field, uint32_t party, const double *from, const double *to)
{
    const double *no_deal = field->talks->sitting->table->no_deal;
    uint32_t better = 0, worse = 0;
    double sum = 0.0, least_from = INFINITY, least_to = INFINITY, product_from = 1.0, product_to = 1.0;
    for (uint32_t q = 0; q < field->packages.parties; q++) {
        if (q == party) {
            continue;
        }
        better += to[q] > from[q] + UTILITY_NOISE;
        worse += to[q] < from[q] - UTILITY_NOISE;
        sum += to[q] - from[q];
        least_from = fmin(least_from, from[q]);
        least_to = fmin(least_to, to[q]);
        product_from *= fmax(from[q] - no_deal[q], 0.0);
        product_to *= fmax(to[q] - no_deal[q], 0.0);
    }
    switch (field->talks->criterion) {
    case STRONG:
        return better == field->packages.parties - 1;
    case WEAK:
        return better > 0 && to[party] < from[party] - UTILITY_NOISE;
    case PARETO:
        return better > 0 && worse == 0;
    case UTILITARIAN:
        return sum > UTILITY_NOISE;
    case EGALITARIAN:
        return least_to > least_from + UTILITY_NOISE;
    case NASH:
        return product_to > product_from + UTILITY_NOISE;
    case EGOCENTRIC:
        return to[party] < from[party] - UTILITY_NOISE;
    }
    return false;
}

// Would the party, standing there, no longer be the one to concede?
static bool suffices(const struct field_talks *field, uint32_t party, size_t there)
{
    size_t here = field->at[party];
    field->at[party] = there;
    double least = INFINITY;
    for (uint32_t q = 0; q < field->packages.parties; q++) {
        least = q == party ? least : fmin(least, risk_of(field, q));
    }
    bool enough = risk_of(field, party) > least + UTILITY_NOISE;
    for (uint32_t q = 0; !enough && q < field->packages.parties; q++) {
        enough = satisfies_all(field, q);
    }
    field->at[party] = here;
    return enough;
}

// The concession the party likes best among those that suffice, or among all when none does. False: it has none.
static bool concede(const struct field_talks *field, uint32_t party)
{
    size_t here = field->at[party], best = 0;
    const double *from = row(field, here);
    bool found = false, enough = false;
    for (size_t k = 0; k < field->packages.count; k++) {
        const double *to = row(field, k);
        if (to[party] > from[party] + UTILITY_NOISE || !concedes(field, party, from, to) ||
            (found && enough && !likes(field, party, k, best))) {
            continue;
        }
        bool does = suffices(field, party, k);
        if (!found || (does && !enough) || (does == enough && likes(field, party, k, best))) {
            best = k;
            enough = does;
            found = true;
        }
    }
    field->at[party] = found ? best : here;
    return found;
}

// The party with the least risk of those that have not passed; equals by the coin of the round. UINT32_MAX: none left.
static uint32_t next_to_concede(const struct field_talks *field, uint32_t round)
{
    uint32_t parties = field->packages.parties, tied = 0;
    double least = INFINITY;
    for (uint32_t p = 0; p < parties; p++) {
        least = field->passed[p] ? least : fmin(least, field->risk[p]);
    }
    for (uint32_t p = 0; p < parties; p++) {
        tied += !field->passed[p] && field->risk[p] <= least + UTILITY_NOISE;
    }
    uint32_t which =
        tied > 1 ? (uint32_t)(parley_i_sitting_uniform(field->talks->sitting, ZEUTHEN_DRAW_TIES, round) * tied) : 0;
    for (uint32_t p = 0; p < parties; p++) {
        if (!field->passed[p] && field->risk[p] <= least + UTILITY_NOISE && which-- == 0) {
            return p;
        }
    }
    return UINT32_MAX;
}

static struct record *tell_round(const struct field_talks *field, uint32_t round)
{
    if (field->talks->sitting->turns == NULL) {
        return NULL;
    }
    for (uint32_t p = 0; p < field->packages.parties; p++) {
        field->offer[p] = field->packages.number[field->at[p]];
    }
    return parley_i_zeuthen_tell(field->talks, round, field->offer, field->risk, field->choice, field->option);
}

// One round: who risks least concedes; who cannot passes it on. False when nobody can.
static bool play_round(const struct field_talks *field, uint32_t round, struct record *turn)
{
    struct record *passes = NULL;
    for (uint32_t p = 0; p < field->packages.parties; p++) {
        field->passed[p] = field->risk[p] <= UTILITY_NOISE;  // it would accept any offer there is, and waits
    }
    for (;;) {
        uint32_t party = next_to_concede(field, round);
        if (party == UINT32_MAX) {
            parley_i_record_text(turn, "why", "nobody can make a concession any more");
            return false;
        }
        if (concede(field, party)) {
            parley_i_record_text(turn, "concedes", field->talks->sitting->party[party]);
            parley_i_record_text(turn, "why", "of those who can concede it risks least by it");
            return true;
        }
        field->passed[party] = 1;
        passes = passes == NULL ? parley_i_record_list(turn, "cannot_concede") : passes;
        parley_i_record_text(passes, NULL, field->talks->sitting->party[party]);
    }
}

void parley_i_zeuthen_many(const struct zeuthen *talks)
{
    struct field_talks field = set_up(talks);
    struct settlement *out = talks->out;
    out->outcome = OUTCOME_NO_ZONE;
    if (field.packages.count == 0) {
        return;
    }
    open_talks(&field);
    out->outcome = OUTCOME_DEADLINE;
    for (uint32_t round = 0; round < talks->rounds; round++) {
        out->rounds = round + 1.0;
        for (uint32_t p = 0; p < field.packages.parties; p++) {
            field.risk[p] = risk_of(&field, p);
        }
        struct record *turn = tell_round(&field, round);
        for (uint32_t p = 0; p < field.packages.parties; p++) {
            if (satisfies_all(&field, p)) {
                parley_i_record_text(turn, "agrees_on", talks->sitting->party[p]);
                parley_i_record_text(turn, "why", "this party's offer is worth to everybody at least their own");
                parley_i_package_choice(talks->sitting->table->space, field.packages.number[field.at[p]], out->choice);
                out->outcome = OUTCOME_AGREED;
                return;
            }
        }
        if (!play_round(&field, round, turn)) {
            out->outcome = OUTCOME_UNRESOLVED;
            return;
        }
    }
}
