#include "formula/parse.h"

#include <math.h>
#include <stdio.h>

#include "base/nearest.h"
#include "formula/token.h"

struct parser {
    struct lexer lexer;
    struct token token; // the word in hand
    struct formula *formula;
    int depth;
};

static parley_status expression(struct parser *parser, int32_t *out);
static parley_status unary(struct parser *parser, int32_t *out);

static const struct word {
    const char *name;
    double value;
    bool truth; // may stand for one: "c ? x > 3 : undefined"
} words[] = {
    {"pi", 3.14159265358979323846, false},
    {"e", 2.71828182845904523536, false},
    {"inf", (double)INFINITY, false},
    {"true", 1, true},
    {"false", 0, true},
    {"undefined", (double)NAN, true},
};

static const struct word *word_of(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strncmp(words[i].name, name, length) == 0 && words[i].name[length] == '\0') {
            return &words[i];
        }
    }
    return NULL;
}

bool parley_i_formula_word(const char *name, size_t length)
{
    return word_of(name, length) != NULL || (length == 2 && memcmp(name, "to", 2) == 0);
}

bool parley_i_law_argument(const struct distribution *kind, size_t i)
{
    return i % kind->stride < kind->laws;
}

static parley_status next(struct parser *parser)
{
    return parley_i_token_next(&parser->lexer, &parser->token);
}

// What stands here, for messages: the word itself, or that the formula ended.
struct found {
    char text[48];
};

static struct found found_of(const struct parser *parser)
{
    struct found found;
    const struct token *token = &parser->token;
    if (token->kind == TOKEN_END) {
        snprintf(found.text, sizeof found.text, "the end of the formula");
    } else {
        size_t shown = token->length < 40 ? token->length : 40;
        while (shown < token->length &&
               ((unsigned char)parser->lexer.source->text[token->start + shown] & 0xC0) == 0x80) {
            shown++; // no character is cut in half
        }
        snprintf(found.text, sizeof found.text, "\"%.*s\"", (int)shown, parser->lexer.source->text + token->start);
    }
    return found;
}

#define FAIL_HERE(parser, ...) FORMULA_FAIL((parser)->lexer.source, (parser)->token.start, __VA_ARGS__)

// The array was made for as many nodes as the text has bytes, and each node uses up at least one.
static int32_t add_node(struct parser *parser, enum node_kind kind, size_t start)
{
    struct formula *formula = parser->formula;
    formula->node[formula->count] =
        (struct node){.kind = kind, .start = (uint32_t)start, .first = NO_NODE, .next = NO_NODE};
    return (int32_t)formula->count++;
}

static int32_t add_number(struct parser *parser, size_t start, double value)
{
    const int32_t node = add_node(parser, NODE_NUMBER, start);
    parser->formula->node[node].value = value;
    return node;
}

static int32_t add_operation(struct parser *parser, const struct operation *operation, size_t start,
                             const int32_t *child)
{
    const int32_t index = add_node(parser, NODE_OPERATION, start);
    struct node *node = parser->formula->node;
    node[index].operation = operation;
    node[index].children = operation->operands;
    node[index].first = child[0];
    for (size_t i = 1; i < operation->operands; i++) {
        node[child[i - 1]].next = child[i];
    }
    return index;
}

static parley_status deeper(struct parser *parser)
{
    if (++parser->depth > FORMULA_MOST_DEPTH) {
        return FAIL_HERE(parser, "the formula is nested more than %d deep", FORMULA_MOST_DEPTH);
    }
    return PARLEY_OK;
}

static parley_status close(struct parser *parser, size_t open)
{
    if (parser->token.kind != TOKEN_CLOSE) {
        return FAIL_HERE(parser, "found %s, expected an operator or \")\" to close the \"(\" at character %zu",
                         found_of(parser).text, parley_i_formula_column(parser->lexer.source, open));
    }
    return next(parser);
}

