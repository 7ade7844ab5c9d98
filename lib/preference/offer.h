// The best package for others among those worth enough to oneself: the constrained maximum behind every offer.
#ifndef PARLEY_LIB_PREFERENCE_OFFER_H
#define PARLEY_LIB_PREFERENCE_OFFER_H

#include "preference/pair.h"

struct offer_quest {
    const struct space *space;
    const double *own, *worth;  // [cell]: what the seeker gets, and what it seeks to make large
    double own_base, worth_base;
    double least;             // the seeker wants at least this (see parley_i_reaches)
    const uint8_t *excluded;  // [cell]; NULL: none
};

struct offer {
    double own, worth;
    double gap;  // proven: no package is better by more, in the unit of `worth`; 0 when exact
};

/// Bytes of working memory, 64-byte aligned.
size_t parley_i_offer_scratch(const struct space *space);

/// Find it. Ties: the larger own utility, then the lowest package number. Exact up to 10^6 packages; beyond, the search
/// stops when what is left to gain is proven to be below 5e-4. False when nothing reaches `least`.
bool parley_i_offer(const struct offer_quest *quest, void *scratch, uint32_t *choice, struct offer *out);

/// The same on a pair already loaded, whose utility `side` is the seeker's own and the other what it makes large.
/// `heavy`: vertices on either side of the answer, as far as they are known: the first has more of utility 0 than the
/// second.
bool parley_i_offer_on(struct pair *pair, uint32_t side, double least, const struct vertex heavy[2], uint32_t *choice,
                       struct offer *out);

#endif
