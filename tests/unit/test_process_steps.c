// Steps of the process on scenarios small enough to be worked by hand. Nothing in them is uncertain unless said, so one trial tells.
#include "support/play.h"

#include <math.h>

/// The value of a column in the first trial.
static double first(const parley_scenario *scenario, const char *column)
{
    struct kept k = keep(scenario, trials(4), &column, 1);
    double value = k.value[0];
    free(k.value);
    return value;
}

static void assert_first(const parley_scenario *scenario, const char *column, double expected)
{
    double found = first(scenario, column);
    cr_assert((isnan(expected) && isnan(found)) || fabs(found - expected) < 1e-12, "%s is %.17g, expected %.17g", column, found,
              expected);
}

/// Two parties, two issues of three options each: `a` wants the last options, `b` the first; a cares for i, b for j.
#define TWO(process)                                                                                                   \
    "{ \"parley\": 1, \"issues\": {"                                                                                   \
    "    \"i\": { \"options\": [\"x\", \"y\", \"z\"], \"status_quo\": \"x\" },"                                        \
    "    \"j\": { \"options\": [\"x\", \"y\", \"z\"] } },"                                                             \
    "  \"parties\": {"                                                                                                 \
    "    \"a\": { \"no_deal\": 0.1, \"demands\": {"                                                                    \
    "       \"i\": { \"weight\": 3, \"values\": { \"x\": 0, \"y\": 0.5, \"z\": 1 } },"                                 \
    "       \"j\": { \"weight\": 1, \"values\": { \"x\": 0, \"y\": 0.5, \"z\": 1 } } } },"                             \
    "    \"b\": { \"no_deal\": 0.1, \"demands\": {"                                                                    \
    "       \"i\": { \"weight\": 1, \"values\": { \"x\": 1, \"y\": 0.5, \"z\": 0 } },"                                 \
    "       \"j\": { \"weight\": 3, \"values\": { \"x\": 1, \"y\": 0.5, \"z\": 0 } } } } },"                           \
    "  \"process\": {" process "} }"

Test(process, nash_trades_across_issues_when_both_lie_on_one_table)
{
    // i to a, j to b: each gets 0.75; the product of gains 0.65^2 is the largest of the nine.
    parley_scenario *s = load(TWO("\"t\": { \"talks\": { \"protocol\": \"nash\" } }"));
    assert_first(s, "agreement", 1);
    assert_first(s, "deal.i", 2);
    assert_first(s, "deal.j", 0);
    assert_first(s, "a.utility", 0.75);
    assert_first(s, "b.gain", 0.65);
    assert_first(s, "a.concessions.i", 0);
    assert_first(s, "a.concessions.j", 0.25);
    assert_first(s, "b.concessions.i", 0.25);
    assert_first(s, "t.agreed", 1);
    assert_first(s, "failed_at", NAN);
    parley_scenario_destroy(s);
}

Test(process, a_sitting_that_leaves_issues_open_judges_its_table_alone_and_the_last_judges_the_whole_deal)
{
    // Alone on i, weights renormalise: u_a = 0, 0.5, 1 and u_b = 1, 0.5, 0: Nash settles y (0.4 * 0.4).
    // Then j on top of i = y: u_a = 0.375 + {0, .125, .25}, u_b = 0.125 + {.75, .375, 0}.
    // Gains: x: 0.275 * 0.775 = 0.213; y: 0.4 * 0.4 = 0.16; z: 0.525 * 0.025. So x.
    parley_scenario *s = load(TWO("\"one\": { \"talks\": { \"issues\": [\"i\"], \"protocol\": \"nash\" } },"
                                  "\"two\": { \"talks\": { \"protocol\": \"nash\" } }"));
    assert_first(s, "deal.i", 1);
    assert_first(s, "deal.j", 0);
    assert_first(s, "a.utility", 0.375);
    assert_first(s, "b.utility", 0.875);
    parley_scenario_destroy(s);
}

