// The compiled form of formulas: a flat list of instructions, each a loop over the trials of a block.
#ifndef PARLEY_LIB_FORMULA_PROGRAM_H
#define PARLEY_LIB_FORMULA_PROGRAM_H

#include "formula/functions.h"
#include "base/arena.h"

/// Where an array of values, one per trial, is found.
enum operand_kind { OPERAND_NONE, OPERAND_COLUMN, OPERAND_CONSTANT, OPERAND_REGISTER, OPERAND_READ };
struct operand {
    enum operand_kind kind;
    uint32_t index;
};

enum instruction_kind {
    DO_OPERATION, // to = operation(from ...)
    DO_UNIFORM,   // to = the uniforms of drawing place `index`
    DO_CORRELATE, // the correlated uniforms of group `index` into its columns
    DO_TABLE,     // to = quantile at from[0] of drawing `index`, by its table
    DO_LAW,       // the same where its arguments differ by trial; only where from[1] (when present) is true
    DO_GUARD,     // from[0] must keep guard `index`
};

struct instruction {
    enum instruction_kind kind;
    uint32_t segment;
    uint32_t index;
    const struct operation *operation;
    struct operand to, from[MOST_OPERANDS];
};

struct program {
    struct instruction *code; // segments follow one another
    size_t count, capacity;
    uint32_t segment; // the open one
};

/// The constants of programs, each to be spread over an array once.
struct constants {
    double *value;
    size_t count, capacity;
};

/// Where operands are found: `stride` doubles each.
struct frame {
    const double *const *column;
    const double *constants;
    double *registers;
    const double *reads; // a local formula's sheet columns, spread over its values
    size_t stride;
};

static inline const double *parley_i_operand_read(const struct frame *frame, struct operand operand)
{
    switch (operand.kind) {
    case OPERAND_COLUMN: return frame->column[operand.index];
    case OPERAND_CONSTANT: return frame->constants + operand.index * frame->stride;
    case OPERAND_REGISTER: return frame->registers + operand.index * frame->stride;
    case OPERAND_READ: return frame->reads + operand.index * frame->stride;
    case OPERAND_NONE: break;
    }
    return NULL;
}

parley_status parley_i_program_add(struct program *program, struct arena *arena, const struct instruction *instruction);

/// The index of a constant among those known, added if need be.
parley_status parley_i_constants_add(struct constants *constants, struct arena *arena, double value, uint32_t *index);

#endif
