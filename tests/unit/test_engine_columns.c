// Raw columns straight into the caller's arrays: the same numbers that the callback is given, for every way of playing.
#include "support/play.h"

#include <math.h>

enum { TRIALS = 70000 };  // more than one wave, and no whole number of blocks

static const char two[] =
    "{ \"parley\": 1, \"assumptions\": { \"x\": \"normal(0, 1)\", \"y\": \"exponential(2)\" },"
    "  \"metrics\": { \"large\": { \"value\": \"x * y\", \"given\": \"x > 0\" } } }";

static const char *const names[] = {"x", "large"};
enum { COLUMNS = 2 };

struct arrays {
    double *column[COLUMNS];
};

static struct arrays make_arrays(size_t n)
{
    struct arrays arrays;
    for (size_t i = 0; i < COLUMNS; i++) {
        arrays.column[i] = malloc(n * sizeof(double));
        cr_assert(arrays.column[i]);
    }
    return arrays;
}

static void free_arrays(struct arrays *arrays)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        free(arrays->column[i]);
    }
}

static void play_into(const parley_scenario *scenario, parley_run_def def, struct arrays *arrays)
{
    def.columns = names;
    def.column_count = COLUMNS;
    def.column_out = arrays->column;
    parley_result_destroy(play(scenario, def));
}

Test(column_out, holds_the_bits_that_the_callback_is_given_for_any_number_of_threads)
{
    parley_scenario *scenario = load(two);
    struct kept kept = keep(scenario, trials(TRIALS), names, COLUMNS);
    for (int32_t threads = 1; threads <= 4; threads++) {
        struct arrays arrays = make_arrays(TRIALS);
        parley_run_def def = trials(TRIALS);
        def.threads = threads;
        play_into(scenario, def, &arrays);
        for (size_t i = 0; i < COLUMNS; i++) {
            cr_assert_arr_eq(arrays.column[i], kept.value + i * TRIALS, TRIALS * sizeof(double));
        }
        free_arrays(&arrays);
    }
    free(kept.value);
    parley_scenario_destroy(scenario);
}

Test(column_out, of_a_shard_begins_with_the_shard)
{
    parley_scenario *scenario = load(two);
    struct kept kept = keep(scenario, trials(TRIALS), names, COLUMNS);
    struct arrays arrays = make_arrays(1001);
    arrays.column[0][1000] = arrays.column[1][1000] = -7;
    parley_run_def def = trials(TRIALS);
    def.shard_first = 777;
    def.shard_trials = 1000;
    play_into(scenario, def, &arrays);
    for (size_t i = 0; i < COLUMNS; i++) {
        cr_assert_arr_eq(arrays.column[i], kept.value + i * TRIALS + 777, 1000 * sizeof(double));
        cr_assert_eq(arrays.column[i][1000], -7, "nothing is written past the shard");
    }
    free_arrays(&arrays);
    free(kept.value);
    parley_scenario_destroy(scenario);
}

Test(column_out, and_the_callback_can_be_had_together)
{
    parley_scenario *scenario = load(two);
    struct arrays arrays = make_arrays(TRIALS);
    parley_run_def def = trials(TRIALS);
    def.column_out = arrays.column;
    struct kept kept = keep(scenario, def, names, COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++) {
        cr_assert_arr_eq(arrays.column[i], kept.value + i * TRIALS, TRIALS * sizeof(double));
    }
    free(kept.value);
    free_arrays(&arrays);
    parley_scenario_destroy(scenario);
}

Test(column_out, without_room_for_a_column_is_refused)
{
    parley_scenario *scenario = load(two);
    double room[100];
    double *const arrays[COLUMNS] = {room, NULL};
    parley_run_def def = trials(100);
    def.columns = names;
    def.column_count = COLUMNS;
    def.column_out = arrays;
    parley_result *result = NULL;
    cr_assert_eq(parley_run(scenario, &def, &result), PARLEY_BAD_ARGUMENT);
    cr_assert(strstr(parley_last_message(), "column_out: array 1 is NULL"), "%s", parley_last_message());
    cr_assert_null(result);
    parley_scenario_destroy(scenario);
}
