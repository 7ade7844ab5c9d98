// The run definition: what it refuses, progress, cancelling, raw columns, precision; errors of single trials.
#include "support/play.h"

#include <math.h>

static const char simple[] =
    "{ \"parley\": 1, \"assumptions\": { \"y\": \"normal(0, 1)\" },"
    "  \"metrics\": { \"positive\": \"y > 0\", \"never\": \"y > 100\" }, \"variants\": { \"other\": { \"title\": \"t\" } } }";

static void assert_refused(parley_run_def def, parley_status expected, const char *part)
{
    parley_scenario *scenario = load(simple);
    parley_result *result = NULL;
    parley_status status = parley_run(scenario, &def, &result);
    cr_assert(status == expected, "%s: %s", parley_status_name(status), parley_last_message());
    cr_assert_null(result);
    cr_assert(strstr(parley_last_message(), part), "\"%s\" does not speak of \"%s\"", parley_last_message(), part);
    cr_assert_eq(parley_last_error().status, expected);
    parley_scenario_destroy(scenario);
}

Test(run_def, a_zeroed_definition_is_refused_with_a_clear_message)
{
    parley_run_def def;
    memset(&def, 0, sizeof def);
    assert_refused(def, PARLEY_BAD_DEF, "parley_run_def_init");
}

Test(run_def, an_older_size_is_refused_by_init)
{
    parley_run_def def;
    cr_assert_eq(parley_run_def_init(&def, 8), PARLEY_BAD_DEF);
    cr_assert_eq(parley_run_def_init(NULL, sizeof def), PARLEY_BAD_ARGUMENT);
}

Test(run_def, numbers_out_of_range_are_named)
{
    parley_run_def def = trials(0);
    assert_refused(def, PARLEY_BAD_ARGUMENT, "trials");
    def = trials(100);
    def.shard_first = 100;
    assert_refused(def, PARLEY_BAD_ARGUMENT, "shard_first");
    def.shard_first = 50;
    def.shard_trials = 51;
    assert_refused(def, PARLEY_BAD_ARGUMENT, "shard_trials");
    def = trials(100);
    def.threads = -1;
    assert_refused(def, PARLEY_BAD_ARGUMENT, "threads");
    def = trials(100);
    def.sampling = (parley_sampling)7;
    assert_refused(def, PARLEY_BAD_ARGUMENT, "sampling");
    def.sampling = PARLEY_SAMPLING_LATIN;
    def.replicates = 1;
    assert_refused(def, PARLEY_BAD_ARGUMENT, "replicates");
    def = trials(100);
    def.precision_metric = "positive";
    assert_refused(def, PARLEY_BAD_ARGUMENT, "precision_se");
    def.precision_se = 0.1;
    def.sampling = PARLEY_SAMPLING_SOBOL;
    assert_refused(def, PARLEY_BAD_ARGUMENT, "precision");
    static const char *const columns[] = {"y"};
    def = trials(100);
    def.columns = columns;
    def.column_count = 1;
    assert_refused(def, PARLEY_BAD_ARGUMENT, "on_columns");
}

static bool ignore_columns(uint64_t first, size_t n, const double *const *columns, void *user)
{
    (void)first, (void)n, (void)columns, (void)user;
    return true;
}

Test(run_def, unknown_names_are_not_found_and_the_nearest_is_named)
{
    static const char *const columns[] = {"positiv"};
    parley_run_def def = trials(100);
    def.variant = "othr";
    assert_refused(def, PARLEY_NOT_FOUND, "did you mean \"other\"");
    def = trials(100);
    def.columns = columns;
    def.column_count = 1;
    def.on_columns = ignore_columns;
    assert_refused(def, PARLEY_NOT_FOUND, "did you mean \"positive\"");
    def = trials(100);
    def.precision_metric = "positve";
    def.precision_se = 0.1;
    assert_refused(def, PARLEY_NOT_FOUND, "did you mean \"positive\"");
}

Test(run, null_arguments_are_refused)
{
    parley_result *result = NULL;
    parley_scenario *scenario = load(simple);
    cr_assert_eq(parley_run(NULL, NULL, &result), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_run(scenario, NULL, NULL), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_compare(scenario, NULL, NULL, 1, NULL), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_trace(NULL, NULL, 0, NULL), PARLEY_BAD_ARGUMENT);
    require_ok(parley_run(scenario, NULL, &result));
    cr_assert_eq(parley_result_trials(result), 100000);
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
}

struct steps {
    int calls, stop_after;
    uint64_t last;
};

static bool count_steps(uint64_t played, uint64_t all, void *user)
{
    struct steps *steps = user;
    cr_assert(played > steps->last && played <= all);
    steps->last = played;
    return ++steps->calls != steps->stop_after;
}

