// Will the deal hold by itself? Who can depart from it, who would gain, and what the others would make of that.
#include "analysis/stability.h"

#include "base/fail.h"
#include "process/judge.h"

#include <math.h>
#include <string.h>

enum { SENSES = 5, COALITION_MOVERS_MOST = 8, EQUILIBRIA_STATES_MOST = 512 };

static const struct {
    const char *name;
    uint32_t bit;
} senses[SENSES] = {
    {"nash", PARLEY_STABLE_NASH}, {"gmr", PARLEY_STABLE_GMR}, {"smr", PARLEY_STABLE_SMR},
    {"seq", PARLEY_STABLE_SEQ},   {"sim", PARLEY_STABLE_SIM},
};

static void tell_verdict(uint32_t verdict, struct record *into)
{
    for (int i = 0; i < SENSES; i++) {
        parley_i_record_truth(into, senses[i].name, (verdict & senses[i].bit) != 0);
    }
}

static void tell_value(const struct stability *s, uint32_t issue, double value, struct record *into)
{
    const struct issue_model *model = &s->model->issues[issue];
    if (isnan(value)) {
        parley_i_record_nothing(into, model->entry.id);
    } else if (model->options) {
        parley_i_record_text(into, model->entry.id, model->options[(size_t)value]);
    } else {
        parley_i_record_number(into, model->entry.id, value);
    }
}

static void tell_setting(const struct stability *s, struct record *root)
{
    parley_i_report_head(root, s->model->title, s->model->variant, "preferences", s->def->trial);
    struct record *deal = parley_i_record_object(root, "deal");
    for (uint32_t i = 0; i < s->model->issue_count; i++) {
        tell_value(s, i, s->deal[i], deal);
    }
    parley_i_record_text(root, "deal_is", s->given ? "given" : "what the talks settle");
    struct record *moves = parley_i_record_object(root, "moves");
    for (uint32_t m = 0; m < s->movers; m++) {
        const uint32_t party = s->mover[m];
        struct record *list = parley_i_record_list(moves, s->model->parties[party].entry.id);
        for (uint32_t h = 0; h < s->helds; h++) {
            if (s->holds[(size_t)party * s->model->issue_count + s->held[h].issue]) {
                parley_i_record_text(list, NULL, s->model->issues[s->held[h].issue].entry.id);
            }
        }
        if (s->conflict->end != NO_STATE && parley_i_process_signs(s->world.plan->process, party)) {
            parley_i_record_text(list, NULL, "no deal");
        }
    }
    parley_i_record_number(root, "states", s->conflict->states);
    struct record *thinned = NULL;
    for (uint32_t h = 0; h < s->helds; h++) {
        if (s->held[h].thinned) {
            thinned = thinned ? thinned : parley_i_record_object(root, "points_looked_at");
            parley_i_record_number(thinned, s->model->issues[s->held[h].issue].entry.id, s->held[h].count);
        }
    }
}

static parley_status tell_reason(const struct stability *s, struct coalition *coalition, uint32_t members,
                                 uint32_t verdict, struct record *into)
{
    struct text text = {0};
    parley_i_stability_reason(s, coalition, members, verdict, &text);
    parley_status status = text.failed || !into ? parley_i_no_memory() : PARLEY_OK;
    if (status == PARLEY_OK) {
        parley_i_record_text(into, "reason", text.data);
    }
    parley_i_text_release(&text);
    return status;
}

/// The improvements by how much they tempt, each with the answers that deter it.
static void tell_improvements(const struct stability *s, struct coalition *coalition, uint32_t mover,
                              struct record *into)
{
    enum { SHOWN = 5 };
    const struct conflict *c = s->conflict;
    const double *worth = s->worth + (size_t)mover * c->states;
    struct record *list = parley_i_record_list(into, "improvements");
    double below = INFINITY;
    for (int shown = 0; shown < SHOWN; shown++) {
        const states_word *set = parley_i_coalition_improvements(coalition, s->settled);
        int32_t best = NO_STATE;
        for (int32_t to = parley_i_states_next(set, c->words, 0); to != NO_STATE;
             to = parley_i_states_next(set, c->words, (uint32_t)to + 1)) {
            best = worth[to] < below && (best == NO_STATE || worth[to] > worth[best]) ? to : best;
        }
        if (best == NO_STATE) {
            return;
        }
        below = worth[best];
        struct record *one = parley_i_record_object(list, NULL);
        parley_i_stability_tell_change(s, s->settled, (uint32_t)best, one, "to");
        parley_i_record_number(one, "utility", worth[best]);
        for (int i = 1; i < SENSES; i++) {
            int32_t answer = parley_i_coalition_answer(coalition, s->settled, (uint32_t)best, senses[i].bit);
            if (answer != NO_STATE) {
                struct record *deters = parley_i_record_object(one, senses[i].name);
                parley_i_stability_tell_change(s, (uint32_t)best, (uint32_t)answer, deters, "answer");
                parley_i_record_number(deters, "utility", worth[answer]);
            }
        }
    }
}

