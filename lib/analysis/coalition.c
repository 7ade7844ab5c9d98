// Stability of a state for a coalition (or one decision maker): what it can improve to, what the others can answer.
#include "analysis/conflict.h"

#include <string.h>

struct coalition {
    const struct conflict *conflict;
    uint32_t members;
    // Kept per state, computed when first wanted:
    states_word *own, *others, *others_improving;  // [state * words]
    uint8_t *known;                                // [state] bits of enum known
    // Room for one computation:
    states_word *seen, *fresh;                             // [maker * words]: reached with that maker moving last
    states_word *preferred, *improving, *together, *next;  // [words]
    uint32_t judged;                                       // the state `preferred` is for
};

enum known { OWN = 1, OTHERS = 2, OTHERS_IMPROVING = 4 };

enum { UNJUDGED = UINT32_MAX };

parley_status parley_i_coalition_create(struct arena *arena, const struct conflict *conflict, struct coalition **out)
{
    struct coalition *c = parley_i_arena_take(arena, sizeof *c);
    if (!c) {
        return parley_i_no_memory();
    }
    const size_t states = conflict->states, set = conflict->words * sizeof(states_word), makers = conflict->makers;
    *c = (struct coalition){
        .conflict = conflict,
        .own = parley_i_arena_array(arena, states, set),
        .others = parley_i_arena_array(arena, states, set),
        .others_improving = parley_i_arena_array(arena, states, set),
        .known = parley_i_arena_array(arena, states, sizeof *c->known),
        .seen = parley_i_arena_array(arena, makers, set),
        .fresh = parley_i_arena_array(arena, makers, set),
        .preferred = parley_i_arena_array(arena, 1, set),
        .improving = parley_i_arena_array(arena, 1, set),
        .together = parley_i_arena_array(arena, 1, set),
        .next = parley_i_arena_array(arena, 1, set),
        .judged = UNJUDGED,
    };
    if (!c->own || !c->others || !c->others_improving || !c->known || !c->seen || !c->fresh || !c->preferred ||
        !c->improving || !c->together || !c->next) {
        return parley_i_no_memory();
    }
    *out = c;
    return PARLEY_OK;
}

void parley_i_coalition_choose(struct coalition *c, uint32_t members)
{
    c->members = members;
    c->judged = UNJUDGED;
    memset(c->known, 0, c->conflict->states);
}

static const states_word *moves(const struct conflict *conflict, uint32_t maker, uint32_t state)
{
    return conflict->reach + ((size_t)maker * conflict->states + state) * conflict->words;
}

static const states_word *better(const struct conflict *conflict, uint32_t maker, uint32_t state)
{
    return conflict->better + ((size_t)maker * conflict->states + state) * conflict->words;
}

/// One maker moves from `state`: what it has not reached as the last mover before is fresh.
static bool move(struct coalition *c, uint32_t maker, uint32_t state, bool improving)
{
    const uint32_t words = c->conflict->words;
    const states_word *to = moves(c->conflict, maker, state), *gain = better(c->conflict, maker, state);
    states_word *seen = c->seen + (size_t)maker * words, *fresh = c->fresh + (size_t)maker * words, any = 0;
    for (uint32_t w = 0; w < words; w++) {
        states_word found = (improving ? to[w] & gain[w] : to[w]) & ~seen[w];
        seen[w] |= found;
        fresh[w] |= found;
        any |= found;
    }
    return any != 0;
}

/// From every state freshly reached by `last`, everybody else may move. Returns whether anything new was reached.
static bool spread(struct coalition *c, uint32_t makers, uint32_t last, bool improving)
{
    const struct conflict *conflict = c->conflict;
    states_word *fresh = c->fresh + (size_t)last * conflict->words;
    bool any = false;
    for (int32_t s = parley_i_states_next(fresh, conflict->words, 0); s != NO_STATE;
         s = parley_i_states_next(fresh, conflict->words, (uint32_t)s + 1)) {
        for (uint32_t i = 0; i < conflict->makers; i++) {
            if (i != last && makers >> i & 1) {
                any = move(c, i, (uint32_t)s, improving) || any;
            }
        }
    }
    memset(fresh, 0, conflict->words * sizeof *fresh);
    return any;
}

/// One maker alone moves once.
static void step(const struct conflict *conflict, uint32_t makers, uint32_t state, bool improving, states_word *out)
{
    uint32_t maker = parley_i_states_lowest(makers);
    const states_word *to = moves(conflict, maker, state), *gain = better(conflict, maker, state);
    for (uint32_t w = 0; w < conflict->words; w++) {
        out[w] = improving ? to[w] & gain[w] : to[w];
    }
}

