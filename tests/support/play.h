// Playing scenarios written as JSON texts in a test.
#ifndef PARLEY_TESTS_SUPPORT_PLAY_H
#define PARLEY_TESTS_SUPPORT_PLAY_H

#include <criterion/criterion.h>
#include <parley/parley.h>
#include <stdio.h>
#include <stdlib.h>

#define require_ok(call)                                                                                               \
    do {                                                                                                               \
        parley_status status_ = (call);                                                                                \
        cr_assert(status_ == PARLEY_OK, #call " -> %s: %s", parley_status_name(status_), parley_last_message());       \
    } while (0)

static inline parley_scenario *load(const char *json)
{
    parley_scenario *scenario = NULL;
    require_ok(parley_scenario_load(json, strlen(json), "test.json", &scenario));
    return scenario;
}

/// A scenario of this checkout, by its path from the top.
static inline parley_scenario *load_file(const char *path)
{
    char full[1024];
    snprintf(full, sizeof full, "%s/%s", PARLEY_SOURCE_DIR, path);
    parley_scenario *scenario = NULL;
    require_ok(parley_scenario_load_file(full, &scenario));
    return scenario;
}

static inline parley_result *play(const parley_scenario *scenario, parley_run_def def)
{
    parley_result *result = NULL;
    require_ok(parley_run(scenario, &def, &result));
    return result;
}

static inline parley_run_def trials(uint64_t count)
{
    parley_run_def def = parley_run_def_default();
    def.trials = count;
    return def;
}

static inline parley_summary summary(const parley_result *result, const char *name)
{
    parley_summary s;
    require_ok(parley_result_summary(result, name, &s));
    return s;
}

/// Every column of a run, kept: value[column * trials + trial].
struct kept {
    double *value;
    uint64_t trials;
    size_t columns;
};

static inline bool keep_block(uint64_t first, size_t n, const double *const *columns, void *user)
{
    struct kept *kept = user;
    for (size_t i = 0; i < kept->columns; i++) {
        memcpy(kept->value + i * kept->trials + first, columns[i], n * sizeof **columns);
    }
    return true;
}

/// Play and keep the named columns (free value with free).
static inline struct kept keep(const parley_scenario *scenario, parley_run_def def, const char *const *names, size_t count)
{
    struct kept kept = {.trials = def.trials, .columns = count};
    kept.value = malloc(count * def.trials * sizeof *kept.value);
    def.columns = names;
    def.column_count = count;
    def.on_columns = keep_block;
    def.columns_user = &kept;
    parley_result_destroy(play(scenario, def));
    return kept;
}

#endif
