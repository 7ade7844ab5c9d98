// `rubinstein`: closed forms through whole scenarios, backward induction by hand, and laws on packages.
#include "bargain/hull.h"
#include "support/play.h"
#include "support/seats.h"

/// One pie to divide: what a scenario says of it, and the share of the first party.
struct division {
    double discount[2], no_deal[2], breakdown;
    int rounds, second_proposes;
    double share;
};

static double share_of(const struct division *d)
{
    char json[2048];
    (void)snprintf(
        json, sizeof json,
        "{\"parley\": 1, \"issues\": {\"share\": {\"range\": [0, 1]}}, \"parties\": {"
        "\"a\": {\"discount\": %.17g, \"no_deal\": %.17g, \"demands\": {\"share\": {\"ideal\": 1, \"limit\": 0}}},"
        "\"b\": {\"discount\": %.17g, \"no_deal\": %.17g, \"demands\": {\"share\": {\"ideal\": 0, \"limit\": 1}}}},"
        "\"process\": {\"talks\": {\"talks\": {\"parties\": [\"a\", \"b\"], \"issues\": [\"share\"], \"protocol\": "
        "{\"rubinstein\": {\"breakdown\": %.17g, \"rounds\": %d, \"proposer\": \"%s\"}}}}}}",
        d->discount[0], d->no_deal[0], d->discount[1], d->no_deal[1], d->breakdown, d->rounds,
        d->second_proposes ? "second" : "first");
    parley_scenario *scenario = load(json);
    parley_result *result = play(scenario, trials(1));
    double share = summary(result, "deal.share").mean;
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
    return share;
}