/// States that these makers reach from `state` by legal sequences of moves (each an improvement for its mover, if so
/// asked).
static void reach(struct coalition *c, uint32_t makers, uint32_t state, bool improving, states_word *out)
{
    const struct conflict *conflict = c->conflict;
    if (makers != 0 && (makers & (makers - 1)) == 0) {
        step(conflict, makers, state, improving, out);
        return;
    }
    memset(c->seen, 0, (size_t)conflict->makers * conflict->words * sizeof *c->seen);
    memset(c->fresh, 0, (size_t)conflict->makers * conflict->words * sizeof *c->fresh);
    bool more = false;
    for (uint32_t i = 0; i < conflict->makers; i++) {
        more = (makers >> i & 1 && move(c, i, state, improving)) || more;
    }
    while (more) {
        more = false;
        for (uint32_t i = 0; i < conflict->makers; i++) {
            more = (makers >> i & 1 && spread(c, makers, i, improving)) || more;
        }
    }
    memset(out, 0, conflict->words * sizeof *out);
    for (uint32_t i = 0; i < conflict->makers; i++) {
        for (uint32_t w = 0; w < conflict->words; w++) {
            out[w] |= c->seen[(size_t)i * conflict->words + w];
        }
    }
}

static const states_word *kept(struct coalition *c, uint32_t state, enum known which)
{
    states_word *set = which == OWN ? c->own : which == OTHERS ? c->others : c->others_improving;
    set += (size_t)state * c->conflict->words;
    if (!(c->known[state] & which)) {
        uint32_t all = c->conflict->makers == 32 ? UINT32_MAX : (UINT32_C(1) << c->conflict->makers) - 1;
        reach(c, which == OWN ? c->members : all & ~c->members, state, which == OTHERS_IMPROVING, set);
        c->known[state] |= (uint8_t)which;
    }
    return set;
}

/// What every member prefers to the state, and which of it they can reach.
static void prepare(struct coalition *c, uint32_t state)
{
    const struct conflict *conflict = c->conflict;
    if (c->judged == state) {
        return;
    }
    c->judged = state;
    const states_word *own = kept(c, state, OWN);
    for (uint32_t w = 0; w < conflict->words; w++) {
        c->preferred[w] = ~UINT64_C(0);
        for (uint32_t i = 0; i < conflict->makers; i++) {
            c->preferred[w] &= c->members >> i & 1 ? better(conflict, i, state)[w] : ~UINT64_C(0);
        }
        c->improving[w] = own[w] & c->preferred[w];
    }
}

static bool intersect(const states_word *a, const states_word *b, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        if (a[w] & b[w]) {
            return true;
        }
    }
    return false;
}

/// Can the members not escape from this answer to anything they all prefer to the state judged?
static bool is_final(struct coalition *c, uint32_t answer)
{
    return !intersect(kept(c, answer, OWN), c->preferred, c->conflict->words);
}

// Moves at the same time

/// Do two moves from `state` change a component in common? Then they cannot both be made.
static bool collide(const struct conflict *conflict, uint32_t state, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < conflict->components; i++) {
        const uint32_t *at = conflict->component + (size_t)i * conflict->states;
        if (at[a] != at[state] && at[b] != at[state]) {
            return true;
        }
    }
    return false;
}

