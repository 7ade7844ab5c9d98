// How strongly a party speaks for one option over another, and what strength is worth in a contest: the voting rules
// and victory models of the KAPSARC Toolkit for Behavioral Analysis (Wise, Lester & Efird).
#ifndef PARLEY_LIB_BARGAIN_VOTE_H
#define PARLEY_LIB_BARGAIN_VOTE_H

#include <stdint.h>

enum voting {
    VOTING_BINARY,
    VOTING_PROP_BIN,
    VOTING_PROPORTIONAL,
    VOTING_PROP_CUBIC,
    VOTING_CUBIC,
    VOTING_ASYMMETRIC,
};
enum victory { VICTORY_LINEAR, VICTORY_SQUARE, VICTORY_QUARTIC, VICTORY_OCTIC, VICTORY_BINARY };

extern const char *const parley_i_voting_words[], *const parley_i_victory_words[];  // in the order above, ended by NULL

/// The vote of a party of that weight when its utilities of two options differ by `du`: positive for the first option.
static inline double parley_i_vote(enum voting rule, double weight, double du)
{
    double all = du / 1e-8;  // as good as yes or no, without a jump that would magnify rounding
    all = all > 1.0 ? 1.0 : all < -1.0 ? -1.0 : all;
    switch (rule) {
    case VOTING_BINARY:
        return weight * all;
    case VOTING_PROP_BIN:
        return weight * (0.8 * du + 0.2 * all);
    case VOTING_PROPORTIONAL:
        return weight * du;
    case VOTING_PROP_CUBIC:
        return weight * (0.5 * du + 0.5 * (du * du * du));
    case VOTING_CUBIC:
        return weight * (du * du * du);
    case VOTING_ASYMMETRIC:  // losses weigh more than gains, as prospect theory has it
        return du > 0.0 ? 2.0 * weight * du / 3.0 : weight * du;
    }
    return 0.0;
}

/// Probability that a coalition of strength `ours` > 0 defeats one of strength `theirs` > 0.
double parley_i_victory(enum victory model, double ours, double theirs);

#endif
