// An aftermath built by hand, without JSON: states by number, numbers as texts, and columns of one's own to vary them.
#ifndef PARLEY_TESTS_SUPPORT_LIFE_H
#define PARLEY_TESTS_SUPPORT_LIFE_H

#include "aftermath/aftermath.h"
#include "chance/stream.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>

enum { LIFE_TRANSITIONS = 16, LIFE_SEED = 42 };

struct life {
    struct arena arena;
    struct model model;
    struct entry state[8];
    struct transition_model transition[LIFE_TRANSITIONS];
    char name[LIFE_TRANSITIONS][64], pointer[LIFE_TRANSITIONS][64];
    struct sheet *sheet;
    struct block *block;
    const struct aftermath *aftermath;
};

static inline void life_begin(struct life *life, double horizon, const char *const *states, size_t count,
                              const char *start)
{
    *life = (struct life){.model = {.title = "", .time_unit = "years"}};
    struct aftermath_model *model = &life->model.aftermath;
    *model = (struct aftermath_model){.pointer = "/aftermath", .present = true, .horizon = horizon, .moves = 1000};
    model->states = (struct category){"states of the aftermath", states, count};
    for (size_t s = 0; s < count; s++) {
        life->state[s].id = states[s];
    }
    model->state = life->state;
    model->start = (struct source){start, "/aftermath/start"};
    model->transitions = life->transition;
    cr_assert_eq(parley_i_sheet_create(&life->arena, &life->sheet), PARLEY_OK);
}

/// A column that the test fills itself.
static inline int32_t life_column_of(struct life *life, const char *name)
{
    int32_t column;
    cr_assert_eq(parley_i_sheet_column(life->sheet, name, NULL, &column), PARLEY_OK);
    return column;
}

static inline struct transition_model *life_transition(struct life *life, enum transition_kind kind, int32_t from,
                                                       int32_t to)
{
    struct aftermath_model *model = &life->model.aftermath;
    size_t i = model->transition_count++;
    cr_assert_lt(i, LIFE_TRANSITIONS);
    snprintf(life->name[i], sizeof life->name[i], "%s.%s", model->states.labels[from], model->states.labels[to]);
    snprintf(life->pointer[i], sizeof life->pointer[i], "/aftermath/transitions/%zu", i);
    life->transition[i] = (struct transition_model){
        .pointer = life->pointer[i], .name = life->name[i], .from = from, .to = to, .kind = kind};
    return &life->transition[i];
}

static inline struct transition_model *life_pieces(struct life *life, int32_t from, int32_t to,
                                                   const struct rate_piece *pieces, size_t count)
{
    struct transition_model *made = life_transition(life, TRANSITION_RATE, from, to);
    made->pieces = pieces;
    made->piece_count = count;
    return made;
}

static inline struct transition_model *life_rate(struct life *life, int32_t from, int32_t to, const char *rate)
{
    struct rate_piece *piece = parley_i_arena_take(&life->arena, sizeof *piece);
    *piece = (struct rate_piece){0.0, {rate, "/aftermath/transitions/rate"}};
    return life_pieces(life, from, to, piece, 1);
}

static inline struct transition_model *life_weibull(struct life *life, int32_t from, int32_t to, const char *shape,
                                                    const char *scale)
{
    struct transition_model *made = life_transition(life, TRANSITION_WEIBULL, from, to);
    made->shape = (struct source){shape, "/aftermath/transitions/weibull/shape"};
    made->scale = (struct source){scale, "/aftermath/transitions/weibull/scale"};
    return made;
}

static inline struct transition_model *life_after(struct life *life, int32_t from, int32_t to, const char *delay)
{
    struct transition_model *made = life_transition(life, TRANSITION_AFTER, from, to);
    made->after = (struct source){delay, "/aftermath/transitions/after"};
    return made;
}

static inline parley_status life_make(struct life *life)
{
    parley_status status = parley_i_aftermath_make(&life->arena, &life->model, life->sheet, &life->aftermath);
    if (status != PARLEY_OK) {
        return status;
    }
    const struct design *design;
    struct design_def def = {.seed = LIFE_SEED, .trials = 1u << 30, .sampling = SAMPLING_RANDOM, .replicates = 1};
    status = parley_i_design_create(&life->arena, &def, parley_i_sheet_place_names(life->sheet),
                                    parley_i_sheet_places(life->sheet), &design);
    return status != PARLEY_OK ? status
                               : parley_i_block_create(&life->arena, life->sheet, design, LIFE_SEED, &life->block);
}

static inline const double *life_column(const struct life *life, const char *name)
{
    const struct symbol *symbol = parley_i_sheet_find(life->sheet, name);
    cr_assert_not_null(symbol, "there is no column %s", name);
    cr_assert_neq(symbol->number.column, NUMBER_CONSTANT);
    return life->block->column[symbol->number.column];
}

/// The next block of trials, its own columns not filled yet.
static inline void life_next(struct life *life, uint64_t first, size_t n)
{
    parley_i_block_begin(life->block, first, n);
}

#define life_ok(call)                                                                                                  \
    do {                                                                                                               \
        parley_status status_ = (call);                                                                                \
        cr_assert_eq(status_, PARLEY_OK, "%s: %s", #call, parley_last_message());                                      \
    } while (0)

static inline void life_play(struct life *life, uint64_t first, size_t n)
{
    life_next(life, first, n);
    life_ok(parley_i_aftermath_play(life->aftermath, life->block, NULL));
}

static inline void life_end(struct life *life)
{
    parley_i_arena_release(&life->arena);
}

/// The unit exponential of a transition's entry into its state.
static inline double life_exponential(const char *transition, uint64_t trial, uint32_t visit)
{
    char place[128];
    snprintf(place, sizeof place, "aftermath.%s", transition);
    return -log(parley_i_uniform(parley_i_stream(LIFE_SEED, place), trial, visit));
}

/// Claims about a share or a mean over many trials: within five standard errors.
struct sample {
    double n, sum, squares;
};

static inline void sample_add(struct sample *sample, double x)
{
    sample->n += 1;
    sample->sum += x;
    sample->squares += x * x;
}

static inline void expect_mean(const struct sample *sample, double want, const char *what)
{
    double mean = sample->sum / sample->n;
    double sd = sqrt(fmax(sample->squares / sample->n - mean * mean, 0));
    double se = fmax(sd, 1e-6) / sqrt(sample->n);
    cr_assert(fabs(mean - want) < 5 * se, "%s: mean %.6f, expected %.6f +- 5 x %.2g", what, mean, want, se);
}

#endif
