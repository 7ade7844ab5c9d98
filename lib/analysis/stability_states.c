// The states around a deal: every combination of what somebody can change, and (where parties may walk away) no deal.
#include "analysis/stability.h"

#include "base/fail.h"
#include "process/judge.h"

#include <math.h>
#include <string.h>

enum { FEWEST_POINTS = 3, NUMBERS_KEPT = 2 };

static bool is_held(const struct stability *s, size_t issue)
{
    for (size_t p = 0; p < s->model->party_count; p++) {
        if (s->holds[p * s->model->issue_count + issue]) {
            return true;
        }
    }
    return false;
}

/// How many points of each held issue's grid fit: the finest grids of numbers are halved until the combinations do.
static parley_status share_out(struct stability *s)
{
    for (;;) {
        double states = s->def->walk_away ? 2 : 1;
        struct held *finest = NULL;
        for (uint32_t h = 0; h < s->helds; h++) {
            struct held *held = &s->held[h];
            bool numbers = s->model->issues[held->issue].points != NULL;
            states *= held->count + (numbers ? NUMBERS_KEPT : 0);
            if (numbers && held->count > FEWEST_POINTS && (!finest || held->count > finest->count)) {
                finest = held;
            }
        }
        if (states <= STATES_MOST) {
            return PARLEY_OK;
        }
        if (!finest) {
            return parley_i_fail(
                PARLEY_TOO_LARGE,
                "stability: what can change has %.3g combinations, expected at most %d; fewer issues in "
                "hand or fewer options",
                states, STATES_MOST);
        }
        finest->count = (finest->count + 1) / 2 > FEWEST_POINTS ? (finest->count + 1) / 2 : FEWEST_POINTS;
        finest->thinned = true;
    }
}

static void insert(struct held *held, double value)
{
    uint32_t at = 0;
    while (at < held->count && held->value[at] < value) {
        at++;
    }
    if (isnan(value) || (at < held->count && held->value[at] == value)) {
        return;
    }
    memmove(held->value + at + 1, held->value + at, (held->count - at) * sizeof *held->value);
    held->value[at] = value;
    held->count++;
}

/// Its options; or evenly spaced points of its grid, with the value settled and the status quo.
static parley_status fill_values(struct stability *s, struct held *held)
{
    const struct issue_model *issue = &s->model->issues[held->issue];
    const uint32_t wanted = held->count;
    held->value = parley_i_arena_array(&s->world.arena, (size_t)wanted + NUMBERS_KEPT, sizeof *held->value);
    if (!held->value) {
        return parley_i_no_memory();
    }
    held->count = 0;
    for (uint32_t k = 0; k < wanted; k++) {
        size_t point = wanted > 1 ? (size_t)((double)k * (double)(issue->count - 1) / (wanted - 1) + 0.5) : 0;
        insert(held, issue->points ? issue->points[point] : (double)k);
    }
    if (issue->points) {
        insert(held, s->deal[held->issue]);
        insert(held, parley_i_process_status_quo(s->world.plan->process, s->world.block, held->issue));
    }
    while (held->value[held->settled] != s->deal[held->issue]) {
        held->settled++;
    }
    return PARLEY_OK;
}

static parley_status hold_issues(struct stability *s)
{
    s->held = parley_i_arena_array(&s->world.arena, s->model->issue_count + 1, sizeof *s->held);
    if (!s->held) {
        return parley_i_no_memory();
    }
    for (uint32_t i = 0; i < s->model->issue_count; i++) {
        if (is_held(s, i)) {
            PARLEY_I_REQUIRE(!isnan(s->deal[i]), "stability: the talks left %s open; say what the deal has",
                             s->model->issues[i].entry.id);
            s->held[s->helds++] = (struct held){.issue = i, .count = (uint32_t)s->model->issues[i].count};
        }
    }
    PARLEY_I_TRY(share_out(s));
    for (uint32_t h = 0; h < s->helds; h++) {
        PARLEY_I_TRY(fill_values(s, &s->held[h]));
    }
    return PARLEY_OK;
}

