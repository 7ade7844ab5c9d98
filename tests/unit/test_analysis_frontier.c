// What a deal could be: published and textbook answers, solutions against the protocols of the same names, zones that
// are missing, gains that are left, and failing memory. Closed forms come from tests/truth/bargaining-closed-
// form.csv; issues have a thousand steps there, so answers are met to half a step.
#include "support/failing_memory.h"
#include "support/play.h"

#include <math.h>
#include <string.h>

static parley_report *frontier_of(const char *json, int64_t trial, uint64_t trials)
{
    parley_scenario *scenario = load(json);
    parley_frontier_def def = parley_frontier_def_default();
    parley_report *report = NULL;
    def.trial = trial;
    def.trials = trials;
    require_ok(parley_frontier(scenario, &def, &report));
    parley_scenario_destroy(scenario);
    return report;
}

static double at(const parley_report *report, const char *pointer)
{
    double value = NAN;
    require_ok(parley_report_number(report, pointer, &value));
    return value;
}

static const char *text_at(const parley_report *report, const char *pointer)
{
    const char *text = NULL;
    require_ok(parley_report_string(report, pointer, &text));
    return text;
}

static bool has(const parley_report *report, const char *pointer)
{
    double number;
    const char *text;
    return parley_report_number(report, pointer, &number) == PARLEY_OK ||
           parley_report_string(report, pointer, &text) == PARLEY_OK;
}

/// Two parties about one number x: what it is worth to each as formulas, no agreement, powers, the range of x.
static parley_report *about_x(const char *first, const char *second, double d1, double d2, double power, double high,
                              double step)
{
    char json[2048];
    snprintf(json, sizeof json,
             "{ \"parley\": 1, \"issues\": { \"x\": { \"range\": [0, %.17g], \"step\": %.17g } }, \"parties\": {"
             "  \"one\": { \"no_deal\": %.17g, \"power\": %.17g, \"demands\": { \"x\": %s } },"
             "  \"two\": { \"no_deal\": %.17g, \"power\": %.17g, \"demands\": { \"x\": %s } } } }",
             high, step, d1, power, first, d2, 1 - power, second);
    return frontier_of(json, -1, 0);
}

#define VALUE(formula) "{ \"value\": \"" formula "\" }"

Test(frontier, nash_on_a_line_gives_each_his_own_and_shares_the_rest_by_power)
{
    // bargaining-closed-form.csv, "Nash linear frontier": x = d1 + a (1 - d1 - d2).
    const double rows[3][4] = {{0.5, 0.2, 0.3, 0.45}, {0.7, 0.2, 0.3, 0.55}, {1.0 / 3, 0, 0.25, 0.25}};
    for (int i = 0; i < 3; i++) {
        parley_report *report = about_x(VALUE("x"), VALUE("1 - x"), rows[i][1], rows[i][2], rows[i][0], 1, 0.001);
        cr_assert_float_eq(at(report, "/nash_weighted/deal/x"), rows[i][3], 5e-4);
        cr_assert_float_eq(at(report, "/nash/deal/x"), (1 + rows[i][1] - rows[i][2]) / 2, 5.001e-4);
        cr_assert_eq(at(report, "/packages"), 1001);
        cr_assert_eq(at(report, "/pareto_count"), 1001);
        parley_report_destroy(report);
    }
}

