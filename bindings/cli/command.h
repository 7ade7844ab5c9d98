// What the files of the command share: options, exit statuses, how a subcommand is described.
#ifndef PARLEY_CLI_COMMAND_H
#define PARLEY_CLI_COMMAND_H

#include <parley/parley.h>
#include <stdio.h>

/// Exit statuses, as promised by `parley --help`.
enum { EXIT_DONE = 0, EXIT_NO_ANSWER = 1, EXIT_BAD_INPUT = 2, EXIT_SYSTEM = 3, EXIT_INTERRUPTED = 130, EXIT_UNREAD = 141 };

/// Everything that can be asked for on the command line; a subcommand names those it understands.
enum option_id {
    OPTION_VARIANT,
    OPTION_ALL_VARIANTS,
    OPTION_TRIALS,
    OPTION_SEED,
    OPTION_THREADS,
    OPTION_SAMPLING,
    OPTION_REPLICATES,
    OPTION_PRECISION,
    OPTION_SHARD,
    OPTION_JSON,
    OPTION_CSV,
    OPTION_COLUMNS,
    OPTION_SAVE,
    OPTION_METRIC,
    OPTION_TRIAL,
    OPTION_STEP,
    OPTION_DEAL,
    OPTION_MOVES,
    OPTION_WALK,
    OPTION_FORCE,
    OPTION_QUIET,
    OPTION_HELP,
    OPTION_COUNT
};

enum { MOST_VARIANTS = 256, MOST_COLUMNS = 256, MOST_FILES = 4096, MOST_DEAL = 1024 };

struct options {
    const char *files[MOST_FILES];        // what is not an option: scenarios, saved results
    size_t file_count;
    const char *variants[MOST_VARIANTS];  // as named; "" is the scenario as it stands
    size_t variant_count;
    bool all_variants;
    bool given[OPTION_COUNT];
    parley_run_def run;                   // trials, seed, threads, sampling, replicates, precision
    uint64_t shard, shards;               // 1 .. shards; 0: no shard
    const char *json, *csv, *save;        // a file, "-" for standard output, or NULL
    const char *columns[MOST_COLUMNS];
    size_t column_count;
    const char *metrics[MOST_COLUMNS];    // what the tables of compare show; none: agreement and all metrics
    size_t metric_count;
    char *column_text, *metric_text, *precision_text;  // what the lists point into
    uint64_t trial;
    const char *step;                     // NULL: all
    const char *deal[MOST_DEAL], *moves[MOST_DEAL];  // "issue=value", "party:issue"
    size_t deal_count, move_count;
    char *lists[2 * MOST_DEAL];           // what deal and moves point into
    size_t list_count;
    bool quiet;
};

struct subcommand {
    const char *name, *arguments, *summary;
    const char *story;                    // what --help tells beyond the options
    uint64_t options;                     // bits of enum option_id
    size_t least_files, most_files;
    int (*play)(struct options *options); // returns an exit status
};

#define OPTION_BIT(id) (UINT64_C(1) << (id))
#define OPTIONS_OF_A_RUN                                                                                                 \
    (OPTION_BIT(OPTION_TRIALS) | OPTION_BIT(OPTION_SEED) | OPTION_BIT(OPTION_THREADS) | OPTION_BIT(OPTION_SAMPLING) |    \
     OPTION_BIT(OPTION_REPLICATES) | OPTION_BIT(OPTION_QUIET))

/// Each lives in the file of its name.
int play_check(struct options *options);
int play_columns(struct options *options);
int play_compare(struct options *options);
int play_frontier(struct options *options);
int play_merge(struct options *options);
int play_new(struct options *options);
int play_power(struct options *options);
int play_run(struct options *options);
int play_stability(struct options *options);
int play_trace(struct options *options);

/// Say what is wrong with the call, and how it is used. Returns EXIT_BAD_INPUT.
int misused(const struct subcommand *subcommand, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// The subcommands that understand an option: "trace, power".
void subcommands_with(enum option_id id, char *names, size_t capacity);

/// Say in one line what the system refused. Returns EXIT_SYSTEM.
int refused(const char *format, ...) __attribute__((format(printf, 1, 2)));

/// Say what the library said of its last failure. Returns the exit status that fits it.
int failed(parley_status status);

/// Load a scenario ("-": from standard input). Returns an exit status, and has said what is wrong unless EXIT_DONE.
int load_scenario(const char *path, parley_scenario **out);

/// All of a file, or of standard input for "-", up to 64 MiB. Free the text with free. Returns as load_scenario.
int read_whole(const char *path, char **text, size_t *size);

/// The variants that were asked for: those named, or with `all` every one of the scenario. The scenario as it stands is NULL.
size_t chosen_variants(const struct options *options, const parley_scenario *scenario, bool all, const char **variants);

/// "50 years", or what stands for the scenario without a variant.
const char *variant_title(const char *variant);

#endif
