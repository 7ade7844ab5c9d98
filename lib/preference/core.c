#include "preference/core.h"

#include <math.h>
#include <string.h>

static const double ROUNDING = 1e-13;    // sums of different order differ by less
enum { FEW_CELLS = 48, MOST_COMPARED = 1024 };

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

size_t parley_i_core_scratch(const struct space *space, uint32_t parties)
{
    size_t factors = space->factors, cells = space->cells;
    return 2 * padded(parties * sizeof(double)) + 5 * padded(factors * sizeof(uint32_t)) +
           padded(cells * sizeof(double)) + padded(cells * sizeof(struct core_cell)) +
           padded(factors * sizeof(double)) + padded((factors + 1) * parties * sizeof(double)) +
           padded(factors * parties * sizeof(double));
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

void parley_i_core_load(struct core *core, const struct table *table, void *scratch)
{
    size_t factors = table->space->factors, cells = table->space->cells, parties = table->parties;
    char *memory = scratch;
    *core = (struct core){.table = table, .parties = table->parties};
    core->need = carve(&memory, parties * sizeof(double));
    core->worth = carve(&memory, parties * sizeof(double));
    core->choice = carve(&memory, factors * sizeof(uint32_t));
    core->best = carve(&memory, factors * sizeof(uint32_t));
    core->count = carve(&memory, factors * sizeof(uint32_t));
    core->order = carve(&memory, factors * sizeof(uint32_t));
    core->at = carve(&memory, factors * sizeof(uint32_t));
    core->value = carve(&memory, cells * sizeof(double));
    core->cell = carve(&memory, cells * sizeof(struct core_cell));
    core->loss = carve(&memory, factors * sizeof(double));
    core->sum = carve(&memory, (factors + 1) * parties * sizeof(double));
    core->rest = carve(&memory, factors * parties * sizeof(double));
    for (uint32_t p = 0; p < table->parties; p++) {
        core->need[p] = -INFINITY;
    }
}

static const double *utility_of(const struct core *core, uint32_t party)
{
    return core->table->utility + (size_t)party * core->table->space->cells;
}

static void weigh(struct core *core, const double *weight)
{
    const struct table *table = core->table;
    uint32_t cells = table->space->cells;
    for (uint32_t c = 0; c < cells; c++) {
        core->value[c] = 0.0;
    }
    for (uint32_t p = 0; p < core->parties; p++) {
        const double *utility = utility_of(core, p);
        for (uint32_t c = 0; weight[p] > 0.0 && c < cells; c++) {
            core->value[c] += weight[p] * utility[c];
        }
    }
    for (uint32_t p = 0; table->barred != NULL && p < core->parties; p++) {
        const uint8_t *barred = table->barred + (size_t)p * cells;
        for (uint32_t c = 0; c < cells; c++) {
            core->value[c] = barred[c] ? CORE_NEVER : core->value[c];
        }
    }
}

double parley_i_core_best(struct core *core, const double *weight, double *worth)
{
    const struct space *space = core->table->space;
    weigh(core, weight);
    memcpy(worth, core->table->base, core->parties * sizeof *worth);
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        uint32_t best = factor->first;
        for (uint32_t c = factor->first + 1; c < factor->first + factor->options; c++) {
            best = core->value[c] > core->value[best] ? c : best;
        }
        if (core->value[best] <= CORE_NEVER / 2) {
            return -INFINITY;
        }
        core->best[f] = best - factor->first;
        for (uint32_t p = 0; p < core->parties; p++) {
            worth[p] += utility_of(core, p)[best];
        }
    }
    double total = 0.0;
    for (uint32_t p = 0; p < core->parties; p++) {
        total += weight[p] * worth[p];
    }
    return total;
}

static void sink(struct core_cell *cell, uint32_t at, uint32_t count)
{
    struct core_cell moved = cell[at];
    for (uint32_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && cell[child + 1].loss > cell[child].loss) {
            child++;
        }
        if (cell[child].loss <= moved.loss) {
            break;
        }
        cell[at] = cell[child];
        at = child;
    }
    cell[at] = moved;
}

// Smallest loss first. A heap needs no memory besides; few cells are put in place one by one.
static void sort_cells(struct core_cell *cell, uint32_t count)
{
    if (count > FEW_CELLS) {
        for (uint32_t k = count / 2; k-- > 0;) {
            sink(cell, k, count);
        }
        for (uint32_t left = count; left-- > 1;) {
            struct core_cell largest = cell[0];
            cell[0] = cell[left];
            cell[left] = largest;
            sink(cell, 0, left);
        }
        return;
    }
    for (uint32_t k = 1; k < count; k++) {
        struct core_cell moved = cell[k];
        uint32_t place = k;
        for (; place > 0 && cell[place - 1].loss > moved.loss; place--) {
            cell[place] = cell[place - 1];
        }
        cell[place] = moved;
    }
}

static bool beats(const struct core *core, uint32_t a, uint32_t b)
{
    bool clearly = a < b;
    for (uint32_t p = 0; p < core->parties; p++) {
        const double *utility = utility_of(core, p);
        if (utility[a] < utility[b]) {
            return false;
        }
        clearly = clearly || utility[a] > utility[b] + 10.0 * UTILITY_NOISE;
    }
    return clearly;
}