Test(process, an_issue_listed_again_is_open_again)
{
    parley_scenario *s = load(TWO("\"one\": { \"talks\": { \"issues\": [\"i\"], \"protocol\": \"nash\" } },"
                                  "\"two\": { \"talks\": { \"issues\": [\"i\", \"j\"], \"protocol\": \"nash\" } }"));
    assert_first(s, "deal.i", 2);
    assert_first(s, "deal.j", 0);
    parley_scenario_destroy(s);
}

Test(process, an_unmet_requirement_fails_and_names_the_step)
{
    parley_scenario *s = load(TWO("\"one\": { \"talks\": { \"issues\": [\"j\"], \"protocol\": \"nash\" } },"
                                  "\"two\": { \"requires\": \"deal.j == 'z'\", \"talks\": { \"protocol\": \"nash\" }, \"takes\": 5 }"));
    assert_first(s, "agreement", 0);
    assert_first(s, "failed_at", 1);
    assert_first(s, "elapsed", 0);
    assert_first(s, "a.utility", 0.1);
    assert_first(s, "a.gain", 0);
    assert_first(s, "deal.i", 0);  // its status quo
    assert_first(s, "deal.j", NAN);
    assert_first(s, "two.agreed", NAN);
    assert_first(s, "a.concessions.i", NAN);
    parley_scenario_destroy(s);
}

Test(process, a_skipped_sitting_leaves_its_issue_at_the_status_quo)
{
    parley_scenario *s =
        load(TWO("\"one\": { \"talks\": { \"issues\": [\"j\"], \"protocol\": \"nash\" } },"
                 "\"two\": { \"requires\": \"deal.j == 'z'\", \"otherwise\": \"skip\", \"talks\": { \"protocol\": \"nash\" } }"));
    // j is settled at y (0.4 * 0.4 alone); i stays at x: a 0.125, b 0.25 + 0.375.
    assert_first(s, "agreement", 1);
    assert_first(s, "deal.i", 0);
    assert_first(s, "deal.j", 1);
    assert_first(s, "a.utility", 0.125);
    assert_first(s, "b.utility", 0.625);
    parley_scenario_destroy(s);
}

Test(process, signatories_must_find_the_whole_deal_acceptable)
{
    // The mean of the ideals 10 and 0 is 5, worth 0.5 to each.
    static const char text[] =
        "{ \"parley\": 1, \"issues\": { \"i\": { \"range\": [0, 10], \"step\": 1 } }, \"parties\": {"
        "    \"a\": { \"no_deal\": %s, \"demands\": { \"i\": { \"ideal\": 10, \"limit\": 0 } } },"
        "    \"b\": { \"demands\": { \"i\": { \"ideal\": 0, \"limit\": 10 } } } }, %s"
        "  \"process\": { \"t\": { \"talks\": { \"protocol\": \"mean\" } } } }";
    char json[1024];
    snprintf(json, sizeof json, text, "0.5", "");
    parley_scenario *s = load(json);
    assert_first(s, "agreement", 1);  // worth exactly no agreement: acceptable
    assert_first(s, "deal.i", 5);
    parley_scenario_destroy(s);
    snprintf(json, sizeof json, text, "0.51", "");
    s = load(json);
    assert_first(s, "agreement", 0);
    assert_first(s, "failed_at", 1);  // "signing"
    parley_scenario_destroy(s);
    snprintf(json, sizeof json, text, "0.51", "\"signatories\": [\"b\"],");
    s = load(json);
    assert_first(s, "agreement", 1);
    parley_scenario_destroy(s);
}

