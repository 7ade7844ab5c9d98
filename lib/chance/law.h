// Distributions. A `distribution` is a kind (one file-local entry of a table each); a `law` is a kind with numbers, maybe
// built of other laws (mixture, truncate). Sampling is always quantile(u): one uniform a draw, no rejection.
#ifndef PARLEY_LIB_CHANCE_LAW_H
#define PARLEY_LIB_CHANCE_LAW_H

#include "base/arena.h"

struct law;

struct distribution {
    const char *name;              // as written in the language: "normal"
    const char *const *arguments;  // names of the arguments, for messages: {"mean", "sd"}
    uint8_t least, most;           // number of arguments; most = 255: any number
    uint8_t stride;                // arguments come in groups of this many after `least` (choice: 2), else 1
    uint8_t laws;                  // how many leading arguments of each group are themselves distributions (truncate 1, mixture 1)
    bool discrete;

    /// NULL when the arguments make sense; else a sentence such as "sd must be > 0, found -1", written to `message`.
    const char *(*check)(const struct law *law, char *message, size_t capacity);
    double (*quantile)(const struct law *law, double u);
    double (*cdf)(const struct law *law, double x);      // P(X <= x)
    double (*density)(const struct law *law, double x);  // NULL for discrete kinds
    /// Whole block with arguments that differ by trial (`argument[i][t]`); NULL: trial by trial through `quantile`.
    void (*apply)(const double *u, const double *const *argument, double *out, size_t n);
};

struct law {
    const struct distribution *kind;
    const double *argument;        // numbers, in order (for choice: x1, w1, x2, w2 ...; nested laws leave their slot 0)
    size_t arguments;
    struct law *const *part;       // nested laws in order
    size_t parts;
};

/// All kinds; adding one is one entry here and one file.
extern const struct distribution *const parley_i_distributions[];
extern const size_t parley_i_distribution_count;
const struct distribution *parley_i_distribution(const char *name);

/// Checked draw: quantile of `law` at u in (0, 1). The law's arguments must have passed `check`.
double parley_i_law_quantile(const struct law *law, double u);
const char *parley_i_law_check(const struct law *law, char *message, size_t capacity);  ///< nested laws included

/// A law with constant arguments made fast. Continuous laws: piecewise polynomials on a grid that is dyadic towards both tails (|F(Q(u)) - u| < 1e-9),
/// beyond it the law itself; location-scale families: the transformed standard normal or their closed form; discrete
/// laws: a guide table. NULL with a status when memory ran out.
struct quantile_table;
parley_status parley_i_quantile_table_create(struct arena *arena, const struct law *law, const struct quantile_table **out);
void parley_i_quantile_table_apply(const struct quantile_table *table, const double *u, double *out, size_t n);

/// The standard normal quantile and distribution function over a block (error below 1e-15 relative and 1e-9 in probability).
void parley_i_normal_quantile(const double *u, double *z, size_t n);
void parley_i_normal_cdf(const double *z, double *u, size_t n);

#endif
