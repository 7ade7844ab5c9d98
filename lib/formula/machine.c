#include "formula/machine.h"

#include "base/fail.h"
#include "formula/compile.h"

static struct frame frame_of(const struct block *block, const struct machine *machine)
{
    return (struct frame){.column = (const double *const *)block->column,
                          .constants = machine->constants,
                          .registers = block->scratch,
                          .stride = BLOCK_TRIALS};
}

static parley_status spread_constants(struct arena *arena, const struct sheet *sheet, struct machine *machine)
{
    machine->constants =
        parley_i_arena_array(arena, sheet->constants.count + 1, BLOCK_TRIALS * sizeof *machine->constants);
    if (machine->constants == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < sheet->constants.count; i++) {
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            machine->constants[i * BLOCK_TRIALS + t] = sheet->constants.value[i];
        }
    }
    return PARLEY_OK;
}

// Copy a law, so that this worker may change its numbers; note which of them come from arrays.
static parley_status copy_law(struct arena *arena, const struct frame *frame, const struct law *law,
                              const struct operand **operand, struct drawer *drawer, struct law **out)
{
    struct law *copy = parley_i_arena_take(arena, sizeof *copy);
    double *argument = parley_i_arena_array(arena, law->arguments + 1, sizeof *argument);
    struct law **part = parley_i_arena_array(arena, law->parts + 1, sizeof *part);
    if (copy == NULL || argument == NULL || part == NULL) {
        return parley_i_no_memory();
    }
    *copy = (struct law){
        .kind = law->kind, .argument = argument, .arguments = law->arguments, .part = part, .parts = law->parts};
    for (size_t i = 0; i < law->arguments; i++, (*operand)++) {
        argument[i] = law->argument[i];
        const double *from = parley_i_operand_read(frame, **operand);
        if (from != NULL) {
            drawer->target[drawer->varying] = &argument[i];
            drawer->from[drawer->varying++] = from;
        }
    }
    for (size_t i = 0; i < law->parts; i++) {
        PARLEY_I_TRY(copy_law(arena, frame, law->part[i], operand, drawer, &part[i]));
    }
    *out = copy;
    return PARLEY_OK;
}

static parley_status make_drawer(struct arena *arena, const struct frame *frame, const struct drawing *drawing,
                                 struct drawer *drawer)
{
    drawer->target = parley_i_arena_array(arena, drawing->arguments + 1, sizeof *drawer->target);
    drawer->from = parley_i_arena_array(arena, drawing->arguments + 1, sizeof *drawer->from);
    if (drawer->target == NULL || drawer->from == NULL) {
        return parley_i_no_memory();
    }
    const struct operand *operand = drawing->argument;
    PARLEY_I_TRY(copy_law(arena, frame, drawing->law, &operand, drawer, &drawer->law));
    if (drawing->law->kind->apply != NULL && drawer->varying == drawing->law->arguments) {
        drawer->argument = drawer->from;
    }
    return PARLEY_OK;
}

static parley_status make_drawers(struct arena *arena, const struct sheet *sheet, const struct frame *frame,
                                  struct machine *machine)
{
    machine->drawer = parley_i_arena_array(arena, sheet->drawings + 1, sizeof *machine->drawer);
    machine->gathered = parley_i_arena_array(arena, sheet->law_arguments + 2, sizeof *machine->gathered);
    double *values = parley_i_arena_array(arena, sheet->law_arguments + 2, BLOCK_TRIALS * sizeof *values);
    if (machine->drawer == NULL || machine->gathered == NULL || values == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < sheet->law_arguments + 2; i++) {
        machine->gathered[i] = values + i * BLOCK_TRIALS;
    }
    for (size_t i = 0; i < sheet->drawings; i++) {
        if (sheet->drawing[i].table == NULL) {
            PARLEY_I_TRY(make_drawer(arena, frame, &sheet->drawing[i], &machine->drawer[i]));
        }
    }
    return PARLEY_OK;
}

static parley_status list_groups(struct arena *arena, const struct block *block, struct machine *machine)
{
    const struct sheet *sheet = block->sheet;
    machine->uniform = parley_i_arena_array(arena, sheet->groups + 1, sizeof *machine->uniform);
    if (machine->uniform == NULL) {
        return parley_i_no_memory();
    }
    for (size_t g = 0; g < sheet->groups; g++) {
        const struct group *group = &sheet->group[g];
        machine->uniform[g] = parley_i_arena_array(arena, group->members, sizeof **machine->uniform);
        if (machine->uniform[g] == NULL) {
            return parley_i_no_memory();
        }
        for (size_t i = 0; i < group->members; i++) {
            machine->uniform[g][i] = block->column[group->column[i]];
        }
    }
    return PARLEY_OK;
}

static parley_status list_segments(struct arena *arena, const struct program *program, struct machine *machine)
{
    const size_t segments = (size_t)program->segment + 1;
    machine->segment = parley_i_arena_array(arena, segments + 1, sizeof *machine->segment);
    if (machine->segment == NULL) {
        return parley_i_no_memory();
    }
    size_t at = 0;
    for (size_t s = 0; s < segments; s++) {
        machine->segment[s] = at;
        while (at < program->count && program->code[at].segment == s) {
            at++;
        }
    }
    machine->segment[segments] = at;
    return PARLEY_OK;
}

parley_status parley_i_machine_create(struct arena *arena, const struct block *block, struct machine **out)
{
    struct machine *machine = parley_i_arena_take(arena, sizeof *machine);
    if (machine == NULL) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(spread_constants(arena, block->sheet, machine));
    const struct frame frame = frame_of(block, machine);
    PARLEY_I_TRY(make_drawers(arena, block->sheet, &frame, machine));
    PARLEY_I_TRY(list_groups(arena, block, machine));
    PARLEY_I_TRY(list_segments(arena, &block->sheet->program, machine));
    *out = machine;
    return PARLEY_OK;
}
