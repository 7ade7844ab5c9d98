#include "formula/functions.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "chance/law.h"
#include "chance/vector_math.h"

// One loop per operation. `restrict`: an operation never writes over its inputs, so the loops need no overlap checks.
// Comparisons are joined by & and | rather than && and ||, which keeps the loops free of branches. Loops of plain
// arithmetic are compiled for several instruction sets; those that call the mathematical library gain nothing by it.
#define UNARY_LOOP(mark, function, result)                                                                             \
    mark static void function(const double *const *in, double *restrict out, size_t n)                                 \
    {                                                                                                                  \
        const double *restrict a = in[0];                                                                              \
        for (size_t t = 0; t < n; t++) {                                                                               \
            const double x = a[t];                                                                                     \
            out[t] = (result);                                                                                         \
        }                                                                                                              \
    }

#define BINARY_LOOP(mark, function, result)                                                                            \
    mark static void function(const double *const *in, double *restrict out, size_t n)                                 \
    {                                                                                                                  \
        const double *restrict a = in[0], *restrict b = in[1];                                                         \
        for (size_t t = 0; t < n; t++) {                                                                               \
            const double x = a[t], y = b[t];                                                                           \
            out[t] = (result);                                                                                         \
        }                                                                                                              \
    }

#define TERNARY_LOOP(mark, function, result)                                                                           \
    mark static void function(const double *const *in, double *restrict out, size_t n)                                 \
    {                                                                                                                  \
        const double *restrict a = in[0], *restrict b = in[1], *restrict c = in[2];                                    \
        for (size_t t = 0; t < n; t++) {                                                                               \
            const double x = a[t], y = b[t], z = c[t];                                                                 \
            out[t] = (result);                                                                                         \
        }                                                                                                              \
    }

#define UNARY(function, result)          UNARY_LOOP(PARLEY_I_VECTOR, function, result)
#define BINARY(function, result)         BINARY_LOOP(PARLEY_I_VECTOR, function, result)
#define TERNARY(function, result)        TERNARY_LOOP(PARLEY_I_VECTOR, function, result)
#define UNARY_LIBRARY(function, result)  UNARY_LOOP(, function, result)
#define BINARY_LIBRARY(function, result) BINARY_LOOP(, function, result)

#define UNDEFINED(x)           ((x) != (x))
#define EITHER_UNDEFINED(x, y) (UNDEFINED(x) | UNDEFINED(y))
#define COMPARED(comparison)   (EITHER_UNDEFINED(x, y) ? (double)NAN : (comparison) ? 1.0 : 0.0)
#define TRUE(x)                (((x) != 0) & ((x) == (x)))

BINARY(or_, (TRUE(x) | TRUE(y)) ? 1.0 : EITHER_UNDEFINED(x, y) ? (double)NAN : 0.0)
BINARY(and_, ((x == 0) | (y == 0)) ? 0.0 : EITHER_UNDEFINED(x, y) ? (double)NAN : 1.0)
UNARY(not_, UNDEFINED(x) ? x : x == 0 ? 1.0 : 0.0)
BINARY(equal, COMPARED(x == y))
BINARY(unequal, COMPARED(x != y))
BINARY(less, COMPARED(x < y))
BINARY(less_equal, COMPARED(x <= y))
BINARY(greater, COMPARED(x > y))
BINARY(greater_equal, COMPARED(x >= y))
BINARY(add, x + y)
BINARY(subtract, x - y)
BINARY(multiply, x *y)
BINARY(divide, x / y)
BINARY_LIBRARY(power, EITHER_UNDEFINED(x, y) ? (double)NAN : pow(x, y)) // C says pow(undefined, 0) = 1
UNARY(negate, -x)
UNARY(square, x *x)
TERNARY(choose, UNDEFINED(x) ? x : x != 0 ? y : z)
UNARY(is_true, TRUE(x) ? 1.0 : 0.0)
UNARY(is_false, x == 0 ? 1.0 : 0.0)
UNARY(is_not_false, x == 0 ? 0.0 : 1.0)
UNARY(is_not_true, TRUE(x) ? 0.0 : 1.0)

#define OPERATOR(text, operands, manner, apply)                                                                        \
    {                                                                                                                  \
        text, text, operands, manner, apply                                                                            \
    }
