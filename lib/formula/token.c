#include "formula/token.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
static bool starts_character(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
} // not a UTF-8 continuation

size_t parley_i_formula_column(const struct source *source, size_t start)
{
    size_t column = 1;
    for (size_t i = 0; i < start; i++) {
        column += starts_character(source->text[i + 1]);
    }
    return column;
}

enum { EXPONENT_BYTES = 24 };

// A decimal number as digits and a power of ten. No decimal point reaches strtod, so the locale does not matter.
struct decimal {
    char digits[NUMBER_MOST_DIGITS + EXPONENT_BYTES];
    size_t count;
    long exponent;
};

static bool add_digits(const char *text, size_t *at, struct decimal *decimal, bool fraction, bool *any)
{
    while (is_digit(text[*at]) || (text[*at] == '_' && *any && is_digit(text[*at + 1]))) {
        if (text[*at] == '_') {
            (*at)++;
        }
        *any = true;
        if (decimal->count > 0 || text[*at] != '0') {
            if (decimal->count == NUMBER_MOST_DIGITS) {
                return false;
            }
            decimal->digits[decimal->count++] = text[*at];
        }
        decimal->exponent -= fraction;
        (*at)++;
    }
    return true;
}

static void add_exponent(const char *text, size_t *at, struct decimal *decimal)
{
    if (text[*at] != 'e' && text[*at] != 'E') {
        return;
    }
    const bool sign = text[*at + 1] == '+' || text[*at + 1] == '-';
    size_t digit = *at + 1 + sign;
    if (!is_digit(text[digit])) {
        return; // what follows the number is reported by the caller
    }
    const bool negative = text[*at + 1] == '-';
    long exponent = 0;
    for (; is_digit(text[digit]); digit++) {
        exponent = exponent < 100000 ? 10 * exponent + (text[digit] - '0') : exponent;
    }
    decimal->exponent += negative ? -exponent : exponent;
    *at = digit;
}

static parley_status read_number(struct lexer *lexer, struct token *token)
{
    const char *text = lexer->source->text;
    size_t at = lexer->at;
    struct decimal decimal = {.count = 0};
    bool any = false;
    bool fits = add_digits(text, &at, &decimal, false, &any);
    if (fits && text[at] == '.') {
        at++;
        any = false;
        fits = add_digits(text, &at, &decimal, true, &any);
    }
    if (!fits) {
        return FORMULA_FAIL(lexer->source, token->start, "a number may have at most %d digits", NUMBER_MOST_DIGITS);
    }
    add_exponent(text, &at, &decimal);
    if (is_letter(text[at]) || is_digit(text[at]) || text[at] == '.') {
        return FORMULA_FAIL(lexer->source, at, "found \"%c\" inside a number, expected an operator before it",
                            text[at]);
    }
    if (decimal.count == 0) {
        decimal.digits[decimal.count++] = '0';
    }
    snprintf(decimal.digits + decimal.count, EXPONENT_BYTES, "e%ld", decimal.exponent);
    token->number = strtod(decimal.digits, NULL);
    if (token->number - token->number != 0) {
        return FORMULA_FAIL(lexer->source, token->start, "the number is larger than 1.8e308; write inf for infinity");
    }
    token->kind = TOKEN_NUMBER;
    lexer->at = at;
    return PARLEY_OK;
}

static parley_status read_name(struct lexer *lexer, struct token *token)
{
    const char *text = lexer->source->text;
    size_t at = lexer->at;
    for (;;) {
        while (is_letter(text[at]) || is_digit(text[at])) {
            at++;
        }
        if (text[at] != '.') {
            break;
        }
        at++;
        if (!is_letter(text[at]) && !is_digit(text[at])) {
            return FORMULA_FAIL(lexer->source, at, "expected the rest of a name after \".\"");
        }
    }
    token->kind = at - token->start == 2 && memcmp(text + token->start, "to", 2) == 0 ? TOKEN_TO : TOKEN_NAME;
    lexer->at = at;
    return PARLEY_OK;
}

