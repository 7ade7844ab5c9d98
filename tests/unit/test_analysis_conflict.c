// Stability in the graph model: games worked by hand, a published conflict, the definitions played naively, and laws.
#include "analysis/conflict.h"

#include <criterion/criterion.h>
#include <math.h>
#include <parley/parley.h>

#define require_ok(call)                                                                                               \
    do {                                                                                                               \
        parley_status s_ = (call);                                                                                     \
        cr_assert(s_ == PARLEY_OK, "%s -> %s: %s", #call, parley_status_name(s_), parley_last_message());              \
    } while (0)

enum {
    NASH = PARLEY_STABLE_NASH,
    GMR = PARLEY_STABLE_GMR,
    SMR = PARLEY_STABLE_SMR,
    SEQ = PARLEY_STABLE_SEQ,
    SIM = PARLEY_STABLE_SIM,
    ALL = NASH | GMR | SMR | SEQ | SIM
};

// States of a game of two: 0 (first, first), 1 (second, first), 2 (first, second), 3 (second, second); the row player
// moves 0-1 and 2-3, the column player 0-2 and 1-3.
static const uint32_t strategies[8] = {0, 1, 0, 1, 0, 0, 1, 1};

static void solve_two_by_two(const double *worth, uint32_t *out)
{
    bool moves[2 * 16] = {false};
    for (uint32_t s = 0; s < 4; s++) {
        moves[s * 4 + (s ^ 1)] = true;
        moves[16 + s * 4 + (s ^ 2)] = true;
    }
    parley_conflict_def def = parley_conflict_def_default();
    def.states = 4;
    def.makers = 2;
    def.moves = moves;
    def.worth = worth;
    def.components = 2;
    def.component = strategies;
    require_ok(parley_conflict_stability(&def, out, 8));
}

Test(conflict, prisoners_dilemma_cooperates_in_every_sense_but_nash)
{
    // Cooperation (0): row improves to 1, but column then improves to 3, which is worse for row than 0, and row's way
    // out of 3 is 2, worse still: SEQ and SMR, hence GMR. Both defecting at once lead to 3 as well: SIM. In 1 row has
    // its best outcome; column improves to 3, where row could only move to 2, column's best: nothing deters.
    static const double worth[] = {3, 4, 1, 2, 3, 1, 4, 2};
    uint32_t found[8];
    solve_two_by_two(worth, found);
    static const uint32_t expected[] = {ALL & ~NASH, ALL, 0, ALL, ALL & ~NASH, 0, ALL, ALL};
    cr_expect_arr_eq(found, expected, sizeof expected);
}

Test(conflict, chicken_is_held_by_threats_that_nobody_would_carry_out)
{
    // Both swerving (0): row improves to 1. Column could answer by driving on (3, the worst), from where row could only
    // swerve to 2: GMR and SMR. But that answer would cost column 2 - 1, so it is none that improves its lot: not SEQ.
    // Both driving on: SIM. From 3 row improves to 2 and column, at its best there, has no improving answer; its only
    // move, to 0, helps row: nothing deters.
    static const double worth[] = {3, 4, 2, 1, 3, 2, 4, 1};
    uint32_t found[8];
    solve_two_by_two(worth, found);
    // In 3 both improve at once to 0, better than 3: SIM does not hold either.
    static const uint32_t expected[] = {GMR | SMR | SIM, ALL, ALL, 0, GMR | SMR | SIM, ALL, ALL, 0};
    cr_expect_arr_eq(found, expected, sizeof expected);
}

// Elmira (Hipel, Fang, Kilgour and Haight 1993; Fang, Hipel and Kilgour 1993): polluted groundwater. The Ministry may
// modify its order (for good); Uniroyal delays, accepts (for good) or abandons the site (the end, state 9); the local
// government insists or not. States as published, from 1. Rankings, best first:
static const int rank_ministry[] = {7, 3, 4, 8, 5, 1, 2, 6, 9}, rank_uniroyal[] = {1, 4, 8, 5, 9, 3, 7, 2, 6},
                 rank_local[] = {7, 3, 5, 1, 8, 6, 4, 2, 9};
static const int ministry[][2] = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
static const int uniroyal[][2] = {{1, 3}, {1, 9}, {2, 4}, {2, 9}, {3, 9}, {4, 9},
                                  {5, 7}, {5, 9}, {6, 8}, {6, 9}, {7, 9}, {8, 9}};
static const int local[][2] = {{1, 5}, {5, 1}, {2, 6}, {6, 2}, {3, 7}, {7, 3}, {4, 8}, {8, 4}};

struct elmira {
    double worth[27];
    bool moves[3 * 81];
};

static void make_elmira(struct elmira *e)
{
    const int *const rank[] = {rank_ministry, rank_uniroyal, rank_local};
    const int(*const list[])[2] = {ministry, uniroyal, local};
    const size_t lengths[] = {4, 12, 8};
    *e = (struct elmira){.worth = {0}};
    for (size_t i = 0; i < 3; i++) {
        for (int place = 0; place < 9; place++) {
            e->worth[i * 9 + (size_t)rank[i][place] - 1] = 9 - place;
        }
        for (size_t m = 0; m < lengths[i]; m++) {
            e->moves[(i * 9 + (size_t)list[i][m][0] - 1) * 9 + (size_t)list[i][m][1] - 1] = true;
        }
    }
}

Test(conflict, elmira_has_its_published_equilibria)
{
    struct elmira e;
    uint32_t found[27];
    make_elmira(&e);
    parley_conflict_def def = parley_conflict_def_default();
    def.states = 9;
    def.makers = 3;
    def.moves = e.moves;
    def.worth = e.worth;
    require_ok(parley_conflict_stability(&def, found, 27));
    // 5, 8 and 9 in every sense, 1 and 4 general and symmetric metarational, no others.
    static const uint32_t expected[] = {
        GMR | SMR, 0, 0, GMR | SMR, NASH | GMR | SMR | SEQ, 0, 0, NASH | GMR | SMR | SEQ, NASH | GMR | SMR | SEQ};
    for (uint32_t s = 0; s < 9; s++) {
        cr_expect_eq(found[s] & found[9 + s] & found[18 + s], expected[s], "state %u", s + 1);
    }
}

static void fill(struct conflict *conflict, const bool *moves)
{
    for (size_t row = 0; row < (size_t)conflict->makers * conflict->states; row++) {
        for (uint32_t t = 0; t < conflict->states; t++) {
            if (moves[row * conflict->states + t]) {
                parley_i_states_add(conflict->reach + row * conflict->words, t);
            }
        }
    }
}

Test(conflict, in_elmira_ministry_and_uniroyal_jump_together_from_5_to_8)
{
    struct elmira e;
    struct arena arena = {0};
    struct conflict *conflict;
    struct coalition *pair;
    make_elmira(&e);
    require_ok(parley_i_conflict_create(&arena, 9, 3, &conflict));
    require_ok(parley_i_coalition_create(&arena, conflict, &pair));
    conflict->worth = e.worth;
    fill(conflict, e.moves);
    parley_i_conflict_prefer(conflict, 0);
    parley_i_coalition_choose(pair, 3);
    cr_expect_eq(parley_i_coalition_improvements(pair, 4)[0], UINT64_C(1) << 7);
    cr_expect_eq(parley_i_coalition_judge(pair, 4), 0, "the local government has nothing to deter it with");
    cr_expect(parley_i_coalition_judge(pair, 7) & NASH);
    cr_expect_eq(parley_i_coalition_answer(pair, 4, 7, GMR), NO_STATE);
    parley_i_coalition_choose(pair, 4);
    cr_expect_eq(parley_i_coalition_answer(pair, 0, 4, GMR), 8,
                 "the worst for the local government is that Uniroyal abandons");
    cr_expect_eq(parley_i_coalition_answer(pair, 0, 4, SEQ), NO_STATE);
    parley_i_arena_release(&arena);
}

// The definitions, played naively on random graphs

static uint32_t below(uint64_t *dice, uint32_t n)
{
    *dice = *dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*dice >> 33) % n;
}

