#include "chance/quantile_table.h"

enum { ARGUMENTS_MOST = 4, MODE_FORM, MODE_PIECES, MODE_GUIDE, MODE_LAW };

struct quantile_table {
    int mode;
    struct law law;  // arguments and parts are those of the law it was made of, unless reduced
    double argument[ARGUMENTS_MOST];
    const double *column[ARGUMENTS_MOST];  // MODE_FORM: each argument TABLE_PIECE times
    struct pieces pieces;
    struct guide guide;
};

static parley_status fill_columns(struct arena *arena, struct quantile_table *table)
{
    for (size_t i = 0; i < table->law.arguments; i++) {
        double *column = parley_i_arena_array(arena, TABLE_PIECE, sizeof *column);
        if (column == NULL) {
            return parley_i_no_memory();
        }
        for (size_t t = 0; t < TABLE_PIECE; t++) {
            column[t] = table->law.argument[i];
        }
        table->column[i] = column;
    }
    return PARLEY_OK;
}

parley_status parley_i_quantile_table_create(struct arena *arena, const struct law *law,
                                             const struct quantile_table **out)
{
    struct quantile_table *table = parley_i_arena_take(arena, sizeof *table);
    if (table == NULL) {
        return parley_i_no_memory();
    }
    table->law = *law;
    if (law->kind->reduce != NULL) {
        table->law.kind = law->kind->reduce(law, table->argument);
        table->law.argument = table->argument;
        table->law.arguments = table->law.kind->least;
    }
    const struct distribution *kind = table->law.kind;
    size_t count = kind->support != NULL ? kind->support(&table->law, NULL, NULL) : 0;
    *out = table;
    if (kind->apply != NULL && table->law.arguments <= ARGUMENTS_MOST) {
        table->mode = MODE_FORM;
        return fill_columns(arena, table);
    }
    if (!kind->discrete) {
        table->mode = MODE_PIECES;
        return parley_i_pieces_create(arena, &table->law, &table->pieces);
    }
    if (count > 0 && count < SIZE_MAX) {
        table->mode = MODE_GUIDE;
        return parley_i_guide_create(arena, &table->law, count, &table->guide);
    }
    table->mode = MODE_LAW;
    return PARLEY_OK;
}

static void apply_piece(const struct quantile_table *table, const double *u, double *out, size_t n)
{
    switch (table->mode) {
    case MODE_FORM:
        table->law.kind->apply(u, table->column, out, n);
        break;
    case MODE_PIECES:
        parley_i_pieces_apply(&table->pieces, u, out, n);
        break;
    case MODE_GUIDE:
        parley_i_guide_apply(&table->guide, u, out, n);
        break;
    default:
        for (size_t i = 0; i < n; i++) {
            out[i] = parley_i_law_quantile(&table->law, u[i]);
        }
    }
}

void parley_i_quantile_table_apply(const struct quantile_table *table, const double *u, double *out, size_t n)
{
    for (size_t i = 0; i < n; i += TABLE_PIECE) {
        apply_piece(table, u + i, out + i, n - i < TABLE_PIECE ? n - i : TABLE_PIECE);
    }
}
