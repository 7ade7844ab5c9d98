// Paired differences between variants, worked by hand.
#include "result/comparison.h"
#include "support/results.h"

static bool close_to(double a, double b) { return fabs(a - b) <= 1e-14 * fabs(b); }

static parley_comparison *comparison_of(size_t count)
{
    parley_result *results[3];
    for (size_t v = 0; v < count; v++) {
        results[v] = empty_result(100, 1);
    }
    parley_comparison *comparison = NULL;
    result_ok(parley_i_comparison_create(results, count, &comparison));
    return comparison;
}

static struct paired *pair_of(parley_comparison *comparison, const char *name)
{
    for (size_t i = 0; i < comparison->compared_count; i++) {
        if (strcmp(comparison->compared[i].name, name) == 0) {
            return &comparison->compared[i].paired[1];
        }
    }
    return NULL;
}

// Variant 3 5 4 8, baseline 1 4 4 3: differences 2 1 0 5, mean 2, sum of squared deviations 0 + 1 + 4 + 9 = 14.
// Variances: 14/3 of both the variant (mean 5: 4 + 0 + 1 + 9) and the difference, 2 of the baseline (mean 3: 4 + 1 + 1
// + 0).
Test(comparison, a_difference_by_hand)
{
    parley_comparison *comparison = comparison_of(2);
    double variant[] = {3, 5, 4, 8}, baseline[] = {1, 4, 4, 3};
    result_ok(parley_i_paired_add(pair_of(comparison, "ua.utility"), 0, variant, baseline, 4));
    parley_difference difference;
    result_ok(parley_comparison_difference(comparison, 1, "ua.utility", &difference));
    cr_assert_eq(difference.n, 4);
    cr_assert_eq(difference.mean, 2);
    cr_assert(close_to(difference.se, sqrt(14.0 / 3 / 4)));
    cr_assert(close_to(difference.ci95[0], 2 - 1.959963984540054 * sqrt(14.0 / 12)));
    cr_assert(close_to(difference.ci95[1], 2 + 1.959963984540054 * sqrt(14.0 / 12)));
    cr_assert_eq(difference.above, 0.75);
    cr_assert_eq(difference.below, 0);
    cr_assert_eq(difference.equal, 0.25);
    cr_assert(close_to(difference.correlation, 1 / sqrt(14.0 / 3 * 2)), "%.17g", difference.correlation);
    cr_assert(close_to(difference.variance_reduction, (14.0 / 3 + 2) / (14.0 / 3)));
    parley_comparison_destroy(comparison);
}

Test(comparison, undefined_trials_are_left_out_and_never_is_later_than_any_time)
{
    parley_comparison *comparison = comparison_of(2);
    double variant[] = {NAN, 1, INFINITY, INFINITY, 5, 3}, baseline[] = {2, NAN, 7, INFINITY, INFINITY, 2};
    result_ok(parley_i_paired_add(pair_of(comparison, "aftermath.first.war"), 0, variant, baseline, 6));
    parley_difference difference;
    result_ok(parley_comparison_difference(comparison, 1, "aftermath.first.war", &difference));
    cr_assert_eq(difference.n, 1);
    cr_assert_eq(difference.mean, 1);
    cr_assert(isnan(difference.se));
    cr_assert_eq(difference.above, 0.5);
    cr_assert_eq(difference.below, 0.25);
    cr_assert_eq(difference.equal, 0.25);
    parley_comparison_destroy(comparison);
}

Test(comparison, a_difference_that_never_varies_reduces_variance_without_limit)
{
    parley_comparison *comparison = comparison_of(2);
    double peace[] = {1, 0, 1}, tenth[] = {0.1, 0.1, 0.1}, term[] = {15, 30, 50};
    result_ok(parley_i_paired_add(pair_of(comparison, "peace"), 0, peace, peace, 3));
    result_ok(parley_i_paired_add(pair_of(comparison, "term"), 0, tenth, term, 3));
    parley_difference same, constant;
    result_ok(parley_comparison_difference(comparison, 1, "peace", &same));
    cr_assert_eq(same.mean, 0);
    cr_assert_eq(same.se, 0);
    cr_assert_eq(same.ci95[1], 0, "a difference of nothing is no share: no Wilson interval");
    cr_assert_eq(same.variance_reduction, INFINITY);
    cr_assert_eq(same.correlation, 1);
    result_ok(parley_comparison_difference(comparison, 1, "term", &constant));
    cr_assert(isnan(constant.correlation));
    cr_assert(close_to(constant.variance_reduction, 1));
    parley_comparison_destroy(comparison);
}

