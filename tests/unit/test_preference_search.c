// The searches over additive utilities, against looking at every package.
#include "preference/offer.h"
#include "preference/pair.h"
#include "preference/product.h"
#include "preference/score.h"
#include "support/tables.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>

enum { ROUNDS_OF_DICE = 3000 };

static void *memory_of(size_t bytes)
{
    void *memory = aligned_alloc(64, (bytes + 64) / 64 * 64);
    cr_assert(memory != NULL);
    memset(memory, 0xa5, bytes);  // searches must not count on zeros
    return memory;
}

Test(preference, package_numbers_count_the_first_issue_slowest_even_when_factors_join_issues)
{
    struct bench_table t;
    uint32_t options[4] = {2, 3, 2, 4};
    lay_joined_space(&t, options, 4);
    uint32_t before[4] = {0}, here[4] = {0}, option[4];
    uint32_t number = 0;
    while (next_package(&t.space, here)) {
        number++;
        parley_i_space_options(&t.space, here, option);
        cr_assert_eq(((option[0] * 3 + option[1]) * 2 + option[2]) * 4 + option[3], number);
        cr_assert_lt(parley_i_space_compare(&t.space, before, here), 0);
        cr_assert_gt(parley_i_space_compare(&t.space, here, before), 0);
        memcpy(before, here, sizeof here);
    }
    cr_assert_eq(number, 47);
    cr_assert_eq(parley_i_space_compare(&t.space, here, here), 0);
}

Test(preference, the_top_of_a_party_is_the_best_package_it_does_not_bar)
{
    struct dice dice = {7};
    struct bench_table t;
    for (int round = 0; round < ROUNDS_OF_DICE; round++) {
        random_small_table(&t, &dice, 2);
        double best = -INFINITY;
        uint32_t choice[8] = {0}, found[8], first[8];
        do {
            double worth = parley_i_table_utility(&t.table, 1, choice);
            if (!parley_i_table_crosses(&t.table, 1, choice) && worth > best) {
                best = worth;
                memcpy(first, choice, sizeof first);
            }
        } while (next_package(&t.space, choice));
        double top = parley_i_table_top(&t.table, 1, found);
        cr_assert_eq(top, best);
        cr_assert(best == -INFINITY || parley_i_space_compare(&t.space, found, first) == 0);
    }
}

struct seen {
    bool any;
    double own, worth;
    uint32_t choice[8];
};

static struct seen best_offer_by_looking(const struct bench_table *t, double least, const uint8_t *excluded)
{
    struct seen best = {0};
    uint32_t choice[8] = {0};
    do {
        bool out = false;
        for (uint32_t f = 0; f < t->space.factors; f++) {
            out = out || excluded[t->factor[f].first + choice[f]];
        }
        double own = parley_i_table_utility(&t->table, 0, choice), worth = parley_i_table_utility(&t->table, 1, choice);
        if (out || !parley_i_reaches(own, least)) {
            continue;
        }
        bool tied = best.any && fabs(worth - best.worth) <= UTILITY_NOISE;
        if (!best.any || (!tied && worth > best.worth) || (tied && own > best.own + UTILITY_NOISE)) {
            best = (struct seen){.any = true, .own = own, .worth = worth};
            memcpy(best.choice, choice, sizeof choice);
        }
    } while (next_package(&t->space, choice));
    return best;
}

Test(preference, the_best_offer_is_the_one_found_by_looking_at_every_package)
{
    struct dice dice = {11};
    struct bench_table t;
    for (int round = 0; round < ROUNDS_OF_DICE; round++) {
        random_small_table(&t, &dice, 2);
        double top = parley_i_table_top(&t.table, 0, NULL);
        double least = top == -INFINITY ? 0.2 : below(&dice, 4) == 0 ? top : top * chance_of(&dice);
        struct offer_quest quest = {&t.space, t.utility, t.utility + t.space.cells, t.base[0], t.base[1],
                                    least,    t.barred};
        void *memory = memory_of(parley_i_offer_scratch(&t.space));
        uint32_t choice[8];
        struct offer offer;
        bool found = parley_i_offer(&quest, memory, choice, &offer);
        struct seen best = best_offer_by_looking(&t, least, t.barred);
        cr_assert_eq(found, best.any, "round %d", round);
        if (found) {
            cr_assert_eq(parley_i_space_compare(&t.space, choice, best.choice), 0, "round %d: %g %g, not %g %g", round,
                         offer.worth, offer.own, best.worth, best.own);
            cr_assert_eq(offer.gap, 0.0);
        }
        free(memory);
    }
}

static struct score score_of(const struct bench_table *t, const double *share, const uint32_t *choice, bool *acceptable)
{
    struct score score = {0, 0.0, 0.0};
    *acceptable = true;
    for (uint32_t p = 0; p < t->table.parties; p++) {
        double gain = parley_i_table_utility(&t->table, p, choice) - t->no_deal[p];
        *acceptable = *acceptable && parley_i_table_acceptable(&t->table, p, choice);
        score.sum += gain;
        if (share[p] > 0.0 && gain > UTILITY_NOISE) {
            score.gainers++;
            score.log += share[p] * log(gain);
        }
    }
    return score;
}

