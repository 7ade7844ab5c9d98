// Small formulas over variables of their own, run over whatever arrays a room has at hand.
#include "base/fail.h"
#include "formula/compile.h"
#include "formula/token.h"

struct local {
    struct program program;
    struct constants constants;
    uint32_t registers;
    bool *uses;     // of each variable
    int32_t *reads; // sheet columns, in the order of `column` given to the run
    size_t read_count;
    struct operand result; // where the value is when no instruction computes it
    bool computed;
};

static parley_status check_no_laws(const struct formula *formula)
{
    for (size_t i = 0; i < formula->count; i++) {
        if (formula->node[i].kind == NODE_LAW) {
            return FORMULA_FAIL(&formula->source, formula->node[i].start,
                                "a distribution cannot stand here; give it an assumption of its own");
        }
    }
    return PARLEY_OK;
}

static void note_reads(struct formula *formula, struct local *local)
{
    for (size_t i = 0; i < formula->count; i++) {
        struct node *node = &formula->node[i];
        if (node->kind != NODE_NAME || !node->live || node->constant) {
            continue;
        }
        if (node->operand.kind == OPERAND_COLUMN) {
            local->uses[node->operand.index] = true;
            continue;
        }
        size_t read = 0;
        while (read < local->read_count && local->reads[read] != (int32_t)node->operand.index) {
            read++;
        }
        local->reads[read] = (int32_t)node->operand.index;
        local->read_count += read == local->read_count;
        node->operand.index = (uint32_t)read;
    }
}

static parley_status compile(struct formula *formula, struct arena *arena, const struct scope *scope,
                             struct local *local)
{
    PARLEY_I_TRY(check_no_laws(formula));
    PARLEY_I_TRY(parley_i_formula_resolve(formula, scope, NULL));
    local->uses = parley_i_arena_array(arena, scope->variables + 1, sizeof *local->uses);
    local->reads = parley_i_arena_array(arena, formula->count, sizeof *local->reads);
    if (local->uses == NULL || local->reads == NULL) {
        return parley_i_no_memory();
    }
    note_reads(formula, local);
    const struct node *result = parley_i_formula_result(formula);
    if (result->constant) {
        local->result.kind = OPERAND_CONSTANT;
        return parley_i_constants_add(&local->constants, arena, result->value, &local->result.index);
    }
    if (result->kind == NODE_NAME) {
        local->result = result->operand;
        return PARLEY_OK;
    }
    local->computed = true;
    const struct emitter emitter = {
        .arena = arena, .program = &local->program, .constants = &local->constants, .registers = &local->registers};
    return parley_i_formula_emit(formula, &emitter, (struct operand){.kind = OPERAND_NONE}); // none: the output
}

parley_status parley_i_local_compile(struct sheet *sheet, const struct source *source, const struct symbol *variables,
                                     size_t count, bool may_read_columns, struct local **out)
{
    const struct scope scope = {
        .sheet = sheet, .variable = variables, .variables = count, .local = true, .may_read_columns = may_read_columns};
    struct local *local = parley_i_arena_take(sheet->arena, sizeof *local);
    if (local == NULL) {
        return parley_i_no_memory();
    }
    struct arena scratch = {NULL};
    struct formula formula;
    parley_status status = parley_i_formula_parse(&scratch, source, &formula);
    if (status == PARLEY_OK) {
        status = compile(&formula, sheet->arena, &scope, local);
    }
    parley_i_arena_release(&scratch);
    *out = local;
    return status;
}

bool parley_i_local_uses(const struct local *local, size_t variable)
{
    return local->uses[variable];
}

size_t parley_i_local_reads(const struct local *local, const int32_t **columns)
{
    *columns = local->reads;
    return local->read_count;
}

size_t parley_i_local_scratch(const struct local *local)
{
    return local->registers + local->constants.count + local->read_count;
}

static double *spread(double *array, const double *value, size_t count, size_t n)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < n; k++) {
            *array++ = value[i];
        }
    }
    return array;
}

void parley_i_local_run(const struct local *local, const double *const *variable, const double *column, size_t n,
                        double *scratch, double *out)
{
    double *constants = scratch;
    double *reads = spread(constants, local->constants.value, local->constants.count, n);
    double *registers = spread(reads, column, local->read_count, n);
    const struct frame frame = {
        .column = variable, .constants = constants, .registers = registers, .reads = reads, .stride = n};
    for (size_t i = 0; i < local->program.count; i++) {
        const struct instruction *at = &local->program.code[i];
        const double *in[MOST_OPERANDS];
        for (size_t k = 0; k < MOST_OPERANDS; k++) {
            in[k] = parley_i_operand_read(&frame, at->from[k]);
        }
        at->operation->apply(in, at->to.kind == OPERAND_NONE ? out : registers + at->to.index * n, n);
    }
    if (!local->computed) {
        memcpy(out, parley_i_operand_read(&frame, local->result), n * sizeof *out);
    }
}
