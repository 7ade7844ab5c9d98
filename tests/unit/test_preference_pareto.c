// The Pareto set and the agreement zone, against looking at every package.
#include "preference/pareto.h"
#include "support/tables.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { ROUNDS_OF_DICE = 1500, MOST_PACKAGES = 3200 };

static bool beats(const double *a, const double *b, uint32_t parties)
{
    bool clearly = false;
    for (uint32_t p = 0; p < parties; p++) {
        if (a[p] < b[p] - UTILITY_NOISE) {
            return false;
        }
        clearly = clearly || a[p] > b[p] + UTILITY_NOISE;
    }
    return clearly;
}

static bool crosses_any(const struct bench_table *t, const uint32_t *choice)
{
    bool any = false;
    for (uint32_t p = 0; p < t->table.parties; p++) {
        any = any || parley_i_table_crosses(&t->table, p, choice);
    }
    return any;
}

/// Utilities of every package that crosses no red line. Returns how many.
static size_t lay_all(const struct bench_table *t, double (*out)[MOST_PARTIES])
{
    uint32_t choice[8] = {0};
    size_t n = 0;
    do {
        if (!crosses_any(t, choice)) {
            for (uint32_t p = 0; p < t->table.parties; p++) {
                out[n][p] = parley_i_table_utility(&t->table, p, choice);
            }
            n++;
        }
    } while (next_package(&t->space, choice));
    return n;
}

Test(pareto, the_set_is_what_nothing_beats_when_every_package_is_looked_at)
{
    static double all[MOST_PACKAGES][MOST_PARTIES];
    static struct bench_table t;
    struct dice dice = {31};
    for (int round = 0; round < ROUNDS_OF_DICE; round++) {
        random_small_table(&t, &dice, 1 + below(&dice, 5));
        uint32_t parties = t.table.parties;
        size_t n = lay_all(&t, all), unbeaten = 0;
        for (size_t i = 0; i < n; i++) {
            bool beaten = false;
            for (size_t k = 0; k < n && !beaten; k++) {
                beaten = beats(all[k], all[i], parties);
            }
            unbeaten += !beaten;
        }
        struct pareto pareto;
        cr_assert_eq(parley_i_pareto_find(&t.table, &pareto), PARLEY_OK);
        cr_assert_eq(pareto.count, unbeaten, "round %d: %zu, not %zu", round, pareto.count, unbeaten);
        for (size_t i = 0; i < pareto.count; i++) {
            uint32_t choice[8];
            parley_i_pareto_choice(&pareto, i, choice);
            cr_assert(!crosses_any(&t, choice));
            for (uint32_t p = 0; p < parties; p++) {
                cr_assert_eq(pareto.utility[i * parties + p], parley_i_table_utility(&t.table, p, choice));
            }
            for (size_t k = 0; k < n; k++) {
                cr_assert(!beats(all[k], pareto.utility + i * parties, parties), "round %d", round);
            }
            cr_assert(i == 0 || pareto.utility[(i - 1) * parties] >= pareto.utility[i * parties] - UTILITY_NOISE);
        }
        parley_i_pareto_release(&pareto);
    }
}

Test(pareto, many_points_are_judged_as_pair_by_pair)
{
    enum { POINTS = 3000 };
    static double value[6 * POINTS];
    static uint8_t beaten[POINTS];
    struct dice dice = {37};
    static const uint32_t coarseness[3] = {6, 60, 100000};
    for (int round = 0; round < 18; round++) {
        uint32_t parties = 1 + (uint32_t)round / 3, steps = coarseness[round % 3];
        for (size_t i = 0; i < POINTS; i++) {  // near a plane, so that many stand
            double sum = 0;
            for (uint32_t p = 0; p < parties; p++) {
                double worth = p + 1 < parties || below(&dice, 20) == 0 ? chance_of(&dice) : parties / 2.0 - sum;
                sum += worth;
                value[p * POINTS + i] = floor(worth * steps) / steps;
            }
        }
        cr_assert(parley_i_pareto_filter(value, POINTS, parties, beaten));
        for (size_t i = 0; i < POINTS; i++) {
            double mine[MOST_PARTIES], other[MOST_PARTIES];
            bool lost = false;
            for (uint32_t p = 0; p < parties; p++) {
                mine[p] = value[p * POINTS + i];
            }
            for (size_t k = 0; k < POINTS && !lost; k++) {
                for (uint32_t p = 0; p < parties; p++) {
                    other[p] = value[p * POINTS + k];
                }
                lost = beats(other, mine, parties);
            }
            cr_assert_eq(beaten[i] != 0, lost, "round %d, %u parties, point %zu", round, parties, i);
        }
    }
}

Test(pareto, the_zone_has_as_many_packages_as_can_be_counted)
{
    static struct bench_table t;
    struct dice dice = {41};
    for (int round = 0; round < ROUNDS_OF_DICE; round++) {
        random_small_table(&t, &dice, 1 + below(&dice, 4));
        uint32_t choice[8] = {0};
        uint64_t counted = 0, found;
        do {
            bool all = true;
            for (uint32_t p = 0; p < t.table.parties; p++) {
                all = all && parley_i_table_acceptable(&t.table, p, choice);
            }
            counted += all;
        } while (next_package(&t.space, choice));
        cr_assert_eq(parley_i_zone_count(&t.table, t.no_deal, &found), PARLEY_OK);
        cr_assert_eq(found, counted, "round %d", round);
    }
}

Test(pareto, a_space_of_a_hundred_thousand_packages_is_counted_in_full)
{
    static struct bench_table t;
    uint32_t options[5] = {10, 10, 10, 10, 10};
    struct dice dice = {43};
    lay_plain_space(&t, options, 5);
    fill_randomly(&t, &dice, 2, false, true, 0.0);
    const double any[2] = {0, 0}, much[2] = {2, 2};
    uint64_t count;
    cr_assert_eq(parley_i_zone_count(&t.table, any, &count), PARLEY_OK);
    cr_assert_eq(count, 100000);
    cr_assert_eq(parley_i_zone_count(&t.table, much, &count), PARLEY_OK);
    cr_assert_eq(count, 0);
}