enum { STATES = 12, MAKERS = 3 };

struct graph {
    bool moves[MAKERS][STATES][STATES];
    double worth[MAKERS][STATES];
    uint32_t states, makers;
};

static void draw(uint64_t *dice, struct graph *g)
{
    *g = (struct graph){.states = 2 + below(dice, STATES - 1), .makers = 1 + below(dice, MAKERS)};
    uint32_t density = 1 + below(dice, 4);
    for (uint32_t i = 0; i < g->makers; i++) {
        for (uint32_t s = 0; s < g->states; s++) {
            g->worth[i][s] = below(dice, 6);
            for (uint32_t t = 0; t < g->states; t++) {
                g->moves[i][s][t] = s != t && below(dice, 8) < density;
            }
        }
    }
}

/// Everything the makers other than `i` can reach from s, remembering who moved last (MAKERS: nobody yet).
static void walk(const struct graph *g, uint32_t i, uint32_t s, uint32_t last, bool improving,
                 bool seen[STATES][MAKERS])
{
    for (uint32_t j = 0; j < g->makers; j++) {
        for (uint32_t t = 0; j != i && j != last && t < g->states; t++) {
            if (g->moves[j][s][t] && !(improving && g->worth[j][t] <= g->worth[j][s]) && !seen[t][j]) {
                seen[t][j] = true;
                walk(g, i, t, j, improving, seen);
            }
        }
    }
}

