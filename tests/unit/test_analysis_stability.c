// Stability of a scenario's deal: who holds what, what tempts, who answers, and the same in words.
#include "support/scenarios.h"

#include <parley/parley.h>

// The prisoner's dilemma as a scenario: each delivers one issue, keeping it costs 1 and brings the other 2 (of a weight
// of 3).
static const char dilemma[] =
    "{\"parley\": 1, \"title\": \"Dilemma\","
    " \"issues\": {\"north\": {\"options\": [\"keep\", \"break\"], \"delivered_by\": \"a\"},"
    "             \"south\": {\"options\": [\"keep\", \"break\"], \"delivered_by\": \"b\"}},"
    " \"parties\": {\"a\": {\"label\": \"Aland\", \"no_deal\": 0.4, \"demands\": {\"north\": {\"weight\": 1, "
    "\"values\": [0, 1]},"
    "                                                                  \"south\": {\"weight\": 2, \"values\": [1, "
    "0]}}},"
    "               \"b\": {\"demands\": {\"north\": {\"weight\": 2, \"values\": [1, 0]}, \"south\": {\"weight\": 1, "
    "\"values\": [0, 1]}}},"
    "               \"c\": {\"no_deal\": \"uniform(-2, 1)\", \"demands\": {\"north\": {\"values\": [1, 0]}}}},"
    " \"process\": {\"t\": {\"talks\": {\"protocol\": \"nash\"}}},"
    " \"variants\": {\"fixed\": {\"issues\": {\"north\": {\"fixed\": \"keep\"}}},"
    "                \"no talks\": {\"process\": {\"storm\": {\"chance\": 1, \"fails\": true}}}}}";

static parley_report *ask_of(const char *text, const parley_stability_def *def)
{
    parley_scenario *scenario = loaded(text);
    parley_report *report = NULL;
    require_ok(parley_stability(scenario, def, &report));
    parley_scenario_destroy(scenario);
    return report;
}

static parley_report *ask(const char *north, const char *south)
{
    const char *deal[] = {north, south};
    parley_stability_def def = parley_stability_def_default();
    def.deal = deal;
    def.deal_count = 2;
    return ask_of(dilemma, &def);
}

static double number(const parley_report *report, const char *pointer)
{
    double found = -1;
    require_ok(parley_report_number(report, pointer, &found));
    return found;
}

static const char *string(const parley_report *report, const char *pointer)
{
    const char *found = NULL;
    require_ok(parley_report_string(report, pointer, &found));
    return found;
}

Test(stability, of_kept_promises_rests_on_answers_in_kind)
{
    parley_report *report = ask("north=keep", "south=keep");
    cr_expect_eq(number(report, "/states"), 4);
    cr_expect_float_eq(number(report, "/parties/a/utility"), 2.0 / 3, 1e-12);
    cr_expect(!number(report, "/parties/a/nash") && number(report, "/parties/a/seq") &&
              number(report, "/parties/a/smr") && number(report, "/parties/a/gmr") && number(report, "/parties/a/sim"));
    cr_expect_str_eq(string(report, "/parties/a/reason"), "Aland would gain by setting north to \"break\" (0.6667 to "
                                                          "1), but then b would, to its own gain, answer by setting "
                                                          "south to \"break\", which leaves Aland at 0.3333");
    cr_expect_str_eq(string(report, "/parties/a/improvements/0/to/north"), "break");
    cr_expect_float_eq(number(report, "/parties/a/improvements/0/utility"), 1, 1e-12);
    cr_expect_str_eq(string(report, "/parties/a/improvements/0/seq/answer/south"), "break");
    cr_expect_str_eq(string(report, "/parties/c/reason"), "has nothing of the deal in hand");
    cr_expect(number(report, "/equilibrium/seq") && !number(report, "/equilibrium/nash"));
    cr_expect_eq(number(report, "/equilibria/nash"), 1, "both break");
    cr_expect_eq(number(report, "/equilibria/seq"), 2);
    parley_report_destroy(report);
}

Test(stability, of_broken_promises_is_nash_but_the_two_together_would_leave_it)
{
    parley_report *report = ask("north=break", "south=break");
    cr_expect(number(report, "/equilibrium/nash"));
    cr_expect_str_eq(string(report, "/parties/b/reason"),
                     "b gains by no move of its own; the best of them is setting south to \"keep\" (0.3333 to 0)");
    cr_expect_eq(parley_report_size(report, "/coalitions"), 1);
    cr_expect(!number(report, "/coalitions/0/gmr"), "nobody is left to deter them");
    cr_expect_str_eq(string(report, "/coalitions/0/reason"),
                     "Aland and b would all gain by Aland setting north to \"keep\", b setting south to \"keep\" "
                     "(Aland 0.3333 to 0.6667, "
                     "b 0.3333 to 0.6667), and nothing that the others can do takes that gain away");
    parley_report_destroy(report);
}

