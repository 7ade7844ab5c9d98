// parley trace: one trial in full.
#include "report.h"

int play_trace(struct options *options)
{
    parley_scenario *scenario = NULL;
    int status = load_scenario(options->files[0], &scenario);
    if (status != EXIT_DONE) {
        return status;
    }
    const char *variants[MOST_VARIANTS];
    size_t count = chosen_variants(options, scenario, false, variants);
    options->run.variant = count > 0 ? variants[count - 1] : NULL;
    parley_report *report = NULL;
    parley_status told = parley_trace(scenario, &options->run, options->trial, &report);
    status = told == PARLEY_OK ? tell_report(options, report, NULL) : failed(told);
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
    return status;
}
