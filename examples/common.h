/// @file common.h
/// What the example programs share: stop with the library's own sentence when a call fails, and find a scenario.
#ifndef PARLEY_EXAMPLES_COMMON_H
#define PARLEY_EXAMPLES_COMMON_H

#include <parley/parley.h>

#include <stdio.h>
#include <stdlib.h>

/// Every call that can fail goes through here. The library never prints and never exits; a program may.
static inline void check(parley_status status)
{
    if (status != PARLEY_OK) {
        fprintf(stderr, "%s: %s\n", parley_status_name(status), parley_last_message());
        exit(EXIT_FAILURE);
    }
}

/// Stop when something that the example promises is not so.
static inline void expect(bool truth, const char *promise)
{
    if (!truth) {
        fprintf(stderr, "not so: %s\n", promise);
        exit(EXIT_FAILURE);
    }
}

/// Load a scenario from the folder given as the first argument (default: examples/scenarios).
static inline parley_scenario *load_scenario(int argc, char **argv, const char *name)
{
    char path[1024];
    const char *folder = argc > 1 ? argv[1] : "examples/scenarios";
    expect(snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path, "the path fits 1024 characters");
    parley_scenario *scenario = NULL;
    check(parley_scenario_load_file(path, &scenario));
    return scenario;
}

#endif
