// Whole runs, by the public header alone: time, and memory in a process of its own.

#include "bench.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double read_clock(clockid_t which)
{
    struct timespec time;
    clock_gettime(which, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

double bench_now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

parley_scenario *bench_load(const struct bench_case *which)
{
    parley_scenario *scenario = NULL;
    if (parley_scenario_load_file(which->path, &scenario) != PARLEY_OK) {
        fprintf(stderr, "case %s: %s\n", which->name, parley_last_message());
    }
    return scenario;
}

bool bench_run(const parley_scenario *scenario, uint64_t trials, int32_t threads, struct bench_spent *spent,
               uint64_t *hash)
{
    parley_run_def def = parley_run_def_default();
    def.trials = trials;
    def.threads = threads;
    def.seed = 42;
    parley_result *result = NULL;
    struct bench_spent start = {bench_now(), read_clock(CLOCK_PROCESS_CPUTIME_ID)};
    parley_status status = parley_run(scenario, &def, &result);
    struct bench_spent end = {bench_now(), read_clock(CLOCK_PROCESS_CPUTIME_ID)};
    if (status != PARLEY_OK) {
        fprintf(stderr, "run: %s\n", parley_last_message());
        return false;
    }
    if (spent != NULL) {
        *spent = (struct bench_spent){end.clock - start.clock, end.processor - start.processor};
    }
    if (hash != NULL) {
        *hash = parley_result_hash(result);
    }
    parley_result_destroy(result);
    return true;
}

/// In the child: play, then send home the peak in KiB (negative: failed).
static void play_alone(const struct bench_case *which, uint64_t trials, int home)
{
    double peak = -1;
    parley_scenario *scenario = bench_load(which);
    if (scenario != NULL && bench_run(scenario, trials, 1, NULL, NULL)) {
        struct rusage usage;
        if (getrusage(RUSAGE_SELF, &usage) == 0) {
            peak = (double)usage.ru_maxrss;
        }
    }
    parley_scenario_destroy(scenario);
    ssize_t sent = write(home, &peak, sizeof peak);
    _exit(sent == (ssize_t)sizeof peak ? 0 : 1);
}

double bench_memory(const struct bench_case *which, uint64_t trials)
{
    int pipe_ends[2];
    if (pipe(pipe_ends) != 0) {
        return -1;
    }
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(pipe_ends[0]);
        play_alone(which, trials, pipe_ends[1]);
    }
    close(pipe_ends[1]);
    double peak = -1;
    if (child < 0 || read(pipe_ends[0], &peak, sizeof peak) != (ssize_t)sizeof peak) {
        peak = -1;
    }
    close(pipe_ends[0]);
    if (child > 0) {
        waitpid(child, NULL, 0);
    }
    return peak < 0 ? -1 : peak / 1024;
}