static bool deterred(const struct graph *g, uint32_t i, uint32_t s, uint32_t to, uint32_t sense)
{
    bool seen[STATES][MAKERS] = {{false}};
    walk(g, i, to, MAKERS, sense == SEQ, seen);
    for (uint32_t t = 0; t < g->states; t++) {
        bool reached = false, escapes = false;
        for (uint32_t j = 0; j < g->makers; j++) {
            reached = reached || seen[t][j];
        }
        for (uint32_t u = 0; u < g->states; u++) {
            escapes = escapes || (g->moves[i][t][u] && g->worth[i][u] > g->worth[i][s]);
        }
        if (reached && g->worth[i][t] <= g->worth[i][s] && !(sense == SMR && escapes)) {
            return true;
        }
    }
    return false;
}

static uint32_t stable(const struct graph *g, uint32_t i, uint32_t s)
{
    static const uint32_t senses[] = {GMR, SMR, SEQ};
    uint32_t out = NASH | GMR | SMR | SEQ;
    for (uint32_t t = 0; t < g->states; t++) {
        if (!g->moves[i][s][t] || g->worth[i][t] <= g->worth[i][s]) {
            continue;
        }
        out &= ~(uint32_t)NASH;
        for (size_t k = 0; k < 3; k++) {
            out &= deterred(g, i, s, t, senses[k]) ? ~UINT32_C(0) : ~senses[k];
        }
    }
    return out;
}

static void solve(const struct graph *g, uint32_t *out)
{
    bool moves[MAKERS * STATES * STATES];
    double worth[MAKERS * STATES];
    for (uint32_t i = 0; i < g->makers; i++) {
        for (uint32_t s = 0; s < g->states; s++) {
            worth[i * g->states + s] = g->worth[i][s];
            for (uint32_t t = 0; t < g->states; t++) {
                moves[(i * g->states + s) * g->states + t] = g->moves[i][s][t];
            }
        }
    }
    parley_conflict_def def = parley_conflict_def_default();
    def.states = g->states;
    def.makers = g->makers;
    def.moves = moves;
    def.worth = worth;
    require_ok(parley_conflict_stability(&def, out, MAKERS * STATES));
}

Test(conflict, any_graph_is_judged_as_the_definitions_say)
{
    uint64_t dice = 7;
    for (int n = 0; n < 3000; n++) {
        struct graph g;
        uint32_t found[MAKERS * STATES];
        draw(&dice, &g);
        solve(&g, found);
        for (uint32_t i = 0; i < g.makers; i++) {
            for (uint32_t s = 0; s < g.states; s++) {
                cr_assert_eq(found[i * g.states + s], stable(&g, i, s), "graph %d, maker %u, state %u", n, i, s);
            }
        }
    }
}

Test(conflict, nash_implies_every_sense_and_symmetric_and_sequential_imply_general)
{
    uint64_t dice = 11;
    for (int n = 0; n < 3000; n++) {
        struct graph g;
        uint32_t found[MAKERS * STATES];
        draw(&dice, &g);
        solve(&g, found);
        for (uint32_t k = 0; k < g.makers * g.states; k++) {
            cr_assert(!(found[k] & NASH) || found[k] == (NASH | GMR | SMR | SEQ));
            cr_assert(!(found[k] & (SMR | SEQ)) || found[k] & GMR);
        }
    }
}

Test(conflict, a_sense_holds_exactly_where_every_improvement_has_its_answer)
{
    static const uint32_t senses[] = {GMR, SMR, SEQ};
    uint64_t dice = 13;
    for (int n = 0; n < 500; n++) {
        struct graph g;
        struct arena arena = {0};
        struct conflict *conflict;
        struct coalition *coalition;
        draw(&dice, &g);
        require_ok(parley_i_conflict_create(&arena, g.states, g.makers, &conflict));
        require_ok(parley_i_coalition_create(&arena, conflict, &coalition));
        double worth[MAKERS * STATES];
        for (uint32_t row = 0; row < g.makers * g.states; row++) {
            worth[row] = g.worth[row / g.states][row % g.states];
            for (uint32_t t = 0; t < g.states; t++) {
                if (g.moves[row / g.states][row % g.states][t]) {
                    parley_i_states_add(conflict->reach + (size_t)row * conflict->words, t);
                }
            }
        }
        conflict->worth = worth;
        parley_i_conflict_prefer(conflict, 0);
        for (uint32_t members = 1; members < UINT32_C(1) << g.makers; members++) {
            parley_i_coalition_choose(coalition, members);
            for (uint32_t s = 0; s < g.states; s++) {
                uint32_t verdict = parley_i_coalition_judge(coalition, s);
                const states_word set = parley_i_coalition_improvements(coalition, s)[0];
                for (size_t k = 0; k < 3; k++) {
                    bool all = true;
                    for (uint32_t t = 0; t < g.states; t++) {
                        all = all && (!parley_i_states_have(&set, t) ||
                                      parley_i_coalition_answer(coalition, s, t, senses[k]) != NO_STATE);
                    }
                    cr_assert_eq(all, (verdict & senses[k]) != 0, "graph %d, members %u, state %u", n, members, s);
                }
            }
        }
        parley_i_arena_release(&arena);
    }
}

