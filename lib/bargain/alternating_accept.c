// What a party accepts (Baarslag, Hindriks & Jonker 2014; the logit response of McKelvey & Palfrey 1995). Never what
// crosses its red line or is worth less than its least, no agreement or its floor.
//
//   next      what is worth at least its target now
//   constant  what is worth at least a threshold
//   combined  as next; and from a share of its time on also what is worth at least a threshold or, without one, what is
//             the best of the offers so far
//   logit     with probability 1 / (1 + exp(-lambda (u - threshold))); without a threshold its target is one
#include "bargain/tactic.h"

#include <math.h>

static const char too_little[] = "the offer is worth less than its target";

static const char *by_chance(const struct alternating *talks, const struct manner *manner, uint32_t party,
                             const struct moment *now, double target, double utility, double *odds)
{
    double threshold = isnan(manner->threshold) ? target : manner->threshold;
    uint32_t draw = now->round * talks->sitting->parties + party;
    *odds = 1.0 / (1.0 + exp(-manner->lambda * (utility - threshold)));
    return parley_i_sitting_uniform(talks->sitting, DRAW_ACCEPTANCE, draw) < *odds
               ? NULL
               : "it could have accepted, and by chance did not";
}

const char *parley_i_acceptance(const struct alternating *talks, const struct temper *temper, uint32_t party,
                                const struct moment *now, double target, double utility, double *odds)
{
    const struct manner *manner = temper->manner;
    *odds = NAN;
    if (!parley_i_reaches(utility, temper->low)) {
        return "the offer is worth less than the least it accepts";
    }
    bool enough = parley_i_reaches(utility, target);
    switch (manner == NULL ? ACCEPT_NEXT : manner->accepts) {
    case ACCEPT_NEXT:
        return enough ? NULL : too_little;
    case ACCEPT_CONSTANT:
        return parley_i_reaches(utility, manner->threshold) ? NULL : "the offer is worth less than its threshold";
    case ACCEPT_COMBINED: {
        double wanted = isnan(manner->threshold) ? temper->best : manner->threshold;
        bool late = now->time >= manner->after;
        if (enough || (late && parley_i_reaches(utility, wanted))) {
            return NULL;
        }
        return late ? "the offer is worth less than its target, and than it accepts late" : too_little;
    }
    case ACCEPT_LOGIT:
        return by_chance(talks, manner, party, now, target, utility, odds);
    }
    return too_little;
}
