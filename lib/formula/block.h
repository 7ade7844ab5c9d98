// A block: the columns of a run of consecutive trials, owned by one worker.
#ifndef PARLEY_LIB_FORMULA_BLOCK_H
#define PARLEY_LIB_FORMULA_BLOCK_H

#include "chance/design.h"
#include "formula/sheet.h"

enum { BLOCK_TRIALS = 256 }; // most trials in a block: the columns of a scenario stay in the second-level cache

struct block {
    const struct sheet *sheet;
    const struct design *design;
    uint64_t seed;
    uint64_t first;          // number of the first trial
    size_t n;                // trials in use, 1 .. BLOCK_TRIALS
    double **column;         // [column][trial]; each column is 64-byte aligned and BLOCK_TRIALS long
    double *scratch;         // registers of the programs
    struct record *draws;    // NULL; when tracing (n == 1), every draw is noted here by its place
    struct machine *machine; // what running needs besides: constants spread over arrays, laws with numbers of their own
};

/// Memory for one worker's block, from the arena. Constant operands are filled here, once.
parley_status parley_i_block_create(struct arena *arena, const struct sheet *sheet, const struct design *design,
                                    uint64_t seed, struct block **out);

/// Point the block at trials first .. first + n - 1; columns added by rooms start undefined (NaN).
void parley_i_block_begin(struct block *block, uint64_t first, size_t n);

/// Run the statements of a segment. PARLEY_BAD_TRIAL (message, pointer and trial set) when a number left its bounds or
/// a distribution's arguments turned bad. `active` (may be NULL: all) limits the guards to the trials that are still in
/// play.
parley_status parley_i_block_run(struct block *block, size_t segment, const uint8_t *active);

/// A number in one trial of a block.
static inline double parley_i_number_at(const struct number *number, const struct block *block, size_t trial)
{
    return number->column == NUMBER_CONSTANT ? number->value : block->column[number->column][trial];
}

#endif
