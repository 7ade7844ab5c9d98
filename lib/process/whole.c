#include "process/whole.h"

#include "base/fail.h"
#include "process/steps.h"

#include <string.h>

struct whole {
    const struct process *process;
    struct talks *talks;
};

/// A worker's state.
struct laid {
    struct seats seats;
    struct deals deals;
    uint8_t plays[BLOCK_TRIALS];  // every trial
};

enum { ALIGNMENT = 64 };

static size_t round_up(size_t size) { return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); }

/// A sitting that no scenario states: everybody about everything.
static parley_status make_step(struct arena *arena, const struct process *process, struct step_model **out)
{
    const struct model *model = process->model;
    struct step_model *step = parley_i_arena_take(arena, sizeof *step);
    int32_t *party = parley_i_arena_array(arena, model->party_count, sizeof *party);
    int32_t *issue = parley_i_arena_array(arena, model->issue_count, sizeof *issue);
    if (!step || !party || !issue) {
        return parley_i_no_memory();
    }
    for (size_t p = 0; p < model->party_count; p++) {
        party[p] = (int32_t)p;
    }
    for (size_t i = 0; i < model->issue_count; i++) {
        if (!model->issues[i].is_fixed) {
            issue[step->issue_count++] = (int32_t)i;
        }
    }
    step->entry = (struct entry){.id = "the whole table", .pointer = "/issues"};
    step->kind = STEP_TALKS;
    step->parties = party;
    step->party_count = model->party_count;
    step->issues = issue;
    *out = step;
    return PARLEY_OK;
}

parley_status parley_i_whole_make(struct arena *arena, const struct process *process, struct sheet *sheet,
                                  const struct whole **out)
{
    static const struct protocol looking = {.name = "looking", .needs = NEEDS_PACKAGES};
    const struct model *model = process->model;
    if (model->party_count == 0 || model->issue_count == 0) {
        return parley_i_fail(PARLEY_NO_ANSWER, "the scenario has no %s, so there are no packages to look at",
                             model->party_count == 0 ? "parties" : "issues");
    }
    struct whole *whole = parley_i_arena_take(arena, sizeof *whole);
    uint8_t *settled = parley_i_arena_array(arena, model->issue_count, sizeof *settled);
    struct step_model *step = NULL;
    if (!whole || !settled) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < model->issue_count; i++) {
        settled[i] = model->issues[i].is_fixed;
    }
    whole->process = process;
    PARLEY_I_TRY(make_step(arena, process, &step));
    PARLEY_I_TRY(parley_i_talks_make(arena, &process->parties, sheet, step, &looking, settled, true, &whole->talks));
    *out = whole;
    return PARLEY_OK;
}

static size_t deals_bytes(const struct whole *whole)
{
    return round_up((size_t)whole->process->parties.issues * BLOCK_TRIALS * sizeof(int32_t));
}

size_t parley_i_whole_memory(const struct whole *whole)
{
    return round_up(sizeof(struct laid)) + deals_bytes(whole) + parley_i_seats_carve(whole->talks, NULL, NULL);
}

void parley_i_whole_begin(const struct whole *whole, void *memory)
{
    struct laid *laid = memory;
    char *rest = (char *)memory + round_up(sizeof *laid);
    *laid = (struct laid){.deals = whole->process->deals};
    memset(laid->plays, 1, sizeof laid->plays);
    laid->deals.at = (int32_t *)(void *)rest;
    (void)parley_i_seats_carve(whole->talks, rest + deals_bytes(whole), &laid->seats);
}

parley_status parley_i_whole_block(const struct whole *whole, struct block *block, void *memory)
{
    struct laid *laid = memory;
    const struct process *process = whole->process;
    PARLEY_I_TRY(parley_i_parties_begin(&process->parties, block));
    for (uint32_t i = 0; i < process->parties.issues; i++) {
        double *deal = block->column[process->deals.column[i]];
        for (size_t t = 0; t < block->n; t++) {
            deal[t] = parley_i_number_at(&process->fixed[i], block, t);
            laid->deals.at[(size_t)i * BLOCK_TRIALS + t] = process->fixed_at[i];
        }
    }
    parley_i_seats_begin(&laid->seats, block, &laid->deals, laid->plays);
    return PARLEY_OK;
}

const struct sitting *parley_i_whole_set(const struct whole *whole, const struct block *block, void *memory,
                                         size_t trial)
{
    struct laid *laid = memory;
    (void)whole;
    parley_i_seats_set(&laid->seats, block, &laid->deals, trial, false);
    return &laid->seats.sitting;
}

const struct space *parley_i_whole_space(const struct whole *whole) { return whole->talks->space; }

int32_t parley_i_whole_crossed(const struct whole *whole, const struct block *block, void *memory, uint32_t party,
                               size_t trial)
{
    struct laid *laid = memory;
    const struct party *who = &whole->process->parties.party[party];
    for (uint32_t j = 0; j < who->demands; j++) {
        const struct demand *d = &who->demand[j];
        bool barred = false;
        if (d->may_bar && whole->talks->settled[d->issue_number]) {
            (void)parley_i_deal_worth(&laid->deals, d, block, trial, laid->seats.scratch, &barred);
        }
        if (barred) {
            return (int32_t)d->issue_number;
        }
    }
    return -1;
}

void parley_i_whole_tell(const struct whole *whole, const struct block *block, size_t trial, const uint32_t *choice,
                         struct record *into)
{
    const struct process *process = whole->process;
    const struct space *space = whole->talks->space;
    for (uint32_t i = 0; i < process->parties.issues; i++) {
        double value = parley_i_number_at(&process->fixed[i], block, trial);
        for (uint32_t f = 0; f < space->factors; f++) {
            const struct factor *factor = &space->factor[f];
            for (uint32_t k = 0; k < factor->issues; k++) {
                if (whole->talks->issue[factor->issue[k]] == i) {
                    uint32_t option = choice[f] / factor->stride[k] % factor->size[k];
                    const double *points = whole->talks->issue_at[factor->issue[k]].points;
                    value = points ? points[option] : (double)option;
                }
            }
        }
        parley_i_tell_value(into, process->model->issues[i].entry.id, &process->model->issues[i], value);
    }
}

bool parley_i_whole_signs(const struct whole *whole, uint32_t party)
{
    return whole->process->parties.party[party].signs;
}

const double *parley_i_whole_utility(const struct whole *whole, const struct block *block, uint32_t party)
{
    return block->column[whole->process->parties.party[party].utility];
}
