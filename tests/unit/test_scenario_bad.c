// What is wrong with a scenario is said in one sentence, with its place.
#include "base/fail.h"
#include "scenario/model.h"
#include "support/scenarios.h"

#include <stdio.h>
#include <stdlib.h>

/// Set a value in a good scenario; the check must then say this.
static const struct {
    const char *pointer, *json, *message;
} changes[] = {
    // the head
    {"/parley", "2",
     "/parley: expected 1, the version of the scenario format that this library reads, found the number 2"},
    {"/titel", "\"x\"", "/titel: unknown key \"titel\"; did you mean \"title\"?"},
    {"/zzzzzzzzzzzz", "1", "/zzzzzzzzzzzz: unknown key \"zzzzzzzzzzzz\"; expected one of \"parley\", \"title\","},
    {"/title", "[]", "/title: expected a text, found a list"},
    {"/note", "3", "/note: expected a text, found the number 3"},
    {"/signatories", "[\"us\", \"us\"]", "/signatories/1: \"us\" is listed twice"},
    {"/signatories", "[\"usa\"]", "/signatories/0: unknown party \"usa\"; did you mean \"us\"?"},
    {"/signatories", "[]", "/signatories: empty; expected a list of names"},
    // assumptions
    {"/assumptions/Resolve", "1",
     "/assumptions/Resolve: bad id \"Resolve\" for an assumption; expected a lower-case letter"},
    {"/assumptions/elapsed", "1",
     "/assumptions/elapsed: \"elapsed\" has a meaning of its own in formulas; give an assumption another id"},
    {"/assumptions/us", "1",
     "/parties/us: \"us\" is already an assumption; formulas could not tell it from a party of that id"},
    {"/metrics/resolve", "1",
     "/metrics/resolve: \"resolve\" is already an assumption; formulas could not tell it from a metric of that id"},
    {"/assumptions/resolve", "true", "/assumptions/resolve: expected a number or a formula (a text), found true"},
    {"/assumptions/resolve", "\" \"", "/assumptions/resolve: an empty text; expected a number or a formula"},
    {"/assumptions/resolve", "{}", "/assumptions/resolve: \"value\" is missing"},
    {"/assumptions/resolve", "{\"value\": 1, \"sauce\": \"x\"}",
     "/assumptions/resolve/sauce: unknown key \"sauce\"; did you mean \"source\"?"},
    {"/correlations/0/rank", "1", "/correlations/0/rank: a rank correlation of 1; expected a number between -1 and 1"},
    {"/correlations/0/rank", "\"-0.3\"", "/correlations/0/rank: expected a plain number, found the text \"-0.3\""},
    {"/correlations/0/between/1", "\"resolved\"",
     "/correlations/0/between/1: unknown assumption \"resolved\"; did you mean \"resolve\"?"},
    {"/correlations/0/between/1", "\"resolve\"", "/correlations/0/between/1: \"resolve\" is listed twice"},
    {"/correlations/0/between/-", "\"presence_hr\"", "/correlations/0/between: expected a list of two assumptions"},
    {"/correlations/-", "{\"between\": [\"tail_hazard\", \"resolve\"], \"rank\": 0.1}",
     "/correlations/1: the correlation between \"resolve\" and \"tail_hazard\" is given twice"},
    // issues
    {"/issues", "{}", "/issues: empty; expected an object of issues by id"},
    {"/parties", "{}", "/parties: empty; expected an object of parties by id"},
    {"/parties", "null", "/: \"parties\" is missing; a scenario with issues needs parties"},
    {"/issues", "null", "/: \"issues\" is missing; a scenario with parties needs issues"},
    {"/issues/term/range", "[50, 0]", "/issues/term/range: the range goes from 50 to 0; expected low < high"},
    {"/issues/term/range", "[5, 5]", "/issues/term/range: the range goes from 5 to 5; expected low < high"},
    {"/issues/term/range", "[0, \"50\"]", "/issues/term/range/1: expected a plain number, found the text \"50\""},
    {"/issues/term/step", "0", "/issues/term/step: a step of 0; expected a number > 0"},
    {"/issues/term/step", "-5", "/issues/term/step: a step of -5; expected a number > 0"},
    {"/issues/term/step", "60", "/issues/term/step: a step of 60 is larger than the range, which is 50 wide"},
    {"/issues/term/step", "1e-9", "/issues/term/step: this step makes more than a million points"},
    {"/issues/term/fixed", "60", "/issues/term/fixed: fixed at 60; expected a value from 0 to 50, the issue's range"},
    {"/issues/term/points", "[1, 2]", "/issues/term: expected exactly one of \"options\", \"range\" and \"points\""},
    {"/issues/share/points", "[15, 15]", "/issues/share/points/1: 15 after 15; expected increasing numbers"},
    {"/issues/presence/options", "[]", "/issues/presence/options: empty; expected a list of options"},
    {"/issues/presence/options", "[\"a\", \"b\", \"a\"]",
     "/issues/presence/options/2: the option \"a\" is listed twice"},
    {"/issues/presence/options/0", "15", "/issues/presence/options/0: expected an option's name, a text"},
    {"/issues/presence/options/0", "\"a\\nb\"",
     "/issues/presence/options/0: bad name for an option; expected 1 to 100 characters"},
    {"/issues/presence/fixed", "\"troop\"",
     "/issues/presence/fixed: unknown option \"troop\"; did you mean \"troops\"?"},
    {"/issues/presence/status_quo", "1",
     "/issues/presence/status_quo: unknown option \"1\"; expected one of \"none\", \"monitors\", \"troops\""},
    {"/issues/term/delivered_by", "\"usa\"", "/issues/term/delivered_by: unknown party \"usa\"; did you mean \"us\"?"},
    // parties
    {"/parties/us/demands/presense", "{}",
     "/parties/us/demands/presense: unknown issue \"presense\"; did you mean \"presence\"?"},
    {"/parties/us/demands/presence", "{}",
     "/parties/us/demands/presence: expected exactly one of \"ideal\" with \"limit\", \"curve\""},
    {"/parties/us/demands/presence", "{\"values\": {\"none\": 1, \"troops\": 0}}",
     "/parties/us/demands/presence/values: the value of option \"monitors\" is missing"},
    {"/parties/us/demands/presence", "{\"values\": {\"none\": 1, \"trops\": 0}}",
     "/parties/us/demands/presence/values/trops: unknown option \"trops\"; did you mean \"troops\"?"},
    {"/parties/us/demands/presence", "{\"values\": [1, 0]}",
     "/parties/us/demands/presence/values: 2 values for 3 options; expected one for each"},
    {"/parties/us/demands/presence", "{\"curve\": [[0, 0], [1, 1]]}",
     "/parties/us/demands/presence/curve: a curve needs an issue in numbers"},
    {"/parties/us/demands/share", "{\"values\": [1, 0, 0]}",
     "/parties/us/demands/share/values: \"values\" need an issue with options"},
    {"/parties/us/demands/share", "{\"ideal\": 3}", "/parties/us/demands/share: \"limit\" is missing"},
    {"/parties/us/demands/share", "{\"ideal\": 3, \"limit\": 3}",
     "/parties/us/demands/share/limit: the limit equals the ideal"},
    {"/parties/us/demands/share", "{\"ideal\": 3, \"limit\": [3, 9]}",
     "/parties/us/demands/share/limit: the ideal does not lie between the two limits"},
    {"/parties/us/demands/share", "{\"curve\": [[0, 0], [0, 1]]}",
     "/parties/us/demands/share/curve/1/0: the curve goes from x = 0 to 0; expected increasing x"},
    {"/parties/us/demands/share", "{\"curve\": [[0, 0], [1, 1.5]]}",
     "/parties/us/demands/share/curve/1/1: a worth of 1.5; expected a number in [0, 1]"},
    {"/parties/us/demands/share", "{\"curve\": [[0, 0]]}",
     "/parties/us/demands/share/curve: a curve of one point; expected at least two"},
    {"/parties/us/demands/share", "{\"value\": \"x\", \"shape\": 2}",
     "/parties/us/demands/share/shape: \"shape\" belongs to \"ideal\" and \"limit\""},
    {"/parties/us/demands/share/red_line", "\"yes\"",
     "/parties/us/demands/share/red_line: expected true or false, found the text \"yes\""},
    {"/parties/us/demands/share/red_lines", "[\"a\"]",
     "/parties/us/demands/share/red_lines: \"red_lines\" names options, but the issue is in numbers"},
    {"/parties/us/demands/presence/red_lines", "[\"non\"]",
     "/parties/us/demands/presence/red_lines/0: unknown option \"non\"; did you mean \"none\"?"},
    {"/parties/us/demands/share/weight", "-1",
     "/parties/us/demands/share/weight: a weight of -1; expected a number >= 0"},
    {"/parties/us/demands", "{\"share\": {\"weight\": 0, \"value\": \"x\"}}",
     "/parties/us/demands: all weights are 0; at least one must be larger"},
    {"/parties/us/power", "[1]", "/parties/us/power: expected a number or a formula (a text), found a list"},
    {"/parties/us/trust", "{\"ukrain\": 1}",
     "/parties/us/trust/ukrain: unknown party \"ukrain\"; did you mean \"ukraine\"?"},
    {"/parties/us/linkages", "[{\"when\": \"1\"}]",
     "/parties/us/linkages/0: \"add\" is missing; a linkage has \"when\" and \"add\""},
    {"/parties/us/concedes", "3",
     "/parties/us/concedes: expected an object such as { \"exponent\": 0.3 }, found the number 3"},
    // the process
    {"/process", "{}", "/process: empty; expected an object of steps by id"},
    {"/process/advisors/vote", "{\"yes\": 1}",
     "/process/advisors: expected exactly one of \"talks\", \"vote\" and \"chance\""},
    {"/process/advisors/talks/parties", "[\"us\"]",
     "/process/advisors/talks/parties: talks of one party; expected at least two"},
    {"/process/advisors/talks/parties/0", "\"russia\"",
     "/process/advisors/talks/parties/0: unknown party \"russia\"; expected one of \"ukraine\", \"us\""},
    {"/process/advisors/talks/issues/0", "\"presense\"",
     "/process/advisors/talks/issues/0: unknown issue \"presense\"; did you mean \"presence\"?"},
    {"/process/leaders/talks/issues", "[\"share\"]", "/issues/term: no talks settle this issue"},
    {"/process/leaders/talks/protocol", "{\"nash\": {}, \"mean\": {}}",
     "/process/leaders/talks/protocol: expected one protocol with its parameters"},
    {"/process/advisors/talks/protocol", "{\"alternating\": {\"rounds\": 3}}",
     "/process/advisors/talks/protocol/alternating/rounds: \"rounds\" is given twice, here and beside \"protocol\""},
    {"/process/advisors/talks/rounds", "[null]", "/process/advisors/talks/rounds/0: expected a value, found null"},
    {"/process/ratify/otherwise", "\"skp\"", "/process/ratify/otherwise: unknown word \"skp\"; did you mean \"skip\"?"},
    {"/process/ratify/fails", "true", "/process/ratify/fails: \"fails\" belongs to a \"chance\" step"},
    {"/process/ratify/vote", "{}", "/process/ratify/vote: expected either \"yes\", a probability, or \"blocs\""},
    {"/process/ratify/vote/quota", "0.5", "/process/ratify/vote/quota: \"quota\" needs \"blocs\""},
    {"/process/house/vote/blocs/left", "{\"weight\": 3}", "/process/house/vote/blocs/left: \"yes\" is missing"},
    {"/process/house/vote/rule/veto/0", "\"lefft\"",
     "/process/house/vote/rule/veto/0: unknown bloc \"lefft\"; did you mean \"left\"?"},
    {"/process/house/vote", "{\"blocs\": {\"a\": {\"weight\": 0, \"yes\": 1}}}",
     "/process/house/vote/blocs: all weights are 0"},
    {"/process/signing", "{\"chance\": 1}",
     "/process/signing: \"signing\" has a meaning of its own in formulas; give a step another id"},
    // the aftermath
    {"/aftermath/horizon", "0", "/aftermath/horizon: a horizon of 0; expected a number > 0"},
    {"/aftermath/horizon", "null", "/aftermath: \"horizon\" is missing; expected a number > 0"},
    {"/aftermath/states", "[]", "/aftermath/states: empty; expected a list of states"},
    {"/aftermath/states/-", "\"war\"", "/aftermath/states/4: the state \"war\" is listed twice"},
    {"/aftermath/states/-", "\"peace\"",
     "/aftermath/states/4: the state \"peace\" cannot be reached: the start (\"agreement ? 'guaranteed' : 'unprotected'\") does not "
     "name it and no transitions lead there"},
    {"/aftermath/start", "\"guaranted\"",
     "/aftermath/start: unknown state \"guaranted\"; did you mean \"guaranteed\"?"},
    {"/aftermath/start", "\"guaranteed\"", "/aftermath/states/2: the state \"unprotected\" cannot be reached"},
    {"/aftermath/transitions/0/from", "\"garanteed\"",
     "/aftermath/transitions/0/from: unknown state \"garanteed\"; did you mean \"guaranteed\"?"},
    {"/aftermath/transitions/0/to", "\"guaranteed\"",
     "/aftermath/transitions/0/to: a transition to the state it leaves"},
    {"/aftermath/transitions/0/rate", "1",
     "/aftermath/transitions/0: expected exactly one of \"rate\", \"weibull\" and \"after\""},
    {"/aftermath/transitions/0/times", "1",
     "/aftermath/transitions/0/times: \"times\" multiplies a rate; a fixed delay has none"},
    {"/aftermath/transitions/1/rate", "[[1, 2]]",
     "/aftermath/transitions/1/rate/0/0: the first piece starts at 1; expected 0"},
    {"/aftermath/transitions/1/rate", "[[0, 2], [0, 1]]",
     "/aftermath/transitions/1/rate/1/0: a piece from 0 after one from 0; expected increasing times"},
    {"/aftermath/transitions/1/rate", "[[0]]",
     "/aftermath/transitions/1/rate/0: expected a piece of two: [from time, rate]"},
    {"/aftermath/transitions/2/weibull/scale", "null", "/aftermath/transitions/2/weibull: \"scale\" is missing"},
    {"/aftermath/transitions/2/clock", "\"enter\"",
     "/aftermath/transitions/2/clock: unknown clock \"enter\"; did you mean \"entry\"?"},
    {"/aftermath/moves", "1.5", "/aftermath/moves: expected a whole number of moves from 1 to 1000000, found 1.5"},
    // metrics and variants
    {"/metrics/mean_term/value", "null", "/metrics/mean_term: \"value\" is missing; expected a formula"},
    {"/variants/15 years", "[]",
     "/variants/15 years: expected a patch, which is an object with the parts of the scenario that change, found a "
     "list"},
    {"/variants/15 years/variants", "{}", "/variants/15 years/variants: a variant cannot change \"variants\""},
};

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

