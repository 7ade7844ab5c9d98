// `single_text`: laws of mediation by each method.
#include "support/play.h"
#include "support/seats.h"

enum { METHOD, AGREEMENT, BUDGET, PATIENCE, TEMPERATURE, COOLING, UNTRUTHFUL, START };
enum { HILL_CLIMBING, ANNEALING, FEEDBACK };

static const struct protocol *single_text(void)
{
    const struct protocol *protocol = parley_i_protocol("single_text");
    cr_assert(protocol != NULL);
    return protocol;
}

static void first_text(const struct bench_table *t, uint32_t *choice)
{
    for (uint32_t f = 0; f < t->space.factors; f++) {
        choice[f] = (t->factor[f].options - 1) / 2;
    }
}

// Hill climbing and feedback under unanimity make nobody worse off than the first text, and in the end no single step
// helps somebody at nobody's cost.
Test(single_text, climbing_makes_nobody_worse_and_ends_where_no_step_helps)
{
    struct dice dice = {3};
    static struct bench_table t;
    for (int round = 0; round < 600; round++) {
        random_small_table(&t, &dice, 2 + below(&dice, 3));
        t.table.barred = NULL;
        struct seats s;
        uint32_t start[MOST_ISSUES];
        take_seats(&s, single_text(), &t);
        s.parameter[METHOD] = round % 2 ? HILL_CLIMBING : FEEDBACK;
        s.parameter[START] = 1;
        s.parameter[BUDGET] = 20000;
        s.parameter[PATIENCE] = 600;
        first_text(&t, start);
        single_text()->settle(&s.sitting, &s.settlement);
        for (uint32_t p = 0; p < t.table.parties; p++) {
            cr_assert_geq(parley_i_table_utility(&t.table, p, s.choice),
                          parley_i_table_utility(&t.table, p, start) - 1e-9);
        }
        for (uint32_t f = 0; f < t.space.factors && s.parameter[METHOD] == HILL_CLIMBING; f++) {
            uint32_t at = s.choice[f];
            for (uint32_t k = at > 0 ? at - 1 : 0; k < t.factor[f].options && k <= at + 1; k++) {
                bool better = false, worse = false;
                for (uint32_t p = 0; p < t.table.parties; p++) {
                    const double *u = t.utility + p * t.space.cells + t.factor[f].first;
                    better = better || u[k] > u[at] + UTILITY_NOISE;
                    worse = worse || u[k] < u[at] - UTILITY_NOISE;
                }
                cr_assert(worse || !better, "round %d: factor %u", round, (unsigned)f);
            }
        }
        leave_seats(&s);
    }
}

// Annealing pays: over many opposed tables its texts are worth more in all than those of hill climbing, as Klein et al.
// found.
Test(single_text, annealing_finds_more_for_all_together_than_climbing)
{
    struct dice dice = {2003};
    static struct bench_table t;
    double sum[2] = {0, 0};
    for (int round = 0; round < 300; round++) {
        uint32_t options[6] = {5, 5, 5, 5, 5, 5};
        lay_plain_space(&t, options, 6);
        fill_randomly(&t, &dice, 2, false, true, 0.0);
        memset(t.no_deal, 0, sizeof t.no_deal);
        for (int method = HILL_CLIMBING; method <= ANNEALING; method++) {
            struct seats s;
            take_seats(&s, single_text(), &t);
            s.parameter[METHOD] = method;
            s.sitting.trial = (uint64_t)round;
            single_text()->settle(&s.sitting, &s.settlement);
            for (uint32_t p = 0; p < 2; p++) {
                sum[method] += parley_i_table_utility(&t.table, p, s.choice) / 600;
            }
            leave_seats(&s);
        }
    }
    cr_assert_gt(sum[ANNEALING], sum[HILL_CLIMBING] + 0.02, "%g and %g", sum[ANNEALING], sum[HILL_CLIMBING]);
}

// A temperature so low that no loss is ever accepted leaves nobody worse off.
Test(single_text, cold_annealing_accepts_no_loss)
{
    struct dice dice = {30};
    static struct bench_table t;
    for (int round = 0; round < 300; round++) {
        random_small_table(&t, &dice, 3);
        struct seats s;
        uint32_t start[MOST_ISSUES];
        take_seats(&s, single_text(), &t);
        s.parameter[METHOD] = ANNEALING;
        s.parameter[TEMPERATURE] = 1e-12;
        s.parameter[START] = 1;
        first_text(&t, start);
        single_text()->settle(&s.sitting, &s.settlement);
        for (uint32_t p = 0; p < 3 && t.table.barred == NULL; p++) {
            cr_assert_geq(parley_i_table_utility(&t.table, p, s.choice),
                          parley_i_table_utility(&t.table, p, start) - 1e-9);
        }
        leave_seats(&s);
    }
}

