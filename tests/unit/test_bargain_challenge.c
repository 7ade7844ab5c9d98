// `challenge`, KTAB's spatial model of politics: the published run on seven actors in three dimensions, cases by hand,
// laws. Data and expected run: KAPSARC/KTAB (MIT licence), tests/truth/ktab-dummy-3dim*.
#include "bargain/challenge.h"
#include "support/play.h"
#include "support/spatial.h"

#include <math.h>

static const struct protocol *challenge(void)
{
    return parley_i_protocol("challenge");
}

enum { STATES = 11, ACTORS = 7, DIMENSIONS = 3 };

struct expected {
    double change[STATES], position[STATES][ACTORS][DIMENSIONS], probability[STATES][ACTORS];
};

static void read_row(const char *s, double *out, size_t count, size_t stride)
{
    char *end;
    for (size_t k = 0; k < count; k++, s = end) {
        out[k * stride] = strtod(s, &end);
        cr_assert(end != s);
    }
}

static struct expected read_expected(void)
{
    static struct expected e;
    static const char changes[] = "Fractional change per step:";
    char line[512];
    int rows = 0;
    FILE *file = open_truth("ktab-dummy-3dim-expected.md");
    while (fgets(line, sizeof line, file)) {
        unsigned actor, dimension;
        int at = 0;
        if (strncmp(line, changes, sizeof changes - 1) == 0) {
            read_row(line + sizeof changes - 1, &e.change[1], STATES - 1, 1);
            rows++;
        } else if (sscanf(line, "SActor-%u, Pstn%u:%n", &actor, &dimension, &at) == 2 && at > 0) {
            read_row(line + at, &e.position[0][actor][dimension - 1], STATES, ACTORS * DIMENSIONS);
            rows++;
        } else if (sscanf(line, "SActor-%u:%n", &actor, &at) == 1 && at > 0) {
            read_row(line + at, &e.probability[0][actor], STATES, ACTORS);
            rows++;
        }
    }
    fclose(file);
    cr_assert_eq(rows, 1 + ACTORS * DIMENSIONS + ACTORS);
    return e;
}

/// As printed: to one decimal, to four.
static void require_printed(double got, double want, const char *format, const char *what, int turn, int actor)
{
    char a[32], b[32];
    snprintf(a, sizeof a, format, got);
    snprintf(b, sizeof b, format, want);
    cr_assert_str_eq(a, b, "%s of actor %d in turn %d", what, actor, turn);
}

static double number_at(const struct record *turn, const char *format, const char *party, const char *issue)
{
    char pointer[128];
    snprintf(pointer, sizeof pointer, format, party, issue);
    const struct record *found = parley_i_record_at(turn, pointer);
    cr_assert(found != NULL && found->kind == RECORD_NUMBER, "%s", pointer);
    return found->number;
}

Test(challenge, the_solver_plays_the_published_run_of_ktab)
{
    const struct actors actors = ktab_dummy();
    const struct expected want = read_expected();
    struct arena arena = {0};
    struct spatial_seats s;
    struct record *root = parley_i_record_create(&arena);
    seat_actors(&s, challenge(), &actors);
    s.sitting.turns = parley_i_record_list(root, "turns");
    challenge()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED);
    cr_assert_eq(s.settlement.rounds, STATES - 1);
    int t = 0;
    for (const struct record *turn = s.sitting.turns->first; turn; turn = turn->next, t++) {
        cr_assert_eq(parley_i_record_find(turn, "turn")->number, t);
        for (int i = 0; i < ACTORS; i++) {
            const char *name = actors.name[i];
            for (int k = 0; k < DIMENSIONS; k++) {
                double got = number_at(turn, "/positions/%s/%s", name, s.issue[k].id);
                require_printed(got, want.position[t][i][k], "%.1f", "position", t, i);
            }
            double probability = number_at(turn, "/probability/%s", name, "");
            require_printed(probability, want.probability[t][i], "%.4f", "probability", t, i);
        }
        if (t > 0) {
            require_printed(parley_i_record_find(turn, "change")->number, want.change[t], "%.4f", "change", t, 0);
        }
    }
    cr_assert_eq(t, STATES);
    // Actor 5 stands where it is likeliest to prevail (0.4009).
    cr_assert_float_eq(s.deal[0], 79.9, 0.05);
    cr_assert_float_eq(s.deal[1], 34.4, 0.05);
    cr_assert_float_eq(s.deal[2], 75.2, 0.05);
    leave_actors(&s);
    parley_i_arena_release(&arena);
}