static uint32_t drop_beaten(const struct core *core, const struct factor *factor, struct core_cell *cell,
                            uint32_t count)
{
    for (uint32_t k = 0; count <= MOST_COMPARED && k < count; k++) {
        for (uint32_t j = 0; j < count; j++) {
            uint32_t a = factor->first + cell[j].option, b = factor->first + cell[k].option;
            if (j != k && cell[j].loss >= 0.0 && beats(core, a, b)) {
                cell[k].loss = -1.0;
                break;
            }
        }
    }
    uint32_t kept = 0;
    for (uint32_t k = 0; k < count; k++) {
        if (cell[k].loss >= 0.0) {
            cell[kept++] = cell[k];
        }
    }
    return kept;
}

static uint32_t collect(struct core *core, const struct factor *factor, double slack)
{
    const double *value = core->value + factor->first;
    struct core_cell *cell = core->cell + factor->first;
    double best = CORE_NEVER;
    for (uint32_t k = 0; k < factor->options; k++) {
        best = value[k] > best ? value[k] : best;
    }
    uint32_t count = 0;
    for (uint32_t k = 0; k < factor->options; k++) {
        if (best - value[k] <= slack && value[k] > CORE_NEVER / 2) {
            cell[count++] = (struct core_cell){best - value[k], k};
        }
    }
    sort_cells(cell, count);
    return drop_beaten(core, factor, cell, count);
}

// The walk takes the factors with fewest cells first.
static void set_order(struct core *core)
{
    for (uint32_t f = 0; f < core->table->space->factors; f++) {
        uint32_t place = f;
        for (; place > 0 && core->count[core->order[place - 1]] > core->count[f]; place--) {
            core->order[place] = core->order[place - 1];
        }
        core->order[place] = f;
    }
}

// What the factors still to come in the walk can add at most to each utility.
static void sum_rest(struct core *core)
{
    const struct space *space = core->table->space;
    uint32_t parties = core->parties;
    for (uint32_t d = space->factors; d-- > 0;) {
        for (uint32_t p = 0; p < parties; p++) {
            double *rest = core->rest + (size_t)d * parties + p;
            *rest = 2.0 * ROUNDING;
            if (d + 1 < space->factors) {
                const struct factor *next = &space->factor[core->order[d + 1]];
                const double *utility = utility_of(core, p) + next->first;
                double most = CORE_NEVER;
                for (uint32_t k = 0; k < core->count[core->order[d + 1]]; k++) {
                    most = fmax(most, utility[core->cell[next->first + k].option]);
                }
                *rest = rest[parties] + most;
            }
        }
    }
}

void parley_i_core_build(struct core *core, const double *weight, double slack)
{
    const struct space *space = core->table->space;
    weigh(core, weight);
    for (uint32_t f = 0; f < space->factors; f++) {
        core->count[f] = collect(core, &space->factor[f], slack);
    }
    set_order(core);
    sum_rest(core);
}

// Step to the next cell of the walk's d-th factor that may lead to a package looked for; false when there is none.
static bool advance(struct core *core, uint32_t d, double slack)
{
    const uint32_t f = core->order[d], parties = core->parties;
    const struct factor *factor = &core->table->space->factor[f];
    const double *from = core->sum + (size_t)d * parties, *rest = core->rest + (size_t)d * parties;
    double *to = core->sum + (size_t)(d + 1) * parties;
    while (core->at[d] < core->count[f]) {
        const struct core_cell *cell = &core->cell[factor->first + core->at[d]++];
        if (core->loss[d] + cell->loss > slack) {
            return false;
        }
        bool possible = true;
        for (uint32_t p = 0; p < parties; p++) {
            to[p] = from[p] + utility_of(core, p)[factor->first + cell->option];
            possible = possible && to[p] + rest[p] >= core->need[p];
        }
        if (possible) {
            core->choice[f] = cell->option;
            return true;
        }
    }
    return false;
}

bool parley_i_core_walk(struct core *core, double slack, uint64_t budget, core_visitor *visit, void *user)
{
    const struct space *space = core->table->space;
    uint32_t d = 0, last = space->factors - 1;
    core->at[0] = 0;
    core->loss[0] = 0.0;
    memcpy(core->sum, core->table->base, core->parties * sizeof *core->sum);
    for (;;) {
        if (!advance(core, d, slack)) {
            if (d == 0) {
                return true;
            }
            d--;
            continue;
        }
        if (budget-- == 0) {
            return false;
        }
        if (d == last) {
            for (uint32_t p = 0; p < core->parties; p++) {  // in the one order of summation
                core->worth[p] = parley_i_table_utility(core->table, p, core->choice);
            }
            slack = visit(core, slack, user);
            continue;
        }
        const struct factor *factor = &space->factor[core->order[d]];
        core->loss[d + 1] = core->loss[d] + core->cell[factor->first + core->at[d] - 1].loss;
        core->at[++d] = 0;
    }
}
