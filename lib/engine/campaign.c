#include "engine/campaign.h"

#include "base/fail.h"

#include <math.h>
#include <stdlib.h>

enum { WAVE_BLOCKS = 64 };  // between two waves the calling thread reports, hands out columns, and judges precision

static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }

static parley_status make_posts(struct campaign *c)
{
    c->post = parley_i_arena_array(&c->arena, c->workers, sizeof *c->post);
    if (!c->post) {
        return parley_i_no_memory();
    }
    for (uint32_t w = 0; w < c->workers; w++) {
        struct post *post = &c->post[w];
        post->play = parley_i_arena_array(&c->arena, c->plans, sizeof *post->play);
        post->result = parley_i_arena_array(&c->arena, c->plans, sizeof *post->result);
        if (!post->play || !post->result) {
            return parley_i_no_memory();
        }
        for (size_t v = 0; v < c->plans; v++) {
            PARLEY_I_TRY(parley_i_play_create(c->plan[v], c->design[v], c->def.seed, &post->play[v]));
            PARLEY_I_TRY(parley_i_plan_result(c->plan[v], &c->def, c->design[v], &post->result[v]));
        }
    }
    return PARLEY_OK;
}

static parley_status find_columns(struct campaign *c)
{
    if (c->def.column_count == 0) {
        return PARLEY_OK;
    }
    c->deliver = c->def.on_columns != NULL;
    c->column = parley_i_arena_array(&c->arena, c->def.column_count, sizeof *c->column);
    if (!c->column) {
        return parley_i_no_memory();
    }
    if (c->deliver) {
        c->wave_columns =
            parley_i_arena_array(&c->arena, c->def.column_count * WAVE_BLOCKS, BLOCK_TRIALS * sizeof *c->wave_columns);
        if (!c->wave_columns) {
            return parley_i_no_memory();
        }
    }
    for (size_t i = 0; i < c->def.column_count; i++) {
        PARLEY_I_TRY(parley_i_plan_column(c->plan[0], c->def.columns[i], &c->column[i]));
    }
    return PARLEY_OK;
}

static bool listed(const char *const *places, size_t count, const char *place)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(places[i], place) == 0) {
            return true;
        }
    }
    return false;
}

/// Every drawing place of any plan, the first plan's first: plans share dimensions name by name.
static parley_status all_places(struct campaign *c, const char ***places, size_t *count)
{
    size_t most = 0;
    *count = 0;
    for (size_t v = 0; v < c->plans; v++) {
        most += parley_i_sheet_places(c->plan[v]->sheet);
    }
    *places = parley_i_arena_array(&c->arena, most, sizeof **places);
    if (!*places) {
        return parley_i_no_memory();
    }
    for (size_t v = 0; v < c->plans; v++) {
        const char *const *names = parley_i_sheet_place_names(c->plan[v]->sheet);
        for (size_t i = 0; i < parley_i_sheet_places(c->plan[v]->sheet); i++) {
            if (v == 0 || !listed(*places, *count, names[i])) {
                (*places)[(*count)++] = names[i];
            }
        }
    }
    return PARLEY_OK;
}

static parley_status make_designs(struct campaign *c)
{
    const struct design_def def = {
        .seed = c->def.seed,
        .trials = c->def.trials,
        .sampling = (enum sampling)c->def.sampling,
        .replicates = c->def.sampling == PARLEY_SAMPLING_RANDOM ? 1 : c->def.replicates,
    };
    const char **places;
    size_t count;
    const struct design *whole;
    PARLEY_I_TRY(all_places(c, &places, &count));
    PARLEY_I_TRY(parley_i_design_create(&c->arena, &def, places, count, &whole));
    for (size_t v = 0; v < c->plans; v++) {
        const struct sheet *sheet = c->plan[v]->sheet;
        PARLEY_I_TRY(parley_i_design_select(&c->arena, whole, parley_i_sheet_place_names(sheet),
                                            parley_i_sheet_places(sheet), &c->design[v]));
    }
    return PARLEY_OK;
}