static double traced(const parley_report *report, const char *format, int turn, int a, int b)
{
    char pointer[160];
    double value = NAN;
    snprintf(pointer, sizeof pointer, format, turn, a, b);
    require_ok(parley_report_number(report, pointer, &value));
    return value;
}

// Power, salience and weights such that salience x weight are the published saliences.
Test(challenge, a_scenario_traces_the_published_run_of_ktab)
{
    const struct actors actors = ktab_dummy();
    const struct expected want = read_expected();
    char *json = actors_json(&actors, "\"challenge\"");
    parley_scenario *scenario = load(json);
    parley_run_def def = trials(1);
    parley_report *report = NULL;
    require_ok(parley_trace(scenario, &def, 0, &report));
    for (int t = 0; t < STATES; t++) {
        for (int i = 0; i < ACTORS; i++) {
            for (int k = 0; k < DIMENSIONS; k++) {
                double got = traced(report, "/steps/talks/turns/%d/positions/a%d/d%d", t, i, k + 1);
                require_printed(got, want.position[t][i][k], "%.1f", "position", t, i);
            }
        }
        if (t > 0) {
            require_printed(traced(report, "/steps/talks/turns/%d/change", t, 0, 0), want.change[t], "%.4f", "change",
                            t, 0);
        }
    }
    double rest;
    cr_assert_eq(parley_report_number(report, "/steps/talks/turns/11/turn", &rest), PARLEY_NOT_FOUND);
    require_ok(parley_report_number(report, "/deal/d1", &rest));
    cr_assert_float_eq(rest, 79.9, 0.05);
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
    free(json);
}

Test(challenge, risk_and_first_bargains_are_ktabs)
{
    static const double risk[ACTORS] = {-0.500, -0.459, -0.499, -0.274, 1.0, -0.232, -0.430};
    static const struct {
        uint32_t from, to;
        double p, gain;
    } want[] = {{0, 6, 0.7643, 0.0947}, {5, 1, 0.8510, 0.2986}, {2, 6, 0.8334, 0.4711}};
    const struct actors actors = ktab_dummy();
    struct spatial_seats s;
    struct challenge game;
    seat_actors(&s, challenge(), &actors);
    parley_i_challenge_seat(&s.sitting, &game);
    parley_i_challenge_look(&game);
    for (int i = 0; i < ACTORS; i++) {
        cr_assert_float_eq(game.risk[i], risk[i], 0.00051, "actor %d: %g", i, game.risk[i]);
    }
    parley_i_challenge_bargain(&game);
    cr_assert_eq(game.bargains, ACTORS);
    for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
        const struct bargain *b = &game.bargain[want[k].from];
        cr_assert_eq(b->to, want[k].to);
        cr_assert_float_eq(b->p, want[k].p, 5.1e-5);
        cr_assert_float_eq(b->gain, want[k].gain, 5.1e-5);
    }
    static const double from[DIMENSIONS] = {0.7561, 0.2478, 0.7195}, to[DIMENSIONS] = {0.7561, 0.2479, 0.7195};
    for (int k = 0; k < DIMENSIONS; k++) {
        cr_assert_float_eq(game.bargain[0].at_from[k], from[k], 1e-12);
        cr_assert_float_eq(game.bargain[0].at_to[k], to[k], 1e-12);
    }
    leave_actors(&s);
}

static struct actors random_actors(uint64_t seed, uint32_t count, uint32_t dimensions)
{
    struct actors a = {.count = count, .dimensions = dimensions, .high = 100};
    struct stream stream = parley_i_stream(seed, "actors");
    uint32_t draw = 0;
    for (uint32_t i = 0; i < count; i++) {
        snprintf(a.name[i], sizeof a.name[i], "a%u", (unsigned)i);
        a.power[i] = 10 + 190 * parley_i_uniform(stream, 0, draw++);
        for (uint32_t k = 0; k < dimensions; k++) {
            a.position[i][k] = 100 * parley_i_uniform(stream, 0, draw++);
            a.salience[i][k] = parley_i_uniform(stream, 0, draw++) / dimensions;
        }
    }
    return a;
}

