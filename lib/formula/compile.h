// Between the parsed formula and the running block: what a sheet holds, and the two steps that turn nodes into
// instructions (resolve: what does each name and label mean; emit: write the instructions).
#ifndef PARLEY_LIB_FORMULA_COMPILE_H
#define PARLEY_LIB_FORMULA_COMPILE_H

#include "chance/law.h"
#include "formula/names.h"
#include "formula/parse.h"
#include "formula/program.h"
#include "formula/sheet.h"

/// A draw: which law, at which place.
struct drawing {
    const char *place;
    const struct quantile_table *table; // arguments that never change; else NULL and
    const struct law *law; // the law with its constant arguments filled in (each block has a copy of its own), and
    const struct operand *argument; // the others, a law's arguments before its parts'; OPERAND_NONE: constant
    size_t arguments;
    const char *pointer; // for messages
    size_t column;
};

/// A table, kept to be shared by draws of the same law.
struct tabled {
    const struct law *law;
    const struct quantile_table *table;
};

/// What a column must keep to.
struct guard {
    double low, high; // both allowed
    const char *expected, *pointer;
};

/// Correlated draws: places and the columns that receive their uniforms.
struct group {
    size_t members;
    const uint32_t *place, *column;
    const double *factor;
};

struct sheet {
    struct arena *arena;
    struct names names; // of the symbols, same index
    struct symbol **symbol;
    size_t symbol_capacity;
    const char **column_name; // NULL: unnamed
    bool *filled_by_room, *truth;
    size_t columns, column_capacity, filled_capacity, truth_capacity;
    struct names places;
    struct program program; // of all segments
    struct constants constants;
    uint32_t registers;   // most that any formula uses
    size_t law_arguments; // most that any drawing's law has
    struct drawing *drawing;
    size_t drawings, drawing_capacity;
    struct tabled *tabled;
    size_t tables, table_capacity;
    struct guard *guard;
    size_t guards, guard_capacity;
    struct group *group;
    size_t groups, group_capacity;
    struct correlation *correlation; // waiting for parley_i_sheet_define
    size_t correlations;
};

/// Where names are looked up: variables first (a local formula's), then the sheet.
struct scope {
    const struct sheet *sheet;
    const struct symbol *variable;
    size_t variables;
    bool local; // sheet columns become OPERAND_READ, if they may be read at all:
    bool may_read_columns;
};

/// Find what every name and label means, check that numbers and labels are not mixed up, fold constants, number the
/// draws. `category`: what the whole must be (NULL: a number).
parley_status parley_i_formula_resolve(struct formula *formula, const struct scope *scope,
                                       const struct category *category);

/// The node whose value is the formula's: its root, or what a constant condition chose.
const struct node *parley_i_formula_result(const struct formula *formula);

/// Where instructions go.
struct emitter {
    struct arena *arena;
    struct program *program;
    struct constants *constants;
    uint32_t *registers;
    struct sheet *sheet; // NULL: no distributions
    const char *place;   // drawing place of the first draw; NULL: no distributions
    const struct operand
        *uniform; // where the first draw finds its uniforms (a correlated one); NULL: drawn at its place
};

/// Write the instructions that leave the value of a resolved, not constant formula in `to`.
parley_status parley_i_formula_emit(struct formula *formula, const struct emitter *emitter, struct operand to);

/// Write the draw of a law's node at `uniform` to `to`. `constant`: none of its numbers differs by trial; `wanted` may
/// be none.
parley_status parley_i_emit_draw(const struct formula *formula, const struct node *node, const struct emitter *emitter,
                                 const char *place, bool constant, struct operand uniform, struct operand wanted,
                                 struct operand to);

/// A unnamed or named column that formulas fill; `out` is its index.
parley_status parley_i_sheet_add_column(struct sheet *sheet, const char *name, bool filled_by_room, int32_t *out);
parley_status parley_i_sheet_add_symbol(struct sheet *sheet, const char *name, const struct category *category,
                                        struct number number, const char *pointer);

/// Compile a formula that is already parsed, without guards.
parley_status parley_i_sheet_compile(struct sheet *sheet, struct formula *formula, const char *place,
                                     const char *column_name, const struct operand *uniform,
                                     const struct category *category, struct number *out);

/// Correlated groups among definitions, when parley_i_sheet_define runs: writes the instructions that fill them, and
/// gives the uniforms' column of each definition (`uniform[i].kind` stays OPERAND_NONE for those outside all groups).
enum definition_form { FORM_LAW, FORM_CONSTANT, FORM_OTHER };
parley_status parley_i_sheet_group(struct sheet *sheet, const char *prefix, size_t first_symbol,
                                   const enum definition_form *form, size_t count, struct operand *uniform);

#endif
