// The Markov cases of the election: a favourite is challenged, and the winner of the contest is the next favourite.
#include "bargain/pce.h"

#include <math.h>

enum { MOST_ITERATIONS = 1000 };

// move[a * options + j], j != a: the probability that favourite a is challenged by j and loses to it.
static void challenge_uniformly(uint32_t options, const double *beats, double *move)
{
    for (uint32_t a = 0; a < options; a++) {
        for (uint32_t j = 0; j < options; j++) {
            move[(size_t)a * options + j] = beats[(size_t)j * options + a] / options;
        }
    }
}

static void challenge_by_incentive(uint32_t options, const double *coalition, const double *beats, double *move)
{
    for (uint32_t a = 0; a < options; a++) {
        double total = 1e-10;  // an unchallenged favourite challenges itself
        for (uint32_t j = 0; j < options; j++) {
            total += coalition[(size_t)j * options + a] * beats[(size_t)j * options + a];
        }
        for (uint32_t j = 0; j < options; j++) {
            double p = beats[(size_t)j * options + a];
            move[(size_t)a * options + j] = coalition[(size_t)j * options + a] * p / total * p;
        }
    }
}

// Grassmann, Taksar & Heyman (1985): elimination without subtractions, accurate for any chain. The floor keeps a
// favourite that no challenger can practically unseat from dividing by nothing.
static void solve(uint32_t n, double *move, double *probability)
{
    for (uint32_t k = n; k-- > 1;) {
        double leaves = 1e-300;
        for (uint32_t j = 0; j < k; j++) {
            leaves += move[(size_t)k * n + j];
        }
        for (uint32_t i = 0; i < k; i++) {
            double *row = move + (size_t)i * n, share = row[k] / leaves;
            row[k] = share;
            for (uint32_t j = 0; j < k; j++) {
                row[j] += share * move[(size_t)k * n + j];
            }
        }
    }
    double sum = probability[0] = 1.0;
    for (uint32_t k = 1; k < n; k++) {
        double p = 0.0;
        for (uint32_t i = 0; i < k; i++) {
            p += probability[i] * move[(size_t)i * n + k];
        }
        if (p > 1e150) {  // the start was all but impossible: count from here instead
            for (uint32_t i = 0; i < k; i++) {
                probability[i] /= p;
            }
            sum /= p;
            p = 1.0;
        }
        probability[k] = p;
        sum += p;
    }
    for (uint32_t k = 0; k < n; k++) {
        probability[k] /= sum;
    }
}

static bool iterate(uint32_t n, double tolerance, const double *move, double *probability, double *next)
{
    for (uint32_t i = 0; i < n; i++) {
        probability[i] = 1.0 / n;
    }
    for (int round = 0; round < MOST_ITERATIONS; round++) {
        double change = 0.0;
        for (uint32_t i = 0; i < n; i++) {
            next[i] = probability[i];
        }
        for (uint32_t a = 0; a < n; a++) {
            for (uint32_t j = 0; j < n; j++) {
                double flow = a == j ? 0.0 : probability[a] * move[(size_t)a * n + j];
                next[j] += flow;
                next[a] -= flow;
            }
        }
        for (uint32_t i = 0; i < n; i++) {
            change = fmax(change, fabs(next[i] - probability[i]));
            probability[i] = (probability[i] + next[i]) / 2.0;
        }
        if (!(change > tolerance)) {
            return true;
        }
    }
    return false;
}

bool parley_i_pce_markov(const struct election *election, uint32_t options, const double *coalition,
                         const double *beats, double *probability, double *room)
{
    double *move = room, *next = room + (size_t)options * options;
    bool uniform = election->solver == PCE_MARKOV_UNIFORM;
    if (uniform) {
        challenge_uniformly(options, beats, move);
    } else {
        challenge_by_incentive(options, coalition, beats, move);
    }
    if (election->published) {
        return iterate(options, uniform ? 1e-6 : 1e-8, move, probability, next);
    }
    solve(options, move, probability);
    return true;
}
