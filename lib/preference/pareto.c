#include "preference/pareto.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

// Parts of packages: what the factors so far are worth to each party, and the options they took.
struct parts {
    size_t count;
    double *value;   // [party * count + part]
    uint32_t *code;  // [part]
};

static void release(struct parts *parts)
{
    free(parts->value);
    free(parts->code);
    *parts = (struct parts){0};
}

static bool take(struct parts *parts, uint32_t parties, size_t count)
{
    *parts = (struct parts){.count = count};
    parts->value = malloc((parties * count + 1) * sizeof *parts->value);
    parts->code = malloc((count + 1) * sizeof *parts->code);
    return parts->value != NULL && parts->code != NULL;
}

// Leave out the parts that another beats.
static bool drop_beaten(struct parts *parts, uint32_t parties)
{
    uint8_t *beaten = malloc(parts->count + 1);
    bool fine = beaten != NULL && parley_i_pareto_filter(parts->value, parts->count, parties, beaten);
    size_t kept = 0, n = parts->count;
    for (size_t i = 0; fine && i < n; i++) {
        if (!beaten[i]) {
            parts->code[kept++] = parts->code[i];
        }
    }
    for (uint32_t p = 0; fine && p < parties; p++) {
        double *to = parts->value + p * kept;
        const double *from = parts->value + p * n;
        for (size_t i = 0, k = 0; i < n; i++) {
            if (!beaten[i]) {
                to[k++] = from[i];
            }
        }
    }
    parts->count = fine ? kept : n;
    free(beaten);
    return fine;
}

static bool is_open(const struct table *table, uint32_t cell)
{
    for (uint32_t p = 0; table->barred != NULL && p < table->parties; p++) {
        if (table->barred[(size_t)p * table->space->cells + cell]) {
            return false;
        }
    }
    return true;
}

// A factor's own options that cross no red line, without the beaten ones.
static bool take_options(const struct table *table, const struct factor *factor, struct parts *out)
{
    size_t open = 0;
    for (uint32_t k = 0; k < factor->options; k++) {
        open += is_open(table, factor->first + k);
    }
    if (!take(out, table->parties, open)) {
        return false;
    }
    for (uint32_t k = 0, i = 0; k < factor->options; k++) {
        if (is_open(table, factor->first + k)) {
            for (uint32_t p = 0; p < table->parties; p++) {
                const double *utility = table->utility + (size_t)p * table->space->cells + factor->first;
                out->value[p * open + i] = utility[k];
            }
            out->code[i++] = k;
        }
    }
    return drop_beaten(out, table->parties);
}

// Every part with every option, in the one order of summation.
static bool add_factor(const struct table *table, const struct factor *factor, struct parts *parts)
{
    struct parts options = {0}, next = {0};
    bool fine = take_options(table, factor, &options) && take(&next, table->parties, parts->count * options.count);
    for (uint32_t p = 0; fine && p < table->parties; p++) {
        double *to = next.value + p * next.count;
        for (size_t i = 0; i < parts->count; i++) {
            for (size_t k = 0; k < options.count; k++) {
                *to++ = parts->value[p * parts->count + i] + options.value[p * options.count + k];
            }
        }
    }
    for (size_t i = 0, to = 0; fine && i < parts->count; i++) {
        for (size_t k = 0; k < options.count; k++) {
            next.code[to++] = parts->code[i] * factor->options + options.code[k];
        }
    }
    if (fine && options.count > 1 && parts->count > 1) {  // else there is nothing new to compare
        fine = drop_beaten(&next, table->parties);
    }
    release(&options);
    release(parts);
    *parts = next;
    return fine;
}

static bool hand_over(const struct parts *parts, struct pareto *out)
{
    size_t n = parts->count;
    out->utility = malloc((n * out->parties + 1) * sizeof *out->utility);
    out->code = malloc((n + 1) * sizeof *out->code);
    uint64_t *keys = malloc((2 * n + 1) * sizeof *keys);
    uint32_t *order = malloc((n + 1) * sizeof *order);
    bool fine = out->utility != NULL && out->code != NULL && keys != NULL && order != NULL;
    if (fine && n > 0) {
        parley_i_order_descending(parts->value, n, keys, order);
    }
    for (size_t i = 0; fine && i < n; i++) {
        out->code[i] = parts->code[order[i]];
        for (uint32_t p = 0; p < out->parties; p++) {
            out->utility[i * out->parties + p] = parts->value[p * n + order[i]];
        }
    }
    out->count = fine ? n : 0;
    free(keys);
    free(order);
    return fine;
}

parley_status parley_i_pareto_find(const struct table *table, struct pareto *out)
{
    const struct space *space = table->space;
    *out = (struct pareto){.space = space, .parties = table->parties};
    struct parts parts = {0};
    bool fine = take(&parts, table->parties, 1);
    if (fine) {
        memcpy(parts.value, table->base, table->parties * sizeof *parts.value);
        parts.code[0] = 0;
    }
    for (uint32_t f = 0; fine && f < space->factors; f++) {
        fine = add_factor(table, &space->factor[f], &parts);
    }
    fine = fine && hand_over(&parts, out);
    release(&parts);
    return fine ? PARLEY_OK : parley_i_no_memory();
}

void parley_i_pareto_release(struct pareto *pareto)
{
    free(pareto->utility);
    free(pareto->code);
    *pareto = (struct pareto){0};
}

void parley_i_pareto_choice(const struct pareto *pareto, size_t i, uint32_t *choice)
{
    uint32_t code = pareto->code[i];
    if (pareto->choice != NULL) {
        memcpy(choice, pareto->choice + (size_t)code * pareto->space->factors, pareto->space->factors * sizeof *choice);
        return;
    }
    for (uint32_t f = pareto->space->factors; f-- > 0;) {
        choice[f] = code % pareto->space->factor[f].options;
        code /= pareto->space->factor[f].options;
    }
}