// The name of a law or function in hand is not known: suggest one that is.
static parley_status unknown_function(const struct parser *parser, const struct token *name)
{
    const struct source *source = parser->lexer.source;
    const size_t total = parley_i_function_count + parley_i_distribution_count;
    const char **known = parley_i_arena_array(parser->formula->arena, total, sizeof *known);
    char wrong[64];
    snprintf(wrong, sizeof wrong, "%.*s", (int)name->length, source->text + name->start);
    const char *near = NULL;
    if (known != NULL) {
        size_t count = 0;
        for (size_t i = 0; i < parley_i_function_count; i++) {
            known[count++] = parley_i_functions[i].operation.name;
        }
        for (size_t i = 0; i < parley_i_distribution_count; i++) {
            if (strcmp(parley_i_distributions[i]->name, "to") != 0) {
                known[count++] = parley_i_distributions[i]->name;
            }
        }
        near = parley_i_nearest(wrong, known, count);
    }
    if (near != NULL) {
        return FORMULA_FAIL(source, name->start, "unknown function \"%s\"; did you mean \"%s\"?", wrong, near);
    }
    return FORMULA_FAIL(source, name->start, "unknown function \"%s\"", wrong);
}

static parley_status function_call(struct parser *parser, const struct function *function, const struct token *name,
                                   int32_t *out)
{
    int32_t argument[MOST_OPERANDS] = {NO_NODE, NO_NODE, NO_NODE};
    const struct operation *operation =
        function->fold >= 0 ? &parley_i_operators[function->fold] : &function->operation;
    const size_t open = parser->token.start;
    size_t count = 0;
    PARLEY_I_TRY(next(parser));
    while (parser->token.kind != TOKEN_CLOSE || count > 0) {
        int32_t value;
        PARLEY_I_TRY(expression(parser, &value));
        count++;
        if (function->variadic && count > 1) {
            argument[0] = add_operation(parser, operation, name->start, (int32_t[]){argument[0], value});
        } else if (count <= MOST_OPERANDS) {
            argument[count - 1] = value;
        }
        if (parser->token.kind != TOKEN_COMMA) {
            break;
        }
        PARLEY_I_TRY(next(parser));
    }
    PARLEY_I_TRY(close(parser, open));
    const size_t wanted = function->operation.operands;
    if (function->variadic ? count < wanted : count != wanted) {
        return FORMULA_FAIL(parser->lexer.source, name->start, "found %zu argument%s, expected %s", count,
                            count == 1 ? "" : "s", function->operation.usage);
    }
    *out = argument[0];
    if (!function->variadic) {
        *out = add_operation(parser, operation, name->start, argument);
    } else if (function->divide_by_count) {
        const int32_t divisor = add_number(parser, name->start, (double)count);
        *out =
            add_operation(parser, &parley_i_operators[OPERATOR_DIVIDE], name->start, (int32_t[]){argument[0], divisor});
    }
    return PARLEY_OK;
}

// How a distribution is written: "normal(mean, sd)", "choice(value, weight, ...)".
struct usage {
    char text[160];
};

static struct usage usage_of(const struct distribution *kind)
{
    const bool groups = kind->most > kind->least;
    const size_t shown = groups && kind->stride > 1 ? kind->stride : kind->least;
    struct usage usage;
    size_t at = (size_t)snprintf(usage.text, sizeof usage.text, "%s(", kind->name);
    for (size_t i = 0; i < shown && at < sizeof usage.text; i++) {
        at += (size_t)snprintf(usage.text + at, sizeof usage.text - at, "%s%s", i > 0 ? ", " : "",
                               parley_i_argument_name(kind, i));
    }
    if (at < sizeof usage.text) {
        snprintf(usage.text + at, sizeof usage.text - at, "%s)", groups ? ", ..." : "");
    }
    return usage;
}

static bool arity_fits(const struct distribution *kind, size_t count)
{
    if (count < kind->least || (kind->most != 255 && count > kind->most)) {
        return false;
    }
    return kind->stride <= 1 || (count - kind->least) % kind->stride == 0;
}

