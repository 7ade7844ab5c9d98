#include "formula/compile.h"

#include <stdio.h>

#include "base/fail.h"
#include "base/nearest.h"
#include "formula/token.h"

#define FAIL_AT(formula, node, ...) FORMULA_FAIL(&(formula)->source, (node)->start, __VA_ARGS__)

static bool same_category(const struct category *a, const struct category *b)
{
    return a == b || (a != NULL && b != NULL && a->labels == b->labels && a->count == b->count);
}

static bool is_choice(const struct node *node) // the one distribution whose values may be labels
{
    return node->kind == NODE_LAW && strcmp(node->distribution->name, "choice") == 0;
}

static const struct symbol *symbol_of(const struct scope *scope, const char *name, bool *variable)
{
    for (size_t i = 0; i < scope->variables; i++) {
        if (strcmp(scope->variable[i].name, name) == 0) {
            *variable = true;
            return &scope->variable[i];
        }
    }
    *variable = false;
    return parley_i_sheet_find(scope->sheet, name);
}

static parley_status unknown_name(const struct formula *formula, const struct node *node, const struct scope *scope)
{
    const struct function *function = parley_i_function(node->text, strlen(node->text));
    if (function != NULL) {
        return FAIL_AT(formula, node, "\"%s\" is a function; write %s", node->text, function->operation.usage);
    }
    if (parley_i_distribution(node->text) != NULL) {
        return FAIL_AT(formula, node, "\"%s\" is a distribution; write it with its arguments, %s(...)", node->text,
                       node->text);
    }
    const size_t symbols = scope->local && !scope->may_read_columns ? 0 : parley_i_sheet_symbols(scope->sheet);
    const char **known = parley_i_arena_array(formula->arena, scope->variables + symbols + 1, sizeof *known);
    const char *near = NULL;
    if (known != NULL) {
        for (size_t i = 0; i < scope->variables; i++) {
            known[i] = scope->variable[i].name;
        }
        for (size_t i = 0; i < symbols; i++) {
            known[scope->variables + i] = parley_i_sheet_symbol(scope->sheet, i)->name;
        }
        near = parley_i_nearest(node->text, known, scope->variables + symbols);
    }
    if (near != NULL) {
        return FAIL_AT(formula, node, "unknown name \"%s\"; did you mean \"%s\"?", node->text, near);
    }
    return FAIL_AT(formula, node, "unknown name \"%s\"", node->text);
}

static parley_status resolve_name(const struct formula *formula, struct node *node, const struct scope *scope)
{
    bool variable;
    const struct symbol *symbol = symbol_of(scope, node->text, &variable);
    if (symbol == NULL) {
        return unknown_name(formula, node, scope);
    }
    node->category = symbol->category;
    if (variable) {
        node->operand = (struct operand){OPERAND_COLUMN, (uint32_t)(symbol - scope->variable)};
    } else if (symbol->number.column == NUMBER_CONSTANT) {
        node->constant = true;
        node->value = symbol->number.value;
    } else if (!scope->local) {
        node->operand = (struct operand){OPERAND_COLUMN, (uint32_t)symbol->number.column};
        node->truth = parley_i_sheet_is_truth(scope->sheet, symbol->number);
    } else if (scope->may_read_columns) {
        node->operand = (struct operand){OPERAND_READ, (uint32_t)symbol->number.column};
    } else {
        return FAIL_AT(formula, node, "\"%s\" differs from trial to trial and cannot be used here", node->text);
    }
    return PARLEY_OK;
}

// Like the two: a category when one has it, open when both wait for one.
static void be_like(struct node *node, const struct node *a, const struct node *b)
{
    node->category = a->category != NULL ? a->category : b->category;
    node->open = node->category == NULL && a->open && b->open;
}

static void classify(const struct formula *formula, struct node *node)
{
    const struct node *all = formula->node;
    if (node->kind == NODE_LABEL) {
        node->open = true;
    } else if (node->kind == NODE_OPERATION && node->operation->manner == MANNER_CHOOSES) {
        const struct node *a = &all[all[node->first].next];
        be_like(node, a, &all[a->next]);
    } else if (node->kind == NODE_OPERATION && node->operation->manner == MANNER_REPLACES) {
        be_like(node, &all[node->first], &all[all[node->first].next]);
    } else if (is_choice(node)) {
        int32_t child = node->first;
        for (uint32_t i = 0; i < node->children; i++, child = all[child].next) {
            if (i % 2 == 0 && all[child].category != NULL) {
                node->category = all[child].category;
            }
            node->open |= i % 2 == 0 && all[child].open;
        }
        node->open &= node->category == NULL;
    }
}