Test(process, a_red_line_on_a_fixed_issue_stops_the_signature)
{
    parley_scenario *s =
        load("{ \"parley\": 1, \"issues\": { \"i\": { \"range\": [0, 10], \"fixed\": 4 }, \"j\": { \"options\": [\"x\", \"y\"] } },"
             "  \"parties\": {"
             "    \"a\": { \"demands\": { \"i\": { \"ideal\": 10, \"limit\": 5, \"red_line\": true }, \"j\": { \"values\": { \"x\": 1, \"y\": 0 } } } },"
             "    \"b\": { \"demands\": { \"j\": { \"values\": { \"x\": 0.5, \"y\": 1 } } } } },"
             "  \"process\": { \"t\": { \"talks\": { \"protocol\": \"nash\" } } } }");
    assert_first(s, "agreement", 0);
    assert_first(s, "failed_at", 1);
    parley_scenario_destroy(s);
}

Test(process, linkages_add_where_their_condition_holds_also_across_sittings)
{
    static const char text[] =
        "{ \"parley\": 1, \"issues\": { \"i\": { \"options\": [\"x\", \"y\"] }, \"j\": { \"options\": [\"x\", \"y\"] } },"
        "  \"parties\": {"
        "    \"a\": { \"demands\": { \"i\": { \"values\": { \"x\": 1, \"y\": 0.9 } }, \"j\": { \"values\": { \"x\": 0.6, \"y\": 0.5 } } },"
        "             \"linkages\": [ { \"when\": \"i == 'y' && j == 'y'\", \"add\": 0.3 } ] },"
        "    \"b\": { \"demands\": { \"i\": { \"values\": { \"x\": 0.5, \"y\": 0.5 } }, \"j\": { \"values\": { \"x\": 0.5, \"y\": 0.5 } } } } },"
        "  \"process\": { %s } }";
    char json[2048];
    snprintf(json, sizeof json, text, "\"t\": { \"talks\": { \"protocol\": \"nash\" } }");
    parley_scenario *s = load(json);
    assert_first(s, "deal.i", 1);
    assert_first(s, "deal.j", 1);
    assert_first(s, "a.utility", 0.45 + 0.25 + 0.3);
    parley_scenario_destroy(s);
    // Settled one after the other nobody sees the linkage coming: x, then (with i = x) x.
    snprintf(json, sizeof json, text,
             "\"one\": { \"talks\": { \"issues\": [\"i\"], \"protocol\": \"nash\" } }, \"two\": { \"talks\": { \"protocol\": \"nash\" } }");
    s = load(json);
    assert_first(s, "deal.i", 0);
    assert_first(s, "deal.j", 0);
    assert_first(s, "a.utility", 0.8);
    parley_scenario_destroy(s);
    // With i fixed at y the last sitting sees it.
    require_ok(parley_scenario_load(json, strlen(json), "t", &s));
    require_ok(parley_scenario_set(s, "/issues/i/fixed", "\"y\""));
    assert_first(s, "deal.j", 1);
    assert_first(s, "a.utility", 1);
    parley_scenario_destroy(s);
}

Test(process, trust_weighs_what_others_have_to_deliver)
{
    parley_scenario *s =
        load("{ \"parley\": 1, \"issues\": { \"i\": { \"options\": [\"x\", \"y\"], \"delivered_by\": \"b\" } }, \"parties\": {"
             "    \"a\": { \"trust\": { \"b\": 0.25 }, \"demands\": { \"i\": { \"values\": { \"x\": 0.1, \"y\": 1 } } } },"
             "    \"b\": { \"demands\": { \"i\": { \"values\": { \"x\": 0.2, \"y\": 1 } } } } },"
             "  \"process\": { \"t\": { \"talks\": { \"protocol\": \"nash\" } } } }");
    assert_first(s, "a.utility", 0.25);
    assert_first(s, "b.utility", 1);
    parley_scenario_destroy(s);
}

