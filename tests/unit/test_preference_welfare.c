// The largest sum and the largest least gain, against looking at every package.
#include "preference/welfare.h"
#include "support/tables.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { ROUNDS_OF_DICE = 2000 };

static void *memory_of(const struct bench_table *t)
{
    size_t bytes = parley_i_welfare_scratch(&t->space, t->table.parties);
    void *memory = aligned_alloc(64, (bytes + 64) / 64 * 64);
    cr_assert(memory != NULL);
    memset(memory, 0xa5, bytes);  // searches must not count on zeros
    return memory;
}

static bool will_do(const struct bench_table *t, const uint32_t *choice, const double *least)
{
    for (uint32_t p = 0; p < t->table.parties; p++) {
        if (parley_i_table_crosses(&t->table, p, choice) ||
            !parley_i_reaches(parley_i_table_utility(&t->table, p, choice), least[p])) {
            return false;
        }
    }
    return true;
}

static void utilities(const struct bench_table *t, const uint32_t *choice, double *out)
{
    for (uint32_t p = 0; p < t->table.parties; p++) {
        out[p] = parley_i_table_utility(&t->table, p, choice);
    }
}

static bool best_by_looking(const struct bench_table *t, const struct welfare *welfare, const double *least,
                            uint32_t *best)
{
    uint32_t choice[8] = {0};
    double mine[MOST_PARTIES], theirs[MOST_PARTIES];
    bool any = false;
    do {
        utilities(t, choice, mine);
        bool good = !any || parley_i_welfare_compare(welfare, t->table.parties, mine, theirs) > 0;
        if (good && will_do(t, choice, least)) {
            any = true;
            memcpy(best, choice, sizeof choice);
            memcpy(theirs, mine, sizeof mine);
        }
    } while (next_package(&t->space, choice));
    return any;
}

static void compare_with_looking(enum welfare_kind kind, uint64_t seed)
{
    struct dice dice = {seed};
    struct bench_table t;
    for (int round = 0; round < ROUNDS_OF_DICE; round++) {
        random_small_table(&t, &dice, 1 + below(&dice, 5));
        double weight[MOST_PARTIES], least[MOST_PARTIES], gap = -1;
        for (uint32_t p = 0; p < t.table.parties; p++) {
            weight[p] = below(&dice, 4) == 0 ? 0.0 : below(&dice, 2) == 0 ? 1.0 : 3.0 * chance_of(&dice);
            least[p] = below(&dice, 5) == 0 ? -INFINITY : t.no_deal[p] / (1 + below(&dice, 2));
        }
        weight[below(&dice, t.table.parties)] = 1.0;
        const struct welfare welfare = {kind, weight, t.no_deal};
        uint32_t found[8] = {0}, seen[8] = {0};
        void *memory = memory_of(&t);
        bool any = parley_i_welfare(&welfare, &t.table, least, memory, found, &gap);
        cr_assert_eq(any, best_by_looking(&t, &welfare, least, seen), "round %d", round);
        cr_assert(!any || parley_i_space_compare(&t.space, found, seen) == 0, "round %d", round);
        cr_assert_eq(gap, 0.0);
        free(memory);
    }
}

Test(welfare, the_largest_weighted_sum_is_the_one_found_by_looking_at_every_package)
{
    compare_with_looking(WELFARE_SUM, 3);
}

Test(welfare, the_largest_least_gain_is_the_one_found_by_looking_at_every_package)
{
    compare_with_looking(WELFARE_LEAST, 5);
}

Test(welfare, ideal_gains_are_the_best_of_each_among_what_all_accept)
{
    struct dice dice = {9};
    struct bench_table t;
    for (int round = 0; round < ROUNDS_OF_DICE; round++) {
        random_small_table(&t, &dice, 1 + below(&dice, 4));
        double ideal[MOST_PARTIES] = {0}, best[MOST_PARTIES] = {0}, mine[MOST_PARTIES], gap;
        uint32_t choice[8] = {0};
        bool any = false;
        do {
            if (will_do(&t, choice, t.no_deal)) {
                any = true;
                utilities(&t, choice, mine);
                for (uint32_t p = 0; p < t.table.parties; p++) {
                    best[p] = fmax(best[p], mine[p] - t.no_deal[p]);
                }
            }
        } while (next_package(&t.space, choice));
        void *memory = memory_of(&t);
        cr_assert_eq(parley_i_ideal_gains(&t.table, t.no_deal, memory, ideal, &gap), any, "round %d", round);
        for (uint32_t p = 0; any && p < t.table.parties; p++) {
            cr_assert_float_eq(ideal[p], best[p], 1e-12, "round %d", round);
        }
        free(memory);
    }
}

Test(welfare, in_huge_spaces_what_may_be_missed_is_proven_and_small)
{
    struct dice dice = {13};
    struct bench_table t;
    for (int round = 0; round < 60; round++) {
        uint32_t options[20];
        for (int i = 0; i < 20; i++) {
            options[i] = 10;
        }
        lay_plain_space(&t, options, 20);
        fill_randomly(&t, &dice, 2 + below(&dice, 3), false, below(&dice, 2) == 0, 0.0);
        double weight[MOST_PARTIES] = {1, 1, 1, 1}, low[MOST_PARTIES] = {0}, gap;
        uint32_t choice[20];
        void *memory = memory_of(&t);
        for (int kind = 0; kind < 2; kind++) {
            const struct welfare welfare = {(enum welfare_kind)kind, weight, low};
            cr_assert(parley_i_welfare(&welfare, &t.table, low, memory, choice, &gap));
            cr_assert_leq(gap, t.table.parties == 2 ? 1e-3 : 2e-2, "round %d kind %d: %g", round, kind, gap);
        }
        free(memory);
    }
}
