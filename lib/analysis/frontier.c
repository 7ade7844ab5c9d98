// parley_frontier: what the deal could be, whatever the process makes of it.
#include "analysis/frontier.h"

#include "base/fail.h"
#include "preference/product.h"
#include "preference/welfare.h"

#include <math.h>

double *parley_i_frontier_numbers(struct frontier *f)
{
    return parley_i_arena_array(&f->world.arena, f->table->parties, sizeof(double));
}

struct record *parley_i_frontier_tell(const struct frontier *f, struct record *into, const char *key,
                                      const uint32_t *choice)
{
    struct record *point = parley_i_record_object(into, key);
    parley_i_whole_tell(f->whole, f->world.block, 0, choice, parley_i_record_object(point, "deal"));
    struct record *utility = parley_i_record_object(point, "utility");
    for (uint32_t p = 0; p < f->table->parties; p++) {
        parley_i_record_number(utility, f->sitting->party[p], parley_i_table_utility(f->table, p, choice));
    }
    return point;
}

bool parley_i_frontier_acceptable(const struct frontier *f, const double *utility)
{
    for (uint32_t p = 0; p < f->table->parties; p++) {
        if (f->blocked || !parley_i_reaches(utility[p], f->table->no_deal[p])) {
            return false;
        }
    }
    return true;
}

/// Set the table, and take what working memory its searches want.
static parley_status set_table(struct frontier *f)
{
    struct world *world = &f->world;
    PARLEY_I_TRY(parley_i_whole_make(&world->plan->arena, world->plan->process, world->plan->sheet, &f->whole));
    void *memory = parley_i_arena_take(&world->arena, parley_i_whole_memory(f->whole));
    if (!memory) {
        return parley_i_no_memory();
    }
    parley_i_whole_begin(f->whole, memory);
    PARLEY_I_TRY(parley_i_whole_block(f->whole, world->block, memory));
    f->sitting = parley_i_whole_set(f->whole, world->block, memory, 0);
    f->table = f->sitting->table;
    f->crossed = parley_i_arena_array(&world->arena, f->table->parties, sizeof *f->crossed);
    if (!f->crossed) {
        return parley_i_no_memory();
    }
    for (uint32_t p = 0; p < f->table->parties; p++) {
        f->crossed[p] = parley_i_whole_crossed(f->whole, world->block, memory, p, 0);
        f->blocked = f->blocked || f->crossed[p] >= 0;
    }
    const struct space *space = f->table->space;
    size_t product = parley_i_product_scratch(space, f->table->parties);
    size_t welfare = parley_i_welfare_scratch(space, f->table->parties);
    f->scratch = parley_i_arena_take(&world->arena, product > welfare ? product : welfare);
    f->best = parley_i_frontier_numbers(f);
    f->ideal = parley_i_frontier_numbers(f);
    return f->scratch && f->best && f->ideal ? PARLEY_OK : parley_i_no_memory();
}

/// What each could have of all packages, and of those acceptable to all.
static void find_ideals(struct frontier *f)
{
    uint32_t parties = f->table->parties;
    for (uint32_t p = 0; p < parties; p++) {
        f->best[p] = f->ideal[p] = -INFINITY;
    }
    for (size_t i = 0; i < f->pareto.count; i++) {
        const double *utility = f->pareto.utility + i * parties;
        bool acceptable = parley_i_frontier_acceptable(f, utility);
        f->zone = f->zone || acceptable;
        for (uint32_t p = 0; p < parties; p++) {
            f->best[p] = fmax(f->best[p], utility[p]);
            f->ideal[p] = acceptable ? fmax(f->ideal[p], utility[p]) : f->ideal[p];
        }
    }
    if (f->exact) {
        return;
    }
    double gap;
    f->zone = !f->blocked && parley_i_ideal_gains(f->table, f->table->no_deal, f->scratch, f->ideal, &gap);
    for (uint32_t p = 0; p < parties; p++) {
        f->ideal[p] += f->table->no_deal[p];
    }
}

static parley_status look(struct frontier *f)
{
    f->exact = f->table->space->packages <= PARETO_PACKAGES;
    PARLEY_I_TRY(f->exact ? parley_i_pareto_find(f->table, &f->pareto) : parley_i_frontier_supported(f));
    find_ideals(f);
    return PARLEY_OK;
}