static parley_status add_law(struct parser *parser, const struct distribution *kind, size_t start, size_t name,
                             int32_t first, size_t count, int32_t *out)
{
    struct node *node = parser->formula->node;
    if (!arity_fits(kind, count)) {
        return FORMULA_FAIL(parser->lexer.source, name, "found %zu argument%s, expected %s", count,
                            count == 1 ? "" : "s", usage_of(kind).text);
    }
    size_t i = 0;
    for (int32_t child = first; child != NO_NODE; child = node[child].next, i++) {
        if (!parley_i_law_argument(kind, i)) {
            continue;
        }
        if (node[child].kind != NODE_LAW) {
            return FORMULA_FAIL(parser->lexer.source, node[child].start,
                                "expected a distribution such as normal(0, 1) here, in %s", usage_of(kind).text);
        }
        node[child].nested = true;
    }
    *out = add_node(parser, NODE_LAW, start);
    node[*out].distribution = kind;
    node[*out].first = first;
    node[*out].children = (uint32_t)count;
    return PARLEY_OK;
}

static parley_status law_call(struct parser *parser, const struct distribution *kind, const struct token *name,
                              int32_t *out)
{
    const size_t open = parser->token.start;
    int32_t first = NO_NODE, last = NO_NODE;
    size_t count = 0;
    PARLEY_I_TRY(next(parser));
    while (parser->token.kind != TOKEN_CLOSE || count > 0) {
        int32_t value;
        PARLEY_I_TRY(expression(parser, &value));
        if (last == NO_NODE) {
            first = value;
        } else {
            parser->formula->node[last].next = value;
        }
        last = value;
        count++;
        if (parser->token.kind != TOKEN_COMMA) {
            break;
        }
        PARLEY_I_TRY(next(parser));
    }
    PARLEY_I_TRY(close(parser, open));
    return add_law(parser, kind, name->start, name->start, first, count, out);
}

static parley_status call(struct parser *parser, const struct token *name, int32_t *out)
{
    const char *text = parser->lexer.source->text + name->start;
    const struct function *function = parley_i_function(text, name->length);
    if (function != NULL) {
        return function_call(parser, function, name, out);
    }
    char copy[64];
    if (name->length < sizeof copy) {
        memcpy(copy, text, name->length);
        copy[name->length] = '\0';
        const struct distribution *kind = parley_i_distribution(copy);
        if (kind != NULL) {
            return law_call(parser, kind, name, out);
        }
    }
    return unknown_function(parser, name);
}

static parley_status name_or_call(struct parser *parser, int32_t *out)
{
    const struct token name = parser->token;
    const char *text = parser->lexer.source->text + name.start;
    PARLEY_I_TRY(next(parser));
    if (parser->token.kind == TOKEN_OPEN) {
        return call(parser, &name, out);
    }
    const struct word *word = word_of(text, name.length);
    if (word != NULL) {
        *out = add_number(parser, name.start, word->value);
        parser->formula->node[*out].truth = word->truth;
        return PARLEY_OK;
    }
    char *copy = parley_i_arena_take(parser->formula->arena, name.length + 1);
    if (copy == NULL) {
        return parley_i_no_memory();
    }
    memcpy(copy, text, name.length);
    *out = add_node(parser, NODE_NAME, name.start);
    parser->formula->node[*out].text = copy;
    return PARLEY_OK;
}

static parley_status label(struct parser *parser, int32_t *out)
{
    const char *text = parser->lexer.source->text + parser->token.start;
    char *copy = parley_i_arena_take(parser->formula->arena, parser->token.length);
    if (copy == NULL) {
        return parley_i_no_memory();
    }
    size_t length = 0;
    for (size_t i = 1; i + 1 < parser->token.length; i++) {
        copy[length++] = text[i];
        i += text[i] == '\''; // '' stands for one quote
    }
    *out = add_node(parser, NODE_LABEL, parser->token.start);
    parser->formula->node[*out].text = copy;
    return next(parser);
}