static parley_status read_label(struct lexer *lexer, struct token *token)
{
    const char *text = lexer->source->text;
    size_t at = lexer->at + 1, characters = 0;
    for (;; at++) {
        if (text[at] == '\0') {
            return FORMULA_FAIL(lexer->source, token->start, "the label has no closing quote (')");
        }
        if (text[at] == '\'') {
            if (text[at + 1] != '\'') {
                break;
            }
            at++; // '' stands for one quote
        }
        characters += starts_character(text[at]);
    }
    if (characters == 0 || characters > LABEL_MOST_CHARACTERS) {
        return FORMULA_FAIL(lexer->source, token->start, "a label has 1 to %d characters, found %zu",
                            LABEL_MOST_CHARACTERS, characters);
    }
    token->kind = TOKEN_LABEL;
    lexer->at = at + 1;
    return PARLEY_OK;
}

struct sign {
    char text[3];
    enum token_kind kind;
    const char *instead; // for signs of other languages: what to write here
};

static const struct sign signs[] = {
    // longer ones before their beginnings
    {"<=", TOKEN_LESS_EQUAL, NULL},
    {">=", TOKEN_GREATER_EQUAL, NULL},
    {"==", TOKEN_EQUAL, NULL},
    {"!=", TOKEN_UNEQUAL, NULL},
    {"&&", TOKEN_AND, NULL},
    {"||", TOKEN_OR, NULL},
    {"**", TOKEN_END, "^ for a power"},
    {"<", TOKEN_LESS, NULL},
    {">", TOKEN_GREATER, NULL},
    {"!", TOKEN_NOT, NULL},
    {"?", TOKEN_QUESTION, NULL},
    {":", TOKEN_COLON, NULL},
    {",", TOKEN_COMMA, NULL},
    {"(", TOKEN_OPEN, NULL},
    {")", TOKEN_CLOSE, NULL},
    {"+", TOKEN_PLUS, NULL},
    {"-", TOKEN_MINUS, NULL},
    {"*", TOKEN_TIMES, NULL},
    {"/", TOKEN_DIVIDE, NULL},
    {"^", TOKEN_POWER, NULL},
    {"=", TOKEN_END, "== to compare"},
    {"&", TOKEN_END, "&& for \"and\""},
    {"|", TOKEN_END, "|| for \"or\""},
    {"%", TOKEN_END, "mod(a, b) for a remainder, 0.05 for 5%"},
    {"\"", TOKEN_END, "labels in single quotes"},
    {";", TOKEN_END, ", between arguments"},
};

static parley_status read_sign(struct lexer *lexer, struct token *token)
{
    const char *text = lexer->source->text + lexer->at;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const size_t length = strlen(signs[i].text);
        if (strncmp(text, signs[i].text, length) != 0) {
            continue;
        }
        if (signs[i].instead != NULL) {
            return FORMULA_FAIL(lexer->source, token->start, "found \"%s\"; write %s", signs[i].text, signs[i].instead);
        }
        token->kind = signs[i].kind;
        lexer->at += length;
        return PARLEY_OK;
    }
    size_t length = 1;
    while (text[length] != '\0' && !starts_character(text[length]) && length < 4) {
        length++;
    }
    return FORMULA_FAIL(lexer->source, token->start, "found \"%.*s\", which has no meaning in a formula", (int)length,
                        text);
}

parley_status parley_i_token_next(struct lexer *lexer, struct token *token)
{
    const char *text = lexer->source->text;
    while (is_blank(text[lexer->at])) {
        lexer->at++;
    }
    *token = (struct token){.kind = TOKEN_END, .start = lexer->at};
    const char c = text[lexer->at];
    parley_status status = PARLEY_OK;
    if (is_digit(c) || (c == '.' && is_digit(text[lexer->at + 1]))) {
        status = read_number(lexer, token);
    } else if (is_letter(c)) {
        status = read_name(lexer, token);
    } else if (c == '\'') {
        status = read_label(lexer, token);
    } else if (c != '\0') {
        status = read_sign(lexer, token);
    }
    token->length = lexer->at - token->start;
    return status;
}