Test(frontier, on_a_concave_frontier_the_solutions_part_as_in_the_closed_forms)
{
    // bargaining-closed-form.csv, "Nash concave frontier", "Kalai-Smorodinsky concave", "Utilitarian concave".
    parley_report *report = about_x(VALUE("x"), VALUE("sqrt(1 - x)"), 0, 0, 0.5, 1, 0.001);
    cr_assert_float_eq(at(report, "/nash/deal/x"), 2.0 / 3, 5e-4);
    cr_assert_float_eq(at(report, "/nash/utility/two"), 0.577350269, 5e-4);
    double product = at(report, "/nash/utility/one") * at(report, "/nash/utility/two");
    cr_assert_float_eq(product, 0.384900179, 1e-6);
    cr_assert_float_eq(at(report, "/kalai_smorodinsky/deal/x"), 0.618033989, 5e-4);
    cr_assert_float_eq(at(report, "/egalitarian/deal/x"), 0.618033989, 5e-4);
    cr_assert_float_eq(at(report, "/utilitarian/deal/x"), 0.75, 1e-9);
    cr_assert_float_eq(at(report, "/utilitarian/utility/two"), 0.5, 1e-9);
    cr_assert_float_eq(at(report, "/utilitarian/utility/one") + at(report, "/utilitarian/utility/two"), 1.25, 1e-9);
    cr_assert_float_eq(at(report, "/ideal/one"), 1, 1e-12);
    parley_report_destroy(report);
}

Test(frontier, who_fears_risk_gets_less)
{
    // bargaining-closed-form.csv, "Nash risk aversion" and "weighted Nash risk aversion": x = w a / (w a + (1 - w)
    // b).
    parley_report *report = about_x(VALUE("sqrt(x)"), VALUE("1 - x"), 0, 0, 0.6, 1, 0.001);
    cr_assert_float_eq(at(report, "/nash/deal/x"), 1.0 / 3, 5e-4);
    cr_assert_float_eq(at(report, "/nash_weighted/deal/x"), 3.0 / 7, 5e-4);
    parley_report_destroy(report);
}

Test(frontier, on_a_circle_the_weighted_product_gives_the_roots_of_the_powers)
{
    // bargaining-closed-form.csv, "weighted Nash circle".
    parley_report *report = about_x(VALUE("x"), VALUE("sqrt(1 - x^2)"), 0, 0, 0.8, 1, 0.001);
    cr_assert_float_eq(at(report, "/nash_weighted/utility/one"), 0.894427, 5e-4);
    cr_assert_float_eq(at(report, "/nash_weighted/utility/two"), 0.447214, 1e-3);
    parley_report_destroy(report);
}

Test(frontier, more_for_all_may_cost_a_player_under_nash_but_not_under_kalai_and_smorodinsky)
{
    // bargaining-closed-form.csv, "Kalai-Smorodinsky 1975 monotonicity"; the frontiers are walked by x.
    static const char rising[] = "{ \"curve\": [[0, 0], [1, 0.75], [2, 1]] }";
    static const char falling[] = "{ \"curve\": [[0, 1], [1, 0.75], [2, 0]] }";
    parley_report *small = about_x(rising, falling, 0, 0, 0.5, 2, 0.001);
    parley_report *large = about_x(VALUE("x"), VALUE("1 - 0.3 * x"), 0, 0, 0.5, 1, 0.001);
    cr_assert_float_eq(at(small, "/nash/utility/two"), 0.75, 1e-9);
    cr_assert_float_eq(at(small, "/kalai_smorodinsky/utility/one"), 0.75, 1e-9);
    cr_assert_float_eq(at(large, "/nash/utility/one"), 1, 1e-9);
    cr_assert_float_eq(at(large, "/nash/utility/two"), 0.7, 1e-9);
    // Two packages of the grid come equally near to 10/13; the second smallest gain decides.
    cr_assert_float_eq(at(large, "/kalai_smorodinsky/utility/one"), 10.0 / 13, 1e-3);
    cr_assert_float_eq(at(large, "/kalai_smorodinsky/utility/two"), 10.0 / 13, 1e-3);
    parley_report_destroy(small);
    parley_report_destroy(large);
}

