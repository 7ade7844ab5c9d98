// `alternating`: cases worked by hand, the definition played naively against the library's shortcuts, and laws.
#include "support/seats.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

enum { ROUNDS, ORDER, AGREEMENT, BREAKDOWN };

static const struct protocol *alternating(void)
{
    const struct protocol *protocol = parley_i_protocol("alternating");
    cr_assert(protocol != NULL);
    return protocol;
}

// A pie in ten slices: option k gives the first party k/10 and the second 1 - k/10.
static void lay_pie(struct bench_table *t)
{
    uint32_t options[1] = {11};
    memset(t, 0, sizeof *t);
    lay_plain_space(t, options, 1);
    t->table = (struct table){&t->space, 2, t->utility, NULL, t->base, t->no_deal};
    for (uint32_t k = 0; k <= 10; k++) {
        t->utility[k] = k / 10.0;
        t->utility[11 + k] = (10 - k) / 10.0;
    }
}

// Eleven rounds, both concede straight from 1 to 0: targets are 1 - r/10. The first round in which some slice is
// worth both targets is r = 5 (0.5 each): reported as the sixth round, slice 5. The proposer of r = 5 is the second
// party; it has no choice.
Test(alternating, equal_parties_meet_in_the_middle_of_the_pie)
{
    struct bench_table t;
    struct seats s;
    lay_pie(&t);
    take_seats(&s, alternating(), &t);
    s.parameter[ROUNDS] = 11;
    alternating()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED);
    cr_assert_eq(s.settlement.rounds, 6);
    cr_assert_eq(s.choice[0], 5);
    leave_seats(&s);
}

// No agreement is worth 0.4 to the first party: its target falls from 1 to 0.4, so 1 - 0.06 r; the second's is 1 -
// r/10. Sum <= 1 at 2 - 0.16 r <= 1, r >= 6.25; at r = 7 the targets are 0.58 and 0.3: slices 6 and 7 are worth both.
// The second party proposes at r = 7 (odd): among slices with 1 - k/10 >= 0.3 the best for the first is slice 7. With
// six parts of patience (exponent 0.5 for the first) its target is 1 - 0.6 (r/10)^2: at r = 7 0.706 and 0.3, no
// slice; at r = 8 0.616 and 0.2: slices 7 and 8; the first party proposes and gives the other most: slice 7.
Test(alternating, a_better_outside_option_and_patience_are_worth_more_pie)
{
    struct bench_table t;
    struct seats s;
    lay_pie(&t);
    t.no_deal[0] = 0.4;
    take_seats(&s, alternating(), &t);
    s.parameter[ROUNDS] = 11;
    alternating()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.rounds, 8);
    cr_assert_eq(s.choice[0], 7);
    s.concedes[0].exponent = 0.5;
    alternating()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.rounds, 9);
    cr_assert_eq(s.choice[0], 7);
    leave_seats(&s);
}

// One round: t = 1, so targets are at their lowest; the first party offers the other all that leaves it 0.3.
Test(alternating, a_single_round_is_the_last_round)
{
    struct bench_table t;
    struct seats s;
    lay_pie(&t);
    t.no_deal[0] = 0.3;
    take_seats(&s, alternating(), &t);
    s.parameter[ROUNDS] = 1;
    alternating()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED);
    cr_assert_eq(s.settlement.rounds, 1);
    cr_assert_eq(s.choice[0], 3);
    leave_seats(&s);
}

// Floors of 0.7 each cannot both be met: the talks run to the deadline. A floor above the best is no zone at all.
Test(alternating, floors_that_clash_end_at_the_deadline_and_a_floor_out_of_reach_is_no_zone)
{
    struct bench_table t;
    struct seats s;
    lay_pie(&t);
    take_seats(&s, alternating(), &t);
    s.concedes[0].floor = s.concedes[1].floor = 0.7;
    alternating()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.outcome, OUTCOME_DEADLINE);
    cr_assert_eq(s.settlement.rounds, 20);
    t.no_deal[1] = 1.1;
    alternating()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.outcome, OUTCOME_NO_ZONE);
    leave_seats(&s);
}

