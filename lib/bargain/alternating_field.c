// Alternating offers over a few packages, for any number of parties: utilities are laid out once, each round is a scan.
//
// Under unanimity nothing can be agreed before the first round in which some package is worth everybody's target, so the
// rounds before it are not played.
#include "bargain/alternating.h"

#include "preference/field.h"

#include <math.h>
#include <string.h>

enum { PARTIES = 16 };  // most parties worth laying out

struct laid_out {
    const struct alternating *talks;
    size_t packages, stride;
    double *own;      // [party][package]: -INFINITY beyond its red line
    double *worth;    // [party][package]: what it seeks to make large when it proposes; filled when first needed
    uint8_t *ready;   // [party]
    uint8_t *accepts; // [party]
    double *cells;    // [cell]
    uint32_t *rival;  // [factor]
    uint32_t *zone;   // packages acceptable to all in the end
    size_t zone_count;
};

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

static bool fits(const struct space *space, uint32_t parties) { return parley_i_field_fits(space) && parties <= PARTIES; }

size_t parley_i_alternating_field_scratch(const struct sitting_shape *shape)
{
    const struct space *space = shape->space;
    if (!fits(space, shape->parties)) {
        return 0;
    }
    size_t packages = (size_t)space->packages;
    return 2 * shape->parties * padded(packages * sizeof(double)) + 2 * padded(shape->parties) +
           padded(space->cells * sizeof(double)) + padded(space->factors * sizeof(uint32_t)) + padded(packages * sizeof(uint32_t));
}

static struct laid_out lay_out(const struct alternating *talks)
{
    const struct table *table = talks->sitting->table;
    const struct space *space = table->space;
    struct laid_out field = {.talks = talks, .packages = (size_t)space->packages};
    size_t row = padded(field.packages * sizeof(double));
    char *memory = talks->scratch;
    field.stride = row / sizeof(double);
    field.own = (double *)memory;
    field.worth = (double *)(memory + table->parties * row);
    memory += 2 * table->parties * row;
    field.ready = (uint8_t *)memory;
    field.accepts = field.ready + padded(table->parties);
    memory += 2 * padded(table->parties);
    field.cells = (double *)memory;
    memory += padded(space->cells * sizeof(double));
    field.rival = (uint32_t *)memory;
    memory += padded(space->factors * sizeof(uint32_t));
    field.zone = (uint32_t *)memory;
    memset(field.ready, 0, table->parties);
    for (uint32_t p = 0; p < table->parties; p++) {
        const double *utility = table->utility + (size_t)p * space->cells;
        for (uint32_t c = 0; table->barred != NULL && c < space->cells; c++) {
            field.cells[c] = table->barred[(size_t)p * space->cells + c] ? -INFINITY : utility[c];
        }
        parley_i_field_fill(space, table->base[p], table->barred != NULL ? field.cells : utility, field.own + p * field.stride);
    }
    return field;
}

static bool all_reach(const struct laid_out *field, size_t package, const double *level)
{
    for (uint32_t p = 0; p < field->talks->sitting->parties; p++) {
        if (!(field->own[p * field->stride + package] >= level[p])) {
            return false;
        }
    }
    return true;
}

static void levels(const struct alternating *talks, uint32_t round, double *level)
{
    for (uint32_t p = 0; p < talks->sitting->parties; p++) {
        level[p] = parley_i_alternating_level(talks, p, round);
    }
}

static bool zone_reaches(const struct laid_out *field, const double *level)
{
    for (size_t k = 0; k < field->zone_count; k++) {
        if (all_reach(field, field->zone[k], level)) {
            return true;
        }
    }
    return false;
}

