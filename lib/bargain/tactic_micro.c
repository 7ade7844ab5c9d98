// MiCRO (de Jonge 2022): a party goes down its own packages from the best, one new offer for each new offer it
// received, and never thinks about the others' utilities or the time. Having made m distinct offers and received n, it
// offers its next package if m <= n and that is worth at least its least; else it repeats one of its offers at random.
// It accepts what is worth at least the lowest of its offers, made or about to be made. Of several others the one who
// made fewest counts, leaving aside who can offer nothing or has left. Packages of equal worth go by their number, the
// lowest first.
#include "bargain/tactic.h"

#include <math.h>
#include <string.h>

// Of who cannot offer: nobody waits for it.
static const uint32_t SILENT = UINT32_MAX;

static size_t padded(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

static uint32_t room_for(const struct space *space, uint32_t rounds)
{
    return space->packages < rounds ? (uint32_t)space->packages : rounds;
}

static size_t words_for(const struct space *space)
{
    return ((size_t)space->packages + 63) / 64;
}

size_t parley_i_ledger_scratch(const struct sitting_shape *shape, uint32_t rounds)
{
    const struct space *space = shape->space;
    if (space->packages > LEDGER_PACKAGES) {
        return 0;
    }
    size_t parties = shape->parties, factors = space->factors;
    return padded(parties * words_for(space) * sizeof(uint64_t)) + padded(parties * sizeof(uint32_t)) +
           padded((parties * room_for(space, rounds) + 1) * factors * sizeof(uint32_t)) +
           padded(parties * factors * sizeof(uint32_t)) + 2 * padded(parties * sizeof(double));
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

static bool next_package(const struct space *space, uint32_t *choice)
{
    for (uint32_t f = 0; f < space->factors; f++) {
        if (++choice[f] < space->factor[f].options) {
            return true;
        }
        choice[f] = 0;
    }
    return false;
}

static size_t place_of(const struct space *space, const uint32_t *choice)
{
    size_t place = 0;
    for (uint32_t f = space->factors; f-- > 0;) {
        place = place * space->factor[f].options + choice[f];
    }
    return place;
}

// The best package that it did not offer yet.
static void look_ahead(struct ledger *ledger, uint32_t party, double least)
{
    const struct table *table = ledger->table;
    const struct space *space = table->space;
    const uint64_t *offered = ledger->offered + party * ledger->words;
    uint32_t *ahead = ledger->ahead + (size_t)party * space->factors;
    // Beyond the rounds' own offers there is room for one more choice.
    uint32_t *choice = ledger->own + (size_t)ledger->parties * ledger->most * space->factors;
    double best = -INFINITY;
    memset(choice, 0, space->factors * sizeof *choice);
    size_t place = 0;
    do {
        double worth = parley_i_table_utility(table, party, choice);
        bool fresh = (offered[place / 64] >> (place % 64) & 1) == 0;
        if (fresh && worth >= best && parley_i_reaches(worth, least) && !parley_i_table_crosses(table, party, choice) &&
            (worth > best || parley_i_space_compare(space, choice, ahead) < 0)) {
            best = worth;
            memcpy(ahead, choice, space->factors * sizeof *ahead);
        }
        place++;
    } while (next_package(space, choice));
    ledger->ahead_worth[party] = best;
}

struct ledger parley_i_ledger_open(const struct alternating *talks, void *memory)
{
    const struct sitting *sitting = talks->sitting;
    const struct space *space = sitting->table->space;
    size_t parties = sitting->parties, factors = space->factors;
    struct ledger ledger = {.table = sitting->table,
                            .parties = sitting->parties,
                            .words = words_for(space),
                            .most = room_for(space, talks->rounds)};
    char *from = memory;
    ledger.offered = carve(&from, parties * ledger.words * sizeof *ledger.offered);
    ledger.made = carve(&from, parties * sizeof *ledger.made);
    ledger.ahead = carve(&from, parties * factors * sizeof *ledger.ahead);
    ledger.ahead_worth = carve(&from, parties * sizeof *ledger.ahead_worth);
    ledger.lowest = carve(&from, parties * sizeof *ledger.lowest);
    ledger.own = (uint32_t *)(void *)from;
    memset(ledger.offered, 0, parties * ledger.words * sizeof *ledger.offered);
    for (uint32_t p = 0; p < parties; p++) {
        const struct manner *manner = sitting->concedes[p].manner;
        ledger.made[p] = talks->conceder[p].hopeless ? SILENT : 0;
        ledger.lowest[p] = INFINITY;
        if (manner != NULL && manner->tactic[0].form == TACTIC_MICRO) {
            look_ahead(&ledger, p, talks->conceder[p].low);
        }
    }
    return ledger;
}

void parley_i_ledger_note(struct ledger *ledger, const struct conceder *conceder, uint32_t party, bool plays_micro,
                          const uint32_t *choice)
{
    const struct space *space = ledger->table->space;
    size_t place = place_of(space, choice);
    uint64_t *word = ledger->offered + party * ledger->words + place / 64, bit = (uint64_t)1 << (place % 64);
    if (*word & bit) {
        return;
    }
    *word |= bit;
    if (plays_micro) {
        uint32_t *own = ledger->own + ((size_t)party * ledger->most + ledger->made[party]) * space->factors;
        memcpy(own, choice, space->factors * sizeof *own);
        ledger->lowest[party] = fmin(ledger->lowest[party], parley_i_table_utility(ledger->table, party, choice));
        look_ahead(ledger, party, conceder->low);
    }
    ledger->made[party]++;
}

void parley_i_ledger_silence(struct ledger *ledger, uint32_t party)
{
    ledger->made[party] = SILENT;
}

bool parley_i_micro_moves(const struct ledger *ledger, uint32_t party)
{
    uint32_t fewest = UINT32_MAX;
    for (uint32_t q = 0; q < ledger->parties; q++) {
        fewest = q != party && ledger->made[q] < fewest ? ledger->made[q] : fewest;
    }
    return ledger->ahead_worth[party] > -INFINITY && ledger->made[party] <= fewest;
}

double parley_i_micro_target(const struct ledger *ledger, uint32_t party)
{
    bool moves = parley_i_micro_moves(ledger, party);
    return moves ? fmin(ledger->lowest[party], ledger->ahead_worth[party]) : ledger->lowest[party];
}

bool parley_i_micro_propose(const struct ledger *ledger, uint32_t party, double draw, uint32_t *choice)
{
    uint32_t factors = ledger->table->space->factors, made = ledger->made[party];
    const uint32_t *from = ledger->ahead + (size_t)party * factors;
    if (!parley_i_micro_moves(ledger, party)) {
        if (made == 0) {
            return false;
        }
        from = ledger->own + ((size_t)party * ledger->most + (uint32_t)(draw * made)) * factors;
    }
    memcpy(choice, from, factors * sizeof *choice);
    return true;
}
