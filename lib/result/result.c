// Making results, merging them, and remembering which trials they hold.
#include "result/result.h"

#include "base/fail.h"

#include <stdlib.h>

static bool copy_text(struct arena *arena, const char *text, const char **out)
{
    *out = parley_i_arena_text(arena, text ? text : "");
    return *out;
}

parley_status parley_i_result_make_room(parley_result *result, size_t count)
{
    result->quantity = parley_i_arena_array(&result->arena, count, sizeof *result->quantity);
    return result->quantity || count == 0 ? PARLEY_OK : parley_i_no_memory();
}

parley_status parley_i_result_append(parley_result *result, const struct quantity *from)
{
    struct arena *arena = &result->arena;
    struct quantity *to = &result->quantity[result->quantity_count];
    const char **labels = parley_i_arena_array(arena, from->label_count, sizeof *labels);
    bool copied = (labels || from->label_count == 0) && copy_text(arena, from->name, &to->name) &&
                  copy_text(arena, from->path, &to->path) && copy_text(arena, from->label, &to->label) &&
                  copy_text(arena, from->unit, &to->unit);
    for (uint32_t i = 0; copied && i < from->label_count; i++) {
        copied = copy_text(arena, from->labels[i], &labels[i]);
    }
    if (!copied) {
        return parley_i_no_memory();
    }
    to->group = from->group;
    to->truth = from->truth;
    to->labels = labels;
    to->label_count = from->label_count;
    PARLEY_I_TRY(parley_i_tally_init(&to->tally, result->replicates, from->label_count));
    to->tally.truth = from->truth;
    result->quantity_count++;
    return PARLEY_OK;
}

static parley_status fill(parley_result *result, const struct parley_result *head, const struct quantity *quantities,
                          size_t count)
{
    struct arena *arena = &result->arena;
    if (!copy_text(arena, head->title, &result->title) || !copy_text(arena, head->variant, &result->variant) ||
        !copy_text(arena, head->time_unit, &result->time_unit)) {
        return parley_i_no_memory();
    }
    memcpy(result->fingerprint, head->fingerprint, sizeof result->fingerprint);
    result->fingerprint[sizeof result->fingerprint - 1] = '\0';
    result->seed = head->seed;
    result->trials = head->trials;
    result->sampling = head->sampling;
    result->replicates = head->replicates ? head->replicates : 1;
    result->random_places = head->random_places;
    PARLEY_I_TRY(parley_i_result_make_room(result, count));
    for (size_t i = 0; i < count; i++) {
        PARLEY_I_TRY(parley_i_result_append(result, &quantities[i]));
    }
    return PARLEY_OK;
}

parley_status parley_i_result_create(const struct parley_result *head, const struct quantity *quantities, size_t count,
                                     parley_result **out)
{
    *out = NULL;
    parley_result *result = calloc(1, sizeof *result);
    if (!result) {
        return parley_i_no_memory();
    }
    parley_status status = fill(result, head, quantities, count);
    if (status != PARLEY_OK) {
        parley_result_destroy(result);
        return status;
    }
    *out = result;
    return PARLEY_OK;
}

void parley_result_destroy(parley_result *result)
{
    if (result) {
        for (size_t i = 0; i < result->quantity_count; i++) {
            parley_i_tally_release(&result->quantity[i].tally);
        }
        free(result->covered);
        parley_i_arena_release(&result->arena);
        free(result);
    }
}

static bool touch(const struct interval *a, const struct interval *b) { return a->last == b->first; }

/// The interval that comes next in the union of two sorted lists.
static const struct interval *next_of(const struct interval **a, const struct interval *a_end,
                                      const struct interval **b, const struct interval *b_end)
{
    return *b == b_end || (*a < a_end && (*a)->first <= (*b)->first) ? (*a)++ : (*b)++;
}

/// PARLEY_MISMATCH when two lists share a trial.
static parley_status check_apart(const parley_result *result, const struct interval *b, size_t count)
{
    const struct interval *a = result->covered, *a_end = a + result->covered_count, *b_end = b + count;
    uint64_t last = 0;
    while (a < a_end || b < b_end) {
        const struct interval *next = next_of(&a, a_end, &b, b_end);
        if (next->first < last) {
            return parley_i_fail(PARLEY_MISMATCH, "trial %llu is in both results; each trial may be counted once",
                                 (unsigned long long)next->first);
        }
        last = next->last;
    }
    return PARLEY_OK;
}