static parley_status primary(struct parser *parser, int32_t *out)
{
    const size_t start = parser->token.start;
    switch (parser->token.kind) {
    case TOKEN_NUMBER: *out = add_number(parser, start, parser->token.number); return next(parser);
    case TOKEN_NAME: return name_or_call(parser, out);
    case TOKEN_LABEL: return label(parser, out);
    case TOKEN_OPEN:
        PARLEY_I_TRY(next(parser));
        PARLEY_I_TRY(expression(parser, out));
        return close(parser, start);
    default: return FAIL_HERE(parser, "found %s, expected a number, a name or \"(\"", found_of(parser).text);
    }
}

static parley_status power(struct parser *parser, int32_t *out)
{
    PARLEY_I_TRY(primary(parser, out));
    if (parser->token.kind == TOKEN_POWER) {
        int32_t exponent;
        PARLEY_I_TRY(deeper(parser));
        PARLEY_I_TRY(next(parser));
        PARLEY_I_TRY(unary(parser, &exponent));
        parser->depth--;
        *out = add_operation(parser, &parley_i_operators[OPERATOR_POWER], parser->formula->node[*out].start,
                             (int32_t[]){*out, exponent});
    }
    return PARLEY_OK;
}

static parley_status unary(struct parser *parser, int32_t *out)
{
    const size_t start = parser->token.start;
    const enum token_kind kind = parser->token.kind;
    if (kind != TOKEN_MINUS && kind != TOKEN_PLUS && kind != TOKEN_NOT) {
        return power(parser, out);
    }
    PARLEY_I_TRY(deeper(parser));
    PARLEY_I_TRY(next(parser));
    PARLEY_I_TRY(unary(parser, out));
    if (kind != TOKEN_PLUS) {
        *out =
            add_operation(parser, &parley_i_operators[kind == TOKEN_NOT ? OPERATOR_NOT : OPERATOR_NEGATE], start, out);
    }
    parser->depth--;
    return PARLEY_OK;
}

enum { LEVEL_NONE, LEVEL_OR, LEVEL_AND, LEVEL_COMPARISON, LEVEL_TO, LEVEL_SUM, LEVEL_PRODUCT };

struct infix {
    int level;
    enum operator_id operation;
};

static struct infix infix_of(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_OR: return (struct infix){LEVEL_OR, OPERATOR_OR};
    case TOKEN_AND: return (struct infix){LEVEL_AND, OPERATOR_AND};
    case TOKEN_EQUAL: return (struct infix){LEVEL_COMPARISON, OPERATOR_EQUAL};
    case TOKEN_UNEQUAL: return (struct infix){LEVEL_COMPARISON, OPERATOR_UNEQUAL};
    case TOKEN_LESS: return (struct infix){LEVEL_COMPARISON, OPERATOR_LESS};
    case TOKEN_LESS_EQUAL: return (struct infix){LEVEL_COMPARISON, OPERATOR_LESS_EQUAL};
    case TOKEN_GREATER: return (struct infix){LEVEL_COMPARISON, OPERATOR_GREATER};
    case TOKEN_GREATER_EQUAL: return (struct infix){LEVEL_COMPARISON, OPERATOR_GREATER_EQUAL};
    case TOKEN_TO: return (struct infix){LEVEL_TO, OPERATOR_COUNT};
    case TOKEN_PLUS: return (struct infix){LEVEL_SUM, OPERATOR_ADD};
    case TOKEN_MINUS: return (struct infix){LEVEL_SUM, OPERATOR_SUBTRACT};
    case TOKEN_TIMES: return (struct infix){LEVEL_PRODUCT, OPERATOR_MULTIPLY};
    case TOKEN_DIVIDE: return (struct infix){LEVEL_PRODUCT, OPERATOR_DIVIDE};
    default: return (struct infix){LEVEL_NONE, OPERATOR_COUNT};
    }
}

