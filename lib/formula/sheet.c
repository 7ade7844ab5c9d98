#include "formula/sheet.h"

#include <float.h>
#include <math.h>

#include "base/fail.h"
#include "base/text.h"
#include "formula/compile.h"

const struct bounds parley_i_any_number = {
    .low = -(double)INFINITY, .high = (double)INFINITY, .finite = true, .expected = "a finite number"};
const struct bounds parley_i_positive = {
    .low = 0, .high = (double)INFINITY, .low_open = true, .finite = true, .expected = "a number > 0"};
const struct bounds parley_i_not_negative = {
    .low = 0, .high = (double)INFINITY, .finite = true, .expected = "a number >= 0"};
const struct bounds parley_i_probability = {.low = 0, .high = 1, .finite = true, .expected = "a probability in [0, 1]"};

parley_status parley_i_sheet_create(struct arena *arena, struct sheet **out)
{
    struct sheet *sheet = parley_i_arena_take(arena, sizeof *sheet);
    if (sheet == NULL) {
        return parley_i_no_memory();
    }
    sheet->arena = arena;
    *out = sheet;
    return PARLEY_OK;
}

parley_status parley_i_sheet_add_column(struct sheet *sheet, const char *name, bool filled_by_room, int32_t *out)
{
    PARLEY_I_TRY(parley_i_grow(sheet->arena, &sheet->column_name, sheet->columns, &sheet->column_capacity,
                               sizeof *sheet->column_name));
    PARLEY_I_TRY(parley_i_grow(sheet->arena, &sheet->filled_by_room, sheet->columns, &sheet->filled_capacity,
                               sizeof *sheet->filled_by_room));
    PARLEY_I_TRY(parley_i_grow(sheet->arena, &sheet->truth, sheet->columns, &sheet->truth_capacity,
                               sizeof *sheet->truth));
    const char *copy = parley_i_arena_text(sheet->arena, name);
    if (copy == NULL && name != NULL) {
        return parley_i_no_memory();
    }
    sheet->column_name[sheet->columns] = copy;
    sheet->filled_by_room[sheet->columns] = filled_by_room;
    sheet->truth[sheet->columns] = false;
    *out = (int32_t)sheet->columns++;
    return PARLEY_OK;
}

parley_status parley_i_sheet_add_symbol(struct sheet *sheet, const char *name, const struct category *category,
                                        struct number number, const char *pointer)
{
    const char *problem = NULL;
    if (parley_i_formula_word(name, strlen(name))) {
        problem = "is a word of the formula language; choose another name";
    } else if (parley_i_names_find(&sheet->names, name, strlen(name)) != NAMES_NONE) {
        problem = "is already the name of something else; choose another";
    }
    if (problem != NULL && pointer != NULL) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, pointer, 0, "\"%s\" %s", name, problem);
    }
    if (problem != NULL) {
        return parley_i_fail(PARLEY_BAD_SCENARIO, "\"%s\" %s", name, problem);
    }
    PARLEY_I_TRY(parley_i_grow(sheet->arena, &sheet->symbol, sheet->names.count, &sheet->symbol_capacity,
                               sizeof *sheet->symbol));
    struct symbol *symbol = parley_i_arena_take(sheet->arena, sizeof *symbol);
    if (symbol == NULL) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(parley_i_names_add(&sheet->names, sheet->arena, name));
    const size_t index = sheet->names.count - 1;
    *symbol = (struct symbol){.name = sheet->names.name[index], .category = category, .number = number};
    sheet->symbol[index] = symbol;
    return PARLEY_OK;
}

parley_status parley_i_sheet_column(struct sheet *sheet, const char *name, const struct category *category,
                                    int32_t *column)
{
    const struct number number = {.value = (double)NAN, .column = (int32_t)sheet->columns};
    PARLEY_I_TRY(parley_i_sheet_add_symbol(sheet, name, category, number, NULL));
    return parley_i_sheet_add_column(sheet, name, true, column);
}

void parley_i_sheet_hold_truths(struct sheet *sheet, int32_t column)
{
    sheet->truth[column] = true;
}

bool parley_i_sheet_is_truth(const struct sheet *sheet, struct number number)
{
    return number.column != NUMBER_CONSTANT && sheet->truth[number.column];
}

parley_status parley_i_sheet_constant(struct sheet *sheet, const char *name, const struct category *category,
                                      double value)
{
    return parley_i_sheet_add_symbol(sheet, name, category, (struct number){value, NUMBER_CONSTANT}, NULL);
}

parley_status parley_i_sheet_alias(struct sheet *sheet, const char *name, const struct category *category,
                                   struct number number)
{
    return parley_i_sheet_add_symbol(sheet, name, category, number, NULL);
}

const struct symbol *parley_i_sheet_find(const struct sheet *sheet, const char *name)
{
    const size_t index = parley_i_names_find(&sheet->names, name, strlen(name));
    return index == NAMES_NONE ? NULL : sheet->symbol[index];
}

size_t parley_i_sheet_symbols(const struct sheet *sheet)
{
    return sheet->names.count;
}

const struct symbol *parley_i_sheet_symbol(const struct sheet *sheet, size_t index)
{
    return sheet->symbol[index];
}

