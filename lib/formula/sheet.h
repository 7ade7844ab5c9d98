// The sheet: every named column of a trial, and the compiled statements that fill the computed ones.
//
// One idea carries parley: a trial is a row, a phase fills columns. Rooms that play a part of the trial add columns by
// name (`parley_i_sheet_column`), turn the scenario's numbers into constants or columns (`parley_i_sheet_number`), and
// later read and write the columns of a block. Statements belong to the segment that was open when they were compiled;
// the engine (or the room that opened it) runs a segment when everything it reads has been filled.
#ifndef PARLEY_LIB_FORMULA_SHEET_H
#define PARLEY_LIB_FORMULA_SHEET_H

#include "base/arena.h"

/// A closed list of names a column may take, by index: an issue's options, the states of the aftermath, the process's
/// steps.
struct category {
    const char *name; // for messages: "issue presence"
    const char *const *labels;
    size_t count;
};

/// An expression of the scenario and where it stands. text NULL: absent.
struct source {
    const char *text;
    const char *pointer;
};

/// What a number may be, and how to say it.
struct bounds {
    double low, high;         // -INFINITY, INFINITY when open-ended
    bool low_open, high_open; // the bound itself is excluded
    bool finite;              // infinities are refused (NaN always is)
    const char *expected;     // "a probability in [0, 1]"
};
/// The usual ones; all of them refuse infinities (a room that wants "never" gives bounds of its own).
extern const struct bounds parley_i_any_number, parley_i_positive, parley_i_not_negative, parley_i_probability;

/// A number of the scenario once compiled: the same in every trial, or a column.
struct number {
    double value; // when column is NUMBER_CONSTANT
    int32_t column;
};
enum { NUMBER_CONSTANT = -1 };

struct symbol {
    const char *name;
    const struct category *category; // NULL: a plain number
    struct number number;
};

struct sheet;

parley_status parley_i_sheet_create(struct arena *arena, struct sheet **out);

/// Add a column that a room fills itself. Its initial value in every block is undefined (NaN).
parley_status parley_i_sheet_column(struct sheet *sheet, const char *name, const struct category *category,
                                    int32_t *column);

/// Say that the column which a room fills holds truths: 0 or 1, or undefined.
void parley_i_sheet_hold_truths(struct sheet *sheet, int32_t column);

/// Is the number a truth by what it is (a comparison, `!`, a column of truths), not by the values it happens to take?
/// Constants are not: nothing about them is uncertain.
bool parley_i_sheet_is_truth(const struct sheet *sheet, struct number number);

/// Give a name to a constant.
parley_status parley_i_sheet_constant(struct sheet *sheet, const char *name, const struct category *category,
                                      double value);

/// Give another name to a number already compiled ("ukraine.no_deal").
parley_status parley_i_sheet_alias(struct sheet *sheet, const char *name, const struct category *category,
                                   struct number number);

/// The symbol of that name, or NULL.
const struct symbol *parley_i_sheet_find(const struct sheet *sheet, const char *name);
size_t parley_i_sheet_symbols(const struct sheet *sheet);
const struct symbol *parley_i_sheet_symbol(const struct sheet *sheet, size_t index);
size_t parley_i_sheet_columns(const struct sheet *sheet);
const char *parley_i_sheet_column_name(const struct sheet *sheet, int32_t column); // NULL for unnamed ones

/// A set of named expressions that may refer to each other in any order (the assumptions). Sorted by need; a cycle is
/// an error that names its members in order. Each becomes a symbol; `place` of entry i is prefix + name.
struct definition {
    const char *name;
    struct source source;
};
parley_status parley_i_sheet_define(struct sheet *sheet, const char *prefix, const struct definition *definitions,
                                    size_t count);

/// Rank correlations among defined names, before parley_i_sheet_define (which reports what is wrong with them). Each
/// name must be a definition that is one distribution, or a constant: an assumption that a variant fixes keeps its place
/// in the group, so that the others' draws stay as they are.
struct correlation {
    const char *between[2];
    double rank;
    const char *pointer;
};
parley_status parley_i_sheet_correlate(struct sheet *sheet, const struct correlation *correlations, size_t count);

/// Compile an expression that must be a number within `bounds`, in the open segment. A constant outside them is an
/// error at once; for the rest a guard is compiled, and a trial that leaves the bounds stops the run with
/// PARLEY_BAD_TRIAL, the trial's number and the pointer. `place` names its drawing place ("parties.ukraine.no_deal"),
/// used when the expression draws. An absent source is `otherwise`.
parley_status parley_i_sheet_number(struct sheet *sheet, const struct source *source, const char *place,
                                    const struct bounds *bounds, double otherwise, struct number *out);

/// Compile a condition or free formula: the value may be undefined (NaN). `category` is what a bare 'label' means and
/// what the value must be (NULL: a number).
parley_status parley_i_sheet_formula(struct sheet *sheet, const struct source *source, const char *place,
                                     const struct category *category, struct number *out);

/// Open a new segment; statements compiled from now on belong to it. Segment 0 is open at creation.
size_t parley_i_sheet_segment(struct sheet *sheet);

/// May a statement of segments `from` .. `to` - 1 read that column? So a room can leave columns unfilled that nobody
/// reads.
bool parley_i_sheet_reads(const struct sheet *sheet, int32_t column, size_t from, size_t to);

/// The drawing places found so far (design dimensions in order). A room may add its own (votes, chance events); two
/// draws never share one, so a place that is there already is an error.
parley_status parley_i_sheet_place(struct sheet *sheet, const char *place, size_t *index);
size_t parley_i_sheet_places(const struct sheet *sheet);
const char *const *parley_i_sheet_place_names(const struct sheet *sheet);

/// A small formula over its own variables: a linkage's `when` over issue values, a value function in `x`. `variable`
/// symbols get the numbers column 0, 1, ... of the arrays given to parley_i_local_run; names not among them are looked
/// up in the sheet (constants are folded; columns are allowed only if `may_read_columns`, and are then listed by
/// parley_i_local_reads). No distributions. `rooms` must run it with `n` values an array.
struct local;
parley_status parley_i_local_compile(struct sheet *sheet, const struct source *source, const struct symbol *variables,
                                     size_t count, bool may_read_columns, struct local **out);
bool parley_i_local_uses(const struct local *local, size_t variable); ///< does the formula read that variable?
size_t parley_i_local_reads(const struct local *local, const int32_t **columns); ///< sheet columns it reads
/// `variable[i][k]`; `column[j]` is the value of the j-th sheet column it reads, one trial's. `scratch` of
/// parley_i_local_scratch doubles times n.
void parley_i_local_run(const struct local *local, const double *const *variable, const double *column, size_t n,
                        double *scratch, double *out);
size_t parley_i_local_scratch(const struct local *local);

#endif
