// parley frontier: what the deal could be, whatever the process makes of it.
#include "command.h"
#include "files.h"
#include "progress.h"
#include "show.h"

/// Write a report where it was asked for, or show it to people.
static int tell(const struct options *options, const parley_scenario *scenario, const parley_report *report)
{
    struct files files;
    int status = files_open(&files, options);
    if (status != EXIT_DONE) {
        return status;
    }
    if (files.json != NULL) {
        char *text = NULL;
        parley_status made = parley_report_json(report, &text);
        status = write_made(files.json, made, text);
        (void)fputc('\n', files.json);
    }
    status = files_close(&files, status);
    if (status == EXIT_DONE && !files.standard && !options->quiet) {
        show_frontier(stdout, report, scenario);
    }
    return status;
}

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
    status = looked == PARLEY_OK ? tell(options, scenario, report) : failed(looked);
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
    return status;
}
