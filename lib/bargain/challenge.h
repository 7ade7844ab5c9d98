// The parts of `challenge`, the spatial model of politics. See challenge.c for the definition and its parameters.
#ifndef PARLEY_LIB_BARGAIN_CHALLENGE_H
#define PARLEY_LIB_BARGAIN_CHALLENGE_H

#include "bargain/pce.h"
#include "bargain/spatial.h"

enum risk_range { RISK_MIN, RISK_MID, RISK_MAX };
enum perspective {
    PERSPECTIVE_NONE,
    PERSPECTIVE_ONE_THIRD,
    PERSPECTIVE_HALF,
    PERSPECTIVE_TWO_THIRDS,
    PERSPECTIVE_FULL
};
enum third_parties { THIRD_NO, THIRD_SEMI, THIRD_FULL };
enum bargain_kind { BARGAIN_S1P1, BARGAIN_S2P2, BARGAIN_S2PMAX };
enum interpolation { INTERPOLATION_INIT_ONLY, INTERPOLATION_INIT_RCVR, INTERPOLATION_PW_COMP };

/// The parameters of `challenge`, in the order of its specs.
enum {
    CHALLENGE_VARIANT,
    CHALLENGE_COMPAT,
    CHALLENGE_SOLVER,
    CHALLENGE_VOTING,
    CHALLENGE_VICTORY,
    CHALLENGE_RISK,
    CHALLENGE_PERSPECTIVE,
    CHALLENGE_THIRD_PARTIES,
    CHALLENGE_BARGAINS,
    CHALLENGE_INTERPOLATION,
    CHALLENGE_TRANSITIONS,
    CHALLENGE_ADJUSTMENT,
    CHALLENGE_TURNS,
    CHALLENGE_LEAST_TURNS,
    CHALLENGE_CHANGE,
    CHALLENGE_PROB_NORM,
    CHALLENGE_PARAMETERS
};
enum { VARIANT_SPATIAL, VARIANT_SCHOLZ };
enum { COMPAT_NONE, COMPAT_KTAB, COMPAT_SCHOLZ };
enum { PROB_NORM_BY_COMPAT, PROB_NORM_PAIR, PROB_NORM_GLOBAL };

/// What two parties could agree to: the first challenged the second.
struct bargain {
    uint32_t from, to;
    uint32_t view;            // whose estimate it rests on; of two weighed together, the challenger's
    double p, gain;           // in that view: that the challenger would prevail; what the challenge is worth to it
    double *at_from, *at_to;  // [issue]: where each would stand
};
#define STATUS_QUO UINT32_MAX

/// The parties in one turn, and the memory they think in. Matrices are [party * parties + party] if not said otherwise.
struct challenge {
    const struct sitting *sitting;
    struct spatial table;  // where they stand now
    struct election election;
    enum risk_range range;
    enum perspective perspective;
    enum third_parties third;
    enum bargain_kind kind;
    enum interpolation interpolation;
    bool stochastic, published;
    bool converged;                   // every election so far did
    double *ideal;                    // [party * issues + issue]
    double *next;                     // [party * issues + issue]: where they will stand
    double *distance;                 // of party's ideal from party's position
    double *risk;                     // [party]: R, -1/2 to 1 in the middle range; more is bolder
    double *utility;                  // to the row of the column's position, by its own risk
    double *total;                    // [party]: that, summed over the positions
    double *view;                     // the same as one of them sees it
    double *strength;                 // [party]: attention x power
    double *p, *gain;                 // [party]: one party's estimates of its challenges
    double *base_for, *base_against;  // [party]: the two principals of each in it
    double *all_for, *all_against;    // [party]: and with third parties
    struct bargain *bargain;          // two a party at most
    uint32_t bargains;
    double *outlook;             // [party * 2 parties + bargain]: mean utility of all positions after it
    uint32_t *queue, queued;     // bargains that one party chooses among
    double *queue_utility;       // [party * queued + option]
    double *probability;         // [option], of the election in hand
    uint32_t *chosen;            // [party]: a bargain or STATUS_QUO
    double *chosen_probability;  // [party]
    double *standing;            // [party]: probability that its position would prevail as things stand
    uint32_t *option_of;         // [party]: its option in that election
    double *room;                // for elections
};

size_t parley_i_challenge_room(const struct sitting_shape *shape);  // bytes
void parley_i_challenge_seat(const struct sitting *sitting, struct challenge *game);

/// u = (1 - D)(1 + R D), and beyond distance 1 the straight line (1 - D)(1 + R).
static inline double parley_i_challenge_utility(double distance, double risk)
{
    double near = distance < 1.0 ? distance : 1.0;
    return (1.0 - distance) * (1.0 + risk * near);
}

/// Distances, inferred risk and utilities of the present positions.
void parley_i_challenge_look(struct challenge *game);

/// Fill `standing`: the election over the positions as they are, each different position once.
void parley_i_challenge_stand(struct challenge *game);

/// How party h sees everybody's utilities: fills `view`.
void parley_i_challenge_view(struct challenge *game, uint32_t h);

/// In that view, for party i's challenge of each other party: `p` that it would prevail, and its `gain`.
void parley_i_challenge_estimate(struct challenge *game, uint32_t i);

/// Who challenges whom, and the bargains that come of it.
void parley_i_challenge_bargain(struct challenge *game);

/// Each party chooses among its bargains: fills `chosen` and `next`.
void parley_i_challenge_choose(struct challenge *game, uint32_t turn);

/// Play turns until the positions rest.
void parley_i_challenge_play(const struct sitting *sitting, struct settlement *out);

void parley_i_challenge_tell_opening(const struct challenge *game);
void parley_i_challenge_tell_turn(const struct challenge *game, uint32_t turn, double change);

/// Variant "scholz". See scholz.c.
void parley_i_scholz_play(const struct sitting *sitting, struct settlement *out);
size_t parley_i_scholz_room(const struct sitting_shape *shape);  // bytes

/// The parameters `turns`, `least_turns` and `change`: stop after this turn?
bool parley_i_challenge_stops(const struct sitting *sitting, uint32_t turn, double change);

#endif
