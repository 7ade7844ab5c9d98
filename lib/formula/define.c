// Definitions that refer to each other in any order: sorted by need, then compiled one after the other.
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/text.h"
#include "formula/compile.h"
#include "formula/token.h"

struct need {
    uint32_t definition; // index
    size_t next;         // of the same definition, index + 1; 0: no more
};

struct definitions {
    struct sheet *sheet;
    struct arena *arena; // released when all are compiled
    const char *prefix;
    const struct definition *item;
    size_t count, first_symbol; // definition i is symbol first_symbol + i
    struct need *need;
    size_t needs, need_capacity;
    size_t *first_need; // of each definition, index + 1
    enum definition_form *form;
    struct operand *uniform; // of each: where a correlated one finds its uniforms
};

static parley_status add_need(struct definitions *all, size_t i, size_t definition)
{
    PARLEY_I_TRY(parley_i_grow(all->arena, &all->need, all->needs, &all->need_capacity, sizeof *all->need));
    all->need[all->needs] = (struct need){.definition = (uint32_t)definition, .next = all->first_need[i]};
    all->first_need[i] = ++all->needs;
    return PARLEY_OK;
}

// Which definitions does the i-th one name? Names that nobody knows are left to the compiler, which says so.
static parley_status find_needs(struct definitions *all, size_t i, struct arena *scratch)
{
    struct formula formula;
    PARLEY_I_TRY(parley_i_formula_parse(scratch, &all->item[i].source, &formula));
    const bool is_law = formula.node[formula.root].kind == NODE_LAW;
    all->form[i] = is_law ? FORM_LAW : FORM_CONSTANT;
    for (size_t n = formula.count; n-- > 0;) {
        const struct node *node = &formula.node[n];
        if (!is_law && (node->kind == NODE_NAME || node->kind == NODE_LAW)) {
            all->form[i] = FORM_OTHER;
        }
        if (node->kind != NODE_NAME) {
            continue;
        }
        const size_t symbol = parley_i_names_find(&all->sheet->names, node->text, strlen(node->text));
        if (symbol != NAMES_NONE && symbol >= all->first_symbol) {
            PARLEY_I_TRY(add_need(all, i, symbol - all->first_symbol));
        }
    }
    return PARLEY_OK;
}

static parley_status find_all_needs(struct definitions *all)
{
    parley_status status = PARLEY_OK;
    for (size_t i = 0; i < all->count && status == PARLEY_OK; i++) {
        struct arena scratch = {NULL};
        status = find_needs(all, i, &scratch);
        parley_i_arena_release(&scratch);
    }
    return status;
}

// The cycle that closes when the last one on the path needs `again`: told from the member declared first.
static parley_status fail_cycle(const struct definitions *all, const uint32_t *path, size_t length, uint32_t again)
{
    size_t begin = length - 1;
    while (path[begin] != again) {
        begin--;
    }
    const size_t members = length - begin;
    size_t first = begin;
    for (size_t i = begin; i < length; i++) {
        first = path[i] < path[first] ? i : first;
    }
    struct text told = {NULL, 0, 0, false};
    for (size_t i = 0; i <= members; i++) {
        parley_i_text_add(&told, i > 0 ? " -> " : "");
        parley_i_text_add(&told, all->item[path[begin + (first - begin + i) % members]].name);
    }
    const parley_status status =
        told.failed ? parley_i_no_memory()
                    : parley_i_fail_at(PARLEY_BAD_SCENARIO, all->item[path[first]].source.pointer, 0,
                                       "definitions go in a circle: %s; one of them must not need the next", told.data);
    parley_i_text_release(&told);
    return status;
}

static parley_status compile(const struct definitions *all, size_t i, struct arena *scratch)
{
    struct sheet *sheet = all->sheet;
    const struct definition *item = &all->item[i];
    struct symbol *symbol = sheet->symbol[all->first_symbol + i];
    const char *place = parley_i_arena_format(scratch, "%s%s", all->prefix, item->name);
    if (place == NULL) {
        return parley_i_no_memory();
    }
    struct formula formula;
    PARLEY_I_TRY(parley_i_formula_parse(scratch, &item->source, &formula));
    const struct operand *uniform = all->uniform[i].kind == OPERAND_NONE ? NULL : &all->uniform[i];
    return parley_i_sheet_compile(sheet, &formula, place, item->name, uniform, NULL, &symbol->number);
}

