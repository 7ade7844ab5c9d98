// `median`, `condorcet` and `challenge` with variant "scholz": published answers, cases by hand, laws.
// EC car emissions: Bueno de Mesquita 1994, as reprinted by Scholz, Calbert & Smith 2011;
// tests/truth/ec-car-emissions.csv.
#include "bargain/challenge.h"
#include "support/play.h"
#include "support/spatial.h"

#include <math.h>

static double settled(const char *protocol, struct spatial_seats *s)
{
    s->settlement.outcome = OUTCOME_COUNT;
    parley_i_protocol(protocol)->settle(&s->sitting, &s->settlement);
    cr_assert_eq(s->settlement.outcome, OUTCOME_AGREED);
    cr_assert(s->settlement.continuous);
    return s->deal[0];
}

static double settle_actors(const char *protocol, const struct actors *actors)
{
    struct spatial_seats s;
    seat_actors(&s, parley_i_protocol(protocol), actors);
    double x = settled(protocol, &s);
    leave_actors(&s);
    return x;
}

static struct actors line(uint32_t count, const double *position, const double *power)
{
    struct actors a = {.count = count, .dimensions = 1, .high = 10};
    for (uint32_t i = 0; i < count; i++) {
        snprintf(a.name[i], sizeof a.name[i], "a%u", (unsigned)i);
        a.power[i] = power[i];
        a.position[i][0] = position[i];
        a.salience[i][0] = 1;
    }
    return a;
}

Test(median, the_emissions_are_settled_at_seven_years_and_their_mean_is_the_published_one)
{
    const struct actors actors = ec_emissions();
    cr_assert_float_eq(settle_actors("median", &actors), 7, 1e-15);
    cr_assert_float_eq(settle_actors("mean", &actors), 7.389955686853767, 1e-14);
}

// Weights 1, 1, 3: the third party has the majority. 1, 1, 2: half on either side of the gap from 4 to 8. 2, 1, 2: the
// second.
Test(median, half_of_the_weight_lies_on_either_side)
{
    static const double x[3] = {1, 4, 8}, rule[3] = {1, 1, 3}, half[3] = {1, 1, 2}, thirds[3] = {2, 1, 2};
    struct actors actors = line(3, x, rule);
    cr_assert_eq(settle_actors("median", &actors), 8);
    actors = line(3, x, half);
    cr_assert_eq(settle_actors("median", &actors), 6);
    actors = line(3, x, thirds);
    cr_assert_eq(settle_actors("median", &actors), 4);
}

// Tenths do not add up exactly: 0.1 + 0.2 against 0.3 is half against half.
Test(median, halves_that_differ_by_rounding_are_halves)
{
    static const double x[3] = {0, 2, 6}, power[3] = {0.1, 0.2, 0.3};
    struct actors actors = line(3, x, power);
    cr_assert_eq(settle_actors("median", &actors), 4);
}

Test(median, no_position_has_more_weight_on_one_side)
{
    struct stream stream = parley_i_stream(3, "median");
    for (uint32_t trial = 0; trial < 200; trial++) {
        double x[9], power[9], total = 0, below = 0, above = 0;
        for (uint32_t i = 0; i < 9; i++) {
            x[i] = floor(10 * parley_i_uniform(stream, trial, 2 * i));
            power[i] = parley_i_uniform(stream, trial, 2 * i + 1);
            total += power[i];
        }
        struct actors actors = line(9, x, power);
        double m = settle_actors("median", &actors);
        for (uint32_t i = 0; i < 9; i++) {
            below += x[i] < m ? power[i] : 0;
            above += x[i] > m ? power[i] : 0;
        }
        cr_assert(below <= total / 2 + 1e-9 && above <= total / 2 + 1e-9);
    }
}

Test(median, what_nobody_cares_about_is_settled_in_the_middle)
{
    static const double x[2] = {1, 4}, power[2] = {1, 1};
    struct actors actors = line(2, x, power);
    actors.salience[0][0] = actors.salience[1][0] = 0;
    cr_assert_eq(settle_actors("median", &actors), 5);
}