const struct operation parley_i_operators[OPERATOR_COUNT] = {
    [OPERATOR_OR] = OPERATOR("||", 2, MANNER_NUMBERS, or_),
    [OPERATOR_AND] = OPERATOR("&&", 2, MANNER_NUMBERS, and_),
    [OPERATOR_NOT] = OPERATOR("!", 1, MANNER_NUMBERS, not_),
    [OPERATOR_EQUAL] = OPERATOR("==", 2, MANNER_COMPARES, equal),
    [OPERATOR_UNEQUAL] = OPERATOR("!=", 2, MANNER_COMPARES, unequal),
    [OPERATOR_LESS] = OPERATOR("<", 2, MANNER_COMPARES, less),
    [OPERATOR_LESS_EQUAL] = OPERATOR("<=", 2, MANNER_COMPARES, less_equal),
    [OPERATOR_GREATER] = OPERATOR(">", 2, MANNER_COMPARES, greater),
    [OPERATOR_GREATER_EQUAL] = OPERATOR(">=", 2, MANNER_COMPARES, greater_equal),
    [OPERATOR_ADD] = OPERATOR("+", 2, MANNER_NUMBERS, add),
    [OPERATOR_SUBTRACT] = OPERATOR("-", 2, MANNER_NUMBERS, subtract),
    [OPERATOR_MULTIPLY] = OPERATOR("*", 2, MANNER_NUMBERS, multiply),
    [OPERATOR_DIVIDE] = OPERATOR("/", 2, MANNER_NUMBERS, divide),
    [OPERATOR_POWER] = OPERATOR("^", 2, MANNER_NUMBERS, power),
    [OPERATOR_NEGATE] = OPERATOR("-", 1, MANNER_NUMBERS, negate),
    [OPERATOR_SQUARE] = OPERATOR("^", 1, MANNER_NUMBERS, square),
    [OPERATOR_CHOOSE] = {"if", "if(condition, a, b)", 3, MANNER_CHOOSES, choose},
    [OPERATOR_TRUE] = OPERATOR("?", 1, MANNER_NUMBERS, is_true),
    [OPERATOR_FALSE] = OPERATOR(":", 1, MANNER_NUMBERS, is_false),
    [OPERATOR_NOT_FALSE] = OPERATOR("&&", 1, MANNER_NUMBERS, is_not_false),
    [OPERATOR_NOT_TRUE] = OPERATOR("||", 1, MANNER_NUMBERS, is_not_true),
};

static double remainder_of(double x, double y) // floored: the sign of the divisor
{
    const double rest = fmod(x, y);
    return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
}

BINARY(min_, UNDEFINED(x) ? x : UNDEFINED(y) ? y : x < y ? x : y)
BINARY(max_, UNDEFINED(x) ? x : UNDEFINED(y) ? y : x > y ? x : y)
UNARY(abs_, fabs(x))
UNARY(sign, x > 0 ? 1.0 : x < 0 ? -1.0 : x)
UNARY(exp_, UNDEFINED(x) ? x : parley_i_exp(x))
UNARY_LIBRARY(expm1_, expm1(x))
UNARY(log_of_normal, parley_i_log(x))
UNARY_LIBRARY(log1p_, log1p(x))
UNARY_LIBRARY(log2_, log2(x))
UNARY_LIBRARY(log10_, log10(x))
UNARY(sqrt_, sqrt(x))
BINARY_LIBRARY(hypot_, EITHER_UNDEFINED(x, y) ? (double)NAN : hypot(x, y))
UNARY(floor_, floor(x))
UNARY(ceil_, ceil(x))
UNARY(round_, round(x))
BINARY_LIBRARY(mod, remainder_of(x, y))
TERNARY(clamp, y <= z ? (x < y ? y : x > z ? z : x) : (double)NAN)
UNARY(logistic, UNDEFINED(x) ? x : 1 / (1 + parley_i_exp(-x)))
UNARY_LIBRARY(logit, log(x / (1 - x)))
UNARY_LIBRARY(tanh_, tanh(x))
UNARY_LIBRARY(sin_, sin(x))
UNARY_LIBRARY(cos_, cos(x))
UNARY(defined, UNDEFINED(x) ? 0.0 : 1.0)
BINARY(default_, UNDEFINED(x) ? y : x)
UNARY_LIBRARY(normal_cdf, 0.5 * erfc(-x * 0.70710678118654752440))

