// What the ways of playing alternating offers share. See alternating.c for the definition.
#ifndef PARLEY_LIB_BARGAIN_ALTERNATING_H
#define PARLEY_LIB_BARGAIN_ALTERNATING_H

#include "bargain/protocol.h"

/// What talks draw for.
enum { DRAW_BREAKDOWN, DRAW_ORDER, DRAW_ACCEPTANCE, DRAW_TACTIC };

/// How far a party's target has to fall, this trial.
struct conceder {
    double top, low;  // its target in the first round and in the last
    double exponent;
    bool hopeless;  // no package is acceptable to it
};

struct alternating {
    const struct sitting *sitting;
    struct settlement *out;
    uint32_t rounds;
    bool random_order;
    double breakdown;           // probability per round
    struct conceder *conceder;  // [party]
    void *scratch;              // the rest of the working memory
};

/// The least a package must be worth to the party in a round, from 0: its target, less the noise of rounding.
double parley_i_alternating_level(const struct alternating *talks, uint32_t party, uint32_t round);

/// The same of every party.
void parley_i_alternating_levels(const struct alternating *talks, uint32_t round, double *level);

/// A party comes to the table, where the best for it is worth `top`. False when nothing is acceptable to it.
bool parley_i_alternating_open(const struct alternating *talks, uint32_t party, double top);

/// How far through the talks (0 to 1) a party's target has fallen to that utility.
double parley_i_alternating_time(const struct conceder *conceder, double utility);

uint32_t parley_i_alternating_proposer(const struct alternating *talks, uint32_t round);

/// The round, from 0, after which the talks collapse if they have not agreed; UINT32_MAX when they do not.
uint32_t parley_i_alternating_collapse(const struct alternating *talks);

/// What the proposer makes large, by cell: the power-weighted mean of the others' utilities. `worth` gets -INFINITY
/// (or, when `excluded` is not NULL, `excluded` gets 1) where another party bars the cell. Returns what is settled
/// already is worth.
double parley_i_alternating_worth(const struct alternating *talks, uint32_t proposer, double *worth, uint8_t *excluded);

/// Would the party sign that package in that round?
bool parley_i_alternating_accepts(const struct alternating *talks, uint32_t party, uint32_t round,
                                  const uint32_t *choice);

void parley_i_alternating_conclude(const struct alternating *talks, enum outcome outcome, uint32_t rounds);

/// Four ways to the same outcome: a handful of packages who all must agree to, in a few vectors; two parties without
/// playing the rounds; a few packages, laid out; round by round, for any size and for the trace. The first three return
/// false when they are not the way for this sitting. The first wants what its `prepare` made, and opens the talks
/// itself.
bool parley_i_alternating_few(const struct alternating *talks);
bool parley_i_alternating_two(const struct alternating *talks);
bool parley_i_alternating_field(const struct alternating *talks);
void parley_i_alternating_rounds(const struct alternating *talks);

/// `*out` stays NULL where packages are too many.
struct few;
parley_status parley_i_alternating_few_prepare(struct arena *arena, const struct sitting_shape *shape,
                                               const struct few **out);

size_t parley_i_alternating_few_scratch(const struct sitting_shape *shape);
size_t parley_i_alternating_two_scratch(const struct sitting_shape *shape);
size_t parley_i_alternating_field_scratch(const struct sitting_shape *shape);
/// `rounds` is only asked when parties' manners are known (shape->concedes).
size_t parley_i_alternating_rounds_scratch(const struct sitting_shape *shape, double rounds);

#endif
