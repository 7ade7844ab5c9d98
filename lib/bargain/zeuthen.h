// What the two ways of playing monotonic concession share. See zeuthen.c for the definition.
#ifndef PARLEY_LIB_BARGAIN_ZEUTHEN_H
#define PARLEY_LIB_BARGAIN_ZEUTHEN_H

#include "bargain/packages.h"

/// What counts as a concession to the others when there are several of them.
enum criterion { STRONG, WEAK, PARETO, UTILITARIAN, EGALITARIAN, NASH, EGOCENTRIC };

struct zeuthen {
    const struct sitting *sitting;
    struct settlement *out;
    uint32_t rounds;  // most rounds played
    enum criterion criterion;
    void *scratch;
};

enum { ZEUTHEN_DRAW_TIES };

/// The share of its gain that a party would lose by accepting instead of insisting; 1 when insisting gains it nothing.
double parley_i_zeuthen_risk(double own, double other, double no_deal);

/// Several parties; more than two as a rule.
void parley_i_zeuthen_many(const struct zeuthen *talks);
size_t parley_i_zeuthen_many_scratch(const struct sitting_shape *shape);

/// A round's offers, what they are worth, and the risks. `package`: number of each party's offer. `option`: room for
/// the issues; `choice`: for the factors.
struct record *parley_i_zeuthen_tell(const struct zeuthen *talks, uint32_t round, const uint32_t *package,
                                     const double *risk, uint32_t *choice, uint32_t *option);

#endif
