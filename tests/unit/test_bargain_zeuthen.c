// `zeuthen`: published steps, the definition played naively on every package, and laws.
#include "bargain/staircase.h"
#include "bargain/zeuthen.h"
#include "support/seats.h"

#include <criterion/criterion.h>

enum { CRITERIA = 7 };

static const struct protocol *zeuthen(void)
{
    const struct protocol *protocol = parley_i_protocol("zeuthen");
    cr_assert(protocol != NULL);
    return protocol;
}

/// One issue whose options are the outcomes listed, for two parties.
static void lay_outcomes(struct bench_table *t, const double (*outcome)[2], uint32_t count, double no_deal)
{
    memset(t, 0, sizeof *t);
    lay_plain_space(t, &count, 1);
    t->table = (struct table){&t->space, 2, t->utility, NULL, t->base, t->no_deal};
    for (uint32_t k = 0; k < count; k++) {
        t->utility[k] = outcome[k][0];
        t->utility[count + k] = outcome[k][1];
    }
    t->no_deal[0] = t->no_deal[1] = no_deal;
}

static double number_at(const struct record *root, const char *pointer)
{
    const struct record *node = parley_i_record_at(root, pointer);
    cr_assert(node != NULL, "%s", pointer);
    return node->number;
}

static const char *text_at(const struct record *root, const char *pointer)
{
    const struct record *node = parley_i_record_at(root, pointer);
    cr_assert(node != NULL && node->text != NULL, "%s", pointer);
    return node->text;
}

// Seven outcomes, no agreement worth (0.2, 0.2), after Rosenschein & Zlotkin 1994: from (.9, .35) and (.3, .92) the
// second concedes to
// (.6, .75), then the first does.
Test(zeuthen, takes_the_published_steps)
{
    static const double outcomes[7][2] = {{1, 0}, {.9, .35}, {.75, .6}, {.6, .75}, {.3, .92}, {0, 1}, {.5, .5}};
    static struct bench_table t;
    struct seats s;
    lay_outcomes(&t, outcomes, 7, 0.2);
    take_seats(&s, zeuthen(), &t);
    struct arena arena = {0};
    struct record *root = parley_i_record_create(&arena);
    s.sitting.turns = parley_i_record_list(root, "turns");
    zeuthen()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED);
    cr_assert_eq(s.choice[0], 3);
    cr_assert_eq(s.settlement.rounds, 3);
    cr_assert_float_eq(number_at(root, "/turns/0/risk/a"), 0.8571, 5e-5);
    cr_assert_float_eq(number_at(root, "/turns/0/risk/b"), 0.7917, 5e-5);
    cr_assert_str_eq(text_at(root, "/turns/0/concedes"), "b");
    cr_assert_eq(number_at(root, "/turns/1/utility/b/a"), .6);
    cr_assert_float_eq(number_at(root, "/turns/1/risk/a"), 0.4286, 5e-5);
    cr_assert_float_eq(number_at(root, "/turns/1/risk/b"), 0.7273, 5e-5);
    cr_assert_str_eq(text_at(root, "/turns/1/concedes"), "a");
    cr_assert_eq(number_at(root, "/turns/2/utility/a/a"), .6);
    parley_i_arena_release(&arena);
    leave_seats(&s);
}

struct offers {
    double own[2], other[2], first, second;
};

// tests/truth/bargaining-closed-form.csv, family Zeuthen: the first concedes in each, and the larger product stands.
Test(zeuthen, meets_its_closed_forms)
{
    static const struct offers rows[] = {
        {{10, 2}, {4, 8}, 0.6, 0.75}, {{8, 3}, {5, 6}, 3.0 / 8, 1.0 / 2}, {{9, 1}, {3, 7}, 2.0 / 3, 6.0 / 7}};
    static struct bench_table t;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const double outcomes[2][2] = {{rows[i].own[0], rows[i].own[1]}, {rows[i].other[0], rows[i].other[1]}};
        struct seats s;
        lay_outcomes(&t, outcomes, 2, 0.0);
        take_seats(&s, zeuthen(), &t);
        struct arena arena = {0};
        struct record *root = parley_i_record_create(&arena);
        s.sitting.turns = parley_i_record_list(root, "turns");
        zeuthen()->settle(&s.sitting, &s.settlement);
        cr_assert_float_eq(number_at(root, "/turns/0/risk/a"), rows[i].first, 1e-15);
        cr_assert_float_eq(number_at(root, "/turns/0/risk/b"), rows[i].second, 1e-15);
        cr_assert_str_eq(text_at(root, "/turns/0/concedes"), "a");
        cr_assert_eq(s.choice[0], 1);
        parley_i_arena_release(&arena);
        leave_seats(&s);
    }
}

// The largest product of gains, and whether any package is acceptable to all, by looking at every one.
static bool largest_product(const struct bench_table *t, double *product)
{
    uint32_t choice[MOST_ISSUES] = {0};
    bool found = false;
    *product = -1.0;
    do {
        double gains = 1.0;
        bool all = true;
        for (uint32_t p = 0; p < t->table.parties; p++) {
            all = all && parley_i_table_acceptable(&t->table, p, choice);
            gains *= fmax(parley_i_table_utility(&t->table, p, choice) - t->no_deal[p], 0.0);
        }
        found = found || all;
        *product = all && gains > *product ? gains : *product;
    } while (next_package(&t->space, choice));
    return found;
}