/// Components of the states: held issues in order, the first running fastest; without any, whether the deal stands.
static parley_status number_states(struct stability *s, uint32_t combinations)
{
    struct conflict *c = s->conflict;
    c->components = s->helds > 0 ? s->helds : 1;
    uint32_t *component = parley_i_arena_array(&s->world.arena, (size_t)c->components * c->states, sizeof *component);
    if (!component) {
        return parley_i_no_memory();
    }
    uint32_t stride = 1;
    for (uint32_t h = 0; h < s->helds; h++) {
        for (uint32_t state = 0; state < combinations; state++) {
            component[(size_t)h * c->states + state] = state / stride % s->held[h].count;
        }
        s->settled += stride * s->held[h].settled;
        stride *= s->held[h].count;
    }
    if (c->states > combinations) {  // no deal: a value that no option has
        c->end = (int32_t)combinations;
        for (uint32_t h = 0; h < c->components; h++) {
            component[(size_t)h * c->states + combinations] = h < s->helds ? s->held[h].count : 1;
        }
    }
    c->component = component;
    return parley_i_conflict_index(&s->world.arena, c);
}

/// States that differ from `from` in what the mover holds alone.
static void connect(struct stability *s, uint32_t mover, uint32_t from)
{
    struct conflict *c = s->conflict;
    states_word *reach = c->reach + ((size_t)mover * c->states + from) * c->words;
    const uint32_t party = s->mover[mover];
    const uint32_t combinations = c->end == NO_STATE ? c->states : (uint32_t)c->end;
    for (uint32_t to = 0; to < combinations; to++) {
        bool moves = to != from;
        for (uint32_t h = 0; moves && h < s->helds; h++) {
            moves = parley_i_stability_at(s, h, to) == parley_i_stability_at(s, h, from) ||
                    s->holds[(size_t)party * s->model->issue_count + s->held[h].issue];
        }
        if (moves) {
            parley_i_states_add(reach, to);
        }
    }
    if (c->end != NO_STATE && parley_i_process_signs(s->world.plan->process, party)) {
        parley_i_states_add(reach, (uint32_t)c->end);
    }
}

static parley_status judge_states(struct stability *s, uint32_t combinations)
{
    struct conflict *c = s->conflict;
    const struct process *process = s->world.plan->process;
    double *deal = parley_i_arena_array(&s->world.arena, s->model->issue_count + 1, sizeof *deal);
    double *utility = parley_i_arena_array(&s->world.arena, s->model->party_count, sizeof *utility);
    s->utility = parley_i_arena_array(&s->world.arena, s->model->party_count, sizeof *s->utility);
    s->worth = parley_i_arena_array(&s->world.arena, (size_t)s->movers * c->states, sizeof *s->worth);
    if (!deal || !utility || !s->utility || !s->worth) {
        return parley_i_no_memory();
    }
    for (uint32_t state = 0; state < combinations; state++) {
        memcpy(deal, s->deal, s->model->issue_count * sizeof *deal);
        for (uint32_t h = 0; h < s->helds; h++) {
            deal[s->held[h].issue] = s->held[h].value[parley_i_stability_at(s, h, state)];
        }
        parley_i_process_judge(process, s->world.block, s->world.play->memory, deal, utility);
        for (uint32_t m = 0; m < s->movers; m++) {
            s->worth[(size_t)m * c->states + state] = utility[s->mover[m]];
        }
        if (state == s->settled) {
            memcpy(s->utility, utility, s->model->party_count * sizeof *utility);
        }
    }
    for (uint32_t m = 0; c->end != NO_STATE && m < s->movers; m++) {
        s->worth[(size_t)m * c->states + (size_t)c->end] =
            parley_i_process_no_deal(process, s->world.block, s->mover[m]);
    }
    return PARLEY_OK;
}

parley_status parley_i_stability_states(struct stability *s)
{
    PARLEY_I_TRY(hold_issues(s));
    uint32_t combinations = 1;
    for (uint32_t h = 0; h < s->helds; h++) {
        combinations *= s->held[h].count;
    }
    PARLEY_I_TRY(parley_i_conflict_create(&s->world.arena, combinations + s->def->walk_away, s->movers, &s->conflict));
    PARLEY_I_TRY(number_states(s, combinations));
    PARLEY_I_TRY(judge_states(s, combinations));
    for (uint32_t m = 0; m < s->movers; m++) {
        for (uint32_t from = 0; from < combinations; from++) {
            connect(s, m, from);
        }
    }
    s->conflict->worth = s->worth;
    parley_i_conflict_prefer(s->conflict, UTILITY_NOISE);
    return PARLEY_OK;
}
