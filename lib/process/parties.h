// Parties compiled: every number of the scenario's parties as a constant or a column.
#ifndef PARLEY_LIB_PROCESS_PARTIES_H
#define PARLEY_LIB_PROCESS_PARTIES_H

#include "bargain/protocol.h"
#include "formula/block.h"
#include "process/manner.h"
#include "scenario/model.h"

enum { LOCAL_MOST = 256 };  // most names a linkage's condition or a value formula may read: their values live on the stack

/// What a party wants on one issue.
struct demand {
    const struct demand_model *model;
    const struct issue_model *issue;
    uint32_t issue_number;
    struct number weight;     // as stated
    struct number share;      // normalised over the party's demands: what the column P.weight.I holds
    struct number trust;      // in the party that has to deliver the issue; 1 when nobody in particular does
    struct number ideal, limit[2], exponent;
    const struct number *table;  // VALUE_TABLE: one per option
    struct local *formula;       // VALUE_FORMULA, in x
    bool constant;            // its values are the same in every trial; then:
    const double *value;      // per option or grid point
    const uint8_t *barred;    // per option or grid point: beyond the red line; NULL when none is
    bool may_bar;
};

/// A bonus or malus when a condition over the issues holds.
struct linkage {
    struct local *when;
    struct number add;
    const uint8_t *uses;      // per issue: does the condition read it?
    const uint32_t *stride;   // per issue it reads: where its option counts in `holds`; NULL when the answers are not kept
    const uint8_t *holds;     // per combination of options of the issues it reads
};

struct party {
    const char *id;
    struct number power, salience, no_deal, discount;
    const struct demand *demand;
    uint32_t demands;
    const int32_t *demand_on; // per issue: index into demand, or NONE
    const struct linkage *linkage;
    uint32_t linkages;
    struct number exponent, floor;     // how it concedes
    const struct manner_plan *manner;  // NULL: plainly
    bool weights_vary;
    int32_t utility, gain;          // columns
    const int32_t *concession;      // columns, per issue; NONE without a demand on it
    bool signs;
};

struct parties {
    const struct party *party;
    uint32_t count;
    const struct issue_model *issue;
    uint32_t issues;
    size_t scratch;           // doubles that evaluating one formula over one issue's grid wants
};

/// Compile the parties into the sheet's open segment and add their columns.
parley_status parley_i_parties_make(struct arena *arena, const struct model *model, struct sheet *sheet, struct parties *out);

/// Compile a party's linkages into the open segment (parley_i_parties_make calls it).
parley_status parley_i_linkages_make(struct arena *arena, const struct model *model, struct sheet *sheet,
                                     const struct party_model *from, struct party *party);

/// Fill the weight columns of parties whose weights vary. PARLEY_BAD_TRIAL when all weights of a party are 0 in a trial.
parley_status parley_i_parties_begin(const struct parties *parties, struct block *block);

/// Values and red lines of a demand over its issue's options or grid in one trial. `scratch` as parties->scratch says.
void parley_i_demand_values(const struct demand *demand, const struct block *block, size_t trial, double *scratch,
                            double *value, uint8_t *barred);

/// Value of a demand at one point (option index, or number within the issue's range), and whether that is beyond its red line.
double parley_i_demand_at(const struct demand *demand, const struct block *block, size_t trial, double x, double *scratch,
                          bool *barred);

/// The option or number that a demand values most (the first of equals).
double parley_i_demand_ideal(const struct demand *demand, const struct block *block, size_t trial, double *scratch);

/// The largest value it can have over the issue's options or grid.
double parley_i_demand_best(const struct demand *demand, const struct block *block, size_t trial, double *scratch);

#endif
