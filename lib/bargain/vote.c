#include "bargain/vote.h"

#include <stddef.h>

const char *const parley_i_voting_words[] = {"binary",     "prop_bin", "proportional", "prop_cubic", "cubic",
                                             "asymmetric", NULL};
const char *const parley_i_victory_words[] = {"linear", "square", "quartic", "octic", "binary", NULL};

// A tenth more strength wins for all but certain; between, the probability rises in a straight line with the share of
// strength.
static double winner_takes_all(double ours, double theirs)
{
    const double enough = 1.1, least = 1e-6;
    if (ours >= enough * theirs) {
        return 1.0 / (1.0 + least);
    }
    if (theirs >= enough * ours) {
        return least / (1.0 + least);
    }
    return (ours / (ours + theirs) * (enough + 1.0) - 1.0) / (enough - 1.0);
}

// By the ratio of strengths, so that eighth powers of large ones do not overflow.
double parley_i_victory(enum victory model, double ours, double theirs)
{
    double odds = theirs / ours;
    switch (model) {
    case VICTORY_BINARY:
        return winner_takes_all(ours, theirs);
    case VICTORY_OCTIC:
        odds *= odds;
        odds *= odds;
        odds *= odds;
        break;
    case VICTORY_QUARTIC:
        odds *= odds;
        odds *= odds;
        break;
    case VICTORY_SQUARE:
        odds *= odds;
        break;
    case VICTORY_LINEAR:
        return ours / (ours + theirs);
    }
    return 1.0 / (1.0 + odds);
}