// Every word of every parameter, one or a few at a time: the deal lies among the opening positions, and play stops.
Test(challenge, whatever_the_rules_play_stops_at_a_position_within_the_openings)
{
    struct stream stream = parley_i_stream(7, "rules");
    for (uint64_t seed = 0; seed < 150; seed++) {
        const struct actors actors = random_actors(seed, 2 + (uint32_t)(seed % 7), 1 + (uint32_t)(seed % 3));
        struct spatial_seats s;
        seat_actors(&s, challenge(), &actors);
        for (uint32_t k = CHALLENGE_SOLVER; k <= CHALLENGE_TRANSITIONS; k++) {
            size_t words = 0;
            while (challenge()->parameters[k].words[words]) {
                words++;
            }
            s.parameter[k] = floor(parley_i_uniform(stream, seed, k) * (double)words);
        }
        s.parameter[CHALLENGE_COMPAT] = seed % 2 ? COMPAT_KTAB : COMPAT_NONE;
        challenge()->settle(&s.sitting, &s.settlement);
        cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED);
        cr_assert(s.settlement.rounds >= 2 && s.settlement.rounds <= 100);
        for (uint32_t k = 0; k < actors.dimensions; k++) {
            double low = INFINITY, high = -INFINITY;
            for (uint32_t i = 0; i < actors.count; i++) {
                low = fmin(low, actors.position[i][k]);
                high = fmax(high, actors.position[i][k]);
            }
            cr_assert(s.deal[k] >= low - 0.0051 && s.deal[k] <= high + 0.0051, "%g is not in [%g, %g]", s.deal[k], low,
                      high);
        }
        leave_actors(&s);
    }
}

Test(challenge, the_unit_of_power_does_not_matter)
{
    struct actors actors = ktab_dummy();
    struct spatial_seats s;
    double deal[DIMENSIONS];
    seat_actors(&s, challenge(), &actors);
    challenge()->settle(&s.sitting, &s.settlement);
    memcpy(deal, s.deal, sizeof deal);
    for (int i = 0; i < ACTORS; i++) {
        s.power[i] *= 1024;
    }
    challenge()->settle(&s.sitting, &s.settlement);
    for (int k = 0; k < DIMENSIONS; k++) {
        cr_assert_float_eq(s.deal[k], deal[k], 0.011);
    }
    leave_actors(&s);
}

Test(challenge, the_order_of_the_parties_does_not_matter)
{
    struct actors actors = ktab_dummy(), turned = actors;
    for (int i = 0; i < ACTORS; i++) {
        int from = (i + 3) % ACTORS;
        turned.power[i] = actors.power[from];
        memcpy(turned.position[i], actors.position[from], sizeof turned.position[i]);
        memcpy(turned.salience[i], actors.salience[from], sizeof turned.salience[i]);
    }
    struct spatial_seats s, other;
    seat_actors(&s, challenge(), &actors);
    seat_actors(&other, challenge(), &turned);
    challenge()->settle(&s.sitting, &s.settlement);
    challenge()->settle(&other.sitting, &other.settlement);
    cr_assert_eq(s.settlement.rounds, other.settlement.rounds);
    for (int k = 0; k < DIMENSIONS; k++) {
        cr_assert_float_eq(s.deal[k], other.deal[k], 1e-9);
    }
    leave_actors(&s);
    leave_actors(&other);
}

// All alike: nothing to challenge, R = 0, and after the two least turns they are where they were.
Test(challenge, those_who_agree_stay_where_they_are)
{
    struct actors actors = random_actors(1, 5, 2);
    for (uint32_t i = 0; i < 5; i++) {
        actors.position[i][0] = 30;
        actors.position[i][1] = 60;
    }
    struct spatial_seats s;
    seat_actors(&s, challenge(), &actors);
    challenge()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.rounds, 2);
    cr_assert_float_eq(s.deal[0], 30, 1e-12);
    cr_assert_float_eq(s.deal[1], 60, 1e-12);
    leave_actors(&s);
}