Test(scenario_bad, every_mistake_is_told_in_one_sentence_with_its_place)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        parley_scenario *scenario = loaded(everything);
        cr_assert(parley_scenario_set(scenario, changes[i].pointer, changes[i].json) == PARLEY_OK, "%s: %s",
                  changes[i].pointer, parley_last_message());
        const parley_status status = parley_scenario_check(scenario);
        cr_expect(status == PARLEY_BAD_SCENARIO && starts_with(parley_last_message(), changes[i].message),
                  "%s = %s\n  wanted: %s\n  found:  %s: %s", changes[i].pointer, changes[i].json, changes[i].message,
                  parley_status_name(status), status == PARLEY_OK ? "" : parley_last_message());
        parley_scenario_destroy(scenario);
    }
}

Test(scenario_bad, a_set_scenario_fails_to_load_with_line_and_column)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        parley_scenario *scenario = loaded(everything), *again = NULL;
        char *text = NULL;
        cr_assert(parley_scenario_set(scenario, changes[i].pointer, changes[i].json) == PARLEY_OK, "%s: %s",
                  changes[i].pointer, parley_last_message());
        require_ok(parley_scenario_save(scenario, &text));
        cr_assert_eq(parley_scenario_load(text, strlen(text), "bad.json", &again), PARLEY_BAD_SCENARIO);
        const parley_error error = parley_last_error();
        char place[64];
        snprintf(place, sizeof place, "bad.json:%d:%d: ", (int)error.line, (int)error.column);
        cr_expect(error.line > 0 && error.column > 0 && starts_with(error.message, place), "%s", error.message);
        cr_expect(starts_with(error.message + strlen(place), changes[i].message), "%s", error.message);
        cr_expect_null(again);
        parley_text_destroy(text);
        parley_scenario_destroy(scenario);
    }
}

