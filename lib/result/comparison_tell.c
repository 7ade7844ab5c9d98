// A comparison as JSON and as CSV.
#include "base/fail.h"
#include "result/comparison.h"

static void tell_difference(const struct paired *paired, struct record *into)
{
    parley_difference difference;
    parley_i_paired_difference(paired, &difference);
    parley_i_record_number(into, "n", (double)difference.n);
    parley_i_record_number(into, "mean", difference.mean);
    parley_i_record_number(into, "se", difference.se);
    parley_i_tell_pair(into, "ci95", difference.ci95[0], difference.ci95[1]);
    parley_i_record_number(into, "above", difference.above);
    parley_i_record_number(into, "below", difference.below);
    parley_i_record_number(into, "equal", difference.equal);
    parley_i_record_number(into, "correlation", difference.correlation);
    parley_i_record_number(into, "variance_reduction", difference.variance_reduction);
}

parley_status parley_comparison_json(const parley_comparison *comparison, char **out)
{
    PARLEY_I_REQUIRE(out, "parley_comparison_json: out is NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(comparison, "parley_comparison_json: comparison is NULL");
    struct arena arena = {0};
    struct text text = {0};
    struct record *root = parley_i_record_create(&arena);
    parley_i_record_number(root, "parley", 1);
    parley_i_record_text(root, "title", comparison->result[0]->title);
    parley_i_record_text(root, "baseline", comparison->result[0]->variant);
    struct record *variants = parley_i_record_list(root, "variants");
    for (size_t v = 0; v < comparison->count; v++) {
        parley_i_result_tell(comparison->result[v], parley_i_record_object(variants, NULL));
    }
    struct record *differences = parley_i_record_object(root, "differences");
    for (size_t v = 1; v < comparison->count; v++) {
        struct record *variant = parley_i_record_object(differences, comparison->result[v]->variant);
        for (size_t i = 0; i < comparison->compared_count; i++) {
            const struct compared *compared = &comparison->compared[i];
            if (compared->quantity[v] != PARLEY_I_ABSENT) {
                tell_difference(&compared->paired[v], parley_i_record_object(variant, compared->name));
            }
        }
    }
    parley_i_record_json(root, 2, &text);
    parley_i_arena_release(&arena);
    return parley_i_text_take(&text, out);
}

static void add_numbers(struct text *out, const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        parley_i_text_add(out, ",");
        parley_i_csv_number(out, numbers[i]);
    }
}

/// The quantity in a variant, and behind it how it differs from the baseline (`paired` NULL: it is the baseline).
static void add_row(struct text *out, const parley_result *variant, const struct quantity *quantity,
                    const struct paired *paired)
{
    const char *texts[] = {variant->variant, quantity->name, quantity->label, quantity->unit};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        parley_i_text_add(out, i > 0 ? "," : "");
        parley_i_csv_text(out, texts[i]);
    }
    parley_summary level;
    parley_i_quantity_summary(quantity, &level);
    add_numbers(out, (double[]){(double)level.n, level.mean, level.se, level.ci95[0], level.ci95[1]}, 5);
    if (paired) {
        parley_difference difference;
        parley_i_paired_difference(paired, &difference);
        add_numbers(out,
                    (double[]){(double)difference.n, difference.mean, difference.se, difference.ci95[0],
                               difference.ci95[1], difference.above, difference.below, difference.equal,
                               difference.correlation, difference.variance_reduction},
                    10);
    } else {
        parley_i_text_add(out, ",,,,,,,,,,");
    }
    parley_i_text_add(out, "\n");
}

parley_status parley_comparison_csv(const parley_comparison *comparison, char **out)
{
    PARLEY_I_REQUIRE(out, "parley_comparison_csv: out is NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(comparison, "parley_comparison_csv: comparison is NULL");
    struct text text = {0};
    parley_i_text_add(&text, "variant,name,label,unit,n,mean,se,ci95_low,ci95_high,pairs,difference,difference_se,"
                             "difference_ci95_low,difference_ci95_high,above,below,equal,correlation,"
                             "variance_reduction\n");
    for (size_t v = 0; v < comparison->count; v++) {
        for (size_t i = 0; i < comparison->compared_count; i++) {
            const struct compared *compared = &comparison->compared[i];
            if (compared->quantity[v] != PARLEY_I_ABSENT) {
                const parley_result *variant = comparison->result[v];
                add_row(&text, variant, &variant->quantity[compared->quantity[v]], v == 0 ? NULL : &compared->paired[v]);
            }
        }
    }
    return parley_i_text_take(&text, out);
}
