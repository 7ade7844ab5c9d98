// `challenge`: the spatial model of politics. Parties stand somewhere on each issue, challenge whom it pays to
// challenge, and give way as far as power and salience make them, turn after turn.
//
// Variant "spatial" is the model of the KAPSARC Toolkit for Behavioral Analysis in full. Capability c is `power`; the
// salience s_ik of issue k to party i is the party's salience x the weight, S_i their sum; positions x start at
// the ideals y, each issue's range being [0, 1]. A turn:
// 1. Distance D_ij = sqrt(sum_k (s_ik (y_ik - x_jk))^2 / sum_k s_ik^2); utility at risk R: (1 - D)(1 + R D).
// 2. Risk is inferred from P, a Condorcet election over all positions at R = 0 with weights c: `risk` "mid" is
//    R = (3 P - (high + 2 low)) / (2 (high - low)), "min" goes from 0 to 1, "max" from -1 to 1.
// 3. Party h takes i's risk to be between its own and i's, by `perspective`.
// 4. In h's view of i's challenge of j the two vote c S du against each other and third parties join whom it suits
//    (challenge_estimate.c); p is i's share of the votes. If j resists (probability S_j) they fight, else j gives in.
// 5. i challenges the j where it gains most in its own view, if more than 1e-5, and proposes a bargain. `bargains`
//    "s2p2" is the mean of both positions weighed by the squares of salience and probability, to four decimals; "s1p1"
//    by these themselves; in "s2pmax" only the weaker moves. `interpolation` "init_rcvr" adds the bargain in j's view,
//    "pw_comp" has the mean of both by c S instead.
// 6. Each party chooses by a Condorcet election with weights c among standing still, its bargain and those it received:
//    the likeliest, or (`transitions` "stochastic") one drawn.
// 7. Ideals become y_i = sum_j a_ij x_j + (1 - sum_j a_ij) y_i, a being `adjustment`, {party: {party: share}}; a party
//    that is not named there has its own position as its ideal.
// Play stops after `turns` (100), or after `least_turns` (2) once all moves together, in proportion to the first
// turn's, are below `change` (0.02). Settled is the position that would most likely prevail then, by an election over
// the different positions at the parties' own risks, the first party's of equals; `rounds` tells the turns.
//
// `compat` "ktab" weighs "pw_comp" by the challenger's power on both sides and stops Markov solvers early, as KTAB's
// published code does. Variant "scholz" is in scholz.c; of the parameters it knows `compat`, `prob_norm`, `turns`,
// `least_turns` and `change`.
#include "bargain/challenge.h"

#include "base/fail.h"

static const char *const variants[] = {"spatial", "scholz", NULL};
static const char *const compats[] = {"none", "ktab", "scholz", NULL};
static const char *const ranges[] = {"min", "mid", "max", NULL};
static const char *const perspectives[] = {"none", "one_third", "half", "two_thirds", "full", NULL};
static const char *const commitments[] = {"no", "semi", "full", NULL};
static const char *const kinds[] = {"s1p1", "s2p2", "s2pmax", NULL};
static const char *const interpolations[] = {"init_only", "init_rcvr", "pw_comp", NULL};
static const char *const transitions[] = {"deterministic", "stochastic", NULL};
static const char *const norms[] = {"by_compat", "pair", "global", NULL};

#define TURNS "a whole number of turns from 1 to 10000"