/// A patch that breaks the scenario; where that is reported.
static const struct {
    const char *patch, *message;
} patches[] = {
    {"{\"issues\": {\"term\": {\"range\": [50, 0]}}}",
     "/variants/a~1b/issues/term/range: the range goes from 50 to 0; expected low < high"},
    {"{\"issues\": {\"term\": {\"range\": [0, 2]}}}",
     "/variants/a~1b/issues/term: a step of 5 is larger than the range, which is 2 wide"},
    {"{\"issues\": {\"term\": {\"fixd\": 2}}}",
     "/variants/a~1b/issues/term/fixd: unknown key \"fixd\"; did you mean \"fixed\"?"},
    {"{\"parties\": {\"us\": {\"demands\": {\"presense\": {}}}}}",
     "/variants/a~1b/parties/us/demands/presense: unknown issue \"presense\"; did you mean \"presence\"?"},
    {"{\"aftermath\": {\"horizon\": -1}}", "/variants/a~1b/aftermath/horizon: a horizon of -1; expected a number > 0"},
    {"{\"issues\": {\"presence\": {\"options\": [\"none\", \"troops\"]}}}",
     "/parties/ukraine/demands/presence/values: 3 values for 2 options; expected one for each (in the variant "
     "\"a/b\")"},
    {"{\"issues\": {\"presence\": null}}", "/parties/ukraine/demands/presence: unknown issue \"presence\"; expected "
                                           "one of \"term\", \"share\" (in the variant \"a/b\")"},
};

