// Laws of the trial engine: what may change a result, and what may not.
#include "support/play.h"

#include <criterion/theories.h>
#include <math.h>

static const char talks[] =
    "{ \"parley\": 1, \"title\": \"Two who talk\","
    "  \"assumptions\": { \"resolve\": \"beta(4, 6)\", \"hazard\": \"0.01 to 0.1\" %s },"
    "  \"issues\": { \"term\": { \"range\": [0, 50], \"step\": 5, \"status_quo\": 0 },"
    "                \"presence\": { \"options\": [\"none\", \"monitors\", \"troops\"] } },"
    "  \"parties\": {"
    "    \"a\": { \"no_deal\": \"resolve / 2\", \"concedes\": { \"exponent\": \"0.3 to 2\" },"
    "             \"demands\": { \"term\": { \"weight\": \"%s gamma(3, 1)\", \"ideal\": 50, \"limit\": 0, \"shape\": 0.6 },"
    "                            \"presence\": { \"weight\": \"%s 2\", \"values\": { \"none\": 0, \"monitors\": 0.5, \"troops\": 1 } } },"
    "             \"linkages\": [ { \"when\": \"term >= 30 && presence == 'troops'\", \"add\": 0.08 } ] },"
    "    \"b\": { \"no_deal\": 0.2, \"power\": \"1 to 3\","
    "             \"demands\": { \"term\": { \"ideal\": 0, \"limit\": 40, \"red_line\": true },"
    "                            \"presence\": { \"values\": { \"none\": 1, \"monitors\": 0.7, \"troops\": 0 } } } } },"
    "  \"process\": { \"first\": { \"talks\": { \"issues\": [\"presence\"], \"protocol\": \"nash\" }, \"takes\": 1 },"
    "                 \"last\": { \"talks\": { \"protocol\": \"alternating\", \"rounds\": 10, \"breakdown\": 0.02 } },"
    "                 \"lapse\": { \"chance\": \"1 - exp(-0.1 * elapsed)\", \"fails\": true },"
    "                 \"ratify\": { \"vote\": { \"yes\": \"logistic(8 * a.gain)\" } } },"
    "  \"aftermath\": { \"horizon\": 50, \"states\": [\"guaranteed\", \"lapsed\", \"war\"],"
    "    \"start\": \"agreement ? 'guaranteed' : 'lapsed'\","
    "    \"transitions\": [ { \"from\": \"guaranteed\", \"to\": \"lapsed\", \"after\": \"deal.term\" },"
    "                       { \"from\": \"guaranteed\", \"to\": \"war\", \"rate\": [[0, 0.1], [5, \"hazard\"]], \"times\": 0.5 },"
    "                       { \"from\": \"lapsed\", \"to\": \"war\", \"rate\": \"hazard\" } ] },"
    "  \"metrics\": { \"peace_25\": \"aftermath.first.war > 25\" %s },"
    "  \"variants\": { \"long\": { \"issues\": { \"term\": { \"fixed\": 40 } } } } }";

static parley_scenario *make(const char *assumption, const char *scale, const char *metric)
{
    char json[8192];
    snprintf(json, sizeof json, talks, assumption, scale, scale, metric);
    return load(json);
}

static uint64_t hash_of(const parley_scenario *scenario, uint64_t seed, int32_t threads, parley_sampling sampling)
{
    parley_run_def def = trials(40000);
    def.seed = seed;
    def.threads = threads;
    def.sampling = sampling;
    parley_result *result = play(scenario, def);
    uint64_t hash = parley_result_hash(result);
    parley_result_destroy(result);
    return hash;
}

TheoryDataPoints(engine, the_number_of_workers_changes_no_bit) = {
    DataPoints(uint64_t, 0, 1, UINT64_MAX),
    DataPoints(int, 2, 3, 8),
    DataPoints(int, 0, 1, 2),
};

Theory((uint64_t seed, int threads, int sampling), engine, the_number_of_workers_changes_no_bit)
{
    parley_scenario *scenario = make("", "", "");
    cr_assert_eq(hash_of(scenario, seed, 1, (parley_sampling)sampling),
                 hash_of(scenario, seed, threads, (parley_sampling)sampling));
    parley_scenario_destroy(scenario);
}