Test(challenge, one_party_alone_gets_what_it_wants)
{
    struct actors actors = random_actors(2, 1, 2);
    struct spatial_seats s;
    seat_actors(&s, challenge(), &actors);
    challenge()->settle(&s.sitting, &s.settlement);
    cr_assert_float_eq(s.deal[0], actors.position[0][0], 1e-9);
    leave_actors(&s);
}

Test(challenge, parties_without_any_salience_disturb_nobody)
{
    struct actors actors = ktab_dummy();
    actors.count = 8;
    actors.power[7] = 1000;
    snprintf(actors.name[7], sizeof actors.name[7], "idle");
    struct spatial_seats s;
    seat_actors(&s, challenge(), &actors);
    challenge()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED);
    for (int k = 0; k < DIMENSIONS; k++) {
        cr_assert(s.deal[k] >= 0 && s.deal[k] <= 100);
    }
    leave_actors(&s);
}

// The identity written out is what holds without `adjustment`; shares of nothing keep the opening ideals.
Test(challenge, ideals_follow_positions_by_the_shares)
{
    const struct actors actors = ktab_dummy();
    double shares[ACTORS * ACTORS] = {0};
    struct spatial_seats s;
    seat_actors(&s, challenge(), &actors);
    challenge()->settle(&s.sitting, &s.settlement);
    double deal[DIMENSIONS], rounds = s.settlement.rounds;
    memcpy(deal, s.deal, sizeof deal);
    for (int i = 0; i < ACTORS; i++) {
        shares[i * ACTORS + i] = 1;
    }
    s.sitting.shares = shares;
    challenge()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.rounds, rounds);
    cr_assert_arr_eq(s.deal, deal, sizeof deal);
    memset(shares, 0, sizeof shares);
    challenge()->settle(&s.sitting, &s.settlement);
    cr_assert(memcmp(s.deal, deal, sizeof deal) != 0, "stubborn ideals change the game");
    leave_actors(&s);
}

Test(challenge, turns_and_change_bound_the_play)
{
    const struct actors actors = ktab_dummy();
    struct spatial_seats s;
    seat_actors(&s, challenge(), &actors);
    s.parameter[CHALLENGE_TURNS] = 3;
    challenge()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.rounds, 3);
    s.parameter[CHALLENGE_TURNS] = 30;
    s.parameter[CHALLENGE_LEAST_TURNS] = 15;
    challenge()->settle(&s.sitting, &s.settlement);
    cr_assert_geq(s.settlement.rounds, 15);
    s.parameter[CHALLENGE_LEAST_TURNS] = 2;
    s.parameter[CHALLENGE_CHANGE] = 0.5;
    challenge()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.rounds, 3, "the ratios are 1.00, 0.76, 0.18");
    leave_actors(&s);
}

// s2pmax: only the weaker moves. s1p1: saliences and probabilities themselves. With p = 3/4 and saliences 0.4, 0.2:
// s2p2 weights 0.16 x 9/16 and 0.04 x 1/16, s1p1 0.4 x 3/4 and 0.2 x 1/4.
Test(challenge, bargains_are_interpolated_by_their_kind)
{
    struct actors actors = {.count = 2, .dimensions = 1, .high = 1};
    actors.power[0] = actors.power[1] = 1;
    actors.position[0][0] = 0.2;
    actors.position[1][0] = 0.8;
    actors.salience[0][0] = 0.4;
    actors.salience[1][0] = 0.2;
    struct spatial_seats s;
    struct challenge game;
    seat_actors(&s, challenge(), &actors);
    for (int kind = BARGAIN_S1P1; kind <= BARGAIN_S2PMAX; kind++) {
        s.parameter[CHALLENGE_BARGAINS] = kind;
        parley_i_challenge_seat(&s.sitting, &game);
        parley_i_challenge_look(&game);
        parley_i_challenge_bargain(&game);
        cr_assert_geq(game.bargains, 1);
        const struct bargain *b = &game.bargain[0];
        cr_assert_eq(b->from, 0);
        double p = b->p, q = 1 - p, wi = kind == BARGAIN_S1P1 ? 0.4 * p : 0.16 * p * p;
        double wj = kind == BARGAIN_S1P1 ? 0.2 * q : 0.04 * q * q;
        if (kind != BARGAIN_S2PMAX) {
            cr_assert_float_eq(b->at_from[0], (wi * 0.2 + wj * 0.8) / (wi + wj), 1e-4);
            cr_assert_float_eq(b->at_to[0], b->at_from[0], 1.1e-4);
        } else {
            cr_assert_float_eq(b->at_from[0], 0.2, 1e-12, "the stronger stays");
            cr_assert_float_eq(b->at_to[0], 0.8 - (p - q) * 0.16 / ((p - q) * 0.16 + 1e-6 + (1 - p + q) * 0.04) * 0.6,
                               1e-12);
        }
    }
    leave_actors(&s);
}