Test(scenario_bad, mistakes_of_a_patch_are_told_at_the_patch)
{
    for (size_t i = 0; i < sizeof patches / sizeof *patches; i++) {
        parley_scenario *scenario = loaded(everything);
        require_ok(parley_scenario_add_variant(scenario, "a/b", patches[i].patch));
        cr_expect_eq(parley_scenario_check(scenario), PARLEY_BAD_SCENARIO);
        cr_expect_str_eq(parley_last_message(), patches[i].message);
        parley_scenario_destroy(scenario);
    }
}

/// Texts that are no JSON, or none that parley takes.
static const struct {
    const char *text, *message;
    parley_status status;
} texts[] = {
    {"", "t:1:1: the text is empty; expected a JSON object", PARLEY_BAD_JSON},
    {" \n ", "t:1:1: the text is empty; expected a JSON object", PARLEY_BAD_JSON},
    {"{", "t:1:2: expected a key in double quotes, found the end of the text", PARLEY_BAD_JSON},
    {"{\n\"a\": [1,\n 2", "t:3:3: the text ends within the list that line 2, column 6 opens; expected ',' or ']'",
     PARLEY_BAD_JSON},
    {"{\"title\": \"open", "t:1:11: this text is never closed; expected a \" before the end", PARLEY_BAD_JSON},
    {"{\"a\": 1,}", "t:1:8: a ',' before the closing '}'; take it away", PARLEY_BAD_JSON},
    {"{\"a\" 1}", "t:1:6: expected ':' after a key, found '1'", PARLEY_BAD_JSON},
    {"{\"a\": 1 \"b\": 2}", "t:1:9: expected ',' or '}', found a text", PARLEY_BAD_JSON},
    {"{a: 1}", "t:1:2: expected a key in double quotes, found 'a'", PARLEY_BAD_JSON},
    {"{'a': 1}", "t:1:2: texts and keys are written in double quotes; expected a key in double quotes, found '",
     PARLEY_BAD_JSON},
    {"{\"a\": NaN}", "t:1:7: NaN and infinity are not numbers of JSON; expected a value", PARLEY_BAD_JSON},
    {"{\"a\": -Infinity}", "t:1:7: NaN and infinity are not numbers of JSON; expected a finite number",
     PARLEY_BAD_JSON},
    {"{\"a\": {\"b\": [0, 1e999]}}",
     "t:1:17: /a/b/1: this number is too large; expected a finite number, below 1.8e308", PARLEY_BAD_JSON},
    {"{\"a\": 01}", "t:1:7: a number cannot start with a superfluous 0", PARLEY_BAD_JSON},
    {"{\"a\": .5}", "t:1:7: expected a value, found '.'", PARLEY_BAD_JSON},
    {"{\"a\": 5.}", "t:1:7: this number is not complete: expected a digit, found '}'", PARLEY_BAD_JSON},
    {"{\"a\": 1 // one\n}", "t:1:9: JSON has no comments; use a \"note\" instead", PARLEY_BAD_JSON},
    {"{\"a\": \"\\u0000\"}", "t:1:8: a text cannot contain a zero character (\\u0000)", PARLEY_BAD_JSON},
    {"{\"a\": \"\\ud800\"}", "t:1:8: the first half of a surrogate pair has no second half", PARLEY_BAD_JSON},
    {"{\"a\": \"\\x\"}", "t:1:8: unknown escape in a text; a backslash itself is written \\\\", PARLEY_BAD_JSON},
    {"{\"\xc3\xa9\": \xff}", "t:1:7: the byte 0xff is not UTF-8; save the file as UTF-8", PARLEY_BAD_JSON},
    {"{\"a\": \"\xed\xa0\x80\"}", "t:1:8: the byte 0xed is not UTF-8; save the file as UTF-8", PARLEY_BAD_JSON},
    {"{} {}", "t:1:4: expected nothing after the end of the JSON value, found '{'", PARLEY_BAD_JSON},
    {"{\"a\": 1,\n \"b\": {\"c\": 1, \"d\": 2,\n  \"\\u0063\": 3}}",
     "t:3:3: /b/c: duplicate key \"c\"; the first is at line 2, column 8", PARLEY_BAD_JSON},
    {"[1]", "t:1:1: /: expected a scenario, which is a JSON object: { ... }", PARLEY_BAD_SCENARIO},
    {"\xef\xbb\xbf{\"title\": 3}", "t:1:11: /title: expected a text, found the number 3", PARLEY_BAD_SCENARIO},
    {"{\"title\": \"\xc3\xa9\xc3\xa9\", \"titel\": 3}",
     "t:1:17: /titel: unknown key \"titel\"; did you mean \"title\"?", PARLEY_BAD_SCENARIO},
};

