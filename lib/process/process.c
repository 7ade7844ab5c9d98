// Compiling the process: parties, the deal's columns, then one step after the other.
#include "process/process.h"

#include "base/fail.h"
#include "base/nearest.h"
#include "process/parameters.h"
#include "process/steps.h"

#include <math.h>

struct maker {
    struct arena *arena;
    const struct model *model;
    const parley_scenario *scenario;
    struct sheet *sheet;
    bool any_protocol;
    struct process *process;
    uint8_t *settled;  // per issue, as the steps compiled so far leave it
};

static const struct number undefined = {.value = NAN, .column = NUMBER_CONSTANT};

/// Where a number fixed for all trials stands on the issue's grid, -1 when off it.
static int32_t index_of(const struct issue_model *issue, struct number value)
{
    if (value.column != NUMBER_CONSTANT || isnan(value.value)) {
        return -1;
    }
    if (!issue->points) {
        return (int32_t)value.value;
    }
    for (size_t k = 0; k < issue->count; k++) {
        if (issue->points[k] == value.value) {
            return (int32_t)k;
        }
    }
    return -1;
}

/// What an issue is fixed at, or its status quo: an option by index, or an expression within the range.
static parley_status issue_value(struct maker *m, const struct issue_model *issue, const struct source *source,
                                 int32_t option, const char *what, struct number *out)
{
    *out = undefined;
    if (option != NONE) {
        *out = (struct number){option, NUMBER_CONSTANT};
        return PARLEY_OK;
    }
    if (!source->text) {
        return PARLEY_OK;
    }
    char *place = parley_i_arena_format(m->arena, "issues.%s.%s", issue->entry.id, what);
    char *expected = parley_i_arena_format(m->arena, "a value in the issue's range [%g, %g]", issue->low, issue->high);
    if (!place || !expected) {
        return parley_i_no_memory();
    }
    const struct bounds bounds = {.low = issue->low, .high = issue->high, .finite = true, .expected = expected};
    return parley_i_sheet_number(m->sheet, source, place, &bounds, NAN, out);
}

static parley_status make_deal(struct maker *m)
{
    const struct model *model = m->model;
    struct process *process = m->process;
    size_t n = model->issue_count;
    int32_t *column = parley_i_arena_array(m->arena, n, sizeof *column);
    int32_t *fixed_at = parley_i_arena_array(m->arena, n, sizeof *fixed_at);
    struct number *fixed = parley_i_arena_array(m->arena, n, sizeof *fixed);
    struct number *status_quo = parley_i_arena_array(m->arena, n, sizeof *status_quo);
    m->settled = parley_i_arena_array(m->arena, n, 1);
    if (!column || !fixed_at || !fixed || !status_quo || !m->settled) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < n; i++) {
        const struct issue_model *issue = &model->issues[i];
        char *name = parley_i_arena_format(m->arena, "deal.%s", issue->entry.id);
        if (!name) {
            return parley_i_no_memory();
        }
        PARLEY_I_TRY(issue_value(m, issue, &issue->fixed, issue->fixed_option, "fixed", &fixed[i]));
        PARLEY_I_TRY(issue_value(m, issue, &issue->status_quo, issue->status_quo_option, "status_quo", &status_quo[i]));
        fixed_at[i] = index_of(issue, fixed[i]);
        m->settled[i] = issue->is_fixed;
        const struct category *category = issue->category.count ? &issue->category : NULL;
        PARLEY_I_TRY(parley_i_sheet_column(m->sheet, name, category, &column[i]));
    }
    process->fixed = fixed;
    process->fixed_at = fixed_at;
    process->deals = (struct deals){.column = column, .status_quo = status_quo};
    return PARLEY_OK;
}

static parley_status column(struct maker *m, const char *id, const char *what, const struct category *category,
                            int32_t *out)
{
    char *name = parley_i_arena_format(m->arena, "%s.%s", id, what);
    return name ? parley_i_sheet_column(m->sheet, name, category, out) : parley_i_no_memory();
}