static double product_of(const struct bench_table *t, const uint32_t *choice)
{
    double product = 1.0;
    for (uint32_t p = 0; p < t->table.parties; p++) {
        product *= fmax(parley_i_table_utility(&t->table, p, choice) - t->no_deal[p], 0.0);
    }
    return product;
}

// Harsanyi 1956 (the family Zeuthen-Harsanyi of the closed forms).
Test(zeuthen, between_two_ends_at_the_largest_product_of_gains)
{
    struct dice dice = {1956};
    static struct bench_table t;
    for (int round = 0; round < 3000; round++) {
        random_small_table(&t, &dice, 2);
        struct seats s;
        take_seats(&s, zeuthen(), &t);
        zeuthen()->settle(&s.sitting, &s.settlement);
        double largest;
        bool zone = largest_product(&t, &largest);
        cr_assert_eq(s.settlement.outcome, zone ? OUTCOME_AGREED : OUTCOME_NO_ZONE);
        if (zone) {
            cr_assert_float_eq(product_of(&t, s.choice), largest, 1e-11, "round %d", round);
        }
        leave_seats(&s);
    }
}

Test(zeuthen, played_as_if_between_many_comes_to_the_same_product_between_two)
{
    struct dice dice = {2006};
    static struct bench_table t;
    for (int round = 0; round < 500; round++) {
        random_small_table(&t, &dice, 2);
        struct seats s;
        take_seats(&s, zeuthen(), &t);
        struct sitting_shape shape = {&t.space, 2, t.space.issues, s.issue, NULL, NULL};
        void *memory = aligned_alloc(64, (parley_i_zeuthen_many_scratch(&shape) + 63) / 64 * 64);
        struct zeuthen talks = {&s.sitting, &s.settlement, 10000, PARETO, memory};
        s.settlement.rounds = 0;
        parley_i_zeuthen_many(&talks);
        double largest;
        if (largest_product(&t, &largest)) {
            cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED);
            cr_assert_float_eq(product_of(&t, s.choice), largest, 1e-9, "round %d", round);
        }
        free(memory);
        leave_seats(&s);
    }
}

// Every turn of a traced sitting: proposals are acceptable to all, a concession is one by its criterion, and the deal
// satisfies everybody.
Test(zeuthen, among_several_settles_what_is_acceptable_to_all_whether_traced_or_not)
{
    struct dice dice = {77};
    static struct bench_table t;
    int agreed = 0;
    for (int round = 0; round < 700; round++) {
        random_small_table(&t, &dice, 3 + below(&dice, 2));
        struct seats s, z;
        take_seats(&s, zeuthen(), &t);
        take_seats(&z, zeuthen(), &t);
        s.parameter[0] = z.parameter[0] = round % CRITERIA;
        s.parameter[1] = z.parameter[1] = 200;
        zeuthen()->settle(&s.sitting, &s.settlement);
        struct arena arena = {0};
        z.sitting.turns = parley_i_record_list(parley_i_record_create(&arena), "turns");
        zeuthen()->settle(&z.sitting, &z.settlement);
        cr_assert_eq(s.settlement.outcome, z.settlement.outcome);
        cr_assert_eq(s.settlement.rounds, z.settlement.rounds);
        if (s.settlement.outcome == OUTCOME_AGREED) {
            agreed++;
            cr_assert_eq(parley_i_space_compare(&t.space, s.choice, z.choice), 0);
            for (uint32_t p = 0; p < t.table.parties; p++) {
                cr_assert(parley_i_table_acceptable(&t.table, p, s.choice));
            }
        }
        parley_i_arena_release(&arena);
        leave_seats(&s);
        leave_seats(&z);
    }
    cr_assert_gt(agreed, 200);
}

// Three parties, each with an outcome worth 1 to it and 0.4 to the others, and one worth 0.7 to all: every criterion
// finds the last.
Test(zeuthen, among_three_twins_finds_the_compromise_by_every_criterion)
{
    static const double outcome[4][3] = {{1, .4, .4}, {.4, 1, .4}, {.4, .4, 1}, {.7, .7, .7}};
    static struct bench_table t;
    uint32_t options = 4;
    memset(&t, 0, sizeof t);
    lay_plain_space(&t, &options, 1);
    t.table = (struct table){&t.space, 3, t.utility, NULL, t.base, t.no_deal};
    for (uint32_t p = 0; p < 3; p++) {
        for (uint32_t k = 0; k < 4; k++) {
            t.utility[p * 4 + k] = outcome[k][p];
        }
    }
    for (int criterion = 0; criterion < CRITERIA; criterion++) {
        struct seats s;
        take_seats(&s, zeuthen(), &t);
        s.parameter[0] = criterion;
        zeuthen()->settle(&s.sitting, &s.settlement);
        cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED, "criterion %d", criterion);
        cr_assert_eq(s.choice[0], 3);
        leave_seats(&s);
    }
}

