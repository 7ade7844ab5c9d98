// One party's estimate of its challenges: the two principals and then every third party join one side or the other, as
// far as it is worth to them.
#include "bargain/challenge.h"

#include "base/vector.h"

#define LEAST_COALITION 1e-10

/// What an estimate of i's challenges reads and writes; arrays are over the challenged party j.
struct contest {
    uint32_t n, i;
    const double *u;  // [party * n + position], in the view at hand
    const double *strength;
    double *restrict base_for, *restrict base_against;  // the principals'
    double *restrict all_for, *restrict all_against;    // with third parties
};

static inline void join(double vote, double *ours, double *theirs)
{
    *ours += vote > 0.0 ? vote : 0.0;
    *theirs -= vote < 0.0 ? vote : 0.0;
}

static inline void principals(enum voting rule, const struct contest *c)
{
    const double *mine = c->u + (size_t)c->i * c->n;
    for (uint32_t j = 0; j < c->n; j++) {
        double ours = LEAST_COALITION, theirs = LEAST_COALITION;
        const double *his = c->u + (size_t)j * c->n;
        join(parley_i_vote(rule, c->strength[c->i], mine[c->i] - mine[j]), &ours, &theirs);
        join(parley_i_vote(rule, c->strength[j], his[c->i] - his[j]), &ours, &theirs);
        c->base_for[j] = c->all_for[j] = ours;
        c->base_against[j] = c->all_against[j] = theirs;
    }
}

// A third party asks what joining either side would bring it if only the three of them fought: who joins and wins keeps
// its own position, who joins and loses gives it up; the winner's side imposes its position on the loser.
static inline void third_party(enum voting rule, const struct contest *c, uint32_t k)
{
    const double *u = c->u + (size_t)k * c->n;
    double to_i = u[c->i], own = u[k], weight = c->strength[k];
    double for_k = c->all_for[k], against_k = c->all_against[k];  // where it is challenged itself it is no third party
    for (uint32_t j = 0; j < c->n; j++) {
        double to_j = u[j], ours = c->base_for[j], theirs = c->base_against[j];
        join(parley_i_vote(rule, weight, to_i - to_j), &ours, &theirs);
        double q = ours / (ours + theirs);
        double with_i = q * (2.0 * to_i + own) + (1.0 - q) * (3.0 * to_j);
        double with_j = q * (3.0 * to_i) + (1.0 - q) * (2.0 * to_j + own);
        join(parley_i_vote(rule, weight, with_i - with_j), &c->all_for[j], &c->all_against[j]);
    }
    c->all_for[k] = for_k;
    c->all_against[k] = against_k;
}

// Third parties that commit fully, or not at all, expect the same of either side and keep out of it.
static inline void everybody(enum voting rule, enum third_parties third, const struct contest *c)
{
    principals(rule, c);
    for (uint32_t k = 0; third == THIRD_SEMI && k < c->n; k++) {
        if (k != c->i) {
            third_party(rule, c, k);
        }
    }
}

PARLEY_I_VECTOR
static void form(enum voting rule, enum third_parties third, const struct contest *c)
{
    switch (rule) {
    case VOTING_BINARY:
        everybody(VOTING_BINARY, third, c);
        break;
    case VOTING_PROP_BIN:
        everybody(VOTING_PROP_BIN, third, c);
        break;
    case VOTING_PROPORTIONAL:
        everybody(VOTING_PROPORTIONAL, third, c);
        break;
    case VOTING_PROP_CUBIC:
        everybody(VOTING_PROP_CUBIC, third, c);
        break;
    case VOTING_CUBIC:
        everybody(VOTING_CUBIC, third, c);
        break;
    case VOTING_ASYMMETRIC:
        everybody(VOTING_ASYMMETRIC, third, c);
        break;
    }
}

void parley_i_challenge_estimate(struct challenge *game, uint32_t i)
{
    uint32_t n = game->table.parties;
    const struct contest c = {
        .n = n,
        .i = i,
        .u = game->view,
        .strength = game->strength,
        .base_for = game->base_for,
        .base_against = game->base_against,
        .all_for = game->all_for,
        .all_against = game->all_against,
    };
    form(game->election.voting, game->third, &c);
    const double *mine = game->view + (size_t)i * n;
    for (uint32_t j = 0; j < n; j++) {
        double all = game->all_for[j] + game->all_against[j], resists = game->table.attention[j];
        double p = game->all_for[j] / all, q = game->all_against[j] / all;
        double victory = 2.0 * mine[i], defeat = 2.0 * mine[j], status_quo = mine[i] + mine[j];
        game->p[j] = p;
        game->gain[j] = (1.0 - resists) * victory + resists * (p * victory + q * defeat) - status_quo;
    }
}
