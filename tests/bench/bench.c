// parley_bench: what a trial costs, by phase and in whole runs, on one thread and on two; memory; the result's hash.

#include "bench.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char usage[] =
    "parley_bench [--case NAME] [--repeats N] [--csv FOLDER] [--long] [--smoke]\n"
    "Run it from the top of the sources, in a Release build, on a quiet machine.\n"
    "  --case NAME    one case only: its name in the table\n"
    "  --repeats N    measurements of everything; the best counts (default 5)\n"
    "  --csv FOLDER   add the numbers to FOLDER/YYYY-MM-DD.csv\n"
    "  --long         memory at 10^7 trials too (minutes)\n"
    "  --smoke        a thousand trials of each case: does it run, do one thread and two agree?\n";

void bench_note(const struct bench_log *log, const char *measure, double value, const char *unit)
{
    printf("  %-26s %14.4g %s\n", measure, value, unit);
    if (log->csv != NULL) {
        fprintf(log->csv, "%s,\"%s\",%s,%s,%s,%.6g,%s\n", log->date, log->machine, parley_version(), log->name, measure,
                value, unit);
    }
}

void bench_note_text(const struct bench_log *log, const char *measure, const char *text)
{
    printf("  %-26s %14s\n", measure, text);
    if (log->csv != NULL) {
        fprintf(log->csv, "%s,\"%s\",%s,%s,%s,%s,\n", log->date, log->machine, parley_version(), log->name, measure,
                text);
    }
}

/// The processor's name, where the system tells it.
static void name_machine(char *name, size_t capacity)
{
    snprintf(name, capacity, "unknown");
    FILE *file = fopen("/proc/cpuinfo", "r");
    char line[256];
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) == 0 && colon != NULL) {
            snprintf(name, capacity, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
            break;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
}

static bool open_csv(const char *folder, struct bench_log *log)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.csv", folder, log->date);
    log->csv = fopen(path, "a");
    if (log->csv == NULL) {
        fprintf(stderr, "%s cannot be written; does the folder exist?\n", path);
        return false;
    }
    if (fseek(log->csv, 0, SEEK_END) == 0 && ftell(log->csv) == 0) {
        fprintf(log->csv, "date,machine,version,case,measure,value,unit\n");
    }
    return true;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

enum { MOST_REPEATS = 100 };

static double median(double *values, unsigned n)
{
    qsort(values, n, sizeof *values, ascending);
    return values[n / 2];
}

/// Whole runs on one thread and on two in turn, so that whatever else the machine does meets both alike. Where it does
/// much, the clock cannot show what two threads give, but the processor time they need can: without loss it is the
/// same.
static bool measure_runs(const struct bench_case *which, const parley_scenario *scenario,
                         const struct bench_options *options, const struct bench_log *log)
{
    double one = 0, two = 0, ratio[MOST_REPEATS], lossless[MOST_REPEATS], held[MOST_REPEATS];
    uint64_t hash_one = 0, hash_two = 0, trials = options->smoke ? 1000 : which->trials;
    for (unsigned i = 0; i < options->repeats; i++) {
        struct bench_spent alone, both;
        if (!bench_run(scenario, trials, 1, &alone, &hash_one) || !bench_run(scenario, trials, 2, &both, &hash_two)) {
            return false;
        }
        if (hash_one != hash_two) {
            fprintf(stderr, "case %s: one thread and two do not agree on the result\n", which->name);
            return false;
        }
        ratio[i] = alone.clock / both.clock;
        lossless[i] = 2 * alone.processor / both.processor;
        held[i] = both.processor / both.clock;
        one = i == 0 || alone.clock < one ? alone.clock : one;
        two = i == 0 || both.clock < two ? both.clock : two;
    }
    char hash[24];
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)hash_one);
    bench_note(log, "1 thread", one / (double)trials, "ns/trial");
    if (!options->smoke) {
        bench_note(log, "target", which->target, "ns/trial");
        bench_note(log, "1 thread rate", (double)trials / one * 1e9, "trials/s");
        bench_note(log, "2 threads rate", (double)trials / two * 1e9, "trials/s");
        bench_note(log, "2 threads over 1", median(ratio, options->repeats), "x (median of pairs)");
        bench_note(log, "2 threads held", median(held, options->repeats), "processors (2: a quiet machine)");
        bench_note(log, "2 threads over 1 if quiet", median(lossless, options->repeats), "x (by processor time)");
    }
    bench_note_text(log, "hash of the result", hash);
    return true;
}