static int32_t find(const struct conflict *conflict, uint64_t key)
{
    if (key < conflict->states && conflict->by_key[key].key == key) {
        return (int32_t)conflict->by_key[key].state;  // all combinations are there
    }
    uint32_t low = 0, high = conflict->states;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (conflict->by_key[middle].key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < conflict->states && conflict->by_key[low].key == key ? (int32_t)conflict->by_key[low].state : NO_STATE;
}

/// The state after the moves from `state` to `a` and to `b` at once; NO_STATE when they collide or lead nowhere.
static int32_t join(const struct conflict *conflict, uint32_t state, uint32_t a, uint32_t b)
{
    if ((int32_t)a == conflict->end || (int32_t)b == conflict->end) {
        return conflict->end;
    }
    if (collide(conflict, state, a, b)) {
        return NO_STATE;
    }
    uint64_t key = 0;
    for (uint32_t i = 0; i < conflict->components; i++) {
        const uint32_t *at = conflict->component + (size_t)i * conflict->states;
        key += conflict->stride[i] * (at[a] != at[state] ? at[a] : at[b]);
    }
    return find(conflict, key);
}

/// Where the move to `to` may lead when any of the others make their own improvements at the same time, into
/// c->together.
static const states_word *simultaneous(struct coalition *c, uint32_t state, uint32_t to)
{
    const struct conflict *conflict = c->conflict;
    const uint32_t words = conflict->words;
    memset(c->together, 0, words * sizeof *c->together);
    parley_i_states_add(c->together, to);
    for (uint32_t j = 0; j < conflict->makers; j++) {
        if (c->members >> j & 1) {
            continue;
        }
        const states_word *step = moves(conflict, j, state), *gain = better(conflict, j, state);
        memcpy(c->next, c->together, words * sizeof *c->next);
        for (int32_t r = parley_i_states_next(step, words, 0); r != NO_STATE;
             r = parley_i_states_next(step, words, (uint32_t)r + 1)) {
            if (!parley_i_states_have(gain, (uint32_t)r)) {
                continue;
            }
            for (int32_t t = parley_i_states_next(c->together, words, 0); t != NO_STATE;
                 t = parley_i_states_next(c->together, words, (uint32_t)t + 1)) {
                int32_t both = join(conflict, state, (uint32_t)t, (uint32_t)r);
                if (both != NO_STATE) {
                    parley_i_states_add(c->next, (uint32_t)both);
                }
            }
        }
        memcpy(c->together, c->next, words * sizeof *c->next);
    }
    return c->together;
}

// Verdicts

const states_word *parley_i_coalition_improvements(struct coalition *c, uint32_t state)
{
    prepare(c, state);
    return c->improving;
}

int32_t parley_i_coalition_answer(struct coalition *c, uint32_t state, uint32_t to, uint32_t sense)
{
    const struct conflict *conflict = c->conflict;
    prepare(c, state);
    const states_word *answers = sense == PARLEY_STABLE_SIM   ? simultaneous(c, state, to)
                                 : sense == PARLEY_STABLE_SEQ ? kept(c, to, OTHERS_IMPROVING)
                                                              : kept(c, to, OTHERS);
    uint32_t first = 0;
    while (!(c->members >> first & 1)) {
        first++;
    }
    const double *worth = conflict->worth + (size_t)first * conflict->states;
    int32_t worst = NO_STATE;
    for (int32_t s = parley_i_states_next(answers, conflict->words, 0); s != NO_STATE;
         s = parley_i_states_next(answers, conflict->words, (uint32_t)s + 1)) {
        bool deters = !parley_i_states_have(c->preferred, (uint32_t)s) &&
                      (sense != PARLEY_STABLE_SMR || is_final(c, (uint32_t)s));
        if (deters && (worst == NO_STATE || worth[s] < worth[worst])) {
            worst = s;
        }
    }
    return worst;
}

/// Which senses of stability survive this improvement? Only those asked for in `open` are looked at.
static uint32_t judge_move(struct coalition *c, uint32_t state, uint32_t to, uint32_t open)
{
    const uint32_t words = c->conflict->words;
    const states_word *others = kept(c, to, OTHERS);
    uint32_t survives = 0;
    for (uint32_t w = 0; w < words && !(survives & PARLEY_STABLE_SMR); w++) {
        for (states_word rest = others[w] & ~c->preferred[w]; rest && !(survives & PARLEY_STABLE_SMR);
             rest &= rest - 1) {
            uint32_t answer = w * 64 + parley_i_states_lowest(rest);
            survives |= PARLEY_STABLE_GMR;
            survives |= !(open & PARLEY_STABLE_SMR) || is_final(c, answer) ? PARLEY_STABLE_SMR : 0;
        }
    }
    if (open & survives & PARLEY_STABLE_GMR &&
        open & PARLEY_STABLE_SEQ) {  // improvements are moves: no answer, no improving answer
        const states_word *improving = kept(c, to, OTHERS_IMPROVING);
        for (uint32_t w = 0; w < words; w++) {
            survives |= improving[w] & ~c->preferred[w] ? PARLEY_STABLE_SEQ : 0;
        }
    }
    if (open & PARLEY_STABLE_SIM) {
        const states_word *together = simultaneous(c, state, to);
        for (uint32_t w = 0; w < words; w++) {
            survives |= together[w] & ~c->preferred[w] ? PARLEY_STABLE_SIM : 0;
        }
    }
    return survives & open;
}

uint32_t parley_i_coalition_judge(struct coalition *c, uint32_t state)
{
    const struct conflict *conflict = c->conflict;
    prepare(c, state);
    const uint32_t sim = conflict->components > 0 ? PARLEY_STABLE_SIM : 0;
    uint32_t open = PARLEY_STABLE_GMR | PARLEY_STABLE_SMR | PARLEY_STABLE_SEQ | sim;
    int32_t to = parley_i_states_next(c->improving, conflict->words, 0);
    if (to == NO_STATE) {
        return open | PARLEY_STABLE_NASH;
    }
    for (; to != NO_STATE && open; to = parley_i_states_next(c->improving, conflict->words, (uint32_t)to + 1)) {
        open = judge_move(c, state, (uint32_t)to, open);
    }
    return open;
}
