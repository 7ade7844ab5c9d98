// The command line: a table of options, and how the value of each is read.
#include "options.h"
#include "table.h"
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>

struct option {
    const char *name, *value, *help;
};

static const struct option table[OPTION_COUNT] = {
    [OPTION_VARIANT] = { "--variant", "NAME", "a variant of the scenario; may be given several times; \"\" is the scenario as it stands" },
    [OPTION_ALL_VARIANTS] = { "--all-variants", NULL, "every variant, in the scenario's order" },
    [OPTION_TRIALS] = { "--trials", "N", "independent trials, such as 1e6 or 1_000_000 (default 100000)" },
    [OPTION_SEED] = { "--seed", "S", "equal seeds give equal results (default 1)" },
    [OPTION_THREADS] = { "--threads", "K", "worker threads; never changes a result (default: one per core)" },
    [OPTION_SAMPLING] = { "--sampling", "DESIGN", "random (default), latin or sobol" },
    [OPTION_REPLICATES] = { "--replicates", "R", "independent replicates of latin and sobol, 2 to 64 (default 16)" },
    [OPTION_PRECISION] = { "--precision", "METRIC=SE", "play until the standard error of METRIC is at most SE; --trials is then the most to play "
                                                       "(default 1e9)" },
    [OPTION_SHARD] = { "--shard", "K/N", "play the K-th of N parts of the trials; parts are saved with --save and joined with merge" },
    [OPTION_JSON] = { "--json", "FILE", "everything as JSON; - is standard output" },
    [OPTION_CSV] = { "--csv", "FILE", "a row for each quantity as CSV; - is standard output" },
    [OPTION_COLUMNS] = { "--columns", "A,B,C", "raw columns, a row for each trial, to the file of --csv (default -); \"parley columns\" lists them; deal.ISSUE "
                                               "holds the status quo where there is no agreement" },
    [OPTION_SAVE] = { "--save", "FILE", "the result with nothing lost, for merge" },
    [OPTION_METRIC] = { "--metric", "A,B,C", "the quantities the tables show (default: agreement and the metrics); files hold them all" },
    [OPTION_TRIAL] = { "--trial", "N", "number of the trial, from 0 (default: trace tells trial 0, other questions are asked at the medians)" },
    [OPTION_STEP] = { "--step", "STEP", "one step of the process (default: all that decide by a rule)" },
    [OPTION_DEAL] = { "--deal", "ISSUE=VALUE,...", "the settled deal; may be given several times (default: what the talks settle)" },
    [OPTION_MOVES] = { "--moves", "PARTY:ISSUE,...", "what else a party can change by itself, beside what it delivers; may be given several times" },
    [OPTION_WALK] = { "--walk", NULL, "signatories can also walk away from the deal, for good" },
    [OPTION_FORCE] = { "--force", NULL, "write even when the file exists" },
    [OPTION_QUIET] = { "--quiet", NULL, "no table, no progress: only files and errors" },
    [OPTION_HELP] = { "--help", NULL, "this page" },
};

/// Edit distance with transpositions, for names of less than 64 bytes.
static size_t distance(const char *a, const char *b)
{
    enum { MOST = 64 };
    size_t m = strlen(a);
    size_t n = strlen(b);
    if (m >= MOST || n >= MOST) {
        return MOST;
    }
    size_t rows[3][MOST + 1];
    for (size_t j = 0; j <= n; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two_above[j - 2] + 1 < best) {
                best = two_above[j - 2] + 1;
            }
            row[j] = best;
        }
    }
    return rows[m % 3][n];
}

const char *nearest_name(const char *wrong, const char *const *names, size_t count)
{
    const char *nearest = NULL;
    size_t least = strlen(wrong) / 3 + 1;  // a third of the letters may be wrong
    for (size_t i = 0; i < count; i++) {
        size_t far = distance(wrong, names[i]);
        if (far <= least && (nearest == NULL || far < least)) {
            nearest = names[i];
            least = far;
        }
    }
    return nearest;
}

/// A whole number at most 2^64 - 1, written plainly (18446744073709551615, 1_000_000) or, up to 2^53, as 1e6.
static bool read_count(const char *text, uint64_t *out)
{
    char digits[64];
    size_t size = 0;
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '_' && c != text) {
            continue;
        }
        if (size + 1 == sizeof digits || !(isdigit((unsigned char)*c) || strchr("eE+.", *c) != NULL)) {
            return false;
        }
        digits[size++] = *c;
    }
    digits[size] = '\0';
    if (size == 0 || !isdigit((unsigned char)digits[0])) {
        return false;
    }
    char *end = NULL;
    errno = 0;
    unsigned long long whole = strtoull(digits, &end, 10);
    if (*end == '\0') {
        *out = whole;
        return errno == 0;
    }
    double value = strtod(digits, &end);
    if (*end != '\0' || !(value >= 0 && value <= 9007199254740992.0) || value != floor(value)) {
        return false;
    }
    *out = (uint64_t)value;
    return true;
}

