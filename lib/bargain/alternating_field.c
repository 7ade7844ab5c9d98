// Alternating offers over a few packages, for any number of parties: utilities are laid out once, each round is a scan.
//
// Under unanimity nothing can be agreed before the first round in which some package is worth everybody's target, so
// the rounds before it are not played.
#include "bargain/alternating.h"

#include "preference/field.h"

#include <math.h>
#include <string.h>

enum { PARTIES = 16 };  // most parties worth laying out

struct laid_out {
    const struct alternating *talks;
    size_t chunks, stride;
    double *own;         // [party][package]: -INFINITY beyond its red line
    double *worth;       // [party][package]: what it seeks to make large when it proposes; filled when first needed
    double *margin;      // [package]
    double *chunk_most;  // [chunk]
    double *cells;       // [cell]
    uint8_t *ready;      // [party]
    uint8_t *accepts;    // [party]
    uint32_t *rival;     // [factor]
};

static size_t padded(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

static bool fits(const struct space *space, uint32_t parties)
{
    return parley_i_field_fits(space) && parties <= PARTIES;
}

size_t parley_i_alternating_field_scratch(const struct sitting_shape *shape)
{
    const struct space *space = shape->space;
    if (!fits(space, shape->parties)) {
        return 0;
    }
    size_t chunks = parley_i_field_chunks(space), row = chunks * FIELD_CHUNK * sizeof(double);
    return (2 * shape->parties + 1) * row + padded(chunks * sizeof(double)) + padded(space->cells * sizeof(double)) +
           2 * padded(shape->parties) + padded(space->factors * sizeof(uint32_t));
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

static struct laid_out lay_out(const struct alternating *talks)
{
    const struct table *table = talks->sitting->table;
    const struct space *space = table->space;
    size_t chunks = parley_i_field_chunks(space), row = chunks * FIELD_CHUNK * sizeof(double);
    struct laid_out field = {.talks = talks, .chunks = chunks, .stride = chunks * FIELD_CHUNK};
    char *memory = talks->scratch;
    field.own = carve(&memory, table->parties * row);
    field.worth = carve(&memory, table->parties * row);
    field.margin = carve(&memory, row);
    field.chunk_most = carve(&memory, chunks * sizeof(double));
    field.cells = carve(&memory, space->cells * sizeof(double));
    field.ready = carve(&memory, table->parties);
    field.accepts = carve(&memory, table->parties);
    field.rival = carve(&memory, space->factors * sizeof(uint32_t));
    memset(field.ready, 0, table->parties);
    for (uint32_t p = 0; p < table->parties; p++) {
        const double *utility = table->utility + (size_t)p * space->cells;
        for (uint32_t c = 0; table->barred != NULL && c < space->cells; c++) {
            field.cells[c] = table->barred[(size_t)p * space->cells + c] ? -INFINITY : utility[c];
        }
        parley_i_field_fill(space, table->base[p], table->barred != NULL ? field.cells : utility,
                            field.own + p * field.stride);
    }
    return field;
}

static void levels(const struct alternating *talks, uint32_t round, double *level)
{
    for (uint32_t p = 0; p < talks->sitting->parties; p++) {
        level[p] = parley_i_alternating_level(talks, p, round);
    }
}

static size_t widest_margin(const struct laid_out *field, double widest)
{
    size_t c = 0;
    while (field->chunk_most[c] != widest) {
        c++;
    }
    size_t i = c * FIELD_CHUNK;
    while (field->margin[i] != widest) {
        i++;
    }
    return i;
}

// The first round in which some package is worth everybody's target; `rounds` when none ever is. Targets only fall:
// the package that exceeds them most in one round allows an earlier one, and so on until none does.
static uint32_t first_possible(struct laid_out *field)
{
    const struct alternating *talks = field->talks;
    uint32_t parties = talks->sitting->parties, round = talks->rounds;
    double level[PARTIES];
    while (round > 0) {
        levels(talks, round - 1, level);
        double widest = parley_i_field_margins(field->own, field->stride, level, parties, field->chunks, field->margin,
                                               field->chunk_most);
        if (!(widest >= 0.0)) {
            break;
        }
        size_t package = widest_margin(field, widest);
        double time = 0.0;
        for (uint32_t p = 0; p < parties; p++) {
            time = fmax(time, parley_i_alternating_time(&talks->conceder[p], field->own[p * field->stride + package]));
        }
        double allowed = ceil(time * (talks->rounds - 1) - 1e-9);
        round = allowed < round - 1 ? (uint32_t)fmax(allowed, 0.0) : round - 1;
    }
    return round;
}

// Of packages the proposer likes equally well for the others: its own utility decides, then the lowest number.
static size_t best_of_ties(const struct laid_out *field, const double *own, const double *worth, double bar,
                           double level)
{
    const struct space *space = field->talks->sitting->table->space;
    uint32_t *choice = field->talks->out->choice;
    size_t best = SIZE_MAX;
    for (size_t c = 0; c < field->chunks; c++) {
        for (size_t i = c * FIELD_CHUNK; field->chunk_most[c] >= bar && i < (c + 1) * FIELD_CHUNK; i++) {
            if (!(worth[i] >= bar && own[i] >= level)) {
                continue;
            }
            bool better = best == SIZE_MAX || own[i] > own[best] + UTILITY_NOISE;
            if (!better && own[i] >= own[best] - UTILITY_NOISE) {
                parley_i_field_choice(space, i, field->rival);
                better = parley_i_space_compare(space, field->rival, choice) < 0;
            }
            if (better) {
                best = i;
                parley_i_field_choice(space, best, choice);
            }
        }
    }
    return best;
}

static const double *worth_to(struct laid_out *field, uint32_t proposer)
{
    double *worth = field->worth + proposer * field->stride;
    if (!field->ready[proposer]) {
        double base = parley_i_alternating_worth(field->talks, proposer, field->cells, NULL);
        parley_i_field_fill(field->talks->sitting->table->space, base, field->cells, worth);
        field->ready[proposer] = 1;
    }
    return worth;
}

// Do those who accept the proposer's package suffice? Under unanimity one refusal is enough to know.
static bool suffices(const struct laid_out *field, size_t package, uint32_t proposer, uint32_t round)
{
    const struct sitting *sitting = field->talks->sitting;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        field->accepts[p] = p == proposer || (!field->talks->conceder[p].hopeless &&
                                              field->own[p * field->stride + package] >=
                                                  parley_i_alternating_level(field->talks, p, round));
        if (!field->accepts[p] && sitting->rule->kind == RULE_UNANIMITY) {
            return false;
        }
    }
    return parley_i_rule_met(sitting->rule, sitting->power, field->accepts, sitting->parties);
}

// Does this round end in agreement? Then its package is the settlement's choice.
static bool agree(struct laid_out *field, uint32_t round)
{
    const struct alternating *talks = field->talks;
    uint32_t proposer = parley_i_alternating_proposer(talks, round);
    if (talks->conceder[proposer].hopeless) {
        return false;
    }
    const double *worth = worth_to(field, proposer), *own = field->own + proposer * field->stride;
    double level = parley_i_alternating_level(talks, proposer, round);
    double most = parley_i_field_most(worth, own, level, field->chunks, field->chunk_most);
    if (most > -INFINITY) {
        return suffices(field, best_of_ties(field, own, worth, most - UTILITY_NOISE, level), proposer, round);
    }
    if (talks->sitting->rule->kind == RULE_UNANIMITY) {  // all it could offer crosses another's red line
        return false;
    }
    // Worth minus infinity to the others all alike: its own utility decides.
    most = parley_i_field_most(own, own, level, field->chunks, field->chunk_most);
    return suffices(field, best_of_ties(field, own, own, most - UTILITY_NOISE, level), proposer, round);
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
        if (agree(&field, round)) {
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