Test(frontier, cutting_off_packages_nobody_chose_leaves_nash_but_not_kalai_and_smorodinsky)
{
    // bargaining-closed-form.csv, "Nash IIA / truncation": x + y <= 1 cut at x <= 0.4.
    parley_report *report = about_x(VALUE("x"), VALUE("1 - x"), 0, 0, 0.5, 0.4, 0.0005);
    cr_assert_float_eq(at(report, "/nash/utility/one"), 0.4, 1e-9);
    cr_assert_float_eq(at(report, "/kalai_smorodinsky/utility/one"), 2.0 / 7, 5e-4);
    cr_assert_float_eq(at(report, "/kalai_smorodinsky/utility/two"), 5.0 / 7, 5e-4);
    cr_assert_float_eq(at(report, "/ideal/one"), 0.4, 1e-9);
    parley_report_destroy(report);
}

static const char seven[] =
    "{ \"parley\": 1, \"issues\": { \"outcome\": { \"options\": [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", "
    "\"g\"] } }, \"parties\": {"
    "  \"one\": { \"no_deal\": 0.2, \"demands\": { \"outcome\": { \"values\": [1, 0.9, 0.75, 0.6, 0.3, 0, 0.5] } } },"
    "  \"two\": { \"no_deal\": 0.2, \"demands\": { \"outcome\": { \"values\": [0, 0.35, 0.6, 0.75, 0.92, 1, "
    "0.5] } } } } }";

Test(frontier, seven_outcomes_are_told_as_worked_by_hand)
{
    parley_report *report = frontier_of(seven, -1, 0);
    cr_assert_eq(at(report, "/packages"), 7);
    cr_assert_eq(at(report, "/pareto_count"), 6);
    cr_assert_eq(at(report, "/zone/count"), 5);
    cr_assert_float_eq(at(report, "/zone/share"), 5.0 / 7, 1e-15);
    cr_assert_str_eq(text_at(report, "/nash/deal/outcome"), "c");  // 0.22 against d's 0.22: the sums tie, c comes first
    cr_assert_str_eq(text_at(report, "/kalai_smorodinsky/deal/outcome"), "d");  // 0.5714 of the ideal gain
    cr_assert_str_eq(text_at(report, "/egalitarian/deal/outcome"), "c");
    cr_assert_str_eq(text_at(report, "/utilitarian/deal/outcome"), "c");
    cr_assert_float_eq(at(report, "/ideal/one"), 0.9, 1e-15);
    cr_assert_float_eq(at(report, "/ideal/two"), 0.92, 1e-15);
    cr_assert_float_eq(at(report, "/best/one"), 1, 1e-15);
    cr_assert_float_eq(at(report, "/opposition"), sqrt(0.25 * 0.25 + 0.4 * 0.4), 1e-12);
    cr_assert_str_eq(text_at(report, "/pareto/0/deal/outcome"), "a");
    cr_assert_str_eq(text_at(report, "/pareto/5/deal/outcome"), "f");
    parley_report_destroy(report);
}

Test(frontier, preferences_are_those_at_the_medians_or_of_the_trial_asked_for)
{
    static const char json[] =
        "{ \"parley\": 1, \"assumptions\": { \"a\": \"uniform(0, 1)\", \"b\": \"0.25 to 0.75\", \"c\": \"a + b\" },"
        "  \"correlations\": [{ \"between\": [\"a\", \"b\"], \"rank\": 0.5 }],"
        "  \"issues\": { \"x\": { \"range\": [0, 1], \"step\": 0.1 } }, \"parties\": {"
        "    \"one\": { \"no_deal\": \"a / 4\", \"demands\": { \"x\": { \"ideal\": 1, \"limit\": 0 } } },"
        "    \"two\": { \"no_deal\": \"beta(2, 2)\", \"demands\": { \"x\": { \"ideal\": 0, \"limit\": 1 } } } },"
        "  \"process\": { \"t\": { \"talks\": { \"protocol\": \"nash\" } } } }";
    parley_report *report = frontier_of(json, -1, 0);
    cr_assert_float_eq(at(report, "/no_deal/one"), 0.125, 1e-9);
    cr_assert_float_eq(at(report, "/no_deal/two"), 0.5, 1e-6);
    parley_report_destroy(report);
    parley_scenario *scenario = load(json);
    parley_run_def run = trials(100);
    parley_report *trace = NULL;
    require_ok(parley_trace(scenario, &run, 17, &trace));
    report = frontier_of(json, 17, 0);
    cr_assert_eq(at(report, "/trial"), 17);
    cr_assert_eq(at(report, "/no_deal/one"), at(trace, "/draws/assumptions.a") / 4);
    cr_assert_eq(at(report, "/no_deal/two"), at(trace, "/draws/parties.two.no_deal"));
    parley_report_destroy(trace);
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
}

