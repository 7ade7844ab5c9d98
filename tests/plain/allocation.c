// Every request for memory fails once: loading, running, comparing, tracing, saving and merging a scenario must then say
// PARLEY_NO_MEMORY (or that no thread could be started), leak nothing and crash nowhere; and without failures all must work.
//
// malloc and its kin are replaced for the whole program, so that requests of cJSON and GSL fail as well.
#include <errno.h>
#include <parley/parley.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)

int main(void)
{
    printf("skipped: a sanitizer (or another C library) owns malloc here\n");
    return 0;
}

#else

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static _Thread_local bool armed;
static _Thread_local long left;  // requests that still succeed
static _Thread_local long held;  // pieces taken and not given back while armed

static bool refuse(void) { return armed && left-- <= 0; }

static void *count(void *piece)
{
    held += armed && piece;
    if (!piece) {
        errno = ENOMEM;
    }
    return piece;
}

void *malloc(size_t size) { return refuse() ? count(NULL) : count(__libc_malloc(size)); }
void *calloc(size_t n, size_t size) { return refuse() ? count(NULL) : count(__libc_calloc(n, size)); }
void *aligned_alloc(size_t alignment, size_t size)
{
    return refuse() ? count(NULL) : count(__libc_memalign(alignment, size));
}
void *realloc(void *piece, size_t size)
{
    if (refuse()) {
        return NULL;
    }
    return piece ? __libc_realloc(piece, size) : count(__libc_realloc(piece, size));
}
void free(void *piece)
{
    held -= armed && piece;
    __libc_free(piece);
}

static const char scenario_text[] =
    "{ \"parley\": 1, \"title\": \"Two who talk\","
    "  \"assumptions\": { \"resolve\": \"beta(4, 6)\", \"hazard\": \"0.01 to 0.1\", \"pick\": \"choice(1, 0.5, 2, 0.5)\" },"
    "  \"correlations\": [ { \"between\": [\"resolve\", \"hazard\"], \"rank\": -0.3 } ],"
    "  \"issues\": { \"term\": { \"range\": [0, 50], \"step\": 10, \"status_quo\": 0 },"
    "                \"presence\": { \"options\": [\"none\", \"troops\"] } },"
    "  \"parties\": {"
    "    \"a\": { \"no_deal\": \"resolve / 2\","
    "             \"demands\": { \"term\": { \"weight\": \"gamma(3, 1)\", \"ideal\": 50, \"limit\": 0 },"
    "                            \"presence\": { \"values\": { \"none\": 0, \"troops\": 1 } } },"
    "             \"linkages\": [ { \"when\": \"term >= 30 && presence == 'troops'\", \"add\": 0.1 } ] },"
    "    \"b\": { \"demands\": { \"term\": { \"ideal\": 0, \"limit\": 50 },"
    "                            \"presence\": { \"values\": { \"none\": 1, \"troops\": 0 } } } } },"
    "  \"process\": { \"talks\": { \"talks\": { \"protocol\": \"alternating\", \"rounds\": 5 }, \"takes\": 1 },"
    "                 \"ratify\": { \"vote\": { \"yes\": \"logistic(a.utility)\" } } },"
    "  \"aftermath\": { \"horizon\": 50, \"states\": [\"peace\", \"war\"],"
    "    \"transitions\": [ { \"from\": \"peace\", \"to\": \"war\", \"rate\": \"hazard\" } ] },"
    "  \"metrics\": { \"peace_25\": \"aftermath.first.war > 25\" },"
    "  \"variants\": { \"long\": { \"issues\": { \"term\": { \"fixed\": 50 } } } } }";

struct everything {
    parley_scenario *scenario, *copy;
    parley_result *result, *shard, *loaded;
    parley_comparison *comparison;
    parley_report *report;
    char *text, *json, *saved;
};

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        parley_status status_ = (call);                                                                                \
        if (status_ != PARLEY_OK) {                                                                                    \
            return status_;                                                                                            \
        }                                                                                                              \
    } while (0)

static parley_status cycle(struct everything *e)
{
    const char *variants[] = {NULL, "long"};
    size_t size;
    parley_run_def def = parley_run_def_default();
    def.trials = 600;
    TRY(parley_scenario_load(scenario_text, sizeof scenario_text - 1, "two.json", &e->scenario));
    TRY(parley_scenario_save(e->scenario, &e->text));
    TRY(parley_scenario_copy(e->scenario, &e->copy));
    def.shard_trials = 300;
    TRY(parley_run(e->scenario, &def, &e->result));
    def.shard_first = 300;
    TRY(parley_run(e->copy, &def, &e->shard));
    TRY(parley_result_merge(e->result, e->shard));
    TRY(parley_result_json(e->result, &e->json));
    TRY(parley_result_save(e->result, &e->saved, &size));
    TRY(parley_result_load(e->saved, size, &e->loaded));
    def.shard_first = def.shard_trials = 0;
    TRY(parley_compare(e->scenario, &def, variants, 2, &e->comparison));
    return parley_trace(e->scenario, &def, 17, &e->report);
}

static void destroy(struct everything *e)
{
    parley_report_destroy(e->report);
    parley_comparison_destroy(e->comparison);
    parley_result_destroy(e->loaded);
    parley_result_destroy(e->shard);
    parley_result_destroy(e->result);
    parley_scenario_destroy(e->copy);
    parley_scenario_destroy(e->scenario);
    parley_text_destroy(e->text);
    parley_text_destroy(e->json);
    parley_text_destroy(e->saved);
}

int main(void)
{
    struct everything first = {0};
    if (cycle(&first) != PARLEY_OK) {  // also lets the C library take what it keeps
        fprintf(stderr, "the cycle itself failed: %s\n", parley_last_message());
        return 1;
    }
    destroy(&first);
    for (long n = 0;; n++) {
        struct everything e = {0};
        held = 0;
        left = n;
        armed = true;
        parley_status status = cycle(&e);
        bool spent = left < 0;
        left = 1L << 40;
        destroy(&e);
        armed = false;
        if (held != 0) {
            fprintf(stderr, "request %ld failed: %ld pieces of memory were not given back\n", n, held);
            return 1;
        }
        if (status == PARLEY_OK && !spent) {
            printf("%ld requests failed one by one\n", n);
            return 0;
        }
        if (status == PARLEY_OK || (status != PARLEY_NO_MEMORY && status != PARLEY_NO_THREAD)) {
            fprintf(stderr, "request %ld failed: %s, expected PARLEY_NO_MEMORY; %s\n", n, parley_status_name(status),
                    parley_last_message());
            return 1;
        }
    }
}

#endif