// Three parties, powers 1, 0.8 and 0.6, each for one of three options that they value by rows: the known answers of
// KTAB's election.
static const char election[] =
    "{\"parley\": 1, \"title\": \"t\", \"issues\": {\"o\": {\"options\": [\"x\", \"y\", \"z\"]}}, \"parties\": {"
    "\"a\": {\"demands\": {\"o\": {\"values\": [1, 0.6, 0.2]}}},"
    "\"b\": {\"power\": 0.8, \"demands\": {\"o\": {\"values\": [0.3, 1, 0.5]}}},"
    "\"c\": {\"power\": 0.6, \"demands\": {\"o\": {\"values\": [0.1, 0.7, 1]}}}},"
    "\"process\": {\"talks\": {\"talks\": {\"protocol\": {\"condorcet\": {%s}}}}}}";

static parley_scenario *load_election(const char *parameters)
{
    char json[2048];
    snprintf(json, sizeof json, election, parameters);
    return load(json);
}

Test(condorcet, a_scenario_gives_the_known_probabilities)
{
    static const struct {
        const char *parameters;
        double probability[3];
    } rows[] = {
        {"", {0.197990, 0.697005, 0.105005}},
        {"\"solver\": \"conditional\"", {0.197990, 0.697005, 0.105005}},
        {"\"solver\": \"markov_uniform\"", {0.232149, 0.605218, 0.162633}},
        {"\"solver\": \"markov_incentive\"", {0.274633, 0.628834, 0.096533}},
    };
    static const char *const party[3] = {"a", "b", "c"};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        parley_scenario *scenario = load_election(rows[k].parameters);
        parley_run_def def = trials(1);
        parley_report *report = NULL;
        require_ok(parley_trace(scenario, &def, 0, &report));
        for (int p = 0; p < 3; p++) {
            char pointer[80];
            double got;
            snprintf(pointer, sizeof pointer, "/steps/talks/turns/0/probability/%s", party[p]);
            require_ok(parley_report_number(report, pointer, &got));
            cr_assert_float_eq(got, rows[k].probability[p], 5e-7, "%s: %.7f", party[p], got);
        }
        const char *deal;
        require_ok(parley_report_string(report, "/deal/o", &deal));
        cr_assert_str_eq(deal, "y");
        parley_report_destroy(report);
        parley_scenario_destroy(scenario);
    }
}

// Five standard errors over 20000 trials.
Test(condorcet, a_stochastic_pick_follows_the_probabilities)
{
    static const double probability[3] = {0.197990, 0.697005, 0.105005};
    parley_scenario *scenario = load_election("\"pick\": \"stochastic\"");
    const char *const names[] = {"deal.o"};
    struct kept kept = keep(scenario, trials(20000), names, 1);
    for (int option = 0; option < 3; option++) {
        double share = 0, p = probability[option];
        for (uint64_t t = 0; t < kept.trials; t++) {
            share += kept.value[t] == option ? 1.0 / 20000 : 0;
        }
        cr_assert_float_eq(share, p, 5 * sqrt(p * (1 - p) / 20000), "%d: %g", option, share);
    }
    free(kept.value);
    parley_scenario_destroy(scenario);
}

// By distance, two against one that stands at the other end: those who stand together are one option, not two.
Test(condorcet, parties_that_stand_together_are_one_option)
{
    static const double x[3] = {2, 2, 8}, power[3] = {1, 1, 3};
    struct actors actors = line(3, x, power);
    struct arena arena = {0};
    struct spatial_seats s;
    seat_actors(&s, parley_i_protocol("condorcet"), &actors);
    s.parameter[4] = 1;  // utility: distance
    s.sitting.turns = parley_i_record_list(parley_i_record_create(&arena), "turns");
    cr_assert_float_eq(settled("condorcet", &s), 8, 1e-12);
    const struct record *probability = parley_i_record_find(s.sitting.turns->first, "probability");
    cr_assert_float_eq(parley_i_record_find(probability, "a0")->number, 0.4, 1e-7);
    cr_assert_float_eq(parley_i_record_find(probability, "a1")->number, 0.4, 1e-7);
    cr_assert_float_eq(parley_i_record_find(probability, "a2")->number, 0.6, 1e-7);
    leave_actors(&s);
    parley_i_arena_release(&arena);
}