Test(engine, another_seed_gives_another_result)
{
    parley_scenario *scenario = make("", "", "");
    cr_assert_neq(hash_of(scenario, 1, 1, PARLEY_SAMPLING_RANDOM), hash_of(scenario, 2, 1, PARLEY_SAMPLING_RANDOM));
    parley_scenario_destroy(scenario);
}

/// Shards cut anywhere, merged in any order.
static uint64_t hash_of_shards(const parley_scenario *scenario, const uint64_t *cut, size_t cuts, bool backwards,
                               parley_sampling sampling)
{
    parley_result *whole = NULL;
    for (size_t k = 0; k + 1 < cuts; k++) {
        size_t i = backwards ? cuts - 2 - k : k;
        parley_run_def def = trials(40000);
        def.sampling = sampling;
        def.shard_first = cut[i];
        def.shard_trials = cut[i + 1] - cut[i];
        parley_result *shard = play(scenario, def);
        if (whole) {
            require_ok(parley_result_merge(whole, shard));
            parley_result_destroy(shard);
        } else {
            whole = shard;
        }
    }
    uint64_t hash = parley_result_hash(whole);
    parley_result_destroy(whole);
    return hash;
}

TheoryDataPoints(engine, shards_merge_to_the_whole_in_any_order) = {
    DataPoints(int, 0, 1, 2),
    DataPoints(bool, false, true),
};

Theory((int sampling, bool backwards), engine, shards_merge_to_the_whole_in_any_order)
{
    static const uint64_t cut[] = {0, 1, 257, 16384, 29999, 40000};
    parley_scenario *scenario = make("", "", "");
    cr_assert_eq(hash_of(scenario, 1, 1, (parley_sampling)sampling),
                 hash_of_shards(scenario, cut, 6, backwards, (parley_sampling)sampling));
    parley_scenario_destroy(scenario);
}

static const char *const names[] = {"resolve", "hazard", "a.utility", "b.gain", "deal.term", "elapsed",
                                    "aftermath.first.war", "peace_25"};
enum { NAMES = sizeof names / sizeof *names, KEPT = 3000 };

static void assert_same_columns(const parley_scenario *one, const parley_scenario *other, double tolerance)
{
    struct kept a = keep(one, trials(KEPT), names, NAMES), b = keep(other, trials(KEPT), names, NAMES);
    for (size_t i = 0; i < (size_t)NAMES * KEPT; i++) {
        bool same = tolerance > 0 ? a.value[i] == b.value[i] || fabs(a.value[i] - b.value[i]) <= tolerance
                                  : memcmp(&a.value[i], &b.value[i], sizeof(double)) == 0;
        cr_assert(same || (isnan(a.value[i]) && isnan(b.value[i])), "%s, trial %zu: %.17g and %.17g", names[i / KEPT],
                  i % KEPT, a.value[i], b.value[i]);
    }
    free(a.value);
    free(b.value);
}

Test(engine, an_unrelated_assumption_and_metric_change_no_other_number)
{
    parley_scenario *one = make("", "", "");
    parley_scenario *other = make(", \"aside\": \"normal(0, 1)\", \"afar\": \"aside + poisson(3)\"", "", ", \"extra\": \"afar\"");
    assert_same_columns(one, other, 0);
    parley_scenario_destroy(one);
    parley_scenario_destroy(other);
}

Test(engine, scaling_all_weights_of_a_party_changes_nothing)
{
    parley_scenario *one = make("", "", ""), *other = make("", "8 *", "");
    assert_same_columns(one, other, 1e-12);
    parley_scenario_destroy(one);
    parley_scenario_destroy(other);
}

Test(engine, swapping_twins_swaps_outcomes)
{
    static const char text[] =
        "{ \"parley\": 1, \"issues\": { \"pie\": { \"range\": [0, 1], \"step\": 0.125 } },"
        "  \"parties\": { \"%s\": { \"no_deal\": \"beta(2, 9)\", \"demands\": { \"pie\": { \"ideal\": %d, \"limit\": %d } } },"
        "                 \"%s\": { \"no_deal\": \"beta(2, 9)\", \"demands\": { \"pie\": { \"ideal\": %d, \"limit\": %d } } } },"
        "  \"process\": { \"talks\": { \"talks\": { \"protocol\": \"nash\" } } } }";
    static const char *const columns[] = {"one.utility", "two.utility"};
    char json[2048];
    snprintf(json, sizeof json, text, "one", 1, 0, "two", 0, 1);
    parley_scenario *first = load(json);
    snprintf(json, sizeof json, text, "two", 0, 1, "one", 1, 0);
    parley_scenario *second = load(json);
    struct kept a = keep(first, trials(500), columns, 2), b = keep(second, trials(500), columns, 2);
    for (size_t i = 0; i < 1000; i++) {
        cr_assert(fabs(a.value[i] - b.value[i]) <= 0.125 + 1e-12);  // ties go by the order of packages: one step at most
    }
    free(a.value);
    free(b.value);
    parley_scenario_destroy(first);
    parley_scenario_destroy(second);
}

