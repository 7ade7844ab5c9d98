// Incomplete gamma and beta functions with both tails, and their inverses. GSL has the functions too, but its error
// handler aborts on underflow and its inverses fail on extreme arguments; these accept any positive ones.
#ifndef PARLEY_LIB_CHANCE_SPECIAL_H
#define PARLEY_LIB_CHANCE_SPECIAL_H

#include <math.h>
#include <stddef.h>

/// P(X <= x) and P(X > x), each with its own relative precision.
struct tails {
    double lower, upper;
};

/// Standard normal quantile and tails of one number.
double parley_i_normal_z(double u);
struct tails parley_i_normal_tails(double z);

/// Gamma with the given shape and scale 1; x >= 0.
struct tails parley_i_gamma_tails(double shape, double x);
double parley_i_gamma_slope(double shape,
                            double x);  ///< x times the density: the slope over log x; also the Poisson terms
double parley_i_gamma_quantile(double shape, double u);

/// Beta; x in [0, 1] and its complement 1 - x given apart, so that both ends are sharp.
struct tails parley_i_beta_tails(double a, double b, double x, double complement);
double parley_i_beta_slope(double a, double b, double x, double complement);  ///< x (1 - x) times the density
double parley_i_beta_logit_quantile(double a, double b, double u);            ///< log(x / (1 - x)) at the quantile
double parley_i_logistic(double y);                                           ///< 1 / (1 + exp(-y))

#endif