static bool is(const struct node *node, enum operator_id operator)
{
    return node->kind == NODE_OPERATION && node->operation == &parley_i_operators[operator];
}

// Is the value always a truth? Children and names are judged before.
static bool gives_truth(const struct formula *formula, const struct node *node)
{
    const struct node *all = formula->node;
    if (node->kind == NODE_LAW) {
        return strcmp(node->distribution->name, "bernoulli") == 0;
    }
    if (node->kind != NODE_OPERATION) {
        return node->truth;
    }
    const struct node *first = &all[node->first];
    switch (node->operation->manner) {
    case MANNER_COMPARES:
    case MANNER_ASKS: return true;
    case MANNER_CHOOSES: return all[first->next].truth && all[all[first->next].next].truth;
    case MANNER_REPLACES: return first->truth && all[first->next].truth;
    case MANNER_NUMBERS: break;
    }
    return is(node, OPERATOR_AND) || is(node, OPERATOR_OR) || is(node, OPERATOR_NOT);
}

static parley_status resolve_label(const struct formula *formula, struct node *node)
{
    const struct category *category = node->expected;
    for (size_t i = 0; i < category->count; i++) {
        if (strcmp(category->labels[i], node->text) == 0) {
            node->constant = true;
            node->value = (double)i;
            return PARLEY_OK;
        }
    }
    const char *near = parley_i_nearest(node->text, category->labels, category->count);
    if (near != NULL) {
        return FAIL_AT(formula, node, "'%s' is no label of %s; did you mean '%s'?", node->text, category->name, near);
    }
    char list[200];
    size_t at = 0;
    for (size_t i = 0; i < category->count && at < sizeof list - 1; i++) {
        at += (size_t)snprintf(list + at, sizeof list - at, "%s'%s'", i > 0 ? ", " : "", category->labels[i]);
    }
    return FAIL_AT(formula, node, "'%s' is no label of %s, expected one of %s%s", node->text, category->name, list,
                   at >= sizeof list ? "..." : "");
}

static parley_status check_kind(const struct formula *formula, struct node *node)
{
    const struct category *expected = node->expected;
    if (expected != NULL && node->kind == NODE_LABEL) {
        return resolve_label(formula, node);
    }
    if (expected != NULL && node->category != NULL && !same_category(node->category, expected)) {
        return FAIL_AT(formula, node, "found a label of %s, expected one of %s", node->category->name, expected->name);
    }
    if (expected != NULL && node->category == NULL && !node->open) {
        return FAIL_AT(formula, node, "found a number, expected a label of %s, such as '%s'", expected->name,
                       expected->count > 0 ? expected->labels[0] : "");
    }
    if (expected == NULL && node->kind == NODE_LABEL) {
        return FAIL_AT(formula, node,
                       "found the label '%s', expected a number; a label is compared with an issue or state of "
                       "its own, as in deal.ISSUE == '%s'",
                       node->text, node->text);
    }
    if (expected == NULL && node->category != NULL) {
        const struct category *category = node->category;
        return FAIL_AT(formula, node, "found a label of %s, expected a number; compare it, as in == '%s'",
                       category->name, category->count > 0 ? category->labels[0] : "");
    }
    return PARLEY_OK;
}

// What a node wants of its i-th child.
static const struct category *wants(const struct formula *formula, const struct node *node, uint32_t i,
                                    const struct node *child)
{
    if (node->kind == NODE_LAW) {
        return is_choice(node) && i % 2 == 0 ? node->expected : NULL;
    }
    const struct node *first = &formula->node[node->first];
    switch (node->operation->manner) {
    case MANNER_COMPARES: return first->category != NULL ? first->category : formula->node[first->next].category;
    case MANNER_CHOOSES: return i == 0 ? NULL : node->expected;
    case MANNER_REPLACES: return node->expected;
    case MANNER_ASKS: return child->category;
    case MANNER_NUMBERS: break;
    }
    return NULL;
}

static parley_status check_kinds(struct formula *formula, const struct category *category)
{
    struct node *all = formula->node;
    all[formula->root].expected = category;
    for (size_t i = formula->count; i-- > 0;) { // parents before children
        PARLEY_I_TRY(check_kind(formula, &all[i]));
        int32_t child = all[i].first;
        for (uint32_t c = 0; c < all[i].children; c++, child = all[child].next) {
            all[child].expected = wants(formula, &all[i], c, &all[child]);
        }
    }
    return PARLEY_OK;
}

