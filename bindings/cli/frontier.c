// parley frontier: what the deal could be, whatever the process makes of it.
#include "command.h"
#include "progress.h"
#include "report.h"
#include "show.h"

int play_frontier(struct options *options)
{
    parley_scenario *scenario = NULL;
    int status = load_scenario(options->files[0], &scenario);
    if (status != EXIT_DONE) {
        return status;
    }
    const char *variants[MOST_VARIANTS];
    size_t count = chosen_variants(options, scenario, false, variants);
    struct progress progress;
    parley_report *report = NULL;
    parley_frontier_def def = parley_frontier_def_default();
    def.variant = count > 0 ? variants[count - 1] : NULL;
    def.seed = options->run.seed;
    def.trial = options->given[OPTION_TRIAL] ? (int64_t)options->trial : -1;
    def.trials = options->given[OPTION_TRIALS] ? options->run.trials : 0;
    def.threads = options->run.threads;
    progress_begin(&progress, options, 1);
    def.progress = progress_step;
    def.progress_user = &progress;
    parley_status looked = parley_frontier(scenario, &def, &report);
    progress_end(&progress);
    status = looked == PARLEY_OK ? tell_report(options, report, show_frontier) : failed(looked);
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
    return status;
}
