#include "bargain/packages.h"

#include "base/fail.h"

#include <math.h>
#include <string.h>

enum { MOST_UTILITIES = 16000000, CHAMPIONS = 32 };

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

parley_status parley_i_packages_check(const char *name, const struct sitting_shape *shape)
{
    double packages = shape->space->packages;
    if (packages > MOST_PACKAGES) {
        return parley_i_fail(
            PARLEY_BAD_SCENARIO,
            "protocol %s looks at every package, found %.4g of them, expected at most %d: settle fewer "
            "issues at a sitting or give them fewer options",
            name, packages, MOST_PACKAGES);
    }
    if (packages * shape->parties > MOST_UTILITIES) {
        return parley_i_fail(
            PARLEY_BAD_SCENARIO,
            "protocol %s looks at every package for every party, found %.0f packages for %u parties, "
            "expected at most %d utilities: settle fewer issues at a sitting or give them fewer options",
            name, packages, (unsigned)shape->parties, MOST_UTILITIES);
    }
    return PARLEY_OK;
}

// What one step of an issue's option adds to the number: the product of the sizes of the issues after it.
static uint32_t step_of(const struct space *space, uint32_t issue)
{
    uint32_t step = 1;
    for (uint32_t f = 0; f < space->factors; f++) {
        for (uint32_t i = 0; i < space->factor[f].issues; i++) {
            step *= space->factor[f].issue[i] > issue ? space->factor[f].size[i] : 1;
        }
    }
    return step;
}

void parley_i_package_numbers(const struct space *space, uint32_t *number)
{
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        for (uint32_t i = 0; i < factor->issues; i++) {
            uint32_t step = step_of(space, factor->issue[i]);
            for (uint32_t k = 0; k < factor->options; k++) {
                uint32_t add = k / factor->stride[i] % factor->size[i] * step;
                number[factor->first + k] = i == 0 ? add : number[factor->first + k] + add;
            }
        }
    }
}

void parley_i_package_choice(const struct space *space, uint32_t number, uint32_t *choice)
{
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        choice[f] = 0;
        for (uint32_t i = 0; i < factor->issues; i++) {
            choice[f] += number / step_of(space, factor->issue[i]) % factor->size[i] * factor->stride[i];
        }
    }
}

struct listing {
    const struct table *table;
    const double *need;
    uint32_t *cell_number;  // [cell]
    uint32_t *at;           // [factor]: the option in hand
    uint32_t *number;       // [factor]: of the package up to it
    double *sum;            // [factor * parties + party]: up to and without the factor
    double *rest;           // [factor * parties + party]: the most that the factors after it can add
    struct packages *out;
};