Test(frontier, solutions_are_what_the_protocols_of_their_names_settle_on)
{
    static const char *const names[] = {"nash_weighted", "kalai_smorodinsky", "egalitarian", "utilitarian_weighted"};
    static const char *const protocols[] = {"nash", "kalai_smorodinsky", "egalitarian", "utilitarian"};
    for (int64_t trial = 0; trial < 25; trial++) {
        for (int i = 0; i < 4; i++) {
            char json[2048], pointer[64];
            snprintf(json, sizeof json,
                     "{ \"parley\": 1, \"issues\": { \"x\": { \"range\": [0, 9], \"step\": 1 },"
                     "    \"y\": { \"options\": [\"none\", \"some\", \"all\"] }, \"z\": { \"range\": [0, 4], "
                     "\"step\": 1, \"fixed\": 3 } },"
                     "  \"parties\": {"
                     "    \"a\": { \"power\": 2, \"no_deal\": \"uniform(0, 0.4)\", \"demands\": {"
                     "      \"x\": { \"weight\": \"uniform(1, 3)\", \"ideal\": 9, \"limit\": 0, \"shape\": 0.7 },"
                     "      \"y\": { \"values\": [0, 0.7, 1] }, \"z\": { \"ideal\": 4, \"limit\": 0 } },"
                     "      \"linkages\": [{ \"when\": \"x >= 5 && y == 'all'\", \"add\": 0.05 }] },"
                     "    \"b\": { \"no_deal\": \"uniform(0, 0.4)\", \"demands\": {"
                     "      \"x\": { \"ideal\": 0, \"limit\": 9 }, \"y\": { \"weight\": \"uniform(1, 3)\", "
                     "\"values\": [1, 0.5, 0] } } },"
                     "    \"c\": { \"no_deal\": \"uniform(0, 0.4)\", \"demands\": {"
                     "      \"x\": { \"ideal\": 4, \"limit\": [0, 9] }, \"y\": { \"values\": [0.2, 1, 0.4] } } } },"
                     "  \"process\": { \"t\": { \"talks\": { \"protocol\": \"%s\" } } } }",
                     protocols[i]);
            parley_report *report = frontier_of(json, trial, 0), *trace = NULL;
            parley_scenario *scenario = load(json);
            parley_run_def run = trials(100);
            require_ok(parley_trace(scenario, &run, (uint64_t)trial, &trace));
            snprintf(pointer, sizeof pointer, "/%s/deal/x", names[i]);
            cr_assert_eq(at(report, "/packages"), 30);
            cr_assert_eq(has(report, pointer), at(trace, "/agreement") == 1, "%s, trial %d", protocols[i], (int)trial);
            if (has(report, pointer)) {
                cr_assert_eq(at(report, pointer), at(trace, "/deal/x"), "%s, trial %d", protocols[i], (int)trial);
                snprintf(pointer, sizeof pointer, "/%s/deal/y", names[i]);
                cr_assert_str_eq(text_at(report, pointer), text_at(trace, "/deal/y"));
                snprintf(pointer, sizeof pointer, "/%s/deal/z", names[i]);
                cr_assert_eq(at(report, pointer), 3);
                snprintf(pointer, sizeof pointer, "/%s/utility/a", names[i]);
                cr_assert_float_eq(at(report, pointer), at(trace, "/parties/a/utility"), 1e-12);
            }
            parley_report_destroy(trace);
            parley_report_destroy(report);
            parley_scenario_destroy(scenario);
        }
    }
}