Test(process, elapsed_time_adds_up_over_the_steps_that_were_played)
{
    parley_scenario *s =
        load(TWO("\"one\": { \"talks\": { \"issues\": [\"i\"], \"protocol\": \"nash\" }, \"takes\": 2 },"
                 "\"no\": { \"requires\": \"0\", \"otherwise\": \"skip\", \"chance\": 1, \"takes\": 100 },"
                 "\"event\": { \"chance\": \"elapsed == 2 ? 1 : 0\", \"takes\": \"0.5 * elapsed\" },"
                 "\"two\": { \"requires\": \"event.happened && elapsed == 3\", \"talks\": { \"protocol\": \"nash\" }, \"takes\": 1 }"));
    assert_first(s, "agreement", 1);
    assert_first(s, "elapsed", 4);
    assert_first(s, "no.happened", NAN);
    parley_scenario_destroy(s);
}

Test(process, an_event_that_fails_ends_the_talks)
{
    parley_scenario *s = load(TWO("\"lapse\": { \"chance\": 0.25, \"fails\": true },"
                                  "\"t\": { \"talks\": { \"protocol\": \"nash\" } }"));
    parley_result *r = play(s, trials(100000));
    parley_summary agreed = summary(r, "agreement");
    double failed;
    require_ok(parley_result_share(r, "failed_at", "lapse", &failed));
    cr_assert(fabs(agreed.mean - 0.75) < 5 * agreed.se);
    cr_assert_float_eq(failed, 1 - agreed.mean, 1e-12);
    parley_result_destroy(r);
    parley_scenario_destroy(s);
}

Test(process, blocs_vote_as_one_and_the_rule_counts_their_weight)
{
    // Blocs of 3, 2 and 2 of 7: a simple majority needs two of the three.
    static const char text[] = TWO("\"t\": { \"talks\": { \"protocol\": \"nash\" } },"
                                   "\"v\": { \"vote\": { \"blocs\": {"
                                   "   \"big\": { \"weight\": 3, \"yes\": 0.5 }, \"left\": { \"weight\": 2, \"yes\": 0.2 },"
                                   "   \"right\": { \"weight\": 2, \"yes\": 0.7 } }%s } }");
    static const struct {
        const char *rule;
        double passes;
    } rows[] = {
        {"", 0.5 * 0.2 * 0.3 + 0.5 * 0.8 * 0.7 + 0.5 * 0.2 * 0.7 + 0.5 * 0.2 * 0.7},
        {", \"quota\": 0.7", 0.5 * (0.2 * 0.3 + 0.8 * 0.7 + 0.2 * 0.7)},  // 5 of 7 = 0.714
        {", \"quota\": 0.4, \"veto\": [\"left\"]", 0.2 * (1 - 0.5 * 0.3)},
        {", \"rule\": \"unanimity\"", 0.5 * 0.2 * 0.7},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char json[4096];
        snprintf(json, sizeof json, text, rows[i].rule);
        parley_scenario *s = load(json);
        parley_result *r = play(s, trials(100000));
        parley_summary passed = summary(r, "v.passed");
        cr_assert(fabs(passed.mean - rows[i].passes) < 5 * passed.se, "%s: %g, expected %g", rows[i].rule, passed.mean,
                  rows[i].passes);
        parley_result_destroy(r);
        parley_scenario_destroy(s);
    }
}

Test(process, a_vote_reads_what_the_deal_is_worth)
{
    parley_scenario *s = load(TWO("\"t\": { \"talks\": { \"protocol\": \"nash\" } },"
                                  "\"v\": { \"vote\": { \"yes\": \"a.utility == 0.75 && b.gain > 0.64 ? 1 : 0\" } }"));
    assert_first(s, "v.passed", 1);
    assert_first(s, "agreement", 1);
    parley_scenario_destroy(s);
}