// Breakdown with certainty: the first round is the only one, and at r = 0 both ask for all.
Test(alternating, talks_that_are_sure_to_break_down_have_one_round)
{
    struct bench_table t;
    struct seats s;
    lay_pie(&t);
    take_seats(&s, alternating(), &t);
    s.parameter[BREAKDOWN] = 1.0;
    alternating()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.outcome, OUTCOME_BREAKDOWN);
    cr_assert_eq(s.settlement.rounds, 1);
    leave_seats(&s);
}

// Agreement in the sixth of eleven rounds survives five draws: (1 - p)^5. Five standard errors over 20000 trials.
Test(alternating, breakdown_strikes_as_often_as_it_should)
{
    struct bench_table t;
    struct seats s;
    lay_pie(&t);
    take_seats(&s, alternating(), &t);
    s.parameter[ROUNDS] = 11;
    s.parameter[BREAKDOWN] = 0.1;
    int agreed = 0, first = 0;
    for (uint64_t trial = 0; trial < 20000; trial++) {
        s.sitting.trial = trial;
        alternating()->settle(&s.sitting, &s.settlement);
        agreed += s.settlement.outcome == OUTCOME_AGREED;
        first += s.settlement.outcome == OUTCOME_BREAKDOWN && s.settlement.rounds == 1;
    }
    double p = pow(0.9, 5);
    cr_assert_float_eq(agreed / 20000.0, p, 5 * sqrt(p * (1 - p) / 20000));
    cr_assert_float_eq(first / 20000.0, 0.1, 5 * sqrt(0.1 * 0.9 / 20000));
    leave_seats(&s);
}

// The definition, word for word: every round every package is looked at.
struct naive {
    enum outcome outcome;
    double rounds;
    uint32_t choice[8];
};

static double target_of(const struct seats *s, uint32_t p, double t)
{
    const struct table *table = s->sitting.table;
    double top = parley_i_table_top(table, p, NULL), low = fmax(table->no_deal[p], s->concedes[p].floor);
    return fmin(top, low + (top - low) * (1 - pow(t, 1 / s->concedes[p].exponent)));
}

static bool hopeless(const struct seats *s, uint32_t p)
{
    const struct table *table = s->sitting.table;
    return !parley_i_reaches(parley_i_table_top(table, p, NULL), fmax(table->no_deal[p], s->concedes[p].floor));
}

static bool best_package(const struct seats *s, uint32_t proposer, double target, uint32_t *best)
{
    const struct table *table = s->sitting.table;
    double total = 0, best_worth = 0, best_own = 0;
    bool any = false;
    for (uint32_t q = 0; q < table->parties; q++) {
        total += q == proposer ? 0 : s->power[q];
    }
    uint32_t choice[8] = {0};
    do {
        double own = parley_i_table_utility(table, proposer, choice), worth = 0;
        if (parley_i_table_crosses(table, proposer, choice) || !parley_i_reaches(own, target)) {
            continue;
        }
        for (uint32_t q = 0; q < table->parties; q++) {
            if (q != proposer) {
                worth += total > 0 ? s->power[q] / total * parley_i_table_utility(table, q, choice) : 0;
                worth = parley_i_table_crosses(table, q, choice) ? -INFINITY : worth;
            }
        }
        bool tied = any && (worth == best_worth || fabs(worth - best_worth) <= UTILITY_NOISE);
        if (!any || (!tied && worth > best_worth) || (tied && own > best_own + UTILITY_NOISE)) {
            any = true;
            best_worth = worth;
            best_own = own;
            memcpy(best, choice, sizeof choice);
        }
    } while (next_package(table->space, choice));
    return any;
}