Test(engine, every_deal_is_individually_rational_and_crosses_no_red_line)
{
    static const char *const columns[] = {"agreement", "a.gain", "b.gain", "deal.term"};
    parley_scenario *scenario = make("", "", "");
    struct kept k = keep(scenario, trials(20000), columns, 4);
    size_t agreed = 0;
    for (size_t t = 0; t < 20000; t++) {
        if (k.value[t] != 0) {
            agreed++;
            cr_assert(k.value[20000 + t] >= -1e-12 && k.value[40000 + t] >= -1e-12);
            cr_assert(k.value[60000 + t] <= 40);
        } else {
            cr_assert(k.value[20000 + t] == 0 && k.value[40000 + t] == 0);
            cr_assert(k.value[60000 + t] == 0, "without a deal the term stays at its status quo");
        }
    }
    cr_assert(agreed > 1000 && agreed < 20000);
    free(k.value);
    parley_scenario_destroy(scenario);
}

Test(engine, columns_hold_what_the_result_tells)
{
    static const char *const columns[] = {"agreement", "a.utility"};
    parley_scenario *scenario = make("", "", "");
    struct kept k = keep(scenario, trials(5000), columns, 2);
    parley_result *result = play(scenario, trials(5000));
    double agreed = 0, utility = 0;
    for (size_t t = 0; t < 5000; t++) {
        agreed += k.value[t];
        utility += k.value[5000 + t];
    }
    cr_assert_float_eq(parley_result_agreement_rate(result), agreed / 5000, 1e-12);
    cr_assert_float_eq(summary(result, "a.utility").mean, utility / 5000, 1e-12);
    free(k.value);
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
}

Test(engine, a_trace_is_the_trial_that_the_run_plays)
{
    static const char *const columns[] = {"resolve", "a.utility", "b.utility", "peace_25"};
    parley_scenario *scenario = make("", "", "");
    struct kept k = keep(scenario, trials(600), columns, 4);
    for (uint64_t trial = 0; trial < 600; trial += 7) {
        parley_run_def def = trials(600);
        parley_report *report = NULL;
        double resolve, a, b, peace;
        require_ok(parley_trace(scenario, &def, trial, &report));
        require_ok(parley_report_number(report, "/draws/assumptions.resolve", &resolve));
        require_ok(parley_report_number(report, "/parties/a/utility", &a));
        require_ok(parley_report_number(report, "/parties/b/utility", &b));
        require_ok(parley_report_number(report, "/metrics/peace_25", &peace));
        cr_assert(resolve == k.value[trial] && a == k.value[600 + trial] && b == k.value[1200 + trial] &&
                  peace == k.value[1800 + trial]);
        parley_report_destroy(report);
    }
    free(k.value);
    parley_scenario_destroy(scenario);
}

Test(engine, variants_see_the_same_draws)
{
    static const char *const columns[] = {"resolve", "hazard", "b.power", "a.no_deal"};
    parley_scenario *scenario = make("", "", "");
    parley_run_def def = trials(2000);
    struct kept base = keep(scenario, def, columns, 4);
    def.variant = "long";
    struct kept other = keep(scenario, def, columns, 4);
    cr_assert(memcmp(base.value, other.value, 4 * 2000 * sizeof(double)) == 0);
    free(base.value);
    free(other.value);
    parley_scenario_destroy(scenario);
}