Test(staircase, is_the_frontier_of_the_acceptable_packages)
{
    struct dice dice = {5};
    static struct bench_table t;
    for (int round = 0; round < 2000; round++) {
        random_small_table(&t, &dice, 2);
        void *memory = aligned_alloc(64, (parley_i_staircase_scratch(&t.space) + 63) / 64 * 64);
        const struct stair *stair;
        size_t stairs = parley_i_staircase(&t.table, memory, &stair);
        uint32_t choice[MOST_ISSUES] = {0}, at[MOST_ISSUES];
        for (size_t i = 0; i < stairs; i++) {
            parley_i_package_choice(&t.space, stair[i].package, at);
            for (uint32_t p = 0; p < 2; p++) {
                cr_assert_eq(parley_i_table_utility(&t.table, p, at), stair[i].u[p]);
                cr_assert(parley_i_table_acceptable(&t.table, p, at));
            }
            cr_assert(i == 0 || (stair[i].u[0] <= stair[i - 1].u[0] + UTILITY_NOISE &&
                                 stair[i].u[1] >= stair[i - 1].u[1] - UTILITY_NOISE));
        }
        do {
            if (!parley_i_table_acceptable(&t.table, 0, choice) || !parley_i_table_acceptable(&t.table, 1, choice)) {
                continue;
            }
            double u = parley_i_table_utility(&t.table, 0, choice), v = parley_i_table_utility(&t.table, 1, choice);
            bool covered = false;
            for (size_t i = 0; i < stairs && !covered; i++) {
                covered = parley_i_reaches(stair[i].u[0], u) && parley_i_reaches(stair[i].u[1], v);
                bool alone = (i == 0 || stair[i].u[1] - stair[i - 1].u[1] > UTILITY_NOISE) &&
                             (i + 1 == stairs || stair[i].u[0] - stair[i + 1].u[0] > UTILITY_NOISE);
                if (alone && fabs(stair[i].u[0] - u) < UTILITY_NOISE && fabs(stair[i].u[1] - v) < UTILITY_NOISE) {
                    parley_i_package_choice(&t.space, stair[i].package, at);
                    cr_assert_leq(parley_i_space_compare(&t.space, at, choice), 0, "the lowest of equals");
                }
            }
            cr_assert(covered, "round %d", round);
        } while (next_package(&t.space, choice));
        free(memory);
    }
}

Test(packages, lists_each_package_worth_enough_once)
{
    struct dice dice = {6};
    static struct bench_table t;
    for (int round = 0; round < 1000; round++) {
        uint32_t parties = 2 + below(&dice, 3);
        random_small_table(&t, &dice, parties);
        void *memory = aligned_alloc(64, (parley_i_packages_scratch(&t.space, parties) + 63) / 64 * 64);
        struct packages all;
        parley_i_packages_list(&t.table, t.no_deal, memory, &all);
        uint32_t choice[MOST_ISSUES] = {0}, at[MOST_ISSUES];
        size_t acceptable = 0;
        do {
            bool everybody = true;
            for (uint32_t p = 0; p < parties; p++) {
                everybody = everybody && parley_i_table_acceptable(&t.table, p, choice);
            }
            acceptable += everybody;
        } while (next_package(&t.space, choice));
        cr_assert_eq(all.count, acceptable);
        for (size_t i = 0; i < all.count; i++) {
            parley_i_package_choice(&t.space, all.number[i], at);
            for (uint32_t p = 0; p < parties; p++) {
                cr_assert_eq(parley_i_table_utility(&t.table, p, at), all.utility[i * parties + p]);
            }
            cr_assert(i == 0 || all.number[i] != all.number[i - 1]);
        }
        free(memory);
    }
}

// Nothing is left out that is not beaten, and of two parties' packages hardly anything is left that is.
Test(packages, pruning_leaves_out_only_what_is_beaten)
{
    struct dice dice = {66};
    static struct bench_table t;
    for (int round = 0; round < 500; round++) {
        uint32_t parties = 2 + below(&dice, 3);
        random_small_table(&t, &dice, parties);
        size_t bytes = (parley_i_packages_scratch(&t.space, parties) + 63) / 64 * 64;
        void *memory = aligned_alloc(64, bytes), *other = aligned_alloc(64, bytes);
        struct packages all, some;
        parley_i_packages_list(&t.table, NULL, memory, &all);
        parley_i_packages_list(&t.table, NULL, other, &some);
        parley_i_packages_prune(&some);
        for (size_t k = 0, at = 0; k < all.count; k++) {
            if (at < some.count && some.number[at] == all.number[k]) {
                at++;
                continue;
            }
            bool beaten = false;
            for (size_t i = 0; i < some.count && !beaten; i++) {
                beaten = true;
                for (uint32_t p = 0; p < parties; p++) {
                    beaten = beaten && some.utility[i * parties + p] >= all.utility[k * parties + p];
                }
            }
            cr_assert(beaten, "round %d, package %u", round, (unsigned)all.number[k]);
        }
        free(memory);
        free(other);
    }
}
