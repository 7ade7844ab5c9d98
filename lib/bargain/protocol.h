// The one signature of every protocol, and the table of them. A protocol settles one sitting of one trial.
//
// To add one: write lib/bargain/NAME.c with a `const struct protocol parley_i_protocol_NAME`, add its line to protocols.c.
#ifndef PARLEY_LIB_BARGAIN_PROTOCOL_H
#define PARLEY_LIB_BARGAIN_PROTOCOL_H

#include "base/arena.h"
#include "base/record.h"
#include "bargain/manner.h"
#include "chance/stream.h"
#include "formula/sheet.h"
#include "preference/table.h"

/// What a parameter may be. Numbers may be expressions of the scenario and so differ by trial.
/// TYPE_SHARES is {party: {party: share}}: how much of each party's something follows the other's.
enum parameter_type { TYPE_NUMBER, TYPE_WORD, TYPE_TRUTH, TYPE_RULE, TYPE_SHARES };

struct parameter_spec {
    const char *name;
    enum parameter_type type;
    double otherwise;             // default: number; index of the word; 0 or 1
    struct bounds bounds;         // TYPE_NUMBER
    const char *const *words;     // TYPE_WORD, ended by NULL; the parameter's value is the word's index
    bool whole;                   // TYPE_NUMBER: must be a whole number, and a constant
};

/// Agreement rule over members with weights: shared by talks and votes. Those who agree must be all (RULE_UNANIMITY), or must
/// meet every condition (RULE_QUOTA): weigh the quota, be so many heads, and have every veto with them.
enum rule_kind { RULE_UNANIMITY, RULE_QUOTA };
struct rule {
    enum rule_kind kind;
    double quota;         // share of the weight that must agree, in (0, 1]; 0: weights do not count
    bool strict;          // more than the quota, not just as much (simple majority)
    uint32_t heads;       // members that must agree, whatever they weigh; 0: heads do not count
    const uint8_t *veto;  // [member]: must agree; NULL: nobody has a veto
};
/// Do those who agree suffice? `weight` need not sum to 1.
bool parley_i_rule_met(const struct rule *rule, const double *weight, const uint8_t *agrees, size_t members);

/// How a party concedes in talks (its `concedes` object), this trial. Read through struct sitting.
struct concession {
    double exponent;  // > 0
    double floor;     // utility below which it never goes; -INFINITY when not given
    const struct manner *manner;  // NULL: its target falls by that power of time, it accepts what is worth it, and stays
};

/// A party's stand on an issue, for protocols that think in positions rather than packages.
struct stand {
    double ideal;     // in the issue's unit; option index for options; the best of its value function
    double weight;    // normalised over the sitting's issues; 0 when the party has no demand on it
};

/// An issue at the sitting.
struct issue_at {
    const char *id;
    const struct category *category;  // NULL: numeric
    double low, high;
    const double *points;             // numeric grid (NULL for options)
    uint32_t count;
};

/// Everything a protocol may look at, for one trial. Its own plan-time preparation is in `prepared`.
struct sitting {
    const struct table *table;         // NULL unless the protocol needs packages
    uint32_t parties, issues;
    const char *const *party;          // ids
    const struct issue_at *issue;
    const double *power, *salience, *discount;  // [party]
    const struct concession *concedes;          // [party]
    const struct stand *stand;         // [party * issues + issue]
    const double *scale;               // [party * factors + factor]: utility = scale * space->pay where pay is not NULL; NULL otherwise
    const double *parameter;           // in the order of the protocol's specs
    const struct rule *rule;           // of the first TYPE_RULE parameter; unanimity when it has none
    const double *shares;              // [party * parties + party] of the TYPE_SHARES parameter; NULL when it was not given
    const struct stream *stream;       // one per entry of the protocol's `draws`
    uint64_t trial;
    const void *prepared;
    void *scratch;                     // as many bytes as scratch_size said, 64-byte aligned, uninitialised
    struct record *turns;              // a list to tell the story in; NULL unless traced
    /// Exact utility of any deal (value per issue, may be off the grid) to a party; for continuous outcomes and the trace.
    double (*worth)(const struct sitting *sitting, uint32_t party, const double *deal);
    const void *worth_user;
};

static inline double parley_i_sitting_uniform(const struct sitting *s, uint32_t which, uint32_t draw)
{
    return parley_i_uniform(s->stream[which], s->trial, draw);
}

enum outcome { OUTCOME_AGREED, OUTCOME_DEADLINE, OUTCOME_BREAKDOWN, OUTCOME_NO_ZONE, OUTCOME_WALKOUT, OUTCOME_UNRESOLVED, OUTCOME_COUNT };
extern const char *const parley_i_outcome_words[OUTCOME_COUNT];

struct settlement {
    enum outcome outcome;
    double rounds;      // rounds or turns played, 0 when the protocol knows none
    bool continuous;    // true: `deal` was filled; false: `choice` was
    uint32_t *choice;   // [factor], room for the space's factors
    double *deal;       // [issue], value or option index
    double gap;         // proven bound on what exactness was given up, in utility; 0 when exact
};

enum { NEEDS_PACKAGES = 1, NEEDS_STANDS = 2, NEEDS_ACCEPTANCE_CHECK = 4 };

/// What is known of a kind of sitting when the plan is made.
struct sitting_shape {
    const struct space *space;  // NULL unless NEEDS_PACKAGES
    uint32_t parties, issues;
    const struct issue_at *issue;
    const struct number *parameter;  // constants where the scenario's are
    const struct concession *concedes;  // [party]: what is constant of it; NULL: everybody's is plain
};

struct protocol {
    const char *name;
    const char *reference;              // who described it, and where; NULL when it is parley's own
    const struct parameter_spec *parameters;
    size_t parameter_count;
    const char *const *draws;           // purposes it draws for, ended by NULL: "breakdown"; NULL: none
    unsigned needs;
    /// Check the shape, compute at plan time. May be NULL. `*prepared` starts NULL. Fails with parley_i_fail and a sentence.
    parley_status (*prepare)(const struct protocol *self, struct arena *arena, const struct sitting_shape *shape, const void **prepared);
    size_t (*scratch_size)(const struct sitting_shape *shape, const void *prepared);  // NULL: none
    /// Settle one sitting. Pure: reads the sitting, writes the settlement and the scratch; no allocation (but for the trace), no failure.
    void (*settle)(const struct sitting *sitting, struct settlement *out);
    const void *user;                   // for protocols of the embedding program
};

extern const struct protocol *const parley_i_protocols[];
extern const size_t parley_i_protocol_count;
const struct protocol *parley_i_protocol(const char *name);

#endif
