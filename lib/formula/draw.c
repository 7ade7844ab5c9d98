// Draws: laws built from the nodes of a formula, tables for those whose numbers never change.
#include "formula/compile.h"

#include "base/fail.h"
#include "formula/token.h"

enum { SENTENCE = 200 };

// A law is built with its constant numbers filled in; where the others come from is listed in the order of the walk: a
// law's arguments, then those of its parts.
struct builder {
    const struct formula *formula;
    const struct emitter *emitter;
    struct operand *operand;
    size_t operands;
    bool spread; // constants too are wanted as arrays (for `apply`)
};

static size_t arguments_of(const struct formula *formula, const struct node *node)
{
    const struct node *all = formula->node;
    size_t count = node->children;
    int32_t child = node->first;
    for (uint32_t i = 0; i < node->children; i++, child = all[child].next) {
        count += all[child].kind == NODE_LAW && all[child].nested ? arguments_of(formula, &all[child]) : 0;
    }
    return count;
}

static parley_status add_argument(struct builder *builder, const struct node *node, double *value)
{
    struct operand *operand = &builder->operand[builder->operands++];
    *operand = (struct operand){.kind = OPERAND_NONE};
    if (node->kind == NODE_LAW && node->nested) {
        return PARLEY_OK;
    }
    if (!node->constant) {
        *operand = node->operand;
        return PARLEY_OK;
    }
    *value = node->value;
    if (!builder->spread) {
        return PARLEY_OK;
    }
    operand->kind = OPERAND_CONSTANT;
    return parley_i_constants_add(builder->emitter->constants, builder->emitter->arena, node->value, &operand->index);
}

static parley_status build_law(struct builder *builder, const struct node *node, struct law **out)
{
    const struct node *all = builder->formula->node;
    struct arena *arena = builder->emitter->arena;
    struct law *law = parley_i_arena_take(arena, sizeof *law);
    double *argument = parley_i_arena_array(arena, node->children + 1, sizeof *argument);
    struct law **part = parley_i_arena_array(arena, node->children + 1, sizeof *part);
    if (law == NULL || argument == NULL || part == NULL) {
        return parley_i_no_memory();
    }
    *law = (struct law){.kind = node->distribution, .argument = argument, .arguments = node->children, .part = part};
    int32_t child = node->first;
    for (uint32_t i = 0; i < node->children; i++, child = all[child].next) {
        PARLEY_I_TRY(add_argument(builder, &all[child], &argument[i]));
    }
    child = node->first;
    for (uint32_t i = 0; i < node->children; i++, child = all[child].next) {
        if (all[child].kind == NODE_LAW && all[child].nested) {
            PARLEY_I_TRY(build_law(builder, &all[child], &part[law->parts++]));
        }
    }
    *out = law;
    return PARLEY_OK;
}

static bool same_law(const struct law *a, const struct law *b)
{
    if (a->kind != b->kind || a->arguments != b->arguments || a->parts != b->parts ||
        memcmp(a->argument, b->argument, a->arguments * sizeof *a->argument) != 0) {
        return false;
    }
    for (size_t i = 0; i < a->parts; i++) {
        if (!same_law(a->part[i], b->part[i])) {
            return false;
        }
    }
    return true;
}

static parley_status table_of(struct sheet *sheet, const struct law *law, const struct quantile_table **out)
{
    for (size_t i = 0; i < sheet->tables; i++) {
        if (same_law(sheet->tabled[i].law, law)) {
            *out = sheet->tabled[i].table;
            return PARLEY_OK;
        }
    }
    PARLEY_I_TRY(
        parley_i_grow(sheet->arena, &sheet->tabled, sheet->tables, &sheet->table_capacity, sizeof *sheet->tabled));
    PARLEY_I_TRY(parley_i_quantile_table_create(sheet->arena, law, out));
    sheet->tabled[sheet->tables++] = (struct tabled){.law = law, .table = *out};
    return PARLEY_OK;
}

parley_status parley_i_emit_draw(const struct formula *formula, const struct node *node, const struct emitter *emitter,
                                 const char *place, bool constant, struct operand uniform, struct operand wanted,
                                 struct operand to)
{
    struct sheet *sheet = emitter->sheet;
    const size_t arguments = arguments_of(formula, node);
    const struct distribution *kind = node->distribution;
    struct builder builder = {.formula = formula, .emitter = emitter};
    builder.spread = !constant && kind->apply != NULL && kind->laws == 0;
    builder.operand = parley_i_arena_array(sheet->arena, arguments + 1, sizeof *builder.operand);
    if (builder.operand == NULL) {
        return parley_i_no_memory();
    }
    struct law *law;
    PARLEY_I_TRY(build_law(&builder, node, &law));
    struct drawing drawing = {.place = parley_i_arena_text(sheet->arena, place),
                              .law = law,
                              .argument = builder.operand,
                              .arguments = arguments,
                              .pointer = parley_i_arena_text(sheet->arena, formula->source.pointer),
                              .column = parley_i_formula_column(&formula->source, node->start)};
    if (drawing.place == NULL || (drawing.pointer == NULL && formula->source.pointer != NULL)) {
        return parley_i_no_memory();
    }
    if (constant) {
        char message[SENTENCE];
        const char *flaw = parley_i_law_check(law, message, sizeof message);
        if (flaw != NULL) {
            return FORMULA_FAIL(&formula->source, node->start, "%s: %s", kind->name, flaw);
        }
        PARLEY_I_TRY(table_of(sheet, law, &drawing.table));
    }
    PARLEY_I_TRY(
        parley_i_grow(sheet->arena, &sheet->drawing, sheet->drawings, &sheet->drawing_capacity, sizeof drawing));
    if (arguments > sheet->law_arguments) {
        sheet->law_arguments = arguments;
    }
    const struct instruction instruction = {
        .kind = constant ? DO_TABLE : DO_LAW, .index = (uint32_t)sheet->drawings, .to = to, .from = {uniform, wanted}};
    sheet->drawing[sheet->drawings++] = drawing;
    return parley_i_program_add(emitter->program, emitter->arena, &instruction);
}