size_t parley_i_packages_scratch(const struct space *space, uint32_t parties)
{
    size_t count = (size_t)fmin(space->packages, MOST_PACKAGES), levels = (size_t)(space->factors + 1) * parties;
    return padded(count * parties * sizeof(double)) + padded(count * sizeof(uint32_t)) +
           padded(space->cells * sizeof(uint32_t)) + 2 * padded((space->factors + 1) * sizeof(uint32_t)) +
           2 * padded(levels * sizeof(double)) + padded(CHAMPIONS * parties * sizeof(double));
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

static double cell_worth(const struct table *table, uint32_t party, uint32_t cell)
{
    size_t at = (size_t)party * table->space->cells + cell;
    return table->barred != NULL && table->barred[at] ? -INFINITY : table->utility[at];
}

static void find_rests(const struct listing *listing)
{
    const struct space *space = listing->table->space;
    uint32_t parties = listing->table->parties;
    for (uint32_t p = 0; p < parties; p++) {
        double rest = 0.0;
        for (uint32_t f = space->factors; f-- > 0;) {
            double best = -INFINITY;
            listing->rest[(size_t)f * parties + p] = rest;
            for (uint32_t k = 0; k < space->factor[f].options; k++) {
                best = fmax(best, cell_worth(listing->table, p, space->factor[f].first + k));
            }
            rest += best;
        }
    }
}

// Put the option in hand of factor f onto the sums. False when nobody could be satisfied any more.
static bool extend(const struct listing *listing, uint32_t f, double *sum)
{
    const struct table *table = listing->table;
    uint32_t parties = table->parties, cell = table->space->factor[f].first + listing->at[f];
    const double *before = listing->sum + (size_t)f * parties, *rest = listing->rest + (size_t)f * parties;
    bool enough = true;
    for (uint32_t p = 0; p < parties; p++) {
        sum[p] = before[p] + cell_worth(table, p, cell);
        enough = enough && (listing->need == NULL || parley_i_reaches(sum[p] + rest[p], listing->need[p]));
    }
    listing->number[f + 1] = listing->number[f] + listing->cell_number[cell];
    return enough;
}

// An odometer over the factors, the last one fastest.
static void walk(const struct listing *listing)
{
    const struct space *space = listing->table->space;
    struct packages *out = listing->out;
    uint32_t parties = out->parties, f = 0, last = space->factors - 1;
    listing->at[0] = 0;
    for (;;) {
        if (listing->at[f] == space->factor[f].options) {
            if (f-- == 0) {
                return;
            }
            listing->at[f]++;
            continue;
        }
        double *sum = f == last ? out->utility + out->count * parties : listing->sum + (size_t)(f + 1) * parties;
        bool enough = extend(listing, f, sum);
        if (enough && f == last) {
            out->number[out->count++] = listing->number[f + 1];
        }
        if (enough && f < last) {
            listing->at[++f] = 0;
        } else {
            listing->at[f]++;
        }
    }
}

void parley_i_packages_list(const struct table *table, const double *need, void *scratch, struct packages *out)
{
    const struct space *space = table->space;
    uint32_t parties = table->parties;
    size_t count = (size_t)fmin(space->packages, MOST_PACKAGES), levels = (size_t)(space->factors + 1) * parties;
    char *memory = scratch;
    struct listing listing = {.table = table, .need = need, .out = out};
    *out = (struct packages){.parties = parties};
    out->utility = carve(&memory, count * parties * sizeof(double));
    out->number = carve(&memory, count * sizeof(uint32_t));
    listing.cell_number = carve(&memory, space->cells * sizeof(uint32_t));
    listing.at = carve(&memory, (space->factors + 1) * sizeof(uint32_t));
    listing.number = carve(&memory, (space->factors + 1) * sizeof(uint32_t));
    listing.sum = carve(&memory, levels * sizeof(double));
    listing.rest = carve(&memory, levels * sizeof(double));
    out->spare = carve(&memory, CHAMPIONS * parties * sizeof(double));
    memcpy(space->factors == 0 ? out->utility : listing.sum, table->base, parties * sizeof(double));
    if (space->factors == 0) {  // nothing on the table: the one package is what is settled already
        bool enough = true;
        for (uint32_t p = 0; p < parties; p++) {
            enough = enough && (need == NULL || parley_i_reaches(table->base[p], need[p]));
        }
        out->number[0] = 0;
        out->count = enough;
        return;
    }
    parley_i_package_numbers(space, listing.cell_number);
    find_rests(&listing);
    listing.number[0] = 0;
    walk(&listing);
}

static bool beats(const double *a, const double *b, uint32_t parties)
{
    double more = 0.0;
    for (uint32_t p = 0; p < parties; p++) {
        if (!(a[p] >= b[p])) {
            return false;
        }
        more += a[p] > b[p] ? a[p] - b[p] : 0.0;
    }
    return more > 2.0 * UTILITY_NOISE;
}

/// Packages that have beaten others or might; who beats one moves up.
struct champions {
    double *row;  // [place * parties + party]
    uint32_t count, next, parties;
};

static bool beaten(const struct champions *champions, const double *utility)
{
    uint32_t parties = champions->parties;
    for (uint32_t k = 0; k < champions->count; k++) {
        double *row = champions->row + (size_t)k * parties, *up = champions->row + (size_t)(k / 2) * parties;
        if (beats(row, utility, parties)) {
            for (uint32_t p = 0; p < parties; p++) {
                double moved = row[p];
                row[p] = up[p];
                up[p] = moved;
            }
            return true;
        }
    }
    return false;
}

// The lower half of the places is taken in turns.
static void enter(struct champions *champions, const double *utility)
{
    uint32_t place =
        champions->count < CHAMPIONS ? champions->count++ : CHAMPIONS / 2 + champions->next++ % (CHAMPIONS / 2);
    memcpy(champions->row + (size_t)place * champions->parties, utility, champions->parties * sizeof *utility);
}

void parley_i_packages_prune(struct packages *packages)
{
    uint32_t parties = packages->parties;
    struct champions champions = {.row = packages->spare, .parties = parties};
    for (int pass = 0; pass < 2; pass++) {
        size_t kept = 0;
        for (size_t k = 0; k < packages->count; k++) {
            const double *utility = packages->utility + k * parties;
            if (beaten(&champions, utility)) {
                continue;
            }
            if (pass == 0) {
                enter(&champions, utility);
            }
            memmove(packages->utility + kept * parties, utility, parties * sizeof *utility);
            packages->number[kept++] = packages->number[k];
        }
        packages->count = kept;
    }
}