// tests/truth/bargaining-closed-form.csv, families Rubinstein, Rubinstein limit, Stahl finite horizon, Rubinstein with
// breakdown risk, Outside option principle; and the values of Rubinstein (1982) and Stahl (1972) with discounts 0.9 and
// 0.8. Where 2 proposes first the file prints d1 (1 - d1) / (1 - d1 d2); by its own formula for 1, with the parties'
// places changed, the share of 1 is d1 (1 - d2) / (1 - d1 d2) = 9/14, which is d1 times what 1 gets when it proposes
// next.
Test(rubinstein, meets_its_closed_forms)
{
    const double fast = exp(-0.05), slow = exp(-0.10), fast_10 = exp(-0.005), slow_10 = exp(-0.01),
                 fast_1000 = exp(-0.00005), slow_1000 = exp(-0.0001);
    const struct division rows[] = {
        {{.9, .9}, {0, 0}, 0, 0, 0, 10.0 / 19},
        {{.9, .8}, {0, 0}, 0, 0, 0, 5.0 / 7},
        {{.8, .9}, {0, 0}, 0, 0, 0, 5.0 / 14},
        {{.5, .5}, {0, 0}, 0, 0, 0, 2.0 / 3},
        {{.95, .9}, {0, 0}, 0, 0, 0, 20.0 / 29},
        {{.99, .98}, {0, 0}, 0, 0, 0, 100.0 / 149},
        {{.9, .8}, {0, 0}, 0, 0, 1, 9.0 / 14},
        {{fast, slow}, {0, 0}, 0, 0, 0, 0.683188},
        {{fast_10, slow_10}, {0, 0}, 0, 0, 0, 0.668332},
        {{fast_1000, slow_1000}, {0, 0}, 0, 0, 0, 0.666683},
        {{.9, .9}, {0, 0}, 0, 1, 0, 1},
        {{.9, .9}, {0, 0}, 0, 2, 0, 0.1},
        {{.9, .9}, {0, 0}, 0, 3, 0, 0.91},
        {{.9, .9}, {0, 0}, 0, 4, 0, 0.181},
        {{.9, .9}, {0, 0}, 0, 5, 0, 0.8371},
        {{.9, .9}, {0, 0}, 0, 10, 0, 0.342801},
        {{.9, .9}, {0, 0}, 0, 20, 0, 0.462328},
        {{.9, .9}, {0, 0}, 0, 50, 0, 0.523603},
        {{.9, .8}, {0, 0}, 0, 2, 0, 0.2},
        {{.9, .8}, {0, 0}, 0, 3, 0, 0.92},
        {{.9, .8}, {0, 0}, 0, 10, 0, 0.576077},
        {{.9, .8}, {0, 0}, 0, 50, 0, 0.714092},
        {{1, 1}, {0, 0}, 0.1, 0, 0, 0.526316},
        {{1, 1}, {0.2, 0.3}, 0.1, 0, 0, 0.463158},
        {{1, 1}, {0.2, 0.3}, 0.01, 0, 0, 0.451256},
        {{1, 1}, {0.2, 0.3}, 1e-6, 0, 0, 0.45},
        {{1, 1}, {0.1, 0.1}, 0.5, 0, 0, 0.633333},
        {{.9, .9}, {0, 0.3}, 0, 0, 0, 1 - 0.473684},
        {{.9, .9}, {0, 0.6}, 0, 0, 0, 1 - 0.6},
        {{1, 1}, {0, 0}, 0, 0, 0, 0.5},
        {{1, .9}, {0, 0}, 0, 0, 0, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert_float_eq(share_of(&rows[i]), rows[i].share, 1e-6, "row %d: %.9g, not %.9g", (int)i,
                           share_of(&rows[i]), rows[i].share);
    }
}

Test(rubinstein, exact_shares_are_exact)
{
    const struct division row = {{.9, .8}, {0, 0}, 0, 0, 0, 5.0 / 7};
    cr_assert_float_eq(share_of(&row), 5.0 / 7, 1e-14);
}

static const struct protocol *rubinstein(void)
{
    const struct protocol *protocol = parley_i_protocol("rubinstein");
    cr_assert(protocol != NULL);
    return protocol;
}

// The hull is never below any package, its corners are attained, and it is concave.
Test(hull, is_the_least_concave_frontier_above_all_packages)
{
    struct dice dice = {1982};
    static struct bench_table t;
    for (int round = 0; round < 2000; round++) {
        random_small_table(&t, &dice, 2);
        void *memory = aligned_alloc(64, (parley_i_hull_scratch(&t.space) + 63) / 64 * 64);
        struct hull hull;
        parley_i_hull(&t.table, memory, &hull);
        uint32_t choice[MOST_ISSUES] = {0};
        bool any = false;
        double nearest[64];
        for (size_t i = 0; i < hull.corners; i++) {
            nearest[i] = INFINITY;
        }
        do {
            if (parley_i_table_crosses(&t.table, 0, choice) || parley_i_table_crosses(&t.table, 1, choice)) {
                continue;
            }
            any = true;
            double u = parley_i_table_utility(&t.table, 0, choice), v = parley_i_table_utility(&t.table, 1, choice);
            cr_assert_geq(parley_i_hull_most(&hull, 1, u), v - 1e-9);  // edges may be all but upright
            cr_assert_geq(parley_i_hull_most(&hull, 0, v), u - 1e-9);
            for (size_t i = 0; i < hull.corners; i++) {
                nearest[i] = fmin(nearest[i], fabs(hull.corner[i].u[0] - u) + fabs(hull.corner[i].u[1] - v));
            }
        } while (next_package(&t.space, choice));
        cr_assert_eq(hull.corners > 0, any);
        for (size_t i = 0; i < hull.corners; i++) {
            cr_assert_lt(nearest[i], 1e-12);
        }
        free(memory);
    }
}

// What is offered is the proposer's best of what the other would not refuse, by looking at every package; it is
// acceptable to both.
Test(rubinstein, offers_the_best_package_that_is_not_refused)
{
    struct dice dice = {97};
    static struct bench_table t;
    int agreed = 0;
    for (int round = 0; round < 1500; round++) {
        random_small_table(&t, &dice, 2);
        struct seats s;
        take_seats(&s, rubinstein(), &t);
        s.discount[0] = 0.3 + 0.7 * chance_of(&dice);
        s.discount[1] = 0.3 + 0.7 * chance_of(&dice);
        s.parameter[0] = round % 2;
        s.parameter[1] = round % 3 == 0 ? 0.2 : 0.0;
        s.parameter[2] = round % 5;
        s.parameter[3] = 0;
        struct arena arena = {0};
        struct record *root = parley_i_record_create(&arena);
        s.sitting.turns = parley_i_record_list(root, "turns");
        rubinstein()->settle(&s.sitting, &s.settlement);
        const struct record *asks = parley_i_record_at(root, round % 2 ? "/turns/0/asks/a" : "/turns/0/asks/b");
        if (s.settlement.outcome == OUTCOME_AGREED) {
            uint32_t first = round % 2, second = 1 - first, choice[MOST_ISSUES] = {0};
            double best = -INFINITY;
            do {
                if (!parley_i_table_crosses(&t.table, 0, choice) && !parley_i_table_crosses(&t.table, 1, choice) &&
                    parley_i_reaches(parley_i_table_utility(&t.table, second, choice), asks->number)) {
                    best = fmax(best, parley_i_table_utility(&t.table, first, choice));
                }
            } while (next_package(&t.space, choice));
            cr_assert_float_eq(parley_i_table_utility(&t.table, first, s.choice), best, 1e-9, "round %d", round);
            cr_assert(parley_i_table_acceptable(&t.table, 0, s.choice) &&
                      parley_i_table_acceptable(&t.table, 1, s.choice));
            agreed++;
        }
        parley_i_arena_release(&arena);
        leave_seats(&s);
    }
    cr_assert_gt(agreed, 300);
}

Test(rubinstein, patience_helps_and_so_does_proposing)
{
    double before = 0;
    for (int k = 1; k < 20; k++) {
        struct division d = {{0.05 * k, 0.7}, {0, 0}, 0, 0, 0, 0}, second = {{0.05 * k, 0.7}, {0, 0}, 0, 0, 1, 0};
        double share = share_of(&d);
        cr_assert_gt(share, before);
        cr_assert_gt(share, share_of(&second));
        before = share;
    }
}

Test(rubinstein, is_for_two_parties)
{
    static const char json[] = "{\"parley\": 1, \"issues\": {\"x\": {\"range\": [0, 1]}}, \"parties\": {\"a\": "
                               "{\"demands\": {\"x\": {\"ideal\": 1, "
                               "\"limit\": 0}}}, \"b\": {\"demands\": {\"x\": {\"ideal\": 0, \"limit\": 1}}}, \"c\": "
                               "{\"demands\": {\"x\": {\"ideal\": 0, "
                               "\"limit\": 1}}}}, \"process\": {\"t\": {\"talks\": {\"parties\": [\"a\", \"b\", "
                               "\"c\"], \"issues\": [\"x\"], \"protocol\": "
                               "\"rubinstein\"}}}}";
    parley_scenario *scenario = NULL;
    cr_assert_eq(parley_scenario_load(json, strlen(json), "test.json", &scenario), PARLEY_BAD_SCENARIO);
    cr_assert(strstr(parley_last_message(), "two parties, found 3") != NULL, "%s", parley_last_message());
}
