// Building by calls and loading JSON make the same scenario; what goes wrong changes nothing.
#include "support/scenarios.h"

#include <math.h>

static void add_parts_of_the_deal(parley_scenario *s)
{
    parley_assumption_def resolve = parley_assumption_def_default(), hazard = resolve, presence_hr = resolve;
    resolve.id = "resolve", resolve.value = "beta(4, 6)";
    hazard.id = "tail_hazard", hazard.value = "0.005 to 0.03";
    presence_hr.id = "presence_hr", presence_hr.value = "triangular(0.13, 0.28, 0.60)",
    presence_hr.source = "Cox regression on 96 cease-fires";
    require_ok(parley_scenario_add_assumption(s, &resolve));
    require_ok(parley_scenario_add_assumption(s, &hazard));
    require_ok(parley_scenario_add_assumption(s, &presence_hr));
    require_ok(parley_scenario_add_correlation(s, "resolve", "tail_hazard", -0.3));

    const char *const options[] = {"none", "monitors", "troops"};
    const double points[] = {15, 30, 50};
    parley_issue_def term = parley_issue_def_default(), presence = term, share = term;
    term.id = "term", term.unit = "years", term.high = 50, term.step = 5, term.status_quo = "0",
    term.delivered_by = "us";
    presence.id = "presence", presence.options = options, presence.option_count = 3;
    share.id = "share", share.points = points, share.point_count = 3;
    require_ok(parley_scenario_add_issue(s, &term));
    require_ok(parley_scenario_add_issue(s, &presence));
    require_ok(parley_scenario_add_issue(s, &share));
}

static void add_parties(parley_scenario *s)
{
    parley_party_def ukraine = parley_party_def_default(), us = ukraine;
    ukraine.id = "ukraine", ukraine.power = "2", ukraine.no_deal = "beta(3, 7)", ukraine.discount = "0.99";
    us.id = "us";
    require_ok(parley_scenario_add_party(s, &ukraine));
    require_ok(parley_scenario_add_party(s, &us));

    const double worth[] = {0, 0.4, 1};
    parley_demand_def term = parley_demand_def_default(), presence = term, share = term, open = term;
    term.issue = "term", term.weight = "gamma(6, 1)", term.ideal = "50", term.limit = "15", term.shape = "0.6",
    term.red_line = true;
    presence.issue = "presence", presence.weight = "3", presence.values = worth, presence.value_count = 3;
    share.issue = "share", share.ideal = "30", share.limit = "10", share.limit_high = "60";
    open.issue = "presence", open.formula = "x == 'troops' ? 0.3 : 1";
    parley_linkage_def linkage = parley_linkage_def_default();
    linkage.when = "term >= 30 && presence == 'troops'", linkage.add = "0.08";
    require_ok(
        parley_scenario_set_concession(s, "ukraine", "{\"exponent\": 0.3}")); // members keep their customary order
    require_ok(parley_scenario_add_demand(s, "ukraine", &term));
    require_ok(parley_scenario_add_demand(s, "ukraine", &presence));
    require_ok(parley_scenario_add_linkage(s, "ukraine", &linkage));
    require_ok(parley_scenario_add_trust(s, "ukraine", "us", "resolve"));
    require_ok(parley_scenario_add_demand(s, "us", &share));
    require_ok(parley_scenario_add_demand(s, "us", &open));
}

static void add_process(parley_scenario *s)
{
    const char *const both[] = {"ukraine", "us"}, *const presence[] = {"presence"};
    parley_talks_def advisors = parley_talks_def_default(), leaders = advisors;
    advisors.id = "advisors", advisors.parties = both, advisors.party_count = 2, advisors.issues = presence,
    advisors.issue_count = 1;
    advisors.parameters = "{\"rounds\": 20, \"breakdown\": 0.01}", advisors.takes = "triangular(0.02, 0.05, 0.2)";
    leaders.id = "leaders", leaders.requires_ = "advisors.agreed", leaders.protocol = "nash";
    parley_chance_def lapse = parley_chance_def_default();
    lapse.id = "lapse", lapse.probability = "1 - exp(-0.5 * elapsed)", lapse.fails = true;
    parley_vote_def ratify = parley_vote_def_default(), house = ratify;
    ratify.id = "ratify", ratify.yes = "logistic(8 * (ukraine.utility - 0.5))", ratify.skip = true;
    house.id = "house",
    house.blocs = "{\"left\": {\"weight\": 120, \"yes\": 0.7}, \"right\": {\"weight\": 90, \"yes\": \"resolve\"}}";
    house.rule = "{\"quota\": 0.6, \"veto\": [\"left\"]}";
    require_ok(parley_scenario_add_talks(s, &advisors));
    require_ok(parley_scenario_add_talks(s, &leaders));
    require_ok(parley_scenario_add_chance(s, &lapse));
    require_ok(parley_scenario_add_vote(s, &ratify));
    require_ok(parley_scenario_add_vote(s, &house));
}

