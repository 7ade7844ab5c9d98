// How a party behaves in talks, beyond a target that falls by a power of time: its tactics, what it accepts, how long
// it stays. The scenario's `concedes` object, this trial.
#ifndef PARLEY_LIB_BARGAIN_MANNER_H
#define PARLEY_LIB_BARGAIN_MANNER_H

#include <stdbool.h>
#include <stdint.h>

enum tactic_form { TACTIC_POLYNOMIAL, TACTIC_EXPONENTIAL, TACTIC_RESOURCE, TACTIC_TIT_FOR_TAT, TACTIC_MICRO };
enum imitation { IMITATE_RELATIVE, IMITATE_ABSOLUTE, IMITATE_AVERAGED, IMITATE_NICE };
enum acceptance { ACCEPT_NEXT, ACCEPT_CONSTANT, ACCEPT_COMBINED, ACCEPT_LOGIT };

// Most tactics in a mixture; longest memory of a tit for tat, in offers.
enum { MANNER_TACTICS = 8, TACTIC_WINDOW = 16 };

struct tactic {
    enum tactic_form form;
    double weight;              // in a mixture
    double exponent, kappa;     // POLYNOMIAL, EXPONENTIAL; kappa: the share conceded at once (RESOURCE too)
    double resource, spends;    // RESOURCE: what it has at the start (NaN: the rounds it has), what a round takes of it
    enum imitation variant;     // the rest: TIT_FOR_TAT
    uint32_t window;
    double kindness, noise;     // conceded on top, in utility; the most that is drawn on top
    bool punish;                // answers steps back with steps back
};

struct manner {
    uint32_t tactics;
    struct tactic tactic[MANNER_TACTICS];
    enum acceptance accepts;
    double threshold, after, lambda;  // NaN: no threshold given
    double deadline;                  // rounds it counts with; NaN: the talks' own
    bool walks_out;                   // at its deadline
};

#endif
