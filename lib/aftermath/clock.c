// When each of a state's transitions would fire. Every loop here runs over the trials that are in the state, on
// contiguous arrays.

#include "aftermath/clock.h"

#include "aftermath/power.h"
#include "base/vector.h"

/// A number in every trial of the group: a whole block's column is used as it stands, anything else is gathered into
/// `room`.
static const double *spread(const struct number *number, const struct block *block, const struct group *group,
                            double *room)
{
    if (number->column == NUMBER_CONSTANT) {
        for (size_t j = 0; j < group->n; j++) {
            room[j] = number->value;
        }
        return room;
    }
    const double *column = block->column[number->column];
    if (group->whole) {
        return column;
    }
    for (size_t j = 0; j < group->n; j++) {
        room[j] = column[group->trial[j]];
    }
    return room;
}

PARLEY_I_VECTOR
static void to_exponentials(double *u, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        u[j] = -parley_i_log(u[j]);
    }
}

/// Filling a block with uniforms costs about as much as this many single ones.
enum { FILL_WORTH = BLOCK_TRIALS / 8 };

/// Uniforms of this entry into the state. Trials of a block tend to go through the states in step, so most members have
/// the visit of the first one.
static void draw(struct stream stream, const struct block *block, struct group *group)
{
    double *u = group->exponential;
    if (group->whole) { // everybody's first state
        parley_i_uniform_fill(stream, block->first, 0, u, block->n);
        return;
    }
    uint32_t visit = group->visit[0];
    size_t alike = 0;
    for (size_t j = 0; j < group->n; j++) {
        alike += group->visit[j] == visit;
    }
    double filled[BLOCK_TRIALS];
    bool fill = alike >= FILL_WORTH;
    if (fill) {
        parley_i_uniform_fill(stream, block->first, visit, filled, block->n);
    }
    for (size_t j = 0; j < group->n; j++) {
        uint16_t trial = group->trial[j];
        u[j] = fill && group->visit[j] == visit ? filled[trial]
                                                : parley_i_uniform(stream, block->first + trial, group->visit[j]);
    }
}

PARLEY_I_VECTOR
static void divide(double *x, const double *by, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        x[j] = x[j] / by[j];
    }
}

/// Walk one piece of a rate: those whose remaining hazard ends within it fire, the others take its hazard off. `offset`
/// is 1 for a clock that starts at entry, else 0.
PARLEY_I_VECTOR
static void walk_piece(double begin, double end, double offset, double horizon, const double *rate, const double *entry,
                       double *left, double *fire, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        double start = offset * entry[j];
        double low = begin + start > entry[j] ? begin + start : entry[j];
        double high = end + start < horizon ? end + start : horizon;
        double width = high > low ? high - low : 0.0;
        double hazard = rate[j] * width;
        bool hit = left[j] <= hazard && fire[j] > horizon;
        fire[j] = hit ? low + left[j] / rate[j] : fire[j];
        left[j] = left[j] - hazard;
    }
}

static void run_rate(const struct aftermath *aftermath, const struct transition *transition, const struct block *block,
                     struct group *group)
{
    double room[BLOCK_TRIALS];
    for (size_t j = 0; j < group->n; j++) {
        group->fire[j] = INFINITY;
    }
    for (size_t i = 0; i < transition->pieces; i++) {
        const struct piece *piece = &transition->piece[i];
        const double *rate = spread(&piece->rate, block, group, room);
        walk_piece(piece->begin, piece->end, transition->clock_entry ? 1.0 : 0.0, aftermath->horizon, rate,
                   group->entry, group->exponential, group->fire, group->n);
    }
}

/// The hazard a Weibull clock has built up by some time: H(t) = (t / scale)^shape.
PARLEY_I_VECTOR
static void weibull_hazard(const double *restrict time, const double *restrict shape, const double *restrict scale,
                           double *restrict hazard, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        hazard[j] = power(time[j] / scale[j], shape[j]);
    }
}

/// The time at which `left` more than `passed` has built up, on a clock that shows `since` when `passed` has. Where
/// what has passed is the larger part, time is taken relative to `since`: that cannot overflow.
PARLEY_I_VECTOR
static void fire_weibull(const double *restrict shape, const double *restrict scale, const double *restrict since,
                         const double *restrict passed, const double *restrict left, double *restrict fire, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        bool late = passed[j] > left[j];
        double ratio = left[j] / passed[j], sum = left[j] + passed[j];
        double reach = late ? 1.0 + ratio : sum;
        double unit = late ? since[j] : scale[j];
        double time = unit * power(reach, 1.0 / shape[j]);
        fire[j] = time < since[j] ? since[j] : time; // rounding must not turn time back
    }
}

static void run_weibull(const struct transition *transition, const struct block *block, struct group *group)
{
    static const double nothing[BLOCK_TRIALS];
    double shape_room[BLOCK_TRIALS], scale_room[BLOCK_TRIALS], passed[BLOCK_TRIALS];
    const double *shape = spread(&transition->shape, block, group, shape_room);
    const double *scale = spread(&transition->scale, block, group, scale_room);
    if (transition->clock_entry || group->whole) {
        fire_weibull(shape, scale, nothing, nothing, group->exponential, group->fire, group->n);
        for (size_t j = 0; j < group->n; j++) {
            group->fire[j] += group->entry[j];
        }
    } else {
        weibull_hazard(group->entry, shape, scale, passed, group->n);
        fire_weibull(shape, scale, group->entry, passed, group->exponential, group->fire, group->n);
    }
}

static void run_after(const struct transition *transition, const struct block *block, struct group *group)
{
    double room[BLOCK_TRIALS];
    const double *delay = spread(&transition->after, block, group, room);
    for (size_t j = 0; j < group->n; j++) {
        group->fire[j] = group->entry[j] + delay[j];
    }
}

void parley_i_clock_run(const struct aftermath *aftermath, const struct transition *transition,
                        const struct block *block, struct group *group)
{
    if (transition->kind == TRANSITION_AFTER) {
        run_after(transition, block, group);
        return;
    }
    draw(parley_i_stream(block->seed, transition->place), block, group);
    to_exponentials(group->exponential, group->n);
    if (transition->times.column != NUMBER_CONSTANT || transition->times.value != 1.0) {
        double room[BLOCK_TRIALS];
        divide(group->exponential, spread(&transition->times, block, group, room), group->n);
    }
    if (transition->kind == TRANSITION_RATE) {
        run_rate(aftermath, transition, block, group);
    } else {
        run_weibull(transition, block, group);
    }
}
