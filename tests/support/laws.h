// Laws to try: kind, arguments, and GSL's distribution function for those it knows.
#ifndef PARLEY_TESTS_SUPPORT_LAWS_H
#define PARLEY_TESTS_SUPPORT_LAWS_H

#include "chance/law.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

/// The law of that name. `argument` must live as long.
static inline struct law law_of(const char *name, const double *argument, size_t arguments)
{
    return (struct law){.kind = parley_i_distribution(name), .argument = argument, .arguments = arguments};
}

enum family { NORMAL, LOGNORMAL, UNIFORM, EXPONENTIAL, WEIBULL, LOGISTIC, BETA, GAMMA, STUDENT, POISSON, BINOMIAL };

static const char *const family_names[] = {"normal",    "lognormal",     "uniform", "exponential",
                                           "weibull",   "logistic_dist", "beta",    "gamma",
                                           "student_t", "poisson",       "binomial"};

struct case_of_law {
    enum family family;
    size_t arguments;
    double argument[2];
};

static const struct case_of_law continuous_cases[] = {
    {NORMAL, 2, {0, 1}},   {NORMAL, 2, {-300, 0.01}},  {LOGNORMAL, 2, {0, 1}}, {LOGNORMAL, 2, {-5, 3}},
    {UNIFORM, 2, {-2, 5}}, {EXPONENTIAL, 1, {0.3, 0}}, {WEIBULL, 2, {0.5, 3}}, {WEIBULL, 2, {4, 10}},
    {LOGISTIC, 2, {1, 2}}, {BETA, 2, {4, 6}},          {BETA, 2, {0.2, 0.3}},  {BETA, 2, {0.05, 2}},
    {BETA, 2, {2, 0.5}},   {BETA, 2, {1, 1}},          {BETA, 2, {500, 2}},    {BETA, 2, {5000, 3000}},
    {GAMMA, 2, {6, 1}},    {GAMMA, 2, {0.05, 1}},      {GAMMA, 2, {1, 0.1}},   {GAMMA, 2, {140, 2}},
    {GAMMA, 2, {1000, 1}}, {STUDENT, 1, {1, 0}},       {STUDENT, 1, {0.3, 0}}, {STUDENT, 1, {2.5, 0}},
    {STUDENT, 1, {30, 0}}, {STUDENT, 1, {1e5, 0}},
};

static const struct case_of_law discrete_cases[] = {
    {POISSON, 1, {0.01, 0}},  {POISSON, 1, {3, 0}},       {POISSON, 1, {250, 0}},    {POISSON, 1, {1e5, 0}},
    {BINOMIAL, 2, {10, 0.3}}, {BINOMIAL, 2, {1000, 0.5}}, {BINOMIAL, 2, {7, 0.999}}, {BINOMIAL, 2, {100000, 1e-4}},
};

/// P(X <= x) by GSL.
static inline double gsl_below(const struct case_of_law *c, double x)
{
    double a = c->argument[0], b = c->argument[1];
    switch (c->family) {
    case NORMAL:
        return gsl_cdf_gaussian_P(x - a, b);
    case LOGNORMAL:
        return gsl_cdf_lognormal_P(x, a, b);
    case UNIFORM:
        return gsl_cdf_flat_P(x, a, b);
    case EXPONENTIAL:
        return gsl_cdf_exponential_P(x, 1 / a);
    case WEIBULL:
        return gsl_cdf_weibull_P(x, b, a);
    case LOGISTIC:
        return gsl_cdf_logistic_P(x - a, b);
    case BETA:
        return gsl_cdf_beta_P(x, a, b);
    case GAMMA:
        return gsl_cdf_gamma_P(x, a, b);
    case STUDENT:
        return gsl_cdf_tdist_P(x, a);
    case POISSON:
        return x < 0 ? 0 : gsl_cdf_poisson_P((unsigned int)x, a);
    default:
        return x < 0 ? 0 : gsl_cdf_binomial_P((unsigned int)x, b, (unsigned int)a);
    }
}

/// u as far as 1 - u can be told from the neighbouring x: laws that crowd against 1 have no finer values there.
static inline double grain_at(const struct case_of_law *c, double x)
{
    return fabs(gsl_below(c, nextafter(x, INFINITY)) - gsl_below(c, nextafter(x, -INFINITY)));
}

#endif
