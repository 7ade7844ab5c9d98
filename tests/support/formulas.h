// A sheet with a block over it, to try formulas on: columns of one's own, numbers by text.
#ifndef PARLEY_TESTS_SUPPORT_FORMULAS_H
#define PARLEY_TESTS_SUPPORT_FORMULAS_H

#include "base/fail.h"
#include "formula/block.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

enum { FORMULA_SEED = 42 };

struct formulas {
    struct arena arena;
    struct sheet *sheet;
    struct block *block;
};

#define require_ok(call)                                                                                               \
    do {                                                                                                               \
        parley_status s_ = (call);                                                                                     \
        cr_assert(s_ == PARLEY_OK, #call " -> %s: %s", parley_status_name(s_), parley_last_message());                 \
    } while (0)

static inline void formulas_begin(struct formulas *f)
{
    *f = (struct formulas){.block = NULL};
    require_ok(parley_i_sheet_create(&f->arena, &f->sheet));
}

static inline int32_t formulas_column(struct formulas *f, const char *name, const struct category *category)
{
    int32_t column;
    require_ok(parley_i_sheet_column(f->sheet, name, category, &column));
    return column;
}

static inline parley_status formulas_try(struct formulas *f, const char *text, const struct category *category,
                                         struct number *out)
{
    const struct source source = {text, "/test"};
    return parley_i_sheet_formula(f->sheet, &source, "test", category, out);
}

/// Make the block for trials 0 .. n - 1; columns of rooms are then undefined.
static inline void formulas_play(struct formulas *f, uint64_t trials)
{
    const struct design *design;
    const struct design_def def = {FORMULA_SEED, trials, SAMPLING_RANDOM, 1};
    require_ok(parley_i_design_create(&f->arena, &def, parley_i_sheet_place_names(f->sheet),
                                      parley_i_sheet_places(f->sheet), &design));
    require_ok(parley_i_block_create(&f->arena, f->sheet, design, FORMULA_SEED, &f->block));
    parley_i_block_begin(f->block, 0, trials < BLOCK_TRIALS ? (size_t)trials : BLOCK_TRIALS);
}

static inline void formulas_end(struct formulas *f)
{
    parley_i_arena_release(&f->arena);
}

/// The same number, or both undefined.
static inline bool same(double a, double b)
{
    return a == b || (a != a && b != b);
}

#endif
