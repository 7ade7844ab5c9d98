// Over a whole run: how often those who sign have a zone, how often the talks leave gains on the table, and how large
// they are.
//
// Gains are left when a package exists that every signatory likes better than the deal. How large they are: the most
// that all of them could have more at once (the largest smallest gain over the deal). What is fixed stays fixed.
#include "analysis/frontier.h"

#include "base/fail.h"
#include "engine/campaign.h"
#include "preference/welfare.h"
#include "result/result.h"

#include <math.h>
#include <string.h>

enum question { ZONE, AGREED, MISSED, LEFT, GAINS, QUESTIONS };

/// A worker's own.
struct looker {
    const struct whole *whole;
    void *memory;             // of the whole table
    const uint32_t *signer;   // numbers of those who sign
    uint32_t signers;
    struct number agreement;
    struct table table;       // theirs alone
    double *utility, *base, *no_deal, *level, *weight;
    uint8_t *barred;
    uint32_t *choice;
    void *scratch;
    double *seen[QUESTIONS];  // [trial]
    struct tally tally[QUESTIONS];
};

static parley_status take(struct arena *arena, const struct plan *plan, const struct whole *whole, struct looker *l)
{
    size_t parties = plan->model->party_count;
    uint32_t *signer = parley_i_arena_array(arena, parties, sizeof *signer);
    l->memory = parley_i_arena_take(arena, parley_i_whole_memory(whole));
    if (!signer || !l->memory) {
        return parley_i_no_memory();
    }
    for (uint32_t p = 0; p < parties; p++) {
        if (parley_i_whole_signs(whole, p)) {
            signer[l->signers++] = p;
        }
    }
    l->whole = whole;
    l->signer = signer;
    parley_i_whole_begin(whole, l->memory);
    const struct space *space = parley_i_whole_space(whole);
    size_t cells = (size_t)l->signers * space->cells + 1;
    l->utility = parley_i_arena_array(arena, cells, sizeof *l->utility);
    l->barred = parley_i_arena_array(arena, cells, sizeof *l->barred);
    l->base = parley_i_arena_array(arena, parties, sizeof *l->base);
    l->no_deal = parley_i_arena_array(arena, parties, sizeof *l->no_deal);
    l->level = parley_i_arena_array(arena, parties, sizeof *l->level);
    l->weight = parley_i_arena_array(arena, parties, sizeof *l->weight);
    l->choice = parley_i_arena_array(arena, space->factors + 1, sizeof *l->choice);
    l->scratch = parley_i_arena_take(arena, parley_i_welfare_scratch(space, l->signers));
    bool fine = l->utility && l->barred && l->base && l->no_deal && l->level && l->weight && l->choice && l->scratch;
    for (int q = 0; fine && q < QUESTIONS; q++) {
        l->seen[q] = parley_i_arena_array(arena, BLOCK_TRIALS, sizeof(double));
        fine = l->seen[q] != NULL;
    }
    for (uint32_t k = 0; fine && k < l->signers; k++) {
        l->weight[k] = 1;
    }
    l->table = (struct table){space, l->signers, l->utility, l->barred, l->base, l->no_deal};
    return fine ? parley_i_plan_column(plan, "agreement", &l->agreement) : parley_i_no_memory();
}

/// Those who sign, alone at the table. False when an issue is fixed beyond a red line of theirs.
static bool seat_signers(struct looker *l, const struct block *block, size_t trial)
{
    const struct table *all = parley_i_whole_set(l->whole, block, l->memory, trial)->table;
    size_t cells = all->space->cells;
    bool open = true;
    for (uint32_t k = 0; k < l->signers; k++) {
        uint32_t p = l->signer[k];
        memcpy(l->utility + k * cells, all->utility + p * cells, cells * sizeof *l->utility);
        memset(l->barred + k * cells, 0, cells);
        if (all->barred) {
            memcpy(l->barred + k * cells, all->barred + p * cells, cells);
        }
        l->base[k] = all->base[p];
        l->no_deal[k] = all->no_deal[p];
        open = open && parley_i_whole_crossed(l->whole, block, l->memory, p, trial) < 0;
    }
    l->table.barred = all->barred ? l->barred : NULL;
    return open;
}

/// What all could have at once beyond `l->level`; negative when not even that.
static double common_gain(struct looker *l)
{
    const struct welfare welfare = {WELFARE_LEAST, l->weight, l->level};
    double gap, least = INFINITY;
    if (!parley_i_welfare(&welfare, &l->table, l->level, l->scratch, l->choice, &gap)) {
        return -1;
    }
    for (uint32_t k = 0; k < l->signers; k++) {
        least = fmin(least, parley_i_table_utility(&l->table, k, l->choice) - l->level[k]);
    }
    return fmax(0, least);
}

