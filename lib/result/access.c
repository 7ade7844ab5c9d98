// What a result answers when asked.
#include "base/fail.h"
#include "base/nearest.h"
#include "result/counts.h"
#include "result/result.h"

#include <math.h>
#include <stdlib.h>

const char *parley_i_sampling_name(parley_sampling sampling)
{
    return sampling == PARLEY_SAMPLING_LATIN ? "latin" : sampling == PARLEY_SAMPLING_SOBOL ? "sobol" : "random";
}

const char *parley_result_title(const parley_result *result) { return result ? result->title : ""; }
const char *parley_result_variant(const parley_result *result) { return result ? result->variant : ""; }
const char *parley_result_fingerprint(const parley_result *result) { return result ? result->fingerprint : ""; }
const char *parley_result_time_unit(const parley_result *result) { return result ? result->time_unit : ""; }
uint64_t parley_result_seed(const parley_result *result) { return result ? result->seed : 0; }
uint64_t parley_result_trials(const parley_result *result) { return result ? result->played : 0; }
uint64_t parley_result_whole(const parley_result *result) { return result ? result->trials : 0; }
uint64_t parley_result_random_places(const parley_result *result) { return result ? result->random_places : 0; }
size_t parley_result_count(const parley_result *result) { return result ? result->quantity_count : 0; }

parley_sampling parley_result_sampling(const parley_result *result)
{
    return result ? result->sampling : PARLEY_SAMPLING_RANDOM;
}

const char *parley_result_name(const parley_result *result, size_t index)
{
    return result && index < result->quantity_count ? result->quantity[index].name : NULL;
}

const char *parley_result_path(const parley_result *result, size_t index)
{
    return result && index < result->quantity_count ? result->quantity[index].path : NULL;
}

const struct quantity *parley_i_result_find(const parley_result *result, const char *name)
{
    for (size_t i = 0; result && name && i < result->quantity_count; i++) {
        if (strcmp(result->quantity[i].name, name) == 0) {
            return &result->quantity[i];
        }
    }
    return NULL;
}

/// ", did you mean ..." needs all names in one array; without memory for it the sentence is shorter.
static const char *nearest_name(const parley_result *result, const char *name)
{
    const char **names = malloc((result->quantity_count + 1) * sizeof *names);
    if (!names) {
        return NULL;
    }
    for (size_t i = 0; i < result->quantity_count; i++) {
        names[i] = result->quantity[i].name;
    }
    const char *nearest = parley_i_nearest(name, names, result->quantity_count);
    free(names);
    return nearest;
}

parley_status parley_i_result_need(const parley_result *result, const char *name, const struct quantity **out)
{
    PARLEY_I_REQUIRE(result && name, "asking a result needs the result and a quantity's name, one is NULL");
    *out = parley_i_result_find(result, name);
    if (*out) {
        return PARLEY_OK;
    }
    const char *nearest = nearest_name(result, name);
    if (!nearest) {
        return parley_i_fail(PARLEY_NOT_FOUND, "the result has no quantity \"%s\"", name);
    }
    return parley_i_fail(PARLEY_NOT_FOUND, "the result has no quantity \"%s\"; did you mean \"%s\"?", name, nearest);
}

const char *parley_result_label(const parley_result *result, const char *name)
{
    const struct quantity *quantity = parley_i_result_find(result, name);
    return !quantity ? NULL : quantity->label[0] ? quantity->label : quantity->name;
}

const char *parley_result_unit(const parley_result *result, const char *name)
{
    const struct quantity *quantity = parley_i_result_find(result, name);
    return quantity ? quantity->unit : NULL;
}

double parley_result_agreement_rate(const parley_result *result)
{
    const struct quantity *quantity = parley_i_result_find(result, "agreement");
    struct moments moments = {.mean = NAN};
    if (quantity) {
        parley_i_tally_moments(&quantity->tally, &moments);
    }
    return moments.mean;
}

void parley_i_quantity_summary(const struct quantity *quantity, parley_summary *out)
{
    const struct tally *tally = &quantity->tally;
    struct moments moments;
    parley_i_tally_moments(tally, &moments);
    bool known = tally->n > 0 && tally->labels == 0;
    *out = (parley_summary){
        .n = tally->n,
        .undefined = tally->undefined,
        .never = tally->never,
        .mean = moments.mean,
        .sd = moments.sd,
        .se = moments.se,
        .ci95 = {moments.low95, moments.high95},
        .least = known ? tally->least : NAN,
        .most = known ? tally->most : NAN,
    };
}

parley_status parley_result_summary(const parley_result *result, const char *name, parley_summary *out)
{
    PARLEY_I_REQUIRE(out, "parley_result_summary: out is NULL");
    const struct quantity *quantity = NULL;
    PARLEY_I_TRY(parley_i_result_need(result, name, &quantity));
    parley_i_quantity_summary(quantity, out);
    return PARLEY_OK;
}

