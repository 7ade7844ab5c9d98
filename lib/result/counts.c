#include "result/counts.h"

#include "base/vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BIN_SHIFT = 45,   // drops all but the top 7 bits of the mantissa
    PAGE_SHIFT = 49,  // ... the top 3
    PAGE_BINS = 1 << (PAGE_SHIFT - BIN_SHIFT),
    SIGN = 1 << 14,   // of a page's key
    FIRST_SLOTS = 32,
};

#define EMPTY UINT32_MAX

static inline uint64_t bits_of(double value)
{
    value += 0.0;  // minus zero is zero
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

struct counts *parley_i_counts_create(void)
{
    struct counts *counts = calloc(1, sizeof *counts);
    uint32_t *slot = malloc(FIRST_SLOTS * sizeof *slot);
    if (!counts || !slot) {
        free(counts);
        free(slot);
        return NULL;
    }
    memset(slot, 0xff, FIRST_SLOTS * sizeof *slot);
    counts->slot = slot;
    counts->mask = FIRST_SLOTS - 1;
    return counts;
}

void parley_i_counts_destroy(struct counts *counts)
{
    if (counts) {
        free(counts->bin);
        free(counts->slot);
        free(counts->order);
        free(counts);
    }
}

/// Keys of neighbouring values are neighbours, so they rarely meet; negative ones start half a table away.
static inline uint32_t first_slot(uint32_t key, uint32_t mask) { return (key + key / SIGN * (mask / 2 + 1)) & mask; }

static void enter(uint32_t *slot, uint32_t mask, uint32_t entry)
{
    uint32_t at = first_slot(entry & 0xffff, mask);
    while (slot[at] != EMPTY) {
        at = (at + 1) & mask;
    }
    slot[at] = entry;
}

/// Room for one page more: in the bins, in the order, in the table (kept at most half full).
static bool make_room(struct counts *counts)
{
    if (counts->pages == counts->capacity) {
        uint32_t capacity = counts->capacity + counts->capacity / 4 + 2;
        struct bin *bin = realloc(counts->bin, (size_t)capacity * PAGE_BINS * sizeof *bin);
        if (!bin) {
            return false;
        }
        counts->bin = bin;
        uint32_t *order = realloc(counts->order, capacity * sizeof *order);
        if (!order) {
            return false;
        }
        counts->order = order;
        counts->capacity = capacity;
    }
    if (2 * (counts->pages + 1) > counts->mask + 1) {
        uint32_t mask = 2 * counts->mask + 1;
        uint32_t *slot = malloc((mask + (size_t)1) * sizeof *slot);
        if (!slot) {
            return false;
        }
        memset(slot, 0xff, (mask + (size_t)1) * sizeof *slot);
        for (uint32_t i = 0; i <= counts->mask; i++) {
            if (counts->slot[i] != EMPTY) {
                enter(slot, mask, counts->slot[i]);
            }
        }
        free(counts->slot);
        counts->slot = slot;
        counts->mask = mask;
    }
    return true;
}

/// Where a page stands among the others by the values it holds.
static uint32_t rank_of(uint32_t key) { return key & SIGN ? SIGN - 1 - (key & (SIGN - 1)) : SIGN + key; }

/// A new, empty page. The table's entry, or EMPTY when memory ran out.
static uint32_t new_page(struct counts *counts, uint32_t key)
{
    if (!make_room(counts)) {
        return EMPTY;
    }
    uint32_t page = counts->pages++;
    for (size_t i = 0; i < PAGE_BINS; i++) {
        counts->bin[(size_t)page * PAGE_BINS + i] = (struct bin){0, INFINITY, -INFINITY};
    }
    uint32_t entry = page << 16 | key;
    enter(counts->slot, counts->mask, entry);
    uint32_t place = page, rank = rank_of(key);
    for (; place > 0 && counts->order[place - 1] >> 16 > rank; place--) {
        counts->order[place] = counts->order[place - 1];
    }
    counts->order[place] = rank << 16 | page;
    return entry;
}

static uint32_t find_page(struct counts *counts, uint32_t key)
{
    uint32_t at = first_slot(key, counts->mask);
    for (; counts->slot[at] != EMPTY; at = (at + 1) & counts->mask) {
        if ((counts->slot[at] & 0xffff) == key) {
            return counts->slot[at];
        }
    }
    return new_page(counts, key);
}

/// The bins of values whose pages are all where their keys would have them. Returns whether they are.
PARLEY_I_VECTOR static bool locate_quickly(const uint32_t *restrict slot, uint32_t mask, const double *values, size_t n,
                                           uint32_t *restrict bin)
{
    uint32_t missed = 0;
    for (size_t i = 0; i < n; i++) {
        bin[i] = (uint32_t)(bits_of(values[i]) >> BIN_SHIFT);
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t key = bin[i] / PAGE_BINS;
        uint32_t entry = slot[first_slot(key, mask)];
        missed |= (entry & 0xffff) ^ key;
        bin[i] = (entry >> 16) * PAGE_BINS + bin[i] % PAGE_BINS;
    }
    return missed == 0;
}

bool parley_i_counts_locate(struct counts *counts, const double *values, size_t n, uint32_t *bin)
{
    if (locate_quickly(counts->slot, counts->mask, values, n, bin)) {
        return true;
    }
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = bits_of(values[i]);
        uint32_t entry = find_page(counts, (uint32_t)(bits >> PAGE_SHIFT));
        if (entry == EMPTY) {
            return false;
        }
        bin[i] = (entry >> 16) * PAGE_BINS + (uint32_t)(bits >> BIN_SHIFT) % PAGE_BINS;
    }
    return true;
}