Test(run, progress_rises_to_the_end)
{
    parley_scenario *scenario = load(simple);
    struct steps steps = {0};
    parley_run_def def = trials(100000);
    def.progress = count_steps;
    def.progress_user = &steps;
    def.threads = 2;
    parley_result_destroy(play(scenario, def));
    cr_assert(steps.calls > 1);
    cr_assert_eq(steps.last, 100000);
    parley_scenario_destroy(scenario);
}

Test(run, a_callback_that_says_no_cancels)
{
    parley_scenario *scenario = load(simple);
    struct steps steps = {.stop_after = 2};
    parley_run_def def = trials(1000000);
    parley_result *result = NULL;
    def.progress = count_steps;
    def.progress_user = &steps;
    cr_assert_eq(parley_run(scenario, &def, &result), PARLEY_CANCELLED);
    cr_assert_null(result);
    cr_assert_eq(steps.calls, 2);
    parley_scenario_destroy(scenario);
}

Test(run, precision_stops_at_the_same_trial_whatever_the_number_of_workers)
{
    parley_scenario *scenario = load(simple);
    parley_run_def def = trials(10000000);
    def.precision_metric = "positive";
    def.precision_se = 0.002;
    uint64_t played[2];
    for (int i = 0; i < 2; i++) {
        def.threads = i + 1;
        parley_result *result = play(scenario, def);
        played[i] = parley_result_trials(result);
        cr_assert(summary(result, "positive").se <= 0.002);
        parley_result *whole = play(scenario, trials(played[i]));
        cr_assert_eq(parley_result_hash(result), parley_result_hash(whole), "a run of so many trials is the same");
        parley_result_destroy(whole);
        parley_result_destroy(result);
    }
    cr_assert_eq(played[0], played[1]);
    cr_assert(played[0] >= 62500 && played[0] < 100000, "%llu", (unsigned long long)played[0]);
    parley_scenario_destroy(scenario);
}

Test(run, precision_of_what_never_happened_waits_for_the_rare)
{
    parley_scenario *scenario = load(simple);
    parley_run_def def = trials(100000);
    def.precision_metric = "never";
    def.precision_se = 1e-5;
    parley_result *result = play(scenario, def);
    cr_assert_eq(parley_result_trials(result), 100000);
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
}

Test(run, a_number_that_turns_bad_in_one_trial_stops_the_run_and_names_trial_and_place)
{
    parley_scenario *scenario = load("{ \"parley\": 1, \"assumptions\": { \"spread\": \"normal(3.5, 1)\","
                                     "  \"y\": \"normal(0, spread)\" }, \"metrics\": { \"m\": \"y\" } }");
    int64_t trial[2];
    for (int threads = 1; threads <= 2; threads++) {
        parley_run_def def = trials(200000);
        def.threads = threads;
        parley_result *result = NULL;
        cr_assert_eq(parley_run(scenario, &def, &result), PARLEY_BAD_TRIAL);
        parley_error error = parley_last_error();
        trial[threads - 1] = error.trial;
        cr_assert(error.trial >= 0);
        cr_assert_str_eq(error.pointer, "/assumptions/y");
        cr_assert_str_eq(error.file, "test.json");
        cr_assert(strstr(error.message, "sd"), "%s", error.message);
    }
    cr_assert_eq(trial[0], trial[1]);
    parley_scenario_destroy(scenario);
}

struct own {
    int32_t option;
    size_t calls;
};

static bool pick(const parley_sitting *sitting, int32_t *package, void *user)
{
    struct own *own = user;
    own->calls++;
    cr_assert_eq(parley_sitting_parties(sitting), 2);
    cr_assert_eq(parley_sitting_issues(sitting), 1);
    cr_assert_eq(parley_sitting_options(sitting, 0), 3);
    cr_assert_str_eq(parley_sitting_party_id(sitting, 1), "b");
    package[0] = 1;
    cr_assert_float_eq(parley_sitting_utility(sitting, 0, package), 0.5, 1e-12);
    package[0] = 9;
    cr_assert(isnan(parley_sitting_utility(sitting, 0, package)));
    double u = parley_sitting_uniform(sitting, 0);
    cr_assert(u > 0 && u < 1);
    package[0] = own->option;
    return own->option >= 0;
}

