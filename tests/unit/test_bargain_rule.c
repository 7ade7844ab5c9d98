// The rule of agreement, one thing for talks and votes: its words, its conditions together, and what a scenario may not
// say.
#include "bargain/protocol.h"
#include "support/scenarios.h"

#include <criterion/parameterized.h>
#include <parley/parley.h>
#include <stdio.h>

/// Three blocs of weights 5, 3 and 2 that are certain to vote as `yes` says, under a rule. Did the vote pass?
static bool passes(const char *rule, const char *yes)
{
    char json[1024];
    int size = snprintf(
        json, sizeof json,
        "{\"parley\": 1, \"issues\": {\"x\": {\"options\": [\"no\"], \"fixed\": \"no\"}},"
        " \"parties\": {\"p\": {}, \"q\": {}}, \"process\": {\"house\": {\"vote\": {\"blocs\": {"
        "\"a\": {\"weight\": 5, \"yes\": %c}, \"b\": {\"weight\": 3, \"yes\": %c}, \"c\": {\"weight\": 2, \"yes\": %c}"
        "}, %s}}}}",
        yes[0], yes[1], yes[2], rule);
    cr_assert_lt(size, (int)sizeof json);
    parley_scenario *scenario = loaded(json);
    parley_run_def def = parley_run_def_default();
    def.trials = 1;
    parley_result *result = NULL;
    require_ok(parley_run(scenario, &def, &result));
    parley_summary passed;
    require_ok(parley_result_summary(result, "agreement", &passed));
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
    return passed.mean == 1;
}

/// Which of the eight coalitions pass, from nobody (000) to all (111), counting in binary with c as the last digit.
struct known {
    char rule[96], passing[9];
};

ParameterizedTestParameters(rule, passes_exactly_the_coalitions_that_its_conditions_allow)
{
    static struct known rows[] = {
        {"\"rule\": \"unanimity\"", "00000001"},
        {"\"rule\": \"majority\"", "00000111"},  // 5 of 10 is not a majority
        {"\"rule\": \"double majority\"", "00000111"},
        {"\"rule\": {\"quota\": 0.5}", "00011111"},  // 5 of 10 is a half
        {"\"quota\": 0.7", "00000111"},
        {"\"quota\": 1", "00000001"},
        {"\"members\": 0.6666666666666666", "00010111"},  // two of three heads, whatever they weigh
        {"\"members\": 0.3", "01111111"},
        {"\"quota\": 0.5, \"members\": 0.34", "00010111"},  // a alone has the weight, but is one head of three
        {"\"rule\": {\"all_but\": 0}", "00000001"},
        {"\"rule\": {\"all_but\": 1}", "00010111"},
        {"\"all_but\": 2", "01111111"},
        {"\"all_but\": 1, \"veto\": [\"c\"]", "00010101"},
        {"\"members\": 0.3, \"veto\": [\"b\"]", "00110011"},
        {"\"quota\": 0.5, \"all_but\": 1", "00010111"},
        {"\"veto\": [\"b\"]", "00000011"},
    };
    return cr_make_param_array(struct known, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct known *row, rule, passes_exactly_the_coalitions_that_its_conditions_allow)
{
    for (int coalition = 0; coalition < 8; coalition++) {
        const char yes[4] = {coalition & 4 ? '1' : '0', coalition & 2 ? '1' : '0', coalition & 1 ? '1' : '0', '\0'};
        cr_expect_eq(passes(row->rule, yes), row->passing[coalition] == '1', "%s with %s", row->rule, yes);
    }
}

Test(rule, is_the_same_for_talks)
{
    // a and c meet halfway; b finds nothing worth signing and does not have to sign.
    static const char text[] =
        "{\"parley\": 1, \"issues\": {\"x\": {\"range\": [0, 1], \"step\": 0.5}},"
        " \"parties\": {\"a\": {\"demands\": {\"x\": {\"ideal\": 0, \"limit\": 1}}},"
        "               \"b\": {\"no_deal\": 2, \"demands\": {\"x\": {\"ideal\": 1, \"limit\": 0}}},"
        "               \"c\": {\"demands\": {\"x\": {\"ideal\": 1, \"limit\": 0}}}}, \"signatories\": [\"a\", \"c\"],"
        " \"process\": {\"t\": {\"talks\": {\"protocol\": \"alternating\", \"rounds\": 10, \"agreement\": "
        "\"unanimity\"}}}}";
    static const struct {
        const char *agreement;
        double agreed;
    } rows[] = {
        {"\"unanimity\"", 0},
        {"{\"all_but\": 0}", 0},
        {"{\"all_but\": 1}", 1},
        {"\"majority\"", 1},
        {"\"double majority\"", 1},
        {"{\"members\": 0.6}", 1},
        {"{\"members\": 0.7}", 0},
        {"{\"quota\": 0.6, \"members\": 0.6}", 1},
        {"{\"all_but\": 1, \"veto\": [\"b\"]}", 0},
        {"{\"all_but\": 1, \"veto\": [\"a\"], \"note\": \"a must agree\"}", 1},
    };
    parley_run_def def = parley_run_def_default();
    def.trials = 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        parley_scenario *scenario = loaded(text);
        require_ok(parley_scenario_set(scenario, "/process/t/talks/agreement", rows[i].agreement));
        parley_result *result = NULL;
        require_ok(parley_run(scenario, &def, &result));
        cr_expect_eq(parley_result_agreement_rate(result), rows[i].agreed, "%s", rows[i].agreement);
        parley_result_destroy(result);
        parley_scenario_destroy(scenario);
    }
}

