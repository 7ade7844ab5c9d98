// The words of a formula: numbers, names, labels and signs, read one at a time.
#ifndef PARLEY_LIB_FORMULA_TOKEN_H
#define PARLEY_LIB_FORMULA_TOKEN_H

#include "base/fail.h"
#include "formula/sheet.h"

enum {
    FORMULA_MOST_BYTES = 64 * 1024,
    FORMULA_MOST_DEPTH = 200,
    LABEL_MOST_CHARACTERS = 100,
    NUMBER_MOST_DIGITS = 300,
};

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,
    TOKEN_LABEL,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_QUESTION,
    TOKEN_COLON,
    TOKEN_NOT,
    TOKEN_OR,
    TOKEN_AND,
    TOKEN_EQUAL,
    TOKEN_UNEQUAL,
    TOKEN_LESS,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER,
    TOKEN_GREATER_EQUAL,
    TOKEN_TO,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_TIMES,
    TOKEN_DIVIDE,
    TOKEN_POWER,
};

struct token {
    enum token_kind kind;
    size_t start, length; // bytes of the source; a label's include its quotes
    double number;
};

struct lexer {
    const struct source *source;
    size_t length, at;
};

/// Read the next word. PARLEY_BAD_EXPRESSION with its column when there is none that makes sense.
parley_status parley_i_token_next(struct lexer *lexer, struct token *token);

/// The 1-based character (not byte) of the source at byte `start`.
size_t parley_i_formula_column(const struct source *source, size_t start);

#define FORMULA_FAIL(source, start, ...)                                                                               \
    parley_i_fail_at(PARLEY_BAD_EXPRESSION, (source)->pointer, parley_i_formula_column((source), (start)), __VA_ARGS__)

#endif