static void fold(struct formula *formula, struct node *node)
{
    const struct node *all = formula->node;
    const struct node *child[MOST_OPERANDS] = {NULL, NULL, NULL};
    const double *value[MOST_OPERANDS] = {NULL, NULL, NULL};
    bool constant = true;
    int32_t at = node->first;
    for (uint32_t i = 0; i < node->children; i++, at = all[at].next) {
        child[i] = &all[at];
        value[i] = &all[at].value;
        constant &= all[at].constant;
    }
    if (is(node, OPERATOR_POWER) && child[1]->constant && *value[1] == 2) {
        node->operation = &parley_i_operators[OPERATOR_SQUARE];
        node->children = 1;
        constant = child[0]->constant;
    }
    for (uint32_t i = 0; i < 2 && (is(node, OPERATOR_AND) || is(node, OPERATOR_OR)); i++) {
        const bool decides = is(node, OPERATOR_AND) ? *value[i] == 0 : *value[i] != 0 && *value[i] == *value[i];
        if (child[i]->constant && decides) {
            node->constant = true;
            node->value = is(node, OPERATOR_OR);
            return;
        }
    }
    if (is(node, OPERATOR_CHOOSE) && child[0]->constant) {
        const struct node *chosen = *value[0] != 0 ? child[1] : child[2];
        const bool undefined = *value[0] != *value[0];
        node->constant = undefined || chosen->constant;
        node->value = undefined ? *value[0] : chosen->value;
        return;
    }
    if (constant) {
        node->constant = true;
        node->operation->apply(value, &node->value, 1);
    }
}

// When is the i-th child of this operation wanted? OPERATOR_COUNT: whenever the operation is.
static enum operator_id wanted_when(const struct node *node, uint32_t i)
{
    if (is(node, OPERATOR_CHOOSE) && i > 0) {
        return i == 1 ? OPERATOR_TRUE : OPERATOR_FALSE;
    }
    if (is(node, OPERATOR_AND) && i == 1) {
        return OPERATOR_NOT_FALSE;
    }
    return is(node, OPERATOR_OR) && i == 1 ? OPERATOR_NOT_TRUE : OPERATOR_COUNT;
}

static void mark_live(struct formula *formula)
{
    struct node *all = formula->node;
    all[formula->root].live = true;
    all[formula->root].under = NO_NODE;
    for (size_t i = formula->count; i-- > 0;) {
        const struct node *node = &all[i];
        if (!node->live || node->constant) {
            continue;
        }
        const bool decided = node->children > 0 && all[node->first].constant;
        int32_t child = node->first;
        for (uint32_t c = 0; c < node->children; c++, child = all[child].next) {
            const enum operator_id when = wanted_when(node, c);
            const bool tested = when != OPERATOR_COUNT && !decided;
            all[child].under = tested ? (int32_t)i : node->under;
            all[child].wanted = tested ? when : node->wanted;
            all[child].live =
                !(decided && is(node, OPERATOR_CHOOSE)) || (c > 0 && (all[node->first].value != 0) == (c == 1));
        }
    }
}

static void number_draws(struct formula *formula)
{
    struct node *all = formula->node;
    for (size_t i = 0; i < formula->count; i++) {
        all[i].draws = all[i].kind == NODE_LAW && !all[i].nested;
        int32_t child = all[i].first;
        for (uint32_t c = 0; c < all[i].children; c++, child = all[child].next) {
            all[i].draws += all[child].draws;
        }
    }
    all[formula->root].draw = 0;
    for (size_t i = formula->count; i-- > 0;) {
        uint32_t number = all[i].draw + (all[i].kind == NODE_LAW && !all[i].nested);
        int32_t child = all[i].first;
        for (uint32_t c = 0; c < all[i].children; c++, child = all[child].next) {
            all[child].draw = number;
            number += all[child].draws;
        }
    }
}

parley_status parley_i_formula_resolve(struct formula *formula, const struct scope *scope,
                                       const struct category *category)
{
    for (size_t i = 0; i < formula->count; i++) {
        struct node *node = &formula->node[i];
        if (node->kind == NODE_NAME) {
            PARLEY_I_TRY(resolve_name(formula, node, scope));
        }
        classify(formula, node);
        node->truth = gives_truth(formula, node);
    }
    PARLEY_I_TRY(check_kinds(formula, category));
    number_draws(formula);
    for (size_t i = 0; i < formula->count; i++) {
        struct node *node = &formula->node[i];
        node->constant |= node->kind == NODE_NUMBER;
        if (node->kind == NODE_OPERATION) {
            fold(formula, node);
        }
    }
    mark_live(formula);
    return PARLEY_OK;
}

const struct node *parley_i_formula_result(const struct formula *formula)
{
    const struct node *all = formula->node, *node = &all[formula->root];
    while (!node->constant && is(node, OPERATOR_CHOOSE) && all[node->first].constant) {
        const struct node *a = &all[all[node->first].next];
        node = all[node->first].value != 0 ? a : &all[a->next];
    }
    return node;
}
