#include "base/text.h"
#include "chance/law_kind.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

const struct distribution *const parley_i_distributions[] = {
    &parley_i_normal,    &parley_i_lognormal,     &parley_i_to,       &parley_i_uniform_law, &parley_i_triangular,
    &parley_i_pert,      &parley_i_beta,          &parley_i_gamma,    &parley_i_exponential, &parley_i_weibull,
    &parley_i_student_t, &parley_i_logistic_dist, &parley_i_poisson,  &parley_i_binomial,    &parley_i_bernoulli,
    &parley_i_choice,    &parley_i_mixture,       &parley_i_truncate, &parley_i_quantiles,   &parley_i_data,
};
const size_t parley_i_distribution_count = sizeof parley_i_distributions / sizeof *parley_i_distributions;

const struct distribution *parley_i_distribution(const char *name)
{
    for (size_t i = 0; i < parley_i_distribution_count; i++) {
        if (strcmp(parley_i_distributions[i]->name, name) == 0) {
            return parley_i_distributions[i];
        }
    }
    return NULL;
}

const char *parley_i_argument_name(const struct distribution *kind, size_t i)
{
    bool groups = kind->stride > 1 || kind->most == UINT8_MAX;
    return kind->arguments[groups ? i % kind->stride : i];
}

double parley_i_law_quantile(const struct law *law, double u)
{
    return law->kind->quantile(law, u);
}

double parley_i_law_cdf(const struct law *law, double x)
{
    return law->kind->cdf(law, x);
}

double parley_i_law_survival(const struct law *law, double x)
{
    return law->kind->survival != NULL ? law->kind->survival(law, x) : 1 - law->kind->cdf(law, x);
}

static bool is_law(const struct distribution *kind, size_t argument)
{
    return argument % kind->stride < kind->laws;
}

const char *parley_i_law_check(const struct law *law, char *message, size_t capacity)
{
    for (size_t i = 0; i < law->parts; i++) {
        const char *wrong = parley_i_law_check(law->part[i], message, capacity);
        if (wrong != NULL) {
            return wrong;
        }
    }
    for (size_t i = 0; i < law->arguments; i++) {
        if (!is_law(law->kind, i) && !isfinite(law->argument[i])) {
            return parley_i_expect(false, law, i, "a finite number", message, capacity);
        }
    }
    return law->kind->check(law, message, capacity);
}

const char *parley_i_expect(bool holds, const struct law *law, size_t argument, const char *wanted, char *message,
                            size_t capacity)
{
    if (holds) {
        return NULL;
    }
    char number[32];
    parley_i_number_print(law->argument[argument], number);
    snprintf(message, capacity, "%s must be %s, found %s", parley_i_argument_name(law->kind, argument), wanted, number);
    return message;
}

const char *parley_i_expect_positive(const struct law *law, size_t argument, char *message, size_t capacity)
{
    return parley_i_expect(law->argument[argument] > 0, law, argument, "> 0", message, capacity);
}

const char *parley_i_expect_probability(const struct law *law, size_t argument, char *message, size_t capacity)
{
    double p = law->argument[argument];
    return parley_i_expect(p >= 0 && p <= 1, law, argument, "a probability in [0, 1]", message, capacity);
}

const char *parley_i_expect_order(const struct law *law, size_t low, size_t high, bool strict, char *message,
                                  size_t capacity)
{
    double a = law->argument[low], b = law->argument[high];
    if (strict ? a < b : a <= b) {
        return NULL;
    }
    char number[2][32];
    parley_i_number_print(a, number[0]);
    parley_i_number_print(b, number[1]);
    snprintf(message, capacity, "%s must be %s %s, found %s and %s", parley_i_argument_name(law->kind, low),
             strict ? "<" : "<=", parley_i_argument_name(law->kind, high), number[0], number[1]);
    return message;
}

const char *parley_i_expect_weights(const struct law *law, char *message, size_t capacity)
{
    double sum = 0;
    size_t stride = law->kind->stride;
    for (size_t i = stride - 1; i < law->arguments; i += stride) {
        if (!(law->argument[i] >= 0)) {
            return parley_i_expect(false, law, i, ">= 0", message, capacity);
        }
        sum += law->argument[i];
    }
    if (sum > 0 && isfinite(sum)) {
        return NULL;
    }
    snprintf(message, capacity, sum > 0 ? "the weights are too large to be added" : "the weights must not all be 0");
    return message;
}

/// P(X <= x) - u, from the tail where it is sharp.
static double excess(const struct law *law, double x, double u)
{
    return u <= 0.5 ? parley_i_law_cdf(law, x) - u : (1 - u) - parley_i_law_survival(law, x);
}

double parley_i_integer_quantile(const struct law *law, double u, double guess, double low, double high)
{
    double k = fmax(low, fmin(floor(guess), high));
    if (excess(law, k, u) >= 0) {
        while (k > low && excess(law, k - 1, u) >= 0) {
            k--;
        }
        return k;
    }
    while (k < high && excess(law, k, u) < 0) {
        k++;
    }
    return k;
}

static bool has_atoms(const struct law *law)
{
    for (size_t i = 0; i < law->parts; i++) {
        if (has_atoms(law->part[i])) {
            return true;
        }
    }
    return law->kind->discrete;
}

/// The largest atom of the parts at or below x, as far as it can be told; -INFINITY when there is none.
static double atom_below(const struct law *law, double x)
{
    double atom = -INFINITY;
    for (size_t i = 0; i < law->parts; i++) {
        double u = has_atoms(law->part[i]) ? parley_i_law_cdf(law->part[i], x) : 0;
        if (u > 0) {
            double candidate = parley_i_law_quantile(law->part[i], u < 1 ? u * (1 - 0x1p-51) : 1 - 0x1p-53);
            atom = candidate <= x ? fmax(atom, candidate) : atom;
        }
    }
    return atom;
}

double parley_i_bracketed_quantile(const struct law *law, double u, double low, double high)
{
    if (excess(law, low, u) >= 0) {
        return low;
    }
    bool atoms = has_atoms(law);
    double x = low + (high - low) / 2, last_step = high - low;
    for (int i = 0; i < 3000 && x > low && x < high; i++) {
        double gap = excess(law, x, u), density = law->kind->density(law, x);
        if (gap < 0) {
            low = x;
        } else {
            high = x;
            double atom = atoms ? atom_below(law, x) : low;
            atoms = atom > low;
            if (atoms && excess(law, atom, u) < 0) {
                low = atom;  // and between it and x there is no other
                atoms = false;
            } else if (atoms) {
                high = nextafter(atom, -INFINITY);
                if (excess(law, high, u) < 0) {
                    return atom;
                }
            }
        }
        double step = gap / density;
        if (fabs(step) <= 0x1p-52 * fabs(x)) {
            return x;
        }
        bool newton = fabs(step) <= 0.5 * fabs(last_step) && x - step > low && x - step < high;
        last_step = newton ? step : (high - low) / 2;
        x = newton ? x - step : low + (high - low) / 2;
    }
    return high;
}
