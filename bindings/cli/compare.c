// parley compare: variants on the same draws.
#include "command.h"
#include "files.h"
#include "progress.h"
#include "show.h"

/// The variants to compare, the baseline first. One alone is compared with the scenario as it stands.
static size_t choose(const struct options *options, const parley_scenario *scenario, const char **variants)
{
    size_t count = chosen_variants(options, scenario, true, variants);
    if (count == 1 && variants[0] != NULL) {
        variants[1] = variants[0];
        variants[0] = NULL;
        return 2;
    }
    return count;
}

static int write_files(const struct files *files, const parley_comparison *comparison)
{
    char *text = NULL;
    int status = EXIT_DONE;
    if (files->json != NULL) {
        parley_status made = parley_comparison_json(comparison, &text);
        status = write_made(files->json, made, text);
        (void)fputc('\n', files->json);
    }
    if (files->csv != NULL && status == EXIT_DONE) {
        parley_status made = parley_comparison_csv(comparison, &text);
        status = write_made(files->csv, made, text);
    }
    return status;
}

static int compare(struct options *options, const parley_scenario *scenario, const char *const *variants, size_t count)
{
    struct files files;
    struct progress progress;
    parley_comparison *comparison = NULL;
    int status = files_open(&files, options);
    if (status != EXIT_DONE) {
        return status;
    }
    progress_begin(&progress, options, 1);
    options->run.progress = progress_step;
    options->run.progress_user = &progress;
    parley_status played = parley_compare(scenario, &options->run, variants, count, &comparison);
    progress_end(&progress);
    status = played == PARLEY_OK ? write_files(&files, comparison) : failed(played);
    status = files_close(&files, status);
    if (status == EXIT_DONE && !files.standard && !options->quiet) {
        show_comparison(stdout, comparison);
    }
    parley_comparison_destroy(comparison);
    return status;
}

int play_compare(struct options *options)
{
    parley_scenario *scenario = NULL;
    int status = load_scenario(options->files[0], &scenario);
    if (status != EXIT_DONE) {
        return status;
    }
    const char *variants[MOST_VARIANTS + 1];
    size_t count = choose(options, scenario, variants);
    if (count < 2) {
        (void)fprintf(stderr, "%s: there is nothing to compare: the scenario has no variants, expected at least one in \"variants\"\n",
                      options->files[0]);
        status = EXIT_BAD_INPUT;
    } else {
        status = compare(options, scenario, variants, count);
    }
    parley_scenario_destroy(scenario);
    return status;
}