void parley_i_counts_add(struct counts *counts, const double *values, const uint32_t *bin, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct bin *into = &counts->bin[bin[i]];
        double value = values[i] + 0.0;
        into->count++;
        if (value < into->least) {
            into->least = value;
        }
        if (value > into->most) {
            into->most = value;
        }
    }
}

void parley_i_counts_put(struct counts *counts, uint32_t bin, uint64_t count, double least, double most)
{
    struct bin *into = &counts->bin[bin];
    least += 0.0;
    most += 0.0;
    into->count += count;
    into->least = least < into->least ? least : into->least;
    into->most = most > into->most ? most : into->most;
}

bool parley_i_counts_reserve(struct counts *counts, const struct counts *from)
{
    uint32_t bin = 0;
    struct bin_walk walk = {.counts = from};
    for (const struct bin *each = parley_i_counts_next(&walk); each; each = parley_i_counts_next(&walk)) {
        if (!parley_i_counts_locate(counts, &each->least, 1, &bin)) {
            return false;
        }
    }
    return true;
}

bool parley_i_counts_merge(struct counts *into, const struct counts *from)
{
    if (!parley_i_counts_reserve(into, from)) {
        return false;
    }
    uint32_t bin = 0;
    struct bin_walk walk = {.counts = from};
    for (const struct bin *each = parley_i_counts_next(&walk); each; each = parley_i_counts_next(&walk)) {
        (void)parley_i_counts_locate(into, &each->least, 1, &bin);
        parley_i_counts_put(into, bin, each->count, each->least, each->most);
    }
    return true;
}

const struct bin *parley_i_counts_next(struct bin_walk *walk)
{
    const struct counts *counts = walk->counts;
    while (walk->page < counts->pages) {
        uint32_t entry = counts->order[walk->page];
        const struct bin *page = &counts->bin[(size_t)(entry & 0xffff) * PAGE_BINS];
        bool negative = entry >> 16 < SIGN;
        while (walk->bin < PAGE_BINS) {
            uint32_t at = negative ? PAGE_BINS - 1 - walk->bin : walk->bin;
            walk->bin++;
            if (page[at].count > 0) {
                return &page[at];
            }
        }
        walk->bin = 0;
        walk->page++;
    }
    return NULL;
}

bool parley_i_counts_same_bin(double a, double b) { return bits_of(a) >> BIN_SHIFT == bits_of(b) >> BIN_SHIFT; }