/// Two makers with their strategies: SIM from its definition.
Test(conflict, simultaneous_improvements_lead_to_both_new_strategies)
{
    enum { ROWS = 4, COLUMNS = 3, CELLS = ROWS * COLUMNS };
    uint64_t dice = 5;
    for (int n = 0; n < 500; n++) {
        double worth[2 * CELLS];
        bool moves[2 * CELLS * CELLS] = {false};
        uint32_t component[2 * CELLS], found[2 * CELLS];
        for (uint32_t s = 0; s < CELLS; s++) {
            worth[s] = below(&dice, 8);
            worth[CELLS + s] = below(&dice, 8);
            component[s] = s % ROWS;
            component[CELLS + s] = s / ROWS;
            for (uint32_t t = 0; t < CELLS; t++) {
                moves[s * CELLS + t] = s != t && s / ROWS == t / ROWS;
                moves[(CELLS + s) * CELLS + t] = s != t && s % ROWS == t % ROWS;
            }
        }
        parley_conflict_def def = parley_conflict_def_default();
        def.states = CELLS;
        def.makers = 2;
        def.moves = moves;
        def.worth = worth;
        def.components = 2;
        def.component = component;
        require_ok(parley_conflict_stability(&def, found, 2 * CELLS));
        for (uint32_t s = 0; s < CELLS; s++) {
            bool holds = true;
            for (uint32_t row = 0; row < ROWS; row++) {
                uint32_t to = s / ROWS * ROWS + row;
                bool stopped = worth[to] <= worth[s];
                for (uint32_t column = 0; column < COLUMNS; column++) {
                    bool improves = worth[CELLS + column * ROWS + s % ROWS] > worth[CELLS + s];
                    stopped = stopped || (improves && worth[column * ROWS + row] <= worth[s]);
                }
                holds = holds && stopped;
            }
            cr_assert_eq((found[s] & SIM) != 0, holds, "game %d, state %u", n, s);
        }
    }
}

Test(conflict, what_differs_by_less_than_the_tolerance_is_no_improvement)
{
    const double worth[] = {0.5, 0.5 + 1e-13};
    const bool moves[] = {false, true, true, false};
    uint32_t found[2];
    parley_conflict_def def = parley_conflict_def_default();
    def.states = 2;
    def.makers = 1;
    def.moves = moves;
    def.worth = worth;
    require_ok(parley_conflict_stability(&def, found, 2));
    cr_expect_eq(found[0], NASH | GMR | SMR | SEQ);
    def.tolerance = 0;
    require_ok(parley_conflict_stability(&def, found, 2));
    cr_expect_eq(found[0], 0);
}

Test(conflict, what_has_no_meaning_is_refused_with_a_sentence)
{
    double worth[] = {1, 2};
    const bool moves[] = {false, true, true, false};
    const uint32_t same[] = {1, 1};
    uint32_t found[2];
    parley_conflict_def def = {0};
    cr_expect_eq(parley_conflict_stability(NULL, found, 2), PARLEY_BAD_ARGUMENT);
    cr_expect_eq(parley_conflict_stability(&def, found, 2), PARLEY_BAD_DEF);
    def = parley_conflict_def_default();
    cr_expect_eq(parley_conflict_stability(&def, found, 2), PARLEY_BAD_ARGUMENT);
    def.states = 2;
    def.makers = 1;
    cr_expect_eq(parley_conflict_stability(&def, found, 2), PARLEY_BAD_ARGUMENT);
    def.moves = moves;
    def.worth = worth;
    cr_expect_eq(parley_conflict_stability(&def, found, 1), PARLEY_BAD_ARGUMENT);
    cr_expect(strstr(parley_last_message(), "room for 1 verdicts, expected at least 2"), "%s", parley_last_message());
    def.components = 1;
    def.component = same;
    cr_expect_eq(parley_conflict_stability(&def, found, 2), PARLEY_BAD_ARGUMENT);
    cr_expect(strstr(parley_last_message(), "have the same components"), "%s", parley_last_message());
    def.component = NULL;
    worth[1] = NAN;
    cr_expect_eq(parley_conflict_stability(&def, found, 2), PARLEY_BAD_ARGUMENT);
    def.states = 5000;
    cr_expect_eq(parley_conflict_stability(&def, found, 2), PARLEY_TOO_LARGE);
}
