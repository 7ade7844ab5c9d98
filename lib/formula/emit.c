#include "formula/compile.h"

#include "base/fail.h"
#include "formula/token.h"

// The registers of one formula: taken one by one, the last one given back is the next one taken, so that it is still
// warm.
struct registers {
    uint32_t *free;
    size_t free_count;
    uint32_t used;
};

static struct operand take(struct registers *registers)
{
    const uint32_t index = registers->free_count > 0 ? registers->free[--registers->free_count] : registers->used++;
    return (struct operand){OPERAND_REGISTER, index};
}

static void give_back(struct registers *registers, struct operand operand)
{
    if (operand.kind == OPERAND_REGISTER) {
        registers->free[registers->free_count++] = operand.index;
    }
}

static parley_status operand_of(const struct emitter *emitter, const struct node *node, struct operand *out)
{
    if (!node->constant) {
        *out = node->operand;
        return PARLEY_OK;
    }
    *out = (struct operand){.kind = OPERAND_CONSTANT};
    return parley_i_constants_add(emitter->constants, emitter->arena, node->value, &out->index);
}

static parley_status add(const struct emitter *emitter, enum operator_id operator, struct operand to, struct operand a,
                         struct operand b)
{
    const struct instruction instruction = {
        .kind = DO_OPERATION, .operation = &parley_i_operators[operator], .to = to, .from = {a, b}};
    return parley_i_program_add(emitter->program, emitter->arena, &instruction);
}

static parley_status emit_operation(struct formula *formula, struct node *node, const struct emitter *emitter,
                                    struct registers *registers, const struct operand *to)
{
    const struct node *all = formula->node;
    struct instruction instruction = {.kind = DO_OPERATION, .operation = node->operation};
    int32_t child = node->first;
    for (uint32_t i = 0; i < node->children; i++, child = all[child].next) {
        PARLEY_I_TRY(operand_of(emitter, &all[child], &instruction.from[i]));
    }
    instruction.to = to != NULL ? *to : take(registers);
    node->operand = instruction.to;
    for (uint32_t i = 0; i < node->children; i++) { // only now: an operation never writes over its inputs
        give_back(registers, instruction.from[i]);
    }
    return parley_i_program_add(emitter->program, emitter->arena, &instruction);
}

// A register that is 1 in the trials in which the node's value is wanted: all the conditions it stands under agree.
static parley_status emit_wanted(const struct formula *formula, const struct node *node, const struct emitter *emitter,
                                 struct registers *registers, struct operand *out)
{
    *out = (struct operand){.kind = OPERAND_NONE};
    while (node->under != NO_NODE) {
        const struct node *parent = &formula->node[node->under];
        const struct operand test = take(registers);
        PARLEY_I_TRY(add(emitter, node->wanted, test, formula->node[parent->first].operand,
                         (struct operand){.kind = OPERAND_NONE}));
        if (out->kind == OPERAND_NONE) {
            *out = test;
        } else {
            const struct operand both = take(registers);
            PARLEY_I_TRY(add(emitter, OPERATOR_MULTIPLY, both, *out, test));
            give_back(registers, *out);
            give_back(registers, test);
            *out = both;
        }
        node = parent;
    }
    return PARLEY_OK;
}

// Is every number of the law the same in all trials?
static bool law_is_constant(const struct formula *formula, const struct node *node)
{
    const struct node *all = formula->node;
    int32_t child = node->first;
    for (uint32_t i = 0; i < node->children; i++, child = all[child].next) {
        if (all[child].kind == NODE_LAW && all[child].nested ? !law_is_constant(formula, &all[child])
                                                             : !all[child].constant) {
            return false;
        }
    }
    return true;
}

static void give_back_arguments(const struct formula *formula, const struct node *node, struct registers *registers)
{
    const struct node *all = formula->node;
    int32_t child = node->first;
    for (uint32_t i = 0; i < node->children; i++, child = all[child].next) {
        if (all[child].kind == NODE_LAW && all[child].nested) {
            give_back_arguments(formula, &all[child], registers);
        } else if (!all[child].constant) {
            give_back(registers, all[child].operand);
        }
    }
}

static parley_status emit_law(struct formula *formula, struct node *node, const struct emitter *emitter,
                              struct registers *registers, const struct operand *to)
{
    if (emitter->sheet == NULL || emitter->place == NULL) {
        return parley_i_fail_at(PARLEY_BAD_EXPRESSION, formula->source.pointer,
                                parley_i_formula_column(&formula->source, node->start),
                                "a distribution cannot stand here; give it an assumption of its own");
    }
    const char *place = node->draw == 0
                            ? emitter->place
                            : parley_i_arena_format(emitter->arena, "%s:%u", emitter->place, node->draw + 1);
    if (place == NULL) {
        return parley_i_no_memory();
    }
    struct operand uniform, wanted = {.kind = OPERAND_NONE};
    if (node->draw == 0 && emitter->uniform != NULL) {
        uniform = *emitter->uniform;
    } else {
        size_t index;
        PARLEY_I_TRY(parley_i_sheet_place(emitter->sheet, place, &index));
        uniform = take(registers);
        const struct instruction instruction = {.kind = DO_UNIFORM, .index = (uint32_t)index, .to = uniform};
        PARLEY_I_TRY(parley_i_program_add(emitter->program, emitter->arena, &instruction));
    }
    const bool constant = law_is_constant(formula, node);
    if (!constant) {
        PARLEY_I_TRY(emit_wanted(formula, node, emitter, registers, &wanted));
    }
    node->operand = to != NULL ? *to : take(registers);
    PARLEY_I_TRY(parley_i_emit_draw(formula, node, emitter, place, constant, uniform, wanted, node->operand));
    give_back(registers, uniform);
    give_back(registers, wanted);
    give_back_arguments(formula, node, registers);
    return PARLEY_OK;
}

// Nodes whose value is another node's: a chosen branch of a constant condition.
static bool passes_through(const struct formula *formula, struct node *node)
{
    const struct node *all = formula->node;
    if (node->operation != &parley_i_operators[OPERATOR_CHOOSE] || !all[node->first].constant) {
        return false;
    }
    const struct node *a = &all[all[node->first].next];
    const struct node *chosen = all[node->first].value != 0 ? a : &all[a->next];
    node->operand = chosen->operand;
    return true;
}

parley_status parley_i_formula_emit(struct formula *formula, const struct emitter *emitter, struct operand to)
{
    const struct node *result = parley_i_formula_result(formula);
    struct registers registers = {.used = 0};
    registers.free = parley_i_arena_array(formula->arena, 4 * formula->count + 4, sizeof *registers.free);
    if (registers.free == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < formula->count; i++) {
        struct node *node = &formula->node[i];
        const struct operand *target = node == result ? &to : NULL;
        if (!node->live || node->constant) {
            continue;
        }
        if (node->kind == NODE_OPERATION && !passes_through(formula, node)) {
            PARLEY_I_TRY(emit_operation(formula, node, emitter, &registers, target));
        } else if (node->kind == NODE_LAW && !node->nested) {
            PARLEY_I_TRY(emit_law(formula, node, emitter, &registers, target));
        }
    }
    if (registers.used > *emitter->registers) {
        *emitter->registers = registers.used;
    }
    return PARLEY_OK;
}
