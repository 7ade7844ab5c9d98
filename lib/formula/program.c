#include "formula/program.h"

#include "base/fail.h"
#include "formula/names.h"

parley_status parley_i_program_add(struct program *program, struct arena *arena, const struct instruction *instruction)
{
    PARLEY_I_TRY(parley_i_grow(arena, &program->code, program->count, &program->capacity, sizeof *program->code));
    program->code[program->count] = *instruction;
    program->code[program->count++].segment = program->segment;
    return PARLEY_OK;
}

parley_status parley_i_constants_add(struct constants *constants, struct arena *arena, double value, uint32_t *index)
{
    enum { LOOKED_BACK = 128 }; // equal constants are shared among the latest ones; more looking would not pay
    const size_t oldest = constants->count > LOOKED_BACK ? constants->count - LOOKED_BACK : 0;
    for (size_t i = constants->count; i-- > oldest;) {
        if (memcmp(&constants->value[i], &value, sizeof value) == 0) { // bits: 0 and -0 differ, undefined is itself
            *index = (uint32_t)i;
            return PARLEY_OK;
        }
    }
    PARLEY_I_TRY(
        parley_i_grow(arena, &constants->value, constants->count, &constants->capacity, sizeof *constants->value));
    *index = (uint32_t)constants->count;
    constants->value[constants->count++] = value;
    return PARLEY_OK;
}
