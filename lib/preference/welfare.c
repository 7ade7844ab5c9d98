#include "preference/welfare.h"

#include "preference/welfare_search.h"

#include <math.h>
#include <string.h>

enum { MOST_CLIMBS = 4 };
static const double GOOD_ENOUGH = 5e-4;  // in spaces beyond, improvements below are ignored if need be
static const uint64_t SHORT_WALK = 5000, LONG_WALK = 200000;

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

size_t parley_i_welfare_scratch(const struct space *space, uint32_t parties)
{
    return 7 * padded((parties + 1) * sizeof(double)) + padded(space->factors * sizeof(uint32_t)) +
           parley_i_core_scratch(space, parties);
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

static void arrange(struct welfare_search *search, const struct table *table, void *scratch)
{
    char *memory = scratch;
    size_t bytes = (table->parties + 1) * sizeof(double);
    search->weight = carve(&memory, bytes);
    search->tried = carve(&memory, bytes);
    search->share = carve(&memory, bytes);
    search->worth = carve(&memory, bytes);
    search->score = carve(&memory, bytes);
    search->best = carve(&memory, bytes);
    search->ideal = carve(&memory, bytes);
    search->choice = carve(&memory, table->space->factors * sizeof(uint32_t));
    parley_i_core_load(&search->core, table, memory);
}

void parley_i_welfare_score(const struct welfare *welfare, uint32_t parties, const double *utility, double *score)
{
    uint32_t count = 0;
    double sum = 0.0, gains = 0.0;
    for (uint32_t p = 0; p < parties; p++) {
        double gain = utility[p] - welfare->origin[p];
        gains += gain;
        if (welfare->kind == WELFARE_SUM) {
            sum += welfare->weight[p] * utility[p];
        } else if (welfare->weight[p] > 0.0) {
            double weighed = welfare->weight[p] * gain;
            uint32_t place = count++;
            for (; place > 0 && score[place - 1] > weighed; place--) {
                score[place] = score[place - 1];
            }
            score[place] = weighed;
        }
    }
    if (welfare->kind == WELFARE_SUM) {
        score[count++] = sum;
    }
    while (count <= parties) {
        score[count++] = gains;
    }
}

static int compare_scores(const double *a, const double *b, uint32_t parties)
{
    for (uint32_t k = 0; k <= parties; k++) {
        if (a[k] > b[k] + UTILITY_NOISE || a[k] < b[k] - UTILITY_NOISE) {
            return a[k] > b[k] ? 1 : -1;
        }
    }
    return 0;
}

// The smallest that is larger than `past` in order of (value, party); the parties with weight only. Saves an array
// where few compare.
static double next_least(const struct welfare *welfare, uint32_t parties, const double *utility, double *past,
                         uint32_t *after)
{
    double least = INFINITY;
    uint32_t which = parties;
    for (uint32_t p = 0; p < parties; p++) {
        double weighed = welfare->weight[p] * (utility[p] - welfare->origin[p]);
        bool beyond = weighed > *past || (weighed == *past && p > *after);
        if (welfare->weight[p] > 0.0 && beyond && weighed < least) {
            least = weighed;
            which = p;
        }
    }
    *past = least;
    *after = which;
    return least;
}

int parley_i_welfare_compare(const struct welfare *welfare, uint32_t parties, const double *a, const double *b)
{
    double first = 0.0, second = 0.0, gains = 0.0;
    for (uint32_t p = 0; p < parties; p++) {
        first += welfare->kind == WELFARE_SUM ? welfare->weight[p] * a[p] : 0.0;
        second += welfare->kind == WELFARE_SUM ? welfare->weight[p] * b[p] : 0.0;
        gains += a[p] - b[p];
    }
    if (fabs(first - second) > UTILITY_NOISE) {
        return first > second ? 1 : -1;
    }
    double past[2] = {-INFINITY, -INFINITY};
    uint32_t after[2] = {0, 0};
    for (uint32_t k = 0; welfare->kind == WELFARE_LEAST && k < parties; k++) {
        double x = next_least(welfare, parties, a, &past[0], &after[0]);
        double y = next_least(welfare, parties, b, &past[1], &after[1]);
        if (x == INFINITY) {
            break;
        }
        if (fabs(x - y) > UTILITY_NOISE) {
            return x > y ? 1 : -1;
        }
    }
    return fabs(gains) <= UTILITY_NOISE ? 0 : gains > 0.0 ? 1 : -1;
}

// How much more than the measure's own shortfall a package may lose: rounding, and levels that are forgiven.
static double noise_of(const struct welfare_search *search)
{
    double sum = 1.0;
    for (uint32_t p = 0; p < search->core.parties; p++) {
        sum += search->weight[p];
    }
    return (2.0 * UTILITY_NOISE + WELFARE_ROUNDING) * sum;
}

static void raise_needs(struct welfare_search *search, double value)
{
    const struct welfare *welfare = search->welfare;
    for (uint32_t p = 0; welfare->kind == WELFARE_LEAST && p < search->core.parties; p++) {
        if (welfare->weight[p] > 0.0) {
            double wanted = (value + search->ignore - 2.0 * UTILITY_NOISE) / welfare->weight[p];
            double need = welfare->origin[p] + wanted - WELFARE_ROUNDING;
            search->core.need[p] = fmax(search->core.need[p], need);
        }
    }
}

static double visit(struct core *core, double slack, void *user)
{
    struct welfare_search *search = user;
    if (!parley_i_welfare_allowed(search, core->worth)) {
        return slack;
    }
    double value = parley_i_welfare_measure(search, core->worth);
    if (search->found && value < search->best[0] - UTILITY_NOISE) {
        return slack;
    }
    parley_i_welfare_score(search->welfare, core->parties, core->worth, search->score);
    int order = search->found ? compare_scores(search->score, search->best, core->parties) : 1;
    if (order < 0 || (order == 0 && parley_i_space_compare(core->table->space, core->choice, search->choice) > 0)) {
        return slack;
    }
    search->found = true;
    memcpy(search->best, search->score, (core->parties + 1) * sizeof *search->best);
    memcpy(search->choice, core->choice, core->table->space->factors * sizeof *search->choice);
    raise_needs(search, value);
    return fmin(slack, search->bound - value - search->ignore + noise_of(search));
}

// What every package that will do is worth at least.
static double floor_of(const struct welfare_search *search)
{
    const struct table *table = search->core.table;
    const struct welfare *welfare = search->welfare;
    double sum = 0.0, least = INFINITY;
    for (uint32_t p = 0; p < table->parties; p++) {
        const double *utility = table->utility + (size_t)p * table->space->cells;
        double low = table->base[p];
        for (uint32_t f = 0; f < table->space->factors; f++) {
            const struct factor *factor = &table->space->factor[f];
            double worst = INFINITY;
            for (uint32_t c = factor->first; c < factor->first + factor->options; c++) {
                worst = fmin(worst, utility[c]);
            }
            low += worst;
        }
        low = fmax(low, search->least[p]);
        if (welfare->weight[p] > 0.0) {
            sum += welfare->weight[p] * low;
            least = fmin(least, welfare->weight[p] * (low - welfare->origin[p]));
        }
    }
    return welfare->kind == WELFARE_SUM ? sum : least;
}

static double gap_of(const struct welfare_search *search, double bound, double value)
{
    double sum = 0.0, least = INFINITY;
    for (uint32_t p = 0; p < search->core.parties; p++) {
        double weight = search->welfare->weight[p];
        sum += weight;
        least = weight > 0.0 ? fmin(least, weight) : least;
    }
    return fmax(0.0, bound - value) / (search->welfare->kind == WELFARE_SUM ? sum : least);
}

static bool base_will_do(const struct table *table, const double *least)
{
    for (uint32_t p = 0; p < table->parties; p++) {
        if (!parley_i_reaches(table->base[p], least[p])) {
            return false;
        }
    }
    return true;
}

static bool open_cell(const struct table *table, uint32_t cell)
{
    for (uint32_t p = 0; table->barred != NULL && p < table->parties; p++) {
        if (table->barred[(size_t)p * table->space->cells + cell]) {
            return false;
        }
    }
    return true;
}

// Change factors f and g of the package found (one alone when they are the same) wherever that makes it better.
static bool change(struct welfare_search *search, uint32_t f, uint32_t g)
{
    const struct table *table = search->core.table;
    const struct factor *first = &table->space->factor[f], *second = &table->space->factor[g];
    uint32_t *choice = search->core.choice;
    bool better = false;
    memcpy(choice, search->choice, table->space->factors * sizeof *choice);
    for (uint32_t i = 0; i < first->options; i++) {
        for (uint32_t k = 0; open_cell(table, first->first + i) && k < (f == g ? 1 : second->options); k++) {
            choice[f] = i;
            choice[g] = f == g ? i : k;
            if (open_cell(table, second->first + choice[g])) {
                double before = search->best[0];
                for (uint32_t p = 0; p < table->parties; p++) {
                    search->core.worth[p] = parley_i_table_utility(table, p, choice);
                }
                (void)visit(&search->core, 0.0, search);
                better = better || search->best[0] > before + UTILITY_NOISE;
            }
        }
    }
    return better;
}

// Improve the package found by changes of one or two factors at a time, until none helps.
static void climb(struct welfare_search *search)
{
    uint32_t factors = search->core.table->space->factors;
    for (int round = 0; round < MOST_CLIMBS; round++) {
        bool better = false;
        for (uint32_t f = 0; f < factors; f++) {
            for (uint32_t g = f; g < factors; g++) {
                better = change(search, f, g) || better;
            }
        }
        if (!better) {
            return;
        }
    }
}

// When the exact walk grows too long, only clearly better packages are looked for. Returns what no package exceeds.
static double walk_on(struct welfare_search *search)
{
    if (search->found) {
        climb(search);
    }
    search->ignore = GOOD_ENOUGH;
    double value = search->found ? search->best[0] : search->known - search->ignore;
    raise_needs(search, value);
    double slack = search->bound - value - search->ignore + noise_of(search);
    bool whole = parley_i_core_walk(&search->core, slack, LONG_WALK, visit, search);
    search->ignore = 0.0;
    return whole && search->found ? fmin(search->bound, search->best[0] + GOOD_ENOUGH) : search->bound;
}

// Before the walk: of the packages that differ from the bound's own by one option, how good is the best?
static void swap_one(struct welfare_search *search)
{
    const struct table *table = search->core.table;
    uint32_t parties = table->parties, cells = table->space->cells;
    (void)parley_i_core_best(&search->core, search->weight, search->worth);
    for (uint32_t f = 0; f < table->space->factors; f++) {
        const struct factor *factor = &table->space->factor[f];
        const double *from = table->utility + factor->first + search->core.best[f];
        for (uint32_t c = factor->first; c < factor->first + factor->options; c++) {
            if (search->core.value[c] <= CORE_NEVER / 2) {
                continue;
            }
            for (uint32_t p = 0; p < parties; p++) {
                search->tried[p] = search->worth[p] - from[(size_t)p * cells] + table->utility[(size_t)p * cells + c];
            }
            if (parley_i_welfare_allowed(search, search->tried)) {
                search->known = fmax(search->known, parley_i_welfare_measure(search, search->tried));
            }
        }
    }
}

// The measure of the best package, which is left in `search->choice`.
static bool find(struct welfare_search *search, double *gap)
{
    const struct table *table = search->core.table;
    search->bound = INFINITY;
    search->known = floor_of(search);
    *gap = 0.0;
    if (!parley_i_welfare_prices(search)) {
        return false;
    }
    if (search->bound > search->known + UTILITY_NOISE) {
        swap_one(search);
    }
    double slack = search->bound - search->known + noise_of(search);
    if (slack < 0.0) {
        return false;
    }
    for (uint32_t p = 0; p < table->parties; p++) {
        search->core.need[p] = search->least[p] - UTILITY_NOISE;
    }
    raise_needs(search, search->known);
    parley_i_core_build(&search->core, search->weight, slack);
    bool small = table->space->packages <= WELFARE_PACKAGES;
    if (!parley_i_core_walk(&search->core, slack, small ? UINT64_MAX : SHORT_WALK, visit, search)) {
        double most = walk_on(search);
        *gap = search->found ? gap_of(search, most, search->best[0]) : 0.0;
    }
    return search->found;
}

bool parley_i_welfare(const struct welfare *welfare, const struct table *table, const double *least, void *scratch,
                      uint32_t *choice, double *gap)
{
    *gap = 0.0;
    if (table->space->factors == 0) {
        return base_will_do(table, least);
    }
    struct welfare_search search = {.welfare = welfare, .least = least};
    arrange(&search, table, scratch);
    if (!find(&search, gap)) {
        return false;
    }
    memcpy(choice, search.choice, table->space->factors * sizeof *choice);
    return true;
}

bool parley_i_ideal_gains(const struct table *table, const double *least, void *scratch, double *gain, double *gap)
{
    *gap = 0.0;
    struct welfare_search search = {.least = least};
    arrange(&search, table, scratch);
    double *weight = search.ideal;
    const struct welfare welfare = {WELFARE_SUM, weight, least};
    search.welfare = &welfare;
    for (uint32_t p = 0; p < table->parties; p++) {
        for (uint32_t q = 0; q < table->parties; q++) {
            weight[q] = p == q ? 1.0 : 0.0;
        }
        double missed = 0.0;
        search.found = false;
        if (table->space->factors == 0 ? !base_will_do(table, least) : !find(&search, &missed)) {
            return false;
        }
        double worth = table->space->factors == 0 ? table->base[p] : search.best[0];
        gain[p] = fmax(0.0, worth - least[p]);
        *gap = fmax(*gap, missed);
    }
    return true;
}
