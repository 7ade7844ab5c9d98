// Will the deal hold by itself? The conflict that a settled deal leaves behind. Private to the question's files.
#ifndef PARLEY_LIB_ANALYSIS_STABILITY_H
#define PARLEY_LIB_ANALYSIS_STABILITY_H

#include "analysis/conflict.h"
#include "analysis/report.h"
#include "analysis/world.h"

/// An issue that somebody can change after the deal.
struct held {
    uint32_t issue;
    double *value;  // increasing; indices for options
    uint32_t count;
    uint32_t settled;  // which of them the deal has
    bool thinned;      // some points of its grid are left out
};

struct stability {
    struct world world;
    const parley_stability_def *def;
    const struct model *model;
    double *deal;    // per issue
    bool given;      // the deal was given, not settled by the talks
    uint8_t *holds;  // [party * issues + issue]: it can change it by itself
    struct held *held;
    uint32_t helds;
    uint32_t *mover;  // parties that can change something (or walk away): the conflict's decision makers
    uint32_t movers;
    struct conflict *conflict;
    double *worth;     // [mover * states + state]
    double *utility;   // [party], of the deal
    uint32_t settled;  // the deal's state
};

/// Read the deal, given or settled by the talks. PARLEY_NOT_FOUND, PARLEY_BAD_ARGUMENT, PARLEY_NO_ANSWER (no agreement
/// in that world).
parley_status parley_i_stability_deal(struct stability *s);

/// Who can change what: from `delivered_by` and from the definition's moves. PARLEY_NO_ANSWER when nobody can change
/// anything.
parley_status parley_i_stability_hands(struct stability *s);

/// The states around the deal, the moves between them, and what they are worth. PARLEY_TOO_LARGE.
parley_status parley_i_stability_states(struct stability *s);

/// Tell how the move from `from` to `to` changes the deal: {issue: value}, or "walks away".
void parley_i_stability_tell_change(const struct stability *s, uint32_t from, uint32_t to, struct record *into,
                                    const char *key);

/// Why the verdict on the deal is what it is, in words, for a party or a coalition (bits over movers).
void parley_i_stability_reason(const struct stability *s, struct coalition *coalition, uint32_t members,
                               uint32_t verdict, struct text *out);

/// What a mover is called: its label, or its id.
const char *parley_i_stability_name(const struct stability *s, uint32_t mover);

/// Option of a held issue in a state.
static inline uint32_t parley_i_stability_at(const struct stability *s, uint32_t h, uint32_t state)
{
    return s->conflict->component[(size_t)h * s->conflict->states + state];
}

#endif
