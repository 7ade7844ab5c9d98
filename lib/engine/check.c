// Checking a scenario as a run would: the base and every variant are compiled, and nothing is played.
#include "base/fail.h"
#include "engine/plan.h"

static parley_status try_plan(const parley_scenario *scenario, const char *variant, enum plan_purpose purpose)
{
    struct plan *plan;
    parley_status status = parley_i_plan_make(scenario, variant, purpose, &plan);
    parley_i_plan_destroy(plan);
    return status;
}

parley_status parley_i_scenario_judge(const parley_scenario *scenario, bool at_load)
{
    enum plan_purpose purpose = at_load ? PLAN_TO_LOAD : PLAN_TO_PLAY;
    PARLEY_I_TRY(try_plan(scenario, NULL, purpose));
    for (size_t i = 0; i < parley_scenario_count(scenario, PARLEY_PART_VARIANT); i++) {
        PARLEY_I_TRY(try_plan(scenario, parley_scenario_id(scenario, PARLEY_PART_VARIANT, i), purpose));
    }
    return PARLEY_OK;
}

parley_status parley_scenario_check(const parley_scenario *scenario)
{
    PARLEY_I_REQUIRE(scenario, "check: expected a scenario, found NULL");
    return parley_i_scenario_judge(scenario, false);
}
