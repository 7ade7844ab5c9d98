// Compiling the aftermath: columns, numbers, and for each state the transitions that can ever leave it.

#include "aftermath/aftermath.h"
#include "aftermath/clock.h"
#include "base/fail.h"

#include <math.h>

static const struct bounds a_rate = {0.0, INFINITY, false, false, true, "a rate >= 0"};
static const struct bounds a_multiplier = {0.0, INFINITY, false, false, true, "a multiplier >= 0"};
static const struct bounds a_shape = {0.0, INFINITY, true, false, true, "a shape > 0"};
static const struct bounds a_scale = {0.0, INFINITY, true, false, true, "a scale > 0"};
static const struct bounds a_delay = {0.0, INFINITY, false, false, false, "a delay >= 0"};

struct maker {
    struct arena *arena;
    struct sheet *sheet;
    const struct aftermath_model *model;
};

/// Compile a number whose drawing place is "aftermath.WHAT.NAME".
static parley_status number(const struct maker *maker, const struct source *source, const char *what, const char *name,
                            const struct bounds *bounds, double otherwise, struct number *out)
{
    const char *place = parley_i_arena_format(maker->arena, "aftermath.%s.%s", what, name);
    if (place == NULL) {
        return parley_i_no_memory();
    }
    return parley_i_sheet_number(maker->sheet, source, place, bounds, otherwise, out);
}

static bool is_constant(const struct number *number, double value)
{
    return number->column == NUMBER_CONSTANT && number->value == value;
}

/// Pieces that begin at or beyond the horizon are compiled (their mistakes are mistakes) but not kept.
static parley_status make_pieces(const struct maker *maker, const struct transition_model *from, struct transition *to)
{
    struct piece *piece = parley_i_arena_array(maker->arena, from->piece_count, sizeof *piece);
    if (piece == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < from->piece_count; i++) {
        const char *name = from->name;
        if (i > 0) {
            name = parley_i_arena_format(maker->arena, "%s.%zu", from->name, i);
            if (name == NULL) {
                return parley_i_no_memory();
            }
        }
        bool last = i + 1 == from->piece_count;
        piece[i].begin = from->pieces[i].from;
        piece[i].end = last ? INFINITY : from->pieces[i + 1].from;
        PARLEY_I_TRY(number(maker, &from->pieces[i].rate, "rate", name, &a_rate, 0.0, &piece[i].rate));
        if (piece[i].begin < maker->model->horizon) {
            to->pieces = i + 1;
        }
    }
    to->piece = piece;
    return PARLEY_OK;
}

static parley_status make_transition(const struct maker *maker, const struct transition_model *from,
                                     struct transition *to)
{
    *to = (struct transition){
        .name = from->name, .kind = from->kind, .to = (uint32_t)from->to, .clock_entry = from->clock_entry};
    to->place = parley_i_arena_format(maker->arena, "aftermath.%s", from->name);
    if (to->place == NULL) {
        return parley_i_no_memory();
    }
    if (from->kind == TRANSITION_AFTER && from->times.text != NULL) {
        return parley_i_fail_at(
            PARLEY_BAD_SCENARIO, from->pointer, 0,
            "\"times\" multiplies a hazard, and this transition happens after a fixed delay; change the delay instead");
    }
    PARLEY_I_TRY(number(maker, &from->times, "times", from->name, &a_multiplier, 1.0, &to->times));
    switch (from->kind) {
    case TRANSITION_RATE:
        return make_pieces(maker, from, to);
    case TRANSITION_WEIBULL:
        PARLEY_I_TRY(number(maker, &from->shape, "shape", from->name, &a_shape, 1.0, &to->shape));
        return number(maker, &from->scale, "scale", from->name, &a_scale, 1.0, &to->scale);
    case TRANSITION_AFTER:
        return number(maker, &from->after, "after", from->name, &a_delay, INFINITY, &to->after);
    }
    return PARLEY_OK;
}

/// True when a transition cannot fire in any trial, so that nothing needs to be drawn for it.
static bool never_fires(const struct transition *transition, double horizon)
{
    if (transition->kind == TRANSITION_AFTER) {
        return transition->after.column == NUMBER_CONSTANT && transition->after.value >= horizon;
    }
    if (is_constant(&transition->times, 0.0)) {
        return true;
    }
    for (size_t i = 0; i < transition->pieces; i++) {
        if (!is_constant(&transition->piece[i].rate, 0.0)) {
            return false;
        }
    }
    return transition->kind == TRANSITION_RATE;
}