static const struct parameter_spec parameters[CHALLENGE_PARAMETERS] = {
    [CHALLENGE_VARIANT] = {.name = "variant", .type = TYPE_WORD, .words = variants},
    [CHALLENGE_COMPAT] = {.name = "compat", .type = TYPE_WORD, .words = compats},
    [CHALLENGE_SOLVER] = {.name = "solver",
                          .type = TYPE_WORD,
                          .otherwise = PCE_CONDITIONAL,
                          .words = parley_i_pce_words},
    [CHALLENGE_VOTING] = {.name = "voting",
                          .type = TYPE_WORD,
                          .otherwise = VOTING_PROPORTIONAL,
                          .words = parley_i_voting_words},
    [CHALLENGE_VICTORY] = {.name = "victory",
                           .type = TYPE_WORD,
                           .otherwise = VICTORY_LINEAR,
                           .words = parley_i_victory_words},
    [CHALLENGE_RISK] = {.name = "risk", .type = TYPE_WORD, .otherwise = RISK_MID, .words = ranges},
    [CHALLENGE_PERSPECTIVE] = {.name = "perspective",
                               .type = TYPE_WORD,
                               .otherwise = PERSPECTIVE_ONE_THIRD,
                               .words = perspectives},
    [CHALLENGE_THIRD_PARTIES] = {.name = "third_parties",
                                 .type = TYPE_WORD,
                                 .otherwise = THIRD_SEMI,
                                 .words = commitments},
    [CHALLENGE_BARGAINS] = {.name = "bargains", .type = TYPE_WORD, .otherwise = BARGAIN_S2P2, .words = kinds},
    [CHALLENGE_INTERPOLATION] = {.name = "interpolation",
                                 .type = TYPE_WORD,
                                 .otherwise = INTERPOLATION_INIT_ONLY,
                                 .words = interpolations},
    [CHALLENGE_TRANSITIONS] = {.name = "transitions", .type = TYPE_WORD, .words = transitions},
    [CHALLENGE_ADJUSTMENT] = {.name = "adjustment", .type = TYPE_SHARES},
    [CHALLENGE_TURNS] = {.name = "turns",
                         .type = TYPE_NUMBER,
                         .whole = true,  // 0: the variant's own
                         .bounds = {.low = 1, .high = 10000, .finite = true, .expected = TURNS}},
    [CHALLENGE_LEAST_TURNS] = {.name = "least_turns",
                               .type = TYPE_NUMBER,
                               .otherwise = 2,
                               .whole = true,
                               .bounds = {.low = 1, .high = 10000, .finite = true, .expected = TURNS}},
    [CHALLENGE_CHANGE] =
        {.name = "change",
         .type = TYPE_NUMBER,
         .otherwise = 0.02,
         .bounds = {.low = 0, .high = 1, .finite = true, .expected = "a share of the first turn's moves in [0, 1]"}},
    [CHALLENGE_PROB_NORM] = {.name = "prob_norm", .type = TYPE_WORD, .words = norms},
};

static bool is(const struct sitting_shape *shape, int parameter, int value)
{
    return shape->parameter[parameter].value == value;
}

static parley_status prepare(const struct protocol *self, struct arena *arena, const struct sitting_shape *shape,
                             const void **prepared)
{
    (void)self;
    (void)arena;
    (void)prepared;
    if (is(shape, CHALLENGE_VARIANT, VARIANT_SCHOLZ) && is(shape, CHALLENGE_COMPAT, COMPAT_KTAB)) {
        return parley_i_fail(PARLEY_BAD_SCENARIO,
                             "compat: found \"ktab\" with variant \"scholz\", expected \"none\" or \"scholz\"");
    }
    if (is(shape, CHALLENGE_VARIANT, VARIANT_SPATIAL) && is(shape, CHALLENGE_COMPAT, COMPAT_SCHOLZ)) {
        return parley_i_fail(PARLEY_BAD_SCENARIO,
                             "compat: found \"scholz\" with variant \"spatial\", expected \"none\" or \"ktab\"");
    }
    if (is(shape, CHALLENGE_VARIANT, VARIANT_SPATIAL) && !is(shape, CHALLENGE_PROB_NORM, PROB_NORM_BY_COMPAT)) {
        return parley_i_fail(PARLEY_BAD_SCENARIO, "prob_norm belongs to variant \"scholz\", found variant \"spatial\"");
    }
    return PARLEY_OK;
}

static size_t scratch_size(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    size_t spatial = parley_i_challenge_room(shape), scholz = parley_i_scholz_room(shape);
    return spatial > scholz ? spatial : scholz;
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    if (sitting->parameter[CHALLENGE_VARIANT] == VARIANT_SCHOLZ) {
        parley_i_scholz_play(sitting, out);
    } else {
        parley_i_challenge_play(sitting, out);
    }
}

static const char *const draws[] = {"transition", NULL};

const struct protocol parley_i_protocol_challenge = {
    .name = "challenge",
    .reference = "Wise, Lester & Efird, An introduction to the KAPSARC Toolkit for Behavioral Analysis, KAPSARC 2015",
    .parameters = parameters,
    .parameter_count = CHALLENGE_PARAMETERS,
    .draws = draws,
    .needs = NEEDS_STANDS,
    .prepare = prepare,
    .scratch_size = scratch_size,
    .settle = settle,
};