Test(engine, a_comparison_holds_the_results_of_the_runs_and_their_paired_difference)
{
    const char *variants[] = {NULL, "long"};
    parley_scenario *scenario = make("", "", "");
    for (int32_t threads = 1; threads <= 3; threads++) {
        parley_run_def def = trials(20000);
        def.threads = threads;
        parley_comparison *comparison = NULL;
        require_ok(parley_compare(scenario, &def, variants, 2, &comparison));
        for (size_t v = 0; v < 2; v++) {
            def.variant = variants[v];
            parley_result *alone = play(scenario, def);
            cr_assert_eq(parley_result_hash(alone), parley_result_hash(parley_comparison_result(comparison, v)));
            parley_result_destroy(alone);
        }
        parley_difference d;
        require_ok(parley_comparison_difference(comparison, 1, "peace_25", &d));
        double a = summary(parley_comparison_result(comparison, 0), "peace_25").mean;
        double b = summary(parley_comparison_result(comparison, 1), "peace_25").mean;
        cr_assert_float_eq(d.mean, b - a, 1e-12);
        cr_assert_float_eq(d.above + d.below + d.equal, 1, 1e-12);
        parley_comparison_destroy(comparison);
    }
    parley_scenario_destroy(scenario);
}

Test(engine, designs_agree_with_random_trials_and_estimate_means_more_closely)
{
    parley_scenario *scenario =
        load("{ \"parley\": 1, \"assumptions\": { \"first\": \"beta(2, 3)\", \"second\": \"gamma(3, 1)\" },"
             "  \"metrics\": { \"sum\": \"first + second\" } }");
    double se[3];
    for (int sampling = 0; sampling < 3; sampling++) {
        parley_run_def def = trials(32768);
        def.sampling = (parley_sampling)sampling;
        parley_result *result = play(scenario, def);
        parley_summary s = summary(result, "sum");
        cr_assert(fabs(s.mean - 3.4) < 5 * s.se, "sampling %d: %g +- %g", sampling, s.mean, s.se);
        se[sampling] = s.se;
        parley_result_destroy(result);
    }
    cr_assert(se[1] < se[0] / 10 && se[2] < se[0] / 10, "%g %g %g", se[0], se[1], se[2]);
    parley_scenario_destroy(scenario);
}

Test(engine, variants_share_draws_name_by_name_under_every_design_even_where_one_has_more_of_them)
{
    parley_scenario *scenario =
        load("{ \"parley\": 1, \"assumptions\": { \"a\": 1, \"late\": \"normal(0, 1)\", \"b\": \"uniform(0, 1)\" },"
             "  \"metrics\": { \"sum\": \"late + b\", \"early\": \"a\" },"
             "  \"variants\": { \"more\": { \"assumptions\": { \"a\": \"normal(5, 1)\" } } } }");
    for (int sampling = 0; sampling < 3; sampling++) {
        const char *variants[] = {NULL, "more"};
        parley_run_def def = trials(4096);
        def.sampling = (parley_sampling)sampling;
        parley_comparison *comparison = NULL;
        parley_difference d;
        require_ok(parley_compare(scenario, &def, variants, 2, &comparison));
        require_ok(parley_comparison_difference(comparison, 1, "sum", &d));
        cr_assert(d.equal == 1 && d.mean == 0, "sampling %d: %g", sampling, d.mean);
        parley_comparison_destroy(comparison);
    }
    parley_scenario_destroy(scenario);
}

Test(engine, a_conditional_metric_is_undefined_where_its_condition_fails_also_for_those_who_read_it)
{
    static const char *const columns[] = {"u", "high", "twice"};
    parley_scenario *scenario =
        load("{ \"parley\": 1, \"assumptions\": { \"u\": \"uniform(0, 1)\" }, \"metrics\": {"
             "  \"high\": { \"value\": \"u\", \"given\": \"u > 0.5\" }, \"twice\": \"2 * high\" } }");
    struct kept k = keep(scenario, trials(1000), columns, 3);
    size_t defined = 0;
    for (size_t t = 0; t < 1000; t++) {
        double u = k.value[t], high = k.value[1000 + t], twice = k.value[2000 + t];
        cr_assert(u > 0.5 ? high == u && twice == 2 * u : isnan(high) && isnan(twice));
        defined += u > 0.5;
    }
    parley_result *result = play(scenario, trials(1000));
    parley_summary s = summary(result, "twice");
    cr_assert(s.n == defined && s.undefined == 1000 - defined);
    free(k.value);
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
}
