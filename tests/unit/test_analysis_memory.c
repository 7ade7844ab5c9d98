// Memory that runs out at every request of power and stability: a clean failure, nothing kept.
#include "support/failing_memory.h"
#include "support/scenarios.h"

#include <parley/parley.h>

static parley_status vote(void)
{
    const double weight[] = {10, 10, 10, 5, 5, 3, 2.5}, quota = 30;
    const bool veto[] = {true, false, false, false, false, false, false};
    parley_voting_index index[7];
    parley_voting_def def = parley_voting_def_default();
    def.voters = 7;
    def.weight = weight;
    def.quota = &quota;
    def.veto = veto;
    return parley_voting_power(&def, index, 7);
}

static parley_status list(void)
{
    const double weight[] = {1.41421356, 1.73205081, 2.2360679}, quota = 3;
    parley_voting_index index[3];
    parley_voting_def def = parley_voting_def_default();
    def.voters = 3;
    def.weight = weight;
    def.quota = &quota;
    return parley_voting_power(&def, index, 3);
}

static parley_status judge(void)
{
    const bool moves[] = {false, true, true, false};
    const double worth[] = {1, 2};
    const uint32_t component[] = {0, 1};
    uint32_t found[2];
    parley_conflict_def def = parley_conflict_def_default();
    def.states = 2;
    def.makers = 1;
    def.moves = moves;
    def.worth = worth;
    def.components = 1;
    def.component = component;
    return parley_conflict_stability(&def, found, 2);
}

static parley_status ask(bool power)
{
    static const char text[] =
        "{\"parley\": 1, \"issues\": {\"x\": {\"options\": [\"keep\", \"break\"], \"delivered_by\": \"a\"}},"
        " \"parties\": {\"a\": {\"demands\": {\"x\": {\"values\": [0, 1]}}}, \"b\": {\"demands\": {\"x\": {\"values\": "
        "[1, "
        "0]}}}},"
        " \"process\": {\"t\": {\"talks\": {\"protocol\": \"alternating\", \"agreement\": {\"quota\": 0.6}}}}}";
    const char *deal[] = {"x=keep"};
    parley_scenario *scenario = NULL;
    parley_report *report = NULL;
    parley_stability_def def = parley_stability_def_default();
    def.deal = deal;
    def.deal_count = 1;
    def.walk_away = true;
    parley_status status = parley_scenario_load(text, strlen(text), NULL, &scenario);
    if (status == PARLEY_OK) {
        status = power ? parley_power(scenario, NULL, &report) : parley_stability(scenario, &def, &report);
    }
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
    return status;
}

static parley_status question(int which)
{
    return which == 0 ? vote() : which == 1 ? list() : which == 2 ? judge() : ask(which == 3);
}

Test(analysis_memory, every_question_fails_cleanly_at_every_request)
{
    for (int which = 0; which < 5; which++) {
        require_ok(question(which));  // whatever is made once and kept is made now
        for (long n = 0; CAN_FAIL_MEMORY; n++) {
            const long held_before = memory_held;
            memory_left = n;
            const parley_status status = question(which);
            memory_left = -1;
            cr_assert_eq(memory_held, held_before, "question %d, request %ld keeps %ld pieces", which, n,
                         memory_held - held_before);
            if (status == PARLEY_OK) {
                break;
            }
            cr_assert_eq(status, PARLEY_NO_MEMORY, "question %d, request %ld: %s", which, n, parley_last_message());
        }
    }
}