Test(frontier, a_missing_zone_is_told_with_who_clashes_and_what_would_open_one)
{
    parley_report *report = about_x(VALUE("1 - x"), VALUE("x"), 0.7, 0.6, 0.5, 1, 0.05);
    cr_assert_eq(at(report, "/zone/count"), 0);
    cr_assert(!has(report, "/nash/deal/x"));
    cr_assert_str_eq(text_at(report, "/clashes/0/parties/0"), "one");
    cr_assert_str_eq(text_at(report, "/clashes/0/parties/1"), "two");
    cr_assert_float_eq(at(report, "/clashes/0/short_by"), 0.15, 1e-12);  // at x = 0.45 both lack 0.15
    cr_assert_float_eq(at(report, "/nearest/deal/x"), 0.45, 1e-12);
    cr_assert_float_eq(at(report, "/nearest/short_by/one"), 0.15, 1e-12);
    cr_assert_str_eq(text_at(report, "/to_open/0/party"), "one");
    cr_assert_float_eq(at(report, "/to_open/0/gives"), 0.3, 1e-12);
    cr_assert_float_eq(at(report, "/to_open/0/to/deal/x"), 0.6, 1e-12);
    cr_assert_str_eq(text_at(report, "/to_open/0/on/0"), "x");
    cr_assert_float_eq(at(report, "/to_open/1/to/deal/x"), 0.3, 1e-12);
    parley_report_destroy(report);
}

Test(frontier, red_lines_that_leave_nothing_are_told_by_issue_and_distance)
{
    parley_report *report = about_x("{ \"ideal\": 0, \"limit\": 4, \"red_line\": true }",
                                    "{ \"ideal\": 10, \"limit\": 7, \"red_line\": true }", 0, 0, 0.5, 10, 1);
    cr_assert_eq(at(report, "/zone/count"), 0);
    cr_assert_eq(at(report, "/pareto_count"), 0);
    cr_assert_str_eq(text_at(report, "/clashes/0/red_lines_on/0"), "x");
    cr_assert_eq(at(report, "/clashes/0/apart"), 3);
    cr_assert_str_eq(text_at(report, "/to_open/0/drops_red_line_on/0"), "x");
    cr_assert(at(report, "/to_open/0/to/deal/x") >= 7);
    cr_assert_str_eq(text_at(report, "/to_open/1/party"), "two");
    cr_assert(at(report, "/to_open/1/to/deal/x") <= 4);
    parley_report_destroy(report);
}

Test(frontier, three_may_clash_though_no_two_do)
{
    parley_report *report = frontier_of(
        "{ \"parley\": 1, \"issues\": { \"who\": { \"options\": [\"a\", \"b\", \"c\"] } }, \"parties\": {"
        "  \"a\": { \"no_deal\": 0.5, \"demands\": { \"who\": { \"values\": [1, 1, 0] } } },"
        "  \"b\": { \"no_deal\": 0.5, \"demands\": { \"who\": { \"values\": [0, 1, 1] } } },"
        "  \"c\": { \"no_deal\": 0.5, \"demands\": { \"who\": { \"values\": [1, 0, 1] } } } } }",
        -1, 0);
    cr_assert_str_eq(text_at(report, "/clashes/0/parties/2"), "c");
    cr_assert_float_eq(at(report, "/clashes/0/short_by"), 0.5, 1e-12);
    cr_assert_not(has(report, "/clashes/1/parties/0"));
    parley_report_destroy(report);
}

