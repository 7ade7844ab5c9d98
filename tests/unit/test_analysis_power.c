// Power in the rules of a scenario: talks and votes, weights at the medians or in a trial.
#include "support/scenarios.h"

#include <parley/parley.h>

static const char council[] =
    "{\"parley\": 1, \"title\": \"Council\", \"issues\": {\"x\": {\"range\": [0, 1], \"step\": 0.5}},"
    " \"parties\": {\"de\": {\"power\": 4}, \"fr\": {\"power\": 4}, \"it\": {\"power\": \"3 + uniform(0.5, 1.5)\"}, "
    "\"nl\": {\"power\": 2},"
    "               \"be\": {\"power\": 2}, \"lu\": {\"power\": 1}},"
    " \"process\": {"
    "   \"event\": {\"chance\": 0.5},"
    "   \"council\": {\"talks\": {\"protocol\": \"alternating\", \"agreement\": {\"quota\": 0.7}}},"
    "   \"summit\": {\"talks\": {\"protocol\": \"nash\"}},"
    "   \"bilateral\": {\"talks\": {\"parties\": [\"de\", \"fr\"], \"protocol\": \"alternating\"}},"
    "   \"house\": {\"vote\": {\"blocs\": {\"left\": {\"weight\": 50, \"yes\": 1}, \"right\": {\"weight\": 49, "
    "\"yes\": 0},"
    "                                   \"middle\": {\"weight\": \"1 + uniform(-1, 1) * 0.5\", \"yes\": 1}}, \"rule\": "
    "\"majority\"}},"
    "   \"chamber\": {\"vote\": {\"blocs\": {\"a\": {\"weight\": 9, \"yes\": 1}, \"b\": {\"yes\": 1}, \"c\": {\"yes\": "
    "1}}, \"all_but\": 1, \"veto\": [\"c\"]}},"
    "   \"poll\": {\"vote\": {\"yes\": 0.5}}}, \"variants\": {\"one rules\": {\"process\": {\"council\": {\"talks\": "
    "{\"agreement\": {\"quota\": 0.2, \"veto\": [\"de\"]}}}}}}}";

static parley_report *ask(const char *variant, const char *step, int64_t trial)
{
    parley_scenario *scenario = loaded(council);
    parley_report *report = NULL;
    parley_power_def def = parley_power_def_default();
    def.variant = variant;
    def.step = step;
    def.trial = trial;
    require_ok(parley_power(scenario, &def, &report));
    parley_scenario_destroy(scenario);
    return report;
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

Test(power, of_talks_counts_the_parties_powers_at_the_medians)
{
    // 70% of 17 is 11.9: the Council of 1958 (tests/truth/voting-power.csv).
    parley_report *report = ask(NULL, NULL, -1);
    cr_expect_eq(parley_report_size(report, "/steps"), 4,
                 "council, bilateral, house, chamber: the others have no rule");
    cr_expect_str_eq(parley_report_key(report, "/steps", 0), "council");
    cr_expect_eq(number(report, "/steps/council/members/it/weight"), 4);
    cr_expect_float_eq(number(report, "/steps/council/members/it/shapley_shubik"), 7.0 / 30, 1e-14);
    cr_expect_float_eq(number(report, "/steps/council/members/nl/banzhaf"), 1.0 / 7, 1e-14);
    cr_expect_float_eq(number(report, "/steps/council/members/nl/share"), 2.0 / 17, 1e-14);
    cr_expect_float_eq(number(report, "/steps/council/collectivity"), 14 / 64.0, 1e-14);
    cr_expect_str_eq(string(report, "/steps/council/dummies/0"), "lu");
    cr_expect_str_eq(string(report, "/steps/council/rule"), "at least 70% of the weight");
    cr_expect_eq(parley_report_size(report, "/steps/council/vetoes"), 0);
    cr_expect_str_eq(string(report, "/steps/bilateral/rule"), "unanimity");
    cr_expect_eq(parley_report_size(report, "/steps/bilateral/members"), 2);
    cr_expect_eq(parley_report_size(report, "/steps/bilateral/vetoes"), 2);
    parley_report_destroy(report);
}

Test(power, of_votes_counts_the_blocs_weights)
{
    parley_report *report = ask(NULL, NULL, -1);
    cr_expect_float_eq(number(report, "/steps/house/members/left/shapley_shubik"), 2.0 / 3, 1e-14);
    cr_expect_float_eq(number(report, "/steps/house/members/middle/banzhaf"), 0.2, 1e-14);
    cr_expect_eq(number(report, "/steps/house/members/middle/weight"), 1);
    cr_expect_str_eq(string(report, "/steps/chamber/rule"), "2 of 3 members, always with c");
    cr_expect_str_eq(string(report, "/steps/chamber/vetoes/0"), "c");
    cr_expect_eq(number(report, "/steps/chamber/members/a/swings"), number(report, "/steps/chamber/members/b/swings"));
    parley_report_destroy(report);
}

Test(power, of_a_trial_counts_the_weights_drawn_in_it)
{
    parley_report *report = ask(NULL, "council", 5);
    cr_expect_eq(parley_report_size(report, "/steps"), 1);
    double drawn = number(report, "/steps/council/members/it/weight");
    cr_expect(drawn > 3.5 && drawn < 4.5 && drawn != 4);
    cr_expect_eq(number(report, "/trial"), 5);
    parley_scenario *scenario = loaded(council);
    parley_report *trace = NULL;
    require_ok(parley_trace(scenario, NULL, 5, &trace));
    cr_expect_eq(number(trace, "/steps/council/parties/it/power"), drawn, "the same trial as trace tells");
    parley_report_destroy(trace);
    parley_scenario_destroy(scenario);
    parley_report_destroy(report);
}

Test(power, finds_the_dictator_of_a_variant)
{
    parley_report *report = ask("one rules", "council", -1);
    cr_expect_str_eq(string(report, "/steps/council/dictator"), "de");
    cr_expect_str_eq(string(report, "/variant"), "one rules");
    cr_expect_float_eq(number(report, "/steps/council/members/de/shapley_shubik"), 1, 1e-14);
    cr_expect_eq(parley_report_size(report, "/steps/council/dummies"), 5);
    parley_report_destroy(report);
}

Test(power, says_why_there_is_no_answer)
{
    parley_scenario *scenario = loaded(council);
    parley_report *report = NULL;
    parley_power_def def = parley_power_def_default();
    def.step = "counsil";
    cr_expect_eq(parley_power(scenario, &def, &report), PARLEY_NOT_FOUND);
    cr_expect_str_eq(parley_last_message(), "the scenario has no step \"counsil\"; did you mean \"council\"?");
    def.step = "summit";
    cr_expect_eq(parley_power(scenario, &def, &report), PARLEY_NO_ANSWER);
    cr_expect(strstr(parley_last_message(), "step \"summit\" decides by no rule of agreement"), "%s",
              parley_last_message());
    def.step = NULL;
    def.variant = "another";
    cr_expect_eq(parley_power(scenario, &def, &report), PARLEY_NOT_FOUND);
    def.struct_size = 1;
    cr_expect_eq(parley_power(scenario, &def, &report), PARLEY_BAD_DEF);
    cr_expect_eq(parley_power(NULL, NULL, &report), PARLEY_BAD_ARGUMENT);
    cr_expect_null(report);
    parley_scenario_destroy(scenario);
}