/// A column of yes or no.
static parley_status truths(struct maker *m, const char *id, const char *what, int32_t *out)
{
    PARLEY_I_TRY(column(m, id, what, NULL, out));
    parley_i_sheet_hold_truths(m->sheet, *out);
    return PARLEY_OK;
}

/// A protocol of the embedding program must not take the name of one of the house's: a scenario would mean two things.
static parley_status check_own_names(const parley_scenario *scenario)
{
    for (size_t i = 0; i < parley_i_scenario_protocols(scenario); i++) {
        const char *name = parley_i_scenario_protocol(scenario, i)->name;
        if (parley_i_protocol(name)) {
            return parley_i_fail(PARLEY_BAD_SCENARIO, "protocol \"%s\" is one of parley's own; give yours another name", name);
        }
    }
    return PARLEY_OK;
}

/// The protocol of that name: the scenario's own first, then the house's.
static parley_status find_protocol(struct maker *m, const struct step_model *step, const struct protocol **out)
{
    size_t own = parley_i_scenario_protocols(m->scenario);
    for (size_t i = 0; i < own; i++) {
        const parley_protocol_def *def = parley_i_scenario_protocol(m->scenario, i);
        if (strcmp(def->name, step->protocol) == 0) {
            m->process->calling_thread = m->process->calling_thread || def->calling_thread;
            return parley_i_own_protocol(m->arena, def, out);
        }
    }
    *out = parley_i_protocol(step->protocol);
    if (*out) {
        return PARLEY_OK;
    }
    if (m->any_protocol) {
        static const parley_protocol_def later;
        return parley_i_own_protocol(m->arena, &later, out);
    }
    const char **names = parley_i_arena_array(m->arena, parley_i_protocol_count + own, sizeof *names);
    if (!names) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < parley_i_protocol_count; i++) {
        names[i] = parley_i_protocols[i]->name;
    }
    for (size_t i = 0; i < own; i++) {
        names[parley_i_protocol_count + i] = parley_i_scenario_protocol(m->scenario, i)->name;
    }
    const char *nearest = parley_i_nearest(step->protocol, names, parley_i_protocol_count + own);
    const char *at = step->protocol_pointer ? step->protocol_pointer : step->entry.pointer;
    return parley_i_fail_at(PARLEY_BAD_SCENARIO, at, 0, "unknown protocol \"%s\"%s%s%s", step->protocol,
                            nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

static parley_status make_talks(struct maker *m, struct step *step)
{
    static const struct category outcomes = {"outcome", parley_i_outcome_words, OUTCOME_COUNT};
    const struct step_model *model = step->model;
    const struct protocol *protocol;
    size_t n = m->model->issue_count;
    uint8_t *before = parley_i_arena_array(m->arena, n, 1);
    if (!before) {
        return parley_i_no_memory();
    }
    // What lies on this table is open again, whoever settled it before.
    memcpy(before, m->settled, n);
    for (size_t k = 0; k < model->issue_count; k++) {
        before[model->issues[k]] = 0;
        m->settled[model->issues[k]] = 1;
    }
    bool closing = true;
    for (size_t i = 0; i < n; i++) {
        closing = closing && m->settled[i];
    }
    PARLEY_I_TRY(find_protocol(m, model, &protocol));
    PARLEY_I_TRY(parley_i_talks_make(m->arena, &m->process->parties, m->sheet, model, protocol, before, closing,
                                     &step->talks));
    PARLEY_I_TRY(truths(m, model->entry.id, "agreed", &step->done));
    PARLEY_I_TRY(column(m, model->entry.id, "rounds", NULL, &step->rounds));
    return column(m, model->entry.id, "outcome", &outcomes, &step->outcome);
}

static parley_status make_blocs(struct maker *m, struct step *step)
{
    enum { MOST_BLOCS = 64 };
    static const struct rule majority = {.kind = RULE_QUOTA, .quota = 0.5, .strict = true};
    const struct step_model *model = step->model;
    struct bloc *bloc = parley_i_arena_array(m->arena, model->bloc_count, sizeof *bloc);
    const char **id = parley_i_arena_array(m->arena, model->bloc_count, sizeof *id);
    if (!bloc || !id) {
        return parley_i_no_memory();
    }
    if (model->bloc_count > MOST_BLOCS) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, model->entry.pointer, 0, "found %zu blocs, expected at most %d",
                                model->bloc_count, MOST_BLOCS);
    }
    for (size_t b = 0; b < model->bloc_count; b++) {
        const struct bloc_model *from = &model->blocs[b];
        id[b] = bloc[b].id = from->entry.id;
        char *place = parley_i_arena_format(m->arena, "process.%s.%s", model->entry.id, from->entry.id);
        char *weight = parley_i_arena_format(m->arena, "%s.weight", place ? place : "");
        char *yes = parley_i_arena_format(m->arena, "%s.yes", place ? place : "");
        if (!place || !weight || !yes) {
            return parley_i_no_memory();
        }
        PARLEY_I_TRY(parley_i_sheet_number(m->sheet, &from->weight, weight, &parley_i_not_negative, 1, &bloc[b].weight));
        PARLEY_I_TRY(parley_i_sheet_number(m->sheet, &from->yes, yes, &parley_i_probability, 0, &bloc[b].yes));
        PARLEY_I_TRY(parley_i_sheet_place(m->sheet, place, &bloc[b].place));
    }
    const struct parameter *named = parley_i_parameter_find(model->rule, "rule");
    PARLEY_I_TRY(parley_i_rule_make(m->arena, m->sheet, named ? named : model->rule, id, model->bloc_count, &majority,
                                    &step->rule));
    step->bloc = bloc;
    step->blocs = (uint32_t)model->bloc_count;
    return column(m, model->entry.id, "yes", NULL, &step->yes_share);
}