Test(scenario_bad, broken_json_is_told_with_line_and_column)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        parley_scenario *scenario = NULL;
        cr_expect_eq(parley_scenario_load(texts[i].text, strlen(texts[i].text), "t", &scenario), texts[i].status, "%s",
                     texts[i].text);
        cr_expect_str_eq(parley_last_message(), texts[i].message);
        cr_expect_null(scenario);
    }
    parley_scenario *scenario = NULL;
    cr_expect_eq(parley_scenario_load("{\"a\0\": 1}", 9, NULL, &scenario), PARLEY_BAD_JSON);
    cr_expect_str_eq(parley_last_message(), "scenario:1:4: a zero byte; expected JSON text in UTF-8");
}

Test(scenario_bad, nesting_of_ten_thousand_levels_is_refused)
{
    char *deep = malloc(10001);
    cr_assert(deep);
    memset(deep, '[', 10000);
    deep[10000] = '\0';
    parley_scenario *scenario = NULL;
    cr_expect_eq(parley_scenario_load(deep, 10000, "deep.json", &scenario), PARLEY_BAD_JSON);
    cr_expect_str_eq(parley_last_message(), "deep.json:1:1001: nested more than 1000 levels deep");
    free(deep);
}

Test(scenario_bad, a_formula_error_points_into_its_text_past_escapes)
{
    parley_scenario *scenario = loaded("{\n \"assumptions\": { \"a\": \"1 +\\t\\u0032\" }\n}");
    const struct {
        size_t offset;
        int32_t column;
    } places[] = {{1, 25}, {4, 28}, {5, 30}, {6, 36}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        parley_i_fail_at(PARLEY_BAD_EXPRESSION, "/assumptions/a", places[i].offset, "cannot be read");
        cr_expect_eq(parley_i_scenario_locate(scenario, NULL, PARLEY_BAD_EXPRESSION), PARLEY_BAD_EXPRESSION);
        const parley_error error = parley_last_error();
        cr_expect_str_eq(error.pointer, "/assumptions/a");
        cr_expect_eq(error.line, 2);
        cr_expect_eq(error.column, places[i].column, "byte %zu: column %d", places[i].offset, (int)error.column);
    }
    parley_scenario_destroy(scenario);
    const char *wrong = "{\n \"assumptions\": { \"a\": \"1 +\\t\\u00e9\" }\n}";
    cr_expect_eq(parley_scenario_load(wrong, strlen(wrong), "f.json", &scenario), PARLEY_BAD_EXPRESSION);
    cr_expect_eq(parley_last_error().column, 30, "%s", parley_last_message());
}
