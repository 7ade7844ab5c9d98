// Legislative bargaining over one pie (Baron & Ferejohn 1989): what a member may expect, and whom a proposer pays.
//
// A member is recognised at random and proposes a division. Closed rule: it is voted at once; who is offered at least
// discount times the member's value votes for it; a refused one is followed by a new recognition. Open rule: another
// member is recognised first, with probability `amendment`; one that was offered its price moves the vote, any other
// takes the proposer's place with a division of its own.
#ifndef PARLEY_LIB_BARGAIN_LEGISLATURE_H
#define PARLEY_LIB_BARGAIN_LEGISLATURE_H

#include "bargain/protocol.h"

enum { MOST_WEIGHED = 12 };  // members whose votes may weigh differently

struct legislature {
    uint32_t members;
    const double *recognition;  // [member]: >= 0, sum 1
    const double *weight;       // [member]: of its vote; unequal only up to MOST_WEIGHED members
    const double *discount;     // [member]: in (0, 1]
    const struct rule *rule;
};

/// Shares of a pie of 1.
struct legislation {
    double *value;     // [member]: expected, before anybody is recognised
    double *price;     // [member]: what it takes to vote for a division
    double *keeps;     // [member]: what it keeps when it proposes
    double *includes;  // [proposer * members + member]: probability that it is paid its price
    double gap;        // by how much a proposer could still do better; 0 when the equilibrium is exact
    // mixtures over coalitions, where votes weigh differently; NULL otherwise
    uint16_t *coalition;   // [proposer * MOST_COALITIONS + k]: set of members paid
    double *mixture;       // its probability
    uint32_t *coalitions;  // [proposer]
};

enum { MOST_COALITIONS = 512 };  // no family of sets of 11 members, none within another, is larger than 462

/// Bytes of working memory, 64-byte aligned.
size_t parley_i_legislature_scratch(uint32_t members);

/// The stationary equilibrium under the closed rule. `*out` lies in `scratch`. Exact where all votes weigh the same;
/// otherwise by fictitious play over the smallest winning coalitions, until no proposer could do better by more than
/// 1e-6 or 2000 rounds are played.
void parley_i_legislature_closed(const struct legislature *legislature, void *scratch, struct legislation *out);

/// The symmetric solution's generalisation to unequal discounts under the open rule: recognition and votes count alike.
/// A proposer invites as many as are best for it, those with a veto and then the cheapest; `value` is what it is worth
/// to hold the floor, and a member left out of the division on the floor expects to be left out of the next one too.
/// `amendment` in (0, 1].
void parley_i_legislature_open(const struct legislature *legislature, double amendment, void *scratch,
                               struct legislation *out);

/// The division that a proposer makes: share[member], sum 1. `uniform` gives the draws by number: the first decides the
/// coalition, the next ones shuffle equals.
void parley_i_legislature_divide(const struct legislation *legislation, uint32_t members, uint32_t proposer,
                                 double (*uniform)(void *user, uint32_t draw), void *user, void *scratch,
                                 double *share);

/// How many must vote for a division, the proposer among them, when all votes weigh the same.
uint32_t parley_i_legislature_quota(const struct rule *rule, uint32_t members);

#endif