Test(frontier, an_issue_fixed_beyond_a_red_line_closes_the_zone)
{
    parley_report *report = frontier_of(
        "{ \"parley\": 1, \"issues\": { \"x\": { \"range\": [0, 1], \"step\": 0.5 }, \"y\": { "
        "\"options\": [\"no\", \"yes\"], "
        "\"fixed\": \"yes\" } }, \"parties\": {"
        "  \"a\": { \"demands\": { \"x\": { \"ideal\": 1, \"limit\": 0 }, \"y\": { \"values\": [1, 0], "
        "\"red_lines\": [\"yes\"] } } },"
        "  \"b\": { \"demands\": { \"x\": { \"ideal\": 0, \"limit\": 1 } } } } }",
        -1, 0);
    cr_assert_eq(at(report, "/zone/count"), 0);
    cr_assert_str_eq(text_at(report, "/clashes/0/parties/0"), "a");
    cr_assert_str_eq(text_at(report, "/clashes/0/fixed_beyond_red_line"), "y");
    parley_report_destroy(report);
}

static const char swap[] =
    "{ \"parley\": 1, \"issues\": { \"x\": { \"range\": [0, 1], \"step\": 0.25 }, \"y\": { \"range\": [0, 1], "
    "\"step\": 0.25 } },"
    "  \"parties\": {"
    "    \"a\": { \"no_deal\": \"uniform(0, 0.9)\", \"demands\": { \"x\": { \"weight\": 3, \"ideal\": 1, "
    "\"limit\": 0 },"
    "                                                    \"y\": { \"ideal\": 1, \"limit\": 0 } } },"
    "    \"b\": { \"demands\": { \"x\": { \"ideal\": 0, \"limit\": 1 }, \"y\": { \"weight\": 3, \"ideal\": 0, "
    "\"limit\": 1 } } } },"
    "  \"process\": { \"t\": { \"talks\": { \"protocol\": \"%s\" } } } }";

Test(frontier, a_run_by_nash_leaves_nothing_on_the_table)
{
    char json[2048];
    snprintf(json, sizeof json, swap, "nash");
    parley_report *report = frontier_of(json, -1, 3000);
    cr_assert_eq(at(report, "/monte_carlo/trials"), 3000);
    cr_assert_eq(at(report, "/monte_carlo/zone/mean"), at(report, "/monte_carlo/agreement/mean"));
    cr_assert_eq(at(report, "/monte_carlo/zone_but_no_agreement/mean"), 0);
    cr_assert_eq(at(report, "/monte_carlo/gains_left/mean"), 0);
    parley_report_destroy(report);
}

Test(frontier, splitting_every_difference_leaves_what_a_trade_would_bring)
{
    // The means are x = 3/4 and y = 1/4, worth 5/8 to each; x = 1 and y = 0 is worth 3/4 to each.
    char json[2048];
    snprintf(json, sizeof json, swap, "mean");
    parley_report *report = frontier_of(json, -1, 3000);
    cr_assert_eq(at(report, "/monte_carlo/gains_left/mean"), 1);
    cr_assert_float_eq(at(report, "/monte_carlo/gains_left_size/mean"), 0.125, 1e-12);
    cr_assert_float_eq(at(report, "/monte_carlo/gains_left_size/quantiles/0.5"), 0.125, 1e-12);
    // Signed whenever no agreement is worth at most 5/8 of [0, 0.9] to the first; a zone is there up to 0.9.
    cr_assert_float_eq(at(report, "/monte_carlo/agreement/mean"), 0.625 / 0.9, 5 * sqrt(0.25 / 3000));
    cr_assert_eq(at(report, "/monte_carlo/zone/mean"), 1);
    parley_report_destroy(report);
}

Test(frontier, threads_change_nothing)
{
    char json[2048], *texts[2] = {NULL, NULL};
    snprintf(json, sizeof json, swap, "alternating");
    parley_scenario *scenario = load(json);
    for (int i = 0; i < 2; i++) {
        parley_frontier_def def = parley_frontier_def_default();
        parley_report *report = NULL;
        def.trials = 5000;
        def.threads = i == 0 ? 1 : 3;
        require_ok(parley_frontier(scenario, &def, &report));
        require_ok(parley_report_json(report, &texts[i]));
        parley_report_destroy(report);
    }
    cr_assert_str_eq(texts[0], texts[1]);
    parley_text_destroy(texts[0]);
    parley_text_destroy(texts[1]);
    parley_scenario_destroy(scenario);
}

