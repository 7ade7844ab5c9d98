// Rank correlations: definitions joined by pairs form groups; each group's uniforms are drawn together.
#include <stdlib.h>

#include "base/fail.h"
#include "base/nearest.h"
#include "base/text.h"
#include "chance/copula.h"
#include "formula/compile.h"

parley_status parley_i_sheet_correlate(struct sheet *sheet, const struct correlation *correlations, size_t count)
{
    struct correlation *all = parley_i_arena_array(sheet->arena, sheet->correlations + count + 1, sizeof *all);
    if (all == NULL) {
        return parley_i_no_memory();
    }
    if (sheet->correlations > 0) {
        memcpy(all, sheet->correlation, sheet->correlations * sizeof *all);
    }
    for (size_t i = 0; i < count; i++) {
        struct correlation *copy = &all[sheet->correlations + i];
        *copy = (struct correlation){.rank = correlations[i].rank};
        copy->between[0] = parley_i_arena_text(sheet->arena, correlations[i].between[0]);
        copy->between[1] = parley_i_arena_text(sheet->arena, correlations[i].between[1]);
        copy->pointer = parley_i_arena_text(sheet->arena, correlations[i].pointer);
        if (copy->between[0] == NULL || copy->between[1] == NULL ||
            (copy->pointer == NULL && correlations[i].pointer != NULL)) {
            return parley_i_no_memory();
        }
    }
    sheet->correlation = all;
    sheet->correlations += count;
    return PARLEY_OK;
}

struct member {
    const char *name;
    size_t definition;
    size_t group; // the smallest member it is joined with, directly or not
};

struct pair {
    size_t a, b; // members, a < b
};

struct grouping {
    struct sheet *sheet;
    struct arena *arena;
    const char *prefix;
    size_t first_symbol, definitions;
    const enum definition_form *form;
    struct member *member; // sorted by name
    size_t members;
    struct pair *pair; // of each correlation
    struct operand *uniform;
};

static parley_status check_name(const struct grouping *all, const struct correlation *correlation, const char *name,
                                size_t *definition)
{
    const char *const *known = all->sheet->names.name + all->first_symbol;
    const size_t symbol = parley_i_names_find(&all->sheet->names, name, strlen(name));
    if (symbol == NAMES_NONE || symbol < all->first_symbol) {
        const char *near = parley_i_nearest(name, known, all->definitions);
        return near != NULL
                   ? parley_i_fail_at(PARLEY_BAD_SCENARIO, correlation->pointer, 0,
                                      "unknown assumption \"%s\"; did you mean \"%s\"?", name, near)
                   : parley_i_fail_at(PARLEY_BAD_SCENARIO, correlation->pointer, 0, "unknown assumption \"%s\"", name);
    }
    *definition = symbol - all->first_symbol;
    if (all->form[*definition] == FORM_OTHER) {
        return parley_i_fail_at(
            PARLEY_BAD_SCENARIO, correlation->pointer, 0,
            "\"%s\" is computed, expected one distribution such as normal(0, 1); give the distribution "
            "an assumption of its own and correlate that",
            name);
    }
    return PARLEY_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct member *)a)->name, ((const struct member *)b)->name);
}

static size_t member_of(const struct grouping *all, const char *name)
{
    const struct member key = {.name = name};
    const struct member *found = bsearch(&key, all->member, all->members, sizeof key, by_name);
    return (size_t)(found - all->member);
}

static parley_status list_members(struct grouping *all)
{
    const struct sheet *sheet = all->sheet;
    size_t names = 0;
    for (size_t i = 0; i < sheet->correlations; i++) {
        const struct correlation *given = &sheet->correlation[i];
        if (!(given->rank > -1 && given->rank < 1)) {
            char found[32];
            parley_i_number_print(given->rank, found);
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0,
                                    "found a rank correlation of %s, expected a number > -1 and < 1", found);
        }
        if (strcmp(given->between[0], given->between[1]) == 0) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0,
                                    "found \"%s\" twice, expected two different assumptions", given->between[0]);
        }
        for (size_t side = 0; side < 2; side++) {
            struct member *member = &all->member[names++];
            member->name = given->between[side];
            PARLEY_I_TRY(check_name(all, given, member->name, &member->definition));
        }
    }
    qsort(all->member, names, sizeof *all->member, by_name);
    for (size_t i = 0; i < names; i++) {
        if (i == 0 || strcmp(all->member[i].name, all->member[i - 1].name) != 0) {
            all->member[all->members++] = all->member[i];
        }
    }
    return PARLEY_OK;
}