static void add_aftermath(parley_scenario *s)
{
    const char *const states[] = {"guaranteed", "lapsed", "unprotected", "war"};
    const double from[] = {0, 5};
    const char *const rate[] = {"0.25", "tail_hazard"};
    parley_transition_def expiry = parley_transition_def_default(), fading = expiry, lapsed = expiry, bare = expiry;
    expiry.from = "guaranteed", expiry.to = "lapsed", expiry.after = "deal.term";
    fading.from = "guaranteed", fading.to = "war", fading.piece_from = from, fading.piece_rate = rate,
    fading.piece_count = 2, fading.times = "presence_hr";
    lapsed.from = "lapsed", lapsed.to = "war", lapsed.weibull_shape = "0.8", lapsed.weibull_scale = "20",
    lapsed.clock_entry = true;
    bare.from = "unprotected", bare.to = "war", bare.rate = "0.25";
    require_ok(parley_scenario_set_aftermath(s, 50, states, 4, "agreement ? 'guaranteed' : 'unprotected'"));
    require_ok(parley_scenario_add_transition(s, &expiry));
    require_ok(parley_scenario_add_transition(s, &fading));
    require_ok(parley_scenario_add_transition(s, &lapsed));
    require_ok(parley_scenario_add_transition(s, &bare));

    parley_metric_def peace = parley_metric_def_default(), term = peace;
    peace.id = "peace_25y", peace.value = "aftermath.first.war > 25";
    term.id = "mean_term", term.value = "deal.term", term.given = "agreement", term.unit = "years";
    require_ok(parley_scenario_add_metric(s, &peace));
    require_ok(parley_scenario_add_metric(s, &term));
    require_ok(parley_scenario_add_variant(s, "15 years", "{\"issues\": {\"term\": {\"fixed\": 15}}}"));
}

static parley_scenario *built(void)
{
    parley_scenario *s = NULL;
    require_ok(parley_scenario_create(&s));
    add_aftermath(s); // sections keep their customary order, whatever the order of calls
    add_process(s);
    add_parties(s);
    add_parts_of_the_deal(s);
    require_ok(parley_scenario_set_time_unit(s, "years"));
    require_ok(parley_scenario_set_title(s, "Everything once"));
    return s;
}

static void expect_saved(const parley_scenario *scenario, const char *text)
{
    char *saved = NULL;
    require_ok(parley_scenario_save(scenario, &saved));
    cr_expect_str_eq(saved, text);
    parley_text_destroy(saved);
}

Test(scenario_build, calls_and_json_make_the_same_scenario)
{
    parley_scenario *by_calls = built(), *by_text = loaded(everything);
    char *a = NULL, *b = NULL, print_a[33], print_b[33];
    require_ok(parley_scenario_check(by_calls));
    require_ok(parley_scenario_save(by_calls, &a));
    require_ok(parley_scenario_save(by_text, &b));
    cr_expect_str_eq(a, b);
    for (int variant = 0; variant < 2; variant++) {
        require_ok(parley_scenario_fingerprint(by_calls, variant ? "15 years" : NULL, print_a, sizeof print_a));
        require_ok(parley_scenario_fingerprint(by_text, variant ? "15 years" : NULL, print_b, sizeof print_b));
        cr_expect_str_eq(print_a, print_b);
    }
    parley_text_destroy(a);
    parley_text_destroy(b);
    parley_scenario_destroy(by_calls);
    parley_scenario_destroy(by_text);
}

Test(scenario_build, expressions_that_are_plain_numbers_are_saved_as_numbers)
{
    parley_scenario *s = NULL;
    require_ok(parley_scenario_create(&s));
    static const char *const values[][2] = {{"1", "1"},           {"-2.5", "-2.5"},      {"1e-07", "1e-07"},
                                            {"0.30", "\"0.30\""}, {"01", "\"01\""},      {"1e999", "\"1e999\""},
                                            {" 1", "\" 1\""},     {"1 + 1", "\"1 + 1\""}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        parley_assumption_def def = parley_assumption_def_default();
        const char id[2] = {(char)('a' + (int)i), '\0'};
        const char pointer[] = {'/', 'a', 's', 's', 'u', 'm', 'p', 't', 'i', 'o', 'n', 's', '/', id[0], '\0'};
        char *json = NULL;
        def.id = id, def.value = values[i][0];
        require_ok(parley_scenario_add_assumption(s, &def));
        require_ok(parley_scenario_get(s, pointer, &json));
        cr_expect_str_eq(json, values[i][1]);
        parley_text_destroy(json);
    }
    parley_scenario_destroy(s);
}