static parley_status compile_alone(const struct definitions *all, size_t i)
{
    struct arena scratch = {NULL};
    const parley_status status = compile(all, i, &scratch);
    parley_i_arena_release(&scratch);
    return status;
}

enum mark { UNSEEN, ON_PATH, DONE };

// Depth first from `start`, without recursion: needs are compiled before those who need them.
static parley_status compile_from(struct definitions *all, uint32_t start, uint8_t *mark, uint32_t *path, size_t *unmet)
{
    size_t length = 0;
    path[length++] = start;
    mark[start] = ON_PATH;
    unmet[start] = all->first_need[start];
    while (length > 0) {
        const uint32_t at = path[length - 1];
        if (unmet[at] == 0) {
            PARLEY_I_TRY(compile_alone(all, at));
            mark[at] = DONE;
            length--;
            continue;
        }
        const struct need *need = &all->need[unmet[at] - 1];
        unmet[at] = need->next;
        if (mark[need->definition] == ON_PATH) {
            return fail_cycle(all, path, length, need->definition);
        }
        if (mark[need->definition] == UNSEEN) {
            path[length++] = need->definition;
            mark[need->definition] = ON_PATH;
            unmet[need->definition] = all->first_need[need->definition];
        }
    }
    return PARLEY_OK;
}

struct named {
    const char *name;
    uint32_t index;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

// In the order of the names, whatever the order of declaration: drawing places get the same dimensions of the design.
static parley_status compile_all(struct definitions *all)
{
    struct named *order = parley_i_arena_array(all->arena, all->count + 1, sizeof *order);
    uint8_t *mark = parley_i_arena_array(all->arena, all->count + 1, sizeof *mark);
    uint32_t *path = parley_i_arena_array(all->arena, all->count + 1, sizeof *path);
    size_t *unmet = parley_i_arena_array(all->arena, all->count + 1, sizeof *unmet);
    if (order == NULL || mark == NULL || path == NULL || unmet == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < all->count; i++) {
        order[i] = (struct named){all->item[i].name, (uint32_t)i};
    }
    qsort(order, all->count, sizeof *order, by_name);
    for (size_t i = 0; i < all->count; i++) {
        if (mark[order[i].index] == UNSEEN) {
            PARLEY_I_TRY(compile_from(all, order[i].index, mark, path, unmet));
        }
    }
    return PARLEY_OK;
}

static parley_status define(struct definitions *all)
{
    all->first_need = parley_i_arena_array(all->arena, all->count + 1, sizeof *all->first_need);
    all->form = parley_i_arena_array(all->arena, all->count + 1, sizeof *all->form);
    all->uniform = parley_i_arena_array(all->arena, all->count + 1, sizeof *all->uniform);
    if (all->first_need == NULL || all->form == NULL || all->uniform == NULL) {
        return parley_i_no_memory();
    }
    const struct number pending = {(double)NAN, NUMBER_CONSTANT};
    for (size_t i = 0; i < all->count; i++) {
        PARLEY_I_TRY(
            parley_i_sheet_add_symbol(all->sheet, all->item[i].name, NULL, pending, all->item[i].source.pointer));
    }
    PARLEY_I_TRY(find_all_needs(all));
    PARLEY_I_TRY(parley_i_sheet_group(all->sheet, all->prefix, all->first_symbol, all->form, all->count, all->uniform));
    return compile_all(all);
}

parley_status parley_i_sheet_define(struct sheet *sheet, const char *prefix, const struct definition *definitions,
                                    size_t count)
{
    struct arena arena = {NULL};
    struct definitions all = {.sheet = sheet,
                              .arena = &arena,
                              .prefix = prefix,
                              .item = definitions,
                              .count = count,
                              .first_symbol = parley_i_sheet_symbols(sheet)};
    const parley_status status = define(&all);
    parley_i_arena_release(&arena);
    return status;
}