static void tell_numbers(const struct frontier *f, const char *key, const double *value)
{
    struct record *into = parley_i_record_object(f->root, key);
    for (uint32_t p = 0; p < f->table->parties; p++) {
        parley_i_record_number(into, f->sitting->party[p], value[p]);
    }
}

static void tell_head(const struct frontier *f)
{
    const struct model *model = f->world.plan->model;
    parley_i_report_head(f->root, model->title, model->variant, "preferences", f->def->trial);
    parley_i_record_number(f->root, "packages", f->table->space->packages);
    parley_i_record_truth(f->root, "exact", f->exact);
    if (!f->exact) {
        parley_i_record_truth(f->root, "supported", true);
    }
}

static parley_status tell_points(struct frontier *f)
{
    uint32_t *choice = parley_i_arena_array(&f->world.arena, f->table->space->factors + 1, sizeof *choice);
    if (!choice) {
        return parley_i_no_memory();
    }
    parley_i_record_number(f->root, "pareto_count", (double)f->pareto.count);
    struct record *list = parley_i_record_list(f->root, "pareto");
    for (size_t i = 0; i < f->pareto.count && i < f->def->most_points; i++) {
        parley_i_pareto_choice(&f->pareto, i, choice);
        (void)parley_i_frontier_tell(f, list, NULL, choice);
    }
    return PARLEY_OK;
}

/// How far the nearest package is from what would be best for everyone.
static void tell_opposition(const struct frontier *f)
{
    double nearest = INFINITY;
    for (size_t i = 0; i < f->pareto.count; i++) {
        double sum = 0;
        for (uint32_t p = 0; p < f->table->parties; p++) {
            double away = f->best[p] - f->pareto.utility[i * f->table->parties + p];
            sum += away * away;
        }
        nearest = fmin(nearest, sum);
    }
    if (f->pareto.count > 0) {
        parley_i_record_number(f->root, "opposition", sqrt(nearest));
    } else {
        parley_i_record_nothing(f->root, "opposition");
    }
}

static parley_status tell(struct frontier *f)
{
    tell_head(f);
    PARLEY_I_TRY(parley_i_frontier_zone(f));
    tell_numbers(f, "no_deal", f->table->no_deal);
    if (f->pareto.count > 0) {
        tell_numbers(f, "best", f->best);
    } else {
        parley_i_record_nothing(f->root, "best");
    }
    if (f->zone) {
        tell_numbers(f, "ideal", f->ideal);
    } else {
        parley_i_record_nothing(f->root, "ideal");
    }
    tell_opposition(f);
    PARLEY_I_TRY(parley_i_frontier_solutions(f));
    if (!f->zone) {
        PARLEY_I_TRY(parley_i_frontier_clashes(f));
    }
    return tell_points(f);
}

static parley_status check(const parley_frontier_def *def, parley_frontier_def *out)
{
    if (!def) {
        return parley_frontier_def_init(out, sizeof *out);
    }
    if (def->struct_size != sizeof *def) {
        return parley_i_fail(PARLEY_BAD_DEF, "frontier definition: expected one made by parley_frontier_def_init");
    }
    *out = *def;
    return PARLEY_OK;
}

static parley_status fill(struct frontier *f, const parley_scenario *scenario)
{
    const parley_frontier_def *def = f->def;
    PARLEY_I_TRY(parley_i_world_make(&f->world, scenario, def->variant, def->seed, def->trial));
    parley_status status = set_table(f);
    if (status != PARLEY_OK) {
        return status == PARLEY_NO_ANSWER ? status : parley_i_scenario_locate(scenario, def->variant, status);
    }
    PARLEY_I_TRY(look(f));
    PARLEY_I_TRY(tell(f));
    return def->trials > 0 ? parley_i_frontier_trials(scenario, def, f->root) : PARLEY_OK;
}

parley_status parley_frontier(const parley_scenario *scenario, const parley_frontier_def *def, parley_report **out)
{
    PARLEY_I_REQUIRE(out, "frontier: expected a place for the report, found NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(scenario, "frontier: expected a scenario, found NULL");
    parley_frontier_def checked;
    parley_report *report = NULL;
    PARLEY_I_TRY(check(def, &checked));
    PARLEY_I_TRY(parley_i_report_create(&report));
    struct frontier frontier = {.def = &checked, .root = report->root};
    parley_status status = fill(&frontier, scenario);
    parley_i_pareto_release(&frontier.pareto);
    parley_i_world_destroy(&frontier.world);
    return parley_i_report_finish(report, status, out);
}