static bool read_sampling(const char *text, parley_sampling *out)
{
    static const char *const names[] = { "random", "latin", "sobol" };
    for (int i = 0; i < 3; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (parley_sampling)i;
            return true;
        }
    }
    return false;
}

/// "K/N" with 1 <= K <= N.
static bool read_shard(const char *text, struct options *options)
{
    char first[32];
    const char *slash = strchr(text, '/');
    if (slash == NULL || (size_t)(slash - text) >= sizeof first) {
        return false;
    }
    memcpy(first, text, (size_t)(slash - text));
    first[slash - text] = '\0';
    return read_count(first, &options->shard) && read_count(slash + 1, &options->shards) && options->shard >= 1 &&
           options->shard <= options->shards;
}

/// "METRIC=SE" with SE > 0.
static bool read_precision(const char *text, struct options *options)
{
    char *copy = strdup(text);
    char *equals = copy == NULL ? NULL : strrchr(copy, '=');
    free(options->precision_text);
    options->precision_text = copy;
    if (equals == NULL || equals == copy) {
        return false;
    }
    *equals = '\0';
    char *end = NULL;
    options->run.precision_metric = copy;
    options->run.precision_se = strtod(equals + 1, &end);
    return end != equals + 1 && *end == '\0' && options->run.precision_se > 0 && isfinite(options->run.precision_se);
}

/// "a,b,c", no name empty. `copy` is what the names point into.
static bool read_names(const char *text, char **copy, const char **names, size_t *count)
{
    free(*copy);
    *copy = strdup(text);
    *count = 0;
    char *name = *copy;
    while (name != NULL) {
        char *comma = strchr(name, ',');
        if (comma != NULL) {
            *comma = '\0';
        }
        if (*name == '\0' || *count == MOST_COLUMNS) {
            return false;
        }
        names[(*count)++] = name;
        name = comma == NULL ? NULL : comma + 1;
    }
    return *count > 0;
}

/// The comma that ends this item; one within a value ("Yes, but") has no `mark` before the next. NULL: the item is the last.
static char *end_of_item(char *item, char mark)
{
    for (char *comma = strchr(item, ','); comma != NULL; comma = strchr(comma + 1, ',')) {
        size_t size = strcspn(comma + 1, ",");
        if (memchr(comma + 1, mark, size) != NULL || size == 0) {
            return comma;
        }
    }
    return NULL;
}

/// "a=1,b=2" behind what is there already, each item with its mark.
static bool read_list(const char *text, char mark, struct options *options, const char **items, size_t *count)
{
    char *copy = strdup(text);
    if (copy == NULL || options->list_count == sizeof options->lists / sizeof *options->lists) {
        free(copy);
        return false;
    }
    options->lists[options->list_count++] = copy;
    for (char *item = copy; item != NULL;) {
        char *comma = end_of_item(item, mark);
        if (comma != NULL) {
            *comma = '\0';
        }
        if (strchr(item, mark) == NULL || *count == MOST_DEAL) {
            return false;
        }
        items[(*count)++] = item;
        item = comma == NULL ? NULL : comma + 1;
    }
    return true;
}

