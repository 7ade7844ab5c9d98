// The cooperative solutions: their definitions played naively, hand-worked cases, and the laws that name them.
#include "support/seats.h"

#include <criterion/criterion.h>

enum { ROUNDS_OF_DICE = 1500 };

static const struct protocol *the(const char *name)
{
    const struct protocol *protocol = parley_i_protocol(name);
    cr_assert(protocol != NULL, "%s", name);
    return protocol;
}

/// One issue whose options are the outcomes listed, for two parties.
static void lay_outcomes(struct bench_table *t, const double (*outcome)[2], uint32_t count, double first, double second)
{
    lay_plain_space(t, &count, 1);
    t->table = (struct table){&t->space, 2, t->utility, NULL, t->base, t->no_deal};
    for (uint32_t k = 0; k < count; k++) {
        t->utility[k] = outcome[k][0];
        t->utility[count + k] = outcome[k][1];
    }
    t->base[0] = t->base[1] = 0.0;
    t->no_deal[0] = first;
    t->no_deal[1] = second;
}

static enum outcome play(struct seats *s, const char *name, const struct bench_table *t, double parameter,
                         const double *power, uint32_t *choice)
{
    take_seats(s, the(name), t);
    if (the(name)->parameter_count > 0) {
        s->parameter[0] = parameter;
    }
    for (uint32_t p = 0; power != NULL && p < t->table.parties; p++) {
        s->power[p] = power[p];
    }
    the(name)->settle(&s->sitting, &s->settlement);
    memcpy(choice, s->settlement.choice, t->space.factors * sizeof *choice);
    enum outcome outcome = s->settlement.outcome;
    leave_seats(s);
    return outcome;
}

// Outcomes on which the solutions part, and ties abound.
static const double domain[7][2] = {{1, 0}, {.9, .35}, {.75, .6}, {.6, .75}, {.3, .92}, {0, 1}, {.5, .5}};

Test(cooperative, on_seven_outcomes_each_solution_is_the_one_worked_by_hand)
{
    static struct bench_table t;
    static struct seats s;
    uint32_t choice[1];
    lay_outcomes(&t, domain, 7, 0.2, 0.2);
    cr_assert_eq(play(&s, "nash", &t, 0, NULL, choice), OUTCOME_AGREED);
    cr_assert_eq(choice[0], 2, "products tie at 0.22, sums tie: the first of (.75, .6) and (.6, .75)");
    cr_assert_eq(play(&s, "kalai_smorodinsky", &t, 0, NULL, choice), OUTCOME_AGREED);
    cr_assert_eq(choice[0], 3, "relative gains .5714 and .7639 against .7857 and .5556");
    cr_assert_eq(play(&s, "egalitarian", &t, 0, NULL, choice), OUTCOME_AGREED);
    cr_assert_eq(choice[0], 2, "smallest gains tie at .4, the others at .55");
    cr_assert_eq(play(&s, "utilitarian", &t, 0, NULL, choice), OUTCOME_AGREED);
    cr_assert_eq(choice[0], 2, "sums tie at 1.35");
    cr_assert_eq(play(&s, "utilitarian", &t, 1, NULL, choice), OUTCOME_AGREED);
    cr_assert_eq(choice[0], 2, "relative gains add up to 1.3413 and 1.3353");
}

Test(cooperative, among_tied_outcomes_the_larger_sum_wins)
{
    static const double outcome[3][2] = {{.5, .5}, {.5, .7}, {.5, .6}};
    static struct bench_table t;
    static struct seats s;
    uint32_t choice[1];
    lay_outcomes(&t, outcome, 3, 0, 0);
    cr_assert_eq(play(&s, "egalitarian", &t, 0, NULL, choice), OUTCOME_AGREED);
    cr_assert_eq(choice[0], 1);
    const double one_sided[2] = {1, 0};
    cr_assert_eq(play(&s, "utilitarian", &t, 0, one_sided, choice), OUTCOME_AGREED);
    cr_assert_eq(choice[0], 1);
}

