// When memory runs out, at whichever request, calls say so, change nothing and leak nothing.
#include "support/failing_memory.h"

#include "result/comparison.h"
#include "result/counts.h"
#include "support/results.h"

#define skip_without_failing_memory()                                                                                  \
    do {                                                                                                               \
        if (!CAN_FAIL_MEMORY) {                                                                                        \
            cr_skip_test("memory cannot be made to fail in this build");                                               \
        }                                                                                                              \
    } while (0)

/// Run `call` with 0, 1, 2 ... requests that succeed, until it is PARLEY_OK; every failure must be PARLEY_NO_MEMORY.
/// `check` runs after each; `kept_` is what the call holds more than before.
#define run_out_of_memory(call, check)                                                                                 \
    do {                                                                                                               \
        parley_status status_ = PARLEY_NO_MEMORY;                                                                      \
        for (long requests_ = 0; status_ != PARLEY_OK; requests_++) {                                                  \
            cr_assert_lt(requests_, 100000);                                                                           \
            long kept_ = -memory_held;                                                                                 \
            memory_left = requests_;                                                                                   \
            status_ = (call);                                                                                          \
            memory_left = -1;                                                                                          \
            kept_ += memory_held;                                                                                      \
            (void)kept_;                                                                                               \
            cr_assert(status_ == PARLEY_OK || status_ == PARLEY_NO_MEMORY, "%s", parley_status_name(status_));         \
            check;                                                                                                     \
        }                                                                                                              \
    } while (0)

/// On success there is something to give back, on failure nothing is left behind.
#define handed_out(out) cr_assert(((out) != NULL) == (status_ == PARLEY_OK) && (kept_ > 0) == (status_ == PARLEY_OK))

Test(memory, loading_and_telling_survive_any_shortage)
{
    skip_without_failing_memory();
    parley_result *result = empty_result(200, 2), *loaded = NULL;
    play_of_test(result, 0, 200, 0);
    char *saved = NULL, *json = NULL, *csv = NULL;
    size_t size = 0;
    run_out_of_memory(parley_result_save(result, &saved, &size), handed_out(saved));
    run_out_of_memory(parley_result_load(saved, size, &loaded), handed_out(loaded));
    run_out_of_memory(parley_result_json(loaded, &json), handed_out(json));
    run_out_of_memory(parley_result_csv(loaded, &csv), handed_out(csv));
    cr_assert_eq(parley_result_hash(loaded), parley_result_hash(result));
    parley_text_destroy(saved);
    parley_text_destroy(json);
    parley_text_destroy(csv);
    parley_result_destroy(result);
    parley_result_destroy(loaded);
}

Test(memory, a_merge_that_fails_changes_nothing)
{
    skip_without_failing_memory();
    parley_result *into = empty_result(900, 1), *from = empty_result(900, 1), *whole = empty_result(900, 1);
    play_of_test(into, 0, 300, 0);
    play_of_test(from, 500, 900, 0);
    play_of_test(whole, 0, 300, 0);
    play_of_test(whole, 500, 900, 0);
    uint64_t before = parley_result_hash(into);
    run_out_of_memory(parley_result_merge(into, from),
                      cr_assert(status_ == PARLEY_OK || parley_result_hash(into) == before));
    cr_assert_eq(parley_result_hash(into), parley_result_hash(whole));
    parley_result_destroy(into);
    parley_result_destroy(from);
    parley_result_destroy(whole);
}

Test(memory, adding_that_fails_adds_nothing)
{
    skip_without_failing_memory();
    enum { MANY = 700 };
    static double values[MANY];
    for (size_t i = 0; i < MANY; i++) {
        values[i] = ldexp(scrambled(i) - 0.5, (int)(i % 40));
    }
    parley_result *result = empty_result(MANY, 1);
    struct tally *tally = &result->quantity[2].tally;
    uint64_t before = parley_result_hash(result);
    run_out_of_memory(parley_i_tally_add(tally, 0, values, NULL, MANY),
                      cr_assert(status_ == PARLEY_OK || parley_result_hash(result) == before));
    cr_assert_eq(tally->n, MANY);
    parley_result_destroy(result);
}

Test(memory, a_comparison_that_cannot_be_made_or_merged_leaves_its_parts)
{
    skip_without_failing_memory();
    parley_result *results[4];
    for (size_t v = 0; v < 4; v++) {
        results[v] = empty_result(400, 1);
        play_of_test(results[v], v < 2 ? 0 : 200, v < 2 ? 200 : 400, v % 2 ? 0.1 : 0);
    }
    parley_comparison *into = NULL, *from = NULL;
    run_out_of_memory(parley_i_comparison_create(results, 2, &into), handed_out(into));
    result_ok(parley_i_comparison_create(results + 2, 2, &from));
    double a[200], b[200];
    for (size_t i = 0; i < 200; i++) {
        a[i] = scrambled(i);
        b[i] = scrambled(i + 1000);
    }
    for (size_t i = 0; i < into->compared_count; i++) {
        run_out_of_memory(parley_i_paired_add(&into->compared[i].paired[1], 0, a, b, 100), (void)0);
        result_ok(parley_i_paired_add(&from->compared[i].paired[1], 0, a + 100, b + 100, 100));
    }
    uint64_t before = parley_result_hash(into->result[0]);
    run_out_of_memory(parley_i_comparison_merge(into, from),
                      cr_assert(status_ == PARLEY_OK || parley_result_hash(into->result[0]) == before));
    parley_difference difference;
    result_ok(parley_comparison_difference(into, 1, "term", &difference));
    cr_assert_eq(difference.n, 200);
    char *text = NULL;
    run_out_of_memory(parley_comparison_json(into, &text), handed_out(text));
    parley_text_destroy(text);
    run_out_of_memory(parley_comparison_csv(into, &text), handed_out(text));
    parley_text_destroy(text);
    parley_comparison_destroy(into);
    parley_comparison_destroy(from);
}

Test(memory, a_misspelt_name_is_still_reported)
{
    skip_without_failing_memory();
    parley_result *result = empty_result(1, 1);
    parley_summary summary;
    memory_left = 0;
    parley_status status = parley_result_summary(result, "trm", &summary);
    memory_left = -1;
    cr_assert_eq(status, PARLEY_NOT_FOUND);
    parley_result_destroy(result);
}
