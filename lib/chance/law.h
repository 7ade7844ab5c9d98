// Distributions. A `distribution` is a kind (one file-local entry of a table each); a `law` is a kind with numbers,
// maybe built of other laws (mixture, truncate). Sampling is always quantile(u): one uniform a draw, no rejection.
#ifndef PARLEY_LIB_CHANCE_LAW_H
#define PARLEY_LIB_CHANCE_LAW_H

#include "base/arena.h"

struct law;

struct distribution {
    const char *name;              // as written in the language: "normal"
    const char *const *arguments;  // names of the arguments (of one group where they come in groups): {"mean", "sd"}
    uint8_t least, most;           // number of arguments; most = 255: any number
    uint8_t stride;  // beyond `least`, arguments come in groups of this many (choice: 2); truncate: 3; else 1
    uint8_t laws;    // argument i is itself a distribution when i % stride < laws (mixture, truncate: 1)
    bool discrete;

    /// NULL when the arguments, all finite, make sense; else a sentence such as "sd must be > 0, found -1", written to
    /// `message`. Call parley_i_law_check, which also looks for NaN and infinities and into nested laws.
    const char *(*check)(const struct law *law, char *message, size_t capacity);
    double (*quantile)(const struct law *law, double u);  // the smallest x with P(X <= x) >= u
    double (*cdf)(const struct law *law, double x);       // P(X <= x)
    double (*survival)(const struct law *law, double x);  // P(X > x), sharp in the upper tail; NULL: 1 - cdf
    double (*density)(const struct law *law, double x);   // NULL for discrete kinds
    /// Whole block with arguments that differ by trial (`argument[i][t]`); NULL: trial by trial through `quantile`.
    void (*apply)(const double *u, const double *const *argument, double *out, size_t n);

    /// The same law said by a kind that is quicker to draw from: its arguments to `argument` (at most four). NULL:
    /// none.
    const struct distribution *(*reduce)(const struct law *law, double *argument);
    /// Discrete kinds: the values with a probability of their own in any order (one may come twice) and their weights,
    /// which need not sum to 1. Returns how many; with NULL arrays only that. SIZE_MAX: too many to list.
    size_t (*support)(const struct law *law, double *value, double *weight);
};

struct law {
    const struct distribution *kind;
    const double *argument;  // numbers, in order (for choice: x1, w1, x2, w2 ...; nested laws leave their slot 0)
    size_t arguments;
    struct law *const *part;  // nested laws in order
    size_t parts;
};

/// All kinds; adding one is one entry here and one file.
extern const struct distribution *const parley_i_distributions[];
extern const size_t parley_i_distribution_count;
const struct distribution *parley_i_distribution(const char *name);  ///< NULL: no kind of that name

/// The name of argument i of a kind, for messages: "sd", "weight".
const char *parley_i_argument_name(const struct distribution *kind, size_t i);

/// Checked draw: quantile of `law` at u in (0, 1). The law's arguments must have passed `check`.
double parley_i_law_quantile(const struct law *law, double u);
double parley_i_law_cdf(const struct law *law, double x);
double parley_i_law_survival(const struct law *law, double x);
const char *parley_i_law_check(const struct law *law, char *message, size_t capacity);  ///< nested laws included

/// A law with constant arguments made fast. Kinds with a closed form (`apply`): that form, over vectors. Other
/// continuous laws: piecewise polynomials on a grid that is dyadic towards both tails (|F(Q(u)) - u| < 1e-9), and the
/// law itself beyond 1e-5 and wherever the polynomials miss (kinks). Discrete laws: a guide table. NULL with a status
/// when memory ran out. The law (nested ones included) must live as long as the table.
struct quantile_table;
parley_status parley_i_quantile_table_create(struct arena *arena, const struct law *law,
                                             const struct quantile_table **out);
void parley_i_quantile_table_apply(const struct quantile_table *table, const double *u, double *out, size_t n);

/// The standard normal quantile and distribution function over a block (relative error below 1e-15 in the quantile, and
/// about 1e-15 in the function down to -8). `u` and `z` may be the same array.
void parley_i_normal_quantile(const double *u, double *z, size_t n);
void parley_i_normal_cdf(const double *z, double *u, size_t n);

#endif