Test(own_protocol, settles_fails_and_its_nonsense_is_caught)
{
    parley_scenario *scenario =
        load("{ \"parley\": 1, \"issues\": { \"i\": { \"options\": [\"x\", \"y\", \"z\"] } }, \"parties\": {"
             "  \"a\": { \"demands\": { \"i\": { \"values\": { \"x\": 0, \"y\": 0.5, \"z\": 1 } } } },"
             "  \"b\": { \"demands\": { \"i\": { \"values\": { \"x\": 1, \"y\": 0.5, \"z\": 0 } } } } },"
             "  \"process\": { \"t\": { \"talks\": { \"protocol\": \"mine\" } } } }");
    struct own own = {.option = 2};
    parley_protocol_def def = parley_protocol_def_default();
    def.name = "mine";
    def.settle = pick;
    def.user = &own;
    parley_result *result = NULL;
    parley_run_def run = trials(100);
    cr_assert_eq(parley_run(scenario, &run, &result), PARLEY_BAD_SCENARIO, "an unknown protocol is refused when it is needed");
    require_ok(parley_scenario_add_protocol(scenario, &def));
    require_ok(parley_run(scenario, &run, &result));
    double share;
    require_ok(parley_result_share(result, "deal.i", "z", &share));
    cr_assert_eq(share, 1);
    cr_assert_eq(own.calls, 100);
    parley_result_destroy(result);
    own.option = -1;
    require_ok(parley_run(scenario, &run, &result));
    cr_assert_eq(parley_result_agreement_rate(result), 0);
    parley_result_destroy(result);
    own.option = 3;
    cr_assert_eq(parley_run(scenario, &run, &result), PARLEY_BAD_TRIAL);
    cr_assert_eq(parley_last_error().trial, 0);
    def.name = "nash";
    require_ok(parley_scenario_add_protocol(scenario, &def));
    cr_assert_eq(parley_run(scenario, &run, &result), PARLEY_BAD_SCENARIO);
    cr_assert(strstr(parley_last_message(), "parley's own"));
    parley_scenario_destroy(scenario);
}

// What never happened in 1000 trials may still happen: Wilson's interval reaches z^2 / (n + z^2). What cost nothing in any of
// them is a number like any other.
Test(run, only_what_is_yes_or_no_has_an_interval_without_having_varied)
{
    parley_scenario *scenario =
        load("{ \"parley\": 1, \"assumptions\": { \"y\": \"normal(0, 1)\", \"cost\": \"max(0, y - 100)\" }, \"metrics\": {"
             "  \"never\": \"y > 100\", \"never_if\": { \"value\": \"y > 100\", \"given\": \"y > -100\" }, \"again\": \"never\","
             "  \"none\": \"y > 100 ? 1 : 0\", \"euros\": \"cost\", \"fixed\": \"1 > 2\" },"
             "  \"issues\": { \"i\": { \"range\": [0, 1], \"fixed\": 0 } }, \"parties\": { \"a\": {} },"
             "  \"process\": { \"luck\": { \"chance\": \"1e-300\" }, \"vote\": { \"vote\": { \"yes\": \"1e-300\" } } } }");
    parley_result *result = play(scenario, trials(1000));
    static const char *const shares[] = {"never", "never_if", "again", "agreement", "luck.happened", "vote.passed"};
    static const char *const numbers[] = {"none", "euros", "fixed", "elapsed"};
    const double z2 = 1.959963984540054 * 1.959963984540054;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        const parley_summary s = summary(result, shares[i]);
        cr_expect(s.ci95[0] == 0 && fabs(s.ci95[1] - z2 / (1000 + z2)) < 1e-14, "%s: %g", shares[i], s.ci95[1]);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const parley_summary s = summary(result, numbers[i]);
        cr_expect(s.se == 0 && s.ci95[0] == 0 && s.ci95[1] == 0, "%s: %g", numbers[i], s.ci95[1]);
    }
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
}

Test(run, precision_of_what_has_no_standard_error_is_refused)
{
    parley_scenario *scenario =
        load("{ \"parley\": 1, \"assumptions\": { \"y\": \"normal(0, 1)\" }, \"metrics\": { \"when\": \"y > 0 ? inf : 1\" } }");
    parley_run_def def = trials(1000000);
    parley_result *result = NULL;
    def.precision_metric = "when";
    def.precision_se = 0.1;
    cr_assert_eq(parley_run(scenario, &def, &result), PARLEY_NO_ANSWER);
    cr_assert(strstr(parley_last_message(), "\"when\" is infinite"), "%s", parley_last_message());
    def.precision_metric = "failed_at";
    cr_assert_eq(parley_run(scenario, &def, &result), PARLEY_BAD_ARGUMENT);
    cr_assert(strstr(parley_last_message(), "labels"), "%s", parley_last_message());
    cr_assert_null(result);
    parley_scenario_destroy(scenario);
}

Test(run, column_names_list_what_can_be_asked_for)
{
    parley_scenario *scenario = load(simple);
    char *names = NULL;
    require_ok(parley_column_names(scenario, NULL, &names));
    cr_assert(strstr(names, "positive\n") && strstr(names, "agreement\n"));
    parley_text_destroy(names);
    parley_scenario_destroy(scenario);
}