/// Take the value of an option. NULL when it is fine, else what was expected.
static const char *take(struct options *options, enum option_id id, const char *value)
{
    uint64_t number = 0;
    switch (id) {
    case OPTION_VARIANT:
        if (options->variant_count == MOST_VARIANTS) {
            return "at most 256 variants";
        }
        options->variants[options->variant_count++] = value;
        return NULL;
    case OPTION_TRIALS:
        return read_count(value, &options->run.trials) && options->run.trials >= 1 && options->run.trials <= UINT64_C(9007199254740992)
                   ? NULL
                   : "a whole number from 1 to 2^53, such as 1e6 or 1_000_000";
    case OPTION_SEED:
        return read_count(value, &options->run.seed) ? NULL : "a whole number from 0 to 2^64 - 1";
    case OPTION_THREADS:
        if (!read_count(value, &number) || number > 1024) {
            return "a whole number from 0 (one per core) to 1024";
        }
        options->run.threads = (int32_t)number;
        return NULL;
    case OPTION_SAMPLING:
        return read_sampling(value, &options->run.sampling) ? NULL : "random, latin or sobol";
    case OPTION_REPLICATES:
        if (!read_count(value, &number) || number < 2 || number > 64) {
            return "a whole number from 2 to 64";
        }
        options->run.replicates = (uint32_t)number;
        return NULL;
    case OPTION_PRECISION:
        return read_precision(value, options) ? NULL : "METRIC=SE with SE above 0, such as peace_25y=0.001";
    case OPTION_SHARD:
        return read_shard(value, options) ? NULL : "K/N with K from 1 to N, such as 1/4";
    case OPTION_COLUMNS:
        return read_names(value, &options->column_text, options->columns, &options->column_count)
                   ? NULL
                   : "up to 256 names with commas between, such as agreement,elapsed";
    case OPTION_METRIC:
        return read_names(value, &options->metric_text, options->metrics, &options->metric_count)
                   ? NULL
                   : "up to 256 names with commas between, such as agreement,peace_25y";
    case OPTION_TRIAL:
        return read_count(value, &options->trial) ? NULL : "the number of a trial, from 0";
    case OPTION_STEP:
        options->step = value;
        return *value == '\0' ? "the id of a step" : NULL;
    case OPTION_DEAL:
        return read_list(value, '=', options, options->deal, &options->deal_count) ? NULL : "ISSUE=VALUE with commas between, such as term=15,presence=troops";
    case OPTION_MOVES:
        return read_list(value, ':', options, options->moves, &options->move_count) ? NULL : "PARTY:ISSUE with commas between, such as us:term,us:presence";
    case OPTION_JSON:
        options->json = value;
        break;
    case OPTION_CSV:
        options->csv = value;
        break;
    case OPTION_SAVE:
        options->save = value;
        break;
    case OPTION_ALL_VARIANTS:
        options->all_variants = true;
        return NULL;
    case OPTION_QUIET:
        options->quiet = true;
        return NULL;
    case OPTION_FORCE:
    case OPTION_WALK:
    case OPTION_HELP:
    case OPTION_COUNT:
        return NULL;
    }
    return *value == '\0' ? "the name of a file, or -" : NULL;
}

static bool understood(const struct subcommand *subcommand, int id)
{
    return id == OPTION_HELP || (subcommand->options & OPTION_BIT(id)) != 0;
}

static int unknown_option(const struct subcommand *subcommand, const char *name)
{
    const char *names[OPTION_COUNT];
    size_t count = 0;
    for (int id = 0; id < OPTION_COUNT; id++) {
        if (strcmp(name, table[id].name) == 0) {
            char others[200];
            subcommands_with((enum option_id)id, others, sizeof others);
            return misused(subcommand, "%s has no meaning here; it is an option of: %s", name, others);
        }
        if (understood(subcommand, id)) {
            names[count++] = table[id].name;
        }
    }
    const char *nearest = nearest_name(name, names, count);
    if (nearest != NULL) {
        return misused(subcommand, "unknown option \"%s\"; did you mean \"%s\"?", name, nearest);
    }
    return misused(subcommand, "unknown option \"%s\"", name);
}

/// Read one option, its value inside ("--seed=1") or behind it. `*next` is the argument behind, moved when it was taken.
static int read_option(struct options *options, const struct subcommand *subcommand, const char *argument, char ***next, char **end)
{
    char name[64];
    const char *equals = strchr(argument, '=');
    size_t size = equals == NULL ? strlen(argument) : (size_t)(equals - argument);
    (void)snprintf(name, sizeof name, "%.*s", (int)(size < sizeof name ? size : sizeof name - 1), argument);
    if (strcmp(name, "-h") == 0) {
        (void)snprintf(name, sizeof name, "--help");
    }
    int id = 0;
    while (id < OPTION_COUNT && !(strcmp(table[id].name, name) == 0 && understood(subcommand, id))) {
        id++;
    }
    if (id == OPTION_COUNT) {
        return unknown_option(subcommand, name);
    }
    const char *value = equals == NULL ? NULL : equals + 1;
    if (table[id].value == NULL && value != NULL) {
        return misused(subcommand, "%s takes no value", name);
    }
    if (table[id].value != NULL && value == NULL) {
        if (*next == end) {
            return misused(subcommand, "%s needs a value: %s", name, table[id].value);
        }
        value = *(*next)++;
    }
    options->given[id] = true;
    const char *expected = take(options, (enum option_id)id, value);
    if (expected != NULL) {
        return misused(subcommand, "%s is \"%s\", expected %s", name, value, expected);
    }
    return EXIT_DONE;
}