/// A vote with one probability, or an event: one number and one drawing place.
static parley_status make_probability(struct maker *m, struct step *step, const struct source *source)
{
    char *place = parley_i_arena_format(m->arena, "process.%s", step->model->entry.id);
    char *number = parley_i_arena_format(m->arena, "%s.probability", place ? place : "");
    if (!place || !number) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(parley_i_sheet_number(m->sheet, source, number, &parley_i_probability, 0, &step->probability));
    return parley_i_sheet_place(m->sheet, place, &step->place);
}

static parley_status make_kind(struct maker *m, struct step *step)
{
    const struct step_model *model = step->model;
    step->yes_share = NONE;
    switch (model->kind) {
    case STEP_TALKS:
        return make_talks(m, step);
    case STEP_VOTE:
        if (model->bloc_count > 0) {
            PARLEY_I_TRY(make_blocs(m, step));
        } else {
            PARLEY_I_TRY(make_probability(m, step, &model->yes));
        }
        return truths(m, model->entry.id, "passed", &step->done);
    case STEP_CHANCE:
        PARLEY_I_TRY(make_probability(m, step, &model->chance));
        return truths(m, model->entry.id, "happened", &step->done);
    }
    return PARLEY_OK;
}

static parley_status make_step(struct maker *m, const struct step_model *model, struct step *step)
{
    step->model = model;
    step->gate = (struct number){1, NUMBER_CONSTANT};
    step->gate_segment = parley_i_sheet_segment(m->sheet);
    char *place = parley_i_arena_format(m->arena, "process.%s", model->entry.id);
    char *requires_ = parley_i_arena_format(m->arena, "%s.requires", place ? place : "");
    char *takes = parley_i_arena_format(m->arena, "%s.takes", place ? place : "");
    if (!place || !requires_ || !takes) {
        return parley_i_no_memory();
    }
    if (model->requires_.text) {
        PARLEY_I_TRY(parley_i_sheet_formula(m->sheet, &model->requires_, requires_, NULL, &step->gate));
    }
    step->numbers_segment = parley_i_sheet_segment(m->sheet);
    PARLEY_I_TRY(make_kind(m, step));
    step->takes_segment = parley_i_sheet_segment(m->sheet);
    step->takes_time = model->takes.text != NULL;
    return parley_i_sheet_number(m->sheet, &model->takes, takes, &parley_i_not_negative, 0, &step->takes);
}

