// Pairing variants trial by trial: differences keep their own tallies, so that what two variants share cancels.
#include "result/comparison.h"

#include "base/fail.h"
#include "base/vector.h"
#include "result/look.h"

#include <math.h>
#include <stdlib.h>

static bool is_compared(const struct quantity *quantity)
{
    switch (quantity->group) {
    case GROUP_AGREEMENT:
    case GROUP_METRIC:
    case GROUP_AFTERMATH:
        return quantity->label_count == 0;
    case GROUP_PARTY:
        return quantity->label_count == 0 && !strstr(quantity->path, "/concessions/");
    case GROUP_PROCESS:
        return quantity->label_count == 0 && strcmp(quantity->name, "elapsed") == 0;
    case GROUP_FAILED_AT:
    case GROUP_ISSUE:
        break;
    }
    return false;
}

static struct paired_side empty_side(void) { return (struct paired_side){.least = INFINITY, .most = -INFINITY}; }

static size_t index_of(const parley_result *result, const char *name)
{
    const struct quantity *quantity = parley_i_result_find(result, name);
    return quantity && is_compared(quantity) ? (size_t)(quantity - result->quantity) : PARLEY_I_ABSENT;
}

static parley_status add_compared(parley_comparison *comparison, const char *name)
{
    size_t count = comparison->count;
    struct compared *compared = &comparison->compared[comparison->compared_count];
    size_t *quantity = parley_i_arena_array(&comparison->arena, count, sizeof *quantity);
    struct paired *paired = parley_i_arena_array(&comparison->arena, count, sizeof *paired);
    if (!quantity || !paired) {
        return parley_i_no_memory();
    }
    *compared = (struct compared){name, quantity, paired};
    comparison->compared_count++;
    for (size_t v = 0; v < count; v++) {
        quantity[v] = index_of(comparison->result[v], name);
    }
    for (size_t v = 1; v < count; v++) {
        if (quantity[v] != PARLEY_I_ABSENT) {
            paired[v].variant = paired[v].baseline = empty_side();
            PARLEY_I_TRY(parley_i_tally_init_sums(&paired[v].difference, comparison->result[v]->replicates));
        }
    }
    return PARLEY_OK;
}

static parley_status fill(parley_comparison *comparison, parley_result *const *results, size_t count)
{
    comparison->result = parley_i_arena_array(&comparison->arena, count, sizeof *comparison->result);
    comparison->compared =
        parley_i_arena_array(&comparison->arena, results[0]->quantity_count + 1, sizeof *comparison->compared);
    if (!comparison->result || !comparison->compared) {
        return parley_i_no_memory();
    }
    memcpy(comparison->result, results, count * sizeof *results);
    comparison->count = count;
    for (size_t i = 0; i < results[0]->quantity_count; i++) {
        if (is_compared(&results[0]->quantity[i])) {
            PARLEY_I_TRY(add_compared(comparison, results[0]->quantity[i].name));
        }
    }
    return PARLEY_OK;
}

/// Everything but the results.
static void release(parley_comparison *comparison)
{
    for (size_t i = 0; i < comparison->compared_count; i++) {
        for (size_t v = 1; v < comparison->count; v++) {
            parley_i_tally_release(&comparison->compared[i].paired[v].difference);
        }
    }
    parley_i_arena_release(&comparison->arena);
    free(comparison);
}

parley_status parley_i_comparison_create(parley_result *const *results, size_t count, parley_comparison **out)
{
    *out = NULL;
    PARLEY_I_REQUIRE(count >= 1, "a comparison needs at least one result, the baseline");
    parley_comparison *comparison = calloc(1, sizeof *comparison);
    if (!comparison) {
        return parley_i_no_memory();
    }
    parley_status status = fill(comparison, results, count);
    if (status != PARLEY_OK) {
        release(comparison);
        return status;
    }
    *out = comparison;
    return PARLEY_OK;
}

void parley_comparison_destroy(parley_comparison *comparison)
{
    if (comparison) {
        for (size_t v = 0; v < comparison->count; v++) {
            parley_result_destroy(comparison->result[v]);
        }
        release(comparison);
    }
}

static void add_side(struct paired_side *side, const double *values, size_t n)
{
    struct look look;
    parley_i_look(values, n, &look);
    side->least = look.least < side->least ? look.least : side->least;
    side->most = look.most > side->most ? look.most : side->most;
    parley_i_look_sum(&look, values, n, &side->sum, &side->squares);
}

/// How often the variant is higher, lower, the same; and the differences. Returns how many of those are finite.
PARLEY_I_VECTOR static size_t subtract(const double *restrict variant, const double *restrict baseline, size_t n,
                                       double *restrict difference, uint64_t *restrict order)
{
    uint64_t above = 0, below = 0, equal = 0, finite = 0;
    for (size_t i = 0; i < n; i++) {
        double x = variant[i], y = baseline[i];
        above += x > y;
        below += x < y;
        equal += x == y;
        difference[i] = x - y;
        finite += fabs(x - y) < INFINITY;
    }
    order[0] = above;
    order[1] = below;
    order[2] = equal;
    return finite;
}

parley_status parley_i_paired_add(struct paired *paired, uint32_t replicate, const double *variant,
                                  const double *baseline, size_t n)
{
    double a[LOOK_VALUES], b[LOOK_VALUES], difference[LOOK_VALUES];
    uint64_t order[3];
    size_t finite = subtract(variant, baseline, n, difference, order);
    if (finite > 0 && finite < n) {
        size_t kept = 0;
        for (size_t i = 0; i < n; i++) {
            bool counts = fabs(difference[i]) < INFINITY;
            a[kept] = variant[i];
            b[kept] = baseline[i];
            difference[kept] = difference[i];
            kept += counts;
        }
        variant = a;
        baseline = b;
    }
    PARLEY_I_TRY(parley_i_tally_add(&paired->difference, replicate, difference, NULL, finite));
    paired->above += order[0];
    paired->below += order[1];
    paired->equal += order[2];
    if (finite > 0) {
        add_side(&paired->variant, variant, finite);
        add_side(&paired->baseline, baseline, finite);
    }
    return PARLEY_OK;
}

