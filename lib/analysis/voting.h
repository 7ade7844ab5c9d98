// Voting games: coalitions counted by size, in two exact ways. Private to the power indices.
//
// The game is reduced first: like voters form a kind, those with a declared veto are set apart (every winning coalition
// has them all), weights become whole numbers where they can. Counts are sums of positive whole numbers held in
// doubles: exact up to 2^53, beyond with a relative error below (voters + total weight) / 2^53, since nothing is ever
// subtracted.
#ifndef PARLEY_LIB_ANALYSIS_VOTING_H
#define PARLEY_LIB_ANALYSIS_VOTING_H

#include "base/arena.h"
#include <parley/analysis.h>

enum { VOTERS_MOST = 1000 };  // coalitions then number less than the largest double

/// A condition: the voters in favour weigh at least `need`.
struct condition {
    const double *weight;  // [kind]
    double need;           // what the kinds must bring beyond those with a veto, rounding forgiven; may be <= 0
    bool whole;            // weights and need are whole numbers
};

struct voting_game {
    uint32_t voters;  // all of them
    uint32_t vetoes;  // of them with a declared veto, part of no kind
    uint32_t kinds;
    const uint32_t *count;  // [kind] voters of the kind
    uint32_t heads;         // voters that must be in favour, vetoes included
    const struct condition *condition;
    uint32_t conditions;
    const uint32_t
        *alternative;     // [conditions] increasing from 0: any alternative suffices, all its conditions must hold
    const int32_t *kind;  // [voter of the definition] its kind, -1: it has a declared veto
};

/// How often a voter turns a coalition of the others, by that coalition's size; vetoes are counted in every size.
struct voting_counts {
    double *swing;    // [kind * voters + size]
    double *winning;  // [size], 0 .. voters: winning coalitions
    double *losing;   // [size]: losing coalitions that have all declared vetoes
};

/// Reduce a definition that has been checked. PARLEY_NO_MEMORY.
parley_status parley_i_voting_reduce(struct arena *arena, const parley_voting_def *def, struct voting_game *out);

/// Does an alternative hold for these sums of weight (one per condition, kinds only)?
bool parley_i_voting_meets(const struct voting_game *game, const double *sum);

/// Does the coalition of so many voters of each kind, and all vetoes, win? `sum` has room for a double per condition.
bool parley_i_voting_wins(const struct voting_game *game, const uint32_t *in_favour, double *sum);

/// Count by listing how many of each kind are in favour: any weights, few kinds. Cost: about the steps it takes.
double parley_i_voting_list_cost(const struct voting_game *game);
parley_status parley_i_voting_list(struct arena *arena, const struct voting_game *game, struct voting_counts *out);

/// Count by generating functions: whole weights, any number of voters. INFINITY: not possible.
double parley_i_voting_table_cost(const struct voting_game *game);
parley_status parley_i_voting_table(struct arena *arena, const struct voting_game *game, struct voting_counts *out);

#endif