static struct naive play_naively(const struct seats *s)
{
    const struct table *table = s->sitting.table;
    uint32_t rounds = (uint32_t)s->parameter[ROUNDS];
    struct naive end = {OUTCOME_DEADLINE, rounds, {0}};
    for (uint32_t p = 0; p < table->parties; p++) {
        if (hopeless(s, p) && (s->rule.kind == RULE_UNANIMITY || s->veto[p])) {
            return (struct naive){OUTCOME_NO_ZONE, 0, {0}};
        }
    }
    double last = s->parameter[BREAKDOWN] > 0
                      ? floor(log(parley_i_sitting_uniform(&s->sitting, 0, 0)) / log1p(-s->parameter[BREAKDOWN]))
                      : INFINITY;
    for (uint32_t r = 0; r < rounds; r++) {
        double t = rounds > 1 ? (double)r / (rounds - 1) : 1;
        uint32_t p = s->parameter[ORDER] > 0 ? (uint32_t)(parley_i_sitting_uniform(&s->sitting, 1, r) * table->parties)
                                             : r % table->parties;
        uint8_t accepts[MOST_PARTIES] = {0};
        if (!hopeless(s, p) && best_package(s, p, target_of(s, p, t), end.choice)) {
            for (uint32_t q = 0; q < table->parties; q++) {
                accepts[q] =
                    q == p || (!hopeless(s, q) && !parley_i_table_crosses(table, q, end.choice) &&
                               parley_i_reaches(parley_i_table_utility(table, q, end.choice), target_of(s, q, t)));
            }
            if (parley_i_rule_met(&s->rule, s->power, accepts, table->parties)) {
                end.outcome = OUTCOME_AGREED;
                end.rounds = r + 1;
                return end;
            }
        }
        if (r == last && r + 1 < rounds) {
            end.outcome = OUTCOME_BREAKDOWN;
            end.rounds = r + 1;
            return end;
        }
    }
    return end;
}

struct crowd {
    uint32_t parties;
    uint64_t seed;
};

ParameterizedTestParameters(alternating, shortcuts_trace_and_definition_agree_to_the_package)
{
    static struct crowd crowds[] = {{2, 1}, {2, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}, {1, 7}};
    return cr_make_param_array(struct crowd, crowds, sizeof crowds / sizeof *crowds);
}

static void choose_talks(struct seats *s, struct dice *dice, uint64_t trial)
{
    s->parameter[ROUNDS] = 1 + below(dice, 25);
    s->parameter[ORDER] = below(dice, 2);
    s->parameter[BREAKDOWN] = below(dice, 3) == 0 ? 0.1 * chance_of(dice) : 0.0;
    s->sitting.trial = trial;
    s->rule.kind = below(dice, 3) == 0 ? RULE_QUOTA : RULE_UNANIMITY;
    s->rule.quota = 0.5;
    s->rule.strict = below(dice, 2) == 0;
    s->rule.veto = s->veto;
    for (uint32_t p = 0; p < s->sitting.parties; p++) {
        static const double exponents[] = {1.0, 0.5, 0.2, 3.0};
        s->concedes[p].exponent = exponents[below(dice, 4)];
        s->concedes[p].floor = below(dice, 4) == 0 ? 0.5 * chance_of(dice) : -INFINITY;
        s->power[p] = below(dice, 8) == 0 ? 0.0 : 1.0 + below(dice, 3);
        s->veto[p] = s->rule.kind == RULE_QUOTA && below(dice, 4) == 0;
    }
}

ParameterizedTest(struct crowd *crowd, alternating, shortcuts_trace_and_definition_agree_to_the_package)
{
    struct dice dice = {crowd->seed};
    struct bench_table t;
    int agreed = 0, later = 0, prepared = 0;
    for (uint64_t trial = 0; trial < 2000; trial++) {
        random_small_table(&t, &dice, crowd->parties);
        struct seats s;
        take_seats(&s, alternating(), &t);
        choose_talks(&s, &dice, trial);
        struct naive want = play_naively(&s);
        for (int way = 0; way < 3; way++) {  // as it comes, prepared for a few packages, traced
            bool traced = way == 2;
            struct arena arena = {0};
            struct record *root = parley_i_record_create(&arena);
            if (way == 1) {
                struct sitting_shape shape = {&t.space, t.table.parties, t.space.issues, s.issue, NULL, NULL};
                cr_assert_eq(alternating()->prepare(alternating(), &arena, &shape, &s.sitting.prepared), PARLEY_OK);
                prepared += s.sitting.prepared != NULL && s.rule.kind == RULE_UNANIMITY;
            }
            s.sitting.turns = traced ? parley_i_record_list(root, "turns") : NULL;
            alternating()->settle(&s.sitting, &s.settlement);
            cr_assert_eq(s.settlement.outcome, want.outcome, "trial %d: %s, not %s", (int)trial,
                         parley_i_outcome_words[s.settlement.outcome], parley_i_outcome_words[want.outcome]);
            cr_assert_eq(s.settlement.rounds, want.rounds, "trial %d: %g, not %g", (int)trial, s.settlement.rounds,
                         want.rounds);
            cr_assert(want.outcome != OUTCOME_AGREED || parley_i_space_compare(&t.space, s.choice, want.choice) == 0,
                      "trial %d", (int)trial);
            cr_assert_eq(s.settlement.gap, 0.0);
            size_t turns = 0;
            for (const struct record *turn = traced ? s.sitting.turns->first : NULL; turn != NULL; turn = turn->next) {
                turns++;
            }
            cr_assert(!traced || turns == (size_t)want.rounds);
            s.sitting.prepared = NULL;
            parley_i_arena_release(&arena);
        }
        agreed += want.outcome == OUTCOME_AGREED;
        later += want.outcome == OUTCOME_AGREED && want.rounds > 1;
        leave_seats(&s);
    }
    cr_assert(agreed > 200 && (later > 100 || crowd->parties == 1), "the cases are too easy: %d agreed, %d later",
              agreed, later);
    cr_assert_gt(prepared, 200);
}