static void merge_side(struct paired_side *into, const struct paired_side *from)
{
    into->least = from->least < into->least ? from->least : into->least;
    into->most = from->most > into->most ? from->most : into->most;
    parley_i_exact_merge(&into->sum, &from->sum);
    parley_i_exact_merge(&into->squares, &from->squares);
}

parley_status parley_i_paired_merge(struct paired *into, const struct paired *from)
{
    PARLEY_I_TRY(parley_i_tally_merge(&into->difference, &from->difference));
    into->above += from->above;
    into->below += from->below;
    into->equal += from->equal;
    merge_side(&into->variant, &from->variant);
    merge_side(&into->baseline, &from->baseline);
    return PARLEY_OK;
}

static parley_status same_variants(const parley_comparison *a, const parley_comparison *b)
{
    bool same = a->count == b->count && a->compared_count == b->compared_count;
    for (size_t v = 0; same && v < a->count; v++) {
        same = strcmp(a->result[v]->fingerprint, b->result[v]->fingerprint) == 0 &&
               a->result[v]->quantity_count == b->result[v]->quantity_count;
    }
    return same ? PARLEY_OK : parley_i_fail(PARLEY_MISMATCH, "the comparisons are of different variants");
}

/// All that can fail in merging: memory for bins, trials in both.
static parley_status reserve(parley_comparison *into, const parley_comparison *from)
{
    for (size_t i = 0; i < into->compared_count; i++) {
        for (size_t v = 1; v < into->count; v++) {
            if (into->compared[i].quantity[v] != PARLEY_I_ABSENT) {
                PARLEY_I_TRY(parley_i_tally_reserve(&into->compared[i].paired[v].difference,
                                                    &from->compared[i].paired[v].difference));
            }
        }
    }
    return PARLEY_OK;
}

parley_status parley_i_comparison_merge(parley_comparison *into, const parley_comparison *from)
{
    PARLEY_I_TRY(same_variants(into, from));
    PARLEY_I_TRY(reserve(into, from));
    for (size_t v = 0; v < into->count; v++) {
        PARLEY_I_TRY(parley_i_result_reserve(into->result[v], from->result[v]));
    }
    for (size_t v = 0; v < into->count; v++) {
        PARLEY_I_TRY(parley_i_result_absorb(into->result[v], from->result[v]));
    }
    for (size_t i = 0; i < into->compared_count; i++) {
        for (size_t v = 1; v < into->count; v++) {
            if (into->compared[i].quantity[v] != PARLEY_I_ABSENT) {
                PARLEY_I_TRY(parley_i_paired_merge(&into->compared[i].paired[v], &from->compared[i].paired[v]));
            }
        }
    }
    return PARLEY_OK;
}

size_t parley_comparison_count(const parley_comparison *comparison) { return comparison ? comparison->count : 0; }

const parley_result *parley_comparison_result(const parley_comparison *comparison, size_t index)
{
    return comparison && index < comparison->count ? comparison->result[index] : NULL;
}

static double variance_of(const struct paired_side *side, uint64_t n)
{
    if (n > 1 && side->least == side->most) {
        return 0;
    }
    return parley_i_variance(n, &side->sum, &side->squares);
}

void parley_i_paired_difference(const struct paired *paired, parley_difference *out)
{
    const struct tally *tally = &paired->difference;
    struct moments moments;
    parley_i_tally_plain_moments(tally, &moments);
    double compared = (double)(paired->above + paired->below + paired->equal);
    double a = variance_of(&paired->variant, tally->n), b = variance_of(&paired->baseline, tally->n);
    double of_difference = parley_i_tally_variance(tally);
    double correlation = a > 0 && b > 0 ? (a + b - of_difference) / (2 * sqrt(a) * sqrt(b)) : NAN;
    *out = (parley_difference){
        .n = tally->n,
        .mean = moments.mean,
        .se = moments.se,
        .ci95 = {moments.low95, moments.high95},
        .above = (double)paired->above / compared,
        .below = (double)paired->below / compared,
        .equal = (double)paired->equal / compared,
        .correlation = correlation > 1 ? 1 : correlation < -1 ? -1 : correlation,
        .variance_reduction = of_difference == 0 ? INFINITY : (a + b) / of_difference,
    };
}

parley_status parley_comparison_difference(const parley_comparison *comparison, size_t index, const char *name,
                                           parley_difference *out)
{
    PARLEY_I_REQUIRE(comparison && name && out, "parley_comparison_difference: an argument is NULL");
    PARLEY_I_REQUIRE(index >= 1 && index < comparison->count,
                     "there is no variant %zu to compare with the baseline; expected 1 to %zu", index,
                     comparison->count - 1);
    for (size_t i = 0; i < comparison->compared_count; i++) {
        const struct compared *compared = &comparison->compared[i];
        if (strcmp(compared->name, name) == 0 && compared->quantity[index] != PARLEY_I_ABSENT) {
            parley_i_paired_difference(&compared->paired[index], out);
            return PARLEY_OK;
        }
    }
    const struct quantity *quantity = NULL;
    PARLEY_I_TRY(parley_i_result_need(comparison->result[0], name, &quantity));
    return parley_i_fail(PARLEY_NOT_FOUND, "\"%s\" is not among the quantities that are compared pair by pair", name);
}
