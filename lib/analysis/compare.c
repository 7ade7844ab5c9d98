// Several variants on the same draws, and what differs between them trial by trial.
#include "base/fail.h"
#include "engine/campaign.h"
#include "result/comparison.h"

#include <math.h>

/// A quantity's values in the block just played; undefined where its condition does not hold.
static void read_values(const struct play *play, size_t quantity, double *out)
{
    const struct watched *watched = &play->plan->watched[quantity];
    for (size_t t = 0; t < play->block->n; t++) {
        double given = parley_i_number_at(&watched->given, play->block, t);
        out[t] = given == 1 ? parley_i_number_at(&watched->value, play->block, t) : NAN;
    }
}

/// Add one pair of values, split where the design's replicates change.
static parley_status add_pair(const struct campaign *c, const struct block *block, struct paired *paired,
                              const double *variant, const double *baseline)
{
    for (size_t start = 0; start < block->n;) {
        uint32_t replicate = parley_i_design_replicate(c->design[0], block->first + start);
        uint64_t next = parley_i_design_replicate_first(c->design[0], replicate + 1) - block->first;
        size_t end = next < block->n ? (size_t)next : block->n;
        PARLEY_I_TRY(parley_i_paired_add(paired, replicate, variant + start, baseline + start, end - start));
        start = end;
    }
    return PARLEY_OK;
}

static parley_status pair_block(const struct campaign *c, const struct post *post, void *extra)
{
    const parley_comparison *comparison = extra;
    double baseline[BLOCK_TRIALS], variant[BLOCK_TRIALS];
    for (size_t i = 0; i < comparison->compared_count; i++) {
        const struct compared *compared = &comparison->compared[i];
        read_values(post->play[0], compared->quantity[0], baseline);
        for (size_t v = 1; v < c->plans; v++) {
            if (compared->quantity[v] != PARLEY_I_ABSENT) {
                read_values(post->play[v], compared->quantity[v], variant);
                PARLEY_I_TRY(add_pair(c, post->play[0]->block, &compared->paired[v], variant, baseline));
            }
        }
    }
    return PARLEY_OK;
}

/// One comparison a worker, which owns the worker's results from then on.
static parley_status make_comparisons(struct campaign *c)
{
    c->extra = parley_i_arena_array(&c->arena, c->workers, sizeof *c->extra);
    if (!c->extra) {
        return parley_i_no_memory();
    }
    for (uint32_t w = 0; w < c->workers; w++) {
        parley_comparison *comparison = NULL;
        PARLEY_I_TRY(parley_i_comparison_create(c->post[w].result, c->plans, &comparison));
        c->extra[w] = comparison;
    }
    c->also = pair_block;
    return PARLEY_OK;
}

static void release_comparisons(struct campaign *c)
{
    for (uint32_t w = 0; c->extra && w < c->workers; w++) {
        if (c->extra[w]) {
            parley_comparison_destroy(c->extra[w]);
            for (size_t v = 0; v < c->plans; v++) {
                c->post[w].result[v] = NULL;  // went with the comparison
            }
        }
    }
}

static parley_status play(struct campaign *c, parley_comparison **out)
{
    PARLEY_I_TRY(make_comparisons(c));
    PARLEY_I_TRY(parley_i_campaign_play(c));
    parley_comparison *whole = c->extra[0];
    for (uint32_t w = 1; w < c->workers; w++) {
        PARLEY_I_TRY(parley_i_comparison_merge(whole, c->extra[w]));
    }
    for (size_t v = 0; v < c->plans; v++) {
        c->post[0].result[v] = NULL;
    }
    c->extra[0] = NULL;
    *out = whole;
    return PARLEY_OK;
}

parley_status parley_compare(const parley_scenario *scenario, const parley_run_def *def, const char *const *variants,
                             size_t count, parley_comparison **out)
{
    PARLEY_I_REQUIRE(out, "compare: expected a place for the comparison, found NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(scenario, "compare: expected a scenario, found NULL");
    PARLEY_I_REQUIRE(variants && count >= 1 && count <= 256, "compare: expected 1 to 256 variants, found %zu", count);
    struct campaign campaign;
    parley_status status = parley_i_campaign_make(&campaign, scenario, def, variants, count);
    if (status == PARLEY_OK) {
        status = play(&campaign, out);
    }
    release_comparisons(&campaign);
    parley_i_campaign_destroy(&campaign);
    return status;
}