Test(process, who_has_nothing_at_stake_on_a_table_accepts_what_is_settled_there)
{
    static const char text[] =
        "{ \"parley\": 1, \"issues\": { \"i\": { \"options\": [\"x\", \"y\"] }, \"j\": { \"options\": [\"x\", \"y\"] } },"
        "  \"parties\": {"
        "    \"a\": { \"no_deal\": 0.3, \"demands\": { \"i\": { \"values\": { \"x\": 0, \"y\": 1 } } } },"
        "    \"b\": { \"no_deal\": 0.3, \"demands\": { \"j\": { \"values\": { \"x\": 0, \"y\": 1 } } } } },"
        "  \"process\": { \"one\": { \"talks\": { \"issues\": [\"i\"], \"protocol\": \"%s\" } },"
        "                 \"two\": { \"talks\": { \"protocol\": \"nash\" } } } }";
    static const char *const protocols[] = {"nash", "alternating"};
    for (size_t i = 0; i < 2; i++) {
        char json[2048];
        snprintf(json, sizeof json, text, protocols[i]);
        parley_scenario *s = load(json);
        assert_first(s, "agreement", 1);
        assert_first(s, "deal.i", 1);
        assert_first(s, "deal.j", 1);
        parley_scenario_destroy(s);
    }
}

Test(process, without_a_process_all_parties_talk_about_everything_by_alternating_offers)
{
    parley_scenario *s =
        load("{ \"parley\": 1, \"issues\": { \"i\": { \"options\": [\"x\", \"y\"] } }, \"parties\": {"
             "    \"a\": { \"demands\": { \"i\": { \"values\": { \"x\": 0.5, \"y\": 1 } } } },"
             "    \"b\": { \"demands\": { \"i\": { \"values\": { \"x\": 0, \"y\": 1 } } } } } }");
    assert_first(s, "agreement", 1);
    assert_first(s, "talks.rounds", 1);
    assert_first(s, "deal.i", 1);
    parley_scenario_destroy(s);
}

Test(process, linkages_that_join_too_much_are_refused_with_the_number_of_combinations)
{
    char json[8192] = "{ \"parley\": 1, \"issues\": {";
    for (int i = 0; i < 8; i++) {
        char issue[64];
        snprintf(issue, sizeof issue, "%s\"i%d\": { \"range\": [0, 14], \"step\": 1 }", i ? ", " : "", i);
        strcat(json, issue);
    }
    strcat(json, "}, \"parties\": { \"a\": { \"demands\": { \"i7\": { \"ideal\": 0, \"limit\": 14 } },"
                 "  \"linkages\": [ { \"when\": \"i0 + i1 + i2 + i3 + i4 > 9\", \"add\": 0.1 } ] },"
                 "  \"b\": { \"demands\": { \"i7\": { \"ideal\": 14, \"limit\": 0 } } } } }");
    parley_scenario *scenario = NULL;
    cr_assert_eq(parley_scenario_load(json, strlen(json), "joined.json", &scenario), PARLEY_BAD_SCENARIO);
    cr_assert(strstr(parley_last_message(), "759375 combinations"), "%s", parley_last_message());
}

Test(process, utilities_are_there_for_a_vote_after_a_sitting_that_may_be_skipped)
{
    parley_scenario *s =
        load(TWO("\"one\": { \"talks\": { \"issues\": [\"i\", \"j\"], \"protocol\": \"nash\" } },"
                 "\"again\": { \"requires\": \"deal.i == 'x'\", \"otherwise\": \"skip\", \"talks\": { \"issues\": [\"j\"], \"protocol\": \"nash\" } },"
                 "\"gate\": { \"requires\": \"a.utility\", \"vote\": { \"yes\": \"a.utility > 0.7 ? 1 : 0\" } }"));
    assert_first(s, "gate.passed", 1);
    assert_first(s, "agreement", 1);
    parley_scenario_destroy(s);
}

Test(process, a_vote_before_any_sitting_judges_what_is_fixed_and_who_has_no_stake_in_it_has_its_no_deal)
{
    parley_scenario *s =
        load("{ \"parley\": 1, \"issues\": { \"i\": { \"range\": [0, 10], \"fixed\": 8 }, \"j\": { \"options\": [\"x\", \"y\"] } }, \"parties\": {"
             "    \"a\": { \"demands\": { \"i\": { \"ideal\": 10, \"limit\": 0 }, \"j\": { \"values\": { \"x\": 0, \"y\": 1 } } } },"
             "    \"b\": { \"no_deal\": 0.3, \"demands\": { \"j\": { \"values\": { \"x\": 0, \"y\": 1 } } } } },"
             "  \"process\": { \"v\": { \"vote\": { \"yes\": \"a.utility == 0.8 && b.utility == 0.3 && b.gain == 0 ? 1 : 0\" } },"
             "                 \"t\": { \"talks\": { \"protocol\": \"nash\" } } } }");
    assert_first(s, "v.passed", 1);
    assert_first(s, "agreement", 1);
    parley_scenario_destroy(s);
}