Test(comparison, opposite_variants_are_worse_than_unpaired)
{
    parley_comparison *comparison = comparison_of(2);
    double variant[] = {1, 2, 4}, baseline[] = {-1, -2, -4};
    result_ok(parley_i_paired_add(pair_of(comparison, "term"), 0, variant, baseline, 3));
    parley_difference difference;
    result_ok(parley_comparison_difference(comparison, 1, "term", &difference));
    cr_assert_eq(difference.correlation, -1);
    cr_assert(close_to(difference.variance_reduction, 0.5));
    parley_comparison_destroy(comparison);
}

Test(comparison, it_compares_numbers_of_note_and_names_the_rest)
{
    parley_comparison *comparison = comparison_of(3);
    parley_difference difference;
    const char *compared[] = {"agreement", "peace", "term", "ua.utility", "aftermath.first.war", "elapsed"};
    for (size_t i = 0; i < sizeof compared / sizeof *compared; i++) {
        result_ok(parley_comparison_difference(comparison, 2, compared[i], &difference));
        cr_assert_eq(difference.n, 0);
        cr_assert(isnan(difference.mean) && isnan(difference.above));
    }
    cr_assert_eq(comparison->compared_count, sizeof compared / sizeof *compared);
    cr_assert_eq(parley_comparison_difference(comparison, 1, "deal.presence", &difference), PARLEY_NOT_FOUND);
    cr_assert(strstr(parley_last_message(), "not among"));
    cr_assert_eq(parley_comparison_difference(comparison, 1, "elapsd", &difference), PARLEY_NOT_FOUND);
    cr_assert(strstr(parley_last_message(), "elapsed"));
    cr_assert_eq(parley_comparison_difference(comparison, 0, "term", &difference), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_comparison_difference(comparison, 3, "term", &difference), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_comparison_difference(NULL, 1, "term", &difference), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_comparison_count(comparison), 3);
    cr_assert_not_null(parley_comparison_result(comparison, 2));
    cr_assert_null(parley_comparison_result(comparison, 3));
    cr_assert_eq(parley_comparison_count(NULL), 0);
    parley_comparison_destroy(comparison);
    parley_comparison_destroy(NULL);
}

Test(comparison, a_quantity_that_a_variant_lacks_is_not_compared_with_it)
{
    struct parley_result head = {.variant = "bare", .trials = 100};
    parley_result *results[2] = {empty_result(100, 1), NULL};
    result_ok(parley_i_result_create(&head, quantities_of_test, 1, &results[1]));
    parley_comparison *comparison = NULL;
    parley_difference difference;
    result_ok(parley_i_comparison_create(results, 2, &comparison));
    result_ok(parley_comparison_difference(comparison, 1, "agreement", &difference));
    cr_assert_eq(parley_comparison_difference(comparison, 1, "peace", &difference), PARLEY_NOT_FOUND);
    parley_comparison_destroy(comparison);
}

Test(comparison, json_and_csv_hold_results_and_differences)
{
    parley_comparison *comparison = comparison_of(2);
    char *json, *csv, *none;
    play_of_test(comparison->result[0], 0, 50, 0);
    play_of_test(comparison->result[1], 0, 50, 0.2);
    result_ok(parley_i_paired_add(pair_of(comparison, "peace"), 0, (double[]){1, 1}, (double[]){0, 1}, 2));
    result_ok(parley_comparison_json(comparison, &json));
    cr_assert(strstr(json, "\"title\": \"A test\",\n  \"baseline\": \"50 years\",\n  \"variants\": [\n    {"));
    cr_assert(strstr(json, "\"differences\": {\n    \"50 years\": {\n      \"agreement\": {\n        \"n\": 0,"));
    cr_assert(strstr(json, "\"peace\": {\n        \"n\": 2,\n        \"mean\": 0.5,\n        \"se\": 0.5,"));
    cr_assert(strstr(json, "\"correlation\": null,\n        \"variance_reduction\": 1\n"));
    result_ok(parley_comparison_csv(comparison, &csv));
    const char *baseline = strstr(csv, "\n50 years,peace,\"Peace, \"\"25 years\"\"\",,50,0.");
    cr_assert_not_null(baseline, "%s", csv);
    cr_assert(strcspn(strstr(baseline, ",,,,,,,,,,"), "\n") == 10, "the baseline differs from nothing");
    const char *variant = strstr(baseline + 1, "\n50 years,peace,\"Peace, \"\"25 years\"\"\",,50,0.");
    cr_assert(variant && strstr(variant, ",2,0.5,0.5,-0.4799819"), "%s", csv);
    cr_assert_eq(parley_comparison_json(NULL, &none), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_comparison_csv(NULL, &none), PARLEY_BAD_ARGUMENT);
    parley_comparison *other = comparison_of(3);
    cr_assert_eq(parley_i_comparison_merge(comparison, other), PARLEY_MISMATCH);
    parley_comparison_destroy(other);
    parley_comparison_destroy(comparison);
    parley_text_destroy(json);
    parley_text_destroy(csv);
}