parley_status parley_i_campaign_make(struct campaign *c, const parley_scenario *scenario, const parley_run_def *def,
                                     const char *const *variants, size_t count)
{
    *c = (struct campaign){.plans = count};
    PARLEY_I_TRY(parley_i_run_def_check(def, &c->def));
    c->plan = parley_i_arena_array(&c->arena, count, sizeof(struct plan *));
    c->design = parley_i_arena_array(&c->arena, count, sizeof(struct design *));
    if (!c->plan || !c->design) {
        return parley_i_no_memory();
    }
    uint64_t blocks = (c->def.shard_trials + BLOCK_TRIALS - 1) / BLOCK_TRIALS;
    c->workers = (uint32_t)least((uint64_t)c->def.threads, blocks);
    for (size_t v = 0; v < count; v++) {
        PARLEY_I_TRY(parley_i_plan_make(scenario, variants[v], PLAN_TO_PLAY, &c->plan[v]));
        if (parley_i_process_calling_thread(c->plan[v]->process)) {
            c->workers = 1;
        }
    }
    PARLEY_I_TRY(make_designs(c));
    PARLEY_I_TRY(make_posts(c));
    PARLEY_I_TRY(find_columns(c));
    return parley_i_crew_create(c->workers, &c->crew);
}

static void copy_column(const struct number *column, const struct block *block, double *to)
{
    for (size_t t = 0; t < block->n; t++) {
        to[t] = parley_i_number_at(column, block, t);
    }
}

/// Keep the block's raw columns: for the callback that follows the wave, and in the arrays of the caller.
static void keep_columns(struct campaign *c, const struct block *block, uint64_t piece, uint64_t first)
{
    for (size_t i = 0; i < c->def.column_count; i++) {
        if (c->deliver) {
            copy_column(&c->column[i], block, c->wave_columns + (piece * c->def.column_count + i) * BLOCK_TRIALS);
        }
        if (c->def.column_out) {
            copy_column(&c->column[i], block, c->def.column_out[i] + (first - c->def.shard_first));
        }
    }
}

static parley_status play_piece(struct campaign *c, uint32_t worker, uint64_t piece)
{
    struct post *post = &c->post[worker];
    uint64_t first = c->wave_first + piece * BLOCK_TRIALS;
    size_t n = (size_t)least(BLOCK_TRIALS, c->wave_last - first);
    for (size_t v = 0; v < c->plans; v++) {
        PARLEY_I_TRY(parley_i_play_block(post->play[v], first, n, NULL));
        PARLEY_I_TRY(parley_i_play_tally(post->play[v], c->design[v], post->result[v]));
    }
    if (c->column) {
        keep_columns(c, post->play[0]->block, piece, first);
    }
    return c->also ? c->also(c, post, c->extra[worker]) : PARLEY_OK;
}

static bool work(void *user, uint32_t worker, uint64_t piece)
{
    struct campaign *c = user;
    struct post *post = &c->post[worker];
    if (post->status == PARLEY_OK) {
        post->status = play_piece(c, worker, piece);
        post->failed_block = piece;
    }
    return post->status == PARLEY_OK;
}

/// Errors are told on the thread that failed. The lowest failing block is the same whatever the number of threads: play it again here, on the
/// calling thread, to have its sentence.
static parley_status retell(struct campaign *c)
{
    const struct post *failed = NULL;
    for (uint32_t w = 0; w < c->workers; w++) {
        const struct post *post = &c->post[w];
        if (post->status != PARLEY_OK && (!failed || post->failed_block < failed->failed_block)) {
            failed = post;
        }
    }
    if (!failed) {
        return PARLEY_OK;
    }
    uint64_t first = c->wave_first + failed->failed_block * BLOCK_TRIALS;
    size_t n = (size_t)least(BLOCK_TRIALS, c->wave_last - first);
    for (size_t v = 0; v < c->plans; v++) {
        parley_status status = parley_i_play_block(c->post[0].play[v], first, n, NULL);
        if (status != PARLEY_OK) {
            return parley_i_scenario_locate(c->plan[v]->scenario, c->plan[v]->model->variant, status);
        }
    }
    return parley_i_fail(failed->status, "%s", parley_status_text(failed->status));
}

/// Hand the wave's columns out in order of trials.
static bool deliver(struct campaign *c)
{
    enum { MOST_COLUMNS = 1024 };
    const double *column[MOST_COLUMNS];
    for (uint64_t first = c->wave_first, piece = 0; first < c->wave_last; first += BLOCK_TRIALS, piece++) {
        for (size_t i = 0; i < c->def.column_count; i++) {
            column[i] = c->wave_columns + (piece * c->def.column_count + i) * BLOCK_TRIALS;
        }
        size_t n = (size_t)least(BLOCK_TRIALS, c->wave_last - first);
        if (!c->def.on_columns(first, n, column, c->def.columns_user)) {
            return false;
        }
    }
    return true;
}

static parley_status precision_of_infinity(const char *name, const struct tally *tally)
{
    uint64_t infinite = tally->never + tally->minus_never;
    return parley_i_fail(PARLEY_NO_ANSWER,
                         "precision: \"%s\" is infinite (\"never\") in %llu of the first %llu trials, so its mean is infinite "
                         "and has no standard error; ask for one of a share, such as a metric that compares it with a date",
                         name, (unsigned long long)infinite, (unsigned long long)(infinite + tally->n + tally->undefined));
}