// What the published code (jmckib/bdm-scholz-expected-utility-model) prints on its own data; round 0 is the opening.
Test(scholz, the_emissions_play_as_the_published_code_does)
{
    static const double medians[11] = {7,        8.415932, 9.610859, 9.961980, 9.961980, 9.961980,
                                       7.472046, 8.824594, 9.671130, 9.671130, 7.0};
    static const double means[11] = {7.389956, 7.461314, 7.552501, 7.590145, 7.358131, 7.349174,
                                     7.414878, 7.510457, 7.572447, 7.324989, 7.242131};
    const struct actors actors = ec_emissions();
    char *json =
        actors_json(&actors, "{\"challenge\": {\"variant\": \"scholz\", \"compat\": \"scholz\", \"turns\": 10}}");
    parley_scenario *scenario = load(json);
    parley_run_def def = trials(1);
    parley_report *report = NULL;
    require_ok(parley_trace(scenario, &def, 0, &report));
    double got;
    for (int t = 0; t <= 10; t++) {
        char pointer[80];
        snprintf(pointer, sizeof pointer, "/steps/talks/turns/%d/median", t);
        require_ok(parley_report_number(report, pointer, &got));
        cr_assert_float_eq(got, medians[t], 5e-7, "median of round %d: %.7f", t, got);
        snprintf(pointer, sizeof pointer, "/steps/talks/turns/%d/mean", t);
        require_ok(parley_report_number(report, pointer, &got));
        cr_assert_float_eq(got, means[t], 5e-7, "mean of round %d: %.7f", t, got);
    }
    require_ok(parley_report_number(report, "/deal/d1", &got));
    cr_assert_float_eq(got, 7, 1e-12);
    require_ok(parley_report_number(report, "/steps/talks/turns/0/positions/a5/d1", &got));
    cr_assert_eq(got, 10);
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
    free(json);
}

Test(scholz, as_many_rounds_as_asked_for)
{
    static const double medians[4] = {8.415932, 9.610859, 9.961980, 9.961980};
    const struct actors actors = ec_emissions();
    struct spatial_seats s;
    seat_actors(&s, parley_i_protocol("challenge"), &actors);
    s.parameter[CHALLENGE_VARIANT] = VARIANT_SCHOLZ;
    s.parameter[CHALLENGE_COMPAT] = COMPAT_SCHOLZ;
    for (int turns = 1; turns <= 4; turns++) {
        s.parameter[CHALLENGE_TURNS] = turns;
        cr_assert_float_eq(settled("challenge", &s), medians[turns - 1], 5e-7);
        cr_assert_eq(s.settlement.rounds, turns);
    }
    leave_actors(&s);
}

// By the paper's definitions, either way of forming probabilities: positions stay among the openings, and play stops.
Test(scholz, the_definitions_without_the_codes_oddities_stay_within_the_openings)
{
    const struct actors actors = ec_emissions();
    struct spatial_seats s;
    seat_actors(&s, parley_i_protocol("challenge"), &actors);
    s.parameter[CHALLENGE_VARIANT] = VARIANT_SCHOLZ;
    for (int norm = PROB_NORM_PAIR; norm <= PROB_NORM_GLOBAL; norm++) {
        s.parameter[CHALLENGE_PROB_NORM] = norm;
        double x = settled("challenge", &s);
        cr_assert(x >= 4 && x <= 10, "%g", x);
        cr_assert(s.settlement.rounds >= 2 && s.settlement.rounds <= 10);
    }
    leave_actors(&s);
}

// Two parties that fight, equally strong: each thinks alike of the other, so the picture is its own mirror image.
Test(scholz, mirrored_parties_mirror_the_outcome)
{
    static const double x[5] = {1, 2, 4, 7, 9}, mirrored[5] = {9, 8, 6, 3, 1}, power[5] = {1, 2, 1.5, 1.2, 1.7};
    struct actors actors = line(5, x, power), other = line(5, mirrored, power);
    struct spatial_seats s, t;
    seat_actors(&s, parley_i_protocol("challenge"), &actors);
    seat_actors(&t, parley_i_protocol("challenge"), &other);
    s.parameter[CHALLENGE_VARIANT] = t.parameter[CHALLENGE_VARIANT] = VARIANT_SCHOLZ;
    cr_assert_float_eq(settled("challenge", &s) + settled("challenge", &t), 10, 1e-9);
    leave_actors(&s);
    leave_actors(&t);
}

Test(scholz, those_who_agree_have_nothing_to_play_for)
{
    static const double x[3] = {6, 6, 6}, power[3] = {1, 2, 3};
    struct actors actors = line(3, x, power);
    struct spatial_seats s;
    seat_actors(&s, parley_i_protocol("challenge"), &actors);
    s.parameter[CHALLENGE_VARIANT] = VARIANT_SCHOLZ;
    cr_assert_eq(settled("challenge", &s), 6);
    leave_actors(&s);
}
