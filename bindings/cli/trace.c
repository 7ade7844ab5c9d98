// parley trace: one trial in full.
#include "command.h"
#include "files.h"

/// Write a report where it was asked for, or print it for people.
static int tell(const struct options *options, const parley_report *report)
{
    struct files files;
    int status = files_open(&files, options);
    if (status != EXIT_DONE) {
        return status;
    }
    char *text = NULL;
    if (files.json != NULL) {
        parley_status made = parley_report_json(report, &text);
        status = write_made(files.json, made, text);
        (void)fputc('\n', files.json);
    }
    status = files_close(&files, status);
    if (status == EXIT_DONE && !files.standard && !options->quiet) {
        parley_status made = parley_report_text(report, &text);
        status = write_made(stdout, made, text);
    }
    return status;
}

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
    status = told == PARLEY_OK ? tell(options, report) : failed(told);
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
    return status;
}
