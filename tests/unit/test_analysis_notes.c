// Notes on what is legal but seldom meant.
#include "support/play.h"

static void assert_notes(const char *json, const char *expected)
{
    parley_scenario *scenario = load(json);
    char *notes = NULL;
    require_ok(parley_notes(scenario, &notes));
    cr_assert_str_eq(notes, expected);
    parley_text_destroy(notes);
    parley_scenario_destroy(scenario);
}

Test(notes, a_scenario_that_means_what_it_says_has_none)
{
    assert_notes("{ \"parley\": 1, \"assumptions\": { \"u\": \"uniform(0, 1)\", \"v\": \"u + 1\" }, \"metrics\": { \"m\": \"v\" } }", "");
}

Test(notes, a_misspelt_id_in_a_variant_is_told_as_an_addition)
{
    assert_notes("{ \"parley\": 1, \"assumptions\": { \"cost\": 1 }, \"metrics\": { \"m\": \"cost\" },"
                 "  \"variants\": { \"v\": { \"assumptions\": { \"coast\": 2 } } } }",
                 "variant \"v\" adds the assumption \"coast\", which the scenario itself does not have\n");
}

Test(notes, an_assumption_that_no_formula_uses_is_told)
{
    assert_notes("{ \"parley\": 1, \"assumptions\": { \"used\": 1, \"use\": 2 }, \"metrics\": { \"m\": \"used\" } }",
                 "assumption \"use\" is not used by any formula\n");
}

Test(notes, a_party_without_demands_or_beyond_reach_is_told)
{
    assert_notes("{ \"parley\": 1, \"issues\": { \"i\": { \"options\": [\"x\", \"y\"] } }, \"parties\": {"
                 "  \"a\": { \"no_deal\": 2, \"demands\": { \"i\": { \"values\": { \"x\": 0, \"y\": 1 } } } }, \"b\": {} } }",
                 "party \"a\" has a no_deal of 2, but a deal is worth at most 1 (and what linkages add): it will hardly ever sign\n"
                 "party \"b\" has no demands: every package is worth the same to it\n");
}

Test(notes, null_arguments_are_refused)
{
    char *notes;
    cr_assert_eq(parley_notes(NULL, &notes), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_notes(NULL, NULL), PARLEY_BAD_ARGUMENT);
}