// Everything that binds at least as tightly as `level`, left to right.
static parley_status infix(struct parser *parser, int level, int32_t *out)
{
    PARLEY_I_TRY(unary(parser, out));
    for (struct infix sign; (sign = infix_of(parser->token.kind)).level >= level;) {
        const size_t at = parser->token.start, start = parser->formula->node[*out].start;
        int32_t right;
        PARLEY_I_TRY(next(parser));
        PARLEY_I_TRY(infix(parser, sign.level + 1, &right));
        if (sign.level == LEVEL_TO) {
            parser->formula->node[*out].next = right;
            PARLEY_I_TRY(add_law(parser, parley_i_distribution("to"), start, at, *out, 2, out));
        } else {
            *out = add_operation(parser, &parley_i_operators[sign.operation], start, (int32_t[]){*out, right});
        }
        const int after = infix_of(parser->token.kind).level;
        if (after == sign.level && after == LEVEL_COMPARISON) {
            return FAIL_HERE(parser, "comparisons do not chain; write a < b && b < c");
        }
        if (after == sign.level && after == LEVEL_TO) {
            return FAIL_HERE(parser, "\"a to b\" takes two ends, found a third");
        }
    }
    return PARLEY_OK;
}

static parley_status expression(struct parser *parser, int32_t *out)
{
    int32_t part[3];
    PARLEY_I_TRY(deeper(parser));
    PARLEY_I_TRY(infix(parser, LEVEL_OR, &part[0]));
    *out = part[0];
    if (parser->token.kind == TOKEN_QUESTION) {
        const size_t question = parser->token.start;
        PARLEY_I_TRY(next(parser));
        PARLEY_I_TRY(expression(parser, &part[1]));
        if (parser->token.kind != TOKEN_COLON) {
            return FAIL_HERE(parser, "found %s, expected \":\" to go with the \"?\" at character %zu",
                             found_of(parser).text, parley_i_formula_column(parser->lexer.source, question));
        }
        PARLEY_I_TRY(next(parser));
        PARLEY_I_TRY(expression(parser, &part[2]));
        *out = add_operation(parser, &parley_i_operators[OPERATOR_CHOOSE], parser->formula->node[part[0]].start, part);
    }
    parser->depth--;
    return PARLEY_OK;
}

// Words of other languages where an operator should be.
static const char *instead_of(const struct parser *parser)
{
    static const char *const known[][2] = {{"and", "&&"}, {"or", "||"}, {"is", "=="}, {"mod", "mod(a, b)"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(known[i][0]) == parser->token.length &&
            memcmp(parser->lexer.source->text + parser->token.start, known[i][0], parser->token.length) == 0) {
            return known[i][1];
        }
    }
    return NULL;
}

parley_status parley_i_formula_parse(struct arena *arena, const struct source *source, struct formula *out)
{
    const size_t length = strlen(source->text);
    if (length > FORMULA_MOST_BYTES) {
        return parley_i_fail_at(PARLEY_TOO_LARGE, source->pointer, 0, "the formula has %zu bytes, expected at most %d",
                                length, FORMULA_MOST_BYTES);
    }
    *out = (struct formula){.arena = arena, .source = *source};
    out->node = parley_i_arena_array(arena, length + 1, sizeof *out->node);
    if (out->node == NULL) {
        return parley_i_no_memory();
    }
    struct parser parser = {.lexer = {.source = source, .length = length}, .formula = out};
    int32_t root;
    PARLEY_I_TRY(next(&parser));
    if (parser.token.kind == TOKEN_END) {
        return FAIL_HERE(&parser, "the formula is empty, expected a number or a formula");
    }
    PARLEY_I_TRY(expression(&parser, &root));
    if (parser.token.kind != TOKEN_END) {
        const char *instead = instead_of(&parser);
        if (instead != NULL) {
            return FAIL_HERE(&parser, "found %s; write %s", found_of(&parser).text, instead);
        }
        return FAIL_HERE(&parser, "found %s, expected an operator or the end of the formula", found_of(&parser).text);
    }
    out->root = root;
    return PARLEY_OK;
}
