// What the language can compute: its operators and functions, each a loop over trials.
//
// Numbers may be undefined (NaN), and undefined propagates; "&&" and "||" know three values (false && undefined is
// false). Truth is 0 or 1; any other number counts as true.
#ifndef PARLEY_LIB_FORMULA_FUNCTIONS_H
#define PARLEY_LIB_FORMULA_FUNCTIONS_H

#include <parley/base.h>

enum { MOST_OPERANDS = 3 };

/// How operands relate to labels.
enum manner {
    MANNER_NUMBERS,  // numbers in, a number out
    MANNER_COMPARES, // two alike (both numbers or both of one category), a truth out
    MANNER_CHOOSES,  // a truth and two alike; the result is like them
    MANNER_REPLACES, // two alike; the result is like them
    MANNER_ASKS,     // anything in, a truth out
};

struct operation {
    const char *name;
    const char *usage; // "clamp(x, low, high)"
    uint8_t operands;
    enum manner manner;
    /// out[t] from in[i][t]; `out` is none of the inputs.
    void (*apply)(const double *const *in, double *out, size_t n);
};

enum operator_id {
    OPERATOR_OR,
    OPERATOR_AND,
    OPERATOR_NOT,
    OPERATOR_EQUAL,
    OPERATOR_UNEQUAL,
    OPERATOR_LESS,
    OPERATOR_LESS_EQUAL,
    OPERATOR_GREATER,
    OPERATOR_GREATER_EQUAL,
    OPERATOR_ADD,
    OPERATOR_SUBTRACT,
    OPERATOR_MULTIPLY,
    OPERATOR_DIVIDE,
    OPERATOR_POWER,
    OPERATOR_NEGATE,
    OPERATOR_SQUARE,    // x ^ 2
    OPERATOR_CHOOSE,    // c ? a : b
    OPERATOR_TRUE,      // 1 where defined and not 0: what lies behind ? is wanted there
    OPERATOR_FALSE,     // 1 where 0: behind the :
    OPERATOR_NOT_FALSE, // 1 where undefined or not 0: behind &&
    OPERATOR_NOT_TRUE,  // 1 where undefined or 0: behind ||
    OPERATOR_COUNT
};
extern const struct operation parley_i_operators[OPERATOR_COUNT];

/// A function by name. Variadic ones are written out as a chain of one operation: max(a, b, c) is max(max(a, b), c).
struct function {
    struct operation operation;
    bool variadic;        // two operands or more
    int fold;             // operator that chains the operands; -1: the operation itself
    bool divide_by_count; // mean
};
extern const struct function parley_i_functions[];
extern const size_t parley_i_function_count;

/// The function whose name is the first `length` bytes of `name`, or NULL.
const struct function *parley_i_function(const char *name, size_t length);

#endif