size_t parley_i_sheet_columns(const struct sheet *sheet)
{
    return sheet->columns;
}

const char *parley_i_sheet_column_name(const struct sheet *sheet, int32_t column)
{
    return sheet->column_name[column];
}

size_t parley_i_sheet_segment(struct sheet *sheet)
{
    return ++sheet->program.segment;
}

parley_status parley_i_sheet_place(struct sheet *sheet, const char *place, size_t *index)
{
    if (parley_i_names_find(&sheet->places, place, strlen(place)) != NAMES_NONE) {
        return parley_i_fail(PARLEY_BAD_SCENARIO, "two draws share the place \"%s\"; each needs its own", place);
    }
    *index = sheet->places.count;
    return parley_i_names_add(&sheet->places, sheet->arena, place);
}

size_t parley_i_sheet_places(const struct sheet *sheet)
{
    return sheet->places.count;
}

const char *const *parley_i_sheet_place_names(const struct sheet *sheet)
{
    return sheet->places.name;
}

parley_status parley_i_sheet_compile(struct sheet *sheet, struct formula *formula, const char *place,
                                     const char *column_name, const struct operand *uniform,
                                     const struct category *category, struct number *out)
{
    const struct scope scope = {.sheet = sheet};
    PARLEY_I_TRY(parley_i_formula_resolve(formula, &scope, category));
    const struct node *result = parley_i_formula_result(formula);
    *out = (struct number){.value = result->value, .column = NUMBER_CONSTANT};
    if (result->constant) {
        return PARLEY_OK;
    }
    if (result->kind == NODE_NAME) { // another name of a column that is there already
        *out = (struct number){.value = (double)NAN, .column = (int32_t)result->operand.index};
        return PARLEY_OK;
    }
    int32_t column;
    PARLEY_I_TRY(parley_i_sheet_add_column(sheet, column_name, false, &column));
    sheet->truth[column] = result->truth;
    const struct emitter emitter = {.arena = sheet->arena,
                                    .program = &sheet->program,
                                    .constants = &sheet->constants,
                                    .registers = &sheet->registers,
                                    .sheet = sheet,
                                    .place = place,
                                    .uniform = uniform};
    PARLEY_I_TRY(parley_i_formula_emit(formula, &emitter, (struct operand){OPERAND_COLUMN, (uint32_t)column}));
    *out = (struct number){.value = (double)NAN, .column = column};
    return PARLEY_OK;
}

parley_status parley_i_sheet_formula(struct sheet *sheet, const struct source *source, const char *place,
                                     const struct category *category, struct number *out)
{
    struct arena scratch = {NULL};
    struct formula formula;
    parley_status status = parley_i_formula_parse(&scratch, source, &formula);
    if (status == PARLEY_OK) {
        status = parley_i_sheet_compile(sheet, &formula, place, NULL, NULL, category, out);
    }
    parley_i_arena_release(&scratch);
    return status;
}

// Bounds as the least and greatest double that keep them, so that a trial is judged by two comparisons.
static struct guard guard_of(const struct bounds *bounds)
{
    struct guard guard = {.low = bounds->low, .high = bounds->high};
    if (bounds->low_open) {
        guard.low = nextafter(guard.low, (double)INFINITY);
    }
    if (bounds->high_open) {
        guard.high = nextafter(guard.high, -(double)INFINITY);
    }
    if (bounds->finite) {
        guard.low = guard.low > -DBL_MAX ? guard.low : -DBL_MAX;
        guard.high = guard.high < DBL_MAX ? guard.high : DBL_MAX;
    }
    return guard;
}

static parley_status add_guard(struct sheet *sheet, struct guard guard, const struct bounds *bounds,
                               const char *pointer, int32_t column)
{
    guard.expected = parley_i_arena_text(sheet->arena, bounds->expected);
    guard.pointer = parley_i_arena_text(sheet->arena, pointer);
    if (guard.expected == NULL || (guard.pointer == NULL && pointer != NULL)) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(parley_i_grow(sheet->arena, &sheet->guard, sheet->guards, &sheet->guard_capacity, sizeof guard));
    const struct instruction instruction = {
        .kind = DO_GUARD, .index = (uint32_t)sheet->guards, .from = {{OPERAND_COLUMN, (uint32_t)column}}};
    sheet->guard[sheet->guards++] = guard;
    return parley_i_program_add(&sheet->program, sheet->arena, &instruction);
}

parley_status parley_i_sheet_number(struct sheet *sheet, const struct source *source, const char *place,
                                    const struct bounds *bounds, double otherwise, struct number *out)
{
    *out = (struct number){.value = otherwise, .column = NUMBER_CONSTANT};
    if (source->text == NULL) {
        return PARLEY_OK;
    }
    PARLEY_I_TRY(parley_i_sheet_formula(sheet, source, place, NULL, out));
    const struct guard guard = guard_of(bounds);
    if (out->column != NUMBER_CONSTANT) {
        return add_guard(sheet, guard, bounds, source->pointer, out->column);
    }
    if (!(out->value >= guard.low && out->value <= guard.high)) {
        char found[32];
        parley_i_number_print(out->value, found);
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, source->pointer, 0, "found %s, expected %s",
                                out->value != out->value ? "an undefined value" : found, bounds->expected);
    }
    return PARLEY_OK;
}
