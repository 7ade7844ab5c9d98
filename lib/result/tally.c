#include "result/tally.h"

#include "base/arena.h"
#include "base/fail.h"
#include "result/counts.h"
#include "result/look.h"

#include <math.h>
#include <stdlib.h>

parley_status parley_i_tally_init_sums(struct tally *tally, uint32_t replicates)
{
    *tally = (struct tally){.least = INFINITY, .most = -INFINITY};
    PARLEY_I_REQUIRE(replicates >= 1 && replicates <= TALLY_REPLICATES, "a design has %u replicates, expected 1 to %d",
                     (unsigned)replicates, TALLY_REPLICATES);
    tally->cell = calloc(replicates, sizeof *tally->cell);
    tally->replicates = tally->cell ? replicates : 0;
    return tally->cell ? PARLEY_OK : parley_i_no_memory();
}

parley_status parley_i_tally_init(struct tally *tally, uint32_t replicates, uint32_t labels)
{
    PARLEY_I_TRY(parley_i_tally_init_sums(tally, replicates));
    if (labels > 0) {
        tally->share = calloc((size_t)replicates * labels, sizeof *tally->share);
        tally->labels = tally->share ? labels : 0;
    } else {
        tally->counts = parley_i_counts_create();
    }
    if (!tally->share && !tally->counts) {
        parley_i_tally_release(tally);
        return parley_i_no_memory();
    }
    return PARLEY_OK;
}

void parley_i_tally_release(struct tally *tally)
{
    free(tally->cell);
    free(tally->share);
    parley_i_counts_destroy(tally->counts);
    *tally = (struct tally){0};
}

static void add_labels(struct tally *tally, uint32_t replicate, const double *values, const double *given, size_t n)
{
    uint64_t *share = &tally->share[(size_t)replicate * tally->labels];
    uint64_t found = 0;
    double labels = tally->labels;
    for (size_t i = 0; i < n; i++) {
        double value = values[i];
        if (value >= 0 && value < labels && (!given || given[i] == 1)) {
            share[(uint32_t)value]++;
            found++;
        }
    }
    tally->n += found;
    tally->undefined += n - found;
    tally->cell[replicate].n += found;
    tally->cell[replicate].undefined += n - found;
}

/// A piece of at most LOOK_VALUES values on its way into a tally.
struct piece {
    const double *values;  // the finite ones
    size_t n;
    struct look look;
    uint32_t undefined, never, minus_never;
    bool same, binary;     // one bin, or two, for all
    double kept[LOOK_VALUES];
    uint32_t bin[LOOK_VALUES];
};

static void take_piece(struct piece *piece, const double *values, const double *given, size_t n)
{
    struct look *look = &piece->look;
    if (given) {
        parley_i_look_mask(values, given, n, piece->kept);
        values = piece->kept;
    }
    parley_i_look(values, n, look);
    piece->undefined = look->undefined;
    piece->never = look->never;
    piece->minus_never = look->minus_never;
    piece->n = n - look->undefined - look->never - look->minus_never;
    if (piece->n > 0 && piece->n < n) {
        parley_i_look_keep_finite(values, n, piece->kept);
        values = piece->kept;
        parley_i_look(values, piece->n, look);
    }
    piece->values = values;
    piece->same = look->same;
    piece->binary = look->zeros + look->ones == piece->n;
}

static bool locate_piece(struct counts *counts, struct piece *piece)
{
    if (piece->n == 0 || !counts) {
        return true;
    }
    if (piece->same) {
        return parley_i_counts_locate(counts, piece->values, 1, piece->bin);
    }
    if (piece->binary) {
        return parley_i_counts_locate(counts, (double[]){0, 1}, 2, piece->bin);
    }
    return parley_i_counts_locate(counts, piece->values, piece->n, piece->bin);
}

static void count_in_bins(struct counts *counts, const struct piece *piece)
{
    const struct look *look = &piece->look;
    if (piece->same) {
        parley_i_counts_put(counts, piece->bin[0], piece->n, look->least, look->most);
    } else if (piece->binary) {
        parley_i_counts_put(counts, piece->bin[0], look->zeros, 0, 0);
        parley_i_counts_put(counts, piece->bin[1], look->ones, 1, 1);
    } else {
        parley_i_counts_add(counts, piece->values, piece->bin, piece->n);
    }
}

static void count_piece(struct tally *tally, uint32_t replicate, const struct piece *piece)
{
    const struct look *look = &piece->look;
    tally->undefined += piece->undefined;
    tally->never += piece->never;
    tally->minus_never += piece->minus_never;
    if (piece->n == 0) {
        return;
    }
    tally->n += piece->n;
    tally->least = look->least < tally->least ? look->least : tally->least;
    tally->most = look->most > tally->most ? look->most : tally->most;
    if (tally->counts) {
        count_in_bins(tally->counts, piece);
    }
    tally->cell[replicate].n += piece->n;
    parley_i_look_sum(look, piece->values, piece->n, &tally->cell[replicate].sum, &tally->squares);
}

