// The largest product of any number of parties' gains: multipliers are moved towards power / gain until the bound is
// near, then the core is walked.
#include "preference/score.h"

#include <math.h>
#include <string.h>

enum { MOVES = 12 };
static const double NEVER = -1e200, ROUNDING = 1e-13;

struct candidate {
    double loss;
    uint32_t option;
};

struct search {
    const struct table *table;
    const double *share;
    uint32_t holders, parties;
    double *weight, *tried;    // [party]: multipliers of the bound; those under trial
    double *value;             // [cell]
    double *gain, *best_gain;  // [party]
    struct candidate *cell;    // the core, factor after factor, smallest loss first
    uint32_t *count, *at, *here;
    double *loss, *sum, *rest;  // [factor], [(factor + 1) * parties], [factor * parties]
    double total, slack;
    struct score best;
    uint32_t *choice;
    bool found;
};

static size_t padded(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

size_t parley_i_product_many_scratch(const struct space *space, uint32_t parties)
{
    size_t factors = space->factors, cells = space->cells;
    return 4 * padded(parties * sizeof(double)) + padded(cells * sizeof(double)) +
           padded(cells * sizeof(struct candidate)) + 3 * padded(factors * sizeof(uint32_t)) +
           padded(factors * sizeof(double)) + padded((factors + 1) * parties * sizeof(double)) +
           padded(factors * parties * sizeof(double));
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

static void arrange_memory(struct search *search, void *scratch)
{
    const struct space *space = search->table->space;
    size_t factors = space->factors, cells = space->cells, parties = search->parties;
    char *memory = scratch;
    search->weight = carve(&memory, parties * sizeof(double));
    search->tried = carve(&memory, parties * sizeof(double));
    search->gain = carve(&memory, parties * sizeof(double));
    search->best_gain = carve(&memory, parties * sizeof(double));
    search->value = carve(&memory, cells * sizeof(double));
    search->cell = carve(&memory, cells * sizeof(struct candidate));
    search->count = carve(&memory, factors * sizeof(uint32_t));
    search->at = carve(&memory, factors * sizeof(uint32_t));
    search->here = carve(&memory, factors * sizeof(uint32_t));
    search->loss = carve(&memory, factors * sizeof(double));
    search->sum = carve(&memory, (factors + 1) * parties * sizeof(double));
    search->rest = carve(&memory, factors * parties * sizeof(double));
}

static const double *utility_of(const struct search *search, uint32_t party)
{
    return search->table->utility + (size_t)party * search->table->space->cells;
}

// Weighted sums by cell; barred cells are out of the question.
static void weigh_cells(struct search *search, const double *weight)
{
    const struct table *table = search->table;
    uint32_t cells = table->space->cells;
    for (uint32_t c = 0; c < cells; c++) {
        search->value[c] = 0.0;
    }
    for (uint32_t p = 0; p < search->parties; p++) {
        const double *utility = utility_of(search, p);
        for (uint32_t c = 0; c < cells; c++) {
            search->value[c] += weight[p] * utility[c];
        }
    }
    for (uint32_t p = 0; table->barred != NULL && p < search->parties; p++) {
        const uint8_t *barred = table->barred + (size_t)p * cells;
        for (uint32_t c = 0; c < cells; c++) {
            search->value[c] = barred[c] ? NEVER : search->value[c];
        }
    }
}

// The best package under multipliers, and what each gains by it. Returns its weighted sum of gains; below NEVER / 2
// when some factor has no cell left.
static double best_under(struct search *search, const double *weight, double *gain)
{
    const struct space *space = search->table->space;
    weigh_cells(search, weight);
    double total = 0.0;
    for (uint32_t p = 0; p < search->parties; p++) {
        gain[p] = search->table->base[p] - search->table->no_deal[p];
        total += weight[p] * gain[p];
    }
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        uint32_t best = factor->first;
        for (uint32_t c = factor->first + 1; c < factor->first + factor->options; c++) {
            best = search->value[c] > search->value[best] ? c : best;
        }
        total += search->value[best];
        for (uint32_t p = 0; p < search->parties; p++) {
            gain[p] += utility_of(search, p)[best];
        }
    }
    return total;
}

// prod (weight * gain / share)^share, as in the search for two.
static double least_sum(const struct search *search, const double *weight, const double *gain)
{
    double log_sum = 0.0;
    for (uint32_t p = 0; p < search->parties; p++) {
        if (search->share[p] > 0.0) {
            log_sum += search->share[p] * log(weight[p] * gain[p] / search->share[p]);
        }
    }
    return exp(log_sum);
}

static bool all_gain(const struct search *search, const double *gain)
{
    for (uint32_t p = 0; p < search->parties; p++) {
        if (!(gain[p] > UTILITY_NOISE)) {
            return false;
        }
    }
    return true;
}

static double log_product(const struct search *search, const double *gain)
{
    double sum = 0.0;
    for (uint32_t p = 0; p < search->parties; p++) {
        sum += search->share[p] > 0.0 ? search->share[p] * log(gain[p]) : 0.0;
    }
    return sum;
}

// Multipliers move so that every party's weighted share of the gains nears its power; those with the lowest bound on
// the product are kept. False when the bound proves that no package is acceptable to all.
static bool find_weights(struct search *search, bool *known)
{
    uint32_t parties = search->parties;
    double lowest = INFINITY, known_log = -INFINITY;
    for (uint32_t p = 0; p < parties; p++) {
        search->tried[p] = search->share[p] > 0.0 ? search->share[p] : 1e-3;
    }
    *known = false;
    for (int move = 0; move < MOVES; move++) {
        double total = best_under(search, search->tried, search->gain), weights = 0.0, bound = 0.0;
        for (uint32_t p = 0; p < parties; p++) {
            weights += search->tried[p];
            bound -= search->share[p] > 0.0 ? search->share[p] * log(search->tried[p] / search->share[p]) : 0.0;
        }
        if (total < -2.0 * UTILITY_NOISE * weights) {
            return false;
        }
        bound += total > 0.0 ? log(total) : -INFINITY;
        if (bound < lowest || move == 0) {
            lowest = bound;
            search->total = total;
            memcpy(search->weight, search->tried, parties * sizeof *search->weight);
        }
        if (all_gain(search, search->gain) && log_product(search, search->gain) > known_log) {
            known_log = log_product(search, search->gain);
            memcpy(search->best_gain, search->gain, parties * sizeof *search->best_gain);
            *known = true;
        }
        if (known_log >= lowest - UTILITY_NOISE) {
            break;
        }
        double scale = fmax(total, 1e-9 * weights), step = 1.0 / (1.0 + 0.25 * move);
        for (uint32_t p = 0; p < parties; p++) {
            double pull = fmin(fmax(step * (search->share[p] - search->tried[p] * search->gain[p] / scale), -0.7), 1.5);
            search->tried[p] *= 1.0 + pull + 0.5 * pull * pull;
        }
    }
    return true;
}

static uint32_t collect(struct search *search, const struct factor *factor)
{
    const double *value = search->value + factor->first;
    struct candidate *cell = search->cell + factor->first;
    double best = NEVER;
    for (uint32_t k = 0; k < factor->options; k++) {
        best = value[k] > best ? value[k] : best;
    }
    uint32_t count = 0;
    for (uint32_t k = 0; k < factor->options; k++) {
        double loss = best - value[k];
        if (loss > search->slack || !(value[k] > NEVER / 2)) {
            continue;
        }
        uint32_t place = count++;
        for (; place > 0 && cell[place - 1].loss > loss; place--) {
            cell[place] = cell[place - 1];
        }
        cell[place] = (struct candidate){loss, k};
    }
    return count;
}

static bool beats(const struct search *search, uint32_t a, uint32_t b)
{
    bool clearly = a < b;
    for (uint32_t p = 0; p < search->parties; p++) {
        const double *utility = utility_of(search, p);
        if (utility[a] < utility[b]) {
            return false;
        }
        clearly = clearly || utility[a] > utility[b] + 10.0 * UTILITY_NOISE;
    }
    return clearly;
}

// What every party likes at least as well replaces a cell (see parley_i_pair_core).
static uint32_t drop_beaten(const struct search *search, const struct factor *factor, struct candidate *cell,
                            uint32_t count)
{
    for (uint32_t k = 0; k < count; k++) {
        for (uint32_t j = 0; j < count; j++) {
            if (j != k && cell[j].loss >= 0.0 &&
                beats(search, factor->first + cell[j].option, factor->first + cell[k].option)) {
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

static void build_core(struct search *search)
{
    const struct space *space = search->table->space;
    uint32_t parties = search->parties;
    weigh_cells(search, search->weight);
    for (uint32_t f = space->factors; f-- > 0;) {
        const struct factor *factor = &space->factor[f];
        struct candidate *cell = search->cell + factor->first;
        search->count[f] = drop_beaten(search, factor, cell, collect(search, factor));
        for (uint32_t p = 0; p < parties; p++) {
            search->rest[f * parties + p] = 2.0 * ROUNDING;
            if (f + 1 < space->factors) {
                const struct factor *next = factor + 1;
                double most = NEVER;
                for (uint32_t k = 0; k < search->count[f + 1]; k++) {
                    most = fmax(most, utility_of(search, p)[next->first + search->cell[next->first + k].option]);
                }
                search->rest[f * parties + p] = search->rest[(f + 1) * parties + p] + most;
            }
        }
    }
}

static void visit(struct search *search, const double *sum)
{
    struct score score = {0, 0.0, 0.0};
    for (uint32_t p = 0; p < search->parties; p++) {
        double gain = sum[p] - search->table->no_deal[p];
        search->gain[p] = gain;
        if (gain < -UTILITY_NOISE) {
            return;
        }
        if (search->share[p] > 0.0 && gain > UTILITY_NOISE) {
            score.gainers++;
            score.log += search->share[p] * log(gain);
        }
        score.sum += gain;
    }
    const struct space *space = search->table->space;
    if (search->found && !parley_i_score_better(&score, &search->best) &&
        !(parley_i_score_tied(&score, &search->best) &&
          parley_i_space_compare(space, search->here, search->choice) < 0)) {
        return;
    }
    search->found = true;
    search->best = score;
    memcpy(search->choice, search->here, space->factors * sizeof *search->choice);
    if (score.gainers == search->holders) {
        double least = least_sum(search, search->weight, search->gain);
        search->slack = fmin(search->slack, search->total - least * (1.0 - 4.0 * UTILITY_NOISE) + ROUNDING);
    }
}

// Step to the next candidate of factor f that may still lead to a package looked for; false when there is none.
static bool advance(struct search *search, uint32_t f)
{
    const struct factor *factor = &search->table->space->factor[f];
    uint32_t parties = search->parties;
    const double *from = search->sum + (size_t)f * parties;
    double *to = search->sum + (size_t)(f + 1) * parties;
    while (search->at[f] < search->count[f]) {
        const struct candidate *candidate = &search->cell[factor->first + search->at[f]++];
        if (search->loss[f] + candidate->loss > search->slack) {
            return false;
        }
        bool possible = true;
        for (uint32_t p = 0; p < parties; p++) {
            to[p] = from[p] + utility_of(search, p)[factor->first + candidate->option];
            possible = possible && to[p] + search->rest[f * parties + p] >= search->table->no_deal[p] - UTILITY_NOISE;
        }
        if (possible) {
            search->here[f] = candidate->option;
            return true;
        }
    }
    return false;
}

static bool walk(struct search *search, uint64_t budget)
{
    const struct space *space = search->table->space;
    uint32_t f = 0, last = space->factors - 1;
    search->at[0] = 0;
    search->loss[0] = 0.0;
    memcpy(search->sum, search->table->base, search->parties * sizeof *search->sum);
    for (;;) {
        if (!advance(search, f)) {
            if (f == 0) {
                return true;
            }
            f--;
            continue;
        }
        if (budget-- == 0) {
            return false;
        }
        if (f == last) {
            visit(search, search->sum + (size_t)space->factors * search->parties);
            continue;
        }
        search->loss[f + 1] = search->loss[f] + search->cell[space->factor[f].first + search->at[f] - 1].loss;
        search->at[++f] = 0;
    }
}

// A walk that was cut short may have ended far from the best: change one cell at a time for as long as that helps. A
// change is another package the walk might have come to, so it is seen the same way.
static void improve(struct search *search)
{
    const struct space *space = search->table->space;
    bool better = search->found;
    while (better) {
        struct score before = search->best;
        for (uint32_t f = 0; f < space->factors; f++) {
            for (uint32_t k = 0; k < space->factor[f].options; k++) {
                memcpy(search->here, search->choice, space->factors * sizeof *search->here);
                search->here[f] = k;
                bool clean = true;
                for (uint32_t p = 0; p < search->parties; p++) {
                    search->sum[p] = parley_i_table_utility(search->table, p, search->here);
                    clean = clean && !parley_i_table_crosses(search->table, p, search->here);
                }
                if (clean) {
                    visit(search, search->sum);
                }
            }
        }
        better = parley_i_score_better(&search->best, &before);
    }
}

bool parley_i_product_many(const struct table *table, const double *share, uint32_t holders, void *scratch,
                           uint32_t *choice, double *gap)
{
    struct search search = {
        .table = table, .share = share, .holders = holders, .parties = table->parties, .choice = choice};
    arrange_memory(&search, scratch);
    bool known;
    if (!find_weights(&search, &known)) {
        return false;
    }
    double weights = 0.0;
    for (uint32_t p = 0; p < table->parties; p++) {
        weights += search.weight[p];
    }
    search.slack = search.total + weights * UTILITY_NOISE + ROUNDING;
    if (known) {
        double least = least_sum(&search, search.weight, search.best_gain);
        search.slack = fmin(search.slack, search.total - least * (1.0 - 4.0 * UTILITY_NOISE) + ROUNDING);
    }
    build_core(&search);
    bool whole = walk(&search, parley_i_product_budget(table->space));
    if (!whole && search.found) {
        improve(&search);
        for (uint32_t p = 0; p < table->parties; p++) {
            search.gain[p] = parley_i_table_utility(table, p, choice) - table->no_deal[p];
        }
        double least = search.best.gainers == holders ? least_sum(&search, search.weight, search.gain) : 0.0;
        *gap = (search.total - least) / weights;
    }
    return search.found;
}
