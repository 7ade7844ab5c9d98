// The public calls that play one plan, and what they accept.
#include "base/def.h"
#include "base/nearest.h"
#include "base/text.h"
#include "engine/campaign.h"

#include <math.h>
#include <stdlib.h>

PARLEY_I_DEF_INIT(run, .seed = 1, .trials = 100000, .threads = 1, .sampling = PARLEY_SAMPLING_RANDOM, .replicates = 16)

static parley_status check_shard(parley_run_def *def)
{
    const uint64_t most = UINT64_C(1) << 53;
    PARLEY_I_REQUIRE(def->trials > 0 && def->trials <= most, "trials: found %llu, expected 1 to 2^53",
                     (unsigned long long)def->trials);
    PARLEY_I_REQUIRE(def->shard_first < def->trials, "shard_first: found %llu, expected less than the %llu trials",
                     (unsigned long long)def->shard_first, (unsigned long long)def->trials);
    uint64_t rest = def->trials - def->shard_first;
    PARLEY_I_REQUIRE(def->shard_trials <= rest, "shard_trials: found %llu, expected at most the %llu trials that are left",
                     (unsigned long long)def->shard_trials, (unsigned long long)rest);
    if (def->shard_trials == 0) {
        def->shard_trials = rest;
    }
    return PARLEY_OK;
}

static parley_status check_design(const parley_run_def *def)
{
    PARLEY_I_REQUIRE(def->sampling == PARLEY_SAMPLING_RANDOM || def->sampling == PARLEY_SAMPLING_LATIN ||
                         def->sampling == PARLEY_SAMPLING_SOBOL,
                     "sampling: found %d, expected one of the parley_sampling values", (int)def->sampling);
    if (def->sampling == PARLEY_SAMPLING_RANDOM) {
        return PARLEY_OK;
    }
    PARLEY_I_REQUIRE(def->replicates >= 2 && def->replicates <= TALLY_REPLICATES, "replicates: found %u, expected 2 to %d",
                     def->replicates, TALLY_REPLICATES);
    PARLEY_I_REQUIRE(def->trials >= def->replicates, "trials: found %llu, expected at least one for each of %u replicates",
                     (unsigned long long)def->trials, def->replicates);
    return PARLEY_OK;
}

static parley_status check_callbacks(const parley_run_def *def)
{
    PARLEY_I_REQUIRE(def->column_count == 0 || (def->columns && (def->on_columns || def->column_out)),
                     "columns: found %zu columns, expected their names, and with them on_columns or column_out",
                     def->column_count);
    PARLEY_I_REQUIRE(def->column_count <= 1024, "columns: found %zu, expected at most 1024", def->column_count);
    for (size_t i = 0; i < def->column_count; i++) {
        PARLEY_I_REQUIRE(def->columns[i], "columns: name %zu is NULL", i);
        PARLEY_I_REQUIRE(!def->column_out || def->column_out[i], "column_out: array %zu is NULL", i);
    }
    if (!def->precision_metric) {
        return PARLEY_OK;
    }
    PARLEY_I_REQUIRE(def->precision_se > 0 && isfinite(def->precision_se), "precision_se: found %g, expected a number > 0",
                     def->precision_se);
    PARLEY_I_REQUIRE(def->sampling == PARLEY_SAMPLING_RANDOM && def->shard_trials == def->trials,
                     "precision: expected random sampling and a whole run; shards and other designs need all their trials");
    return PARLEY_OK;
}

parley_status parley_i_run_def_check(const parley_run_def *def, parley_run_def *out)
{
    if (!def) {
        const parley_run_def defaults = parley_run_def_default();
        return parley_i_run_def_check(&defaults, out);
    }
    if (def->struct_size != sizeof *def) {
        return parley_i_fail(PARLEY_BAD_DEF, "run definition: expected one made by parley_run_def_init");
    }
    *out = *def;
    PARLEY_I_TRY(check_shard(out));
    PARLEY_I_TRY(check_design(out));
    PARLEY_I_REQUIRE(out->threads >= 0 && out->threads <= 4096, "threads: found %d, expected 0 (one per core) to 4096",
                     (int)out->threads);
    if (out->threads == 0) {
        out->threads = (int32_t)parley_i_processors();
    }
    return check_callbacks(out);
}

parley_status parley_i_plan_column(const struct plan *plan, const char *name, struct number *out)
{
    const struct symbol *symbol = parley_i_sheet_find(plan->sheet, name);
    if (symbol) {
        *out = symbol->number;
        return PARLEY_OK;
    }
    size_t count = parley_i_sheet_symbols(plan->sheet);
    const char **names = malloc((count + 1) * sizeof *names);
    if (!names) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < count; i++) {
        names[i] = parley_i_sheet_symbol(plan->sheet, i)->name;
    }
    const char *nearest = parley_i_nearest(name, names, count);
    parley_status status = parley_i_fail(PARLEY_NOT_FOUND, "unknown column \"%s\"%s%s%s", name,
                                         nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
    free(names);
    return status;
}

parley_status parley_run(const parley_scenario *scenario, const parley_run_def *def, parley_result **out)
{
    PARLEY_I_REQUIRE(out, "run: expected a place for the result, found NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(scenario, "run: expected a scenario, found NULL");
    const char *variant = def && def->struct_size == sizeof *def ? def->variant : NULL;
    struct campaign campaign;
    parley_status status = parley_i_campaign_make(&campaign, scenario, def, &variant, 1);
    if (status == PARLEY_OK) {
        status = parley_i_campaign_play(&campaign);
    }
    if (status == PARLEY_OK) {
        status = parley_i_campaign_result(&campaign, 0, out);
    }
    parley_i_campaign_destroy(&campaign);
    return status;
}

parley_status parley_column_names(const parley_scenario *scenario, const char *variant, char **names)
{
    PARLEY_I_REQUIRE(names, "column names: expected a place for the text, found NULL");
    *names = NULL;
    PARLEY_I_REQUIRE(scenario, "column names: expected a scenario, found NULL");
    struct plan *plan;
    PARLEY_I_TRY(parley_i_plan_make(scenario, variant, PLAN_TO_PLAY, &plan));
    struct text text = {0};
    for (size_t i = 0; i < parley_i_sheet_symbols(plan->sheet); i++) {
        parley_i_text_add(&text, parley_i_sheet_symbol(plan->sheet, i)->name);
        parley_i_text_add(&text, "\n");
    }
    parley_i_plan_destroy(plan);
    return parley_i_text_take(&text, names);
}