static parley_status tell_parties(const struct stability *s, struct coalition *coalition, struct record *root)
{
    uint32_t everybody = UINT32_MAX;
    struct record *parties = parley_i_record_object(root, "parties");
    for (uint32_t p = 0, m = 0; p < s->model->party_count; p++) {
        struct record *one = parley_i_record_object(parties, s->model->parties[p].entry.id);
        parley_i_record_number(one, "utility", s->utility[p]);
        parley_i_record_number(one, "no_deal", parley_i_process_no_deal(s->world.plan->process, s->world.block, p));
        if (m == s->movers || s->mover[m] != p) {
            parley_i_record_text(one, "reason", "has nothing of the deal in hand");
            continue;
        }
        parley_i_coalition_choose(coalition, UINT32_C(1) << m);
        uint32_t verdict = parley_i_coalition_judge(coalition, s->settled);
        everybody &= verdict;
        tell_verdict(verdict, one);
        PARLEY_I_TRY(tell_reason(s, coalition, UINT32_C(1) << m, verdict, one));
        if (!(verdict & PARLEY_STABLE_NASH)) {
            tell_improvements(s, coalition, m, one);
        }
        m++;
    }
    tell_verdict(everybody, parley_i_record_object(root, "equilibrium"));
    return PARLEY_OK;
}

static parley_status tell_coalition(const struct stability *s, struct coalition *coalition, uint32_t members,
                                    struct record *list)
{
    struct record *one = parley_i_record_object(list, NULL);
    struct record *names = parley_i_record_list(one, "members");
    for (uint32_t m = 0; m < s->movers; m++) {
        if (members >> m & 1) {
            parley_i_record_text(names, NULL, s->model->parties[s->mover[m]].entry.id);
        }
    }
    parley_i_coalition_choose(coalition, members);
    uint32_t verdict = parley_i_coalition_judge(coalition, s->settled);
    tell_verdict(verdict, one);
    return tell_reason(s, coalition, members, verdict, one);
}

/// Every coalition of two or more; of many movers only pairs and all together.
static parley_status tell_coalitions(const struct stability *s, struct coalition *coalition, struct record *root)
{
    struct record *list = parley_i_record_list(root, "coalitions");
    const uint32_t all = (uint32_t)((UINT64_C(1) << s->movers) - 1);
    if (s->movers <= COALITION_MOVERS_MOST) {
        for (uint32_t members = 1; members <= all; members++) {
            if (members & (members - 1)) {
                PARLEY_I_TRY(tell_coalition(s, coalition, members, list));
            }
        }
        return PARLEY_OK;
    }
    for (uint32_t a = 0; a < s->movers; a++) {
        for (uint32_t b = a + 1; b < s->movers; b++) {
            PARLEY_I_TRY(tell_coalition(s, coalition, UINT32_C(1) << a | UINT32_C(1) << b, list));
        }
    }
    return tell_coalition(s, coalition, all, list);
}

/// How many of all states are equilibria: the deal is one of how many?
static parley_status tell_equilibria(struct stability *s, struct coalition *coalition, struct record *root)
{
    const uint32_t states = s->conflict->states;
    if (states > EQUILIBRIA_STATES_MOST) {
        return PARLEY_OK;
    }
    uint32_t *everybody = parley_i_arena_array(&s->world.arena, states, sizeof *everybody);
    if (!everybody) {
        return parley_i_no_memory();
    }
    memset(everybody, 0xff, states * sizeof *everybody);
    for (uint32_t m = 0; m < s->movers; m++) {
        parley_i_coalition_choose(coalition, UINT32_C(1) << m);
        for (uint32_t state = 0; state < states; state++) {
            everybody[state] &= parley_i_coalition_judge(coalition, state);
        }
    }
    struct record *counts = parley_i_record_object(root, "equilibria");
    for (int i = 0; i < SENSES; i++) {
        uint32_t count = 0;
        for (uint32_t state = 0; state < states; state++) {
            count += (everybody[state] & senses[i].bit) != 0;
        }
        parley_i_record_number(counts, senses[i].name, count);
    }
    return PARLEY_OK;
}

static parley_status answer(struct stability *s, struct record *root)
{
    struct coalition *coalition;
    PARLEY_I_TRY(parley_i_process_play(s->world.plan->process, s->world.block, s->world.play->memory, NULL));
    PARLEY_I_TRY(parley_i_stability_deal(s));
    PARLEY_I_TRY(parley_i_stability_hands(s));
    PARLEY_I_TRY(parley_i_stability_states(s));
    PARLEY_I_TRY(parley_i_coalition_create(&s->world.arena, s->conflict, &coalition));
    tell_setting(s, root);
    PARLEY_I_TRY(tell_parties(s, coalition, root));
    PARLEY_I_TRY(tell_coalitions(s, coalition, root));
    return tell_equilibria(s, coalition, root);
}

parley_status parley_stability(const parley_scenario *scenario, const parley_stability_def *def, parley_report **out)
{
    const parley_stability_def usual = parley_stability_def_default();
    PARLEY_I_REQUIRE(scenario && out, "stability: expected a scenario and a place for the report, found NULL");
    *out = NULL;
    def = def ? def : &usual;
    if (def->struct_size != sizeof *def) {
        return parley_i_fail(PARLEY_BAD_DEF, "stability: expected a definition made by parley_stability_def_init");
    }
    PARLEY_I_REQUIRE((def->deal_count == 0 || def->deal) && (def->move_count == 0 || def->moves),
                     "stability: expected the deal and the moves that are counted, found NULL");
    struct stability s = {.def = def};
    parley_report *report = NULL;
    parley_status status = parley_i_world_make(&s.world, scenario, def->variant, def->seed, def->trial);
    if (status == PARLEY_OK) {
        s.model = s.world.plan->model;
        status = parley_i_report_create(&report);
    }
    if (status == PARLEY_OK) {
        status = answer(&s, report->root);
        status = status == PARLEY_BAD_TRIAL ? parley_i_scenario_locate(scenario, def->variant, status) : status;
        status = parley_i_report_finish(report, status, out);
    }
    parley_i_world_destroy(&s.world);
    return status;
}
