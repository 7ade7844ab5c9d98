// The graph model for conflict resolution (Kilgour, Hipel and Fang 1987; Fang, Hipel and Kilgour 1993) over plain sets
// of states.
//
// R_H(s) are the states that the members of a coalition H can reach from s by legal sequences: any member may move
// first, nobody moves twice in a row. For one decision maker these are its unilateral moves. H improves by s1 in R_H(s)
// when every member prefers s1 to s strictly; an answer s2 deters when some member does not prefer s2 to s (Inohara and
// Hipel 2008; for one member the original text).
#ifndef PARLEY_LIB_ANALYSIS_CONFLICT_H
#define PARLEY_LIB_ANALYSIS_CONFLICT_H

#include "base/arena.h"
#include <parley/analysis.h>

enum { MAKERS_MOST = 32, STATES_MOST = 4096, NO_STATE = -1 };

/// A set of states: `words` of 64 bits.
typedef uint64_t states_word;

struct conflict {
    uint32_t states, makers, words;
    states_word *reach;         // [(maker * states + state) * words]: unilateral moves
    states_word *better;        // [(maker * states + state) * words]: states it prefers strictly
    const double *worth;        // [maker * states + state]
    uint32_t components;        // 0: simultaneous moves cannot be told apart, SIM is not judged
    const uint32_t *component;  // [component * states + state]: what of a state is in somebody's hands
    int32_t end;                // a state that ends everything, simultaneous moves too; NO_STATE when there is none
    const struct keyed {
        uint64_t key;
        uint32_t state;
    } *by_key;         // sorted; filled by parley_i_conflict_index
    uint64_t *stride;  // [component]
};

/// Empty sets for so many states and makers. The caller fills `reach`, sets worth and components, then calls _prefer
/// (and _index).
parley_status parley_i_conflict_create(struct arena *arena, uint32_t states, uint32_t makers, struct conflict **out);

/// Fill `better` from worth; what differs by at most `tolerance` is worth the same.
void parley_i_conflict_prefer(struct conflict *conflict, double tolerance);

/// Index the states by their components. PARLEY_BAD_ARGUMENT when two states have the same.
parley_status parley_i_conflict_index(struct arena *arena, struct conflict *conflict);

/// What is computed once for a coalition and kept while its states are judged.
struct coalition;
parley_status parley_i_coalition_create(struct arena *arena, const struct conflict *conflict, struct coalition **out);

/// Turn to another coalition (bit i: maker i is a member).
void parley_i_coalition_choose(struct coalition *coalition, uint32_t members);

/// Is the state stable for the coalition: bits of enum parley_stable.
uint32_t parley_i_coalition_judge(struct coalition *coalition, uint32_t state);

/// States that all members prefer to `state` and can reach: `words` words, valid until the next call.
const states_word *parley_i_coalition_improvements(struct coalition *coalition, uint32_t state);

/// The answer to the move from `state` to `to` that deters in the sense of one of enum parley_stable (not NASH), the
/// worst for the first member; NO_STATE when none does.
int32_t parley_i_coalition_answer(struct coalition *coalition, uint32_t state, uint32_t to, uint32_t sense);

static inline bool parley_i_states_have(const states_word *set, uint32_t state)
{
    return set[state / 64] >> (state % 64) & 1;
}
static inline void parley_i_states_add(states_word *set, uint32_t state)
{
    set[state / 64] |= UINT64_C(1) << (state % 64);
}

/// The lowest state in a word that is not empty, within that word.
static inline uint32_t parley_i_states_lowest(states_word word)
{
#if defined(__GNUC__)
    return (uint32_t)__builtin_ctzll(word);
#else
    uint32_t bit = 0;
    while (!(word >> bit & 1)) {
        bit++;
    }
    return bit;
#endif
}

/// The first state of a set from `from` on, NO_STATE when there is none.
static inline int32_t parley_i_states_next(const states_word *set, uint32_t words, uint32_t from)
{
    for (uint32_t w = from / 64; w < words; w++) {
        states_word rest = w == from / 64 ? set[w] >> (from % 64) << (from % 64) : set[w];
        if (rest) {
            return (int32_t)(w * 64 + parley_i_states_lowest(rest));
        }
    }
    return NO_STATE;
}

#endif