Test(frontier, beyond_a_million_packages_points_are_supported_and_solutions_near)
{
    parley_scenario *scenario = load_file("examples/scenarios/twenty-issues.json");
    parley_report *report = NULL;
    require_ok(parley_frontier(scenario, NULL, &report));
    cr_assert_eq(at(report, "/exact"), 0);
    cr_assert_eq(at(report, "/supported"), 1);
    cr_assert_gt(at(report, "/pareto_count"), 20);
    for (int i = 0; i < 20; i++) {
        char pointer[64];
        double utility[2][2];
        for (int k = 0; k < 2; k++) {
            snprintf(pointer, sizeof pointer, "/pareto/%d/utility/capital", i + k);
            utility[k][0] = at(report, pointer);
            snprintf(pointer, sizeof pointer, "/pareto/%d/utility/region", i + k);
            utility[k][1] = at(report, pointer);
        }
        cr_assert(utility[0][0] > utility[1][0] && utility[0][1] < utility[1][1]);
    }
    static const char *const gaps[] = {"/nash/gap", "/kalai_smorodinsky/gap", "/egalitarian/gap", "/utilitarian/gap"};
    for (int i = 0; i < 4; i++) {
        double gap = has(report, gaps[i]) ? at(report, gaps[i]) : 0;
        cr_assert(gap <= 1e-3, "%s is %g", gaps[i], gap);
    }
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
}

Test(frontier, questions_without_sense_are_refused)
{
    parley_scenario *scenario = load("{ \"parley\": 1, \"assumptions\": { \"a\": 1 } }");
    parley_report *report = NULL;
    cr_assert_eq(parley_frontier(scenario, NULL, &report), PARLEY_NO_ANSWER);
    cr_assert_null(report);
    cr_assert(strstr(parley_last_message(), "no parties"));
    parley_frontier_def def = parley_frontier_def_default();
    def.trial = -2;
    cr_assert_eq(parley_frontier(scenario, &def, &report), PARLEY_BAD_ARGUMENT);
    def = parley_frontier_def_default();
    def.variant = "none such";
    cr_assert_eq(parley_frontier(scenario, &def, &report), PARLEY_NOT_FOUND);
    memset(&def, 0, sizeof def);
    cr_assert_eq(parley_frontier(scenario, &def, &report), PARLEY_BAD_DEF);
    cr_assert_eq(parley_frontier_def_init(&def, 8), PARLEY_BAD_DEF);
    cr_assert_eq(parley_frontier(NULL, NULL, &report), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_frontier(scenario, NULL, NULL), PARLEY_BAD_ARGUMENT);
    parley_scenario_destroy(scenario);
}

Test(frontier, memory_that_runs_out_anywhere_is_a_clean_failure)
{
    if (!CAN_FAIL_MEMORY) {
        cr_skip_test("memory cannot be made to fail in this build");
    }
    char json[2048];
    snprintf(json, sizeof json, swap, "nash");
    parley_scenario *scenarios[2] = {load(json), load(seven)};
    for (int i = 0; i < 2; i++) {
        parley_frontier_def def = parley_frontier_def_default();
        def.trials = i == 0 ? 300 : 0;
        for (long n = 0;; n++) {
            parley_report *report = NULL;
            long held_before = memory_held;
            memory_left = n;
            parley_status status = parley_frontier(scenarios[i], &def, &report);
            memory_left = -1;
            if (status == PARLEY_OK) {
                parley_report_destroy(report);
                cr_assert_gt(n, 10);
                break;
            }
            cr_assert_eq(status, PARLEY_NO_MEMORY, "request %ld: %s", n, parley_last_message());
            cr_assert_null(report);
            cr_assert_eq(memory_held, held_before, "request %ld leaks", n);
        }
    }
    parley_scenario_destroy(scenarios[0]);
    parley_scenario_destroy(scenarios[1]);
}
