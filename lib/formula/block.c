#include "formula/block.h"

#include <math.h>

#include "base/fail.h"
#include "formula/compile.h"
#include "formula/machine.h"

static parley_status make_columns(struct arena *arena, struct block *block)
{
    const size_t columns = parley_i_sheet_columns(block->sheet);
    double *values = parley_i_arena_array(arena, columns + 1, BLOCK_TRIALS * sizeof *values);
    block->column = parley_i_arena_array(arena, columns + 1, sizeof *block->column);
    block->scratch = parley_i_arena_array(arena, block->sheet->registers + 1, BLOCK_TRIALS * sizeof *block->scratch);
    if (values == NULL || block->column == NULL || block->scratch == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < columns; i++) {
        block->column[i] = values + i * BLOCK_TRIALS;
    }
    for (size_t i = 0; i < columns * BLOCK_TRIALS; i++) {
        values[i] = (double)NAN;
    }
    return PARLEY_OK;
}

parley_status parley_i_block_create(struct arena *arena, const struct sheet *sheet, const struct design *design,
                                    uint64_t seed, struct block **out)
{
    struct block *block = parley_i_arena_take(arena, sizeof *block);
    if (block == NULL) {
        return parley_i_no_memory();
    }
    *block = (struct block){.sheet = sheet, .design = design, .seed = seed};
    PARLEY_I_TRY(make_columns(arena, block));
    PARLEY_I_TRY(parley_i_machine_create(arena, block, &block->machine));
    *out = block;
    return PARLEY_OK;
}

void parley_i_block_begin(struct block *block, uint64_t first, size_t n)
{
    block->first = first;
    block->n = n;
    for (size_t i = 0; i < block->sheet->columns; i++) {
        if (block->sheet->filled_by_room[i]) {
            double *column = block->column[i];
            for (size_t t = 0; t < n; t++) {
                column[t] = (double)NAN;
            }
        }
    }
}
