// Laws of merging and of saving: whatever the split and the order, the bits are the same.
#include "result/comparison.h"
#include "support/results.h"

#include <criterion/theories.h>

enum { TRIALS = 2000 };

static uint64_t whole_hash(uint32_t replicates)
{
    parley_result *whole = empty_result(TRIALS, replicates);
    play_of_test(whole, 0, TRIALS, 0);
    uint64_t hash = parley_result_hash(whole);
    parley_result_destroy(whole);
    return hash;
}

/// Cut the run into `count` shards at scrambled places and merge them in a scrambled order, two by two.
TheoryDataPoints(result, shards_merge_in_any_split_and_order_to_the_same_bits) = {
    DataPoints(int, 2, 3, 7, 16),
    DataPoints(unsigned, 1, 4),
    DataPoints(unsigned long, 1, 2, 3),
};
Theory((int count, unsigned replicates, unsigned long seed), result,
       shards_merge_in_any_split_and_order_to_the_same_bits)
{
    parley_result *shard[16];
    uint64_t first = 0;
    for (int i = 0; i < count; i++) {
        uint64_t last = (uint64_t)TRIALS * (uint64_t)(i + 1) / (uint64_t)count;
        last = i + 1 < count ? last - (uint64_t)(50 * scrambled(seed * 100 + (uint64_t)i)) : TRIALS;
        shard[i] = empty_result(TRIALS, replicates);
        play_of_test(shard[i], first, last, 0);
        first = last;
    }
    for (int left = count; left > 1; left--) {
        int a = (int)(scrambled(seed + 1000 * (uint64_t)left) * left);
        int b = (a + 1 + (int)(scrambled(seed + 2000 * (uint64_t)left) * (left - 1))) % left;
        result_ok(parley_result_merge(shard[a], shard[b]));
        parley_result_destroy(shard[b]);
        shard[b] = shard[left - 1];
    }
    cr_assert_eq(parley_result_hash(shard[0]), whole_hash(replicates));
    cr_assert_eq(parley_result_trials(shard[0]), TRIALS);
    cr_assert_eq(shard[0]->covered_count, 1);
    parley_result_destroy(shard[0]);
}

/// The same values, in blocks of another size and in another order.
TheoryDataPoints(tally, adding_is_the_same_in_any_blocks_and_order) = {
    DataPoints(size_t, 1, 7, 255, 256, 1000),
    DataPoints(int, 0, 1, 2, 3, 4, 5),
};
static uint64_t hash_in_blocks(const double *values, size_t n, size_t block)
{
    struct parley_result head = {.trials = n};
    const struct quantity column = {.name = "x", .path = "x", .group = GROUP_METRIC};
    parley_result *result = NULL;
    result_ok(parley_i_result_create(&head, &column, 1, &result));
    for (size_t at = 0; at < n; at += block) {
        size_t size = n - at < block ? n - at : block;
        result_ok(parley_i_tally_add(&result->quantity[0].tally, 0, values + at, NULL, size));
    }
    uint64_t hash = parley_result_hash(result);
    parley_result_destroy(result);
    return hash;
}
Theory((size_t block, int shape), tally, adding_is_the_same_in_any_blocks_and_order)
{
    enum { MANY = 1000 };
    double values[MANY], turned[MANY];
    for (size_t i = 0; i < MANY; i++) {
        double u = scrambled(i);
        // Long runs of one value, only 0 and 1, wild magnitudes, everything mixed.
        double of_shape[] = {i < 700 ? 0.1 : 1e-3,
                             floor(2 * u),
                             ldexp(u - 0.5, (int)(600 * u) - 300),
                             u < 0.2 ? NAN : u < 0.4 ? INFINITY : u < 0.5 ? -INFINITY : u < 0.6 ? -0.0 : u,
                             i < 300 ? 1e200 : -1e-200,
                             3 + floor(4 * u)};
        values[i] = of_shape[shape];
        turned[MANY - 1 - i] = values[i];
    }
    uint64_t one_by_one = hash_in_blocks(values, MANY, 1);
    cr_assert_eq(hash_in_blocks(values, MANY, block), one_by_one);
    cr_assert_eq(hash_in_blocks(turned, MANY, block), one_by_one);
}

static void both(parley_comparison *comparison, uint64_t first, uint64_t last)
{
    double a[1], b[1];
    for (uint64_t trial = first; trial < last; trial++) {
        for (size_t i = 0; i < comparison->compared_count; i++) {
            size_t q = comparison->compared[i].quantity[0];
            a[0] = value_of_test(q, trial, 0.1);
            b[0] = value_of_test(q, trial, 0);
            result_ok(parley_i_paired_add(&comparison->compared[i].paired[1], 0, a, b, 1));
        }
    }
    for (size_t v = 0; v < 2; v++) {
        play_of_test(comparison->result[v], first, last, v == 1 ? 0.1 : 0);
    }
}

static parley_comparison *empty_comparison(void)
{
    parley_result *results[2] = {empty_result(600, 1), empty_result(600, 1)};
    parley_comparison *comparison = NULL;
    result_ok(parley_i_comparison_create(results, 2, &comparison));
    return comparison;
}

TheoryDataPoints(comparison, parts_merge_to_the_same_text_in_either_order) = {
    DataPoints(unsigned long, 1, 256, 599),
    DataPoints(bool, true, false),
};
Theory((unsigned long cut, bool forwards), comparison, parts_merge_to_the_same_text_in_either_order)
{
    parley_comparison *whole = empty_comparison(), *head = empty_comparison(), *tail = empty_comparison();
    both(whole, 0, 600);
    both(head, 0, cut);
    both(tail, cut, 600);
    parley_comparison *into = forwards ? head : tail, *from = forwards ? tail : head;
    result_ok(parley_i_comparison_merge(into, from));
    char *want = NULL, *got = NULL;
    result_ok(parley_comparison_json(whole, &want));
    result_ok(parley_comparison_json(into, &got));
    cr_assert_str_eq(got, want);
    cr_assert_eq(parley_i_comparison_merge(into, from), PARLEY_MISMATCH);
    parley_text_destroy(want);
    parley_text_destroy(got);
    parley_comparison_destroy(whole);
    parley_comparison_destroy(head);
    parley_comparison_destroy(tail);
}

TheoryDataPoints(result, what_is_loaded_is_what_was_saved) = {
    DataPoints(unsigned long, 0, 1, 30, 2000),
    DataPoints(unsigned, 1, 3),
};
Theory((unsigned long played, unsigned replicates), result, what_is_loaded_is_what_was_saved)
{
    parley_result *result = empty_result(TRIALS, replicates), *loaded = NULL;
    play_of_test(result, 0, played / 2, 0);
    play_of_test(result, TRIALS - (played - played / 2), TRIALS, 0);
    char *saved = NULL, *again = NULL, *json = NULL, *json_again = NULL;
    size_t size = 0, size_again = 0;
    result_ok(parley_result_save(result, &saved, &size));
    result_ok(parley_result_load(saved, size, &loaded));
    cr_assert_eq(parley_result_hash(loaded), parley_result_hash(result));
    result_ok(parley_result_json(result, &json));
    result_ok(parley_result_json(loaded, &json_again));
    cr_assert_str_eq(json_again, json);
    result_ok(parley_result_save(loaded, &again, &size_again));
    cr_assert_eq(size_again, size);
    cr_assert_str_eq(again, saved);
    parley_text_destroy(saved);
    parley_text_destroy(again);
    parley_text_destroy(json);
    parley_text_destroy(json_again);
    parley_result_destroy(result);
    parley_result_destroy(loaded);
}
