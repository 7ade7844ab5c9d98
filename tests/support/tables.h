// Random tables of utilities for laws about searches and protocols, and a plain way to see every package of one.
#ifndef PARLEY_TESTS_SUPPORT_TABLES_H
#define PARLEY_TESTS_SUPPORT_TABLES_H

#include "preference/table.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { MOST_ISSUES = 24, MOST_CELLS = 400, MOST_PARTIES = 6 };

struct dice {
    uint64_t state;
};

static inline uint64_t roll(struct dice *dice)
{
    uint64_t z = (dice->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}
static inline double chance_of(struct dice *dice)
{
    return ((double)(roll(dice) >> 12) + 0.5) / 4503599627370496.0;
}
static inline uint32_t below(struct dice *dice, uint32_t n)
{
    return (uint32_t)(roll(dice) % n);
}

struct bench_table {
    struct table table;
    struct space space;
    struct factor factor[MOST_ISSUES];
    uint32_t issue[MOST_ISSUES], stride[MOST_ISSUES], size[MOST_ISSUES];
    double utility[MOST_PARTIES * MOST_CELLS], base[MOST_PARTIES], no_deal[MOST_PARTIES];
    uint8_t barred[MOST_PARTIES * MOST_CELLS];
};

/// Every issue its own factor.
static inline void lay_plain_space(struct bench_table *t, const uint32_t *options, uint32_t issues)
{
    t->space = (struct space){.factor = t->factor, .factors = issues, .issues = issues, .packages = 1.0};
    for (uint32_t i = 0; i < issues; i++) {
        t->issue[i] = i;
        t->stride[i] = 1;
        t->size[i] = options[i];
        t->factor[i] = (struct factor){&t->issue[i], &t->stride[i], &t->size[i], 1, options[i], t->space.cells};
        t->space.cells += options[i];
        t->space.packages *= options[i];
    }
    t->table.space = &t->space;
}

/// The first factor joins the first and the last issue, as a linkage between them would.
static inline void lay_joined_space(struct bench_table *t, const uint32_t *options, uint32_t issues)
{
    t->space = (struct space){.factor = t->factor, .factors = issues - 1, .issues = issues, .packages = 1.0};
    t->issue[0] = 0;
    t->issue[1] = issues - 1;
    t->size[0] = options[0];
    t->size[1] = options[issues - 1];
    t->stride[0] = options[issues - 1];
    t->stride[1] = 1;
    t->factor[0] = (struct factor){t->issue, t->stride, t->size, 2, options[0] * options[issues - 1], 0};
    for (uint32_t f = 1; f + 1 < issues; f++) {
        t->issue[f + 1] = f;
        t->stride[f + 1] = 1;
        t->size[f + 1] = options[f];
        t->factor[f] = (struct factor){&t->issue[f + 1], &t->stride[f + 1], &t->size[f + 1], 1, options[f], 0};
    }
    for (uint32_t f = 0; f < t->space.factors; f++) {
        t->factor[f].first = t->space.cells;
        t->space.cells += t->factor[f].options;
        t->space.packages *= t->factor[f].options;
    }
    t->table.space = &t->space;
}

/// Random utilities: weights that sum to 1, values in [0, 1]; `coarse`: in few steps, so that ties abound. `opposed`:
/// the second party wants the contrary of the first. `bars`: share of cells beyond a red line.
static inline void fill_randomly(struct bench_table *t, struct dice *dice, uint32_t parties, bool coarse, bool opposed,
                                 double bars)
{
    t->table = (struct table){&t->space, parties, t->utility, NULL, t->base, t->no_deal};
    for (uint32_t p = 0; p < parties; p++) {
        double weight[MOST_ISSUES], total = 0.0;
        for (uint32_t f = 0; f < t->space.factors; f++) {
            weight[f] = coarse ? 1.0 : -log(chance_of(dice));
            total += weight[f];
        }
        for (uint32_t f = 0; f < t->space.factors; f++) {
            uint32_t options = t->factor[f].options;
            for (uint32_t k = 0; k < options; k++) {
                double value = coarse ? below(dice, 5) / 4.0 : chance_of(dice);
                if (opposed) {
                    double step = options > 1 ? (double)k / (options - 1) : 0.0;
                    value = p % 2 == 0 ? step : 1.0 - step;
                }
                t->utility[p * t->space.cells + t->factor[f].first + k] = weight[f] / total * value;
            }
        }
        t->base[p] = coarse ? 0.0 : 0.1 * chance_of(dice);
        t->no_deal[p] = coarse ? below(dice, 5) / 8.0 : 0.6 * chance_of(dice);
        for (uint32_t c = 0; c < t->space.cells; c++) {
            t->barred[p * t->space.cells + c] = chance_of(dice) < bars;
        }
    }
    t->table.barred = bars > 0.0 ? t->barred : NULL;
}

/// Package by package, in the order of their numbers.
static inline bool next_package(const struct space *space, uint32_t *choice)
{
    // Count the issues' options up like an odometer, the last issue fastest, then put them back into factors.
    uint32_t option[MOST_ISSUES], size[MOST_ISSUES];
    parley_i_space_options(space, choice, option);
    for (uint32_t f = 0; f < space->factors; f++) {
        for (uint32_t i = 0; i < space->factor[f].issues; i++) {
            size[space->factor[f].issue[i]] = space->factor[f].size[i];
        }
    }
    uint32_t j = space->issues;
    while (j > 0 && ++option[j - 1] == size[j - 1]) {
        option[--j] = 0;
    }
    for (uint32_t f = 0; f < space->factors; f++) {
        choice[f] = 0;
        for (uint32_t i = 0; i < space->factor[f].issues; i++) {
            choice[f] += option[space->factor[f].issue[i]] * space->factor[f].stride[i];
        }
    }
    return j > 0;
}

/// A random small space and table: one to five issues, some joined, red lines and ties in many.
static inline void random_small_table(struct bench_table *t, struct dice *dice, uint32_t parties)
{
    uint32_t options[5], issues = 1 + below(dice, 5);
    for (uint32_t i = 0; i < issues; i++) {
        options[i] = 1 + below(dice, 5);
    }
    if (issues > 2 && below(dice, 3) == 0) {
        lay_joined_space(t, options, issues);
    } else {
        lay_plain_space(t, options, issues);
    }
    bool coarse = below(dice, 2) == 0, opposed = below(dice, 3) == 0;
    fill_randomly(t, dice, parties, coarse, opposed, below(dice, 2) == 0 ? 0.0 : 0.15);
}

#endif