struct visits {
    int count;
    double sum[2];
};

static double count_visit(struct pair *pair, double u, double v, double slack, void *user)
{
    struct visits *visits = user;
    parley_i_pair_exact(pair, &u, &v);
    visits->count++;
    visits->sum[0] += u;
    visits->sum[1] += v;
    return slack;
}

Test(preference, a_spread_through_the_core_finds_what_a_walk_finds)
{
    struct dice dice = {23};
    struct bench_table t;
    int packages = 0;
    for (int round = 0; round < 2000; round++) {
        random_small_table(&t, &dice, 2);
        void *memory = memory_of(parley_i_pair_scratch(&t.space));
        struct pair pair = {.space = &t.space,
                            .u = {t.utility, t.utility + t.space.cells},
                            .excluded = {t.table.barred, t.table.barred},
                            .base = {t.base[0], t.base[1]}};
        if (parley_i_pair_load(&pair, memory)) {
            struct vertex top;
            parley_i_pair_vertex(&pair, chance_of(&dice), chance_of(&dice), &top);
            parley_i_pair_weigh(&pair, &top);
            double slack = 0.3 * chance_of(&dice);
            parley_i_pair_core(&pair, slack);
            pair.need[0] = 0.5 * chance_of(&dice);
            pair.need[1] = 0.5 * chance_of(&dice);
            uint32_t ways = parley_i_pair_spread(&pair, slack);
            struct visits spread = {0, {0, 0}}, walk = {0, {0, 0}};
            for (uint32_t w = 0; ways != UINT32_MAX && w < ways; w++) {
                parley_i_pair_follow(&pair, &pair.way[w]);
                (void)count_visit(&pair, 0.0, 0.0, 0.0, &spread);
            }
            (void)parley_i_pair_walk(&pair, &slack, UINT64_MAX, count_visit, &walk);
            if (ways != UINT32_MAX) {
                cr_assert_eq(spread.count, walk.count, "round %d", round);
                cr_assert_float_eq(spread.sum[0], walk.sum[0], 1e-9);
                cr_assert_float_eq(spread.sum[1], walk.sum[1], 1e-9);
            }
            packages += walk.count;
        }
        free(memory);
    }
    cr_assert_gt(packages, 2000);
}

struct product_case {
    uint32_t parties;
    uint64_t seed;
};

