// The benchmark: cases, what is measured of each, and where the numbers go.
#ifndef PARLEY_TESTS_BENCH_H
#define PARLEY_TESTS_BENCH_H

#include <parley/parley.h>
#include <stdio.h>

/// A scenario that is played for its speed. The table is in cases.c.
struct bench_case {
    const char *name, *title;
    const char *path; // from the top of the sources
    uint64_t trials;  // of one measured run: a second or less
    double target;    // nanoseconds a trial on one core of a 2.7 GHz AVX-512 Xeon
};
extern const struct bench_case bench_cases[];
extern const size_t bench_case_count;

struct bench_options {
    const char *only;   // a case's name; NULL: all
    const char *folder; // for the dated CSV; NULL: none
    unsigned repeats;   // of every measurement; the best or the median counts
    bool long_runs;     // memory at 10^7 trials too
    bool smoke;         // a thousand trials of each case: does it run, do threads agree?
};

/// Rows of "date,machine,version,case,measure,value,unit", printed for people and kept for the CSV.
struct bench_log {
    FILE *csv; // NULL: none
    char date[16], machine[128];
    const char *name; // of the case
};
void bench_note(const struct bench_log *log, const char *measure, double value, const char *unit);
void bench_note_text(const struct bench_log *log, const char *measure, const char *text);

/// The time on a clock that only goes forward, in nanoseconds.
double bench_now(void);

/// Load the scenario of a case; says on stderr why it could not.
parley_scenario *bench_load(const struct bench_case *which);

/// What a run took: by the clock, and of the processors (all threads together). Nanoseconds.
struct bench_spent {
    double clock, processor;
};

/// One whole run by the public header. False after saying why it failed. `spent` and `hash` may be NULL.
bool bench_run(const parley_scenario *scenario, uint64_t trials, int32_t threads, struct bench_spent *spent,
               uint64_t *hash);

/// Peak memory in MiB of a process that plays `trials` trials of the case and nothing else; negative when it failed.
double bench_memory(const struct bench_case *which, uint64_t trials);

/// What asking for the frontier costs: no case of the table, since nothing is run. False after saying why it failed.
bool bench_frontier(struct bench_log *log, unsigned repeats);

/// What the solvers without a scenario cost, those asked for. False after saying why one failed.
bool bench_solvers(const struct bench_options *options, struct bench_log *log, bool *found);

/// Nanoseconds a trial by phase, on one thread. False after saying why it failed.
bool bench_phases(const struct bench_case *which, const parley_scenario *scenario, const struct bench_log *log,
                  unsigned repeats);

#endif
