// Probabilistic Condorcet elections: KTAB's known answers, voting rules and victory models by hand, and laws.
#include "bargain/pce.h"
#include "support/tables.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

enum { MOST_OPTIONS = 250, MOST_VOTERS = 250 };

static double room[4 * MOST_OPTIONS * MOST_OPTIONS];

static void elect(const struct election *election, uint32_t voters, uint32_t options, const double *weight,
                  const double *utility, double *probability)
{
    cr_assert_leq(parley_i_pce_room(options), sizeof room / sizeof *room);
    for (size_t k = 0; k < sizeof room / sizeof *room; k++) {
        room[k] = NAN;  // whatever was there before must not matter
    }
    cr_assert(parley_i_pce(election, voters, options, weight, utility, probability, room));
}

// Three parties and three options, computed with KTAB's formulas (proportional votes, linear victories).
static const double weight_of[3] = {1.0, 0.8, 0.6};
static const double utility_of[9] = {1.0, 0.6, 0.2, 0.3, 1.0, 0.5, 0.1, 0.7, 1.0};

struct known {
    enum pce_solver solver;
    double probability[3];
};

ParameterizedTestParameters(pce, the_three_solvers_give_their_known_answers)
{
    static struct known rows[] = {
        {PCE_CONDITIONAL, {0.197990, 0.697005, 0.105005}},
        {PCE_MARKOV_UNIFORM, {0.232149, 0.605218, 0.162633}},
        {PCE_MARKOV_INCENTIVE, {0.274633, 0.628834, 0.096533}},
    };
    return cr_make_param_array(struct known, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct known *row, pce, the_three_solvers_give_their_known_answers)
{
    struct election election = {VOTING_PROPORTIONAL, VICTORY_LINEAR, row->solver, false};
    double p[3];
    elect(&election, 3, 3, weight_of, utility_of, p);
    for (int i = 0; i < 3; i++) {
        cr_assert_float_eq(p[i], row->probability[i], 5e-7, "option %d: %.7f", i, p[i]);
    }
}

// c_01 = 0.4 + 1e-8 (party 0), c_10 = 0.8 x 0.7 + 0.6 x 0.6 = 0.92: 0.4 / 1.32. c_12 = 0.4 + 0.4, c_21 = 0.18: 0.8 /
// 0.98.
Test(pce, two_options_are_a_contest_of_their_coalitions)
{
    struct election election = {VOTING_PROPORTIONAL, VICTORY_LINEAR, PCE_CONDITIONAL, false};
    static const double first_two[6] = {1.0, 0.6, 0.3, 1.0, 0.1, 0.7}, last_two[6] = {0.6, 0.2, 1.0, 0.5, 0.7, 1.0};
    for (enum pce_solver solver = PCE_CONDITIONAL; solver <= PCE_MARKOV_UNIFORM; solver++) {
        double p[2];
        election.solver = solver;
        elect(&election, 3, 2, weight_of, first_two, p);
        cr_assert_float_eq(p[0], 0.303030, 5e-7, "%.7f", p[0]);
        elect(&election, 3, 2, weight_of, last_two, p);
        cr_assert_float_eq(p[0], 0.816327, 5e-7, "%.7f", p[0]);
    }
}

struct vote {
    enum voting rule;
    double du, want;
};

ParameterizedTestParameters(pce, votes_follow_their_rule)
{
    static struct vote rows[] = {
        {VOTING_BINARY, 0.3, 2.0},        {VOTING_BINARY, -0.3, -2.0},     {VOTING_BINARY, 5e-9, 1.0},
        {VOTING_BINARY, 0.0, 0.0},        {VOTING_PROP_BIN, 0.5, 1.2},     {VOTING_PROP_BIN, -0.5, -1.2},
        {VOTING_PROPORTIONAL, 0.25, 0.5}, {VOTING_PROP_CUBIC, 0.5, 0.625}, {VOTING_PROP_CUBIC, -0.5, -0.625},
        {VOTING_CUBIC, 0.5, 0.25},        {VOTING_CUBIC, -0.5, -0.25},     {VOTING_ASYMMETRIC, 0.3, 0.4},
        {VOTING_ASYMMETRIC, -0.3, -0.6},  {VOTING_ASYMMETRIC, 0.0, 0.0},
    };
    return cr_make_param_array(struct vote, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct vote *row, pce, votes_follow_their_rule)
{
    cr_assert_float_eq(parley_i_vote(row->rule, 2.0, row->du), row->want, 1e-12);
}

struct contest {
    enum victory model;
    double ours, theirs, want;
};

ParameterizedTestParameters(pce, victories_follow_their_model)
{
    static struct contest rows[] = {
        {VICTORY_LINEAR, 2, 1, 2.0 / 3},
        {VICTORY_SQUARE, 2, 1, 4.0 / 5},
        {VICTORY_QUARTIC, 2, 1, 16.0 / 17},
        {VICTORY_OCTIC, 2, 1, 256.0 / 257},
        {VICTORY_BINARY, 2, 1, 1},
        {VICTORY_BINARY, 1, 2, 0},
        {VICTORY_BINARY, 1, 1, 0.5},
        {VICTORY_BINARY, 1.05, 1, (1.05 / 2.05 * 2.1 - 1) / 0.1},
        {VICTORY_OCTIC, 1e80, 2e80, 1.0 / 257},
    };
    return cr_make_param_array(struct contest, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct contest *row, pce, victories_follow_their_model)
{
    double p = parley_i_victory(row->model, row->ours, row->theirs);
    cr_assert_float_eq(p, row->want, 1.01e-6, "%.9f", p);
    cr_assert_float_eq(p + parley_i_victory(row->model, row->theirs, row->ours), 1.0, 1e-12);
}

struct ballot {
    uint32_t voters, options;
    double weight[8], utility[8 * 6];
};

static struct ballot random_ballot(uint64_t seed)
{
    struct dice dice = {seed};
    struct ballot b = {.voters = 1 + below(&dice, 7), .options = 2 + below(&dice, 5)};
    for (uint32_t k = 0; k < b.voters; k++) {
        b.weight[k] = 100.0 * chance_of(&dice);
    }
    for (uint32_t k = 0; k < b.voters * b.options; k++) {
        b.utility[k] = chance_of(&dice);
    }
    return b;
}

// Every rule, model and solver, over random ballots.
static void for_all(void (*law)(const struct election *election, const struct ballot *ballot))
{
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct ballot ballot = random_ballot(seed);
        for (int k = 0; k < 6 * 5 * 3; k++) {
            struct election e = {(enum voting)(k % 6), (enum victory)(k / 6 % 5), (enum pce_solver)(k / 30), false};
            law(&e, &ballot);
        }
    }
}

static void is_a_distribution(const struct election *election, const struct ballot *ballot)
{
    double p[6], sum = 0.0;
    elect(election, ballot->voters, ballot->options, ballot->weight, ballot->utility, p);
    for (uint32_t i = 0; i < ballot->options; i++) {
        cr_assert(p[i] >= 0.0 && p[i] <= 1.0);
        sum += p[i];
    }
    cr_assert_float_eq(sum, 1.0, 1e-12);
}

Test(pce, probabilities_are_a_distribution_whatever_the_rules)
{
    for_all(is_a_distribution);
}

static void forgets_the_unit_of_weight(const struct election *election, const struct ballot *ballot)
{
    struct ballot heavier = *ballot;
    for (uint32_t k = 0; k < ballot->voters; k++) {
        heavier.weight[k] *= 1000.0;
    }
    double p[6], q[6];
    elect(election, ballot->voters, ballot->options, ballot->weight, ballot->utility, p);
    elect(election, ballot->voters, ballot->options, heavier.weight, ballot->utility, q);
    for (uint32_t i = 0; i < ballot->options; i++) {
        cr_assert_float_eq(p[i], q[i], 1e-5);  // but for the least coalition of 1e-8
    }
}

Test(pce, only_the_proportions_of_weights_count)
{
    for_all(forgets_the_unit_of_weight);
}

static void forgets_the_order_of_options(const struct election *election, const struct ballot *ballot)
{
    if (election->voting == VOTING_ASYMMETRIC) {
        return;  // which of a pair comes first matters there
    }
    uint32_t n = ballot->options;
    struct ballot turned = *ballot;
    for (uint32_t k = 0; k < ballot->voters; k++) {
        for (uint32_t i = 0; i < n; i++) {
            turned.utility[k * n + i] = ballot->utility[k * n + (n - 1 - i)];
        }
    }
    double p[6], q[6];
    elect(election, ballot->voters, n, ballot->weight, ballot->utility, p);
    elect(election, ballot->voters, n, ballot->weight, turned.utility, q);
    for (uint32_t i = 0; i < n; i++) {
        cr_assert_float_eq(p[i], q[n - 1 - i], 1e-9);
    }
}

Test(pce, the_order_of_options_does_not_matter)
{
    for_all(forgets_the_order_of_options);
}

static void nearly_agrees_with_the_published_iteration(const struct election *election, const struct ballot *ballot)
{
    struct election published = *election;
    published.published = true;
    double p[6], q[6];
    elect(election, ballot->voters, ballot->options, ballot->weight, ballot->utility, p);
    if (parley_i_pce(&published, ballot->voters, ballot->options, ballot->weight, ballot->utility, q, room)) {
        for (uint32_t i = 0; i < ballot->options; i++) {
            cr_assert_float_eq(p[i], q[i], 1e-4, "option %u: %.9f against %.9f", (unsigned)i, p[i], q[i]);
        }
    }
}

Test(pce, the_published_iteration_stops_near_the_limit)
{
    for_all(nearly_agrees_with_the_published_iteration);
}

// As many parties as KTAB admits, each for an option of its own, with the steepest victories: products of 250 factors.
Test(pce, many_options_and_high_powers_stay_numbers)
{
    static double weight[MOST_VOTERS], utility[MOST_VOTERS * MOST_OPTIONS], p[MOST_OPTIONS];
    for (uint32_t k = 0; k < MOST_VOTERS; k++) {
        weight[k] = k % 2 ? 1e-6 : 1e8;
        for (uint32_t i = 0; i < MOST_OPTIONS; i++) {
            utility[k * MOST_OPTIONS + i] = 1.0 - fabs((double)k - (double)i) / MOST_OPTIONS;
        }
    }
    for (enum pce_solver solver = PCE_CONDITIONAL; solver <= PCE_MARKOV_INCENTIVE; solver++) {
        struct election election = {VOTING_BINARY, VICTORY_OCTIC, solver, false};
        double sum = 0.0;
        elect(&election, MOST_VOTERS, MOST_OPTIONS, weight, utility, p);
        for (uint32_t i = 0; i < MOST_OPTIONS; i++) {
            cr_assert(p[i] >= 0.0);
            sum += p[i];
        }
        cr_assert_float_eq(sum, 1.0, 1e-9);
        uint32_t best = parley_i_pce_likeliest(p, MOST_OPTIONS);
        cr_assert(best >= 110 && best <= 140, "the median prevails: %u", (unsigned)best);
    }
}

// Two of equal strength and a hundred that lose to both by 1e8 to one in the eighth power: every product underflows.
Test(pce, products_below_the_least_number_still_compare)
{
    static double weight[2] = {1.0, 1.0}, utility[2 * 102], p[102];
    for (uint32_t i = 0; i < 102; i++) {
        utility[i] = i == 0 ? 1.0 : 0.0;
        utility[102 + i] = i == 1 ? 1.0 : 0.0;
    }
    struct election election = {VOTING_PROPORTIONAL, VICTORY_OCTIC, PCE_CONDITIONAL, false};
    elect(&election, 2, 102, weight, utility, p);
    cr_assert_float_eq(p[0], 0.5, 1e-9);
    cr_assert_float_eq(p[1], 0.5, 1e-9);
}

Test(pce, the_likeliest_is_the_first_of_equals_and_a_draw_follows_the_probabilities)
{
    static const double p[4] = {0.1, 0.4, 0.4, 0.1};
    cr_assert_eq(parley_i_pce_likeliest(p, 4), 1);
    cr_assert_eq(parley_i_pce_draw(p, 4, 0.05), 0);
    cr_assert_eq(parley_i_pce_draw(p, 4, 0.15), 1);
    cr_assert_eq(parley_i_pce_draw(p, 4, 0.55), 2);
    cr_assert_eq(parley_i_pce_draw(p, 4, 0.9999), 3);
}