Test(cooperative, power_moves_the_sum_and_on_request_the_least_gain)
{
    static struct bench_table t;
    static struct seats s;
    uint32_t choice[1];
    static double line[101][2];
    for (int k = 0; k <= 100; k++) {
        line[k][0] = k / 100.0;
        line[k][1] = 1 - k / 100.0;
    }
    lay_outcomes(&t, (const double (*)[2])line, 101, 0, 0);
    const double power[2] = {3, 1};
    cr_assert_eq(play(&s, "utilitarian", &t, 0, power, choice), OUTCOME_AGREED);
    cr_assert_eq(choice[0], 100);
    for (int i = 0; i < 2; i++) {
        const char *name = i == 0 ? "egalitarian" : "kalai_smorodinsky";
        cr_assert_eq(play(&s, name, &t, 0, power, choice), OUTCOME_AGREED);
        cr_assert_eq(choice[0], 50, "%s", name);
        cr_assert_eq(play(&s, name, &t, 1, power, choice), OUTCOME_AGREED);
        cr_assert_eq(choice[0], 75, "%s: gains as 3 to 1", name);
    }
}

Test(cooperative, without_a_package_that_all_accept_there_is_no_zone)
{
    static struct bench_table t;
    static struct seats s;
    uint32_t choice[1];
    lay_outcomes(&t, domain, 7, 0.8, 0.7);
    static const char *const names[] = {"kalai_smorodinsky", "egalitarian", "utilitarian"};
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(play(&s, names[i], &t, 0, NULL, choice), OUTCOME_NO_ZONE, "%s", names[i]);
    }
}

/// The largest of `measure` over the packages acceptable to all; of those within noise the first with the largest sum.
struct looked {
    bool any;
    double least, gains;
    uint32_t choice[8];
};

static struct looked look(const struct bench_table *t, const double *scale)
{
    struct looked best = {0};
    uint32_t choice[8] = {0};
    do {
        double least = INFINITY, gains = 0;
        bool acceptable = true;
        for (uint32_t p = 0; p < t->table.parties; p++) {
            acceptable = acceptable && parley_i_table_acceptable(&t->table, p, choice);
            double gain = parley_i_table_utility(&t->table, p, choice) - t->no_deal[p];
            gains += gain;
            least = scale[p] > 1e-12 ? fmin(least, gain / scale[p]) : least;
        }
        if (acceptable && (!best.any || least > best.least)) {
            best = (struct looked){.any = true, .least = least, .gains = gains};
        }
    } while (next_package(&t->space, choice));
    return best;
}

static double least_gain(const struct bench_table *t, const double *scale, const uint32_t *choice)
{
    double least = INFINITY;
    for (uint32_t p = 0; p < t->table.parties; p++) {
        double gain = parley_i_table_utility(&t->table, p, choice) - t->no_deal[p];
        least = scale[p] > 1e-12 ? fmin(least, gain / scale[p]) : least;
    }
    return least;
}

Test(cooperative, the_smallest_gain_is_as_large_as_it_can_be)
{
    struct dice dice = {21};
    static struct bench_table t;
    static struct seats s;
    for (int round = 0; round < ROUNDS_OF_DICE; round++) {
        random_small_table(&t, &dice, 2 + below(&dice, 3));
        double one[MOST_PARTIES] = {1, 1, 1, 1, 1, 1};
        uint32_t choice[8] = {0};
        bool agreed = play(&s, "egalitarian", &t, 0, NULL, choice) == OUTCOME_AGREED;
        struct looked best = look(&t, one);
        cr_assert_eq(agreed, best.any, "round %d", round);
        cr_assert(!agreed || fabs(least_gain(&t, one, choice) - best.least) <= 1e-12, "round %d", round);
    }
}

Test(cooperative, kalai_smorodinsky_minds_no_partys_unit_of_utility)
{
    struct dice dice = {23};
    static struct bench_table t;
    static struct seats s;
    for (int round = 0; round < ROUNDS_OF_DICE; round++) {
        uint32_t options[3] = {3, 4, 5}, before[8], after[8];
        lay_plain_space(&t, options, 3);
        fill_randomly(&t, &dice, 2, false, below(&dice, 2) == 0, 0.0);
        enum outcome outcome = play(&s, "kalai_smorodinsky", &t, 0, NULL, before);
        double factor = 0.25 + 2 * chance_of(&dice), shift = chance_of(&dice);
        for (uint32_t c = 0; c < t.space.cells; c++) {
            t.utility[c] *= factor;
        }
        t.base[0] = t.base[0] * factor + shift;
        t.no_deal[0] = t.no_deal[0] * factor + shift;
        cr_assert_eq(play(&s, "kalai_smorodinsky", &t, 0, NULL, after), outcome);
        cr_assert(outcome != OUTCOME_AGREED || parley_i_space_compare(&t.space, before, after) == 0, "round %d", round);
    }
}
