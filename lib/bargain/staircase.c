#include "bargain/staircase.h"

#include <math.h>

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

size_t parley_i_staircase_scratch(const struct space *space)
{
    size_t count = (size_t)fmin(space->packages, MOST_PACKAGES);
    return 3 * padded(count * sizeof(struct stair)) + padded(space->cells * sizeof(uint32_t)) +
           2 * padded((space->factors + 1) * sizeof(double));
}

static bool barred(const struct table *table, uint32_t cell)
{
    return table->barred != NULL && (table->barred[cell] || table->barred[table->space->cells + cell]);
}

// The most that the factors from f on can still add.
static void find_rests(const struct table *table, double *const rest[2])
{
    const struct space *space = table->space;
    for (int p = 0; p < 2; p++) {
        rest[p][space->factors] = 0.0;
        for (uint32_t f = space->factors; f-- > 0;) {
            double best = -INFINITY;
            for (uint32_t c = space->factor[f].first; c < space->factor[f].first + space->factor[f].options; c++) {
                best = barred(table, c) ? best : fmax(best, table->utility[(size_t)p * space->cells + c]);
            }
            rest[p][f] = rest[p][f + 1] + best;
        }
    }
}

// Does a come before b? The first party's better, then the second's, then the lower number.
static bool precedes(const struct stair *a, const struct stair *b)
{
    if (a->u[0] != b->u[0]) {
        return a->u[0] > b->u[0];
    }
    return a->u[1] != b->u[1] ? a->u[1] > b->u[1] : a->package < b->package;
}

/// One option laid on every stair so far, merged with what the options before it gave.
struct option {
    double u[2], least[2];  // it adds u; the sum must reach least
    uint32_t number;
};

static bool alike(const struct stair *a, const struct stair *b)
{
    double u = a->u[0] - b->u[0], v = a->u[1] - b->u[1];
    return u <= UTILITY_NOISE && u >= -UTILITY_NOISE && v <= UTILITY_NOISE && v >= -UTILITY_NOISE;
}

// Put the next stair in order after those that are there, unless one beats it. Of equals the lower number stays.
static size_t put(struct stair *out, size_t n, const struct stair *next)
{
    if (n > 0 && alike(&out[n - 1], next)) {
        out[n - 1] = next->package < out[n - 1].package ? *next : out[n - 1];
        return n;
    }
    if (n > 0 && next->u[1] <= out[n - 1].u[1]) {
        return n;
    }
    out[n] = *next;
    return n + 1;
}

static size_t merge(const struct stair *had, size_t count, const struct stair *stair, size_t stairs,
                    const struct option *option, struct stair *out)
{
    size_t i = 0, j = 0, n = 0;
    while (i < count || j < stairs) {
        struct stair laid = {{0}, 0};
        if (j < stairs) {
            laid.u[0] = stair[j].u[0] + option->u[0];
            laid.u[1] = stair[j].u[1] + option->u[1];
            laid.package = stair[j].package + option->number;
        }
        if (j == stairs || (i < count && !precedes(&laid, &had[i]))) {
            n = put(out, n, &had[i++]);
        } else {
            bool enough = laid.u[0] >= option->least[0] && laid.u[1] >= option->least[1];
            n = enough ? put(out, n, &laid) : n;
            j++;
        }
    }
    return n;
}

size_t parley_i_staircase(const struct table *table, void *scratch, const struct stair **out)
{
    const struct space *space = table->space;
    size_t bytes = padded((size_t)fmin(space->packages, MOST_PACKAGES) * sizeof(struct stair));
    char *memory = scratch;
    struct stair *stair = (struct stair *)memory, *sum = (struct stair *)(memory + bytes),
                 *spare = (struct stair *)(memory + 2 * bytes);
    uint32_t *number = (uint32_t *)(memory + 3 * bytes);
    double *first_rest = (double *)(memory + 3 * bytes + padded(space->cells * sizeof(uint32_t)));
    double *rest[2] = {first_rest, first_rest + padded((space->factors + 1) * sizeof(double)) / sizeof(double)};
    parley_i_package_numbers(space, number);
    find_rests(table, rest);
    size_t stairs = 1;
    stair[0] = (struct stair){{table->base[0], table->base[1]}, 0};
    if (!(parley_i_reaches(table->base[0] + rest[0][0], table->no_deal[0]) &&
          parley_i_reaches(table->base[1] + rest[1][0], table->no_deal[1]))) {
        stairs = 0;
    }
    for (uint32_t f = 0; f < space->factors && stairs > 0; f++) {
        size_t count = 0;
        for (uint32_t c = space->factor[f].first; c < space->factor[f].first + space->factor[f].options; c++) {
            if (barred(table, c)) {
                continue;
            }
            const struct option option = {
                .u = {table->utility[c], table->utility[space->cells + c]},
                .least = {table->no_deal[0] - UTILITY_NOISE - rest[0][f + 1],
                          table->no_deal[1] - UTILITY_NOISE - rest[1][f + 1]},
                .number = number[c],
            };
            count = merge(sum, count, stair, stairs, &option, spare);
            struct stair *merged = spare;
            spare = sum;
            sum = merged;
        }
        struct stair *whole = sum;
        sum = stair;
        stair = whole;
        stairs = count;
    }
    *out = stair;
    return stairs;
}
