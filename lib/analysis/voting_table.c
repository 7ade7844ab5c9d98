// Coalitions counted by generating functions: how many coalitions of each size have each weight, weights beyond all
// needs being one. For each kind the table of everybody else is wanted; dividing a voter out again would subtract and
// lose digits, so the kinds are halved instead: one half joins while the other waits, and so on down to each kind alone
// (additions only).
#include "analysis/voting.h"

#include <math.h>
#include <string.h>

enum { DIMENSIONS_MOST = 8, LEVELS_MOST = 12 };

/// Cells of one row (a size of coalition), over several weights; the last runs along memory.
struct cells {
    uint32_t dimensions;
    const double *weight[DIMENSIONS_MOST];  // [kind], whole numbers
    uint32_t cap[DIMENSIONS_MOST];          // weights from here on are one cell
    uint32_t of_condition[64];              // the dimension a condition looks at
    size_t lines, line;                     // cells = lines * line
};

struct table_of_coalitions {
    const struct voting_game *game;
    struct cells cells;
    size_t *meets_from;          // [line]: from this cell on some alternative holds; the line's length: from none
    double *level[LEVELS_MOST];  // [size * cells + cell], one table for each halving
    uint32_t rows[LEVELS_MOST];  // sizes in use
    size_t *target;              // [line]: where a line goes when a voter joins
    struct voting_counts *out;
};

static bool same_weights(const struct voting_game *game, const double *a, const double *b)
{
    for (uint32_t k = 0; k < game->kinds; k++) {
        if (a[k] != b[k]) {
            return false;
        }
    }
    return true;
}

/// Conditions over the same weights share a dimension. False when a condition has no whole weights, or all are too
/// many.
static bool lay_out(const struct voting_game *game, struct cells *out)
{
    *out = (struct cells){.lines = 1, .line = 1};
    double cells = 1;
    for (uint32_t c = 0; c < game->conditions; c++) {
        const struct condition *condition = &game->condition[c];
        uint32_t d = 0;
        while (d < out->dimensions && !same_weights(game, out->weight[d], condition->weight)) {
            d++;
        }
        if (!condition->whole || d == DIMENSIONS_MOST || c == sizeof out->of_condition / sizeof *out->of_condition ||
            condition->need > 1e9) {
            return false;
        }
        uint32_t need = condition->need > 0 ? (uint32_t)condition->need : 0;
        out->dimensions = d == out->dimensions ? d + 1 : out->dimensions;
        out->weight[d] = condition->weight;
        out->cap[d] = need > out->cap[d] ? need : out->cap[d];
        out->of_condition[c] = d;
    }
    for (uint32_t d = 0; d < out->dimensions; d++) {
        cells *= out->cap[d] + 1.0;
    }
    if (cells > 1e8) {
        return false;
    }
    out->line = out->dimensions > 0 ? out->cap[out->dimensions - 1] + 1 : 1;
    out->lines = (size_t)(cells / (double)out->line + 0.5);
    return true;
}

static uint32_t free_voters(const struct voting_game *game)
{
    return game->voters - game->vetoes;
}

static uint32_t levels(const struct voting_game *game)
{
    uint32_t n = 1;
    for (uint32_t kinds = game->kinds; kinds > 1; kinds = (kinds + 1) / 2) {
        n++;
    }
    return n;
}

double parley_i_voting_table_cost(const struct voting_game *game)
{
    struct cells cells;
    if (!lay_out(game, &cells) || levels(game) > LEVELS_MOST) {
        return INFINITY;
    }
    double size = (double)cells.lines * (double)cells.line * (free_voters(game) + 1.0);
    double memory = size * levels(game);
    return memory > 0x1p+25 ? INFINITY : size * (0.5 * free_voters(game) * levels(game) + game->kinds);
}

/// Where each line goes when a voter of that kind joins.
static void find_targets(struct table_of_coalitions *t, uint32_t kind)
{
    const struct cells *cells = &t->cells;
    uint32_t at[DIMENSIONS_MOST] = {0};
    for (size_t line = 0; line < cells->lines; line++) {
        size_t to = 0;
        for (uint32_t d = 0; d + 1 < cells->dimensions; d++) {
            double sum = at[d] + cells->weight[d][kind];
            to = to * (cells->cap[d] + 1) + (size_t)(sum < cells->cap[d] ? sum : cells->cap[d]);
        }
        t->target[line] = to;
        for (uint32_t d = cells->dimensions > 1 ? cells->dimensions - 1 : 0; d > 0; d--) {
            if (++at[d - 1] <= cells->cap[d - 1]) {
                break;
            }
            at[d - 1] = 0;
        }
    }
}

/// How far a voter of that kind moves a coalition along its line.
static size_t step_of(const struct cells *cells, uint32_t kind)
{
    double w = cells->dimensions > 0 ? cells->weight[cells->dimensions - 1][kind] : 0;
    return w < (double)(cells->line - 1) ? (size_t)w : cells->line - 1;
}

static void add_line(double *to, const double *from, size_t line, size_t step)
{
    size_t inside = line - 1 - step;  // cells that stay below the cap, or come to it exactly
    for (size_t i = 0; i <= inside; i++) {
        to[i + step] += from[i];
    }
    double beyond = 0;
    for (size_t i = inside + 1; i < line; i++) {
        beyond += from[i];
    }
    to[line - 1] += beyond;
}