static bool is_standard(const char *target)
{
    return target != NULL && strcmp(target, "-") == 0;
}

/// Are these two names of one regular file?
static bool same_file(const char *a, const char *b)
{
    if (a == NULL || b == NULL || is_standard(a) || is_standard(b)) {
        return false;
    }
    struct stat one;
    struct stat other;
    if (stat(a, &one) != 0 || stat(b, &other) != 0) {
        return strcmp(a, b) == 0;
    }
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino && S_ISREG(one.st_mode);
}

/// Outputs must not fall on each other, nor on what is read.
static int check_outputs(const struct options *options, const struct subcommand *subcommand)
{
    const char *outputs[] = { options->json, options->csv, options->save };
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < i; j++) {
            if (same_file(outputs[i], outputs[j])) {
                return misused(subcommand, "\"%s\" and \"%s\" are the same file", outputs[j], outputs[i]);
            }
        }
        for (size_t k = 0; k < options->file_count; k++) {
            if (same_file(outputs[i], options->files[k])) {
                return misused(subcommand, "\"%s\" would replace what is read from \"%s\"", outputs[i], options->files[k]);
            }
        }
    }
    return EXIT_DONE;
}

/// What cannot go together.
static int check_together(const struct options *options, const struct subcommand *subcommand)
{
    if (is_standard(options->json) + is_standard(options->csv) + is_standard(options->save) > 1) {
        return misused(subcommand, "only one of --json, --csv and --save can go to standard output");
    }
    if (options->all_variants && options->variant_count > 0) {
        return misused(subcommand, "--all-variants and --variant exclude each other");
    }
    if (options->variant_count > 1 && !understood(subcommand, OPTION_ALL_VARIANTS)) {
        return misused(subcommand, "one --variant at a time, and %zu were asked for", options->variant_count);
    }
    if (options->shards > 0 && options->run.precision_metric != NULL) {
        return misused(subcommand, "--precision decides by itself how many trials are played; it cannot be one of several shards");
    }
    if (options->shards > options->run.trials) {
        return misused(subcommand, "%llu trials cannot be split into %llu shards", (unsigned long long)options->run.trials,
                       (unsigned long long)options->shards);
    }
    return check_outputs(options, subcommand);
}

int options_read(struct options *options, const struct subcommand *subcommand, int count, char **arguments)
{
    options->run = parley_run_def_default();
    options->run.threads = 0;
    char **end = arguments + count;
    bool only_files = false;
    while (arguments != end) {
        const char *argument = *arguments++;
        if (!only_files && strcmp(argument, "--") == 0) {
            only_files = true;
        } else if (!only_files && argument[0] == '-' && argument[1] != '\0') {
            int status = read_option(options, subcommand, argument, &arguments, end);
            if (status != EXIT_DONE) {
                return status;
            }
            if (options->given[OPTION_HELP]) {
                return EXIT_DONE;
            }
        } else if (options->file_count == subcommand->most_files) {
            return misused(subcommand, "\"%s\" is one argument too many; expected %s alone", argument, subcommand->arguments);
        } else {
            options->files[options->file_count++] = argument;
        }
    }
    if (options->file_count < subcommand->least_files) {
        return misused(subcommand, "a file is missing");
    }
    if (options->run.precision_metric != NULL && !options->given[OPTION_TRIALS]) {
        options->run.trials = 1000000000;
    }
    if (options->column_count > 0 && options->csv == NULL) {
        options->csv = "-";
    }
    return check_together(options, subcommand);
}

void options_release(struct options *options)
{
    free(options->column_text);
    free(options->metric_text);
    free(options->precision_text);
    for (size_t i = 0; i < options->list_count; i++) {
        free(options->lists[i]);
    }
}

void options_describe(FILE *page, const struct subcommand *subcommand)
{
    static const struct column columns[] = { { .width = 24, .indent = 2 }, { .width = 74 } };
    for (int id = 0; id < OPTION_COUNT; id++) {
        if (understood(subcommand, id)) {
            char name[64];
            (void)snprintf(name, sizeof name, "%s%s%s", table[id].name, table[id].value == NULL ? "" : " ",
                           table[id].value == NULL ? "" : table[id].value);
            print_row(page, columns, 2, (const char *[]){ name, table[id].help });
        }
    }
}
