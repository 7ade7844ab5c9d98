// How many packages would all accept? The first factors are laid out in rows; the others are gone through one by one.
#include "preference/pareto.h"

#include "base/arena.h"
#include "base/vector.h"

#include <math.h>
#include <stdlib.h>

enum { ROW_PACKAGES = 4096 };

struct rows {
    const struct table *table;
    uint32_t inner;     // factors laid out
    size_t n;           // packages of theirs
    double *row;        // [party * n + package]
    uint8_t *fits;      // [package]
    uint32_t *choice;   // of the outer factors
};

static bool is_barred(const struct table *table, uint32_t party, uint32_t cell)
{
    return table->barred != NULL && table->barred[(size_t)party * table->space->cells + cell];
}

// Barred cells are worth less than anything.
static double worth_of(const struct table *table, uint32_t party, uint32_t cell)
{
    return is_barred(table, party, cell) ? -INFINITY : table->utility[(size_t)party * table->space->cells + cell];
}

static void lay_out(const struct rows *rows, uint32_t party)
{
    double *out = rows->row + party * rows->n;
    size_t n = 1;
    out[0] = rows->table->base[party];
    for (uint32_t f = 0; f < rows->inner; f++) {
        const struct factor *factor = &rows->table->space->factor[f];
        for (uint32_t k = factor->options; k-- > 0;) {  // downwards: the first copy is overwritten last
            double worth = worth_of(rows->table, party, factor->first + k);
            for (size_t i = 0; i < n; i++) {
                out[k * n + i] = out[i] + worth;
            }
        }
        n *= factor->options;
    }
}

PARLEY_I_VECTOR
static void keep_reaching(const double *row, double level, uint8_t *fits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fits[i] &= row[i] >= level;
    }
}

PARLEY_I_VECTOR
static uint64_t sum_of(const uint8_t *fits, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += fits[i];
    }
    return sum;
}

static uint64_t count_row(const struct rows *rows, const double *least)
{
    const struct table *table = rows->table;
    for (size_t i = 0; i < rows->n; i++) {
        rows->fits[i] = 1;
    }
    for (uint32_t p = 0; p < table->parties; p++) {
        double level = least[p] - UTILITY_NOISE;
        for (uint32_t f = rows->inner; f < table->space->factors; f++) {
            level -= worth_of(table, p, table->space->factor[f].first + rows->choice[f]);
        }
        keep_reaching(rows->row + p * rows->n, level, rows->fits, rows->n);
    }
    return sum_of(rows->fits, rows->n);
}

static bool next_outer(const struct rows *rows)
{
    const struct space *space = rows->table->space;
    for (uint32_t f = rows->inner; f < space->factors; f++) {
        if (++rows->choice[f] < space->factor[f].options) {
            return true;
        }
        rows->choice[f] = 0;
    }
    return false;
}

parley_status parley_i_zone_count(const struct table *table, const double *least, uint64_t *count)
{
    const struct space *space = table->space;
    struct rows rows = {.table = table, .n = 1};
    while (rows.inner < space->factors &&
           (rows.inner == 0 || rows.n * space->factor[rows.inner].options <= ROW_PACKAGES)) {
        rows.n *= space->factor[rows.inner++].options;
    }
    *count = 0;
    rows.row = malloc(rows.n * (table->parties + 1) * sizeof *rows.row);
    rows.fits = malloc(rows.n);
    rows.choice = calloc(space->factors + 1, sizeof *rows.choice);
    bool fine = rows.row != NULL && rows.fits != NULL && rows.choice != NULL;
    for (uint32_t p = 0; fine && p < table->parties; p++) {
        lay_out(&rows, p);
    }
    if (fine) {
        do {
            *count += count_row(&rows, least);
        } while (next_outer(&rows));
    }
    free(rows.row);
    free(rows.fits);
    free(rows.choice);
    return fine ? PARLEY_OK : parley_i_no_memory();
}
