// Running the statements of a segment over the trials of a block.
#include "base/fail.h"
#include "base/record.h"
#include "base/text.h"
#include "base/vector.h"
#include "chance/copula.h"
#include "formula/compile.h"
#include "formula/machine.h"

// In C99's sense of the word a guard is quiet: an undefined value compares false and so is out of bounds.
PARLEY_I_VECTOR static bool all_within(const double *x, size_t n, double low, double high)
{
    int64_t outside = 0;
    for (size_t t = 0; t < n; t++) {
        outside += !((x[t] >= low) & (x[t] <= high));
    }
    return outside == 0;
}

static parley_status keep(const struct block *block, const struct guard *guard, const double *x, const uint8_t *active)
{
    if (all_within(x, block->n, guard->low, guard->high)) {
        return PARLEY_OK;
    }
    for (size_t t = 0; t < block->n; t++) {
        if ((x[t] >= guard->low && x[t] <= guard->high) || (active != NULL && active[t] == 0)) {
            continue;
        }
        char found[32];
        parley_i_number_print(x[t], found);
        const unsigned long long trial = block->first + t;
        const parley_status status =
            parley_i_fail_at(PARLEY_BAD_TRIAL, guard->pointer, 0, "trial %llu: found %s, expected %s", trial,
                             x[t] != x[t] ? "an undefined value" : found, guard->expected);
        parley_i_error_trial(trial);
        return status;
    }
    return PARLEY_OK;
}

static void note_draw(const struct block *block, uint32_t drawing, double value)
{
    if (block->draws != NULL && value == value) { // undefined: not drawn in this trial
        parley_i_record_number(block->draws, block->sheet->drawing[drawing].place, value);
    }
}

static void correlate(const struct block *block, uint32_t index)
{
    const struct group *group = &block->sheet->group[index];
    double *const *uniform = block->machine->uniform[index];
    for (size_t i = 0; i < group->members; i++) {
        parley_i_design_fill(block->design, group->place[i], block->first, uniform[i], block->n);
    }
    parley_i_copula_apply(group->factor, group->members, uniform, block->n);
}

parley_status parley_i_block_run(struct block *block, size_t segment, const uint8_t *active)
{
    const struct sheet *sheet = block->sheet;
    const struct frame frame = {.column = (const double *const *)block->column,
                                .constants = block->machine->constants,
                                .registers = block->scratch,
                                .stride = BLOCK_TRIALS};
    const size_t end = block->machine->segment[segment + 1];
    for (size_t next = block->machine->segment[segment]; next < end; next++) {
        const struct instruction *at = &sheet->program.code[next];
        const double *in[MOST_OPERANDS];
        for (size_t i = 0; i < MOST_OPERANDS; i++) {
            in[i] = parley_i_operand_read(&frame, at->from[i]);
        }
        double *to =
            at->to.kind == OPERAND_COLUMN ? block->column[at->to.index] : block->scratch + at->to.index * BLOCK_TRIALS;
        switch (at->kind) {
        case DO_OPERATION: at->operation->apply(in, to, block->n); break;
        case DO_UNIFORM: parley_i_design_fill(block->design, at->index, block->first, to, block->n); break;
        case DO_CORRELATE: correlate(block, at->index); break;
        case DO_TABLE:
            parley_i_quantile_table_apply(sheet->drawing[at->index].table, in[0], to, block->n);
            note_draw(block, at->index, to[0]);
            break;
        case DO_LAW:
            PARLEY_I_TRY(parley_i_drawer_run(block, at->index, in[0], in[1], active, to));
            note_draw(block, at->index, to[0]);
            break;
        case DO_GUARD: PARLEY_I_TRY(keep(block, &sheet->guard[at->index], in[0], active)); break;
        }
    }
    return PARLEY_OK;
}
