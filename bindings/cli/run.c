// parley run: play the scenario or some of its variants, each on its own.
#include "command.h"
#include "files.h"
#include "progress.h"
#include "raw.h"
#include "show.h"
#include "table.h"
#include <stdlib.h>

struct session {
    struct options *options;
    parley_scenario *scenario;
    struct files files;
    struct raw raw;
    const char *variants[MOST_VARIANTS];
    size_t count;
    parley_result *results[MOST_VARIANTS];
    size_t played;
};

/// The part of the trials that a shard plays: whole numbers that leave no gap between shards.
static void set_shard(parley_run_def *def, const struct options *options)
{
    if (options->shards > 0) {
        uint64_t each = def->trials / options->shards;
        uint64_t more = def->trials % options->shards;  // the first shards play one more
        uint64_t before = options->shard - 1;
        def->shard_first = before * each + (before < more ? before : more);
        def->shard_trials = each + (before < more);
    }
}

/// Did the run end because the precision was reached? Says so when it was not.
static int check_precision(const parley_run_def *def, const parley_result *result)
{
    parley_summary summary;
    char trials[NUMBER_SIZE];
    if (def->precision_metric == NULL || parley_result_summary(result, def->precision_metric, &summary) != PARLEY_OK ||
        summary.se <= def->precision_se) {
        return EXIT_DONE;
    }
    (void)count_text(trials, parley_result_trials(result));
    if (summary.n < 2) {
        (void)fprintf(stderr, "%s: it has no standard error, as %s of %s trials gave it a value\n", def->precision_metric,
                      summary.n == 0 ? "none" : "one", trials);
    } else {
        (void)fprintf(stderr, "%s: after %s trials the standard error is %.2g, more than the %.2g asked for\n", def->precision_metric, trials,
                      summary.se, def->precision_se);
    }
    return EXIT_NO_ANSWER;
}

static int play_variants(struct session *session)
{
    struct options *options = session->options;
    parley_run_def def = options->run;
    struct progress progress;
    int status = EXIT_DONE;
    progress_begin(&progress, options, session->count);
    set_shard(&def, options);
    def.progress = progress_step;
    def.progress_user = &progress;
    if (options->column_count > 0) {
        def.columns = options->columns;
        def.column_count = options->column_count;
        def.on_columns = raw_rows;
        def.columns_user = &session->raw;
    }
    for (; session->played < session->count && status != EXIT_BAD_INPUT; session->played++) {
        def.variant = session->raw.variant = session->variants[session->played];
        progress.what = variant_title(def.variant);
        progress.part = session->played;
        progress.before = played_so_far();
        parley_result **result = &session->results[session->played];
        parley_status played = parley_run(session->scenario, &def, result);
        if (played != PARLEY_OK) {
            progress_end(&progress);
            return session->raw.failed ? write_failed(options->csv) : failed(played);
        }
        int reached = check_precision(&def, *result);
        status = reached != EXIT_DONE ? reached : status;
    }
    progress_end(&progress);
    return status;
}

/// One object, or an array of them when several variants were asked for.
static int write_json(const struct session *session)
{
    FILE *file = session->files.json;
    bool several = session->count > 1;
    int status = EXIT_DONE;
    (void)fputs(several ? "[\n" : "", file);
    for (size_t i = 0; i < session->count && status == EXIT_DONE; i++) {
        char *text = NULL;
        parley_status made = parley_result_json(session->results[i], &text);
        status = write_made(file, made, text);
        (void)fputs(i + 1 < session->count ? ",\n" : "\n", file);
    }
    (void)fputs(several ? "]\n" : "", file);
    return status;
}

/// Print CSV rows, each behind the variant. A quoted field may hold line breaks.
static void print_rows(FILE *file, const char *rows, const char *variant)
{
    bool quoted = false;
    bool begins = true;
    for (const char *c = rows; *c != '\0'; c++) {
        if (begins) {
            csv_field(file, variant);
            (void)fputc(',', file);
        }
        quoted = quoted != (*c == '"');
        begins = *c == '\n' && !quoted;
        (void)fputc(*c, file);
    }
}

/// The rows of all variants below one heading; of several, a first column tells the variant.
static int write_csv(const struct session *session)
{
    FILE *file = session->files.csv;
    for (size_t i = 0; i < session->count; i++) {
        char *text = NULL;
        parley_status made = parley_result_csv(session->results[i], &text);
        if (made != PARLEY_OK) {
            return failed(made);
        }
        const char *rows = strchr(text, '\n') + 1;
        if (i == 0) {
            (void)fprintf(file, "%s%.*s", session->count > 1 ? "variant," : "", (int)(rows - text), text);
        }
        if (session->count > 1) {
            print_rows(file, rows, parley_result_variant(session->results[i]));
        } else {
            (void)fputs(rows, file);
        }
        note_write(file);
        parley_text_destroy(text);
    }
    return EXIT_DONE;
}

static int write_save(const struct session *session)
{
    char *text = NULL;
    size_t size = 0;
    parley_status made = parley_result_save(session->results[0], &text, &size);
    return write_made(session->files.save, made, text);
}

static int write_files(const struct session *session)
{
    int status = EXIT_DONE;
    if (session->files.json != NULL) {
        status = write_json(session);
    }
    if (status == EXIT_DONE && session->files.csv != NULL && session->options->column_count == 0) {
        status = write_csv(session);
    }
    if (status == EXIT_DONE && session->files.save != NULL) {
        status = write_save(session);
    }
    return status;
}

/// Play, write the files, and tell what was found.
static int play_session(struct session *session)
{
    struct options *options = session->options;
    if (options->save != NULL && session->count > 1) {
        (void)fprintf(stderr, "parley run: --save takes one variant at a time, and %zu were asked for\n", session->count);
        return EXIT_BAD_INPUT;
    }
    int status = files_open(&session->files, options);
    if (status != EXIT_DONE) {
        return status;
    }
    session->raw = (struct raw){ .file = session->files.csv, .options = options, .several = session->count > 1 };
    status = play_variants(session);
    if (session->played < session->count) {  // a failure, and files that would not hold what was asked for
        outputs_abandon(&session->files.outputs);
        return status;
    }
    int written = write_files(session);
    status = written != EXIT_DONE ? written : status;
    status = files_close(&session->files, status);
    char part[64];
    (void)snprintf(part, sizeof part, "shard %llu of %llu", (unsigned long long)options->shard, (unsigned long long)options->shards);
    bool answered = status == EXIT_DONE || status == EXIT_NO_ANSWER;
    for (size_t i = 0; answered && !session->files.standard && !options->quiet && i < session->count; i++) {
        printf("%s", i > 0 ? "\n\n" : "");
        show_result(stdout, session->results[i], options->shards > 0 ? part : NULL);
    }
    return status;
}

int play_run(struct options *options)
{
    struct session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        return refused("memory could not be allocated");
    }
    session->options = options;
    int status = load_scenario(options->files[0], &session->scenario);
    if (status == EXIT_DONE) {
        session->count = chosen_variants(options, session->scenario, false, session->variants);
        if (session->count == 0) {
            session->variants[session->count++] = NULL;
        }
        status = play_session(session);
    }
    for (size_t i = 0; i < session->played; i++) {
        parley_result_destroy(session->results[i]);
    }
    parley_scenario_destroy(session->scenario);
    free(session);
    return status;
}
