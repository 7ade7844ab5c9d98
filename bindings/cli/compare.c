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

/// A variant that is named twice, or NULL.
static const char *named_twice(const char *const *variants, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(variant_title(variants[i]), variant_title(variants[j])) == 0) {
                return variant_title(variants[i]);
            }
        }
    }
    return NULL;
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

/// Are the quantities to show known, and numbers? One trial tells, before all are played.
static int check_metrics(const struct options *options, const parley_scenario *scenario, const char *baseline)
{
    parley_run_def def = parley_run_def_default();
    parley_result *result = NULL;
    parley_summary summary;
    def.variant = baseline;
    def.trials = 1;
    def.seed = options->run.seed;
    if (options->metric_count == 0 || parley_run(scenario, &def, &result) != PARLEY_OK) {
        return EXIT_DONE;  // what is wrong will be told by the comparison
    }
    int status = EXIT_DONE;
    for (size_t i = 0; i < options->metric_count && status == EXIT_DONE; i++) {
        parley_status found = parley_result_summary(result, options->metrics[i], &summary);
        if (found != PARLEY_OK) {
            status = failed(found);
        } else if (parley_result_labels(result, options->metrics[i]) > 0) {
            (void)fprintf(stderr, "%s: it has labels and no mean; \"parley run\" tells their shares\n", options->metrics[i]);
            status = EXIT_BAD_INPUT;
        }
    }
    parley_result_destroy(result);
    return status;
}

static int compare(struct options *options, const parley_scenario *scenario, const char *const *variants, size_t count)
{
    struct files files;
    struct progress progress;
    parley_comparison *comparison = NULL;
    int status = check_metrics(options, scenario, variants[0]);
    status = status == EXIT_DONE ? files_open(&files, options) : status;
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
        show_comparison(stdout, comparison, options->metrics, options->metric_count);
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
    } else if (named_twice(variants, count) != NULL) {
        (void)fprintf(stderr, "%s: \"%s\" is named twice; compared with itself a variant does not differ\n", options->files[0],
                      named_twice(variants, count));
        status = EXIT_BAD_INPUT;
    } else {
        status = compare(options, scenario, variants, count);
    }
    parley_scenario_destroy(scenario);
    return status;
}