/// Can there be a standard error to wait for?
static parley_status check_precision(const struct campaign *c)
{
    const struct quantity *asked;
    if (!c->def.precision_metric) {
        return PARLEY_OK;
    }
    PARLEY_I_TRY(parley_i_result_need(c->post[0].result[0], c->def.precision_metric, &asked));
    PARLEY_I_REQUIRE(asked->label_count == 0,
                     "precision: \"%s\" has labels and no mean; ask for a metric such as %s == '%s'", asked->name,
                     asked->name, asked->labels[0]);
    return PARLEY_OK;
}

/// Has the watched quantity's standard error come down to what was asked? A quantity that has not varied yet may still be rarer than
/// 1/n, so that much uncertainty is kept.
static parley_status precise_enough(struct campaign *c, bool *enough)
{
    *enough = false;
    if (!c->def.precision_metric) {
        return PARLEY_OK;
    }
    const struct quantity *model = parley_i_result_find(c->post[0].result[0], c->def.precision_metric);
    struct tally all;
    parley_status status = parley_i_tally_init(&all, 1, model->label_count);
    for (uint32_t w = 0; w < c->workers && status == PARLEY_OK; w++) {
        status = parley_i_tally_merge(&all, &parley_i_result_find(c->post[w].result[0], c->def.precision_metric)->tally);
    }
    if (status == PARLEY_OK) {
        struct moments moments;
        parley_i_tally_moments(&all, &moments);
        *enough = all.n > 0 && fmax(moments.se, 1 / (double)all.n) <= c->def.precision_se;
        status = all.never + all.minus_never == 0 ? status : precision_of_infinity(c->def.precision_metric, &all);
    }
    parley_i_tally_release(&all);
    return status;
}

parley_status parley_i_campaign_play(struct campaign *c)
{
    uint64_t first = c->def.shard_first, last = first + c->def.shard_trials;
    PARLEY_I_TRY(check_precision(c));
    for (c->wave_first = first; c->wave_first < last; c->wave_first = c->wave_last) {
        c->wave_last = c->wave_first + least(WAVE_BLOCKS * BLOCK_TRIALS, last - c->wave_first);
        uint64_t pieces = (c->wave_last - c->wave_first + BLOCK_TRIALS - 1) / BLOCK_TRIALS;
        parley_i_crew_wave(c->crew, pieces, work, c);
        PARLEY_I_TRY(retell(c));
        if (c->deliver && !deliver(c)) {
            return parley_i_fail(PARLEY_CANCELLED, "the columns callback asked to stop after %llu trials",
                                 (unsigned long long)(c->wave_last - first));
        }
        if (c->def.progress && !c->def.progress(c->wave_last - first, c->def.shard_trials, c->def.progress_user)) {
            return parley_i_fail(PARLEY_CANCELLED, "the progress callback asked to stop after %llu trials",
                                 (unsigned long long)(c->wave_last - first));
        }
        bool enough;
        PARLEY_I_TRY(precise_enough(c, &enough));
        if (enough) {
            c->wave_first = c->wave_last;
            break;
        }
    }
    for (size_t v = 0; v < c->plans; v++) {
        PARLEY_I_TRY(parley_i_result_cover(c->post[0].result[v], first, c->wave_first));
        if (c->def.precision_metric) {
            c->post[0].result[v]->trials = c->wave_first;  // nothing of random sampling depends on how many there might have been
        }
    }
    return PARLEY_OK;
}

parley_status parley_i_campaign_result(struct campaign *c, size_t plan, parley_result **out)
{
    for (uint32_t w = 1; w < c->workers; w++) {
        PARLEY_I_TRY(parley_i_result_absorb(c->post[0].result[plan], c->post[w].result[plan]));
    }
    *out = c->post[0].result[plan];
    c->post[0].result[plan] = NULL;
    return PARLEY_OK;
}

void parley_i_campaign_destroy(struct campaign *c)
{
    parley_i_crew_destroy(c->crew);
    for (uint32_t w = 0; c->post && w < c->workers; w++) {
        for (size_t v = 0; v < c->plans; v++) {
            if (c->post[w].play) {
                parley_i_play_destroy(c->post[w].play[v]);
            }
            if (c->post[w].result) {
                parley_result_destroy(c->post[w].result[v]);
            }
        }
    }
    for (size_t v = 0; c->plan && v < c->plans; v++) {
        parley_i_plan_destroy(c->plan[v]);
    }
    parley_i_arena_release(&c->arena);
    *c = (struct campaign){0};
}