ParameterizedTestParameters(preference, the_best_product_is_the_one_found_by_looking_at_every_package)
{
    static struct product_case cases[] = {{2, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {1, 6}};
    return cr_make_param_array(struct product_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(struct product_case *known, preference, the_best_product_is_the_one_found_by_looking_at_every_package)
{
    struct dice dice = {known->seed};
    struct bench_table t;
    int zones = 0;
    for (int round = 0; round < ROUNDS_OF_DICE; round++) {
        random_small_table(&t, &dice, known->parties);
        double power[MOST_PARTIES], share[MOST_PARTIES];
        bool equal = below(&dice, 2) == 0;
        for (uint32_t p = 0; p < known->parties; p++) {
            power[p] = equal ? 3.0 : below(&dice, 6) == 0 ? 0.0 : chance_of(&dice);
        }
        parley_i_power_shares(power, known->parties, share);
        struct score best = {0, 0.0, 0.0};
        uint32_t choice[8] = {0}, seen[8], found[8];
        bool any = false, acceptable;
        do {
            struct score score = score_of(&t, share, choice, &acceptable);
            if (acceptable && (!any || parley_i_score_better(&score, &best))) {
                any = true;
                best = score;
                memcpy(seen, choice, sizeof seen);
            }
        } while (next_package(&t.space, choice));
        double gap;
        void *memory = memory_of(parley_i_product_scratch(&t.space, known->parties));
        cr_assert_eq(parley_i_product(&t.table, power, memory, found, &gap), any, "round %d", round);
        cr_assert(!any || parley_i_space_compare(&t.space, found, seen) == 0, "round %d", round);
        cr_assert_eq(gap, 0.0);
        zones += any;
        free(memory);
    }
    cr_assert_gt(zones, ROUNDS_OF_DICE / 10);
}

// Twenty issues of ten options cannot be looked at one by one; the linear relaxation bounds them from above.
Test(preference, an_offer_among_ten_to_the_twenty_packages_is_within_a_thousandth_of_the_linear_bound)
{
    struct dice dice = {5};
    struct bench_table t;
    uint32_t options[20];
    for (int i = 0; i < 20; i++) {
        options[i] = 10;
    }
    lay_plain_space(&t, options, 20);
    void *memory = memory_of(parley_i_offer_scratch(&t.space));
    for (int round = 0; round < 200; round++) {
        fill_randomly(&t, &dice, 2, false, round % 2 == 0, 0.0);
        double least = parley_i_table_top(&t.table, 0, NULL) * (0.3 + 0.65 * chance_of(&dice));
        struct offer_quest quest = {&t.space, t.utility, t.utility + t.space.cells, t.base[0], t.base[1], least, NULL};
        uint32_t choice[20];
        struct offer offer;
        cr_assert(parley_i_offer(&quest, memory, choice, &offer));
        cr_assert(parley_i_reaches(parley_i_table_utility(&t.table, 0, choice), least));
        cr_assert_eq(offer.worth, parley_i_table_utility(&t.table, 1, choice));
        // the dual: any multiplier bounds; the least over a fine grid is close to the best bound
        double bound = INFINITY;
        for (int k = 0; k <= 4000; k++) {
            double multiplier = tan(1.5707 * k / 4000.0), total = t.base[1] + multiplier * (t.base[0] - least);
            for (uint32_t f = 0; f < 20; f++) {
                double most = -INFINITY;
                for (uint32_t c = t.factor[f].first; c < t.factor[f].first + 10; c++) {
                    most = fmax(most, t.utility[t.space.cells + c] + multiplier * t.utility[c]);
                }
                total += most;
            }
            bound = fmin(bound, total);
        }
        cr_assert_leq(offer.gap, 1e-3);
        cr_assert_leq(offer.worth, bound + 1e-9);
        if (offer.gap > 0.0) {
            cr_assert_geq(offer.worth + offer.gap, bound - 0.05);
        }
    }
    free(memory);
}

// Six issues of eight options in even steps: many packages come to the same, so that the searches sweep rather than
// walk.
Test(preference, searches_among_many_equals_find_what_looking_at_every_package_finds)
{
    struct dice dice = {17};
    struct bench_table t;
    uint32_t options[6] = {8, 8, 8, 8, 8, 8};
    lay_plain_space(&t, options, 6);
    void *memory = memory_of(parley_i_product_scratch(&t.space, 2));
    void *offer_memory = memory_of(parley_i_offer_scratch(&t.space));
    const double power[2] = {1, 1}, share[2] = {0.5, 0.5};
    for (int round = 0; round < 6; round++) {
        fill_randomly(&t, &dice, 2, true, round % 2 == 0, 0.0);
        double least = 0.4 + 0.03 * round, gap;
        uint8_t none[MOST_CELLS] = {0};
        struct seen best = best_offer_by_looking(&t, least, none);
        struct offer_quest quest = {&t.space, t.utility, t.utility + t.space.cells, 0, 0, least, NULL};
        struct offer offer;
        uint32_t choice[8];
        cr_assert(parley_i_offer(&quest, offer_memory, choice, &offer));
        cr_assert_eq(parley_i_space_compare(&t.space, choice, best.choice), 0, "round %d", round);
        struct score most = {0, 0.0, 0.0};
        uint32_t here[8] = {0}, seen[8];
        bool any = false, acceptable;
        do {
            struct score score = score_of(&t, share, here, &acceptable);
            if (acceptable && (!any || parley_i_score_better(&score, &most))) {
                any = true;
                most = score;
                memcpy(seen, here, sizeof seen);
            }
        } while (next_package(&t.space, here));
        cr_assert_eq(parley_i_product(&t.table, power, memory, choice, &gap), any);
        cr_assert(!any || parley_i_space_compare(&t.space, choice, seen) == 0, "round %d", round);
    }
    free(memory);
    free(offer_memory);
}

// Twenty issues of ten slices each, as dear to the one as to the other: however huge the space, the cake is shared in
// halves.
Test(preference, a_huge_cake_in_even_slices_is_shared_in_halves)
{
    struct bench_table t;
    uint32_t options[20];
    for (int i = 0; i < 20; i++) {
        options[i] = 10;
    }
    for (uint32_t parties = 2; parties <= 4; parties += 2) {
        lay_plain_space(&t, options, 20);
        memset(t.no_deal, 0, sizeof t.no_deal);
        memset(t.base, 0, sizeof t.base);
        t.table = (struct table){&t.space, parties, t.utility, NULL, t.base, t.no_deal};
        for (uint32_t p = 0; p < parties; p++) {
            for (uint32_t c = 0; c < 200; c++) {
                t.utility[p * 200 + c] = (p % 2 == 0 ? c % 10 : 9 - c % 10) / 180.0;
            }
        }
        const double power[4] = {1, 1, 1, 1};
        double gap;
        uint32_t choice[20];
        void *memory = memory_of(parley_i_product_scratch(&t.space, parties));
        cr_assert(parley_i_product(&t.table, power, memory, choice, &gap));
        cr_assert_float_eq(parley_i_table_utility(&t.table, 0, choice), 0.5, 1e-9);
        free(memory);
    }
}