struct refused {
    char value[64], said[160];
};

ParameterizedTestParameters(rule, that_has_no_meaning_is_refused_with_its_place)
{
    static struct refused rows[] = {
        {"\"consensus\"", "/process/house/vote/rule: expected \"unanimity\", \"majority\", \"double majority\" or {"},
        {"{\"quota\": 1.5}", "expected a share of the weight in (0, 1]"},
        {"{\"members\": 0}", "expected a share of the members in (0, 1]"},
        {"{\"members\": [1]}", "/process/house/vote/rule/members: expected a share of the members in (0, 1]"},
        {"{\"members\": \"uniform(0.5, 0.6)\"}",
         "/process/house/vote/rule/members: members must be the same in every trial"},
        {"{\"quota\": \"resolve\"}", "/process/house/vote/rule/quota: a quota must be the same in every trial"},
        {"{\"all_but\": 2}", "expected a whole number of members that may disagree, 0 up to 1"},
        {"{\"all_but\": 0.5}",
         "/process/house/vote/rule/all_but: found 0.5, expected a whole number of members that may disagree"},
        {"{\"allbut\": 1}", "did you mean \"all_but\"?"},
        {"{\"all_but\": 1, \"veto\": [\"middle\"]}", "/process/house/vote/rule/veto/0: unknown bloc \"middle\""},
    };
    return cr_make_param_array(struct refused, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct refused *row, rule, that_has_no_meaning_is_refused_with_its_place)
{
    parley_scenario *scenario = loaded(everything);  // its house has two blocs
    require_ok(parley_scenario_set(scenario, "/process/house/vote/rule", row->value));
    cr_expect_neq(parley_scenario_check(scenario), PARLEY_OK, "%s", row->value);
    cr_expect(strstr(parley_last_message(), row->said), "%s: %s", row->value, parley_last_message());
    parley_scenario_destroy(scenario);
}

Test(rule, of_heads_looks_at_no_weight)
{
    const uint8_t agrees[3] = {0, 1, 1};
    const double weight[3] = {1e6, 1, 0}, nothing[3] = {0};
    const struct rule two = {.kind = RULE_QUOTA, .heads = 2}, three = {.kind = RULE_QUOTA, .heads = 3};
    cr_expect(parley_i_rule_met(&two, weight, agrees, 3) && parley_i_rule_met(&two, nothing, agrees, 3));
    cr_expect(!parley_i_rule_met(&three, weight, agrees, 3));
}
