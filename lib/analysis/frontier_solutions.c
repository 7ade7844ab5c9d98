// The solutions of the frontier: read off the Pareto set where it is whole, else searched.
#include "analysis/frontier.h"

#include "preference/product.h"
#include "preference/score.h"
#include "preference/welfare.h"

#include <math.h>
#include <string.h>

enum measure { BY_PRODUCT, BY_LEAST, BY_SUM, BY_SPREAD };
enum weights { ALL_ALIKE, BY_POWER, BY_IDEAL };  // what a party's gain counts by

static const struct solution {
    const char *name;
    enum measure measure;
    enum weights weights;
} solutions[] = {
    {"nash", BY_PRODUCT, ALL_ALIKE},
    {"nash_weighted", BY_PRODUCT, BY_POWER},
    {"kalai_smorodinsky", BY_LEAST, BY_IDEAL},
    {"kalai_smorodinsky_spread", BY_SPREAD, BY_IDEAL},
    {"egalitarian", BY_LEAST, ALL_ALIKE},
    {"utilitarian", BY_SUM, ALL_ALIKE},
    {"utilitarian_weighted", BY_SUM, BY_POWER},
    {"relative_utilitarian", BY_SUM, BY_IDEAL},
};

struct seeker {
    struct frontier *frontier;
    const struct solution *solution;
    double *weight, *share;  // share: of the weights
    uint32_t *choice, *other;
};

/// Weights of the parties; who has none (cannot gain, or has no power) does not count, unless that leaves nobody.
static void set_weights(const struct seeker *s)
{
    const struct frontier *f = s->frontier;
    bool any = false;
    for (uint32_t p = 0; p < f->table->parties; p++) {
        double gain = f->ideal[p] - f->table->no_deal[p];
        s->weight[p] = s->solution->weights == BY_POWER ? f->sitting->power[p]
                       : s->solution->weights == ALL_ALIKE ? 1
                       : gain > UTILITY_NOISE ? 1 / gain
                                              : 0;
        any = any || s->weight[p] > 0;
    }
    for (uint32_t p = 0; !any && p < f->table->parties; p++) {
        s->weight[p] = 1;
    }
    (void)parley_i_power_shares(s->weight, f->table->parties, s->share);
}

static struct score product_of(const struct seeker *s, const double *utility)
{
    const struct table *table = s->frontier->table;
    struct score score = {0, 0, 0};
    for (uint32_t p = 0; p < table->parties; p++) {
        double gain = utility[p] - table->no_deal[p];
        score.sum += gain;
        if (s->share[p] > 0 && gain > UTILITY_NOISE) {
            score.gainers++;
            score.log += s->share[p] * log(gain);
        }
    }
    return score;
}

/// How far the relative gains lie apart.
static double spread_of(const struct seeker *s, const double *utility)
{
    const struct table *table = s->frontier->table;
    double least = INFINITY, most = -INFINITY;
    for (uint32_t p = 0; p < table->parties; p++) {
        if (s->weight[p] > 0) {
            double gain = s->weight[p] * (utility[p] - table->no_deal[p]);
            least = fmin(least, gain);
            most = fmax(most, gain);
        }
    }
    return most - least;
}

static int compare(const struct seeker *s, const double *a, const double *b)
{
    const struct table *table = s->frontier->table;
    enum welfare_kind kind = s->solution->measure == BY_SUM ? WELFARE_SUM : WELFARE_LEAST;
    const struct welfare welfare = {kind, s->weight, table->no_deal};
    if (s->solution->measure == BY_PRODUCT) {
        struct score first = product_of(s, a), second = product_of(s, b);
        return parley_i_score_tied(&first, &second) ? 0 : parley_i_score_better(&first, &second) ? 1 : -1;
    }
    if (s->solution->measure == BY_SPREAD) {
        double closer = spread_of(s, b) - spread_of(s, a);
        if (fabs(closer) > UTILITY_NOISE) {
            return closer > 0 ? 1 : -1;
        }
    }
    return parley_i_welfare_compare(&welfare, table->parties, a, b);
}

/// The best of the whole Pareto set; ties go to the lowest package number.
static void pick(const struct seeker *s)
{
    const struct frontier *f = s->frontier;
    const struct pareto *pareto = &f->pareto;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < pareto->count; i++) {
        const double *utility = pareto->utility + i * pareto->parties;
        if (!parley_i_frontier_acceptable(f, utility)) {
            continue;
        }
        int order = best == SIZE_MAX ? 1 : compare(s, utility, pareto->utility + best * pareto->parties);
        if (order == 0) {
            parley_i_pareto_choice(pareto, i, s->other);
            parley_i_pareto_choice(pareto, best, s->choice);
            order = parley_i_space_compare(f->table->space, s->other, s->choice) < 0;
        }
        best = order > 0 ? i : best;
    }
    parley_i_pareto_choice(pareto, best, s->choice);
}

/// Searched. False for the spread, which grows and shrinks along the frontier as it likes.
static bool search(const struct seeker *s, double *gap)
{
    const struct frontier *f = s->frontier;
    const struct table *table = f->table;
    if (s->solution->measure == BY_PRODUCT) {
        return parley_i_product(table, s->weight, f->scratch, s->choice, gap);
    }
    if (s->solution->measure == BY_SPREAD) {
        return false;
    }
    enum welfare_kind kind = s->solution->measure == BY_SUM ? WELFARE_SUM : WELFARE_LEAST;
    const struct welfare welfare = {kind, s->weight, table->no_deal};
    return parley_i_welfare(&welfare, table, table->no_deal, f->scratch, s->choice, gap);
}

static void find(const struct seeker *s)
{
    struct frontier *f = s->frontier;
    double gap = 0;
    bool found = f->zone;
    if (found) {
        set_weights(s);
        if (f->exact) {
            pick(s);
        } else {
            found = search(s, &gap);
        }
    }
    if (!found) {
        parley_i_record_nothing(f->root, s->solution->name);
        return;
    }
    struct record *point = parley_i_frontier_tell(f, f->root, s->solution->name, s->choice);
    if (gap > 0) {
        parley_i_record_number(point, "gap", gap);
    }
}

parley_status parley_i_frontier_solutions(struct frontier *f)
{
    size_t factors = f->table->space->factors + 1;
    struct seeker seeker = {
        .frontier = f,
        .weight = parley_i_frontier_numbers(f),
        .share = parley_i_frontier_numbers(f),
        .choice = parley_i_arena_array(&f->world.arena, factors, sizeof(uint32_t)),
        .other = parley_i_arena_array(&f->world.arena, factors, sizeof(uint32_t)),
    };
    if (!seeker.weight || !seeker.share || !seeker.choice || !seeker.other) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < sizeof solutions / sizeof *solutions; i++) {
        seeker.solution = &solutions[i];
        find(&seeker);
    }
    return PARLEY_OK;
}
