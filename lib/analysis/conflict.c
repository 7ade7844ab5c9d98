// A conflict: who can move where, who prefers what, and which states simultaneous moves lead to.
#include "analysis/conflict.h"

#include "base/fail.h"

#include <stdlib.h>

parley_status parley_i_conflict_create(struct arena *arena, uint32_t states, uint32_t makers, struct conflict **out)
{
    struct conflict *c = parley_i_arena_take(arena, sizeof *c);
    if (!c) {
        return parley_i_no_memory();
    }
    *c = (struct conflict){.states = states, .makers = makers, .words = (states + 63) / 64, .end = NO_STATE};
    c->reach = parley_i_arena_array(arena, (size_t)makers * states, c->words * sizeof *c->reach);
    c->better = parley_i_arena_array(arena, (size_t)makers * states, c->words * sizeof *c->better);
    if (!c->reach || !c->better) {
        return parley_i_no_memory();
    }
    *out = c;
    return PARLEY_OK;
}

void parley_i_conflict_prefer(struct conflict *c, double tolerance)
{
    for (uint32_t i = 0; i < c->makers; i++) {
        const double *worth = c->worth + (size_t)i * c->states;
        for (uint32_t s = 0; s < c->states; s++) {
            states_word *better = c->better + ((size_t)i * c->states + s) * c->words;
            const double level = worth[s] + tolerance;
            for (uint32_t w = 0; w < c->words; w++) {
                uint32_t n = c->states - w * 64 < 64 ? c->states - w * 64 : 64;
                states_word set = 0;
                for (uint32_t b = 0; b < n; b++) {
                    set |= (states_word)(worth[w * 64 + b] > level) << b;
                }
                better[w] = set;
            }
        }
    }
}

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

parley_status parley_i_conflict_index(struct arena *arena, struct conflict *c)
{
    struct keyed *keyed = parley_i_arena_array(arena, c->states, sizeof *keyed);
    c->stride = parley_i_arena_array(arena, c->components + 1, sizeof *c->stride);
    if (!keyed || !c->stride) {
        return parley_i_no_memory();
    }
    double size = 1;
    for (uint32_t i = 0; i < c->components; i++) {
        uint32_t most = 0;
        for (uint32_t s = 0; s < c->states; s++) {
            uint32_t at = c->component[(size_t)i * c->states + s];
            most = at > most ? at : most;
        }
        c->stride[i] = (uint64_t)size;
        size *= most + 1.0;
        if (size > 0x1p+53) {
            return parley_i_fail(PARLEY_TOO_LARGE, "conflict: the components have more than 2^53 combinations");
        }
    }
    bool sorted = true;
    for (uint32_t s = 0; s < c->states; s++) {
        keyed[s].state = s;
        for (uint32_t i = 0; i < c->components; i++) {
            keyed[s].key += c->stride[i] * c->component[(size_t)i * c->states + s];
        }
        sorted = sorted && (s == 0 || keyed[s].key > keyed[s - 1].key);
    }
    if (!sorted) {
        qsort(keyed, c->states, sizeof *keyed, by_key);
    }
    for (uint32_t s = 1; s < c->states; s++) {
        PARLEY_I_REQUIRE(keyed[s].key != keyed[s - 1].key, "conflict: states %u and %u have the same components",
                         (unsigned)keyed[s - 1].state, (unsigned)keyed[s].state);
    }
    c->by_key = keyed;
    return PARLEY_OK;
}