parley_status parley_result_quantile(const parley_result *result, const char *name, double q, double *out)
{
    PARLEY_I_REQUIRE(out, "parley_result_quantile: out is NULL");
    PARLEY_I_REQUIRE(q >= 0 && q <= 1, "a quantile is asked at %g, expected a number in [0, 1]", q);
    const struct quantity *quantity = NULL;
    PARLEY_I_TRY(parley_i_result_need(result, name, &quantity));
    PARLEY_I_REQUIRE(quantity->label_count == 0, "\"%s\" has labels, not numbers, and so no quantiles; ask for shares",
                     name);
    *out = parley_i_tally_quantile(&quantity->tally, q);
    return PARLEY_OK;
}

size_t parley_result_labels(const parley_result *result, const char *name)
{
    const struct quantity *quantity = parley_i_result_find(result, name);
    return quantity ? quantity->label_count : 0;
}

const char *parley_result_label_at(const parley_result *result, const char *name, size_t index)
{
    const struct quantity *quantity = parley_i_result_find(result, name);
    return quantity && index < quantity->label_count ? quantity->labels[index] : NULL;
}

parley_status parley_result_share(const parley_result *result, const char *name, const char *label, double *out)
{
    PARLEY_I_REQUIRE(out && label, "parley_result_share: label or out is NULL");
    const struct quantity *quantity = NULL;
    PARLEY_I_TRY(parley_i_result_need(result, name, &quantity));
    PARLEY_I_REQUIRE(quantity->label_count > 0, "\"%s\" is a number and has no labels; ask for its summary", name);
    for (uint32_t i = 0; i < quantity->label_count; i++) {
        if (strcmp(quantity->labels[i], label) == 0) {
            struct moments moments;
            parley_i_tally_share(&quantity->tally, i, quantity->group == GROUP_FAILED_AT, &moments);
            *out = moments.mean;
            return PARLEY_OK;
        }
    }
    const char *nearest = parley_i_nearest(label, quantity->labels, quantity->label_count);
    return parley_i_fail(PARLEY_NOT_FOUND, "\"%s\" has no label \"%s\"; did you mean \"%s\"?", name, label,
                         nearest ? nearest : quantity->labels[0]);
}

static void mix(uint64_t *hash, uint64_t value)
{
    *hash = (*hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    *hash ^= *hash >> 29;
}

static void mix_double(uint64_t *hash, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    mix(hash, bits);
}

static void mix_text(uint64_t *hash, const char *text)
{
    for (; *text; text++) {
        mix(hash, (unsigned char)*text);
    }
    mix(hash, 0);
}

static void mix_exact(uint64_t *hash, const struct exact *sum)
{
    struct exact normal = *sum;
    parley_i_exact_normalise(&normal);
    for (size_t i = 0; i < EXACT_CHUNKS; i++) {
        mix(hash, (uint64_t)normal.chunk[i]);
    }
}

static void mix_tally(uint64_t *hash, const struct tally *tally)
{
    mix(hash, tally->n);
    mix(hash, tally->undefined);
    mix(hash, tally->never);
    mix(hash, tally->minus_never);
    mix_exact(hash, &tally->squares);
    for (uint32_t r = 0; r < tally->replicates; r++) {
        mix(hash, tally->cell[r].n);
        mix(hash, tally->cell[r].undefined);
        mix_exact(hash, &tally->cell[r].sum);
    }
    for (size_t i = 0; i < (size_t)tally->replicates * tally->labels; i++) {
        mix(hash, tally->share[i]);
    }
    struct bin_walk walk = {.counts = tally->counts};
    for (const struct bin *bin = tally->counts ? parley_i_counts_next(&walk) : NULL; bin;
         bin = parley_i_counts_next(&walk)) {
        mix(hash, bin->count);
        mix_double(hash, bin->least);
        mix_double(hash, bin->most);
    }
}

uint64_t parley_result_hash(const parley_result *result)
{
    uint64_t hash = 0;
    if (!result) {
        return hash;
    }
    mix_text(&hash, result->fingerprint);
    mix(&hash, result->seed);
    mix(&hash, result->trials);
    mix(&hash, (uint64_t)result->sampling);
    mix(&hash, result->replicates);
    mix(&hash, result->random_places);
    for (size_t i = 0; i < result->covered_count; i++) {
        mix(&hash, result->covered[i].first);
        mix(&hash, result->covered[i].last);
    }
    for (size_t i = 0; i < result->quantity_count; i++) {
        mix_text(&hash, result->quantity[i].name);
        mix(&hash, result->quantity[i].truth);
        mix_tally(&hash, &result->quantity[i].tally);
    }
    return hash;
}
