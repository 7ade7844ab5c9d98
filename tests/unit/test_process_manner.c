// `concedes` objects: what is understood, what is refused and how, and that their numbers may be uncertain.
#include "support/play.h"

/// A pie of eleven slices between two, and how the first concedes.
#define PIE(concedes)                                                                                                  \
    "{ \"parley\": 1, \"issues\": { \"slice\": { \"range\": [0, 10], \"step\": 1 } },"                                 \
    "  \"parties\": {"                                                                                                 \
    "    \"a\": { \"concedes\": " concedes ", \"demands\": { \"slice\": { \"ideal\": 10, \"limit\": 0 } } },"          \
    "    \"b\": { \"demands\": { \"slice\": { \"ideal\": 0, \"limit\": 10 } } } },"                                    \
    "  \"process\": { \"t\": { \"talks\": { \"protocol\": \"alternating\", \"rounds\": 11 } } },"                      \
    "  \"metrics\": { \"got\": \"deal.slice\", \"after\": \"t.rounds\" } }"

static const struct {
    const char *scenario, *message;
} refused[] = {
    {PIE("{ \"kapa\": 0.1 }"),
     "/parties/a/concedes/kapa: concedes has no parameter \"kapa\"; did you mean \"kappa\"?"},
    {PIE("{ \"form\": \"tit for tat\" }"),
     "/parties/a/concedes/form: found \"tit for tat\", expected \"polynomial\", \"exponential\", \"resource\", "
     "\"tit_for_tat\", \"micro\" or \"mixture\""},
    {PIE("{ \"form\": \"micro\", \"exponent\": 2 }"), "/parties/a/concedes/exponent: concedes (micro) has no parameter"},
    {PIE("{ \"lambda\": 2 }"), "/parties/a/concedes/lambda: concedes has no parameter \"lambda\""},
    {PIE("{ \"exponent\": 0 }"), "/parties/a/concedes/exponent: found 0, expected"},
    {PIE("{ \"form\": \"exponential\", \"kappa\": 0 }"),
     "/parties/a/concedes/kappa: found 0, expected a share in (0, 1)"},
    {PIE("{ \"form\": \"tit_for_tat\", \"window\": 1.5 }"),
     "/parties/a/concedes/window: expected a whole number, 1 to 16"},
    {PIE("{ \"form\": \"tit_for_tat\", \"punish\": 1 }"), "/parties/a/concedes/punish: expected true or false"},
    {PIE("{ \"accepts\": \"constant\" }"), "/parties/a/concedes: who accepts from a constant on needs \"threshold\""},
    {PIE("{ \"deadline\": 0 }"), "/parties/a/concedes/deadline: found 0, expected a number of rounds, 1 to 1000000"},
    {PIE("{ \"form\": \"mixture\" }"), "/parties/a/concedes: a mixture wants \"tactics\""},
    {PIE("{ \"form\": \"mixture\", \"tactics\": [{ \"form\": \"micro\" }] }"),
     "/parties/a/concedes/tactics/0: micro cannot be part of a mixture"},
    {PIE("{ \"form\": \"mixture\", \"tactics\": [{ \"floor\": 0.2 }] }"),
     "/parties/a/concedes/tactics/0/floor: concedes has no parameter \"floor\""},
};

Test(manner, what_is_wrong_is_said_in_one_sentence_with_its_place)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const char *json = refused[i].scenario;
        parley_scenario *s = NULL;
        cr_assert_eq(parley_scenario_load(json, strlen(json), "test.json", &s), PARLEY_BAD_SCENARIO, "%s",
                     refused[i].message);
        cr_assert(strstr(parley_last_message(), refused[i].message), "\"%s\" is not \"%s\"", parley_last_message(),
                  refused[i].message);
    }
}

static double mean_of(const char *json, const char *metric)
{
    parley_scenario *s = load(json);
    parley_result *result = play(s, trials(4000));
    double mean = summary(result, metric).mean;
    parley_result_destroy(result);
    parley_scenario_destroy(s);
    return mean;
}

Test(manner, every_form_plays_with_uncertain_numbers)
{
    static const char *const scenarios[] = {
        PIE("{ \"kappa\": \"uniform(0, 0.3)\", \"exponent\": \"0.3 to 2\" }"),
        PIE("{ \"form\": \"exponential\", \"kappa\": \"uniform(0.05, 0.3)\", \"deadline\": \"uniform(6, 15)\" }"),
        PIE("{ \"form\": \"resource\", \"resource\": \"uniform(2, 8)\", \"spends\": \"uniform(0.5, 1)\" }"),
        PIE("{ \"form\": \"tit_for_tat\", \"variant\": \"absolute\", \"noise\": \"uniform(0, 0.1)\" }"),
        PIE("{ \"form\": \"micro\", \"floor\": \"uniform(0, 0.2)\" }"),
        PIE("{ \"form\": \"mixture\", \"tactics\": [{ \"weight\": \"uniform(0, 1)\", \"exponent\": 0.4 }, "
            "{ \"form\": \"tit_for_tat\", \"kindness\": \"uniform(0, 0.1)\" }] }"),
        PIE("{ \"accepts\": \"logit\", \"lambda\": \"10 to 50\" }"),
        PIE("{ \"accepts\": \"combined\", \"after\": \"uniform(0.5, 0.9)\" }"),
    };
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        double got = mean_of(scenarios[i], "got");
        cr_assert(got > 0.5 && got < 9.5, "scenario %zu: %g", i, got);
    }
}

// A deadline of six rounds or of sixteen against eleven: an early one costs slices.
Test(manner, who_has_less_time_gets_less)
{
    double hurried = mean_of(PIE("{ \"deadline\": 6 }"), "got"), calm = mean_of(PIE("{ \"deadline\": 16 }"), "got");
    cr_assert(hurried < 5 && calm > 5, "%g and %g", hurried, calm);
}