Test(alternating, a_deal_of_two_is_acceptable_clean_and_pareto_efficient)
{
    struct dice dice = {99};
    struct bench_table t;
    for (uint64_t trial = 0; trial < 2000; trial++) {
        random_small_table(&t, &dice, 2);
        struct seats s;
        take_seats(&s, alternating(), &t);
        alternating()->settle(&s.sitting, &s.settlement);
        if (s.settlement.outcome == OUTCOME_AGREED) {
            double a = parley_i_table_utility(&t.table, 0, s.choice), b = parley_i_table_utility(&t.table, 1, s.choice);
            cr_assert(parley_i_table_acceptable(&t.table, 0, s.choice) &&
                      parley_i_table_acceptable(&t.table, 1, s.choice));
            uint32_t other[8] = {0};
            do {
                if (!parley_i_table_crosses(&t.table, 0, other) && !parley_i_table_crosses(&t.table, 1, other)) {
                    double x = parley_i_table_utility(&t.table, 0, other),
                           y = parley_i_table_utility(&t.table, 1, other);
                    cr_assert_not((x > a + 1e-9 && y >= b) || (x >= a && y > b + 1e-9));
                }
            } while (next_package(&t.space, other));
        }
        leave_seats(&s);
    }
}

Test(alternating, scaling_power_changes_nothing)
{
    struct dice dice = {123};
    struct bench_table t;
    for (uint64_t trial = 0; trial < 500; trial++) {
        random_small_table(&t, &dice, 4);
        struct seats s;
        take_seats(&s, alternating(), &t);
        choose_talks(&s, &dice, trial);
        alternating()->settle(&s.sitting, &s.settlement);
        struct settlement before = s.settlement;
        uint32_t choice[8];
        memcpy(choice, s.choice, sizeof choice);
        for (uint32_t p = 0; p < 4; p++) {
            s.power[p] *= 37.3;
        }
        alternating()->settle(&s.sitting, &s.settlement);
        cr_assert(before.outcome == s.settlement.outcome && before.rounds == s.settlement.rounds);
        cr_assert(before.outcome != OUTCOME_AGREED || parley_i_space_compare(&t.space, choice, s.choice) == 0);
        leave_seats(&s);
    }
}

// Twenty issues of ten options: 10^20 packages, and still a deal that both sign, near the frontier, within the
// promised gap.
Test(alternating, among_ten_to_the_twenty_packages_the_gap_is_proven_small)
{
    struct dice dice = {2};
    struct bench_table t;
    uint32_t options[20];
    for (int i = 0; i < 20; i++) {
        options[i] = 10;
    }
    lay_plain_space(&t, options, 20);
    for (uint64_t trial = 0; trial < 200; trial++) {
        fill_randomly(&t, &dice, 2 + trial % 2, false, trial % 3 == 0, 0.0);
        struct seats s;
        take_seats(&s, alternating(), &t);
        s.concedes[0].exponent = 0.5;
        alternating()->settle(&s.sitting, &s.settlement);
        cr_assert_leq(s.settlement.gap, 1e-3);
        if (s.settlement.outcome == OUTCOME_AGREED) {
            for (uint32_t p = 0; p < t.table.parties; p++) {
                cr_assert(parley_i_table_acceptable(&t.table, p, s.choice));
                double when = (s.settlement.rounds - 1) / 19.0;
                cr_assert(parley_i_reaches(parley_i_table_utility(&t.table, p, s.choice), target_of(&s, p, when)));
            }
        }
        leave_seats(&s);
    }
}