/// Voters of one kind join the table of a level.
static void join(struct table_of_coalitions *t, uint32_t level, uint32_t kind, uint32_t voters)
{
    const struct cells *cells = &t->cells;
    size_t row = cells->lines * cells->line, step = step_of(cells, kind);
    find_targets(t, kind);
    for (uint32_t v = 0; v < voters; v++) {
        double *table = t->level[level];
        memset(table + t->rows[level] * row, 0, row * sizeof *table);
        for (uint32_t size = t->rows[level]; size-- > 0;) {
            const double *from = table + size * row;
            double *to = table + (size + 1) * row;
            for (size_t line = 0; line < cells->lines; line++) {
                add_line(to + t->target[line] * cells->line, from + line * cells->line, cells->line, step);
            }
        }
        t->rows[level]++;
    }
}

static double sum_of(const double *from, size_t low, size_t high)
{
    double sum = 0;
    for (size_t i = low; i < high; i++) {
        sum += from[i];
    }
    return sum;
}

/// Coalitions of one size by whether their weights hold: now, with a voter of the kind that moves lines to `target` and
/// cells by `step`, and only with that voter.
struct row_counts {
    double only_with, holds, fails, holds_with, fails_with;
};

/// `all`: not only `only_with` is wanted.
static struct row_counts count_row(const struct table_of_coalitions *t, const double *row, size_t step, bool all)
{
    struct row_counts n = {0};
    const size_t length = t->cells.line;
    for (size_t line = 0; line < t->cells.lines; line++) {
        const double *from = row + line * length;
        size_t now = t->meets_from[line], with = t->meets_from[t->target[line]];
        with = with == length ? length : with > step ? with - step : 0;  // beyond the cap all is one cell
        n.only_with += sum_of(from, with, now);
        if (all) {
            n.holds += sum_of(from, now, length);
            n.fails += sum_of(from, 0, now);
            n.holds_with += sum_of(from, with, length);
            n.fails_with += sum_of(from, 0, with);
        }
    }
    return n;
}

/// The table of everybody but one voter of this kind: whom does that voter turn? Any one kind's tables also tell of
/// every coalition, once without that voter and once with it.
static void tally(struct table_of_coalitions *t, uint32_t level, uint32_t kind)
{
    const struct voting_game *game = t->game;
    size_t cells = t->cells.lines * t->cells.line, step = step_of(&t->cells, kind);
    find_targets(t, kind);
    for (uint32_t size = 0; size < t->rows[level]; size++) {
        uint32_t heads = size + game->vetoes;
        bool enough = heads >= game->heads, enough_with = heads + 1 >= game->heads;
        const struct row_counts n = count_row(t, t->level[level] + size * cells, step, kind == 0 || !enough);
        if (enough_with) {
            t->out->swing[(size_t)kind * game->voters + heads] = enough ? n.only_with : n.holds_with;
        }
        if (kind == 0) {
            t->out->winning[heads] += enough ? n.holds : 0;
            t->out->losing[heads] += enough ? n.fails : n.holds + n.fails;
            t->out->winning[heads + 1] += enough_with ? n.holds_with : 0;
            t->out->losing[heads + 1] += enough_with ? n.fails_with : n.holds_with + n.fails_with;
        }
    }
}

static void halve(struct table_of_coalitions *t, uint32_t level, uint32_t low, uint32_t high)
{
    const struct voting_game *game = t->game;
    size_t cells = t->cells.lines * t->cells.line;
    if (high - low == 1) {
        join(t, level, low, game->count[low] - 1);
        tally(t, level, low);
        return;
    }
    uint32_t middle = low + (high - low) / 2;
    for (int half = 0; half < 2; half++) {
        memcpy(t->level[level + 1], t->level[level], t->rows[level] * cells * sizeof(double));
        t->rows[level + 1] = t->rows[level];
        for (uint32_t k = half == 0 ? middle : low; k < (half == 0 ? high : middle); k++) {
            join(t, level + 1, k, game->count[k]);
        }
        halve(t, level + 1, half == 0 ? low : middle, half == 0 ? middle : high);
    }
}

static void judge_cells(struct table_of_coalitions *t)
{
    const struct cells *cells = &t->cells;
    uint32_t at[DIMENSIONS_MOST] = {0};
    double sum[64];
    for (size_t cell = 0; cell < cells->lines * cells->line; cell++) {
        for (uint32_t c = 0; c < t->game->conditions; c++) {
            sum[c] = at[cells->of_condition[c]];
        }
        size_t line = cell / cells->line, at_cell = cell % cells->line;
        if (at_cell == 0) {
            t->meets_from[line] = cells->line;
        }
        if (t->meets_from[line] == cells->line && parley_i_voting_meets(t->game, sum)) {
            t->meets_from[line] = at_cell;  // more weight never hurts
        }
        for (uint32_t d = cells->dimensions; d > 0 && ++at[d - 1] > cells->cap[d - 1]; d--) {
            at[d - 1] = 0;
        }
    }
}

parley_status parley_i_voting_table(struct arena *arena, const struct voting_game *game, struct voting_counts *out)
{
    struct table_of_coalitions t = {.game = game, .out = out};
    (void)lay_out(game, &t.cells);
    size_t cells = t.cells.lines * t.cells.line, rows = (size_t)free_voters(game) + 1;
    t.meets_from = parley_i_arena_array(arena, t.cells.lines, sizeof *t.meets_from);
    t.target = parley_i_arena_array(arena, t.cells.lines, sizeof *t.target);
    if (!t.meets_from || !t.target) {
        return parley_i_no_memory();
    }
    for (uint32_t level = 0; level < levels(game); level++) {
        t.level[level] = parley_i_arena_array(arena, rows * cells, sizeof *t.level[level]);
        if (!t.level[level]) {
            return parley_i_no_memory();
        }
    }
    judge_cells(&t);
    t.level[0][0] = 1;
    t.rows[0] = 1;
    halve(&t, 0, 0, game->kinds);
    return PARLEY_OK;
}
