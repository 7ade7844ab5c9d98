// When memory runs out, at whichever request, a call says so, gives back what it took, and leaves the scenario as it
// was.
#include "scenario/model.h"
#include "support/failing_memory.h"
#include "support/scenarios.h"

enum { CALLS = 25 };

/// The calls that build or change a scenario, one by one; each must succeed after those before it.
static parley_status change(parley_scenario *s, int call)
{
    const char *const words[] = {"none", "troops"}, *const parties[] = {"p", "q"}, *const issues[] = {"i"},
                      *const states[] = {"on", "off"};
    const double numbers[] = {0, 1};
    const char *const rates[] = {"0.5", "a"};
    parley_assumption_def assumption = parley_assumption_def_default();
    parley_issue_def issue = parley_issue_def_default();
    parley_party_def party = parley_party_def_default();
    parley_demand_def demand = parley_demand_def_default();
    parley_linkage_def linkage = parley_linkage_def_default();
    parley_talks_def talks = parley_talks_def_default();
    parley_vote_def vote = parley_vote_def_default();
    parley_chance_def chance = parley_chance_def_default();
    parley_transition_def transition = parley_transition_def_default();
    parley_metric_def metric = parley_metric_def_default();
    assumption.id = call == 0 ? "a" : "b", assumption.value = "beta(2, 3)",
    assumption.source = call == 0 ? NULL : "somewhere";
    issue.id = "i", issue.options = words, issue.option_count = 2, issue.fixed = "none";
    party.id = call == 5 ? "p" : "q", party.power = "2", party.label = "A party";
    demand.issue = "i";
    linkage.when = "i == 'none'", linkage.add = "1";
    talks.id = "t", talks.parties = parties, talks.party_count = 2, talks.issues = issues, talks.issue_count = 1,
    talks.parameters = "{\"rounds\": 3}";
    vote.id = "v", vote.blocs = "{\"l\": {\"yes\": 1}}", vote.rule = "\"majority\"", vote.requires_ = "t.agreed",
    vote.skip = true, vote.takes = "1";
    chance.id = "c", chance.probability = "0.5", chance.fails = true;
    transition.from = "on", transition.to = "off";
    metric.id = "m", metric.value = "a", metric.given = "agreement";
    switch (call) {
    case 0:
    case 1:
        return parley_scenario_add_assumption(s, &assumption);
    case 2:
        return parley_scenario_add_correlation(s, "a", "b", 0.5);
    case 3:
        return parley_scenario_add_issue(s, &issue);
    case 4:
        return parley_scenario_set_title(s, "Title");
    case 5:
    case 6:
        return parley_scenario_add_party(s, &party);
    case 7:
        demand.values = numbers, demand.value_count = 2;
        return parley_scenario_add_demand(s, "p", &demand);
    case 8:
        demand.ideal = "none", demand.limit = "troops";
        return parley_scenario_add_demand(s, "q", &demand);
    case 9:
        return parley_scenario_add_trust(s, "p", "q", "a");
    case 10:
        return parley_scenario_add_linkage(s, "p", &linkage);
    case 11:
        return parley_scenario_set_concession(s, "p", "{\"exponent\": 0.5}");
    case 12:
        return parley_scenario_add_talks(s, &talks);
    case 13:
        return parley_scenario_add_vote(s, &vote);
    case 14:
        return parley_scenario_add_chance(s, &chance);
    case 15:
        return parley_scenario_set_aftermath(s, 10, states, 2, "on");
    case 16:
        transition.piece_from = numbers, transition.piece_rate = rates, transition.piece_count = 2;
        return parley_scenario_add_transition(s, &transition);
    case 17:
        transition.weibull_shape = "1", transition.weibull_scale = "a";
        return parley_scenario_add_transition(s, &transition);
    case 18:
        return parley_scenario_add_metric(s, &metric);
    case 19:
        return parley_scenario_add_variant(s, "v", "{\"parties\": {\"p\": {\"power\": 3}}}");
    case 20:
        return parley_scenario_set(s, "/parties/q/concedes/deep/deeper", "[1]");
    case 21:
        return parley_scenario_set(s, "/parties/q/power", "3");
    case 22:
        return parley_scenario_set(s, "/parties/q/concedes", "null");
    case 23:
        demand.issue = "j", demand.ideal = "1", demand.limit = "0", demand.limit_high = "3";
        return parley_scenario_add_demand(s, "q", &demand);
    default:
        return parley_scenario_set(s, "/parties/q/demands/j", "null");
    }
}

static char *text_of(const parley_scenario *scenario)
{
    char *text = NULL;
    require_ok(parley_scenario_save(scenario, &text));
    return text;
}

Test(scenario_memory, a_change_that_runs_out_of_memory_changes_nothing)
{
    parley_scenario *scenario = NULL;
    require_ok(parley_scenario_create(&scenario));
    for (int call = 0; call < CALLS; call++) {
        char *before = text_of(scenario);
        for (long n = 0; CAN_FAIL_MEMORY; n++) {
            const long held_before = memory_held;
            memory_left = n;
            const parley_status status = change(scenario, call);
            memory_left = -1;
            if (status == PARLEY_OK) {
                break;
            }
            cr_assert_eq(status, PARLEY_NO_MEMORY, "call %d, request %ld: %s", call, n, parley_last_message());
            cr_assert_eq(memory_held, held_before, "call %d, request %ld keeps %ld pieces", call, n,
                         memory_held - held_before);
            char *after = text_of(scenario);
            cr_assert_str_eq(after, before, "call %d, request %ld", call, n);
            parley_text_destroy(after);
        }
        parley_text_destroy(before);
        if (!CAN_FAIL_MEMORY) {
            require_ok(change(scenario, call));
        }
    }
    require_ok(parley_scenario_check(scenario));
    parley_scenario_destroy(scenario);
}

/// Load, save, copy and model of one scenario; what was made is destroyed again.
static parley_status live(void)
{
    parley_scenario *scenario = NULL, *copy = NULL;
    char *text = NULL, fingerprint[33];
    struct arena arena = {0};
    const struct model *model;
    parley_status status = parley_scenario_load(everything, strlen(everything), "everything.json", &scenario);
    status = status == PARLEY_OK ? parley_scenario_save(scenario, &text) : status;
    status = status == PARLEY_OK ? parley_scenario_copy(scenario, &copy) : status;
    status =
        status == PARLEY_OK ? parley_scenario_fingerprint(copy, "15 years", fingerprint, sizeof fingerprint) : status;
    status = status == PARLEY_OK ? parley_i_model_make(copy, "15 years", &arena, &model) : status;
    parley_i_arena_release(&arena);
    parley_text_destroy(text);
    parley_scenario_destroy(copy);
    parley_scenario_destroy(scenario);
    return status;
}

Test(scenario_memory, reading_a_scenario_fails_cleanly_at_every_request)
{
    require_ok(live()); // whatever is made once and kept is made now
    for (long n = 0; CAN_FAIL_MEMORY; n++) {
        const long held_before = memory_held;
        memory_left = n;
        const parley_status status = live();
        memory_left = -1;
        cr_assert_eq(memory_held, held_before, "request %ld keeps %ld pieces", n, memory_held - held_before);
        if (status == PARLEY_OK) {
            break;
        }
        cr_assert_eq(status, PARLEY_NO_MEMORY, "request %ld: %s", n, parley_last_message());
    }
}