Test(process, a_linkage_sees_the_status_quo_of_an_issue_whose_sitting_was_skipped_at_the_sitting_and_at_the_signature)
{
    // Left open, i stays at its status quo y; so every step of j beyond 7 costs a 0.9, and Nash settles within it.
    parley_scenario *s =
        load("{ \"parley\": 1, \"issues\": { \"i\": { \"options\": [\"x\", \"y\"], \"status_quo\": \"y\" }, \"j\": { \"range\": [0, 10], \"step\": 1 } },"
             "  \"parties\": {"
             "    \"a\": { \"no_deal\": 0.1, \"demands\": { \"j\": { \"ideal\": 10, \"limit\": 0 } },"
             "             \"linkages\": [ { \"when\": \"i == 'y' && j >= 8\", \"add\": -0.9 } ] },"
             "    \"b\": { \"demands\": { \"j\": { \"ideal\": 10, \"limit\": 0 } } } },"
             "  \"process\": { \"one\": { \"requires\": \"0\", \"otherwise\": \"skip\", \"talks\": { \"issues\": [\"i\"], \"protocol\": \"nash\" } },"
             "                 \"two\": { \"talks\": { \"protocol\": \"nash\" } } } }");
    assert_first(s, "agreement", 1);
    assert_first(s, "deal.j", 7);
    parley_scenario_destroy(s);
}

Test(process, what_is_known_only_during_a_trial_cannot_be_asked_for_by_a_party_whatever_the_order_of_parties)
{
    static const char text[] =
        "{ \"parley\": 1, \"issues\": { \"j\": { \"range\": [0, 10] } }, \"parties\": {"
        "    \"a\": { \"demands\": { \"j\": { \"ideal\": 10, \"limit\": 0 } } },"
        "    \"b\": { \"no_deal\": \"0.1 * a.%s\", \"demands\": { \"j\": { \"ideal\": 0, \"limit\": 10 } } } } }";
    static const char *const names[] = {"utility", "weight.j"};
    for (size_t i = 0; i < 2; i++) {
        char json[1024];
        snprintf(json, sizeof json, text, names[i]);
        parley_scenario *scenario = NULL;
        cr_assert_eq(parley_scenario_load(json, strlen(json), "early.json", &scenario), PARLEY_BAD_EXPRESSION);
        cr_assert(strstr(parley_last_message(), "unknown name"), "%s", parley_last_message());
    }
}

Test(process, a_value_formula_that_is_undefined_in_one_trial_stops_the_run)
{
    parley_scenario *s =
        load("{ \"parley\": 1, \"assumptions\": { \"q\": \"uniform(-1, 1)\" }, \"issues\": { \"j\": { \"range\": [1, 10] } }, \"parties\": {"
             "    \"a\": { \"demands\": { \"j\": { \"value\": \"x / 10 * sqrt(q)\" } } },"
             "    \"b\": { \"demands\": { \"j\": { \"ideal\": 0, \"limit\": 10 } } } },"
             "  \"process\": { \"t\": { \"talks\": { \"protocol\": \"nash\" } } } }");
    parley_result *result = NULL;
    parley_run_def def = trials(1000);
    cr_assert_eq(parley_run(s, &def, &result), PARLEY_BAD_TRIAL);
    cr_assert_str_eq(parley_last_error().pointer, "/parties/a/demands/j/value");
    parley_scenario_destroy(s);
}