Test(stability, may_rest_on_threats_that_nobody_would_carry_out)
{
    // b likes its own issue kept: breaking it would punish a, and b as well.
    parley_scenario *scenario = loaded(dilemma);
    require_ok(parley_scenario_set(scenario, "/parties/b/demands/south/values", "[1, 0]"));
    const char *deal[] = {"north=keep", "south=keep"};
    parley_stability_def def = parley_stability_def_default();
    def.deal = deal;
    def.deal_count = 2;
    parley_report *report = NULL;
    require_ok(parley_stability(scenario, &def, &report));
    cr_expect(number(report, "/parties/a/smr") && !number(report, "/parties/a/seq") &&
              !number(report, "/parties/a/sim"));
    cr_expect_str_eq(
        string(report, "/parties/a/reason"),
        "Aland would gain by setting north to \"break\" (0.6667 to 1), but then b could answer by setting south to "
        "\"break\", "
        "which leaves Aland at 0.3333 with no way out; a threat, since that answer is no gain to those who make it");
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
}

Test(stability, lets_signatories_walk_away_when_asked)
{
    const char *deal[] = {"north=keep", "south=break"};
    parley_stability_def def = parley_stability_def_default();
    def.deal = deal;
    def.deal_count = 2;
    def.walk_away = true;
    parley_report *report = ask_of(dilemma, &def);
    cr_expect_eq(number(report, "/states"), 5);
    cr_expect_float_eq(number(report, "/parties/a/utility"), 0, 1e-12);
    cr_expect_str_eq(string(report, "/moves/c/0"), "no deal");
    cr_expect(!number(report, "/parties/a/gmr"));
    cr_expect_str_eq(string(report, "/parties/a/improvements/0/to"), "no deal");
    cr_expect_float_eq(number(report, "/parties/a/improvements/0/utility"), 0.4, 1e-12);
    cr_expect_str_eq(
        string(report, "/parties/a/reason"),
        "Aland would gain by walking away (0 to 0.4), and nothing that the others can do takes that gain away");
    cr_expect_float_eq(number(report, "/parties/c/no_deal"), -0.5, 1e-12, "at its median");
    cr_expect(number(report, "/parties/c/nash"));
    parley_report_destroy(report);
}

Test(stability, counts_named_moves_and_leaves_alone_what_nobody_holds)
{
    const char *deal[] = {"north=keep", "south=break"}, *moves[] = {"c:north", "c:south"};
    parley_stability_def def = parley_stability_def_default();
    def.deal = deal;
    def.deal_count = 2;
    def.moves = moves;
    def.move_count = 2;
    parley_report *report = ask_of(dilemma, &def);
    cr_expect_eq(parley_report_size(report, "/moves/c"), 2);
    cr_expect(number(report, "/parties/c/nash"));
    parley_report_destroy(report);
    parley_scenario *scenario = loaded(dilemma);
    require_ok(parley_scenario_set(scenario, "/issues/south/delivered_by", "null"));
    def.move_count = 0;
    require_ok(parley_stability(scenario, &def, &report));
    cr_expect_eq(number(report, "/states"), 2);
    cr_expect_eq(parley_report_size(report, "/moves"), 1);
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
}

Test(stability, without_a_deal_takes_what_the_talks_settle_in_that_world)
{
    parley_scenario *scenario = loaded(dilemma);
    parley_stability_def def = parley_stability_def_default();
    parley_report *report = NULL, *trace = NULL;
    def.trial = 3;
    require_ok(parley_stability(scenario, &def, &report));
    require_ok(parley_trace(scenario, NULL, 3, &trace));
    cr_expect_str_eq(string(report, "/deal_is"), "what the talks settle");
    cr_expect_str_eq(string(report, "/deal/north"), string(trace, "/deal/north"));
    cr_expect_eq(number(report, "/parties/a/utility"), number(trace, "/parties/a/utility"));
    cr_expect_eq(number(report, "/parties/c/no_deal"), number(trace, "/parties/c/no_deal"));
    parley_report_destroy(trace);
    parley_report_destroy(report);
    def.variant = "no talks";
    cr_expect_eq(parley_stability(scenario, &def, &report), PARLEY_NO_ANSWER);
    cr_expect(strstr(parley_last_message(), "the talks come to no deal in that trial"), "%s", parley_last_message());
    parley_scenario_destroy(scenario);
}