#define expect_status(wanted, call)                                                                                    \
    do {                                                                                                               \
        const parley_status got_ = (call);                                                                             \
        cr_expect(got_ == (wanted), "%s -> %s: %s", #call, parley_status_name(got_), parley_last_message());           \
    } while (0)

Test(scenario_build, definitions_that_were_not_initialised_are_refused)
{
    parley_scenario *s = built();
    char *before = NULL;
    require_ok(parley_scenario_save(s, &before));
#define REFUSES(kind, ...)                                                                                             \
    do {                                                                                                               \
        parley_##kind##_def zeroed, good = parley_##kind##_def_default();                                              \
        memset(&zeroed, 0, sizeof zeroed);                                                                             \
        expect_status(PARLEY_BAD_DEF, parley_scenario_add_##kind(__VA_ARGS__, &zeroed));                               \
        expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_##kind(__VA_ARGS__, NULL));                             \
        expect_status(PARLEY_BAD_DEF, parley_##kind##_def_init(&zeroed, sizeof zeroed - 1));                           \
        expect_status(PARLEY_BAD_ARGUMENT, parley_##kind##_def_init(NULL, sizeof zeroed));                             \
        expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_##kind(__VA_ARGS__, &good)); /* no id */                \
    } while (0)
    REFUSES(assumption, s);
    REFUSES(issue, s);
    REFUSES(party, s);
    REFUSES(demand, s, "us");
    REFUSES(linkage, s, "us");
    REFUSES(talks, s);
    REFUSES(vote, s);
    REFUSES(chance, s);
    REFUSES(transition, s);
    REFUSES(metric, s);
    REFUSES(protocol, s);
    expect_saved(s, before);
    parley_text_destroy(before);
    parley_scenario_destroy(s);
}

Test(scenario_build, a_failed_call_leaves_the_scenario_as_it_was)
{
    parley_scenario *s = built();
    char *before = NULL;
    require_ok(parley_scenario_save(s, &before));
    parley_assumption_def assumption = parley_assumption_def_default();
    assumption.id = "resolve", assumption.value = "1";
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_assumption(s, &assumption)); // in use
    assumption.id = "Bad id";
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_assumption(s, &assumption));
    assumption.id = "fresh", assumption.value = "\xff";
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_assumption(s, &assumption));
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_correlation(s, "resolve", NULL, 0));
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_correlation(s, "resolve", "tail_hazard", (double)NAN));
    parley_issue_def issue = parley_issue_def_default();
    issue.id = "endless", issue.high = (double)INFINITY;
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_issue(s, &issue));
    parley_demand_def demand = parley_demand_def_default();
    demand.issue = "share", demand.formula = "x";
    expect_status(PARLEY_NOT_FOUND, parley_scenario_add_demand(s, "ukrain", &demand));
    cr_expect(strstr(parley_last_message(), "did you mean \"ukraine\"?"), "%s", parley_last_message());
    parley_talks_def talks = parley_talks_def_default();
    talks.id = "more", talks.parameters = "{\"rounds\": }";
    expect_status(PARLEY_BAD_JSON, parley_scenario_add_talks(s, &talks));
    talks.parameters = "{\"issues\": []}";
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_talks(s, &talks));
    parley_vote_def vote = parley_vote_def_default();
    vote.id = "more", vote.yes = "1", vote.blocs = "{}";
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_vote(s, &vote));
    parley_transition_def transition = parley_transition_def_default();
    transition.from = "war", transition.to = "lapsed", transition.rate = "1", transition.after = "1";
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_transition(s, &transition));
    expect_status(PARLEY_BAD_JSON, parley_scenario_add_variant(s, "bad", "{"));
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_variant(s, "bad", "3"));
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_variant(s, "15 years", "{}"));
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_set_concession(s, "us", "[]"));
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_trust(s, "ukraine", "us", "1"));
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_set_aftermath(s, (double)NAN, NULL, 0, NULL));
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_set_title(s, NULL));
    expect_saved(s, before);
    parley_text_destroy(before);
    parley_scenario_destroy(s);
}

Test(scenario_build, a_new_aftermath_keeps_the_transitions)
{
    parley_scenario *s = built();
    const char *const states[] = {"guaranteed", "war"};
    char *json = NULL;
    require_ok(parley_scenario_set_aftermath(s, 10, states, 2, NULL));
    require_ok(parley_scenario_get(s, "/aftermath/transitions/3/rate", &json));
    cr_expect_str_eq(json, "0.25");
    parley_text_destroy(json);
    cr_expect_eq(parley_scenario_get(s, "/aftermath/start", &json), PARLEY_NOT_FOUND);
    cr_expect_eq(parley_scenario_count(s, PARLEY_PART_STATE), 2);
    cr_expect_str_eq(parley_scenario_id(s, PARLEY_PART_STATE, 1), "war");
    parley_scenario_destroy(s);
}

static bool never(const parley_sitting *sitting, int32_t *package, void *user)
{
    (void)sitting, (void)package, (void)user;
    return false;
}

Test(scenario_build, a_copy_is_its_own_and_keeps_protocols)
{
    parley_scenario *s = built(), *copy = NULL;
    parley_protocol_def def = parley_protocol_def_default();
    def.name = "stubborn", def.settle = never;
    require_ok(parley_scenario_add_protocol(s, &def));
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_protocol(s, &def)); // there is one of that name
    require_ok(parley_scenario_copy(s, &copy));
    require_ok(parley_scenario_set_title(copy, "Another"));
    cr_expect_str_eq(parley_scenario_title(s), "Everything once");
    cr_expect_str_eq(parley_scenario_title(copy), "Another");
    parley_scenario_destroy(s);
    expect_status(PARLEY_BAD_ARGUMENT, parley_scenario_add_protocol(copy, &def));
    parley_scenario_destroy(copy);
}
