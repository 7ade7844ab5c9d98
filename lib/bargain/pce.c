#include "bargain/pce.h"

#include "base/vector.h"

#include <math.h>

#define LEAST_COALITION 1e-8  // no pair is a contest of nothing against nothing

const char *const parley_i_pce_words[] = {"conditional", "markov_uniform", "markov_incentive", NULL};

size_t parley_i_pce_room(uint32_t options)
{
    return 3 * (size_t)options * options + options;  // coalitions, victories, and what the Markov cases need
}

// One voter's votes on every pair (i, j < i) join the two coalitions. In this order, pair by pair, sums are over voters
// first to last and the loop runs over a vector of pairs.
static inline void add_votes(enum voting rule, uint32_t options, double weight, const double *u, double *pro,
                             double *contra)
{
    for (uint32_t i = 1; i < options; i++) {
        double mine = u[i], *yes = pro + (size_t)i * options, *no = contra + (size_t)i * options;
        for (uint32_t j = 0; j < i; j++) {
            double vote = parley_i_vote(rule, weight, mine - u[j]);
            yes[j] += vote > 0.0 ? vote : 0.0;
            no[j] -= vote < 0.0 ? vote : 0.0;
        }
    }
}

// The rule is a constant in each of these loops, which is what lets the compiler make vectors of them.
PARLEY_I_VECTOR
static void count_votes(enum voting rule, uint32_t voters, uint32_t options, const double *weight,
                        const double *utility, double *pro, double *contra)
{
    for (uint32_t k = 0; k < voters; k++) {
        const double *u = utility + (size_t)k * options;
        switch (rule) {
        case VOTING_BINARY:
            add_votes(VOTING_BINARY, options, weight[k], u, pro, contra);
            break;
        case VOTING_PROP_BIN:
            add_votes(VOTING_PROP_BIN, options, weight[k], u, pro, contra);
            break;
        case VOTING_PROPORTIONAL:
            add_votes(VOTING_PROPORTIONAL, options, weight[k], u, pro, contra);
            break;
        case VOTING_PROP_CUBIC:
            add_votes(VOTING_PROP_CUBIC, options, weight[k], u, pro, contra);
            break;
        case VOTING_CUBIC:
            add_votes(VOTING_CUBIC, options, weight[k], u, pro, contra);
            break;
        case VOTING_ASYMMETRIC:
            add_votes(VOTING_ASYMMETRIC, options, weight[k], u, pro, contra);
            break;
        }
    }
}

static void form_coalitions(enum voting rule, uint32_t voters, uint32_t options, const double *weight,
                            const double *utility, double *coalition, double *contra)
{
    for (size_t k = 0; k < (size_t)options * options; k++) {
        coalition[k] = contra[k] = LEAST_COALITION;
    }
    count_votes(rule, voters, options, weight, utility, coalition, contra);
    for (uint32_t i = 1; i < options; i++) {
        for (uint32_t j = 0; j < i; j++) {
            coalition[(size_t)j * options + i] = contra[(size_t)i * options + j];
        }
    }
}

static void win(enum victory model, uint32_t options, const double *coalition, double *beats)
{
    for (uint32_t i = 0; i < options; i++) {
        for (uint32_t j = 0; j < i; j++) {
            size_t ij = (size_t)i * options + j, ji = (size_t)j * options + i;
            beats[ij] = parley_i_victory(model, coalition[ij], coalition[ji]);
            beats[ji] = parley_i_victory(model, coalition[ji], coalition[ij]);
        }
        beats[(size_t)i * options + i] = 0.5;
    }
}

// The product as mantissa and exponent: with many options, or high powers, every plain product may fall below the least
// number.
static double long_product(const double *factor, uint32_t count, int *exponent)
{
    double product = 1.0;
    *exponent = 0;
    for (uint32_t j = 0; j < count; j++) {
        int e;
        product = frexp(product * factor[j], &e);
        *exponent += e;
    }
    return product;
}

static void condition_carefully(uint32_t options, const double *beats, double *probability, double *exponent)
{
    double top = -INFINITY;
    for (uint32_t i = 0; i < options; i++) {
        int e;
        probability[i] = long_product(beats + (size_t)i * options, options, &e);
        exponent[i] = e;
        top = fmax(top, probability[i] > 0.0 ? exponent[i] : -INFINITY);
    }
    for (uint32_t i = 0; i < options; i++) {
        probability[i] = ldexp(probability[i], (int)fmax(exponent[i] - top, -5000.0));
    }
}

static double sum_of(const double *x, uint32_t count)
{
    double sum = 0.0;
    for (uint32_t i = 0; i < count; i++) {
        sum += x[i];
    }
    return sum;
}

static void condition(uint32_t options, const double *beats, double *probability, double *room)
{
    for (uint32_t i = 0; i < options; i++) {
        double product = 1.0;
        for (uint32_t j = 0; j < options; j++) {
            product *= beats[(size_t)i * options + j];
        }
        probability[i] = product;
    }
    double sum = sum_of(probability, options);
    if (!(sum > 1e-250)) {
        condition_carefully(options, beats, probability, room);
        sum = sum_of(probability, options);
    }
    for (uint32_t i = 0; i < options; i++) {
        probability[i] /= sum;
    }
}

bool parley_i_pce(const struct election *election, uint32_t voters, uint32_t options, const double *weight,
                  const double *utility, double *probability, double *room)
{
    double *coalition = room, *beats = coalition + (size_t)options * options, *rest = beats + (size_t)options * options;
    form_coalitions(election->voting, voters, options, weight, utility, coalition, rest);
    win(election->victory, options, coalition, beats);
    if (election->solver == PCE_CONDITIONAL) {
        condition(options, beats, probability, rest);
        return true;
    }
    return parley_i_pce_markov(election, options, coalition, beats, probability, rest);
}

uint32_t parley_i_pce_likeliest(const double *probability, uint32_t options)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < options; i++) {
        best = probability[i] > probability[best] ? i : best;
    }
    return best;
}

uint32_t parley_i_pce_draw(const double *probability, uint32_t options, double u)
{
    double below = 0.0;
    for (uint32_t i = 0; i + 1 < options; i++) {
        below += probability[i];
        if (u < below) {
            return i;
        }
    }
    return options - 1;
}
