// Every status a call can return: its name, its sentence, and a call that returns it.
#include "support/play.h"

#include <sys/resource.h>

static const char tiny[] = "{ \"parley\": 1, \"assumptions\": { \"y\": \"normal(0, 1)\" }, \"metrics\": { \"m\": \"y\" } }";

static parley_status load_text(const char *text)
{
    parley_scenario *scenario = NULL;
    parley_status status = parley_scenario_load(text, strlen(text), "status.json", &scenario);
    parley_scenario_destroy(scenario);
    return status;
}

static parley_status provoke_ok(void) { return load_text(tiny); }
static parley_status provoke_bad_argument(void) { return parley_scenario_create(NULL); }
static parley_status provoke_bad_json(void) { return load_text("{ \"parley\": 1,"); }
static parley_status provoke_bad_scenario(void) { return load_text("{ \"parley\": 1, \"parteis\": {} }"); }
static parley_status provoke_bad_expression(void) { return load_text("{ \"parley\": 1, \"assumptions\": { \"a\": \"1 +\" } }"); }

static parley_status provoke_bad_def(void)
{
    parley_scenario *scenario = load(tiny);
    parley_issue_def def;
    memset(&def, 0, sizeof def);
    parley_status status = parley_scenario_add_issue(scenario, &def);
    parley_scenario_destroy(scenario);
    return status;
}

static parley_status run(const char *text, parley_run_def def)
{
    parley_scenario *scenario = load(text);
    parley_result *result = NULL;
    parley_status status = parley_run(scenario, &def, &result);
    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
    return status;
}

static parley_status provoke_bad_trial(void)
{
    return run("{ \"parley\": 1, \"assumptions\": { \"s\": \"normal(0, 1)\", \"y\": \"normal(0, s)\" }, \"metrics\": { \"m\": \"y\" } }",
               trials(1000));
}

static parley_status provoke_not_found(void)
{
    parley_run_def def = trials(10);
    def.variant = "none of that name";
    return run(tiny, def);
}

static bool stop(uint64_t played, uint64_t all, void *user)
{
    (void)played, (void)all, (void)user;
    return false;
}

static parley_status provoke_cancelled(void)
{
    parley_run_def def = trials(1000);
    def.progress = stop;
    return run(tiny, def);
}

static parley_status provoke_io(void)
{
    parley_scenario *scenario = NULL;
    return parley_scenario_load_file("/no/such/folder/scenario.json", &scenario);
}

static parley_status provoke_too_large(void)
{
    parley_scenario *scenario = NULL;
    size_t size = ((size_t)64 << 20) + 1;
    char *text = malloc(size);
    memset(text, ' ', size);
    parley_status status = parley_scenario_load(text, size, "large.json", &scenario);
    free(text);
    return status;
}

static parley_status provoke_mismatch(void)
{
    parley_scenario *scenario = load(tiny);
    parley_run_def def = trials(100);
    parley_result *one = play(scenario, def);
    def.seed = 2;
    parley_result *other = play(scenario, def);
    parley_status status = parley_result_merge(one, other);
    parley_result_destroy(one);
    parley_result_destroy(other);
    parley_scenario_destroy(scenario);
    return status;
}

static parley_status provoke_bad_result(void)
{
    parley_result *result = NULL;
    return parley_result_load("parley-result 0\n", 16, &result);
}

static parley_status provoke_no_answer(void)
{
    parley_scenario *scenario = load(tiny);
    parley_report *report = NULL;
    parley_status status = parley_frontier(scenario, NULL, &report);
    parley_scenario_destroy(scenario);
    return status;
}

/// Most of the address space is taken away: what a thread's stack needs cannot be had, or not even the memory before it.
static parley_status provoke_within(size_t bytes, int32_t threads)
{
    parley_scenario *scenario = load(tiny);
    parley_run_def def = trials(1000000);
    def.threads = threads;
    struct rlimit limit = {.rlim_cur = bytes, .rlim_max = bytes};
    cr_assert_eq(setrlimit(RLIMIT_AS, &limit), 0);
    parley_result *result = NULL;
    return parley_run(scenario, &def, &result);
}

static parley_status provoke_no_thread(void) { return provoke_within((size_t)1 << 30, 2000); }
static parley_status provoke_no_memory(void) { return provoke_within((size_t)1 << 26, 1); }

static const struct {
    parley_status status;
    parley_status (*provoke)(void);
} calls[] = {
#define ROW(name, function) {PARLEY_##name, function}
    ROW(OK, provoke_ok), ROW(NO_MEMORY, provoke_no_memory), ROW(BAD_ARGUMENT, provoke_bad_argument),
    ROW(BAD_DEF, provoke_bad_def), ROW(BAD_JSON, provoke_bad_json), ROW(BAD_SCENARIO, provoke_bad_scenario),
    ROW(BAD_EXPRESSION, provoke_bad_expression), ROW(BAD_TRIAL, provoke_bad_trial), ROW(NOT_FOUND, provoke_not_found),
    ROW(CANCELLED, provoke_cancelled), ROW(IO, provoke_io), ROW(TOO_LARGE, provoke_too_large),
    ROW(MISMATCH, provoke_mismatch), ROW(NO_ANSWER, provoke_no_answer), ROW(BAD_RESULT, provoke_bad_result),
    ROW(NO_THREAD, provoke_no_thread),
#undef ROW
};

static void assert_provoked(parley_status status)
{
#if defined(__SANITIZE_ADDRESS__)
    if (status == PARLEY_NO_THREAD || status == PARLEY_NO_MEMORY) {
        cr_skip_test("the sanitizer needs the address space that is taken away here");
    }
#endif
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (calls[i].status == status) {
            parley_status found = calls[i].provoke();
            cr_assert(found == status, "%s, expected %s: %s", parley_status_name(found), parley_status_name(status),
                      parley_last_message());
            cr_assert(status == PARLEY_OK || (parley_last_error().status == status && parley_last_message()[0] != '\0'));
            return;
        }
    }
    cr_assert_fail("nothing provokes %s", parley_status_name(status));
}

#define X(name, value, text)                                                                                           \
    Test(status, name##_is_returned_by_some_call) { assert_provoked(PARLEY_##name); }
PARLEY_STATUS_LIST(X)
#undef X

Test(status, names_and_sentences_exist_for_all_values_and_for_none_beyond)
{
#define X(name, value, text)                                                                                           \
    cr_assert_str_eq(parley_status_name(PARLEY_##name), "PARLEY_" #name);                                              \
    cr_assert_str_eq(parley_status_text(PARLEY_##name), text);                                                         \
    cr_assert_eq((int)PARLEY_##name, value);
    PARLEY_STATUS_LIST(X)
#undef X
    cr_assert_str_eq(parley_status_name((parley_status)999), "PARLEY_UNKNOWN");
    cr_assert_str_eq(parley_status_text((parley_status)999), "unknown status");
}