Test(single_text, stops_in_time_settles_what_enough_accept_and_tells_the_truth)
{
    struct dice dice = {300};
    static struct bench_table t;
    static const struct rule majority = {.kind = RULE_QUOTA, .quota = 0.5, .strict = true};
    int agreed = 0;
    for (int round = 0; round < 600; round++) {
        random_small_table(&t, &dice, 2 + below(&dice, 3));
        struct seats s, z;
        take_seats(&s, single_text(), &t);
        s.parameter[METHOD] = round % 3;
        s.parameter[BUDGET] = 1 + below(&dice, 300);
        s.parameter[PATIENCE] = 1 + below(&dice, 60);
        s.parameter[UNTRUTHFUL] = round % 5 == 0 ? 0.1 : 0.0;
        s.rule = round % 2 ? majority : (struct rule){.kind = RULE_UNANIMITY};
        take_seats(&z, single_text(), &t);
        memcpy(z.parameter, s.parameter, sizeof s.parameter);
        z.rule = s.rule;
        single_text()->settle(&s.sitting, &s.settlement);
        struct arena arena = {0};
        struct record *root = parley_i_record_create(&arena);
        z.sitting.turns = parley_i_record_list(root, "turns");
        single_text()->settle(&z.sitting, &z.settlement);
        cr_assert_leq(s.settlement.rounds, s.parameter[BUDGET]);
        cr_assert_eq(s.settlement.rounds, z.settlement.rounds);
        cr_assert_eq(s.settlement.outcome, z.settlement.outcome);
        cr_assert_eq(parley_i_space_compare(&t.space, s.choice, z.choice), 0);
        double turns = 0;
        for (const struct record *turn = root->first->first; turn != NULL; turn = turn->next) {
            turns++;
        }
        cr_assert_eq(turns, s.settlement.rounds);
        uint8_t accepts[MOST_PARTIES];
        for (uint32_t p = 0; p < t.table.parties; p++) {
            accepts[p] = parley_i_table_acceptable(&t.table, p, s.choice);
        }
        bool enough = parley_i_rule_met(&s.rule, s.power, accepts, t.table.parties);
        cr_assert_eq(s.settlement.outcome, enough ? OUTCOME_AGREED : OUTCOME_UNRESOLVED);
        agreed += enough;
        parley_i_arena_release(&arena);
        leave_seats(&s);
        leave_seats(&z);
    }
    cr_assert(agreed > 100 && agreed < 590);
}

// Who always says the contrary of what it thinks agrees only to what harms it.
Test(single_text, liars_are_taken_at_their_word)
{
    struct dice dice = {33};
    static struct bench_table t;
    for (int round = 0; round < 200; round++) {
        random_small_table(&t, &dice, 2);
        t.table.barred = NULL;
        struct seats s;
        uint32_t start[MOST_ISSUES];
        take_seats(&s, single_text(), &t);
        s.parameter[START] = 1;
        s.parameter[UNTRUTHFUL] = 1;
        first_text(&t, start);
        single_text()->settle(&s.sitting, &s.settlement);
        for (uint32_t p = 0; p < 2; p++) {
            cr_assert_leq(parley_i_table_utility(&t.table, p, s.choice),
                          parley_i_table_utility(&t.table, p, start) + 1e-9);
        }
        leave_seats(&s);
    }
}

Test(single_text, refuses_parameters_out_of_range)
{
    static const char json[] = "{\"parley\": 1, \"issues\": {\"x\": {\"range\": [0, 1]}}, \"parties\": {\"a\": "
                               "{\"demands\": {\"x\": {\"ideal\": 1, "
                               "\"limit\": 0}}}, \"b\": {\"demands\": {\"x\": {\"ideal\": 0, \"limit\": 1}}}}, "
                               "\"process\": {\"t\": {\"talks\": {\"parties\": "
                               "[\"a\", \"b\"], \"issues\": [\"x\"], \"protocol\": \"single_text\"}}}}";
    static const char *const bad[] = {
        "{\"single_text\": {\"method\": \"climbing\"}}", "{\"single_text\": {\"temperature\": 0}}",
        "{\"single_text\": {\"cooling\": 1.1}}",         "{\"single_text\": {\"patience\": \"1 to 9\"}}",
        "{\"single_text\": {\"budget\": 2.5}}",          "{\"single_text\": {\"lies\": 0.1}}"};
    parley_scenario *scenario = load(json);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        require_ok(parley_scenario_set(scenario, "/process/t/talks/protocol", bad[i]));
        cr_assert_neq(parley_scenario_check(scenario), PARLEY_OK, "%s", bad[i]);
    }
    // A temperature may be uncertain, like any number that is not counted in steps.
    require_ok(parley_scenario_set(scenario, "/process/t/talks/protocol",
                                   "{\"single_text\": {\"method\": \"annealing\", \"temperature\": \"0.01 to 1\"}}"));
    parley_result *result = play(scenario, trials(200));
    cr_assert_eq(summary(result, "agreement").mean, 1);
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
}
