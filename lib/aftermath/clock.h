// The aftermath once compiled, and the clocks of one state's transitions.
#ifndef PARLEY_LIB_AFTERMATH_CLOCK_H
#define PARLEY_LIB_AFTERMATH_CLOCK_H

#include "formula/block.h"
#include "scenario/model.h"

struct piece {         // a hazard rate that holds for a while
    double begin, end; // on the transition's clock; the last piece never ends (INFINITY)
    struct number rate;
};

struct transition {
    const char *name, *place; // "guaranteed.war"; "aftermath.guaranteed.war"
    enum transition_kind kind;
    uint32_t to;
    bool clock_entry; // RATE, WEIBULL: the clock starts when the state is entered
    struct number times;
    const struct piece *piece; // RATE: those that begin before the horizon
    size_t pieces;
    struct number shape, scale; // WEIBULL
    struct number after;        // AFTER
};

struct state {
    const struct transition *exit; // in the scenario's order, without those that can never fire
    size_t exits;
    size_t segment;                // of the numbers of its transitions
    const uint8_t *leads_here;     // [state]: can a trial that starts there come here?
    int32_t years, first, reached; // columns
};

struct aftermath {
    const char *pointer;
    const char *const *label; // [state]
    double horizon;
    uint32_t moves; // most moves a trial may make
    struct number start;
    size_t start_segment;
    const struct state *state;
    size_t states;
    int32_t final; // column
};

/// Trials of a block that are in one state now.
struct group {
    size_t n;
    bool whole;                       // member j is trial j of the block
    uint16_t trial[BLOCK_TRIALS];     // within the block
    uint32_t visit[BLOCK_TRIALS];     // how often the trial was in this state before
    double entry[BLOCK_TRIALS];       // when it came into this state
    double exponential[BLOCK_TRIALS]; // the unit exponential of the transition looked at
    double fire[BLOCK_TRIALS];        // when that transition would fire; INFINITY: not before the horizon
};

/// Draw the unit exponentials of `transition` for this entry into the state (nothing for a fixed delay), and set
/// `fire`. Times at or beyond the horizon may be given as they are or as INFINITY.
void parley_i_clock_run(const struct aftermath *aftermath, const struct transition *transition,
                        const struct block *block, struct group *group);

#endif