static parley_status make_outcome(struct maker *m)
{
    struct process *process = m->process;
    const char **label = parley_i_arena_array(m->arena, process->steps + 1, sizeof *label);
    if (!label) {
        return parley_i_no_memory();
    }
    for (uint32_t i = 0; i < process->steps; i++) {
        label[i] = m->model->steps[i].entry.id;
    }
    label[process->steps] = "signing";
    process->failures = (struct category){"failed_at", label, process->steps + 1};
    PARLEY_I_TRY(parley_i_sheet_column(m->sheet, "agreement", NULL, &process->agreement));
    parley_i_sheet_hold_truths(m->sheet, process->agreement);
    return parley_i_sheet_column(m->sheet, "failed_at", &process->failures, &process->failed_at);
}

static bool is_utility(const struct party *party, struct number number)
{
    return number.column != NUMBER_CONSTANT && (number.column == party->utility || number.column == party->gain);
}

/// May anything in these segments read utilities or gains? A gate that is nothing but such a name needs no statement.
static bool reads_utilities(const struct process *process, const struct sheet *sheet, size_t from, size_t to)
{
    for (uint32_t p = 0; p < process->parties.count; p++) {
        for (uint32_t i = 0; i < process->steps; i++) {
            const struct step *step = &process->step[i];
            if (step->gate_segment >= from && step->gate_segment < to && is_utility(&process->parties.party[p], step->gate)) {
                return true;
            }
        }
        if (parley_i_sheet_reads(sheet, process->parties.party[p].utility, from, to) ||
            parley_i_sheet_reads(sheet, process->parties.party[p].gain, from, to)) {
            return true;
        }
    }
    return false;
}

/// Utilities are brought up to date after a sitting when a formula reads them before the next sitting has changed them.
static bool plan_utilities(const struct process *process, const struct sheet *sheet, struct step *step)
{
    uint32_t first = 0;
    while (first < process->steps && (step[first].model->kind != STEP_TALKS || step[first].model->skip)) {
        first++;
    }
    for (uint32_t i = 0; i < process->steps; i++) {
        uint32_t next = i + 1;
        while (next < process->steps && (step[next].model->kind != STEP_TALKS || step[next].model->skip)) {
            next++;  // a sitting that may be skipped leaves the utilities as they are
        }
        // A step's takes may read what it settled; the next sitting's own numbers are read before it sits.
        size_t to = next < process->steps ? step[next].takes_segment : process->close_segment;
        step[i].utilities_after =
            step[i].model->kind == STEP_TALKS && reads_utilities(process, sheet, step[i].takes_segment, to);
    }
    size_t to = first < process->steps ? step[first].takes_segment : process->close_segment;
    return process->steps > 0 && reads_utilities(process, sheet, step[0].gate_segment, to);
}

parley_status parley_i_process_make(struct arena *arena, const struct model *model, const parley_scenario *scenario,
                                    struct sheet *sheet, bool any_protocol, const struct process **out)
{
    struct process *process = parley_i_arena_take(arena, sizeof *process);
    struct step *step = parley_i_arena_array(arena, model->step_count, sizeof *step);
    if (!process || !step) {
        return parley_i_no_memory();
    }
    struct maker m = {arena, model, scenario, sheet, any_protocol, process, NULL};
    process->model = model;
    process->steps = (uint32_t)model->step_count;
    process->step = step;
    PARLEY_I_TRY(check_own_names(scenario));
    PARLEY_I_TRY(parley_i_parties_make(arena, model, sheet, &process->parties));
    PARLEY_I_TRY(make_deal(&m));
    PARLEY_I_TRY(parley_i_sheet_column(sheet, "elapsed", NULL, &process->elapsed));
    for (uint32_t i = 0; i < process->steps; i++) {
        PARLEY_I_TRY(make_step(&m, &model->steps[i], &step[i]));
    }
    process->close_segment = parley_i_sheet_segment(sheet);
    process->utilities_before = plan_utilities(process, sheet, step);
    PARLEY_I_TRY(make_outcome(&m));
    *out = process;
    return PARLEY_OK;
}

bool parley_i_process_calling_thread(const struct process *process) { return process->calling_thread; }
