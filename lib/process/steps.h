// The steps of the process compiled, and the state a worker keeps while it plays them.
#ifndef PARLEY_LIB_PROCESS_STEPS_H
#define PARLEY_LIB_PROCESS_STEPS_H

#include "process/process.h"
#include "process/sitting.h"

/// A bloc that votes as one.
struct bloc {
    const char *id;
    struct number weight, yes;
    size_t place;  // drawing place
};

struct step {
    const struct step_model *model;
    size_t gate_segment, numbers_segment, takes_segment;
    struct number gate;       // column of `requires`; constant 1 when there is none
    struct number takes;
    bool takes_time;
    struct talks *talks;      // STEP_TALKS
    int32_t done;             // column S.agreed, S.passed or S.happened
    int32_t rounds, outcome;  // STEP_TALKS
    struct number probability;  // STEP_CHANCE, or a vote with one probability
    size_t place;               // its drawing place
    const struct bloc *bloc;
    uint32_t blocs;
    struct rule rule;
    int32_t yes_share;        // column S.yes: share of the weight in favour; NONE without blocs
    bool utilities_after;     // later formulas may read utilities, so they are brought up to date
};

struct process {
    const struct model *model;
    struct parties parties;
    const struct step *step;
    uint32_t steps;
    struct number *fixed;     // per issue: what it is fixed at; undefined when it is not
    struct deals deals;       // `at` belongs to the worker
    const int32_t *fixed_at;  // per issue: its index on the grid, -1 otherwise
    int32_t elapsed, agreement, failed_at;
    bool utilities_before;    // formulas before the first sitting read utilities: of what is fixed
    struct category failures; // the steps, then "signing"
    size_t close_segment;     // opened last: later rooms may read every column
    bool calling_thread;
};

/// A worker's state for a block.
struct turn {
    const struct process *process;
    struct block *block;
    uint8_t *active;          // per trial: still in play
    uint8_t *plays;           // per trial: reaches the step in hand
    uint8_t *judged;          // per trial: utilities hold the whole deal as it stands
    uint8_t *refused;         // per trial: a signatory would not sign it
    double *u;                // uniforms of a vote or event
    struct deals deals;
    struct seats *seats;      // per step; unused for other kinds
    double *scratch;
    struct record *told;      // NULL unless tracing: the "steps" object
};

/// Play a sitting for the trials that reach it. PARLEY_BAD_TRIAL when a protocol of the embedding program answers nonsense.
parley_status parley_i_play_talks(struct turn *turn, uint32_t number);
void parley_i_play_vote(struct turn *turn, uint32_t number);
void parley_i_play_chance(struct turn *turn, uint32_t number);

/// A step failed in this trial.
void parley_i_turn_fail(struct turn *turn, uint32_t number, size_t trial);

/// Bring utilities and gains up to date for the deal as it stands. `whole`: every issue counts and signatories judge it, else only
/// what is settled counts, weights renormalised.
void parley_i_update_utilities(struct turn *turn, const uint8_t *mask, bool whole);

/// The signature, and what is reported of it: agreement, failed_at, utilities, gains, concessions, the status quo without a deal.
void parley_i_sign(struct turn *turn);

/// Tell the deal and what it is worth to each party (tracing).
void parley_i_tell_deal(const struct turn *turn, struct record *told);

/// The value of an issue as people write it: the option's name, or the number.
void parley_i_tell_value(struct record *into, const char *key, const struct issue_model *issue, double value);

/// A protocol of the embedding program as one of the house.
parley_status parley_i_own_protocol(struct arena *arena, const parley_protocol_def *def, const struct protocol **out);

#endif