static bool measure_memory(const struct bench_case *which, const struct bench_options *options,
                           const struct bench_log *log)
{
    bool slow = which->target > 1e6;  // a millisecond a trial: ten times fewer
    double small = bench_memory(which, slow ? 10000 : 100000);
    if (small < 0) {
        return false;
    }
    bench_note(log, slow ? "memory at 10^4 trials" : "memory at 10^5 trials", small, "MiB");
    if (options->long_runs && !slow) {
        double large = bench_memory(which, 10000000);
        if (large < 0) {
            return false;
        }
        bench_note(log, "memory at 10^7 trials", large, "MiB");
    }
    return true;
}

static bool play_case(const struct bench_case *which, const struct bench_options *options, struct bench_log *log)
{
    printf("(%s) %s\n", which->name, which->title);
    log->name = which->name;
    bool good = options->smoke || measure_memory(which, options, log); // first, while this process is small
    parley_scenario *scenario = good ? bench_load(which) : NULL;
    good = scenario != NULL && (options->smoke || bench_phases(which, scenario, log, options->repeats)) &&
           measure_runs(which, scenario, options, log);
    parley_scenario_destroy(scenario);
    fflush(stdout);
    return good;
}

static bool read_options(int argc, char **argv, struct bench_options *options)
{
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--long") == 0) {
            options->long_runs = true;
        } else if (strcmp(argv[i], "--smoke") == 0) {
            options->smoke = true;
            options->repeats = 1;
        } else if (strcmp(argv[i], "--case") == 0 && value != NULL) {
            options->only = argv[++i];
        } else if (strcmp(argv[i], "--csv") == 0 && value != NULL) {
            options->folder = argv[++i];
        } else if (strcmp(argv[i], "--repeats") == 0 && value != NULL) {
            options->repeats = (unsigned)strtoul(argv[++i], NULL, 10);
        } else {
            return false;
        }
    }
    return options->repeats >= 1 && options->repeats <= MOST_REPEATS;
}

int main(int argc, char **argv)
{
    struct bench_options options = {.repeats = 5};
    if (!read_options(argc, argv, &options)) {
        fputs(usage, stderr);
        return 2;
    }
    struct bench_log log = {0};
    time_t now = time(NULL);
    struct tm today;
    strftime(log.date, sizeof log.date, "%Y-%m-%d", gmtime_r(&now, &today));
    name_machine(log.machine, sizeof log.machine);
    if (options.folder != NULL && !open_csv(options.folder, &log)) {
        return 3;
    }
    printf("parley %s on %s, %s\n", parley_version(), log.machine, log.date);
    bool good = true, found = false;
    for (size_t i = 0; i < bench_case_count; i++) {
        if (options.only == NULL || strcmp(options.only, bench_cases[i].name) == 0) {
            found = true;
            good = play_case(&bench_cases[i], &options, &log) && good;
        }
    }
    if (options.only == NULL || strcmp(options.only, "frontier") == 0) {
        found = true;
        good = bench_frontier(&log, options.repeats) && good;
    }
    good = bench_solvers(&options, &log, &found) && good;
    if (log.csv != NULL && fclose(log.csv) != 0) {
        fprintf(stderr, "the CSV could not be written to the end\n");
        good = false;
    }
    if (!found) {
        fputs(usage, stderr);
        return 2;
    }
    return good ? 0 : 1;
}