static int by_pair(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    const int first = (x->a > y->a) - (x->a < y->a);
    return first != 0 ? first : (x->b > y->b) - (x->b < y->b);
}

static parley_status list_pairs(struct grouping *all)
{
    const struct sheet *sheet = all->sheet;
    struct pair *sorted = parley_i_arena_array(all->arena, sheet->correlations, sizeof *sorted);
    if (sorted == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < sheet->correlations; i++) {
        const size_t a = member_of(all, sheet->correlation[i].between[0]);
        const size_t b = member_of(all, sheet->correlation[i].between[1]);
        all->pair[i] = (struct pair){a < b ? a : b, a < b ? b : a};
    }
    memcpy(sorted, all->pair, sheet->correlations * sizeof *sorted);
    qsort(sorted, sheet->correlations, sizeof *sorted, by_pair);
    for (size_t i = 1; i < sheet->correlations; i++) {
        if (by_pair(&sorted[i], &sorted[i - 1]) != 0) {
            continue;
        }
        size_t last = sheet->correlations - 1;
        while (by_pair(&all->pair[last], &sorted[i]) != 0) {
            last--;
        }
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, sheet->correlation[last].pointer, 0,
                                "the correlation between \"%s\" and \"%s\" is given twice",
                                all->member[sorted[i].a].name, all->member[sorted[i].b].name);
    }
    return PARLEY_OK;
}

static size_t group_of(struct member *member, size_t i)
{
    while (member[i].group != i) {
        member[i].group = member[member[i].group].group;
        i = member[i].group;
    }
    return i;
}

static void join(struct grouping *all)
{
    for (size_t i = 0; i < all->members; i++) {
        all->member[i].group = i;
    }
    for (size_t i = 0; i < all->sheet->correlations; i++) {
        const size_t a = group_of(all->member, all->pair[i].a), b = group_of(all->member, all->pair[i].b);
        all->member[a > b ? a : b].group = a > b ? b : a;
    }
}

// The pair to blame stands at its own pointer; a pair nobody listed (its correlation is 0) at one of its members'.
static parley_status fail_flaw(const struct grouping *all, const size_t *listed, const struct copula_flaw *flaw)
{
    const size_t i = listed[flaw->i], j = listed[flaw->j];
    const struct sheet *sheet = all->sheet;
    size_t at = sheet->correlations, beside = 0;
    for (size_t c = 0; c < sheet->correlations; c++) {
        const struct pair *pair = &all->pair[c];
        at = (pair->a == i && pair->b == j) || (pair->a == j && pair->b == i) ? c : at;
        beside = pair->a == i || pair->b == i ? c : beside;
    }
    const char *pointer = sheet->correlation[at < sheet->correlations ? at : beside].pointer;
    const char *a = all->member[i].name, *b = all->member[j].name;
    char given[32], nearest[32];
    parley_i_number_print(flaw->given, given);
    parley_i_number_print(flaw->nearest, nearest);
    if (flaw->nearest != flaw->nearest) {
        return parley_i_fail_at(
            PARLEY_BAD_SCENARIO, pointer, 0,
            "the rank correlations contradict each other at \"%s\" and \"%s\" (%s), and no other value of "
            "this pair alone would mend it",
            a, b, given);
    }
    return parley_i_fail_at(
        PARLEY_BAD_SCENARIO, pointer, 0,
        "the rank correlations contradict each other: found %s between \"%s\" and \"%s\"; the nearest "
        "value that fits the others is %s",
        given, a, b, nearest);
}