// The quick logarithm is for normal positive numbers: the few others are put right after.
static void log_(const double *const *in, double *restrict out, size_t n)
{
    const double *x = in[0];
    log_of_normal(in, out, n);
    for (size_t t = 0; t < n; t++) {
        if (!(x[t] >= DBL_MIN && x[t] <= DBL_MAX)) {
            out[t] = log(x[t]);
        }
    }
}

// The chance room's quantile wants probabilities inside (0, 1): the ends and what lies outside are put right after.
static void normal_quantile(const double *const *in, double *restrict out, size_t n)
{
    enum { PIECE = 64 };
    double inside[PIECE];
    const double *p = in[0];
    for (size_t first = 0; first < n; first += PIECE) {
        const size_t count = n - first < PIECE ? n - first : PIECE;
        for (size_t t = 0; t < count; t++) {
            const double x = p[first + t];
            inside[t] = x > 0 && x < 1 ? x : 0.5;
        }
        parley_i_normal_quantile(inside, out + first, count);
        for (size_t t = 0; t < count; t++) {
            const double x = p[first + t];
            if (!(x > 0 && x < 1)) {
                out[first + t] = x == 0 ? -(double)INFINITY : x == 1 ? (double)INFINITY : (double)NAN;
            }
        }
    }
}

#define PLAIN(name, usage, operands, apply)                                                                            \
    {                                                                                                                  \
        {name, usage, operands, MANNER_NUMBERS, apply}, false, -1, false                                               \
    }
const struct function parley_i_functions[] = {
    {{"min", "min(a, b, ...)", 2, MANNER_NUMBERS, min_}, true, -1, false},
    {{"max", "max(a, b, ...)", 2, MANNER_NUMBERS, max_}, true, -1, false},
    {{"sum", "sum(a, b, ...)", 2, MANNER_NUMBERS, add}, true, OPERATOR_ADD, false},
    {{"mean", "mean(a, b, ...)", 2, MANNER_NUMBERS, add}, true, OPERATOR_ADD, true},
    PLAIN("abs", "abs(x)", 1, abs_),
    PLAIN("sign", "sign(x)", 1, sign),
    PLAIN("exp", "exp(x)", 1, exp_),
    PLAIN("expm1", "expm1(x)", 1, expm1_),
    PLAIN("log", "log(x)", 1, log_),
    PLAIN("log1p", "log1p(x)", 1, log1p_),
    PLAIN("log2", "log2(x)", 1, log2_),
    PLAIN("log10", "log10(x)", 1, log10_),
    PLAIN("sqrt", "sqrt(x)", 1, sqrt_),
    PLAIN("pow", "pow(x, y)", 2, power),
    PLAIN("hypot", "hypot(x, y)", 2, hypot_),
    PLAIN("floor", "floor(x)", 1, floor_),
    PLAIN("ceil", "ceil(x)", 1, ceil_),
    PLAIN("round", "round(x)", 1, round_),
    PLAIN("mod", "mod(x, y)", 2, mod),
    PLAIN("clamp", "clamp(x, low, high)", 3, clamp),
    PLAIN("logistic", "logistic(x)", 1, logistic),
    PLAIN("logit", "logit(p)", 1, logit),
    PLAIN("normal_cdf", "normal_cdf(z)", 1, normal_cdf),
    PLAIN("normal_quantile", "normal_quantile(p)", 1, normal_quantile),
    PLAIN("tanh", "tanh(x)", 1, tanh_),
    PLAIN("sin", "sin(x)", 1, sin_),
    PLAIN("cos", "cos(x)", 1, cos_),
    {{"if", "if(condition, a, b)", 3, MANNER_CHOOSES, choose}, false, OPERATOR_CHOOSE, false},
    {{"defined", "defined(x)", 1, MANNER_ASKS, defined}, false, -1, false},
    {{"default", "default(x, otherwise)", 2, MANNER_REPLACES, default_}, false, -1, false},
};
const size_t parley_i_function_count = sizeof parley_i_functions / sizeof *parley_i_functions;

const struct function *parley_i_function(const char *name, size_t length)
{
    for (size_t i = 0; i < parley_i_function_count; i++) {
        const char *known = parley_i_functions[i].operation.name;
        if (strncmp(known, name, length) == 0 && known[length] == '\0') {
            return &parley_i_functions[i];
        }
    }
    return NULL;
}
