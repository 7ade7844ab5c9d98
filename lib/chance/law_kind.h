// What the files of the kinds share: their entries, and how they check.
#ifndef PARLEY_LIB_CHANCE_LAW_KIND_H
#define PARLEY_LIB_CHANCE_LAW_KIND_H

#include "chance/law.h"

extern const struct distribution parley_i_normal, parley_i_lognormal, parley_i_to;
extern const struct distribution parley_i_uniform_law, parley_i_triangular;
extern const struct distribution parley_i_exponential, parley_i_weibull, parley_i_logistic_dist;
extern const struct distribution parley_i_beta, parley_i_pert, parley_i_gamma, parley_i_student_t;
extern const struct distribution parley_i_poisson, parley_i_binomial, parley_i_bernoulli;
extern const struct distribution parley_i_choice, parley_i_data, parley_i_quantiles;
extern const struct distribution parley_i_mixture, parley_i_truncate;

/// NULL, or "NAME must be WANTED, found VALUE".
const char *parley_i_expect(bool holds, const struct law *law, size_t argument, const char *wanted, char *message,
                            size_t capacity);
const char *parley_i_expect_positive(const struct law *law, size_t argument, char *message, size_t capacity);
const char *parley_i_expect_probability(const struct law *law, size_t argument, char *message, size_t capacity);

/// NULL, or "NAME must be < OTHER, found A and B".
const char *parley_i_expect_order(const struct law *law, size_t low, size_t high, bool strict, char *message,
                                  size_t capacity);

/// The weights of a kind whose groups end in one: none negative, not all 0.
const char *parley_i_expect_weights(const struct law *law, char *message, size_t capacity);

/// The smallest integer from `low` to `high` whose P(X <= k) is at least u, searched from a guess.
double parley_i_integer_quantile(const struct law *law, double u, double guess, double low, double high);

/// The smallest x in [low, high] with P(X <= x) >= u, by Newton steps kept within a shrinking bracket. Atoms are met
/// exactly. P(X <= high) must be at least u.
double parley_i_bracketed_quantile(const struct law *law, double u, double low, double high);

#endif
