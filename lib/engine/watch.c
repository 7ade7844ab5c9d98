// Which columns a run tallies without being asked, and where each stands in the result.
#include "engine/plan.h"

#include "base/fail.h"


static const struct number always = {.value = 1, .column = NUMBER_CONSTANT};

/// Note one quantity. A name the sheet does not know is skipped: not every scenario has every column.
static parley_status watch(struct plan *plan, enum quantity_group group, const struct entry *entry, const char *name,
                           const char *path, struct number given)
{
    const struct symbol *symbol = name ? parley_i_sheet_find(plan->sheet, name) : NULL;
    if (!name || !path) {
        return parley_i_no_memory();
    }
    if (!symbol) {
        return PARLEY_OK;
    }
    struct quantity *q = &plan->quantity[plan->quantities];
    *q = (struct quantity){
        .name = name,
        .path = path,
        .label = entry && entry->label ? entry->label : NULL,
        .unit = entry && entry->unit ? entry->unit : NULL,
        .group = group,
        .truth = parley_i_sheet_is_truth(plan->sheet, symbol->number),
    };
    if (symbol->category) {
        q->labels = symbol->category->labels;
        q->label_count = (uint32_t)symbol->category->count;
    }
    plan->watched[plan->quantities++] = (struct watched){symbol->number, given};
    return PARLEY_OK;
}

static parley_status watch_metrics(struct plan *plan)
{
    const struct model *model = plan->model;
    for (size_t i = 0; i < model->metric_count; i++) {
        const struct entry *entry = &model->metrics[i].entry;
        const char *path = parley_i_arena_format(&plan->arena, "metrics/%s", entry->id);
        PARLEY_I_TRY(watch(plan, GROUP_METRIC, entry, entry->id, path, always));
    }
    return PARLEY_OK;
}

/// What was settled, over the trials that reached agreement.
static parley_status watch_issues(struct plan *plan, struct number agreed)
{
    for (size_t i = 0; i < plan->model->issue_count; i++) {
        const struct entry *entry = &plan->model->issues[i].entry;
        const char *name = parley_i_arena_format(&plan->arena, "deal.%s", entry->id);
        const char *path = parley_i_arena_format(&plan->arena, "issues/%s", entry->id);
        PARLEY_I_TRY(watch(plan, GROUP_ISSUE, entry, name, path, agreed));
    }
    return PARLEY_OK;
}

static parley_status watch_parties(struct plan *plan)
{
    const struct model *model = plan->model;
    for (size_t p = 0; p < model->party_count; p++) {
        const struct entry *entry = &model->parties[p].entry;
        static const char *const what[] = {"utility", "gain"};
        for (size_t k = 0; k < 2; k++) {
            const char *name = parley_i_arena_format(&plan->arena, "%s.%s", entry->id, what[k]);
            const char *path = parley_i_arena_format(&plan->arena, "parties/%s/%s", entry->id, what[k]);
            PARLEY_I_TRY(watch(plan, GROUP_PARTY, NULL, name, path, always));
        }
        for (size_t i = 0; i < model->issue_count; i++) {
            const char *issue = model->issues[i].entry.id;
            const char *name = parley_i_arena_format(&plan->arena, "%s.concessions.%s", entry->id, issue);
            const char *path = parley_i_arena_format(&plan->arena, "parties/%s/concessions/%s", entry->id, issue);
            PARLEY_I_TRY(watch(plan, GROUP_PARTY, NULL, name, path, always));
        }
    }
    return PARLEY_OK;
}

/// How each step ended, over the trials that reached it.
static parley_status watch_process(struct plan *plan)
{
    static const char *const what[] = {"agreed", "rounds", "outcome", "passed", "yes", "happened"};
    for (size_t s = 0; s < plan->model->step_count; s++) {
        const struct entry *entry = &plan->model->steps[s].entry;
        for (size_t k = 0; k < sizeof what / sizeof *what; k++) {
            const char *name = parley_i_arena_format(&plan->arena, "%s.%s", entry->id, what[k]);
            const char *path = parley_i_arena_format(&plan->arena, "process/%s/%s", entry->id, what[k]);
            PARLEY_I_TRY(watch(plan, GROUP_PROCESS, NULL, name, path, always));
        }
    }
    return watch(plan, GROUP_PROCESS, NULL, "elapsed", "elapsed", always);
}

static parley_status watch_aftermath(struct plan *plan)
{
    const struct aftermath_model *aftermath = &plan->model->aftermath;
    static const char *const column[] = {"years", "first", "reached"};
    static const char *const member[] = {"years", "first", "probability"};
    for (size_t s = 0; aftermath->present && s < aftermath->states.count; s++) {
        const char *state = aftermath->states.labels[s];
        for (size_t k = 0; k < 3; k++) {
            const char *name = parley_i_arena_format(&plan->arena, "aftermath.%s.%s", column[k], state);
            const char *path = parley_i_arena_format(&plan->arena, "aftermath/%s/%s", state, member[k]);
            PARLEY_I_TRY(watch(plan, GROUP_AFTERMATH, NULL, name, path, always));
        }
    }
    return watch(plan, GROUP_AFTERMATH, NULL, "aftermath.final", "final_state", always);
}

parley_status parley_i_plan_watch(struct plan *plan)
{
    const struct model *model = plan->model;
    size_t most = 4 + model->metric_count + model->issue_count + model->party_count * (2 + model->issue_count) +
                  model->step_count * 6 + 3 * model->aftermath.states.count;
    plan->quantity = parley_i_arena_array(&plan->arena, most, sizeof *plan->quantity);
    plan->watched = parley_i_arena_array(&plan->arena, most, sizeof *plan->watched);
    if (!plan->quantity || !plan->watched) {
        return parley_i_no_memory();
    }
    const struct symbol *agreement = parley_i_sheet_find(plan->sheet, "agreement");
    PARLEY_I_TRY(watch(plan, GROUP_AGREEMENT, NULL, "agreement", "agreement", always));
    PARLEY_I_TRY(watch(plan, GROUP_FAILED_AT, NULL, "failed_at", "failed_at", always));
    PARLEY_I_TRY(watch_metrics(plan));
    PARLEY_I_TRY(watch_issues(plan, agreement ? agreement->number : always));
    PARLEY_I_TRY(watch_parties(plan));
    PARLEY_I_TRY(watch_process(plan));
    return watch_aftermath(plan);
}

parley_status parley_i_plan_result(const struct plan *plan, const parley_run_def *def, const struct design *design,
                                   parley_result **out)
{
    const struct model *model = plan->model;
    parley_result head = {
        .title = model->title ? model->title : "",
        .variant = model->variant,
        .time_unit = model->time_unit,
        .seed = def->seed,
        .trials = def->trials,
        .sampling = def->sampling,
        .replicates = def->sampling == PARLEY_SAMPLING_RANDOM ? 1 : def->replicates,
        .random_places = parley_i_design_random_places(design),
    };
    memcpy(head.fingerprint, model->fingerprint, sizeof head.fingerprint);
    return parley_i_result_create(&head, plan->quantity, plan->quantities, out);
}