static parley_status reserve_intervals(parley_result *result, size_t more)
{
    size_t need = result->covered_count + more;
    if (need <= result->covered_capacity) {
        return PARLEY_OK;
    }
    size_t capacity = need + need / 2;
    struct interval *covered = realloc(result->covered, capacity * sizeof *covered);
    if (!covered) {
        return parley_i_no_memory();
    }
    result->covered = covered;
    result->covered_capacity = capacity;
    return PARLEY_OK;
}

/// Add intervals that were checked and reserved for.
static void unite(parley_result *result, const struct interval *b, size_t count)
{
    if (count == 0) {
        return;
    }
    // The old ones move out of the way; what is written never overtakes what is still to be read.
    const struct interval *a = result->covered + count, *a_end = a + result->covered_count, *b_end = b + count;
    memmove(result->covered + count, result->covered, result->covered_count * sizeof *result->covered);
    struct interval *covered = result->covered;
    size_t united = 0;
    while (a < a_end || b < b_end) {
        struct interval next = *next_of(&a, a_end, &b, b_end);
        if (united > 0 && touch(&covered[united - 1], &next)) {
            covered[united - 1].last = next.last;
        } else {
            covered[united++] = next;
        }
    }
    result->covered_count = united;
}

parley_status parley_i_result_cover(parley_result *result, uint64_t first, uint64_t last)
{
    struct interval added = {first, last};
    if (first >= last) {
        return PARLEY_OK;
    }
    PARLEY_I_TRY(check_apart(result, &added, 1));
    PARLEY_I_TRY(reserve_intervals(result, 1));
    unite(result, &added, 1);
    result->played += last - first;
    return PARLEY_OK;
}

parley_status parley_i_result_reserve(parley_result *into, const parley_result *from)
{
    if (into->quantity_count != from->quantity_count) {
        return parley_i_fail(PARLEY_MISMATCH, "a result of %zu quantities cannot be merged with one of %zu",
                             into->quantity_count, from->quantity_count);
    }
    PARLEY_I_TRY(check_apart(into, from->covered, from->covered_count));
    for (size_t i = 0; i < into->quantity_count; i++) {
        PARLEY_I_TRY(parley_i_tally_reserve(&into->quantity[i].tally, &from->quantity[i].tally));
    }
    return reserve_intervals(into, from->covered_count);
}

parley_status parley_i_result_absorb(parley_result *into, const parley_result *from)
{
    PARLEY_I_TRY(parley_i_result_reserve(into, from));
    unite(into, from->covered, from->covered_count);
    into->played += from->played;
    for (size_t i = 0; i < into->quantity_count; i++) {
        PARLEY_I_TRY(parley_i_tally_merge(&into->quantity[i].tally, &from->quantity[i].tally));
    }
    return PARLEY_OK;
}

static parley_status same_run(const parley_result *a, const parley_result *b)
{
    if (strcmp(a->fingerprint, b->fingerprint) != 0) {
        return parley_i_fail(PARLEY_MISMATCH,
                             "the results are of different scenarios or variants: fingerprints %s and %s",
                             a->fingerprint, b->fingerprint);
    }
    if (a->seed != b->seed) {
        return parley_i_fail(PARLEY_MISMATCH, "the results have different seeds: %llu and %llu",
                             (unsigned long long)a->seed, (unsigned long long)b->seed);
    }
    if (a->trials != b->trials) {
        return parley_i_fail(PARLEY_MISMATCH,
                             "the results are parts of runs of different lengths: %llu and %llu trials",
                             (unsigned long long)a->trials, (unsigned long long)b->trials);
    }
    if (a->sampling != b->sampling || a->replicates != b->replicates) {
        return parley_i_fail(PARLEY_MISMATCH,
                             "the results have different designs: %s with %u replicates and %s with %u",
                             parley_i_sampling_name(a->sampling), (unsigned)a->replicates,
                             parley_i_sampling_name(b->sampling), (unsigned)b->replicates);
    }
    for (size_t i = 0; i < a->quantity_count && i < b->quantity_count; i++) {
        if (strcmp(a->quantity[i].name, b->quantity[i].name) != 0) {
            return parley_i_fail(PARLEY_MISMATCH, "the results count different quantities: \"%s\" and \"%s\"",
                                 a->quantity[i].name, b->quantity[i].name);
        }
    }
    return PARLEY_OK;
}

parley_status parley_result_merge(parley_result *into, const parley_result *from)
{
    PARLEY_I_REQUIRE(into && from, "merging needs two results, one is NULL");
    PARLEY_I_REQUIRE(into != from, "a result cannot be merged with itself");
    PARLEY_I_TRY(same_run(into, from));
    return parley_i_result_absorb(into, from);
}
