// parley merge: join the shards of a run.
#include "command.h"
#include "files.h"
#include "show.h"
#include "table.h"
#include <stdlib.h>

static int load_result(const char *path, parley_result **out)
{
    char *text = NULL;
    size_t size = 0;
    int status = read_whole(path, &text, &size);
    if (status == EXIT_DONE) {
        parley_status loaded = parley_result_load(text, size, out);
        if (loaded != PARLEY_OK) {
            (void)fprintf(stderr, "%s: ", path);
            status = failed(loaded);
        }
    }
    free(text);
    return status;
}

static int merge_files(const struct options *options, parley_result **into)
{
    int status = load_result(options->files[0], into);
    for (size_t i = 1; i < options->file_count && status == EXIT_DONE; i++) {
        parley_result *next = NULL;
        status = load_result(options->files[i], &next);
        if (status == EXIT_DONE) {
            parley_status merged = parley_result_merge(*into, next);
            if (merged != PARLEY_OK) {
                (void)fprintf(stderr, "%s: ", options->files[i]);
                status = failed(merged);
            }
        }
        parley_result_destroy(next);
    }
    return status;
}

static int write_result(const struct files *files, const parley_result *result)
{
    char *text = NULL;
    size_t size = 0;
    int status = EXIT_DONE;
    if (files->json != NULL) {
        parley_status made = parley_result_json(result, &text);
        status = write_made(files->json, made, text);
        (void)fputc('\n', files->json);
    }
    if (files->csv != NULL && status == EXIT_DONE) {
        parley_status made = parley_result_csv(result, &text);
        status = write_made(files->csv, made, text);
    }
    if (files->save != NULL && status == EXIT_DONE) {
        parley_status made = parley_result_save(result, &text, &size);
        status = write_made(files->save, made, text);
    }
    return status;
}

/// A part of a run is a result of its own, but not the one that was asked for.
static void tell_missing(const parley_result *result)
{
    uint64_t whole = parley_result_whole(result);
    char played[NUMBER_SIZE];
    char all[NUMBER_SIZE];
    if (parley_result_trials(result) < whole) {
        (void)fprintf(stderr, "parley merge: %s of the run's %s trials are in; other shards are missing\n",
                      count_text(played, parley_result_trials(result)), count_text(all, whole));
    }
}

int play_merge(struct options *options)
{
    parley_result *result = NULL;
    struct files files;
    int status = merge_files(options, &result);
    if (status == EXIT_DONE) {
        status = files_open(&files, options);
        if (status == EXIT_DONE) {
            status = files_close(&files, write_result(&files, result));
            if (status == EXIT_DONE && !files.standard && !options->quiet) {
                char part[NUMBER_SIZE + 20];
                (void)snprintf(part, sizeof part, "%zu saved result%s", options->file_count, options->file_count == 1 ? "" : "s");
                show_result(stdout, result, parley_result_trials(result) < parley_result_whole(result) ? part : NULL);
            }
        }
    }
    if (status == EXIT_DONE) {
        tell_missing(result);
    }
    parley_result_destroy(result);
    return status;
}
