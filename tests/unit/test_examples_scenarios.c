// What examples/scenarios promise: the claims they represent, the published numbers they reproduce, the answer that the
// tour reads from them.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <math.h>
#include <parley/parley.h>
#include <stdio.h>
#include <stdlib.h>

#define require_ok(call)                                                                                               \
    do {                                                                                                               \
        parley_status s_ = (call);                                                                                     \
        cr_assert(s_ == PARLEY_OK, #call " -> %s: %s", parley_status_name(s_), parley_last_message());                 \
    } while (0)

static parley_scenario *load(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/examples/scenarios/%s", PARLEY_SOURCE_DIR, name);
    parley_scenario *scenario = NULL;
    require_ok(parley_scenario_load_file(path, &scenario));
    return scenario;
}

static parley_result *play(const parley_scenario *scenario, const char *variant, uint64_t trials)
{
    parley_run_def def = parley_run_def_default();
    def.variant = variant;
    def.trials = trials;
    parley_result *result = NULL;
    require_ok(parley_run(scenario, &def, &result));
    return result;
}

static parley_summary summary_of(const parley_result *result, const char *name)
{
    parley_summary summary;
    require_ok(parley_result_summary(result, name, &summary));
    return summary;
}

Test(examples_flagship, every_claim_of_the_report_has_its_mark)
{
    parley_scenario *scenario = load("guarantee-terms.json");
    char *text = NULL;
    require_ok(parley_scenario_save(scenario, &text));
    for (int claim = 1; claim <= 30; claim++) {
        char mark[8];
        snprintf(mark, sizeof mark, "C%02d", claim);
        const char *at = strstr(text, mark);
        // "C01 to C30" in the note names the two ends of the list; the marks themselves stand elsewhere.
        const char *range = strstr(text, "C01 to C30");
        while (at && range && at >= range && at < range + strlen("C01 to C30")) {
            at = strstr(at + 1, mark);
        }
        cr_expect(at != NULL, "claim %s is nowhere in the scenario", mark);
    }
    parley_text_destroy(text);
    parley_scenario_destroy(scenario);
}

Test(examples_flagship, every_assumption_names_its_source)
{
    parley_scenario *scenario = load("guarantee-terms.json");
    const size_t count = parley_scenario_count(scenario, PARLEY_PART_ASSUMPTION);
    cr_assert(count > 0);
    for (size_t i = 0; i < count; i++) {
        char pointer[128];
        const char *id = parley_scenario_id(scenario, PARLEY_PART_ASSUMPTION, i);
        snprintf(pointer, sizeof pointer, "/assumptions/%s/source", id);
        char *source = NULL;
        cr_expect(parley_scenario_get(scenario, pointer, &source) == PARLEY_OK, "%s is missing", pointer);
        parley_text_destroy(source);
    }
    parley_scenario_destroy(scenario);
}

Test(examples_flagship, has_the_eight_variants_in_question)
{
    static const char *const names[] = {"15 years", "15 years, extendable",   "30 years",               "40 years",
                                        "50 years", "term left to the talks", "guarantee at signature", "no presence"};
    parley_scenario *scenario = load("guarantee-terms.json");
    cr_assert(parley_scenario_count(scenario, PARLEY_PART_VARIANT) == 8);
    for (size_t i = 0; i < 8; i++) {
        cr_expect_str_eq(parley_scenario_id(scenario, PARLEY_PART_VARIANT, i), names[i]);
    }
    parley_scenario_destroy(scenario);
}

static parley_difference difference_of(const parley_comparison *comparison, const char *name)
{
    parley_difference difference;
    require_ok(parley_comparison_difference(comparison, 1, name, &difference));
    return difference;
}

Test(examples_flagship, fifty_years_hold_longer_are_signed_less_and_the_answer_turns)
{
    static const char *const names[] = {"15 years", "50 years"};
    parley_scenario *scenario = load("guarantee-terms.json");
    parley_run_def def = parley_run_def_default();
    def.trials = 200000;
    parley_comparison *comparison = NULL;
    require_ok(parley_compare(scenario, &def, names, 2, &comparison));
    cr_expect(difference_of(comparison, "agreement").ci95[1] < 0, "the demand costs signatures");
    cr_expect(difference_of(comparison, "holds_50y").ci95[0] > 0, "what is signed holds longer");
    cr_expect(difference_of(comparison, "war_5y").mean == 0, "the first five years do not know the term");
    cr_expect(difference_of(comparison, "open_reliable").ci95[0] > 0, "a reliable guarantor makes fifty years win");
    cr_expect(difference_of(comparison, "open_doubtful").ci95[1] < 0, "a doubtful one makes fifteen win");
    cr_expect(difference_of(comparison, "open_restless").ci95[0] > 0, "so does a restless future");
    cr_expect(difference_of(comparison, "open_quiet").ci95[1] < 0, "and a quiet one the other way");
    parley_comparison_destroy(comparison);
    parley_scenario_destroy(scenario);
}

Test(examples_flagship, martial_law_ends_only_with_a_deal_and_presence_guards_the_first_years)
{
    static const char *const names[] = {"term left to the talks", "no presence"};
    parley_scenario *scenario = load("guarantee-terms.json");
    parley_run_def def = parley_run_def_default();
    parley_comparison *comparison = NULL;
    require_ok(parley_compare(scenario, &def, names, 2, &comparison));
    const parley_result *talks = parley_comparison_result(comparison, 0);
    const double agreed = parley_result_agreement_rate(talks);
    cr_expect(agreed > 0.1 && agreed < 0.9);
    cr_expect(summary_of(talks, "martial_law_ends").mean < agreed);
    cr_expect(summary_of(talks, "borders_open").mean == summary_of(talks, "martial_law_ends").mean);
    cr_expect(difference_of(comparison, "war_5y").ci95[0] > 0);
    parley_comparison_destroy(comparison);
    parley_scenario_destroy(scenario);
}

// Bueno de Mesquita 1994, Table 1, as reprinted in Scholz, Calbert and Smith 2011: the weighted mean of ten positions.
Test(examples_car_emissions, the_mean_protocol_gives_the_weighted_mean_of_the_positions)
{
    parley_scenario *scenario = load("car-emissions.json");
    parley_result *result = play(scenario, NULL, 1000);
    const parley_summary delay = summary_of(result, "deal.delay");
    cr_expect(fabs(delay.mean - 7.389955686853767) < 1e-12, "found %.17g", delay.mean);
    cr_expect(delay.sd < 1e-12);
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
}

struct survival {
    char variant[24], metric[16];
    double published;
};

// Kaplan-Meier estimates of the 96 cease-fires (Fortna; data with Gelman, Hill and Vehtari).
ParameterizedTestParameters(examples_ceasefire, the_clock_reproduces_the_survival_of_real_ceasefires)
{
    static struct survival rows[] = {
        {"all 96", "holds_quarter", 0.865},          {"all 96", "holds_half", 0.760},
        {"all 96", "holds_1y", 0.677},               {"all 96", "holds_2y", 0.594},
        {"all 96", "holds_3y", 0.521},               {"all 96", "holds_5y", 0.448},
        {"all 96", "holds_10y", 0.412},              {"with peacekeeping", "holds_half", 0.853},
        {"with peacekeeping", "holds_1y", 0.794},    {"with peacekeeping", "holds_2y", 0.676},
        {"with peacekeeping", "holds_3y", 0.618},    {"with peacekeeping", "holds_5y", 0.559},
        {"with peacekeeping", "holds_10y", 0.559},   {"without peacekeeping", "holds_half", 0.710},
        {"without peacekeeping", "holds_1y", 0.613}, {"without peacekeeping", "holds_2y", 0.548},
        {"without peacekeeping", "holds_3y", 0.468}, {"without peacekeeping", "holds_5y", 0.387},
        {"without peacekeeping", "holds_10y", 0.330},
    };
    return cr_make_param_array(struct survival, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct survival *row, examples_ceasefire, the_clock_reproduces_the_survival_of_real_ceasefires)
{
    parley_scenario *scenario = load("ceasefire-survival.json");
    parley_result *result = play(scenario, row->variant, 100000);
    const double found = summary_of(result, row->metric).mean;
    cr_expect(fabs(found - row->published) < 0.015, "%s, %s: found %g, published %g", row->variant, row->metric, found,
              row->published);
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
}

Test(examples_twenty_issues, every_variant_settles_all_twenty_without_enumerating)
{
    parley_scenario *scenario = load("twenty-issues.json");
    cr_assert(parley_scenario_count(scenario, PARLEY_PART_ISSUE) == 20);
    for (size_t i = 0; i < parley_scenario_count(scenario, PARLEY_PART_VARIANT); i++) {
        parley_result *result = play(scenario, parley_scenario_id(scenario, PARLEY_PART_VARIANT, i), 500);
        cr_expect(parley_result_agreement_rate(result) > 0.8);
        cr_expect(summary_of(result, "worse_off").mean > 0.5);
        parley_result_destroy(result);
    }
    parley_scenario_destroy(scenario);
}
