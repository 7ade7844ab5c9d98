// What the parts of single-text mediation share. See single_text.c for the definition.
#ifndef PARLEY_LIB_BARGAIN_SINGLE_TEXT_H
#define PARLEY_LIB_BARGAIN_SINGLE_TEXT_H

#include "bargain/protocol.h"

enum method { HILL_CLIMBING, ANNEALING, FEEDBACK };

/// One change of the text: another option of one factor.
struct change {
    uint32_t factor, option;
    bool none;  // the factor has no other option
};

struct mediation {
    const struct sitting *sitting;
    struct settlement *out;  // out->choice is the text as it stands
    enum method method;
    double temperature, cooling, untruthful;
    uint32_t budget, patience;
    bool random_start;
    int8_t *verdict;   // [party]: worse -1, same 0, better 1, as reported
    uint8_t *accepts;  // [party]
    double *belief;    // [party * cells + cell]: what the mediator has learned; FEEDBACK
    uint32_t *option;  // [issue]
};

enum { DRAW_START, DRAW_CHANGE, DRAW_VOTE, DRAW_TRUTH };

/// The mediator's next proposal.
struct change parley_i_single_text_propose(const struct mediation *mediation, uint32_t number);

/// What the mediator learns from the verdicts on a change, before it is made.
void parley_i_single_text_learn(const struct mediation *mediation, const struct change *change);

#endif