// The first round in which some package is worth everybody's target; `rounds` when none ever is. Targets only fall.
static uint32_t first_possible(struct laid_out *field)
{
    const struct alternating *talks = field->talks;
    double level[PARTIES];
    levels(talks, talks->rounds - 1, level);
    field->zone_count = 0;
    for (size_t i = parley_i_field_next(field->own, level[0], field->own, level[0], 0, field->packages); i < field->packages;
         i = parley_i_field_next(field->own, level[0], field->own, level[0], i + 1, field->packages)) {
        if (all_reach(field, i, level)) {
            field->zone[field->zone_count++] = (uint32_t)i;
        }
    }
    if (field->zone_count == 0) {
        return talks->rounds;
    }
    uint32_t no = 0, yes = talks->rounds - 1;
    while (no < yes) {
        uint32_t middle = no + (yes - no) / 2;
        levels(talks, middle, level);
        if (zone_reaches(field, level)) {
            yes = middle;
        } else {
            no = middle + 1;
        }
    }
    return yes;
}

// Of packages the proposer likes equally well for the others: its own utility decides, then the lowest number.
static size_t best_of_ties(const struct laid_out *field, const double *own, const double *worth, double most, double level)
{
    const struct space *space = field->talks->sitting->table->space;
    double bar = most - UTILITY_NOISE;
    size_t best = parley_i_field_next(worth, bar, own, level, 0, field->packages);
    for (size_t i = parley_i_field_next(worth, bar, own, level, best + 1, field->packages); i < field->packages;
         i = parley_i_field_next(worth, bar, own, level, i + 1, field->packages)) {
        bool better = own[i] > own[best];
        if (fabs(own[i] - own[best]) <= UTILITY_NOISE) {
            parley_i_field_choice(space, i, field->rival);
            parley_i_field_choice(space, best, field->talks->out->choice);
            better = parley_i_space_compare(space, field->rival, field->talks->out->choice) < 0;
        }
        best = better ? i : best;
    }
    return best;
}

// The proposer's package of this round; false when it has none.
static bool propose(struct laid_out *field, uint32_t proposer, uint32_t round)
{
    const struct alternating *talks = field->talks;
    const struct table *table = talks->sitting->table;
    double *worth = field->worth + proposer * field->stride, *own = field->own + proposer * field->stride;
    if (talks->conceder[proposer].hopeless) {
        return false;
    }
    if (!field->ready[proposer]) {
        double base = parley_i_alternating_worth(talks, proposer, field->cells, NULL);
        parley_i_field_fill(table->space, base, field->cells, worth);
        field->ready[proposer] = 1;
    }
    double level = parley_i_alternating_level(talks, proposer, round);
    double most = parley_i_field_most(worth, own, level, field->packages);
    if (most == -INFINITY) {
        return parley_i_table_top(table, proposer, talks->out->choice) > -INFINITY;
    }
    parley_i_field_choice(table->space, best_of_ties(field, own, worth, most, level), talks->out->choice);
    return true;
}

static bool agreed(const struct laid_out *field, uint32_t proposer, uint32_t round)
{
    const struct sitting *sitting = field->talks->sitting;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        field->accepts[p] = p == proposer || parley_i_alternating_accepts(field->talks, p, round, field->talks->out->choice);
        if (!field->accepts[p] && sitting->rule->kind == RULE_UNANIMITY) {
            return false;
        }
    }
    return parley_i_rule_met(sitting->rule, sitting->power, field->accepts, sitting->parties);
}

bool parley_i_alternating_field(const struct alternating *talks)
{
    const struct sitting *sitting = talks->sitting;
    if (!fits(sitting->table->space, sitting->parties)) {
        return false;
    }
    struct laid_out field = lay_out(talks);
    uint32_t first = sitting->rule->kind == RULE_UNANIMITY ? first_possible(&field) : 0;
    uint32_t collapse = parley_i_alternating_collapse(talks);
    for (uint32_t round = first; round < talks->rounds && round <= collapse; round++) {
        uint32_t proposer = parley_i_alternating_proposer(talks, round);
        if (propose(&field, proposer, round) && agreed(&field, proposer, round)) {
            parley_i_alternating_conclude(talks, OUTCOME_AGREED, round + 1);
            return true;
        }
    }
    if (collapse < talks->rounds) {
        parley_i_alternating_conclude(talks, OUTCOME_BREAKDOWN, collapse + 1);
    } else {
        parley_i_alternating_conclude(talks, OUTCOME_DEADLINE, talks->rounds);
    }
    return true;
}
