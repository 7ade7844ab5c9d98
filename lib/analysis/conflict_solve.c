// Stability of every state of a conflict given as plain arrays.
#include "analysis/conflict.h"

#include "base/fail.h"

#include <math.h>

static parley_status check(const parley_conflict_def *def, const uint32_t *out, size_t capacity)
{
    PARLEY_I_REQUIRE(def && out, "conflict: expected a definition and a place for the verdicts, found NULL");
    if (def->struct_size != sizeof *def) {
        return parley_i_fail(PARLEY_BAD_DEF, "conflict: expected a definition made by parley_conflict_def_init");
    }
    PARLEY_I_REQUIRE(def->states > 0 && def->makers > 0,
                     "conflict: expected at least one state and one decision maker");
    if (def->states > STATES_MOST || def->makers > MAKERS_MOST) {
        return parley_i_fail(PARLEY_TOO_LARGE,
                             "conflict: found %zu states and %zu decision makers, expected at most %d and %d",
                             def->states, def->makers, STATES_MOST, MAKERS_MOST);
    }
    PARLEY_I_REQUIRE(capacity >= def->states * def->makers,
                     "conflict: there is room for %zu verdicts, expected at least %zu", capacity,
                     def->states * def->makers);
    PARLEY_I_REQUIRE(def->moves && def->worth, "conflict: expected moves and worths, found NULL");
    PARLEY_I_REQUIRE(def->tolerance >= 0, "conflict: a tolerance of %g, expected a number >= 0", def->tolerance);
    for (size_t i = 0; i < def->makers * def->states; i++) {
        PARLEY_I_REQUIRE(isfinite(def->worth[i]),
                         "conflict: state %zu is worth %g to decision maker %zu, expected a finite number",
                         i % def->states, def->worth[i], i / def->states);
    }
    return PARLEY_OK;
}

static void read_moves(const parley_conflict_def *def, struct conflict *conflict)
{
    for (uint32_t i = 0; i < conflict->makers; i++) {
        for (uint32_t s = 0; s < conflict->states; s++) {
            const size_t row = (size_t)i * conflict->states + s;
            const bool *moves = def->moves + row * conflict->states;
            for (uint32_t t = 0; t < conflict->states; t++) {
                if (moves[t] && t != s) {
                    parley_i_states_add(conflict->reach + row * conflict->words, t);
                }
            }
        }
    }
}

static parley_status solve(struct arena *arena, const parley_conflict_def *def, uint32_t *out)
{
    struct conflict *conflict;
    struct coalition *one;
    PARLEY_I_TRY(parley_i_conflict_create(arena, (uint32_t)def->states, (uint32_t)def->makers, &conflict));
    PARLEY_I_TRY(parley_i_coalition_create(arena, conflict, &one));
    conflict->worth = def->worth;
    conflict->component = def->component;
    conflict->components = def->component ? (uint32_t)def->components : 0;
    read_moves(def, conflict);
    parley_i_conflict_prefer(conflict, def->tolerance);
    if (conflict->components > 0) {
        PARLEY_I_TRY(parley_i_conflict_index(arena, conflict));
    }
    for (uint32_t i = 0; i < conflict->makers; i++) {
        parley_i_coalition_choose(one, UINT32_C(1) << i);
        for (uint32_t s = 0; s < conflict->states; s++) {
            out[(size_t)i * conflict->states + s] = parley_i_coalition_judge(one, s);
        }
    }
    return PARLEY_OK;
}

parley_status parley_conflict_stability(const parley_conflict_def *def, uint32_t *out, size_t capacity)
{
    PARLEY_I_TRY(check(def, out, capacity));
    struct arena arena = {0};
    parley_status status = solve(&arena, def, out);
    parley_i_arena_release(&arena);
    return status;
}