// With views that differ, each models of a bargain proposes its own number of them; one weighed by the powers of both
// lies between the two.
Test(challenge, interpolations_propose_one_view_both_or_their_mean)
{
    const struct actors actors = ktab_dummy();
    struct spatial_seats s;
    struct challenge one, both, mean;
    seat_actors(&s, challenge(), &actors);
    struct spatial_seats t = s, u = s;
    size_t bytes = parley_i_challenge_room(&(struct sitting_shape){.parties = ACTORS, .issues = DIMENSIONS});
    void *room[2] = {malloc(bytes), malloc(bytes)};
    t.sitting.parameter = t.parameter;
    u.sitting.parameter = u.parameter;
    t.sitting.scratch = room[0];
    u.sitting.scratch = room[1];
    t.parameter[CHALLENGE_INTERPOLATION] = INTERPOLATION_INIT_RCVR;
    u.parameter[CHALLENGE_INTERPOLATION] = INTERPOLATION_PW_COMP;
    struct challenge *games[] = {&one, &both, &mean};
    const struct sitting *sittings[] = {&s.sitting, &t.sitting, &u.sitting};
    for (int k = 0; k < 3; k++) {
        parley_i_challenge_seat(sittings[k], games[k]);
        parley_i_challenge_look(games[k]);
        parley_i_challenge_bargain(games[k]);
    }
    cr_assert_eq(one.bargains, ACTORS);
    cr_assert_eq(both.bargains, 2 * ACTORS);
    cr_assert_eq(mean.bargains, ACTORS);
    for (int m = 0; m < ACTORS; m++) {
        const struct bargain *mine = &both.bargain[2 * m], *his = mine + 1, *middle = &mean.bargain[m];
        double wi = actors.power[mine->from] * attention(&actors, mine->from);
        double wj = actors.power[mine->to] * attention(&actors, mine->to);
        cr_assert_eq(mine->view, mine->from);
        cr_assert_eq(his->view, mine->to);
        for (int k = 0; k < DIMENSIONS; k++) {
            cr_assert_eq(mine->at_from[k], one.bargain[m].at_from[k]);
            cr_assert_float_eq(middle->at_to[k], (wi * mine->at_to[k] + wj * his->at_to[k]) / (wi + wj), 1e-12);
        }
    }
    leave_actors(&s);
    free(room[0]);
    free(room[1]);
}

Test(challenge, stochastic_play_differs_by_trial_and_repeats_itself)
{
    const struct actors actors = ktab_dummy();
    struct spatial_seats s;
    double first[20], differ = 0;
    seat_actors(&s, challenge(), &actors);
    s.parameter[CHALLENGE_TRANSITIONS] = 1;
    for (int again = 0; again < 2; again++) {
        for (uint64_t trial = 0; trial < 20; trial++) {
            s.sitting.trial = trial;
            challenge()->settle(&s.sitting, &s.settlement);
            cr_assert(again == 0 || first[trial] == s.deal[0]);
            first[trial] = s.deal[0];
            differ += trial > 0 && first[trial] != first[0];
        }
    }
    cr_assert_gt(differ, 10);
    leave_actors(&s);
}