static parley_status factor_of(const struct grouping *all, const size_t *listed, size_t n, double **factor)
{
    double *rank = parley_i_arena_array(all->arena, n * n, sizeof *rank);
    size_t *index = parley_i_arena_array(all->arena, all->members, sizeof *index);
    if (rank == NULL || index == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < n; i++) {
        rank[i * n + i] = 1;
        index[listed[i]] = i;
    }
    for (size_t c = 0; c < all->sheet->correlations; c++) {
        const struct pair *pair = &all->pair[c];
        if (all->member[pair->a].group == all->member[listed[0]].group) {
            const size_t i = index[pair->a], j = index[pair->b];
            rank[i * n + j] = rank[j * n + i] = all->sheet->correlation[c].rank;
        }
    }
    struct copula_flaw flaw;
    const parley_status status = parley_i_copula_factor(all->sheet->arena, rank, n, factor, &flaw);
    return status == PARLEY_BAD_SCENARIO ? fail_flaw(all, listed, &flaw) : status;
}

static parley_status add_group(struct grouping *all, const size_t *listed, size_t n)
{
    struct sheet *sheet = all->sheet;
    double *factor;
    PARLEY_I_TRY(factor_of(all, listed, n, &factor));
    uint32_t *place = parley_i_arena_array(sheet->arena, n, sizeof *place);
    uint32_t *column = parley_i_arena_array(sheet->arena, n, sizeof *column);
    if (place == NULL || column == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < n; i++) {
        const struct member *member = &all->member[listed[i]];
        const char *name = parley_i_arena_format(all->arena, "%s%s", all->prefix, member->name);
        if (name == NULL) {
            return parley_i_no_memory();
        }
        size_t index;
        int32_t uniform;
        PARLEY_I_TRY(parley_i_sheet_place(sheet, name, &index));
        PARLEY_I_TRY(parley_i_sheet_add_column(sheet, NULL, false, &uniform));
        place[i] = (uint32_t)index;
        column[i] = (uint32_t)uniform;
        all->uniform[member->definition] = (struct operand){OPERAND_COLUMN, column[i]};
    }
    PARLEY_I_TRY(
        parley_i_grow(sheet->arena, &sheet->group, sheet->groups, &sheet->group_capacity, sizeof *sheet->group));
    const struct instruction instruction = {.kind = DO_CORRELATE, .index = (uint32_t)sheet->groups};
    sheet->group[sheet->groups++] = (struct group){.members = n, .place = place, .column = column, .factor = factor};
    return parley_i_program_add(&sheet->program, sheet->arena, &instruction);
}

static parley_status make_groups(struct grouping *all)
{
    const size_t pairs = all->sheet->correlations;
    all->member = parley_i_arena_array(all->arena, 2 * pairs, sizeof *all->member);
    all->pair = parley_i_arena_array(all->arena, pairs, sizeof *all->pair);
    size_t *listed = parley_i_arena_array(all->arena, 2 * pairs, sizeof *listed);
    if (all->member == NULL || all->pair == NULL || listed == NULL) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(list_members(all));
    PARLEY_I_TRY(list_pairs(all));
    join(all);
    for (size_t i = 0; i < all->members; i++) {
        all->member[i].group = group_of(all->member, i);
    }
    for (size_t first = 0; first < all->members; first++) {
        size_t n = 0;
        for (size_t i = first; i < all->members && all->member[first].group == first; i++) {
            if (all->member[i].group == first) {
                listed[n++] = i;
            }
        }
        if (n > 0) {
            PARLEY_I_TRY(add_group(all, listed, n));
        }
    }
    all->sheet->correlations = 0;
    return PARLEY_OK;
}

parley_status parley_i_sheet_group(struct sheet *sheet, const char *prefix, size_t first_symbol,
                                   const enum definition_form *form, size_t count, struct operand *uniform)
{
    if (sheet->correlations == 0) {
        return PARLEY_OK;
    }
    struct arena arena = {NULL};
    struct grouping all = {.sheet = sheet,
                           .arena = &arena,
                           .prefix = prefix,
                           .first_symbol = first_symbol,
                           .definitions = count,
                           .form = form,
                           .uniform = uniform};
    const parley_status status = make_groups(&all);
    parley_i_arena_release(&arena);
    return status;
}
