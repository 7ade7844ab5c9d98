// A sitting: the issues on one table, as a protocol sees them in one trial.
#ifndef PARLEY_LIB_PROCESS_SITTING_H
#define PARLEY_LIB_PROCESS_SITTING_H

#include "process/parties.h"

/// The deal as it stands in every trial of a block: where each issue's value is, and which grid point or option it is.
struct deals {
    const int32_t *column;           // per issue: the column deal.I
    const struct number *status_quo; // per issue; constant NaN when there is none
    int32_t *at;                     // [issue * BLOCK_TRIALS + trial]: index of the option or grid point, -1 when off the grid or open
};

/// Worth (before weight and trust) of what a demand's issue is settled at in one trial: its status quo when it was left open, 0
/// without one. `barred`: it lies beyond the red line.
double parley_i_deal_worth(const struct deals *deals, const struct demand *demand, const struct block *block, size_t trial,
                           double *scratch, bool *barred);

/// Does the linkage's condition hold for the deal as it stands in one trial? `scratch` has room for the condition and the issues.
bool parley_i_deal_links(const struct deals *deals, const struct parties *parties, const struct linkage *linkage,
                         const struct block *block, size_t trial, double *scratch);

/// A number over the block: a column, or one value for all trials.
struct series {
    const double *column;
    double value;
};

static inline struct series parley_i_series(const struct number *number, const struct block *block)
{
    bool constant = number->column == NUMBER_CONSTANT;
    return (struct series){constant ? NULL : block->column[number->column], number->value};
}

static inline double parley_i_series_at(struct series series, size_t t)
{
    return series.column ? series.column[t] : series.value;
}

/// Add what one demand is worth in each trial of `mask`, and the weight that carries it; `crossed`: beyond its red line.
/// `settled_only`: only where its issue is settled.
void parley_i_deals_add_demand(const struct deals *deals, const struct demand *demand, const struct block *block,
                               const uint8_t *mask, bool settled_only, double *scratch, double *utility, double *weight,
                               uint8_t *crossed);

/// The value of an issue as it stands: settled, or its status quo while it is open.
double parley_i_deal_settled(const struct deals *deals, uint32_t issue, const struct block *block, size_t trial);

/// Add a linkage's bonus in each trial of `mask` in which its condition holds; `settled_only`: unless it speaks of an open issue.
void parley_i_deals_add_linkage(const struct deals *deals, const struct parties *parties, const struct linkage *linkage,
                                const struct block *block, const uint8_t *mask, bool settled_only, double *scratch,
                                double *utility);

/// One party's linkage at this sitting, over the cells of the factor it falls into.
struct table_linkage {
    const struct linkage *linkage;
    int32_t factor;           // NONE: decided by what is already settled
    const double *mask;       // per cell of the factor, 0 or 1, when the same in every trial; else NULL
};

/// What is known of a talks step when the plan is made.
struct talks {
    const struct step_model *step;
    const struct protocol *protocol;
    const struct parties *all;
    const uint32_t *party;    // numbers of the parties at the table
    const char **party_id;
    uint32_t parties;
    const uint32_t *issue;    // numbers of the issues on the table
    const struct issue_at *issue_at;
    uint32_t issues;
    const uint8_t *settled;   // per issue of the scenario: settled before this sitting (fixed or by an earlier step)
    bool closing;             // it settles the last open issue, so the whole deal is judged
    struct space *space;      // NULL unless the protocol needs packages
    const double *pay;        // [party * cells + cell] when constant (also space->pay), else NULL
    const uint8_t *barred;    // [party * cells + cell] when constant; NULL with may_bar false: none bars
    bool may_bar, bars_vary;
    const struct table_linkage *const *linkage;  // [party][k]
    const uint32_t *linkages;                    // [party]
    struct number *parameter;
    struct number *shares;    // [party * parties + party], or NULL
    struct rule rule;
    const char **stream_place; // one per purpose the protocol draws for
    uint32_t streams;
    const void *prepared;
    size_t protocol_scratch;
    size_t scratch;           // doubles that values and conditions of this sitting want
    bool own;                 // a protocol of the embedding program
};

/// Compile a talks step: its protocol and parameters, the space of packages, what is constant. Numbers go to the open segment.
parley_status parley_i_talks_make(struct arena *arena, const struct parties *parties, struct sheet *sheet,
                                  const struct step_model *step, const struct protocol *protocol, const uint8_t *settled, bool closing,
                                  struct talks **out);

/// The step's space: issues joined by linkages into factors (parley_i_talks_make calls it).
parley_status parley_i_talks_space(struct arena *arena, struct talks *talks);

/// The demand of the p-th party at the table on the k-th issue there, or NULL.
static inline const struct demand *parley_i_talks_demand(const struct talks *talks, uint32_t p, uint32_t k)
{
    const struct party *party = &talks->all->party[talks->party[p]];
    int32_t j = party->demand_on[talks->issue[k]];
    return j == NONE ? NULL : &party->demand[j];
}

/// A worker's arrays for a sitting.
struct seats {
    struct table table;
    struct sitting sitting;
    struct settlement settlement;
    double *utility, *base, *no_deal, *power, *salience, *discount, *scale, *value, *scratch, *parameter, *shares;
    double *scale_of_trial;     // [(party * issues + issue) * BLOCK_TRIALS + trial]
    double *stakes_of_trial;    // [party * BLOCK_TRIALS + trial]: weight of what lies on the table
    double *base_of_trial;      // [party * BLOCK_TRIALS + trial]: what is already settled is worth, when the whole deal is judged
    uint8_t *barred, *value_barred;
    const struct demand **demand;  // [party * issues + issue] on the table, or NULL
    uint8_t *party_varies;         // [party]: does its power, its salience or its manner differ by trial?
    bool parameters_vary;
    struct concession *concedes;
    struct manner *manner;      // [party], where somebody does not concede plainly
    struct stand *stand;
    struct stream *stream;
    uint32_t *choice;
    double *deal;
    const struct demand *undefined;  // its value formula is undefined in the trial being set; NULL
    const struct talks *talks;
    const struct block *block;  // of the trial being played, for `worth`
    size_t trial;               // within the block
};

/// Carve the arrays out of `memory` (NULL: only measure). Returns the bytes used. What never varies is filled.
size_t parley_i_seats_carve(const struct talks *talks, void *memory, struct seats *seats);

/// Before a block's sittings: streams, and what is computed at once for the trials that reach it (`plays`).
void parley_i_seats_begin(struct seats *seats, const struct block *block, const struct deals *deals, const uint8_t *plays);

/// Set the table for one trial: utilities, red lines, what is settled. What is settled is read from the block; `tell`: stands are wanted
/// for the story even if the protocol does not need them.
void parley_i_seats_set(struct seats *seats, const struct block *block, const struct deals *deals, size_t trial, bool tell);

#endif
