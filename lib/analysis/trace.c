// One trial told in full. It is played by the same plan as a run plays it, in a block of one, with the story written down.
#include "analysis/report.h"

#include "base/fail.h"
#include "engine/campaign.h"

#include <math.h>
#include <stdio.h>

static void tell_metrics(const struct plan *plan, const struct block *block, struct record *root)
{
    struct record *metrics = plan->model->metric_count > 0 ? parley_i_record_object(root, "metrics") : NULL;
    for (size_t i = 0; metrics && i < plan->quantities; i++) {
        if (plan->quantity[i].group == GROUP_METRIC) {
            double value = parley_i_number_at(&plan->watched[i].value, block, 0);
            double given = parley_i_number_at(&plan->watched[i].given, block, 0);
            parley_i_record_number(metrics, plan->quantity[i].name, given == 1 ? value : NAN);
        }
    }
}

static parley_status tell(struct campaign *c, uint64_t trial, struct record *root)
{
    const struct plan *plan = c->plan[0];
    char seed[24];
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)c->def.seed);
    parley_i_record_text(root, "title", plan->model->title);
    if (plan->model->variant) {
        parley_i_record_text(root, "variant", plan->model->variant);
    }
    parley_i_record_text(root, "fingerprint", plan->model->fingerprint);
    parley_i_record_text(root, "seed", seed);
    parley_i_record_number(root, "trial", (double)trial);
    parley_status status = parley_i_play_block(c->post[0].play[0], trial, 1, root);
    if (status != PARLEY_OK) {
        return parley_i_scenario_locate(plan->scenario, plan->model->variant, status);
    }
    tell_metrics(plan, c->post[0].play[0]->block, root);
    return PARLEY_OK;
}

parley_status parley_trace(const parley_scenario *scenario, const parley_run_def *def, uint64_t trial, parley_report **out)
{
    PARLEY_I_REQUIRE(out, "trace: expected a place for the report, found NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(scenario, "trace: expected a scenario, found NULL");
    const char *variant = def && def->struct_size == sizeof *def ? def->variant : NULL;
    parley_run_def alone = def ? *def : parley_run_def_default();
    alone.threads = alone.threads < 0 ? alone.threads : 1;  // one trial is one worker's
    struct campaign campaign;
    parley_report *report = NULL;
    parley_status status = parley_i_campaign_make(&campaign, scenario, &alone, &variant, 1);
    if (status == PARLEY_OK && trial >= campaign.def.trials) {
        status = parley_i_fail(PARLEY_BAD_ARGUMENT, "trial: found %llu, expected less than the run's %llu trials",
                               (unsigned long long)trial, (unsigned long long)campaign.def.trials);
    }
    if (status == PARLEY_OK) {
        status = parley_i_report_create(&report);
    }
    if (status == PARLEY_OK) {
        status = tell(&campaign, trial, report->root);
        status = parley_i_report_finish(report, status, out);
    }
    parley_i_campaign_destroy(&campaign);
    return status;
}