static const char uncertain[] =
    "{\"parley\": 1, \"title\": \"t\", \"assumptions\": {\"grip\": \"uniform(0.1, 0.9)\"},"
    "\"issues\": {\"x\": {\"range\": [0, 10]}, \"y\": {\"options\": [\"none\", \"some\", \"all\"]}},"
    "\"parties\": {"
    "\"a\": {\"power\": \"lognormal(0, 0.3)\", \"salience\": \"grip\", \"demands\": {\"x\": {\"ideal\": \"uniform(0, "
    "3)\","
    "\"limit\": 10}, \"y\": {\"values\": [1, 0.5, 0]}}},"
    "\"b\": {\"power\": 1.2, \"salience\": 0.7, \"demands\": {\"x\": {\"weight\": \"gamma(2, 1)\", \"ideal\": 9, "
    "\"limit\": 0},"
    "\"y\": {\"values\": [0, 0.5, 1]}}},"
    "\"c\": {\"salience\": 0.5, \"demands\": {\"x\": {\"ideal\": 5, \"limit\": [0, 10]}}}},"
    "\"process\": {\"talks\": {\"talks\": {\"protocol\": {\"challenge\": %s}}}}}";

static parley_scenario *load_with(const char *parameters)
{
    char json[4096];
    snprintf(json, sizeof json, uncertain, parameters);
    return load(json);
}

Test(challenge, uncertain_inputs_give_the_same_bits_with_any_number_of_threads)
{
    static const char *const names[] = {"deal.x", "deal.y"};
    static const char *const rules[] = {
        "{}", "{\"transitions\": \"stochastic\", \"adjustment\": {\"a\": {\"a\": \"grip\", \"b\": 0.1}}}",
        "{\"variant\": \"scholz\"}"};
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
        parley_scenario *scenario = load_with(rules[k]);
        parley_run_def def = trials(600);
        struct kept one = keep(scenario, def, names, 2);
        def.threads = 3;
        struct kept three = keep(scenario, def, names, 2);
        double low = INFINITY, high = -INFINITY;
        for (uint64_t t = 0; t < 600; t++) {
            cr_assert(one.value[t] >= 0 && one.value[t] <= 10, "%g", one.value[t]);
            cr_assert(memcmp(&one.value[t], &three.value[t], sizeof(double)) == 0);
            cr_assert(one.value[600 + t] == 0 || one.value[600 + t] == 1 || one.value[600 + t] == 2);
            low = fmin(low, one.value[t]);
            high = fmax(high, one.value[t]);
        }
        cr_assert_lt(low, high);
        free(one.value);
        free(three.value);
        parley_scenario_destroy(scenario);
    }
}

Test(challenge, bad_parameters_are_errors_of_the_scenario)
{
    static const struct {
        const char *parameters, *says;
    } rows[] = {
        {"{\"risk\": \"middle\"}", "\"min\", \"mid\" or \"max\""},
        {"{\"turns\": 0}", "from 1 to 10000"},
        {"{\"turns\": 2.5}", "whole"},
        {"{\"change\": 2}", "in [0, 1]"},
        {"{\"bargain\": \"s2p2\"}", "did you mean \"bargains\""},
        {"{\"compat\": \"scholz\"}", "expected \"none\" or \"ktab\""},
        {"{\"variant\": \"scholz\", \"compat\": \"ktab\"}", "expected \"none\" or \"scholz\""},
        {"{\"prob_norm\": \"pair\"}", "belongs to variant \"scholz\""},
        {"{\"adjustment\": 1}", "{party: {party: share}}"},
        {"{\"adjustment\": {\"a\": 1}}", "{party: share}"},
        {"{\"adjustment\": {\"d\": {\"a\": 1}}}", "\"d\" does not take part"},
        {"{\"adjustment\": {\"a\": {\"a\": 0.7, \"b\": 0.7}}}", "add up to 1.4"},
        {"{\"adjustment\": {\"a\": {\"b\": -0.1}}}", "a share in [0, 1]"},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        char json[4096];
        parley_scenario *scenario = NULL;
        snprintf(json, sizeof json, uncertain, rows[k].parameters);
        parley_status status = parley_scenario_load(json, strlen(json), "test.json", &scenario);
        cr_assert_eq(status, PARLEY_BAD_SCENARIO, "%s", rows[k].parameters);
        const char *message = parley_last_message();
        cr_assert(strstr(message, rows[k].says) != NULL, "%s: %s", rows[k].parameters, message);
    }
}