Test(stability, of_fixed_issues_needs_no_words)
{
    const char *deal[] = {"south=keep", "north=keep"};
    parley_stability_def def = parley_stability_def_default();
    def.variant = "fixed";
    def.deal = deal;
    for (size_t n = 1; n <= 2; n++) {
        def.deal_count = n;
        parley_report *report = ask_of(dilemma, &def);
        cr_expect_str_eq(string(report, "/deal/north"), "keep");
        cr_expect_eq(number(report, "/states"), 4, "who delivers a fixed issue can break it all the same");
        parley_report_destroy(report);
    }
}

Test(stability, thins_fine_grids_and_says_so_but_keeps_the_deal_and_the_status_quo)
{
    static const char text[] =
        "{\"parley\": 1, \"issues\": {\"x\": {\"range\": [0, 1], \"status_quo\": 0.123, \"delivered_by\": \"a\"},"
        "                          \"y\": {\"range\": [0, 1], \"delivered_by\": \"b\"}},"
        " \"parties\": {\"a\": {\"demands\": {\"x\": {\"ideal\": 0.123, \"limit\": [-1, 2]}, \"y\": {\"ideal\": 1, "
        "\"limit\": 0}}},"
        "               \"b\": {\"demands\": {\"x\": {\"ideal\": 1, \"limit\": 0}, \"y\": {\"ideal\": 0.777, "
        "\"limit\": [-1, 2]}}}}}";
    const char *deal[] = {"x=0.123", "y=0.777"};
    parley_stability_def def = parley_stability_def_default();
    def.deal = deal;
    def.deal_count = 2;
    parley_report *report = ask_of(text, &def);
    cr_expect_leq(number(report, "/states"), 4096);
    cr_expect_eq(number(report, "/points_looked_at/x"), 52, "101 halved, and the status quo, which is the deal");
    cr_expect(number(report, "/equilibrium/nash"), "both have what they like best of what they hold");
    parley_report_destroy(report);
}

Test(stability, says_what_is_wrong_with_a_question)
{
    static const struct {
        const char *deal[2];
        size_t deals;
        const char *move;
        parley_status status;
        const char *said;
    } rows[] = {
        {{"north=keep"}, 1, NULL, PARLEY_BAD_ARGUMENT, "the deal leaves south open"},
        {{"north"}, 1, NULL, PARLEY_BAD_ARGUMENT, "the deal says \"north\", expected ISSUE=VALUE"},
        {{"nort=keep", "south=keep"}, 2, NULL, PARLEY_NOT_FOUND, "unknown issue \"nort\"; did you mean \"north\"?"},
        {{"north=kep", "south=keep"}, 2, NULL, PARLEY_NOT_FOUND, "unknown option \"kep\"; did you mean \"keep\"?"},
        {{"north=keep", "north=break"}, 2, NULL, PARLEY_BAD_ARGUMENT, "north is settled already"},
        {{"north=keep", "south=keep"}, 2, "a", PARLEY_BAD_ARGUMENT, "a move says \"a\", expected PARTY:ISSUE"},
        {{"north=keep", "south=keep"}, 2, "d:north", PARLEY_NOT_FOUND, "unknown party \"d\""},
        {{"north=keep", "south=keep"}, 2, "a:east", PARLEY_NOT_FOUND, "unknown issue \"east\""},
    };
    parley_scenario *scenario = loaded(dilemma);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        parley_report *report = NULL;
        parley_stability_def def = parley_stability_def_default();
        def.deal = rows[i].deal;
        def.deal_count = rows[i].deals;
        def.moves = &rows[i].move;
        def.move_count = rows[i].move != NULL;
        cr_expect_eq(parley_stability(scenario, &def, &report), rows[i].status, "row %zu: %s", i,
                     parley_last_message());
        cr_expect(strstr(parley_last_message(), rows[i].said), "row %zu: %s", i, parley_last_message());
        cr_expect_null(report);
    }
    require_ok(parley_scenario_set(scenario, "/issues/north/delivered_by", "null"));
    require_ok(parley_scenario_set(scenario, "/issues/south/delivered_by", "null"));
    parley_report *report = NULL;
    parley_stability_def def = parley_stability_def_default();
    cr_expect_eq(parley_stability(scenario, &def, &report), PARLEY_NO_ANSWER);
    cr_expect(strstr(parley_last_message(), "nobody has anything of the deal in hand"), "%s", parley_last_message());
    def.struct_size = 3;
    cr_expect_eq(parley_stability(scenario, &def, &report), PARLEY_BAD_DEF);
    parley_scenario_destroy(scenario);
}