parley_status parley_i_tally_add(struct tally *tally, uint32_t replicate, const double *values, const double *given,
                                 size_t n)
{
    if (tally->labels > 0) {
        add_labels(tally, replicate, values, given, n);
        return PARLEY_OK;
    }
    struct piece piece;
    for (int counting = n <= LOOK_VALUES; counting < 2; counting++) {  // many pieces: first find all bins, then count
        for (size_t at = 0; at < n; at += LOOK_VALUES) {
            size_t size = n - at < LOOK_VALUES ? n - at : LOOK_VALUES;
            take_piece(&piece, values + at, given ? given + at : NULL, size);
            if (!locate_piece(tally->counts, &piece)) {
                return parley_i_no_memory();
            }
            if (counting) {
                count_piece(tally, replicate, &piece);
            }
        }
    }
    return PARLEY_OK;
}

parley_status parley_i_tally_reserve(struct tally *into, const struct tally *from)
{
    if (into->replicates != from->replicates || into->labels != from->labels || !into->counts != !from->counts) {
        return parley_i_fail(PARLEY_MISMATCH,
                             "a column of %u replicates and %u labels cannot be merged with one of %u and %u",
                             (unsigned)into->replicates, (unsigned)into->labels, (unsigned)from->replicates,
                             (unsigned)from->labels);
    }
    return !from->counts || parley_i_counts_reserve(into->counts, from->counts) ? PARLEY_OK : parley_i_no_memory();
}

parley_status parley_i_tally_merge(struct tally *into, const struct tally *from)
{
    PARLEY_I_TRY(parley_i_tally_reserve(into, from));
    into->n += from->n;
    into->undefined += from->undefined;
    into->never += from->never;
    into->minus_never += from->minus_never;
    into->least = from->least < into->least ? from->least : into->least;
    into->most = from->most > into->most ? from->most : into->most;
    for (uint32_t r = 0; r < into->replicates; r++) {
        into->cell[r].n += from->cell[r].n;
        into->cell[r].undefined += from->cell[r].undefined;
        parley_i_exact_merge(&into->cell[r].sum, &from->cell[r].sum);
    }
    parley_i_exact_merge(&into->squares, &from->squares);
    for (size_t i = 0; i < (size_t)into->replicates * into->labels; i++) {
        into->share[i] += from->share[i];
    }
    return !from->counts || parley_i_counts_merge(into->counts, from->counts) ? PARLEY_OK : parley_i_no_memory();
}

/// The value of that rank (from 1) among -infinities, the bins in order and infinities.
static double value_of_rank(const struct tally *tally, uint64_t rank)
{
    if (rank <= tally->minus_never) {
        return -INFINITY;
    }
    rank -= tally->minus_never;
    struct bin_walk walk = {.counts = tally->counts};
    for (const struct bin *bin = parley_i_counts_next(&walk); bin; bin = parley_i_counts_next(&walk)) {
        if (rank > bin->count) {
            rank -= bin->count;
            continue;
        }
        if (rank == 1 || bin->least == bin->most) {
            return bin->least;
        }
        if (rank == bin->count) {
            return bin->most;
        }
        double guess = bin->least + (bin->most - bin->least) * ((double)(rank - 1) / (double)(bin->count - 1));
        double low = bin->most - 0.004975 * fabs(bin->most), high = bin->least + 0.004975 * fabs(bin->least);
        return guess < low ? low : guess > high ? high : guess;
    }
    return INFINITY;
}

double parley_i_tally_quantile(const struct tally *tally, double q)
{
    uint64_t all = tally->n + tally->never + tally->minus_never;
    if (!tally->counts || all == 0 || !(q >= 0 && q <= 1)) {
        return NAN;
    }
    // q is a rounded decimal: 0.07 * 100 must be rank 7, not 8.
    double rank = ceil(q * (double)all * (1 - 0x1p-50));
    return value_of_rank(tally, rank < 1 ? 1 : rank > (double)all ? all : (uint64_t)rank);
}

double parley_i_tally_below(const struct tally *tally, double x)
{
    uint64_t all = tally->n + tally->never + tally->minus_never;
    if (!tally->counts || all == 0 || isnan(x)) {
        return NAN;
    }
    uint64_t below = tally->minus_never + (x == INFINITY ? tally->never : 0);
    struct bin_walk walk = {.counts = tally->counts};
    const struct bin *bin;
    while ((bin = parley_i_counts_next(&walk)) && bin->least <= x) {
        if (bin->most <= x) {
            below += bin->count;
        } else {
            below += 1 + (uint64_t)((x - bin->least) / (bin->most - bin->least) * (double)(bin->count - 2));
        }
    }
    return (double)below / (double)all;
}