static void look(struct looker *l, const struct block *block, size_t t)
{
    bool agreed = parley_i_number_at(&l->agreement, block, t) == 1, open = seat_signers(l, block, t);
    memcpy(l->level, l->no_deal, l->signers * sizeof *l->level);
    bool zone = open && common_gain(l) >= 0;
    l->seen[ZONE][t] = zone;
    l->seen[AGREED][t] = agreed;
    l->seen[MISSED][t] = zone && !agreed;
    l->seen[LEFT][t] = l->seen[GAINS][t] = NAN;
    if (!agreed) {
        return;
    }
    for (uint32_t k = 0; k < l->signers; k++) {
        l->level[k] = parley_i_whole_utility(l->whole, block, l->signer[k])[t];
    }
    double gain = open ? common_gain(l) : 0;
    l->seen[LEFT][t] = gain > UTILITY_NOISE;
    l->seen[GAINS][t] = gain > UTILITY_NOISE ? gain : NAN;
}

static parley_status look_at_block(const struct campaign *c, const struct post *post, void *extra)
{
    struct looker *l = extra;
    struct block *block = post->play[0]->block;
    (void)c;
    PARLEY_I_TRY(parley_i_whole_block(l->whole, block, l->memory));
    for (size_t t = 0; t < block->n; t++) {
        look(l, block, t);
    }
    for (int q = 0; q < QUESTIONS; q++) {
        PARLEY_I_TRY(parley_i_tally_add(&l->tally[q], 0, l->seen[q], NULL, block->n));
    }
    return PARLEY_OK;
}

static parley_status play(struct campaign *c, struct looker **out)
{
    const struct whole *whole;
    struct plan *plan = c->plan[0];
    c->extra = parley_i_arena_array(&c->arena, c->workers, sizeof *c->extra);
    if (!c->extra) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(parley_i_whole_make(&plan->arena, plan->process, plan->sheet, &whole));
    for (uint32_t w = 0; w < c->workers; w++) {
        struct looker *looker = c->extra[w] = parley_i_arena_take(&c->arena, sizeof *looker);
        if (!looker) {
            return parley_i_no_memory();
        }
        PARLEY_I_TRY(take(&c->arena, plan, whole, looker));
        for (int q = 0; q < QUESTIONS; q++) {
            PARLEY_I_TRY(parley_i_tally_init(&looker->tally[q], 1, 0));
        }
    }
    c->also = look_at_block;
    PARLEY_I_TRY(parley_i_campaign_play(c));
    *out = c->extra[0];
    for (uint32_t w = 1; w < c->workers; w++) {
        const struct looker *other = c->extra[w];
        for (int q = 0; q < QUESTIONS; q++) {
            PARLEY_I_TRY(parley_i_tally_merge(&(*out)->tally[q], &other->tally[q]));
        }
    }
    return PARLEY_OK;
}

static void release(struct campaign *c)
{
    for (uint32_t w = 0; c->extra && w < c->workers; w++) {
        struct looker *looker = c->extra[w];
        for (int q = 0; looker && q < QUESTIONS; q++) {
            parley_i_tally_release(&looker->tally[q]);
        }
    }
}

static struct record *tell_mean(struct record *into, const char *key, const struct tally *tally)
{
    struct moments moments;
    struct record *told = parley_i_record_object(into, key);
    parley_i_tally_moments(tally, &moments);
    parley_i_record_number(told, "n", (double)tally->n);
    parley_i_record_number(told, "mean", moments.mean);
    parley_i_record_number(told, "se", moments.se);
    parley_i_tell_pair(told, "ci95", moments.low95, moments.high95);
    return told;
}

static void tell(const struct campaign *c, const struct looker *l, struct record *root)
{
    static const struct { double q; const char *name; } shown[] = {
        {0.05, "0.05"}, {0.25, "0.25"}, {0.5, "0.5"}, {0.75, "0.75"}, {0.95, "0.95"}};
    struct record *into = parley_i_record_object(root, "monte_carlo");
    parley_i_record_number(into, "trials", (double)c->def.trials);
    (void)tell_mean(into, "zone", &l->tally[ZONE]);
    (void)tell_mean(into, "agreement", &l->tally[AGREED]);
    (void)tell_mean(into, "zone_but_no_agreement", &l->tally[MISSED]);
    (void)tell_mean(into, "gains_left", &l->tally[LEFT]);
    struct record *size = tell_mean(into, "gains_left_size", &l->tally[GAINS]);
    struct record *quantiles = parley_i_record_object(size, "quantiles");
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        parley_i_record_number(quantiles, shown[i].name, parley_i_tally_quantile(&l->tally[GAINS], shown[i].q));
    }
}

parley_status parley_i_frontier_trials(const parley_scenario *scenario, const parley_frontier_def *def,
                                       struct record *root)
{
    parley_run_def run = parley_run_def_default();
    run.seed = def->seed;
    run.trials = def->trials;
    run.threads = def->threads;
    run.progress = def->progress;
    run.progress_user = def->progress_user;
    struct campaign campaign;
    struct looker *looker = NULL;
    parley_status status = parley_i_campaign_make(&campaign, scenario, &run, &def->variant, 1);
    if (status == PARLEY_OK) {
        status = play(&campaign, &looker);
    }
    if (status == PARLEY_OK) {
        tell(&campaign, looker, root);
    }
    release(&campaign);
    parley_i_campaign_destroy(&campaign);
    return status;
}