static parley_status make_exits(const struct maker *maker, size_t state, struct state *out)
{
    const struct aftermath_model *model = maker->model;
    size_t count = 0;
    for (size_t i = 0; i < model->transition_count; i++) {
        count += (size_t)model->transitions[i].from == state;
    }
    struct transition *exit = parley_i_arena_array(maker->arena, count + 1, sizeof *exit);
    if (exit == NULL) {
        return parley_i_no_memory();
    }
    out->segment = parley_i_sheet_segment(maker->sheet);
    out->exit = exit;
    for (size_t i = 0; i < model->transition_count; i++) {
        if ((size_t)model->transitions[i].from == state) {
            PARLEY_I_TRY(make_transition(maker, &model->transitions[i], &exit[out->exits]));
            out->exits += !never_fires(&exit[out->exits], model->horizon);
        }
    }
    return PARLEY_OK;
}

static parley_status make_column(const struct maker *maker, const char *kind, size_t state, int32_t *column)
{
    const char *name = parley_i_arena_format(maker->arena, "aftermath.%s.%s", kind, maker->model->states.labels[state]);
    if (name == NULL) {
        return parley_i_no_memory();
    }
    return parley_i_sheet_column(maker->sheet, name, NULL, column);
}

/// leads_here[to][from]: is there a way along transitions that can fire? (Every state leads to itself.) `open` has room
/// for every state.
static void find_ways(const struct state *state, size_t states, uint8_t *const *leads_here, uint32_t *open)
{
    for (uint32_t start = 0; start < states; start++) {
        size_t n = 1;
        open[0] = start;
        leads_here[start][start] = 1;
        while (n > 0) {
            const struct state *from = &state[open[--n]];
            for (size_t k = 0; k < from->exits; k++) {
                uint32_t to = from->exit[k].to;
                if (!leads_here[to][start]) {
                    leads_here[to][start] = 1;
                    open[n++] = to;
                }
            }
        }
    }
}

static parley_status make_states(const struct maker *maker, struct aftermath *out)
{
    size_t states = maker->model->states.count;
    struct state *state = parley_i_arena_array(maker->arena, states, sizeof *state);
    uint8_t **leads_here = parley_i_arena_array(maker->arena, states, sizeof *leads_here);
    uint32_t *open = parley_i_arena_array(maker->arena, states, sizeof *open);
    if (state == NULL || leads_here == NULL || open == NULL) {
        return parley_i_no_memory();
    }
    for (size_t s = 0; s < states; s++) {
        PARLEY_I_TRY(make_exits(maker, s, &state[s]));
        leads_here[s] = parley_i_arena_array(maker->arena, states, 1);
        if (leads_here[s] == NULL) {
            return parley_i_no_memory();
        }
        state[s].leads_here = leads_here[s];
    }
    find_ways(state, states, leads_here, open);
    static const char *const kinds[] = {"years", "first", "reached"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (size_t s = 0; s < states; s++) {
            int32_t *column = k == 0 ? &state[s].years : k == 1 ? &state[s].first : &state[s].reached;
            PARLEY_I_TRY(make_column(maker, kinds[k], s, column));
            if (column == &state[s].reached) {
                parley_i_sheet_hold_truths(maker->sheet, *column);
            }
        }
    }
    out->state = state;
    out->states = states;
    return PARLEY_OK;
}

parley_status parley_i_aftermath_make(struct arena *arena, const struct model *model, struct sheet *sheet,
                                      const struct aftermath **out)
{
    const struct aftermath_model *from = &model->aftermath;
    *out = NULL;
    if (!from->present) {
        return PARLEY_OK;
    }
    struct maker maker = {arena, sheet, from};
    struct aftermath *aftermath = parley_i_arena_take(arena, sizeof *aftermath);
    if (aftermath == NULL) {
        return parley_i_no_memory();
    }
    aftermath->pointer = from->pointer;
    aftermath->label = from->states.labels;
    aftermath->horizon = from->horizon;
    aftermath->moves = from->moves;
    aftermath->start_segment = parley_i_sheet_segment(sheet);
    if (from->start.text != NULL) {
        PARLEY_I_TRY(parley_i_sheet_formula(sheet, &from->start, "aftermath.start", &from->states, &aftermath->start));
    } else {
        aftermath->start = (struct number){0.0, NUMBER_CONSTANT};
    }
    PARLEY_I_TRY(make_states(&maker, aftermath));
    PARLEY_I_TRY(parley_i_sheet_column(sheet, "aftermath.final", &from->states, &aftermath->final));
    *out = aftermath;
    return PARLEY_OK;
}
